"""Countries: names, adjectives, peoples, and capitals that stand for governments."""

import pytest

from analysis.facts.countries import find_countries


def values(text, language="en"):
    return [found.value for found in find_countries(text, language)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The Uzbek side met Kazakhs and the Kyrgyz Republic.", ["UZB", "KAZ", "KGZ"]),
        ("A woman from Oman, not a Roman.", ["OMN"]),
        ("New Mexico, the Indian Ocean and Latin America.", []),
        ("AZERBAIJAN AND TURKEY SIGN", ["AZE", "TUR"]),
        ("the U.S. and US$5 million, 3 million US dollars", ["USA"]),
        ("an Uzbekistan Street office", []),
        ("an Azerbaijani-Russian commission", ["AZE", "RUS"]),
    ],
)
def test_find_countries_reads_names_adjectives_and_peoples(text, expected):
    """Whole words only; a longer name that means something else hides the country in it."""
    assert values(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Узбекистаном, в Россию, Саудовской Аравии", ["UZB", "RUS", "SAU"]),
        ("таджикско-белорусской сборки, узбекские покупатели", ["TJK", "BLR", "UZB"]),
        ("казахстанцам и туркмен", ["KAZ", "TKM"]),
        ("10 млн долларов США", []),
    ],
)
def test_find_countries_reads_russian_in_any_case(text, expected):
    """Case forms follow from the nominative of the list."""
    assert values(text, "ru") == expected


def test_a_capital_counts_only_where_it_acts():
    """Tashkent asks: its government. In Tashkent: a place."""
    assert values("Tashkent asks for it.") == ["UZB"]
    assert values("Talks were held in Tashkent.") == []
