"""A file of many reports gives each of them, with its fields, whatever archive it was exported from."""

import io
import sys
from itertools import pairwise

import pandas as pd
import pytest

from analysis.corpus import exports, tables
from analysis.corpus.loading import load_corpus, load_log
from analysis.errors import LimitError, MissingExtraError, ReadError

TITLES = ["Cement plant deal signed in Shymkent", "Garment factory opens near Osh", "Rail link gets a new lender"]
DAYS = pd.to_datetime(["2024-03-12", "2024-03-14", "2024-04-02"])
OUTLETS = ["The Steppe Courier", "Valley Post", "Caspian Daily (Baku)"]
AUTHORS = ["Anna Karimova", "Timur Sadykov", "Leyla Aliyeva"]
BODIES = [
    "Uzbekistan and Kazakhstan agreed on a cement plant for $120 million, the ministry said on Tuesday.\n\n"
    "The plant in Shymkent will employ 400 people from 2026.",
    "Kyrgyzstan and China opened a garment factory for $15 million, the agency said on Thursday.\n\n"
    "Its first customers are in Russia: they ordered 20,000 coats.",
    "A bank in Manila will lend $300 million for the rail link, the minister told reporters.\n\n"
    "Section two of the line is to open in 2027, he added.",
]
NEXT = "\n\n"
REPORTS = [*zip(TITLES, DAYS, OUTLETS, AUTHORS, BODIES, strict=True)]


def american(day):
    return f"{day:%B} {day.day}, {day.year} {day:%A}"


def british(day):
    return f"{day.day} {day:%B} {day.year}"


def nexis_txt():
    cover = (
        "\n\nDownload Request: Selected Items: 1-3\nTime Of Request: Friday, April 5, 2024  16:51:31\n\nTerms: plant\n"
    )
    pieces = [
        f"\n{n} of 3 DOCUMENTS\n\n\n{outlet:^72}\n\n{american(day):^72}\n{'Final Edition':^72}\n\n{title}\n\n"
        f"BYLINE: By {author}\n\nSECTION: NEWS; Pg. {n}\n\nLENGTH: 20 words\n\n{body}\n\nLOAD-DATE: {american(day)}\n\n"
        f"LANGUAGE: ENGLISH\n\nSUBJECT: CEMENT (90%); TRADE\n (85%)\n\nPUBLICATION-TYPE: Newspaper\n\n\n"
        f"{'Copyright 2024 The Publisher':^72}\n{'All Rights Reserved':^72}\n"
        for n, (title, day, outlet, author, body) in enumerate(REPORTS, 1)
    ]
    return (cover + "".join(pieces)).encode()


def uni_lines():
    lines = ["User Name: = Analyst", "Date and Time: = Friday, April 5, 2024 10:22:00 AM EDT", "Job Number: = 1"]
    lines += ["Documents (3)", *(f"{n}. {title}" for n, title in enumerate(TITLES, 1)), "Search Terms: plant"]
    for title, day, outlet, author, body in REPORTS:
        lines += [title, outlet, american(day), f"Copyright 2024 {outlet} All Rights Reserved", "Section: NEWS; Pg. 3"]
        lines += [
            "Length:\xa020 words",
            f"Byline:\xa0{author}",
            "Body",
            *body.split("\n\n"),
            "Graphic",
            "Photo: a plant",
        ]
        lines += ["Classification", "Language: ENGLISH", "Publication-Type: Newspaper", "Subject: CEMENT (90%); TRADE"]
        lines += [f"Load-Date: {american(day)}", "End of Document"]
    return lines


def nexis_uni_txt():
    return "\n\n".join(uni_lines()).encode()


def nexis_docx():
    docx = pytest.importorskip("docx")
    word = docx.Document()
    for line in uni_lines():
        word.add_paragraph(line, style="Heading 1" if line in TITLES else None)
    word.save(stream := io.BytesIO())
    return stream.getvalue()


