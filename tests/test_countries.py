"""Countries: names, adjectives, peoples, and capitals that stand for governments."""

import json
import os
from pathlib import Path

import pytest
from babel import Locale

from analysis.facts.countries import find_countries
from analysis.lexicon import load_list


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


def test_names_said_to_be_from_cldr_are():
    """What the list credits to CLDR is what Babel gives; every country has such a name in both languages."""
    rows = load_list("countries")
    rows = rows[rows["source"].str.fullmatch(r"Unicode CLDR, through Babel [\d.]+")]
    for language, group in rows.groupby("language"):
        assert set(group["form"]) <= {name.replace("’", "'") for name in Locale(language).territories.values()}
        assert group["alpha3"].nunique() > 230


@pytest.mark.skipif("SILK_LEDGER_DATA" not in os.environ, reason="mledoze's demonyms (ODbL) are not ours")
def test_independent_demonyms_lead_to_their_country():
    """Nine in ten English demonyms of an independent list are read as the same country, and few as another."""
    path = Path(os.environ["SILK_LEDGER_DATA"]) / "reference" / "countries" / "mledoze_countries.json"
    wrong = missed = total = 0
    for country in json.loads(path.read_text(encoding="utf-8")):
        demonym = country.get("demonyms", {}).get("eng", {}).get("m", "")
        if country.get("independent") and demonym:
            found = values(f"the {demonym} side")
            total += 1
            missed += not found
            wrong += bool(found) and country["cca3"] not in found
    assert total > 190
    assert missed <= total * 0.1
    assert wrong <= 4
