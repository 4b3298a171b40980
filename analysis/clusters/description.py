"""
Description of clusters and documents: terms, centroids, silhouettes, a map.

- Terms are weighted by p log(p / q), with p the share of the cluster's documents that contain the term and q its
  largest share in another cluster: a word common to all or two clusters has no weight. Class-based TF-IDF compares with
  the corpus as a whole and can name two clusters by the same word. Stop words and numbers are excluded: in small
  clusters ``both`` or ``500`` stands out by chance.
- A document of strength below `WEAK` is unclear: 9 % of BBC, among them two thirds of all misplaced documents (24 % of
  the unclear ones are misplaced, 1 % of the rest).
"""

import numpy as np
import pandas as pd
import scipy.sparse as sp

from analysis.lists.loading import load_list
from analysis.text.space import column_signs, unit_length

WEAK = 0.2


def describe_documents(vectors: np.ndarray, labels: np.ndarray, rows: np.ndarray, index: pd.Index) -> pd.DataFrame:
    """
    Return the cluster of every document and how well it fits.

    Parameters
    ----------
    vectors, labels : ndarray, shapes (n, n_components) and (n,)
        Unit vectors and clusters of the documents that have terms.
    rows : ndarray of int, shape (n,)
        Their positions in `index`; all other documents go to cluster 0.
    index : Index
        All documents.

    Returns
    -------
    DataFrame, indexed by `index`
        ``cluster``; ``strength`` (see `measure_silhouette`; 0 without terms); ``second`` (the next cluster, NA if there
        is only one); ``reason`` (why the document is unclear, NA if it is not); ``x, y`` (position on a map, NA without
        terms).
    """
    strength, second = measure_silhouette(vectors, labels, find_centroids(vectors, labels))
    weak = "between two clusters" if labels.max() else "unlike the others"
    found = pd.DataFrame({"cluster": labels, "strength": strength}, index=rows)
    found["second"] = pd.array(second, dtype="Int64")
    found["second"] = found["second"].mask(second < 0)
    found["reason"] = pd.Series(weak, index=rows, dtype="str").where(strength < WEAK)
    found[["x", "y"]] = project_plane(vectors)
    table = found.reindex(range(len(index))).set_axis(index)
    table["reason"] = table["reason"].mask(table["cluster"].isna(), "no terms")
    return table.fillna({"cluster": 0, "strength": 0.0}).astype({"cluster": int})


def project_plane(vectors: np.ndarray) -> np.ndarray:
    """Return the first two principal components of vectors, shapes (n, d) and (n, 2), with fixed signs."""
    from threadpoolctl import threadpool_limits

    centred = vectors - vectors.mean(axis=0)
    with threadpool_limits(1, user_api="blas"):
        axes = np.linalg.eigh(centred.T @ centred)[1][:, ::-1][:, :2]
    plane = centred @ (axes * column_signs(axes))
    return np.pad(plane, ((0, 0), (0, 2 - plane.shape[1])))


def describe_clusters(
    vectors: np.ndarray, labels: np.ndarray, stability: np.ndarray, counts: sp.csr_matrix, names: np.ndarray
) -> pd.DataFrame:
    """
    Return size, terms, stability and medoid of every cluster.

    Parameters
    ----------
    vectors, labels
        As in `measure_silhouette`.
    stability : ndarray of float, shape (n_clusters,)
        As returned by `measure_stability`.
    counts : sparse matrix, shape (n_documents, n_terms)
    names : ndarray of str, shape (n_terms,)

    Returns
    -------
    DataFrame, indexed by ``cluster``
        ``size``; ``label`` (three terms); ``terms`` (list, best first); ``stability`` (0-1, NA for a cluster of one
        document); ``medoid`` (position of the document nearest to the centroid).
    """
    nearness = (vectors * find_centroids(vectors, labels)[labels]).sum(axis=1).round(9)
    terms = name_clusters(counts, labels, names)
    columns = {
        "size": np.bincount(labels),
        "label": [", ".join(found[:3]) for found in terms],
        "terms": terms,
        "stability": pd.array(stability, dtype="Float64"),
        "medoid": [int(np.where(labels == c, nearness, -np.inf).argmax()) for c in range(len(terms))],
    }
    return pd.DataFrame(columns, index=pd.RangeIndex(len(terms), name="cluster"))


def mark_membership(labels: np.ndarray, n_clusters: int) -> sp.csr_matrix:
    """Return the membership matrix of documents in clusters, 0 or 1, shape (n_documents, n_clusters)."""
    places = np.arange(len(labels) + 1)
    return sp.csr_matrix((np.ones(len(labels)), labels, places), shape=(len(labels), n_clusters))


def find_centroids(vectors: np.ndarray, labels: np.ndarray) -> np.ndarray:
    """Return the centroids, shape (n_clusters, n_components), at unit length; zero if the vectors cancel out."""
    sums = np.zeros((labels.max() + 1, vectors.shape[1]))
    np.add.at(sums, labels, vectors)
    return unit_length(sums)


def measure_silhouette(vectors: np.ndarray, labels: np.ndarray, centres: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """
    Return the simplified silhouette of each document and its second nearest cluster.

    Returns
    -------
    strength : ndarray of float, shape (n_documents,)
        1 - a / b, with a and b the cosine distances to its own and to the nearest other centroid: 1 at the centroid, 0
        half-way and beyond. With one cluster, the cosine to its centroid (0 if negative).
    second : ndarray of int, shape (n_documents,)
        The nearest other cluster; -1 with one cluster.
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


def name_clusters(
    counts: sp.csr_matrix, labels: np.ndarray, names: np.ndarray, *, n_terms: int = 10
) -> list[list[str]]:
    """
    Find the terms that distinguish each cluster from all others.

    Parameters
    ----------
    counts : sparse matrix, shape (n_documents, n_terms)
    labels : ndarray of int, shape (n_documents,)
    names : ndarray of str, shape (n_terms,)
    n_terms : int, default 10
        Most terms per cluster.

    Returns
    -------
    list of list of str
        Best first, by p log(p / q), with p the share of the cluster's documents that have the term and q its largest
        share in another cluster (half a document is added to each count). No term is listed for two clusters; numbers,
        and stop words of any language that `load_stop_words` covers, are left out unless there is nothing else.
    """
    k = labels.max() + 1
    members = mark_membership(labels, k).T.tocsr()
    shares = ((members @ (counts > 0)).toarray() + 0.5) / (np.asarray(members.sum(axis=1)) + 1)
    rivals = np.full_like(shares, 0.5 / (len(labels) + 1))
    if k > 1:
        top = np.sort(shares, axis=0)[-2:]
        rivals = np.where(shares == top[1], top[0], top[1])
    empty = set(load_list("stop_words")["word"])
    telling = np.array([any(not w.isdigit() and w.lower() not in empty for w in name.split()) for name in names])
    weights = np.where(telling | ~telling.any(), shares * np.log(shares / rivals), 0)
    ranked = np.argsort(-weights, axis=1, kind="stable")[:, :n_terms]
    return [[str(names[i]) for i in best if row[i] > 0] for row, best in zip(weights, ranked, strict=True)]
