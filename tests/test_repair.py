"""Repairs change what is broken, nothing else, and twice is once."""

import re
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.repair import (
    apply_edits,
    drop_furniture,
    drop_repeats,
    find_recurring,
    fix_characters,
    fix_mojibake,
    fix_spaces,
)

STEPS = (fix_mojibake, fix_characters, drop_furniture, drop_repeats, fix_spaces)
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
PIECES += ["A sentence that is long enough to be taken for a paragraph of its own.", "\u2028", "\x07", "Comments (3)"]


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


def test_fix_characters_drops_the_invisible_and_keeps_persian_joiners():
    text = "one\xa0two\u200b co\xadop\u2028next\x07 می\u200cخواهم"
    assert apply_edits(text, fix_characters(text)) == "one two coop\nnext می\u200cخواهم"


@pytest.mark.parametrize(
    "line",
    [
        "Leave a Reply",
        "Your email address will not be published. Required fields are marked *",
        "Back to top button",
        "Follow Courier's official Instagram and Twitter pages to keep current on world news.",
        "Comments (0)",
        "Read also: Ten questions about trams",
        "Share on Facebook",
        "1,234 views",
        "We use cookies to improve your experience.",
        "© 2024 Steppe Courier",
        "Читайте также: Как растёт хлопок",
        "Подписывайтесь на наш канал в Telegram",
        "Комментарии (2)",
        "Home / Economy / Textiles",
        "News > Economy",
        "Click to share on X (Opens in new window)",
        "We and our 42 partners use cookies to store and access information.",
        "Log in to comment",
        "Выделите ошибку и нажмите Ctrl+Enter",
        "Facebook'ta Paylaş",
        "Bizi Telegram'da takip edin",
        "Telegram kanalımıza abunə olun",
    ],
)
def test_drop_furniture_drops_whole_lines(line):
    text = f"The line was opened.\n\n{line}\n\nIt is long."
    assert apply_edits(text, drop_furniture(text)) == "The line was opened.\n\nIt is long."


@pytest.mark.parametrize(
    "line",
    [
        "Follow the money, said the minister, and you will find the road.",
        "Share prices rose in Almaty on Monday.",
        "The related agreement was signed in June.",
        "Readers may also like the new museum, the director said.",
        "Print works in Osh will be repaired with a loan.",
        "He joined the company in 2019.",
        "Подписывать соглашение будут министры.",
        "kr> Karl Rominger",
        "It works like this:",
    ],
)
def test_drop_furniture_leaves_sentences(line):
    text = f"The line was opened.\n\n{line}\n\nIt is long."
    assert drop_furniture(text) == []


def test_find_recurring_finds_a_site_line_but_no_reprint():
    bodies = [
        f"Report {n} speaks of matter {n * n} at the length that reports have, which is a line or two."
        for n in range(6)
    ]
    texts = [f"{body}\n\nCourier, the voice of the steppe" for body in bodies]
    wire = "A wire story that everybody reprints.\n\nIts second paragraph is the same everywhere."
    assert find_recurring([*texts, *[wire] * 6]) == {"Courier, the voice of the steppe"}
    assert find_recurring(texts[:4]) == set()
    text = apply_edits(texts[0], drop_furniture(texts[0], {"Courier, the voice of the steppe"}))
    assert text == bodies[0]


def test_drop_furniture_never_empties_a_text():
    assert drop_furniture("Leave a Reply\n\nBack to top") == []


def test_drop_repeats_keeps_the_first_paragraph():
    paragraph = "The quota will be reviewed by a commission that meets every autumn in the capital."
    text = f"{paragraph}\n\nBetween.\n\n{paragraph}\n\nBetween."
    assert apply_edits(text, drop_repeats(text)) == f"{paragraph}\n\nBetween.\n\nBetween."


@pytest.mark.parametrize(
    ("broken", "mended"),
    [
        ("It was late.The train left.", "It was late. The train left."),
        ('heads of the"Union" and"Artel," he said', 'heads of the "Union" and "Artel," he said'),
        ('the "Union"Association met', 'the "Union" Association met'),
        ("See gazeta.Uz and U.S.A. or Daryo.Net today.", "See gazeta.Uz and U.S.A. or Daryo.Net today."),
        ('He said: "Yes." She said: "No."', 'He said: "Yes." She said: "No."'),
        ('a closing" mark alone', 'a closing" mark alone'),
    ],
)
def test_fix_spaces(broken, mended):
    assert apply_edits(broken, fix_spaces(broken)) == mended


@settings(max_examples=300, derandomize=True, deadline=None)
@given(st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=8))).map("".join))
def test_edits_are_valid_and_repair_is_idempotent(text):
    for step in STEPS:
        edits = step(text)
        assert all(0 <= start <= end <= len(text) for start, end, _ in edits)
        assert all(first[1] <= second[0] for first, second in pairwise(edits))
        assert all(text[start:end] != new for start, end, new in edits)
        text = apply_edits(text, edits)
        assert step(text) == []
    assert not re.search("[\xad\u200b]", text)
