"""Countries: names, adjectives, peoples, and capitals that stand for governments."""

import json
import os
from importlib.metadata import version
from pathlib import Path

import pytest
from babel import Locale

from analysis.facts.countries import assign_parties, find_countries
from analysis.facts.document import Document, Mention
from analysis.lists.loading import load_list


def values(text, language="en"):
    return [found.value for found in find_countries(Document(text, language))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The Uzbek side met Kazakhs and the Kyrgyz Republic.", ["UZB", "KAZ", "KGZ"]),
        ("A woman from Oman, not a Roman.", ["OMN"]),
        ("New Mexico, the Indian Ocean, Volga Bulgaria and Latin America.", []),
        ("AZERBAIJAN AND TURKEY SIGN", ["AZE", "TUR"]),
        ("the U.S. and US$5 million, 3 million US dollars", ["USA"]),
        ("an Uzbekistan Street office", []),
        ("Jordan Smith, and Chad Brown said", []),
        ("Jordan signs, Georgia Railway said, Israel Aerospace Industries came", ["JOR", "GEO", "ISR"]),
        ("the state of Georgia; Atlanta, Georgia", []),
        ("Mr Jordan, India Hicks and Kenya Moore came; a US $40 million loan", []),
        ("It lends Tajikistan $5 million, the UAE $4, Fiji $3; HK $2, U.S. $2, Mexican $1", ["TJK", "ARE", "FJI"]),
        ("The D.R. Congo, D.P.R. Korea, S Korea and Kirgizia", ["COD", "PRK", "KOR", "KGZ"]),
        ("Sino-Kazakh, Franco-Uzbek; Anglo bank, Soviet Union", ["CHN", "KAZ", "FRA", "UZB"]),
        ("Busan-based Hana, London-based EBRD, the governor of Kursk", ["KOR", "RUS"]),
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
        ("10 млн долларов США, 5 млн долл. США, 2 млн долл США", []),
        ("улица Узбекистана, гостиница «Узбекистан»", []),
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
    versions = rows["source"].str.extract(r"^Unicode CLDR, through Babel ([\d.]+)$")[0]
    if version("babel") not in set(versions):
        pytest.skip(f"the names are those of Babel {versions.max()}, and another edition of CLDR renames some")
    rows = rows[versions.notna()]
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


def parties(title, text, language="en", others=()):
    whole = f"{title}\n\n{text}"
    found = find_countries(Document(whole, language)) + list(others)
    return {m.value for m in assign_parties(whole, len(title) + 2, found) if m.role == "party"}


def test_a_counted_group_of_states_names_each_of_them_and_acts_where_the_news_opens():
    five, opening = {"KAZ", "KGZ", "TJK", "TKM", "UZB"}, "China met the five Central Asian states."
    assert parties("Talks", opening) == {"CHN", *five}
    assert parties("Loan", f"China lent Kazakhstan money. Later {opening}") == {"CHN", "KAZ"}
    assert {found.value for found in find_countries(Document(opening))} == {"CHN", *five}
    of_them = "Kazakhstan, the largest of the five Central Asian states, signed it."
    assert {found.value for found in find_countries(Document(of_them))} == {"KAZ"}


@pytest.mark.parametrize(
    ("text", "more"),
    [
        ("Tiles go to China.", set()),
        ("Gas flows by way of Afghanistan.", set()),
        ("It ranks behind the UK.", set()),
        ("Investors from Italy came.", {"ITA"}),
        ("Papers were signed with bodies from Italy.", {"ITA"}),
        ("The plant is Italian property.", set()),
        ("An Italian company will build it.", {"ITA"}),
        ("Buyers live in Georgia, Iran and Ukraine.", set()),
        ("Iran's makers signed.", {"IRN"}),
        ("Iran has long made tiles.", set()),
        ("Iran has long made tiles. Now Iran will help.", {"IRN"}),
        ("KUBO of the Netherlands and Japan's Sojitz build it.", {"NLD", "JPN"}),
        ("China Road and Bridge Corporation won.", {"CHN"}),
        ("It has a border with Japan. After the invasion of Oman, Peru grew.", set()),
        ("They carry goods between Japan and Italy on the Oman–Iraq–Peru line.", set()),
        ("Engineers of Sahra Energy from Oman built it.", {"OMN"}),
        ("Busan-based Hana helps.", {"KOR"}),
        ("The Beijing-based Asian Infrastructure Investment Bank helps.", set()),
        ("Beijing-based Hana helps.", {"CHN"}),
        ("He lives in China Road.", set()),
    ],
)
def test_who_is_outside_the_headline_has_to_act(text, more):
    """The headline names two parties; the rest of the report may add to them."""
    opening = "The two signed a paper. "
    assert parties("Kazakhstan and Uzbekistan sign", opening + text) == {"KAZ", "UZB"} | more


def test_a_dateline_names_no_party():
    """Where a report was written tells nothing."""
    assert parties("A deal", "Baku, Azerbaijan, 4 Sept.\n\nKazakhstan and Oman signed.") == {"KAZ", "OMN"}
    assert parties("Договор", "Бишкек, 14.03.19 /Кабар/. Китайская фирма строит в Омане завод.", "ru") == {"CHN", "OMN"}


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
    bank = Mention("organisation", "KfW", 5, 8, country="DEU")
    town = Mention("place", "Osh", 0, 3, country="KGZ")
    assert parties("Osh", "KfW lends", others=[bank, town]) == {"DEU", "KGZ"}
    assert parties("Tajikistan and Oman", "KfW lends", others=[town]) == {"TJK", "OMN"}


def test_facts_of_other_kinds_stay_as_they_are():
    """Only countries get a role of this kind."""
    amount = Mention("amount", "5 USD", 2, 4, number=5.0, currency="USD", role="trade")
    assert assign_parties("\n\n$5", 2, [amount]) == [amount]


@pytest.mark.parametrize("text", ["Uzbekistan and Jordan Monday signed a deal", "talks in Jordan June exports"])
def test_a_country_before_a_day_or_month_is_no_person(text):
    assert "JOR" in [mention.value for mention in find_countries(Document(text))]


def words(text, language="en"):
    return [text[found.start : found.end] for found in find_countries(Document(text, language))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("In Tashkent they met", []),
        ("Tashkent's mayor", ["Tashkent"]),
        ("Uzbekistan's Tashkent", ["Uzbekistan"]),
        ("the capital, Tashkent", []),
        ("Tashkent International Forum", []),
        ("Plans of Baku to build a road", ["Baku"]),
        ("Plans of Baku fell", []),
        ("Uzbekistan-based firm", []),
        ("Mr Jordan", []),
        ("Jordan Brown said", []),
        ("Jordan Bank said", ["Jordan"]),
        ("Sino-Uzbek", ["Sino", "Uzbek"]),
        ("Sino", []),
        ("Sino- and others", []),
        ("Busan-based Hana", ["Busan"]),
        ("New York-based Hana", ["New York"]),
        ("A bank, Busan-based bank", []),
        ("the governor of Kursk", ["Kursk"]),
        ("the beauty of Kursk", []),
        ("Russia and the governor of Kursk", ["Russia"]),
        ("US$5", []),
        ("US $5", []),
    ],
)
def test_a_name_at_either_end_of_a_text_is_read_as_in_its_middle(text, expected):
    assert words(text) == words(f"It was long ago. {text}") == expected


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Iran has tiles.", set()),
        ("Iran has tiles. Iran has it.", {"IRN"}),
        ("Iran and Peru have tiles.", set()),
        ("Iran and Oman have tiles.", {"IRN"}),
        ("Iran, Oman and Peru have tiles.", set()),
        ("Iranian firms, and Peruvian ones, help.", {"IRN"}),
    ],
)
def test_beside_two_countries_of_the_headline_others_have_to_be_told_twice_or_with_one_of_them(text, found):
    assert parties("Kazakhstan and Oman sign", f"It helps. {text}") == {"KAZ", "OMN"} | found


@pytest.mark.parametrize("text", ["Iran has tiles.", "Iran and Peru have tiles.", "Iran, Peru and Chad have tiles."])
def test_beside_one_country_of_the_headline_all_that_act_are_parties(text):
    told = {"IRN", "PER", "TCD"} & {found.value for found in find_countries(Document(text))}
    assert parties("Kazakhstan signs", f"It helps. {text}") == {"KAZ"} | told
