"""
Changes to a text as data: what stands where, and what comes in its place.

Each repair gives its edits, in order and not overlapping, so that replaying the log on the raw text gives the clean
one.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence

Edit = tuple[int, int, str]  # start, end, replacement

_BARE_LINE = re.compile(r"[^\s](?:[^\n]*\S)?")


def apply_edits(text: str, edits: Iterable[Edit]) -> str:
    """Make edits ``(start, end, replacement)``: in order, not overlapping, with offsets in `text`."""
    pieces, at = [], 0
    for start, end, replacement in edits:
        pieces += [text[at:start], replacement]
        at = end
    return "".join([*pieces, text[at:]])


def drop_lines(text: str, lines: Sequence[tuple[int, int]], dropped: Collection[int]) -> list[Edit]:
    """Give the edits that drop some of the `lines` of a text, each with the breaks before it, or after it at the head.
    `lines` are the spans of all that are not blank, without the white space around them."""
    edits, at_head = [], True
    starts = [start for start, _ in lines[1:]] + [len(text)]
    for at, (start, end) in enumerate(lines):
        if at not in dropped:
            at_head = False
        else:
            edits.append((start, starts[at], "") if at_head else (lines[at - 1][1], end, ""))
    return edits


def find_lines(text: str) -> list[tuple[int, int]]:
    """Find the lines of a text that are not blank: their spans without the white space around them."""
    return [line.span() for line in _BARE_LINE.finditer(text)]
