"""
Near-duplicates: exact copies, and reprints with small edits.

Two texts are compared if they share `OVERLAP` of the word pairs of the shorter one. Replacing a tenth of the words
leaves 0.9 ** 2 = 0.81 of the pairs, and a dropped paragraph costs the shorter text nothing; follow-ups that repeat the
background of a story share up to 0.6. Word triples separate less well, the Jaccard index not at all, because of the
dropped paragraphs. Whether the two tell one report, their numbers and names decide (`analysis.corpus.reprints`). Of
copies planted among Reuters and BBC reports, cut, re-spelt, re-edited or with a paragraph added, 99 % are found.

One in four hashes of the pairs is kept, the same in every text, so the cost grows with the corpus and not with its
square: of a pair in more than `COMMON` texts, all are held only against one of them, and texts that share rarer pairs
against each other, by these pairs alone. So only where a passage stands in more than `COMMON` texts may the others have
a say in which texts are compared. After Broder (1997), On the resemblance and containment of documents.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from functools import lru_cache
from hashlib import md5
from itertools import chain
from zlib import crc32

import numpy as np
from scipy.sparse import csc_matrix, csr_matrix

from analysis.corpus.reprints import read_report, tell_one_report
from analysis.text.tokens import Tokens, encode

OVERLAP = 0.65
COMMON = 50

_KEPT_BITS = np.uint64(3)  # none of which is set in the hashes kept: one in four
_WORTH_A_LOOK, _LEAST = 0.3, 0.25
_FEWEST_WORDS = 8
_BLOCK = 100
_KEPT = 16
_MIX = np.uint64(0x9E3779B97F4A7C15)


def find_near_duplicates(texts: Sequence[str], tokens: Tokens, titles: Sequence[object] = ()) -> list[int | None]:
    """Return for each text the position of its first copy, the earliest; None for a first copy itself. `tokens` holds
    the words of the texts; `titles` that do not stand in them are read for their numbers and names. A copy of a copy is
    a copy: a chain of reprints has one first text. Texts of fewer than eight words have only exact copies. White space,
    punctuation and case are ignored."""
    hashes = np.fromiter((crc32(encode(word.lower().replace("ʼ", "'"))) for word in tokens.words), np.uint64)
    origin, order = _exact_copies(texts, tokens, hashes)
    pairs = lru_cache(_KEPT)(lambda at: np.unique(_pairs(hashes[tokens.of(at)])))
    report = lru_cache(_KEPT)(lambda at: read_report(f"{texts[at]}\n\n{(titles[at] if titles else None) or ''}"))
    for a, b in _candidates(tokens, hashes, order):
        roots = sorted((_root(origin, a), _root(origin, b)))
        if roots[0] == roots[1]:
            continue
        shared, shorter = len(np.intersect1d(pairs(a), pairs(b), assume_unique=True)), min(len(pairs(a)), len(pairs(b)))
        if shared >= OVERLAP * shorter and shorter >= _FEWEST_WORDS and tell_one_report(report(a), report(b)):
            origin[roots[1]] = roots[0]
    roots = [_root(origin, at) for at in range(len(origin))]
    return [None if root == at else root for at, root in enumerate(roots)]


def _exact_copies(texts: Sequence[str], tokens: Tokens, hashes: np.ndarray) -> tuple[list[int], list[int]]:
    """Return for each text the position of the first with the same words and digits, usually its own; and these first
    positions in an order that the texts alone determine."""
    words = [md5(hashes[tokens.of(at)].tobytes()).digest() for at in range(len(texts))]
    times = Counter(words)
    first: dict[tuple[bytes, str], int] = {}
    origin = []
    for at, (key, text) in enumerate(zip(words, texts, strict=True)):
        digits = "".join(filter(str.isdecimal, text)) if times[key] > 1 else ""
        origin.append(first.setdefault((key, digits), at))
    return origin, [first[key] for key in sorted(first)]


def _pairs(hashes: np.ndarray) -> np.ndarray:
    """Return the 56-bit hashes of the word pairs, in order."""
    pairs = hashes[:-1] * _MIX + hashes[1:]
    pairs ^= pairs >> np.uint64(29)
    return pairs * _MIX >> np.uint64(8)


def _candidates(tokens: Tokens, hashes: np.ndarray, order: list[int]) -> Iterator[tuple[int, int]]:
    """Yield the pairs of texts that share enough of the kept hashes to be worth comparing in full: of all with the
    first text of a hash that is common, of those that are not common with any."""
    table, sizes = _tabulate(tokens, hashes, order)
    times = np.diff(table.indptr)
    rare, common = table[:, (times > 1) & (times <= COMMON)], table[:, times > COMMON]
    n_common = common.shape[1]
    ones, heads = np.ones(n_common, table.dtype), common.indices[common.indptr[:-1]]
    first = csc_matrix((ones, heads, np.arange(n_common + 1)), common.shape)
    least = np.maximum(_WORTH_A_LOOK * (sizes - np.diff(common.tocsr().indptr)), _LEAST * sizes)
    for a, b in chain(_meetings(first, common, _WORTH_A_LOOK * sizes), _meetings(rare, rare, least)):
        yield order[a], order[b]


def _tabulate(tokens: Tokens, hashes: np.ndarray, order: list[int]) -> tuple[csc_matrix, np.ndarray]:
    """Return which texts (rows, in this order) have each of the kept hashes (columns), and the number that each text
    has."""
    pairs = (_pairs(hashes[tokens.of(at)]) for at in order)
    kept = [np.unique(own[own & _KEPT_BITS == 0]) for own in pairs]
    sizes = np.array([len(own) for own in kept], np.int64)
    names, columns = np.unique(np.concatenate([np.zeros(0, np.uint64), *kept]), return_inverse=True)
    ends = [0, *np.cumsum(sizes)]
    return csr_matrix((np.ones(len(columns), np.int32), columns, ends), (len(order), len(names))).tocsc(), sizes


def _meetings(one: csc_matrix, two: csc_matrix, least: np.ndarray) -> Iterator[tuple[int, int]]:
    """Yield the pairs of a text and a later one that share the `least` number of hashes."""
    one = one.tocsr()
    for start in range(0, one.shape[0], _BLOCK):
        shared = (one[start : start + _BLOCK] @ two.T).tocoo()
        a, b = shared.row + start, shared.col
        worth = (a < b) & (shared.data >= np.minimum(least[a], least[b]))
        yield from zip(a[worth].tolist(), b[worth].tolist(), strict=True)


def _root(origin: list[int], at: int) -> int:
    while origin[at] != at:
        at = origin[at]
    return at
