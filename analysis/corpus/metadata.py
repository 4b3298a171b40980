"""
Metadata in the text of a report: byline, outlet, date; its title is found by `analysis.corpus.page`.

They are read from the head and the foot of a text, by patterns for a language (``lists/self_reference.csv``), never by
a list of outlets. A date is accepted only if it is complete and on a line of its own among the first or last, or in the
dateline, or if the first lines give weekday, month and day and exactly one year mentioned in the text agrees with them:
4 June was a Wednesday in 2025, so "On Wednesday, June 4" with "in 2025" is a date and "on February 19" is not.
"""

from __future__ import annotations

import datetime as dt
import re
from contextlib import suppress
from email.utils import parsedate_to_datetime
from itertools import pairwise
from typing import NamedTuple

from analysis.corpus.page import FOOT, HEAD, first_lines, is_signature
from analysis.lists.loading import load_list, remember

_FIRST_LINES = 500
_SHORTEST_SENTENCE = 8
_CLOCK = re.compile(r"(?<![\d.:])(?:[01]?\d|2[0-3]):[0-5]\d(?!\d)")
_PLACED = re.compile(r"(?:in|for|on|at|from)\b[^.]+$")
_SITE = re.compile(r"\s+[-–—|:»]\s+(.{2,40})")
_DIGIT = re.compile(r"\d")
_YEAR = re.compile(r"(?<!\d)(?:19[5-9]\d|20[0-6]\d)(?!\d| GMT|[:.]\d)")
_ISO = re.compile(r"(?<!\d)(\d{4})-(\d\d)-(\d\d)(?!\d)")
_EASTERN = re.compile(r"(?<!\d)(\d{4})\s?[年년]\s?(\d{1,2})\s?[月월]\s?(\d{1,2})\s?[日일]")
_NUMERIC = re.compile(r"(?<!\d)(\d{1,2})[./](\d{1,2})[./](\d{4})(?!\d)")
_YEAR_AFTER = re.compile(rf"(?:[\s,./-]|\b(?:del?|соли)\b)*({_YEAR.pattern})")
_YEAR_BEFORE = re.compile(rf"({_YEAR.pattern})(?:-\w{{1,8}})?(?:\s[^\W\d_]{{2,8}})?,?\s$")  # 2025-nji ýylyň 4-nji iýuny
_DATELINE = re.compile(r"[^\n–—]{5,80}?(?=\s(?:--?|–|—)\s|\s?[–—])")
_PLACES = re.compile(r"(?:[^\W\d_a-zа-яё][\w’'-]*[.,]?\s+){1,4}")
_AFTER_DATE = re.compile(r"\s*+(?:г\.|года|йил|ж\.)?\s*+[./(:–—-]")
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
    date: dt.date | None


def is_stamp(line: str, language: str | None) -> bool:
    """Return whether a line has little more than the date and time of publication, perhaps after a name or place."""
    digit = _DIGIT.search(line) if len(line) <= 100 else None
    if digit is None or re.search(r"\d\.$", line):
        return False
    month = _calendar(language)[0].search(line)
    before = line[: min(digit.start(), month.start() if month else len(line))]
    published = any(
        pattern.match(line) for kind in ("published", "updated") for _, pattern in _patterns(kind, language)
    )
    if not published and (":" in before or any(word[0].islower() for word in before.split())):
        return False
    dated, clock = bool(_full_dates(line, language)), _CLOCK.search(line) is not None
    n_words = len(re.findall(r"[^\W\d_]{2,}", line)) - (month is not None)
    return n_words <= (8 if dated and clock else 4 if dated else 1 if clock else -1)


def find_metadata(text: str, language: str | None) -> Metadata:
    """Find byline, outlet and date in the first `HEAD` and last `FOOT` characters of a text, before boilerplate is
    dropped: "Follow Daryo's official page" names the outlet. For a `language` (ISO 639-1) without patterns there is no
    byline and no outlet."""
    ends = text if len(text) <= HEAD + FOOT else f"{text[:HEAD]}\n{text[-FOOT:]}"
    lowered = ends.lower()
    byline, outlet = (
        [pattern for hint, pattern in _patterns(kind, language) if hint in lowered] for kind in ("byline", "outlet")
    )
    head = first_lines(text)
    named = _find_outlet(ends, outlet) or _site_of(head)
    return Metadata(_find_byline(ends, byline), named, _find_date(text, head, language))


