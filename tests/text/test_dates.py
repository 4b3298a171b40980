"""Days and months as pages, files and sentences write them."""

import datetime as dt
import unicodedata
from itertools import pairwise

import numpy as np
import pandas as pd
import pytest
from babel import Locale
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.corpus.languages import CANDIDATES
from analysis.lists.loading import load_list
from analysis.text.dates import find_order, parse_date, read_dates


def days(text, language="en", **options):
    """The dates read, as ISO has them: 2025-06-04, 2025-06, --06-04."""
    return [
        f"{day.year or '-'}-{day.month:02d}" + f"-{day.day:02d}" * bool(day.day)
        for day in read_dates(text, language, **options)
    ]


@pytest.mark.parametrize(
    "line",
    [
        *("2024-03-12", "2024/03/12", "2024.03.12", "12.03.2024", "12.03.24", "12.3.2024", "date 2024-03-12 The line"),
        *("12-Mar-24", "12-Mar-2024", "2024-Mar-12", "Mar-12-2024", "12/Mar/2024", "12 Mar '24", "2024 Mar 12"),
        *(
            "March 12, 2024",
            "March 12,2024",
            "March 12th 2024",
            "Mar. 12, 2024",
            "MARCH 12, 2024",
            "12th of March, 2024",
        ),
        *(
            "Tuesday, 12, March, 2024",
            "By bne News March 12, 2024",
            "Cooperation ,12.03.2024",
            "the twelfth of March 2024",
        ),
        *("Tue, 12 Mar 24 08:00:00 GMT", "Tue Mar 12 08:00:00 +0000 2024", "12\nMarch\n2024", "12\u00a0March 2024"),
        *("2024年3月12日", "2024 年 3 月 12 日", "2024년 3월 12일"),
    ],
)
def test_a_day_is_read_in_each_form_of_english_pages_and_files(line):
    assert days(line) == ["2024-03-12"]


@pytest.mark.parametrize(
    ("language", "lines"),
    [
        ("ru", "12 мар. 2024|12 Мар 2024|12 марта 2024 г.|12-го марта 2024|двенадцатого марта 2024|12.03.24 /А/"),
        ("ru", "12/03/2024|в 2024 году, 12 марта|12 МАРТА 2024|12 March 2024|14:30, 12 марта 2024"),
        ("uz", "2024-yil 12-mart|2024 йил 12 март|12 mart, 2024|12-март, 2024|2024-yilning 12-martida|12.03.2024"),
        ("uz", "2024-yil mart oyining 12-kuni|2024 йил 12 мартда"),
        ("kk", "2024 жылғы 12 наурыз|12 наурыз 2024|2024 жылдың 12 наурызында|12 Наурыз, 2024 ж.|12 nauryz 2024"),
        ("kk", "2024 жылдың наурыз айының 12-сінде"),
        ("ky", "2024-жылдын 12-марты|2024-жылы 12-мартта|12-март, 2024|2024-жылдын март айынын 12-синде"),
        ("tg", "12 марти соли 2024|12-уми марти соли 2024|12 моҳи марти соли 2024|12 март 2024|12 Мар 2024"),
        ("tk", "2024-nji ýylyň 12-nji marty|12-nji mart 2024|2024-nji ýylyň martynyň 12-si|12.03.2024"),
        ("az", "12 mart 2024-cü il|2024-cü il martın 12-də|12 Mart 2024|2024-cü il mart ayının 12-də|12 Mar 2024"),
        (
            "tr",
            "12 Mart 2024 Salı|Mart 12, 2024 11:39|12 Mart 2024'te|12 MART 2024|12.03.2024 - 11:39|Mart'ın 12'si 2024",
        ),
        ("de", "12. März 2024"),
        ("es", "12 de marzo de 2024"),
        ("uk", "12 березня 2024 року"),
    ],
)
def test_a_day_is_read_as_each_language_writes_it(language, lines):
    for line in lines.split("|"):
        assert days(line, language) == ["2024-03-12"], line


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("March 12-14, 2024", "en", ["2024-03-12", "2024-03-14"]),
        ("12–14 March 2024", "en", ["2024-03-12", "2024-03-14"]),
        ("12 and 13 March 2024", "en", ["2024-03-12", "2024-03-13"]),
        ("12, 13 and 14 March", "en", ["--03-12", "--03-13", "--03-14"]),
        ("May 9 to June 4, 2024", "en", ["2024-05-09", "2024-06-04"]),
        ("shipped May 21-June 5", "en", ["--05-21", "--06-05"]),
        ("in January, February and March 2024", "en", ["2024-01", "2024-02", "2024-03"]),
        ("between December and March 2024", "en", ["2024-03"]),
        ("с 12 по 14 марта 2024 года", "ru", ["2024-03-12", "2024-03-14"]),
        ("в январе–мае 2024 года", "ru", ["2024-01", "2024-05"]),
        ("с января по май 2024 года", "ru", ["2024-01", "2024-05"]),
        ("2024-yil yanvar-may oylarida", "uz", ["2024-01", "2024-05"]),
        ("2024 жылғы қаңтар-мамыр айларында", "kk", ["2024-01", "2024-05"]),
        ("25–26-noyabr kunlari", "uz", ["--11-25", "--11-26"]),
        ("30-2 March 2024", "en", ["2024-03"]),
    ],
)
def test_both_ends_of_a_range_are_read(text, language, expected):
    assert days(text, language) == expected


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("4 июня", "ru", ["--06-04"]),
        ("двадцать первого мая", "ru", ["--05-21"]),
        ("dekabrın 20-də", "az", ["--12-20"]),
        ("20 Mart'ta", "tr", ["--03-20"]),
        ("15-sentabrda", "uz", ["--09-15"]),
        ("5 қыркүйекте", "kk", ["--09-05"]),
        ("2001 жылдың 11 қыркүйегінен", "kk", ["2001-09-11"]),
        ("2024 жылдың 4 шілдесіндегі", "kk", ["2024-07-04"]),
        ("2001-жылдын 11-сентябрынан", "ky", ["2001-09-11"]),
        ("2024-жылдын 4-июлундагы", "ky", ["2024-07-04"]),
        ("2001-nji ýylyň 11-nji sentýabryndan", "tk", ["2001-09-11"]),
        ("2024-cü ilin 5 martından", "az", ["2024-03-05"]),
        ("27-ноябрда", "ky", ["--11-27"]),
        ("14 maýa", "tk", ["--05-14"]),
        ("20 сен - Агентство", "ru", ["--09-20"]),
        ("2024-yil mart oyida", "uz", ["2024-03"]),
        ("к маю 2024-го", "ru", ["2024-05"]),
    ],
)
def test_partial_days_are_read_with_the_endings_of_the_language(text, language, expected):
    assert days(text, language) == expected


