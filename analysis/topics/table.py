"""
The topics table: the sectors of economic cooperation, or user-defined topics.

The model of the sectors that no corpus changes: its version, the lists it is for, and the curve of its probabilities.

It holds no word weights, because none helped. Learned from the explanatory notes of ISIC Rev.5 (385 classes that have a
sector) and added at 0.2 to 0.4 of their weight, they change the primary sector of the seeds from 0.95 to 0.92, all
sectors by 0.01 or less, Reuters from 0.77 to 0.78; with the definitions of IPTC Media Topics, to 0.92, by -0.01, and to
0.77. So the terms and weights of ``sector_terms.csv`` are the model; ``sectors.json`` says for which state of them.
"""

import hashlib
import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from difflib import get_close_matches
from functools import cache, lru_cache
from os import PathLike
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from analysis.errors import LexiconError, ParameterError, SchemaError, log_row
from analysis.lists.loading import load_list, read_csv, remember
from analysis.text.letters import FOLDED, find_marks, fold

LANGUAGES = ("en", "ru")
FILE = Path(__file__).with_name("sectors.json")
_LETTERS = re.compile(r"[^\W\d_]+")
_SPACED = re.sub("[^a-z]", " ", "".join(map(chr, range(128))))  # the replacement of each ASCII character: quicker
_TERM_COLUMNS = ("topic", "term", "language", "weight")
_TOPIC_COLUMNS = ("label", "definition", "terms", "not_terms", "isic4", "isic5", "iptc")


