"""
Boilerplate, found line by line: menus, date stamps, share and follow lines, comment forms, notices.

There are three signs. A pattern of ``lists/boilerplate.csv`` matches a whole line, wherever it is. A short line recurs,
in `RECURS` documents and a fiftieth of all; reprints, all of whose lines recur, are not counted. And a page has a head
and a foot, the lines before its first sentence and after its last. If a line of the head is boilerplate, so are the
stamps and short labels before the title; if a line of the foot is, so is what follows, the list of tags or of other
reports; there, kind *promo* is enough, phrases that may also occur in a sentence of a report.
"""

from __future__ import annotations

import re
from array import array
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from itertools import pairwise
from math import ceil

import numpy as np

from analysis.corpus.edits import Edit, drop_lines, find_lines
from analysis.corpus.metadata import is_stamp
from analysis.corpus.page import is_sentence, is_signature, may_be_headline
from analysis.lists.loading import load_list, remember

RECURS = 5

_LONGEST_LINE = 300
_LONGEST_PROMO = 600
_LABEL, _ENTRY = 6, 20  # most words of a menu's label before the title, and of an entry in a list at the foot
_LISTED = re.compile(r"(?:[-–—•*·]|\d+[.)])\s*\w")
_NUMBER = re.compile(r"(?<!\w)[\d.,]{0,30}\d(?!\w)")
_CONTINUES = re.compile(r"(?!\W|\d)[^\WA-ZА-ЯЁ]+(?![\w:@/.-]\w|:)")


def find_recurring(texts: Sequence[str]) -> set[str]:
    """Find the lines that recur across the texts of a corpus, stripped of white space."""
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


def drop_boilerplate(text: str, recurring: Collection[str] = frozenset(), language: str | None = None) -> list[Edit]:
    """Return the edits that drop boilerplate lines, with the line breaks before them, or after them at the head.
    `language` (ISO 639-1) is that of the month names in a stamp."""
    spans = find_lines(text)
    lines = [text[start:end] for start, end in spans]
    runs_on = [False, *map(_runs_on, lines, lines[1:])]
    certain = [
        line in recurring or (len(line) <= _LONGEST_LINE and not inside and bool(_patterns_of_lines().fullmatch(line)))
        for line, inside in zip(lines, runs_on, strict=False)
    ]
    body = [at for at, line in enumerate(lines) if is_sentence(line) and not certain[at]]
    dropped = {at for at, sure in enumerate(certain) if sure}
    if body and not any(runs_on):
        dropped |= _head(lines[: body[0]], certain, language)
        dropped |= _foot(lines, certain, body, language)
    return drop_lines(text, spans, dropped) if len(dropped) < len(lines) else []


def _runs_on(line: str, following: str) -> bool:
    """Return whether a line was broken within a sentence."""
    if len(line) <= 40 or is_sentence(line):
        return False
    return bool(_CONTINUES.match(following)) or (following[-1] == "." and following.count(" ") < 3)


def _head(lines: list[str], certain: list[bool], language: str | None) -> set[int]:
    """Find the stamps in a head, the labels before its title, and the title followed by the name of the site."""
    stamps = {at for at, line in enumerate(lines) if is_stamp(line, language)}
    titles = [at for at, line in enumerate(lines) if not certain[at] and at not in stamps and may_be_headline(line)]
    named = {first for first, second in pairwise(titles) if lines[first].lower().startswith(lines[second].lower())}
    if not stamps and not named and not any(certain[: len(lines)]):
        return set()
    title = min((at for at in titles if at not in named), key=lambda at: (lines[at].isupper(), at), default=0)
    labels = {at for at, line in enumerate(lines[:title]) if len(line.split()) <= _LABEL and not is_signature(line)}
    return stamps | named | labels | {at for at, line in enumerate(lines) if not any(map(str.isalpha, line))}


def _foot(lines: list[str], certain: list[bool], body: list[int], language: str | None) -> set[int]:
    """Find the lines of a foot in which one is boilerplate or addresses the reader; a list that belongs to the report,
    or a table, ends the foot."""
    sentences, sure, last = set(body), set(), len(lines) - 1
    while last > body[0]:
        if certain[last] or (len(lines[last]) <= _LONGEST_PROMO and _promo().match(lines[last])):
            sure.add(last)
        elif last in sentences:
            break
        last -= 1
    first = min(sure, default=len(lines))
    if first < len(lines) and lines[last][-1] != ":" and not any(map(_LISTED.match, lines[last + 1 : first])):
        first = last + 1
    entries = {at for at in range(first, len(lines)) if _is_entry(lines[at])} - sure
    if any(len(_NUMBER.findall(lines[at])) > 1 and not is_stamp(lines[at], language) for at in entries):
        entries = set()
    return entries | sure


def _is_entry(line: str) -> bool:
    """Return whether a line may be an entry in a list of tags or of other reports."""
    return line.count(" ") < _ENTRY and line[-1] not in ".!?…" and not is_signature(line)


@remember
def _patterns_of_lines() -> re.Pattern[str]:
    table = load_list("boilerplate")
    return _any_of(table.loc[table["kind"] != "promo", "pattern"])


@remember
def _promo() -> re.Pattern[str]:
    table = load_list("boilerplate")
    return _any_of(table.loc[table["kind"] == "promo", "pattern"])


def _any_of(patterns: Iterable[str]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns) or "(?!)", re.IGNORECASE)
