"""The documents table holds what the folder holds, and says what was changed and what was left out."""

import json
import random
import re
import unicodedata
from pathlib import Path
from tempfile import TemporaryDirectory

import pandas as pd
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.corpus.loading import COLUMNS, load_corpus, load_log
from analysis.errors import DuplicateIdError, EmptyCorpusError, EmptyDocumentError, ParameterError, SchemaError
from analysis.facts import extract_facts
from analysis.text.passages import full_text

HERE = Path(__file__).parents[1]
PIECES = ["word ", "Gas Deal", "Word.Next ", "ofcooperation ", "\n", "\n\n", '"', "\xa0", "co\xadop", "Leave a Reply\n"]
PIECES += [
    "A sentence that is long enough to be taken for a paragraph of its own.\n",
    "\u2028",
    "The two sides will raise their mutual trade to\n  5 billion dollars, which the ministry of\nenergy expects.\n",
    "цена ",
    "Ð¢Ð°ÑˆÐºÐµÐ½Ñ‚ ",
]
AUTHORS = {"Osh": ["Anna K", "Bob L"], "Baku": []}
SEEDS, DIRTY = HERE.parent / "seeds", HERE / "data" / "dirty"


@pytest.fixture(scope="module")
def dirty():
    return load_corpus(DIRTY, on_error="skip")


def write(folder, **files):
    """Write each text to ``folder/name.md``."""
    for name, text in files.items():
        (folder / f"{name}.md").write_text(text, encoding="utf-8")
    return folder


def test_load_corpus_reads_every_seed_with_its_front_matter():
    documents = load_corpus(SEEDS)
    assert len(documents) == 143
    assert documents.index.is_unique
    assert tuple(documents.columns) == COLUMNS
    for doc_id, row in documents.iterrows():
        _, head, body = (SEEDS / f"{doc_id}.md").read_text(encoding="utf-8").split("---\n", 2)
        fields = yaml.safe_load(head)
        assert (row["title"], row["outlet"], row["language"]) == (fields["title"], fields["outlet"], fields["language"])
        assert row["text"] == body.strip()
        if fields["date"]:
            assert row["date"].date() == fields["date"]


def test_load_corpus_gives_the_promised_types(tmp_path):
    documents = load_corpus(write(tmp_path, one="A report about gas."))
    assert documents.loc["one", "n_words"] == 4
    assert str(documents["date"].dtype) == "datetime64[s]"
    assert documents.loc["one", ["title", "date", "outlet", "duplicate_of"]].isna().all()


def test_load_corpus_finds_nested_files_and_passes_over_hidden_ones(tmp_path):
    (tmp_path / "2024" / "may").mkdir(parents=True)
    write(tmp_path / "2024" / "may", talks="Talks were held.")
    write(tmp_path, README="Read me.", _notes="Mine.", b="Second text.")
    (tmp_path / ".hidden.md").write_text("Hidden.", encoding="utf-8")
    assert list(load_corpus(tmp_path).index) == ["2024/may/talks", "b"]
    assert list(load_corpus(tmp_path / "b.md").index) == ["b"]


def test_load_corpus_refuses_an_empty_body_and_a_second_id(tmp_path):
    write(tmp_path, a="First.", b="---\ntitle: one\n---\n\n")
    with pytest.raises(EmptyDocumentError, match=r"b\.md: no text in 'b'\. Add the body"):
        load_corpus(tmp_path)
    (tmp_path / "b.md").unlink()
    (tmp_path / "a.txt").write_text("Second.", encoding="utf-8")
    with pytest.raises(DuplicateIdError, match=r"a\.txt: doc_id 'a' is already used by a\.md\. Rename"):
        load_corpus(tmp_path)
    assert load_corpus(tmp_path, on_error="skip").loc["a", "text"] == "First."


def test_load_corpus_refuses_missing_and_empty_folders_and_unknown_options(tmp_path):
    with pytest.raises(EmptyCorpusError, match="no documents here"):
        load_corpus(tmp_path)
    with pytest.raises(EmptyCorpusError, match="no such file or folder"):
        load_corpus(tmp_path / "nowhere")
    with pytest.raises(ParameterError, match=r"\['a.txt'\] is no path. Name one folder, file or glob"):
        load_corpus(["a.txt"])
    with pytest.raises(ParameterError, match="'raise' or 'skip'"):
        load_corpus(tmp_path, on_error="ignore")
    with pytest.raises(ParameterError, match=r"\['spelling'\] are not known\. Choose among mojibake"):
        load_corpus(tmp_path, repairs=["spelling"])
    (tmp_path / "a.txt").write_bytes(b"")
    with pytest.raises(EmptyCorpusError, match="no document could be read"):
        load_corpus(tmp_path, on_error="skip")


