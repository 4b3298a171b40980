"""
The engine behind `analysis.text.vectors`: from texts to counts of n-grams, without a Python loop over tokens;
and to one stream of numbers, which repairs and the search for near-duplicates share.

Texts are processed in pieces of half a million characters. A piece is prepared by scikit-learn's own
preprocessor, joined as UTF-8, split by NumPy where word bytes begin and end, and encoded by Arrow's hash table. NumPy
and Arrow release the GIL, so pieces run in threads. Python's `re` decides for each code point whether it is a word
character; hence no text needs a slower fallback, be it a lone surrogate or an unassigned code point. A cell of a piece
is one number, n-gram and row together, so that one sort counts the piece.
"""

import ctypes
import re
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import cache, partial
from itertools import islice
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from joblib import effective_n_jobs
from scipy.sparse import coo_matrix, csr_matrix

PIECE = 1 << 19  # characters in a piece: large enough for arrays to pay, small enough for the processor's cache
_GROUP = 64  # pieces whose words are united before those of all are
_LETTERS = re.compile(r"(?:['’](?<=[^\W\d_].))?[^\W\d_]+")  # of a word, behind an apostrophe the rest of one
# 1 for each byte of a word character; above ASCII all are, once `_blank_wide` is done
_WORD_BYTES = bytes(byte > 0x7F or re.match(r"\w", chr(byte)) is not None for byte in range(256))
_BLANK_BYTES = bytes(byte for byte, inside in enumerate(_WORD_BYTES) if not inside)


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


class Piece(NamedTuple):
    """Texts as `codes` of their words; text i is ``codes[ends[i]:ends[i + 1]]``."""

    codes: Any  # an array with a dictionary; once merged, the places among all words
    ends: np.ndarray


class Tokens(NamedTuple):
    """The distinct words, all texts as one stream of their numbers, and where each text starts."""

    words: list[str]
    stream: np.ndarray
    starts: np.ndarray

    def of(self, text: int) -> np.ndarray:
        """Return the numbers of one text's words, in order."""
        return self.stream[self.starts[text] : self.starts[text + 1]]


def shortest_word(token_pattern: str | None) -> int | None:
    r"""Return the shortest word length of a pattern like ``(?u)\b\w\w+\b``; None for patterns not supported here."""
    runs = re.fullmatch(r"(?:\(\?u\))?(?:\\b)?((?:\\w)+)\+(?:\\b)?", token_pattern or "")
    return len(runs[1]) // 2 if runs else None


def code_words(texts: Iterable, prepare: Callable[[Any], str]) -> tuple[pa.Array, list[Piece]]:
    """Return the distinct words of the texts, sorted by code point, and the texts coded by these, in pieces."""
    coded, groups = iter(run_threads(partial(_code_piece, prepare=prepare), _cut(texts))), []
    while group := list(islice(coded, _GROUP)):
        chunks = pa.chunked_array([piece.codes for piece in group]).unify_dictionaries().chunks
        own = [Piece(chunk.indices.to_numpy(), piece.ends) for chunk, piece in zip(chunks, group, strict=True)]
        groups.append((chunks[0].dictionary, own))
    numbered = [pa.DictionaryArray.from_arrays(np.arange(len(words), dtype=np.int32), words) for words, _ in groups]
    places = pa.chunked_array(numbered).unify_dictionaries().chunks
    order = pc.array_sort_indices(words := places[0].dictionary)
    rank = np.empty(len(order), np.int32)
    rank[order.to_numpy()] = np.arange(len(order))
    rank, pieces = narrow(rank), list[Piece]()
    for place in places:
        ranks, (_, own) = rank[place.indices.to_numpy()], groups.pop(0)  # and with it the memory that it takes
        pieces += [Piece(ranks[piece.codes], piece.ends) for piece in own]
    return words.take(order), pieces


def number_words(texts: Iterable[str]) -> Tokens:
    """Number the words of a corpus: runs of letters, split at apostrophes (``it``, ``ʼs``)."""
    words, pieces = code_words(texts, _keep_letters)
    release()
    starts = np.cumsum(np.concatenate([[0], *(np.diff(piece.ends) for piece in pieces)]))
    stream, end = np.empty(starts[-1], pieces[0].codes.dtype), 0
    while pieces:
        codes = pieces.pop(0).codes
        stream[end : end + len(codes)] = codes
        end += len(codes)
    return Tokens(decode(words), stream, starts)


