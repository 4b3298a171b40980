"""Organisations by how their names are built."""

from time import process_time

import pytest

from analysis.facts.document import Document
from analysis.facts.organisations import find_organisations


def words(text, language="en"):
    return [text[found.start : found.end] for found in find_organisations(Document(text, language))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Talks at the Ministry of Industry and New Technologies.", ["Ministry of Industry and New Technologies"]),
        ("It went to Pakrut Company LLC in May.", ["Pakrut Company LLC"]),
        ("Experts of SOCAR met President Ilham Aliyev.", ["SOCAR"]),
        ("The Samarkand Investment Forum opened on Monday.", []),
        ("Tolqin of Dushanbe has hired Zarnigor to renew the masts.", ["Tolqin"]),
        ("The parts come late. Zarnigor will supply 40 trains.", ["Zarnigor"]),
        ("Zarnigor Rail won the tender, and Tolqin sold its half.", ["Zarnigor Rail", "Tolqin"]),
        ("Prices of Malaysian oil rose. Growers will supply more.", []),
        ("It was built up by the Merchant of the Year.", []),
    ],
)
def test_find_organisations_reads_bodies_and_companies(text, expected):
    """Heads, legal forms and spellings make an organisation; events, people and days do not."""
    assert words(text) == expected


def test_an_abbreviation_has_its_full_form_as_value():
    """Each mention is a row of its own."""
    found = find_organisations(Document("The Istanbul Jewelers Association (IJA) met. The IJA agreed."))
    assert {mention.value for mention in found} == {"Istanbul Jewelers Association"}
    assert len(found) == 3


def test_what_ends_like_a_surname_or_a_country_may_be_neither():
    """A company of a town is no person, a federal ministry no ministry of a country."""
    assert words("It ordered 30 engines from CRRC Dalian.") == ["CRRC Dalian"]
    assert words("Germany's Federal Ministry for Health paid.") == ["Federal Ministry for Health"]


def test_a_name_goes_on_over_and():
    """A bank's name is one, and a fair's is none."""
    assert words("The Red Sea Trade and Development Bank lends CHF 5m.") == ["Red Sea Trade and Development Bank"]
    assert words("They went to the Lanzhou Investment and Trade Fair.") == []


@pytest.mark.parametrize(
    ("start", "word", "times"),
    [("", "The ", 20_000), ("Ministry", " of Aa", 12_000), ("SOCAR", ", Xyzzy Foo", 7_000), ("", "A.", 40_000)],
)
@pytest.mark.parametrize("language", ["en", "ru"])
def test_hostile_text_costs_no_more_than_its_length(start, word, times, language):
    """Names are bounded, so that twice the text takes about twice the time."""
    started = process_time()
    find_organisations(Document(start + word * times, language))
    assert process_time() - started < 3
