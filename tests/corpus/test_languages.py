"""The language of a text is one of the candidates, found as py3langid finds it, or nothing."""

import gzip
import json
import os
from pathlib import Path

import pytest

from analysis.corpus.languages import CANDIDATES, foreign_lines, identify_languages, load_model, name_language
from analysis.corpus.loading import load_corpus, load_log
from analysis.lists.loading import load_list


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
        ("tr", "Iki ulke demir yolu yapilmasi konusunda anlasti."),
        ("az", "İki ölkə dəmir yolunun çəkilməsi barədə razılığa gəlib."),
        ("az", "Iki olke demir yolunun cekilmesi barede raziliga gelib."),
        ("az", "Nazirlik: korpu tikintisine 40 milyon manat ayrilib, isler gelen il baslayacaq."),
        ("tk", "Iki ýurt demir ýol gurmak barada ylalaşdy."),
        ("tk", "Iki yurt demir yol gurmak barada ylalasdy."),
        ("uz", "Икки давлат темир йўл қуришга келишиб олди."),
        ("ky", "Эки өлкө темир жол куруу боюнча макулдашты."),
        ("tg", "Ду кишвар оид ба сохтмони роҳи оҳан мувофиқат карданд."),
        ("kk", "Eki el temirjol salýǵa kelisti, dep habarlady mınıstrlik."),
        ("kk", "Eki el temirjol saluğa kelisti, dep habarlady ministrlik."),
        ("kk", "Eki el temirjol saluwga kelisti, dep xabarladı ministrlik, jumıs jazda bastaladı."),
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


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Главная Новости Политика\nThe ministries signed an agreement on a new grain terminal.\nВсе права"),
        ("ru", "About us Contacts Login\nМинистерства подписали соглашение о новом зерновом терминале.\nEnglish"),
        ("ru", "Samsung, Siemens, Alstom: соглашение о терминале подписали все."),
        ("uz", "Главная Новости\nVazirliklar yangi don terminali haqida bitim imzoladi, deydi matbuot xizmati."),
    ],
)
def test_the_script_of_most_letters_decides(language, text, model):
    assert identify_languages([text], model) == [language]


def test_the_whole_text_is_looked_at(model):
    """A long head in another language of the script does not decide."""
    head = "Haber bülteni: üyelik, iletişim, gizlilik politikası, çerezler ve abonelik koşulları burada. " * 4
    body = "The ministries signed an agreement on a new grain terminal at the port of Aktau. " * 20
    assert identify_languages([head + body], model) == ["en"]


def test_a_text_is_judged_alike_alone_and_among_others(model):
    texts = [f"{'Talks on wheat went on. ' * n}Düýn duşuşyk geçirildi." for n in range(12)]
    assert identify_languages(texts, model) == [identify_languages([text], model)[0] for text in texts]


def test_foreign_lines_are_those_wholly_in_another_script():
    page = "Главная\nGas flows again\nUzbekistan (Ўзбекистон) sells gas through an old pipeline.\n2024\nВсе права"
    assert foreign_lines(page, "en") == {0, 4}
    assert foreign_lines(page, "ru") == set()
    assert foreign_lines(page, None) == set()
    assert foreign_lines("Yangiliklar\nGaz yana oqmoqda, deydi vazirlik.\nҒазна", "uz") == {2}


@pytest.mark.parametrize(
    ("name", "code"),
    [
        *[(name, "en") for name in ("English", "en-US", "eng", "EN", "English (United States)", "английский", ["en"])],
        *[(name, "ru") for name in ("Russian", "ru_RU.UTF-8", "Русский", "rus", "rusça")],
        *[(name, "uz") for name in ("uzb", "Uzbek (Latin)", "uz-Cyrl-UZ", "O‘zbek", "o`zbekcha", "Ўзбекча")],
        *[(name, "kk") for name in ("kaz", "Қазақ тілі", "Kazakh - Cyrillic")],
        *[(name, "az") for name in ("Azeri", "Azerbaijani", "Azərbaycan dili", "azj")],
        *[(name, "tr") for name in ("Türkçe", "TUR")],
        *[(name, "ky") for name in ("Kirghiz", "Kyrgyz")],
        *[
            (name, None)
            for name in (None, "", float("nan"), 7, "Klingon", "en, ru", "English and Russian", ["en", "ru"])
        ],
    ],
)
def test_name_language_knows_the_names_that_files_use(name, code):
    assert name_language(name) == code


def test_each_name_of_a_language_is_of_one():
    rows = load_list("languages")
    names = [name for group in rows["names"] for name in group.split("; ")] + rows["language"].tolist()
    assert len(set(names)) == len(names) > 500
    assert set(CANDIDATES) <= set(rows["language"])
    for code, group in zip(rows["language"], rows["names"], strict=True):
        assert {name_language(name.upper() if name.isascii() else name) for name in group.split("; ")} == {code}


def test_a_language_that_a_file_states_is_kept_as_its_code_or_logged(tmp_path):
    rows = [
        ("English", "Gaz yana oqmoqda."),
        ("Klingon", "The gas flows again."),
        (["ru"], "Газ снова пошёл."),
        ("", "Ok"),
    ]
    lines = [json.dumps({"text": text, "language": language}) for language, text in rows]
    (tmp_path / "a.jsonl").write_text("\n".join(lines), encoding="utf-8")
    documents = load_corpus(tmp_path)
    assert documents["language"].tolist()[:3] == ["en", "en", "ru"]
    log = load_log(documents).query("kind == 'language'")
    assert log[["before", "detail"]].values.tolist() == [["Klingon", "not a known language; write it as en or English"]]


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
    assert right >= 0.999 * len(rows)


def test_texts_without_a_letter_have_no_language(tmp_path):
    (tmp_path / "digits.txt").write_text("12345 678", encoding="utf-8")
    assert load_corpus(tmp_path)["language"].isna().all()
