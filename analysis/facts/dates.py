"""
Days and months named in a text, as far as the text itself makes them certain.

``4 June 2025`` is 2025-06-04 and ``February 2024`` is 2024-02. A day without a year stays partial (``--02-19``) unless
the document's own date is known and the day lies within `NEAR` days of it, or a weekday named beside it
(``Tuesday, 19 February``) is right in exactly one of the three years around that date.
"""

from contextlib import suppress
from datetime import date

import pandas as pd

from analysis.facts.document import Document, Mention
from analysis.text.dates import Written, read_dates

NEAR = 60  # days; a newsroom names the year of a day farther off, and the same day a year away is over 300 off


def find_dates(document: Document, published: date | pd.Timestamp | None = None) -> list[Mention]:
    """
    Find the days and months that a text names.

    The document's own date (`published`; NaT or None where unknown) may settle the year of a day named without one.
    Gives mentions by ``start``, ``value`` ``2025-06-04``, ``2024-02`` or, with the year open, ``--02-19``.

    >>> [m.value for m in find_dates(Document("on 4 June 2025, after talks in February 2024 and on May 9"))]
    ['2025-06-04', '2024-02', '--05-09']
    """
    words = document.words if document.written == document.text else None  # months are read with their marks
    days = read_dates(document.written, document.language, words=words)
    known = pd.Timestamp(published).date() if days and not pd.isna(published) else None
    return [Mention("date", _value(day, known), day.start, day.end) for day in days]


def _value(day: Written, published: date | None) -> str:
    if not day.day:
        return f"{day.year}-{day.month:02d}"
    year = day.year or (_year(day, published) if published else 0)
    return f"{f'{year:04d}' if year else '-'}-{day.month:02d}-{day.day:02d}"


def _year(day: Written, published: date) -> int:
    """The one year that the weekday, or else the document's date, leaves possible; 0 where it does not."""
    years = []
    for year in range(published.year - 1, published.year + 2):
        with suppress(ValueError):  # 29 February
            known = date(year, day.month, day.day)
            fits = known.isoweekday() == day.weekday if day.weekday else abs(known - published).days <= NEAR
            years += [year] if fits else []
    return years[0] if len(years) == 1 else 0
