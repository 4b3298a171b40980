r"""
The notation of the lists of phrases, a way to look for hundreds of them at once, and where sentences begin and end.

A phrase is words in a row, read without regard to case: ``letter of intent``. ``sign*`` is any word beginning so;
``was|were`` one of several; ``[the]`` may be left out; ``...`` stands for up to eight words within a clause;
``{plant}`` for any word of the list so named; ``#`` for a number; ``^`` for a word with a capital.

One regular expression of hundreds of alternatives tries each of them at each character. Here the first words decide:
what can begin with a word, or with two, is worked out once and remembered, so that a text costs one look-up a word
and a few real matches (30 times faster on the instruments); a list's author needs no regular expressions, and no list
can blow up on hostile text.

A full stop ends a sentence when white space and something other than a small letter follow, unless it closes an
initial, a title or a unit (``J. Smith``, ``млн. долларов``). A line break ends one always: headlines carry no stop.
What runs on for more than `LONGEST` characters is cut there, so that no text makes the rules slow.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from itertools import accumulate, compress, pairwise
from typing import NamedTuple, TypeVar

REMEMBERED = 1 << 17  # words and pairs of words a book remembers before it starts afresh: some 20 MB at the most
LONGEST = 1000  # characters; the longest sentence of the briefs has under 400
_END = re.compile(r"""[.!?…][.!?…»”"')\]]*\s+(?=[^a-zа-яё\s])|\n\s*""")
_ABBREVIATED = re.compile(r"\b(?:[A-ZА-ЯЁ]|Mr|Mrs|Ms|Dr|St|No|Co|Ltd|Inc|vs|U\.S|тыс|млн|млрд|трлн|руб|долл|дол)$")
Item = TypeVar("Item", bound=tuple)
_BETWEEN = re.compile(r"(\W+)")
_GAP = r"(?:[^\s,;:()]+\s+){0,8}?"
_JOINT = r"[\s\-«\"“]+"


class Phrase(NamedTuple):
    """A phrase found: its place in the book, and where it stands."""

    key: int
    start: int
    end: int


class PhraseBook(dict[str | tuple[str, str], tuple[int, ...]]):
    """
    Phrases that are looked for together; as a dict, those that a word, or a word and the next, can begin.

    `forms` are in the notation above, the first word of each a plain one, a stem, a number, or a choice of those;
    `lists` has what ``{name}`` stands for, as a choice ``plant|mill*``.
    """

    def __init__(self, forms: Iterable[str], lists: Mapping[str, str] | None = None) -> None:
        super().__init__()
        self._patterns: list[re.Pattern[str]] = []
        self._seconds: list[tuple[frozenset[str], tuple[str, ...]]] = []
        self._words: dict[str, list[int]] = defaultdict(list)
        self._stems: dict[str, list[int]] = defaultdict(list)
        for key, form in enumerate(forms):
            form = re.sub(r"\{(\w+)\}", lambda name: (lists or {})[name[1]], form)
            self._patterns.append(re.compile(_pattern(form)))
            self._seconds.append(_second(form))
            for word in form.split()[0].lower().split("|"):
                lead = re.split(r"\W", word.replace("#", "0"))[0]
                (self._stems if word == lead + "*" else self._words)[lead].append(key)

    def find(self, text: str) -> Iterator[Phrase]:
        """Yield the phrases of a text by their beginning; two different ones may overlap."""
        words, starts = split_words(text)
        following = [*words[1:], ""]
        for i in compress(range(len(words)), map(self.__getitem__, words)):
            for key in self[words[i], following[i]]:
                if match := self._patterns[key].match(text, starts[i]):
                    yield Phrase(key, starts[i], match.end())

    def __missing__(self, asked: str | tuple[str, str]) -> tuple[int, ...]:
        if len(self) >= REMEMBERED:
            self.clear()
        if isinstance(asked, tuple):
            second = asked[1].lower()
            pairs = ((key, *self._seconds[key]) for key in self[asked[0]])
            self[asked] = tuple(key for key, words, stems in pairs if second in words or second.startswith(stems))
            return self[asked]
        lower = "0" if asked[:1].isdigit() else asked.lower()
        keys = [*self._words.get(lower, ())]
        for length in range(1, len(lower) + 1):
            keys += self._stems.get(lower[:length], ())
        self[asked] = tuple(sorted(keys))
        return self[asked]


@lru_cache(maxsize=2)
def split_words(text: str) -> tuple[list[str], list[int]]:
    """The words of a text and where they begin; remembered, since several books read the same text in turn."""
    parts = _BETWEEN.split(text)
    return parts[::2], list(accumulate(map(len, parts), initial=0))[:-1:2]


def _pattern(form: str) -> str:
    pattern, joint = "", ""
    for slot in form.split():
        if slot == "...":
            pattern, joint = pattern + r"\s+" + _GAP, ""
        elif slot.startswith("["):
            pattern += f"(?:{joint}{_choice(slot[1:-1])})?"
        else:
            pattern, joint = pattern + joint + _choice(slot), _JOINT
    return rf"{pattern}(?!\w)"


def _second(form: str) -> tuple[frozenset[str], tuple[str, ...]]:
    """The words and stems one of which must follow the first word, to spare most matches; the stem ``""`` is any."""
    first, *slots = form.lower().split()
    words = ["#"] if "#" in first else []  # a number may go on: 1,200
    for slot in slots if re.fullmatch(r"[\w|*#]+", first) else ["..."]:
        words += slot.strip("[]").split("|")
        if not slot.startswith("["):
            break
    else:
        words.append("")
    leads = {re.split(r"[^\w*]", word)[0] for word in words}
    stems = {lead.partition("*")[0] for lead in leads if "*" in lead or not lead}
    return frozenset(leads), tuple(stems | set("0123456789" if "#" in words else ""))


def _choice(slot: str) -> str:
    special = {"#": r"\d[\d.,]{0,15}", "^": r"[^\W\d_a-zа-яё]\w*"}
    words = [special.get(word) or "(?i:" + re.escape(word).replace(r"\*", r"\w*") + ")" for word in slot.split("|")]
    return f"(?:{'|'.join(words)})"


@lru_cache(maxsize=2)  # several rules read the same text in turn
def sentence_spans(text: str) -> tuple[tuple[int, int], ...]:
    """
    Split a text into sentences: offsets that together cover it, in order; ``()`` for an empty text.

    >>> text = "One plant. 2 mills."
    >>> [text[start:end] for start, end in sentence_spans(text)]
    ['One plant. ', '2 mills.']
    """
    cuts = [0]
    for match in _END.finditer(text):
        stop = match[0][0] == "." and _ABBREVIATED.search(text, max(0, match.start() - 5), match.start())
        if not stop and 0 < match.end() < len(text):
            cuts.append(match.end())
    cuts = [cut for left, right in pairwise([*cuts, len(text)]) for cut in range(left, right, LONGEST)]
    return tuple(pairwise([*cuts, len(text)]))


def group_by_sentence(text: str, items: Iterable[Item]) -> dict[tuple[int, int], list[Item]]:
    """Sort tuples that begin with an offset by the sentence that it lies in; sentences without any are left out."""
    sentences = sentence_spans(text)
    groups: dict[tuple[int, int], list[Item]] = {}
    for item in items:
        groups.setdefault(sentences[bisect_right(sentences, (item[0], len(text))) - 1], []).append(item)
    return groups
