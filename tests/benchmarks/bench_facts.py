"""
The facts against the annotated briefs, and against the clock.

    python tests/benchmarks/bench_facts.py quality                        # F1 on the briefs, in both languages
    SILK_LEDGER_DATA=... python tests/benchmarks/bench_facts.py speed     # Reuters-21578

Rules are mended on the half of the briefs whose doc_id hashes to an even number (sha256) and nothing is read of the
other half: its score tells what to expect of briefs that nobody has seen. Speed is given by the clock over all cores,
from a cold start, and by processor time of one core, which other programs disturb less.
"""

import gzip
import json
import os
import sys
import time
from hashlib import sha256
from pathlib import Path

import pandas as pd

from analysis.corpus.loading import load_corpus
from analysis.evaluate.agreement import score_labels
from analysis.evaluate.annotations import agreed_values, load_annotations
from analysis.facts.amounts import find_amounts
from analysis.facts.dates import find_dates
from analysis.facts.document import Document
from analysis.facts.extraction import extract_facts
from analysis.facts.instruments import find_acts
from analysis.text.processes import SHARED

ROOT = Path(__file__).parents[2]
FOLDERS = {"en": ROOT / "seeds", "ru": ROOT / "tests/data/briefs_ru"}
KINDS = {
    "parties": ("countries", False, lambda row: row.value if row.kind == "country" and row.role == "party" else None),
    "amounts": ("amounts", False, lambda row: row.value if row.kind == "amount" else None),
    "amounts with role": ("amounts", True, lambda row: f"{row.value} {row.role}" if row.kind == "amount" else None),
    "instruments": ("instruments", False, lambda row: row.value if row.kind == "instrument" else None),
    "places": ("places", False, lambda row: row.text if row.kind == "place" else None),
    "organisations": ("organisations", False, lambda row: row.text if row.kind == "organisation" else None),
}


def is_read(doc_id):
    """Whether a brief is of the half whose errors may be read."""
    return int(sha256(doc_id.encode()).hexdigest(), 16) % 2 == 0


def f1(agreed, found, doc_ids):
    part = agreed.loc[doc_ids]
    sets = [found.get(doc_id, set()) for doc_id in doc_ids]
    return score_labels(list(part["expected"]), sets, list(part["allowed"]), n_resamples=1).loc["micro", "f1"]


def measure_quality():
    for language, folder in FOLDERS.items():
        facts, annotations = extract_facts(load_corpus(folder)), load_annotations(folder)
        for name, (field, roles, value) in KINDS.items():
            agreed, found = agreed_values(annotations, field, roles=roles), {}
            for row in facts.itertuples():
                if (answer := value(row)) is not None:
                    found.setdefault(row.doc_id, set()).add(answer)
            halves = {"all": list(agreed.index)}
            halves["read"] = [doc_id for doc_id in agreed.index if is_read(doc_id)]
            halves["unread"] = [doc_id for doc_id in agreed.index if not is_read(doc_id)]
            print(language, f"{name:18}", *(f"{half} {f1(agreed, found, ids):.3f}" for half, ids in halves.items()))


def measure_speed():
    with gzip.open(
        Path(os.environ["SILK_LEDGER_DATA"], "corpora/reuters21578.jsonl.gz"), "rt", encoding="utf-8"
    ) as lines:
        rows = [json.loads(line) for line in lines]
    documents = pd.DataFrame(
        {"title": [row["title"] for row in rows], "text": [row["text"] for row in rows]}, dtype="str"
    )
    documents = documents.assign(language="en", date=pd.NaT)
    start = time.perf_counter()
    extract_facts(documents)
    print(
        f"{'all facts':15} {len(rows) / (time.perf_counter() - start):8.0f} reports a second, all cores, by the clock"
    )
    some = documents[: SHARED - 1]
    texts = list(some["title"].fillna("") + "\n\n" + some["text"].fillna(""))
    finders = {
        "amounts": lambda: [find_amounts(Document(text)) for text in texts],
        "and instruments": lambda: [find_acts(d, find_amounts(d)) for d in map(Document, texts)],
        "dates": lambda: [find_dates(Document(text)) for text in texts],
        "all facts": lambda: extract_facts(some),
    }
    for name, find in finders.items():
        start = time.process_time()
        find()
        print(f"{name:15} {len(texts) / (time.process_time() - start):8.0f} reports a second of one core")


if __name__ == "__main__":
    for name in sys.argv[1:] or ["quality"]:
        {"quality": measure_quality, "speed": measure_speed}[name]()
