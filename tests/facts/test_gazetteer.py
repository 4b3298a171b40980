"""Names in running text, and the case forms of Russian ones."""

import time

import pytest

from analysis.facts.gazetteer import Gazetteer, cued, forms_of, inflect, is_part_of_name


def names(text, *forms):
    return [text[start:end] for start, end, _ in Gazetteer(dict.fromkeys(forms, 1)).find(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a woman from Oman", ["Oman"]),
        ("OMAN and oman", ["OMAN"]),
        ("New York, York and New Yorkers", ["New York", "York"]),
        ("in Côte d’Ivoire's north", ["Côte d’Ivoire"]),
        ("the U.S. and the US", ["U.S."]),
        ("", []),
    ],
)
def test_find_gives_whole_words_longest_first(text, expected):
    """Capitals as in the list, or throughout; either apostrophe."""
    assert names(text, "Oman", "York", "New York", "Côte d'Ivoire", "U.S.") == expected


@pytest.mark.parametrize(
    ("form", "written"),
    [
        ("Узбекистан", {"Узбекистана", "Узбекистаном"}),
        ("Россия", {"России", "Россией"}),
        ("Саудовская Аравия", {"Саудовской Аравии", "Саудовскую Аравию"}),
        ("Республика Казахстан", {"Республики Казахстан"}),
        ("Азиатский банк развития", {"Азиатского банка развития", "Азиатским банком развития"}),
        ("Казань", {"Казани", "Казанью"}),
        ("Баку", {"Баку"}),
        ("Нижний Новгород", {"Нижнего Новгорода"}),
        ("США", {"США"}),
    ],
)
def test_inflect_gives_the_cases_of_a_name(form, written):
    """By the ending of each word; foreign endings stay."""
    assert written <= inflect(form)


def test_inflect_gives_adjectives_with_compounds_and_peoples_with_capitals():
    """Small inside a sentence, capital at its head."""
    assert {"таджикские", "Таджикской", "таджикско"} <= inflect("таджикский", "adjective")
    assert {"казахстанцам", "Казахстанцы", "казахстанец"} <= inflect("казахстанцы", "people")


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("the Tashkent International Forum", True),
        ("the Tashkent-Samarkand line", True),
        ("in Tashkent on Monday", False),
        ("met in Tashkent The sides agreed", False),
        ("Is Taking Place In Tashkent", False),
        ("Yesterday Tashkent agreed", False),
        ("at Akfa Tashkent", True),
    ],
)
def test_a_word_of_a_longer_name_is_told(text, part):
    """Capitals beside it make a name longer; a sentence's first word and small words of headlines do not."""
    start = text.index("Tashkent")
    assert is_part_of_name(text, start, start + 8) is part


def test_cues_come_from_the_list():
    """A star is any ending; words are escaped."""
    assert cued(r"(?:{region_type})$").match("областями")
    assert not cued(r"(?:{region_type})$").match("regional")
    assert "район" in forms_of("cues", "region_type")


def test_a_people_may_have_a_capital_where_names_are_not_inflected():
    assert inflect("uzbeklar", "people", "uz") == {"uzbeklar", "Uzbeklar"}
    assert inflect("Toshkent", "name", "uz") == {"Toshkent"}


def test_a_long_word_takes_no_longer_than_its_letters():
    start = time.process_time()
    assert Gazetteer({"бір": 1}, "kk").at("А" + "б" * 200_000 + " министрлігі", 0) is None
    assert time.process_time() - start < 1
