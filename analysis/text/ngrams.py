"""
Counts of words and n-grams: from coded pieces of text (`analysis.text.tokens`) to the cells of one sparse matrix.

A cell of a piece is one number, n-gram and row together, so that one sort counts the piece.
"""

from functools import partial
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from scipy.sparse import coo_matrix, csr_matrix

from analysis.text.tokens import Piece, narrow, run_threads


class Grams(NamedTuple):
    """Distinct n-grams, as sorted `keys`, and their `counts` by row and column."""

    keys: np.ndarray
    rows: np.ndarray
    columns: np.ndarray
    counts: np.ndarray

    def place(self, columns: np.ndarray, shape: tuple[int, int], dtype: Any) -> csr_matrix:
        """Return the counts with the n-grams in other `columns`; those in column -1 are left out."""
        columns = columns.astype(np.int32)[self.columns]
        kept = columns >= 0
        return coo_matrix((self.counts[kept], (self.rows[kept], columns[kept])), shape, dtype).tocsr()


def count_grams(pieces: list[Piece], numbers: np.ndarray, lengths: tuple[int, int]) -> Grams | None:
    """
    Count the n-grams of words that have these `numbers`, from 1; words numbered 0 are skipped.

    The digits of a key are the numbers of its words, padded with zeros. Since a space sorts before any word character,
    keys sort in the same order as the n-grams as strings. None if those of very many words do not fit in 64 bits.
    """
    base = int(numbers.max(initial=0)) + 1
    if base ** lengths[1] * max(len(piece.ends) for piece in pieces) > 1 << 63:
        return None
    counted = list(run_threads(partial(_count_piece, numbers=numbers, base=base, lengths=lengths), pieces))
    starts = np.cumsum([0, *(len(piece.ends) - 1 for piece in pieces)], dtype=np.int32)
    rows = np.concatenate([own + start for (_, _, own, _), start in zip(counted, starts, strict=False)])
    keys, seen, counts = (np.concatenate([piece[part] for piece in counted]) for part in (0, 1, 3))
    order = keys.argsort(kind="stable")
    first = firsts(keys[order])
    columns = np.empty(len(keys), np.int32)
    columns[order] = np.repeat(np.arange(len(first), dtype=np.int32), np.diff(first, append=len(keys)))
    return Grams(keys[order[first]], rows, np.repeat(columns, seen), counts)


def _count_piece(piece: Piece, numbers: np.ndarray, base: int, lengths: tuple[int, int]) -> tuple[np.ndarray, ...]:
    """Return distinct keys, the number of rows each is in, and by key these rows and the counts there."""
    n_rows, longest = len(piece.ends) - 1, lengths[1]
    kind: Any = np.uint32 if base**longest * n_rows < 1 << 32 else np.uint64
    codes = numbers[piece.codes].astype(kind)
    rows = np.repeat(np.arange(n_rows, dtype=kind), np.diff(piece.ends))[codes > 0]
    codes = codes[codes > 0]
    cells, key = [], np.zeros(len(codes), kind)
    for n in range(1, longest + 1):
        row = rows[n - 1 :]
        key = key[: len(row)] * kind(base) + codes[n - 1 :]
        if n >= lengths[0]:
            cells.append((key * kind(base ** (longest - n) * n_rows) + row)[row == rows[: len(row)]])
    ordered = np.sort(np.concatenate(cells))
    first = firsts(ordered)
    counts = narrow(np.diff(first, append=len(ordered)))
    keys, rows = np.divmod(ordered[first], kind(n_rows))
    first = firsts(keys)
    return keys[first], narrow(np.diff(first, append=len(keys))), rows.astype(np.int32), counts


def firsts(ordered: np.ndarray) -> np.ndarray:
    """Return the position at which each distinct value of a sorted array begins."""
    return np.flatnonzero(np.concatenate(([True], ordered[1:] != ordered[:-1]))[: len(ordered)])


def write_grams(keys: np.ndarray, words: pa.Array, longest: int) -> pa.Array:
    """Return the n-grams as strings, from keys whose digits number the `words`."""
    kind, base = keys.dtype.type, len(words) + 1
    digits = [(keys // kind(base**power) % kind(base)).astype(int) for power in range(longest - 1, -1, -1)]
    parts = [words.take(pa.array(digit - 1, mask=digit == 0)) for digit in digits]
    return parts[0] if longest == 1 else pc.binary_join_element_wise(*parts, b" ", null_handling="skip")
