"""Which countries are parties."""

import pytest

from analysis.facts.countries import find_countries
from analysis.facts.mention import Mention
from analysis.facts.parties import assign_parties


def parties(title, text, language="en", *others):
    fields = {"title": title, "text": text}
    found = [(field, mention) for field in fields for mention in find_countries(fields[field], language)]
    return {m.value for _, m in assign_parties(fields, found + list(others)) if m.role == "party"}


@pytest.mark.parametrize(
    ("text", "more"),
    [
        ("Tiles go to China.", set()),
        ("Gas flows by way of Afghanistan.", set()),
        ("It ranks behind the UK.", set()),
        ("Investors from Italy came.", {"ITA"}),
        ("The plant is Italian property.", set()),
        ("An Italian company will build it.", {"ITA"}),
        ("Buyers live in Georgia, Iran and Ukraine.", set()),
        ("Iran's makers signed.", {"IRN"}),
        ("Iran has long made tiles.", set()),
        ("Iran has long made tiles. Now Iran will help.", {"IRN"}),
    ],
)
def test_who_is_outside_the_headline_has_to_act(text, more):
    """The headline names two parties; the rest of the report may add to them."""
    opening = "The two signed a paper. "
    assert parties("Kazakhstan and Uzbekistan sign", opening + text) == {"KAZ", "UZB"} | more


def test_the_first_sentence_names_parties():
    """News says at once who acts."""
    assert parties("A deal for tiles", "Tiles of Kazakhstan will be sold in China. More follows.") == {"KAZ", "CHN"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Договор подписан. Плитка идёт в Китай.", {"KAZ", "UZB"}),
        ("Договор подписан. Из Китая прибыл министр.", {"KAZ", "UZB", "CHN"}),
        ("Договор подписан. Поможет китайская компания.", {"KAZ", "UZB", "CHN"}),
    ],
)
def test_russian_reports_are_read_alike(text, expected):
    """Prepositions and agents have their Russian lists."""
    assert parties("Казахстан и Узбекистан подписали договор", text, "ru") == expected


def test_a_known_body_or_a_place_of_the_headline_stands_for_its_country():
    """Only where the report does not name that country."""
    bank = ("text", Mention("organisation", "KfW", 0, 3, country="DEU"))
    town = ("title", Mention("place", "Osh", 0, 3, country="KGZ"))
    assert parties("Osh", "KfW lends", "en", bank, town) == {"DEU", "KGZ"}
    assert parties("Tajikistan and Oman", "KfW lends", "en", town) == {"TJK", "OMN"}


def test_facts_of_other_kinds_stay_as_they_are():
    """Only countries get a role of this kind."""
    amount = ("text", Mention("amount", "5 USD", 0, 2, number=5.0, currency="USD", role="trade"))
    assert assign_parties({"title": "", "text": "$5"}, [amount]) == [amount]
