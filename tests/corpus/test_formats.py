"""Bytes and formats give their text and fields; what is broken is named with its place."""

import datetime as dt
import time
from zipfile import ZipFile

import pandas as pd
import pytest

from analysis.corpus import formats
from analysis.corpus.formats import parse_front_matter
from analysis.corpus.loading import load_corpus, load_log
from analysis.errors import FrontMatterError, LimitError, ReadError

PAGE = """<html><head><title>Dam opens</title><meta property="og:site_name" content="Valley Post"></head><body>
<script>alert("never")</script><article><h1>Dam opens</h1><p>The dam above the valley was opened again on Monday after
two years of repair work.</p><p>Farmers downstream expect water for the whole season, the first in years.</p></article>
</body></html>"""


DATED = """<html lang="en"><head><title>Dam opens</title>{head}</head>
<body><nav><time>1 May 2020</time></nav>{menu}<article>
<h1>Dam opens above the town in the valley</h1>{shown}<p>The dam above the valley was opened
again on Monday after two years of repair work.</p><p>Farmers downstream expect water for the whole season, the first in
years.</p></article></body></html>"""
MENU = '<a href="/a">World</a>' * 30


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
    ("head", "shown", "day"),
    [
        ('<meta property="article:published_time" content="2024-04-05T08:30:00+05:00">', "", "2024-04-05 08:30"),
        ('<meta content="2024-04-05" name="pubdate">', "<div>7 April 2024</div>", "2024-04-05"),
        ('<script type="application/ld+json">{"datePublished": "2024-04-05"}</script>', "", "2024-04-05"),
        ('<meta property="og:updated_time" content="2026-01-02">', "<div>5 April 2024</div>", "2024-04-05"),
        ('<meta property="article:modified_time" content="2026-01-02">', "<time>5 апреля 2024</time>", "2024-04-05"),
        ("", '<time class="updated" datetime="2026-01-02"></time><span class="date">5 April 2024</span>', "2024-04-05"),
        ("", '<time class="published updated" datetime="2024-04-05T09:00"></time>', "2024-04-05 09:00"),
        ("", '<p class="post-date">12.03.2024</p>', "2024-03-12"),
    ],
)
def test_the_date_of_a_page_is_that_of_its_publication(tmp_path, head, shown, day):
    assert load_one(tmp_path, "a.html", DATED.format(head=head, shown=shown, menu=MENU))["date"] == pd.Timestamp(day)


def test_a_page_whose_date_may_be_two_or_is_an_updates_has_none(tmp_path):
    ambiguous = DATED.format(head="", shown="<div class='date'>04/05/2024</div>", menu=MENU)
    updated = DATED.format(head='<meta property="og:updated_time" content="2026-01-02">', shown="", menu=MENU)
    assert pd.isna(load_one(tmp_path, "a.html", ambiguous)["date"])
    assert pd.isna(load_one(tmp_path, "a.html", updated)["date"])


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
        ("a.json", "[" * 100_000, ReadError, r"a\.json: not JSON"),
        ("a.json", '["text"]', ReadError, r"a\.json: not a list of objects"),
        ("a.jsonl", "[1, 2]", ReadError, r"a\.jsonl, line 1: not JSON \(not an object\)"),
        ("a.jsonl", "x" * (11 << 20), LimitError, r"line 1: longer than 10 MB"),
        ("a.parquet", b"PAR1nothing", ReadError, r"a\.parquet: cannot be read"),
        ("a.md", "---\na: !!python/object:os.system x\n---\nText", FrontMatterError, r"line 2: .* does not parse"),
        ("a.md", "---\na: &a [x]\nb: [*a, *a]\n---\nText", FrontMatterError, r"a\.md: .* holds an alias"),
        ("a.md", "---\ntitle: one: two\n---\nText", FrontMatterError, r"a\.md, line 2: .* does not parse .* Quote"),
        ("a.md", "---\ntitle: Gas\n\nText", FrontMatterError, r"a\.md, line 1: .* does not end\. Write ---"),
        ("a.md", "---\n# mine\nDate: 2024\n", FrontMatterError, r"a\.md, line 1: the front matter does not end"),
        ("a.md", "---\ntitle: A\nlink: b\ntitle: C\n---\nText", FrontMatterError, r"has 'title' twice\. Keep one"),
        ("a.md", "---\n- one\n---\nText", FrontMatterError, r"a\.md, line 2: .*'name: value'"),
        ("a.md", "---\na: " + "x" * 70_000 + "\n---\nText", FrontMatterError, r"65536 and 200 are read\. Shorten"),
        ("a.md", "---\na: " + "[" * 20_000 + "\n---\nText", FrontMatterError, r"a\.md: .* and 20000 brackets"),
        ("a.md", "---\ndate: 2024-13-45\n---\nText", FrontMatterError, r"a\.md.*does not parse"),
        ("a.docx", b"PK\x03\x04nothing", ReadError, r"a\.docx: cannot be read \(BadZipFile.*Mend or remove it"),
    ],
)  # fmt: skip
def test_what_does_not_parse_is_named(tmp_path, name, content, error, message):
    refuse(tmp_path, name, content, message, error)


