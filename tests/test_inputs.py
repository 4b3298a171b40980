"""Situations that users of other programs reported as faults come out right here: each input, and what it gives.

Refused by name, not read: web archives (.warc) and books (.epub). Not here: pages on a folder without countries, which
`tests.test_truth` runs; and clusters of reports in two languages, which share no words to be clustered by, and so are
parted by language.
"""

import io
import json
from base64 import b64encode
from zipfile import ZipFile

import pandas as pd
import pytest

from analysis import (
    CorpusVectorizer,
    Study,
    TopicClassifier,
    extract_facts,
    full_text,
    label_documents,
    load_corpus,
    load_log,
    save_table,
)
from analysis.errors import AnalysisError, CorrectionError, LexiconError, ParameterError
from analysis.ledger.corrections import apply_corrections
from analysis.text.word_use import keyness, mark_groups

EN = "Uzbekistan and Kazakhstan agreed on a cement plant for $120 million, the ministry said on Tuesday."
TWO = "Kyrgyzstan and China opened a garment factory in Bishkek for $15 million, the agency said on Friday."
RU = "Узбекистан и Казахстан договорились о цементном заводе за 120 млн долларов, сообщили в министерстве."
ZH = "哈萨克斯坦和中国签署了水泥厂建设协议。该项目价值1.2亿美元，部长周二表示。"
PL = "Polska i Kazachstan podpisały umowę o budowie cementowni, ogłosiło ministerstwo we wtorek."

