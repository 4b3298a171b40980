"""Every language the kit works in is recognised; a text without letters has none."""

import gzip
import json
import os
from pathlib import Path

import pytest

from analysis.language import CANDIDATES, identify_language


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "The two countries agreed to build a railway."),
        ("ru", "Две страны договорились построить железную дорогу."),
        ("kk", "Екі ел темір жол салуға келісті."),
        ("uz", "Ikki davlat temir yo‘l qurishga kelishib oldi."),
        ("tr", "İki ülke demir yolu yapılması konusunda anlaştı."),
    ],
)
def test_identify_language_knows_the_languages_of_the_region(language, text):
    assert identify_language(text) == language


def test_identify_language_is_silent_without_letters():
    assert identify_language("12 + 30 = 42") is None
    assert identify_language("") is None


def test_candidates_are_distinct_two_letter_codes():
    assert len(set(CANDIDATES)) == len(CANDIDATES)
    assert {len(code) for code in CANDIDATES} == {2}


@pytest.mark.skipif("SILK_LEDGER_DATA" not in os.environ, reason="SILK_LEDGER_DATA is not set")
def test_sib200_sentences_are_recognised():
    names = {
        "azj": "az",
        "eng": "en",
        "kaz": "kk",
        "kir": "ky",
        "rus": "ru",
        "tgk": "tg",
        "tuk": "tk",
        "tur": "tr",
        "uzn": "uz",
    }
    with gzip.open(Path(os.environ["SILK_LEDGER_DATA"], "corpora", "sib200.jsonl.gz"), "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines][::4]
    right = sum(identify_language(row["text"]) == names[row["language"][:3]] for row in rows)
    assert right >= 0.99 * len(rows)
