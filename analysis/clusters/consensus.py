"""
Consensus clustering: k-means in the space from several initialisations, each refined by words, and their consensus.

- No one choice of dimensions and power is best for k-means (100, squared, on BBC; k on R8; 2k on short texts), so four
  are tried.
- Each is refined: a document moves to the cluster whose *other* documents predict its words best (a mixture of
  multinomials over log-counts, smoothed by the corpus, the document itself left out). Mean NMI of several runs before
  and after: BBC 0.860, 0.886; R8 0.552, 0.596; two sentences of a report 0.641, 0.722. Without leaving it out nothing
  moves. Smoothing by one cluster's share of the corpus has nearly the best fit everywhere; moving documents one at a
  time reaches a fit 1 % better and the same NMI.
- The consensus is a k-means of the rows of the runs' co-association matrix, started from a hierarchy. NMI of the run
  with the best fit, and of a consensus: 20 Newsgroups 0.565, 0.571; two sentences 0.749, 0.751; Turkish sentences
  0.297, 0.321; BBC and R8 equal. More clusters, merged, help R8 (0.65) and hurt the others. Of many runs the hierarchy
  is average linkage: samples of four fifths agree with the whole at 0.60 (adjusted Rand index, 21 clusters of the 143
  seeds), 0.91 (20 of 150 reports of R8) and 0.46 (8 of 150 of 20 Newsgroups), with Ward's at 0.52, 0.60 and 0.40. Of
  few, in which many pairs are together equally often, it is Ward's: NMI of 20 Newsgroups 0.543 instead of 0.534.
- Runs are doubled until the consensus of one half agrees with that of the other, or time is up: 8 on BBC, 256 on the
  143 seeds, where fits with other seeds then agree at 0.98 (5 clusters) and 0.86 (21), against 0.55 and 0.38 with four.
  More runs raise the NMI of BBC, R8 and 20 Newsgroups by 0.003 at most.
- Labels are then spread to neighbours (`analysis.clusters.label_spreading`) and refined again.

References
----------
Wu, Liu, Xiong, Cao and Chen, K-means-based consensus clustering: a unified view, IEEE Transactions on Knowledge and
Data Engineering 27(1), 2015.
"""

import warnings
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
import scipy.sparse as sp
from sklearn.exceptions import ConvergenceWarning
from sklearn.metrics import adjusted_rand_score
from threadpoolctl import threadpool_limits

from analysis.clusters.description import mark_membership
from analysis.clusters.label_spreading import find_neighbours, spread_labels
from analysis.text.space import SharedSpace

INITIALISATIONS = ((100, 0, 2.0), (0, 2, 2.0), (0, 1, 1.0), (100, 0, 3.0))  # dimensions, more a cluster, power
ROUNDS, LEAST_PROGRESS = 15, 0.0005  # a round must improve the fit by this share
AGREED = 0.97  # adjusted Rand index of the two halves of the runs
FEWEST, MOST = 4, 256  # runs
WORK = 800_000  # runs x documents x clusters, which bounds the time
SAMPLE = 1000  # documents by which the consensus is started


class Run(NamedTuple):
    """What an initialisation leads to: labels from 0 to k - 1, and the fit."""

    labels: np.ndarray
    fit: float


