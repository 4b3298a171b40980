"""
The engine under `analysis.vectors`: from texts to counts of words and n-grams, without a Python loop over tokens.

Texts are taken in pieces of about two million characters. A piece is prepared by scikit-learn's own preprocessor,
joined as UTF-8, cut where NumPy sees word bytes begin and end, and coded by Arrow's hash table; a cell of the matrix is
one number, n-gram and row together, so that one sort counts them. NumPy and Arrow release the interpreter's lock:
pieces run in threads. Which characters make words, Python's `re` says, code point by code point; hence no text needs
another, slower way, be it a lone surrogate or a code point without a name.
"""

from __future__ import annotations

import re
from functools import cache
from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from scipy.sparse import csc_matrix, csr_matrix

PIECE = 1 << 20  # characters a piece: large enough for arrays to pay, small enough for the processor's cache


class Piece(NamedTuple):
    """Texts as codes into their distinct `words` (UTF-8 bytes); text i is ``codes[ends[i]:ends[i + 1]]``."""

    codes: np.ndarray
    ends: np.ndarray
    words: pa.Array


class Counts(NamedTuple):
    """One piece's counts by n-gram: sorted distinct `keys`, how many `rows` each was `seen` in, these, and `counts`."""

    keys: np.ndarray
    seen: np.ndarray
    rows: np.ndarray
    counts: np.ndarray
    n_rows: int


def shortest_word(token_pattern: str | None) -> int | None:
    r"""Length of the shortest word of a pattern like ``(?u)\b\w\w+\b``; None for patterns this engine cannot honour."""
    runs = re.fullmatch(r"(?:\(\?u\))?(?:\\b)?((?:\\w)+)\+(?:\\b)?", token_pattern or "")
    return len(runs[1]) // 2 if runs else None


def cut(texts: list[str]) -> list[list[str]]:
    """Part the texts into pieces of about `PIECE` characters."""
    sizes = np.cumsum([len(text) for text in texts]) // PIECE
    edges = [0, *(np.flatnonzero(np.diff(sizes)) + 1).tolist(), len(texts)]
    return [texts[start:end] for start, end in pairwise(edges)]


def code_words(texts: list[str]) -> Piece:
    """Code every word of one piece, single characters too."""
    encoded = [encode(text) for text in texts]
    joined = b" ".join([b"", *encoded, b""])
    if not joined.isascii():
        joined = _blank_wide(joined)
    inside = np.frombuffer(joined.translate(_word_bytes()), bool)
    edges = np.flatnonzero(inside[1:] != inside[:-1])
    starts = edges[::2]
    offsets = np.zeros(len(starts) + 1, np.int32)
    np.cumsum(edges[1::2] - starts, out=offsets[1:])
    body = joined.translate(None, bytes(np.flatnonzero(np.frombuffer(_word_bytes(), np.uint8) == 0).tolist()))
    buffers = [None, pa.py_buffer(offsets), pa.py_buffer(body)]
    coded = pa.Array.from_buffers(pa.binary(), len(starts), buffers).dictionary_encode()
    ends = np.searchsorted(starts, np.cumsum([0, *(len(text) + 1 for text in encoded)]))
    return Piece(_narrow(coded.indices.to_numpy()), ends, coded.dictionary)


@cache
def _word_bytes() -> bytes:
    """One for each byte of a word, once `_blank_wide` has left no others above ASCII."""
    return bytes(byte > 0x7F or re.match(r"\w", chr(byte)) is not None for byte in range(256))


@cache
def _word_points() -> np.ndarray:
    r"""Whether each code point is ``\w`` to Python."""
    found = np.zeros(0x110000, bool)
    every = np.arange(len(found), dtype="<u4").tobytes().decode("utf-32-le", "surrogatepass")
    found[np.fromiter((match.start() for match in re.finditer(r"\w", every)), int)] = True
    return found


def _blank_wide(joined: bytes) -> bytes:
    """Put blanks for the characters beyond ASCII that are not of words; UTF-8 writes them in two to four bytes."""
    raw = np.frombuffer(joined, np.uint8).copy()
    for width, (first, last) in enumerate(((0xC0, 0xE0), (0xE0, 0xF0), (0xF0, 0xF8)), start=2):
        at = np.flatnonzero((raw >= first) & (raw < last))
        point = (raw[at] & (0x7F >> width)).astype(np.int32)
        for step in range(1, width):
            point = point << 6 | raw[at + step] & 0x3F
        at = at[~_word_points()[point]]
        for step in range(width):
            raw[at + step] = ord(" ")
    return raw.tobytes()


def merge_words(pieces: list[Piece]) -> tuple[pa.Array, list[np.ndarray]]:
    """Sort the distinct words of all pieces by code point; say for each piece where its own words are among them."""
    union = pa.concat_arrays([piece.words for piece in pieces]).dictionary_encode()
    order = pc.array_sort_indices(union.dictionary)
    rank = np.empty(len(order), np.int64)
    rank[order.to_numpy()] = np.arange(len(order))
    places = np.split(rank[union.indices.to_numpy()], np.cumsum([len(piece.words) for piece in pieces])[:-1])
    return union.dictionary.take(order), places


