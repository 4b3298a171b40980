"""One call from a folder to every table, and back from the results."""

import json
import re
from datetime import date, datetime

import pandas as pd
import pytest

from analysis import Study, open_study
from analysis.errors import CorpusError, LexiconError, ParameterError, SaveError
from tests.conftest import write_reports

REPORTS = {
    "loan": (
        "Kazakhstan lends Uzbekistan $50 million for a solar plant",
        "date: 2024-05-01",
        "Kazakhstan and Uzbekistan signed a loan agreement of $50 million for a solar power plant in Samarkand.",
    ),
    "visit": (
        "Разговор",
        "date: 2024-06-01",
        "Узбекистан и Таджикистан провели переговоры о торговле хлопком в Душанбе.",
    ),
    "talks": (
        "Kyrgyz and Tajik ministers meet",
        "date:",
        "Kyrgyzstan and Tajikistan held talks on tourism in Bishkek.",
    ),
}
TABLES = ("documents", "labels", "facts", "deals", "ledger", "pairs", "log")


@pytest.fixture(scope="module")
def study(tmp_path_factory):
    return Study(write_reports(tmp_path_factory.mktemp("study") / "reports", **REPORTS), progress=False)


def test_a_table_is_made_when_it_is_asked_for_and_kept(study):
    assert repr(Study(study.folder)).endswith("nothing read yet)")
    assert study.ledger is study.ledger
    assert "documents (3)" in repr(study)


def test_three_lines_lead_to_a_filtered_ledger_and_its_evidence(study):
    found = study.between("Kazakhstan", "UZB", topic="Power", since="2024", until="2024-05")
    assert found["parties"].tolist() == [["KAZ", "UZB"]]
    evidence = study.evidence(found.index[0])
    assert "[$50 million | amount 50000000 USD finance" in repr(evidence)
    assert "deal done" in repr(evidence)


def test_names_of_countries_in_any_language_are_codes(study):
    assert len(study.between("Узбекистан", "tajikistan")) == len(study.between("UZB", "TJK")) == 1


@pytest.mark.parametrize(
    ("limits", "wanted"),
    [
        ({}, 1),
        ({"since": "2024-05-02"}, 0),
        ({"until": "2024"}, 1),
        ({"until": "2024-04"}, 0),
        ({"since": 2024, "until": 2024}, 1),
        ({"since": date(2024, 5, 1), "until": datetime(2024, 5, 1, 12)}, 1),
        ({"topic": "health"}, 0),
        ({"topic": ["Health", "POWER"]}, 1),
        ({"topic": ("health", "tourism")}, 0),
        ({"since": "2024-05-01", "until": 2024}, 1),
        ({"since": "2024-05", "until": "2024-05-31"}, 1),
    ],
)
def test_between_keeps_what_was_asked_for(study, limits, wanted):
    assert len(study.between("KAZ", "UZB", **limits)) == wanted


def test_an_undated_event_is_left_out_where_dates_are_asked_for(study):
    assert len(study.between("KGZ", "TJK")) == 1
    assert study.between("KGZ", "TJK", until="2030").empty


def test_what_is_not_known_is_refused(study):
    with pytest.raises(ParameterError, match="no country 'Ruritania' in the list. Write a name or a code"):
        study.between("Ruritania", "UZB")
    with pytest.raises(ParameterError, match="no country None in the list. Write a name or a code"):
        study.between(None, "UZB")
    with pytest.raises(ParameterError, match=r"no topic 'xyz'. Topics are: Agriculture and food \(agriculture_food\),"):
        study.between("KAZ", "UZB", topic="xyz")
    with pytest.raises(ParameterError, match=r"no topic 'Powr'. The nearest is 'Power'. Topics are: .*Power \(power\)"):
        study.between("KAZ", "UZB", topic=["tourism", "Powr"])
    with pytest.raises(ParameterError, match="no event, deal or report 'gone'. Pick one of the ledger's index"):
        study.evidence("gone")