@pytest.mark.parametrize(
    "text",
    [
        *("31 February 2024", "2024-13-12", "12.13.2024", "04/05/2024", "03-04-2024", "25/03/24"),
        *("it may 5 million", "of the 2 may be", "In January 25 people", "scored 12. March was", "number 9, 12 others"),
        *(
            "Channel 4's January",
            "In April 15-day oil",
            "May. 2024 people",
            "in 2024 May was",
            "1.12.03.2024",
            "v. 12.03.2024.1",
            "1/2/24",
        ),
        *("12 мая", "в марте 2024", "Maydan 2014", "sen 2024", "https://a.org/2024/03/12/deal", "", "May", "2024"),
    ],
)
def test_nothing_is_read_that_is_no_day_or_may_be_two(text):
    assert not [day for day in read_dates(text, "en") if day.day] and days(text)[:1] in ([], ["2024-05"])


def test_figures_are_read_in_the_order_of_the_language_or_as_told():
    assert days("04/05/2024", "ru") == days("04/05/2024", "uz") == ["2024-05-04"]
    assert days("04/05/2024", None) == []
    assert days("25/03/2024") == days("03/25/2024") == days("03/25/2024", "ru") == ["2024-03-25"]
    assert days("04/05/2024", order="dmy") == ["2024-05-04"]
    assert days("04/05/2024", order="mdy") == ["2024-04-05"]
    assert days("24/03/12", order="ymd") == ["2024-03-12"]
    assert days("25/03/2024", order="mdy") == []


def test_months_of_another_language_make_full_dates_only():
    assert days("12 марта 2024") == days("12 March 2024", "ru") == days("12 Mart 2024", None) == ["2024-03-12"]
    assert days("12 марта", "en") == days("в марте 2024", "en") == []


@pytest.mark.parametrize(
    ("text", "clock"),
    [
        *(("04 Апрель 2022 г., 11:05", (11, 5)), ("09:15 07/06/2018", (9, 15)), ("2:30 PM, 12 March 2024", (14, 30))),
        *(("22 May 2024 15:35 (UTC+04:00)", (15, 35)), ("15:35 (UTC+04:00) 22 May 2024", (15, 35))),
        *(
            ("2024-03-12T08:00:00Z", (8, 0)),
            ("12:15 a.m. on 12 March 2024", (None, None)),
            ("12 May 2024", (None, None)),
        ),
        *(("March 12, 2024 Tuesday 11:25 PM GMT", (23, 25)), ("12 May 2024, 27:10", (None, None))),
        ("Tue Mar 12 08:00:00 2024", (8, 0)),
    ],
)
def test_the_hour_beside_a_day_is_read(text, clock):
    assert read_dates(text, "ru" if "г." in text or "/" in text else "en")[0][-2:] == clock


