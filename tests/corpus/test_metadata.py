"""A report's own words name it, date it and sign it, or nothing does."""

import datetime as dt
import json
import os
from pathlib import Path

import pytest

from analysis.corpus.loading import load_corpus
from analysis.corpus.metadata import find_metadata
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