def rtf(lines):
    fonts = r"{\fonttbl{\f0\fswiss\fcharset0 Arial;}{\f1\fcharset204 Arial;}}{\colortbl;\red0\green0\blue255;}"
    body = "".join(rf"\pard\plain\f0\fs20 {line}\par" + "\r\n" for line in lines)
    return rf"{{\rtf1\ansi\ansicpg1252\deff0{fonts}{{\header\pard Page 1\par}}{body}}}".encode("cp1252")


def nexis_rtf():
    link = r'{\field{\*\fldinst{HYPERLINK "https://advance.lexis.com/api/document?id=1"}}{\fldrslt{\ul %s}}}'
    return rtf([link % line if line in TITLES else line.replace("\xa0", r"\~") for line in uni_lines()])


def nexis_html():
    pieces = [
        f'<DOC NUMBER={n}>\n<DIV CLASS="c0"><P CLASS="c1"><SPAN CLASS="c2">{n} of 3 DOCUMENTS</SPAN></P></DIV><BR>'
        f'<DIV CLASS="c0"><BR><P CLASS="c1"><SPAN CLASS="c2">{outlet}</SPAN></P></DIV><BR><DIV CLASS="c3"><P>'
        f'<SPAN CLASS="c4">{day:%B}</SPAN><SPAN CLASS="c2"> {day.day}, {day.year} {day:%A}</SPAN></P></DIV><BR>'
        f'<DIV CLASS="c5"><P CLASS="c6"><SPAN CLASS="c7">{title}</SPAN></P></DIV><BR><DIV CLASS="c5"><P CLASS="c6">'
        f'<SPAN CLASS="c8">BYLINE: </SPAN><SPAN CLASS="c2">{author}</SPAN></P></DIV><BR><DIV CLASS="c5"><P CLASS="c6">'
        f'<SPAN CLASS="c8">LENGTH: </SPAN><SPAN CLASS="c2">20 words</SPAN></P></DIV><BR><DIV CLASS="c5">'
        + "".join(f'<P CLASS="c9"><SPAN CLASS="c2">{part}</SPAN></P>' for part in body.split("\n\n"))
        + '</DIV><BR><DIV CLASS="c5"><P><SPAN CLASS="c8">LANGUAGE: </SPAN><SPAN CLASS="c2">ENGLISH</SPAN></P></DIV>'
        "<BR><DIV CLASS=c0><BR><P><SPAN CLASS=c2>Copyright 2024 A Paper<BR>All Rights Reserved</SPAN></P></DIV>"
        for n, (title, day, outlet, author, body) in enumerate(REPORTS, 1)
    ]
    return (
        f"<HTML><HEAD><TITLE>&nbsp;</TITLE><STYLE>p {{}}</STYLE></HEAD><BODY>{''.join(pieces)}</BODY></HTML>".encode()
    )


def coded(title, day, outlet, author, body, n):
    first, _, rest = body.partition("\n\n")
    return [
        *(
            ("SE", "World"),
            ("HD", title),
            ("BY", f"By {author}"),
            ("WC", "123 words"),
            ("PD", british(day)),
            ("ET", "10:22"),
        ),
        *(("SN", outlet), ("SC", "STEPP"), ("LA", "English"), ("CY", "Copyright 2024, the publisher"), ("LP", first)),
        *(("TD", rest), ("CO", "ebrd : Bank for Europe"), ("IN", "icon : Construction"), ("NS", "c13 : Regulation")),
        *(
            ("RE", "kazk : Kazakhstan | uz : Uzbekistan"),
            ("PUB", "The Publisher"),
            ("AN", f"Document STEPP0002024031{n}ek3c0001"),
        ),
    ]


def factiva_txt():
    pieces = ["\n".join(f"{code:<4}{value}" for code, value in coded(*report, n)) for n, report in enumerate(REPORTS)]
    return ("\n\n".join(pieces) + "\n\n© 2024 Factiva, Inc. All rights reserved.").encode()


