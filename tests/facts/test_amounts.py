"""Sums of money: every common way of writing them, and nothing that is no money."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.facts.amounts import QuantityReader, find_amounts
from analysis.facts.document import Document


def values(text, language="en"):
    return [mention.value for mention in find_amounts(Document(text, language))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("$156mn", ["156000000 USD"]),
        ("US$ 1.2bn", ["1200000000 USD"]),
        ("500 mln dollars", ["500000000 USD"]),
        ("EUR 40m", ["40000000 EUR"]),
        ("EUR40m", ["40000000 EUR"]),
        ("half a billion dollars", ["500000000 USD"]),
        ("a quarter of a billion euros", ["250000000 EUR"]),
        ("12.5 billion tenge", ["12500000000 KZT"]),
        ("between $3 and $5 million", ["3000000 USD", "5000000 USD"]),
        ("$450–600 million", ["450000000 USD", "600000000 USD"]),
        ("$5,800 to $7,000", ["5800 USD", "7000 USD"]),
        ("three million euros", ["3000000 EUR"]),
        ("twenty-five million soums", ["25000000 UZS"]),
        ("Rs 2 crore", ["20000000 INR"]),
        ("US dollars 3.5 million", ["3500000 USD"]),
        ("5m USD", ["5000000 USD"]),
        ("A$5m and C$6m", ["5000000 AUD", "6000000 CAD"]),
        ("a 5-million-dollar loan", ["5000000 USD"]),
        ("1 million 200 thousand dollars", ["1200000 USD"]),
        ("1 500 000 manat", ["1500000 AZN"]),
        ("20 million Turkmen manat", ["20000000 TMT"]),
        ("131.3 million Saudi riyals", ["131300000 SAR"]),
        ("50,000 won", ["50000 KRW"]),
        ("₸12bn", ["12000000000 KZT"]),
        ("0.1 cents", ["0.001 USD"]),
        ("1.1 billion dollars", ["1100000000 USD"]),
        ("$2bn, and later 5bn", ["2000000000 USD", "5000000000 USD"]),
        ("Rs500 and USD7", ["500 INR", "7 USD"]),
        ("a million dollars", ["1000000 USD"]),
        ("three million and five million euros", ["3000000 EUR", "5000000 EUR"]),
        ("$500 to $2 million", ["500 USD", "2000000 USD"]),
        ("1.500.000 euros", ["1500000 EUR"]),
        ("1,5 million euros", ["1500000 EUR"]),
        ("24.8 and 22.9 million dollars respectively", ["24800000 USD", "22900000 USD"]),
        ("at $80 a pound", ["80 USD"]),
    ],
)
def test_find_amounts_reads_english_money(text, expected):
    assert values(f"It cost {text}, they said.") == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1,2 млрд долларов", ["1200000000 USD"]),
        ("полмиллиарда долларов США", ["500000000 USD"]),
        ("50 млн сомони", ["50000000 TJS"]),
        ("750 тыс. долларов", ["750000 USD"]),
        ("от 3 до 5 млн евро", ["3000000 EUR", "5000000 EUR"]),
        ("35–40 млн долларов", ["35000000 USD", "40000000 USD"]),
        ("$110 млн", ["110000000 USD"]),
        ("миллион долларов", ["1000000 USD"]),
        ("два с половиной миллиарда тенге", ["2500000000 KZT"]),
        ("полутора миллиардов сумов", ["1500000000 UZS"]),
        ("5 млн туркменских манатов", ["5000000 TMT"]),
        ("1,234 млрд рублей", ["1234000000 RUB"]),
        ("2 млрд долларов, а затем и 5 млрд", ["2000000000 USD", "5000000000 USD"]),
        ("1 млрд 200 млн тенге", ["1200000000 KZT"]),
    ],
)
def test_find_amounts_reads_russian_money(text, expected):
    assert values(f"Проект обойдётся в {text}.", "ru") == expected


@pytest.mark.parametrize(
    "text",
    [
        "3 billion cubic metres",
        "600 MW and 45 km",
        "6.5 percent of 20,000 tonnes",
        "in 2001 won the cup",
        "5 million pounds of cotton",
        "the 12 euro zone nations",
        "several million dollars",
        "Euro 2004",
        "50 Cent on the air",
        "a Z$ sign",
        "from 2020 to 2025",
        "15 terawatt-hours a year",
    ],
)
def test_find_amounts_passes_over_what_is_no_money(text):
    assert values(text) == []


def test_find_amounts_keeps_the_decimal_exact():
    """1.1 billion times ten to the ninth is no round number in floats."""
    assert values("1.1 billion dollars and $0.07") == ["1100000000 USD", "0.07 USD"]


@given(st.decimals(min_value=Decimal("0.01"), max_value=10**9, places=2), st.sampled_from(["", " million", " bn"]))
def test_find_amounts_gives_back_what_was_written(number, scale):
    factor = {"": 1, " million": 10**6, " bn": 10**9}[scale]
    [mention] = find_amounts(Document(f"They paid ${number:,}{scale} for it"))
    assert Decimal(mention.value.split()[0]) == number * factor
    assert mention.currency == "USD"


@settings(max_examples=300, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [
                "$5",
                "1,2",
                "млрд",
                "million",
                "\u00a0",
                "dollars",
                "İ",
                "e\u0301",
                "😀",
                "\u2028",
                "and",
                "-",
                "½",
                "mİllion",
                "5\u212a",
                "٣",
                "²",
            ]
        )
    )
)
def test_find_amounts_stays_inside_odd_text(pieces):
    text = " ".join(pieces)
    for language in ("en", "ru", "xx"):
        for mention in find_amounts(Document(text, language)):
            assert 0 <= mention.start < mention.end <= len(text)
            assert text[mention.start : mention.end].strip()


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
