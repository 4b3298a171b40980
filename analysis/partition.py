"""
Parts of a space: k-means on unit vectors, how stable its parts are, and how many there should be.

- A resample is four fifths of the documents.
- The number of clusters is the one whose partitions agree best (adjusted Rand index) over resamples; below
  `LEAST_AGREEMENT` no number is trusted and one cluster is the answer.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

LEAST_AGREEMENT = 0.3
RESAMPLED_SHARE = 0.8


def partition_vectors(vectors: np.ndarray, n_clusters: int, *, n_init: int = 10, random_state: int = 0) -> np.ndarray:
    """
    Part unit vectors by k-means.

    Parameters
    ----------
    vectors : ndarray, shape (n, n_components)
        Rows of unit length.
    n_clusters : int
        At most the number of distinct rows.
    n_init : int, default 10
        Starts, of which the tightest is kept.
    random_state : int, default 0
        Seed.

    Returns
    -------
    ndarray of int, shape (n,)
        Numbers from 0.
    """
    from sklearn.cluster import KMeans
    from threadpoolctl import threadpool_limits

    if n_clusters == 1:
        return np.zeros(len(vectors), dtype=int)
    with threadpool_limits(1):
        return KMeans(n_clusters, n_init=n_init, random_state=random_state).fit(vectors).labels_.astype(int)


def find_centres(vectors: np.ndarray, labels: np.ndarray) -> np.ndarray:
    """Return the mean direction of each part, shape (n_clusters, n_components): unit length, zero if it cancels out."""
    sums = np.zeros((labels.max() + 1, vectors.shape[1]))
    np.add.at(sums, labels, vectors)
    lengths = np.linalg.norm(sums, axis=1, keepdims=True)
    return np.divide(sums, lengths, out=np.zeros_like(sums), where=lengths > 0)


def resample_partitions(vectors: np.ndarray, n_clusters: int, *, n_resamples: int, random_state: int = 0) -> np.ndarray:
    """
    Part resamples of the rows.

    Parameters
    ----------
    vectors : ndarray, shape (n, n_components)
        Rows of unit length.
    n_clusters, random_state : int
        As in `partition_vectors`.
    n_resamples : int
        How many samples, each of four fifths of the rows, drawn without replacement.

    Returns
    -------
    ndarray of int, shape (n_resamples, n)
        -1 where a row was not drawn.
    """
    rng = np.random.default_rng(random_state)
    found = np.full((n_resamples, len(vectors)), -1)
    for row in found:
        drawn = np.sort(rng.permutation(len(vectors))[: max(n_clusters, int(RESAMPLED_SHARE * len(vectors)))])
        distinct = len(np.unique(vectors[drawn], axis=0))
        row[drawn] = partition_vectors(vectors[drawn], min(n_clusters, distinct), n_init=3, random_state=random_state)
    return found


def measure_stability(labels: np.ndarray, resampled: np.ndarray) -> np.ndarray:
    """
    Measure how often the pairs of each part stay together.

    Parameters
    ----------
    labels : ndarray of int, shape (n,)
        The partition judged.
    resampled : ndarray of int, shape (n_resamples, n)
        As `resample_partitions` gives it.

    Returns
    -------
    ndarray of float, shape (n_clusters,)
        Share of the pairs of a part that are together, among those drawn together; NaN for a part with no such pair.
    """
    together = np.zeros(labels.max() + 1)
    drawn = np.zeros_like(together)
    for row in resampled:
        seen = row >= 0
        counts = np.zeros((len(together), row.max() + 1))
        np.add.at(counts, (labels[seen], row[seen]), 1)
        together += (counts * (counts - 1)).sum(axis=1)
        drawn += counts.sum(axis=1) * (counts.sum(axis=1) - 1)
    return np.divide(together, drawn, out=np.full_like(together, np.nan), where=drawn > 0)


def compare_numbers(
    vectors: np.ndarray, candidates: list[int], *, n_resamples: int = 5, random_state: int = 0
) -> pd.DataFrame:
    """
    Compare numbers of clusters by what resamples agree on.

    Parameters
    ----------
    vectors : ndarray, shape (n, n_components)
        Rows of unit length.
    candidates : list of int
        Numbers of clusters, each at least 2.
    n_resamples, random_state : int
        As in `resample_partitions`.

    Returns
    -------
    DataFrame, indexed by ``k``
        ``stability``: mean adjusted Rand index of the resamples with the whole; ``separation``: mean of 1 - a / b with
        a and b the cosine distances to the own and to the next centre; ``smallest``: size of the smallest part.
    """
    from sklearn.metrics import adjusted_rand_score

    rows = []
    for k in candidates:
        labels = partition_vectors(vectors, k, n_init=3, random_state=random_state)
        resampled = resample_partitions(vectors, k, n_resamples=n_resamples, random_state=random_state)
        agreement = [adjusted_rand_score(labels[row >= 0], row[row >= 0]) for row in resampled]
        strength, _ = measure_strength(vectors, labels, find_centres(vectors, labels))
        rows.append((k, np.mean(agreement), strength.mean(), np.bincount(labels).min()))
    return pd.DataFrame(rows, columns=["k", "stability", "separation", "smallest"]).set_index("k")


def measure_strength(vectors: np.ndarray, labels: np.ndarray, centres: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """
    Measure how firmly each row sits in its part, and find its second choice.

    Parameters
    ----------
    vectors, labels, centres : ndarray
        Rows of unit length, their parts, and the centres of these.

    Returns
    -------
    strength : ndarray of float, shape (n,)
        1 - a / b, with a and b the cosine distances to the own and to the next centre: 1 at the centre, 0 half-way.
        With one part, the cosine to its centre (0 if negative).
    second : ndarray of int, shape (n,)
        The next centre; -1 with one part.
    """
    nearness = vectors @ centres.T
    everyone = np.arange(len(vectors))
    own = nearness[everyone, labels]
    if len(centres) == 1:
        return own.clip(0, 1), np.full(len(vectors), -1)
    nearness[everyone, labels] = -np.inf
    second = nearness.argmax(axis=1)
    rest = 1 - nearness[everyone, second]
    return (1 - np.divide(1 - own, rest, out=np.ones_like(own), where=rest > 1e-12)).clip(0, 1), second
