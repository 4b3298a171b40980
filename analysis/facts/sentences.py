"""
Where a text's sentences begin and end, for the rules that read one sentence at a time.

A full stop ends a sentence when white space and something other than a small letter follow, unless it closes an
initial, a title or a unit (``J. Smith``, ``млн. долларов``). A line break ends one always: headlines carry no stop.
What runs on for more than `LONGEST` characters is cut there, so that no text makes the rules slow.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable
from functools import lru_cache
from itertools import pairwise
from typing import TypeVar

LONGEST = 1000  # characters; the longest sentence of the briefs has under 400
_END = re.compile(r"""[.!?…][.!?…»”"')\]]*\s+(?=[^a-zа-яё\s])|\n\s*""")
_ABBREVIATED = re.compile(r"\b(?:[A-ZА-ЯЁ]|Mr|Mrs|Ms|Dr|St|No|Co|Ltd|Inc|vs|U\.S|тыс|млн|млрд|трлн|руб|долл|дол)$")

Item = TypeVar("Item", bound=tuple)


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