AMOUNTS = {
    "A ten-million-dollar loan was signed.": ["10000000 USD"],
    "A two hundred million euro loan was signed.": ["200000000 EUR"],
    "such a five million dollar deal": ["5000000 USD"],
    "a one and a half billion dollar plant": ["1500000000 USD"],
    "Trade reached 3 billion dollars 12 percent more than in 2022.": ["3000000000 USD"],
    "It was worth 500 million dollars 2.3 times more than before.": ["500000000 USD"],
    "Trade in dollars 2024 rose.": [],
    "10 dollars 50 cents": ["10.5 USD"],
    "The budget is UZS 12.7 trln.": ["12700000000000 UZS"],
    "Turnover reached $650MM.": ["650000000 USD"],
    "It cost $12.7 bil.": ["12700000000 USD"],
    "Turnover reached 50 MUSD.": ["50000000 USD"],
    "Turnover reached $115 USD million.": ["115000000 USD"],
    "125 million of US dollars": ["125000000 USD"],
    "Товарооборот 1 млрд 234,5 млн долларов.": ["1234500000 USD"],
    "a quarter million dollars": ["250000 USD"],
    "$200 million, 300 million and 500 million": ["200000000 USD", "300000000 USD", "500000000 USD"],
    "It costs EUR 1.500,00.": ["1500 EUR"],
    "1.127,54 €": ["1127.54 EUR"],
    "It costs CHF 1'200'000.": ["1200000 CHF"],
    "Кредит в 1.200,5 млн долларов.": ["1200500000 USD"],
    "In Turkmenistan the plant got 5 million manats.": ["5000000 TMT"],
    "Правительство Туркменистана выделило 5 млн манатов.": ["5000000 TMT"],
    "Бюджет — 12,7 млрд тг.": ["12700000000 KZT"],
    "Iran paid 12 trillion tomans.": ["120000000000000 IRR"],
}
COUNTRIES = {
    "The D.R. Congo signed a deal.": ["COD"],
    "D.P.R. Korea signed a deal.": ["PRK"],
    "The Sino-Kazakh forum.": ["CHN", "KAZ"],
    "The Franco-Uzbek firm.": ["FRA", "UZB"],
    "Mr Jordan signed it in Baku.": [],
    "India Hicks and Kenya Moore came.": [],
    "S Korea and N Korea signed.": ["KOR", "PRK"],
}
DAYS = {
    "с 12 по 14 марта 2024 года": ["2024-03-12", "2024-03-14"],
    "March 12-14, 2024": ["2024-03-12", "2024-03-14"],
    "12 and 13 March 2024": ["2024-03-12", "2024-03-13"],
    "в январе–мае 2024 года": ["2024-01", "2024-05"],
    "12 мар 2024": ["2024-03-12"],
    "12 сент. 2024": ["2024-09-12"],
    "первого марта 2024 года": ["2024-03-01"],
    "on 4-Sep-2024": ["2024-09-04"],
}
TOLD = {"amount": AMOUNTS, "country": COUNTRIES, "date": DAYS}
PARAGRAPHS = {
    "Loan of &euro;7 million and grant of 5&nbsp;million euros.": ["7000000 EUR", "5000000 EUR"],
    "It will cost $120 mil-\nlion.": ["120000000 USD"],
}
FIELDS = [
    (1710201600000, "en", "2024-03-12"),
    ("2024/03/12", "en", "2024-03-12"),
    ("12.03.24", "ru", "2024-03-12"),
    ("12 мар. 2024", "ru", "2024-03-12"),
    ("12-Mar-24", "en", "2024-03-12"),
    ("12 марта 2024", "en", "2024-03-12"),
    ("2024-03-12 08:00:00 PM", "en", "2024-03-12 20:00"),
    ("0001-01-01", "en", None),
]
PAIR = {"title": ["Cement plant deal signed", "Garment factory opens"], "date": ["2024-03-12", "2024-03-14"]}
NEXIS = (
    f"1 of 2 DOCUMENTS\n\nThe Steppe Courier\n\nMarch 12, 2024 Tuesday\n\n{PAIR['title'][0]}\n\nBYLINE: Anna Karimova"
    f"\n\nLENGTH: 20 words\n\n{EN}\n\nLANGUAGE: ENGLISH\n\n2 of 2 DOCUMENTS\n\nThe Steppe Courier\n\nMarch 14, 2024 "
    f"Thursday\n\n{PAIR['title'][1]}\n\nLENGTH: 20 words\n\n{TWO}\n\nLANGUAGE: ENGLISH\n"
)
FACTIVA = "".join(
    f'<div class="article"><p><b>{title}</b></p><div>20 words</div><div>{day} March 2024</div><div>Steppe Courier</div>'
    f"<p>{text}</p><p>Document STEP{n}</p></div>"
    for n, (title, day, text) in enumerate(zip(PAIR["title"], (12, 14), (EN, TWO), strict=True), 1)
)
LINE = "_" * 60
PROQUEST = (
    f"{LINE}\n\nReport Information from ProQuest\n\n20 March 2024 10:22\n{LINE}\n\nDocument 1 of 2\n\n"
    f"{PAIR['title'][0]}\n\nAuthor: Karimova, Anna\n\nFull text: {EN}\n\nPublication date: Mar 12, 2024\n\n{LINE}\n\n"
    f"Document 2 of 2\n\n{PAIR['title'][1]}\n\nFull text: {TWO}\n\nPublication date: Mar 14, 2024\n"
)
MESSAGE = {
    **{"id": 2, "type": "message", "date": "2024-03-12T08:00:00"},
    "text": ["", {"type": "bold", "text": "Deal signed"}, f"\n\n{EN}"],
}
TELEGRAM = {"name": "Steppe News", "type": "public_channel", "messages": [MESSAGE]}
PAGE = "<!DOCTYPE html><html><head><meta charset='utf-8'><title>Deal</title>{}</head><body><article>{}</article></body>"
UPDATED = "<meta property='og:updated_time' content='2026-01-02T00:00:00Z'>"
MAIL = (
    "Subject: =?utf-8?B?0J/QvtC00L/QuNGB0LDQvdC+INGB0L7Qs9C70LDRiNC10L3QuNC1?=\r\nDate: Tue, 12 Mar 2024 08:00:00 "
    "+0500\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n"
    f"{b64encode(RU.encode()).decode()}\n"
)
WET = (
    "WARC/1.0\r\nWARC-Type: conversion\r\nWARC-Target-URI: https://example.org/1\r\nWARC-Date: 2024-03-12T03:00:00Z\r\n"
    f"Content-Type: text/plain\r\nContent-Length: {len(EN)}\r\n\r\n{EN}\r\n\r\n"
)
RTF = r"{\rtf1\ansi\ansicpg1252\deff0{\fonttbl{\f0 Arial;}}\pard\b Cement plant deal signed\b0\par\par " + EN + r"\par}"
RTF_RU = r"{\rtf1\ansi\ansicpg1251{\fonttbl{\f0\fcharset204 Arial;}}\pard " + "".join(
    chr(byte) if byte < 128 else f"\\'{byte:02x}" for byte in RU.encode("cp1251")
)
MATTER = "headline: A deal is signed\npublished: 2024-03-12\nauthor: Anna Karimova\nsource: Steppe Courier\n"
BOLD = f'date,title,text\n2024-03-12,"Deal "of the century" signed","{EN}"\n'
ROWS = f'date,title,text\n2024-03-12,Deal,"{EN}"\n2024-03-14,Factory,"{TWO}"\n'
MIXED = 'date,title,text\n{},Deal,"' + EN + '"\n03/04/2024,Factory,"' + TWO + '"\n'
GARBLED = RU.encode().decode("koi8-r")
FILES = [
    *(
        ({"a.jsonl": json.dumps({"title": "Deal", "text": text, "language": stated})}, {"language": [code]})
        for text, stated, code in [(EN, "English", "en"), (EN, "en-US", "en"), (EN, "EN", "en"), (RU, "Russian", "ru")]
    ),
    (
        {"a.jsonl": f'{{"text": "{RU}", "language": NaN}}\n{{"text": "{TWO}", "language": "en"}}'},
        {"language": ["ru", "en"]},
    ),
    ({"a.jsonl": json.dumps({"text": EN, "language": ["en"]})}, {"language": ["en"]}),
    ({"Nexis.TXT": NEXIS}, PAIR | {"outlet": ["The Steppe Courier"] * 2, "byline": ["Anna Karimova", None]}),
    ({"Factiva.html": f"<html><head><title>Factiva</title></head><body>{FACTIVA}</body></html>"}, PAIR),
    ({"ProQuest.txt": PROQUEST}, PAIR | {"byline": ["Karimova, Anna", None]}),
    ({"a.rtf": RTF}, {"title": PAIR["title"][:1], "text": [EN]}),
    ({"b.rtf": RTF_RU + r".\par}"}, {"text": [RU + "."], "language": ["ru"]}),
    ({"alert.eml": MAIL}, {"title": ["Подписано соглашение"], "text": [RU], "date": ["2024-03-12"]}),
    ({"cc.warc.wet": WET}, r"cc\.warc\.wet: no reader for \.warc files"),
    (
        {"fragment.html": "<h1>Cement plant deal signed</h1><p>It costs $120 million.</p><p>He said so.</p>"},
        {"title": PAIR["title"][:1], "text": ["It costs $120 million.\n\nHe said so."]},
    ),
    (
        {
            "a.json": json.dumps(
                {"status": "ok", "articles": [{"source": {"name": "Steppe Courier"}, "title": "Deal", "content": EN}]}
            )
        },
        {"text": [EN], "outlet": ["Steppe Courier"]},
    ),
    ({"result.json": json.dumps(TELEGRAM)}, {"text": [f"Deal signed\n\n{EN}"], "outlet": ["Steppe News"]}),
    (
        {"a.json": json.dumps({"maintext": EN, "date_publish": "2024-03-12 08:00:00", "source_domain": "example.org"})},
        {"date": ["2024-03-12"], "outlet": ["example.org"]},
    ),
    (
        {
            "a.jsonl": "\n".join(
                json.dumps({"text": text, name: day})
                for text, name, day in [
                    (EN, "publish_time", "2024-03-12"),
                    (TWO, "datePublished", "2024-03-14"),
                    (RU, "Дата публикации", "15.03.2024"),
                ]
            )
        },
        {"date": ["2024-03-12", "2024-03-14", "2024-03-15"]},
    ),
    (
        {
            "a.json": json.dumps(
                [{"text": EN, "author": {"name": "Anna Karimova"}, "source": {"id": None, "name": "Steppe Courier"}}]
            )
        },
        {"byline": ["Anna Karimova"], "outlet": ["Steppe Courier"]},
    ),
    (
        {"a.json": json.dumps([{"title": ["Deal"], "date": ["2024-03-12"], "body": [EN, TWO]}])},
        {"title": ["Deal"], "date": ["2024-03-12"], "text": [f"{EN}\n\n{TWO}"]},
    ),
    ({"a.jsonl": json.dumps({"text": RU}, ensure_ascii=False).encode("cp1251")}, {"text": [RU]}),
    (
        {"a.md": f"---\n{MATTER}link: https://example.org/1\ntags: [cement]\n---\n{EN}"},
        {
            **{"title": ["A deal is signed"], "date": ["2024-03-12"], "byline": ["Anna Karimova"]},
            **{"outlet": ["Steppe Courier"], "url": ["https://example.org/1"], "meta_tags": [["cement"]]},
        },
    ),
    (
        {"a.csv": f'sep=;\r\nДата;Заголовок;Текст\r\n12.03.2024;Завод;"{RU}"\r\n'},
        {"title": ["Завод"], "text": [RU], "date": ["2024-03-12"]},
    ),
    (
        {"a.csv": f'Export of 20.03.2024\n\ndate,title,text\n2024-03-12,Deal,"{EN}"\n'},
        {"title": ["Deal"], "text": [EN], "date": ["2024-03-12"]},
    ),
    ({"a.csv": BOLD}, {"title": ['Deal "of the century" signed'], "text": [EN]}),
    (
        {"jan.csv": f'id,title,text\n1,Deal,"{EN}"\n', "feb.csv": f'id,title,text\n1,Factory,"{TWO}"\n'},
        {"title": ["Factory", "Deal"], "text": [TWO, EN]},
    ),
    ({"a.txt": ROWS}, {"title": ["Deal", "Factory"], "date": ["2024-03-12", "2024-03-14"]}),
    ({"a.csv": MIXED.format("25/03/2024")}, {"date": ["2024-03-25", "2024-04-03"]}),
    ({"a.csv": MIXED.format("03/25/2024")}, {"date": ["2024-03-25", "2024-03-04"]}),
    *(
        ({"a.txt": RU.encode(encoding)}, {"text": [RU]})
        for encoding in ("koi8-r", "mac-cyrillic", "cp866", "utf-16-le")
    ),
    ({"a.txt": PL.encode("cp1250")}, {"text": [PL]}),
    ({"a.txt": ZH.encode("gb18030")}, {"text": [ZH]}),
    ({"a.txt": GARBLED[:200]}, {"language": ["ru"], "text": [RU[:99].rstrip() + "."]}),
    (
        {"a.jsonl": json.dumps({"title": "Подписано соглашение".encode().decode("latin-1"), "text": RU})},
        {"title": ["Подписано соглашение"]},
    ),
    (
        {"a.html": PAGE.format(UPDATED, f"<h1>Cement plant deal signed</h1><div>5 April 2024</div><p>{EN}</p>")},
        {"date": ["2024-04-05"]},
    ),
    (
        {"a.html": PAGE.format("", f"<h1>Подписано соглашение о заводе</h1><time>5 апреля 2024</time><p>{RU}</p>")},
        {"date": ["2024-04-05"]},
    ),
    (
        {"a.html": PAGE.format("", f"<h1>Cement plant deal signed</h1><div class='date'>04/05/2024</div><p>{EN}</p>")},
        {"date": [None]},
    ),
]
PATTERNS = [
    (
        "The Asian Development Bank approved a loan of ${} million to {} for the rehabilitation of roads. The "
        "agreement was signed in Manila by the bank's vice president and the finance minister. The project will "
        "improve {} km of roads and will be carried out by 2028.",
        (50, "Tajikistan", 110),
        (70, "Kyrgyzstan", 90),
    ),
    (
        "Trade turnover between Uzbekistan and {} for January-{} 2024 amounted to ${} million, the Statistics Agency "
        "said. Exports made up ${} million and imports ${} million. Compared with the same period of 2023, the "
        "turnover grew by {} percent.",
        ("Kazakhstan", "May", "1,820.4", "560.1", "1,260.3", "4.2"),
        ("Kyrgyzstan", "June", "320.7", "160.2", "160.5", "5.1"),
    ),
    ("Tokayev arrives in {} on an official visit to {}", ("Tashkent", "Uzbekistan"), ("Bishkek", "Kyrgyzstan")),
]
SUMS = {
    "Uzbekistan and Kazakhstan will build a cement plant for $15-20 million.": {"project USD": 20_000_000},
    "Trade between Uzbekistan and Kazakhstan rose from $500 million in 2020 to $1.1 billion in 2023.": {
        "trade USD": 1_100_000_000
    },
    "Uzbekistan and Kazakhstan will invest $500 million: $300 million in the first phase and $200 million in the "
    "second.": {"project USD": 500_000_000},
    "Trade between Uzbekistan and Kazakhstan in 2023 totalled $4.4 billion, compared to $4.6 billion in 2022.": {
        "trade USD": 4_400_000_000
    },
    "Узбекистан и Казахстан построят завод за 15–20 млн долларов.": {"project USD": 20_000_000},
}


