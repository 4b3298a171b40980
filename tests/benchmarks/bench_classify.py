"""
Measure the classifier: sectors of the briefs, topics from one word each, reliability, speed.

Run from the project's root with SILK_LEDGER_DATA set to the folder that holds corpora/ and articles/:
``python -m tests.benchmarks.bench_classify [seeds] [articles] [words] [calibration]``. Prints a table a part.
"""

import gzip
import json
import os
import re
import sys
import time
from pathlib import Path

import numpy as np
import pandas as pd
from sklearn.datasets import _twenty_newsgroups as strip
from sklearn.model_selection import StratifiedKFold

from analysis import full_text, load_corpus, score_labels
from analysis.evaluate.agreement import score_primary, trace_risk
from analysis.evaluate.annotations import agreed_values, load_annotations
from analysis.topics.classifier import TopicClassifier

DATA = Path(os.environ.get("SILK_LEDGER_DATA", ""))
COARSE = {
    "comp": "computer",
    "rec": "sports",
    "sci": "science",
    "talk": "politics",
    "alt": "religion",
    "soc": "religion",
}


def read(name):
    with gzip.open(DATA / "corpora" / name, "rt", encoding="utf-8") as lines:
        return pd.DataFrame([json.loads(line) for line in lines])


def bbc():
    table = read("bbc_news.jsonl.gz")
    return table["text"], table["label"].replace("tech", "technology")


def headlines():
    """A stand-in for short news: BBC's headline and first sentence, four classes."""
    texts, labels = bbc()
    kept = labels != "entertainment"
    lines = texts[kept].str.split(r"\n+", regex=True)
    first = lines.str[1].map(lambda paragraph: re.split(r"(?<=[.!?])\s", paragraph)[0])
    return lines.str[0] + ". " + first, labels[kept]


def newsgroups(stripped):
    table = read("20newsgroups.jsonl.gz")
    table = table[table["label"] != "misc.forsale"]
    labels = table["label"].str.split(".").str[0].map(COARSE).mask(table["label"] == "talk.religion.misc", "religion")
    texts = table["text"]
    if stripped:
        texts = texts.map(strip.strip_newsgroup_header).map(strip.strip_newsgroup_footer)
        texts = texts.map(strip.strip_newsgroup_quoting)
    return texts, labels


def score_words():
    """Accuracy from one word a topic, with the seconds of fit and predict."""
    rows = []
    corpora = {"BBC": bbc, "headlines": headlines, "20 Newsgroups": lambda: newsgroups(False)}
    for name, corpus in {**corpora, "20 Newsgroups, stripped": lambda: newsgroups(True)}.items():
        texts, labels = corpus()
        start = time.perf_counter()
        found = TopicClassifier({label: [label] for label in sorted(set(labels))}).fit(texts).predict(texts)
        rows.append((name, len(texts), (found == labels).mean(), time.perf_counter() - start))
    return pd.DataFrame(rows, columns=["corpus", "documents", "accuracy", "seconds"]).set_index("corpus").round(3)


