"""Organisations in Russian."""

import pytest

from analysis.facts.document import Document
from analysis.facts.organisations import find_organisations


def words(text):
    return [text[found.start : found.end] for found in find_organisations(Document(text, "ru"))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Договор подписала компания «Орион Гранд».", ["Орион Гранд"]),
        ("Завод стоит в зоне «Ангрен».", []),
        ("Форум «Шёлковый путь» открылся.", []),
        ("Министерство экономики и коммерции КР, ввозя меньше,", ["Министерство экономики и коммерции КР"]),
        ("Он руководит Агентством развития и одновременно служит.", ["Агентством развития"]),
        ("Там Бакинский государственный университет и Кыргызский национальный университет имени Жусупа Баласагына.",
         ["Бакинский государственный университет", "Кыргызский национальный университет имени Жусупа Баласагына"]),
        ("Помогли американская Cove Capital и ЕБРР.", ["Cove Capital", "ЕБРР"]),
        ("Модель Belarus-512 собрали на месте.", []),
        ("Решили Минэнерго и КазМунайГаз, а не Минск.", ["Минэнерго", "КазМунайГаз"]),
        ("Стекольный завод построят.", []),
    ],
)  # fmt: skip
def test_bodies_companies_and_abbreviations_are_read(text, expected):
    """Case endings end a name; zones, forums and models are none."""
    assert words(text) == expected


def test_a_known_abbreviation_has_one_full_form_in_both_languages():
    """So that a bank is one bank in the ledger."""
    assert [found.value for found in find_organisations(Document("Кредит дал ЕБРР.", "ru"))] == [
        "European Bank for Reconstruction and Development"
    ]
