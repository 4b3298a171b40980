"""
Words that lost the space between them, ``ofcooperation``, or are parted at the end of a line, ``mil-`` / ``lion``.

Where a page or a PDF lost its line ends, the last word of each line runs together with the first of the next, all over
the text. In any other text an unknown word is a name or a new word, not two old ones. So only a text is repaired in
which it is systematic: `GLUED` different words, one in `RARE` of its words or more, are none themselves but can be cut
into two, each a word of the list or of the text. There, every such word is cut where its halves are commonest, but not

- if it stands whole in a text that is not glued, or is the last word of a text without a stop, which may be cut off;
- beside an apostrophe, dot or hyphen, except behind a function word or a name: ``theAzerbaijan-Uzbekistan``;
- if it is capitalised and so is its neighbour, as in ``Aset Nurlanov``, but for a capital inside: ``DeputyMinister``.

The words and their counts are symspellpy's (82,834, after Google Books and SCOWL); its own segmenter, like wordninja's,
cuts names to pieces.

At the end of a line, ``mil-`` / ``lion`` is a word, ``Shanghai-`` / ``based`` two with a hyphen. What stands elsewhere
decides, in the text or in a list: the word whole, the two with a hyphen, or the second alone. A capital begins a second
word. In English, which has a list of words, an unknown second half is a fragment; in other languages it is one if it
has three letters and is no stop word, and where nothing decides, the line end stays.
"""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from functools import cache
from importlib.resources import files

import numpy as np

from analysis.corpus.edits import Edit
from analysis.corpus.units import is_address
from analysis.errors import log_row
from analysis.lists.loading import load_list, remember
from analysis.text.tokens import Tokens

GLUED, RARE = 4, 100

# count of a word of the text; least product of the counts of two words, and most letters of both
_COMMON, _LEAST, _LONGEST = 10**6, 10**11, 40
_WORD = re.compile(rf"(?<![^\W\d_])[^\W\d_]{{3,{_LONGEST}}}+(?![^\W\d_])")
_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])")
_TIES = frozenset("'’ʼ.@/")
_PARTED = re.compile(r"[-\u2010\u2011](?<=[^\W\d_].)[ \t]{0,9}\n[ \t]{0,99}([^\W\d_]{1,40})")  # a sign first: quicker
_HALVES = re.compile(rf"[^\W\d_]{{0,40}}{_PARTED.pattern}")
_HYPHENATED = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_LAST = re.compile(r"[^\W\d_]+$")
_REACH = 40


def covers(language: object) -> bool:
    """Return whether run-together words of a language can be found: there is a list of its words."""
    return language == "en"


def name_uncovered(languages: Iterable[object]) -> list[dict[str, object]]:
    """Return a row of the log for each of the documents' languages in which run-together words are not found."""
    counts = sorted(Counter(str(language or "unknown") for language in languages).items())
    detail = "no word list parts run-together words in {!r} ({} documents)"
    return [log_row("", "not covered", detail.format(*count)) for count in counts if not covers(count[0])]


def find_run_together(texts: Sequence[str], covered: Iterable[bool], tokens: Tokens) -> dict[int, list[Edit]]:
    """Find the run-together words of a corpus: ``(start, end, replacement)`` for the texts that have some, by their
    place. `covered` says in which texts to look; `tokens` holds the words of all. The replacement holds the two words
    with a space."""
    suspects = np.fromiter((_cut(word) is not None for word in tokens.words), bool)
    own = {at: tokens.of(at) for at, look in enumerate(covered) if look}
    glued = {at for at, words in own.items() if len(np.unique(words[suspects[words]])) >= max(GLUED, len(words) / RARE)}
    whole = np.zeros(len(suspects), bool)
    for at in set(range(len(tokens.starts) - 1)) - glued if glued else ():
        whole[tokens.of(at)] = True
    edits = {}
    for at in sorted(glued):
        known = {tokens.words[number]: whole[number] for number in np.unique(own[at])}
        edits[at] = _edit(texts[at], known.keys(), {word for word, apart in known.items() if apart})
    return {at: found for at, found in edits.items() if len({new for *_, new in found}) >= GLUED}


