"""Repairs change what is broken, nothing else, and twice is once."""

import re
from itertools import pairwise
from unicodedata import normalize

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from analysis.corpus.edits import apply_edits
from analysis.corpus.page import read_page
from analysis.corpus.repair import (
    drop_repeats,
    fix_apostrophes,
    fix_characters,
    fix_entities,
    fix_mojibake,
    fix_nfc,
    fix_spaces,
)
from analysis.corpus.run_together import join_line_ends


def drop_boilerplate(text):
    return read_page(text).boilerplate


STEPS = (
    fix_mojibake,
    fix_entities,
    fix_characters,
    fix_nfc,
    join_line_ends,
    drop_boilerplate,
    drop_repeats,
    fix_spaces,
)
PIECES = [
    "word",
    "Word.Next",
    " ",
    "\n",
    "\n\n",
    '"',
    "\xa0",
    "\xad",
    "\u200b",
    "Ð¢Ð°ÑˆÐºÐµÐ½Ñ‚",
    "Leave a Reply",
    "é",
    ".",
    "а",
]
PIECES += ["12 May 2024", "Home", "Subscribe to our newsletter today, and thank you for reading us.", "\nA heading\n"]
PIECES += [
    "A sentence that is long enough to be taken for a paragraph of its own.",
    "\u2028",
    "\x07",
    "ﬁ",
    "Comments (3)",
    "&amp;",
    "coop-\nerate",
    "\xad\n",
    "\xac",
]


def repaired(text):
    """Make all the repairs of one text."""
    for step in STEPS:
        text = apply_edits(text, step(text))
    return text


def test_fix_mojibake_mends_only_what_is_broken():
    broken = "Tashkent is Ð¢Ð°ÑˆÐºÐµÐ½Ñ‚.\nThe café’s price is £5, naïve but true. Ташкент тоже город."
    text = apply_edits(broken, fix_mojibake(broken))
    assert text == "Tashkent is Ташкент.\nThe café’s price is £5, naïve but true. Ташкент тоже город."
    assert fix_mojibake(text) == []


def test_fix_mojibake_mends_a_line_that_was_cut_within_a_letter():
    cut = "Соглашение подписали министры двух стран".encode()[:-1].decode("koi8-r") + "..."
    assert apply_edits(cut, fix_mojibake(cut)) == "Соглашение подписали министры двух стра..."


def test_fix_nfc_writes_a_letter_and_its_mark_as_one():
    text = "Район й ё\nplain line\nÇay, öl, 한국, ḥ̇ and i̇"
    taken_apart = normalize("NFD", text)
    edits = fix_nfc(taken_apart)
    assert apply_edits(taken_apart, edits) == normalize("NFC", text)
    assert [taken_apart[start:end] for start, end, _ in edits] == normalize("NFD", text).split("\n")[::2]
    assert fix_nfc(normalize("NFC", text)) == []


@settings(max_examples=200, derandomize=True, deadline=None)
@given(st.text(st.one_of(st.characters(), st.sampled_from("eе\u0301\u0306\u0327\u1100\u1161\n ")), max_size=30))
def test_fix_nfc_gives_the_normal_form_of_any_text(text):
    assert apply_edits(text, fix_nfc(text)) == normalize("NFC", text)


def test_fix_characters_drops_the_invisible_and_keeps_persian_joiners():
    text = "one\xa0two\u200b co\xadop\u2028next\x07\ufffe\uffff می\u200cخواهم"
    assert apply_edits(text, fix_characters(text)) == "one two coop\nnext می\u200cخواهم"


def test_ligatures_become_the_letters_they_are():
    text = "The oﬃce ﬁnances ﬂoods, staﬀ and baﬄes"
    assert apply_edits(text, fix_characters(text)) == "The office finances floods, staff and baffles"
    assert fix_characters(text)[0] == (5, 6, "ffi")


def test_soft_hyphens_join_the_halves_of_a_word():
    text = "эконо\u00ad\nмика, эконо\u00ac\nмика, эконо\u00acмика, эконо\u00ad\u00acмика and a \u00ac b"
    assert apply_edits(text, fix_characters(text)) == "экономика, экономика, экономика, экономика and a \u00ac b"


