"""Bytes and formats give their text and fields; what is broken is named with its place."""

import pytest

from analysis.corpus.formats import decode, parse_front_matter
from analysis.corpus.loading import load_corpus, load_log
from analysis.errors import FrontMatterError, LimitError, ReadError

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


def test_a_page_gives_its_main_text_and_runs_nothing(tmp_path):
    row = load_one(tmp_path, "saved.txt", PAGE)
    assert row["text"].startswith("The dam above the valley")
    assert (row["title"], row["outlet"]) == ("Dam opens", "Valley Post")
    assert "never" not in row["text"]


def test_pages_nested_deeply_are_read_or_refused(tmp_path):
    (tmp_path / "deep.html").write_text("<html><body>" + "<div>" * 20_000 + "text", encoding="utf-8")
    with pytest.raises(ReadError, match=r"deep\.html: (no main text|the page cannot be read)"):
        load_corpus(tmp_path)


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


RUSSIAN = "Министры двух стран подписали соглашение о поставках хлопка и зерна."
TURKISH = "İki ülkenin bakanları ulaştırma anlaşmasını imzaladı, görüşmeler sürüyor."
FRENCH = "L’accord signé à Tachkent prévoit la création d’une société à capital mixte."


@pytest.mark.parametrize(
    ("text", "written", "found"),
    [
        (RUSSIAN, "utf-8", "utf-8"),
        (RUSSIAN, "utf-8-sig", "utf-8-sig"),
        (RUSSIAN, "utf-16", "utf-16"),
        (RUSSIAN, "windows-1251", "windows-1251"),
        (TURKISH, "windows-1254", "windows-1254"),
        (TURKISH, "utf-16-le", "utf-16-le"),
        (FRENCH, "windows-1252", "windows-1252"),
        ("Łódź – to miasto", "utf-8", "utf-8"),
    ],
)
def test_decode_finds_the_encoding(text, written, found):
    decoded = decode(text.encode(written), "a.txt")
    assert decoded.text == text
    assert decoded.encoding == found
    assert 0.5 < decoded.certainty <= 1


def test_decode_keeps_utf8_with_a_few_stray_bytes():
    raw = RUSSIAN.encode() + b"\xff " + RUSSIAN.encode()
    decoded = decode(raw, "a.txt")
    assert decoded.text == f"{RUSSIAN}\ufffd {RUSSIAN}"
    assert decoded.encoding == "utf-8"
    assert decoded.certainty < 1


def test_decode_unifies_line_ends_and_drops_the_mark():
    assert decode(b"\xef\xbb\xbfone\r\ntwo\rthree", "a.txt").text == "one\ntwo\nthree"


@pytest.mark.parametrize("raw", [bytes(range(256)) * 20, b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", b"\x01\x02\x03\x04" * 50])
def test_decode_refuses_binary_data(raw):
    with pytest.raises(ReadError, match=r"a\.txt: not text but binary data\. Remove the file"):
        decode(raw, "a.txt")


def test_a_page_is_read_in_the_charset_it_declares():
    raw = '<meta charset="koi8-r"><p>Соглашение</p>'.encode("koi8-r")
    assert "Соглашение" in decode(raw, "a.html").text