def write(folder, files):
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return folder


def language_of(text):
    return "en" if text.isascii() or "€" in text else "ru"


@pytest.fixture(scope="module")
def facts():
    texts = [text for table in TOLD.values() for text in table]
    columns = {"title": None, "text": texts, "language": list(map(language_of, texts)), "date": pd.NaT}
    return extract_facts(pd.DataFrame(columns, index=pd.Index(texts, name="doc_id")))


@pytest.mark.parametrize(("kind", "text"), [(kind, text) for kind, table in TOLD.items() for text in table])
def test_a_sentence_tells_these_facts(facts, kind, text):
    assert facts[(facts["doc_id"] == text) & (facts["kind"] == kind)]["value"].tolist() == TOLD[kind][text]


@pytest.mark.parametrize("text", PARAGRAPHS)
def test_a_text_tells_its_sums_once_it_is_read(tmp_path, text):
    facts = extract_facts(load_corpus(write(tmp_path, {"a.jsonl": json.dumps({"text": text})})))
    assert facts[facts["kind"] == "amount"]["value"].tolist() == PARAGRAPHS[text]


@pytest.mark.parametrize(("value", "language", "day"), FIELDS)
def test_a_field_tells_this_date(tmp_path, value, language, day):
    row = {"date": value, "language": language, "text": EN}
    (date,) = load_corpus(write(tmp_path, {"a.jsonl": json.dumps(row)}))["date"]
    assert pd.isna(date) if day is None else date == pd.Timestamp(day)


