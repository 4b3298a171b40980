"""Events are counted once, only sums that count are added, and currencies never mixed."""

import pandas as pd
import pytest

from analysis.errors import ParameterError, SchemaError
from analysis.ledger.pairs import pair_countries
from analysis.ledger.summary import (
    convert_amounts,
    count_values,
    cross_values,
    list_amounts,
    main_currency,
    sum_amounts,
)
from tests.conftest import money


@pytest.fixture
def ledger():
    columns = {
        "date": ["2024-05-01", "2024-06", None],
        "parties": [["KAZ", "UZB"], ["KAZ", "UZB"], ["KAZ", "TUR", "UZB"]],
        "topic": ["power", "power", None],
        "instruments": [["talks"], ["finance", "talks"], []],
        "status": ["done", "planned", "proposed"],
        "places": [[], [], ["Baku"]],
        "amounts": [
            [money("0.1", role="trade"), money("0.1", role="trade", counts=False)],
            [money("0.2", role="trade"), money(7, "EUR", "project")],
            [money(1, role="trade")],
        ],
        "n_reports": [2, 1, 1],
    }
    return pd.DataFrame(columns, index=pd.Index(["a#1", "b#1", "c#1"], name="event"))


def test_values_are_counted_by_event_and_sorted(ledger):
    assert count_values(ledger, "instruments")["n_events"].to_dict() == {"talks": 2, "finance": 1}
    assert count_values(ledger, "topic")["n_events"].to_dict() == {"power": 2}


def test_values_of_as_many_events_come_by_the_alphabet(ledger):
    told = ledger.assign(places=[["Osh", "Baku"], ["Osh", "Aktau"], ["Zug"]])
    assert list(count_values(told, "places").index) == ["Osh", "Aktau", "Baku", "Zug"]


def test_the_sums_that_count_are_listed_with_their_event(ledger):
    told = list_amounts(ledger)
    assert told[["event", "role", "currency", "date"]].to_numpy().tolist() == [
        ["a#1", "trade", "USD", "2024-05-01"],
        ["b#1", "trade", "USD", "2024-06"],
        ["b#1", "project", "EUR", "2024-06"],
    ]
    assert list(map(str, told["sum"])) == ["0.1", "0.2", "7"]
    every = list_amounts(ledger, naive=True)
    assert (len(every), every["counts"].sum(), told["counts"].all()) == (5, 3, True)
    assert list_amounts(ledger[:0]).empty


def test_a_crossing_counts_each_meeting_once(ledger):
    assert cross_values(ledger, "topic", "instruments").to_dict() == {"talks": {"power": 2}, "finance": {"power": 1}}


def test_sums_stand_apart_by_role_and_currency_and_add_exactly(ledger):
    sums = sum_amounts(ledger)
    assert sums.loc[("trade", "USD")].tolist() == [2, 0.3, 0.2]
    assert sums.loc[("project", "EUR")].tolist() == [1, 7.0, 7.0]


def test_the_naive_sum_adds_what_does_not_count_and_what_is_proposed(ledger):
    assert sum_amounts(ledger, naive=True).loc[("trade", "USD")].tolist() == [4, 1.4, 1.0]


def test_the_main_currency_is_that_of_most_sums_and_the_first_of_equals(ledger):
    sums = sum_amounts(ledger)
    assert main_currency(sums) == "USD"
    assert main_currency(sums.assign(n_sums=1)) == "EUR"
    assert main_currency(sums[:0]) == "no currency"


def test_an_empty_ledger_gives_empty_tables(ledger):
    none = ledger[:0]
    assert count_values(none, "places").empty
    assert cross_values(none, "topic", "instruments").empty
    assert sum_amounts(none).empty
    assert pair_countries(none).empty
    assert convert_amounts(none, pd.DataFrame({"currency": [], "date": [], "rate": []})).empty


def test_an_unknown_column_lists_those_there_are(ledger):
    with pytest.raises(ParameterError, match="no column 'amounts' to count.*parties, topic"):
        count_values(ledger, "amounts")


@pytest.mark.parametrize(
    ("summarise", "column"),
    [
        (sum_amounts, "amounts"),
        (lambda table: count_values(table, "parties"), "parties"),
        (lambda table: cross_values(table, "topic", "places"), "places"),
        (lambda table: convert_amounts(table, "rates.csv"), "status"),
    ],
)
def test_a_ledger_without_a_column_is_refused(ledger, summarise, column):
    with pytest.raises(SchemaError, match=f"ledger: no column {column}. It has: "):
        summarise(ledger.drop(columns=column))


def test_sums_take_the_rate_of_their_day_else_month_else_year(ledger, tmp_path):
    rates = "currency,date,rate\nUSD,2024,0.9\nUSD,2024-05-01,0.8\nEUR,2023,1\n"
    (tmp_path / "rates.csv").write_text(rates, encoding="utf-8-sig")
    table = convert_amounts(ledger, tmp_path / "rates.csv").set_index(["event", "currency"])
    assert table.loc[("a#1", "USD"), ["rate_date", "rate", "converted"]].tolist() == ["2024-05-01", 0.8, 0.1 * 0.8]
    assert table.loc[("b#1", "USD"), "rate_date"] == "2024"
    of_month = pd.DataFrame({"currency": ["USD", "USD"], "date": ["2024", "2024-05"], "rate": [0.9, 0.7]})
    assert convert_amounts(ledger, of_month).set_index(["event", "currency"]).loc[("a#1", "USD"), "rate"] == 0.7
    assert table.loc[("b#1", "EUR"), ["rate", "converted"]].isna().all()
    assert "c#1" not in table.index  # only proposed


@pytest.mark.parametrize(
    ("rates", "error", "message"),
    [
        ("currency,date,rate\nUSD,2024,nought", SchemaError, "rates, line 2: the rate is no number above 0"),
        ("currency,date,rate\nUSD,2024,inf", SchemaError, "rates, line 2: the rate is no number above 0"),
        ("currency,date,rate\nUSD,2024,0", SchemaError, "rates, line 2: the rate is no number above 0"),
        ("currency,date,rate\nUSD,2024,1\nUSD,2024,2", SchemaError, "line 3: a second rate of USD for 2024. Keep one"),
        ("currency,rate\nUSD,1", SchemaError, "rates: no column date"),
        ("currency,date,rate,rate\nUSD,2024,1,2", SchemaError, "rates: column rate is there twice"),
        ("", ParameterError, r"rates.csv: cannot be read .*Give a CSV with currency,date,rate"),
        ("currency,date,rate\nUSD,2024,0,92\n", ParameterError, r"Expected 3 fields in line 2, saw 4.*Quote commas"),
    ],
)
def test_a_table_of_rates_that_cannot_be_used_is_refused(ledger, tmp_path, rates, error, message):
    (tmp_path / "rates.csv").write_text(rates)
    with pytest.raises(error, match=message):
        convert_amounts(ledger, tmp_path / "rates.csv")