def factiva_rtf():
    def row(code, value):
        return rf"\trowd\cellx900\cellx9000\intbl {{\b {code}}}\cell {value}\cell\row\pard"

    return rtf([row(*pair) for n, report in enumerate(REPORTS) for pair in coded(*report, n)])


def factiva_html():
    pieces = [
        f'<div class="article enArticle"><div id="hd"><span class="enHeadline">{title}</span></div>'
        f'<div class="author">By {author}</div><div>123 words</div><div>{british(day)}</div><div>10:22 AM</div>'
        f"<div>{outlet}</div><div>STEPP</div><div>{n}</div><div>English</div><div>Copyright 2024, the publisher</div>"
        + "".join(f'<p class="articleParagraph enarticleParagraph">\n{part}\n</p>' for part in body.split("\n\n"))
        + f"<p>Document STEPP0002024031{n}ek3c0001</p></div><br/>"
        for n, (title, day, outlet, author, body) in enumerate(REPORTS)
    ]
    return f"<!DOCTYPE html><html><head><title>Factiva</title></head><body>{''.join(pieces)}</body></html>".encode()


def factiva_html_coded():
    rows = [
        "".join(
            f"<tr><td><b>{code}</b>&nbsp;</td><td><div>{value}</div></td></tr>" for code, value in coded(*report, n)
        )
        for n, report in enumerate(REPORTS)
    ]
    tables = "".join(f'<div class="article deArticle"><table>{table}</table></div>' for table in rows)
    return f"<!DOCTYPE html><html><head><title>Factiva</title></head><body>{tables}</body></html>".encode()


def proquest_txt():
    rule = "_" * 60
    pieces = [
        f"{rule}\n\nDocument {n} of 3\n\n{title}\n\nAuthor: {author}\n\nPublication info: {outlet} ; Almaty\n\n"
        f"http://search.proquest.com/docview/{n}?accountid=1\n\nAbstract: None available.\n\nLinks: http://resolver/{n}\n\n"
        f"Full text: {body}\n\nSubject: Cement; Trade\n\nLocation: Kazakhstan\n\nTitle: {title}\n\n"
        f"Publication title: {outlet}\n\nPublication year: 2024\n\nPublication date: {day:%b} {day.day}, 2024\n\n"
        "Publisher: The Publisher\n\nCountry of publication: Kazakhstan\n\nSource type: Newspapers\n\n"
        f"Language of publication: English\n\nProQuest document ID: {n}\n\nDocument URL: http://search.proquest.com/docview/{n}\n\n"
        "Copyright: (Copyright 2024)\n\nLast updated: 2024-04-05\n\nDatabase: ProQuest Central\n\n"
        for n, (title, day, outlet, author, body) in enumerate(REPORTS, 1)
    ]
    return (f"{rule}\n\nReport Information from ProQuest\n\n05 April 2024 10:22\n" + "".join(pieces) + rule).encode()


def ris():
    pieces = [
        f"TY  - NEWS\r\nT1  - {title}\r\nAU  - {author}\r\nJO  - {outlet}\r\nY1  - {day:%Y/%m/%d}\r\nPY  - 2024\r\n"
        f"KW  - cement\r\nKW  - trade\r\nLA  - English\r\nUR  - https://x.org/{n}\r\nN2  - {' '.join(body.split())}\r\n"
        "ER  - \r\n\r\n"
        for n, (title, day, outlet, author, body) in enumerate(REPORTS)
    ]
    return "".join(pieces).encode()


def parted():
    pieces = [f"Title: {t}\nDate: {d:%Y-%m-%d}\nSource: {o}\nAuthor: {a}\n\n{b}" for t, d, o, a, b in REPORTS]
    return "\n\n==========\n\n".join(pieces).encode()


def form_feeds():
    pieces = [f"{t}\n\nPublished: {british(d)}\nSource: {o}\n\n{b}\n" for t, d, o, _, b in REPORTS]
    return "\f".join(pieces).encode()


