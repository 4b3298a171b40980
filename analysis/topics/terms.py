"""
Matching the terms of topics in a text.

A term is one or more words, in any letter case: ``hotel``, ``power plant``. A word that ends in ``*`` matches every
word with that prefix (``touris*``, ``хлоп*``: truncation as in library catalogues; a stemmer would cut in ways that the
list's author cannot see). A word without ``*`` also matches with an s at its end. ``^`` and a number after a term give
its weight: ``bank^0.25`` counts a quarter of ``insurer``.

The most specific term wins: of the terms that begin at a word, the one of most words, then of most letters. So ``gold
medal`` is not gold, whichever topic lists the shorter term.

A sentence has one vote. Its terms share it by weight, and `RESERVE` goes to none, so that one weak term counts less
than three strong ones, and a list of ten industries a little for each. A topic's value is the share of the text about
it, which is what a reader calls the main subject. Against counting 1 + log n over the whole text: primary sector of the
seeds 0.92 instead of 0.89, all sectors 0.82 instead of 0.77 (reserves of 1 to 3 do as well, each with its own
threshold).
"""

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd
import scipy.sparse as sp

from analysis.errors import LexiconError
from analysis.lists.loading import load_stop_words

RESERVE = 2.0  # in units of a term of weight 1
REMEMBERED = 1 << 17  # pairs of words that a finder remembers before it starts afresh
_SENTENCE_END = re.compile(r"(?<=[.!?;])\s+|\n+")
_WORD = re.compile(r"\w+")
_PATTERN = re.compile(r"\w+\*?")


class Match(NamedTuple):
    """A term found: its number in the list, and its span in the text."""

    term: int
    start: int
    end: int


def parse_term(term: str) -> tuple[str, float]:
    """
    Split a term as written into its normal form and its weight.

    Raise LexiconError if it contains no word, or the weight is not a number above 0.

    >>> parse_term("Power plant"), parse_term("bank*^0.5")
    (('power plant', 1.0), ('bank*', 0.5))
    """
    words, mark, number = term.partition("^")
    try:
        weight = float(number) if mark else 1.0
    except ValueError:
        weight = -1.0
    if not weight > 0:
        raise LexiconError(f"The weight of the term {term!r} is not a number above 0. Write it as in 'bank^0.5'.")
    if not (pattern := " ".join(_PATTERN.findall(_normal(words)))):
        raise LexiconError(f"The term {term!r} has no word. Write letters or digits, as in 'power plant'.")
    return pattern, weight


class _Pairs(dict[tuple[str, str], list[tuple[list[str], int]]]):
    """The terms that may begin with a word and go on with the next, remembered: few pairs are new."""

    def __init__(self, known: dict[str, list[tuple[list[str], int]]]) -> None:
        self._known = known

    def __missing__(self, pair: tuple[str, str]) -> list[tuple[list[str], int]]:
        terms = self._known[pair[0]]
        self[pair] = [term for term in terms if len(term[0]) == 1 or _fits(term[0][1], pair[1])]
        return self[pair]


class TermFinder:
    """Matcher of many terms, in the normal forms that `parse_term` returns, in one pass over a text."""

    def __init__(self, terms: Iterable[str]) -> None:
        self._terms: dict[str, list[tuple[list[str], int]]] = {}
        for number, term in enumerate(terms):
            words = term.split(" ")
            self._terms.setdefault(words[0], []).append((words, number))
        self._longest = max((len(word) - 1 for word in self._terms if word.endswith("*")), default=0)
        self._known: dict[str, list[tuple[list[str], int]]] = {}
        self._pairs = _Pairs(self._known)

    def find(self, text: str) -> list[Match]:
        """Return the terms in `text` from left to right, without overlaps."""
        words = _WORD.findall(text)
        if len(self._pairs) > REMEMBERED:
            self._known.clear()
            self._pairs.clear()
        for word in set(words).difference(self._known):
            self._known[word] = self._beginning_with(_normal(word))
        candidates = [place for place, word in enumerate(words) if self._known[word]]
        spans = [word.span() for word in _WORD.finditer(text)] if candidates else []
        matches, free, following = [], 0, [*words[1:], ""]
        for place in candidates:
            for patterns, number in self._pairs[words[place], following[place]] if place >= free else ():
                rest = words[place + 2 : place + len(patterns)]
                if len(rest) >= len(patterns) - 2 and all(map(_fits, patterns[2:], rest)):
                    free = place + len(patterns)
                    matches.append(Match(number, spans[place][0], spans[free - 1][1]))
                    break
        return matches

    def _beginning_with(self, word: str) -> list[tuple[list[str], int]]:
        """Return the terms (words and number) whose first word matches this one, the most specific first."""
        prefixes = [word[:size] + "*" for size in range(1, min(len(word), self._longest) + 1)]
        patterns = [word, word.removesuffix("s"), *prefixes] if word.endswith("s") else [word, *prefixes]
        terms = [term for pattern in patterns for term in self._terms.get(pattern, ())]
        return sorted(terms, key=lambda term: (-len(term[0]), -sum(map(len, term[0])), term[1]))


