"""
Near-duplicates: exact copies, and reprints with small edits.

Two texts are compared if they share `OVERLAP` of the word pairs of the shorter one. Replacing a tenth of the words
leaves 0.9 ** 2 = 0.81 of the pairs, and a dropped paragraph costs the shorter text nothing; follow-ups that repeat the
background of a story share up to 0.6. Word triples separate less well, the Jaccard index not at all, because of the
dropped paragraphs. Of copies planted among Reuters and BBC reports, cut, re-spelt, re-edited or with a paragraph added,
99 % are found.

One in four hashes of the pairs is kept, the same in every text, so the cost grows with the corpus and not with its
square: of a pair in more than `COMMON` texts, all are held only against one of them, and texts that share rarer pairs
against each other, by these pairs alone. So only where a passage stands in more than `COMMON` texts may the others have
a say in which texts are compared. After Broder (1997), On the resemblance and containment of documents.

Whether two texts that share most of their words tell one report, or two on one pattern, their numbers and names decide.
Loans of a bank to two countries, bulletins of two months and visits to two capitals differ in a few words, and these
are numbers and names. The texts are aligned at the word pairs that stand once in each (patience diff); what stands
between two such anchors was replaced. A number there against another number, or a name that the other text has nowhere
against one that this text has nowhere, is a conflict; reprints have conflicts in less than `CONFLICTS` of their numbers
and of their names. What only one of the two has was cut or added, and is no conflict: a byline, a paragraph about the
agency, the rest of a shortened report. Nor are datelines, the short lines before the lead, other spellings of a name,
or the separators and zeros of a number: 1,500 million is 1.5 billion. Two leads of their own before a
common paragraph make two reports.
"""

import re
from array import array
from bisect import bisect_left
from collections import Counter
from collections.abc import Container, Iterable, Iterator, Sequence
from functools import lru_cache
from hashlib import md5
from itertools import accumulate, chain, pairwise
from typing import Any, NamedTuple
from zlib import crc32

import numpy as np
from scipy.sparse import csc_matrix, csr_matrix

from analysis.lists.loading import load_list, remember
from analysis.text.processes import uncollected
from analysis.text.tokens import Tokens, encode

OVERLAP = 0.65
COMMON = 50
CONFLICTS = 0.1

_KEPT_BITS = np.uint64(3)  # none of which is set in the hashes kept: one in four
_WORTH_A_LOOK, _LEAST = 0.3, 0.25
_FEWEST_WORDS = 8
_NO_PAIR = np.uint64(2**64 - 1)
_BLOCK, _TOGETHER = 100, 10_000
_KEPT = 16
_MIX = np.uint64(0x9E3779B97F4A7C15)
_LEAD, _SHORT_LEAD, _HEAD = 0.08, 8, 5  # share and number of words that make a lead a text's own; lines before it
_STEM = 5  # letters: Mirziyoyev is Mirziyoev, Kyrgyzstan the Kyrgyz Republic, and Turkmenistan is not Turkey
_WORD = re.compile(r"\d{1,3}(?:[ \u00a0\u202f]\d{3})+(?!\d)|\d+(?:[.,]\d+)*|[^\W\d_]+")
_NO_DIGIT = re.compile(r"\D")
_DATELINE = re.compile(r"--|[–—:]|\s-\s|\)\s?-|/\s")
_LONGEST_DATELINE, _SHORTEST_LEAD = 80, 40  # characters


@uncollected()
def find_first_copies(
    ids: Sequence[str], texts: Sequence[str], tokens: Tokens, titles: Sequence[object]
) -> dict[str, str]:
    """Return the id of each copy with that of its first text; the rest is as in `find_near_duplicates`."""
    copies = zip(ids, find_near_duplicates(texts, tokens, titles), strict=True)
    return {doc_id: ids[first] for doc_id, first in copies if first is not None}


def find_near_duplicates(texts: Sequence[str], tokens: Tokens, titles: Sequence[object] = ()) -> list[int | None]:
    """Return for each text the position of its first copy, the earliest; None for a first copy itself. `tokens` holds
    the words of the texts; `titles` that do not stand in them are read for their numbers and names. A copy of a copy is
    a copy: a chain of reprints has one first text. Texts of fewer than eight words have only exact copies. White space,
    punctuation and case are ignored."""
    hashes = np.fromiter((crc32(encode(word.lower().replace("ʼ", "'"))) for word in tokens.words), np.uint64)
    origin, order = _exact_copies(texts, tokens, hashes)
    pairs = lru_cache(_KEPT)(lambda at: frozenset(_pairs(hashes[tokens.of(at)]).tolist()))
    report = lru_cache(_KEPT)(lambda at: read_report(f"{texts[at]}\n\n{(titles[at] if titles else None) or ''}"))
    for a, b in _candidates(tokens, hashes, order):
        roots = sorted((_root(origin, a), _root(origin, b)))
        if roots[0] == roots[1]:
            continue
        shared, shorter = len(pairs(a) & pairs(b)), min(len(pairs(a)), len(pairs(b)))
        if shared >= OVERLAP * shorter and shorter >= _FEWEST_WORDS and tell_one_report(report(a), report(b)):
            origin[roots[1]] = roots[0]
    roots = [_root(origin, at) for at in range(len(origin))]
    return [None if root == at else root for at, root in enumerate(roots)]


