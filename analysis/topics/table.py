"""
The topics table: the sectors of economic cooperation, or user-defined topics.
"""

from collections.abc import Iterable, Mapping, Sequence
from os import PathLike
from pathlib import Path
from typing import Any

import pandas as pd

from analysis.errors import LexiconError
from analysis.lists.loading import load_list

_TOPIC_COLUMNS = ("label", "definition", "terms", "not_terms", "isic4", "isic5", "iptc")


def load_sectors(languages: tuple[str, ...] | None = ("en", "ru")) -> pd.DataFrame:
    """
    Load the 21 sectors of economic cooperation with the terms for and against each.

    Parameters
    ----------
    languages : tuple of str or None, default ("en", "ru")
        ISO 639-1 codes of the terms to load; None for every language of the list.

    Returns
    -------
    DataFrame, shape (21, 7)
        A topics table, as described in `as_topics`; ``isic4`` and ``isic5`` hold letter and division (``D351``),
        ``iptc`` Media Topic codes, separated by spaces.

    Raises
    ------
    LexiconError
        If a file is missing, or a term names a sector that does not exist.

    References
    ----------
    ISIC Rev.4 and Rev.5, UN Statistics Division; IPTC Media Topics. ``sector_terms.csv`` names each term's source.
    """
    sectors = load_list("sectors").set_index("topic").drop(columns="source")
    terms = load_list("sector_terms", languages)
    if strangers := sorted(set(terms["topic"]) - set(sectors.index)):
        known = ", ".join(sectors.index)
        raise LexiconError(f"sector_terms.csv: no sector {strangers[0]!r}. The sectors are: {known}.")
    weights = pd.to_numeric(terms["weight"])
    marks = weights.abs().map(lambda weight: "" if weight == 1 else f"^{weight:g}")
    patterns = pd.Series([term + mark for term, mark in zip(terms["term"], marks, strict=True)])
    for place, (column, wanted) in enumerate([("terms", weights > 0), ("not_terms", weights < 0)], start=2):
        lists = patterns[wanted].groupby(terms["topic"][wanted]).agg(list)
        sectors.insert(place, column, [lists.get(topic, []) for topic in sectors.index])
    return sectors


def as_topics(topics: pd.DataFrame | Mapping[str, Sequence[str]] | str | PathLike[str]) -> pd.DataFrame:
    """
    Read user-defined topics from a table, a CSV file, or a mapping.

    Parameters
    ----------
    topics : DataFrame, path of a CSV file, or mapping of name to terms
        A table or file needs ``topic`` (a column, or the index of the table); other columns are optional. Terms are
        lists, or one string separated by ``;`` or ``,``.

    Returns
    -------
    DataFrame, indexed by ``topic``
        ``label`` (by default the name, with spaces), ``definition``, ``terms`` and ``not_terms`` (lists of str for and
        against the topic, in the notation of `analysis.topics.terms`), ``isic4``, ``isic5``, ``iptc``.

    Raises
    ------
    LexiconError
        If the file cannot be read, there is no topic, a name is empty or repeats, or terms are not text; the message
        names the row.
    """
    table, where = _topic_rows(topics)
    first = 2 if where.endswith(".csv") else 1
    rows: dict[str, dict[str, Any]] = {}
    for number, row in enumerate(table.to_dict("records"), start=first):
        name = row["topic"].strip() if isinstance(row["topic"], str) else ""
        place = f"{where}, row {number}"
        if not name:
            raise LexiconError(f"{place}: the topic has no name. Fill the column topic.")
        if name in rows:
            same = first + list(rows).index(name)
            raise LexiconError(f"{place}: topic {name!r} is already defined in row {same}. Rename or merge them.")
        rows[name] = {column: _cell(row.get(column), column, place) for column in _TOPIC_COLUMNS}
    if not rows:
        raise LexiconError(f"{where}: no topics. Give at least one row with a name in the column topic.")
    result = pd.DataFrame(list(rows.values()), index=pd.Index(list(rows), name="topic"))
    result["label"] = result["label"].where(result["label"] != "", result.index.str.replace("_", " "))
    return result


def _topic_rows(topics: Any) -> tuple[pd.DataFrame, str]:
    """Return a table with a column ``topic``, and its name for messages."""
    where = "topics"
    if isinstance(topics, Mapping):
        table = pd.DataFrame(list(topics.items()), columns=["topic", "terms"], dtype=object)
    elif isinstance(topics, pd.DataFrame):
        table = topics.reset_index() if topics.index.name == "topic" else topics
    else:
        where = str(topics)
        try:
            table = pd.read_csv(Path(where), dtype=str, keep_default_na=False, encoding="utf-8-sig")
        except (OSError, ValueError) as problem:
            raise LexiconError(f"{where}: cannot be read as a CSV file of topics: {problem}.") from problem
    if "topic" not in table.columns:
        raise LexiconError(f"{where}: no column topic; there are {', '.join(map(str, table.columns))}.")
    return table, where


def _cell(value: Any, column: str, place: str) -> str | list[str]:
    if column not in ("terms", "not_terms"):
        return value if isinstance(value, str) else ""
    if isinstance(value, str):
        value = value.replace(";", ",").split(",")
    if value is None or (isinstance(value, float) and value != value):
        value = []
    if not (isinstance(value, Iterable) and all(isinstance(term, str) for term in value)):
        raise LexiconError(f"{place}: {column} must be text, found {value!r}. Write words, separated by commas.")
    return [term.strip() for term in value if term.strip()]