def rss():
    items = [
        f"<item><title>{t}</title><link>https://x.org/{d:%d}</link><pubDate>{d:%a, %d %b %Y} 08:00:00 +0500</pubDate>"
        f"<dc:creator>{a}</dc:creator><source url='https://x'>{o}</source><category>cement</category>"
        f"<description>In short</description><content:encoded><![CDATA[<p>{b.replace(NEXT, '</p><p>')}</p>"
        "<script>run()</script>]]></content:encoded></item>"
        for t, d, o, a, b in REPORTS
    ]
    names = 'xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"'
    head = "<title>All papers</title><language>en-us</language>"
    return f'<?xml version="1.0"?>\n<rss version="2.0" {names}><channel>{head}{"".join(items)}</channel></rss>'.encode()


def atom():
    entries = [
        f'<entry><title type="html">{t}</title><link href="https://example.org/{d:%d}"/><updated>{d:%Y-%m-%d}T08:00:00Z</updated>'
        f"<author><name>{a}</name></author><source><title>{o}</title></source><content type='html'>"
        + "".join(f"&lt;p&gt;{p}&lt;/p&gt;" for p in b.split("\n\n"))
        + "</content></entry>"
        for t, d, o, a, b in REPORTS
    ]
    return f'<feed xmlns="http://www.w3.org/2005/Atom"><title>All papers</title>{"".join(entries)}</feed>'.encode()


def mbox():
    pieces = [
        f'From news@example.org Tue Mar 12 08:00:00 2024\nFrom: "{o}" <news@example.org>\nSubject: {t}\n'
        f"Date: {d:%a, %d %b %Y} 08:00:00 +0500\nMIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\n\n{b}\n\n"
        for t, d, o, _, b in REPORTS
    ]
    return "".join(pieces).encode()


def workbook():
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.Workbook()
    book.active.title = "About"
    book.active.append(["Exported by", "an analyst"])
    book.active.append(["on", "5 April"])
    for title, day, outlet, author, body in REPORTS:
        sheet = book.create_sheet(outlet[:6])
        sheet.append(["Title", "Date", "Source", "Author", "Text"])
        sheet.append([title, f"{day:%Y-%m-%d}", outlet, author, body])
    book.save(stream := io.BytesIO())
    return stream.getvalue()


KINDS = {
    **{
        "Nexis.TXT": nexis_txt,
        "Files (3).txt": nexis_uni_txt,
        "Files (3).docx": nexis_docx,
        "Files (3).rtf": nexis_rtf,
    },
    **{"nexis.html": nexis_html, "factiva.txt": factiva_txt, "factiva.rtf": factiva_rtf, "factiva.html": factiva_html},
    **{"indexed.htm": factiva_html_coded, "ProQuest.txt": proquest_txt, "news.ris": ris, "parted.txt": parted},
    **{"pages.txt": form_feeds, "news.rss": rss, "news.atom": atom, "news.mbox": mbox, "book.xlsm": workbook},
}
WITHOUT_AUTHOR = {"pages.txt", "news.mbox"}


def write(folder, name, content):
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def log_of(path, on_error="raise"):
    return load_log(load_corpus(path, on_error=on_error))


@pytest.mark.parametrize("name", KINDS)
def test_each_report_of_an_export_has_title_date_outlet_and_body(tmp_path, name):
    documents = load_corpus(write(tmp_path, name, KINDS[name]()))
    documents = documents.sort_values("date")
    assert documents["title"].tolist() == TITLES
    assert documents["date"].dt.normalize().tolist() == list(DAYS)
    assert documents["outlet"].tolist() == OUTLETS
    assert [text.split() for text in documents["text"]] == [body.split() for body in BODIES]
    assert name in WITHOUT_AUTHOR or documents["byline"].tolist() == AUTHORS
    assert all(doc_id.startswith(f"{name}#") for doc_id in documents.index)