@pytest.mark.parametrize(("files", "wanted"), FILES, ids=range(len(FILES)))
def test_files_give_these_documents(tmp_path, files, wanted):
    folder = write(tmp_path, files)
    if isinstance(wanted, str):
        with pytest.raises(AnalysisError, match=wanted):
            load_corpus(folder)
        return
    documents = load_corpus(folder)
    for column, cells in wanted.items():
        found = documents[column].dt.strftime("%Y-%m-%d") if column == "date" else documents[column]
        assert found.astype(object).where(found.notna(), None).tolist() == cells


@pytest.mark.parametrize(("pattern", "one", "two"), PATTERNS)
def test_reports_on_one_pattern_are_no_reprints(tmp_path, pattern, one, two):
    documents = load_corpus(write(tmp_path, {"a.txt": pattern.format(*one), "b.txt": pattern.format(*two)}))
    assert documents["duplicate_of"].isna().all()


@pytest.mark.parametrize("text", SUMS)
def test_only_what_may_be_added_is_added(tmp_path, text):
    pairs = Study(write(tmp_path, {"a.txt": text}), progress=False).pairs
    assert pairs[["country_a", "country_b"]].to_numpy().tolist() == [["KAZ", "UZB"]]
    assert {name: float(pairs[name].sum()) for name in pairs.columns[5:] if pairs[name].notna().any()} == SUMS[text]


