"""
Agreement of labels with labels, and of clusters with classes; accuracy of primary topics, and their confidence.

- Every score has an interval: documents are resampled, because the document, not the label, is the unit of sampling;
  with replacement (percentile bootstrap) except for clusters, whose scores copies would inflate.
- `compare_clusters` reports what the field does: mutual information adjusted for chance, and normalised (arithmetic
  mean), adjusted Rand index, accuracy of the best one-to-one matching. Many small clusters share much information with
  any classes, so the best score of shuffled labels stands beside each.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence, Set

import numpy as np
import pandas as pd

from analysis.errors import ParameterError, SchemaError

MEASURES = ("ami", "nmi", "ari", "accuracy")
SHUFFLES = 39
SCORES = ("precision", "recall", "f1", "low", "high", "n_expected", "n_found")

Compared = Iterable[tuple[str, list[tuple[str, Set, Set, Set]]]]  # what, and a document's expected, allowed, found
Sets = Sequence[Collection[str]]  # one set of labels a document


def score_labels(expected: Sets, found: Sets, allowed: Sets | None = None, *, n_resamples: int = 1000) -> pd.DataFrame:
    """
    Score sets of labels, one set per document.

    Parameters
    ----------
    expected, found : sequence of sets of str
        What must be found, and what was found, document by document.
    allowed : sequence of sets of str, optional
        What may also be found: right if found, not missed if not. To score against two annotations, labels in both are
        expected, labels in one are allowed.
    n_resamples : int, default 1000
        Bootstrap samples of documents for the intervals.

    Returns
    -------
    DataFrame, indexed by ``label``
        One row per label, sorted, then ``micro`` (all document-label pairs) and ``macro`` (mean over labels):
        ``precision, recall, f1, low, high`` (95 % interval of f1), ``n_expected, n_found``. Undefined values are NaN
        and left out of the macro means.

    Raises
    ------
    ParameterError
        If the sequences differ in length or are empty.
    """
    allowed = [set() for _ in expected] if allowed is None else allowed
    n = len(expected)
    if not n == len(found) == len(allowed):
        sizes = f"{n}, {len(found)} and {len(allowed)}"
        raise ParameterError(f"expected, found and allowed hold {sizes} documents. Pass one set a document in each.")
    if not n:
        raise ParameterError("There are no documents to score. Pass at least one.")
    names = sorted(set().union(*expected, *found, *allowed))
    marks = [[[name in one for name in names] for one in sets] for sets in (expected, allowed, found)]
    must, may, got = np.array(marks, dtype=bool).reshape(3, n, len(names))
    return _score_counts(np.array([got, got & (must | may), must, must & got], dtype=int), names, n_resamples)


def score_fields(compared: Compared) -> pd.DataFrame:
    """Return the `SCORES` of each field, as `score_labels` has them over all document-value pairs, by field."""
    rows = {}
    for field, documents in compared:
        sizes = [[len(got), len(got & (must | may)), len(must), len(must & got)] for _, must, may, got in documents]
        rows[field] = _score_counts(np.array(sizes).T[..., None], [""]).loc["micro"]
    return pd.DataFrame(rows, index=list(SCORES)).T


def list_differences(compared: Compared) -> Iterator[tuple]:
    """Yield field, ``doc_id``, ``missed`` or ``wrong``, and value, of each value not found or not expected."""
    for field, documents in compared:
        for doc_id, expected, allowed, found in documents:
            for error, values in (("missed", expected - found), ("wrong", found - expected - allowed)):
                yield from ((field, doc_id, error, value) for value in sorted(values))


def _score_counts(counts: np.ndarray, names: list[str], n_resamples: int = 1000) -> pd.DataFrame:
    """Score counts, shape (4, n_documents, n_labels): found, of these right, expected, of these found."""
    n = counts.shape[1]
    draws = np.random.default_rng(0).integers(n, size=(n_resamples, n))
    samples = pd.DataFrame([_measures(counts[:, draw].sum(axis=1))[2] for draw in draws], columns=range(len(names) + 1))
    samples["macro"] = samples.iloc[:, :-1].mean(axis=1)
    bounds = samples.quantile([0.025, 0.975]).to_numpy()
    totals = counts.sum(axis=1)
    table = pd.DataFrame(_measures(totals).T, index=[*names, "micro"], columns=SCORES[:3])
    table.loc["macro"] = table.iloc[:-1].mean()
    sums = [[*one, one.sum(), one.sum()] for one in totals]
    return table.assign(low=bounds[0], high=bounds[1], n_expected=sums[2], n_found=sums[0]).rename_axis("label")


def _measures(totals: np.ndarray) -> np.ndarray:
    """Return precision, recall and their harmonic mean (rows) of each label, then micro; NaN where undefined."""
    n_found, right, n_expected, hit = np.column_stack([totals, totals.sum(axis=1)])
    with np.errstate(invalid="ignore", divide="ignore"):
        precision, recall = right / n_found, hit / n_expected
        f1 = 2 * precision * recall / (precision + recall)
    f1[(n_found + n_expected > 0) & ~(precision + recall > 0)] = 0.0
    return np.array([precision, recall, f1])


def compare_clusters(expected: Sequence[object], found: Sequence[object], *, n_resamples: int = 200) -> pd.DataFrame:
    """
    Score clusters against known classes.

    Parameters
    ----------
    expected, found : sequence, length n
        Class and cluster of each document, in the same order.
    n_resamples : int, default 200
        Random halves of the documents behind the intervals; 0 leaves these NA.

    Returns
    -------
    DataFrame, indexed by ``measure`` (``ami``, ``nmi``, ``ari``, ``accuracy``)
        ``score``; ``low`` and ``high``, the bounds of the 95 % interval; ``chance``, the
        best of `SHUFFLES` shuffles, which chance passes once in forty times.

    Raises
    ------
    SchemaError
        If the two differ in length, are empty, or have missing values.

    Notes
    -----
    AMI, NMI and ARI are 1 when both partitions have a single part. The interval is that of the delete-half jackknife
    (Shao and Wu, Annals of Statistics 17(3), 1989): drawing with replacement puts copies of a document into one
    cluster and lifts NMI, until its percentile interval no longer holds the score.

    Examples
    --------
    >>> compare_clusters(["a", "a", "b", "b"], [1, 1, 0, 1], n_resamples=0)["score"].round(3).to_dict()
    {'ami': 0.0, 'nmi': 0.344, 'ari': 0.0, 'accuracy': 0.75}
    """
    table = cross_tabulate(expected, found).to_numpy()
    rows, columns = _list_pairs(table)
    score, rng = np.array(_score(rows, columns)), np.random.default_rng(0)
    n_halves = n_resamples if len(rows) > 1 else 0
    halves = rng.multivariate_hypergeometric(table.ravel(), len(rows) // 2, size=n_halves)
    resampled = [_score(*_list_pairs(half.reshape(table.shape))) for half in halves]
    spread = 1.96 * np.std(resampled, axis=0) if n_halves else np.full(len(MEASURES), np.nan)
    low, high = np.maximum(score - spread, [-1.0, 0.0, -1.0, 0.0]), np.minimum(score + spread, 1)
    chance = np.max([_score(rows, rng.permutation(columns)) for _ in range(SHUFFLES)], axis=0)
    measures = pd.Index(MEASURES, name="measure")
    return pd.DataFrame({"score": score, "low": low, "high": high, "chance": chance}, index=measures)


def _list_pairs(table: np.ndarray) -> list[np.ndarray]:
    """Return the row and the column of each document that a table counts."""
    return [np.repeat(side.ravel(), table.ravel()) for side in np.indices(table.shape)]


def compare_labels(expected: pd.Series, found: pd.Series, *, n_resamples: int = 200) -> pd.DataFrame:
    """
    Compare as `compare_clusters` does, where a document has both labels.

    Parameters
    ----------
    expected, found : Series, indexed by ``doc_id``
        Class and cluster of documents; NA, or a document that only one names, is left out.
    n_resamples : int, default 200
        As in `compare_clusters`.

    Returns
    -------
    DataFrame, indexed by ``measure``
        As from `compare_clusters`; NaN where no document has both.

    Raises
    ------
    ValueError
        From pandas, if a ``doc_id`` repeats.
    """
    both = pd.DataFrame({"expected": expected, "found": found}).dropna()
    if both.empty:
        return pd.DataFrame(np.nan, pd.Index(MEASURES, name="measure"), ["score", "low", "high", "chance"])
    return compare_clusters(both["expected"].tolist(), both["found"].tolist(), n_resamples=n_resamples)


def cross_tabulate(expected: Sequence[object], found: Sequence[object]) -> pd.DataFrame:
    """
    Count documents by class and cluster.

    Parameters
    ----------
    expected, found : sequence, length n
        Class and cluster of each document, in the same order.

    Returns
    -------
    DataFrame of int, indexed by ``expected``
        One column per cluster. Classes are sorted; clusters are ordered by their most frequent class.

    Raises
    ------
    SchemaError
        If the two differ in length, are empty, or have missing values.
    """
    expected, found = list(expected), list(found)
    if len(expected) != len(found):
        raise SchemaError(f"expected has {len(expected)} labels and found has {len(found)}. Give every document both.")
    if not expected or pd.isna(pd.Series([*expected, *found], dtype=object)).any():
        raise SchemaError("expected and found must hold a label for every document, and at least one document.")
    table = pd.crosstab(pd.Series(expected, name="expected"), pd.Series(found, name="found"))
    return table.iloc[:, np.argsort(table.to_numpy().argmax(axis=0), kind="stable")]


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


def _check_pairs(first: Sequence, second: Sequence) -> None:
    if len(first) != len(second) or not len(first):
        raise ParameterError(f"{len(first)} and {len(second)} entries do not pair. Pass one a document in each.")


def _score(expected: np.ndarray, found: np.ndarray) -> list[float]:
    """Return the `MEASURES`."""
    from scipy.optimize import linear_sum_assignment
    from sklearn import metrics

    table = metrics.cluster.contingency_matrix(expected, found)
    matched = float(table[linear_sum_assignment(-table)].sum() / len(found))
    measures = metrics.adjusted_mutual_info_score, metrics.normalized_mutual_info_score, metrics.adjusted_rand_score
    return [*(float(measure(expected, found)) for measure in measures), matched]
