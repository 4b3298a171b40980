"""
Clusters against known classes, ours beside the usual recipes, on the corpora that SILK_LEDGER_DATA names.

Run by hand: ``python tests/benchmarks/bench_clusters.py [bbc r8 20newsgroups]``, options ``--auto`` (number of clusters
found), ``--spread`` (ten fits on nine tenths of the documents) and ``--labels`` (of our clusters, beside those by
class-based TF-IDF, as BERTopic gives them, but without stop words). One table a corpus: NMI with its 95 % interval,
ARI, accuracy, seconds with vectorising. MiniLM and BERTopic are only quoted here; `compare.py` runs them on BBC.
"""

import gzip
import json
import os
import sys
import time
from pathlib import Path

import numpy as np
import pandas as pd
from sklearn.cluster import KMeans
from sklearn.datasets import _twenty_newsgroups as strip
from sklearn.decomposition import TruncatedSVD
from sklearn.feature_extraction.text import ENGLISH_STOP_WORDS, CountVectorizer, TfidfVectorizer
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import Normalizer

from analysis.clusters.clusterer import TopicClusterer
from analysis.evaluate.agreement import compare_clusters

R8 = ["earn", "acq", "crude", "trade", "money-fx", "interest", "ship", "grain"]
USUAL = {"stop_words": "english", "min_df": 5, "max_df": 0.5, "sublinear_tf": True}
QUOTED = {"bbc": "MiniLM + k-means 0.876, BERTopic 0.720", "r8": "MiniLM 0.571", "20newsgroups": "MiniLM 0.513"}


def read(name):
    with gzip.open(Path(os.environ["SILK_LEDGER_DATA"], "corpora", name), "rt", encoding="utf-8") as lines:
        return pd.DataFrame(map(json.loads, lines))


def read_corpus(name):
    """Return the texts and classes of a corpus as the field uses them."""
    if name == "bbc":
        rows = read("bbc_news.jsonl.gz")
        return rows["text"].tolist(), rows["label"].tolist()
    if name == "20newsgroups":
        rows = read("20newsgroups.jsonl.gz")
        bare = rows["text"].map(strip.strip_newsgroup_header).map(strip.strip_newsgroup_footer)
        return bare.map(strip.strip_newsgroup_quoting).tolist(), rows["label"].tolist()
    rows = read("reuters21578.jsonl.gz")
    rows = rows[
        (rows["has_topics"] == "YES") & rows["lewissplit"].isin(["TRAIN", "TEST"]) & (rows["topics"].str.len() == 1)
    ]
    rows = rows[rows["topics"].str[0].isin(R8)]
    return (rows["title"].fillna("") + "\n" + rows["text"]).tolist(), rows["topics"].str[0].tolist()


def kmeans(texts, k):
    vectors = TfidfVectorizer(**USUAL).fit_transform(texts)
    return KMeans(k, n_init=10, random_state=0).fit(vectors).labels_


def lsa(texts, k):
    space = make_pipeline(TfidfVectorizer(**USUAL), TruncatedSVD(100, random_state=0), Normalizer())
    return KMeans(k, n_init=10, random_state=0).fit(space.fit_transform(texts)).labels_


def weigh_classes(counts, members):
    """Return the class-based TF-IDF of words, shape (n_clusters, n_words), as BERTopic has it."""
    sums = (members.T @ counts).astype(float)
    return sums / sums.sum(axis=1, keepdims=True) * np.log1p(sums.sum() / len(sums) / sums.sum(axis=0))


def score_label(words, own):
    """
    Return the share of a cluster's reports with a word of its label, that of reports with one that are its, and NPMI.

    `words` says which reports have which word of the label, `own` which are the cluster's. NPMI is the mean of pairs of
    words, -1 for two that never meet.
    """
    together, has = words.T @ words / len(words), words.any(axis=1)
    alone, pairs = np.diag(together), np.triu_indices(len(together), 1)
    joint = together[pairs].clip(1e-12)
    npmi = np.where(joint > 1e-12, np.log(joint / np.outer(alone, alone)[pairs]) / -np.log(joint), -1)
    return has[own].mean(), own[has].mean(), npmi.mean()


