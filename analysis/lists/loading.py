"""
The lists that make the kit speak of a region and its languages: one CSV a list, each row with its source.

A CSV in the folder that `SILK_LEDGER_LISTS` names takes the place of the list of that name. What is made of the lists
is kept (`remember`) until the variable names another folder, which is looked at whenever reading begins. Such a list is
held to rules: ``_columns.csv`` gives each column of each list its own. A *closed* column takes the values that the
built-in list has there; a rule with ``?`` lets the cell be empty.
"""

import csv
import os
import re
from collections.abc import Callable
from functools import cache
from io import StringIO
from itertools import islice
from pathlib import Path
from typing import Any, TypeVar

import pandas as pd

from analysis.errors import LexiconError

VARIABLE = "SILK_LEDGER_LISTS"

_BUILT_IN = Path(__file__).parent
_COLUMNS = "_columns.csv"  # what each list must hold, by these rules
_SLOT = r"(?:=?[^\s|\[\]{}=]+|\{\w+\})(?:\|(?:=?[^\s|\[\]{}=]+|\{\w+\}))*"
_PART = rf"(?:{_SLOT}|\[{_SLOT}\])"
_RULES = {
    "text": (r"(?s).*", ""),
    "word": (r"(?s).*[\w].*", "Write letters or digits."),
    "term": (r"\w+\*?(?:[^\w*]+\w+\*?)*", "Write words, with * only at the end of one."),
    "phrase": (rf"(?!\.\.\.){_PART}(?: {_PART})*(?<! \.\.\.)", "Write words as README.md says."),
    "language": (r"[a-z]{2,3}", "Write an ISO 639 code, such as sq."),
    "country": (r"[A-Z]{3}", "Write an ISO 3166 alpha-3 code, such as SRB."),
    "countries": (r"[A-Z]{3}(?: [A-Z]{3})*", "Write ISO 3166 alpha-3 codes, such as SRB."),
    "number": (r"-?\d+(?:\.\d+)?", "Write a number, such as 0.5."),
}
_NO_RUSSIAN = re.compile("[A-Za-z][А-яЁё]|[А-яЁё][A-Za-z]|[^\0-\x7fА-яЁё№«»–—…]")
_SMALL, _LARGE = re.compile("[а-яё]"), re.compile("[А-ЯЁ]")
_MOST_COLUMNS = 500  # each takes pandas a millisecond
_remembered: list[Any] = []
_folder = ""

Function = TypeVar("Function", bound=Callable[..., Any])


def load_list(name: str, languages: tuple[str, ...] | str | None = None) -> pd.DataFrame:
    """
    Read a list: the built-in one, or that of the folder named by the environment variable `SILK_LEDGER_LISTS`.

    Parameters
    ----------
    name : str
        The name of the file without its ending; README.md beside the lists describes each.
    languages : tuple of str or str, optional
        ISO 639-1 codes: only the rows whose ``language`` is one of them.

    Returns
    -------
    DataFrame
        Columns of str (dtype object), empty cells ``""``; the last is ``source``.

    Raises
    ------
    LexiconError
        If there is no such list; or a list of the user's own has a name that no list has, lacks a column, repeats a
        key, or holds a value that is not accepted. The message names file, row, column and remedy.
    """
    table = _read(name, refresh_lists())
    if languages is not None:
        table = table[table["language"].isin([languages] if isinstance(languages, str) else languages)]
    return table.reset_index(drop=True)


def remember(function: Function) -> Function:
    """Cache what a function makes of the lists, until other lists are named. It may bring a cache of its own."""
    kept = function if hasattr(function, "cache_clear") else cache(function)
    _remembered.append(kept)
    return kept  # type: ignore[return-value]


def refresh_lists() -> str:
    """Return the folder of the user's own lists, ``""`` without one; forget what was made of others."""
    global _folder
    folder = os.environ.get(VARIABLE, "")
    if folder != _folder:
        own, known = Path(folder or _BUILT_IN), sorted(path.name for path in _BUILT_IN.glob("[!_]*.csv"))
        if not own.is_dir():
            raise LexiconError(f"{VARIABLE}: there is no folder {folder!r}. Name one with lists, or unset it.")
        if strange := sorted({path.name for path in own.glob("*.csv")}.difference(known, [_COLUMNS])):
            raise LexiconError(f"{own / strange[0]}: no list has this name. Rename it to one of {', '.join(known)}.")
        for kept in _remembered:
            kept.cache_clear()
        _folder = folder
    return folder


@cache
def _read(name: str, folder: str) -> pd.DataFrame:
    path = _BUILT_IN / f"{name}.csv"
    if not path.is_file():
        known = sorted(path.stem for path in _BUILT_IN.glob("[!_]*.csv"))
        raise LexiconError(f"There is no list {name!r}. The lists are: {', '.join(known)}.")
    table, own = read_csv(path, object), Path(folder, f"{name}.csv")
    if not folder or not own.is_file():
        return table
    columns = read_csv(_BUILT_IN / _COLUMNS)
    return check_rows(read_csv(own, object), str(own), columns[columns["list"] == name], table)


