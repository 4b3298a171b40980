"""Reprints are found, edited or not; other reports of the same event are not taken for them."""

import gzip
import json
import os
import random
from pathlib import Path

import pytest

from analysis.corpus.loading import load_corpus
from analysis.corpus.near_duplicates import COMMON, find_near_duplicates
from analysis.text.tokens import number_words

SEEDS = Path(__file__).parents[2] / "seeds"
DATA = os.environ.get("SILK_LEDGER_DATA")
STORY = (
    "The two countries signed a memorandum on the joint processing of cotton. The plant will be built near the border "
    "and employ four hundred people. Its products will be sold in both countries under one brand from next year."
)


def duplicates(*texts):
    """Give the place of each text's first copy."""
    return find_near_duplicates(texts, number_words(texts))


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


LOAN = (
    "The Asian Development Bank approved a loan of $50 million to Tajikistan for the repair of roads. The agreement "
    "was signed in Manila by the vice president of the bank and the minister of finance. The project will improve "
    "110 km of roads in the Khatlon region, with bridges and drains, and will be carried out by 2028 under the eye of "
    "engineers."
)
ABOUT = (
    "\n\nThe Silk Road Fund is an investor of long standing. Since 2015 it has financed more than forty projects in "
    "energy, transport and industry, worth $3.2 billion in all, together with banks of twelve countries. Its offices "
    "are in Almaty, Tashkent and Baku, and its shareholders are state banks. For more, write to the press office."
)
TRADE = (
    "Trade between Uzbekistan and {} in {} 2024 amounted to ${} million, the Statistics Agency said. Exports made up "
    "${} million. Compared with the same period of 2023, the turnover grew by {} percent."
)
RATES = "The Central Bank set the rates for {}.\nUS dollar - {} soums\nEuro - {} soums\nPound sterling - {} soums"


@pytest.mark.parametrize(
    ("one", "two"),
    [
        (LOAN, LOAN.replace("$50", "$70").replace("110", "90").replace("Tajikistan", "Kyrgyzstan")),
        (
            TRADE.format("Kazakhstan", "January-May", "1,820.4", "560.1", "4.2"),
            TRADE.format("Kazakhstan", "January-June", "2,107.9", "641.5", "4.4"),
        ),
        (RATES.format("May 14", "12,710", "13,705", "15,930"), RATES.format("May 15", "12,735", "13,754", "15,998")),
        (
            "Tokayev arrives in Tashkent on an official visit to Uzbekistan",
            "Tokayev arrives in Bishkek on an official visit to Kyrgyzstan",
        ),
        (
            "The Fund will finance a cement plant in Osh, its head said. Works begin in spring." + ABOUT,
            "The Fund names Aigul Seitova as the head of its office in Bishkek from next month on." + ABOUT,
        ),
        (
            "В мае товарооборот с Таджикистаном составил 284,1 млн долларов, сообщили в агентстве статистики страны.",
            "В июне товарооборот с Афганистаном составил 355,2 млн долларов, сообщили в агентстве статистики страны.",
        ),
        (
            "Seven grain ships were loading and six ships were waiting to load, the exchange said in its report.",
            "Five grain ships were loading and three ships were waiting to load, the exchange said in its report.",
        ),
        ("Bonds for 30 million were placed.", "Bonds for 40 million were placed."),
    ],
    ids=["loans", "months", "rates", "visits", "about", "Russian", "number words", "digits alone"],
)
def test_reports_on_one_pattern_are_no_copies(one, two):
    assert duplicates(one, two) == [None, None]
    assert duplicates(two, one) == [None, None]


@pytest.mark.parametrize(
    "reprint",
    [
        LOAN[: LOAN.index(" The project")],
        LOAN[LOAN.index("The agreement") :],
        f"TASHKENT, May 4 (UzA) -- {LOAN}",
        f"By Dana Whitfield, Steppe Courier\n\n{LOAN}",
        f"Khatlon to get better roads\n\n{LOAN}",
        LOAN.replace(" ", "\n", 40).upper(),
        LOAN.replace("$50 million", "$50 mln").replace("110 km", "110 kilometres").replace(" and ", " & "),
        LOAN.replace("with bridges and drains, and will be carried out", "which is due to be finished"),
        f"{LOAN}\n\nSteppe Courier has covered the region since 1996. Reprinting is allowed with a link to the paper.",
        LOAN[: LOAN.index(", with")] + ".\n\nThe Alpine Agency was founded in Geneva in 2003. Write to us.",
    ],
    ids="cut headless dateline byline headline case spelling sentence paragraph cut-and-paragraph".split(),
)
def test_reprints_are_copies(reprint):
    dateline = f"Manila. May 5. KazTAG - {LOAN}"
    assert duplicates(dateline, reprint) == [None, 0]
    assert duplicates(reprint, dateline) == [None, 0]


def test_reprints_are_found_among_many_reports_on_one_pattern():
    rng = random.Random(0)
    words = ["".join(rng.choices("bcdfglmnprst", k=8)) for _ in range(30 * 3 * COMMON)]
    reports = [
        LOAN.replace("Tajikistan", words[at].title()).replace("$50", f"${at + 51}") + " ".join(words[at : at + 30])
        for at in range(0, len(words), 30)
    ]
    found = duplicates(*reports, *(f"By Dana Whitfield\n\n{report}" for report in reports))
    assert found[: len(reports)] == [None] * len(reports)
    assert sum(first == at for at, first in enumerate(found[len(reports) :])) >= 0.95 * len(reports)


def test_copies_do_not_depend_on_order():
    texts = [LOAN, STORY, LOAN.replace("$50", "$70").replace("Tajikistan", "Kyrgyzstan"), LOAN[:200], f"UzA. {STORY}"]
    pairs = set()
    for seed in range(6):
        order = random.Random(seed).sample(range(5), 5)
        found = duplicates(*[texts[at] for at in order])
        pairs.add(
            frozenset(frozenset((order[at], order[first])) for at, first in enumerate(found) if first is not None)
        )
    assert pairs == {frozenset({frozenset({0, 3}), frozenset({1, 4})})}


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


def test_reprints_have_conflicts_in_less_than_a_tenth_of_their_numbers():
    for n, first in ((10, None), (11, 0)):
        rows = [
            f"the mill of the {word} valley sold {300 + at} bales of its cotton," for at, word in enumerate(NAMES[:n])
        ]
        text = " ".join(rows)
        assert duplicates(text, text.replace("303", "777")) == [None, first]


NAMES = "upper lower eastern western northern southern inner outer old new far near".split()


def test_what_only_one_of_two_texts_has_is_no_conflict():
    assert duplicates(LOAN, LOAN.replace(" of $50 million", "")) == [None, 0]
    assert duplicates(LOAN, LOAN.replace("$50 million", "$50.0 million")) == [None, 0]
    assert duplicates(LOAN, LOAN.replace("$50 million", "$51 million")) == [None, None]