def load_sectors(languages: tuple[str, ...] | str | None = LANGUAGES) -> pd.DataFrame:
    """
    Load the 21 sectors of economic cooperation with the terms for and against each.

    Parameters
    ----------
    languages : tuple of str, str or None, default ("en", "ru")
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
    sectors = load_list("sectors").astype("str").set_index("topic").drop(columns="source")
    terms = load_list("sector_terms", languages)
    if strangers := sorted(set(terms["topic"]) - set(sectors.index)):
        raise LexiconError(f"sector_terms.csv: no sector {strangers[0]!r}. There are: {', '.join(sectors.index)}.")
    lists = {column: {topic: list[str]() for topic in sectors.index} for column in ("terms", "not_terms")}
    for topic, term, language, number in zip(*(terms[name] for name in _TERM_COLUMNS), strict=True):
        mark, weight = f"@{language}" if language in FOLDED else "", float(number)
        mark += "" if abs(weight) == 1 else f"^{abs(weight):g}"
        lists["terms" if weight >= 0 else "not_terms"][topic].append(term + mark)
    for place, column in enumerate(lists, start=2):
        sectors.insert(place, column, [*lists[column].values()])
    return sectors


@remember
@lru_cache(1024)  # a block of `label_documents`, which asks twice
def tell_language(text: str) -> str | None:
    """
    Tell by its stop words in which language of the sectors' terms a text is.

    ``""`` stands for English and Russian, whose terms are looked for together; None for languages without terms. Of
    equals the first of these is given. In a text with the marks of its letters words need theirs.

    >>> tell_language("The plant is in the north"), tell_language("Завод и карьер"), tell_language("Bu zavod və karyer")
    ('', '', 'az')
    """
    marked = bool(find_marks(text))
    known, plain = _stop_words(marked), (text if marked else fold(text, "tr")).lower()
    words = plain.translate(_SPACED).split() if plain.isascii() else _LETTERS.findall(plain)
    counts = Counter[str | None]({"": 0})
    for codes, times in Counter(map(known.get, words)).items():  # few words differ in their languages
        for code in codes or ():
            counts[code] += times
    return max(sorted(counts, key=str), key=counts.__getitem__)


@remember
def _stop_words(marked: bool) -> Mapping[str, frozenset[str | None]]:
    """Return the languages in which a word is a stop word, as `tell_language` names them; without the marks of its
    letters unless `marked`."""
    names = {code: code for code in load_list("sector_terms")["language"]} | dict.fromkeys(LANGUAGES, "")
    languages = defaultdict[str, frozenset[str | None]](frozenset)
    for language, word, _ in load_list("stop_words").itertuples(index=False):
        languages[word if marked else fold(word, "tr")] |= {names.get(language)}
    return dict(languages)


@cache
def load_frozen(path: Path = FILE) -> dict[str, Any]:
    """Read the frozen model: ``name``, ``version``, ``hash`` of its topics, and ``curve`` (as ``calibration_``)."""
    state = read_state(path, "silk-ledger sectors 1")
    curve = np.array([number for number in state.get("curve", ()) if isinstance(number, float)])
    if curve.shape != (3,) or not np.isfinite(curve).all() or not {"name", "version", "hash"} <= set(state):
        raise SchemaError(f"{path}: needs name, version, hash, and a curve of three finite numbers. Install it again.")
    return state


def read_state(path: Path | str, form: str) -> dict[str, Any]:
    """Read a JSON file that says it is of a format; raise SchemaError if it is not or is not there."""
    try:
        state = json.loads(Path(path).read_text(encoding="utf-8"))
    except OSError as error:
        raise SchemaError(f"{path}: cannot be read ({error.strerror}). Pass a file that save_model wrote.") from error
    except (ValueError, RecursionError) as problem:
        raise SchemaError(f"{path}: not JSON ({problem}). Pass a file that save_model wrote.") from problem
    if not isinstance(state, dict) or state.get("format") != form:
        raise SchemaError(f"{path}: not a saved classifier of the format {form!r}. Save the model again.")
    return state


def hash_topics(topics: pd.DataFrame) -> str:
    """Return the SHA-256 of a topics table: names, terms and weights."""
    return hashlib.sha256(json.dumps(topics.reset_index().to_dict("records")).encode("utf-8")).hexdigest()


def as_topics(topics: pd.DataFrame | Mapping[str, Sequence[str]] | str | PathLike[str]) -> pd.DataFrame:
    """
    Read user-defined topics from a table, a CSV file, or a mapping.

    Parameters
    ----------
    topics : DataFrame, path of a CSV file, or mapping of name to terms
        A table or file needs ``topic`` (a column, or the index of the table); other columns are optional. Terms are
        lists, or one string separated by ``;`` or ``,``. A file has commas, semicolons or tabs between its cells, and
        is in UTF-8 or the encoding of a Russian Windows.

    Returns
    -------
    DataFrame, indexed by ``topic``
        ``label`` (by default the name, with spaces), ``definition``, ``terms`` and ``not_terms`` (lists of str for and
        against the topic, in the notation of `analysis.topics.terms`), ``isic4``, ``isic5``, ``iptc``.
        ``attrs["log"]`` names other columns, which are not used.

    Raises
    ------
    LexiconError
        If the file cannot be read, there is no topic, a name is empty or repeats, terms are not text (the message names
        the row), or there is a column ``term`` and none ``terms``.
    """
    table, where = _topic_rows(topics)
    first = 2 if where.endswith(".csv") else 1
    rows: dict[str, dict[str, Any]] = {}
    for number, row in enumerate(table.to_dict("records"), start=first):
        name = row["topic"].strip() if isinstance(row["topic"], str) else ""
        place = f"{where}, row {number}"
        if not name:
            raise LexiconError(f"{place}: the topic has no name, found {row['topic']!r}. Write one as text.")
        if name in rows:
            same = first + list(rows).index(name)
            raise LexiconError(f"{place}: topic {name!r} is already defined in row {same}. Rename or merge them.")
        rows[name] = {column: _cell(row.get(column), column, place) for column in _TOPIC_COLUMNS}
    if not rows:
        raise LexiconError(f"{where}: no topics. Give at least one row with a name in the column topic.")
    result = pd.DataFrame(list(rows.values()), index=pd.Index(list(rows), name="topic"))
    result.attrs["log"] = [log_row(where, "unused", n) for n in map(str, table) if n not in ("topic", *_TOPIC_COLUMNS)]
    result["label"] = result["label"].where(result["label"] != "", result.index.str.replace("_", " "))
    return result


def topic_code(topics: pd.DataFrame, name: str) -> str:
    """Return the code of a topic, named by its code or label, whatever its capitals; raise ParameterError, with the
    nearest, if the table has none of this name."""
    told, labels = str(name).casefold(), topics["label"]
    codes = {one.casefold(): one for one in labels.index} | {label.casefold(): one for one, label in labels.items()}
    if told not in codes:
        near = [f" The nearest is {labels[codes[one]]!r}." for one in get_close_matches(told, codes, 1)]
        known = ", ".join(f"{label} ({code})" for code, label in labels.items())
        raise ParameterError(f"There is no topic {name!r}.{''.join(near)} Topics are: {known}.")
    return codes[told]


def _topic_rows(topics: Any) -> tuple[pd.DataFrame, str]:
    """Return a table with a column ``topic``, and its name for messages."""
    where = "topics"
    if isinstance(topics, Mapping):
        table = pd.DataFrame(list(topics.items()), columns=["topic", "terms"], dtype=object)
    elif isinstance(topics, pd.DataFrame):
        table = topics.reset_index() if topics.index.name == "topic" else topics
    elif isinstance(topics, (str, PathLike)):
        table, where = read_csv(Path(topics)), str(topics)
    else:
        raise LexiconError(f"topics: found {topics!r}. Give a table, the path of a CSV file, or {{name: [terms]}}.")
    if "topic" not in table.columns:
        raise LexiconError(f"{where}: no column topic; there are {', '.join(map(str, table.columns))}.")
    if "term" in table.columns and "terms" not in table.columns:
        remedy = "Give each topic one row, with its terms in the column terms, commas between them."
        raise LexiconError(f"{where}: no column terms, and a column term is not read. {remedy}")
    return table, where


def _cell(value: Any, column: str, place: str) -> str | list[str]:
    if column not in ("terms", "not_terms"):
        return value if isinstance(value, str) else ""
    if isinstance(value, str):
        value = value.replace(";", ",").split(",")
    if value is None or (isinstance(value, float) and value != value):
        value = []
    if isinstance(value, Mapping) or not (isinstance(value, Iterable) and all(isinstance(term, str) for term in value)):
        raise LexiconError(f"{place}: {column} must be text, found {value!r}. Write words, separated by commas.")
    return [term.strip() for term in value if term.strip()]
