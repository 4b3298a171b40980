"""
The engine behind `analysis.text.vectors`: from texts to counts of n-grams, without a Python loop over tokens;
and to one stream of numbers, which repairs and the search for near-duplicates share.

Texts are processed in pieces of some half a million characters. A piece is prepared by scikit-learn's own
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

PIECE = 256  # texts in a piece: enough for arrays to pay, few enough for the processor's cache
_LETTERS = re.compile(r"(?:['’](?<=[^\W\d_].))?[^\W\d_]+")  # of a word, behind an apostrophe the rest of one
# 1 for each byte of a word character; above ASCII all are, once `_blank_wide` is done
_WORD_BYTES = bytes(byte > 0x7F or re.match(r"\w", chr(byte)) is not None for byte in range(256))
_BLANK_BYTES = bytes(byte for byte, inside in enumerate(_WORD_BYTES) if not inside)


class Tokens(NamedTuple):
    """The distinct words, sorted, all texts as one stream of their numbers, and where each text starts."""

    words: Any  # list of str, or array of their bytes
    stream: np.ndarray
    starts: np.ndarray

    def of(self, text: int) -> np.ndarray:
        """Return the numbers of one text's words, in order."""
        return self.stream[self.starts[text] : self.starts[text + 1]]


def shortest_word(token_pattern: str | None) -> int | None:
    r"""Return the shortest word length of a pattern like ``(?u)\b\w\w+\b``; None for patterns not supported here."""
    runs = re.fullmatch(r"(?:\(\?u\))?(?:\\b)?((?:\\w)+)\+(?:\\b)?", token_pattern or "")
    return len(runs[1]) // 2 if runs else None


def number_words(texts: Iterable[str]) -> Tokens:
    """Number the words of a corpus: runs of letters, split at apostrophes (``it``, ``ʼs``)."""
    tokens = code_words(texts, lambda text: " ".join(_LETTERS.findall(text)).replace("'", "ʼ").replace("’", "ʼ"))
    release()
    return tokens._replace(words=decode(tokens.words))


def code_words(texts: Iterable, prepare: Callable[[Any], str]) -> Tokens:
    """Return the words of the texts as `prepare` leaves them, sorted by code point."""
    waiting = iter(texts)
    pieces = iter(lambda: list(islice(waiting, PIECE)), [])
    coded, starts = [], [np.array([0])]
    for codes, sizes in run_threads(partial(_code_piece, prepare=prepare), pieces):
        coded.append(codes)
        starts.append(sizes)
    return Tokens(*_unite(coded, pa.binary()), np.cumsum(np.concatenate(starts)))


def _unite(arrays: list[pa.DictionaryArray], kind: pa.DataType) -> tuple[pa.Array, np.ndarray]:
    """Return the distinct values of encoded arrays, sorted, and one array of their places among these."""
    united = pa.chunked_array(arrays, pa.dictionary(pa.int32(), kind)).unify_dictionaries().combine_chunks()
    arrays.clear()  # and with them the memory that they take
    order = pc.array_sort_indices(united.dictionary)
    rank = np.empty(len(order), np.min_scalar_type(len(order)))
    rank[order.to_numpy()] = np.arange(len(order))
    return united.dictionary.take(order), rank[united.indices.to_numpy()]


def _code_piece(texts: list, prepare: Callable[[Any], str]) -> tuple[pa.DictionaryArray, np.ndarray]:
    """Return the words of some texts, encoded, and the number of words of each text."""
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
    return words.dictionary_encode(), np.diff(np.searchsorted(starts, bounds))


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


def count_grams(
    tokens: Tokens, numbers: np.ndarray, lengths: tuple[int, int], dtype: Any
) -> tuple[np.ndarray, csr_matrix] | None:
    """
    Count the n-grams of words that have these `numbers`, from 1; words numbered 0 are skipped.

    Return the n-grams as sorted keys, and their counts in each text. The digits of a key are the numbers of its words,
    padded with zeros. Since a space sorts before any word character, keys sort in the same order as the n-grams as
    strings. None if those of very many words do not fit in 64 bits.
    """
    base, n_texts = int(numbers.max(initial=0)) + 1, len(tokens.starts) - 1
    if base ** lengths[1] * min(PIECE, n_texts) > 1 << 63:
        return None
    count = partial(_count_piece, tokens=tokens, numbers=numbers, base=base, lengths=lengths)
    parts = zip(*run_threads(count, range(0, n_texts, PIECE)), strict=True)
    own, times, rows, counts = map(np.concatenate, parts)
    keys, columns = np.unique(own, return_inverse=True)
    cells = counts, (rows, np.repeat(columns.astype(np.int32), times))
    return keys, coo_matrix(cells, (n_texts, len(keys)), dtype).tocsr()


def _count_piece(
    first: int, tokens: Tokens, numbers: np.ndarray, base: int, lengths: tuple[int, int]
) -> tuple[np.ndarray, ...]:
    """Return distinct keys, the number of rows each is in, and by key these rows and the counts there, of the piece
    that begins with the `first` text."""
    bounds, longest = tokens.starts[first : first + PIECE + 1], lengths[1]
    n_rows = len(bounds) - 1
    kind: Any = np.uint32 if base**longest * n_rows < 1 << 32 else np.uint64
    codes = numbers[tokens.stream[bounds[0] : bounds[-1]]].astype(kind)
    rows = np.repeat(np.arange(n_rows, dtype=kind), np.diff(bounds))[codes > 0]
    codes = codes[codes > 0]
    cells, key = [], np.zeros(len(codes), kind)
    for n in range(1, longest + 1):
        row = rows[n - 1 :]
        key = key[: len(row)] * kind(base) + codes[n - 1 :]
        if n >= lengths[0]:
            cells.append((key * kind(base ** (longest - n) * n_rows) + row)[row == rows[: len(row)]])
    distinct, counts = np.unique(np.concatenate(cells), return_counts=True)
    keys, rows = np.divmod(distinct, kind(n_rows))
    keys, times = np.unique(keys, return_counts=True)
    times, counts = (part.astype(np.min_scalar_type(part.max(initial=0))) for part in (times, counts))
    return keys, times, rows.astype(np.int32) + first, counts


def write_grams(keys: np.ndarray, words: pa.Array, longest: int) -> pa.Array:
    """Return the n-grams as strings, from keys whose digits number the `words`."""
    kind, base = keys.dtype.type, len(words) + 1
    digits = [(keys // kind(base**power) % kind(base)).astype(int) for power in range(longest - 1, -1, -1)]
    parts = [words.take(pa.array(digit - 1, mask=digit == 0)) for digit in digits]
    return parts[0] if longest == 1 else pc.binary_join_element_wise(*parts, b" ", null_handling="skip")


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
    return [word.decode("utf-8", "surrogatepass") for word in words.to_pylist()]
