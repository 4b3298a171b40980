"""Organisations by how their names are built."""

import pytest

from analysis.facts.organisations import find_organisations


def words(text, language="en"):
    return [text[found.start : found.end] for found in find_organisations(text, language)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Talks at the Ministry of Industry and New Technologies.", ["Ministry of Industry and New Technologies"]),
        ("It went to Pakrut Company LLC in May.", ["Pakrut Company LLC"]),
        ("Experts of SOCAR met President Ilham Aliyev.", ["SOCAR"]),
        ("The Samarkand Investment Forum opened on Monday.", []),
    ],
)
def test_find_organisations_reads_bodies_and_companies(text, expected):
    """Heads, legal forms and spellings make an organisation; events, people and days do not."""
    assert words(text) == expected


def test_an_abbreviation_has_its_full_form_as_value():
    """Each mention is a row of its own."""
    found = find_organisations("The Istanbul Jewelers Association (IJA) met. The IJA agreed.")
    assert {mention.value for mention in found} == {"Istanbul Jewelers Association"}
    assert len(found) == 3
