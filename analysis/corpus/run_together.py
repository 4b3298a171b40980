"""
Words that lost the space between them: ``ofcooperation``, ``DeputyMinister``, ``theAzerbaijan``.

A token that no word list explains is split where both halves are words and the whole is neither a likely compound nor
a likely name:

- Closed-class words (``of``, ``their``, ``would``) hardly ever enter compounds: one of them on either side suffices.
- Two other words part only if they keep little company: nothing in the word list begins with ``mutual`` or ends with
  ``interest``, while ``car`` begins and ``maker`` ends dozens of compounds (`_COMPANY`).
- A capital inside parts a token after a closed-class word, or where the corpus writes the two words apart; so
  ``iPod``, ``McDonald`` and ``PlayStation`` stay whole. A capital at the head makes a name likely: the left half must
  stand alone elsewhere.

In clean text an unknown token is a new word, not two old ones: `SURE` splits are made everywhere, `LIKELY` ones where
the corpus has one in `_CLEAN` words or more, `WEAK` ones only in texts with `_GLUED` likely ones (one more in clean
text). Of a thousand pairs run together at random in BBC news 86 to 89 % part again; in the untouched 859,000 words
eleven do, all glued by the newsroom. Words and counts are symspellpy's (82,834, after Google Books and SCOWL); its own
segmenter, like wordninja's, cuts names to pieces.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from math import log10

import numpy as np

from analysis.corpus.edits import Edit
from analysis.corpus.word_numbers import CHUNK, Tokens
from analysis.lists.loading import load_list, remember

Pair = tuple[str, str]
Splits = dict[str, tuple[str, int]]

WEAK, LIKELY, SURE = 1, 2, 3

_CLEAN = 5000
_GLUED = 4
_COMPANY = 4
_COMMON = 2_000_000
_LIST_SIZE = 1e12
_LEAST_CHANCE = -12.5
_NAME_ENDINGS = frozenset("a an and any as be do ham he her his if it me my on or so us".split())
_WORD = re.compile(r"(?:(?<=[^\W\d_])['’])?[^\W\d_]+")
_HUMP = re.compile(r"(?<=[a-zа-яё])(?=[A-ZА-ЯЁ])|(?<=[A-Z]{2})(?=[a-z]{3})")


class Counts:
    """How often each word occurs, without a second table of the words."""

    def __init__(self, tokens: Tokens) -> None:
        totals = np.zeros(len(tokens.numbers), np.int64)
        for chunk in tokens.chunks():
            totals += np.bincount(chunk[:CHUNK], minlength=len(totals))
        self.numbers, self.totals = tokens.numbers, totals.tolist()

    def __getitem__(self, word: str) -> int:
        number = self.numbers.get(word)
        return 0 if number is None else self.totals[number]


def covers(language: object) -> bool:
    """Return whether run-together words of a language can be found: there is a list of its words."""
    return language == "en"


def load_words() -> None:
    """Load the word list, which takes a while: ahead of its use, and beside something else."""
    _sorted_words(1), _sorted_words(-1)


def find_run_together(texts: Iterable[str], covered: Iterable[bool], tokens: Tokens) -> dict[int, list[Edit]]:
    """Find the run-together words of a corpus: ``(start, end, replacement)`` for the texts that have some, by their
    place. `covered` says in which texts to look; `tokens` holds the words of all, because what stands apart in one
    explains what runs together in another. The replacement holds the two words with a space."""
    counts = Counts(tokens)
    splits = _find_splits(tokens, counts)
    likely = sum(counts[word] for word, (_, level) in splits.items() if level >= LIKELY)
    least = LIKELY if likely * _CLEAN >= len(tokens.stream) else SURE
    suspects = np.fromiter((word in splits for word in tokens.numbers), bool)
    edits = {
        at: _edit(text, splits, least)
        for at, (text, look) in enumerate(zip(texts, covered, strict=True))
        if look and suspects[tokens.of(at)].any()
    }
    return {at: found for at, found in edits.items() if found}


def _edit(text: str, splits: Splits, least: int) -> list[Edit]:
    found = [(match, *splits[match[0]]) for match in _WORD.finditer(text) if match[0] in splits]
    if len({match[0] for match, _, level in found if level >= LIKELY}) >= _GLUED + (least == SURE):
        least = WEAK
    return [(match.start(), match.end(), split) for match, split, level in found if level >= least]


def _find_splits(tokens: Tokens, counts: Counts) -> Splits:
    options = {word: cuts for word in tokens.numbers if (cuts := _cuts(word, counts))}
    apart = _count_pairs(tokens, {cut for cuts in options.values() for cut in cuts})
    splits = {}
    for word, cuts in options.items():
        left, right = max(cuts, key=lambda cut: (_chance(cut[0], cut[1], counts) + 2 * (cut in apart), cut))
        if level := _level(left, right, counts, apart.get((left, right), 0)):
            splits[word] = (f"{left} {right}", level)
    return splits


def _count_pairs(tokens: Tokens, wanted: set[Pair]) -> dict[Pair, int]:
    """Count how often the two words of each wanted pair follow each other."""
    numbers, size = tokens.numbers, len(tokens.numbers)
    codes = {numbers[x] * size + numbers[y]: (x, y) for x, y in wanted if x in numbers and y in numbers}
    if not codes:
        return {}
    sought = np.sort(np.fromiter(codes, np.int64))
    counts = np.zeros(len(sought) + 1, np.int64)
    for chunk in tokens.chunks():
        chunk = chunk.astype(np.int64)
        met = chunk[:-1] * size + chunk[1:]
        places = np.searchsorted(sought, met)
        places[sought[np.minimum(places, len(sought) - 1)] != met] = len(sought)
        counts += np.bincount(places, minlength=len(sought) + 1)
    return {codes[code]: n for code, n in zip(sought.tolist(), counts.tolist(), strict=False) if n}


def _cuts(word: str, counts: Counts) -> list[Pair]:
    """Return the ways to part a token that no list explains."""
    if not 3 <= len(word) <= 40 or word.isupper() or (word[1:].islower() and word.lower() in _words()):
        return []
    if hump := _HUMP.search(word):
        left, right = word[: hump.start()], word[hump.start() :]
        return [] if _HUMP.search(right) or not (left.lower() in _words() or counts[left]) else [(left, right)]
    if not word[1:].islower() or (word[0].isupper() and counts[word.lower()] > 1):
        return []
    return [
        (word[:at], word[at:])
        for at in range(1, len(word))
        if _are_words(word[:at], word[at:], counts) and _chance(word[:at], word[at:], counts) > _LEAST_CHANCE
    ]


def _are_words(left: str, right: str, counts: Counts) -> bool:
    """Return whether both are words, and neither is a single letter that stands for none."""
    if right not in _words() or not (counts[left] or left.lower() in _words()):
        return False
    return (len(right) > 1 or right == "a") and (len(left) > 1 or left in "aAI")


def _level(left: str, right: str, counts: Counts, apart: int) -> int:
    """Return how sure it is that the two were run together: 0 (not), WEAK, LIKELY or SURE."""
    if right[0].isupper() or (left.isupper() and len(left) > 1):
        return _level_of_hump(left, right, counts, apart)
    if left[0].isupper():
        return _level_of_name(left, right, counts, apart)
    seen, functions = counts[left + right], (left in _functions()) + (right in _functions())
    company = 1 if functions == 2 else _company(left, right)
    if functions:
        return _level_of_function_word(left, right, counts, apart, company)
    if min(len(left), len(right)) < 3:
        return 0
    if seen > max(1, apart):
        return WEAK if company <= _COMPANY else 0
    return LIKELY if company <= _COMPANY * (15 if apart > 2 and seen == 1 else 3 if apart >= seen else 1) else 0


def _level_of_function_word(left: str, right: str, counts: Counts, apart: int, company: int) -> int:
    seen = counts[left + right]
    if _chance(left, right, counts) < (-9.2 if company > 100 else -11) or (company > 400 and not apart):
        return 0
    if seen > max(1, apart):
        return WEAK
    return SURE if apart >= 10 * seen and company < 1000 else LIKELY


def _level_of_hump(left: str, right: str, counts: Counts, apart: int) -> int:
    seen, function = counts[left + right], left.lower() in _functions()
    if left.islower() and function and len(left) > 1:
        return SURE
    if left.islower():
        return LIKELY if len(left) > 3 and seen == 1 and (counts[right] or right.lower() in _words()) else 0
    if left.isupper():
        return LIKELY if counts[left] > 1 and _words().get(right, 0) > 10 * _COMMON and seen <= 2 else 0
    if apart >= 2 * seen or (function and seen == 1 and counts[right] > 1):
        return LIKELY
    return WEAK if seen == 1 and min(len(left), len(right)) > 2 and left != "Mac" else 0


def _level_of_name(left: str, right: str, counts: Counts, apart: int) -> int:
    seen = counts[left + right]
    if left.lower() in _functions():
        usual = _chance(left, right, counts) > (-9 if apart else -7.5) and (len(right) > 2 or apart > seen)
        return LIKELY if usual and seen <= max(1, apart) else 0
    if seen > max(1, apart):
        return 0
    ended = right in _functions()
    return (_level_of_ended_name if ended else _level_of_two_words)(left, right, counts, apart)


def _level_of_ended_name(left: str, right: str, counts: Counts, apart: int) -> int:
    """Return the level of what may be a name and a function word behind it."""
    if counts[left] > 1 and len(left) > 2 and (apart > counts[left + right] or right not in _NAME_ENDINGS):
        return LIKELY
    return WEAK if counts[left] > 1 and len(left) > 4 and right not in _NAME_ENDINGS else 0


def _level_of_two_words(left: str, right: str, counts: Counts, apart: int) -> int:
    """Return the level of a capitalised word and another behind it."""
    company = 3 * _COMPANY if apart >= counts[left + right] else 2 if counts[left] > 9 else 0
    if min(len(left) + 1, len(right)) > 3 and _company(left, right) <= company:
        return LIKELY
    common = min(_words().get(left.lower(), 0), _words().get(right, 0)) > _COMMON
    return WEAK if common and _company(left, right) <= _COMPANY and min(len(left), len(right)) > 4 else 0


def _chance(left: str, right: str, counts: Counts) -> float:
    """Log10 of how often the two meet by chance in running text."""
    known = _words()
    pair = [known.get(part.lower(), 0) + 1e5 * counts[part] + 1e3 for part in (left, right)]
    return log10(pair[0] * pair[1] / 10) - 2 * log10(_LIST_SIZE)


def _company(left: str, right: str) -> int:
    """Say how readily the two enter compounds: one more than the company each keeps, multiplied."""
    return (_neighbours(left.lower(), end=False) + 1) * (_neighbours(right, end=True) + 1)


@cache
def _neighbours(part: str, *, end: bool) -> int:
    """Count the listed words that begin (or end) with `part` and whose rest is a common word."""
    if part == "a":
        return 0
    step = -1 if end else 1
    first, last = (
        bisect_left(_sorted_words(step), part[::step] + after, key=lambda word: word[::step])
        for after in ("", "\uffff")
    )
    company = (word for word in _sorted_words(step)[first:last] if len(word) > len(part) + 2)
    return sum(_words().get(word[: -len(part)] if end else word[len(part) :], 0) > _COMMON for word in company)


@cache
def _sorted_words(step: int) -> list[str]:
    """Sort the words by their letters, from the end with a `step` of -1."""
    return sorted(_words(), key=lambda word: word[::step])


@cache
def _words() -> dict[str, int]:
    with files("symspellpy").joinpath("frequency_dictionary_en_82_765.txt").open(encoding="utf-8-sig") as lines:
        return {word: int(count) for word, count in map(str.split, lines)}


@remember
def _functions() -> frozenset[str]:
    return frozenset(load_list("function_words", ("en",))["word"])
