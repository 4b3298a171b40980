"""
Clusters of documents: which belong together, what each is about, how far to trust it.

Documents are parted as `partition` says, by their words unless the user brings vectors too. Every document gets a
cluster; those that sit badly are marked with a reason, not thrown out. Documents are put in an order of their own (by
what they contain) before anything is computed, so the order of the input changes nothing.

- ``n_clusters="auto"`` takes the elbow of the fit drawn over log k (see `compare_numbers`).
- What an analyst merges or renames is remembered by the medoids, so a rerun on more documents can repeat it.
"""

from __future__ import annotations

from collections.abc import Sequence
from numbers import Integral
from typing import Any

import numpy as np
import pandas as pd
import scipy.sparse as sp
from sklearn.base import BaseEstimator, ClusterMixin
from sklearn.metrics import adjusted_rand_score
from sklearn.utils.validation import check_is_fitted

from analysis.clusters.consensus import INITIALISATIONS, Consensus, weigh_words
from analysis.clusters.description import describe_clusters, describe_documents
from analysis.clusters.number import choose_number, compare_numbers, list_candidates
from analysis.clusters.stability import measure_stability, resample
from analysis.errors import CorrectionError, EmptyCorpusError, ParameterError, SchemaError
from analysis.text.counts import check_texts, content_keys, count_words
from analysis.text.prefixes import find_shared_terms
from analysis.text.space import SharedSpace, log_counts


