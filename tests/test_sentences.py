"""Sentences."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.facts.sentences import LONGEST, group_by_sentence, sentence_spans


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One plant. 2 mills.", ["One plant. ", "2 mills."]),
        ("J. Smith paid 5 млн. Долларов нет.", ["J. Smith paid 5 млн. Долларов нет."]),
        ("Headline\n\nBody", ["Headline\n\n", "Body"]),
        ("It fell 3.5 to 2. but rose", ["It fell 3.5 to 2. but rose"]),
        ("«Да!» Нет.", ["«Да!» ", "Нет."]),
        ("", []),
    ],
)
def test_sentences_end_where_a_reader_ends_them(text, expected):
    assert [text[start:end] for start, end in sentence_spans(text)] == expected


@given(st.text(alphabet=st.sampled_from("aA .!?\n»я ")))
def test_sentences_cover_the_text(text):
    assert "".join(text[start:end] for start, end in sentence_spans(text)) == text


def test_what_runs_on_is_cut():
    assert max(end - start for start, end in sentence_spans("a " * 5000)) == LONGEST


def test_items_are_sorted_by_their_sentence():
    assert group_by_sentence("One. Two.", [(0, "a"), (5, "b"), (8, "c")]) == {
        (0, 5): [(0, "a")],
        (5, 9): [(5, "b"), (8, "c")],
    }