def _exact_copies(texts: Sequence[str], tokens: Tokens, hashes: np.ndarray) -> tuple[list[int], list[int]]:
    """Return for each text the position of the first with the same words and digits, usually its own; and these first
    positions in an order that the texts alone determine."""
    words = [md5(hashes[tokens.of(at)].tobytes()).digest() for at in range(len(texts))]
    times, first = Counter(words), dict[tuple[bytes, str], int]()
    digits = (_NO_DIGIT.sub("", text) if times[key] > 1 else "" for key, text in zip(words, texts, strict=True))
    origin = [first.setdefault(key, at) for at, key in enumerate(zip(words, digits, strict=True))]
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
    del table  # as much memory as the other two
    n_common = common.shape[1]
    ones, heads = np.ones(n_common, common.dtype), common.indices[common.indptr[:-1]]
    first = csc_matrix((ones, heads, np.arange(n_common + 1)), common.shape)
    least = np.maximum(_WORTH_A_LOOK * (sizes - np.diff(common.tocsr().indptr)), _LEAST * sizes)
    for a, b in chain(_meetings(first, common, _WORTH_A_LOOK * sizes), _meetings(rare, rare, least)):
        yield order[a], order[b]


def _tabulate(tokens: Tokens, hashes: np.ndarray, order: list[int]) -> tuple[csc_matrix, np.ndarray]:
    """Return which texts (rows, in this order) have each of the kept hashes that several have (columns), and the number
    of all that each text has."""
    kept, ends = array("Q"), [0]
    for at in order:
        own = _pairs(hashes[tokens.of(at)])
        kept.frombytes(np.unique(own[own & _KEPT_BITS == 0]).tobytes())
        ends.append(len(kept))
    all_kept, starts = np.asarray(kept), np.array(ends)
    names = np.sort(all_kept)
    names = np.append(np.unique(names[1:][names[1:] == names[:-1]]), _NO_PAIR)  # what one text has joins no two
    columns, ends = array("i"), [0]
    for start in range(0, len(order), _TOGETHER):
        edges = starts[start : start + _TOGETHER + 1]
        own = all_kept[edges[0] : edges[-1]]
        places = np.searchsorted(names, own).astype(np.int32)
        shared = names[places] == own
        columns.frombytes(places[shared].tobytes())
        ends += (ends[-1] + np.append(0, np.cumsum(shared))[edges[1:] - edges[0]]).tolist()
    shape = (len(order), len(names))
    return csr_matrix((np.ones(len(columns), np.int8), np.asarray(columns), ends), shape).tocsc(), np.diff(starts)


def _meetings(one: csc_matrix, two: csc_matrix, least: np.ndarray) -> Iterator[tuple[int, int]]:
    """Yield the pairs of a text and a later one that share the `least` number of hashes."""
    one = one.tocsr()
    for start in range(0, one.shape[0], _BLOCK):
        shared = (one[start : start + _BLOCK].astype(np.int32) @ two.T).tocoo()
        a, b = shared.row + start, shared.col
        worth = (a < b) & (shared.data >= np.minimum(least[a], least[b]))
        yield from zip(a[worth].tolist(), b[worth].tolist(), strict=True)


def _root(origin: list[int], at: int) -> int:
    while origin[at] != at:
        at = origin[at]
    return at


class Report(NamedTuple):
    """A text's words, folded; the places at which its lines begin; for each word its key, which is empty for most:
    ``1`` and a number, ``2`` and a month, ``3`` and a name's stem; and the key that each would have as a name."""

    words: list[str]
    lines: list[int]
    keys: list[str]
    stems: set[str]


def read_report(text: str) -> Report:
    """Return the words, numbers and names of a text. A name is a capitalised word that stands nowhere in small letters.
    The short lines before the lead have none."""
    lines = [line for line in text.splitlines() if line.strip()]
    lead = next((at for at, line in enumerate(lines[:_HEAD]) if len(line) >= _SHORTEST_LEAD), 0)
    begins = [_end_of_dateline(line) if at < lead + 2 else 0 for at, line in enumerate(lines)]
    read = [[*map(_read_word, _WORD.findall(line, begin))] for line, begin in zip(lines, begins, strict=True)]
    starts, found = [0, *accumulate(map(len, read))], [*chain.from_iterable(read)]
    plain = {small for _, _, small in found}
    keys = ["" if key in plain or place < starts[lead] else key for place, (_, key, _) in enumerate(found)]
    words = [word for word, _, _ in found]
    return Report(words, starts[:-1], keys, {"3" + word[:_STEM] for word in words})


