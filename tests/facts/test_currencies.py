"""A name of money that countries share is that of the country the text speaks of."""

import time

import pytest

from analysis.facts.amounts import find_amounts, find_currencies
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


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("C$7m", "CAD"), ("a c $ 7 million levy", "CAD"), ("HK $ 7m", "HKD"), ("Mex$7m", "MXN"), ("aud$7m", "AUD"),
        ("US $7m", "USD"), ("$US7 million", "USD"), ("a u.s $ 7 prize", "USD"), ("about $A7,500", "AUD"),
        ("over a $ 7 billion mark", "USD"), ("a bonus$7", "USD"), ("7 million Dutch guilders", "NLG"),
        ("7 million Finnish markka", "FIM"), ("40 rmb", "CNY"), ("7元", "CNY"), ("7 ₡", "CRC"),
    ],
)  # fmt: skip
def test_money_is_known_by_its_sign_or_name_however_it_is_written(text, value):
    assert [found.currency for found in find_amounts(Document(text))] == [value]


@pytest.mark.parametrize(
    ("text", "language", "value"),
    [
        ("Turkmenistan spends 3 million manats.", "en", "3000000 TMT"),
        ("Baku spends 3 million manats on Azerbaijan.", "en", "3000000 AZN"),
        ("Turkmenistan and Azerbaijan met. Azerbaijan pays 3 million manats.", "en", "3000000 AZN"),
        ("Azerbaijan met Turkmenistan in Azerbaijan. Turkmenistan pays 3 million manats.", "en", "3000000 TMT"),
        ("Uzbekistan pays 3 million soms.", "en", "3000000 UZS"),
        ("Morocco pays 3 million dirhams.", "en", "3000000 MAD"),
        ("Belarus pays 3 million rubles.", "en", "3000000 BYN"),
        ("Russia and Belarus pay 3 million rubles.", "en", "3000000 RUB"),
        ("Iran pays 3 million tomans.", "en", "30000000 IRR"),
        ("Туркменистан заплатит 3 млн манатов.", "ru", "3000000 TMT"),
        ("Белоруссия заплатит 3 млн рублей.", "ru", "3000000 BYN"),
        ("Кувейт заплатит 3 млн динаров.", "ru", "3000000 KWD"),
    ],
)
def test_a_shared_name_is_read_by_its_sentence_then_by_the_report(text, language, value):
    assert [found.value for found in find_amounts(Document(text, language))] == [value]


@pytest.mark.parametrize("text", ["php 7 is out", "all 5 million", "the top 5 million", "a cup 9"])
def test_codes_that_are_words_are_no_money_in_small_letters(text):
    assert find_currencies(Document(text)) == [] or find_amounts(Document(text)) == []


def test_many_signs_take_no_longer_than_their_text():
    start = time.process_time()
    assert len(find_currencies(Document("$ " * 120_000))) == 120_000
    assert time.process_time() - start < 4  # seven, were each compared with all 59
