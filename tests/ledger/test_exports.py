"""Files for other programs."""

import json
import os
import re
from decimal import Decimal
from pathlib import Path
from zipfile import ZipFile

import networkx as nx
import openpyxl
import pandas as pd
import pytest

from analysis.errors import ParameterError, ReadError, SchemaError
from analysis.ledger.exports import (
    add_codes,
    add_names,
    list_sources,
    read_parquet,
    save_network,
    save_table,
    save_workbook,
    shorten_cell,
)
from analysis.lists.loading import load_list
from tests.conftest import money


@pytest.fixture
def ledger():
    return pd.DataFrame(
        {
            "date": pd.to_datetime(["2024-05-01", None]),
            "parties": [["AZE", "KAZ", "UZB"], ["AZE", "UZB"]],
            "topic": ["power", None],
            "amounts": [[money(5000000)], [money("0.5", "AZN", counts=False)]],
            "status": ["done", "planned"],
            "instruments": [["agreement", "finance"], []],
            "outlet": ["=HYPERLINK(1)", "Дарё"],
            "n_reports": [2, 1],
            "quote": ["A credit and a grant were agreed.", ""],
        },
        index=pd.Index(["one", "@two"], name="event"),
    )


def test_csv_guards_text_that_a_spreadsheet_would_run(ledger, tmp_path):
    save_table(ledger.assign(number=-1.5), tmp_path / "t.csv")
    table = pd.read_csv(tmp_path / "t.csv")
    assert table["outlet"].tolist() == ["'=HYPERLINK(1)", "Дарё"]
    assert table["event"].tolist() == ["one", "'@two"]
    assert table["number"].tolist() == [-1.5, -1.5]
    assert table["amounts"].tolist()[0] == "5000000 USD finance"
    assert table["parties"].tolist()[0] == "AZE; KAZ; UZB"


def test_csv_writes_whole_sums_whole_and_no_exponent(tmp_path):
    sums = pd.DataFrame({"a": pd.array([3e9, None, 0.5], "Float64"), "b": [1e17, 2.5e-7, 0.1]}, index=list("xyz"))
    save_table(sums.rename_axis("k"), tmp_path / "t.csv")
    written = (tmp_path / "t.csv").read_text(encoding="utf-8-sig")
    assert written == "k,a,b\nx,3000000000,100000000000000000\ny,,0.00000025\nz,0.5,0.1\n"


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_every_dangerous_beginning_is_guarded(start, tmp_path):
    save_table(pd.DataFrame({"text": [f"{start}1"]}), tmp_path / "t.csv")
    assert f"'{start}1" in (tmp_path / "t.csv").read_bytes().decode()


def test_excel_is_guarded_alike(ledger, tmp_path):
    save_table(ledger, tmp_path / "t.xlsx")
    assert pd.read_excel(tmp_path / "t.xlsx", engine="calamine")["outlet"].tolist()[0] == "'=HYPERLINK(1)"


def test_excel_holds_no_clock_time(ledger, tmp_path):
    """The same table gives the same bytes on another day."""
    save_table(ledger, tmp_path / "t.xlsx")
    with ZipFile(tmp_path / "t.xlsx") as book:
        assert {member.date_time[0] for member in book.infolist()} == {1980}
        assert set(re.findall(r">(\d{4})-\d\d-", book.read("docProps/core.xml").decode())) == {"1980"}


def test_a_text_that_no_cell_holds_is_refused_not_cut(tmp_path):
    with pytest.raises(ParameterError, match="an Excel cell holds 32,767 characters. Save as CSV or Parquet"):
        save_table(pd.DataFrame({"text": ["a" * 40_000]}), tmp_path / "t.xlsx")
    assert not (tmp_path / "t.xlsx").exists()


