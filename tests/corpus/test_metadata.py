"""A report's own words name it, date it and sign it, or nothing does; a stamp holds little more than a date."""

import datetime as dt
import json
import os
from pathlib import Path

import pytest

from analysis.corpus.loading import load_corpus
from analysis.corpus.metadata import find_dateline, find_day_of_address, find_metadata, find_weekday_date, read_stamp
from analysis.corpus.page import read_page

DATA = os.environ.get("SILK_LEDGER_DATA")


@pytest.mark.parametrize(
    ("text", "language", "byline"),
    [
        ("By Dana Whitfield\n\nText.", "en", "Dana Whitfield"),
        ("Text.\n\nsource: prepared by Aylin Öz", "en", "Aylin Öz"),
        ("Text.\n\nWritten by Dana Whitfield, Steppe Courier", "en", "Dana Whitfield"),
        ("Текст.\n\nАвтор: Дана Уайтфилд", "ru", "Дана Уайтфилд"),
        ("Haber: Aylin Öz\n\nMetin.", "tr", "Aylin Öz"),
        ("Müəllif: Leyla Həsənova\n\nMətn.", "az", "Leyla Həsənova"),
        ("Dana Whitfield Jun 22, 2023\nText.", "en", "Dana Whitfield"),
        ("By Dana Whitfield June 22, 2023\nText.", "en", "Dana Whitfield"),
        ("Text.\n(Reporting by Dana Whitfield)", "en", "Dana Whitfield"),
        ("Text.\nDana Whitfield is a freelance journalist based in Osh.", "en", "Dana Whitfield"),
        ("By Dana Whitfield in Osh\nText.", "en", "Dana Whitfield"),
        ("Text.\nBrowse all articles from Dana Whitfield", "en", "Dana Whitfield"),
        ("Дана Уайтфилд, © Курьер\n\nТекст.", "ru", "Дана Уайтфилд"),
        ("By Our Staff Reporter\nText.", "en", None),
        ("The line was opened\nby President Asan in the capital of the south\nof the country.", "en", None),
        ("On Thursday 22 June 2023\nText.", "en", None),
        ("By fostering trade, both gain.", "en", None),
        ("By Fostering Partnerships the two countries grew together over time.", "en", None),
    ],
)
def test_find_metadata_reads_bylines(text, language, byline):
    assert find_metadata(text, language).byline == byline


