"""
Boilerplate lines: menus, share and follow lines, comment forms, notices, headings of other reports.

There are two signs by which a line is boilerplate wherever it stands. A pattern of ``lists/boilerplate.csv`` matches it
whole, or it is short and recurs, in `RECURS` documents and a fiftieth of all; reprints, all of whose lines recur, are
not counted. Patterns of kind *section* head a list of other things, those of kind *promo* count at the foot of a page
only, as their phrases may also occur in a sentence of a report; `analysis.corpus.page` reads head and foot.
"""

import re
from array import array
from collections import Counter
from collections.abc import Collection, Sequence
from functools import lru_cache
from math import ceil

import numpy as np

from analysis.lists.loading import load_list, remember

RECURS = 5

_LONGEST_LINE = 300
_LABEL = 9  # most words between which there is no sentence
_NOTICES = ("caption", "comments", "cookies", "follow", "rights")  # kinds that whole sentences may be of
_LONGEST_PROMO = 600


def find_recurring(texts: Sequence[str]) -> set[str]:
    """Find the lines that recur across the texts of a corpus, stripped of white space."""
    if len(texts) < RECURS:
        return set()
    least = max(RECURS, ceil(len(texts) / 50))
    hashes = array("q")
    for text in texts:
        hashes.extend({hash(bare) for line in text.split("\n") if (bare := line.strip())})
    lines, times = np.unique(np.frombuffer(hashes, np.int64), return_counts=True)
    often = set(lines[times >= least].tolist())
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
    return _matches(bare, "notices" if line.count(" ") > _LABEL and line[-1] == "." else "any")


def is_section(line: str) -> bool:
    """Return whether a line is a heading under which a page lists other things than the report."""
    return len(line) <= _LONGEST_LINE and _matches(line.strip("|[](){}•·—–-: "), "section")


def is_promo(line: str) -> bool:
    """Return whether a paragraph at the foot of a page addresses the reader."""
    return len(line) <= _LONGEST_PROMO and _matches(line, "promo")


@remember
@lru_cache(maxsize=1 << 13)  # the lines of a site come again
def _matches(line: str, kind: str) -> bool:
    return _pattern_of(kind).fullmatch(line) is not None


@remember
def _pattern_of(kind: str) -> re.Pattern[str]:
    """Compile the patterns of a kind as one; *any* is of all but *promo*."""
    table = load_list("boilerplate")
    kinds = table["kind"].replace(dict.fromkeys(_NOTICES, "notices"))
    own = table["pattern"][kinds == kind if kind != "any" else kinds != "promo"]
    ending = r"[\s\S]*" * (kind == "promo")
    return re.compile("|".join(f"(?:{pattern}){ending}" for pattern in own), re.I)
