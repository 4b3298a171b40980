"""
The lists that make the kit speak of Central Asia: one CSV a list in ``analysis/data/``, each row with its source.

Nothing about a region or a language is written in code. A user who works on another region edits or replaces the
CSV files; every other module asks this one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from os import PathLike
from pathlib import Path
from typing import Any

import pandas as pd

from analysis.errors import LexiconError


def load_list(name: str, languages: tuple[str, ...] | None = None) -> pd.DataFrame:
    """
    Read one list of ``analysis/data``.

    Parameters
    ----------
    name : str
        The file's name without ``.csv``.
    languages : tuple of str, optional
        ISO 639-1 codes; keeps the rows whose ``language`` is one of them. All rows when None.

    Returns
    -------
    DataFrame
        The file's columns as str, empty cells as ``""``; among them ``source``.

    Raises
    ------
    LexiconError
        If there is no such list, or it has no ``source`` (or, asked for languages, no ``language``) column.
    """
    table = _read(name)
    needed = {"source"} | ({"language"} if languages is not None else set())
    if missing := sorted(needed - set(table.columns)):
        raise LexiconError(f"analysis/data/{name}.csv: no column {', '.join(missing)}. Add it to the header.")
    if languages is not None:
        table = table[table["language"].isin(languages)]
    return table.reset_index(drop=True)


def load_stop_words(languages: tuple[str, ...]) -> list[str]:
    """
    Read the words too common to tell texts apart, for the `stop_words` parameter of `CorpusVectorizer`.

    Parameters
    ----------
    languages : tuple of str
        ISO 639-1 codes. Uzbek and Kazakh come in Cyrillic and in Latin letters.

    Returns
    -------
    list of str
        The words of all the languages, lower case, distinct, sorted.

    Raises
    ------
    LexiconError
        If a language is not covered; the message names those that are.
    """
    covered = sorted(set(load_list("stop_words")["language"]))
    languages = (languages,) if isinstance(languages, str) else tuple(languages)
    if missing := sorted(set(languages) - set(covered)):
        raise LexiconError(
            f"analysis/data/stop_words.csv: no stop words for {', '.join(map(repr, missing))}. "
            f"It covers {', '.join(covered)}; add rows for others."
        )
    return sorted(set(load_list("stop_words", languages)["word"]))


@cache
def _read(name: str) -> pd.DataFrame:
    path = files("analysis").joinpath("data", f"{name}.csv")
    if not path.is_file():
        known = sorted(p.name[:-4] for p in files("analysis").joinpath("data").iterdir() if p.name.endswith(".csv"))
        raise LexiconError(f"analysis/data has no list {name!r}. Its lists are: {', '.join(known)}.")
    with path.open("rb") as handle:
        return pd.read_csv(handle, encoding="utf-8", dtype=str, keep_default_na=False)


def load_sectors(languages: tuple[str, ...] | None = ("en", "ru")) -> pd.DataFrame:
    """
    Load the 21 sectors of economic cooperation with the terms that speak for and against each.

    Parameters
    ----------
    languages : tuple of str or None, default ("en", "ru")
        ISO 639-1 codes of the terms to load; every language of the list when None.

    Returns
    -------
    DataFrame, shape (21, 7)
        A topics table, as described in `as_topics`; ``isic4`` and ``isic5`` hold letter and division (``D351``) and
        ``iptc`` Media Topic codes, separated by spaces.

    Raises
    ------
    LexiconError
        If a file is missing, or a term names a sector that does not exist.

    References
    ----------
    ISIC Rev.4 and Rev.5, UN Statistics Division; IPTC Media Topics. ``analysis/data/sector_terms.csv`` names the
    source of each term.
    """
    sectors = load_list("sectors").set_index("topic").drop(columns="source")
    terms = load_list("sector_terms", languages)
    if strangers := sorted(set(terms["topic"]) - set(sectors.index)):
        raise LexiconError(
            f"sector_terms.csv: no sector {strangers[0]!r}. The sectors are: {', '.join(sectors.index)}."
        )
    weights = pd.to_numeric(terms["weight"])
    patterns = [
        f"{term}^{abs(weight):g}" if abs(weight) != 1 else term
        for term, weight in zip(terms["term"], weights, strict=True)
    ]
    for place, (column, wanted) in enumerate([("terms", weights > 0), ("not_terms", weights < 0)], start=2):
        lists = pd.Series(patterns)[wanted].groupby(terms["topic"][wanted]).agg(list)
        sectors.insert(place, column, [lists.get(topic, []) for topic in sectors.index])
    return sectors


def as_topics(topics: pd.DataFrame | Mapping[str, Sequence[str]] | str | PathLike[str]) -> pd.DataFrame:
    """
    Read topics of the user's own, however they are given.

    Parameters
    ----------
    topics : DataFrame, path of a CSV file, or mapping of name to terms
        A table or file needs ``topic`` (column, or the table's index); it may have ``label``, ``definition``,
        ``terms``, ``not_terms`` (lists, or one string with ``;`` or ``,`` between the terms), ``isic4``, ``isic5``,
        ``iptc``. A mapping gives the terms, or a topic's terms as one string.

    Returns
    -------
    DataFrame, indexed by ``topic``
        ``label`` (its name in words where missing), ``definition``, ``terms`` (list of str), ``not_terms`` (list of
        str, speaking against), ``isic4``, ``isic5``, ``iptc``. How a term is written: see `analysis.terms`.

    Raises
    ------
    LexiconError
        If there is no topic, a name is empty or repeats, or terms are not text. The message names the row.
    """
    table, where = _topic_rows(topics)
    if not len(table):
        raise LexiconError(f"{where}: no topics. Give at least one row with a name in the column topic.")
    out: list[dict[str, Any]] = []
    seen: dict[str, int] = {}
    for number, row in enumerate(table.to_dict("records"), start=2 if where.endswith(".csv") else 1):
        name = row["topic"].strip() if isinstance(row["topic"], str) else ""
        place = f"{where}, row {number}"
        if not name:
            raise LexiconError(f"{place}: the topic has no name. Fill the column topic.")
        if name in seen:
            raise LexiconError(f"{place}: topic {name!r} is already defined in row {seen[name]}. Rename or merge them.")
        seen[name] = number
        out.append({"topic": name} | {column: _cell(row.get(column), column, place) for column in _TOPIC_COLUMNS})
    result = pd.DataFrame(out).set_index("topic")
    result["label"] = result["label"].where(result["label"] != "", result.index.str.replace("_", " "))
    return result


_TOPIC_COLUMNS = ("label", "definition", "terms", "not_terms", "isic4", "isic5", "iptc")


def _topic_rows(topics: Any) -> tuple[pd.DataFrame, str]:
    if isinstance(topics, Mapping):
        rows = [{"topic": name, "terms": terms} for name, terms in topics.items()]
        return pd.DataFrame(rows, columns=["topic", "terms"], dtype=object), "topics"
    if isinstance(topics, pd.DataFrame):
        table, where = topics.reset_index() if topics.index.name == "topic" else topics, "topics"
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
    if not all(isinstance(term, str) for term in value):
        raise LexiconError(f"{place}: {column} must be text, found {value!r}. Write words, separated by commas.")
    return [term.strip() for term in value if term.strip()]
