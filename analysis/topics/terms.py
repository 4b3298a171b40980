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

A name casts no vote: a ministry of trade is not about trade, nor an exhibition called "Cotton and Cloth" about it.
In a body's, firm's or minister's name only the word that says what it is votes (``Bank`` in ``Agricultural Bank``), or
a term that holds this word; behind a public office in Russian, its field does not; in a quoted title nothing does.
Primary sector of half of the seeds: 0.95 instead of 0.92 (all sectors the same), of 25 agency pages 0.96 and 0.92.
"""

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from itertools import compress, count
from typing import NamedTuple

import numpy as np
import pandas as pd
import scipy.sparse as sp

from analysis.errors import LexiconError
from analysis.lists.loading import load_list, load_stop_words, remember
from analysis.text.letters import find_marks, fold, has_marks_of
from analysis.text.phrases import split_words
from analysis.topics.table import tell_language

_NAME_WORD = r"[A-Z][\w’'-]{0,40}+"
_HEADS = ("body_head", "legal", "portfolio")
RESERVE = 2.0  # in units of a term of weight 1
REMEMBERED = 1 << 17  # pairs of words that a finder remembers before it starts afresh
_SENTENCE_END = re.compile(r"[.!?;\n](?:\s|(?<=\n))")  # one class first: quicker
_WORDS = re.compile(r"(\w+)")
TOKEN = re.compile(r"\b\w\w+\b")
_WEIGHT = re.compile(r"\d*\.?\d+")
_PATTERN = re.compile(r"\w+\*?")
_APOSTROPHE = re.compile(r"(?<=[OoGg])[‘’'`ʼ](?=[^\W\d_])")  # a letter's in Uzbek, as loaded texts have it


class Match(NamedTuple):
    """A term found: its number in the list, and its span in the text."""

    term: int
    start: int
    end: int


def parse_term(term: str) -> tuple[str, float]:
    """
    Split a term as written into its normal form and its weight; ``@kk`` behind it is the language that it is for.

    Raise LexiconError if it contains no word, or the weight is not a number from 0 up.

    >>> parse_term("Power plant"), parse_term("bank*^0.5")
    (('power plant', 1.0), ('bank*', 0.5))
    """
    if term.isascii() and term.replace(" ", "").isalnum() and "  " not in term:  # as most are
        return term.strip().lower(), 1.0
    words, mark, number = term.partition("^")
    words, _, language = words.partition("@")
    if mark and not _WEIGHT.fullmatch(number):
        raise LexiconError(f"The weight of the term {term!r} is not a number from 0 up. Write it as in 'bank^0.5'.")
    if not (pattern := " ".join(_PATTERN.findall(_normal(fold(words, language))))):
        raise LexiconError(f"The term {term!r} has no word. Write letters or digits, as in 'power plant'.")
    return f"{pattern}@{language}" if language else pattern, float(number or 1)


class TermFinder:
    """Matcher of many terms, in the normal forms that `parse_term` returns, in one pass over a text of a language."""

    def __init__(self, terms: Iterable[str], language: str = "") -> None:
        self._terms: dict[str, list[tuple[str, int]]] = {}
        for number, term in enumerate(terms):
            words, _, code = term.partition("@")
            if code == language:
                self._terms.setdefault(words.partition(" ")[0], []).append((words, number))
        self._longest = max((len(word) - 1 for word in self._terms if word.endswith("*")), default=0)
        self._known: dict[str, list[tuple[list[str], int]]] = {}
        self._pairs: dict[tuple[str, ...], list[tuple[list[str], int]]] = {}  # few pairs of words are new

    def find(self, text: str, accepts: Callable[[int, int], bool] | None = None) -> list[Match]:
        """Return the terms in `text` from left to right, without overlaps; of some `accepts` number and start."""
        words, starts = split_words(text)
        if len(self._known) + len(self._pairs) > REMEMBERED:
            self._known, self._pairs = {}, {}
        for word in set(words).difference(self._known):
            self._known[word] = self._beginning_with(_normal(word))
        found, free, following = [], 0, [*words[1:], ""]
        options = [*map(self._known.__getitem__, words)]
        for place in compress(count(), options):
            terms = options[place] if place >= free else []
            if terms and len(terms[0][0]) > 1:
                pair = words[place], following[place]
                if (own := self._pairs.get(pair)) is None:
                    own = [term for term in terms if len(term[0]) == 1 or _fits(term[0][1], pair[1])]
                    self._pairs[pair] = own
                terms = own
            for patterns, number in terms:
                rest = words[place + 2 : place + len(patterns)]
                fits = len(rest) >= len(patterns) - 2 and all(map(_fits, patterns[2:], rest))
                if fits and (not accepts or accepts(number, starts[place])):
                    found.append((number, place, free := place + len(patterns)))
                    break
        return [Match(number, starts[at], starts[end - 1] + len(words[end - 1])) for number, at, end in found]

    def _beginning_with(self, word: str) -> list[tuple[list[str], int]]:
        """Return the terms (words and number) whose first word matches this one, the most specific first."""
        prefixes = [word[:size] + "*" for size in range(1, min(len(word), self._longest) + 1)]
        patterns = [word, word.removesuffix("s"), *prefixes] if word.endswith("s") else [word, *prefixes]
        terms = [(words.split(" "), n) for pattern in patterns for words, n in self._terms.get(pattern, ())]
        return sorted(terms, key=lambda term: (-len(term[0]), -sum(map(len, term[0])), term[1]))


class TopicTerms:
    """
    The terms of a topics table, matched in texts and weighted for each topic.

    A topic without terms uses the words of its label and definition, without stop words. ``terms`` holds the distinct
    normal forms; ``weights``, shape (n_terms, n_topics), is above 0 for terms of a topic and below 0 for terms against
    it. Raise LexiconError, naming the row, if a term has no word or no valid weight.
    """

    def __init__(self, topics: pd.DataFrame) -> None:
        weights, spelt = [dict[str, float]() for _ in range(len(topics))], defaultdict[str, list[str]](list)
        empty = set(load_stop_words(("en", "ru")))
        for number, (topic, row) in enumerate(topics.iterrows()):
            own = row["terms"] or set(_WORDS.findall(_normal(f"{row['label']} {row['definition']}"))) - empty
            where = f"topics, row {number + 1} ({topic!r})"
            if not own:
                raise LexiconError(f"{where}: no term, nor a word in its label. Add terms.")
            for sign, terms in ((1.0, own), (-1.0, row["not_terms"])):
                for term in dict.fromkeys([*terms, *(_APOSTROPHE.sub("ʻ", term) for term in terms)]):
                    try:
                        pattern, weight = parse_term(term)
                    except LexiconError as problem:
                        raise LexiconError(f"{where}: {problem}") from problem
                    weights[number][pattern] = sign * weight
                    spelt[pattern].append(_PATTERN.findall(term)[0].strip("*"))
        self.terms = sorted(set().union(*weights))
        self._spelt = [[*dict.fromkeys(spelt[term])] for term in self.terms]  # the first words, with their marks
        places = {term: place for place, term in enumerate(self.terms)}
        self.weights = np.zeros((len(self.terms), len(weights)))
        for number, own in enumerate(weights):
            self.weights[[places[term] for term in own], number] = list(own.values())
        self._evidence = self.weights.clip(min=0).sum(axis=1).tolist()
        self._languages = {term.partition("@")[2] for term in self.terms}
        self._finders = dict[str, TermFinder]()  # of the languages that were met

    def __getstate__(self) -> dict[str, object]:
        return vars(self) | {"_finders": {}}

    def find(self, text: str) -> list[tuple[Match, float]]:
        """Return each term in `text` with the share of its sentence's vote that a term of weight 1 gets there."""
        language = (tell_language(text) or "") if self._languages - {""} else ""
        written, text, code = text, fold(text, language), language if language in self._languages else ""
        if code not in self._finders:
            self._finders[code] = _finder(tuple(self.terms), code)
        marks = find_marks(written.lower()) if code else frozenset()

        def is_spelt(term: int, start: int) -> bool:  # where a newsroom has the mark, кең (wide) is no кен (ore)
            return any(has_marks_of(written[start : start + len(word)], word, marks) for word in self._spelt[term])

        if not (matches := self._finders[code].find(text, is_spelt if marks else None)):
            return []
        names = list(_names().finditer(text))
        edges = [edge for name in names for edge in name.span()]
        heads = {name.start("head") for name in names}
        own = [m for m in matches if not bisect_right(edges, m.start) % 2 or not heads.isdisjoint(range(*m[1:]))]
        ends = [end.end() for end in _SENTENCE_END.finditer(text)]
        placed = [(match, bisect_right(ends, match.start)) for match in own]
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


