"""Each format gives its text and fields; what is broken is named with its place."""

import gzip
import json

import pandas as pd
import pytest

from analysis.corpus import load_corpus, load_log
from analysis.errors import FrontMatterError, LimitError, ParameterError, ReadError
from analysis.formats import parse_front_matter

ROWS = [{"headline": "Gas deal", "body": "Gas will flow.", "published": "2024-05-02", "desk": "economy"}]
PAGE = """<html><head><title>Dam opens</title><meta property="og:site_name" content="Valley Post"></head><body>
<script>alert("never")</script><article><h1>Dam opens</h1><p>The dam above the valley was opened again on Monday after
two years of repair work.</p><p>Farmers downstream expect water for the whole season, the first in years.</p></article>
</body></html>"""


def load_one(folder, name, content):
    """Write one file and give its only document."""
    data = content if isinstance(content, bytes) else content.encode()
    (folder / name).write_bytes(data)
    documents = load_corpus(folder / name)
    assert len(documents) == 1
    return documents.iloc[0]


def refuse(folder, name, content, message, error=ReadError):
    """Write one bad file beside a good one: refused by name, or left out with a row in the log."""
    (folder / "good.txt").write_text("A good report.", encoding="utf-8")
    (folder / name).write_bytes(content if isinstance(content, bytes) else content.encode())
    with pytest.raises(error, match=message):
        load_corpus(folder)
    documents = load_corpus(folder, on_error="skip")
    assert load_log(documents).query("kind == 'error'")["file"].tolist() == [name]
    return documents


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
    row = load_one(tmp_path, name, content)
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


def test_a_page_gives_its_main_text_and_runs_nothing(tmp_path):
    row = load_one(tmp_path, "saved.txt", PAGE)
    assert row["text"].startswith("The dam above the valley")
    assert (row["title"], row["outlet"]) == ("Dam opens", "Valley Post")
    assert "never" not in row["text"]


def test_pages_nested_deeply_are_read_or_refused(tmp_path):
    (tmp_path / "deep.html").write_text("<html><body>" + "<div>" * 20_000 + "text", encoding="utf-8")
    with pytest.raises(ReadError, match=r"deep\.html: (no main text|the page cannot be read)"):
        load_corpus(tmp_path)


def test_a_cut_line_is_left_out_and_the_others_read(tmp_path):
    content = (
        json.dumps({"id": "a", "text": "One."}) + '\n{"id": "b", "te\n' + json.dumps({"id": "c", "text": "Three."})
    )
    documents = refuse(tmp_path, "cut.jsonl", content, r"cut\.jsonl, line 2: not JSON .* Mend or remove the line")
    assert list(documents.index) == ["a", "c", "good"]


@pytest.mark.parametrize(
    ("name", "content", "error", "message"),
    [
        ("a.csv", 'title,text\n"Gas,"Flow"s\n"x,y\n', ReadError, r"a\.csv: not a readable \.csv"),
        ("a.json", "[" * 100_000, ReadError, r"a\.json: not JSON"),
        ("a.json", '["text"]', ReadError, r"a\.json: not a list of objects"),
        ("a.jsonl", "[1, 2]", ReadError, r"a\.jsonl, line 1: not JSON \(not an object\)"),
        ("a.jsonl", "x" * (11 << 20), LimitError, r"line 1: longer than 10 MB"),
        ("a.parquet", b"PAR1nothing", ReadError, r"a\.parquet: not a readable \.parquet"),
        ("a.md", "---\na: !!python/object:os.system x\n---\nText", FrontMatterError, r"line 2: .* does not parse"),
        ("a.md", "---\na: &a [x]\nb: [*a, *a]\n---\nText", FrontMatterError, r"a\.md: .* holds an alias"),
        ("a.md", "---\ntitle: one: two\n---\nText", FrontMatterError, r"a\.md, line 2: .* Quote values"),
        ("a.md", "---\n- one\n---\nText", FrontMatterError, r"a\.md, line 2: .*'name: value'"),
        ("a.md", "---\na: " + "x" * 70_000 + "\n---\nText", FrontMatterError, r"65536 and 200 are read\. Shorten"),
        ("a.md", "---\na: " + "[" * 20_000 + "\n---\nText", FrontMatterError, r"a\.md: .* and 20000 brackets"),
        ("a.md", "---\ndate: 2024-13-45\n---\nText", FrontMatterError, r"a\.md.*does not parse"),
        ("a.docx", b"PK\x03\x04nothing", ReadError, r"a\.docx: this \.docx cannot be read"),
    ],
)  # fmt: skip
def test_what_does_not_parse_is_named(tmp_path, name, content, error, message):
    refuse(tmp_path, name, content, message, error)


def test_parse_front_matter_leaves_a_text_without_block_alone():
    for text in ("No block.", "--- a dash, not a block", "---\nnever closed"):
        assert parse_front_matter(text, "a.md") == (text, {})


def test_parse_front_matter_splits_fields_from_body():
    assert parse_front_matter("---\ntitle: Gas\n---\nBody.", "a.md") == ("Body.", {"title": "Gas"})