def read_csv(path: Path, dtype: type = str) -> pd.DataFrame:
    """
    Read a table of texts, empty cells ``""``; ``dtype=object`` keeps them as Python's own, quicker to go through.

    Cells are parted by commas, semicolons or tabs, the text is in UTF-8 or the encoding of a Russian Windows. Raise
    LexiconError if it is none, or a row is longer than the first.
    """
    try:
        text = _decode(path.read_bytes())
        mark = find_separator(text)
        if any(len(row) > _MOST_COLUMNS for row in islice(csv.reader(StringIO(text, ""), delimiter=mark), 100)):
            raise ValueError(f"more than {_MOST_COLUMNS} columns")
        rows = pd.read_csv(StringIO(text, ""), sep=mark, dtype=dtype, keep_default_na=False, header=None)
    except OSError as problem:
        raise LexiconError(f"{path}: cannot be read ({problem.strerror}). Give the path of a CSV file.") from problem
    except UnicodeDecodeError as problem:
        raise LexiconError(f"{path}: cannot be read ({problem}). Save it as CSV in UTF-8.") from problem
    except (ValueError, csv.Error) as problem:
        raise LexiconError(f"{path}: cannot be read as UTF-8 CSV ({str(problem).strip()}). Quote commas.") from problem
    return rows[1:].set_axis([*rows.iloc[0]], axis=1).reset_index(drop=True)


def find_separator(text: str) -> str:
    """Return what parts the names in the first line of a CSV text: a comma, semicolon or tab."""
    return max(",;\t", key=re.match(r"\s*([^\r\n]*)", text)[1].count)  # type: ignore[index]


def _decode(raw: bytes) -> str:
    """Decode UTF-8, or windows-1251 where this makes Russian: small letters mostly, and none among Latin ones."""
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = raw.decode("windows-1251", errors="replace")
        if _NO_RUSSIAN.search(text) or len(_SMALL.findall(text)) < 3 * len(_LARGE.findall(text)):
            raise
        return text


def check_rows(rows: pd.DataFrame, file: str, columns: pd.DataFrame, built_in: pd.DataFrame) -> pd.DataFrame:
    """
    Return the rows of a list if they keep its rules.

    Parameters
    ----------
    rows : DataFrame of str
        What `file` holds; its first row of data is row 2.
    file : str
        For messages.
    columns : DataFrame
        ``column, key, rule`` of the list.
    built_in : DataFrame of str
        The list that the rows replace.

    Returns
    -------
    DataFrame
        The columns of `built_in`.

    Raises
    ------
    LexiconError
        At the first rule that is broken, with file, row, column and remedy.
    """
    if missing := [name for name in built_in.columns if name not in rows.columns]:
        raise LexiconError(f"{file}: no column {', '.join(missing)}. The header is: {','.join(built_in.columns)}.")
    for column, rule in columns[["column", "rule"]].itertuples(index=False):
        known = set(built_in[column]) if rule == "closed" else set()
        for number, value in enumerate(rows[column], start=2):
            if remedy := _find_fault(value, rule, known):
                raise LexiconError(f"{file}, row {number}, column {column}: {value!r} is not accepted. {remedy}")
    keys = columns.loc[columns["key"] != "", "column"].tolist()
    if repeated := rows.index[rows.duplicated(keys)].tolist():
        row = rows.loc[repeated[0], keys]
        first = int((rows[keys] == row).all(axis=1).argmax()) + 2
        key = ", ".join(f"{name} {value!r}" for name, value in row.items())
        raise LexiconError(f"{file}, row {repeated[0] + 2}: {key} stands in row {first} already. Drop one of the two.")
    return rows[list(built_in.columns)]


def _find_fault(value: str, rule: str, known: set[str]) -> str:
    """Return how to mend a value; nothing where it keeps its rule."""
    if rule == "closed":
        return "" if value in known else f"Choose among {', '.join(sorted(known))}."
    if not value and rule.endswith("?"):
        return ""
    if rule.startswith("pattern"):
        try:
            re.compile(value.replace("{NAME}", "x").replace("{AGENCY}", "x"))
        except re.error as error:
            return f"It is no regular expression: {error}."
        return "" if value else "Write a regular expression."
    pattern, remedy = _RULES[rule.removesuffix("?")]
    return "" if re.fullmatch(pattern, value) else remedy


def coverage() -> pd.DataFrame:
    """
    Count the rows that each language has in each list.

    Returns
    -------
    DataFrame, indexed by ``language`` (ISO 639-1)
        A column (int) for each list that tells facts, sectors or dates from text, by name; 0 where it has no row, so
        that what it is for is not looked for in that language.

    Raises
    ------
    LexiconError
        If a list of the user's own is malformed.
    """
    names = "amount_roles boilerplate calendar countries currencies instruments numbers".split()
    names += "organisations places sector_terms stop_words".split()
    counts = {name: load_list(name)["language"].value_counts() for name in names}
    return pd.DataFrame(counts).fillna(0).astype(int).drop(index="", errors="ignore").rename_axis("language")


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
    languages = (languages,) if isinstance(languages, str) else tuple(languages)
    covered = set(load_list("stop_words")["language"])
    if missing := sorted(set(languages) - covered):
        wanted, there = ", ".join(map(repr, missing)), ", ".join(sorted(covered))
        raise LexiconError(f"stop_words.csv: no stop words for {wanted}. It covers {there}; add rows for others.")
    return sorted(set(load_list("stop_words", languages)["word"]))


@remember
def country_names() -> dict[str, str]:
    """
    Return the English name of each country, for people to read.

    Returns
    -------
    dict of str to str
        By ISO 3166-1 alpha-3 code, the first name that the list has.

    Raises
    ------
    LexiconError
        If a list of the user's own cannot be read.
    """
    names = load_list("countries", ("en",)).query("kind == 'name'").drop_duplicates("alpha3")
    return dict(zip(names["alpha3"], names["form"], strict=True))
