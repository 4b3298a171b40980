"""
What a report says about itself: its title.

A title line is one short line at the head of a text, set off by a blank line, that is not a sentence.
"""

from __future__ import annotations

import re

MAX_TITLE_WORDS = 30

_HEAD = re.compile(r"\s*(?:#+[ \t]+)?(\S[^\n]*?)[ \t]*(?:\n[ \t]*)+(?=\S)")
_BYLINE = re.compile(r"by\s+[^\W\d_]", re.IGNORECASE)


def split_title(text: str) -> tuple[str | None, str]:
    """
    Split a text into its title line and its body.

    Parameters
    ----------
    text : str
        A report without front matter.

    Returns
    -------
    title, body : str or None, str
        None and the whole text where the first line is a sentence, a byline, or not set off by a blank line.
    """
    head = _HEAD.match(text)
    if head is None or head[0].count("\n") < 2:
        return None, text
    title = head[1]
    if title.endswith((".", ":", ";", ",")) or _BYLINE.match(title) or len(title.split()) > MAX_TITLE_WORDS:
        return None, text
    return title, text[head.end() :]
