"""Glued words part, parted words are joined; compounds, names and doubtful ends of lines stay as they are."""

import gzip
import json
import os
import random
import re
import textwrap
from collections import Counter
from itertools import pairwise
from pathlib import Path
from time import process_time

import pytest

from analysis.corpus.edits import apply_edits
from analysis.corpus.loading import load_corpus
from analysis.corpus.run_together import covers, find_run_together, join_line_ends
from analysis.text.tokens import number_words

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


@pytest.mark.parametrize(
    "sentence",
    [
        "The talks were held by Aset Nurlanov and Rania Atone.",
        "The list is kept by fleetwatchers.net and at milesto@post.kz today.",
        "The train to Zhangiz-tobe left.",
        "The mutualinterest's holder spoke.",
        "The sides called it a milesto",
    ],
)
def test_words_that_may_be_names_addresses_or_cut_off_stay_whole_in_a_glued_text(sentence):
    assert part(f"{GLUED} {sentence}") == [f"{part(GLUED)[0]} {sentence}"]


def test_words_behind_a_name_or_a_function_word_are_parted_beside_a_hyphen():
    text = f"{GLUED} The trade of Asia and Europe, or theAsia-Europe trade, and Europe-Asiarelations grew."
    assert part(text)[0].endswith("or the Asia-Europe trade, and Europe-Asia relations grew.")


def test_a_name_behind_a_word_of_two_letters_is_parted():
    assert part(f"{GLUED} A visit ofZhibek, they said.")[0].endswith("A visit of Zhibek, they said.")


def test_only_texts_full_of_glued_words_are_repaired():
    assert part("A mutualinterest was found.", GLUED)[0] == "A mutualinterest was found."
    rare = GLUED + " Many quite clean words stand here." * 200
    assert part(rare) == [rare]
    names = "The PlayStation, the SoftVision, the ImageMaster and the FlashTalk were shown."
    assert part(names) == [names]


def test_a_word_that_stands_whole_in_another_text_is_left():
    named = f"{GLUED} The fleetwatchers came."
    assert "fleet watchers" in part(named)[0]
    assert "fleetwatchers" in part(named, "Some fleetwatchers met.")[0]


def test_find_run_together_does_not_depend_on_order():
    texts = [GLUED, "Trade of the countries grew, said Deputy Minister Asan.", "An odd text ofgrain."]
    assert part(*texts) == part(*reversed(texts))[::-1]


def test_a_word_of_more_than_forty_letters_is_no_two_words_whatever_is_in_it():
    (text,) = part(f"{GLUED} A {'cooperation' * 3}ofthemin was read, then {'cooperation' * 4}.")
    assert text.endswith(f" A {'cooperation' * 3}ofthemin was read, then {'cooperation' * 4}.")


def test_a_text_without_spaces_costs_no_more_than_its_length():
    """Each place in a word was a place to cut it: a page of 160,000 letters in a row took twenty seconds."""
    text = f"{GLUED} {'million' * 40_000} end."
    started = process_time()
    assert part(text) == [f"{part(GLUED)[0]} {'million' * 40_000} end."]
    assert process_time() - started < 3


@pytest.mark.parametrize(("n_glued", "repaired"), [(3, False), (4, True)])
def test_a_text_is_repaired_from_four_different_glued_words_on(n_glued, repaired):
    glued = ["ofcooperation", "inthe", "thetwo", "andthey"][:n_glued]
    text = f"It spoke {' so '.join(glued * 2)} then."
    assert (part(text) != [text]) is repaired