@pytest.mark.parametrize("until", [2023, "2024-04", "2024-04-30"])
def test_a_last_day_before_the_first_is_refused(study, until):
    with pytest.raises(ParameterError, match=f"until='{until}' is before since='2024-05'. Write the earlier one"):
        study.between("KAZ", "UZB", since="2024-05", until=until)


def test_one_country_is_no_pair(study):
    with pytest.raises(ParameterError, match="'UZB' and 'Узбекистан' are one country. Name two"):
        study.between("UZB", "Узбекистан")


def test_a_missing_folder_of_lists_is_named_by_its_argument(study):
    with pytest.raises(LexiconError, match="^lists='nolists': there is no such folder. Name one with lists, or none"):
        _ = Study(study.folder, lists="nolists", progress=False).documents


def test_a_report_shows_its_own_evidence(study):
    assert study.evidence("talks").doc_id == "talks"


def test_what_is_saved_is_read_back(study, tmp_path):
    study.save(tmp_path / "results")
    again = Study.load(tmp_path / "results")
    for name in TABLES:
        pd.testing.assert_frame_equal(getattr(again, name), getattr(study, name), check_dtype=name != "labels")
    assert again.between("KAZ", "UZB", topic="Power").index.equals(study.between("KAZ", "UZB").index)


def test_a_workbook_holds_events_deals_pairs_sums_and_the_log(study, tmp_path):
    study.save(tmp_path)
    sheets = pd.read_excel(tmp_path / "ledger.xlsx", sheet_name=None, engine="calamine")
    assert list(sheets) == ["events", "deals", "pairs", "amounts", "sums", "log"]
    assert sheets["sums"]["total"].tolist() == [50_000_000]
    assert sheets["amounts"][["event", "role", "currency", "sum", "counts"]].to_numpy().tolist() == [
        ["loan#1", "finance", "USD", 50_000_000, True]
    ]
    assert sheets["events"]["parties_name"][0] == "Kazakhstan; Uzbekistan"
    assert sheets["pairs"]["country_a_name"][0] == "Kazakhstan"
    assert {"topic_name", "instruments_name"} <= set(sheets["deals"])
    assert (tmp_path / "ledger.csv").read_bytes().startswith(b"\xef\xbb\xbf")


def test_results_are_equal_to_the_byte_and_name_what_made_them(study, tmp_path):
    for name in ("one", "two"):
        Study(study.folder, progress=False).save(tmp_path / name)
    files = sorted(path.name for path in (tmp_path / "one").iterdir())
    assert [(tmp_path / "one" / name).read_bytes() for name in files] == [
        (tmp_path / "two" / name).read_bytes() for name in files
    ]
    made_by = json.loads((tmp_path / "one" / "provenance.json").read_text())
    assert set(made_by) == {"versions", "reports", "corpus", "lists", "model", "options"}
    assert made_by["reports"] == 3


def test_what_made_the_results_names_no_place_of_the_machine(study, tmp_path, monkeypatch):
    own = {"energy": ["solar", "gas"], "leisure": ["tourism"]}
    Study(study.folder, own, progress=False).save(tmp_path / "whole")
    monkeypatch.chdir(study.folder.parent)
    table = pd.DataFrame(own.items(), columns=["topic", "terms"])
    Study(study.folder.name, table, progress=False).save(tmp_path / "name")
    told = [(tmp_path / name / "provenance.json").read_bytes() for name in ("whole", "name")]
    assert told[0] == told[1]
    options = json.loads(told[0])["options"]
    assert (options["folder"], options["topics"]) == ("reports", own)
    assert Study.load(tmp_path / "whole").options == options


def test_a_folder_without_a_saved_study_is_refused(tmp_path):
    with pytest.raises(CorpusError, match="there is no saved study. Name a folder that Study.save wrote"):
        Study.load(tmp_path)


