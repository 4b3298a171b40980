"""
Description of clusters and documents: terms, centroids, silhouettes, a map.

- Terms are ranked by Cohen's kappa of having the term and being of the cluster: its documents should have it and others
  not, beyond what a frequent word has by chance (ranked by F1, clusters of the seeds are named "million" and "year").
  A word names the one cluster with its largest kappa: by shares three long reports had most words, and 20 Newsgroups
  three clusters without a name; 0.40 of a cluster's reports have a word of its label by kappa, 0.30 by shares.
  Class-based TF-IDF compares with the corpus as a whole and can name two clusters by the same word. Stop words and
  numbers are excluded: in small clusters ``both`` or ``500`` stands out by chance. So are names, unless the cluster is
  about one: a corpus that writes a word with a capital inside sentences uses it as a name.
- A document of strength below `WEAK` is unclear: 9 % of BBC, among them two thirds of all misplaced documents (24 % of
  the unclear ones are misplaced, 1 % of the rest).
"""

import re
from collections import Counter
from collections.abc import Collection, Iterable

import numpy as np
import pandas as pd
import scipy.sparse as sp

from analysis.lists.loading import load_list
from analysis.text.space import column_signs, unit_length

WEAK = 0.2
ABOUT = 0.6  # kappa of a name whose cluster is about it: substantial agreement (Landis and Koch 1977)
SHARED = 5  # reports, at least, that have the name: two or three share one by chance
CAPITAL = 0.8  # share of a word's uses inside sentences
INSIDE = re.compile(r"(?<=[^\W\d_A-Z][ ,;])[^\W\d_]\w+")  # a word after a small letter: no sentence begins here
FORMS = (("ies", "y"), ("s", ""), ("es", ""), ("ed", ""), ("d", ""), ("ing", ""))  # regular inflection of English
SHORTEST = 4  # letters of a word whose forms are told: news is no form of new


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
    found["second"] = pd.Series(second, index=rows, dtype="Int64").mask(second < 0)
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


def describe_clusters(vectors: np.ndarray, labels: np.ndarray, stability: np.ndarray, terms: list) -> pd.DataFrame:
    """
    Return size, terms, stability and medoid of every cluster.

    Parameters
    ----------
    vectors, labels
        As in `measure_silhouette`.
    stability : ndarray of float, shape (n_clusters,)
        As returned by `measure_stability`.
    terms : list of list of str
        As returned by `name_clusters`.

    Returns
    -------
    DataFrame, indexed by ``cluster``
        ``size``; ``label`` (three terms); ``terms`` (list, best first); ``stability`` (0-1, NA for a cluster of one
        document); ``medoid`` (position of the document nearest to the centroid).
    """
    nearness = (vectors * find_centroids(vectors, labels)[labels]).sum(axis=1).round(9)
    medoids = [int(np.where(labels == c, nearness, -np.inf).argmax()) for c in range(len(terms))]
    names = [", ".join(found[:3]) for found in terms]
    table = pd.DataFrame({"size": np.bincount(labels), "label": names, "terms": terms}).rename_axis("cluster")
    return table.assign(stability=pd.array(stability, dtype="Float64"), medoid=medoids)


def mark_membership(labels: np.ndarray, n_clusters: int) -> sp.csr_matrix:
    """Return the membership matrix of documents in clusters, 0 or 1, shape (n_documents, n_clusters)."""
    return sp.csr_matrix((np.ones(len(labels)), labels, np.arange(len(labels) + 1)), shape=(len(labels), n_clusters))


def find_centroids(vectors: np.ndarray, labels: np.ndarray) -> np.ndarray:
    """Return the centroids, shape (n_clusters, n_components), at unit length; zero if the vectors cancel out."""
    return unit_length(mark_membership(labels, labels.max() + 1).T @ vectors)


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
    counts: sp.csr_matrix, labels: np.ndarray, names: np.ndarray, proper: Collection[str] = (), *, n_terms: int = 10
) -> list[list[str]]:
    """
    Find the terms that distinguish each cluster from all others.

    Parameters
    ----------
    counts : sparse matrix, shape (n_documents, n_terms)
    labels : ndarray of int, shape (n_documents,)
    names : ndarray of str, shape (n_terms,)
    proper : collection of str, default ()
        Names of persons, places and organisations, in lower case: for a cluster that is not about one, left out.
    n_terms : int, default 10
        Most terms per cluster.

    Returns
    -------
    list of list of str
        Best first, by Cohen's kappa of having the term and being of the cluster (one empty document is added). Forms of
        a word count as one, and the most frequent stands for them. A term is listed for the cluster with its largest
        kappa; numbers, and stop words of any language that `load_stop_words` covers, are left out unless there is
        nothing else.
    """
    families = group_forms(names)
    present = (counts > 0).astype(float) @ families > 0
    found = (mark_membership(labels, labels.max() + 1).T.tocsr() @ present.astype(float)).toarray()
    sizes, having, n = np.bincount(labels)[:, None], found.sum(axis=0), len(labels) + 1.0
    kappa = 2 * (n * found - sizes * having) / np.maximum(sizes * (n - having) + having * (n - sizes), 1)
    weights = np.where(kappa == kappa.max(axis=0), kappa, 0)
    frequency = families.multiply(np.asarray((counts > 0).sum(axis=0)).reshape(-1, 1)).tocsc()
    shown = np.asarray(names)[np.asarray(frequency.argmax(axis=0)).ravel()]
    empty = set(load_list("stop_words")["word"])
    telling = np.array([any(w[0].isalpha() and w.lower() not in empty for w in name.split()) for name in shown])
    weights = np.where(telling | ~telling.any(), weights, 0)
    proper = frozenset(proper)
    named = np.array([not proper.isdisjoint(name.lower().split()) for name in shown])
    subject = np.where(named & ((weights < ABOUT) | (found < SHARED)), 0, weights)
    best = np.where(subject.any(axis=1, keepdims=True), subject, weights)
    ranked = np.argsort(-best, axis=1, kind="stable")[:, :n_terms]
    return [[str(shown[i]) for i in row if own[i] > 0] for own, row in zip(best, ranked, strict=True)]


def group_forms(names: Iterable[str]) -> sp.csr_matrix:
    """Return an indicator matrix, shape (n_terms, n_words), of the word of which each term is a regular form."""
    known = set(names)
    bases = []
    for name in names:
        shorter = (name.removesuffix(ending) + more for ending, more in FORMS if name.endswith(ending))
        bases.append(next((base for base in shorter if len(base) >= SHORTEST and base in known), name))
    columns = pd.factorize(np.array(bases, dtype=object))[0]
    return sp.csr_matrix((np.ones(len(bases)), (np.arange(len(bases)), columns)))


def find_names(texts: Iterable[str]) -> set[str]:
    """Return the words, in lower case, that are countries or nearly always have a capital inside a sentence."""
    words = Counter(word for text in texts for word in INSIDE.findall(text))
    every, capital = Counter[str](), Counter[str]()
    for word, count in words.items():
        every[word.lower()] += count
        capital[word.lower()] += count * word[0].isupper()
    usual = {word for word, count in capital.items() if count >= CAPITAL * every[word]}
    if len(usual) > len(every) / 2:  # a language, or a corpus, that writes most words with a capital
        usual = set()
    return usual | {word for form in load_list("countries")["form"] for word in form.lower().split()}
