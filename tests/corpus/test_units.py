"""A paragraph is a line, or several that were broken within a sentence."""

import pytest

from analysis.corpus.units import (
    find_units,
    has_dateline,
    is_address,
    is_crumb,
    is_sentence,
    is_signature,
    may_be_title,
)


def texts(text):
    return [unit.text for unit in find_units(text)]


def test_lines_of_a_wrapped_text_are_one_paragraph():
    text = (
        "Next year, the ministers of the states that make up the council will meet\n"
        "for the second time in the north, where they will talk about rails and\n"
        "Ferries of the southern line, and sign what was agreed in spring, said\n"
        "the agency.\nA second paragraph follows."
    )
    assert len(texts(text)) == 2


def test_a_headline_that_was_broken_is_one_line():
    assert texts("Two countries open a long line of\ntrams in the south\n\nThe line is open.")[0] == (
        "Two countries open a long line of trams in the south"
    )
    assert texts("Two countries open a line\nThe line is open.")[0] == "Two countries open a line"


def test_a_label_takes_the_name_below_it():
    assert texts("Author:  \nDana Whitfield\n\nThe line is open.")[0] == "Author: Dana Whitfield"


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


@pytest.mark.parametrize(
    "address", ["https://courier.kg/economy/2025/06/trams-in-osh", "www.courier.kg/economy/2025/trams"]
)
def test_an_address_is_a_line_of_its_own(address):
    assert texts(f"{address}\n date 2025-06-04 OSH.") == [address, "date 2025-06-04 OSH."]
    headline = "Two countries open a long line of trams in the south"
    assert texts(f"{headline}\n{address}") == [headline, address]
    assert not is_address(f"{address} tells more")


@pytest.mark.parametrize("line", ["Home » News » Energy", "News >", "courier.kg » Trade » Trams open in Osh"])
def test_a_path_through_a_site_is_no_title(line):
    assert is_crumb(line)
    assert not may_be_title(line)


@pytest.mark.parametrize(
    "line",
    [
        "OSH, June 4, 2025 (Courier) - The line was opened",
        "Ош, 4 июня /Курьер/",
        "Бишкек, 12.02.25. /Курьер/. Линия открыта",
        "Baku / 23.10.18 / Courier: The line was opened",
        "OSH /Courier/ - The line was opened",
    ],
)
def test_a_dateline_is_no_title(line):
    assert has_dateline(line)
    assert not may_be_title(line)


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("Only three words.", False),
        ("These are four words.", True),
        ('"These are four words."', True),
        ("These are four words", False),
        ("These are four words,", True),
        ("These are four words:", True),
        ("线路。", True),
        (" ".join(["word"] * 30), False),
        (" ".join(["word"] * 31), True),
        ("a" * 250, False),
        ("a" * 251, True),
        ("By Jo Smith of Courier:", False),
    ],
)
def test_a_sentence_has_four_words_and_a_stop_or_is_too_long_for_a_title(line, sentence):
    assert is_sentence(line) is sentence


@pytest.mark.parametrize(
    ("line", "title"),
    [
        (" ".join(["word"] * 30), True),
        (" ".join(["word"] * 31), False),
        ("a" * 250, True),
        ("a" * 251, False),
        ("A line opens", True),
        ("A line opens.", False),
        ("A line opens,", False),
        ("Subject: A line opens", False),
        ("By Jo Smith", False),
    ],
)
def test_a_title_has_thirty_words_at_the_most_and_no_stop(line, title):
    assert may_be_title(line) is title


def test_a_paragraph_knows_its_place_its_mark_and_whether_a_blank_line_stands_before_it():
    text = "A line\n\n  • Two   words \n# Three\n•\n- four"
    units = find_units(text)
    assert [(unit.text, unit.parted, unit.bullet) for unit in units] == [
        ("A line", True, False),
        ("Two words", True, True),
        ("Three", False, False),
        ("•", False, True),
        ("four", False, True),
    ]
    assert [text[unit.start : unit.end] for unit in units] == ["A line", "• Two   words", "# Three", "•", "- four"]


@pytest.mark.parametrize(
    ("first", "second", "joined"),
    [
        ("A line of twenty-five let", "ters was cut off", False),
        ("A line of more than twenty-five letters and", "then it goes on", True),
        ("A line of more than forty letters without a stop", "goes on in small letters", True),
        ("A line of less than forty letters here", "goes on in small letters", False),
        ("A line of more than forty letters with a stop.", "goes on in small letters", False),
        ("A line of more than forty letters without a stop", "Goes on in a capital", False),
        ("A line of more than forty letters that ends in the", "Goes on in a capital", True),
        ("Aŋ-bilim hakynda täze ylalaşyga gol çekildi", "Özbegistan we Türkmenistan", False),
        ("Екі ел жаңа теміржол желісін салу туралы келісті", "Қазақстан мен Өзбекстан", False),
        ("Екі ел жаңа теміржол желісін салу туралы келісті", "қазақстандық тарап", True),
        ("A line of more than forty letters without a stop", "The end.", True),
        ("A line of more than forty letters without a stop", "Not the end.", True),
        ("A line of more than forty letters without a stop", "Not the very end.", False),
        ("A line of more than forty letters that ends in the", "- goes on in a list", False),
    ],
)
def test_a_line_that_was_broken_within_a_sentence_goes_on(first, second, joined):
    assert len(texts(f"{first}\n{second}")) == (1 if joined else 2)
    assert len(texts(f"{first}\n\n{second}")) == 2