def test_fix_entities_replaces_those_there_are():
    text = "Deal &amp; &amp;euro;7 &#8364;5&nbsp;million by AT&T; &foo; Q&A; a=1&b=2"
    assert apply_edits(text, fix_entities(text)) == "Deal & €7 €5\xa0million by AT&T; &foo; Q&A; a=1&b=2"


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("O'zbekiston to‘qimachilik O’zbek mo`jiza yo´l", "Oʻzbekiston toʻqimachilik Oʻzbek moʻjiza yoʻl"),
        ("ma'no san’at", "maʼno sanʼat"),
        ("tog' va bog‘, obro’", "togʻ va bogʻ, obroʻ"),
        ("‘Yevro’ va 'avto' kitobning'", "‘Yevro’ va 'avto' kitobning'"),
    ],
)
def test_fix_apostrophes_writes_one_letter_in_uzbek(typed, written):
    assert apply_edits(typed, fix_apostrophes(typed, "uz")) == written
    assert fix_apostrophes(written, "uz") == []
    assert fix_apostrophes("Türkiye'nin İstanbul’da don't", "tr") == []


def test_drop_repeats_keeps_the_first_paragraph():
    paragraph = "The quota will be reviewed by a commission that meets every autumn in the capital."
    text = f"{paragraph}\n\nBetween.\n\n{paragraph}\n\nBetween."
    assert apply_edits(text, drop_repeats(text)) == f"{paragraph}\n\nBetween.\n\nBetween."


@pytest.mark.parametrize(
    ("broken", "mended"),
    [
        ("It was late.The train left.", "It was late. The train left."),
        ("Желі ашылды.Қазақстан қол қойды.", "Желі ашылды. Қазақстан қол қойды."),
        ('heads of the"Union" and"Artel," he said', 'heads of the "Union" and "Artel," he said'),
        ('the "Union"Association met', 'the "Union" Association met'),
        ("See gazeta.Uz and U.S.A. or Daryo.Net today.", "See gazeta.Uz and U.S.A. or Daryo.Net today."),
        ('He said: "Yes." She said: "No."', 'He said: "Yes." She said: "No."'),
        ('a closing" mark alone', 'a closing" mark alone'),
        ("The loan,signed in May;then paid", "The loan, signed in May; then paid"),
        ("to a1,bob@x.org,tim, or to a1,bob", "to a1,bob@x.org,tim, or to a1,bob"),
    ],
)
def test_fix_spaces(broken, mended):
    assert apply_edits(broken, fix_spaces(broken)) == mended


@settings(max_examples=300, derandomize=True, deadline=None)
@example("wordwordword\nA heading\n\nA heading\nComments (3)word\nComments (3)")
@example("word\u00ac\x07word word\u00ac\u200cword word\u200d\u00acword word\u00ac\n\u200cword word\u00ac\xa0\xa0word")
@example('word.Next"Home"')
@given(st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=8))).map("".join))
def test_edits_are_valid_and_repair_is_idempotent(text):
    for step in STEPS:
        edits = step(text)
        assert all(0 <= start <= end <= len(text) for start, end, _ in edits)
        assert all(first[1] <= second[0] for first, second in pairwise(edits))
        assert all(text[start:end] != new for start, end, new in edits)
        before, text = text, apply_edits(text, edits)
        if step is not drop_boilerplate:
            assert step(text) == []
        else:  # goes by what stands around, so a second reading may drop more, but adds nothing (see test_page)
            lines = iter(map(str.strip, before.split("\n")))
            assert all(line.strip() in lines for line in text.split("\n") if line.strip())
    assert not re.search("[\xad\u200b]", text)


@pytest.mark.parametrize(("length", "dropped"), [(59, False), (60, True)])
def test_a_paragraph_of_sixty_characters_is_dropped_where_it_repeats(length, dropped):
    text = "\n".join(["a" * length, "Between.", "a" * length])
    assert (drop_repeats(text) != []) is dropped


@pytest.mark.parametrize(("length", "closes"), [(70, True), (90, False)])
def test_a_mark_closes_a_quotation_that_opened_up_to_eighty_characters_before(length, closes):
    text = f"'{'a' * length} tog' va"
    assert (fix_apostrophes(text, "uz") == []) is closes
