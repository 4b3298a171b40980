"""The notation of the lists."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.errors import LexiconError
from analysis.text.phrases import LONGEST, PhraseBook, sentence_spans


def found(form, text, **lists):
    return [text[start:end] for start, end, _ in PhraseBook([form], lists).find(text)]


@pytest.mark.parametrize(
    ("form", "text", "expected"),
    [
        ("letter of intent", "A Letter of  Intent.", ["Letter of  Intent"]),
        ("sign*", "design, signed, signs", ["signed", "signs"]),
        ("was|were built", "is built, were built", ["were built"]),
        ("put [their] names", "put names, put their names", ["put names", "put their names"]),
        ("opened ... plant*", "opened a new steel plant", ["opened a new steel plant"]),
        ("opened ... plant*", "opened, and later the plant", []),
        (
            "opened ... plant*",
            "opened one two three four five six seven eight nine ten eleven twelve thirteen plants",
            [],
        ),
        ("# days", "7 days, 12 days, some days", ["7 days", "12 days"]),
        ("in ^", "in Baku, in town", ["in Baku"]),
        ("joint venture*", "a joint-venture", ["joint-venture"]),
        (
            "joint venture|firm*",
            "joint «venture», joint, firm, joint firms, joints firm",
            ["joint «venture", "joint firms"],
        ),
        ("belt + road", "a belt + road plan, a belt or road", ["belt + road"]),
        ("u.s. dollar*", "5 U.S. dollars", ["U.S. dollars"]),
        ("open", "opened", []),
        ("sign* & pact*", "signed a new pact", ["signed a new pact"]),
        ("sign* & pact*", "the pact was signed", ["pact was signed"]),
        ("sign* & pact*", "the pact, and signed", []),
        ("own %", "own 5, own 5 %, own 1.5%", ["own 5 %", "own 1.5%"]),
        ("% of", "30% of, 30 of", ["30% of"]),
        ("build* ... centre", "building a data-centre", ["building a data-centre"]),
        ("meet [*] [*] needs", "meet the country's needs, meet the big, needs", ["meet the country's needs"]),
    ],
)
def test_phrases_are_found_as_their_notation_says(form, text, expected):
    assert found(form, text) == expected


def test_a_list_stands_for_any_of_its_words():
    assert found("new {plant}", "a new mill", plant="plant*|mill*") == ["new mill"]


def test_different_phrases_may_overlap():
    book = PhraseBook(["joint venture*", "venture* with"])
    assert list(book.find("a joint venture with")) == [(2, 15, 0), (8, 20, 1)]


def test_a_phrase_begins_with_a_word():
    """It would be tried at every word of every text."""
    with pytest.raises(LexiconError, match="begins with any word"):
        PhraseBook(["^ bank"])


def test_the_end_of_a_phrase_stands_near_its_beginning():
    for gap, near in (("b " * 12, True), ("b " * 13, False), ("b-c-d-e " * 12, True), ("b-c-d-e-f-g " * 12, False)):
        assert found("sign* ... pact", f"signed {gap}pact") == [f"signed {gap}pact"] * near


def test_what_a_book_remembers_does_not_change_what_it_finds():
    book = PhraseBook(["sign*"])
    assert list(book.find("signed")) == list(book.find("signed"))


@given(st.text(), st.sampled_from(["sign*", "a ... b", "# x", "in ^"]))
def test_phrases_lie_inside_any_text(text, form):
    for start, end, _ in PhraseBook([form]).find(text):
        assert 0 <= start < end <= len(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One plant. 2 mills.", ["One plant. ", "2 mills."]),
        ("J. Smith paid 5 млн. долл. США нет.", ["J. Smith paid 5 млн. долл. США нет."]),
        ("Оборот — 4 млрд. Цель — 9 млрд.", ["Оборот — 4 млрд. ", "Цель — 9 млрд."]),
        ("Headline\n\nBody", ["Headline\n\n", "Body"]),
        ("Talks in the U.S.\n\nBody", ["Talks in the U.S.\n\n", "Body"]),
        ("It fell 3.5 to 2. but rose", ["It fell 3.5 to 2. but rose"]),
        ("«Да!» Нет.", ["«Да!» ", "Нет."]),
        ("Ş. Kaya da geldi.", ["Ş. Kaya da geldi."]),
        ("2024 ж. қаңтар айында", ["2024 ж. қаңтар айында"]),
        ("Айналым 4 млрд. Өткен жылы 9 млрд.", ["Айналым 4 млрд. ", "Өткен жылы 9 млрд."]),
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
