"""
Stability of clusters when the documents are resampled.
"""

from __future__ import annotations

import numpy as np

from analysis.clusters.consensus import Consensus

SHARE, LARGEST_SAMPLE = 0.8, 2000


def resample(consensus: Consensus, n_clusters: int, n_resamples: int) -> np.ndarray:
    """
    Cluster samples of the documents, of four fifths or at most 2,000 documents, in the space fitted on all.

    Returns
    -------
    ndarray of int, shape (n_resamples, n_documents)
        Labels; -1 if a document was not drawn.
    """
    n = consensus.weights.shape[0]
    rng = np.random.default_rng(consensus.random_state)
    found = np.full((n_resamples, n), -1)
    for labels in found:
        rows = np.sort(rng.permutation(n)[: max(min(int(SHARE * n), LARGEST_SAMPLE), min(n_clusters, n))])
        labels[rows] = consensus.run(n_clusters, rows, n_initialisations=1)[0].labels
    return found


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
