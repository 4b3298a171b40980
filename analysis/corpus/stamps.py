"""
The day of publication: on a line of its own, in the dateline, in the page's address, or by a weekday.

Only a complete date counts, on a line that holds little more, or before the first words of a report. Where there is
none, the first lines may give weekday, month and day, with which exactly one year mentioned in the text agrees: 4 June
was a Wednesday in 2025, so "On Wednesday, June 4" with "in 2025" is a date and "on February 19" is not.
"""

import datetime as dt
import re
from contextlib import suppress
from typing import NamedTuple

from analysis.corpus.metadata import patterns_of
from analysis.text.calendar import weekday_pattern
from analysis.text.dates import Written, read_dates

_FIRST_LINES = 500
_LONGEST_STAMP, _LONGEST_DATELINE = 160, 100
_SHORT, _SHORTEST_SENTENCE = 25, 8  # characters, words
_WORD = re.compile(r"(?!UTC|GMT|MSK|[AP]M\b)[^\W\d_]{2,}")
_TOLD = re.compile(r"(?:\b[^\W\d_A-ZА-ЯЁ]+\s|:\s?)$")  # "as of 4 June", "Expires: 4 June"
CLOCK = re.compile(r"(?<![\d.:])(?:[01]?\d|2[0-3]):[0-5]\d(?!\d)")
_DIGIT = re.compile(r"\d")
_YEAR = re.compile(r"(?<!\d)(?:19[5-9]\d|20[0-6]\d)(?!\d| GMT|[:.]\d)")
_PLACES = re.compile(r"(?i:date\s)?(?:[^\W\d_a-zа-яё][\w’'.-]*+\s?[,/]?\s*+){0,5}[,.(]?\s?")
_AFTER_DATE = re.compile(r"(?:[^\n–—]{0,30}?(?:\s--?\s|\s?[–—]|\s?[/(:])|\.|\s(?=[^\W\d_a-zа-яё]))")
_ADDRESS = re.compile(r"https?://\S{4,200}?/(20\d\d)([/-]?)([01]\d)\2([0-3]\d)(?![\d])\S*")


class Stamp(NamedTuple):
    """The day that a line gives as that of publication or of an update, and whether an hour stands beside it."""

    day: dt.date | None  # None if day or year are not told
    clock: bool
    updated: bool


def read_stamp(line: str, language: str | None) -> Stamp | None:
    """Read a line that has little more than a date, perhaps with an hour, a name, a place or a section beside it."""
    if not (days := _find_days(line, language)):
        is_hour = len(line) <= _SHORT and CLOCK.search(line) and len(_WORD.findall(line)) < 3
        return Stamp(None, True, False) if is_hour else None
    updates = [update for _, pattern in patterns_of("updated", language) for update in pattern.finditer(line)]
    fresh = [day for day in days if not any(update.start() <= day.start < update.end() for update in updates)]
    first, clock = (fresh or days)[0], any(day.hour is not None for day in days)
    before = line[: first.start]
    published = bool(updates) or any(pattern.search(before) for _, pattern in patterns_of("published", language))
    n_words = len(_WORD.findall(line)) - sum(len(_WORD.findall(line, day.start, day.end)) for day in days)
    most = 10 if clock or published else 3 if line[-1] in ".!?" else 4
    return None if n_words > most or (not published and _TOLD.search(before)) else Stamp(first.date, clock, not fresh)


def _find_days(line: str, language: str | None) -> list[Written]:
    """Return the days in a line, those with a year if one has; one without a year only in a very short line."""
    if len(line) > _LONGEST_STAMP or not _DIGIT.search(line) or (line[-1] == "." and line[-2:-1].isdecimal()):
        return []
    found = [written for written in read_dates(line, language) if written.day]
    return [written for written in found if written.year] or (found if len(line) <= _SHORT else [])


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
    possible = []
    for year in set(_YEAR.findall(text)):
        with suppress(ValueError):  # 29 February
            possible.append(dt.date(int(year), month, day))
    agreeing = [day for day in possible if day.isoweekday() == weekday]
    return agreeing[0] if len(agreeing) == 1 else None
