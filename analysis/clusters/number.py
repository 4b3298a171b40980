"""
The number of clusters, by the elbow of the fit over log k, and their stability when the documents are resampled.

Stability alone favours very few clusters (2 to 5).
"""

from collections.abc import Iterator, Sequence

import numpy as np
import pandas as pd

from analysis.clusters.consensus import INITIALISATIONS, Consensus, combine, refine
from analysis.clusters.description import find_centroids, measure_silhouette

NEAR = 0.12  # the fit fluctuates by a tenth: 20 Newsgroups give 24 clusters, where its peak alone gave 10 or 12
SHARE, LARGEST_SAMPLE = 0.8, 2000  # of documents in a resample
MOST_RUNS = 8  # of a resample, or for a number that is only compared


def list_candidates(n_documents: int) -> list[int]:
    """
    Return the numbers of clusters to compare: 1 to 8, then steps of a fifth, up to the square root of n_documents / 2.

    References
    ----------
    Mardia, Kent and Bibby, Multivariate Analysis, 1979: sqrt(n / 2) as a rule of thumb.
    """
    most = max(int(np.sqrt(n_documents / 2)), min(8, n_documents // 2), 1)
    steps = {round(8 * 1.2**i) for i in range(60)}
    return sorted({k for k in {*range(1, 9), *steps, most} if k <= most})


def compare_numbers(consensus: Consensus, candidates: Sequence[int], *, n_resamples: int = 5) -> pd.DataFrame:
    """
    Compare numbers of clusters by how well they predict words and how stable they are.

    Parameters
    ----------
    consensus : Consensus
    candidates : sequence of int
        Ascending, from 1.
    n_resamples : int, default 5
        As in `resample`.

    Returns
    -------
    DataFrame, indexed by ``k``
        ``fit`` (as in `refine`, of the consensus); ``gain``: fit above the line, over log k, from the fit of the first
        candidate to the best fit at the last; ``stability``: mean adjusted Rand index of resamples with the whole (NaN
        for one cluster); ``separation``: mean strength (0 for one); ``smallest``: size of the smallest cluster;
        ``chosen``: share of the resamples for which `choose_number` would choose it.
    """
    from sklearn.metrics import adjusted_rand_score

    columns = ["k", "fit", "stability", "separation", "smallest"]
    rows, sampled = [], [[] for _ in range(n_resamples)]
    for k in candidates:
        labels, fit = refine(consensus.weights, combine(consensus.run_until_agreed(k, most=MOST_RUNS), k))
        vectors = consensus.vectors(k, INITIALISATIONS[0])
        separation = measure_silhouette(vectors, labels, find_centroids(vectors, labels))[0].mean() * (k > 1)
        agreement = []
        for sample, (drawn, own, own_fit) in zip(sampled, _resample(consensus, k, n_resamples), strict=True):
            agreement.append(adjusted_rand_score(labels[drawn], own) if k > 1 else np.nan)
            sample.append((k, own_fit, np.nan, np.nan, np.bincount(own).min()))
        rows.append((k, fit, np.mean(agreement), separation, np.bincount(labels).min()))
    table, *samples = (_add_gain(pd.DataFrame(each, columns=columns).set_index("k")) for each in (rows, *sampled))
    chosen = [choose_number(sample) for sample in samples if len(sample)]
    return table.assign(chosen=[chosen.count(k) / n_resamples for k in table.index])


def _add_gain(table: pd.DataFrame) -> pd.DataFrame:
    if table.empty:
        return table.assign(gain=table["fit"])
    ends = [table["fit"].iloc[0], table["fit"].max()]
    line = np.interp(np.log(table.index), np.log(table.index[[0, -1]]), ends)
    table.insert(1, "gain", table["fit"] - line)
    return table


def choose_number(choices: pd.DataFrame) -> int:
    """
    Return the elbow of the table from `compare_numbers`, or 1 if no number fits better than one cluster.

    The largest number with a gain within `NEAR` of the best is taken: two clusters are easily merged, a missing one
    goes unnoticed. Numbers with a cluster of one document are skipped.
    """
    return (_list_near(choices) or [1])[-1]


def explain_choice(choices: pd.DataFrame) -> str:
    """
    Say which number of clusters was chosen, by which rule, and which others came as near.

    Parameters
    ----------
    choices : DataFrame
        As `compare_numbers` gives it.

    Returns
    -------
    str
        A sentence without its stop.

    Raises
    ------
    KeyError
        If a column is missing.

    Examples
    --------
    >>> fits = {"fit": [-2.0, -1.0, -1.0], "gain": [0.0, 0.5, 0.45], "smallest": [9, 4, 3]}
    >>> explain_choice(pd.DataFrame(fits, index=[1, 2, 3]))
    '3 clusters: the largest number whose gain is within 12 % of the best; so is that of 2'
    """
    *others, chosen = _list_near(choices) or [1]
    if chosen == 1:
        return "One cluster: no other number that could be tried fits better and leaves no report alone"
    also = f"; so is that of {', '.join(map(str, others))}" if others else ""
    which = "largest" if others else "only"
    return f"{chosen} clusters: the {which} number whose gain is within {100 * NEAR:g} % of the best{also}"


def _list_near(choices: pd.DataFrame) -> list[int]:
    """Return the numbers that fit better than one cluster and have nearly the largest gain, ascending."""
    better = choices[(choices["fit"] > choices["fit"].iloc[0]) & (choices["smallest"] > 1)]
    return better.index[better["gain"] >= (1 - NEAR) * better["gain"].max()].tolist()


def resample(consensus: Consensus, n_clusters: int, n_resamples: int) -> np.ndarray:
    """
    Cluster samples of the documents, of four fifths or at most 2,000 documents, in the space fitted on all.

    Returns
    -------
    ndarray of int, shape (n_resamples, n_documents)
        Labels, of a consensus of `MOST_RUNS` runs at most; -1 if a document was not drawn.
    """
    found = np.full((n_resamples, consensus.weights.shape[0]), -1)
    for labels, rows in zip(found, _draw(consensus, n_clusters, n_resamples), strict=True):
        labels[rows] = combine(consensus.run_until_agreed(n_clusters, rows, most=MOST_RUNS), n_clusters)
    return found


def _resample(
    consensus: Consensus, n_clusters: int, n_resamples: int
) -> Iterator[tuple[np.ndarray, np.ndarray, float]]:
    for rows in _draw(consensus, n_clusters, n_resamples):
        one = consensus.run(n_clusters, rows)[0]
        yield rows, one.labels, one.fit


def _draw(consensus: Consensus, n_clusters: int, n_resamples: int) -> list[np.ndarray]:
    n, rng = consensus.weights.shape[0], np.random.default_rng(consensus.random_state)
    size = max(min(int(SHARE * n), LARGEST_SAMPLE), min(n_clusters, n))
    return [np.sort(rng.permutation(n)[:size]) for _ in range(n_resamples)]


def measure_stability(labels: np.ndarray, resampled: np.ndarray) -> np.ndarray:
    """
    Measure how often pairs of documents of each cluster stay together in resamples.

    Parameters
    ----------
    labels : ndarray of int, shape (n_documents,)
        The clusters to measure.
    resampled : ndarray of int, shape (n_resamples, n_documents)
        Clusters of samples of the documents; -1 if a document was not drawn.

    Returns
    -------
    ndarray of float, shape (n_clusters,)
        Share of a cluster's pairs that are together, among those drawn together; NaN for a cluster with no such pair.
    """
    together = np.zeros(labels.max() + 1)
    drawn = np.zeros_like(together)
    for row in resampled:
        counts = np.zeros((len(together), row.max() + 1))
        np.add.at(counts, (labels[row >= 0], row[row >= 0]), 1)
        together += (counts * (counts - 1)).sum(axis=1)
        drawn += counts.sum(axis=1) * (counts.sum(axis=1) - 1)
    return np.divide(together, drawn, out=np.full_like(together, np.nan), where=drawn > 0)
