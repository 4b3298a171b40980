"""
What is found in the reports at hand, written down: a change that nobody meant fails a test, one that was meant shows
in the diff which reports it altered.

    python -m tests.known          # write tests/data/known*.csv again

`known.csv` has a row a report of ``seeds/`` and ``tests/data`` and a column a table: a digest of the report's own rows,
empty where it has none. `known_whole.csv` has the tables over all of them, `known_pages.csv` what is read of the pages
that SILK_LEDGER_DATA names.
"""

import os
from functools import cache
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path

import pandas as pd
import pytest

from analysis import (
    TopicClassifier,
    build_ledger,
    country_profile,
    extract_facts,
    find_deals,
    full_text,
    label_documents,
    link_events,
    load_corpus,
    pair_countries,
    sum_amounts,
)

ROOT = Path(__file__).parents[1]
DATA = ROOT / "tests/data"
SOURCES = (
    ROOT / "seeds",
    DATA / "briefs_ru",
    DATA / "briefs_others",
    DATA / "briefs_local.jsonl",
    DATA / "events.jsonl",
)
TABLES = ("facts", "hedged", "topics", "reasons", "deals", "events", "ledger")
OWN = {"energy": "power plant, gas, oil", "transport": "railway, port, road", "money": "loan, bank, credit"}


@cache
def read():
    """Return the reports of all sources, with the source before each name."""
    tables = [load_corpus(source).rename(lambda name, of=source.stem: f"{of}/{name}") for source in SOURCES]
    return pd.concat(tables).rename_axis("doc_id")


@cache
def find():
    """Return the tables of `TABLES` over all reports, each with a column ``doc_id``, and other tables."""
    documents = read()
    model = TopicClassifier().fit(full_text(documents))
    labels = label_documents(documents, model)
    facts = extract_facts(documents)
    deals = find_deals(documents, labels, facts)
    linked = link_events(deals, documents)
    links = pd.DataFrame(linked.attrs["links"]).round(2)
    ledger = build_ledger(documents, linked)
    seeds = documents[documents.index.str.startswith("seeds/")]
    reasons = pd.concat({name: model.explain(text) for name, text in full_text(documents).items()}, names=["doc_id"])
    own, learned = TopicClassifier(OWN).fit(full_text(documents)), TopicClassifier(learn="corpus").fit(full_text(seeds))
    rows = {
        "facts": facts,
        "hedged": pd.DataFrame(facts.attrs["hedged"]).rename(columns={0: "doc_id"}),
        "topics": labels.round(3).reset_index(),
        "reasons": reasons.round(3).reset_index(),
        "deals": deals.reset_index(),
        "events": links.assign(doc_id=[deal.rpartition("#")[0] for deal in links["deal"]]),
        "ledger": ledger.assign(doc_id=[event.rpartition("#")[0] for event in ledger.index]),
    }
    whole = {
        "pairs": pair_countries(ledger),
        "sums": sum_amounts(ledger),
        **country_profile(ledger, "UZB")._asdict(),
        "own topics": pd.DataFrame({"topics": own.predict_topics(full_text(documents))}, documents.index),
        "own reasons": pd.concat([own.explain(text)[["term", "start", "topic"]] for text in full_text(seeds)]),
        "own topics learned": pd.DataFrame({"topics": learned.predict_topics(full_text(seeds))}, seeds.index),
    }
    return rows, whole


def digest(table):
    return sha256(pd.DataFrame(table).to_csv(lineterminator="\n").encode()).hexdigest()[:8]


def digest_rows(table, documents):
    """Return a digest of the rows of each report, empty where it has none."""
    found = {name: digest(rows.reset_index(drop=True)) for name, rows in table.groupby("doc_id")}
    return [found.get(name, "") for name in documents.index]


@cache
def digest_reports():
    rows, _ = find()
    return pd.DataFrame({name: digest_rows(rows[name], read()) for name in TABLES}, read().index)


@cache
def digest_whole():
    return pd.DataFrame({"digest": {name: digest(table) for name, table in find()[1].items()}}).rename_axis("table")


@cache
def digest_pages():
    """Return a digest of what is read of each page, and of its rows in the log."""
    folders = sorted(Path(os.environ["SILK_LEDGER_DATA"], "dataset/pages").glob("*/docs"))
    tables = {}
    for folder in folders:
        documents = load_corpus(folder)
        log = pd.DataFrame(documents.attrs["log"]).rename(columns={"file": "doc_id"})
        fields = documents[["title", "date", "outlet", "byline", "language", "text"]]
        log["doc_id"] = log["doc_id"].map(pd.Series(documents.index, documents["source_file"]))
        columns = {"fields": fields.reset_index(), "log": log.dropna(subset="doc_id")}
        told = {name: digest_rows(table, documents) for name, table in columns.items()}
        tables[folder.parent.name] = pd.DataFrame(told, documents.index)
    return pd.concat(tables, names=["set", "doc_id"])


def list_changes(name, found, columns):
    """Return what differs from the file `name`, as texts ``row: column``."""
    locked = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    if any(f"{library}=={version(library)}" not in locked for library in ("pandas", "scikit-learn", "trafilatura")):
        pytest.skip("digests are those of the locked versions")
    written = pd.read_csv(DATA / name, dtype=str, keep_default_na=False, index_col=list(range(found.index.nlevels)))
    assert list(written.index) == list(found.index), f"other reports than in {name}: python -m tests.known"
    return [f"{index}: {column}" for column in columns for index in found.index[found[column] != written[column]]]


def main():
    found = {"known.csv": digest_reports(), "known_whole.csv": digest_whole(), "known_pages.csv": digest_pages()}
    for name, table in found.items():
        table.to_csv(DATA / name, lineterminator="\n")


if __name__ == "__main__":
    main()
