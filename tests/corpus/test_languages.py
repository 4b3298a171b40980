"""The language of a text is one of the candidates, found as py3langid finds it, or nothing."""

import gzip
import json
import os
from pathlib import Path

import pytest

from analysis.corpus.languages import CANDIDATES, identify_languages, load_model
from analysis.corpus.loading import load_corpus


@pytest.fixture(scope="module")
def model():
    return load_model()


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
def test_identify_languages_knows_those_of_the_region(language, text, model):
    assert identify_languages([text], model) == [language]


def test_identify_languages_is_silent_without_letters(model):
    assert identify_languages(["12 + 30 = 42", "", "a", "Two countries agreed."], model) == [None] * 3 + ["en"]
    assert identify_languages([], model) == []


def test_identify_languages_agrees_with_py3langid(model):
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    theirs = LanguageIdentifier.from_model_file(MODEL_FILE)
    theirs.set_languages(CANDIDATES)
    texts = [
        "Talks were held in Osh.",
        "ПЕРЕГОВОРЫ ПРОШЛИ В ОШЕ",
        "Oşda danışıqlar aparıldı",
        "Cafe\u0301 ouvert",
        "会谈",
    ]
    assert identify_languages(texts, model) == [theirs.classify(text)[0] for text in texts]


def test_candidates_are_distinct_two_letter_codes():
    assert len(set(CANDIDATES)) == len(CANDIDATES)
    assert {len(code) for code in CANDIDATES} == {2}


@pytest.mark.skipif("SILK_LEDGER_DATA" not in os.environ, reason="SILK_LEDGER_DATA is not set")
def test_sib200_sentences_are_recognised(model):
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
    found = identify_languages([row["text"] for row in rows], model)
    right = sum(name == names[row["language"][:3]] for name, row in zip(found, rows, strict=True))
    assert right >= 0.99 * len(rows)


def test_texts_without_a_letter_have_no_language(tmp_path):
    (tmp_path / "digits.txt").write_text("12345 678", encoding="utf-8")
    assert load_corpus(tmp_path)["language"].isna().all()
