"""Labels of a corpus are those of its texts one by one, and the reasons are marked where they stand."""

import pandas as pd
import pytest

from analysis.errors import ParameterError, ReadError, SchemaError
from analysis.topics import reasons
from analysis.topics.classifier import TopicClassifier
from analysis.topics.reasons import label_documents, list_label_changes, mark_reasons

MODEL = TopicClassifier({"sport": "tennis, football", "money": "bank, loan"}).fit(["tennis", "a bank"])
TEXTS = ["Tennis, tennis and a bank. Football.", "Rain.", "A loan.", "Football", "A bank and tennis."]


def documents(texts):
    return pd.DataFrame({"title": None, "text": texts}, index=[f"d{n}" for n in range(len(texts))]).rename_axis(
        "doc_id"
    )


@pytest.mark.parametrize("block", [1, 2, 5, 256])
def test_labels_do_not_depend_on_how_many_texts_are_read_at_a_time(monkeypatch, block):
    monkeypatch.setattr(reasons, "BLOCK", block)
    labels = label_documents(documents(TEXTS), MODEL).reset_index()
    wanted = [
        (f"d{n}", name, rank)
        for n, found in enumerate(MODEL.predict_topics(TEXTS))
        for rank, name in enumerate(found, 1)
    ]
    assert list(labels[["doc_id", "topic", "rank"]].itertuples(index=False, name=None)) == wanted
    chances = MODEL.predict_proba(TEXTS)
    classes = list(MODEL.classes_)
    assert labels["score"].tolist() == [chances[int(name[1:]), classes.index(topic)] for name, topic, _ in wanted]


def test_topics_are_ranked_by_their_score():
    labels = label_documents(documents(["Tennis. Tennis. Tennis. A bank. A bank."]), MODEL)
    assert labels.index.get_level_values("topic").tolist() == ["sport", "money"]
    assert labels["rank"].tolist() == [1, 2]
    assert labels["score"].is_monotonic_decreasing


def test_evidence_is_eight_terms_at_the_most_by_weight_then_by_alphabet():
    names = [f"term{letter}" for letter in "jihgfedcba"]
    model = TopicClassifier({"a": names, "b": ["other"]}).fit(["other"])
    labels = label_documents(documents([" ".join(names), f"{' '.join(names)}. {names[0]}"]), model)
    assert labels.loc[("d0", "a"), "evidence"] == sorted(names)[:8]
    assert labels.loc[("d1", "a"), "evidence"] == ["termj", *sorted(names)[:7]]


def test_evidence_leaves_out_what_weighs_less_than_a_tenth():
    model = TopicClassifier({"a": "strong, weak^0.05, fair^0.2"}).fit(["other"])
    assert label_documents(documents(["Strong, weak and fair."]), model)["evidence"].iloc[0] == ["strong", "fair"]


def test_a_document_that_fails_is_named_or_logged_and_the_others_keep_their_labels(monkeypatch):
    whole = label_documents(documents(TEXTS), MODEL)
    label = TopicClassifier._label

    def fail(model, texts):
        if any("loan" in text for text in texts):
            raise ValueError("no")
        return label(model, texts)

    monkeypatch.setattr(TopicClassifier, "_label", fail)
    labels = label_documents(documents(TEXTS), MODEL, on_error="skip")
    pd.testing.assert_frame_equal(labels, whole.drop("d2"), check_like=False)
    assert [(row["file"], row["kind"]) for row in labels.attrs["log"]] == [("d2", "error")]
    with pytest.raises(ReadError, match="d2: "):
        label_documents(documents(TEXTS), MODEL)
    with pytest.raises(ParameterError, match="on_error='never'"):
        label_documents(documents(TEXTS), MODEL, on_error="never")


def test_a_phrase_is_marked_rather_than_the_learned_words_in_it():
    texts = ["An open final.", "The open final.", "A cheque.", "The cheque."] * 4
    model = TopicClassifier({"sport": "open final^0.02", "money": "bank"}).fit(
        texts, ["sport", "sport", "money", "money"] * 4
    )
    shown = mark_reasons("An open final, the final", model, "sport")
    assert [words for _, words, marks in shown.pieces if marks] == ["An", "open final", "the", "final"]
    assert "".join(words for _, words, _ in shown.pieces) == "An open final, the final"


def test_reasons_that_touch_are_both_marked():
    model = TopicClassifier({"a": "ab"}).fit(["other"])
    assert [words for _, words, marks in mark_reasons("ab-ab", model).pieces if marks] == ["ab", "ab"]


def test_the_best_topic_is_marked_unless_another_is_asked_for():
    assert "marked for money" in repr(mark_reasons("A bank, a loan, tennis.", MODEL).pieces)
    assert [m for *_, m in mark_reasons("A bank, tennis", MODEL, "sport").pieces if m] == ["sport +0.25"]


@pytest.mark.parametrize("text", ["", "Rain.", "Der Zug nach Wien."])
def test_no_topic_is_named_where_nothing_speaks_for_one(text):
    shown = mark_reasons(text, MODEL)
    assert shown.doc_id == ""
    assert shown.pieces == [("text, in which nothing speaks for a topic", text, "")]


def labelled(**documents):
    """A table of labels: for each document its topics, the primary one first."""
    rows = [
        (name, topic, rank, [f"{topic}!"]) for name, topics in documents.items() for rank, topic in enumerate(topics, 1)
    ]
    return pd.DataFrame(rows, columns=["doc_id", "topic", "rank", "evidence"]).set_index(["doc_id", "topic"])


def test_labels_that_moved_are_those_won_lost_or_primary_in_one_table_alone():
    before = labelled(a=["power", "water", "health"], b=["power"], c=["water"])
    after = labelled(a=["water", "power", "health"], b=["power", "water"])
    moved = list_label_changes(before, after)
    ranks = moved.astype({"before": float, "after": float}).fillna(0).reset_index()
    assert [tuple(row) for row in ranks[["doc_id", "topic", "before", "after"]].to_numpy()] == [
        ("a", "power", 1, 2),
        ("a", "water", 2, 1),
        ("b", "water", 0, 2),
        ("c", "water", 1, 0),
    ]
    assert moved["evidence"].tolist() == [["power!"], ["water!"], ["water!"], ["water!"]]


def test_labels_that_change_rank_behind_the_primary_one_have_not_moved():
    assert list_label_changes(labelled(a=["power", "water", "health"]), labelled(a=["power", "health", "water"])).empty


def test_no_label_moves_between_equal_or_empty_tables():
    table = labelled(a=["power"])
    assert list_label_changes(table, table).empty
    assert list_label_changes(table[:0], table[:0]).empty
    assert list_label_changes(table[:0], table)["before"].isna().all()


def test_a_table_without_ranks_is_refused_by_its_name():
    table = labelled(a=["power"])
    with pytest.raises(SchemaError, match="after.*rank"):
        list_label_changes(table, table.drop(columns="rank"))


@pytest.mark.parametrize("spoil", [pd.DataFrame.reset_index, lambda table: pd.concat([table, table])])
def test_a_table_without_its_index_or_with_a_row_twice_is_refused(spoil):
    table = labelled(a=["power"])
    with pytest.raises(ParameterError, match="before"):
        list_label_changes(spoil(table), table)