class TopicClusterer(ClusterMixin, BaseEstimator):
    """
    Part documents into clusters of like content.

    Parameters
    ----------
    n_clusters : int or "auto", default "auto"
        How many; "auto" takes the number beyond which another cluster helps little to predict words.
    n_components : int or "auto", default "auto"
        Dimensions of the space; "auto" tries several and keeps what they agree on.
    power : float, default 2.0
        As in `SharedSpace`; unused if `n_components` is "auto".
    n_resamples : int, default 10
        Resamples behind the stability of clusters.
    random_state : int, default 0
        Seed.

    Attributes
    ----------
    labels_ : ndarray of int, shape (n_documents,)
        Cluster of each document; 0 is the largest cluster.
    n_clusters_ : int
    clusters_, documents_ : DataFrame
        See `describe_clusters` and `describe_documents`.
    stability_ : float
        Mean stability of clusters, weighted by size; NaN if undefined.
    strength_ : ndarray of float, shape (n_documents,)
        How firmly each document sits in its cluster, 0-1.
    choices_ : DataFrame, indexed by ``k``
        What "auto" compared (see `compare_numbers`); empty for a given number.
    initialisations_ : DataFrame
        ``n_components``, ``power``, ``fit`` of each way tried; its ``agreement`` (adjusted Rand index) with the result.
    edits_ : list of dict
        What `merge` and `rename` did, for `repeat`.
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
        terms : sequence of str, optional
            Names of the columns of a matrix.

        Raises
        ------
        EmptyCorpusError
            If no document has a term.
        ParameterError
            If a parameter is out of range, or there are fewer distinct documents than clusters wanted.
        SchemaError
            If `texts` is neither texts nor counts, or `terms` do not fit them.
        """
        index = texts.index if isinstance(texts, pd.Series) else pd.RangeIndex(_count(texts))
        counts, self._names = self._count_terms(texts, terms)
        keys = content_keys(counts)
        order = np.array(sorted(range(len(keys)), key=keys.__getitem__))
        filled = order[np.diff(counts.indptr)[order] > 0]
        self._shared = find_shared_terms(counts, self._names)
        consensus = self._prepare(counts[filled] @ self._shared.map_terms(self._names))
        k = self._choose_number(consensus, len({keys[i] for i in filled}))
        runs = consensus.run(k)
        labels = _number_by_size(consensus.combine(runs, k))
        rows = [(*one.initialisation, one.fit, adjusted_rand_score(labels, one.labels)) for one in runs]
        self.initialisations_ = pd.DataFrame(rows, columns=["n_components", "power", "fit", "agreement"])
        self.space_, self._index, self._filled, self._present = consensus.space, index, filled, counts[filled] > 0
        self._vectors, self._parts = consensus.vectors(k, consensus.initialisations[0]), labels
        self._words, self._resampled = weigh_words(consensus.weights, labels), resample(consensus, k, self.n_resamples)
        self._groups: list[tuple[list[int], str | None]] = [([part], None) for part in range(labels.max() + 1)]
        self.edits_: list[dict] = []
        return self._describe()

    def predict(self, texts: Sequence[str] | sp.csr_matrix) -> np.ndarray:
        """
        Put other documents into the clusters found, by their words.

        Parameters
        ----------
        texts : sequence of str, or sparse matrix, shape (n_documents, n_terms)
            As given to `fit`: texts if it was texts.

        Returns
        -------
        ndarray of int, shape (n_documents,)
            The cluster that predicts the words best; 0, the largest, for a document with none of the terms.
        """
        check_is_fitted(self, "labels_")
        terms, counts = self._names, texts
        if not sp.issparse(texts):  # words that share only a stem with those of `fit` count, too
            counts, terms = count_words([*check_texts(texts), terms[0]])
            counts = counts[:-1]
        words, sizes = self._words
        weights = log_counts(counts @ self._shared.map_terms(terms))
        return self._home[(weights @ words.T + sizes).argmax(axis=1)]

    def merge(self, clusters: Sequence[int], label: str | None = None) -> TopicClusterer:
        """Make one cluster of several, labelled by three terms unless told, and note it in `edits_`."""
        chosen = self._note("merge", clusters, label)
        joined = sorted(part for cluster in chosen for part in self._groups[cluster][0])
        self._groups = [group for i, group in enumerate(self._groups) if i not in chosen] + [(joined, label)]
        return self._describe()

    def rename(self, cluster: int, label: str) -> TopicClusterer:
        """Give a cluster a label of one's own, and note it in `edits_`."""
        (chosen,) = self._note("rename", [cluster], label)
        self._groups[chosen] = (self._groups[chosen][0], label)
        return self._describe()

    def repeat(self, edits: Sequence[dict]) -> TopicClusterer:
        """Do again what `edits_` noted, on the clusters now holding its documents; `CorrectionError` if one is gone."""
        for edit in edits:
            found = self._index.get_indexer(pd.Index(edit["documents"]))
            if (found < 0).any():
                raise CorrectionError(f"{edit['action']} of {edit['documents']}: not all of these documents are here.")
            chosen = sorted(set(self.labels_[found].tolist()))
            if len(chosen) > 1:
                self.merge(chosen, edit["label"])
            elif edit["label"] is not None:
                self.rename(chosen[0], edit["label"])
        return self

    def _count_terms(self, texts: Any, terms: Sequence[str] | None) -> tuple[sp.csr_matrix, np.ndarray]:
        if sp.issparse(texts):
            counts = sp.csr_matrix(texts, copy=True)
            names = np.array([f"term {i}" for i in range(counts.shape[1])] if terms is None else [*map(str, terms)])
        else:
            counts, names = count_words(check_texts(texts))
        if len(names) != counts.shape[1]:
            raise SchemaError(f"terms has {len(names)} names; the matrix has {counts.shape[1]} columns.")
        counts.eliminate_zeros()
        counts.sort_indices()
        return counts, names

    def _prepare(self, counts: sp.csr_matrix) -> Consensus:
        if self.n_clusters != "auto" and not (isinstance(self.n_clusters, Integral) and self.n_clusters >= 1):
            raise ParameterError(f"n_clusters is {self.n_clusters!r}; it must be 'auto' or a whole number, 1 or more.")
        initialisations: Sequence = INITIALISATIONS
        most = 100 if isinstance(self.n_clusters, str) else max(100, 2 * self.n_clusters)
        if not isinstance(self.n_components, str):
            initialisations, most = [(self.n_components, self.power)], self.n_components
        elif self.n_components != "auto":
            raise ParameterError(f"n_components is {self.n_components!r}; it must be 'auto' or a whole number.")
        space = SharedSpace(n_components=most, power=self.power).fit(counts)
        return Consensus(space, log_counts(counts), initialisations, self.random_state)

    def _choose_number(self, consensus: Consensus, n_distinct: int) -> int:
        self.choices_ = compare_numbers(consensus, [])
        if self.n_clusters == "auto":
            self.choices_ = compare_numbers(consensus, list_candidates(n_distinct))
            return choose_number(self.choices_)
        if int(self.n_clusters) > n_distinct:
            raise ParameterError(f"n_clusters is {self.n_clusters}, but only {n_distinct} documents differ.")
        return int(self.n_clusters)

    def _note(self, action: str, clusters: Sequence[int], label: str | None) -> list[int]:
        check_is_fitted(self, "labels_")
        chosen = sorted(set(clusters))
        if wrong := [cluster for cluster in chosen if cluster not in self.clusters_.index]:
            raise ParameterError(f"There is no cluster {wrong[0]}; clusters are numbered 0 to {self.n_clusters_ - 1}.")
        if action == "merge" and len(chosen) < 2:
            raise ParameterError(f"clusters is {list(clusters)}; name at least two different clusters to merge.")
        documents = self.clusters_.loc[chosen, "medoid"].tolist()
        self.edits_.append({"action": action, "documents": documents, "label": label})
        return chosen

    def _describe(self) -> TopicClusterer:
        """Number the groups of parts by size and make the tables anew."""
        sizes = np.bincount(self._parts)
        self._groups.sort(key=lambda group: (-sizes[group[0]].sum(), group[0]))
        self._home = np.empty(len(sizes), dtype=int)
        for cluster, (parts, _) in enumerate(self._groups):
            self._home[parts] = cluster
        labels = self._home[self._parts]
        self.n_clusters_ = len(self._groups)
        self.documents_ = describe_documents(self._vectors, labels, self._filled, self._index)
        self.labels_ = self.documents_["cluster"].to_numpy()
        self.strength_ = self.documents_["strength"].to_numpy()
        stability = measure_stability(labels, self._resampled)
        self.clusters_ = describe_clusters(self._vectors, labels, stability, self._present, self._names)
        self.clusters_["size"] = np.bincount(self.labels_)
        self.clusters_["medoid"] = self._index[self._filled[self.clusters_["medoid"]]]
        own = [label for _, label in self._groups]
        self.clusters_["label"] = [a or b for a, b in zip(own, self.clusters_["label"], strict=True)]
        known = self.clusters_.dropna(subset="stability")
        self.stability_ = float(np.average(known["stability"], weights=known["size"])) if len(known) else float("nan")
        return self


def _number_by_size(labels: np.ndarray) -> np.ndarray:
    first = np.unique(labels, return_index=True)[1]
    return np.argsort(np.lexsort((first, -np.bincount(labels))))[labels]


def _count(texts: Any) -> int:
    n = texts.shape[0] if sp.issparse(texts) else len(check_texts(texts))
    if n == 0:
        raise EmptyCorpusError("There is no document. Give at least one text.")
    return n
