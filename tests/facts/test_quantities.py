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


@pytest.mark.parametrize(
    ("text", "language", "value"),
    [
        ("1.250", "ru", "1250"),
        ("1.250", "en", "1.25"),
        ("1,250", "en", "1250"),
        ("1,250", "ru", "1250"),
        ("1,25", "en", "1.25"),
        ("0,250", "en", "0.25"),
        ("1.250.000", "en", "1250000"),
        ("1.250,50", "en", "1250.5"),
        ("1,250.50", "ru", "1250.5"),
        ("12 345 678", "en", "12345678"),
        ("1’234’567", "en", "1234567"),
        (".5", "en", "0.5"),
        ("5.", "en", "5"),
    ],
)
def test_commas_and_stops_part_thousands_or_decimals_as_the_language_has_it(text, language, value):
    assert QuantityReader(language).at(text, 0).value == Decimal(value)


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("a hundred and one thousand", [101_000]),
        ("two thousand thousand", [2_000_000]),
        ("five twenty", [5, 20]),
        ("twenty five", [25]),
        ("twenty fifty", [20, 50]),
        ("3 million 2 million", [3_000_000, 2_000_000]),
        ("3 million 3 thousand 2 thousand", [3_003_000, 2_000]),
        ("12 thousand 999", [12_000, 999]),
    ],
)
def test_numbers_in_a_row_are_one_only_where_each_is_smaller(text, values):
    assert [found.value for found in QuantityReader("en").read(text, 0, len(text))] == values


@pytest.mark.parametrize(
    ("text", "value"), [("12 thousand 999", 12_999), ("12 thousand 1000", 1000), ("12 million 999", 999)]
)
def test_only_thousands_take_figures_without_a_scale_before_their_currency(text, value):
    assert QuantityReader("en").before(text, len(text)).value == value


def test_a_quantity_begins_behind_the_floor_and_ends_before_the_place_asked_for():
    reader, text = QuantityReader("en"), "one 5 million  "
    assert reader.before(text, len(text)).start == 4
    assert reader.before(text, len(text), 4).start == 4
    assert reader.before(text, len(text), 5) is None
    assert reader.before(text + " ", len(text) + 1) is None
    assert reader.at("x 5", 1).start == reader.at("x-5", 1).start == 2
    assert reader.at("x  5", 1) is None
