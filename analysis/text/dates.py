"""
Days and months as texts and files write them: the only place that knows how.

A month's name counts beside a day or a year. The names of the text's own language may lack one of the two; those of any
other language, abbreviations, and English names in small letters make full dates only (``12 марта 2024`` in an English
report). Case endings, words between (``of``, ``года``) and ordinals in letters stand in ``lists/calendar.csv``.

In figures the year comes first or last. Between full stops, and in every language of the list but English, the day then
precedes the month. In English both orders are in use: a date that either leaves possible is open, and not read.
"""

import datetime as dt
import re
from calendar import monthrange
from collections.abc import Iterable, Iterator
from contextlib import suppress
from itertools import compress, count, pairwise
from numbers import Real
from operator import itemgetter
from typing import NamedTuple
from unicodedata import normalize

from analysis.text.calendar import date_pattern, hide, is_day_first, joint_pattern, named_months, named_numbers
from analysis.text.phrases import Words, split_words

_YEARS = ("later", "latest", "earlier", "short")
_DAYS = ("first", "second", "day", "ordinal", "third", "fourth")
_LONGEST = 200  # characters of a field
_PLACEHOLDERS = {dt.date(1900, 1, 1), dt.date(1970, 1, 1)}  # the days from which programs count
_EXCEL = (20_000, 73_050)  # days since the end of 1899: 1954 to 2099
_DIGIT = re.compile(r"\d")
_NUMBER = re.compile(r"\d{5,19}(?:\.\d{1,9})?")
_FIGURES = re.compile(r"([-./])(?<=\d.)(\d{1,2})\1(?=\d)")  # begins with a sign: quicker than with a figure
_FIRST = re.compile(r"(?<![\w.])(?<!\w[-/,])((?:1[89]|20)\d\d|\d{1,2})$")
_LAST = re.compile(r"((?:1[89]|20)\d\d|\d{1,2})(?!\d|[-./]\d|%)")
_EASTERN = re.compile(r"[年년](?:(?<=\d{4}.)|(?<=\d{4}\s.))\s?(\d{1,2})\s?[月월]\s?(\d{1,2})\s?[日일]")
_CLOCK = r"(?P<hour>\d{1,2}):(?P<minute>[0-5]\d)(?::\d\d(?:\.\d{1,9})?)?(?:\s?(?P<half>[ap])\.?m\b)?"
_CLOCK_INSIDE = re.compile(_CLOCK, re.I)
_CLOCK_AFTER = re.compile(rf"[^\d\n:]{{0,16}}?{_CLOCK}(?!\d)", re.I)
_CLOCK_BEFORE = re.compile(rf"(?<![\d.:]){_CLOCK}(?:\s?\([^()\n]{{1,12}}\)|\s[A-Z]{{2,4}})?[^\w\n:]{{1,4}}$", re.I)


class Written(NamedTuple):
    """A day or month that stands at `start` to `end` of a text; 0 where year, day or weekday (1 is Monday) is not told,
    None where the hour is not."""

    start: int
    end: int
    year: int
    month: int
    day: int
    weekday: int = 0
    hour: int | None = None
    minute: int | None = None

    @property
    def date(self) -> dt.date | None:
        """The day, if it is complete."""
        return dt.date(self.year, self.month, self.day) if self.year and self.day else None


def read_dates(
    text: str, language: str | None, *, order: str | None = None, words: Words | None = None
) -> list[Written]:
    """
    Read the days and months that a text names.

    Parameters
    ----------
    text : str
        A line, a cell of a table, or a report.
    language : str or None
        ISO 639-1; None where unknown.
    order : {"dmy", "mdy", "ymd"}, optional
        Settles figures that may be read in several ways.
    words : tuple, optional
        The words of the text, if `split_words` has already been called on it.

    Returns
    -------
    list of Written
        By start; of a range, its first and its last. A month has day 0, and a day whose year is not told year 0.

    Examples
    --------
    >>> [day[2:5] for day in read_dates("from 12 to 14 March 2024, as on 4 May", "en")]
    [(2024, 3, 12), (2024, 3, 14), (0, 5, 4)]
    """
    language = (language or "").lower().replace("_", "-").partition("-")[0]
    months, words = named_months(language), words or split_words(text)
    found, groups, needs, taken = list(_in_figures(text, language, order)), list[list[Written]](), list[int](), 0
    for at in compress(count(), map(months.__contains__, words[0])):
        start, (month, need) = words[1][at], months[words[0][at]]
        group = _around(text, taken, start, start + len(words[0][at]), month, language)
        taken = group[-1].end if _is_told(group[-1], need) else taken
        if need < 2 or group[-1].day or group[-1].year:
            groups.append(group)
            needs.append(need)
    if any(day.year for group in groups for day in group):
        _share_years(text, groups)
    found += [day for group, need in zip(groups, needs, strict=True) for day in group if _is_told(day, need)]
    possible = [day for day in found if 0 < day.month < 13 and day.day <= monthrange(day.year or 2000, day.month)[1]]
    return sorted(_with_clock(text, day) for day in possible)


