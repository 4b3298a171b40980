"""
Who wrote a report and where it appeared, in its own words; title and day are found by `analysis.corpus.page`.

They are read from the head and the foot of a text, by patterns for a language (``lists/self_reference.csv``), never by
a list of outlets.
"""

import re
from typing import NamedTuple

from analysis.lists.loading import load_list, remember

HEAD, FOOT = 1500, 600  # characters that may name author and outlet

_LONGEST_BYLINE = 120
_PLACED = re.compile(r"(?:in|for|on|at|from)\b[^.]+$")
_NAME = r"(?-i:(?P<found>[^\W\d_a-zа-яё][\w.'’-]+(?: [^\W\d_a-zа-яё][\w.'’-]*){1,3}))"
_AGENCY = (
    r"(?-i:[\"“«](?P<quoted>[^\W\d_a-zа-яё][^\"”»\n]{1,40})[\"”»]|"
    r"(?P<found>(?<![\w.&-])(?:[\w-]++\.(?:{DOMAIN})\b|"
    r"[^\W\d_a-zа-яё][\w.&-]*(?: [^\W\d_a-zа-яё][\w.&-]*){0,3})))"
)


class Metadata(NamedTuple):
    """What a report says about itself; None if it does not."""

    byline: str | None
    outlet: str | None


def find_metadata(text: str, language: str | None) -> Metadata:
    """Find byline, outlet and date in the first `HEAD` and last `FOOT` characters of a text, before boilerplate is
    dropped: "Follow Daryo's official page" names the outlet. For a `language` (ISO 639-1) without patterns there is no
    byline and no outlet."""
    ends = text if len(text) <= HEAD + FOOT else f"{text[:HEAD]}\n{text[-FOOT:]}"
    lowered, lines = ends.lower(), ends.splitlines()
    byline, outlet = ([row[1] for row in patterns_of(kind, language) if row[0] in lowered] for kind in Metadata._fields)
    return Metadata(_find_byline(lines, byline), _find_outlet(ends, outlet))


def _find_byline(lines: list[str], patterns: list[re.Pattern[str]]) -> str | None:
    for line in [bare for line in lines if len(bare := line.strip()) <= _LONGEST_BYLINE]:
        for found in filter(None, [pattern.match(line) for pattern in patterns]):
            rest = line[found.end() :].strip()
            placed = len(line) <= 80 and line[:1].isupper() and _PLACED.match(rest)
            if not rest or rest[0] in ",|/;(–—-" or placed:
                return found["found"].rstrip(".")
    return None


def _find_outlet(text: str, patterns: list[re.Pattern[str]]) -> str | None:
    for found in (found for pattern in patterns for found in pattern.finditer(text)):
        group = "quoted" if found["quoted"] else "found"
        before = text[: found.start(group)].rstrip('"“« ').lower()
        if before != "the" and not before.endswith((" the", "\nthe")):
            return found[group].rstrip(".")
    return None


@remember
def patterns_of(kind: str, language: str | None) -> list[tuple[str, re.Pattern[str]]]:
    """Return the patterns of ``lists/self_reference.csv`` of a kind, each with a word that what it matches has."""
    table = load_list("self_reference", (language or "",))
    rows = table[table["kind"] == kind]
    agency = _AGENCY.replace("{DOMAIN}", "|".join(load_list("domains")["domain"]))
    filled = [pattern.replace("{NAME}", _NAME).replace("{AGENCY}", agency) for pattern in rows["pattern"]]
    return list(zip(rows["hint"], [re.compile(pattern, re.I | re.M) for pattern in filled], strict=True))