def test_index_terms_and_addresses_are_kept(tmp_path):
    nexis = load_corpus(write(tmp_path, "Nexis.TXT", nexis_txt()))
    assert nexis["meta_subject"].tolist() == ["CEMENT (90%); TRADE (85%)"] * 3
    references = load_corpus(write(tmp_path, "news.ris", ris()))
    assert references["meta_keywords"].tolist() == [["cement", "trade"]] * 3
    assert references["url"].tolist() == [f"https://x.org/{n}" for n in range(3)]
    assert load_corpus(write(tmp_path, "news.rss", rss()))["meta_tags"].tolist() == [["cement"]] * 3


def test_the_older_layout_of_lexisnexis_is_read(tmp_path):
    pieces = [
        f"  {n} of 3 DOCUMENTS\n\n   Copyright 2004 The Publisher\n   {outlet}\n\n   {day:%B} {day.day}, {day.year}, "
        f"{day:%A}, Late Edition - Final\n\nSECTION: Section A; Page 3; Foreign Desk\n\nLENGTH: 20 words\n\n"
        f"HEADLINE: {title}\n\nBYLINE:  By {author}\n\nBODY:\n   {body}\n\n"
        f"GRAPHIC: Photo: a plant\n\nLOAD-DATE: {american(day)}\n\n\n"
        for n, (title, day, outlet, author, body) in enumerate(REPORTS, 1)
    ]
    documents = load_corpus(write(tmp_path, "old.txt", "".join(pieces)))
    assert documents[["title", "outlet", "byline"]].to_numpy().tolist() == [
        *map(list, zip(TITLES, OUTLETS, AUTHORS, strict=True))
    ]
    assert documents["date"].tolist() == list(DAYS)
    assert [text.split() for text in documents["text"]] == [body.split() for body in BODIES]


@pytest.mark.parametrize("blank", ["\n", " "])
def test_factiva_codes_may_stand_alone_or_before_one_blank(tmp_path, blank):
    pieces = [
        "\n".join(f"{code}{blank}{value}" for code, value in coded(*report, n)) for n, report in enumerate(REPORTS)
    ]
    documents = load_corpus(write(tmp_path, "f.txt", "\n\n".join(pieces)))
    assert documents[["title", "outlet", "byline"]].to_numpy().tolist() == [
        *map(list, zip(TITLES, OUTLETS, AUTHORS, strict=True))
    ]


def test_a_label_within_a_text_does_not_end_it(tmp_path):
    body = (
        "The minister listed three points.\n\nSubject: the first of them is the price of cement at the new plant.\n\n"
        + BODIES[0]
    )
    source = nexis_uni_txt().decode().replace(BODIES[0], body)
    documents = load_corpus(write(tmp_path, "u.txt", source))
    assert documents["text"].iloc[0].split() == body.split()


def test_one_report_in_an_export_keeps_the_name_of_the_file(tmp_path):
    first = nexis_uni_txt().decode().partition("End of Document")[0].replace("(3)", "(1)") + "End of Document\n"
    documents = load_corpus(write(tmp_path, "one.txt", first))
    assert documents.index.tolist() == ["one"]
    assert documents["title"].tolist() == TITLES[:1]


@pytest.mark.parametrize(
    "text",
    [
        f"A market report\n=====\n\n{BODIES[0]}\n\nOutlook for the year\n=====\n\n{BODIES[1]}",
        f"Cement plant deal signed\n\n{BODIES[0]} And the\n\fministry added more on this page.\n\f{BODIES[1]}",
        f"A market report of the week\n\n{BODIES[0]}\n\n*****\n\nthe press office can be reached by telephone.",
        f"A deal is signed\n\n{BODIES[0]}\n\n{'-' * 30}\n\nFull text: https://example.org/deal\n",
        f"The Ministry of Agriculture has signed 2 of 3 documents\n\n{BODIES[0]}\n\n- - -\n\n{BODIES[1]}",
    ],
    ids=["underlined headings", "page breaks", "an ornament", "a rule", "prose"],
)
def test_one_report_is_not_split(tmp_path, text):
    assert len(load_corpus(write(tmp_path, "a.txt", text))) == 1


