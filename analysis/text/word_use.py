"""
Words that mark a group of documents.

Keyness is the log-odds ratio with an informative Dirichlet prior [1]_: plain frequency ratios crown words seen once,
and chi-square and log-likelihood crown function words; the prior, shaped like the whole corpus, tempers both, and the
z-score says how far to trust each. Its default weight, 500 words, is that of one long report: below 50, hapaxes return
to the top.

.. [1] B. L. Monroe, M. P. Colaresi and K. M. Quinn, "Fightin' Words", Political Analysis 16(4), 2008, section 3.4.
"""

from collections.abc import Sequence

import numpy as np
import pandas as pd
from scipy.sparse import csr_array, csr_matrix

from analysis.errors import ParameterError, SchemaError
from analysis.text.counts import count_words
from analysis.text.passages import full_text

LETTERS = r"(?u)\b[^\W\d_]{2,}\b"  # words without figures


def keyness(
    documents: pd.DataFrame,
    group: str | Sequence,
    *,
    prior: float = 500.0,
    min_count: int = 2,
    stop_words: list[str] | str | None = None,
) -> pd.DataFrame:
    """
    Find the words that mark each group of documents against all the others.

    Parameters
    ----------
    documents : DataFrame
        ``title`` and ``text``.
    group : str or sequence, length n_documents
        Name of a column, or the group of each document; documents without one (NA) are left out.
    prior : float, default 500.0
        Weight of the prior, in words; the larger, the closer to zero it draws rare words.
    min_count : int, default 2
        Fewest occurrences, over all groups, of the words returned.
    stop_words : list of str, "english" or None, default None
        Words to leave out, as for `CorpusVectorizer`.

    Returns
    -------
    DataFrame
        One row per group and word: ``group``; ``term``; ``count`` in the group; ``rest`` (count in the other groups);
        ``log_odds`` (above 0: the group uses the word more); ``z`` (log-odds over its standard error). Groups in
        sorted order, each with its highest z first.

    Raises
    ------
    SchemaError
        If a column is missing, or a sequence `group` has another length.
    ParameterError
        If there are fewer than two groups, or `prior` is not above 0.
    EmptyCorpusError
        If there is not one word in the texts that have a group.
    """
    if not prior > 0:
        raise ParameterError(f"prior is {prior!r}: give the weight of the prior in words, above 0.")
    texts, codes, names = _in_groups(documents, group)
    if len(names) < 2:
        raise ParameterError(f"keyness compares groups, and there is only {list(names)}. Give at least two.")
    X, terms = count_words(texts, stop_words=stop_words, token_pattern=r"\w+")
    total = (own := _sum_rows(X, codes).astype(int)).sum(axis=0)
    a, b = (counts + prior * total / total.sum() for counts in (own, total - own))
    odds, other = (part / (part.sum(axis=1, keepdims=True) - part) for part in (a, b))
    log_odds = np.log(odds) - np.log(other)
    row, column = cells = np.nonzero(np.tile(total >= min_count, (len(names), 1)))
    found = pd.DataFrame({"group": names[row], "term": terms[column], "count": own[cells]})
    found = found.assign(rest=(total - own)[cells], log_odds=log_odds[cells])
    found["z"] = found["log_odds"] / np.sqrt(1 / a + 1 / b)[cells]
    return found.iloc[np.lexsort((-found["z"], row))].reset_index(drop=True)


def mark_groups(
    documents: pd.DataFrame, group: str | Sequence, *, most: int = 8, stop_words: list[str] | str | None = None
) -> pd.DataFrame:
    """
    Find the words whose TF-IDF is highest in each group of documents, against all the others.

    Parameters
    ----------
    documents : DataFrame
        ``title`` and ``text``.
    group : str or sequence, length n_documents
        Name of a column, or the group of each document; documents without one (NA) are left out.
    most : int, default 8
        Most words a group.
    stop_words : list of str, "english" or None, default None
        Words to leave out, as for `CorpusVectorizer`.

    Returns
    -------
    DataFrame
        One row a group and word: ``group``; ``rank`` (1 is the largest difference); ``term`` (of letters only, and
        used by two documents of the group or more: what one uses marks that one); ``tfidf``, its mean over the group's
        documents; ``rest``, its mean over the others, which is smaller. Groups in sorted order. No rows where there
        are fewer than two groups.

    Raises
    ------
    SchemaError
        If a column is missing.
    EmptyCorpusError
        If there is not one word in the texts that have a group.

    Notes
    -----
    A word's weight in a document is its count times ln((1 + documents) / (1 + documents that use it)) + 1, documents
    brought to unit length, as in scikit-learn. Unlike `keyness` it says nothing of chance.
    """
    texts, codes, names = _in_groups(documents, group)
    if len(names) < 2:
        return pd.DataFrame(columns=["group", "rank", "term", "tfidf", "rest"])
    X, terms = count_words(texts, stop_words=stop_words, token_pattern=LETTERS, use_idf=True, norm="l2")
    sizes, sums = np.bincount(codes)[:, None], _sum_rows(X, codes)
    own, rest = sums / sizes, (sums.sum(axis=0) - sums) / (len(codes) - sizes)
    lead = np.where(_sum_rows(X > 0, codes) >= 2, own - rest, 0).round(9)
    row, column = cells = np.nonzero(lead > 0)
    found = pd.DataFrame({"group": names[row], "term": terms[column], "tfidf": own[cells], "rest": rest[cells]})
    found = found.iloc[np.lexsort((-lead[cells], row))]
    found.insert(1, "rank", found.groupby("group").cumcount() + 1)
    return found[found["rank"] <= most].reset_index(drop=True)


def _in_groups(documents: pd.DataFrame, group: str | Sequence) -> tuple[pd.Series, np.ndarray, pd.Index]:
    """Return the texts that have a group, the number of the group of each, and the names of the groups, sorted."""
    if isinstance(group, str):
        if group not in documents:
            raise SchemaError(f"the documents have no column {group!r}; they have {', '.join(documents.columns)}.")
        groups = documents[group]
    elif len(group) != len(documents):
        raise SchemaError(f"{len(group)} groups for {len(documents)} documents. Give one a document, in their order.")
    else:
        groups = pd.Series(np.asarray(group, object), documents.index)
    kept = groups.notna().to_numpy()
    codes, names = pd.factorize(groups[kept], sort=True)
    return full_text(documents)[kept], codes, names


def _sum_rows(X: csr_matrix, rows: np.ndarray) -> np.ndarray:
    """Add up the rows of a matrix that have the same number in `rows`."""
    return (csr_array((np.ones(len(rows)), (rows, np.arange(len(rows)))), (max(rows) + 1, len(rows))) @ X).toarray()