@dataclass(frozen=True)
class Consensus:
    """
    Consensus clustering of the documents or samples of them, for any number of clusters.

    Parameters
    ----------
    space : SharedSpace
        Fitted on all documents.
    weights : sparse matrix, shape (n_documents, n_terms)
        Log-counts.
    random_state : int
        Seed of the k-means.
    """

    space: SharedSpace
    weights: sp.csr_matrix
    random_state: int = 0

    def vectors(self, n_clusters: int, initialisation: tuple[int, int, float]) -> np.ndarray:
        """Return the unit vectors of the documents for an initialisation."""
        fixed, a_cluster, power = initialisation
        return self.space.documents(power, fixed + a_cluster * n_clusters)

    def run(self, n_clusters: int, rows: np.ndarray | None = None, *, numbers: Iterable[int] = (0,)) -> list[Run]:
        """Cluster the documents, or only some `rows`; the number of a run says its initialisation and its seed."""
        rows = np.arange(self.weights.shape[0]) if rows is None else rows
        found = []
        for number in numbers:
            start = INITIALISATIONS[number % len(INITIALISATIONS)]
            seed = int(np.random.default_rng([self.random_state, number]).integers(2**31))
            labels = run_kmeans(self.vectors(n_clusters, start)[rows], n_clusters, seed, n_init=3)
            found.append(Run(*refine(self.weights[rows], labels)))
        return found

    def run_until_agreed(self, n_clusters: int, *, most: int = MOST) -> list[Run]:
        """Double the number of runs until the consensus of one half agrees with that of the other."""
        most = min(most, max(FEWEST, WORK // (self.weights.shape[0] * n_clusters)))
        runs = self.run(n_clusters, numbers=range(FEWEST))
        while n_clusters > 1 and 2 * len(runs) <= most:
            runs += self.run(n_clusters, numbers=range(len(runs), 2 * len(runs)))
            halves = [combine(half, n_clusters) for half in (runs[: len(runs) // 2], runs[len(runs) // 2 :])]
            if adjusted_rand_score(*halves) >= AGREED:
                break
        return runs

    def settle(self, runs: Sequence[Run], n_clusters: int) -> np.ndarray:
        """Return the consensus of runs on all documents, spread to neighbours and refined where there are enough."""
        labels = combine(runs, n_clusters)
        neighbours = find_neighbours(self.space.documents(2.0), n_clusters)
        if not neighbours.nnz:  # clusters are too small: refined, those of samples agree less (0.43 against 0.52)
            return labels
        lengths = np.asarray(self.weights.sum(axis=1)).reshape(-1, 1).clip(1)
        scores = _score_left_out(self.weights, labels, labels.max() + 1) / np.sqrt(lengths)
        return refine(self.weights, spread_labels(labels, scores, neighbours))[0]


def combine(runs: Sequence[Run], n_clusters: int) -> np.ndarray:
    """
    Return the consensus of runs: k-means of the rows of their co-association matrix, started from a hierarchy.

    That matrix, of the number of runs in which two documents are together, is M M'; its rows lie to one another as
    those of M (M'M)^(1/2) do, which has a column a cluster and is used where the runs have fewer than documents.
    """
    from scipy.cluster.hierarchy import linkage

    if len(runs) == 1 or n_clusters == 1:
        return runs[0].labels
    members = sp.hstack([mark_membership(run.labels, run.labels.max() + 1) for run in runs], format="csr")
    rows = np.unique(np.linspace(0, members.shape[0] - 1, min(members.shape[0], max(SAMPLE, n_clusters))).astype(int))
    if members.shape[0] <= members.shape[1]:
        together = (members @ members.T).toarray().astype(float)
        apart = len(runs) - together[np.ix_(rows, rows)][np.triu_indices(len(rows), 1)]
        tree = linkage(apart, "average")
    else:
        values, axes = np.linalg.eigh((members.T @ members).toarray())
        together = members @ (axes * np.sqrt(values.clip(0)))
        tree = linkage(together[rows], "ward")
    start = _cut(tree, n_clusters)
    centres = np.array([together[rows[start == cluster]].mean(axis=0) for cluster in range(n_clusters)])
    return run_kmeans(together, n_clusters, n_init=1, init=centres)


@contextmanager
def steady() -> Iterator[None]:
    """Hold the libraries to one thread, since several add up in another order, and k-means from warning of fewer
    distinct rows than clusters; for all threads, so only the outermost caller may."""
    with threadpool_limits(1), warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)
        yield


def _cut(tree: np.ndarray, n_clusters: int) -> np.ndarray:
    """Return the labels of as many clusters as asked for, in the order of their first members. scipy's cut_tree is
    several times as slow and, where heights tie, may undo an outer merge with an inner one."""
    n = len(tree) + 1
    merges = tree[: max(n - n_clusters, 0), :2].astype(int)
    merged = np.repeat(np.arange(n, n + len(merges)), 2)
    graph = sp.coo_matrix((np.ones(len(merged)), (merged, merges.ravel())), shape=(2 * n, 2 * n))
    return sp.csgraph.connected_components(graph, directed=False)[1][:n]


def run_kmeans(vectors: np.ndarray, n_clusters: int, random_state: int = 0, **options: Any) -> np.ndarray:
    """Return the labels, from 0, of scikit-learn's k-means with these options; call it within `steady`."""
    from sklearn.cluster import KMeans

    kmeans = KMeans(min(n_clusters, len(vectors)), random_state=random_state, **options).fit(vectors)
    return np.unique(kmeans.labels_, return_inverse=True)[1]


def refine(weights: sp.csr_matrix, labels: np.ndarray) -> tuple[np.ndarray, float]:
    """
    Move each document to the cluster whose other documents predict its words best, as long as the fit improves.

    Parameters
    ----------
    weights : sparse matrix, shape (n_documents, n_terms)
        Log-counts.
    labels : ndarray of int, shape (n_documents,)
        Initial labels; the number of clusters stays the same.

    Returns
    -------
    labels : ndarray of int, shape (n_documents,)
    fit : float
        Log-likelihood per word, less that under the corpus as a whole.

    References
    ----------
    Slonim, Friedman and Tishby, Unsupervised document classification by sequential information maximization, 2002.
    """
    everyone, n_clusters = np.arange(len(labels)), labels.max() + 1
    best, best_fit = labels, -np.inf
    for _ in range(ROUNDS):
        scores = _score_left_out(weights, labels, n_clusters)
        fit = float(scores[everyone, labels].sum() / weights.sum())
        if fit <= best_fit:
            break
        gained, best, best_fit = fit - best_fit, labels, fit
        labels = scores.argmax(axis=1)
        if gained < LEAST_PROGRESS * abs(fit) or len(np.unique(labels)) < n_clusters:
            break
    return best, best_fit


def weigh_words(weights: sp.csr_matrix, labels: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """
    Return the weight of each word for each cluster (log-likelihood ratio to the corpus) and the clusters' log-sizes.

    `weights` and `labels` are as in `refine`; the shapes are (n_clusters, n_terms) and (n_clusters,).
    """
    sums, mass, shares, _ = _count_words(weights, labels, labels.max() + 1)
    words = np.log(sums / shares[:, None] + mass) - np.log(sums.sum(axis=0) + mass)
    return words.T, np.log(np.bincount(labels) + 1)


def _count_words(weights: sp.csr_matrix, labels: np.ndarray, n_clusters: int) -> tuple:
    """Return words by clusters, their prior mass, shares of words in the corpus, and where each weight is counted."""
    places = weights.indices.astype(np.int64) * n_clusters + np.repeat(labels, np.diff(weights.indptr))
    shape = weights.shape[1], n_clusters
    sums = np.bincount(places, weights.data, minlength=shape[0] * n_clusters).reshape(shape)
    corpus = sums.sum(axis=1)
    return sums, corpus.sum() / n_clusters, np.where(corpus > 0, corpus / corpus.sum(), 1.0), places


def _score_left_out(weights: sp.csr_matrix, labels: np.ndarray, n_clusters: int) -> np.ndarray:
    """Return scores of documents by clusters; its own cluster is scored without the words of the document."""
    sums, mass, shares, places = _count_words(weights, labels, n_clusters)
    sizes, lengths, totals = np.bincount(labels, minlength=n_clusters), weights.sum(axis=1).A1, sums.sum(axis=0)
    scores = (weights.astype(np.float32) @ np.log((sums / shares[:, None] + mass).astype(np.float32))).astype(float)
    scores += np.log((sizes + 1) / len(labels)) - lengths[:, None] * np.log(totals + mass)
    others = (sums.ravel()[places] - weights.data).clip(0) / shares[weights.indices] + mass
    own = sp.csr_matrix((weights.data * np.log(others), weights.indices, weights.indptr), weights.shape).sum(axis=1).A1
    rest = (totals[labels] - lengths).clip(0) + mass
    scores[np.arange(len(labels)), labels] = own - lengths * np.log(rest) + np.log(sizes[labels] / len(labels))
    return scores