def test_a_workbooks_header_stays_in_view_and_filters(ledger, tmp_path):
    save_workbook({"events": ledger, "more": ledger[["topic"]]}, tmp_path / "t.xlsx")
    book = openpyxl.load_workbook(tmp_path / "t.xlsx")
    assert book.sheetnames == ["events", "more"]
    assert (book["events"].freeze_panes, book["events"].auto_filter.ref) == ("A2", "A1:I3")
    assert [(cell.font.b, below.font.b) for cell, below, *_ in book["events"].columns] == [(True, False)] * 9


def test_thousands_stand_apart_in_a_workbook_and_numbers_stay_numbers(tmp_path):
    sums = [Decimal("19500000"), 1234.5, 7, 0.125, None, True]
    save_workbook({"sums": pd.DataFrame({"sum": sums})}, tmp_path / "t.xlsx")
    cells = [row[0] for row in openpyxl.load_workbook(tmp_path / "t.xlsx")["sums"].iter_rows(min_row=2)]
    assert [cell.value for cell in cells] == [19_500_000, 1234.5, 7, 0.125, None, True]
    assert [cell.number_format for cell in cells] == ["#,##0", "#,##0.00", *["General"] * 4]


@pytest.mark.parametrize("address", ["https://a.example/b?c=1&d=%20#e", "http://дарё.uz:80/ў"])
def test_an_address_can_be_followed(address, tmp_path):
    save_workbook({"t": pd.DataFrame({"url": [address], "title": [address]})}, tmp_path / "t.xlsx")
    link, plain = openpyxl.load_workbook(tmp_path / "t.xlsx")["t"][2]
    assert (link.hyperlink.target, link.style, link.value) == (address, "Hyperlink", address)
    assert plain.hyperlink is None


