"""
How the kit does on briefs that others wrote and annotated, without seeing it.

    python tests/benchmarks/bench_others.py

``tests/data/briefs_others`` holds 56 English and 16 Russian briefs that restate real reports of 2014 to 2025 (``url``),
each annotated once under the guides of the seeds by who wrote it: language models, no humans. ``read`` is false for
those whose errors nobody has looked at: their scores tell what to expect. Read one, and its mark has to change. One
annotation is a harder measure than two, where what one of them lacks does not count.
"""

from pathlib import Path

import pandas as pd

from analysis import TopicClassifier, extract_facts, find_deals, full_text, label_documents, load_corpus
from analysis.evaluate.annotations import load_annotations, load_deals
from analysis.evaluate.audit import score_ledger, score_links

FOLDER = Path(__file__).parents[1] / "data/briefs_others"


def of(table, ids):
    """The rows of some documents."""
    names = table["doc_id"] if "doc_id" in table else table.index.get_level_values("doc_id")
    return table[names.isin(ids)]


def measure():
    """F1 of each field and kind of link, a column for each part of the briefs."""
    documents = load_corpus(FOLDER)
    facts = extract_facts(documents)
    labels = label_documents(documents, TopicClassifier().fit(full_text(documents)))
    deals = find_deals(documents, labels, facts)
    annotations, expected = load_annotations(FOLDER), load_deals(FOLDER)
    english, read = documents["language"] == "en", documents["meta_read"].astype(str) == "True"
    parts = {"English, read": english & read, "English, unread": english & ~read, "Russian": ~english}
    scores = {}
    for name, part in parts.items():
        ids = documents.index[part]
        fields = score_ledger(of(annotations, ids), of(labels, ids), of(facts, ids))
        links = score_links(of(expected, ids), of(deals, ids))
        scores[f"{name} ({len(ids)})"] = pd.concat([fields["f1"], links["f1"]])
    return pd.DataFrame(scores).round(3)


if __name__ == "__main__":
    print(measure().to_string())
