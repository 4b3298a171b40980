"""A row is a document, whatever the table is stored as and wherever a JSON file keeps it."""

import gzip
import json
import zipfile

import pandas as pd
import pytest

from analysis.corpus.loading import load_corpus, load_log
from analysis.corpus.tables import find_rows, parse_values
from analysis.errors import DuplicateIdError, ParameterError, ReadError
from analysis.ledger.exports import save_table

ROWS = [{"headline": "Gas deal", "body": "Gas will flow.", "published": "2024-05-02", "desk": "economy"}]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.jsonl", "\n".join(map(json.dumps, ROWS))),
        ("a.json", json.dumps(ROWS)),
        ("a.csv", pd.DataFrame(ROWS).to_csv(index=False)),
        ("a.csv", pd.DataFrame(ROWS).to_csv(index=False, sep=";")),
        ("a.tsv", pd.DataFrame(ROWS).to_csv(index=False, sep="\t")),
        ("a.jsonl.gz", gzip.compress(json.dumps(ROWS[0]).encode(), mtime=0)),
        ("lines.txt", json.dumps(ROWS[0])),
    ],
)
def test_tables_are_read_by_the_usual_column_names(tmp_path, name, content):
    (tmp_path / name).write_bytes(content if isinstance(content, bytes) else content.encode())
    row = load_corpus(tmp_path / name).iloc[0]
    assert (row["title"], row["text"], row["date"]) == ("Gas deal", "Gas will flow.", pd.Timestamp("2024-05-02"))
    assert row["meta_desk"] == "economy"
    assert row.name == f"{name}#1"


def test_parquet_and_office_files_are_read(tmp_path):
    docx, openpyxl = pytest.importorskip("docx"), pytest.importorskip("openpyxl")
    pd.DataFrame(ROWS).to_parquet(tmp_path / "a.parquet")
    pd.DataFrame(ROWS).to_excel(tmp_path / "b.xlsx", index=False)
    word = docx.Document()
    word.add_paragraph("A line of cables was laid.")
    word.save(tmp_path / "c.docx")
    documents = load_corpus(tmp_path)
    assert documents["text"].tolist() == ["Gas will flow.", "Gas will flow.", "A line of cables was laid."]
    assert openpyxl.__version__


def test_years_as_names_of_columns_keep_both_where_one_is_a_text(tmp_path):
    pytest.importorskip("openpyxl")
    pytest.importorskip("python_calamine")
    table = pd.DataFrame([["Gas will flow.", "mln", 7]], columns=["text", 2024, "2024"])
    table.to_excel(tmp_path / "a.xlsx", index=False)
    row = load_corpus(tmp_path).iloc[0]
    assert [row["meta_2024"], row["meta_2024.2"]] == ["mln", 7]


def test_columns_can_be_named(tmp_path):
    (tmp_path / "a.csv").write_text("id,weird\n7,The text itself.\n", encoding="utf-8")
    with pytest.raises(ReadError, match=r"a\.csv, row 1: no column 'text' among id, weird\. Say which"):
        load_corpus(tmp_path)
    assert load_corpus(tmp_path, columns={"text": "weird"}).loc["7", "text"] == "The text itself."
    with pytest.raises(ParameterError, match=r"no file has a column 'wierd'\. Write it as the header does"):
        load_corpus(tmp_path, columns={"text": "weird", "title": "wierd"})
    with pytest.raises(ParameterError, match=r"no file has a column 'date'"):
        load_corpus(tmp_path, columns={"text": "nowhere", "date": "date"}, on_error="skip")
    (tmp_path / "b.jsonl").write_text('{"weird": "Another.", "_source": {"wierd": "Title"}}', encoding="utf-8")
    found = load_corpus(tmp_path, columns={"text": "weird", "title": "wierd"})
    assert found["title"].isna().tolist() == [True, False]
    with pytest.raises(ParameterError, match=r"no field \['wierd'\]\. The fields are id, text, title"):
        load_corpus(tmp_path, columns={"wierd": "x"})


