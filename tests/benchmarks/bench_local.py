"""
The facts and sectors of briefs in the languages of the region: ``python tests/benchmarks/bench_local.py [-v]``.

Reads ``tests/data/briefs_local.jsonl``; F1 as the guide there has it: what both annotations hold must be
found, what one holds may be. The language is the brief's own, and the one that the kit would detect is compared.
"""

import json
import sys
from pathlib import Path

import pandas as pd

from analysis import TopicClassifier, extract_facts, full_text, score_labels

BRIEFS = Path(__file__).parents[1] / "data/briefs_local.jsonl"
GROUPS = {"tr az uz kk": ("tr", "az", "uz", "kk"), "ky tg tk": ("ky", "tg", "tk")}
VALUES = {
    "parties": lambda one: set(one["countries"]),
    "amounts": lambda one: {f"{float(a['value']):.0f} {a['currency']}" for a in one["amounts"]},
    "amounts with role": lambda one: {f"{float(a['value']):.0f} {a['currency']} {a['role']}" for a in one["amounts"]},
    "instruments": lambda one: set(one["instruments"]),
    "organisations": lambda one: set(one["organisations"]),
    "places": lambda one: set(one["places"]),
    "sectors": lambda one: set(one["sectors"]),
}


def load_briefs(path=BRIEFS):
    """Return the briefs as documents, and the pair of annotations of each."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    documents = pd.DataFrame(
        {
            "title": [row["title"] for row in rows],
            "text": [row["body"] for row in rows],
            "language": [row["language"] for row in rows],
            "date": pd.to_datetime([row["date"] for row in rows]),
        },
        index=[row["id"] for row in rows],
    )
    return documents, {row["id"]: row["annotations"] for row in rows}


def find(documents):
    """Return what the kit finds in each document, in the terms of `VALUES`, and the best sector."""
    facts, texts = extract_facts(documents), full_text(documents)
    model = TopicClassifier().fit(texts)
    found = {doc_id: {name: set() for name in VALUES} for doc_id in documents.index}
    for row in facts.itertuples():
        own = found[row.doc_id]
        if row.kind == "country" and row.role == "party":
            own["parties"].add(row.value)
        elif row.kind == "amount":
            own["amounts"].add(f"{row.number:.0f} {row.currency}")
            own["amounts with role"].add(f"{row.number:.0f} {row.currency} {row.role}")
        elif row.kind in ("instrument", "organisation", "place"):
            own[f"{row.kind}s"].add(row.value if row.kind == "instrument" else (row.value, row.text))
    for doc_id, topics in zip(documents.index, model.predict_topics(texts), strict=True):
        found[doc_id]["sectors"] = set(topics)
        found[doc_id]["primary"] = topics[0] if topics else None
    return found


def once(found, gold):
    """Return one form of each name, as the annotations do: one that these have, if the text has several."""
    names = {}
    for one in sorted(found, key=lambda one: (not isinstance(one, tuple) or one[1] not in gold, one)):
        names.setdefault(one[0] if isinstance(one, tuple) else one, one[1] if isinstance(one, tuple) else one)
    return set(names.values())


def score(doc_ids, gold, found):
    """Return F1 of each field, and the share of right primary sectors."""
    scores = {}
    for name, value in VALUES.items():
        pairs = [[value(one) for one in gold[doc_id]] for doc_id in doc_ids]
        answers = [once(found[doc_id][name], set.union(*pair)) for doc_id, pair in zip(doc_ids, pairs, strict=True)]
        result = score_labels([a & b for a, b in pairs], answers, [a | b for a, b in pairs], n_resamples=1)
        scores[name] = result.loc["micro", "f1"]
    first = [found[doc_id]["primary"] in {one["sectors"][0] for one in gold[doc_id]} for doc_id in doc_ids]
    return scores | {"primary": sum(first) / len(first)}


def show_faults(doc_ids, gold, found):
    for doc_id in doc_ids:
        for name, value in VALUES.items():
            one, other = map(value, gold[doc_id])
            answers = once(found[doc_id][name], one | other)
            extra, missed = answers - (one | other), (one & other) - answers
            if extra or missed:
                print(f"  {doc_id} {name}: extra {sorted(extra)} missed {sorted(missed)}")


if __name__ == "__main__":
    documents, gold = load_briefs()
    found, wanted = find(documents), [name for name in sys.argv[1:] if name != "-v"]
    languages = {code: (code,) for code in documents["language"].unique()}
    for name, codes in (GROUPS | languages).items():
        doc_ids = documents.index[documents["language"].isin(codes)]
        print(f"{name:12}", *(f"{field} {value:.3f}" for field, value in score(doc_ids, gold, found).items()))
        if "-v" in sys.argv and name in (wanted or languages):
            show_faults(doc_ids, gold, found)