@pytest.mark.parametrize(("n_clean", "repaired"), [(350, True), (500, False)])
def test_a_long_text_is_repaired_if_one_word_in_a_hundred_is_glued(n_clean, repaired):
    text = "It spoke ofcooperation inthe sides, thetwo of them, andthey left." + " So it was clean." * (n_clean // 4)
    assert (part(text) != [text]) is repaired


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


def lose_line_ends(text):
    """Wrap a text and drop the line ends between words; give it, and the pairs that run together."""
    pairs, paragraphs = Counter(), []
    for paragraph in text.split("\n"):
        lines = textwrap.wrap(paragraph, 65, break_on_hyphens=False)
        for at, (line, after) in enumerate(pairwise(lines)):
            last, first = re.search(r'(?<![^\s"(])[^\W\d_]+$', line), re.match(r"[^\W\d_]+(?![^\s.,;:!?)])", after)
            pairs.update([f"{last[0]} {first[0]}"] if last and first else [])
            lines[at] += "" if last and first else " "
        paragraphs.append("".join(lines))
    return "\n".join(paragraphs), pairs


@needs_data
@pytest.mark.slow
def test_bbc_texts_that_lost_their_line_ends_are_repaired_and_others_stay():
    with gzip.open(Path(DATA, "corpora", "bbc_news.jsonl.gz"), "rt", encoding="utf-8") as lines:
        texts = [json.loads(line)["text"] for line in lines]
    untouched = find_run_together(texts, [True] * len(texts), number_words(texts))
    assert sum(map(len, untouched.values())) <= 4  # glued by the newsroom
    glued, lost, found = dict.fromkeys(random.Random(11).sample(range(len(texts)), 100)), Counter(), Counter()
    for at in glued:
        texts[at], pairs = lose_line_ends(texts[at])
        lost.update({(at, pair): n for pair, n in pairs.items()})
    edits = find_run_together(texts, [True] * len(texts), number_words(texts))
    found.update((at, new) for at, own in edits.items() for *_, new in own)
    assert edits.keys() - glued.keys() <= untouched.keys()
    assert (found & lost).total() >= 0.85 * lost.total()
    assert (found - lost).total() <= 0.015 * lost.total()


def test_number_words_gives_every_text_its_words():
    tokens = number_words(["It's late, it is.", "", "Late"])
    assert tokens.words == ["It", "Late", "is", "it", "late", "ʼs"]
    assert [tokens.of(at).tolist() for at in range(3)] == [[0, 5, 4, 3, 2], [], [1]]


def test_a_glued_word_that_begins_a_text_is_parted_and_one_that_may_be_cut_off_is_not():
    (text,) = part(f"Ofcooperation they spoke. {GLUED} It ended inthe")
    assert text.startswith("Of cooperation they")
    assert text.endswith("It ended inthe")
    assert part(f"{GLUED} It ended inthe.")[0].endswith("It ended in the.")


@pytest.mark.parametrize("name", ["Aset Ofcooperation", "Ofcooperation Nurlanov"])
def test_a_capitalised_word_beside_another_is_a_name(name):
    assert part(f"{GLUED} They met, said {name}, at last.")[0].endswith(f"They met, said {name}, at last.")
    assert part(f"{GLUED} They met, so Ofcooperation it was.")[0].endswith("They met, so Of cooperation it was.")


def joined(text, language):
    """Join the parted words of a text."""
    return apply_edits(text, join_line_ends(text, language))


@pytest.mark.parametrize(
    ("parted", "whole"),
    [
        ("It will cost $120 mil-\nlion.", "It will cost $120 million."),
        ("The capital of Uz-\n   bekistan is Tash- \nkent.", "The capital of Uzbekistan is Tashkent."),
        ("Shavkat Mirzi-\nyoyev met them.", "Shavkat Mirziyoyev met them."),
        ("REPUBLIC OF UZBEKIS-\nTAN", "REPUBLIC OF UZBEKISTAN"),
        ("the Kazakh-\nUzbek border", "the Kazakh-Uzbek border"),
        ("a Shanghai-\nbased firm, state-\nowned", "a Shanghai-based firm, state-owned"),
        ("a Karaoy-\nbased firm and a long-\nterm loan", "a Karaoy-based firm and a long-term loan"),
        ("a Vostok-\ngaz well of Vostok-gaz", "a Vostok-gaz well of Vostok-gaz"),
        ("the share-\nholders", "the shareholders"),
        ("prices 5-\n6 and a dash -\nhere", "prices 5-\n6 and a dash -\nhere"),
        ("https://courier.kg/a-line-of-\nTrams run", "https://courier.kg/a-line-of-\nTrams run"),
    ],
)
def test_english_words_are_joined(parted, whole):
    assert joined(parted, "en") == whole


@pytest.mark.parametrize(
    ("parted", "whole", "language"),
    [
        ("120 мил-\nлионов в Узбеки-\nстане, миллионов", "120 миллионов в Узбеки-\nстане, миллионов", "ru"),
        ("торгово-\nэкономического и экономического", "торгово-экономического и экономического", "ru"),
        ("кто-\nто о соглаше-\nния", "кто-то о соглашения", "ru"),
        ("savdo-\niqtisodiy, iqtisodiy", "savdo-iqtisodiy, iqtisodiy", "uz"),
        ("премьер-\nминистр", "премьер-\nминистр", "ru"),
    ],
)
def test_words_of_other_languages_are_joined_where_something_decides(parted, whole, language):
    assert joined(parted, language) == whole