def test_a_cut_line_is_left_out_and_the_others_read(tmp_path):
    content = (
        json.dumps({"id": "a", "text": "One."}) + '\n{"id": "b", "te\n' + json.dumps({"id": "c", "text": "Three."})
    )
    (tmp_path / "cut.jsonl").write_text(content, encoding="utf-8")
    with pytest.raises(ReadError, match=r"cut\.jsonl, line 2: not JSON .* Mend or remove the line"):
        load_corpus(tmp_path)
    documents = load_corpus(tmp_path, on_error="skip")
    assert load_log(documents).query("kind == 'error'")["file"].tolist() == ["cut.jsonl"]
    assert list(documents.index) == ["a", "c"]


def test_half_a_surrogate_pair_is_replaced_and_noted(tmp_path):
    (tmp_path / "a.jsonl").write_text(
        '{"text": "A half \\ud83d pair and a whole \\ud83d\\ude00 one."}', encoding="utf-8"
    )
    documents = load_corpus(tmp_path)
    assert documents["text"].tolist() == ["A half \ufffd pair and a whole \U0001f600 one."]
    assert "surrogate" in load_log(documents)["detail"].iloc[0]


def test_lists_of_authors_are_joined(tmp_path):
    rows = [{"text": "The text of it.", "authors": ["Dana Whitfield", "Aylin Öz"]}]
    pd.DataFrame(rows).to_parquet(tmp_path / "a.parquet")
    (tmp_path / "b.json").write_text(json.dumps(rows), encoding="utf-8")
    assert load_corpus(tmp_path)["byline"].tolist() == ["Dana Whitfield; Aylin Öz"] * 2


def test_an_empty_cell_leaves_the_field_to_the_text(tmp_path):
    text = "Gas Deal Signed\n\nBy Dana Whitfield\n\nTwo countries signed a deal on gas."
    pd.DataFrame(
        [{"text": text, "title": None, "byline": None}, {"text": "B.", "title": "T", "byline": "C D"}]
    ).to_parquet(tmp_path / "a.parquet")
    assert load_corpus(tmp_path)[["title", "byline"]].to_numpy().tolist() == [
        ["Gas Deal Signed", "Dana Whitfield"],
        ["T", "C D"],
    ]


def test_a_row_with_more_cells_than_the_header_is_refused(tmp_path):
    (tmp_path / "ragged.csv").write_text("id,text\n1,a,b,c\n", encoding="utf-8")
    message = r"ragged\.csv, line 2: 4 cells, and the header has 2\. Put a text with ',' in quotation marks"
    with pytest.raises(ReadError, match=message):
        load_corpus(tmp_path)


def test_a_row_without_a_text_is_an_empty_document_not_a_missing_column(tmp_path):
    pd.DataFrame({"id": [7, 8], "text": ["The text.", None]}).to_parquet(tmp_path / "a.parquet")
    documents = load_corpus(tmp_path, on_error="skip")
    assert list(documents.index) == ["7"]
    assert "a.parquet: no text in '8'" in load_log(documents)["detail"].iloc[0]


def workbook_of(path, **sheets):
    pytest.importorskip("openpyxl")
    with pd.ExcelWriter(path.with_suffix(".xlsx"), engine="openpyxl") as book:
        for name, rows in sheets.items():
            pd.DataFrame(rows).to_excel(book, sheet_name=name, index=False)
    return path.with_suffix(".xlsx").rename(path)


def test_cells_of_a_workbook_are_what_they_were_typed_as(tmp_path):
    rows = {
        "id": ["007", "7", 8],
        "title": ["2024", "NA", "Deal"],
        "text": ["One.", "Two.", "Three."],
        "n": [1, 2.5, None],
    }
    documents = load_corpus(workbook_of(tmp_path / "a.xlsx", All=rows))
    assert documents["title"].to_dict() == {"007": "2024", "7": "NA", "8": "Deal"}
    assert documents["meta_n"].dropna().tolist() == [1, 2.5]
    save_table(documents, tmp_path / "again.xlsx")
    assert load_corpus(tmp_path / "again.xlsx").index.tolist() == ["007", "7", "8"]


def test_empty_rows_of_a_workbook_are_passed_over(tmp_path):
    rows = {"title": ["Road", None, "Dam"], "text": ["One.", None, "Two."]}
    documents = load_corpus(workbook_of(tmp_path / "a.xlsx", All=rows))
    assert documents["title"].to_dict() == {"a.xlsx#1": "Road", "a.xlsx#2": "Dam"}


