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
        ("A tribunal set aside the award of $40 million.", "other"),
        ("The bank's own funds came to $12 million.", "finance"),
        ("The mill will spend $12 million of its own funds.", "project"),
        ("Later stages of the plant provide for $3 billion.", "project"),
        ("The mill's output is to grow to $170 million.", "other"),
        ("Firms may draw on $175 million to pay for machinery.", "finance"),
        ("Visitors from abroad spent $2 billion.", "other"),
        ("It still owes them $3 million.", "other"),
        ("A town sent $19 million of clothes abroad.", "trade"),
        ("Donors will chip in $4 million.", "finance"),
        ("Poland sold them medicines worth $17 million.", "trade"),
        ("Both want to see that figure at $350 million by 2033.", "target"),
        ("Two banks covered $396 million of what it took to build.", "finance"),
        ("Goods worth $386 million changed hands between the two countries.", "trade"),
    ],
)
def test_amount_roles_follow_the_words_around_a_sum(text, role):
    assert roles(text) == [role]


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


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "They signed agreements worth $22 billion. Trade with China hit a record high - $31 billion.",
            "project trade",
        ),
        (
            "The line will be built for $4 billion. Half of this amount, $2 billion, the bank gives as a loan.",
            "project finance",
        ),
        ("Loans of $200 million were agreed. Davr Bank: $50 million.", "finance finance"),
        ("The plant costs $300 million. Of this sum, $100 million is for the grid.", "project project"),
    ],
)
def test_a_part_has_the_role_of_its_total_unless_its_own_words_say_another(text, expected):
    assert roles(text) == expected.split()


def test_a_sum_without_any_cue_in_the_text_is_other():
    assert roles("It was $5 million.") == ["other"]


def test_a_language_without_cue_words_has_no_roles():
    assert roles("Es kostet $5.", "xx") == [None]


def test_the_same_sum_has_one_role_throughout():
    """The headline says nothing of a loan; the body does."""
    assert roles("City gets $7m\n\nThe loan of $7m runs for ten years.") == ["finance", "finance"]


def test_a_conversion_takes_over_the_role():
    assert (
        roles("A soft loan of 131.3 million Saudi riyals, or 35 million dollars, to build schools.") == ["finance"] * 2
    )


def test_a_sum_and_its_conversion_share_their_votes():
    text = "They borrow 75 million dollars.\nThe contract, for 64.7 million euros (75 million dollars), was signed."
    assert roles(text) == ["finance", "finance", "finance"]


def test_sums_of_a_list_keep_their_own_votes():
    text = "Turkey exported goods for $120 million, €40 million of loans went to Georgia."
    assert roles(text)[0] == "trade"


@pytest.mark.parametrize("times", [1, 3])
def test_three_currencies_share_their_votes_once(times):
    text = "A loan of $75 million (€64 million, £50 million) came.\n" * times
    assert roles(text + "Exports of goods were worth £50 million.")[-1] == "trade"


def test_what_is_built_with_a_loan_has_not_its_sum():
    assert roles("Georgia opened a plant in Batumi with a loan of $5 million from Turkey.") == ["finance"]
    assert roles("The cost of a plant that was built on credit is $5 million.") == ["project"]


def test_a_second_target_follows_the_first():
    assert roles("They want to bring trade to $5 billion and later $10 billion.") == ["target", "target"]


def test_the_nearer_cue_wins():
    assert roles("Exports reached $3bn, and a loan of $5m was signed.") == ["trade", "finance"]


