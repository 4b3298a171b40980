"""
Clusters of documents: which belong together, what each is about, how far to trust it.

Counts are placed in a `SharedSpace` and parted by k-means on unit vectors. Every document gets a cluster; those that
sit badly are marked with a reason, not thrown out. Documents are put in an order of their own (by what they contain)
before anything is computed, so the order of the input changes nothing.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import numpy as np
import pandas as pd
import scipy.sparse as sp
from sklearn.base import BaseEstimator, ClusterMixin
from sklearn.utils.validation import check_is_fitted

from analysis.errors import EmptyCorpusError, ParameterError, SchemaError
from analysis.partition import (
    LEAST_AGREEMENT,
    compare_numbers,
    find_centres,
    measure_stability,
    measure_strength,
    partition_vectors,
    resample_partitions,
)
from analysis.space import SharedSpace

WEAK = 0.2
N_TERMS = 10


class TopicClusterer(ClusterMixin, BaseEstimator):
    """
    Part documents into clusters of like content.

    Parameters
    ----------
    n_clusters : int or "auto", default "auto"
        How many; "auto" takes the number whose partitions agree best over resamples, and 1 if none agrees.
    n_components : int or "auto", default "auto"
        Dimensions of the space; "auto" is twice the number of clusters.
    power : float, default 2.0
        As in `SharedSpace`.
    n_resamples : int, default 10
        Resamples behind the stability of clusters.
    random_state : int, default 0
        Seed.

    Attributes
    ----------
    labels_ : ndarray of int, shape (n_documents,)
        Cluster of each document; 0 is the largest cluster.
    n_clusters_ : int
    clusters_ : DataFrame, indexed by ``cluster``
        ``size``; ``label`` (three terms); ``terms`` (list, best first); ``stability`` (0-1, NA for a cluster of one
        document); ``medoid`` (index label or position of the document nearest to the centre).
    documents_ : DataFrame, indexed like the texts
        ``cluster``; ``strength`` (0-1); ``second`` (next cluster, NA with one cluster); ``reason`` (why the document is
        unclear, NA where it is not).
    stability_ : float
        Mean stability, weighted by size; NaN if undefined.
    strength_ : ndarray of float, shape (n_documents,)
    choices_ : DataFrame, indexed by ``k``
        What "auto" compared (see `compare_numbers`); empty for a given number.
    """

    def __init__(
        self,
        n_clusters: int | str = "auto",
        *,
        n_components: int | str = "auto",
        power: float = 2.0,
        n_resamples: int = 10,
        random_state: int = 0,
    ) -> None:
        self.n_clusters = n_clusters
        self.n_components = n_components
        self.power = power
        self.n_resamples = n_resamples
        self.random_state = random_state

    def fit(
        self, texts: Sequence[str] | sp.csr_matrix, y: object = None, *, terms: Sequence[str] | None = None
    ) -> TopicClusterer:
        """
        Part the documents.

        Parameters
        ----------
        texts : sequence of str, or sparse matrix, shape (n_documents, n_terms)
            Texts, or the counts or TF-IDF of a vectoriser.
        y : None
            Ignored.
        terms : sequence of str, optional
            Names of the columns of a matrix.

        Raises
        ------
        EmptyCorpusError
            If there is no document, or no document has a term.
        ParameterError
            If a parameter is out of range, or asks for more clusters than there are distinct documents.
        SchemaError
            If `texts` is neither texts nor a matrix of counts.
        """
        index = texts.index if isinstance(texts, pd.Series) else pd.RangeIndex(_count(texts))
        counts, names = self._count_terms(texts, terms)
        order = _content_order(counts)
        filled = order[np.diff(counts.indptr)[order] > 0]
        self.space_ = SharedSpace(n_components=self._most_components(), power=self.power).fit(counts[filled])
        vectors = self.space_.document_vectors_
        self._choose_number(vectors)
        labels = _by_size(partition_vectors(vectors, self.n_clusters_, random_state=self.random_state))
        self.centres_ = find_centres(vectors, labels)
        everyone = np.zeros((len(index), vectors.shape[1]))
        everyone[filled] = vectors
        self.labels_ = np.zeros(len(index), dtype=int)
        self.labels_[filled] = labels
        self._describe_documents(everyone, index)
        resampled = resample_partitions(
            vectors, self.n_clusters_, n_resamples=self.n_resamples, random_state=self.random_state
        )
        self._describe_clusters(counts, names, measure_stability(labels, resampled))
        return self

    def predict(self, texts: Sequence[str] | sp.csr_matrix) -> np.ndarray:
        """
        Put other documents into the clusters found.

        Parameters
        ----------
        texts : sequence of str, or sparse matrix, shape (n_documents, n_terms)
            As given to `fit`: texts if it was texts.

        Returns
        -------
        ndarray of int, shape (n_documents,)
            The cluster with the nearest centre; 0, the largest, for a document with none of the terms.
        """
        check_is_fitted(self, "centres_")
        counts = texts if sp.issparse(texts) else self.vectorizer_.transform(_checked(texts))
        return (self.space_.transform(counts) @ self.centres_.T).argmax(axis=1)

    def _count_terms(self, texts: Any, terms: Sequence[str] | None) -> tuple[sp.csr_matrix, np.ndarray]:
        if sp.issparse(texts):
            counts = sp.csr_matrix(texts)
            names = np.asarray(
                terms if terms is not None else [f"term {i}" for i in range(counts.shape[1])], dtype=object
            )
        else:
            from sklearn.feature_extraction.text import TfidfVectorizer

            self.vectorizer_ = TfidfVectorizer(use_idf=False, norm=None)
            try:
                counts = self.vectorizer_.fit_transform(_checked(texts))
            except ValueError as error:
                raise EmptyCorpusError("The documents have no terms. Check that the texts are not empty.") from error
            names = self.vectorizer_.get_feature_names_out()
        if len(names) != counts.shape[1]:
            raise SchemaError(f"terms has {len(names)} names; the matrix has {counts.shape[1]} columns.")
        counts.eliminate_zeros()
        counts.sort_indices()
        return counts, names

    def _most_components(self) -> int:
        if isinstance(self.n_components, str):
            return 2 * (30 if isinstance(self.n_clusters, str) else max(self.n_clusters, 1))
        return self.n_components

    def _choose_number(self, vectors: np.ndarray) -> None:
        n_distinct = len(np.unique(vectors.round(9), axis=0))
        self.choices_ = compare_numbers(vectors[:0], [])
        if self.n_clusters != "auto":
            if isinstance(self.n_clusters, str) or self.n_clusters < 1:
                raise ParameterError(
                    f"n_clusters is {self.n_clusters!r}; it must be 'auto' or a whole number, 1 or more."
                )
            if self.n_clusters > n_distinct:
                raise ParameterError(
                    f"n_clusters is {self.n_clusters}, but only {n_distinct} documents differ. Ask for fewer."
                )
            self.n_clusters_ = int(self.n_clusters)
            return
        candidates = list(range(2, min(30, n_distinct // 2) + 1))
        self.choices_ = compare_numbers(vectors, candidates, random_state=self.random_state)
        stability = self.choices_["stability"]
        self.n_clusters_ = candidates[int(stability.argmax())] if stability.max() >= LEAST_AGREEMENT else 1

    def _describe_documents(self, vectors: np.ndarray, index: pd.Index) -> None:
        strength, second = measure_strength(vectors, self.labels_, self.centres_)
        empty = ~vectors.any(axis=1)
        self.strength_ = np.where(empty, 0.0, strength)
        weak = "between two clusters" if self.n_clusters_ > 1 else "unlike the others"
        reason = np.select([empty, self.strength_ < WEAK], ["no terms", weak], "")
        self.documents_ = pd.DataFrame(
            {
                "cluster": self.labels_,
                "strength": self.strength_,
                "second": pd.Series(second, index=index, dtype="Int64").mask(empty | (second < 0)),
                "reason": pd.Series(reason, index=index, dtype="str").mask(reason == ""),
            },
            index=index,
        )
        self._nearness = np.where(empty, -np.inf, (vectors * self.centres_[self.labels_]).sum(axis=1))

    def _describe_clusters(self, counts: sp.csr_matrix, names: np.ndarray, stability: np.ndarray) -> None:
        sizes = np.bincount(self.labels_, minlength=self.n_clusters_)
        terms = name_clusters(counts, self.labels_, names)
        nearest = [np.where(self.labels_ == c, self._nearness, -np.inf).argmax() for c in range(self.n_clusters_)]
        medoids = self.documents_.index[np.array(nearest)]
        self.clusters_ = pd.DataFrame(
            {
                "size": sizes,
                "label": [", ".join(found[:3]) for found in terms],
                "terms": terms,
                "stability": pd.array(stability, dtype="Float64"),
                "medoid": medoids,
            },
            index=pd.RangeIndex(self.n_clusters_, name="cluster"),
        )
        known = ~np.isnan(stability)
        self.stability_ = float(np.average(stability[known], weights=sizes[known])) if known.any() else float("nan")


def name_clusters(
    counts: sp.csr_matrix, labels: np.ndarray, names: np.ndarray, *, n_terms: int = N_TERMS
) -> list[list[str]]:
    """
    Find the terms that speak for each cluster and for no other.

    Parameters
    ----------
    counts : sparse matrix, shape (n_documents, n_terms)
    labels : ndarray of int, shape (n_documents,)
    names : ndarray of str, shape (n_terms,)
    n_terms : int, default 10
        At most so many a cluster.

    Returns
    -------
    list of list of str
        Best first, by p log(p / q), with p the share of the cluster's documents that have the term and q its largest
        share in another cluster (one half document is added to each count). No term stands for two clusters.
    """
    k = labels.max() + 1
    members = sp.csr_matrix((np.ones(len(labels)), (labels, np.arange(len(labels)))), shape=(k, len(labels)))
    shares = ((members @ (counts > 0)).toarray() + 0.5) / (np.asarray(members.sum(axis=1)) + 1)
    rivals = np.full_like(shares, 0.5 / (len(labels) + 1))
    if k > 1:
        top = np.sort(shares, axis=0)[-2:]
        rivals = np.where(shares == top[1], top[0], top[1])
    weights = shares * np.log(shares / rivals)
    ranked = np.argsort(-weights, axis=1, kind="stable")[:, :n_terms]
    return [[str(names[i]) for i in best if row[i] > 0] for row, best in zip(weights, ranked, strict=True)]


def _content_order(counts: sp.csr_matrix) -> np.ndarray:
    ends = counts.indptr
    keys = [
        hashlib.sha256(
            counts.indices[a:b].astype(np.int64).tobytes() + counts.data[a:b].astype(float).tobytes()
        ).digest()
        for a, b in pairwise(ends)
    ]
    return np.array(sorted(range(len(keys)), key=keys.__getitem__), dtype=int)


def _by_size(labels: np.ndarray) -> np.ndarray:
    sizes, first = np.bincount(labels), np.unique(labels, return_index=True)[1]
    order = np.lexsort((first, -sizes))
    return np.argsort(order)[labels]


def _count(texts: Any) -> int:
    n = texts.shape[0] if sp.issparse(texts) else len(_checked(texts))
    if n == 0:
        raise EmptyCorpusError("There is no document. Give at least one text.")
    return n


def _checked(texts: Any) -> list[str]:
    if isinstance(texts, str):
        raise SchemaError("texts is one str; give a list or a Series of them.")
    texts = list(texts)
    for position, text in enumerate(texts):
        if not isinstance(text, str):
            raise SchemaError(f"texts: item {position} is {type(text).__name__}, not str. Replace missing texts by ''.")
    return texts