@pytest.mark.parametrize(("n_pieces", "n_reports"), [(2, 1), (3, 3)])
def test_three_texts_of_25_words_without_headlines_are_parted(tmp_path, n_pieces, n_reports):
    pieces = [" ".join([word, *map(str, range(24))]) for word in ("gas", "oil", "tea")[:n_pieces]]
    assert len(load_corpus(write(tmp_path, "a.txt", "\n\n=====\n\n".join(pieces)))) == n_reports


def test_parts_of_fields_alone_are_read_by_their_titles(tmp_path):
    text = "Title: A dam opens\nDate: 5 May 2024\n\n=====\n\nTitle: A mine opens\nDate: 6 May 2024"
    assert load_corpus(write(tmp_path, "a.txt", text))["text"].tolist() == ["A dam opens", "A mine opens"]


def test_lines_of_other_fields_in_a_bundle_are_kept_as_meta(tmp_path):
    pieces = [f"{title}\nDate: {british(day)}\nDesk Code: economy\n\n{body}\n" for title, day, _, _, body in REPORTS]
    documents = load_corpus(write(tmp_path, "b.txt", "=====\n".join(pieces)))
    assert documents["meta_desk_code"].tolist() == ["economy"] * 3
    assert documents["date"].tolist() == list(DAYS)


def test_outlet_and_date_below_the_headlines_of_a_bundle_are_read(tmp_path):
    for between in (", ", "\n", " | "):
        pieces = [f"{t}\n{o.replace(' (Baku)', '')}{between}{british(d)}\n\n{b}\n" for t, d, o, _, b in REPORTS]
        documents = load_corpus(write(tmp_path, "b.txt", "=====\n".join(pieces)))
        assert documents["title"].tolist() == TITLES
        assert documents["outlet"].tolist() == [outlet.replace(" (Baku)", "") for outlet in OUTLETS]
        assert documents["date"].tolist() == list(DAYS)


def test_an_export_that_holds_less_than_it_says_is_logged(tmp_path):
    log = log_of(write(tmp_path, "lies.txt", nexis_txt().replace(b"of 3 DOCUMENTS", b"of 50 DOCUMENTS")))
    assert "the export says that it holds 50 reports; 3 are there" in log["detail"].tolist()
    log = log_of(write(tmp_path, "lies.txt", nexis_uni_txt().replace(b"Documents (3)", b"Documents (7)")))
    assert "the export says that it holds 7 reports; 3 are there" in log["detail"].tolist()


@pytest.mark.parametrize("name", ["Files (3).txt", "factiva.txt", "factiva.html", "Nexis.TXT"])
def test_an_export_that_is_cut_off_is_read_to_its_end_and_logged(tmp_path, name):
    whole = KINDS[name]()
    cut = whole[: whole.rindex(b"he added") + 8]
    documents = load_corpus(write(tmp_path, name, cut))
    assert documents["title"].tolist() == TITLES
    assert "cut off" in load_log(documents)["kind"].tolist()


def test_a_feed_that_is_cut_off_is_logged(tmp_path):
    documents = load_corpus(write(tmp_path, "cut.rss", rss()[: rss().rindex(b"<source")]))
    assert documents["title"].tolist() == TITLES
    details = load_log(documents).query("kind == 'table'")["detail"].tolist()
    assert details[0].startswith("cut off: 3 entries are read; then ")
    assert "cut.rss#3: no body; the title is its text" in details


def test_a_feed_with_an_author_of_a_hundred_thousand_letters_is_refused(tmp_path):
    feed = rss().replace(b"<title>", b"<author>" + 50_000 * b"ov" + b"</author><title>")
    with pytest.raises(LimitError, match="an author's name of over 5,000 characters"):
        load_corpus(write(tmp_path, "long.rss", feed))


def test_a_large_text_is_said_to_be_perhaps_many(tmp_path):
    text = "".join(f"Line {n} of a text that has no marks at all.\n" for n in range(30_000))
    [record] = exports.read_reports(text.encode(), "text", "a.txt")
    assert record.log[0]["detail"] == "one report of 1.3 MB: perhaps many? Part them by lines of ====="


