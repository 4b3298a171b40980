"""
Who wrote a report, where it appeared and on which day, in its own words; `analysis.corpus.page` chooses among the days.

Author and outlet are read from the head and the foot of a text, by patterns for a language
(``lists/self_reference.csv``), never by a list of outlets.

The day is on a line of its own, in the dateline, in the page's address, or told by a weekday. Only a complete date
counts, on a line that holds little more, or before the first words of a report. Where there is none, the first lines
may give weekday, month and day, with which exactly one year mentioned in the text agrees: 4 June was a Wednesday in
2025, so "On Wednesday, June 4" with "in 2025" is a date and "on February 19" is not.
"""

import datetime as dt
import re
from calendar import monthrange
from contextlib import suppress
from typing import NamedTuple

from analysis.corpus.units import find_agency
from analysis.lists.loading import load_list, remember
from analysis.text.calendar import weekday_pattern
from analysis.text.dates import Written, read_dates
from analysis.text.phrases import UPPER

HEAD, FOOT = 1500, 600  # characters that may name author and outlet

_LONGEST_BYLINE = 120
_PLACED = re.compile(r"(?:in|for|on|at|from)\b[^.]+$")
_NAME = r"(?-i:(?P<found>[^\W\d_a-zа-яё][\w.'’-]+(?: [^\W\d_a-zа-яё][\w.'’-]*){1,3}))"
_AGENCY = (
    r"(?-i:[\"“«](?P<quoted>[^\W\d_a-zа-яё][^\"”»\n]{1,40})[\"”»]|"
    r"(?P<found>(?<![\w.&-])(?:[\w-]++\.(?:{DOMAIN})\b|"
    r"[^\W\d_a-zа-яё][\w.&-]*(?: [^\W\d_a-zа-яё][\w.&-]*){0,3})))"
)
_HOST = re.compile(r"(?i)\s*(?:https?://(?:www\.)?|www\.)(?:[a-z]{1,3}\.)?([\w-]+\.[a-z]{2,4}(?:\.[a-z]{2})?)/")
_FIRST_LINES = 500
_LONGEST_STAMP, _LONGEST_DATELINE = 160, 100
_SHORT, _SHORTEST_SENTENCE = 25, 8  # characters, words
_WORD = re.compile(r"(?!UTC|GMT|MSK|[AP]M\b)[^\W\d_]{2,}")
_TOLD = re.compile(rf"(?:\b[^\W\d_{UPPER}]+\s|:\s?)$")  # "as of 4 June", "Expires: 4 June"
CLOCK = re.compile(r"(?<![\d.:])(?:[01]?\d|2[0-3]):[0-5]\d(?!\d)")
_DIGIT = re.compile(r"\d")
_YEAR = re.compile(r"(?<!\d)(?:19[5-9]\d|20[0-6]\d)(?!\d| GMT|[:.]\d)")
_PLACES = re.compile(r"(?i:date\s)?(?:[^\W\d_a-zа-яё][\w’'.-]*+\s?[,/|]?\s*+){0,5}[,.(]?\s?")
_AFTER_DATE = re.compile(r"(?:[^\n–—]{0,30}?(?:\s--?\s|\s?[–—]|\s?[/(:|])|\.|[\s-](?=[^\W\d_a-zа-яё]))")
_ADDRESS = re.compile(r"https?://\S{4,200}?/(20\d\d)([/-]?)([01]\d)\2([0-3]\d)(?![\d])\S*")


class Metadata(NamedTuple):
    """What a report says about itself; None if it does not."""

    byline: str | None
    outlet: str | None


def find_metadata(text: str, language: str | None) -> Metadata:
    """Find byline, outlet and date in the first `HEAD` and last `FOOT` characters of a text, before boilerplate is
    dropped: "Follow Daryo's official page" names the outlet. So does a dateline, before all else, and the name of the
    site, before an agency that is cited. For a `language` (ISO 639-1) without patterns there is no byline, and no other
    outlet."""
    ends = text if len(text) <= HEAD + FOOT else f"{text[:HEAD]}\n{text[-FOOT:]}"
    lowered, lines = ends.lower(), ends.splitlines()
    byline, outlet = ([row[1] for row in patterns_of(kind, language) if row[0] in lowered] for kind in Metadata._fields)
    agencies = filter(None, map(find_agency, map(str.strip, text[:HEAD].splitlines())))
    named = next(agencies, None) or _find_site(ends)
    return Metadata(_find_byline(lines, byline), named or _find_outlet(ends, outlet))


