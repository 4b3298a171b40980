"""
Words parted at the end of a line: ``mil-`` / ``lion`` is a word, ``Shanghai-`` / ``based`` two with a hyphen.

What stands elsewhere decides, in the text or in a list: the word whole, the two with a hyphen, or the second alone. A
capital begins a second word. In English, which has a list of words, an unknown second half is a fragment; in other
languages it is one if it has three letters and is no stop word, and where nothing decides, the line end stays.
"""

import re

from analysis.corpus.edits import Edit
from analysis.corpus.run_together import covers, list_words
from analysis.lists.loading import load_list, remember

_PARTED = re.compile(r"[-\u2010\u2011](?<=[^\W\d_].)[ \t]{0,9}\n[ \t]{0,99}([^\W\d_]{1,40})")  # a sign first: quicker
_HALVES = re.compile(rf"[^\W\d_]{{0,40}}{_PARTED.pattern}")
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_LAST = re.compile(r"[^\W\d_]+$")
_REACH = 40


def join_line_ends(text: str, language: str | None = None) -> list[Edit]:
    """Find the words that a hyphen parts at the end of a line, and join them, with the hyphen where there are two."""
    parted = list(_PARTED.finditer(text))
    own = set(_WORD.findall(_HALVES.sub(" ", text.lower()))) if parted else set()
    edits = []
    for found in parted:
        left = _LAST.search(text, max(0, found.start() - _REACH), found.start())
        if left and (joint := _joint(left[0], found[1], own, language or "")) is not None:
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