@pytest.mark.parametrize(
    ("text", "language", "weekday"),
    [
        *(("Tuesday, the 19th of February", "en", 2), ("в среду, 4 июня", "ru", 3), ("12 Mart 2024 Salı", "tr", 0)),
        *(("Çərşənbə axşamı, 4 iyun", "az", 2), ("Душанбе, 12 марти соли 2024", "tg", 0), ("12 March", "en", 0)),
    ],
)
def test_a_weekday_beside_a_day_is_read(text, language, weekday):
    assert read_dates(text, language)[0].weekday == weekday


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        *(
            (45363, "2024-03-12"),
            ("45363", "2024-03-12"),
            (45363.5, "2024-03-12T12:00"),
            (np.int64(45363), "2024-03-12"),
        ),
        *((1710201600, "2024-03-12"), (1710201600000, "2024-03-12"), ("1710201600", "2024-03-12")),
        *((20240312, "2024-03-12"), ("20240312", "2024-03-12"), ("20240312083000", "2024-03-12T08:30")),
        *((dt.date(2024, 3, 12), "2024-03-12"), (pd.Timestamp("2024-03-12 08:30"), "2024-03-12T08:30")),
        *(("2024-03-12 08:00:00 PM", "2024-03-12T20:00"), ("2024-03-12T23:30:15+05:00", "2024-03-12T23:30:15")),
        *(("Tue, 12 Mar 2024 23:30:00 +0500", "2024-03-12T23:30"), (" 12 марта 2024 ", "2024-03-12")),
        *(("12-Mar-24", "2024-03-12"), ("12.03.24", "2024-03-12"), ("Mar 12, 2024 8:05 pm EST", "2024-03-12T20:05")),
        *((dt.datetime(2024, 3, 12, 8, tzinfo=dt.UTC), "2024-03-12T08:00"), ("2024/03/12", "2024-03-12")),
    ],
)
def test_parse_date_reads_what_files_hold(value, expected):
    assert parse_date(value, "en") == dt.datetime.fromisoformat(expected)


@pytest.mark.parametrize(
    "value",
    [
        *("0001-01-01", "1970-01-01T00:00:00Z", "1900-01-01", "9999-12-31", 0, 7, 2024, "2024", 99999999999999999999),
        *(
            None,
            pd.NaT,
            float("nan"),
            float("inf"),
            True,
            "today",
            "soon",
            "",
            "March 2024",
            "32 March 2024",
            "04/05/2024",
        ),
        *("12 March 2024 - 14 March 2024", "31.02.2024", "x" * 300 + " 12 March 2024", [], {"date": 1}, b"2024-03-12"),
    ],
)
def test_parse_date_invents_nothing(value):
    assert parse_date(value, "en") is None


def test_parse_date_reads_letters_that_are_taken_apart():
    assert parse_date(unicodedata.normalize("NFD", "4 Ağustos 2025"), "tr") == dt.datetime(2025, 8, 4)
    assert parse_date(unicodedata.normalize("NFD", "4 қыркүйек 2025"), "kk") == dt.datetime(2025, 9, 4)


def test_parse_date_takes_the_order_of_its_column():
    assert parse_date("03/04/2024", "en", find_order(["03/25/2024", "03/04/2024"])) == dt.datetime(2024, 3, 4)
    assert parse_date("03/04/2024", "en", find_order(["25/03/2024", "03/04/2024"])) == dt.datetime(2024, 4, 3)


@pytest.mark.parametrize(
    ("values", "order"),
    [
        (["03/04/2024", "25/03/2024"], "dmy"),
        (["03-25-24", None, 45363, "n/a"], "mdy"),
        (["03/04/2024", "2024-03-25"], None),
        (["25/03/2024", "03/25/2024"], None),
        (["99/04/2024", "00/13/2024"], None),
        ([], None),
    ],
)
def test_find_order_says_what_the_column_settles(values, order):
    assert find_order(values) == order


def test_the_calendar_has_the_names_of_the_cldr():
    rows = load_list("calendar").replace({"kind": {"month or word": "month"}})
    assert set(rows["language"]) == set(CANDIDATES)
    known = set(zip(rows["language"], rows["kind"], rows["form"], rows["value"].astype(int), strict=True))
    for language in ("az", "en", "kk", "ru", "tr", "uz"):
        locale = Locale(language)
        names = {(language, "month", name, number) for number, name in locale.months["format"]["wide"].items()}
        names |= {(language, "weekday", name, number + 1) for number, name in locale.days["format"]["wide"].items()}
        assert {(code, kind, name.lower(), number) for code, kind, name, number in names} <= known


def test_no_two_languages_call_different_months_alike():
    rows = load_list("calendar").query("kind.str.contains('month')")
    assert rows.groupby("form")["value"].nunique().max() == 1


UNITS = [
    "4",
    "June",
    "2025",
    "31",
    "февраля",
    "04.06.2025",
    "\u00a0",
    "İ",
    "٣",
    "-",
    ",",
    "Tuesday",
    "of",
    "йил",
    "12:30",
]


@settings(deadline=None)  # the first text of a language waits for its names
@given(st.lists(st.sampled_from(UNITS)), st.sampled_from(["en", "ru", "uz", "xx", None]), st.sampled_from(["", " "]))
def test_read_dates_gives_days_that_stand_in_the_text_one_after_the_other(words, language, joint):
    text = joint.join(words)
    found = read_dates(text, language)
    for day in found:
        assert dt.date(day.year or 2000, day.month, day.day or 1)
        assert text[day.start : day.end].strip()
    assert all(first.end <= second.start for first, second in pairwise(found))