def test_the_dirty_sample_comes_out_clean(dirty):
    assert len(dirty) == 12
    assert dirty.loc["tashkent-cables", ["title", "byline", "outlet"]].tolist() == [
        "Cable Plant Near Tashkent Gets A Second Line",
        "Dana Whitfield",
        "Steppe Courier",
    ]
    assert "year early. The second" in dirty.loc["tashkent-cables", "text"]
    assert "Leave a Reply" not in dirty.loc["tashkent-cables", "text"]
    assert str(dirty.loc["bishkek-talks-1251", "date"].date()) == "2025-06-04"
    assert dirty.loc["bishkek-talks-1251", "outlet"] == "Степной курьер"
    assert dirty.loc["page", "url"] == "https://valley-post.example/dam-reopens"
    assert dirty.loc["gas-meters-reprint", "duplicate_of"] == "gas-meters"
    assert dirty["duplicate_of"].notna().sum() == 1
    assert dirty["language"].value_counts().to_dict() == {"en": 9, "ru": 2, "tr": 1}
    assert dirty.loc["export.csv#1", "meta_desk"] == "economy"


def test_the_log_names_what_was_left_out_and_what_was_not_covered(dirty):
    log = load_log(dirty)
    assert log.loc[log["kind"] == "error", "file"].tolist() == ["binary.txt", "bundle.zip", "rows.jsonl.gz"]
    assert log.loc[log["kind"] == "date", "before"].tolist() == ["not known"]
    assert "'ru' (2 documents)" in " ".join(log.loc[log["kind"] == "not covered", "detail"])
    assert log.loc[log["kind"] == "encoding", "detail"].str.split(",").str[0].tolist() == [
        "windows-1254",
        "windows-1251",
        "utf-16",
    ]


def test_replaying_the_log_gives_the_clean_text(dirty):
    raw, log = load_corpus(DIRTY, repairs=(), on_error="skip"), load_log(dirty)
    for doc_id, row in dirty.iterrows():
        text = "" if pd.isna(raw.loc[doc_id, "title"]) else raw.loc[doc_id, "title"]
        own = log[log["detail"] == doc_id]
        titled = own["kind"].eq("title").any()
        text = (
            f"{text}\n\n{raw.loc[doc_id, 'text']}"
            if titled and row["outlet"] != "Valley Post"
            else raw.loc[doc_id, "text"]
        )
        for _, step in own.groupby("kind", sort=False):
            for change in step.iloc[::-1].itertuples():
                end = change.offset + len(change.before)
                assert text[change.offset : end] == change.before or change.kind in ("mojibake", "title")
                text = text[: change.offset] + change.after + text[end:]
        if "mojibake" not in set(own["kind"]) and row["outlet"] != "Valley Post":
            assert text == row["text"]


