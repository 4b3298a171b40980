"""The role of a sum: what it is for."""

import pytest

from analysis.facts.amounts import find_amounts
from analysis.facts.document import Document


def roles(text, language="en"):
    return [mention.role for mention in find_amounts(Document(text, language))]


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("Trade turnover came to $2 billion last year.", "trade"),
        ("They want to bring mutual trade to $10 billion.", "target"),
        ("The plant will cost $40 million.", "project"),
        ("The bank approved a loan of $40 million.", "finance"),
        ("A $40m grant will help.", "finance"),
        ("The tariff is 4 cents per kilowatt-hour.", "other"),
        ("Flats are priced at $90,000.", "other"),
        ("The whole works are priced at $64 million.", "project"),
        ("Helsinki had granted 1.9 million euros.", "finance"),
        ("Firms may draw on $175 million to pay for machinery.", "finance"),
        ("Visitors from abroad spent $2 billion.", "other"),
        ("It still owes them $3 million.", "other"),
        ("A town sent $19 million of clothes abroad.", "trade"),
        ("Donors will chip in $4 million.", "finance"),
        ("Poland sold them medicines worth $17 million.", "trade"),
        ("Both want to see that figure at $350 million by 2033.", "target"),
        ("Two banks covered $396 million of what it took to build.", "finance"),
    ],
)
def test_amount_roles_follow_the_words_around_a_sum(text, role):
    assert roles(text) == [role]


def test_a_pronoun_hands_on_what_the_sentence_before_it_told():
    """``It`` is the trade spoken of; another subject is not."""
    told = "Investors build plants and invest in projects. Trade is modest. "
    assert roles(told + "It amounted to $12 million.") == ["trade"]
    assert roles(told + "Azelar received $12 million.") == ["project"]


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("Товарооборот составил 2 млрд долларов.", "trade"),
        ("Товарооборот намерены довести до 2 млрд долларов.", "target"),
        ("Строительство завода обойдётся в 5 млн долларов.", "project"),
        ("Банк выдал кредит на 5 млн долларов.", "finance"),
    ],
)
def test_amount_roles_follow_russian_words(text, role):
    assert roles(text, "ru") == [role]


def test_a_sum_without_any_cue_is_a_project():
    assert roles("It was $5 million.") == ["project"]


def test_the_same_sum_has_one_role_throughout():
    """The headline says nothing of a loan; the body does."""
    assert roles("City gets $7m\n\nThe loan of $7m runs for ten years.") == ["finance", "finance"]


def test_a_conversion_takes_over_the_role():
    assert (
        roles("A soft loan of 131.3 million Saudi riyals, or 35 million dollars, to build schools.") == ["finance"] * 2
    )


def test_a_second_target_follows_the_first():
    assert roles("They want to bring trade to $5 billion and later $10 billion.") == ["target", "target"]


def test_the_nearer_cue_wins():
    assert roles("Exports reached $3bn, and a loan of $5m was signed.") == ["trade", "finance"]


def test_what_has_happened_in_one_clause_says_nothing_of_the_next():
    text = "Trade turnover, which reached $2 billion last year, will reach $5 billion."
    assert [mention.role for mention in find_amounts(Document(text))] == ["trade", "target"]
