"""The analyst's rows win, are marked as such, and complain when they match nothing."""

import pandas as pd
import pytest

from analysis.errors import CorrectionError, SchemaError
from analysis.ledger.corrections import apply_corrections


def test_apply_corrections_lets_the_analyst_win(ledger, tmp_path):
    path = tmp_path / "c.csv"
    path.write_text(
        "doc_id,column,value,note\none,parties,UZB; KAZ,why\none,amounts,7 EUR trade,\ntwo,date,2024-01-02,\n"
    )
    result = apply_corrections(ledger, path)
    assert result.loc["one", "parties"] == ["KAZ", "UZB"]
    assert result.loc["one", "amounts"] == [("7 EUR", "trade")]
    assert result.loc["two", "date"] == pd.Timestamp("2024-01-02")
    assert result["corrected"].tolist() == [["amounts", "parties"], ["date"], []]
    assert ledger.loc["one", "parties"] == ["AZE", "UZB"]


def test_apply_corrections_reads_dates_as_load_corpus_does(ledger, tmp_path):
    path = tmp_path / "c.csv"
    path.write_text("doc_id,column,value\none,date,04.06.2025\ntwo,date,4 июня 2025\n", encoding="utf-8")
    assert apply_corrections(ledger, path).loc[["one", "two"], "date"].tolist() == [pd.Timestamp("2025-06-04")] * 2


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ("gone,parties,UZB", r"c\.csv, line 2: the ledger has no doc_id 'gone'"),
        ("one,party,UZB", r"line 2: no column 'party'. Columns are: date, parties"),
        ("one,amounts,5 dollars", r"line 2: '5 dollars' is no amount"),
        ("one,date,someday", r"line 2: 'someday' is no date"),
        ("one,date,today", r"line 2: 'today' is no date"),
        ("one,date,04/06/2025", r"line 2: '04/06/2025' is no date, or may be two. Write it as 2025-06-04"),
        ("one,parties,Uzbekistan", r"line 2: 'Uzbekistan' is no country code"),
        ("one,places,A\none,places,B", r"line 3: places of 'one' is corrected twice"),
    ],
)
def test_apply_corrections_complains_with_file_and_line(ledger, tmp_path, rows, message):
    path = tmp_path / "c.csv"
    path.write_text(f"doc_id,column,value\n{rows}\n")
    with pytest.raises(CorrectionError, match=message):
        apply_corrections(ledger, path)


def test_apply_corrections_refuses_another_table(ledger, tmp_path):
    with pytest.raises(SchemaError, match="ledger: no column date, places. It has: "):
        apply_corrections(ledger.drop(columns=["date", "places"]), tmp_path / "c.csv")
