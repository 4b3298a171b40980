"""A title is a short line set off from what follows; sentences and bylines are none."""

import pytest

from analysis.corpus.page import first_lines, is_sentence, is_signature, split_title


def test_split_title_takes_a_line_set_off_by_a_blank_line():
    assert split_title("Gas Deal Signed\n\nTwo countries signed.") == ("Gas Deal Signed", 0, 17)
    assert split_title("# Gas Deal Signed\n\nTwo countries signed.") == ("Gas Deal Signed", 0, 19)


def test_split_title_knows_paragraphs_that_no_line_break_wraps():
    body = "Two countries signed an agreement on gas in the capital, said the ministry, and will lay a line of 90 km."
    assert split_title(f"Gas Deal Signed\n{body}") == ("Gas Deal Signed", 0, 16)
    assert split_title(f"By Jo Smith\nGas Deal Signed\n{body}") == ("Gas Deal Signed", 12, 28)
    assert split_title(f"From: jo@example.org\n{body}") == (None, 0, 0)


def test_split_title_prefers_a_headline_to_a_short_line_before_it():
    body = "Two countries signed an agreement on gas in the capital, said the ministry."
    assert split_title(f"Energy\n\nTwo countries sign a gas deal\n\n{body}") == ("Two countries sign a gas deal", 8, 39)
    assert split_title(f"Energy\n\nWhat is a deal worth?\n\n{body}") == ("Energy", 0, 8)
    assert split_title(f"Energy\n\n{body}") == ("Energy", 0, 8)


@pytest.mark.parametrize(
    "head",
    ["A sentence ends here.\n\n", "By Jo Smith\n\n", "Gas deal\n", "word " * 40 + "\n\n", "12 May 2024\n\n", "***\n\n"],
)
def test_split_title_leaves_sentences_bylines_dates_and_paragraphs(head):
    assert split_title(f"{head}More text follows.") == (None, 0, 0)


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("The line was opened.", True),
        ("It is long.", False),
        ("A line opens in Osh", False),
        ("两国签署了协议。", True),
        ("word " * 40, True),
        ("My memories of him...", False),
    ],
)
def test_is_sentence_wants_four_words_and_a_stop_or_a_paragraph(line, sentence):
    assert is_sentence(line.strip()) is sentence


@pytest.mark.parametrize(
    ("line", "signed"),
    [("By Jo Smith", True), ("(Reporting by Jo Smith)", True), ("Автор: Дана", True), ("By subscribing to it", False)],
)
def test_is_signature_wants_a_name(line, signed):
    assert is_signature(line) is signed


def test_first_lines_end_with_the_second_sentence():
    assert first_lines("Osh\n\nThe line was opened.\nIt is a long one.\nMore") == [
        "Osh",
        "The line was opened.",
        "It is a long one.",
    ]
