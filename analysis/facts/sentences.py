"""
Where a text's sentences begin and end, for the rules that read one sentence at a time.

A full stop ends a sentence when white space and something other than a small letter follow, unless it closes an
initial, a title or a unit (`J. Smith`, `млн. долларов`). A line break ends one always: headlines carry no stop.
"""

from __future__ import annotations

import re

_END = re.compile(
    r"""(?<!\b[A-ZА-ЯЁ])(?<!\b(?:Mr|Dr|St|No|Co|vs))(?<!\b(?:Mrs|Ltd|Inc|тыс|млн|руб|млр|дол))(?<!\b(?:млрд|долл|трлн))
    [.!?…][»”"')\]]*\s+(?=[^a-zа-яё\s]) | \s*\n\s*""",
    re.VERBOSE,
)


def sentence_spans(text: str) -> list[tuple[int, int]]:
    """
    Split a text into sentences.

    Parameters
    ----------
    text : str
        Any text.

    Returns
    -------
    list of (start, end)
        Offsets that together cover the whole text, in order; ``[]`` for an empty text.

    Examples
    --------
    >>> [text[a:b] for text in ["One plant. 2 mills."] for a, b in sentence_spans(text)]
    ['One plant. ', '2 mills.']
    """
    cuts = [match.end() for match in _END.finditer(text) if match.end() < len(text)]
    return list(zip([0, *cuts], [*cuts, len(text)], strict=True)) if text else []