def test_added_reports_join_without_reading_the_others_again(study, tmp_path):
    study.save(tmp_path / "results")
    again = REPORTS["loan"][2].replace("signed", "have signed")
    more = write_reports(
        tmp_path / "more", works=("Samarkand solar plant gets its $50 million loan", "date: 2024-05-02", again)
    )
    both = Study.load(tmp_path / "results").add(more)
    assert both.documents.index.tolist() == [*study.documents.index, "works"]
    assert both.deals["event"]["works", 1] == both.deals["event"]["loan", 1]
    with pytest.raises(CorpusError, match="doc_id 'works' is in the study already"):
        both.add(more)


def test_corrections_and_topics_of_ones_own_are_used(study, tmp_path):
    (tmp_path / "c.csv").write_text("event,column,value\nloan#1,status,planned\n")
    own = Study(
        study.folder,
        topics={"energy": ["solar"], "leisure": ["tourism"]},
        corrections=tmp_path / "c.csv",
        progress=False,
    )
    assert own.deals["status"]["loan", 1] == "planned"
    assert set(own.labels.index.get_level_values("topic")) <= {"energy", "leisure"}
    assert "corrected" in own.log["kind"].tolist()


def test_lists_of_another_region_are_read_in_the_study_alone(study, tmp_path, monkeypatch):
    monkeypatch.delenv("SILK_LEDGER_LISTS", raising=False)
    (tmp_path / "lists").mkdir()
    rows = "alpha3,form,kind,language,source\nSRB,Kazakhstan,name,en,test\n"
    (tmp_path / "lists" / "countries.csv").write_text(rows)
    own = Study(study.folder, lists=tmp_path / "lists", progress=False)
    assert "SRB" in own.facts["value"].tolist()
    assert "KAZ" in study.facts["value"].tolist()


def test_a_bar_shows_each_long_step(study, capsys):
    assert len(Study(study.folder).documents) == 3
    assert "reading" in capsys.readouterr().err


def test_a_bar_is_gone_when_its_step_is_done(study, capsys):
    assert len(Study(study.folder).ledger)
    told = capsys.readouterr().err
    assert ("\n" in told, told.split("\r")[-2].strip(), told.split("\r")[-1]) == (False, "", "")


def test_pages_open_the_study_of_the_run_or_else_read_the_folder(study, tmp_path, monkeypatch):
    study.save(tmp_path / "results")
    monkeypatch.setenv("SILK_LEDGER_STUDY", str(tmp_path / "results"))
    assert "documents (3)" in repr(open_study())
    monkeypatch.delenv("SILK_LEDGER_STUDY")
    monkeypatch.setenv("SILK_LEDGER_CORPUS", str(study.folder))
    assert repr(open_study()).endswith("nothing read yet)")
    assert len(open_study().documents) == 3


def test_reports_are_added_to_a_study_with_corrections(study, tmp_path):
    (tmp_path / "c.csv").write_text("event,column,value\ntalks#1,drop,\nloan#1,status,\n")
    more = write_reports(
        tmp_path / "more",
        other=(
            "Gas memorandum",
            "date: 2024-07-01",
            "Uzbekistan and Turkmenistan signed a memorandum on gas in Ashgabat.",
        ),
    )
    both = Study(study.folder, corrections=tmp_path / "c.csv", progress=False).add(more)
    assert both.deals.index.get_level_values("doc_id").unique().tolist() == ["loan", "visit", "other"]


@pytest.mark.parametrize("day", ["01.06.2024", "2024-13", "2024-06-32", 24])
def test_days_written_otherwise_are_refused(study, day):
    with pytest.raises(ParameterError, match=f"'{day}' is no day. Write it as 2024-05-01, 2024-05 or 2024"):
        study.between("KAZ", "UZB", since=day)


def test_a_damaged_study_is_named(study, tmp_path):
    study.save(tmp_path / "results")
    (tmp_path / "results" / "provenance.json").write_text("{")
    with pytest.raises(CorpusError, match="results: cannot be read"):
        Study.load(tmp_path / "results")