def choose_words(words: pa.Array, shortest: int, stop_words: frozenset | None) -> np.ndarray:
    """Say which words have at least `shortest` characters and are no stop words."""
    _, offsets, body = words.buffers()
    bounds = np.frombuffer(offsets, np.int32)[words.offset : words.offset + len(words) + 1]
    heads = np.cumsum(np.frombuffer(body or b"", np.int8) >= -0x40)  # all bytes but those that continue a character
    stops = pa.array([encode(word) for word in stop_words or () if isinstance(word, str)], words.type)
    common = pc.is_in(words, stops).to_numpy(zero_copy_only=False)
    return (np.diff(np.concatenate(([0], heads))[bounds]) >= shortest) & ~common


def count_grams(piece: Piece, numbers: np.ndarray, base: int, lengths: tuple[int, int]) -> Counts:
    """
    Count the n-grams of one piece, whose words have `numbers` below `base`; words of number 0 vanish.

    A key has the numbers of its words as digits, with zeros behind a shorter n-gram. Since a blank sorts before any
    word character, keys sort as the n-grams do as strings.
    """
    n_rows = len(piece.ends) - 1
    longest = lengths[1]
    kind: Any = np.uint32 if base**longest * n_rows < 1 << 32 else np.uint64
    codes = numbers.astype(kind)[piece.codes]
    kept = codes > 0
    ends = np.concatenate(([0], np.cumsum(kept)))[piece.ends]
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
    return Counts(column[first], _narrow(seen), _narrow(rows), _narrow(counts), n_rows)


def _narrow(numbers: np.ndarray) -> np.ndarray:
    """Store numbers from 0 in as few bytes as the largest needs: all pieces wait in memory for one another."""
    return numbers.astype(np.min_scalar_type(numbers.max(initial=0)))


def firsts(ordered: np.ndarray) -> np.ndarray:
    """Find where each distinct value of a sorted array begins."""
    return np.flatnonzero(np.concatenate(([True], ordered[1:] != ordered[:-1]))[: len(ordered)])


def stack(found: list[Counts], columns: list[np.ndarray], width: int, dtype: type) -> csr_matrix:
    """Join the pieces' counts to one matrix; `columns` says for each key its column, -1 for none."""
    sizes = [int(piece.seen[column >= 0].sum(dtype=int)) for piece, column in zip(found, columns, strict=True)]
    bounds = np.cumsum([0, *sizes])
    data, indices, ends = np.empty(bounds[-1], dtype), np.empty(bounds[-1], np.int32), [np.zeros(1, int)]
    for piece, column, start, end in zip(found, columns, bounds, bounds[1:], strict=False):
        kept = column >= 0
        cells = np.repeat(kept, piece.seen)
        edges = np.concatenate(([0], np.cumsum(piece.seen[kept], dtype=int)))
        shape = (piece.n_rows, len(edges) - 1)
        block = csc_matrix((piece.counts[cells], piece.rows[cells], edges), shape=shape).tocsr()
        data[start:end] = block.data
        indices[start:end] = column[kept][block.indices]
        ends.append(block.indptr[1:] + start)
    rows = np.concatenate(ends)
    return csr_matrix((data, indices, rows), shape=(len(rows) - 1, width))


def write_grams(keys: np.ndarray, words: pa.Array, longest: int) -> pa.Array:
    """Write out the n-grams whose digits number the `words`."""
    kind, base = keys.dtype.type, len(words) + 1
    digits = [(keys // kind(base**power) % kind(base)).astype(int) for power in range(longest - 1, -1, -1)]
    parts = [words.take(pa.array(digit - 1, mask=digit == 0)) for digit in digits]
    return parts[0] if longest == 1 else pc.binary_join_element_wise(*parts, b" ", null_handling="skip")


def read_grams(terms: list, lengths: tuple[int, int]) -> tuple[np.ndarray, pa.Array]:
    """Find the key of each written n-gram, 0 if no text can hold it, and the words that the digits number from 1."""
    split = pc.split_pattern(pa.array([encode(t) if isinstance(t, str) else None for t in terms], pa.binary()), " ")
    coded = split.values.dictionary_encode()
    numbers, starts = coded.indices.to_numpy().astype(np.uint64) + 1, split.offsets.to_numpy()
    sizes = np.diff(starts)
    keys: Any = np.zeros(len(terms), np.uint64)
    for place in range(lengths[1]):
        digit = np.where(place < sizes, np.append(numbers, 0)[np.minimum(starts[:-1] + place, len(numbers))], 0)
        keys = keys * np.uint64(len(coded.dictionary) + 2) + digit  # the last number: a word that no term holds
    return np.where((sizes >= lengths[0]) & (sizes <= lengths[1]), keys, 0), coded.dictionary


def encode(text: str) -> bytes:
    """Write a text as UTF-8, lone surrogates too."""
    return text.encode("utf-8", "surrogatepass")


def decode(words: pa.Array) -> list[str]:
    """Read UTF-8, lone surrogates too."""
    try:
        return words.cast(pa.large_string()).to_pylist()
    except pa.ArrowInvalid:
        return [word.decode("utf-8", "surrogatepass") for word in words.to_pylist()]
