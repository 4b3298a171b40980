"""
The lists that make the kit speak of a region and its languages: one CSV a list, each row with its source.

A CSV in the folder that `SILK_LEDGER_LISTS` names takes the place of the list of that name. What is made of the lists
is kept (`remember`) until the variable names another folder, which is looked at whenever reading begins.
"""

import csv
import os
from collections.abc import Callable
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Any, TypeVar

import pandas as pd

from analysis.errors import LexiconError
from analysis.lists.checks import check_rows

VARIABLE = "SILK_LEDGER_LISTS"

_BUILT_IN = Path(__file__).parent
_COLUMNS = "_columns.csv"  # what each list must hold
_MOST_COLUMNS = 500  # each takes pandas a millisecond
_remembered: list[Any] = []
_folder = ""

Function = TypeVar("Function", bound=Callable[..., Any])


def load_list(name: str, languages: tuple[str, ...] | None = None) -> pd.DataFrame:
    """
    Read a list: the built-in one, or that of the folder named by the environment variable `SILK_LEDGER_LISTS`.

    Parameters
    ----------
    name : str
        The name of the file without its ending; README.md beside the lists describes each.
    languages : tuple of str, optional
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
        table = table[table["language"].isin(languages)]
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

    Raise LexiconError if it is none, or a row is longer than the first.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as lines:
            if any(len(row) > _MOST_COLUMNS for row in islice(csv.reader(lines), 100)):
                raise ValueError(f"more than {_MOST_COLUMNS} columns")
        rows = pd.read_csv(path, encoding="utf-8-sig", dtype=dtype, keep_default_na=False, header=None)
    except (OSError, ValueError, csv.Error) as problem:
        raise LexiconError(f"{path}: cannot be read as UTF-8 CSV ({str(problem).strip()}). Quote commas.") from problem
    return rows[1:].set_axis([*rows.iloc[0]], axis=1).reset_index(drop=True)


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
    names = (
        "amount_roles boilerplate calendar countries currencies instruments numbers organisations places sector_terms"
    )
    counts = {name: load_list(name)["language"].value_counts() for name in [*names.split(), "stop_words"]}
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
