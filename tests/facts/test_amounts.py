"""Sums of money: every common way of writing them, and nothing that is no money."""

import time
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.facts.amounts import find_amounts, find_currencies
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
    ("text", "expected"),
    [
        ("a twenty-million-dollar mill", ["20000000 USD"]),
        ("A three hundred million euro bond", ["300000000 EUR"]),
        ("a two and a half billion dollar road", ["2500000000 USD"]),
        ("a million and a half euros", ["1500000 EUR"]),
        ("a quarter million dollars", ["250000 USD"]),
        ("worth .75 million dollars", ["750000 USD"]),
        ("4 billion 120 million 305 thousand dollars", ["4120305000 USD"]),
        ("Exports were 7 billion dollars 9 percent more than before", ["7000000000 USD"]),
        ("It took 80 million dollars 1.5 times more", ["80000000 USD"]),
        ("Prices in dollars 2023 fell", []),
        ("7 dollars 25 cents", ["7.25 USD"]),
        ("nine dollars and five cents", ["9.05 USD"]),
        ("UZS 3.4 trln and $20MM, $6.5 bil.", ["3400000000000 UZS", "20000000 USD", "6500000000 USD"]),
        ("45 MUSD or 40 MEUR", ["45000000 USD", "40000000 EUR"]),
        ("$90 USD million, 80 USD million, 70 million of US dollars", ["90000000 USD", "80000000 USD", "70000000 USD"]),
        ("It cost $115, USD million notes were printed", ["115 USD"]),
        ("$20 million, 30 million and 50 million", ["20000000 USD", "30000000 USD", "50000000 USD"]),
        ("EUR 2.500,00 or 3.218,40 €", ["2500 EUR", "3218.4 EUR"]),
        ("CHF 2'400'000", ["2400000 CHF"]),
        ("9 million usd and gbp 2 million", ["9000000 USD", "2000000 GBP"]),
        ("55GBP, then 6 $ 7 $ or 8 $9 notes", ["55 GBP", "6 USD", "7 USD", "9 USD"]),
        ("a USD-60-million bridge", ["60000000 USD"]),
        ("Pay is 8,000 somoni ($1=9.5 somoni)", ["8000 TJS"]),
        ("It lent €3m. (USD 1.0 = EUR 0.9 = GBP 0.8)", ["3000000 EUR"]),
        ("They pay $70 million (€65 million) = 95m Swiss francs", ["70000000 USD", "65000000 EUR", "95000000 CHF"]),
        ("It cost $5 million, and 7 m, 8 mm of it", ["5000000 USD"]),
    ],
)
def test_a_quantity_is_read_as_a_whole_and_only_where_it_is_money(text, expected):
    assert values(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Товарооборот 3 млрд 456,5 млн долларов", ["3456500000 USD"]),
        ("Кредит в 2.300,5 млн долларов", ["2300500000 USD"]),
        ("сделки на 20 млн долларов и 15 тыс. тонн риса", ["20000000 USD"]),
        ("заводы за 20 млн. долл. и 2 млрд. куб. м газа", ["20000000 USD"]),
        ("$30 млн. дадут 2 тыс. рабочих мест", ["30000000 USD"]),
        ("стоимость — $4 млрд. Половина пойдёт на дороги", ["4000000000 USD"]),
        ("15 тыс. 200 долларов", ["15200 USD"]),
        ("остальные $3,3 млрд три страны", ["3300000000 USD"]),
        ("за $15 тыс. 200 человек", ["15000 USD"]),
        ("5 рублей 20 копеек", ["5.2 RUB"]),
        ("миллион с половиной евро", ["1500000 EUR"]),
        ("2.750 евро", ["2750 EUR"]),
        ("бюджет в 9,5 млрд тг", ["9500000000 KZT"]),
    ],
)
def test_russian_abbreviations_and_units_are_told_apart(text, expected):
    assert values(text, "ru") == expected


def spans(text, language="en"):
    return [text[mention.start : mention.end] for mention in find_amounts(Document(text, language))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("between 3 and 5 million euros", ["3000000 EUR", "5000000 EUR"]),
        ("of 3 and 5 million euros", ["3000000 EUR", "5000000 EUR"]),
        ("3 and 5 million euros", ["5000000 EUR"]),
        ("between $3 and 5 million", ["3000000 USD", "5000000 USD"]),
        ("$300-500 a head", ["300 USD", "500 USD"]),
        ("$3 to 5 million", ["3000000 USD", "5000000 USD"]),
        ("$5 to 3 million", ["5 USD", "3000000 USD"]),
        ("$3 to €5 million", ["3 USD", "5000000 EUR"]),
        ("$3 million to 5", ["3000000 USD"]),
        ("$3 million to 2025", ["3000000 USD"]),
        ("2024-3 million dollars", ["3000000 USD"]),
        ("1899 to 3000 dollars", ["1899 USD", "3000 USD"]),
        ("1900 to 3000 dollars", ["3000 USD"]),
        ("2100 to 3000 dollars", ["3000 USD"]),
        ("2101 to 3000 dollars", ["2101 USD", "3000 USD"]),
    ],
)
def test_a_range_has_two_ends_unless_one_is_a_year_or_another_thing(text, expected):
    assert values(f"It cost {text}, they said.") == expected


