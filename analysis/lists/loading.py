"""
The lists that make the kit speak of Central Asia: one CSV a list in ``analysis/lists/``, each row with its source.

Nothing about a region or a language is written in code: a user who works on another region edits the CSV files.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files

import pandas as pd

from analysis.errors import LexiconError


def load_list(name: str, languages: tuple[str, ...] | None = None) -> pd.DataFrame:
    """
    Read ``analysis/lists/{name}.csv``: columns of str, empty cells ``""``; among them ``source``.

    With `languages` (ISO 639-1 codes), only the rows whose ``language`` is one of them. LexiconError if there is no
    such list, or it has no ``source`` (or, asked for languages, no ``language``) column.
    """
    table = _read(name)
    needed = {"source"} | ({"language"} if languages is not None else set())
    if missing := sorted(needed - set(table.columns)):
        raise LexiconError(f"analysis/lists/{name}.csv: no column {', '.join(missing)}. Add it to the header.")
    if languages is not None:
        table = table[table["language"].isin(languages)]
    return table.reset_index(drop=True)


@cache
def _read(name: str) -> pd.DataFrame:
    folder = files("analysis").joinpath("lists")
    if not folder.joinpath(f"{name}.csv").is_file():
        known = sorted(path.name[:-4] for path in folder.iterdir() if path.name.endswith(".csv"))
        raise LexiconError(f"analysis/lists has no list {name!r}. Its lists are: {', '.join(known)}.")
    with folder.joinpath(f"{name}.csv").open("rb") as handle:
        return pd.read_csv(handle, encoding="utf-8", dtype=str, keep_default_na=False)


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
        raise LexiconError(
            f"analysis/lists/stop_words.csv: no stop words for {', '.join(map(repr, missing))}. "
            f"It covers {', '.join(sorted(covered))}; add rows for others."
        )
    return sorted(set(load_list("stop_words", languages)["word"]))
