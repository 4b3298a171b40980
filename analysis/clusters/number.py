"""
The number of clusters, by the elbow of the fit over log k, and their stability when the documents are resampled.

Stability alone favours very few clusters (2 to 5), and the elbow alone moves with the sample (2 to 5 on the seeds): the
elbows of samples give an interval, and stability decides within it.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd
from threadpoolctl import threadpool_limits

from analysis.clusters.consensus import FEWEST, Consensus, combine, refine
from analysis.text.tokens import run_threads

NEAR = 0.12  # the fit fluctuates by a tenth: 20 Newsgroups give 24 clusters, where its peak alone gave 10 or 12
SHARE, LARGEST_SAMPLE = 0.8, 2000  # of documents in a resample


class Sample(NamedTuple):
    """The documents drawn, their clusters, and the fit of the first run."""

    rows: np.ndarray
    labels: np.ndarray
    fit: float


def list_candidates(n_documents: int) -> list[int]:
    """
    Return the numbers of clusters to compare: 1 to 8, then steps of a fifth, up to the square root of n_documents / 2.

    References
    ----------
    Mardia, Kent and Bibby, Multivariate Analysis, 1979: sqrt(n / 2) as a rule of thumb.
    """
    most = max(int(np.sqrt(n_documents / 2)), min(8, n_documents // 2), 1)
    return sorted({k for k in (*range(1, 9), *(round(8 * 1.2**i) for i in range(60)), most) if k <= most})


def compare_numbers(consensus: Consensus, candidates: Sequence[int], *, n_resamples: int = 5) -> pd.DataFrame:
    """
    Compare numbers of clusters by how well they predict words and how stable they are; call it within `steady`.

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
        for one cluster); ``smallest``: size of the smallest cluster; ``chosen``: share of all documents and of the
        resamples whose gain has its elbow here.
    """
    from sklearn.metrics import adjusted_rand_score

    def compare(k: int) -> list[tuple]:
        """Return the rows of one number: of all documents, and of each sample."""
        with threadpool_limits(1, user_api="openmp"):  # whose limits are a thread's own
            labels, fit = refine(consensus.weights, combine(consensus.run_until_agreed(k, most=FEWEST), k))
            samples = resample(consensus, k, n_resamples, n_runs=1)
        agreement = [adjusted_rand_score(labels[one.rows], one.labels) if k > 1 else np.nan for one in samples]
        sampled = [(k, one.fit, np.nan, np.bincount(one.labels).min()) for one in samples]
        return [(k, fit, np.mean(agreement), np.bincount(labels).min()), *sampled]

    rows = sorted(run_threads(compare, candidates[::-1]))  # those that take the longest first
    tables = [_add_gain(each) for each in zip(*rows, strict=True)] or [_add_gain([])]
    elbows = [_find_elbow(table) for table in tables if len(table)]
    return tables[0].assign(chosen=[elbows.count(k) / len(elbows) for k in candidates])


def _add_gain(rows: Sequence[tuple]) -> pd.DataFrame:
    table = pd.DataFrame(rows, columns=["k", "fit", "stability", "smallest"]).set_index("k")
    line = np.zeros(len(table))
    if len(table):
        line = np.interp(np.log(table.index), np.log(table.index[[0, -1]]), [table["fit"].iloc[0], table["fit"].max()])
    table.insert(1, "gain", table["fit"] - line)
    return table


def find_interval(choices: pd.DataFrame) -> tuple[int, int]:
    """Return the least and the largest number that is the elbow for all documents or for a resample."""
    chosen = choices.index[choices["chosen"] > 0]
    return int(chosen.min()), int(chosen.max())


def choose_number(choices: pd.DataFrame) -> int:
    """
    Return the number of clusters of the table from `compare_numbers`, or 1 if no number fits better than one cluster.

    In the interval of `find_interval`, the largest number with a stability within `NEAR` of the best is taken: two
    clusters are easily merged, a missing one goes unnoticed.
    """
    return (_list_stable(choices) or [1])[-1]


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
    >>> more = {"stability": [float("nan"), 0.9, 0.6], "chosen": [0.0, 0.5, 0.5]}
    >>> explain_choice(pd.DataFrame(fits | more, index=[1, 2, 3]))
    '2 clusters: samples of the reports suggest 2 to 3, and 2 are the most stable'
    """
    *others, chosen = _list_stable(choices) or [1]
    if chosen == 1:
        return "No structure: one cluster, since no other number fits better and leaves no report alone"
    low, high = find_interval(choices)
    near = f"of {', '.join(map(str, others))} and {chosen}, about as stable, the largest is taken"
    why = f"samples of the reports suggest {low} to {high}, and {near if others else f'{chosen} are the most stable'}"
    why = why if low < high else "all samples of the reports suggest this number"
    many = f"At least {chosen} clusters, the most tried" if chosen == choices.index[-1] else f"{chosen} clusters"
    return f"{many}: {why}"


def _list_stable(choices: pd.DataFrame) -> list[int]:
    """Return the numbers of the interval that are nearly the most stable, ascending; none if the elbow is at one."""
    low, high = find_interval(choices)
    inside = choices[(choices["smallest"] > 1) & choices.index.to_series().between(low, high) & (choices.index > 1)]
    if _find_elbow(choices) == 1:
        return []
    return inside.index[inside["stability"] >= (1 - NEAR) * inside["stability"].max()].tolist()


def _find_elbow(choices: pd.DataFrame) -> int:
    """Return the largest number with nearly the largest gain, 1 if none fits better and leaves no document alone."""
    better = choices[(choices["fit"] > choices["fit"].iloc[0]) & (choices["smallest"] > 1)]
    return max(better.index[better["gain"] >= (1 - NEAR) * better["gain"].max()], default=1)


def resample(consensus: Consensus, n_clusters: int, n_resamples: int, *, n_runs: int = FEWEST) -> list[Sample]:
    """
    Cluster samples of the documents, of four fifths or at most 2,000 documents, in the space fitted on all.

    Parameters
    ----------
    consensus : Consensus
    n_clusters, n_resamples : int
    n_runs : int, default 4
        Runs a sample, of which the consensus is taken.

    Returns
    -------
    list of Sample
    """
    n, rng, found = consensus.weights.shape[0], np.random.default_rng(consensus.random_state), []
    size = max(min(int(SHARE * n), LARGEST_SAMPLE), min(n_clusters, n))
    for _ in range(n_resamples):
        rows = np.sort(rng.permutation(n)[:size])
        runs = consensus.run(n_clusters, rows, numbers=range(n_runs))
        found.append(Sample(rows, combine(runs, n_clusters), runs[0].fit))
    return found


def measure_stability(labels: np.ndarray, resampled: Sequence[Sample]) -> np.ndarray:
    """
    Measure how often pairs of documents of each cluster stay together in resamples.

    Parameters
    ----------
    labels : ndarray of int, shape (n_documents,)
        The clusters to measure.
    resampled : sequence of Sample
        Clusters of samples of the documents.

    Returns
    -------
    ndarray of float, shape (n_clusters,)
        Share of a cluster's pairs that are together, among those drawn together; NaN for a cluster with no such pair.
    """
    together = np.zeros(labels.max() + 1)
    drawn = np.zeros_like(together)
    for rows, own, _ in resampled:
        counts = np.zeros((len(together), own.max() + 1))
        np.add.at(counts, (labels[rows], own), 1)
        together += (counts * (counts - 1)).sum(axis=1)
        drawn += counts.sum(axis=1) * (counts.sum(axis=1) - 1)
    return np.divide(together, drawn, out=np.full_like(together, np.nan), where=drawn > 0)