def _edit(text: str, known: Collection[str], apart: set[str]) -> list[Edit]:
    edits, end = [], len(text.rstrip())
    for found in _WORD.finditer(text):
        word, start, after = found[0], found.start(), found.end()
        cut = None if word in apart or after == end else _cut(word, known)
        if cut is None or _is_attached(text, start, after, cut):
            continue
        beside = [] if text[max(start - 1, 0)] == "-" else text[max(start - 40, 0) : start].split()[-1:]
        beside += text[after : after + 40].split()[:1]
        if not (word[0].isupper() and word[cut].islower() and any(other[0].isupper() for other in beside)):
            edits.append((start, after, f"{word[:cut]} {word[cut:]}"))
    return edits


def _is_attached(text: str, start: int, end: int, cut: int) -> bool:
    """Return whether an apostrophe, dot or hyphen ties a word to another: a hyphen not behind a name, nor before one
    with a function word run into it."""
    before, after = text[max(start - 1, 0) : start], text[end : end + 2]
    if before == "-":
        return not text[start].isupper()
    if after[:1] == "-":
        return not text[start + cut].isupper()
    return before in _TIES or (after[:1] in _TIES and after[1:].isalnum())


def _cut(word: str, known: Collection[str] = ()) -> int | None:
    """Return where to cut a token that is no word into two words, of the list or `known` in the text; None for a word
    and where there is no such place. Names are cut only if their text is known."""
    if len(word) > _LONGEST or word.isupper() or word.lower() in list_words():
        return None
    if hump := _HUMP.search(word):
        at = hump.start()
        left, right = word[:at], word[at:]
        functional = len(left) > 1 and left.islower() and left in _functions()
        sure = functional or (known and all(part in known or _count(part.lower(), known) for part in (left, right)))
        return at if sure and right[1:].islower() else None
    if not word[1:].islower() or (word[0].isupper() and not known):
        return None
    chances = {at: _count(word[:at], known) * _count(word[at:], known) for at in range(1, len(word))}
    at = max(chances, key=chances.__getitem__, default=0)
    return at if at and chances[at] >= _LEAST else None


def _count(part: str, known: Collection[str]) -> int:
    """Return how common a word is, 0 for fragments: one or two letters that are no function word, and capitalised words
    that the text does not know."""
    lower = part.lower()
    if len(part) < 3 and lower not in _functions():
        return 0
    if part[0].isupper() and known and not (part in known or lower in known or lower in _functions()):
        return 0
    return list_words().get(lower, 0) + _COMMON * (part in known)


@cache
def list_words() -> dict[str, int]:
    """Return the words of the list with their counts; reading it takes a while."""
    with files("symspellpy").joinpath("frequency_dictionary_en_82_765.txt").open(encoding="utf-8-sig") as lines:
        return {word: int(count) for word, count in map(str.split, lines)}


@remember
def _functions() -> frozenset[str]:
    return frozenset(load_list("function_words", ("en",))["word"])


def join_line_ends(text: str, language: str | None = None) -> list[Edit]:
    """Find the words that a hyphen parts at the end of a line, and join them, with the hyphen where there are two."""
    parted = list(_PARTED.finditer(text))
    own = set(_HYPHENATED.findall(_HALVES.sub(" ", text.lower()))) if parted else set()
    edits = []
    for found in parted:
        left = _LAST.search(text, max(0, found.start() - _REACH), found.start())
        line = text[text.rfind("\n", 0, found.start()) + 1 : found.start()].strip()
        if left and not is_address(line) and (joint := _joint(left[0], found[1], own, language or "")) is not None:
            edits.append((found.start(), found.start(1), joint))
    return edits


def _joint(left: str, right: str, own: set[str], language: str) -> str | None:
    """Return what belongs between the two halves: nothing, a hyphen, or None if that cannot be said."""
    listed, stop_words = _listed(language)
    first, second = left.lower(), right.lower()
    whole = first + second
    if (right[0].isupper() and not (left.isupper() and right.isupper())) or f"{first}-{second}" in own:
        return "-"
    if whole in own or whole in listed or (covers(language) and whole in list_words()):
        return ""
    if second in own or second in listed or second in stop_words:
        return "-"
    if covers(language):
        return "-" if second in list_words() and (first in list_words() or left[0].isupper()) else ""
    return "" if len(second) == 3 else None


@remember
def _listed(language: str) -> tuple[frozenset[str], frozenset[str]]:
    """Return the words of a language in the lists of names, numbers and months, and its stop words."""
    names = ("countries", "places", "numbers", "calendar")
    forms = [form for name in names for form in load_list(name, (language,))["form"].str.lower()]
    return frozenset(forms), frozenset(load_list("stop_words", (language,))["word"])