def parse_date(value: object, language: str | None, order: str | None = None) -> dt.datetime | None:
    """
    Parse the date field of a file; the clock stays as written, and the time zone is dropped.

    Parameters
    ----------
    value : object
        A date or datetime; a number: seconds, or thousandths and so on, since 1970, days as Excel counts them, or
        ``20240312``; or a str: one of these numbers, ISO 8601, or what `read_dates` reads.
    language : str or None
        ISO 639-1, for the names of months and the order of figures.
    order : {"dmy", "mdy", "ymd"}, optional
        Settles figures that may be read in several ways; `find_order` finds it.

    Returns
    -------
    datetime or None
        None if the value is no day, several, one that may be read in two ways, or none that a report can have: before
        1800, after 2099, or 1 January of 1900 or 1970, where programs begin to count.

    Examples
    --------
    >>> parse_date("12 мар. 2024, 08:30", "ru")
    datetime.datetime(2024, 3, 12, 8, 30)
    """
    found: dt.date | None = None
    if isinstance(value, dt.date):
        found = value if value == value else None  # NaT is not
    elif isinstance(value, Real) and not isinstance(value, bool) and value == value:
        found = _from_number(float(value))
    elif isinstance(value, str) and len(value) <= _LONGEST:
        with suppress(ValueError):
            found = dt.datetime.fromisoformat(value.strip())
        if found is None and _NUMBER.fullmatch(value.strip()):
            found = _from_number(float(value))
        found = found or _only_day(read_dates(normalize("NFC", value), language, order=order))
    if found is None or not 1800 <= found.year < 2100 or dt.date(*found.timetuple()[:3]) in _PLACEHOLDERS:
        return None
    return dt.datetime(*found.timetuple()[:6])


def find_order(values: Iterable[object]) -> str | None:
    """
    Find the order of day and month in a column of dates.

    Parameters
    ----------
    values : iterable
        The cells of the column. Those that are no dates in figures with the year last say nothing.

    Returns
    -------
    {"dmy", "mdy"} or None
        None if no cell settles it, or two contradict each other.

    Examples
    --------
    >>> find_order(["03/04/2024", "25/03/2024"])
    'dmy'
    """
    texts = [value for value in values if isinstance(value, str) and len(value) <= _LONGEST]
    pairs = [(int(first), int(second)) for text in texts for first, _, second, *_ in _figures(text) if len(first) < 3]
    orders = {"dmy" if a > b else "mdy" for a, b in pairs if 0 < min(a, b) <= 12 < max(a, b) < 32}
    return orders.pop() if len(orders) == 1 else None


def _from_number(number: float) -> dt.datetime | None:
    """Read 45363 (Excel), 20240312, 20240312080000, 1710230400 (seconds), 1710230400000 (thousandths) and so on."""
    if _EXCEL[0] <= number <= _EXCEL[1]:
        return dt.datetime(1899, 12, 30) + dt.timedelta(days=number)
    if len(digits := f"{number:.0f}") in (8, 14):
        with suppress(ValueError):
            return dt.datetime.strptime(digits.ljust(14, "0"), "%Y%m%d%H%M%S")
    seconds = next((number / unit for unit in (1, 1e3, 1e6, 1e9) if 1e8 <= number / unit < 4.1e9), None)
    return dt.datetime(1970, 1, 1) + dt.timedelta(seconds=seconds) if seconds else None


def _only_day(written: list[Written]) -> dt.datetime | None:
    days = {day.date for day in written}
    if len(days) != 1 or None in days:
        return None
    hour, minute = next(((day.hour, day.minute) for day in written if day.hour is not None), (0, 0))
    return dt.datetime(written[0].year, written[0].month, written[0].day, hour, minute or 0)


def _figures(text: str) -> Iterator[tuple[str, str, str, str, int, int]]:
    """Yield the parts of what may be a date in figures: first, sign, second and last, start and end."""
    for found in _FIGURES.finditer(text):
        first = _FIRST.search(text, max(0, found.start() - 4), found.start())
        last = _LAST.match(text, found.end())
        if first and last:
            yield first[1], found[1], found[2], last[1], first.start(), last.end()