@pytest.mark.parametrize("name", ["a.xlsx", "a.xlsm", "a.xls"])
def test_every_sheet_of_a_workbook_is_read(tmp_path, name):
    march, april = {"title": ["Deal"], "text": ["One."]}, {"Title": ["Factory"], "Body": ["Two."]}
    documents = load_corpus(workbook_of(tmp_path / name, March=march, About={"x": ["y"]}, April=april))
    assert documents["title"].tolist() == ["Deal", "Factory"]
    assert documents.index.tolist() == [f"{name}#1", f"{name}#3"]
    assert load_log(documents).query("kind == 'skipped'")["detail"].tolist() == [
        "the sheet 'About' has no column of texts"
    ]


def test_a_workbook_without_texts_is_refused(tmp_path):
    with pytest.raises(ReadError, match=r"a\.xlsx, row 1: no column 'text' among x"):
        load_corpus(workbook_of(tmp_path / "a.xlsx", About={"x": ["y"]}))
    (tmp_path / "a.xlsx").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
    with pytest.raises(ReadError, match=r"a\.xlsx: cannot be read"):
        load_corpus(tmp_path)


def test_ids_that_two_tables_share_are_told_apart_by_their_files(tmp_path):
    (tmp_path / "jan.csv").write_text("id,text\n1,A road.\n2,A dam.\n", encoding="utf-8")
    (tmp_path / "feb.jsonl").write_text('{"id": 1, "text": "A port &amp; a quay."}', encoding="utf-8")
    (tmp_path / "2.txt").write_text("A mine.", encoding="utf-8")
    documents = load_corpus(tmp_path)
    assert list(documents.index) == ["2", "feb.jsonl/1", "jan.csv/1", "jan.csv/2"]
    assert documents["text"].tolist() == ["A mine.", "A port & a quay.", "A road.", "A dam."]
    renamed = load_log(documents).query("kind == 'doc_id'")
    assert renamed[["before", "after"]].to_numpy().tolist()[0] == ["1", "feb.jsonl/1"]