def test_titles_that_files_give_are_repaired_and_logged(tmp_path):
    rows = [
        {"id": "a", "title": "Подписано соглашение".encode().decode("latin-1"), "text": "Talks were held in Osh."},
        {"id": "b", "title": "Deal\u0007 signed &amp; sealed", "byline": "Dana\xa0Whitfield", "text": "It was late."},
        {"id": "c", "title": "To'qimachilik", "language": "uz", "text": "O'zbekiston to‘qimachilik."},
    ]
    (tmp_path / "a.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    documents = load_corpus(tmp_path)
    assert documents["title"].tolist() == ["Подписано соглашение", "Deal signed & sealed", "Toʻqimachilik"]
    assert documents.loc["b", "byline"] == "Dana Whitfield"
    assert documents.loc["c", "text"] == "Oʻzbekiston toʻqimachilik."
    log = load_log(documents)
    assert log.loc[log["detail"] == "b: title", "kind"].tolist() == ["characters"]
    assert load_corpus(tmp_path, repairs=())["title"].tolist()[::2] == [row["title"] for row in rows[::2]]


def test_reports_with_other_titles_on_one_pattern_are_no_reprints(tmp_path):
    text = "The two sides spoke about trade, transport and water, and agreed to meet again in the autumn of this year."
    rows = [{"id": city, "title": f"Foreign minister holds talks in {city}", "text": text} for city in ("Osh", "Baku")]
    (tmp_path / "a.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    assert load_corpus(tmp_path).loc["Osh", "duplicate_of"] == "Baku"  # the same text
    rows[0]["text"] = text.replace("of this year", "of next year")
    (tmp_path / "a.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    assert load_corpus(tmp_path)["duplicate_of"].isna().all()


def test_letters_that_are_taken_apart_change_no_fact_and_are_logged(tmp_path):
    """As the Mac stores them; the log, replayed on the text as it was read, gives the clean one."""
    briefs = sorted((HERE / "data" / "briefs_ru").glob("*.md"))[:9]
    for form in ("NFC", "NFD"):
        (tmp_path / form).mkdir()
        for path in briefs:
            text = unicodedata.normalize(form, path.read_text(encoding="utf-8"))
            (tmp_path / form / path.name).write_text(text, encoding="utf-8")
    composed, apart = load_corpus(tmp_path / "NFC"), load_corpus(tmp_path / "NFD")
    pd.testing.assert_frame_equal(apart.drop(columns="sha256"), composed.drop(columns="sha256"))
    pd.testing.assert_frame_equal(extract_facts(apart), extract_facts(composed))
    assert "nfc" not in set(load_log(composed)["kind"])
    raw, log = load_corpus(tmp_path / "NFD", repairs=()), load_log(apart).query("kind == 'nfc'")
    assert {*log["detail"]} >= {
        *apart.index,
        *(f"{name}: title" for name in apart.index if "й" in apart["title"][name]),
    }
    for doc_id, text in raw["text"].items():
        for change in log[log["detail"] == doc_id].iloc[::-1].itertuples():
            assert text[change.offset : change.offset + len(change.before)] == change.before
            text = text[: change.offset] + change.after + text[change.offset + len(change.before) :]
        assert text == apart.loc[doc_id, "text"]


def test_several_authors_are_one_byline_and_none_are_none(tmp_path):
    reports = [{"text": f"The plant in {place} has opened.", "authors": names} for place, names in AUTHORS.items()]
    (tmp_path / "a.json").write_text(json.dumps(reports), encoding="utf-8")
    assert load_corpus(tmp_path)["byline"].fillna("").tolist() == ["Anna K; Bob L", ""]


def test_each_repair_can_be_switched_off():
    kinds = load_log(load_corpus(DIRTY, repairs=["boilerplate"], on_error="skip"))["kind"]
    assert set(kinds) <= {"error", "date", "encoding", "boilerplate", "title"}


def test_the_result_does_not_depend_on_the_order_of_the_files(tmp_path, dirty, monkeypatch):
    import os

    walk = os.walk

    def shuffled(top, **options):
        for folder, names, files in walk(top, **options):
            random.Random(3).shuffle(files)
            yield folder, names, files

    monkeypatch.setattr("analysis.corpus.files.os.walk", shuffled)
    again = load_corpus(DIRTY, on_error="skip")
    pd.testing.assert_frame_equal(again, dirty)
    assert again.attrs == dirty.attrs


def test_load_log_survives_a_filter_and_refuses_a_rebuilt_table(dirty):
    assert dirty.sort_values("date").attrs["log"] is dirty.attrs["log"]
    assert len(load_log(dirty[dirty["language"] == "en"])) == len(dirty.attrs["log"])
    with pytest.raises(SchemaError, match="load_corpus gave"):
        load_log(pd.DataFrame({"text": ["a"]}))


def test_full_text_puts_the_title_first_where_there_is_one():
    documents = pd.DataFrame({"title": ["Gas deal", None], "text": ["Body.", "Alone."]}, index=["a", "b"])
    assert full_text(documents).to_dict() == {"a": "Gas deal\n\nBody.", "b": "Alone."}


def join_lines(text, logged):
    """Join the lines of a text at the places that a row of the log names."""
    for start, end in reversed(re.findall(r"(\d+)-(\d+)", logged)):
        assert not text[int(start) : int(end)].strip(" \n")
        text = f"{text[: int(start)]} {text[int(end) :]}"
    return text


@settings(max_examples=25, derandomize=True, deadline=None)
@given(st.lists(st.lists(st.sampled_from(PIECES), min_size=1, max_size=12).map("".join), min_size=1, max_size=6))
def test_nothing_but_logged_changes(texts):
    with TemporaryDirectory() as folder:
        for number, text in enumerate(texts):
            Path(folder, f"{number}.md").write_text(f"---\nlanguage: en\n---\nx{number} {text}", encoding="utf-8")
        documents = load_corpus(folder)
    log = load_log(documents)
    for number, text in enumerate(texts):
        clean = f"x{number} {text}".strip()
        for _, step in log[log["detail"] == str(number)].groupby("kind", sort=False):
            for change in step.iloc[::-1].itertuples():
                end = change.offset + len(change.before)
                if change.kind == "wrapped":
                    clean = join_lines(clean, change.before)
                    continue
                assert clean[change.offset : end] == change.before
                clean = clean[: change.offset] + change.after + clean[end:]
        assert clean == documents.loc[str(number), "text"]


WRAPPED = """
Uzbekistan and Kazakhstan will adopt a program of
strategic partnership, which raises their mutual trade
to 10 billion dollars. The two ministries of energy signed
a memorandum in Osh.

The ten winners:
- Anna of Osh, who has been with us for many years
- Bobur of Khiva
"""


def test_wrapped_paragraphs_become_lines_and_their_facts_go_over_line_ends(tmp_path):
    documents = load_corpus(write(tmp_path, wrapped=WRAPPED))
    first, *others = documents.loc["wrapped", "text"].splitlines()
    assert first.endswith(
        "raises their mutual trade to 10 billion dollars. The two ministries of energy signed a memorandum in Osh."
    )
    assert others == ["", *WRAPPED.splitlines()[6:]]
    facts = extract_facts(documents)
    assert facts.loc[facts["kind"] == "amount", ["value", "role"]].to_numpy().tolist() == [
        ["10000000000 USD", "target"]
    ]
    log = load_log(documents)
    assert log.loc[log["kind"] == "wrapped", ["offset", "before", "after"]].to_numpy().tolist() == [
        [49, "line ends at 49-50, 104-105, 163-164", "spaces"]
    ]
    kept = load_corpus(tmp_path, repairs=[])
    assert kept.loc["wrapped", "text"] == WRAPPED.strip()
    assert join_lines(WRAPPED.strip(), log["before"].iloc[-1]) == documents.loc["wrapped", "text"]


LISTED = """
The two sides signed in Osh:
memorandum on water of the two ministries of energy
loan agreement of 50 million dollars with the Asian Development Bank for roads
contract of 30 million dollars
It was Monday."""
GEORGIAN = """
საქართველო და თურქეთი ხელს მოაწერენ ახალ ხელშეკრულებას
მინისტრები შეხვდნენ ბათუმში და ისაუბრეს ვაჭრობაზე და
გაზზე მომავალი წლის განმავლობაში და ენერგეტიკაზე"""
CHINESE = """
哈萨克斯坦和乌兹别克斯坦的部长们在塔什干签署了关于能源合作的协议并将在年内完成天然气管道
的建设工作两国总统出席了签字仪式并且在仪式之后举行了会谈讨论了两国之间的贸易问题
以及其他问题"""


@pytest.mark.parametrize("text", [LISTED.strip(), GEORGIAN.strip(), CHINESE.strip()])
def test_lines_of_lists_and_of_scripts_without_capitals_stay(tmp_path, text):
    documents = load_corpus(write(tmp_path, a=f"{text}\n"))
    assert documents["text"].tolist() == [text]


def test_the_log_names_the_whole_file_whatever_is_in_its_name(tmp_path):
    (tmp_path / "Report, line by line.txt").write_text("")
    (tmp_path / "c, d.jsonl").write_text('{"text": "One."}\n{"text": \n')
    (tmp_path / "e, f.csv").write_text("day,words\n1,2\n")
    (tmp_path / "g.txt").write_text("One.")
    log = load_log(load_corpus(tmp_path, on_error="skip"))
    assert set(log.loc[log["kind"] == "error", "file"]) == {"Report, line by line.txt", "c, d.jsonl", "e, f.csv"}


def test_the_address_above_a_page_is_its_url_and_leaves_a_row_in_the_log(tmp_path):
    body = "OSH, June 4, 2025. The two countries agreed on a loan of $5 million for trams in the town of Osh."
    url = "https://en.courier.kg/economy/trams-of-osh-and-the-south"
    documents = load_corpus(write(tmp_path, one=f"{url}\n date 2025-06-04 {body}\n\nThe trams are built in Almaty."))
    row, log = documents.loc["one"], load_log(documents)
    assert (row["url"], str(row["date"].date())) == (url, "2025-06-04")
    assert row["text"].startswith("date 2025-06-04 OSH")
    assert log.loc[log["kind"] == "boilerplate", "before"].str.strip().tolist() == [url]


def test_the_address_above_a_page_gives_way_to_what_the_file_and_the_report_say(tmp_path):
    text = "www.courier.kg/trams\nThe trams of the town of Osh were opened on Monday morning, Steppe Post reports."
    (tmp_path / "one.json").write_text(json.dumps({"url": "https://post.kz/1", "text": text}), encoding="utf-8")
    row = load_corpus(tmp_path).iloc[0]
    assert (row["url"], row["outlet"]) == ("https://post.kz/1", "Steppe Post")