def test_a_bundle_of_word_gives_its_reports(tmp_path):
    word = pytest.importorskip("docx").Document()
    for line in (
        "User Name: = Analyst",
        "Documents (2)",
        *(f"{n}. {title}" for n, title in enumerate(PAIR["title"], 1)),
    ):
        word.add_paragraph(line)
    for title, day, text in zip(PAIR["title"], ("March 12, 2024", "March 14, 2024"), (EN, TWO), strict=True):
        word.add_heading(title, 1)
        for line in ("The Steppe Courier", day, "Length: 20 words", "Byline: Anna Karimova", "Body", text):
            word.add_paragraph(line)
        word.add_paragraph("Classification")
        word.add_paragraph("End of Document")
    word.save(tmp_path / "Files(2).docx")
    documents = load_corpus(tmp_path)
    assert documents["title"].tolist() == PAIR["title"]
    assert documents["date"].dt.strftime("%Y-%m-%d").tolist() == PAIR["date"]
    assert documents["outlet"].tolist() == ["The Steppe Courier"] * 2
    assert documents["byline"].tolist() == ["Anna Karimova"] * 2


def test_a_book_is_refused_and_none_of_its_parts_read(tmp_path):
    with ZipFile(tmp_path / "digest.epub", "w") as book:
        book.writestr("mimetype", "application/epub+zip")
        book.writestr("META-INF/container.xml", "<?xml version='1.0'?><container/>")
        book.writestr("OEBPS/ch1.xhtml", f"<html><body><h1>Cement</h1><p>{EN}</p></body></html>")
        book.writestr("OEBPS/toc.ncx", "<?xml version='1.0'?><ncx/>")
    with pytest.raises(AnalysisError, match=r"digest\.epub: no reader for \.epub files"):
        load_corpus(tmp_path)


