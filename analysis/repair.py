"""
From raw text to clean text, and what was changed.

Every repair is a pure function from a text to its edits ``(start, end, replacement)``. Steps run in the order of
`REPAIRS`, each on the text the one before left, so replaying the log on the raw text gives the clean one, letter for
letter. Words are parted by `analysis.glue`. A name is never respelled.

Furniture is what a site puts around a report: found by the patterns of ``data/furniture.csv``, which must fit a whole
line, and as short lines that recur, in `RECURS` documents and a fiftieth of all; reprints, whose lines recur because
all of them do, are not counted. Mojibake goes to ftfy only where its own heuristic finds some, a line at a time.
"""

from __future__ import annotations

import re
from array import array
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cache
from math import ceil

import numpy as np

from analysis.glue import Edit
from analysis.lexicon import load_list
from analysis.texts import Texts

REPAIRS = ("mojibake", "characters", "furniture", "repeated", "glued", "spaces")
RECURS = 5

_LONGEST_LINE = 300
_SHORTEST_REPEAT = 60
_LINE = re.compile(r"[^\n]+")
_INVISIBLE = re.compile(
    r"(?P<space>[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]+)|(?P<line>[\u2028\u2029\u0085\v\f])|"
    r"(?<![\u0600-\u07ff])[\u200c\u200d]|[\u0000-\u0008\u000e-\u001f\u007f\u0080-\u0084\u0086-\u009f]+|"
    r"[\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]+"
)
_SITES = r"(?:Com|Net|Org|Info|Gov|Edu|Ru|Uk|Eu|Uz|Kz|Kg|Tj|Tm|Az|Tr)\b"
_LOST_SPACE = re.compile(
    rf"[.!?](?=[A-ZА-ЯЁ])(?<=[^\W\d_A-ZА-ЯЁ]{{3}}.)(?!(?:\w+\.)*{_SITES})(?=[^\W\d_]{{2,}}(?:[\s,;:’'.!?]|\Z))"
)
_TIGHT_QUOTE = re.compile(r'"(?:(?<=\w")(?=\w))')
_ODD = re.compile("[\x00-\x08\x0b-\x1f\x7f-\xa0\xad\u1680\u2000-\u200f\u2028-\u202f\u205f-\u2069\u3000\ufeff]")


def apply_edits(text: str, edits: Iterable[Edit]) -> str:
    """Make edits ``(start, end, replacement)``: in order, not overlapping, with offsets in `text`."""
    pieces, at = [], 0
    for start, end, replacement in edits:
        pieces += [text[at:start], replacement]
        at = end
    return "".join([*pieces, text[at:]])


def fix_mojibake(text: str) -> list[Edit]:
    """Find lines that were decoded with the wrong encoding (``Ð¢Ð°ÑˆÐºÐµÐ½Ñ‚``) and decode them right."""
    if text.isascii() or not re.search(r"[^\x00-\x7f]{2}", text):
        return []
    from ftfy import fix_encoding
    from ftfy.badness import is_bad

    lines = [line for line in _LINE.finditer(text) if is_bad(line[0])] if is_bad(text) else []
    return [(*line.span(), fixed) for line in lines if (fixed := fix_encoding(line[0])) != line[0]]


def fix_characters(text: str) -> list[Edit]:
    """Find soft hyphens, zero-width and control characters to drop, and odd spaces and line breaks to make plain."""
    if not _ODD.search(text):
        return []
    kinds = {"space": " ", "line": "\n", None: ""}
    return [(found.start(), found.end(), kinds[found.lastgroup]) for found in _INVISIBLE.finditer(text)]


def find_recurring(texts: Texts | Sequence[str]) -> set[str]:
    """Find the lines that a site repeats across all texts of a corpus, without the white space around them."""
    if len(texts) < RECURS:
        return set()
    least = max(RECURS, ceil(len(texts) / 50))
    hashes = array("q")
    for text in texts:
        hashes.extend({hash(bare) for line in text.split("\n") if (bare := line.strip())})
    lines = np.frombuffer(hashes, np.int64)
    lines.sort()
    often = set(lines[least - 1 :][lines[least - 1 :] == lines[: 1 - least]].tolist())
    found: Counter[str] = Counter()
    for text in texts if often else ():
        shared = {bare for line in text.split("\n") if hash(bare := line.strip()) in often}
        if shared and 3 * sum(map(len, shared)) < len(text):
            found.update(line for line in shared if len(line) <= _LONGEST_LINE)
    return {line for line, n in found.items() if n >= least and sum(map(str.isalpha, line)) > 2}


def drop_furniture(text: str, recurring: set[str] | frozenset[str] = frozenset()) -> list[Edit]:
    """Find the lines that belong to the site, with the line breaks before them, or after them at the head."""
    edits = []
    for line in _LINE.finditer(text):
        bare = line[0].strip()
        if bare and (bare in recurring or (len(bare) <= _LONGEST_LINE and _furniture().fullmatch(bare))):
            edits.append(_whole_line(text, *line.span()))
    return edits if sum(end - start for start, end, _ in edits) < len(text.rstrip()) else []


def drop_repeats(text: str) -> list[Edit]:
    """Find paragraphs of sixty characters or more that stand in the text before; the first stays."""
    seen: set[str] = set()
    edits = []
    for line in _LINE.finditer(text):
        bare = line[0].strip()
        if len(bare) >= _SHORTEST_REPEAT and bare in seen:
            edits.append(_whole_line(text, *line.span()))
        seen.add(bare)
    return edits


def fix_spaces(text: str) -> list[Edit]:
    """Find full stops and quotation marks that lost the space after or before them."""
    edits = [(found.end(), found.end(), " ") for found in _LOST_SPACE.finditer(text)]
    if _TIGHT_QUOTE.search(text):
        edits += [edit for line in _LINE.finditer(text) for edit in _open_quotes(line)]
    return sorted(edits)


def _open_quotes(line: re.Match[str]) -> list[Edit]:
    """Give the spaces missing outside straight quotation marks, which open and close by turns."""
    marks = [found.start() for found in re.finditer('"', line[0])]
    padded, start, edits = f" {line[0]} ", line.start(), []
    for number, at in enumerate(marks):
        before, after = padded[at], padded[at + 2]
        if number % 2 == 0 and before.isalpha() and after.isalnum():
            edits.append((start + at, start + at, " "))
        elif number % 2 and after.isalpha() and not before.isspace():
            edits.append((start + at + 1, start + at + 1, " "))
    return [] if len(marks) % 2 else edits


def _whole_line(text: str, start: int, end: int) -> Edit:
    before = len(text[:start].rstrip())
    if before:
        return before, len(text[:end].rstrip()), ""
    return start, len(text) - len(text[end:].lstrip()), ""


@cache
def _furniture() -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern})" for pattern in load_list("furniture")["pattern"]), re.IGNORECASE)
