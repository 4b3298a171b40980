"""The audit counts each value once, sides with either annotator, and names every error."""

import pandas as pd
import pytest

from analysis.errors import ParameterError, SchemaError
from analysis.evaluate.annotations import COLUMNS
from analysis.evaluate.audit import found_values, list_errors, score_ledger

USD = {"value": 5, "currency": "USD", "role": "project"}


def annotation(annotator, **fields):
    return {name: [] for name in COLUMNS} | {"doc_id": "a", "annotator": annotator} | fields


@pytest.fixture
def case():
    """One report: annotators share Kazakhstan and the sum; one also has Uzbekistan; China and Almaty are ours alone."""
    first = annotation(1, sectors=["power"], countries=["KAZ", "UZB"], amounts=[USD], places=["Astana"])
    second = annotation(2, sectors=["finance"], countries=["KAZ"], amounts=[USD], places=["Astana"])
    labels = pd.DataFrame({"doc_id": ["a"], "topic": ["finance"], "score": [0.9], "rank": [1], "evidence": [["bank"]]})
    facts = pd.DataFrame(
        [
            ("a", "country", "KAZ", "text", "Kazakhstan", "party"),
            ("a", "country", "CHN", "title", "Chinese", "party"),
            ("a", "country", "RUS", "text", "Russia", "mention"),
            ("a", "amount", "5 USD", "text", "$5", "trade"),
            ("a", "place", "Almaty", "text", "Almaty", None),
            ("a", "place", "Astana", "title", "Astana", None),
        ],
        columns=["doc_id", "kind", "value", "field", "text", "role"],
    )
    return pd.DataFrame([first, second]), labels.set_index(["doc_id", "topic"]), facts


def test_only_parties_and_words_of_the_body_are_compared(case):
    _, labels, facts = case
    assert found_values(labels, facts, "countries")["a"] == {"KAZ", "CHN"}
    assert found_values(labels, facts, "places")["a"] == {"Almaty"}
    assert found_values(labels, facts, "amounts", roles=True)["a"] == {"5 USD trade"}


def test_scores_are_those_worked_out_by_hand(case):
    scores = score_ledger(*case)
    assert scores.loc["parties", ["precision", "recall"]].tolist() == [0.5, 1.0]
    assert scores.loc["amounts", "f1"] == 1.0
    assert scores.loc["amounts with role", "f1"] == 0.0
    assert scores.loc["places", "f1"] == 0.0


def test_either_annotator_is_right_about_the_primary_sector(case):
    annotations, labels, facts = case
    assert score_ledger(annotations, labels, facts).loc["primary sector", "f1"] == 1.0
    other = labels.rename(index={"finance": "tourism"}, level="topic")
    assert score_ledger(annotations, other, facts).loc["primary sector", "f1"] == 0.0


def test_every_error_is_named(case):
    errors = list_errors(*case)
    listed = {tuple(row) for row in errors[["field", "error", "value"]].itertuples(index=False)}
    assert ("parties", "wrong", "CHN") in listed
    assert ("places", "missed", "Astana") in listed
    assert ("parties", "wrong", "UZB") not in listed
    assert len(errors) == 4


def test_a_value_that_is_wrong_counts_once(case):
    annotations, labels, facts = case
    errors = list_errors(annotations, labels.rename(index={"finance": "tourism"}, level="topic"), facts)
    listed = errors[["field", "error", "value"]].to_numpy().tolist()
    assert [row for row in listed if row[0] == "primary sector"] == [["primary sector", "wrong", "tourism"]]
    assert [row for row in listed if "5 USD" in row[2]] == [["amounts with role", "wrong", "5 USD trade"]]
    without = list_errors(annotations, labels[:0], facts[facts["kind"] != "amount"])
    listed = without[["field", "error", "value"]].to_numpy().tolist()
    assert [row for row in listed if row[0] == "primary sector"] == [["primary sector", "missed", "finance"]]
    assert [row for row in listed if "5 USD" in row[2]] == [["amounts", "missed", "5 USD"]]


def test_a_corpus_without_annotations_has_no_scores(case):
    annotations, labels, facts = case
    assert score_ledger(annotations[:0], labels, facts).empty
    assert list_errors(annotations[:0], labels, facts).empty


def test_an_unknown_field_and_a_missing_column_are_refused(case):
    annotations, labels, facts = case
    with pytest.raises(ParameterError, match="No field 'sector' in the ledger. There are: primary, sectors, countries"):
        found_values(labels, facts, "sector")
    with pytest.raises(SchemaError, match="labels: no column rank. It has: "):
        found_values(labels.drop(columns="rank"), facts, "primary")
    with pytest.raises(SchemaError, match="facts: no column role. It has: "):
        list_errors(annotations, labels, facts.drop(columns="role"))
    with pytest.raises(SchemaError, match="annotations: no column places. It has: "):
        score_ledger(annotations.drop(columns="places"), labels, facts)