@pytest.mark.parametrize("name", ["a.xlsx", "a.xlsm", "a.xls", "a.ods"])
def test_a_workbook_is_read_under_any_of_its_endings(tmp_path, name):
    pytest.importorskip("openpyxl")
    written = io.BytesIO()
    with pd.ExcelWriter(written, engine="openpyxl") as book:
        for sheet, date, title, text in (("March", 45363, "Deal", EN), ("April", 45385, "Factory", TWO)):
            pd.DataFrame({"date": [date], "title": [title], "text": [text]}).to_excel(
                book, sheet_name=sheet, index=False
            )
    documents = load_corpus(write(tmp_path, {name: written.getvalue()}))
    assert documents["title"].tolist() == ["Deal", "Factory"]
    assert documents["date"].dt.strftime("%Y-%m-%d").tolist() == ["2024-03-12", "2024-04-03"]


def test_an_odd_title_is_mended_and_saved(tmp_path):
    row = {"title": "Deal\u000b signed &amp; sealed", "text": EN}
    documents = load_corpus(write(tmp_path, {"a.jsonl": json.dumps(row)}))
    assert documents["title"].tolist() == ["Deal signed & sealed"]
    save_table(documents, tmp_path / "t.xlsx")
    assert pd.read_excel(tmp_path / "t.xlsx", engine="calamine")["title"].tolist() == ["Deal signed & sealed"]


