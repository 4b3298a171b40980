"""
Boilerplate lines: menus, share and follow lines, comment forms, notices, headings of other reports.

There are two signs by which a line is boilerplate wherever it stands. A pattern of ``lists/boilerplate.csv`` matches it
whole, or it is short and recurs, in `RECURS` documents and a fiftieth of all; reprints, all of whose lines recur, are
not counted. Patterns of kind *section* head a list of other things, those of kind *promo* count at the foot of a page
only, as their phrases may also occur in a sentence of a report; `analysis.corpus.page` reads head and foot.
"""

from __future__ import annotations

import re
from array import array
from collections import Counter
from collections.abc import Collection, Sequence
from math import ceil

import numpy as np

from analysis.lists.loading import load_list, remember

RECURS = 5

_LONGEST_LINE = 300
_LABEL = 9  # most words between which there is no sentence
_KINDS = {"notices": ("comments", "cookies", "follow", "rights")}  # of which whole sentences may be
_LONGEST_PROMO = 600
_OTHER_LETTERS = re.compile(r"(?:\\.|[^A-Za-z])*?[^\x00-\x7f\W\d_](?:\\.|[^A-Za-z])*")


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


def is_boilerplate(line: str, recurring: Collection[str] = frozenset()) -> bool:
    """Return whether a line is boilerplate by itself: it recurs, or a pattern matches it whole."""
    bare = line.strip("|[](){}•·—–- ") or line
    if line in recurring or len(line) > _LONGEST_LINE:
        return line in recurring
    kind = "notices" if line.count(" ") > _LABEL and line[-1] == "." else "lines"
    match = _patterns_of(kind, line.isascii()).fullmatch
    return bool(match(bare) or (bare[0].isdigit() and match(bare.lstrip("0123456789") or bare)))


def is_section(line: str) -> bool:
    """Return whether a line is a heading under which a page lists other things than the report."""
    return len(line) <= _LONGEST_LINE and bool(
        _patterns_of("section", line.isascii()).fullmatch(line.strip("|[](){}•·—–-: "))
    )


def is_promo(line: str) -> bool:
    """Return whether a paragraph at the foot of a page addresses the reader."""
    return len(line) <= _LONGEST_PROMO and bool(_patterns_of("promo", line.isascii()).match(line))


@remember
def _patterns_of(kind: str, is_ascii: bool) -> re.Pattern[str]:
    """Return the patterns of a kind as one; for a line in ASCII without those written in other letters only."""
    table = load_list("boilerplate")
    rows = table["kind"] != "promo" if kind == "lines" else table["kind"].isin(_KINDS.get(kind, (kind,)))
    patterns = [found for found in table.loc[rows, "pattern"] if not (is_ascii and _OTHER_LETTERS.fullmatch(found))]
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns) or "(?!)", re.IGNORECASE)
