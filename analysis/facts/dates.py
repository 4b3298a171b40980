"""
Days and months named in a text, as far as the text itself makes them certain.

``4 June 2025`` is 2025-06-04 and ``February 2024`` is 2024-02. A day without a year stays partial (``--02-19``) unless
the document's own date is known and the day lies within `NEAR` days of it, or a weekday named beside it
(``Tuesday, 19 February``) is right in exactly one of the three years around that date. Dates in figures are read day
first, as the region writes them, and left alone where the other order is possible (``03/04/2024``).
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import NamedTuple

import pandas as pd

from analysis.facts.document import Document
from analysis.facts.mention import Mention
from analysis.lists.loading import load_list, remember

NEAR = 60  # days; a newsroom names the year of a day farther off, and the same day a year away is over 300 off
_DAY, _YEAR = r"(?P<day>0?[1-9]|[12]\d|3[01])", r"(?P<year>(?:19|20)\d\d)"
_FIGURES = re.compile(r"[-./](?<=\d.)\d{1,2}[-./]\d")  # from the first sign between figures on
_ORDERS = [
    re.compile(rf"(?<![\d.-]){_YEAR}-(?P<month>0[1-9]|1[0-2])-{_DAY}(?![\d-])"),
    re.compile(rf"(?<![\d.-]){_DAY}\.(?P<month>0?[1-9]|1[0-2])\.{_YEAR}(?!\d)"),
    re.compile(rf"(?<![\d/])(?P<day>1[3-9]|2\d|3[01])/(?P<month>0?[1-9]|1[0-2])/{_YEAR}(?!\d)"),
]
_BEFORE = re.compile(rf"(?<![\d.,-]){_DAY}(?:st|nd|rd|th|-?го)?\s(?:of\s)?$")
_AFTER = re.compile(
    rf"\.?\s{_DAY}(?:st|nd|rd|th)?(?!\d|[.,:]\d|\s(?:%|per|million|billion|thousand))(?:,?\s{_YEAR}\b)?"
)
_NEXT_YEAR = re.compile(rf"\.?,?\s(?:of\s)?{_YEAR}(?!\d|[,.]\d)")
_WORD_BEFORE = re.compile(r"\b([^\W\d_]+),?\s(?:the\s)?$")


class _Day(NamedTuple):
    start: int
    end: int
    year: int  # 0 where unknown, as day and weekday
    month: int
    day: int
    weekday: int


def find_dates(document: Document, published: date | pd.Timestamp | None = None) -> list[Mention]:
    """
    Find the days and months a text names: month names of its language, dates in figures of any.

    The document's own date (`published`; NaT or None where unknown) may settle the year of a day named without one.
    Gives mentions by ``start``, ``value`` ``2025-06-04``, ``2024-02`` or, with the year open, ``--02-19``.

    >>> [m.value for m in find_dates(Document("on 4 June 2025, after talks in February 2024 and on May 9"))]
    ['2025-06-04', '2024-02', '--05-09']
    """
    text, language = document.text, document.language
    known = None if published is None or pd.isna(published) else date(published.year, published.month, published.day)
    days = [
        _Day(*match.span(), int(match["year"]), int(match["month"]), int(match["day"]), 0)
        for figures in _FIGURES.finditer(text)
        for order in _ORDERS
        if (match := order.search(text, max(0, figures.start() - 4), figures.start() + 9))
    ]
    for start, end, row in document.phrases["calendar"]:
        if row["kind"] == "month" and (day := _read(text, start, end, int(row["value"]), language)):
            days.append(day)
    return [Mention("date", value, day.start, day.end) for day in sorted(days) if (value := _value(day, known))]


def _read(text: str, start: int, end: int, month: int, language: str) -> _Day | None:
    """The day or month that a month's name makes with the figures beside it; None where it stands alone."""
    before = _BEFORE.search(text, max(0, start - 12), start)
    after = (None if before else _AFTER.match(text, end)) or _NEXT_YEAR.match(text, end)
    if not before and not after:
        return None
    start, end = before.start() if before else start, after.end() if after else end
    figures = {**(after.groupdict() if after else {}), **(before.groupdict() if before else {})}
    word = _WORD_BEFORE.search(text, max(0, start - 16), start)
    weekday = _weekdays(language).get(word[1].lower(), 0) if word else 0
    return _Day(start, end, int(figures.get("year") or 0), month, int(figures.get("day") or 0), weekday)


def _value(day: _Day, published: date | None) -> str | None:
    if not day.day:
        return f"{day.year}-{day.month:02d}"
    year = day.year or (_year(day, published) if published else 0)
    if not _date(year or 2000, day):
        return None
    return f"{f'{year:04d}' if year else '-'}-{day.month:02d}-{day.day:02d}"


def _year(day: _Day, published: date) -> int:
    """The one year that the weekday, or else the document's date, leaves possible; 0 where it does not."""
    dates = [known for step in (-1, 0, 1) if (known := _date(published.year + step, day))]
    if day.weekday:
        years = [known.year for known in dates if known.isoweekday() == day.weekday]
    else:
        years = [known.year for known in dates if abs(known - published) <= timedelta(NEAR)]
    return years[0] if len(years) == 1 else 0


def _date(year: int, day: _Day) -> date | None:
    try:
        return date(year, day.month, day.day)
    except ValueError:
        return None


@remember
def _weekdays(language: str) -> dict[str, int]:
    rows = load_list("calendar", languages=(language,)).query("kind == 'weekday'")
    return dict(zip(rows["form"], rows["value"].astype(int), strict=True))
