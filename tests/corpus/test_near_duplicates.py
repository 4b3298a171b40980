"""Reprints are found, edited or not; other reports of the same event are not taken for them."""

import gzip
import json
import os
import random
from pathlib import Path

import pytest

from analysis.corpus.loading import load_corpus
from analysis.corpus.near_duplicates import COMMON, find_near_duplicates
from analysis.corpus.word_numbers import number_words

SEEDS = Path(__file__).parents[2] / "seeds"
DATA = os.environ.get("SILK_LEDGER_DATA")
STORY = (
    "The two countries signed a memorandum on the joint processing of cotton. The plant will be built near the border "
    "and employ four hundred people. Its products will be sold in both countries under one brand from next year."
)


def duplicates(*texts):
    """Give the place of each text's first copy."""
    return find_near_duplicates(number_words(texts))


def test_exact_copies_point_to_the_first():
    assert duplicates(STORY, "Another report altogether, on wheat.", STORY, f"  {STORY.upper()}\n") == [
        None,
        None,
        0,
        0,
    ]


def test_a_copy_with_small_edits_is_found():
    edited = STORY.replace("memorandum", "document").replace("four hundred", "about 400").replace("next", "this")
    assert duplicates(STORY, edited) == [None, 0]


def test_a_chain_of_copies_has_one_first():
    second = STORY.replace("memorandum", "document").replace("cotton", "wool")
    third = second.replace("brand", "name").replace("people", "workers")
    assert duplicates(STORY, second, third) == [None, 0, 0]


def test_a_text_reprinted_with_edits_everywhere_is_found():
    """More copies than a word pair may have texts for all of these to be held against each other."""
    rng = random.Random(0)
    words = [f"word{''.join(rng.choices('abcdefgh', k=4))}" for _ in range(400)]
    stories = [rng.choices(words, k=120) for _ in range(60)]
    copies = [[rng.choice(words) if rng.random() < 0.06 else word for word in stories[0]] for _ in range(4 * COMMON)]
    found = duplicates(*[" ".join(text) for text in stories + copies])
    assert found == [None] * len(stories) + [0] * len(copies)


def test_another_report_of_the_event_is_no_copy():
    other = "A memorandum on processing cotton together was signed by two governments. A plant for 400 will be built."
    assert duplicates(STORY, other) == [None, None]


def test_short_texts_have_only_exact_copies():
    assert duplicates("Talks were held.", "Talks were not held.", "Talks were held.", "") == [None, None, 0, None]
    assert duplicates() == []


def test_seeds_hold_no_duplicates():
    assert load_corpus(SEEDS)["duplicate_of"].isna().all()


@pytest.mark.skipif(not DATA, reason="SILK_LEDGER_DATA is not set")
def test_bbc_copies_are_marked_exact_and_edited():
    with gzip.open(Path(DATA, "corpora", "bbc_news.jsonl.gz"), "rt", encoding="utf-8") as lines:
        texts = [json.loads(line)["text"] for line in lines]
    found = duplicates(*texts)
    first = {}
    repeated = [at for at, text in enumerate(texts) if first.setdefault(text, at) != at]
    assert len(repeated) == 98
    assert all(found[at] is not None for at in repeated)
    rng, unique = random.Random(5), list(first)
    vocabulary = sorted({word for text in unique for word in text.split()})
    chosen = rng.sample(range(len(unique)), 200)
    copies = [edit(unique[at], rng, vocabulary) for at in chosen]
    before, after = duplicates(*unique), duplicates(*unique, *copies)
    hits = sum(after[len(unique) + n] == (at if before[at] is None else before[at]) for n, at in enumerate(chosen))
    assert hits >= 0.95 * 200
    assert after[: len(unique)] == before


def edit(text, rng, vocabulary):
    """Drop a paragraph and replace 3 to 10 % of the words."""
    paragraphs = text.split("\n\n")
    if len(paragraphs) > 2:
        paragraphs.pop(rng.randrange(1, len(paragraphs)))
    share = rng.uniform(0.03, 0.1)
    return " ".join(rng.choice(vocabulary) if rng.random() < share else word for p in paragraphs for word in p.split())