@pytest.mark.parametrize(
    ("text", "language", "outlet"),
    [
        ("The line was opened, Steppe Courier reports.", "en", "Steppe Courier"),
        ("As reported by Steppe Courier, the line was opened.", "en", "Steppe Courier"),
        ("The news was learned by an SC correspondent in Osh.", "en", "SC"),
        ("Text.\nFollow Courier's official Telegram page.", "en", "Courier"),
        ("OSH, June 4 (Courier) - The line was opened.", "en", "Courier"),
        ("DUSHANBE, January 17, Courier -- The line was opened.", "en", "Courier"),
        ("Text.\n© 2024 Steppe Courier. All rights reserved.", "en", "Steppe Courier"),
        ("The line was opened, SC learned from the railways.", "en", "SC"),
        ("12:40, 12 February 2025, Osh - courier.kg news agency\nText.", "en", "courier.kg"),
        ("OSH. June 4 (Courier) - The line was opened.", "en", "Courier"),
        ("4 June 2021 by The Steppe Courier\nText.", "en", "The Steppe Courier"),
        ("4 June 2021 by Dana Whitfield\nText.", "en", None),
        ("By Dana Whitfield – Courier:\nText.", "en", "Courier"),
        ("Text.\n\nSource: Courier of the Steppe", "en", "Courier of the Steppe"),
        ("Text.\n\nSource: Courier has seen it", "en", None),
        ("Дана Уайтфилд, © Курьер\n\nТекст.", "ru", "Курьер"),
        ("Kuryer.Az AZAGENT-ə istinadən bildirir ki, xətt açılıb.", "az", "Kuryer.Az"),
        ("“İki kuryer” xəbər verir ki, xətt açılıb.", "az", "İki kuryer"),
        ("Xətt açılıb.\n\nKuryer.az-ın məlumatına görə, bunu nazir deyib.", "az", "Kuryer.az"),
        ("Nazir Əli Əliyev bildirir ki, xətt açılıb.", "az", None),
        ("ОШ. KURIER – Желі ашылды.", "kk", "KURIER"),
        ("Казахстан. ШОС – новые возможности", "ru", None),
        ("https://www.courier.kg/a\nThe line was opened, Asia-Post reports.\n\nCourier.kg", "en", "Courier.kg"),
        ("https://en.courier.kg/a\nThe line was opened, Asia-Post reports.\n\nask@courier.kg", "en", "Asia-Post"),
        ("Ош, 4 июн — Курьер. Линия открыта.", "ru", "Курьер"),
        ("Ош. 4 маусым. ҚазКур - Желі ашылды.", "kk", "ҚазКур"),
        ("Trade Talks – UAE\nEBRD (European Bank for Reconstruction) — the bank. МИД РК /Пресс-служба/", "en", None),
        ("Ош, 04.06.25. /Курьер/. Линия открыта.", "ru", "Курьер"),
        ("Ош, 04.06.2025 (Курьер, Дана Уайтфилд).- Линия открыта.", "ru", "Курьер"),
        ("ОШ /Курьер/ - Линия открыта, передаёт «Степной вестник».", "ru", "Курьер"),
        ("OSH, June 4 - The line was opened. It is long.", "en", None),
        ("Ош, 4 июня 2025 г. Трамваи - старые и новые - вернулись.", "ru", None),
        ("The Bank of the South (BOS) - it is in Osh - opened a line.", "en", None),
        ("Sources told the Reuters news agency of the line.", "en", None),
        ("Линия открыта, передает центр деловой информации Courier.kz.", "ru", "Courier.kz"),
        ("ОШ, 14 марта 2023 г. /Курьер/. Линия открыта.", "ru", "Курьер"),
        ("Линия открыта, сообщает «Степной курьер».", "ru", "Степной курьер"),
        ("Kazakhstan reports growth. The Ministry of Foreign Affairs reported.", "en", None),
        ("The line was opened, the Ministry of Economy reports.", "en", None),
        ("Chiziq ochildi, Steppe Courier reports.", "uz", None),
    ],
)
def test_find_metadata_reads_outlets(text, language, outlet):
    assert find_metadata(text, language).outlet == outlet


@pytest.mark.parametrize(
    ("text", "language", "day"),
    [
        ("On Wednesday, June 4, the meeting was opened. It is part of the 2025 chairmanship.", "en", (2025, 6, 4)),
        ("В среду, 4 июня, в столице открылось заседание. План принят на 2025 год.", "ru", (2025, 6, 4)),
        ("On Tuesday, June 4, the meeting was opened. It is part of the 2025 chairmanship.", "en", None),
        ("On Wednesday, June 4, the meeting was opened in the capital of the country.", "en", None),
        ("On Wednesday, June 4, the meeting was opened, as in 2025 and in 2031 in the capital.", "en", None),
        ("At talks held in Osh on June 4, the two sides met. In 2025 they will meet again.", "en", None),
        ("Published: 4 June 2025\n\nThe meeting was opened.", "en", (2025, 6, 4)),
        ("Home\nNews\nA title\nBy A B\n4 June 2025, 10:15\nThe meeting was opened.", "en", (2025, 6, 4)),
        ("Home\nNews\nA title\nBy A B\nExpires: 4 June 2025\nIt was opened.\nIt was long.\nIt ended.", "en", None),
        ("Published 4 June 2025 | Updated 5 June 2025\n\nThe meeting was opened.", "en", (2025, 6, 4)),
        ("Last updated 5 June 2025 | 4 June 2025\n\nThe meeting was opened.", "en", (2025, 6, 4)),
        ("Updated: 4 June 2025\n\nThe meeting was opened.", "en", (2025, 6, 4)),
        ("4 июня 2025, 10:00\nОбновлено: 5 июня 2025\n\nОткрылось заседание.", "ru", (2025, 6, 4)),
        ("04.06.2025\n\nThe meeting was opened.", "en", (2025, 6, 4)),
        ("06/04/2025\n\nThe meeting was opened.", "en", None),
        ("OSH, June 4, 2025 - The meeting was opened after talks that began on May 2, 2025.", "en", (2025, 6, 4)),
        ("OSH, June 4, 2025. Courier: The meeting was opened.", "en", (2025, 6, 4)),
        ("ОШ, 4 июня 2025 г. /Курьер/. Открылось заседание.", "ru", (2025, 6, 4)),
        ("A title\nDana Whitfield Jun 4, 2025\nThe meeting was opened.", "en", (2025, 6, 4)),
        (
            "courier.ge, 4 Jun 2025 - 18:22, Osh\nIt was opened in May.\nIt was long and dull.\n5 Jun 2025 - 11:01",
            "en",
            (2025, 6, 4),
        ),
        ("Shr 28 cts vs five cts\nYear ended December 31, 1986\nNet 6,203,000", "en", None),
        ("As of Dec 31, 1986, there were\ntwo lines of trams in the town.", "en", None),
        ("The ministry said June 4 would be the day, in 2021 or later.", "en", None),
        ("The meeting of 4 June 2025 was the last, said the minister.", "en", None),
        ("Friday, 25 February\n\n2000 GMT\n\nThe two teams meet again.", "en", None),
    ],
)
def test_find_date_never_guesses(text, language, day):
    assert find_date(text, language) == (dt.date(*day) if day else None)


