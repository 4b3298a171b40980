"""
The values by which reports and deals are compared when events are linked: indicator matrices, one a field.

Words and names are compared by their consonants in Latin letters, sums by keys that those of about one size share.
"""

import re
from array import array
from collections.abc import Iterable, Iterator
from functools import lru_cache, partial
from itertools import chain
from math import floor, inf, log
from unicodedata import normalize

import numpy as np
import pandas as pd
import scipy.sparse as sp

from analysis.lists.loading import load_list, remember
from analysis.text.counts import count_words
from analysis.text.passages import full_text

_BLOCK = 2048  # texts read at a time
SETS = ("instruments", "parties", "organisations", "places")
_NUMBER = re.compile(r"\d(?:\d*+(?:[.,]\d++)+|\d++)")
_YEAR = re.compile(r"(?:19|20)\d\d")
_LATIN = str.maketrans("бвгджзклмнпрстфхцчшщґқғңҷcqxwzj", "bvgdssklmnprstfkskssgkgnskkkvss", "aeiouyh")
SIZES = {"roundings": 0.06, "magnitudes": 0.4}  # logarithms of ratios within which two sums agree

Tables = dict[str, sp.csr_matrix]  # by field: a row a report or a deal, a column a value


def read_deals(deals: pd.DataFrame) -> Tables:
    """Return an indicator matrix of the values of each field that deals have."""
    cells: dict[str, Iterable] = {name: map(items, deals[name]) for name in (*SETS, "topic")}
    cells["organisations"] = (filter(None, map(spell_name, cell)) for cell in cells["organisations"])
    cells |= {name: map(partial(_size, width), map(items, deals["amounts"])) for name, width in SIZES.items()}
    return {name: _indicate(values)[0] for name, values in cells.items()}


def items(cell: object) -> list:
    """Return what a cell that should be a list holds: nothing where it is NA."""
    return [cell] if isinstance(cell, str) else [*cell] if isinstance(cell, (list, tuple, set, np.ndarray)) else []


@remember
@lru_cache(2**16)
def spell_name(name: str) -> str:
    """Return the consonants of a name, in full if a list has it."""
    return "".join(map(_consonants, re.findall(r"\w+", _full_names().get(str(name).casefold(), str(name)))))


@remember
def _full_names() -> dict[str, str]:
    names = load_list("organisations").query("value != ''")
    return dict(zip(names["form"].str.casefold(), names["value"], strict=True))


def _size(width: float, amounts: list) -> set[str]:
    """Return keys that sums share whose logarithms are within about `width`; goals are told at every meeting."""
    sums = [one for one in amounts if pd.notna(one.number) and 0 < one.number < inf and one.role != "target"]
    # a sum in one of these currencies is about as large in another
    sizes = [(log(one.number), "USD" if one.currency in ("EUR", "GBP", "CHF") else one.currency) for one in sums]
    return {f"{floor(size / width + shift)} {shift} {kind}" for size, kind in sizes for shift in (0, 0.5)}


def read_texts(documents: pd.DataFrame, names: pd.Index) -> Tables:
    """Return an indicator matrix of the words, of the numbers and of the years of each text."""

    places = documents.index.get_indexer(names)

    def read() -> Iterator[pd.Series]:
        for start in range(0, len(names), _BLOCK):
            own = places[start : start + _BLOCK]
            in_row = slice(own[0], own[-1] + 1) if (np.diff(own) == 1).all() else own  # which copies nothing
            yield full_text(documents.iloc[in_row]).fillna("")

    texts = chain.from_iterable(read())
    figures, keys = _indicate({figure.replace(",", ".") for figure in _NUMBER.findall(text)} for text in texts)
    is_year = np.array([_YEAR.fullmatch(key) is not None for key in keys], bool)
    return {"words": _indicate_words(read()), "numbers": figures[:, ~is_year], "years": figures[:, is_year]}


@remember
def _consonants(word: str) -> str:
    """Return the first five consonants of a word in Latin letters, one for a run of the same."""
    return re.sub(r"[^a-z]|(.)(?=\1)", "", normalize("NFKD", word.lower()).translate(_LATIN))[:5]


def _indicate(rows: Iterable[Iterable]) -> tuple[sp.csr_matrix, list[str]]:
    """Return an indicator matrix of the keys of each row, and the keys of its columns."""
    known, codes, ends = dict[str, int](), array("i"), array("q", [0])
    for row in rows:
        codes.extend(known.setdefault(key, len(known)) for key in map(str, row))
        ends.append(len(codes))
    return _tabulate(codes, ends, known), sorted(known)


def _indicate_words(blocks: Iterable[pd.Series]) -> sp.csr_matrix:
    known, codes, ends = dict[str, int](), array("i"), array("q", [0])
    for texts in blocks:
        counts, words = count_words([*texts, "some word"])
        keys = map(_consonants, words)
        own = np.array([known.setdefault(key, len(known)) if len(key) > 2 else -1 for key in keys], np.int32)
        cells = own[counts[:-1].indices]
        ends.extend((ends[-1] + np.append(0, np.cumsum(cells >= 0))[counts.indptr[1:-1]]).tolist())
        codes.frombytes(cells[cells >= 0].tobytes())
    return _tabulate(codes, ends, known)


def _tabulate(codes: array, ends: array, known: dict[str, int]) -> sp.csr_matrix:
    """Return an indicator matrix with a column a key in their order, of codes between the ends of rows."""
    rank = np.empty(len(known), np.int32)
    rank[[known[key] for key in sorted(known)]] = np.arange(len(known))
    columns = np.asarray(codes)
    for part in np.array_split(columns, 1 + len(columns) // 2**20):  # which NumPy copies as longer numbers
        part[:] = rank[part]
    table = sp.csr_matrix((np.ones(len(columns), np.int8), columns, ends), (len(ends) - 1, len(known)))
    table.sum_duplicates()
    table.data.fill(1)
    return table
