"""Sums that may be added up, and those that may not."""

import re
from typing import NamedTuple

import pytest

from analysis.ledger.additive import find_uncounted
from tests.ledger.test_deals import deals_of

GEORGIA = "Trade of Georgia and Turkey"


@pytest.mark.parametrize(
    ("text", "counted"),
    [
        ("Georgia and Turkey will build a plant for $15-20 million.", ["20000000"]),
        (f"{GEORGIA} rose from $500 million in 2020 to $1.1 billion in 2023.", ["1100000000"]),
        (f"{GEORGIA} totalled $4.4 billion, compared to $4.6 billion in 2022.", ["4400000000"]),
        (f"{GEORGIA} was $4.4 billion. A year earlier it was $3 billion.", ["4400000000"]),
        ("Georgia and Turkey will invest $500 million: $300 million first and $200 million later.", ["500000000"]),
        ("Turkey gave Georgia a loan of $50 million, of which $20 million is a grant.", ["50000000"]),
        ("Turkey gave Georgia a loan of 5 billion lira (approximately $38 million).", ["5000000000"]),
        (f"{GEORGIA} was $9 billion. Georgian exports came to $2 billion. Imports were $6 billion.", ["9000000000"]),
        (f"{GEORGIA} was $9 billion. Grain came to $2 billion.", ["9000000000", "2000000000"]),
        (
            "Georgia and Turkey signed a contract for $5 million. A loan of $7 million was granted.",
            ["5000000", "7000000"],
        ),
    ],
)
def test_what_counts_may_be_added_up(text, counted):
    amounts = [amount for deal in deals_of(text) for amount in deal["amounts"]]
    assert [str(amount.number) for amount in amounts if amount.counts] == counted
    assert len(amounts) > 1


@pytest.mark.parametrize(
    ("text", "counted"),
    [
        ("Узбекистан и Казахстан построят завод за 15–20 млн долларов.", ["20000000"]),
        ("Товарооборот Грузии и Турции вырос с 10 млрд долларов до 13,7 млрд долларов.", ["13700000000"]),
        ("Турция выделит Грузии кредит на 100 млн лир (около 8 млн долларов), из них 20 млн лир сразу.", ["100000000"]),
    ],
)
def test_what_counts_may_be_added_up_in_russian(text, counted):
    amounts = [amount for deal in deals_of(text, language="ru") for amount in deal["amounts"]]
    assert [str(amount.number) for amount in amounts if amount.counts] == counted


class Sum(NamedTuple):
    start: int
    end: int
    kind: str
    value: str
    text: str
    number: float
    currency: str
    role: str


def uncounted(text, role="finance", currency="USD"):
    """The numbers of the sums of a text, written as $5, that do not count."""
    found = list(re.finditer(r"\$([\d.]+)", text))
    sums = [Sum(*match.span(), "amount", "", "", float(match[1]), currency, role) for match in found]
    return [sums[at].number for at in sorted(find_uncounted(text, sums))]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("$100 a $60 b $40", [60, 40]),
        ("$100 a $60 b $42", [60, 42]),
        ("$100 a $60 b $43", []),
        ("$100 a $60 b $38", [60, 38]),
        ("$100 a $60 b $37", []),
        ("$60 a $40 b $100", [60, 40]),
        ("$100 a $100", []),
        ("$100 a $30 b $30 c $40 d $7", [30, 30, 40]),
        ("$100 a $50 b $30 c $90", []),
        ("$7 a $60 b $40 c $100", [60, 40]),
    ],
)
def test_sums_in_a_row_that_add_up_to_one_beside_them_within_two_percent_are_its_parts(text, parts):
    assert uncounted(text) == parts


@pytest.mark.parametrize("n", [2, 10, 11, 12])
def test_no_more_than_eleven_sums_are_tried_for_the_parts_of_a_total(n):
    parts = "".join(f" a ${number}" for number in range(100, 100 + n))
    total = sum(range(100, 100 + n))
    assert len(uncounted(f"${total}{parts}")) == (n if n < 12 else 0)
    assert len(uncounted(f"{parts} a ${total}")) == (n if n < 12 else 0)


@pytest.mark.parametrize(
    ("text", "lesser"),
    [
        ("$5-$7", [5]),
        ("between $5 and $7", [5]),
        ("$7 to $5", []),
        ("from $5 a year ago, it went up to $7", [5]),
        ("$7, against $9 a year before", [9]),
        ("$9, compared with $7 earlier", [7]),
        ("$9, of which $2 at once", [2]),
        ("$9. Later $2, part of that", [2]),
        ("$9. In May $2 for that", []),
        ("$2 of the $9", [2]),
    ],
)
def test_the_lower_end_of_a_range_a_part_and_what_a_sum_is_compared_with_do_not_count(text, lesser):
    assert uncounted(text) == lesser


@pytest.mark.parametrize(("gap", "lesser"), [(0, [2]), (380, [2]), (420, [])])
def test_a_sum_far_off_is_no_part(gap, lesser):
    assert uncounted(f"$9{' word' * (gap // 5)}, of which $2") == lesser


def test_exports_and_imports_are_parts_of_a_trade_and_only_of_a_trade():
    assert uncounted("Trade was $9 and exports were $4", role="trade") == [4]
    assert uncounted("Trade was $9 and exports were $4", role="project") == []
    assert uncounted("Exports were $9 and imports $4", role="trade") == []


def test_what_does_not_count_is_no_measure_for_the_next():
    """The five is compared with the nine, not with the two before it."""
    assert uncounted("$9, of which $2, and against $5 in May") == [2, 5]