def test_what_is_passed_over_has_a_row(tmp_path):
    files = {"_posts/deal.md": EN, "_export.csv": "title,text\nA,B", "Readme_cement.txt": TWO, "a.txt": RU}
    documents = load_corpus(write(tmp_path, files))
    skipped = load_log(documents).query("kind == 'skipped'")["file"].tolist()
    assert {*documents["source_file"], *skipped} == {"_posts", "_export.csv", "Readme_cement.txt", "a.txt"}


def test_a_long_cell_is_refused_types_are_told_apart_and_csv_has_its_mark(tmp_path):
    with pytest.raises(ParameterError, match="an Excel cell holds 32,767 characters"):
        save_table(pd.DataFrame({"text": ["a" * 40_000]}), tmp_path / "t.xlsx")
    save_table(pd.DataFrame({"score": [1, "high"]}), tmp_path / "t.parquet")
    assert pd.read_parquet(tmp_path / "t.parquet")["score"].tolist() == ["1", "high"]
    save_table(pd.DataFrame({"title": ["Завод"]}), tmp_path / "t.csv")
    assert (tmp_path / "t.csv").read_bytes().startswith(b"\xef\xbb\xbf")


@pytest.mark.parametrize(
    ("content", "column", "cell"),
    [
        (b"doc_id;column;value\none;parties;UZB\n", "parties", ["UZB"]),
        ("doc_id,column,value,note\none,parties,UZB,проверено\n".encode("cp1251"), "parties", ["UZB"]),
        (b"doc_id,column,value\none,date,04.06.2025\n", "date", "2025-06-04"),
        (b"doc_id,column,value\none,parties,KZT\n", "'KZT' is not accepted in parties", None),
        (b"doc_id,column,value\none,topic,enrgy\n", "'enrgy' is not accepted in topic", None),
    ],
)
def test_corrections_are_read_as_excel_saves_them_and_checked(deals, tmp_path, content, column, cell):
    write(tmp_path, {"c.csv": content})
    if cell is None:
        with pytest.raises(CorrectionError, match=rf"c\.csv, line 2: {column}"):
            apply_corrections(deals, tmp_path / "c.csv")
    else:
        assert apply_corrections(deals, tmp_path / "c.csv").loc[("one", 1), column] == cell


def test_uzbek_words_have_one_form_whatever_the_mark(tmp_path):
    written = ["O‘zbekiston to‘qimachilik", "O'zbekiston to'qimachilik", "Oʻzbekiston toʻqimachilik"]
    rows = [json.dumps({"text": f"{text} sanoati.", "language": "uz"}) for text in written]
    documents = load_corpus(write(tmp_path, {"a.jsonl": "\n".join(rows)}))
    assert sorted(CorpusVectorizer().fit(full_text(documents)).vocabulary_) == [
        "oʻzbekiston",
        "sanoati",
        "toʻqimachilik",
    ]


def test_topics_in_another_form_are_refused_and_an_empty_text_has_none():
    with pytest.raises(LexiconError, match="terms must be text"):
        TopicClassifier({"a": {"terms": ["road"]}}).fit(["road"])
    model = TopicClassifier().fit([EN])
    empty = pd.DataFrame({"title": [None], "text": [""]}, index=pd.Index(["a"], name="doc_id"))
    assert model.predict_topics([""]) == [[]]
    assert label_documents(empty, model).empty


def test_texts_without_a_word_end_in_an_error_of_the_kit():
    documents = pd.DataFrame({"title": [None, None], "text": ["", " - "]}, index=["a", "b"])
    for look in (keyness, mark_groups):
        with pytest.raises(AnalysisError, match=r"not one word \(empty vocabulary.*\)\. Check how they were read"):
            look(documents, ["x", "y"])
