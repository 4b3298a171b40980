"""How well the rules for money and acts do on the annotated briefs, on sentences of our own, and on other text."""

import csv
import gzip
import json
import os
from pathlib import Path

import pytest

from analysis.evaluate.agreement import score_labels
from analysis.evaluate.annotations import agreed_values, load_annotations
from analysis.facts.amounts import find_amounts
from analysis.facts.document import Document
from analysis.facts.instruments import find_acts

ROOT = Path(__file__).parents[2]
BRIEFS = {"en": ROOT / "seeds", "ru": ROOT / "tests/data/briefs_ru"}

needs_data = pytest.mark.skipif("SILK_LEDGER_DATA" not in os.environ, reason="set SILK_LEDGER_DATA to the shared data")


def data(*parts):
    return Path(os.environ["SILK_LEDGER_DATA"], *parts)


def read_brief(path):
    _, head, body = path.read_text(encoding="utf-8").split("---\n", 2)
    title = next(line.removeprefix("title: ") for line in head.splitlines() if line.startswith("title: "))
    return f"{title}\n\n{body}"


def f1(language, field, find, *, roles=False):
    agreed = agreed_values(load_annotations(BRIEFS[language]), field, roles=roles)
    found = [find(read_brief(BRIEFS[language] / f"{doc_id}.md"), language) for doc_id in agreed.index]
    scores = score_labels(list(agreed["expected"]), found, list(agreed["allowed"]), n_resamples=1)
    return scores.loc["micro", "f1"]


def values(text, language):
    return {mention.value for mention in find_amounts(Document(text, language))}


def values_with_roles(text, language):
    return {f"{mention.value} {mention.role}" for mention in find_amounts(Document(text, language))}


def instruments(text, language):
    document = Document(text, language)
    return {mention.value for mention in find_acts(document, find_amounts(document)) if mention.kind == "instrument"}


@pytest.mark.parametrize(("language", "bar"), [("en", 0.97), ("ru", 0.93)])
def test_amounts_reach_the_bar(language, bar):
    assert f1(language, "amounts", values) >= bar


@pytest.mark.parametrize("language", ["en", "ru"])
def test_amounts_with_role_reach_the_bar(language):
    assert f1(language, "amounts", values_with_roles, roles=True) >= 0.87


@pytest.mark.parametrize("language", ["en", "ru"])
def test_instruments_reach_the_bar(language):
    assert f1(language, "instruments", instruments) >= 0.80


with (ROOT / "tests/data/news_sentences.csv").open(encoding="utf-8", newline="") as lines:
    SENTENCES = list(csv.DictReader(lines))


@pytest.mark.parametrize("row", SENTENCES, ids=[row["sentence"][:40] for row in SENTENCES])
def test_money_and_acts_are_read_in_sentences_of_many_newsrooms(row):
    """Written afresh, none from the briefs: every sum with its role, the acts stated, none that is denied or wished."""
    text, language = row["sentence"], row["language"]
    assert values_with_roles(text, language) == set(filter(None, row["amounts"].split(" ; ")))
    found = instruments(text, language)
    assert set(row["instruments"].split()) <= found
    assert not found & set(row["not_instruments"].split())


@needs_data
def test_amounts_and_instruments_of_the_articles_are_as_a_reader_finds_them():
    gold = json.loads(data("articles_gold.json").read_text(encoding="utf-8"))
    for name, expected in gold.items():
        text = data("articles", name).read_text(encoding="utf-8", errors="replace")
        amounts = {(m.number, m.currency, m.role) for m in find_amounts(Document(text))}
        assert amounts == {(a["value"], a["currency"], a["role"]) for a in expected["amounts"]}, name
        must = set(expected["instruments_must"])
        assert must <= instruments(text, "en") <= must | set(expected["instruments_may"]), name


@needs_data
def test_amounts_found_in_other_news_are_money():
    """A seeded sample of 100 of the sums found in BBC news, each judged by reading it."""
    with (ROOT / "tests/data/bbc_amounts_judged.csv").open(encoding="utf-8", newline="") as lines:
        judged = list(csv.DictReader(lines))
    wanted = {row["doc_id"] for row in judged}
    with gzip.open(data("corpora", "bbc_news.jsonl.gz"), "rt", encoding="utf-8") as lines:
        news = {row["id"]: row for row in map(json.loads, lines) if row["id"] in wanted}
    found = {
        (doc_id, field, mention.start, mention.value)
        for doc_id, row in news.items()
        for field in ("title", "text")
        for mention in find_amounts(Document(row.get(field) or ""))
    }
    again = [row for row in judged if (row["doc_id"], row["field"], int(row["start"]), row["value"]) in found]
    assert len(judged) == 100
    assert len(again) >= 97
    assert sum(row["verdict"] == "right" for row in again) / len(again) >= 0.97
