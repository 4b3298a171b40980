"""
Changes to a text as data: which span is replaced, and by what.

Each repair returns its edits, in order and not overlapping, so that replaying the log on the raw text yields the clean
one.
"""

import re
from collections.abc import Collection, Iterable, Sequence

Edit = tuple[int, int, str]  # start, end, replacement

_BARE_LINE = re.compile(r"[^\s](?:[^\n]*\S)?")


def apply_edits(text: str, edits: Iterable[Edit]) -> str:
    """Apply edits ``(start, end, replacement)``: in order, not overlapping, with offsets in `text`."""
    pieces, at = [], 0
    for start, end, replacement in edits:
        pieces += [text[at:start], replacement]
        at = end
    return "".join([*pieces, text[at:]])


def drop_lines(text: str, lines: Sequence[tuple[int, int]], dropped: Collection[int]) -> list[Edit]:
    """Return the edits that drop some of the `lines` of a text, with the line breaks before them, or after them at the
    head. `lines` are the spans of all non-blank lines, without the white space around them."""
    first_kept = next((at for at in range(len(lines)) if at not in dropped), len(lines))
    ends = [*(start for start, _ in lines[1 : first_kept + 1]), len(text)]
    head = [(lines[at][0], ends[at], "") for at in range(first_kept)]
    return head + [(lines[at - 1][1], lines[at][1], "") for at in sorted(dropped) if at > first_kept]


def find_lines(text: str) -> list[tuple[int, int]]:
    """Return the spans of the non-blank lines of a text, without the white space around them."""
    return [line.span() for line in _BARE_LINE.finditer(text)]