def score_seeds(folder):
    """Primary accuracy, micro-F1: frozen, learned from the texts, in five folds; risk and coverage."""
    texts = full_text(load_corpus(folder))
    notes = load_annotations(folder)
    primary, sectors = (agreed_values(notes, field).loc[texts.index] for field in ("primary", "sectors"))
    accepted = [must | may for must, may in zip(primary["expected"], primary["allowed"], strict=True)]
    y = notes.drop_duplicates("doc_id").set_index("doc_id")["sectors"].loc[texts.index].tolist()
    rows = []

    def score(name, best, topics):
        rows.append((name, *score_primary(accepted, best).loc["accuracy"], *micro(sectors, topics)))

    learned = TopicClassifier(learn="corpus").fit(texts)
    score("learned from them", list(learned.predict(texts)), learned.predict_topics(texts))
    model = TopicClassifier().fit(texts)
    best, topics = model.predict(texts), model.predict_topics(texts)
    score("frozen", list(best), topics)
    found, found_topics = [None] * len(texts), [None] * len(texts)
    order = np.random.default_rng(0).permutation(len(texts))
    for test in np.array_split(order, 5):
        train = np.setdiff1d(order, test)
        fitted = TopicClassifier().fit(texts.iloc[train], [y[row] for row in train])
        for row, one, many in zip(
            test, fitted.predict(texts.iloc[test]), fitted.predict_topics(texts.iloc[test]), strict=True
        ):
            found[row], found_topics[row] = one, many
    score("five folds", found, found_topics)
    columns = ["setting", "primary", "low", "high", "n", "micro_f1", "f1_low", "f1_high"]
    print(pd.DataFrame(rows, columns=columns).set_index("setting").round(3).to_string(), end="\n\n")
    right = [one in names for one, names in zip(best, accepted, strict=True)]
    risk = trace_risk(right, model.predict_proba(texts).max(axis=1))
    return risk.iloc[[risk.index.searchsorted(share) for share in (0.5, 0.8, 1.0)]].round(3)


def micro(sectors, topics):
    return score_labels(sectors["expected"].tolist(), [set(t) for t in topics], sectors["allowed"].tolist()).loc[
        "micro", ["f1", "low", "high"]
    ]


def score_articles():
    """The five raw articles against what they must and may hold."""
    gold = json.loads((DATA / "articles_gold.json").read_text(encoding="utf-8"))
    texts = full_text(load_corpus(DATA / "articles"))
    model = TopicClassifier().fit(texts)
    rows = []
    for doc_id, best, topics in zip(texts.index, model.predict(texts), model.predict_topics(texts), strict=True):
        note = gold[f"{doc_id}.txt"]
        missed = set(note["sectors_must"]) - set(topics)
        strange = set(topics) - set(note["sectors_must"]) - set(note["sectors_may"])
        rows.append((doc_id, best, best in note["primary"], sorted(missed), sorted(strange)))
    return pd.DataFrame(rows, columns=["doc_id", "primary", "right", "missed", "strange"]).set_index("doc_id")


def calibration_error(right, probability, n_bins=10):
    """The expected calibration error, in bins of an equal number of cases."""
    order = np.argsort(probability, kind="stable")
    gaps = [abs(probability[part].mean() - right[part].mean()) * len(part) for part in np.array_split(order, n_bins)]
    return sum(gaps) / len(order)


def score_calibration():
    """BBC in five folds with labels: accuracy and expected calibration error of the best topic and of all pairs."""
    texts, labels = bbc()
    names = sorted(set(labels))
    chances = np.zeros((len(texts), len(names)))
    for train, test in StratifiedKFold(5, shuffle=True, random_state=0).split(texts, labels):
        model = TopicClassifier({name: [name] for name in names}).fit(texts.iloc[train], labels.iloc[train].tolist())
        chances[test] = model.predict_proba(texts.iloc[test])
    truth = labels.to_numpy()[:, None] == np.array(names)
    best = chances.argmax(axis=1)
    errors = {
        "best topic": calibration_error(truth[np.arange(len(best)), best], chances.max(axis=1)),
        "all pairs": calibration_error(truth.ravel(), chances.ravel()),
        "accuracy": truth[np.arange(len(best)), best].mean(),
    }
    return pd.Series(errors, name="BBC, five folds").round(4)


if __name__ == "__main__":
    parts = sys.argv[1:] or ["seeds", "articles", "words", "calibration"]
    for part in parts:
        if part == "seeds":
            for folder in ("seeds", "tests/data/briefs_ru"):
                print(folder, score_seeds(folder).to_string(), sep="\n", end="\n\n")
        else:
            made = {"articles": score_articles, "words": score_words, "calibration": score_calibration}[part]()
            print(made.to_string(), end="\n\n")