def test_what_has_happened_in_one_clause_says_nothing_of_the_next():
    text = "Trade turnover, which reached $2 billion last year, will reach $5 billion."
    assert [mention.role for mention in find_amounts(Document(text))] == ["trade", "target"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The Davr Bank signed a $20 million credit line to build the Guliston investment project.", ["finance"]),
        ("It signed a loan agreement with Kyrgyzstan for up to 4 billion yen for a power plant project.", ["finance"]),
        ("Wind farm project gets €40m in EIB funding", ["finance"]),
        ("They advised the lenders to the $2 billion gas-to-liquids project.", ["project"]),
        ("Wages at the new plant are 9,000 somoni.", ["other"]),
        ("The firms signed export contracts worth $30 million.", ["project"]),
        ("A signing was seen by Minister of Trade Omar Aliev, at $30 million. The agreements run on.", ["project"]),
        ("A growth fund is set up with a capital of $30 million for projects.", ["finance"]),
        ("In 2019 the mill produced goods for $30 million.", ["other"]),
        ("EBITDA rose 12% to $30 million (2019: $25 million).", ["other", "other"]),
        (
            "Trade reached $3 billion, and nothing stops them from raising this figure to $4 billion.",
            ["trade", "target"],
        ),
        ("They adopted a plan that raises trade turnover to $4 billion.", ["target"]),
        ("The road costs $6 billion. Of this, $2 billion comes in the form of a loan.", ["project", "finance"]),
        (
            "An agreement on the plant was signed. The package is made up of a loan of at most KZT 4.4 billion ($11.7 "
            "million) and a second one from the fund, worth as much as $5 million.",
            ["finance"] * 3,
        ),
    ],
)
def test_the_word_that_governs_a_sum_says_what_it_is_for(text, expected):
    assert roles(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "The bank approved loans of $90 million. Out of this sum, $40 million goes to roads; $50 million to a plant.",
        "The grant is $50 million. In addition, $14 million was set aside to carry the project further.",
        "The bank will lend $90 million.\n\nDavr Bank – $40 million for plants\n\nAsia Bank: $50 million for roads",
        "The bank lends $90 million to Oman, and $40 million to Chad.",
    ],
)
def test_a_role_passes_down_from_a_total_to_its_parts(text):
    assert set(roles(text)) == {"finance"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Предусматривается экспортировать товаров на $18 млн.", ["target"]),
        ("Дорога стоит $6 млрд. Из них $3 млрд поступят в качестве кредита.", ["project", "finance"]),
        ("Они подписали семь торговых контрактов на $3 млрд.", ["project"]),
        ("Оборот вырос на 7% до $4 млрд. Задача — довести объём торговли до $9 млрд.", ["trade", "target"]),
        ("Министр торговли и интеграции назвал соглашение на сумму свыше 90 млн долларов.", ["project"]),
    ],
)
def test_governing_words_are_found_in_russian(text, expected):
    assert roles(text, "ru") == expected


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("Loans of $5 million", "finance"),
        ("Loan: $5 million.", "finance"),
        ("$5 million loan", "finance"),
        ("$5 million in loans", "finance"),
        ("Export contracts worth $5 million", "project"),
        ("Loan contracts of $5 million", "finance"),
        ("A loan project of $5 million", "finance"),
        ("Export Bank paid $5 million", "trade"),
        ("$5 million of exports", "trade"),
    ],
)
def test_a_cue_that_begins_or_ends_a_text_counts_as_any_other(text, role):
    assert roles(text) == roles(f"It rained. {text}") == [role]


@pytest.mark.parametrize(("price", "role"), [("999,999", "other"), ("1,000,000", "project"), ("1,000,001", "project")])
def test_a_million_or_more_is_no_price_of_a_thing(price, role):
    assert roles(f"Flats are priced at ${price}.") == [role]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("They want to bring trade from $3 billion to $5 billion.", ["trade", "target"]),
        ("Trade grew from $3 billion to $5 billion.", ["trade", "trade"]),
        ("Trade was $5 million. It was fine. It cost $7 million.", ["trade", "project"]),
        ("The loan is $5 million. They were glad of $6 million.", ["finance", "finance"]),
        ("The loan is $5 million, while exports were $6 million and $7 million.", ["finance", "trade", "trade"]),
        ("Exports were $6 million; the loan $5 million.", ["trade", "finance"]),
        ("Exports came to $5 million. Davr Bank: $2 million.", ["trade", "trade"]),
        ("The project cost $5 million. Out of this, $2 million went to wages.", ["project", "project"]),
    ],
)
def test_each_of_several_sums_has_the_role_that_its_own_words_or_the_sum_before_give_it(text, expected):
    assert roles(text) == expected
