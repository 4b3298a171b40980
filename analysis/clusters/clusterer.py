"""
Clusters of documents: which belong together, what each is about, how far to trust it.

Documents are clustered by their words, as `analysis.clusters.consensus` describes. Every document gets a cluster; poor
fits are marked with a reason, not dropped. Documents are sorted by content before anything is computed, so the order of
the input does not matter.

- ``n_clusters="auto"`` takes the stablest number near the elbows of the fit over log k (see `choose_number`).
"""

from collections.abc import Sequence
from numbers import Integral
from typing import Self

import numpy as np
import pandas as pd
import scipy.sparse as sp
from sklearn.base import ClusterMixin
from sklearn.utils.validation import check_is_fitted

from analysis.clusters import number
from analysis.clusters.consensus import INITIALISATIONS, Consensus, steady, weigh_words
from analysis.clusters.description import describe_clusters, describe_documents, find_names, name_clusters
from analysis.errors import ParameterError
from analysis.text.counts import TextInput, check_texts, content_keys, count_words
from analysis.text.space import find_shared_terms, log_counts, share_space


class TopicClusterer(ClusterMixin, TextInput):
    """
    Cluster documents by content.

    Parameters
    ----------
    n_clusters : int or "auto", default "auto"
        Number of clusters; "auto" takes the number beyond which another cluster hardly helps to predict words.
    n_resamples : int, default 10
        Resamples for the stability of clusters.
    random_state : int, default 0
        Seed, a whole number: the same texts give the same clusters.

    Attributes
    ----------
    labels_ : ndarray of int, shape (n_documents,)
        Cluster of each document; 0 is the largest cluster.
    n_clusters_ : int
        Number of clusters.
    clusters_ : DataFrame, indexed by ``cluster``
        ``size``, ``label``, ``terms``, ``stability``, ``medoid`` (see `describe_clusters`).
    documents_ : DataFrame, indexed as the texts
        ``cluster``, ``strength``, ``second``, ``reason``, ``x``, ``y`` (see `describe_documents`).
    stability_ : float
        Mean stability of clusters, weighted by size; NaN if undefined.
    strength_ : ndarray of float, shape (n_documents,)
        Silhouette of each document, 0-1.
    choices_ : DataFrame, indexed by ``k``
        What "auto" compared (see `compare_numbers`); empty for a given number.
    n_clusters_interval_ : tuple of int
        The least and the largest number that "auto" chooses, for all documents and for samples of them.
    """

    def __init__(self, n_clusters: int | str = "auto", *, n_resamples: int = 10, random_state: int = 0) -> None:
        self.n_clusters = n_clusters
        self.n_resamples = n_resamples
        self.random_state = random_state

    def fit(self, texts: Sequence[str], y: object = None) -> Self:
        """
        Cluster the documents.

        Parameters
        ----------
        texts : sequence of str, length n_documents
            A Series keeps its index in `documents_`.
        y : None
            Ignored.

        Returns
        -------
        TopicClusterer
            The fitted clusterer itself.

        Raises
        ------
        EmptyCorpusError
            If no document has a term.
        ParameterError
            If a parameter is out of range, or there are fewer distinct documents than clusters wanted.
        SchemaError
            If `texts` are no texts.
        """
        index = texts.index if isinstance(texts, pd.Series) else None
        counts, self._names = count_words(texts := check_texts(texts))
        index = pd.RangeIndex(len(texts)) if index is None else index
        keys = content_keys(counts)
        filled = np.array(sorted(np.flatnonzero(np.diff(counts.indptr)), key=keys.__getitem__), dtype=int)
        self._proper = find_names(texts)
        self._shared = find_shared_terms(counts, self._names)
        self.documents_, self._filled, self._present = pd.DataFrame(index=index), filled, counts[filled] > 0
        consensus = self._prepare(counts[filled] @ self._shared.map_terms(self._names))
        with steady():
            k = self._choose_number(consensus, len({keys[i] for i in filled}))
            labels = consensus.settle(consensus.run_until_agreed(k), k)
            self._resampled = number.resample(consensus, k, self.n_resamples)
        self.space_, self._vectors, self._fitted = consensus.space, consensus.vectors(k, INITIALISATIONS[0]), labels
        self._words = weigh_words(consensus.weights, labels)
        self._groups: list[tuple[list[int], str | None]] = [([cluster], None) for cluster in range(labels.max() + 1)]
        return self._describe()

    def predict(self, texts: Sequence[str]) -> np.ndarray:
        """
        Assign other documents to the clusters, by their words.

        Parameters
        ----------
        texts : sequence of str, length n_documents
            Texts; words that share only a prefix with those of `fit` count too.

        Returns
        -------
        ndarray of int, shape (n_documents,)
            The cluster that predicts the words best; 0, the largest, for a document with none of the terms.

        Raises
        ------
        SchemaError
            If `texts` are no texts.
        """
        check_is_fitted(self, "labels_")
        counts, terms = count_words([*check_texts(texts), self._names[0]])  # at least one word
        words, sizes = self._words
        weights = log_counts(counts[:-1] @ self._shared.map_terms(terms))
        order = self._home.argsort(kind="stable")  # of clusters that predict a text as well, the largest
        return self._home[order[(weights @ words.T + sizes)[:, order].argmax(axis=1)]]

    def merge(self, clusters: Sequence[int], label: str | None = None) -> Self:
        """
        Merge several clusters into one.

        Parameters
        ----------
        clusters : sequence of int
            Two clusters or more.
        label : str, optional
            Label of the new cluster; three terms if None.

        Returns
        -------
        TopicClusterer
            Itself, with clusters numbered and described anew.

        Raises
        ------
        ParameterError
            If there is no such cluster, or only one is named.
        """
        if len(set(clusters)) < 2:
            raise ParameterError(f"clusters is {list(clusters)}; name at least two different clusters to merge.")
        return self._join(clusters, label)

    def rename(self, cluster: int, label: str) -> Self:
        """
        Set the label of a cluster.

        Parameters
        ----------
        cluster : int
            The cluster.
        label : str
            Its new label.

        Returns
        -------
        TopicClusterer
            Itself.

        Raises
        ------
        ParameterError
            If there is no such cluster.
        """
        return self._join([cluster], label)

    def _prepare(self, counts: sp.csr_matrix) -> Consensus:
        if self.n_clusters != "auto" and not (isinstance(self.n_clusters, Integral) and self.n_clusters >= 1):
            raise ParameterError(f"n_clusters is {self.n_clusters!r}; it must be 'auto' or a whole number, 1 or more.")
        if not (isinstance(self.random_state, Integral) and self.random_state >= 0):
            raise ParameterError(f"random_state is {self.random_state!r}; it must be a whole number, 0 or more.")
        most = 100 if isinstance(self.n_clusters, str) else max(100, 2 * self.n_clusters)
        return Consensus(share_space(counts, most), log_counts(counts), self.random_state)

    def _choose_number(self, consensus: Consensus, n_distinct: int) -> int:
        auto = self.n_clusters == "auto"
        if not auto and int(self.n_clusters) > n_distinct:
            raise ParameterError(f"n_clusters is {self.n_clusters}, but only {n_distinct} documents differ.")
        self.choices_ = number.compare_numbers(consensus, number.list_candidates(n_distinct) if auto else [])
        self.n_clusters_interval_ = number.find_interval(self.choices_) if auto else (self.n_clusters,) * 2
        return number.choose_number(self.choices_) if auto else int(self.n_clusters)

    def _join(self, clusters: Sequence[int], label: str | None) -> Self:
        """Make one of clusters, and label it; raise ParameterError if one is not there."""
        check_is_fitted(self, "labels_")
        if wrong := sorted(set(clusters) - set(self.clusters_.index)):
            raise ParameterError(f"There is no cluster {wrong[0]}; clusters are numbered 0 to {self.n_clusters_ - 1}.")
        joined = sorted(fitted for cluster in set(clusters) for fitted in self._groups[cluster][0])
        rest = [group for cluster, group in enumerate(self._groups) if cluster not in clusters]
        self._groups = [*rest, (joined, label)]
        return self._describe()

    def _describe(self) -> Self:
        """Number the clusters, some of them merged, by size and rebuild the tables."""
        _, first, sizes = np.unique(self._fitted, return_index=True, return_counts=True)
        self._groups.sort(key=lambda group: (-sizes[group[0]].sum(), first[group[0]].min()))
        self._home = np.empty(len(sizes), dtype=int)
        for cluster, (fitted, _) in enumerate(self._groups):
            self._home[fitted] = cluster
        labels = self._home[self._fitted]
        self.n_clusters_ = len(self._groups)
        self.documents_ = describe_documents(self._vectors, labels, self._filled, self.documents_.index)
        self.labels_ = self.documents_["cluster"].to_numpy()
        self.strength_ = self.documents_["strength"].to_numpy()
        stability = number.measure_stability(labels, self._resampled)
        terms = name_clusters(self._present, labels, self._names, self._proper)
        table = describe_clusters(self._vectors, labels, stability, terms)
        own = [label or table["label"][cluster] for cluster, (_, label) in enumerate(self._groups)]
        medoids = self.documents_.index[self._filled[table["medoid"]]]
        self.clusters_ = table.assign(size=np.bincount(self.labels_), label=own, medoid=medoids)
        known = self.clusters_.dropna(subset="stability")
        self.stability_ = float(np.average(known["stability"], weights=known["size"])) if len(known) else float("nan")
        return self