def test_an_export_of_200_megabytes_is_refused_with_the_remedy(tmp_path):
    with write(tmp_path, "huge.txt", nexis_txt()).open("r+b") as file:
        file.truncate(200 << 20)
    with pytest.raises(LimitError, match=r"huge\.txt: larger than 10 MB\. Split it between two of its reports"):
        load_corpus(tmp_path)


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("a.ris", "no reference", r"a\.ris: no reports in this ris\. Save or export"),
        ("a.rss", "<rss version='2.0'><channel></channel></rss>", r"a\.rss: no reports in this feed\. Save or export"),
        ("a.eml", "Subject: Dam opens\n\n \n", r"a\.eml: no text in this mail\. Save its text as \.txt"),
        ("a.eml", "Content-Type: image/png\n\nxx", r"a\.eml: no text in this mail\. Save its text as \.txt"),
        ("a.eml", "".join(f"Content-Type: multipart/x; boundary=b{n}\n\n--b{n}\n" for n in range(3000)), "Recursion"),
    ],
)  # fmt: skip
def test_what_holds_no_report_is_refused(tmp_path, name, content, message):
    with pytest.raises(ReadError, match=message):
        load_corpus(write(tmp_path, name, content))


def test_a_mail_without_a_text_is_left_out_of_its_mailbox_and_told(tmp_path):
    empty = b"From a@b Tue Mar 12 08:00:00 2024\nSubject: Dam opens\n\n \n\n"
    path = write(tmp_path, "news.mbox", empty + mbox())
    assert len(load_corpus(path)) == len(TITLES)
    told = log_of(path).set_index("kind")["detail"]
    assert told["no text"] == "a mail without a text is not read: 'Dam opens'"


@pytest.mark.parametrize("library, name", [("striprtf.striprtf", "a.rtf"), ("feedparser", "a.rss"), ("rispy", "a.ris")])
def test_a_missing_extra_is_named(tmp_path, monkeypatch, library, name):
    monkeypatch.setitem(sys.modules, library, None)
    source = {"a.rtf": factiva_rtf, "a.rss": rss, "a.ris": ris}[name]()
    with pytest.raises(
        MissingExtraError, match=r"needs the extra 'formats'\. Run: pip install 'silk-ledger\[formats\]'"
    ):
        load_corpus(write(tmp_path, name, source))


MAIL = (
    "From: =?utf-8?B?0KHRgtC10L/QvdC+0Lkg0LrRg9GA0YzQtdGA?= <a@b.kz>\r\n"
    "Subject: =?utf-8?B?0J/QvtC00L/QuNGB0LDQvdC+?=\r\nDate: Tue, 12 Mar 2024 08:00:00 +0500\r\n"
    "MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=X\r\n\r\n"
    "--X\r\nContent-Type: text/html; charset=windows-1251\r\nContent-Transfer-Encoding: 8bit\r\n\r\n{html}\r\n"
    "--X\r\nContent-Type: application/pdf\r\nContent-Disposition: attachment; filename=a.pdf\r\n\r\nJVBERi0=\r\n"
    "--X\r\nContent-Type: message/rfc822\r\n\r\nSubject: An older report\r\n\r\nThe older report.\r\n--X--\r\n"
)


def test_a_mail_gives_its_text_and_the_mails_in_it_and_runs_nothing(tmp_path):
    html = "<html><body><script>run()</script><p>Министры двух стран подписали соглашение о заводе.</p></body></html>"
    documents = load_corpus(write(tmp_path, "a.eml", MAIL.format(html=html).encode("windows-1251")))
    assert documents["title"].tolist() == ["Подписано", "An older report"]
    assert documents["text"].tolist() == ["Министры двух стран подписали соглашение о заводе.", "The older report."]
    assert documents["outlet"].iloc[0] == "Степной курьер"
    assert documents["date"].iloc[0] == pd.Timestamp("2024-03-12 08:00")
    assert "1 attachments or pictures, not read" in load_log(documents)["detail"].tolist()


