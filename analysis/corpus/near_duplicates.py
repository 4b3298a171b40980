"""
Near-duplicates: exact copies, and reprints with small edits.

Two texts are copies if they share `OVERLAP` of the word pairs of the shorter one. Replacing a tenth of the words leaves
0.9 ** 2 = 0.81 of the pairs, and a dropped paragraph costs the shorter text nothing; follow-ups that repeat the
background of a story share up to 0.6. Of 200 copies among 2,127 BBC reports, with 3-10 % of the words replaced and a
paragraph dropped, all are found, the least similar at 0.73; word triples separate less well (0.62 against 0.60), the
Jaccard index not at all, because of the dropped paragraphs.

One in four hashes of the pairs is kept, the same in every text, so the cost grows with the corpus and not with its
square: all texts that contain a pair are compared with each other, those of a pair in more than `COMMON` texts only
with the first of them. After Broder (1997), On the resemblance and containment of documents.
"""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import md5
from itertools import pairwise
from zlib import crc32

import numpy as np

from analysis.corpus.word_numbers import Tokens

OVERLAP = 0.65
COMMON = 50

_KEEP_ONE_IN = np.uint64(4)
_WORTH_A_LOOK = 0.3
_FEWEST_WORDS = 8
_BLOCK = 200
_CHUNK = 2**17
_MIX = np.uint64(0x9E3779B97F4A7C15)


def find_near_duplicates(tokens: Tokens) -> list[int | None]:
    """Return for each text the position of its first copy, the earliest in `tokens`; None for a first copy itself. A
    copy of a copy is a copy: a chain of reprints has one first text. Texts of fewer than eight words have only exact
    copies. White space, punctuation, digits and case are ignored."""
    hashes = np.fromiter((crc32(word.lower().encode("utf-8", "surrogatepass")) for word in tokens.numbers), np.uint64)
    origin = _exact_copies(tokens, hashes)
    firsts = np.fromiter((at == source for at, source in enumerate(origin)), bool)
    for a, b in _candidates(tokens, hashes, firsts):
        one, two = (np.unique(_pairs(hashes[tokens.of(at)])) for at in (a, b))
        shorter = min(len(one), len(two))
        if len(np.intersect1d(one, two, assume_unique=True)) >= OVERLAP * shorter and shorter >= _FEWEST_WORDS:
            roots = sorted((_root(origin, a), _root(origin, b)))
            origin[roots[1]] = roots[0]
    roots = [_root(origin, at) for at in range(len(origin))]
    return [None if root == at else root for at, root in enumerate(roots)]


def _exact_copies(tokens: Tokens, hashes: np.ndarray) -> list[int]:
    """Return for each text the position of the first with the same words, usually its own."""
    first: dict[bytes, int] = {}
    return [first.setdefault(md5(hashes[tokens.of(at)].tobytes()).digest(), at) for at in range(len(tokens.starts) - 1)]


def _pairs(hashes: np.ndarray) -> np.ndarray:
    """Return the 56-bit hashes of the word pairs, in order."""
    pairs = hashes[:-1] * _MIX + hashes[1:]
    pairs ^= pairs >> np.uint64(29)
    return pairs * _MIX >> np.uint64(8)


def _candidates(tokens: Tokens, hashes: np.ndarray, firsts: np.ndarray) -> Iterator[tuple[int, int]]:
    """Yield the pairs of texts that share enough of the kept hashes to be worth comparing in full."""
    sample, sizes = _sample(tokens, hashes, firsts)
    texts, starts = _shared(sample)
    del sample
    runs = np.diff(starts, append=len(texts))
    few = runs <= COMMON
    yield from _worth_comparing(_with_first(texts, starts[~few], runs[~few]), sizes)
    texts, ends = texts[np.repeat(few, runs)], np.repeat(np.cumsum(runs[few], dtype=np.uint32), runs[few])
    for places in _by_block(texts):
        yield from _worth_comparing(_meetings(places, texts, ends), sizes)


def _worth_comparing(meetings: np.ndarray, sizes: np.ndarray) -> Iterator[tuple[int, int]]:
    codes, shared = np.unique(meetings, return_counts=True)
    one, two = codes >> 32, codes & 2**32 - 1
    worth = shared >= _WORTH_A_LOOK * np.minimum(sizes[one], sizes[two])
    return zip(one[worth].tolist(), two[worth].tolist(), strict=True)


def _sample(tokens: Tokens, hashes: np.ndarray, firsts: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the kept hashes of the first copies as ``hash << 32 | text``, sorted, and the number each text has."""
    sizes, end = np.zeros(len(firsts), np.int64), 0
    sample = np.empty(len(tokens.stream), np.uint64)  # untouched pages take no memory
    for at in np.flatnonzero(firsts).tolist():
        pairs = _pairs(hashes[tokens.of(at)])
        own = np.unique(pairs[pairs % _KEEP_ONE_IN == 0] >> np.uint64(2) << np.uint64(32) | np.uint64(at))
        sizes[at] = len(own)
        sample[end : end + len(own)] = own
        end += len(own)
    sample[:end].sort()
    return sample[:end], sizes


def _shared(sample: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the texts of each hash that several share, one hash after the other, and where each hash begins."""
    same = _repeats(sample)
    wanted = same[1:] | same[:-1]
    return sample.astype(np.uint32)[wanted], np.flatnonzero(~same[:-1][wanted])  # the lower half of each


def _with_first(texts: np.ndarray, starts: np.ndarray, runs: np.ndarray) -> np.ndarray:
    """Return ``first << 32 | other`` for all texts but the first of each of these hashes."""
    ends = np.cumsum(runs - 1)
    others = np.arange(ends[-1] if len(ends) else 0) + np.repeat(starts + 1 - (ends - runs + 1), runs - 1)
    return np.repeat(texts[starts].astype(np.int64) << 32, runs - 1) | texts[others]


def _repeats(sample: np.ndarray) -> np.ndarray:
    """Return whether the hash of each entry is that of the entry before, with False appended."""
    same = np.zeros(len(sample) + 1, bool)
    for start in range(1, len(sample), _CHUNK):
        chunk = sample[start - 1 : start + _CHUNK]
        same[start : start + len(chunk) - 1] = chunk[1:] ^ chunk[:-1] < np.uint64(2**32)
    return same


def _by_block(texts: np.ndarray) -> Iterator[np.ndarray]:
    """Yield the positions of `_BLOCK` texts at a time."""
    order = np.arange(len(texts), dtype=np.uint64)
    order |= texts.astype(np.uint64) << np.uint64(32)
    order.sort()
    starts = np.searchsorted(
        order, np.arange(0, texts.max(initial=0) + _BLOCK, _BLOCK, dtype=np.uint64) << np.uint64(32)
    )
    return (order[start:end].astype(np.uint32) for start, end in pairwise(starts.tolist()))


def _meetings(places: np.ndarray, texts: np.ndarray, ends: np.ndarray) -> np.ndarray:
    """Return ``one << 32 | two`` for each hash that the text at one of the positions shares with a later one."""
    found = []
    for ahead in range(1, COMMON):
        places = places[places + ahead < ends[places]]
        found.append(texts[places].astype(np.int64) << 32 | texts[places + ahead])
    return np.concatenate(found)


def _root(origin: list[int], at: int) -> int:
    while origin[at] != at:
        at = origin[at]
    return at
