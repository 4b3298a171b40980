"""The analyst's rows win, survive new reports, are logged, and complain when they match nothing."""

import pandas as pd
import pytest

from analysis.errors import CorrectionError, SchemaError
from analysis.ledger.corrections import apply_corrections
from analysis.ledger.ledger import build_ledger
from tests.conftest import money


def correct(table, folder, rows, header="event,column,value,note", encoding="utf-8"):
    path = folder / "c.csv"
    path.write_text("\n".join([header, *rows]) + "\n", encoding=encoding)
    return apply_corrections(table, path)


def test_a_cell_is_corrected_in_every_deal_of_the_event(deals, documents, tmp_path):
    told = correct(
        deals, tmp_path, ["four#1,parties,UZB; KAZ,why", "one#1,amounts,7 EUR trade; 8 USD trade not counted,"]
    )
    assert told.loc["three"]["parties"].tolist() == [["KAZ", "UZB"]]
    assert build_ledger(documents, told).loc["one#1", "amounts"] == [
        money(7, "EUR", "trade"),
        money(8, "USD", "trade", counts=False),
    ]
    assert deals.loc[("one", 1), "parties"] == ["AZE", "UZB"]
    first, _ = told.attrs["log"]
    assert (first["kind"], first["before"], first["after"]) == ("corrected", "['AZE', 'UZB']", "UZB; KAZ")


def test_events_are_merged_split_and_dropped(deals, tmp_path):
    events = {
        "four#2,merge,three#1,": ["four#2"] * 4,
        "one#1,split,,": ["one#1", "four#1", "four#1", "four#2"],
        "four#1,drop,,": ["four#2"],
    }
    assert {row: correct(deals, tmp_path, [row])["event"].tolist() for row in events} == events


def test_a_split_deal_can_be_dropped_alone(deals, tmp_path):
    told = correct(deals, tmp_path, ["three#1,split,,", "three#1,drop,,"])
    assert told["event"].to_dict() == {("one", 1): "four#1", ("four", 1): "four#1", ("four", 2): "four#2"}


def test_a_report_with_one_deal_names_it(deals, tmp_path):
    assert correct(deals, tmp_path, ["one,topic,health"], "doc_id,column,value").loc[("one", 1), "topic"] == "health"


def test_a_ledgers_cells_are_corrected_too(ledger, tmp_path):
    told = correct(ledger, tmp_path, ["four#2,status,done,", "one#1,drop,,"])
    assert told["status"].to_dict() == {"four#2": "done"}


def test_files_that_excel_saves_are_read(deals, tmp_path):
    rows = ["one#1;parties;UZB;проверено"]
    header = "event;column;value;note"
    for encoding in ("utf-8-sig", "windows-1251"):
        assert correct(deals, tmp_path, rows, header, encoding).loc[("one", 1), "parties"] == ["UZB"]


@pytest.mark.parametrize(
    ("value", "date"),
    [("04.06.2025", "2025-06-04"), ("4 июня 2025", "2025-06-04"), ("2025-06", "2025-06"), ("2025", "2025"), ("", None)],
)
def test_dates_are_read_as_load_corpus_does(deals, tmp_path, value, date):
    found = correct(deals, tmp_path, [f"one#1,date,{value},"]).loc[("one", 1), "date"]
    assert (None if pd.isna(found) else found) == date


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ("gone#1,parties,UZB,", r"c\.csv, line 2: there is no deal 'gone#1'"),
        ("four,parties,UZB,", r"line 2: 'four' has 2 deals. Write one of four#1, four#2"),
        ("one#1,party,UZB,", r"line 2: there is no column 'party' to correct. Choose among: parties, topic"),
        ("one#1,merge,gone,", r"line 2: there is no deal 'gone'"),
        ("one#1,amounts,5 dollars,", r"line 2: '5 dollars' is no amount. Write 156000000 USD project"),
        ("one#1,amounts,5 XXQ trade,", r"line 2: 'XXQ' is not accepted in amounts. Choose among: AED"),
        ("one#1,date,someday,", r"line 2: 'someday' is no date"),
        ("one#1,date,today,", r"line 2: 'today' is no date"),
        ("one#1,date,04/06/2025,", r"line 2: '04/06/2025' is no date, or may be two. Write it as 2025-06-04"),
        ("one#1,parties,KZT,", r"line 2: 'KZT' is not accepted in parties. Choose among: "),
        ("one#1,topic,enrgy,", r"line 2: 'enrgy' is not accepted in topic"),
        ("one#1,topic,power; health,", r"line 2: an event has one topic, not 'power; health'"),
        (
            "one#1,instruments,handshake,",
            r"line 2: 'handshake' is not accepted in instruments. Choose among: agreement",
        ),
        ("one#1,status,likely,", r"line 2: 'likely' is not accepted in status. Choose among: done, planned, proposed"),
        ("one#1,parties,UZB,why,so", r"line 2: 5 cells, 4 in the header. Quote a value with commas"),
        ("one#1,places,A,\nfour#1,places,B,", r"line 3: places of 'four#1' is corrected twice"),
    ],
)
def test_apply_corrections_complains_with_file_and_line(deals, tmp_path, rows, message):
    with pytest.raises(CorrectionError, match=message):
        correct(deals, tmp_path, [rows])


def test_a_ledger_takes_no_merge(ledger, tmp_path):
    with pytest.raises(CorrectionError, match="no column 'merge' to correct. Choose among: parties, .*, drop"):
        correct(ledger, tmp_path, ["one#1,merge,four#2,"])


def test_a_file_that_is_no_table_of_corrections_is_refused(deals, tmp_path):
    with pytest.raises(
        CorrectionError, match=r"c\.csv, line 1: no column value. The header is: event,column,value,note"
    ):
        correct(deals, tmp_path, [], "event,column")
    with pytest.raises(CorrectionError, match=r"gone\.csv: cannot be read"):
        apply_corrections(deals, tmp_path / "gone.csv")
    (tmp_path / "c.csv").write_bytes(b"")
    with pytest.raises(CorrectionError, match=r"c\.csv"):
        apply_corrections(deals, tmp_path / "c.csv")


def test_apply_corrections_refuses_another_table(deals, tmp_path):
    with pytest.raises(SchemaError, match="deals: no column places, date. It has: "):
        apply_corrections(deals.drop(columns=["date", "places"]), tmp_path / "c.csv")


def test_no_deals_stay_no_deals(deals, tmp_path):
    assert correct(deals[:0], tmp_path, []).columns.equals(deals.columns)


def test_topics_are_those_that_are_given(deals, tmp_path):
    path = tmp_path / "c.csv"
    path.write_text("event,column,value\none#1,topic,health care\n")
    assert apply_corrections(deals, path, ["health care"])["topic"].iloc[0] == "health care"
    with pytest.raises(CorrectionError, match="'health care' is not accepted in topic. Choose among: energy"):
        apply_corrections(deals, path, ["energy"])


def test_a_table_will_do_as_well_as_a_file(deals):
    rows = pd.DataFrame(
        {"event": ["one#1", "four#2"], "column": ["places", "drop"], "value": ["Osh, a city; Baku", ""]}
    )
    told = apply_corrections(deals, rows)
    assert told["places"].tolist() == [["Osh, a city", "Baku"]] * 3
    assert told.attrs["log"][0]["file"] == "corrections"
    with pytest.raises(CorrectionError, match="corrections, line 2: there is no deal 'gone'"):
        apply_corrections(deals, rows.replace("one#1", "gone"))
