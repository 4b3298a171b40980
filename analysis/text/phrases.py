r"""
The notation of the phrase lists, a matcher for hundreds of phrases at once, and sentence boundaries.

A phrase is a sequence of words, matched in any case: ``letter of intent``; ``=may`` only as written, not the month.
``sign*`` is any word with that prefix; ``was|were`` one of several; ``[the]`` is optional; ``...`` matches up to twelve
words within a clause, and so does ``&`` between parts in either order; ``{plant}`` any word of the list of that name;
``#`` a number; ``%`` one with that sign; ``^`` a capitalised word.

One regular expression of hundreds of alternatives tries each of them at each character. Here the words are an index:
the phrases in which a word can be the first, second, third or last are worked out once and cached, so a text costs a
few look-ups per word and a handful of real matches. No list can cause
catastrophic backtracking on hostile text.

A full stop ends a sentence if white space and anything but a lower-case letter follow, unless it ends an initial, a
title or a unit (``J. Smith``, ``млн. долларов``). A line break always does: headlines have no full stop. Sentences of
more than `LONGEST` characters are cut there, so that no text makes the rules slow.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cache, reduce
from itertools import accumulate, compress, count, pairwise, takewhile
from operator import add, itemgetter, or_
from typing import Any

from analysis.errors import LexiconError

REMEMBERED = 1 << 17  # words cached by a book before its cache is cleared: some 30 MB at most
REACH = 52  # words from the first of a phrase with a gap to its last; words with hyphens and stops count as several
PLACES = 3  # words of a phrase that are looked up before it is matched
PREFIX = 40  # characters; the longest prefix of a phrase
# capitals and small letters, for a class: A-ZА-ЯЁ has no Ö, Ş or Қ
UPPER, LOWER = ("".join(filter(case, map(chr, range(0x530)))) for case in (str.isupper, str.islower))
LONGEST = 1000  # characters; the longest sentence of the briefs has under 400
_ABBREVIATED = [f"[{UPPER}]", *r"Mr Mrs Ms Dr St No Co Ltd Inc vs U\.S".split()]
_UNITS = "тыс млн млрд трлн руб долл дол".split()  # what they count is small, or in capitals: долл. США
_SENTENCE_END = re.compile(  # one class first: quicker
    r"""[.!?…\n](?:(?<=\n)\s*|(?<!\n)"""
    + "".join([rf"(?<!\b{word}\.)" for word in _ABBREVIATED])
    + rf"(?:(?=\s++[{UPPER}][{LOWER}])|"
    + "".join([rf"(?<!\b{word}\.)" for word in _UNITS])
    + ")"
    + rf"""[.!?…»”"')\]]{{0,20}}+\s++(?=[^{LOWER}]))"""
)
Words = tuple[list[str], list[int]]  # of a text, and their offsets
_NO_WORD = re.compile(r"\W")
_SPACED = _NO_WORD.sub(" ", "".join(map(chr, range(128))))  # the replacement of each ASCII character
_GAP = r"(?:(?:[^\s,;:()]|(?<=\d),(?=\d))+\s+){0,12}?(?:\w{1,20}-)?"
_JOINT = r"[\s\-«\"“]++"
# Any word, up to five with hyphens; it ends in one place, else a rule of hyphens could be cut in ever so many ways.
_ANY = r"[^\s,;:()\-«\"“]{1,40}+(?:-[^\s,;:()\-«\"“]{1,40}+){0,4}"
_PLAIN = re.compile(r"\w+\*?(?:[| ]\w+\*?)*")


class PhraseBook(dict[str, tuple[Any, ...]]):
    """
    Phrases that are searched for together; as a dict, for each word the phrases of which it can be the first, the
    second, the third word, those with a gap of which it can be the last, and those of this one word.

    Sets of phrases are integers with one bit per phrase.

    Parameters
    ----------
    forms : iterable of str
        Phrases in the notation above; the first word of each is a plain word, a prefix, a number, or a choice of those.
    lists : mapping of str to str, optional
        For each ``{name}``, its words as a choice: ``plant|mill*``.

    Raises
    ------
    LexiconError
        If a phrase names an unknown list or can begin with any word.
    """

    def __init__(self, forms: Iterable[str], lists: Mapping[str, str] | None = None) -> None:
        super().__init__()
        self._phrases: list[tuple[int, int, str | int]] = []  # bit, number, form or how many plain words
        self._gapped = 0  # those with a gap
        self._known: dict[tuple[str, ...], tuple[Any, ...]] = {}  # by what is looked up of a word: few differ
        # of each word or prefix the bits of phrases by place, and the numbers of those of this one plain word
        self._sets: dict[str, list[Any]] = defaultdict(lambda: [0] * (PLACES + 1) + [frozenset()])
        self._sets["*"]  # every word begins so
        for key, form in enumerate(forms):
            for name in set(re.findall(r"\{(\w+)\}", form)):
                if name not in (lists or {}):
                    raise LexiconError(f"phrase {form!r}: there is no list of words {name!r}. Add a row of kind words.")
                form = form.replace(f"{{{name}}}", (lists or {})[name])
            parts = form.split(" & ")
            for order in dict.fromkeys((tuple(parts), tuple(reversed(parts)))):
                self._add(key, " ... ".join(order))

    def _add(self, key: int, form: str) -> None:
        places = _words(form.lower().replace("%", "#"))
        if "*" in places[0]:  # it would be tried at every word
            raise LexiconError(f"phrase {form!r}: begins with any word. Let it begin with a word, a stem or a number.")
        if re.fullmatch(r"[\w|*]+", form):
            for word in places[0]:
                self._sets[word][-1] |= {key}
            return
        bit = 1 << len(self._phrases)
        # the look-up of the first words has checked all of a short phrase of plain ones
        plain = _PLAIN.fullmatch(form) and form.count(" ") < PLACES
        self._phrases.append((bit, key, form.count(" ") + 1 if plain else form))
        self._gapped |= bit * ("..." in form or "[*]" in form)
        for place, words in enumerate(places):
            for word in words:
                self._sets[word][place] |= bit

    def find(self, text: str, parsed: Words | None = None) -> list[tuple[int, int, int]]:
        """Return start, end and number of each phrase found in a text, sorted; different phrases may overlap.
        `parsed` are the words of the text, if `split_words` has already been called on it."""
        words, starts = parsed or split_words(text)
        if len(self) > REMEMBERED:
            self.clear()
        known = list(map(self.__getitem__, [*words, "", ""]))
        alone = list(map(itemgetter(4), known))
        found = [(starts[i], starts[i] + len(words[i]), key) for i in compress(count(), alone) for key in alone[i]]
        ends, closing, block = [*starts[REACH:], *[len(text)] * REACH], 0, -1
        for i in compress(count(), map(itemgetter(0), known)):
            bits = known[i][0] & known[i + 1][1] & known[i + 2][2]
            if bits & self._gapped:
                if block != i // REACH:
                    block = i // REACH
                    later = map(itemgetter(3), known[block * REACH : (block + 2) * REACH])
                    closing = reduce(or_, filter(None, later), ~self._gapped)
                bits &= closing
            while bits:
                bit, key, form = self._phrases[bits.bit_length() - 1]
                bits ^= bit
                if (match := _pattern(form).match(text, starts[i])) and match.end() <= ends[i]:
                    found.append((starts[i], match.end(), key))
        return sorted(found)

    def __missing__(self, asked: str) -> tuple[Any, ...]:
        word = asked.lower()
        prefixes = [word[:size] + "*" for size in range(min(len(word), PREFIX) + 1)]
        leads = tuple(filter(self._sets.__contains__, [word, *["#"] * word[:1].isdigit(), *prefixes]))
        if leads not in self._known:  # as for most words
            known = map(self._sets.__getitem__, leads)
            self._known[leads] = tuple(reduce(or_, sets) for sets in zip(*known, strict=True))
        return self.setdefault(asked, self._known[leads])


def split_words(text: str) -> Words:
    """Return the words of a text and the offset of each."""
    words = text.translate(_SPACED).split(" ") if text.isascii() else _NO_WORD.split(text)
    starts = map(add, accumulate(map(len, words), initial=0), count())
    return list(filter(None, words)), list(compress(starts, words))


@cache  # compiled on first use: most never are
def _pattern(form: str | int) -> re.Pattern[str]:
    if isinstance(form, int):
        return re.compile(_JOINT.join([r"\w+"] * form))
    pattern, joint = "", ""
    for slot in form.split():
        if slot == "...":
            pattern, joint = pattern + r"\s+" + _GAP, ""
        elif slot.startswith("["):
            pattern += f"(?:{joint}{_choice(slot[1:-1])})?"
        else:
            pattern, joint = pattern + joint + _choice(slot), _JOINT
    return re.compile(rf"{pattern}(?!\w)")


def _words(form: str) -> list[set[str]]:
    """Return, place by place, what the first words of a phrase may be, and its last after a gap; ``*`` is any word."""
    places: list[set[str]] = [set() for _ in range(PLACES)]
    slots, reached = form.split(), {0}
    for slot in takewhile(lambda slot: slot != "...", slots):
        lengths = {0} if slot.startswith("[") else set()
        for word in slot.strip("[]").split("|"):
            for times in range(1, PLACES + 1 if "#" in word else 2):  # a number may have several parts: 1,200
                parts = _parts(word.replace("#", "# " * times))
                lengths.add(len(parts))
                for place in reached:
                    for later, part in zip(places[place:], parts, strict=False):
                        later.add(part)
        reached = {place + length for place in reached for length in lengths if place + length < PLACES}
    for rest in places[min(reached, default=PLACES) :]:
        rest.add("*")
    last = next(slot for slot in reversed(slots) if slot[0] not in "[.")
    return [*places, {_parts(word)[0] for word in last.split("|")} if {"...", "[*]"} & {*slots} else set()]


def _parts(word: str) -> list[str]:
    return [re.sub(r"\*.*|\^", "*", part) for part in re.findall(r"[\w*]+|[#^]", word)]


def either(patterns: Iterable[str]) -> str:
    """Return a pattern for any of some, by their first letters: several times as quick. Of those that begin alike, the
    first that matches counts."""
    groups: dict[str, list[str]] = defaultdict(list)
    for pattern in patterns:
        first = pattern[:1] if re.match(r"\w(?![*+?{])[^|]*$", pattern) else ""
        groups[first].append(pattern.removeprefix(first))
    made = {first: either(rest) if first and rest[1:] else "|".join(rest) for first, rest in groups.items()}
    return "|".join(first + (f"(?:{rest})" if "|" in rest else rest) for first, rest in made.items()) or "(?!)"


def _choice(slot: str) -> str:
    special = {"#": r"\d[\d.,]{0,15}", "%": r"\d[\d.,]{0,15}\s?%", "^": r"[^\W\d_a-zа-яё]\w*", "*": _ANY}
    cases = [special.get(word) or re.escape(word.strip("=")).replace(r"\*", r"\w*") for word in slot.split("|")]
    words = [form if word[0] in "#%^=" else f"(?i:{form})" for word, form in zip(slot.split("|"), cases, strict=True)]
    return f"(?:{'|'.join(words)})"


def sentence_spans(text: str) -> tuple[tuple[int, int], ...]:
    """
    Return the spans of a text's sentences, which together cover it, in order; ``()`` for an empty text.

    >>> text = "One plant. 2 mills."
    >>> [text[start:end] for start, end in sentence_spans(text)]
    ['One plant. ', '2 mills.']
    """
    cuts = [0, *(match.end() for match in _SENTENCE_END.finditer(text)), len(text)]
    return tuple(pairwise([cut for left, right in pairwise(cuts) for cut in range(left, right, LONGEST)] + [len(text)]))
