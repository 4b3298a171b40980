"""Glued words part; compounds and names stay whole."""

import gzip
import json
import os
import random
import re
from collections import Counter
from pathlib import Path

import pytest

from analysis.corpus.edits import apply_edits
from analysis.corpus.loading import load_corpus
from analysis.corpus.run_together import covers, find_run_together
from analysis.corpus.word_numbers import number_words

SEEDS = Path(__file__).parents[2] / "seeds"
DATA = os.environ.get("SILK_LEDGER_DATA")
needs_data = pytest.mark.skipif(not DATA, reason="SILK_LEDGER_DATA is not set")
GLUED = "The signing ofcooperation was inthe capital. DeputyMinister Asan met withMirza, and thetwo sides agreed."


def part(*texts):
    """Part the glued words of some texts."""
    edits = find_run_together(texts, [True] * len(texts), number_words(texts))
    return [apply_edits(text, edits.get(at, [])) for at, text in enumerate(texts)]


@pytest.mark.parametrize(
    ("glued", "apart"),
    [
        ("ofcooperation", "of cooperation"),
        ("DeputyMinister", "Deputy Minister"),
        ("withMirza", "with Mirza"),
        ("thetwo", "the two"),
        ("inthe", "in the"),
    ],
)
def test_find_run_together_parts_words(glued, apart):
    (text,) = part(GLUED)
    assert glued not in text
    assert apart in text


@pytest.mark.parametrize(
    "name",
    [
        "Mirziyoyev",
        "iPod",
        "McDonald",
        "PlayStation",
        "Kumtor",
        "Samruk",
        "UzAuto",
        "Gazprom",
        "Nursultan",
        "smartphones",
    ],
)
def test_find_run_together_leaves_names_and_compounds_whole(name):
    text = f"{name} was named twice. The other sides said that {name} would attend, and so it was."
    assert part(text) == [text]
    assert name in part(GLUED, f"A report on {name} came later.")[1]


def test_find_run_together_acts_on_doubtful_words_only_in_glued_texts():
    doubtful = "A mutualinterest was found."
    assert part(doubtful, *["Many quite clean words stand here."] * 2000)[0] == doubtful
    assert "mutual interest" in part(GLUED + " " + doubtful)[0]


def test_find_run_together_does_not_depend_on_order():
    texts = [GLUED, "Trade of the countries grew, said Deputy Minister Asan.", "An odd text ofgrain."]
    assert part(*texts) == part(*reversed(texts))[::-1]


def test_covers_says_where_words_can_be_parted():
    assert covers("en")
    assert not covers("uz")


REPAIRED = ("run_together", "spaces", "boilerplate")


def test_seeds_are_left_as_they_are():
    assert not [row for row in load_corpus(SEEDS).attrs["log"] if row["kind"] in REPAIRED]


@needs_data
def test_the_glued_article_is_put_right():
    gold = json.loads(Path(DATA, "articles_gold.json").read_text(encoding="utf-8"))
    documents = load_corpus(Path(DATA, "articles"))
    for name, own in gold.items():
        text = documents.loc[name.removesuffix(".txt"), "text"]
        right = sum(apart in text and glued not in text for glued, apart in own["glued"])
        assert right >= (50 if own["glued"] else 0)


def glue_pairs(texts, n, seed):
    """Take the space out of n pairs of words, no two near each other; give the texts and the pairs."""
    spots = [
        (at, found.end() - 1, f"{found[1]} {found[2]}")
        for at, text in enumerate(texts)
        for found in re.finditer(r"(?<![^\s\"(])([^\W\d_]+) (?=([^\W\d_]+)(?![^\s.,;:!?\")]))", text)
    ]
    texts, pairs, last = list(texts), Counter(), {}
    for at, end, pair in sorted(random.Random(seed).sample(spots, n), reverse=True):
        if last.get(at, end + 99) - end > 40:
            texts[at] = texts[at][:end] + texts[at][end + 1 :]
            pairs[pair] += 1
            last[at] = end
    return texts, pairs


@needs_data
@pytest.mark.slow
def test_bbc_pairs_part_and_untouched_text_stays():
    with gzip.open(Path(DATA, "corpora", "bbc_news.jsonl.gz"), "rt", encoding="utf-8") as lines:
        texts = [json.loads(line)["text"] for line in lines]
    untouched = find_run_together(texts, [True] * len(texts), number_words(texts))
    assert sum(map(len, untouched.values())) <= 20
    glued, pairs = glue_pairs(texts, 1000, seed=11)
    found = Counter(
        new
        for edits in find_run_together(glued, [True] * len(glued), number_words(glued)).values()
        for *_, new in edits
    )
    assert sum((found & pairs).values()) >= 0.85 * pairs.total()


def test_number_words_gives_every_text_its_words():
    tokens = number_words(["It's late, it is.", "", "Late"])
    assert list(tokens.numbers) == ["It", "'s", "late", "it", "is", "Late"]
    assert [tokens.of(at).tolist() for at in range(3)] == [[0, 1, 2, 3, 4], [], [5]]
