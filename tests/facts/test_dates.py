"""Dates: resolved where that is certain, partial elsewhere."""

from datetime import date

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.facts.dates import find_dates
from analysis.facts.document import Document


def values(text, language="en", published=None):
    return [mention.value for mention in find_dates(Document(text, language), published)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("on 4 June 2025", ["2025-06-04"]),
        ("on June 4, 2025", ["2025-06-04"]),
        ("on 04.06.2025 and 2025-06-05", ["2025-06-04", "2025-06-05"]),
        ("in February 2024", ["2024-02"]),
        ("on Feb. 19", ["--02-19"]),
        ("on the 3rd of May", ["--05-03"]),
        ("on 31 February 2024", []),
        ("03/04/2024 may be two days", []),
        ("it may 5 million", []),
    ],
)
def test_find_dates_reads_english_dates(text, expected):
    assert values(text) == expected


def test_find_dates_reads_russian_dates():
    assert values("4 июня 2025 года, в феврале 2024-го, 9 мая", "ru") == ["2025-06-04", "2024-02", "--05-09"]


def test_find_dates_resolves_a_day_near_the_documents_date():
    assert values("on 28 December", published=date(2025, 1, 3)) == ["2024-12-28"]


def test_find_dates_leaves_a_far_day_partial():
    assert values("on 19 August", published=pd.Timestamp("2025-02-01")) == ["--08-19"]


def test_find_dates_lets_a_weekday_settle_the_year():
    """19 August 2025 is a Tuesday; it is none in 2024 or 2026."""
    assert values("on Tuesday, 19 August", published=pd.Timestamp("2025-02-01")) == ["2025-08-19"]


def test_find_dates_takes_an_unknown_date_as_none():
    assert values("on 19 August", published=pd.NaT) == ["--08-19"]


@given(
    st.lists(
        st.sampled_from(["4", "June", "2025", "31", "февраля", "04.06.2025", "\u00a0", "İ", "٣", "-", ",", "Tuesday"])
    ),
    st.none() | st.dates(),
)
def test_find_dates_stays_inside_odd_text(words, published):
    text = " ".join(words)
    for language in ("en", "ru", "xx"):
        for mention in find_dates(Document(text, language), published):
            assert text[mention.start : mention.end].strip()
            assert len(mention.value) in (7, 10)


@pytest.mark.parametrize(
    ("published", "value"),
    [
        ("2025-03-06", "2025-01-05"),
        ("2025-03-07", "--01-05"),
        ("2024-11-06", "2025-01-05"),
        ("2024-11-05", "--01-05"),
        ("2024-02-28", "2024-01-05"),
    ],
)
def test_a_day_up_to_sixty_days_away_is_of_that_year(published, value):
    assert values("on 5 January", published=date.fromisoformat(published)) == [value]


def test_a_weekday_that_two_of_the_years_around_have_settles_nothing():
    assert values("on Wednesday, 29 February", published=date(2012, 3, 1)) == ["2012-02-29"]
    assert values("on Tuesday, 29 February", published=date(2012, 3, 1)) == ["--02-29"]
    assert values("on Wednesday, 4 June 2024", published=date(2025, 3, 1)) == ["2024-06-04"]


def test_the_words_of_a_date_are_those_that_say_it():
    text = "Signed on 4 June 2025, after talks in February 2024."
    assert [text[m.start : m.end] for m in find_dates(Document(text))] == ["4 June 2025", "February 2024"]