@pytest.mark.parametrize(
    "address",
    ["javascript:alert(1)", "file:///etc/passwd", "=HYPERLINK(1)", "https://a b", "https://a/" + "b" * 2100, None],
)
def test_what_is_no_address_of_a_page_is_no_link(address, tmp_path):
    save_workbook({"t": pd.DataFrame({"url": [address, "http://a"]})}, tmp_path / "t.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "t.xlsx")["t"]
    assert (sheet["A2"].hyperlink, sheet["A3"].hyperlink.target) == (None, "http://a")


def test_a_day_without_a_year_is_in_words_in_a_workbook_and_guarded_in_csv(tmp_path):
    days = pd.DataFrame({"date": ["--02-19", "--12-01", "2024-02", "--13-01"]}, index=list("abcd"))
    save_table(days, tmp_path / "t.xlsx")
    cells = openpyxl.load_workbook(tmp_path / "t.xlsx").active["B"][1:]
    assert [cell.value for cell in cells] == ["19 February", "1 December", "2024-02", "'--13-01"]
    save_table(days, tmp_path / "t.csv")
    assert pd.read_csv(tmp_path / "t.csv")["date"][0] == "'--02-19"


def test_codes_have_their_names_beside_them(ledger):
    topics = pd.DataFrame({"label": ["Power"]}, index=["power"])
    named = add_names(ledger.assign(instruments=[["joint_venture"], []]), topics)
    assert named.columns.tolist()[1:5] == ["parties", "parties_name", "topic", "topic_name"]
    assert named["parties_name"].tolist() == [["Azerbaijan", "Kazakhstan", "Uzbekistan"], ["Azerbaijan", "Uzbekistan"]]
    assert named["topic_name"].tolist() == [["Power"], []]
    assert named["instruments_name"].tolist() == [["joint venture"], []]
    odd = pd.DataFrame({"country_a": ["XXX"], "country_b": ["KAZ"]})
    assert add_names(odd, topics).iloc[0].tolist() == ["XXX", ["XXX"], "KAZ", ["Kazakhstan"]]


def test_lists_and_sums_come_back_from_parquet(ledger, tmp_path):
    save_table(ledger, tmp_path / "t.parquet")
    pd.testing.assert_frame_equal(read_parquet(tmp_path / "t.parquet").set_index("event"), ledger, check_dtype=False)
    (tmp_path / "t.parquet").write_text("none")
    with pytest.raises(ReadError, match=r"t.parquet: cannot be read"):
        read_parquet(tmp_path / "t.parquet")


def test_lists_of_other_records_than_sums_come_back_as_they_are(tmp_path):
    records = [{"number": "7", "href": "/x"}, {"number": "8", "href": "/y"}]
    save_table(pd.DataFrame({"meta_links": [records]}, index=["one"]), tmp_path / "t.parquet")
    assert read_parquet(tmp_path / "t.parquet")["meta_links"].tolist() == [records]


def test_parquet_and_json_lines_keep_cells_as_they_are(ledger, tmp_path):
    save_table(ledger, tmp_path / "t.parquet")
    assert pd.read_parquet(tmp_path / "t.parquet")["outlet"].tolist()[0] == "=HYPERLINK(1)"
    save_table(ledger, tmp_path / "t.jsonl")
    rows = [json.loads(line) for line in (tmp_path / "t.jsonl").read_text(encoding="utf-8").splitlines()]
    assert rows[0]["parties"] == ["AZE", "KAZ", "UZB"]
    wanted = {"number": "0.5", "currency": "AZN", "role": "finance", "counts": False}
    assert rows[1]["amounts"] == [wanted]
    assert list(pd.read_parquet(tmp_path / "t.parquet")["amounts"][1]) == [wanted]
    assert rows[1]["outlet"] == "Дарё"


def test_an_unknown_format_is_refused(ledger, tmp_path):
    with pytest.raises(ParameterError, match=r"no format for '.doc'. Formats are: .csv, .xlsx, .parquet, .jsonl"):
        save_table(ledger, tmp_path / "t.doc")


def test_the_network_has_an_edge_a_pair(ledger, tmp_path):
    save_network(ledger, tmp_path / "n.graphml")
    network = nx.read_graphml(tmp_path / "n.graphml")
    assert sorted(network.nodes) == ["AZE", "KAZ", "UZB"]
    assert network.nodes(data="name")["AZE"] == "Azerbaijan"
    assert network.edges["AZE", "UZB"] == {"n_events": 2, "n_reports": 3}


def test_codes_are_those_of_instruments_with_status_of_the_topic_and_of_the_kind_of_finance(ledger):
    coded = add_codes(ledger)
    assert coded[["cameo", "crs", "finance_types"]].to_numpy().tolist() == [
        [["057", "071"], ["23110"], ["110", "421"]],
        [[], [], []],
    ]


def test_codes_need_the_ledgers_columns(ledger):
    with pytest.raises(SchemaError, match="ledger: no column quote"):
        add_codes(ledger.drop(columns="quote"))


@pytest.mark.parametrize(
    ("scheme", "file"),
    [
        ("cameo", "cameo/cooperation_codes"),
        ("crs", "oecd_dac/crs_purpose_codes"),
        ("finance", "oecd_dac/finance_types"),
    ],
)
def test_every_code_is_in_the_reference(scheme, file):
    if "SILK_LEDGER_DATA" not in os.environ:
        pytest.skip("SILK_LEDGER_DATA names no folder with the reference lists")
    known = pd.read_csv(Path(os.environ["SILK_LEDGER_DATA"], "reference", f"{file}.csv"), dtype=str)
    names = known[known.get("status", known["code"]) != "withdrawn"].set_index("code")["name"]
    rows = load_list("codes").query("scheme == @scheme")
    assert len(rows)
    assert names.reindex(rows["code"]).tolist() == rows["name"].tolist()


def test_every_instrument_and_topic_has_a_code():
    codes = load_list("codes")
    instruments = set(load_list("instruments").query("kind in ('stated', 'held')")["instrument"])
    wanted = {(name, status) for name in instruments for status in ("done", "planned", "proposed")}
    assert set(codes.query("scheme == 'cameo'")[["key", "status"]].itertuples(index=False, name=None)) == wanted
    assert set(codes.query("scheme == 'crs'")["key"]) == set(load_list("sectors")["topic"])


def test_the_longest_text_of_a_cell_of_excel_is_kept_and_a_longer_one_named(tmp_path):
    longest = "a" * 32_767
    save_table(pd.DataFrame({"text": [longest]}), tmp_path / "t.xlsx")
    assert openpyxl.load_workbook(tmp_path / "t.xlsx").active["B2"].value == longest
    assert [shorten_cell(cell) for cell in (longest, 7)] == [longest, 7]
    assert shorten_cell(longest + "a") == "too long for a cell of Excel: see the CSV"
    with pytest.raises(ParameterError, match="an Excel cell holds 32,767 characters"):
        save_table(pd.DataFrame({"text": [longest + "a"]}), tmp_path / "t.xlsx")


def test_columns_of_a_workbook_are_as_wide_as_what_they_hold_up_to_sixty(tmp_path):
    table = pd.DataFrame({"a name": ["x"], "b": ["twelve chars"], "c": ["word " * 40]}).set_index("a name")
    save_table(table, tmp_path / "t.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "t.xlsx").active
    assert [sheet.column_dimensions[letter].width for letter in "ABC"] == [
        len("a name") + 3,
        len("twelve chars") + 3,
        60,
    ]


def test_excel_gets_no_control_characters_and_times_in_utc(tmp_path):
    times = pd.to_datetime(["2024-05-01T08:00:00+05:00"])
    save_table(pd.DataFrame({"text": ["a\x01b\tc"], "time": times, "odd\uffff": "\ufffe"}), tmp_path / "t.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "t.xlsx").active
    assert sheet["B2"].value == "a\ufffdb\tc"
    assert str(sheet["C2"].value) == "2024-05-01 03:00:00"
    assert [sheet["D1"].value, sheet["D2"].value] == ["odd\ufffd", "\ufffd"]


def test_graphml_gets_no_control_characters(ledger, tmp_path):
    save_network(ledger.assign(parties=[["A\x01", "B\uffff"]] * 2), tmp_path / "t.graphml")
    assert set(nx.read_graphml(tmp_path / "t.graphml")) == {"A\ufffd", "B\ufffd"}


def test_two_columns_of_one_name_are_refused(ledger, tmp_path):
    with pytest.raises(SchemaError, match=r"t\.jsonl: column a is there twice. Keep one"):
        save_table(pd.DataFrame([[1, 2]], columns=["a", "a"]), tmp_path / "t.jsonl")
    with pytest.raises(SchemaError, match="column event is there twice"):
        save_table(ledger.assign(event="one"), tmp_path / "t.csv")


def test_parquet_gets_cells_of_several_types_as_text(tmp_path):
    mixed = pd.DataFrame({"meta_id": [7, "7a", None], "meta_n": pd.Series([1, 2, None], dtype=object)})
    save_table(mixed, tmp_path / "t.parquet")
    told = pd.read_parquet(tmp_path / "t.parquet")
    assert told["meta_id"].tolist()[:2] == ["7", "7a"]
    assert told["meta_id"].isna().tolist() == [False, False, True]
    assert told["meta_n"].tolist()[:2] == [1, 2]


def test_sources_do_not_depend_on_the_order_of_reports_and_change_with_a_list(tmp_path):
    documents = pd.DataFrame({"sha256": ["b", "a"]})
    sources = list_sources(documents)
    assert sources == list_sources(documents[::-1])
    assert (sources["reports"], set(sources)) == (2, {"versions", "reports", "corpus", "lists"})
    packages = {"numpy", "pandas", "pyarrow", "python", "scikit-learn", "scipy", "silk-ledger"}
    assert packages == set(sources["versions"])
    (tmp_path / "places.csv").write_text("place\n")
    own = list_sources(documents, tmp_path)
    assert (own["corpus"], own["lists"] != sources["lists"]) == (sources["corpus"], True)
    assert list_sources(documents.assign(sha256="c"))["corpus"] != sources["corpus"]
