"""Sums that may be added up, and those that may not."""

import pytest

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
