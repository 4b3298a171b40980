"""Scores can be worked out by hand, and each has its interval."""

import numpy as np
import pytest

from analysis.errors import ParameterError
from analysis.evaluate.agreement import score_labels, score_primary, trace_risk


def test_micro_f1_counts_document_label_pairs():
    score = score_labels([{"a"}, {"a", "b"}], [{"a"}, {"b", "c"}])
    assert score.loc["micro", ["precision", "recall", "f1"]].tolist() == pytest.approx([2 / 3] * 3)
    assert score.loc["a", "f1"] == pytest.approx(2 / 3)
    assert score.loc["macro", "f1"] == pytest.approx((2 / 3 + 1 + 0) / 3)


def test_what_is_allowed_counts_neither_way_when_missed():
    assert score_labels([{"a"}], [{"a"}], [{"b"}]).loc["micro", "f1"] == 1
    assert score_labels([{"a"}], [{"a", "b"}], [{"b"}]).loc["micro", "f1"] == 1
    assert score_labels([{"a"}], [{"a", "c"}], [{"b"}]).loc["micro", "precision"] == 0.5


def test_a_label_that_is_only_allowed_and_missed_has_no_score():
    assert np.isnan(score_labels([{"a"}], [{"a"}], [{"b"}]).loc["b", "f1"])


def test_an_interval_holds_the_score_and_repeats():
    expected, found = [{"a"}] * 20, [{"a"}] * 15 + [{"b"}] * 5
    score = score_labels(expected, found)
    assert score.loc["micro", "low"] < 0.75 < score.loc["micro", "high"]
    assert score.equals(score_labels(expected, found))


@pytest.mark.parametrize(
    ("expected", "found", "message"), [([{"a"}], [], "hold 1, 0 and 1 documents"), ([], [], "no documents")]
)
def test_sequences_that_do_not_pair_are_refused(expected, found, message):
    with pytest.raises(ParameterError, match=message):
        score_labels(expected, found)


def test_the_primary_topic_is_right_if_either_annotator_says_so():
    score = score_primary([{"a", "b"}, {"a"}, {"c"}, {"c"}], ["b", "a", None, "c"]).loc["accuracy"]
    assert (score["value"], score["n"]) == (0.75, 4)
    assert score["low"] < 0.75 < score["high"]


def test_risk_falls_with_coverage():
    risk = trace_risk([True, False, True, True], [0.9, 0.1, 0.5, 0.5])
    assert risk.index.tolist() == [0.25, 0.75, 1.0]
    assert risk["error"].tolist() == [0, 0, 0.25]


@pytest.mark.parametrize("function", [score_primary, trace_risk])
def test_answers_that_do_not_pair_are_refused(function):
    with pytest.raises(ParameterError, match="1 and 0 entries"):
        function(["a"], [])
