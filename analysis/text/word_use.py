"""
Words in their documents: those that mark a group, those that go together, and each where it stands.

Keyness is the log-odds ratio with an informative Dirichlet prior [1]_: plain frequency ratios crown words seen once,
and chi-square and log-likelihood crown function words; the prior, shaped like the whole corpus, tempers both, and the
z-score says how far to trust each. Its default weight, 500 words, is that of one long report: below 50, hapaxes return
to the top. Collocations are ranked by Dunning's log-likelihood [2]_, which holds for the rare pairs where pointwise
mutual information, shown beside it, does not.

.. [1] B. L. Monroe, M. P. Colaresi and K. M. Quinn, "Fightin' Words", Political Analysis 16(4), 2008, section 3.4.
.. [2] T. Dunning, "Accurate Methods for the Statistics of Surprise and Coincidence", Comp. Linguistics 19(1), 1993.
"""

import re
from collections.abc import Sequence

import numpy as np
import pandas as pd
from scipy.sparse import csr_array, csr_matrix

from analysis.errors import ParameterError, SchemaError
from analysis.text.passages import full_text
from analysis.text.vectors import CorpusVectorizer

LETTERS = r"(?u)\b[^\W\d_]{2,}\b"  # words without figures
BREAK = r"[.!?;:()\[\]«»“”\"…\r\n]+"  # no pair of words crosses these


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
    """
    if not prior > 0:
        raise ParameterError(f"prior is {prior!r}: give the weight of the prior in words, above 0.")
    texts, codes, names = _in_groups(documents, group)
    if len(names) < 2:
        raise ParameterError(f"keyness compares groups, and there is only {list(names)}. Give at least two.")
    terms, counts = _count(texts, codes, stop_words)
    frequent = counts.sum(axis=0) >= min_count
    share = counts.sum(axis=0) / counts.sum()
    tables = [_log_odds(own, counts.sum(axis=0) - own, prior * share) for own in counts]
    found = [
        table.assign(group=name, term=terms)[frequent].sort_values("z", ascending=False, kind="stable")
        for name, table in zip(names, tables, strict=True)
    ]
    return pd.concat(found, ignore_index=True)[["group", "term", "count", "rest", "log_odds", "z"]]


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

    Notes
    -----
    A word's weight in a document is its count times ln((1 + documents) / (1 + documents that use it)) + 1, documents
    brought to unit length, as in scikit-learn. Unlike `keyness` it says nothing of chance.
    """
    texts, codes, names = _in_groups(documents, group)
    if len(names) < 2:
        return pd.DataFrame(columns=["group", "rank", "term", "tfidf", "rest"])
    vectorizer = CorpusVectorizer(stop_words=stop_words, token_pattern=LETTERS)
    X = vectorizer.fit_transform(texts)
    terms, sizes, sums = vectorizer.get_feature_names_out(), np.bincount(codes)[:, None], _sum_rows(X, codes)
    own, rest = sums / sizes, (sums.sum(axis=0) - sums) / (len(codes) - sizes)
    lead = np.where(_sum_rows(X > 0, codes) >= 2, own - rest, 0).round(9)
    row, column = cells = np.nonzero(lead > 0)
    found = pd.DataFrame({"group": names[row], "term": terms[column], "tfidf": own[cells], "rest": rest[cells]})
    found = found.iloc[np.lexsort((-lead[cells], row))]
    found.insert(1, "rank", found.groupby("group").cumcount() + 1)
    return found[found["rank"] <= most].reset_index(drop=True)


def _log_odds(own: np.ndarray, rest: np.ndarray, prior: np.ndarray) -> pd.DataFrame:
    a, b = own + prior, rest + prior
    log_odds = np.log(a / (a.sum() - a)) - np.log(b / (b.sum() - b))
    return pd.DataFrame({"count": own, "rest": rest, "log_odds": log_odds, "z": log_odds / np.sqrt(1 / a + 1 / b)})


