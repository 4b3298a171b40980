"""
Days and months named in a text, as far as the text itself makes them certain.

``4 June 2025`` is 2025-06-04 and ``February 2024`` is 2024-02. A day without a year stays partial (``--02-19``) unless
the document's own date is known and the day lies within `NEAR` days of it, or a weekday named beside it
(``Tuesday, 19 February``) is right in exactly one of the years next to that date. Dates in figures are read day first,
as the region writes them, and left alone where the other order is possible (``03/04/2024``).
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from functools import cache

import pandas as pd

from analysis.facts.mention import Mention
from analysis.lexicon import load_list

NEAR = 60  # days; a newsroom names the year of a day farther off, and the same day a year away is over 300 off


def find_dates(text: str, language: str = "en", published: date | pd.Timestamp | None = None) -> list[Mention]:
    """
    Find the days and months a text names.

    Parameters
    ----------
    text : str
        Any text.
    language : str, default "en"
        ISO 639-1 code of the month names to read; dates in figures are read in any language.
    published : date or Timestamp, optional
        The document's own date, which may settle the year of a day named without one. NaT counts as unknown.

    Returns
    -------
    list of Mention
        Sorted by ``start``; kind ``date``, ``value`` ``2025-06-04``, ``2024-02`` or, with the year open, ``--02-19``.

    Examples
    --------
    >>> [m.value for m in find_dates("on 4 June 2025, after talks in February 2024 and on May 9")]
    ['2025-06-04', '2024-02', '--05-09']
    """
    pattern, numbers = _calendar(language)
    known = None if published is None or pd.isna(published) else date(published.year, published.month, published.day)
    found = []
    for match in pattern.finditer(text):
        if value := _value(match, numbers, known):
            found.append(Mention("date", value, match.start(), match.end()))
    return found


def _value(match: re.Match[str], numbers: dict[str, int], published: date | None) -> str | None:
    parts = {name[:-1]: words for name, words in match.groupdict().items() if words and name != "weekday"}
    year = int(parts["year"]) if "year" in parts else None
    month = int(parts["month"]) if parts["month"].isdigit() else numbers[parts["month"].lower()]
    if "day" not in parts:
        return f"{year}-{month:02d}"
    day = int(parts["day"])
    if year is None:
        weekday = numbers[match["weekday"].lower()] if match["weekday"] else None
        year = _year(month, day, weekday, published)
    if not _is_day(year or 2000, month, day):
        return None
    return f"{year}-{month:02d}-{day:02d}" if year else f"--{month:02d}-{day:02d}"


def _year(month: int, day: int, weekday: int | None, published: date | None) -> int | None:
    if published is None:
        return None
    years = [published.year + step for step in (-1, 0, 1) if _is_day(published.year + step, month, day)]
    if weekday is not None:
        years = [year for year in years if date(year, month, day).isoweekday() == weekday]
    else:
        years = [year for year in years if abs(date(year, month, day) - published) <= timedelta(NEAR)]
    return years[0] if len(years) == 1 else None


def _is_day(year: int, month: int, day: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True


@cache
def _calendar(language: str) -> tuple[re.Pattern[str], dict[str, int]]:
    rows = load_list("calendar", languages=(language,))
    numbers = {form: int(value) for form, value in zip(rows["form"], rows["value"], strict=True)}
    months, weekdays = (_either(rows.loc[rows["kind"] == kind, "form"]) for kind in ("month", "weekday"))
    day, year = r"(?:0?[1-9]|[12]\d|3[01])", r"(?:19|20)\d\d"
    forms = [
        rf"(?P<year1>{year})-(?P<month1>0[1-9]|1[0-2])-(?P<day1>\d\d)",
        rf"(?P<day2>{day})\.(?P<month2>0?[1-9]|1[0-2])\.(?P<year2>{year})",
        rf"(?P<day3>1[3-9]|2\d|3[01])/(?P<month3>0?[1-9]|1[0-2])/(?P<year3>{year})",
    ]
    if len(rows):
        end = r"(?:\.?,?\s(?:of\s)?"
        forms += [
            rf"(?:(?P<weekday>{weekdays}),?\s(?:the\s)?)?(?P<day4>{day})(?:st|nd|rd|th|-?го)?\s(?:of\s)?"
            rf"(?P<month4>{months}){end}(?P<year4>{year}))?",
            rf"(?P<month5>{months})\.?\s(?P<day5>{day})(?:st|nd|rd|th)?(?!\d|[.,]\d|\s(?:million|billion|percent))"
            rf"(?:,?\s(?P<year5>{year}))?",
            rf"(?P<month6>{months})\.?,?\s(?:of\s)?(?P<year6>{year})",
        ]
    return re.compile(rf"\b(?<!\d[.,-])(?:{'|'.join(forms)})\b", re.IGNORECASE), numbers


def _either(forms: pd.Series) -> str:
    return "|".join(sorted(map(re.escape, forms), key=len, reverse=True))
