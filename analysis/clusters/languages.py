"""
Clusters of reports in several languages: which languages each holds, and clusters of one language alone.

Words differ between languages before they differ between subjects, so the clusters of a mixed corpus are mostly its
languages. Their shares show it; within one language, clusters are of subjects again.
"""

from collections.abc import Sequence

import pandas as pd
from sklearn.base import clone

from analysis.clusters.clusterer import TopicClusterer
from analysis.errors import require_columns

MAINLY = 0.9  # share of a cluster's reports in one language, from which on the cluster is that language's


def share_languages(documents: pd.DataFrame, clusters: Sequence[int]) -> pd.DataFrame:
    """
    Return which share of each cluster's reports is in which language.

    Parameters
    ----------
    documents : DataFrame, shape (n_documents, >= 1)
        ``language`` (ISO 639-1, NA if unknown).
    clusters : sequence of int, length n_documents
        The cluster of each, as ``labels_`` of `TopicClusterer` has it.

    Returns
    -------
    DataFrame, indexed by ``cluster``
        A column a language, the commonest first, ``unknown`` for NA; shares of 0 to 1 that add up to 1.

    Raises
    ------
    SchemaError
        If there is no column ``language``.
    ValueError
        If there are more or fewer clusters than documents.
    """
    require_columns(documents, "documents", ("language",))
    told = documents["language"].astype(object).fillna("unknown")
    shares = pd.crosstab(pd.Series(clusters, documents.index, name="cluster"), told, normalize="index")
    return shares[told.value_counts().sort_index().sort_values(ascending=False, kind="stable").index]


def judge_languages(shares: pd.DataFrame) -> str:
    """
    Say whether clusters part languages rather than subjects.

    Parameters
    ----------
    shares : DataFrame
        As from `share_languages`.

    Returns
    -------
    str
        A sentence without its stop.

    Raises
    ------
    TypeError
        If the shares are no numbers.

    Examples
    --------
    >>> judge_languages(pd.DataFrame({"en": [1.0, 0.2], "ru": [0.0, 0.8]}))
    '2 languages (en, ru): in 1 of 2 clusters at least nine of ten reports are in one of them'
    """
    if len(shares.columns) < 2:
        return f"All reports are in one language ({', '.join(shares.columns) or 'none'})"
    pure = int((shares.max(axis=1) >= MAINLY).sum())
    which = f"in {pure:,} of {len(shares):,} clusters at least nine of ten reports are in one of them"
    return f"{len(shares.columns)} languages ({', '.join(shares.columns)}): {which}"


def cluster_languages(texts: pd.Series, languages: pd.Series, clusterer: TopicClusterer) -> dict[str, TopicClusterer]:
    """
    Cluster the reports of each language alone.

    Parameters
    ----------
    texts : Series of str, length n_documents
        As `full_text` gives them.
    languages : Series of str, indexed as `texts`
        ISO 639-1; a report of no known language is left out.
    clusterer : TopicClusterer
        Its parameters are those of each; it is not fitted itself.

    Returns
    -------
    dict of str to TopicClusterer
        A fitted clusterer by language, in alphabetic order; ``documents_`` of each keeps its part of the index.

    Raises
    ------
    EmptyCorpusError, ParameterError, SchemaError
        As `TopicClusterer.fit` does, of the first language for which it does.
    """
    return {code: clone(clusterer).fit(own) for code, own in texts.groupby(languages)}
