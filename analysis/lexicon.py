"""
The lists that make the kit speak of Central Asia: one CSV a list in ``analysis/data/``, each row with its source.

Nothing about a region or a language is written in code. A user who works on another region edits or replaces the
CSV files; every other module asks this one.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files

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
        return pd.read_csv(handle, dtype=str, keep_default_na=False, encoding="utf-8")
