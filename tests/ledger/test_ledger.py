"""One row an event: how reports that disagree are settled."""

import pandas as pd
import pytest

from analysis.errors import SchemaError
from analysis.ledger.ledger import build_ledger
from tests.conftest import deal, money


def test_build_ledger_gathers_the_reports_of_an_event_into_a_row(ledger):
    assert ledger.index.tolist() == ["one#1", "four#2"]
    row = ledger.loc["one#1"]
    assert row["title"] == "Baku <b>"
    assert row["parties"] == ["AZE", "UZB"]
    assert row["topic"] == "power"
    assert row["instruments"] == ["finance"]
    assert row["places"] == ["Baku"]
    assert row[["n_reports", "n_outlets"]].tolist() == [3, 2]
    assert row["doc_ids"] == ["one", "three", "four"]
    assert row["url"] == "https://a.example/1"
    assert row["quote"] == "Loan"


def test_a_quote_ends_with_its_words(documents, deals):
    documents["text"] = "\n" + documents["text"] + "\n\n"
    assert build_ledger(documents, deals.assign(end=99))["quote"]["one#1"] == "Loan of Baku & Tashkent: $5m"


def test_the_status_is_that_of_the_latest_report(ledger):
    assert ledger["status"].tolist() == ["planned", "proposed"]


def test_the_date_is_the_acts_or_else_the_reports(ledger):
    assert ledger["date"].tolist() == ["2024-04-30", "2024-06-01"]


def test_a_reprint_has_no_vote_and_of_equals_the_more_exact_wins(ledger):
    """The reprint's 6 million is not heard; 5 million with its conversion has more digits than 5.1 million."""
    assert ledger.loc["one#1", "amounts"] == [money(5000000), money(8500000, "AZN", counts=False)]


def table(*rows):
    index = pd.MultiIndex.from_tuples([(f"r{number}", 1) for number in range(len(rows))], names=["doc_id", "deal"])
    days = pd.date_range("2024-01-01", periods=len(rows))
    documents = pd.DataFrame({"title": "", "text": "", "date": days}, index=index.get_level_values(0))
    return documents, pd.DataFrame([deal("e", **row) for row in rows], index)


@pytest.mark.parametrize(
    ("column", "told", "wanted"),
    [
        ("topic", ["power", "health", "power"], "power"),
        ("topic", ["power", "health"], "health"),
        ("topic", [None, None], None),
        ("date", ["2024", "2024-03", None], "2024-03"),
        ("parties", [["KAZ", "UZB"], ["UZB"], []], ["KAZ", "UZB"]),
        ("parties", [["UZB"], ["UZB"], ["KAZ", "UZB"]], ["UZB"]),
        ("parties", [["KAZ", "UZB"], [], []], ["KAZ", "UZB"]),
        ("amounts", [[money(5)], [money(5)], [money(515)]], [money(5)]),
        ("amounts", [[money(5)], [money(515)], [money(7)]], [money(515)]),
        ("amounts", [[money(5)], [money(6, role="trade")]], [money(5), money(6, role="trade")]),
        ("instruments", [["finance"], ["agreement"]], ["agreement", "finance"]),
        ("organisations", [["ADB"], ["Asian Development Bank"]], ["Asian Development Bank"]),
        ("status", ["done", "proposed"], "proposed"),
        ("status", [pd.NA, pd.NA], None),
    ],
)
def test_most_reports_then_the_most_exact_then_the_latest_decide(column, told, wanted):
    documents, deals = table(*({column: value} for value in told))
    found = build_ledger(documents, deals)[column].iloc[0]
    assert (None if isinstance(found, float) and pd.isna(found) else found) == wanted


def test_build_ledger_does_not_depend_on_the_order_of_rows(documents, deals, ledger):
    pd.testing.assert_frame_equal(build_ledger(documents[::-1], deals[::-1]).loc[ledger.index], ledger)


def test_deals_of_one_report_that_are_merged_add_to_each_other(documents, deals):
    row = build_ledger(documents, deals.assign(event="one#1").loc[["four"]]).iloc[0]
    assert row["amounts"] == [money(5100000), money(9, "EUR", "project")]
    assert row["n_reports"] == 1


def test_no_deals_give_an_empty_ledger(documents, deals):
    assert build_ledger(documents, deals[:0]).shape == (0, 14)


def test_build_ledger_refuses_deals_of_other_documents(documents, deals):
    with pytest.raises(SchemaError, match="deals: doc_id 'one' is not in documents"):
        build_ledger(documents.drop("one"), deals)


def test_build_ledger_names_missing_columns(documents, deals):
    with pytest.raises(SchemaError, match="documents: no column date"):
        build_ledger(documents.drop(columns="date"), deals)
    with pytest.raises(SchemaError, match="deals: no column event"):
        build_ledger(documents, deals.drop(columns="event"))


def test_a_report_without_a_date_comes_last_and_its_status_counts_least():
    documents, deals = table({"status": "done"}, {"status": "proposed"}, {"status": "planned"})
    documents = documents.assign(title=["r0", "r1", "r2"], date=[pd.NaT, *documents["date"][1:]])
    row = build_ledger(documents, deals).iloc[0]
    assert (row["title"], row["doc_ids"], row["status"]) == ("r1", ["r1", "r2", "r0"], "planned")


def test_of_reports_of_one_day_the_most_advanced_status_counts():
    documents, deals = table({"status": "done"}, {"status": "proposed"}, {"status": "planned"})
    assert build_ledger(documents.assign(date=pd.Timestamp("2024-01-01")), deals)["status"].tolist() == ["done"]


def test_a_reprint_of_a_report_that_is_not_in_the_event_has_a_vote():
    documents, deals = table({"topic": "power"}, {"topic": "health"}, {"topic": "health"})
    told = documents.assign(duplicate_of=[None, "r0", "elsewhere"])
    assert build_ledger(told, deals)["topic"].tolist() == ["health"]
    assert build_ledger(told[:2].assign(duplicate_of=[None, "r0"]), deals[:2])["topic"].tolist() == ["power"]


def test_an_event_without_outlets_and_dates_has_none():
    documents, deals = table({}, {})
    row = build_ledger(documents.assign(date=pd.NaT), deals).iloc[0]
    assert (row["n_reports"], row["n_outlets"], row["date"]) == (2, 0, None)


def test_of_equally_exact_sums_the_latest_count_and_each_role_by_itself():
    documents, deals = table(
        {"amounts": [money(5), money(7, role="trade")]}, {"amounts": [money(6)]}, {"amounts": [money(8, role="trade")]}
    )
    assert build_ledger(documents, deals)["amounts"].iloc[0] == [money(6), money(8, role="trade")]