@pytest.mark.parametrize("text", ["{}", "[]", '{"options": 1}', '{"options": {"colour": "red"}}'])
def test_a_study_without_its_options_is_refused(tmp_path, text):
    (tmp_path / "provenance.json").write_text(text)
    with pytest.raises(CorpusError, match=r"provenance.json does not say how the study was made. Save it again."):
        Study.load(tmp_path)


def test_results_go_into_no_file(study, tmp_path):
    (tmp_path / "results").write_text("mine")
    with pytest.raises(SaveError, match="results: cannot be made .* Name another folder"):
        study.save(tmp_path / "results")


def test_results_are_not_saved_among_the_reports(tmp_path, monkeypatch):
    (tmp_path / "reports" / "2024").mkdir(parents=True)
    (tmp_path / "reports" / "2024" / "one.txt").write_text("Kazakhstan and Uzbekistan signed an agreement on trade.")
    monkeypatch.chdir(tmp_path)
    for folder in ("reports", tmp_path / "reports" / "2024", "reports/../reports"):
        with pytest.raises(SaveError, match="holds reports, and results would be read as such. Name a folder"):
            Study("reports", progress=False).save(folder)
    Study("reports", progress=False).save("reports/results")
    assert [path.name for path in (tmp_path / "reports" / "2024").iterdir()] == ["one.txt"]
    assert len(Study("reports", progress=False).documents) == 1


def test_results_saved_in_the_folder_of_the_reports_are_not_read_as_reports(tmp_path):
    (tmp_path / "one.txt").write_text("Kazakhstan and Uzbekistan signed an agreement on trade in Tashkent on Monday.")
    Study(tmp_path, progress=False).save(tmp_path / "results")
    again = Study(tmp_path, progress=False)
    assert again.documents.index.tolist() == ["one"]
    assert again.log.query("file == 'results'")["detail"].tolist() == ["results of the kit"]


def test_a_notebook_shows_names_whole_titles_and_no_mathematics(tmp_path):
    text = (
        "Kazakhstan and Uzbekistan signed a joint venture of $50 million and a loan of $20 million. " + "Rain. " * 200
    )
    own = Study(write_reports(tmp_path / "r", one=("A venture & a loan", "date: 2024-05-01", text)), progress=False)
    shown = own.between("Kazakhstan", "UZB")._repr_html_()
    assert 'class="tex2jax_ignore mathjax_ignore"' in shown
    assert "Kazakhstan, Uzbekistan" in shown
    assert "joint venture" in shown
    assert "50,000,000 USD" in shown
    assert "A venture &amp; a loan" in shown
    assert not re.search("KAZ|joint_venture|NaN", shown)
    assert re.search("(Rain. )+[Rain. ]*…<", own.documents._repr_html_())
    odd = own.ledger[own.ledger["status"] == "done"].assign(n=float("inf"))
    assert type(odd) is type(own.ledger)
    assert "Uzbekistan" in own.ledger.head(1)._repr_html_()
    assert "inf" in odd._repr_html_()


def test_a_notebook_shows_the_names_of_the_studys_own_topics_and_countries(tmp_path):
    text = "Kazakhstan and Uzbekistan signed a loan of $20 million for a power plant."
    topics = pd.DataFrame({"label": ["Political power"], "terms": [["plant"]]}, pd.Index(["power"], name="topic"))
    own = Study(write_reports(tmp_path / "r", one=("Plant", "date: 2024", text)), topics=topics, progress=False)
    assert "Political power" in own.ledger._repr_html_()


def test_results_are_not_saved_over_a_table_that_holds_the_reports(tmp_path):
    path = tmp_path / "documents.csv"
    path.write_text("id,title,text\na,Loan,Kazakhstan and Uzbekistan signed a loan.\n", encoding="utf-8")
    with pytest.raises(SaveError, match="holds reports"):
        Study(path, progress=False).save(tmp_path)
