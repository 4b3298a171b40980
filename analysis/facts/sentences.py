"""
Where a text's sentences begin and end, for the rules that read one sentence at a time.

A full stop ends a sentence when white space and something other than a small letter follow, unless it closes an
initial, a title or a unit (``J. Smith``, ``млн. долларов``). A line break ends one always: headlines carry no stop.
"""

from __future__ import annotations

import re
from functools import lru_cache

_END = re.compile(r"""[.!?…][.!?…»”"')\]]*\s+(?=[^a-zа-яё\s])|\n\s*""")
_ABBREVIATED = re.compile(r"\b(?:[A-ZА-ЯЁ]|Mr|Mrs|Ms|Dr|St|No|Co|Ltd|Inc|vs|U\.S|тыс|млн|млрд|трлн|руб|долл|дол)$")


@lru_cache(maxsize=2)  # several rules read the same text in turn
def sentence_spans(text: str) -> tuple[tuple[int, int], ...]:
    """
    Split a text into sentences.

    Parameters
    ----------
    text : str
        Any text.

    Returns
    -------
    tuple of (start, end)
        Offsets that together cover the whole text, in order; ``()`` for an empty text.

    Examples
    --------
    >>> text = "One plant. 2 mills."
    >>> [text[start:end] for start, end in sentence_spans(text)]
    ['One plant. ', '2 mills.']
    """
    cuts = [0]
    for match in _END.finditer(text):
        stop = match[0][0] == "." and _ABBREVIATED.search(text, max(0, match.start() - 5), match.start())
        if not stop and 0 < match.end() < len(text):
            cuts.append(match.end())
    return tuple(zip(cuts, [*cuts[1:], len(text)], strict=True)) if text else ()
