"""A title is taken from the head of a text only where it is one."""

from analysis.metadata import split_title


def test_split_title_takes_a_line_set_off_by_a_blank_line():
    assert split_title("Gas Deal Signed\n\nTwo countries signed.") == ("Gas Deal Signed", "Two countries signed.")


def test_split_title_leaves_sentences_bylines_and_paragraphs():
    for text in (
        "A sentence ends here.\n\nMore.",
        "By Jo Smith\n\nMore.",
        "Gas deal\nsigned today",
        "word " * 40 + "\n\nMore.",
    ):
        assert split_title(text) == (None, text)
