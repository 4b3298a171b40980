"""The notation of the lists."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.facts.phrases import PhraseBook


def found(form, text, **lists):
    return [text[phrase.start : phrase.end] for phrase in PhraseBook([form], lists).find(text)]


@pytest.mark.parametrize(
    ("form", "text", "expected"),
    [
        ("letter of intent", "A Letter of  Intent.", ["Letter of  Intent"]),
        ("sign*", "design, signed, signs", ["signed", "signs"]),
        ("was|were built", "is built, were built", ["were built"]),
        ("put [their] names", "put names, put their names", ["put names", "put their names"]),
        ("opened ... plant*", "opened a new steel plant", ["opened a new steel plant"]),
        ("opened ... plant*", "opened, and later the plant", []),
        ("opened ... plant*", "opened one two three four five six seven eight nine plants", []),
        ("# days", "7 days, 12 days, some days", ["7 days", "12 days"]),
        ("in ^", "in Baku, in town", ["in Baku"]),
        ("joint venture*", "a joint-venture", ["joint-venture"]),
        ("u.s. dollar*", "5 U.S. dollars", ["U.S. dollars"]),
        ("open", "opened", []),
    ],
)
def test_phrases_are_found_as_their_notation_says(form, text, expected):
    assert found(form, text) == expected


def test_a_list_stands_for_any_of_its_words():
    assert found("new {plant}", "a new mill", plant="plant*|mill*") == ["new mill"]


def test_different_phrases_may_overlap():
    book = PhraseBook(["joint venture*", "venture* with"])
    assert [tuple(phrase) for phrase in book.find("a joint venture with")] == [(0, 2, 15), (1, 8, 20)]


def test_what_a_book_remembers_does_not_change_what_it_finds():
    book = PhraseBook(["sign*"])
    assert list(book.find("signed")) == list(book.find("signed"))


@given(st.text(), st.sampled_from(["sign*", "a ... b", "# x", "in ^"]))
def test_phrases_lie_inside_any_text(text, form):
    for phrase in PhraseBook([form]).find(text):
        assert 0 <= phrase.start < phrase.end <= len(text)
