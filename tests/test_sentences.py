"""Sentences."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.facts.sentences import sentence_spans


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