def concordance(documents: pd.DataFrame, term: str, window: int = 5) -> pd.DataFrame:
    """
    Show a word, each time it occurs, with the words around it.

    Parameters
    ----------
    documents : DataFrame, indexed by ``doc_id``
        ``title`` and ``text``.
    term : str
        A word or phrase, in any case; ``*`` matches any word characters: ``invest*``.
    window : int, default 5
        Words shown on each side.

    Returns
    -------
    DataFrame
        One row per occurrence, in document order: ``doc_id``; ``field`` (``title`` or ``text``); ``before``;
        ``match``; ``after``; ``start`` and ``end``: ``documents.loc[doc_id, field][start:end] == match``.

    Raises
    ------
    SchemaError
        If a column is missing.
    ParameterError
        If `term` is blank or `window` below 0.
    """
    if not term.split():
        raise ParameterError("concordance: the term is blank. Give a word or a phrase.")
    if window < 0:
        raise ParameterError(f"concordance: window is {window}. Give 0 or more words.")
    full_text(documents)  # checks the columns
    words = [r"\w*".join(map(re.escape, word.split("*"))) for word in term.split()]
    pattern = re.compile(r"(?<!\w)" + r"\s+".join(words) + r"(?!\w)", re.IGNORECASE)
    rows = [
        (doc_id, field, *_surroundings(text, match, window))
        for doc_id, *fields in documents[["title", "text"]].itertuples()
        for field, text in zip(("title", "text"), fields, strict=True)
        if isinstance(text, str)
        for match in pattern.finditer(text)
    ]
    return pd.DataFrame(rows, columns=["doc_id", "field", "before", "match", "after", "start", "end"])


def _surroundings(text: str, match: re.Match, window: int) -> tuple[str, str, str, int, int]:
    before = text[: match.start()].rsplit(None, window)[-window:] if window else []
    after = text[match.end() :].split(None, window)[:window]
    return " ".join(before), match[0], " ".join(after), match.start(), match.end()


def collocations(
    documents: pd.DataFrame, *, min_count: int = 5, stop_words: list[str] | tuple[str, ...] = ()
) -> pd.DataFrame:
    """
    Find the pairs of neighbouring words that occur together more often than by chance.

    Parameters
    ----------
    documents : DataFrame
        ``title`` and ``text``.
    min_count : int, default 5
        Fewest occurrences of a pair.
    stop_words : sequence of str, default ()
        Pairs that contain one of these are left out; words on either side of one are not neighbours.

    Returns
    -------
    DataFrame
        One row per pair, the strongest first: ``term`` (the two words); ``count``; ``expected`` (count if the two were
        independent); ``log_likelihood`` (G squared); ``pmi`` (log2 of count over expected).

    Raises
    ------
    SchemaError
        If a column is missing.

    Notes
    -----
    Pairs do not cross sentence ends, brackets or quotation marks; those with a digit are left out.
    """
    texts = full_text(documents).str.split(BREAK, regex=True).explode()
    terms, counts = _count(texts, np.zeros(len(texts), int), None, length=2)
    pairs = pd.DataFrame({"term": terms, "count": counts[0]})
    words = pairs["term"].str.split(" ", expand=True)
    first, second = (pairs.groupby(words[side])["count"].transform("sum") for side in (0, 1))
    pairs["expected"] = first * second / pairs["count"].sum()
    pairs["log_likelihood"] = _log_likelihood(pairs["count"], first, second, pairs["count"].sum())
    pairs["pmi"] = np.log2(pairs["count"] / pairs["expected"])
    kept = (pairs["count"] >= min_count) & (pairs["count"] > pairs["expected"])
    kept &= ~words.isin(set(stop_words)).any(axis=1) & ~pairs["term"].str.contains(r"\d")
    return pairs[kept].sort_values("log_likelihood", ascending=False, kind="stable", ignore_index=True)


def _log_likelihood(together: pd.Series, first: pd.Series, second: pd.Series, n: float) -> pd.Series:
    """Compare each pair's 2 x 2 table (both words, either one, neither) with independence."""
    seen = np.stack([together, first - together, second - together, n - first - second + together])
    expected = np.stack([first * second, first * (n - second), (n - first) * second, (n - first) * (n - second)]) / n
    with np.errstate(divide="ignore", invalid="ignore"):
        return 2 * pd.Series(np.where(seen > 0, seen * np.log(seen / expected), 0.0).sum(axis=0), together.index)


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


def _count(texts, rows, stop_words, *, length=1) -> tuple[list[str], np.ndarray]:
    """Count the words (or n-grams of `length` words) of each row, where `rows` has the row of each text."""
    vectorizer = CorpusVectorizer(
        stop_words=stop_words, token_pattern=r"\w+", ngram_range=(length, length), use_idf=False, norm=None
    )
    X = vectorizer.fit_transform(texts)
    return vectorizer.get_feature_names_out().tolist(), _sum_rows(X, rows).astype(int)


def _sum_rows(X: csr_matrix, rows: np.ndarray) -> np.ndarray:
    """Add up the rows of a matrix that have the same number in `rows`."""
    return (csr_array((np.ones(len(rows)), (rows, np.arange(len(rows)))), (max(rows) + 1, len(rows))) @ X).toarray()
