"""Numbers in figures and words, and the scales that multiply them."""

from decimal import Decimal

import pytest

from analysis.facts.quantities import QuantityReader


@pytest.mark.parametrize(
    ("text", "language", "value"),
    [
        ("1,200.5", "en", "1200.5"),
        ("1 500 000", "en", "1500000"),
        ("2,50,000", "en", "250000"),
        ("3.5 million", "en", "3500000"),
        ("1 million 200 thousand", "en", "1200000"),
        ("2 lakh crore", "en", "2000000000000"),
        ("twenty-five million", "en", "25000000"),
        ("one hundred and five thousand", "en", "105000"),
        ("two and a half billion", "en", "2500000000"),
        ("three quarters of a billion", "en", "750000000"),
        ("1,234 млрд", "ru", "1234000000"),
        ("1,234 bn", "en", "1234000000000"),
        ("полтора миллиарда", "ru", "1500000000"),
        ("двадцать пять тысяч", "ru", "25000"),
        ("миллион", "ru", "1000000"),
    ],
)
def test_a_quantity_is_read_exactly(text, language, value):
    quantity = QuantityReader(language).before(f"some {text} ", len(text) + 6)
    assert quantity is not None
    assert quantity.number * (quantity.scale or 1) == quantity.value == Decimal(value)
    assert (quantity.start, quantity.end) == (5, len(text) + 5)


@pytest.mark.parametrize("text", ["several million", "", "many", "million"])
def test_words_that_name_no_number_are_no_quantity(text):
    assert QuantityReader("en").before(text, len(text)) is None


def test_only_a_bare_number_is_plain():
    reader = QuantityReader("en")
    assert [reader.at(text, 0).plain for text in ("2004", "2,004", "2004 million")] == [True, False, False]


def test_figures_are_read_in_a_language_without_a_list():
    assert QuantityReader("xx").at("1,5", 0).value == Decimal("1.5")


def test_figures_without_a_scale_join_thousands_only_before_their_currency():
    reader = QuantityReader("en")
    assert [one.value for one in reader.read("12 thousand 500", 0, 15)] == [12000, 500]
    assert reader.before("12 thousand 500", 15).value == 12500


def test_each_group_is_smaller_than_the_one_before():
    assert [q.value for q in QuantityReader("en").read("2 million 5 million 3 thousand", 0, 30)] == [
        2_000_000,
        5_003_000,
    ]


def test_a_stop_before_a_capital_ends_a_quantity():
    assert [q.value for q in QuantityReader("ru").read("4 млрд. Половина", 0, 16)] == [
        Decimal(4 * 10**9),
        Decimal("0.5"),
    ]


def test_capitals_that_have_no_small_letter_of_their_own_are_read():
    """İ is two characters in small letters."""
    assert QuantityReader("en").at("5 MİLLİON", 0).value == 5_000_000
