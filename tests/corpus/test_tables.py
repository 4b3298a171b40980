"""A row is a document, whatever the table is stored as."""

import gzip
import json

import pandas as pd
import pytest

from analysis.corpus.loading import load_corpus, load_log
from analysis.errors import ParameterError, ReadError

ROWS = [{"headline": "Gas deal", "body": "Gas will flow.", "published": "2024-05-02", "desk": "economy"}]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.jsonl", "\n".join(map(json.dumps, ROWS))),
        ("a.json", json.dumps(ROWS)),
        ("a.csv", pd.DataFrame(ROWS).to_csv(index=False)),
        ("a.csv", pd.DataFrame(ROWS).to_csv(index=False, sep=";")),
        ("a.tsv", pd.DataFrame(ROWS).to_csv(index=False, sep="\t")),
        ("a.jsonl.gz", gzip.compress(json.dumps(ROWS[0]).encode())),
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


def test_columns_can_be_named(tmp_path):
    (tmp_path / "a.csv").write_text("id,weird\n7,The text itself.\n", encoding="utf-8")
    with pytest.raises(ReadError, match=r"a\.csv, row 1: no column 'text' among id, weird\. Say which"):
        load_corpus(tmp_path)
    assert load_corpus(tmp_path, columns={"text": "weird"}).loc["7", "text"] == "The text itself."
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
    with pytest.raises(ReadError, match=r"ragged\.csv: not a readable \.csv \(rows have more cells than the header"):
        load_corpus(tmp_path)


def test_a_row_without_a_text_is_an_empty_document_not_a_missing_column(tmp_path):
    pd.DataFrame({"id": [7, 8], "text": ["The text.", None]}).to_parquet(tmp_path / "a.parquet")
    documents = load_corpus(tmp_path, on_error="skip")
    assert list(documents.index) == ["7"]
    assert "a.parquet: no text in '8'" in load_log(documents)["detail"].iloc[0]