def test_a_password_is_named(tmp_path):
    pypdf = pytest.importorskip("pypdf")
    writer = pypdf.PdfWriter()
    writer.add_blank_page(99, 99)
    writer.encrypt("secret", algorithm="RC4-128")
    writer.write(tmp_path / "a.pdf")
    refuse(tmp_path, "a.pdf", (tmp_path / "a.pdf").read_bytes(), r"a\.pdf: protected by a password. Save it without")
    word = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + "EncryptedPackage".encode("utf-16-le")
    (tmp_path / "a.pdf").unlink()
    refuse(tmp_path, "a.docx", word, r"a\.docx: protected by a password. Save it without one, or remove it")


def test_parse_front_matter_leaves_a_text_without_block_alone():
    for text in ("No block.", "--- a dash, not a block", "---\nA rule above the text.", "---"):
        assert parse_front_matter(text, "a.md") == (text, {})


def test_front_matter_has_the_fields_of_a_table_and_loses_none():
    block = "headline: Gas\npublished: 2024-03-12\nauthor: {name: A. Orazov}\nsource: Kurier\nlink: https://k.kz/1\n"
    text, fields = parse_front_matter(f"---\n{block}tags: [gas, dam]\ndesk: 7\nauthors: []\n---\nBody.", "a.md")
    known = {"title": "Gas", "outlet": "Kurier", "byline": "A. Orazov", "url": "https://k.kz/1"}
    assert text == "Body."
    assert fields == known | {"date": dt.date(2024, 3, 12), "meta_tags": ["gas", "dam"], "meta_desk": 7}


def test_names_of_front_matter_are_known_in_any_case_and_form():
    for name in ("Title", "TITLE", "Ba\u015fl\u0131k", "Bas\u0327l\u0131k"):
        _, fields = parse_front_matter(f"---\n{name}: Gas\nDate: 2024-03-12\nDesk: 7\n---\nBody.", "a.md")
        assert fields == {"title": "Gas", "date": dt.date(2024, 3, 12), "meta_Desk": 7}


def test_parse_front_matter_splits_fields_from_body():
    assert parse_front_matter("---\ntitle: Gas\n---\nBody.", "a.md") == ("Body.", {"title": "Gas"})


def test_a_fragment_of_html_is_read_as_html(tmp_path):
    source = "<h1>Cement plant deal signed</h1><p>It costs $120&nbsp;million.</p><p>The ministry <b>said</b> so.</p>"
    for name in ("a.html", "a.txt"):
        row = load_one(tmp_path, name, source)
        assert row["title"] == "Cement plant deal signed"
        assert row["text"] == "It costs $120 million.\n\nThe ministry said so."


def test_a_page_without_parts_keeps_its_lists_and_hides_what_is_hidden(tmp_path):
    cell = "<table><tr><td>The rest:<ul><li>Osh gave $3 million</li><li>Batken $1 million</li></ul></td></tr></table>"
    listed = "<p>The plant was paid for by two.</p><ul><li>Kazakhstan gave $20 million.<li>China lent $3 million.</ul>"
    hidden = "<p hidden>Read the next report.</p><template><p>And this one.</p></template>"
    logo = '<h1><a href="/">The Osh Courier</a></h1><h2>Cement plant opened</h2>'
    head = "<html><head><title>Cement plant opened</title></head>"
    row = load_one(tmp_path, "a.html", f"{head}<body>{logo}{listed}{hidden}{cell}<p>It is big.</p></body></html>")
    assert row["title"] == "Cement plant opened"
    lines = row["text"].replace("- ", "").splitlines()
    assert lines[:3] == ["The plant was paid for by two.", "Kazakhstan gave $20 million.", "China lent $3 million."]
    assert (
        " ".join(lines[3:]).replace("|", "").split()
        == "The rest: Osh gave $3 million Batken $1 million It is big.".split()
    )