def _keep_letters(text: str) -> str:
    return " ".join(_LETTERS.findall(text)).replace("'", "ʼ").replace("’", "ʼ")


def _cut(texts: Iterable) -> Iterator[list]:
    piece, size = [], 0
    for text in texts:
        piece.append(text)
        size += len(text)
        if size >= PIECE:
            yield piece
            piece, size = [], 0
    yield piece


def _code_piece(texts: list, prepare: Callable[[Any], str]) -> Piece:
    encoded = [encode(prepare(text)) for text in texts]
    bounds = np.cumsum([0, *(len(text) + 1 for text in encoded)], dtype=np.int32)
    joined = b" ".join([b"", *encoded, b""])
    if not joined.isascii():
        joined = _blank_wide(joined)
    inside = np.frombuffer(joined.translate(_WORD_BYTES), bool)
    edges = np.flatnonzero(inside[1:] != inside[:-1]).astype(np.int32)
    starts = edges[::2]
    offsets = np.cumsum(np.append(0, edges[1::2] - starts), dtype=np.int32)
    body = joined.translate(None, _BLANK_BYTES)
    words = pa.Array.from_buffers(pa.binary(), len(starts), [None, pa.py_buffer(offsets), pa.py_buffer(body)])
    return Piece(words.dictionary_encode(), np.searchsorted(starts, bounds))


@cache
def _word_points() -> np.ndarray:
    r"""Return whether each code point above ASCII matches ``\w`` in Python, which asks the same."""
    return np.fromiter((chr(point).isalnum() for point in range(0x110000)), bool)


def _blank_wide(joined: bytes) -> bytes:
    """Replace non-word characters above ASCII, which have two to four bytes in UTF-8, by spaces."""
    raw = np.frombuffer(joined, np.uint8).copy()
    wide = np.flatnonzero(raw > 0x7F)
    text = raw[wide].tobytes().decode("utf-8", "surrogatepass")
    points = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), "<u4")
    widths = np.searchsorted([0x800, 0x10000], points, "right") + 2
    raw[wide[np.repeat(~_word_points()[points], widths)]] = ord(" ")
    return raw.tobytes()


def choose_words(words: pa.Array, shortest: int, stop_words: frozenset | None) -> np.ndarray:
    """Return whether each word has at least `shortest` characters and is not a stop word."""
    _, offsets, body = words.buffers()
    bounds = np.frombuffer(offsets, np.int32)[words.offset : words.offset + len(words) + 1]
    heads = np.frombuffer(body or b"", np.int8) >= -0x40  # all bytes but those that continue a character
    sizes = np.add.reduceat(heads, bounds[:-1], dtype=np.int32) if len(words) else np.diff(bounds)
    stops = pa.array([encode(word) for word in stop_words or () if isinstance(word, str)], words.type)
    return (sizes >= shortest) & ~pc.is_in(words, stops).to_numpy(zero_copy_only=False)


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


def narrow(numbers: np.ndarray) -> np.ndarray:
    """Return non-negative numbers in the smallest integer type that fits, since all pieces are in memory at once."""
    return numbers.astype(np.min_scalar_type(numbers.max(initial=0)))


def run_threads(function: Callable[[Any], Any], items: Iterable) -> Iterator:
    """Apply `function` to the items in a thread for each processor, in order; few are taken ahead."""
    waiting, n_threads = iter(items), effective_n_jobs(-1)
    with ThreadPoolExecutor(n_threads) as pool:
        while some := list(islice(waiting, 4 * n_threads)):
            yield from pool.map(function, some)


def release() -> None:
    """Return freed memory to the system, if the C library can (glibc), so that peaks of steps do not add up."""
    pa.default_memory_pool().release_unused()
    if trim := getattr(ctypes.pythonapi, "malloc_trim", None):
        trim(0)


def encode(text: str) -> bytes:
    """Encode a text as UTF-8, lone surrogates included."""
    return text.encode("utf-8", "surrogatepass")


def decode(words: pa.Array) -> list[str]:
    """Decode words from UTF-8, lone surrogates included."""
    try:
        return words.cast(pa.large_string()).to_pylist()
    except pa.ArrowInvalid:
        return [word.decode("utf-8", "surrogatepass") for word in words.to_pylist()]