def _find_site(text: str) -> str | None:
    """Return the name of the site whose address opens a text, if the text has it elsewhere: ``Courier.kg``."""
    host = _HOST.match(text)
    found = host and re.search(rf"(?i)(?<![\w@./-]){re.escape(host[1])}(?![\w/@]|\.\w|-\w{{4}})", text[host.end() :])
    return found[0] if found else None


def _find_byline(lines: list[str], patterns: list[re.Pattern[str]]) -> str | None:
    for line in [bare for line in lines if len(bare := line.strip()) <= _LONGEST_BYLINE]:
        for found in filter(None, [pattern.match(line) for pattern in patterns]):
            rest = line[found.end() :].strip()
            if not rest or rest[0] in ",|/;(–—-" or (len(line) <= 80 and line[:1].isupper() and _PLACED.match(rest)):
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


class Stamp(NamedTuple):
    """The day that a line gives as that of publication or of an update, and whether an hour stands beside it."""

    day: dt.date | None  # None if day or year are not told
    clock: bool
    updated: bool


def read_stamp(line: str, language: str | None) -> Stamp | None:
    """Read a line that has little more than a date, perhaps with an hour, a name, a place or a section beside it."""
    if not (days := _find_days(line, language)):
        return Stamp(None, True, False) if _is_hour(line) else None
    updates = [update for _, pattern in patterns_of("updated", language) for update in pattern.finditer(line)]
    fresh = [day for day in days if not any(update.start() <= day.start < update.end() for update in updates)]
    first, clock = (fresh or days)[0], any(day.hour is not None for day in days)
    before = line[: first.start]
    published = bool(updates) or any(pattern.search(before) for _, pattern in patterns_of("published", language))
    n_words = len(_WORD.findall(line)) - sum(len(_WORD.findall(line, day.start, day.end)) for day in days)
    most = 10 if clock or published else 3 if line[-1] in ".!?" else 4
    told = n_words > most or (not published and _TOLD.search(before))
    return None if told else Stamp(first.date, clock, not fresh)


def _find_days(line: str, language: str | None) -> list[Written]:
    """Return the days in a line, those with a year if one has; one without a year only in a very short line."""
    if len(line) > _LONGEST_STAMP or not _DIGIT.search(line) or (line[-1] == "." and line[-2:-1].isdecimal()):
        return []
    found = [written for written in read_dates(line, language) if written.day]
    return [written for written in found if written.year] or (found if len(line) <= _SHORT else [])


def _is_hour(line: str) -> bool:
    return len(line) <= _SHORT and CLOCK.search(line) is not None and len(_WORD.findall(line)) < 3


def find_dateline(line: str, language: str | None) -> dt.date | None:
    """Find the day in the dateline that a paragraph begins with: ``OSH, 4 June 2025 (Courier) -``."""
    start = line[:_LONGEST_DATELINE]
    for day in read_dates(start, language) if _DIGIT.search(start) else ():
        if day.date and _PLACES.fullmatch(line[: day.start]) and _AFTER_DATE.match(line, day.end):
            return day.date
    return None


def find_day_of_address(line: str) -> dt.date | None:
    """Find the day in the path of a page's address: ``https://courier.kg/2025/06/04/trams``."""
    with suppress(ValueError):
        if found := _ADDRESS.fullmatch(line):
            return dt.date(int(found[1]), int(found[3]), int(found[4]))
    return None


def find_weekday_date(text: str, language: str | None) -> dt.date | None:
    """Find the date on which weekday, day and month of the first lines agree with exactly one year in the text."""
    start = text[:_FIRST_LINES]
    told = ("19" in text or "20" in text) and weekday_pattern(language or "").search(start.lower())
    named = [day for day in (read_dates(start, language) if told else ()) if day.weekday and not day.year]
    if not named:
        return None
    at, _, _, month, day, weekday, *_ = named[0]
    line = text[text.rfind("\n", 0, at) + 1 :].partition("\n")[0]
    if len(line.split()) < _SHORTEST_SENTENCE:
        return None
    years = map(int, set(_YEAR.findall(text)))
    possible = [dt.date(year, month, day) for year in years if day <= monthrange(year, month)[1]]  # 29 February
    agreeing = [day for day in possible if day.isoweekday() == weekday]
    return agreeing[0] if len(agreeing) == 1 else None
