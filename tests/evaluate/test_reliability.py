"""What the reliability tables say can be counted on one hand."""

import pytest

from analysis.errors import ParameterError
from analysis.evaluate.reliability import learning_curve, score_primary, trace_risk
from analysis.topics.classifier import TopicClassifier


def test_the_primary_topic_is_right_if_either_annotator_says_so():
    score = score_primary([{"a", "b"}, {"a"}, {"c"}, {"c"}], ["b", "a", None, "c"]).loc["accuracy"]
    assert (score["value"], score["n"]) == (0.75, 4)
    assert score["low"] < 0.75 < score["high"]


def test_risk_falls_with_coverage():
    risk = trace_risk([True, False, True, True], [0.9, 0.1, 0.5, 0.5])
    assert risk.index.tolist() == [0.25, 0.75, 1.0]
    assert risk["error"].tolist() == [0, 0, 0.25]


def test_the_learning_curve_starts_at_the_table_and_rises():
    texts = ["tennis", "loan", "referee and goal", "shares", "goal and referee", "shares of profit"] * 5
    y = [["sport"], ["money"]] * 15
    curve = learning_curve(TopicClassifier({"sport": "tennis", "money": "loan"}), texts, y, y)
    assert curve.index.tolist() == [0, 6, 12, 24]
    assert curve["value"].iloc[-1] == 1


@pytest.mark.parametrize("function", [score_primary, trace_risk])
def test_sequences_that_do_not_pair_are_refused(function):
    with pytest.raises(ParameterError, match="1 and 0 entries"):
        function(["a"], [])