def find_date(text: str, language: str | None) -> dt.date | None:
    """Find the date a report gives as its own, with month and weekday names of its language; None if there are several.
    The date of an update counts only if there is no other."""
    return _find_date(text, first_lines(text), language)


def _find_date(text: str, head: list[str], language: str | None) -> dt.date | None:
    datelines = [found[0] for line in head[:2] if (found := _DATELINE.match(line))]
    datelines += [dateline for line in head if (dateline := _dateline(line, language))]
    days = _days([*datelines, *(line for line in head if is_stamp(line, language) or is_signature(line))], language)
    if not days:
        foot = [line.strip() for line in text[-FOOT:].splitlines() if line.strip()]
        days = _days([line for line in foot[-3:] if is_stamp(line, language)], language)
    if len(days) == 1:
        return days.pop()
    return None if days else _weekday_date(text, language)


def _days(lines: list[str], language: str | None) -> set[dt.date]:
    """Return the dates in some lines, those of an update only if there is no other."""
    published = [pattern.sub("", line) for line in lines for _, pattern in _patterns("updated", language)]
    days = {day for line in published for day in _full_dates(line, language)}
    return days or {day for line in lines for day in _full_dates(line, language)}


def parse_date(value: object, language: str | None) -> dt.datetime | None:
    """Parse a file's date field, dropping the time zone; return None if it is not a date. `value` may be a date, a
    datetime, or a str: ISO 8601, RFC 2822, or with the name of the month in `language`."""
    if isinstance(value, str):
        for parse in (dt.datetime.fromisoformat, parsedate_to_datetime):
            with suppress(ValueError):
                return parse(value.strip()).replace(tzinfo=None)
        value = find_date(value, language)
    if isinstance(value, dt.date) and value == value:
        return dt.datetime(*value.timetuple()[:6])
    return None


def _dateline(line: str, language: str | None) -> str | None:
    """Return the start of a line like ``BAKU, March 12, 2025. Trend:``, up to and including the date."""
    found = _calendar(language)[0].search(line[:80]) if _YEAR.search(line[:90]) else None
    if found is None or not _PLACES.fullmatch(line[: found.start()]):
        return None
    year = _YEAR_AFTER.match(line, found.end())
    return line[: year.end()] if year and _AFTER_DATE.match(line, year.end()) else None


def _find_byline(text: str, patterns: list[re.Pattern[str]]) -> str | None:
    for line in text.splitlines() if patterns else ():
        for pattern in patterns:
            if len(line) <= 120 and (found := pattern.match(line.strip())):
                rest = line.strip()[found.end() :].strip()
                if (
                    not rest
                    or rest[0] in ",|/;(–—-"
                    or (len(line) <= 80 and line.strip()[0].isupper() and _PLACED.match(rest))
                ):
                    return found["found"].rstrip(".")
    return None


def _find_outlet(text: str, patterns: list[re.Pattern[str]]) -> str | None:
    lines = text.splitlines()
    for pattern in patterns:
        whole = pattern.pattern.startswith("^")  # matched at line starts only: a fifth of the time
        for found in filter(None, map(pattern.match, lines)) if whole else pattern.finditer(text):
            group = "quoted" if found["quoted"] else "found"
            before = found.string[: found.start(group)].rstrip('"“« ').lower()
            if before != "the" and not before.endswith((" the", "\nthe")):
                return found[group].rstrip(".")
    return None


def _site_of(lines: list[str]) -> str | None:
    """Return the name of the site from a line ``Title - Courier`` followed by the title alone."""
    for first, second in pairwise(lines):
        if first.lower().startswith(second.lower()) and (site := _SITE.fullmatch(first, len(second))):
            return site[1]
    return None


def _full_dates(line: str, language: str | None) -> list[dt.date]:
    days = [_day(*parts) for parts in _ISO.findall(line) + _EASTERN.findall(line)]
    for first, second, year in _NUMERIC.findall(line):
        if int(first) > 12 or first == second or "." in line:
            days.append(_day(year, second, first))
    pattern, _, months, _ = _calendar(language)
    for found in pattern.finditer(line):
        before = None if language == "en" else _YEAR_BEFORE.search(line[: found.start()])
        if year := _YEAR_AFTER.match(line, found.end()) or before:
            days.append(_day(year[1], *_month_and_day(found, months)))
    return [day for day in days if day]


