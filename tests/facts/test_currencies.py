"""A name of money that countries share is that of the country the text speaks of."""

import pytest

from analysis.facts.amounts import find_amounts
from analysis.facts.currencies import find_currencies
from analysis.facts.document import Document


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("Pakistan lends 5 billion rupees; a port gave Rs 300 million.", ["5000000000 PKR", "300000000 PKR"]),
        ("Sri Lanka and India: 20 million rupees from Delhi, in India.", ["20000000 INR"]),
        ("Rs 2 crore was paid.", ["20000000 INR"]),
        ("The Kuwaiti fund lent 5.2 million dinars.", ["5200000 KWD"]),
        ("Somebody lent 5.2 million dinars.", []),
        ("Egypt pays 40 million pounds.", ["40000000 EGP"]),
        ("Oman gave 3 million rials, and Norway 5 million kroner.", ["3000000 OMR", "5000000 NOK"]),
        ("Egypt and Britain share the cost, 40 million pounds.", ["40000000 GBP"]),
        ("Australia lent 40 million dollars.", ["40000000 USD"]),
    ],
)
def test_shared_names_are_those_of_the_country_named(text, values):
    assert [found.value for found in find_amounts(Document(text))] == values


def test_find_currencies_gives_the_longest_form_in_reading_order():
    text = "US$ 5 million, 3 Swiss francs and £2"
    assert [(text[start:end], row["code"]) for start, end, row in find_currencies(Document(text))] == [
        ("US$", "USD"),
        ("Swiss francs", "CHF"),
        ("£", "GBP"),
    ]
