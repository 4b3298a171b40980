"""Events are counted once, pairs both ways, and sums never mixed."""

import pandas as pd
import pytest

from analysis.errors import ParameterError, SchemaError
from analysis.ledger.ledger import country_profile, pair_countries
from analysis.ledger.summary import count_values, cross_values, list_events, main_currency, pair_matrix, sum_amounts


def ledger():
    """Three reports; `b` reprints `a`, and `c` reprints a report that is not here."""
    columns = {
        "parties": [["KAZ", "UZB"], ["KAZ", "UZB"], ["KAZ", "TUR", "UZB"]],
        "topics": [["power"], ["power"], ["power", "finance"]],
        "instruments": [["talks"], ["talks"], []],
        "places": [[], [], ["Baku"]],
        "amounts": [[("0.1 USD", "trade")], [("0.1 USD", "trade")], [("0.2 USD", "trade"), ("7 EUR", "project")]],
        "duplicate_of": [pd.NA, "a", "z"],
    }
    return pd.DataFrame(columns, index=pd.Index(["a", "b", "c"], name="doc_id"))


def test_a_reprint_counts_only_where_its_first_copy_is_missing():
    assert list(list_events(ledger()).index) == ["a", "c"]


def test_two_reprints_of_a_missing_report_are_one_event():
    twice = ledger().assign(duplicate_of=["z", pd.NA, "z"])
    assert list(list_events(twice).index) == ["a", "b"]


def test_values_are_counted_by_event_and_sorted():
    assert count_values(ledger(), "topics")["n_events"].to_dict() == {"power": 2, "finance": 1}


def test_the_matrix_is_symmetric_with_an_empty_diagonal():
    square = pair_matrix(pair_countries(ledger(), by_topic=False))
    assert list(square.index) == ["KAZ", "UZB", "TUR"]
    assert square.to_numpy().tolist() == [[0, 2, 1], [2, 0, 1], [1, 1, 0]]
    assert pair_matrix(pair_countries(ledger(), by_topic=False), most=2).shape == (2, 2)


def test_a_crossing_counts_each_meeting_once():
    assert cross_values(ledger(), "topics", "instruments").to_dict() == {"talks": {"power": 1}}


def test_sums_stand_apart_by_role_and_currency_and_add_exactly():
    sums = sum_amounts(ledger())
    assert sums.loc[("trade", "USD")].tolist() == [2, 0.3, 0.2]
    assert sums.loc[("project", "EUR")].tolist() == [1, 7.0, 7.0]


def test_the_main_currency_is_that_of_most_sums_and_the_first_of_equals():
    sums = sum_amounts(ledger())
    assert main_currency(sums) == "USD"
    assert main_currency(sums.assign(n_sums=1)) == "EUR"
    assert main_currency(sums[:0]) == "no currency"


def test_an_empty_ledger_gives_empty_tables():
    none = ledger()[:0]
    assert count_values(none, "places").empty
    assert pair_matrix(pair_countries(none, by_topic=False)).empty
    assert cross_values(none, "topics", "instruments").empty
    assert sum_amounts(none).empty


def test_an_unknown_column_lists_those_there_are():
    with pytest.raises(ParameterError, match="no list column 'amounts'.*parties, topics"):
        count_values(ledger(), "amounts")


@pytest.mark.parametrize(
    ("summarise", "column"),
    [
        (list_events, "duplicate_of"),
        (sum_amounts, "amounts"),
        (pair_countries, "topics"),
        (lambda table: count_values(table, "parties"), "parties"),
        (lambda table: cross_values(table, "topics", "places"), "places"),
        (lambda table: country_profile(table, "UZB"), "parties"),
    ],
)
def test_a_ledger_without_a_column_is_refused(summarise, column):
    with pytest.raises(SchemaError, match=f"ledger: no column {column}. It has: "):
        summarise(ledger().drop(columns=column))


def test_pair_matrix_refuses_another_table():
    with pytest.raises(SchemaError, match="pairs: no column country_a, country_b, n_events"):
        pair_matrix(ledger())