def _weekday_date(text: str, language: str | None) -> dt.date | None:
    """Return the date on which weekday, day and month of the first lines agree with exactly one year in the text."""
    _, dated, months, weekdays = _calendar(language)
    first = text[:_FIRST_LINES]
    lowered = _fold(first)
    found = dated.search(first) if any(name in lowered for name in weekdays) else None
    if found is None:
        return None
    line = text[text.rfind("\n", 0, found.start()) + 1 :].partition("\n")[0]
    if len(line.split()) < _SHORTEST_SENTENCE or line.rstrip().endswith(":"):
        return None
    days = [_day(year, *_month_and_day(found, months)) for year in set(_YEAR.findall(text))]
    agreeing = [day for day in days if day and day.weekday() == weekdays[_fold(found["weekday"])]]
    return agreeing[0] if len(agreeing) == 1 else None


def _month_and_day(found: re.Match[str], months: dict[str, int]) -> tuple[int, int]:
    return months[_fold(found["month"] or found["month2"])], int(re.sub(r"\D", "", found["day"] or found["day2"]))


def _fold(name: str) -> str:
    """Return a name in lower case, with one i for the four of Turkic alphabets, as case-insensitive patterns match."""
    return name.lower().replace("i\u0307", "i").replace("ı", "i")


def _day(year: str | int, month: str | int, day: str | int) -> dt.date | None:
    with suppress(ValueError):
        return dt.date(int(year), int(month), int(day))
    return None


@remember
def _patterns(kind: str, language: str | None) -> list[tuple[str, re.Pattern[str]]]:
    table = load_list("self_reference", (language or "",))
    rows = table[table["kind"] == kind]
    agency = _AGENCY.replace("{DOMAIN}", "|".join(load_list("domains")["domain"]))
    filled = [pattern.replace("{NAME}", _NAME).replace("{AGENCY}", agency) for pattern in rows["pattern"]]
    return list(zip(rows["hint"], [re.compile(pattern, re.I | re.M) for pattern in filled], strict=True))


@remember
def _calendar(language: str | None) -> tuple[re.Pattern[str], re.Pattern[str], dict[str, int], dict[str, int]]:
    """Return patterns for "June 4" or "4 June", alone and after a weekday, and the numbers of months and weekdays.
    Weekdays lose their last letter, which Russian inflects (``среда``, ``в среду``); outside English a month may have
    an ending (``4-июну``, ``4 iyunda``), and a day a full stop or an ending (``4. Juni``, ``4-nji iýuny``)."""
    names = load_list("calendar_names").set_index("language")
    language = re.split("[-_]", (language or "").lower())[0]
    row = names.loc[language if language in names.index else "en"]
    months, weekdays = (
        {
            _fold(form).removesuffix("ь"): number
            for number, forms in enumerate(row[kind].split(";"), first)
            for form in forms.split("/")
        }
        for kind, first in (("months", 1), ("weekdays", 0))
    )
    weekdays = {name[:-1] if len(name) > 3 else name: number for name, number in weekdays.items()}
    month = "|".join(re.escape(name).replace("i", "[iİıI]") for name in sorted(months, key=len, reverse=True))
    day, joint, ending = r"\d{1,2}(?:st|nd|rd|th)?(?![\d:.%]\d|\d)", r"[\s/-]+", ""
    if row.name != "en":
        day, joint, ending = r"\d{1,2}(?:\.|º|-\w{1,4})?(?![\d:.%]\d|\d)", r"(?:\s+(?:de\s+)?|-)", r"[^\W\d_]{0,3}"
    both = rf"\b(?P<month>{month}){ending}\.?\s+(?P<day>{day})|\b(?P<day2>{day}){joint}(?P<month2>{month}){ending}\b"
    weekday = "|".join(re.escape(name).replace("i", "[iİıI]") for name in sorted(weekdays, key=len, reverse=True))
    after = rf"\b(?P<weekday>{weekday})\w{{0,2}},?\s+(?:{both})"
    return re.compile(both, re.IGNORECASE), re.compile(after, re.IGNORECASE), months, weekdays