def report_labels(name):
    """Print the quality of three-word labels, means over clusters; a cluster without a label counts as 0, 0, -1."""
    texts, classes = read_corpus(name)
    model, counter = TopicClusterer(len(set(classes)), n_resamples=0).fit(texts), CountVectorizer()
    counts = counter.fit_transform(texts)
    members, names = np.eye(model.n_clusters_)[model.labels_], counter.get_feature_names_out()
    plain = weigh_classes(counts, members) * ~np.isin(names, list(ENGLISH_STOP_WORDS))
    labels = {"ours": [terms[:3] for terms in model.clusters_["terms"]]}
    labels["class-based TF-IDF"] = [names[np.argsort(-row, kind="stable")[:3]].tolist() for row in plain]
    for method, found in labels.items():
        has = [(counts[:, [counter.vocabulary_[word] for word in label]] > 0).toarray() * 1.0 for label in found]
        scores = [score_label(w, own > 0) if w.any() else (0, 0, -1) for w, own in zip(has, members.T, strict=True)]
        print(f"{name}, {method}: coverage, precision, NPMI", *np.mean(scores, axis=0).round(3), found[:4])


def report(name, auto):
    texts, classes = read_corpus(name)
    k, rows, models = len(set(classes)), [], {}

    def ours(texts, k):
        models[k] = TopicClusterer(k).fit(texts)
        return models[k].labels_

    for method, function, number in [
        ("k-means", kmeans, k),
        ("LSA 100", lsa, k),
        ("ours", ours, k),
        ("auto", ours, "auto"),
    ]:
        if number == "auto" and not auto:
            continue
        began = time.perf_counter()
        labels = function(texts, number)
        seconds = time.perf_counter() - began
        table = compare_clusters(classes, labels)
        interval = f"{table.loc['nmi', 'low']:.3f}-{table.loc['nmi', 'high']:.3f}"
        rows.append((method, len(set(labels)), *table["score"].round(3), interval, round(seconds, 1)))
    print(f"\n{name}: {len(texts)} documents, {k} classes; quoted: {QUOTED[name]}")
    print(
        pd.DataFrame(rows, columns=["method", "k", "ami", "nmi", "ari", "accuracy", "nmi 95 %", "seconds"]).to_string(
            index=False
        )
    )
    model = models[k]
    print(f"stability {model.stability_:.3f}")
    print(f"unclear {model.documents_['reason'].notna().mean():.3f}, without a cluster 0")
    if auto:
        print(models["auto"].choices_.round(4).to_string())


def report_spread(name="bbc"):
    texts, classes = read_corpus(name)
    k, scores = len(set(classes)), []
    for seed in range(10):
        drawn = np.random.default_rng(seed).permutation(len(texts))[: int(0.9 * len(texts))]
        labels = TopicClusterer(k, n_resamples=0).fit([texts[i] for i in drawn]).labels_
        scores.append(compare_clusters([classes[i] for i in drawn], labels, n_resamples=0)["score"]["nmi"])
    order = np.random.default_rng(0).permutation(len(texts))
    straight, shuffled = (TopicClusterer(k).fit([texts[i] for i in o]).labels_ for o in (np.arange(len(texts)), order))
    same = compare_clusters(straight[order], shuffled, n_resamples=0)["score"]["ari"]
    print(f"\n{name}, ten samples of nine tenths: NMI {np.mean(scores):.3f}, standard deviation {np.std(scores):.4f}")
    print(f"{name}, documents shuffled: ARI {same:.4f}")


if __name__ == "__main__":
    chosen = [argument for argument in sys.argv[1:] if not argument.startswith("--")]
    for corpus in chosen or QUOTED:
        report_labels(corpus) if "--labels" in sys.argv else report(corpus, "--auto" in sys.argv)
    if "--spread" in sys.argv:
        report_spread()
