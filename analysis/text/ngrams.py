"""
Counts of words and n-grams: from coded pieces of text (`analysis.text.tokens`) to one sparse matrix.

A cell of the matrix is one number, n-gram and row together, so that one sort counts a piece. Which n-grams are kept is
known once all pieces are counted; their matrix is then assembled piece by piece.
"""

from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from scipy.sparse import csc_matrix, csr_matrix

from analysis.text.tokens import Piece, encode, narrow


class Counts(NamedTuple):
    """One piece's counts by n-gram: sorted distinct `keys`, the number of rows each is `seen` in, `rows`, `counts`."""

    keys: np.ndarray
    seen: np.ndarray
    rows: np.ndarray
    counts: np.ndarray
    n_rows: int


def count_grams(piece: Piece, numbers: np.ndarray, base: int, lengths: tuple[int, int]) -> Counts:
    """
    Count the n-grams of one piece, whose words have `numbers` below `base`; words numbered 0 are skipped.

    The digits of a key are the numbers of its words, padded with zeros. Since a space sorts before any word character,
    keys sort in the same order as the n-grams as strings.
    """
    n_rows = len(piece.ends) - 1
    longest = lengths[1]
    kind: Any = np.uint32 if base**longest * n_rows < 1 << 32 else np.uint64
    codes = numbers[piece.words].astype(kind)[piece.codes]
    kept = codes > 0
    ends = np.concatenate(([0], np.cumsum(kept, dtype=np.int32)))[piece.ends]
    codes = codes[kept]
    rows = np.repeat(np.arange(n_rows, dtype=kind), np.diff(ends))
    cells, key = [], np.zeros(len(codes), kind)
    for n in range(1, longest + 1):
        row = rows[n - 1 :]
        key = key[: len(row)] * kind(base) + codes[n - 1 :]
        whole = row == rows[: len(row)]
        if n >= lengths[0]:
            cells.append((key * kind(base ** (longest - n) * n_rows) + row)[whole])
    return _count(np.concatenate(cells), n_rows)


def _count(cells: np.ndarray, n_rows: int) -> Counts:
    cells.sort()
    first = firsts(cells)
    counts = np.diff(first, append=len(cells))
    column, cells = cells[first] // cells.dtype.type(n_rows), cells[first]
    rows = cells - column * cells.dtype.type(n_rows)
    first = firsts(column)
    seen = np.diff(first, append=len(column))
    return Counts(column[first], narrow(seen), narrow(rows), narrow(counts), n_rows)


def firsts(ordered: np.ndarray) -> np.ndarray:
    """Return the position at which each distinct value of a sorted array begins."""
    return np.flatnonzero(np.concatenate(([True], ordered[1:] != ordered[:-1]))[: len(ordered)])


def sum_seen(counts: list[Counts]) -> tuple[np.ndarray, np.ndarray]:
    """Return the distinct keys of all pieces, sorted, and the number of rows each is seen in."""
    keys, seen = (np.concatenate(parts) for parts in zip(*[piece[:2] for piece in counts], strict=True))
    order = keys.argsort(kind="stable")
    keys = keys[order]
    first = firsts(keys)
    return keys[first], np.add.reduceat(seen[order], first, dtype=np.int64) if len(first) else first


def turn(piece: Counts, keys: np.ndarray, columns: np.ndarray) -> csr_matrix:
    """Return, by row, the counts of the n-grams that have one of the sorted `keys` and so a column."""
    at = np.minimum(np.searchsorted(keys, piece.keys), len(keys) - 1)
    kept = keys[at] == piece.keys
    cells = np.repeat(kept, piece.seen)
    ends = np.concatenate(([0], np.cumsum(piece.seen[kept], dtype=np.int32)))
    block = csc_matrix((piece.counts[cells], piece.rows[cells], ends), shape=(piece.n_rows, len(ends) - 1)).tocsr()
    return csr_matrix((block.data, columns[at[kept]][block.indices], block.indptr), (piece.n_rows, len(keys)))


def write_grams(keys: np.ndarray, words: pa.Array, longest: int) -> pa.Array:
    """Return the n-grams as strings, from keys whose digits number the `words`."""
    kind, base = keys.dtype.type, len(words) + 1
    digits = [(keys // kind(base**power) % kind(base)).astype(int) for power in range(longest - 1, -1, -1)]
    parts = [words.take(pa.array(digit - 1, mask=digit == 0)) for digit in digits]
    return parts[0] if longest == 1 else pc.binary_join_element_wise(*parts, b" ", null_handling="skip")


def read_grams(terms: list, lengths: tuple[int, int]) -> tuple[np.ndarray, pa.Array]:
    """Return the key of each n-gram, 0 if no text can contain it, and the words that the digits number from 1."""
    split = pc.split_pattern(pa.array([encode(t) if isinstance(t, str) else None for t in terms], pa.binary()), " ")
    coded = split.values.dictionary_encode()
    numbers, starts = coded.indices.to_numpy().astype(np.uint64) + 1, split.offsets.to_numpy()
    sizes = np.diff(starts)
    keys: Any = np.zeros(len(terms), np.uint64)
    for place in range(lengths[1]):
        digit = np.where(place < sizes, np.append(numbers, 0)[np.minimum(starts[:-1] + place, len(numbers))], 0)
        keys = keys * np.uint64(len(coded.dictionary) + 2) + digit  # the last number: a word in no term
    return np.where((sizes >= lengths[0]) & (sizes <= lengths[1]), keys, 0), coded.dictionary
