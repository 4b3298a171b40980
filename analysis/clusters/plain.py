"""
The recipe that most readers know, to hold ours against: TF-IDF, a truncated SVD, k-means.
"""

from collections.abc import Sequence

import numpy as np

from analysis.clusters.consensus import run_kmeans
from analysis.text.counts import check_texts


def cluster_plainly(texts: Sequence[str], n_clusters: int, random_state: int = 0) -> np.ndarray:
    """
    Part texts with scikit-learn alone, as its guide to clustering text documents does.

    Parameters
    ----------
    texts : sequence of str, length n_documents
    n_clusters : int
        How many; fewer come out where fewer texts differ.
    random_state : int, default 0
        Seed of the SVD and of k-means.

    Returns
    -------
    ndarray of int, shape (n_documents,)
        Cluster of each text, numbered from 0 in no order.

    Raises
    ------
    SchemaError
        If the texts are no texts.
    ValueError
        From scikit-learn, if no text has a word.

    Notes
    -----
    ``TfidfVectorizer()``, ``TruncatedSVD(100)`` (fewer where there are fewer terms), ``Normalizer()``,
    ``KMeans(n_clusters, n_init=10)``; all else as scikit-learn sets it. Texts are sorted first, so their order changes
    nothing, and one BLAS thread is used.

    References
    ----------
    scikit-learn, Examples: Clustering text documents using k-means.
    """
    from sklearn.decomposition import TruncatedSVD
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.preprocessing import normalize
    from threadpoolctl import threadpool_limits

    texts = check_texts(texts)
    order = sorted(range(len(texts)), key=texts.__getitem__)
    labels = np.zeros(len(texts), dtype=int)
    with threadpool_limits(1), np.errstate(divide="ignore", invalid="ignore"):  # one text has no variance to explain
        tfidf = TfidfVectorizer().fit_transform([texts[row] for row in order])
        svd = TruncatedSVD(min(100, tfidf.shape[1]), random_state=random_state)
        vectors = normalize(svd.fit_transform(tfidf))
    labels[order] = run_kmeans(vectors, n_clusters, random_state, n_init=10)
    return labels
