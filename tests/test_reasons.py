"""The marked text is the text, says what counted, and is safe to show."""

import pytest

from analysis.classify import TopicClassifier
from analysis.errors import ParameterError
from analysis.reasons import mark_reasons

MODEL = TopicClassifier({"sport": ["tennis", "open final"], "money": ["bank"]}).fit(["tennis", "bank"])


def test_the_pieces_joined_are_the_text_and_the_reasons_are_marked():
    text = "A <b>tennis</b> match, an open final. The bank."
    shown = mark_reasons(text, MODEL)
    assert "".join(words for _, words, _ in shown.pieces) == text
    assert [words for _, words, marks in shown.pieces if marks] == ["tennis", "open final"]
    assert "[tennis | sport +0.25]" in repr(shown)


def test_markup_in_a_text_is_escaped():
    assert "<script>" not in mark_reasons("<script>tennis</script>", MODEL)._repr_html_()


def test_another_topic_can_be_asked_for():
    assert [words for _, words, marks in mark_reasons("tennis, bank", MODEL, "money").pieces if marks] == ["bank"]


def test_an_unknown_topic_names_those_there_are():
    with pytest.raises(ParameterError, match="no topic 'art'. It has: sport, money"):
        mark_reasons("tennis", MODEL, "art")