@remember
@lru_cache(maxsize=8)
def _finder(terms: tuple[str, ...], language: str) -> TermFinder:
    """Return the finder of terms in a language, which copies of a model share, with the words that it remembers."""
    return TermFinder(terms, language)


@remember
def _names() -> re.Pattern[str]:
    """Return a pattern of the names of bodies, firms and ministers (``head``: what it is), and of quoted titles."""
    table = load_list("organisations")
    heads = "|".join(map(re.escape, table.query("kind in @_HEADS and language == 'en'")["form"].unique()))
    offices = "|".join(map(re.escape, table.query("kind == 'office'")["form"]))
    return re.compile(  # most places fail at the first look
        rf"(?=[^a-z\s,.])(?:\b(?=[A-Z])(?:{_NAME_WORD}\s(?:(?:and|&|of|for)\s)?){{0,6}}\b(?P<head>{heads}|Group|Holding)(?!\w)"
        rf"(?:\s(?:of|for|on)\s(?:the\s)?{_NAME_WORD}(?:(?:,|\s(?:and|&|of|for))?\s{_NAME_WORD}){{0,6}})?"
        rf"|\b(?i:{offices})\w{{0,12}}+(?:\s(?:по|за))?(?:\s[а-яё][\w-]{{0,40}}+){{1,2}}(?:(?:,|\sи)\s[а-яё][\w-]{{0,40}}+){{0,3}}"
        r"|[“\"«](?=[A-ZА-ЯЁ\d])[^“”\"«»\n.!?]{2,80}[”\"»])"
    )


def places_of_words(text: str, words: set[str]) -> dict[str, list[tuple[int, int]]]:
    """Return the spans of each word, but of one that lower-casing makes longer."""
    places: defaultdict[str, list[tuple[int, int]]] = defaultdict(list)
    for found in TOKEN.finditer(text):
        if (word := found.group().lower()) in words:
            places[word].append(found.span())
    return places


def _normal(word: str) -> str:
    """Return a word in small letters, without dots on е and with one on each i: both are İ and I in capitals."""
    return word.lower().replace("ё", "е").replace("i̇", "i").replace("ı", "i")


def _fits(pattern: str, word: str) -> bool:
    word = _normal(word)
    return word.startswith(pattern[:-1]) if pattern.endswith("*") else word in (pattern, pattern + "s")
