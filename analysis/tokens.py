"""
The counting engine under `analysis.vectors`: from texts to word codes to counts, without a Python loop over tokens.

Each piece of about two million characters is prepared by scikit-learn's own preprocessor, joined as UTF-8 bytes, cut
where NumPy sees a change between word and other bytes, and coded by Arrow's hash table; pieces run in threads, since
NumPy and Arrow release the interpreter's lock. What a word character is, Python's `re` says, code point by code point:
so no text needs a second, slower way, be it a lone surrogate or a code point without a name.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from itertools import pairwise
from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

PIECE = 1 << 21  # characters a piece: large enough for arrays to pay, small enough for the processor's cache
GAP = b"\xff"  # a byte that UTF-8 never holds: it parts one text from the next


class Pieces(NamedTuple):
    """Coded texts: ``codes[i]`` into the sorted `words`, ``ends[i]`` where each text of piece i starts and ends."""

    codes: list[np.ndarray]
    ends: list[np.ndarray]
    words: pa.Array


class Counts(NamedTuple):
    """One piece's counts in CSR order: sorted distinct `keys`, where rows end, each cell's place in them, its count."""

    keys: np.ndarray
    ends: np.ndarray
    places: np.ndarray
    counts: np.ndarray


def shortest_word(token_pattern: str | None) -> int | None:
    r"""Length of the shortest word of a pattern like ``(?u)\b\w\w+\b``; None for patterns this engine cannot honour."""
    runs = re.fullmatch(r"(?:\(\?u\))?(?:\\b)?((?:\\w)+)\+(?:\\b)?", token_pattern or "")
    return len(runs[1]) // 2 if runs else None


def run(function: Callable, items: Sequence, n_jobs: int | None) -> Iterator:
    """Apply `function` to each item in threads, results in order."""
    from joblib import effective_n_jobs

    with ThreadPoolExecutor(effective_n_jobs(n_jobs)) as pool:
        yield from pool.map(function, items)


def cut(texts: list) -> list[list]:
    """Part the texts into pieces of about `PIECE` characters."""
    sizes = np.cumsum([len(text) for text in texts]) // PIECE
    edges = [0, *(np.flatnonzero(np.diff(sizes)) + 1).tolist(), len(texts)]
    return [texts[start:end] for start, end in pairwise(edges)]


def code_words(texts: list, prepare: Callable[[str], str], n_jobs: int | None) -> Pieces:
    """
    Code every word of the texts.

    Parameters
    ----------
    texts : list of str
        The texts, in order.
    prepare : callable
        What scikit-learn does to a text before it looks for words.
    n_jobs : int or None
        Threads, as joblib counts them.

    Returns
    -------
    Pieces
        Its `words` are distinct, sorted by code point, as UTF-8 bytes (Arrow binary).
    """
    found = list(run(lambda piece: _code_piece([prepare(text) for text in piece]), cut(texts), n_jobs))
    union = pa.concat_arrays([words for _, _, words in found]).dictionary_encode()
    order = pc.array_sort_indices(union.dictionary).to_numpy()
    rank = np.empty(len(order), np.int32)
    rank[order] = np.arange(len(order), dtype=np.int32)
    ranks = np.split(rank[union.indices.to_numpy()], np.cumsum([len(words) for _, _, words in found])[:-1])
    codes = [own[codes] for own, (codes, _, _) in zip(ranks, found, strict=True)]
    return Pieces(codes, [ends for _, ends, _ in found], union.dictionary.take(pa.array(order)))


def _code_piece(texts: list[str]) -> tuple[np.ndarray, np.ndarray, pa.Array]:
    encoded = [text.encode("utf-8", "surrogatepass") for text in texts]
    raw = np.frombuffer(GAP + GAP.join(encoded) + GAP, np.uint8)
    inside = _word_table(256)[raw] & (raw < 0x80)
    if not all(map(str.isascii, texts)):
        _mark_wide(raw, inside)
    edges = np.flatnonzero(inside[1:] != inside[:-1]) + 1
    starts = edges[::2]
    offsets = np.zeros(len(starts) + 1, np.int32)
    np.cumsum(edges[1::2] - starts, out=offsets[1:])
    buffers = [None, pa.py_buffer(offsets), pa.py_buffer(raw[inside])]
    coded = pa.Array.from_buffers(pa.binary(), len(starts), buffers).dictionary_encode()
    ends = np.searchsorted(starts, np.cumsum([0, *(len(text) + 1 for text in encoded)]))
    return coded.indices.to_numpy(), ends, coded.dictionary


def _mark_wide(raw: np.ndarray, inside: np.ndarray) -> None:
    """Mark the bytes of the word characters beyond ASCII, which UTF-8 writes in two to four bytes."""
    for width, (first, last) in enumerate(((0xC0, 0xE0), (0xE0, 0xF0), (0xF0, 0xF8)), start=2):
        at = np.flatnonzero((raw >= first) & (raw < last))
        point = (raw[at] & (0x7F >> width)).astype(np.int32)
        for step in range(1, width):
            point = point << 6 | raw[at + step] & 0x3F
        at = at[_word_table(0x110000)[point]]
        for step in range(width):
            inside[at + step] = True


@cache
def _word_table(size: int) -> np.ndarray:
    r"""Whether each code point is ``\w`` to Python."""
    found = np.zeros(size, bool)
    found[[match.start() for match in re.finditer(r"\w", "".join(map(chr, range(size))))]] = True
    return found


def keep_words(pieces: Pieces, shortest: int, stop_words: frozenset | None) -> Pieces:
    """Leave out the words of fewer than `shortest` characters and the stop words."""
    words = decode(pieces.words)
    keep = np.fromiter((len(word) >= shortest and word not in (stop_words or ()) for word in words), bool, len(words))
    return renumber(pieces, np.where(keep, np.cumsum(keep) - 1, -1), pieces.words.filter(pa.array(keep)))


def renumber(pieces: Pieces, number: np.ndarray, words: pa.Array) -> Pieces:
    """Give each word its new number; those of number -1 vanish, and their neighbours become neighbours."""
    codes, ends = [], []
    for old, end in zip(pieces.codes, pieces.ends, strict=True):
        new = number.astype(np.int32)[old]
        kept = new >= 0
        codes.append(new[kept])
        ends.append(np.concatenate(([0], np.cumsum(kept)))[end])
    return Pieces(codes, ends, words)


def decode(words: pa.Array) -> list[str]:
    """Turn UTF-8 bytes into str, lone surrogates too."""
    return [word.decode("utf-8", "surrogatepass") for word in words.to_pylist()]


def count_grams(codes: np.ndarray, ends: np.ndarray, base: int, lengths: tuple[int, int]) -> Counts:
    """
    Count the n-grams of one piece.

    Parameters
    ----------
    codes, ends : ndarray
        One piece of `Pieces`.
    base : int
        One more than there are words.
    lengths : (int, int)
        Shortest and longest n-gram.

    Returns
    -------
    Counts
        A key is the number whose digits in `base` are the codes plus one, padded with zeros behind. Since a blank
        sorts before any word character, keys sort as the n-grams do as strings.
    """
    row = np.repeat(np.arange(len(ends) - 1), np.diff(ends))
    keys, rows = [], []
    prefix = np.zeros(len(codes), np.int64)
    for n in range(1, lengths[1] + 1):
        last = codes[n - 1 :]
        whole = row[: len(last)] == row[n - 1 :]
        prefix = prefix[: len(last)] * base + last + 1
        if n >= lengths[0]:
            keys.append(prefix[whole] * base ** (lengths[1] - n))
            rows.append(row[: len(last)][whole])
    distinct, place = np.unique(np.concatenate(keys), return_inverse=True)
    return _count(np.concatenate(rows), place, distinct, len(ends) - 1)


def _count(rows: np.ndarray, place: np.ndarray, keys: np.ndarray, n_rows: int) -> Counts:
    kind = np.min_scalar_type(max(n_rows * len(keys), 1))
    cells = np.sort(rows.astype(kind) * kind.type(len(keys)) + place.astype(kind))
    first = np.flatnonzero(np.concatenate(([len(cells) > 0], cells[1:] != cells[:-1])))
    row, column = np.divmod(cells[first], kind.type(max(len(keys), 1)))
    counts = np.diff(np.append(first, len(cells))).astype(np.int32)
    return Counts(keys, np.searchsorted(row, np.arange(n_rows + 1)), column.astype(np.int32), counts)


def write_grams(keys: np.ndarray, words: pa.Array, longest: int) -> list[str]:
    """Write out the n-grams of the keys, for codes into `words`."""
    written = np.array(["", *decode(words)], object)
    base = len(written)
    digits = [written[keys // base**power % base] for power in range(longest - 1, -1, -1)]
    if longest == 1:
        return digits[0].tolist()
    return [" ".join(filter(None, gram)) for gram in zip(*digits, strict=True)]


def read_grams(terms: list[str], lengths: tuple[int, int]) -> tuple[np.ndarray, list[str]]:
    """Find the keys of written n-grams (0 where no text can hold one) and the sorted words they are made of."""
    grams = [term.split(" ") if isinstance(term, str) else [] for term in terms]
    words = sorted({word for gram in grams for word in gram})
    digit = {word: code for code, word in enumerate(words, start=1)}
    base = len(words) + 2  # the last digit stands for every word that no term holds
    keys = np.zeros(len(grams), np.int64)
    for place in range(lengths[1]):
        keys *= base
        keys += np.fromiter((digit[gram[place]] if place < len(gram) else 0 for gram in grams), np.int64, len(grams))
    keys[[not lengths[0] <= len(gram) <= lengths[1] for gram in grams]] = 0
    return keys, words