def test_a_page_of_too_many_tags_is_read_whole(tmp_path, monkeypatch):
    monkeypatch.setattr(formats, "MAX_TAGS", 100)
    table = "<table>" + "<tr><td>Osh</td><td>300 tonnes of wool</td></tr>" * 30 + "</table>"
    row = load_one(tmp_path, "a.html", f"<html><body><h1>Wool of the year</h1>{table}</body></html>")
    assert row["title"] == "Wool of the year"
    assert row["text"].count("300 tonnes of wool") == 30


def test_tables_insertions_and_controls_of_word_are_read(tmp_path):
    docx = pytest.importorskip("docx")
    from docx.oxml import parse_xml

    word, names = docx.Document(), 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    word.add_heading("The price is known", 1)
    line = word.add_paragraph("The price is ")
    for inner in (
        f'<w:ins {names} w:id="1" w:author="a"><w:r><w:t>$7 million</w:t></w:r></w:ins>',
        f'<w:del {names} w:id="2" w:author="a"><w:r><w:delText>$6 million</w:delText></w:r></w:del>',
        f'<w:sdt {names}><w:sdtContent><w:r><w:t xml:space="preserve"> from Japan</w:t></w:r></w:sdtContent></w:sdt>',
    ):
        line._p.append(parse_xml(inner))
    line.add_run(", the ministry said.")
    cells = word.add_table(1, 2).rows[0].cells
    cells[0].text, cells[1].text = "Loan of Japan", "$45 million"
    word.save(tmp_path / "a.docx")
    row = load_corpus(tmp_path / "a.docx").iloc[0]
    assert row["title"] == "The price is known"
    assert row["text"].split("\n\n")[0] == "The price is $7 million from Japan, the ministry said."
    assert row["text"].split("\n\n")[1].split() == ["Loan", "of", "Japan", "$45", "million"]


def test_text_that_was_moved_in_word_is_read_once(tmp_path):
    docx = pytest.importorskip("docx")
    from docx.oxml import parse_xml

    word, names = docx.Document(), 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    for tag in ("moveFrom", "moveTo"):
        run = "<w:r><w:t>Wool is sold to Japan.</w:t></w:r>"
        word.add_paragraph()._p.append(parse_xml(f'<w:{tag} {names} w:id="1" w:author="a">{run}</w:{tag}>'))
    word.save(tmp_path / "a.docx")
    assert load_corpus(tmp_path / "a.docx")["text"].tolist() == ["Wool is sold to Japan."]


def test_a_document_of_word_in_a_namespace_of_its_own_is_read(tmp_path):
    """One wrong letter in the name of the namespace ended in an AttributeError."""
    docx = pytest.importorskip("docx")
    word, damaged = docx.Document(), tmp_path / "b.docx"
    word.add_paragraph("The cement plant opened in May.")
    word.save(tmp_path / "a.docx")
    with ZipFile(tmp_path / "a.docx") as sound, ZipFile(damaged, "w") as copy:
        for name in sound.namelist():
            raw = sound.read(name)
            copy.writestr(name, raw.replace(b"/2006/main", b"/2O06/main") if name == "word/document.xml" else raw)
    assert load_corpus(damaged)["text"].tolist() == ["The cement plant opened in May."]


def test_a_heading_in_capitals_and_on_two_lines_is_a_title(tmp_path):
    source = "<H1>Cement plant\ndeal signed</H1><P>It costs $120 million.</P>"
    assert load_one(tmp_path, "a.html", source)["title"] == "Cement plant deal signed"


def write_pdf(told):
    """Return the simplest PDF there is: one page, one line, a font that every reader has."""
    line = f"BT /F1 12 Tf 72 720 Td ({told}) Tj ET".encode()
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(line), line),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    raw, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(raw))
        raw += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    trailer = b"trailer<</Size 6/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % len(raw)
    return raw + b"xref\n0 6\n0000000000 65535 f \n" + table + trailer


def test_the_pages_of_a_pdf_are_read(tmp_path):
    pytest.importorskip("pypdf")
    told = "Uzbekistan opened a cement plant for 5 million dollars."
    assert load_one(tmp_path, "a.pdf", write_pdf(told))["text"] == told


def test_a_pdf_that_is_damaged_throughout_is_refused_soon(tmp_path, caplog):
    pytest.importorskip("pypdf")
    start, trailer = time.process_time(), b"trailer<</Size 6/Root 1 0 "
    raw = b"%PDF-1.4\n1 0 obj\n<</Type/Fn \n" + (trailer + b"e/Fn \n") * 700 + trailer + b"R>>\nstartxref\n1\n%%EOF\n"
    refuse(tmp_path, "a.pdf", raw, r"a\.pdf: damaged or cut off\. Save its text as \.txt, or remove it", LimitError)
    assert time.process_time() - start < 5  # forty without a limit
    assert not caplog.records