class TopicTerms:
    """
    The terms of a topics table, matched in texts and weighted for each topic.

    A topic without terms uses the words of its label and definition, without stop words. ``terms`` holds the distinct
    normal forms; ``weights``, shape (n_terms, n_topics), is above 0 for terms of a topic and below 0 for terms against
    it. Raise LexiconError, naming the row, if a term has no word or no valid weight.
    """

    def __init__(self, topics: pd.DataFrame) -> None:
        weights: dict[str, dict[int, float]] = {}
        empty = set(load_stop_words(("en", "ru")))
        for number, (topic, row) in enumerate(topics.iterrows()):
            own = row["terms"] or set(_WORD.findall(_normal(f"{row['label']} {row['definition']}"))) - empty
            for sign, terms in ((1.0, own), (-1.0, row["not_terms"])):
                for term in terms:
                    try:
                        pattern, weight = parse_term(term)
                    except LexiconError as problem:
                        raise LexiconError(f"topics, row {number + 1} ({topic!r}): {problem}") from problem
                    weights.setdefault(pattern, {})[number] = sign * weight
        self.terms = sorted(weights)
        self.weights = np.zeros((len(weights), len(topics)))
        for place, term in enumerate(self.terms):
            self.weights[place, list(weights[term])] = list(weights[term].values())
        self._evidence = self.weights.clip(min=0).sum(axis=1)
        self._finder = TermFinder(self.terms)

    def find(self, text: str) -> list[tuple[Match, float]]:
        """Return each term in `text` with the share of its sentence's vote that a term of weight 1 gets there."""
        matches = self._finder.find(text)
        ends = [end.end() for end in _SENTENCE_END.finditer(text)] if matches else []
        placed = [(match, bisect_right(ends, match.start)) for match in matches]
        evidence: defaultdict[int, float] = defaultdict(float)
        for match, sentence in placed:
            evidence[sentence] += self._evidence[match.term]
        return [(match, 1 / (evidence[sentence] + RESERVE)) for match, sentence in placed]

    def count(self, texts: Sequence[str]) -> tuple[sp.csr_matrix, sp.csr_matrix]:
        """Return votes and plain counts, shape (n_texts, n_terms) each; votes @ weights are the values of topics."""
        return self.tabulate([self.find(text) for text in texts])

    def tabulate(self, found: Sequence[list[tuple[Match, float]]]) -> tuple[sp.csr_matrix, sp.csr_matrix]:
        """Return votes and plain counts, as `count` does, of what `find` found in each text."""
        places = [(row, match.term, vote) for row, terms in enumerate(found) for match, vote in terms]
        rows, columns, votes = zip(*places, strict=True) if places else ((), (), ())
        shape, cells = (len(found), len(self.terms)), (rows, columns)
        return sp.csr_matrix((votes, cells), shape, float), sp.csr_matrix((np.ones(len(votes)), cells), shape)


def _normal(word: str) -> str:
    return word.lower().replace("ё", "е")


def _fits(pattern: str, word: str) -> bool:
    word = _normal(word)
    return word.startswith(pattern[:-1]) if pattern.endswith("*") else word in (pattern, pattern + "s")