@pytest.mark.parametrize(
    ("plain", "read"),
    [
        ("View this email in your browser: https://x.org/1", "Two ministers met in the capital and agreed a dam"),
        ("Two ministers met and agreed a dam on the river.", "Two ministers met and"),
    ],
)
def test_the_html_of_a_mail_is_read_where_its_plain_text_is_a_stub(tmp_path, plain, read):
    mail = (
        "Subject: Dam\r\nMIME-Version: 1.0\r\nContent-Type: multipart/alternative; boundary=X\r\n\r\n"
        f"--X\r\nContent-Type: text/plain\r\n\r\n{plain}\r\n--X\r\nContent-Type: text/html\r\n\r\n"
        "<html><body><p>Two ministers met in the capital and agreed a dam that both will pay for by 2027.</p>"
        "<p>It will stand on the river above the town.</p></body></html>\r\n--X--\r\n"
    )
    text = load_corpus(write(tmp_path, "a.eml", mail))["text"].iloc[0]
    assert text.startswith(read)
    assert plain == text or plain not in text


def test_a_page_saved_as_mhtml_is_a_page(tmp_path):
    page = (
        "From: <Saved by Blink>\r\nSnapshot-Content-Location: https://x.org/1\r\nSubject: Cement\r\n"
        'MIME-Version: 1.0\r\nContent-Type: multipart/related; type="text/html"; boundary="M"\r\n\r\n'
        "--M\r\nContent-Type: text/html\r\n\r\n"
        f"<html><head><title>{TITLES[0]}</title></head><body><article><h1>{TITLES[0]}</h1><p>{BODIES[0]}</p></article>"
        "</body></html>\r\n--M\r\nContent-Type: text/css\r\n\r\np { color: red }\r\n--M--\r\n"
    )
    row = load_corpus(write(tmp_path, "page.mhtml", page)).iloc[0]
    assert (row["title"], row["url"]) == (TITLES[0], "https://x.org/1")
    assert row["text"].split() == BODIES[0].split()


def test_entities_of_a_feed_are_not_expanded_or_fetched(tmp_path):
    declared = '<!DOCTYPE r [<!ENTITY a "aaaaaaaaaa">' + "".join(
        f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in pairwise("abcdefghi")
    )
    feed = f'<?xml version="1.0"?>{declared}<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    feed += "<rss version='2.0'><channel><item><title>&i;</title><description>&x; A report.</description></item>"
    feed += "</channel></rss>"
    [record] = tables.read_table(feed.encode(), "feed", tables.Table("a.rss", (), pytest.fail))
    assert len(record.text) < 1000
    assert "root:" not in record.text


def test_pictures_and_objects_of_rtf_are_counted_and_not_read(tmp_path):
    source = r"{\rtf1\ansi A deal is signed.\par{\object{\*\objdata 01050000}}{\pict\pngblip 89504e47}It is large.}"
    documents = load_corpus(write(tmp_path, "a.rtf", source))
    assert documents["text"].tolist() == ["A deal is signed.\n\nIt is large."]
    assert load_log(documents).query("kind == 'attachment'")["detail"].tolist() == ["2 pictures or objects, not read"]


def test_rtf_in_cyrillic_is_read_in_the_charset_of_its_fonts(tmp_path):
    text = "Узбекистан и Казахстан договорились о цементном заводе за 120 млн долларов."
    coded_text = "".join(f"\\'{byte:02x}" if byte > 127 else chr(byte) for byte in text.encode("cp1251"))
    source = rf"{{\rtf1\ansi\ansicpg1252{{\fonttbl{{\f0\fcharset204 Arial;}}}}\pard\f0 {coded_text}\par}}"
    row = load_corpus(write(tmp_path, "a.rtf", source)).iloc[0]
    assert (row["text"], row["language"]) == (text, "ru")