def _in_figures(text: str, language: str, order: str | None) -> Iterator[Written]:
    clear = "./-" if order else "./" if is_day_first(language) else "."  # with a year of two figures
    for first, sign, second, last, start, end in _figures(text):
        if len(first) == 4 and len(last) < 3:
            yield Written(start, end, int(first), int(second), int(last))
        elif len(first) < 3 and (len(last) == 4 or (sign in clear and len(first + second + last) == 6)):
            if order == "ymd" and len(last) == 2:
                first, last = last, first
            if settled := _month_and_day(int(first), int(second), sign, language, order):
                yield Written(start, end, _full_year(last), *settled)
    for found in _EASTERN.finditer(text) if not text.isascii() else ():
        start = found.start() - 4 - text[found.start() - 1].isspace()
        yield Written(start, found.end(), int(text[start : start + 4]), int(found[1]), int(found[2]))


def _month_and_day(first: int, second: int, sign: str, language: str, order: str | None) -> tuple[int, int] | None:
    """Return month and day of two figures, None where the other order is possible too."""
    if order == "mdy":
        return first, second
    if order or sign == ".":
        return second, first
    if (first > 12) != (second > 12):
        return min(first, second), max(first, second)
    return (second, first) if first == second or is_day_first(language) else None


def _full_year(figures: str) -> int:
    return int(figures) + (0 if len(figures) == 4 else 1900 if int(figures) > 68 else 2000)  # as POSIX has it


def _around(text: str, taken: int, start: int, end: int, month: int, language: str) -> list[Written]:
    """Read the days before or after the name of a month, with their year; the month alone where there are none. What
    stands before `taken` belongs to the month before."""
    first = max(taken, start - 32)
    before, behind = text[first:start], text[end : end + 32]
    word = before.rstrip().rpartition(" ")[2].lower()
    dated = _DIGIT.search(before[-16:] + behind[:12]) or word == "of" or word in named_numbers(language)
    found = date_pattern(language).search(before + hide(text[start:end]) + behind) if dated else None
    told = dict(filter(itemgetter(1), found.groupdict().items())) if found else {}
    if not found or not told:
        return [Written(start, end, 0, month, 0)]
    days = {name: _number(told[name], language) for name in _DAYS if name in told}
    if [*days.values()] != sorted({*days.values()}):  # "30-2 March"
        days = {}
    edges = [first + edge for name in days for edge in found.span(name)] or [0, 0]
    earlier = [first + found.start(name) for name in ("earlier", *days) if name in told]
    edges[0], edges[-1] = min([start, *earlier]), first + found.end()
    year = next((_full_year(told[name]) for name in _YEARS if name in told), 0)
    weekday = _number(told.get("weekday", "0"), language) if len(days) == 1 else 0
    places = zip(edges[::2], edges[1::2], days.values() or [0], strict=True)
    return [Written(head, tail, year, month, day, weekday) for head, tail, day in places]


def _number(told: str, language: str) -> int:
    """Return the number of a day in figures or letters, or of a weekday."""
    return int(told) if told.isdigit() else named_numbers(language).get(re.sub(r"[\s-]+", " ", told.lower()), 0)


def _is_told(day: Written, needs: int) -> bool:
    """Return whether a month's name makes a date: it needs day and year (2), a day (1), or either of them (0)."""
    return bool(day.day or (day.year and not needs)) and bool(day.year or needs < 2)


def _share_years(text: str, groups: list[list[Written]]) -> None:
    """Give all parts of a range or list the year that the last of them tells, or the first: ``2024-yil yanvar-may``."""
    pairs = [(one[-1], two[0]) for one, two in pairwise(groups)]
    joints = [joint_pattern().fullmatch(text, a.end, b.start) if a.month <= b.month else None for a, b in pairs]
    linked = False
    for at, joint in reversed([*enumerate(joints)]):
        year = groups[at + 1][0].year
        linked = bool(joint and year and not groups[at][0].year and (linked or not joint["comma"]))
        if linked:
            groups[at] = [day._replace(year=year) for day in groups[at]]
    for at, joint in enumerate(joints, 1):
        last = groups[at - 1][-1]
        if joint and not joint["comma"] and last.year and not groups[at][0].year and text[last.end - 1].isalpha():
            groups[at] = [day._replace(year=last.year) for day in groups[at]]


def _with_clock(text: str, day: Written) -> Written:
    """Add the time of the day that stands behind or before it."""
    if not day.day or ":" not in text[max(0, day.start - 24) : day.end + 24]:
        return day
    found = _CLOCK_INSIDE.search(text, day.start, day.end) or _CLOCK_AFTER.match(text, day.end)
    found = found or _CLOCK_BEFORE.search(text, max(0, day.start - 30), day.start)
    if found is None or int(found["hour"]) > (12 if found["half"] else 23):
        return day
    hour = int(found["hour"]) % 12 + 12 * (found["half"] in "pP") if found["half"] else int(found["hour"])
    return day._replace(hour=hour, minute=int(found["minute"]))