@pytest.mark.parametrize("units", [1, 10, 100, 1000])
def test_what_a_currency_is_worth_is_no_sum(units):
    assert values(f"They paid 8 euros at ${units} = {units * 7} somoni.") == ["8 EUR"]
    assert values(f"They paid 8 euros at ${units + 1} = {units * 7} somoni.")[1:] != []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("3 dollars 50 cents", ["3.5 USD"]),
        ("3 pounds and 50 cents", ["3.5 GBP"]),
        ("3 million dollars 50 cents", ["3000000 USD", "0.5 USD"]),
        ("3 dollars, 50 cents", ["3 USD", "0.5 USD"]),
        ("50 cents 20 cents", ["0.5 USD", "0.2 USD"]),
    ],
)
def test_cents_belong_to_the_whole_sum_right_before_them(text, expected):
    assert values(f"It cost {text}.") == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("5 marks", []),
        ("5,000 marks", ["5000 DEM"]),
        ("5 million marks", ["5000000 DEM"]),
        ("125 of US dollars", []),
        ("125 million of US dollars", ["125000000 USD"]),
        ("10 $ 30 $", ["10 USD", "30 USD"]),
        ("2020 $ 30 $", ["30 USD"]),
        ("in 2023 dollars", ["2023 USD"]),
        ("$2bn, later 5bn tonnes", ["2000000000 USD"]),
        ("$2bn later 5", ["2000000000 USD"]),
        ("$5 million, 6 million, 7 million and $8 million", [f"{n}000000 USD" for n in (5, 6, 7, 8)]),
    ],
)
def test_a_number_is_money_only_where_it_touches_a_currency_or_goes_on_with_a_sum(text, expected):
    assert values(f"It cost {text}, they said.") == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("$5 million", ["$5 million"]),
        ("It cost about 5.5 bn euros.", ["5.5 bn euros"]),
        ("Between $3 and 5 million", ["$3", "5 million"]),
        ("It is $115 USD million.", ["$115 USD million"]),
        ("It is 3 dollars and 50 cents.", ["3 dollars and 50 cents"]),
        ("It is half a million euros", ["half a million euros"]),
        ("It took 125 USD million", ["125 USD million"]),
        ("of EUR40m", ["EUR40m"]),
        ("$2bn, and later 5bn", ["$2bn", "5bn"]),
    ],
)
def test_the_words_of_a_sum_are_those_that_say_it(text, expected):
    assert spans(text) == expected


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


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("It cost $3 milliarden, then $4 bn.", "en", ["4000000000 USD"]),
        ("It cost $3-5 milyara in 2020 €7 миллиардов.", "en", []),
        ("Выделили $160 mlni и $5.", "ru", ["5 USD"]),
        ("Ticaret $3 milyarcığı buldu.", "tr", []),
        ("The $100 military coat, the $5 bill and the $5 mint.", "en", ["100 USD", "5 USD", "5 USD"]),
    ],
)
def test_figures_before_a_word_that_begins_as_a_scale_are_no_bare_sum(text, language, expected):
    assert [found.value for found in find_amounts(Document(text, language))] == expected


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("10 000 000 (десять миллионов) долларов США", "ru", "10000000 USD"),
        ("10 млн (десять миллионов) долларов", "ru", "10000000 USD"),
        ("10,000,000 (ten million) US dollars", "en", "10000000 USD"),
        ("15-ти миллионов долларов", "ru", "15000000 USD"),
        ("около 3-х млрд долларов", "ru", "3000000000 USD"),
        ("a loan of SDR 85 million", "en", "85000000 XDR"),
        ("85 млн СДР", "ru", "85000000 XDR"),
        ("a loan of Rs. 500 crore", "en", "5000000000 INR"),
        ("a loan of $5 billions", "en", "5000000000 USD"),
        ("125 USD milyona ulaştı", "tr", "125000000 USD"),
    ],
)
def test_sums_are_read_as_contracts_and_lenders_write_them(text, language, expected):
    assert [found.value for found in find_amounts(Document(text, language))] == [expected]


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("İki yeni fabrika ve 5 yeni okul için 5 milyar yen.", "tr", ["5000000000 JPY"]),
        ("İki yeni zavod üçün 3 milyard yen.", "az", ["3000000000 JPY"]),
        ("Viloyatda 14 tuman bor, Eronga 500 million tuman.", "uz", ["500000000 IRR"]),
        ("Вилоятда 14 туман бор, 500 миллион туман.", "uz", ["500000000 IRR"]),
        ("Güzel bir yer ve iki yer.", "tr", []),
        ("Three gel packs, two won contracts, fifty rand, five hundred won.", "en", ["50 ZAR", "500 KRW"]),
    ],
)
def test_new_factories_and_districts_are_no_money(text, language, expected):
    assert [found.value for found in find_amounts(Document(text, language))] == expected


def test_figures_and_other_words_in_brackets_are_no_sum():
    assert find_amounts(Document("They took 12 (ten million) dollars.")) == []


def test_a_tajik_currency_is_that_of_the_country_named_behind_it():
    text = "500 франки Конго, 45 миллион доллари австралиягӣ, 3 миллион рупияи Покистон, 10 миллион доллари ИМА"
    values = ["500 CDF", "45000000 AUD", "3000000 PKR", "10000000 USD"]
    assert [found.value for found in find_amounts(Document(text, "tg"))] == values


@pytest.mark.parametrize("text", ["php 7 is out", "all 5 million", "the top 5 million", "a cup 9"])
def test_codes_that_are_words_are_no_money_in_small_letters(text):
    assert find_currencies(Document(text)) == [] or find_amounts(Document(text)) == []


def test_many_signs_take_no_longer_than_their_text():
    start = time.process_time()
    assert len(find_currencies(Document("$ " * 120_000))) == 120_000
    assert time.process_time() - start < 4  # seven, were each compared with all 59
