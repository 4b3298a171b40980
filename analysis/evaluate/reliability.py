"""
Reliability of a classifier's primary topics: accuracy, confidence, learning curve.

Accuracies have a 95 % percentile bootstrap interval over documents, as in `analysis.evaluate.agreement`.
"""

from collections.abc import Collection, Sequence

import numpy as np
import pandas as pd
from sklearn.base import clone

from analysis.errors import ParameterError
from analysis.topics.classifier import TopicClassifier

FOLDS = 5
SHARES = (0.25, 0.5, 1.0)  # of the labels, in a learning curve


def score_primary(accepted: Sequence[Collection[str]], found: Sequence[str | None]) -> pd.DataFrame:
    """
    Return the accuracy of primary topics against those that any annotator accepts.

    Parameters
    ----------
    accepted : sequence of collections of str
        Topics that count as right for each document.
    found : sequence of str or None
        Topic found for each document; None or NA is wrong.

    Returns
    -------
    DataFrame, one row ``accuracy``, indexed by ``measure``
        ``value``; ``low, high`` (95 % interval); ``n`` (documents).

    Raises
    ------
    ParameterError
        If the sequences are empty or differ in length.
    """
    _check_pairs(accepted, found)
    right = np.array([name in names for name, names in zip(found, accepted, strict=True)], dtype=float)
    draws = np.random.default_rng(0).integers(len(right), size=(1000, len(right)))
    low, high = pd.Series(right[draws].mean(axis=1)).quantile([0.025, 0.975])
    row = {"value": right.mean(), "low": low, "high": high, "n": len(right)}
    return pd.DataFrame([row], index=pd.Index(["accuracy"], name="measure"))


def trace_risk(right: Sequence[bool], confidence: Sequence[float]) -> pd.DataFrame:
    """
    Return the error rate at each coverage when the least confident answers are withheld.

    Parameters
    ----------
    right : sequence of bool
        Whether each answer is right.
    confidence : sequence of float
        Confidence of each answer.

    Returns
    -------
    DataFrame, indexed by ``coverage`` (share of documents answered, ascending)
        ``error`` (share wrong among them); ``confidence`` (the lowest among them). Documents of equal confidence are
        answered together.

    Raises
    ------
    ParameterError
        If the sequences are empty or differ in length.
    """
    _check_pairs(right, confidence)
    answers = pd.DataFrame({"wrong": ~np.asarray(right, dtype=bool), "confidence": np.asarray(confidence, dtype=float)})
    steps = answers.groupby("confidence")["wrong"].agg(["sum", "size"]).sort_index(ascending=False).cumsum()
    coverage = (steps["size"] / len(answers)).rename("coverage")
    return pd.DataFrame({"error": steps["sum"] / steps["size"], "confidence": steps.index}).set_index(coverage)


def learning_curve(model: TopicClassifier, texts: Sequence[str], y: Sequence, accepted: Sequence) -> pd.DataFrame:
    """
    Measure the accuracy of primary topics on held-out documents, without labels and with increasing numbers of them.

    Parameters
    ----------
    model : TopicClassifier
        Clones of it are fitted.
    texts : sequence of str
        Documents.
    y : sequence of sequences of str
        Topics of each document to learn from, the primary one first.
    accepted : sequence of collections of str
        Topics that count as right for each document.

    Returns
    -------
    DataFrame, indexed by ``n_labels`` (0: table of topics alone)
        ``value`` (accuracy in five-fold cross-validation, learning from `SHARES` of the other folds' labels); ``low,
        high`` (95 % interval); ``n`` (documents).

    Raises
    ------
    ParameterError
        If the sequences differ in length, or there are fewer than five documents.
    """
    _check_pairs(texts, y)
    texts, order = list(texts), np.random.default_rng(0).permutation(len(texts))
    if len(texts) < FOLDS:
        raise ParameterError(f"{len(texts)} documents are too few for a learning curve. Pass at least {FOLDS}.")
    rows = [score_primary(accepted, list(clone(model).fit(texts).predict(texts))).assign(n_labels=0)]
    for share in SHARES:
        found = np.empty(len(texts), dtype=object)
        for held_out in np.array_split(order, FOLDS):
            known = order[~np.isin(order, held_out)]
            known = known[: max(1, round(share * len(known)))]
            fitted = clone(model).fit([texts[row] for row in known], [y[row] for row in known])
            found[held_out] = fitted.predict([texts[row] for row in held_out])
        rows.append(score_primary(accepted, list(found)).assign(n_labels=len(known)))
    return pd.concat(rows).set_index("n_labels")


def _check_pairs(first: Sequence, second: Sequence) -> None:
    if len(first) != len(second) or not len(first):
        raise ParameterError(f"{len(first)} and {len(second)} entries do not pair. Pass one a document in each.")