def test_an_id_that_two_rows_of_a_table_share_is_refused(tmp_path):
    (tmp_path / "a.csv").write_text("id,text\n1,A road.\n1,A dam.\n", encoding="utf-8")
    with pytest.raises(DuplicateIdError, match=r"a\.csv: doc_id '1' is already used by a\.csv\. Rename .* rows"):
        load_corpus(tmp_path)


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        (["25/03/2024", "03/04/2024"], ["2024-03-25", "2024-04-03"]),
        (["03/04/2024", "03/25/2024"], ["2024-03-04", "2024-03-25"]),
        (["03/04/2024", "05/06/2024"], [None, None]),
        ([45363, "45364"], ["2024-03-12", "2024-03-13"]),
        ([1710201600, 1710288000000], ["2024-03-12", "2024-03-13"]),
        (["20240312T030000Z", float("nan")], ["2024-03-12", None]),
    ],
)
def test_a_column_of_dates_has_one_order_and_numbers_are_days(tmp_path, cells, expected):
    rows = [{"text": f"Report {n}.", "language": "en", "date": cell} for n, cell in enumerate(cells)]
    (tmp_path / "a.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    documents = load_corpus(tmp_path)
    assert [None if day is pd.NaT else str(day.date()) for day in documents["date"]] == expected
    if not any(expected):
        assert load_log(documents).query("kind == 'date'")["before"].tolist() == cells


def test_texts_of_few_kinds_are_no_bomb(tmp_path):
    table = pd.DataFrame(
        {"id": range(3000), "text": pd.Categorical([f"Report {n % 900}. " + "Coal. " * 90 for n in range(3000)])}
    )
    table.to_parquet(tmp_path / "a.parquet")
    assert len(load_corpus(tmp_path, on_error="skip")) == 3000


def test_a_workbook_and_a_parquet_file_may_have_rows_before_the_header(tmp_path):
    pytest.importorskip("openpyxl")
    table = pd.DataFrame([["date", "Заголовок", "Текст"], ["2024-03-12", "Мост", "Мост построен."]])
    table = table.set_axis(["Отчёт за март", "b", "c"], axis=1)
    table.to_excel(tmp_path / "a.xlsx", index=False)
    table.to_parquet(tmp_path / "b.parquet")
    documents = load_corpus(tmp_path)
    assert documents["title"].tolist() == ["Мост"] * 2
    assert documents["date"].dt.day.tolist() == [12, 12]


def test_a_wide_encoding_and_a_russian_one_are_read_in_lines_of_json(tmp_path):
    line = json.dumps({"title": "Мост", "text": "Мост через реку построят, сообщили власти."}, ensure_ascii=False)
    (tmp_path / "a.jsonl").write_bytes(f"{line}\n{line}".encode("utf-16"))
    (tmp_path / "b.jsonl").write_bytes(line.encode("cp1251"))
    documents = load_corpus(tmp_path)
    assert documents["title"].tolist() == ["Мост"] * 3
    assert load_log(documents)["detail"].str.contains("windows-1251, certainty").any()


def test_a_workbook_of_libreoffice_that_is_cut_off_is_refused(tmp_path):
    """Its reader never comes back from one."""
    pytest.importorskip("python_calamine")
    names = "urn:oasis:names:tc:opendocument:xmlns"
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    spaces = " ".join(f'xmlns:{name}="{names}:{name}:1.0"' for name in ("office", "table", "text"))
    entry = f'<m:file-entry m:full-path="/" m:media-type="{kind}"/>'
    with zipfile.ZipFile(tmp_path / "cut.ods", "w") as archive:
        archive.writestr("mimetype", kind)
        archive.writestr("META-INF/manifest.xml", f'<m:manifest xmlns:m="{names}:manifest:1.0">{entry}</m:manifest>')
        content = f'<office:document-content {spaces}><office:body><office:spreadsheet><table:table table:name="a">'
        cell = '<table:table-cell office:value-type="string"><text:p>Gas</table:table-cell>'
        archive.writestr("content.xml", f"{content}<table:table-row>{cell}</table:table-row>")
    with pytest.raises(ReadError, match=r"cut\.ods: cannot be read \(ExpatError: mismatched tag"):
        load_corpus(tmp_path)


TEXT = "Two towns will build a bridge, officials said. It opens in 2027."
ROW = {"title": "Bridge", "text": TEXT, "date": "2024-03-12", "url": "https://k.kz/1"}
MESSAGES = [
    {"id": 1, "type": "service", "action": "create_channel", "text": ""},
    {"id": 2, "type": "message", "date": "2024-03-12T08:00:00", "text": [{"type": "bold", "text": "Two"}, TEXT[3:]]},
    {"id": 3, "type": "message", "photo": "a.jpg", "text": ""},
]
CHANNEL = {"name": "Kurier", "type": "public_channel", "id": 9, "messages": MESSAGES}
WORDPRESS = {
    **{"id": 12, "date": "2024-03-12T08:00:00", "link": "https://k.kz/1", "guid": {"rendered": "https://k.kz/?p=12"}},
    **{"title": {"rendered": "Bridge"}, "content": {"rendered": f"<p>{TEXT}</p>", "protected": False}, "author": 3},
}
GUARDIAN = {"webTitle": "Bridge", "webPublicationDate": "2024-03-12T03:00:00Z", "fields": {"bodyText": TEXT}}
FEED = {"id": "1", "title": "Bridge", "content_html": f"<p>{TEXT}</p>", "date_published": "2024-03-12T03:00:00Z"}
WEBZ = {"thread": {"site": "k.kz", "title": "Bridge"}, "title": "Bridge", "text": TEXT, "published": "2024-03-12"}
NEWS_PLEASE = {"maintext": TEXT, "date_publish": "2024-03-12 08:00:00", "title": "Bridge", "date_modify": "None"}


@pytest.mark.parametrize(
    "value",
    [
        ROW,
        [ROW],
        {"status": "ok", "totalResults": 1, "message": "found", "articles": [ROW]},
        {"meta": {"found": 1}, "data": [ROW]},
        {"took": 3, "hits": {"total": {"value": 1}, "hits": [{"_index": "n", "_id": "k", "_source": ROW}]}},
        {"response": {"status": "ok", "results": [GUARDIAN]}},
        {"content": [ROW], "totalPages": 1},
        {"data": [{"id": 1, "attributes": ROW}], "meta": {"pagination": {"page": 1}}},
        {"data": {"posts": {"edges": [{"node": ROW}]}}},
        {"7": ROW},
        {name: {"0": cell} for name, cell in ROW.items()},
        {"schema": {"fields": [{"name": "title"}]}, "data": [ROW]},
        {"version": "https://jsonfeed.org/version/1.1", "title": "Kurier", "items": [FEED]},
        {"posts": [WEBZ], "totalResults": 1},
        [{"article": ROW}],
        [WORDPRESS],
        CHANNEL | {"messages": [{"title": "Bridge"} | message for message in MESSAGES[1:2]]},
        NEWS_PLEASE,
    ],
)
def test_reports_are_found_under_any_key(tmp_path, value):
    (tmp_path / "a.json").write_text(json.dumps(value), encoding="utf-8")
    documents = load_corpus(tmp_path)
    assert documents[["title", "text"]].to_numpy().tolist() == [["Bridge", TEXT]]
    assert str(documents["date"].iloc[0].date()) == "2024-03-12"


def test_a_telegram_export_names_its_channel_and_the_messages_passed_over(tmp_path):
    (tmp_path / "result.json").write_text(json.dumps({"chats": {"list": [CHANNEL]}}), encoding="utf-8")
    documents = load_corpus(tmp_path)
    assert documents.loc["2", ["text", "outlet"]].tolist() == [TEXT, "Kurier"]
    assert "2 messages of Kurier without words" in load_log(documents)["detail"].tolist()


def test_a_summary_and_a_title_are_used_only_where_nothing_has_a_text():
    rows = [{"title": "A", "url": "u", "description": "D", "content": None}, {"title": "B", "url": "v", "content": "T"}]
    assert find_rows({"articles": rows}, (), []) == rows
    titles = [{"title": "A", "seendate": "20240312T030000Z", "domain": "k.kz"}]
    assert find_rows({"title": "Export", "articles": titles}, (), []) == titles
    assert find_rows({"text": "A report.", "comments": [{"text": "No."}]}, (), [])[0]["text"] == "A report."


@pytest.mark.parametrize("name", ["a.json", "a.jsonl", "a.txt"])
@pytest.mark.parametrize("indent", [None, 1])
def test_lines_and_values_are_read_whatever_the_ending(tmp_path, name, indent):
    content = "\n".join(json.dumps(ROW | {"title": title}, indent=indent) for title in ("A", "B"))
    (tmp_path / name).write_text(content, encoding="utf-8")
    assert load_corpus(tmp_path)["title"].tolist() == ["A", "B"]


def test_a_broken_line_in_a_json_file_costs_that_line(tmp_path):
    (tmp_path / "a.json").write_text(json.dumps(ROW) + '\n{"title": "B", "te\n' + json.dumps(ROW), encoding="utf-8")
    with pytest.raises(ReadError, match=r"a\.json, line 2: not JSON .* Mend or remove the line"):
        load_corpus(tmp_path)
    assert len(load_corpus(tmp_path, on_error="skip")) == 2


def test_a_cut_off_list_is_refused_with_its_place(tmp_path):
    (tmp_path / "a.json").write_text('[{"text": "A."},\n {"text": "B', encoding="utf-8")
    with pytest.raises(ReadError, match=r"a\.json: not JSON \(Unterminated string .* line 2 .*export it anew"):
        load_corpus(tmp_path)


def test_a_line_may_hold_several_reports_and_lines_may_be_instructions(tmp_path):
    lines = [{"articles": [ROW, ROW | {"text": "Other."}]}, {"index": {"_id": "1"}}, ROW | {"text": "Third."}]
    (tmp_path / "a.jsonl").write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    assert list(load_corpus(tmp_path).index) == ["a.jsonl#1.1", "a.jsonl#1.2", "a.jsonl#3"]


def test_values_one_after_another_are_a_list():
    assert parse_values(' {"a": 1}\n\n[2] ', []) == [{"a": 1}, [2]]
    with pytest.raises(ValueError, match="Expecting value"):
        parse_values(" ", [])
    with pytest.raises(ValueError, match="not an object"):
        find_rows(["a"], (), [])
