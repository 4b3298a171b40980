"""Topics of one's own, however they are written, and the sectors as the lists have them."""

import pandas as pd
import pytest

from analysis.errors import LexiconError
from analysis.lists.loading import load_list
from analysis.topics.table import as_topics, load_sectors, tell_language
from analysis.topics.terms import parse_term


def test_each_term_of_the_sectors_speaks_for_or_against_its_topic_with_its_weight():
    sectors, told = load_sectors(None), load_list("sector_terms")
    weights = {(topic, *parse_term(term)): 1 for topic in sectors.index for term in sectors["terms"][topic]}
    weights |= {(topic, *parse_term(term)): -1 for topic in sectors.index for term in sectors["not_terms"][topic]}
    wanted = zip(told["topic"], told["term"], told["language"], pd.to_numeric(told["weight"]), strict=True)
    marks = {language: f"@{language}" for language in set(told["language"]) - {"en", "ru"}}
    assert weights == {
        (topic, *parse_term(f"{term}{marks.get(language, '')}^{abs(weight):g}")): 1 if weight >= 0 else -1
        for topic, term, language, weight in wanted
    }


def test_the_sectors_have_terms_of_the_languages_asked_for_only():
    told = load_list("sector_terms", ("en",))
    for_and_against = load_sectors(("en",))[["terms", "not_terms"]].map(len).to_numpy().sum()
    assert for_and_against == len(told)
    assert load_sectors("en").equals(load_sectors(("en",)))
    assert not any("@" in term for terms in load_sectors()["terms"] for term in terms)
    assert list(load_sectors().columns) == "label definition terms not_terms isic4 isic5 iptc".split()


@pytest.mark.parametrize("terms", ["road; rail ,port", ["road", " rail", "port", " "], ("road", "rail", "port")])
def test_terms_are_a_list_or_one_text(terms):
    assert as_topics({"transport": terms})["terms"]["transport"] == ["road", "rail", "port"]


def test_a_topic_is_labelled_by_its_name_unless_it_has_a_label():
    table = pd.DataFrame({"topic": ["sea_ports", "b"], "label": [None, "Bees"], "terms": [float("nan"), "bee"]})
    topics = as_topics(table)
    assert topics["label"].to_dict() == {"sea_ports": "sea ports", "b": "Bees"}
    assert topics["terms"].tolist() == [[], ["bee"]]
    assert as_topics(table.set_index("topic")).equals(topics)


def test_columns_that_are_not_used_are_logged():
    log = as_topics(pd.DataFrame({"topic": ["a"], "terms": ["x"], "colour": ["red"]})).attrs["log"]
    assert [(row["file"], row["kind"], row["detail"]) for row in log] == [("topics", "unused", "colour")]


@pytest.mark.parametrize(
    ("names", "message"), [(["a", ""], "row {}: the topic has no name"), (["a", "a"], "row {}: .*in row {}")]
)
def test_a_bad_row_is_named_as_a_spreadsheet_counts_it(tmp_path, names, message):
    path = tmp_path / "topics.csv"
    path.write_text("\n".join(["topic,terms", *(f"{name},x" for name in names)]), encoding="utf-8")
    with pytest.raises(LexiconError, match=r"topics\.csv, " + message.format(3, 2)):
        as_topics(path)
    with pytest.raises(LexiconError, match="topics, " + message.format(2, 1)):
        as_topics(pd.DataFrame({"topic": names, "terms": "x"}))


@pytest.mark.parametrize("topics", [{}, pd.DataFrame({"topic": []})])
def test_no_topics_are_refused(topics):
    with pytest.raises(LexiconError, match="topics: no topics. Give at least one row with a name"):
        as_topics(topics)


def test_a_table_without_names_is_refused():
    with pytest.raises(LexiconError, match="topics: no column topic; there are name, terms"):
        as_topics(pd.DataFrame({"name": ["a"], "terms": ["x"]}))


def test_rows_of_one_term_each_are_refused():
    with pytest.raises(LexiconError, match="topics: no column terms, .* Give each topic one row, with its terms in"):
        as_topics(pd.DataFrame({"topic": ["road", "money"], "term": ["rail", "bank"]}))


@pytest.mark.parametrize(
    ("text", "language"),
    [
        *(("", ""), ("Xyzzy", ""), ("the the үшін", ""), ("the үшін үшін мен", "kk")),
        ("Şirket ve banka bir protokol imzaladı.", "tr"),  # və in Azerbaijani
    ],
)
def test_the_language_of_most_stop_words_counts(text, language):
    assert tell_language(text) == language
