"""A stamp holds little more than a date; a sentence that tells of a day is none."""

import datetime as dt

import pytest

from analysis.corpus.metadata import find_dateline, find_day_of_address, find_weekday_date, read_stamp

DAY = dt.date(2024, 3, 12)


@pytest.mark.parametrize(
    ("line", "language", "clock"),
    [
        ("12 March 2024 15:35 (UTC+04:00)", "en", True),
        ("Tuesday, 12, March, 2024", "en", False),
        ("By Courier Staff March 12, 2024", "en", False),
        ("Source: Courier | 2024-03-12 08:20:11 | Editor: kim", "en", True),
        ("2024-03-12Views:3174", "en", False),
        ("Trade policy ,12.03.2024", "en", False),
        ("12 мар 2024, 06:41", "ru", True),
        ("12 Март 2024 г., 17:52", "ru", True),
        ("09:15 12/03/2024", "ru", True),
        ("11:20 / 12.03.2024", "uz", True),
        ("Oluşturulma Tarihi: Mart 12, 2024 11:39", "tr", True),
    ],
)
def test_read_stamp_reads_what_sites_write(line, language, clock):
    assert read_stamp(line, language) == (DAY, clock, False)


@pytest.mark.parametrize(
    "line",
    [
        "As of March 12, 2024, there were two lines",
        "Year ended March 12, 2024",
        "Expires: 12 March 2024",
        "Workshop of the bank for the towns of the south and the north, 12 March 2024",
        "The line was opened on 12 March 2024.",
        "03/04/2024",
    ],
)
def test_read_stamp_leaves_lines_that_tell_of_a_day(line):
    assert read_stamp(line, "en") is None


def test_read_stamp_knows_an_update():
    assert read_stamp("Updated: 12 March 2024", "en").updated
    assert read_stamp("Published 12 March 2024 | Updated 13 March 2024", "en") == (DAY, False, False)


def test_a_stamp_without_a_year_has_no_day():
    assert read_stamp("Friday, September 21", "en").day is None


@pytest.mark.parametrize(
    ("line", "language"),
    [
        ("OSH, March 12, 2024 - The line was opened.", "en"),
        ("Dushanbe, Tajikistan, March 12, 2024—The line was opened.", "en"),
        ("Baku / 12.03.24 / Courier: The line was opened.", "en"),
        ("Душанбе, 12.03.2024.(Курьер).- Линия открыта.", "ru"),
        ("Ташкент, 12 марта, 2024, 15:34 — ИА Курьер. Линия открыта.", "ru"),
        ("КӮЛОБ, 12.03.2024. /АМИТ/. Хат кушода шуд.", "tg"),
        ("date 2024-03-12 The line was opened.", "en"),
    ],
)
def test_find_dateline_reads_the_day_before_a_report(line, language):
    assert find_dateline(line, language) == DAY


def test_find_dateline_leaves_a_day_within_a_sentence():
    assert find_dateline("The line was opened on March 12, 2024 - at last.", "en") is None


@pytest.mark.parametrize("path", ["2024/03/12/trams.html", "20240312/trams-518.html", "news/2024-03-12-trams"])
def test_an_address_tells_the_day(path):
    assert find_day_of_address(f"https://courier.kg/{path}") == DAY


def test_an_address_without_a_day_tells_none():
    assert find_day_of_address("https://courier.kg/news/20241399-trams") is None
    assert find_day_of_address("https://courier.kg/news/3174") is None


def test_the_first_weekday_with_a_date_tells_the_day():
    text = "The line was opened on Tuesday, March 12, and it will be shown to guests on Wednesday, March 20.\n"
    assert find_weekday_date(f"{text}In 2024 it earned more than in 2022.", "en") == DAY
    assert find_weekday_date(f"{text}In 2022 it earned nothing.", "en") is None


@pytest.mark.parametrize(
    ("line", "read"),
    [
        ("One Two Six Ten 12 March 2024", True),
        ("One Two Six Ten Eleven 12 March 2024", False),
        ("12 March 2024 one two six!", True),
        ("12 March 2024 one two six ten!", False),
        ("12 March 2024, 15:35 one two three four five six seven eight nine ten", True),
        ("12 March 2024, 15:35 one two three four five six seven eight nine ten eleven", False),
        ("Published One Two Three Four Five 12 March 2024", True),
        ("12 March 2024" + " |" * 73, True),
        ("12 March 2024" + " |" * 74, False),
        ("12 March 2024 |.", True),
        ("12 March 2024.", False),
    ],
)
def test_a_stamp_has_few_words_beside_its_date(line, read):
    assert (read_stamp(line, "en") is not None) is read


@pytest.mark.parametrize(
    ("line", "read"),
    [
        ("15:35", True),
        ("Osh, 15:35", True),
        ("15:35 in the town", False),
        ("15:35 " + "|" * 19, True),
        ("15:35 " + "|" * 20, False),
    ],
)
def test_an_hour_alone_is_a_stamp_on_a_short_line(line, read):
    assert (read_stamp(line, "en") == (None, True, False)) is read


def test_a_day_without_a_year_is_a_stamp_on_a_short_line_only():
    assert read_stamp("Friday, September 21", "en") == (None, False, False)
    assert read_stamp("Friday, September 21 ------", "en") is None


@pytest.mark.parametrize(("year", "told"), [(1946, False), (1952, True), (2058, True), (2072, False)])
def test_the_year_of_a_weekday_is_one_that_reports_are_from(year, told):
    day = dt.date(year, 3, 12)
    text = f"The line was opened on {day:%A}, March 12, and it will be shown to guests.\nIn {year} it was long."
    assert find_weekday_date(text, "en") == (day if told else None)


def test_a_line_of_few_words_tells_no_weekday_of_publication():
    assert find_weekday_date("On Tuesday, March 12, it was opened there.\nIn 2024.", "en") == DAY
    assert find_weekday_date("On Tuesday, March 12, it was opened.\nIn 2024.", "en") is None