@remember
@lru_cache(maxsize=1 << 13)
def _read_word(written: str) -> tuple[str, str, str]:
    """Return a word, folded, its key, and the key that its stem in small letters takes from names."""
    word, (numbers, months, stop_words) = written.lower(), _closed_classes()
    if word[0].isdecimal() or word in numbers:
        word = _NO_DIGIT.sub("", numbers.get(word, word)).strip("0") or "0"
        key = "1" + word
    elif word in months:
        key = "2" + word
    else:
        key = "3" + word[:_STEM] if written[0].isupper() and word not in stop_words else ""
    return word, key, "3" + word[:_STEM] if written.islower() else ""


def _end_of_dateline(line: str) -> int:
    """Return where a dateline ends, which has numbers, names and short words up to a dash or colon; 0 without one."""
    found = _DATELINE.search(line, 0, _LONGEST_DATELINE)
    if found is None or len(line) - found.end() < _SHORTEST_LEAD:
        return 0
    return 0 if any(word.islower() and len(word) > 3 for word in _WORD.findall(line, 0, found.start())) else found.end()


@remember
def _closed_classes() -> tuple[dict[str, str], frozenset[str], frozenset[str]]:
    """Return the number words with their values, the names of months, and the stop words, of all languages."""
    numbers, calendar = load_list("numbers"), load_list("calendar")
    units = numbers[numbers["kind"] == "unit"]
    months = frozenset(calendar.loc[calendar["kind"].isin(["month", "month or word"]), "form"].str.lower())
    values = dict(zip(units["form"].str.lower(), units["value"], strict=True))
    return values, months, frozenset(load_list("stop_words")["word"])


def tell_one_report(one: Report, two: Report) -> bool:
    """Return whether less than `CONFLICTS` of the numbers of two texts conflict, and of their names."""
    stems = one.stems, two.stems
    anchors = [(0, 0), *_anchors(one.words, two.words)]
    runs = (place for place, (a, b) in pairwise(anchors[1:]) if (place[0] + 1, place[1] + 1) == (a, b))
    lead = next(runs, anchors[-1])
    most = max(_SHORT_LEAD, _LEAD * min(len(one.words), len(two.words)))
    if _n_own(one.words[: lead[0]], stems[1]) >= most <= _n_own(two.words[: lead[1]], stems[0]):
        return False
    if not any(map(_has_added_lines, (one, two), zip(*anchors, strict=True), stems[::-1])):
        anchors.append((len(one.words), len(two.words)))
    conflicts: Counter[str] = Counter()
    for (a, b), (next_a, next_b) in pairwise(anchors):
        if (here := one.keys[a:next_a]) != (there := two.keys[b:next_b]):
            own = _count_kinds((Counter(here) - Counter(there)).elements(), stems[1])
            conflicts += own & _count_kinds((Counter(there) - Counter(here)).elements(), stems[0])
    kinds = [_count_kinds(report.keys, ()) for report in (one, two)] if conflicts else []
    return all(n < CONFLICTS * min(kinds[0][kind], kinds[1][kind]) for kind, n in conflicts.items())


def _count_kinds(keys: Iterable[str], but: Container[str]) -> Counter[str]:
    return Counter(key[0] for key in keys if key and key not in but)


def _has_added_lines(report: Report, anchors: Sequence[int], other: set[str]) -> bool:
    """Return whether a text has lines after the last anchor most of whose words are its own, and anchors at most words
    before."""
    start = next((line for line in report.lines if line > anchors[-1] + 1), len(report.words))
    added = report.words[start:]
    return 2 * len(anchors) > start and 2 * _n_own(added, other) >= len(added) > 0


def _n_own(words: Iterable[str], other: set[str]) -> int:
    return sum("3" + word[:_STEM] not in other for word in words if not word[0].isdecimal())


def _anchors(one: list[str], two: list[str]) -> list[tuple[int, int]]:
    """Return the places of the word pairs that stand once in each of two texts, the longest series in both orders."""
    once = []
    for words in (one, two):
        times = Counter(pairwise(words))
        once.append({pair: at for at, pair in enumerate(pairwise(words)) if times[pair] == 1})
    heads: list[int] = []  # of the longest series so far: for each length, the least place in `two` that ends one
    tops: list[Any] = []  # for each, the places of its last pair, and the series before that, if any
    for pair, at in once[0].items():
        if (there := once[1].get(pair)) is not None:
            length = bisect_left(heads, there)
            heads[length : length + 1], tops[length : length + 1] = [there], [(at, there, tops[length - 1 : length])]
    series, rest = [], tops[-1:]
    while rest:
        [(at, there, rest)] = rest
        series.append((at, there))
    return series[::-1]
