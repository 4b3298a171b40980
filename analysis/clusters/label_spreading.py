"""
Label spreading: a document with ambiguous words takes the label of its nearest neighbours.

A document's own words are a sparse sample; its neighbours in the shared space use the words it happens not to use. Each
document's label distribution is one fifth its own, from its words, and four fifths the mean of its neighbours', over
several steps along the graph; clusters are then refined again. NMI before and after, means over orders of the
documents: BBC 0.883, 0.893; two sentences of its reports 0.749, 0.767; R8 0.589, 0.591; two sentences 0.459, 0.470; a
third of 20 Newsgroups 0.541, 0.544; sentences in Turkish 0.320, 0.328, in Uzbek 0.308, 0.322. Ten or thirty neighbours
are within 0.01 of that, as is a larger `TRUST`, which moves whole clusters of a small corpus; a second round gains
nothing.

References
----------
Zhou, Bousquet, Lal, Weston and Schölkopf, Learning with local and global consistency, NIPS 2003.
"""

import numpy as np
import scipy.sparse as sp

NEIGHBOURS = 15
TRUST = 0.8  # weight of the neighbours
STEPS = 15  # 0.8 ** 15 = 0.04 of a change has not yet spread by then
FEW = 5  # so few are neighbours by chance: on the seeds they cost 21 clusters 0.01 of NMI, and gain 10 clusters as much
POOL = 20_000  # documents that may be neighbours; with more, time would be quadratic


def find_neighbours(vectors: np.ndarray, n_clusters: int) -> sp.csr_matrix:
    """
    Find the nearest neighbours of each document.

    Parameters
    ----------
    vectors : ndarray, shape (n_documents, n_components)
        Unit length. Of more than `POOL` documents, only that many, evenly spaced, can be neighbours.
    n_clusters : int
        A document has `NEIGHBOURS`, but no more than half the mean cluster size, and none if that is at most `FEW`.

    Returns
    -------
    sparse matrix, shape (n_documents, n_documents)
        Cosines of a document with its neighbours and with those whose neighbour it is; rows sum to 1, or are empty for
        a document without neighbours.
    """
    from sklearn.neighbors import NearestNeighbors

    n, vectors = len(vectors), vectors.astype(np.float32)  # twice as fast, and precise enough
    pool = np.unique(np.linspace(0, n - 1, min(n, POOL)).astype(int))
    most = min(NEIGHBOURS, n // (2 * n_clusters), len(pool) - 1)
    if most <= FEW:
        return sp.csr_matrix((n, n))
    distances, found = NearestNeighbors(n_neighbors=most + 1, algorithm="brute").fit(vectors[pool]).kneighbors(vectors)
    rows, columns = np.repeat(np.arange(n), found.shape[1]), pool[found.ravel()]
    cosines = np.where(rows == columns, 0, (1 - distances.ravel().astype(float) ** 2 / 2).clip(1e-9))
    graph = sp.csr_matrix((cosines, (rows, columns)), shape=(n, n))
    graph = graph + graph.T
    graph.eliminate_zeros()
    return sp.csr_matrix(sp.diags_array(1 / np.maximum(np.asarray(graph.sum(axis=1)).ravel(), 1e-9)) @ graph)


def spread_labels(labels: np.ndarray, scores: np.ndarray, neighbours: sp.csr_matrix) -> np.ndarray:
    """
    Return labels by the scores of the documents and of their neighbours.

    Parameters
    ----------
    labels : ndarray of int, shape (n_documents,)
        Current labels. A cluster that would lose all its documents keeps them; if one still ends up empty, nothing is
        changed.
    scores : ndarray, shape (n_documents, n_clusters)
        Log-odds by a document's own words.
    neighbours : sparse matrix, shape (n_documents, n_documents)
        As returned by `find_neighbours`.

    Returns
    -------
    ndarray of int, shape (n_documents,)
    """
    own = np.exp(scores - scores.max(axis=1, keepdims=True))
    own /= own.sum(axis=1, keepdims=True)
    spread = own
    for _ in range(STEPS):
        spread = (1 - TRUST) * own + TRUST * (neighbours @ spread)
    best = spread.argmax(axis=1)
    best = np.where(np.isin(labels, best), best, labels)
    return best if len(np.unique(best)) == len(np.unique(labels)) else labels