def find_date(text, language):
    return read_page(text, language).date


@pytest.mark.skipif(not DATA, reason="SILK_LEDGER_DATA is not set")
def test_the_articles_say_what_the_gold_says():
    documents = load_corpus(Path(DATA, "articles"))
    for name, gold in json.loads(Path(DATA, "articles_gold.json").read_text(encoding="utf-8")).items():
        row = documents.loc[name.removesuffix(".txt")].astype(object).where(lambda value: value.notna(), None)
        found = {key: row[key] for key in ("title", "byline", "outlet")} | {
            "date": row["date"] and str(row["date"].date())
        }
        assert found == {key: gold[key] for key in found}


@pytest.mark.parametrize(
    ("line", "language", "day"),
    [
        ("4 İyun 2025", "az", "2025-06-04"),
        ("5 KASIM 2024", "tr", "2024-11-05"),
        ("12 Nisan 2025", "tr", "2025-04-12"),
        ("4 июня 2025", "RU", "2025-06-04"),
    ],
)
def test_months_are_read_in_either_case_and_with_either_i(line, language, day):
    assert find_date(f"{line}\n\nThe meeting was opened.", language) == dt.date.fromisoformat(day)


@pytest.mark.parametrize(
    ("line", "language"),
    [
        ("4. Juni 2025", "de"),
        ("Veröffentlicht am 4. Juni 2025, 10:15", "de"),
        ("4 de junio de 2025", "es"),
        ("4 de junho de 2025", "pt"),
        ("4 juin 2025", "fr"),
        ("4 giugno 2025", "it"),
        ("4 czerwca 2025", "pl"),
        ("4 червня 2025 року", "uk"),
        ("4 июня 2025 года", "ru"),
        ("4 Haziran 2025 Çarşamba", "tr"),
        ("4 iyun 2025-ci il", "az"),
        ("2025-yil 4-iyun", "uz"),
        ("4 iyun, 2025", "uz"),
        ("4 июн 2025", "uz"),
        ("2025 йил 4 июнь", "uz"),
        ("2025 жылғы 4 маусым", "kk"),
        ("4 маусым 2025", "kk"),
        ("2025-жылдын 4-июну", "ky"),
        ("4 июни соли 2025", "tg"),
        ("2025-nji ýylyň 4-nji iýuny", "tk"),
        ("2025年6月4日", "zh"),
        ("2025년 6월 4일", "ko"),
    ],
)
def test_dates_are_read_as_each_language_writes_them(line, language):
    assert find_date(f"{line}\n\nThe meeting was opened.", language) == dt.date(2025, 6, 4)


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
        ("Aylin Öz 12 Mart 2024", "tr", False),
        ("admin March 12, 2024", "en", False),
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
        ("OSH, March 12, 2024-The line was opened.", "en"),
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
