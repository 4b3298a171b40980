"""
Topics of documents from a table of terms, with or without labels, and the reasons for each.

The decision value of a topic is a sum over the terms of its table: a term that occurs n times counts its weight times
1 + log n, against the topic when it stands among its ``not_terms``. With labels, a logistic regression over the words
and the topics' sums takes its place. Both are linear in what the text holds, so `explain` splits the value exactly.

- 1 + log n: counts as they are let one repeated word decide (seeds, primary 0.86); present or not, 0.88; this, 0.90.
- A document has every topic that reaches `threshold` of its best one: a second sector is second to a first, however
  long the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
import pandas as pd
import scipy.sparse as sp
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.utils.validation import check_is_fitted

from analysis.errors import EmptyCorpusError, ParameterError
from analysis.lexicon import as_topics, load_sectors
from analysis.terms import TermFinder, parse_term

_TOKEN = re.compile(r"\b\w\w+\b")


class TopicClassifier(ClassifierMixin, BaseEstimator):
    """
    Assign topics to texts from the topics' terms, and from labels where there are some.

    Parameters
    ----------
    topics : DataFrame, path, mapping or None, default None
        What `analysis.lexicon.as_topics` reads; None stands for `analysis.lexicon.load_sectors`.
    threshold : float, default 0.45
        Share of the best topic's value that earns a further topic, from 0 to 1.
    min_evidence : float, default 1.0
        Decision value below which a text is undecided: one full-weight term.

    Attributes
    ----------
    topics_ : DataFrame
        The topics table in use.
    classes_ : ndarray of str, shape (n_topics,)
        Names, in the table's order.
    """

    def __init__(self, topics: Any = None, *, threshold: float = 0.45, min_evidence: float = 1.0) -> None:
        self.topics = topics
        self.threshold = threshold
        self.min_evidence = min_evidence

    def fit(self, texts: Sequence[str], y: Sequence[str] | Sequence[Iterable[str]] | None = None) -> TopicClassifier:
        """
        Read the topics, and learn from labels when `y` is given.

        Parameters
        ----------
        texts : sequence of str
            Documents.
        y : sequence of str, or of lists of str, optional
            Topics of each document, the primary one first.

        Returns
        -------
        TopicClassifier
            Itself.

        Raises
        ------
        EmptyCorpusError
            If there is no text.
        ParameterError
            If `y` is of another length or names a topic that is not in the table.
        """
        texts = list(texts)
        if not texts:
            raise EmptyCorpusError("There are no texts to fit on. Pass at least one document.")
        self.topics_ = load_sectors() if self.topics is None else as_topics(self.topics)
        self.classes_ = self.topics_.index.to_numpy(dtype=object)
        self._read_terms()
        self._words, self._weights, self._constant = None, self._table_weights, np.zeros(len(self.classes_))
        if y is not None:
            self._learn(texts, _label_matrix(texts, y, self.classes_))
        return self

    def decision_function(self, texts: Sequence[str]) -> np.ndarray:
        """Return the decision values, shape (n, n_topics)."""
        check_is_fitted(self, "classes_")
        features, _ = self._features(list(texts))
        return np.asarray(features @ self._weights) + self._constant

    def predict_proba(self, texts: Sequence[str]) -> np.ndarray:
        """Return one probability a topic, shape (n, n_topics); rows need not sum to 1."""
        values = self.decision_function(texts)
        if self._words is not None:
            return 1 / (1 + np.exp(-values))
        values = np.clip(values, 0, None)
        best = values.max(axis=1, keepdims=True)
        return values / np.where(best > 0, best, 1) * (1 - np.exp(-best / self.min_evidence))

    def predict(self, texts: Sequence[str]) -> np.ndarray:
        """Return the best topic of each text; of equal ones the first of the table."""
        values = self.decision_function(texts)
        return self.classes_[values.argmax(axis=1)]

    def predict_topics(self, texts: Sequence[str]) -> list[list[str]]:
        """Return each text's topics, best first; an empty list where the text decides nothing."""
        values = self.decision_function(texts)
        least = np.zeros(len(values))
        if self._words is None:
            least = np.maximum(self.min_evidence, self.threshold * values.max(axis=1))
        orders = np.argsort(-values, axis=1, kind="stable")
        return [
            [str(self.classes_[topic]) for topic in order if row[topic] >= bound]
            for row, order, bound in zip(values, orders, least, strict=True)
        ]

    def explain(self, text: str) -> pd.DataFrame:
        """
        Show what in a text speaks for and against each topic.

        Parameters
        ----------
        text : str
            Any document.

        Returns
        -------
        DataFrame
            ``term`` (as written in the text), ``start``, ``end``, ``topic``, ``weight``; a row for each place and
            topic it speaks for or against, in the order of the text. A topic's weights add up to its decision value
            (with labels: and its constant, a row without place).
        """
        check_is_fitted(self, "classes_")
        features, places = self._features([text])
        rows: list[tuple[Any, ...]] = [(pd.NA, pd.NA, topic, weight) for topic, weight in enumerate(self._constant)]
        for column, value in zip(features.indices, features.data, strict=True):
            for start, end in (spans := places[0][int(column)]):
                rows += [(start, end, topic, value * w / len(spans)) for topic, w in enumerate(self._weights[column])]
        table = pd.DataFrame(rows, columns=["start", "end", "topic", "weight"]).astype(
            {"start": "Int64", "end": "Int64"}
        )
        table = table[table["weight"] != 0].sort_values(["start", "topic"], ignore_index=True)
        table.insert(
            0, "term", [text[a:b] if a is not pd.NA else "" for a, b in zip(table["start"], table["end"], strict=True)]
        )
        return table.assign(topic=self.classes_[table["topic"]])

    def _read_terms(self) -> None:
        """Set the finder and the weight of every term for every topic."""
        weights: dict[str, dict[int, float]] = {}
        for number, (topic, row) in enumerate(self.topics_.iterrows()):
            for sign, terms in ((1.0, row["terms"] or [str(topic).replace("_", " ")]), (-1.0, row["not_terms"])):
                for term in terms:
                    pattern, weight = parse_term(term)
                    weights.setdefault(pattern, {}).setdefault(number, sign * weight)
        self.terms_ = list(weights)
        self._finder = TermFinder(self.terms_)
        self._table_weights = np.zeros((len(weights), len(self.classes_)))
        for place, (_, topics) in enumerate(weights.items()):
            for number, weight in topics.items():
                self._table_weights[place, number] = weight

    def _features(self, texts: Sequence[str]) -> tuple[sp.csr_matrix, list[dict[int, list[tuple[int, int]]]]]:
        """Weigh the terms of each text and, once learned, its words; the second value says where each stands."""
        places = [self._places(text) for text in texts]
        rows = np.repeat(np.arange(len(texts)), [len(where) for where in places])
        columns = [column for where in places for column in where]
        values = [1 + np.log(len(spans)) for where in places for spans in where.values()]
        features = sp.csr_matrix((values, (rows, columns)), shape=(len(texts), len(self.terms_)), dtype=float)
        if self._words is None:
            return features, places
        features = _divide_rows(features, np.linalg.norm(features @ self._table_weights, axis=1))
        words = self._words.transform(texts)
        for where, text in zip(places, texts, strict=True):
            for found in _TOKEN.finditer(text.lower()):
                if (word := self._words.vocabulary_.get(found.group())) is not None:
                    where.setdefault(len(self.terms_) + word, []).append(found.span())
        return sp.hstack([features, words], format="csr"), places

    def _places(self, text: str) -> dict[int, list[tuple[int, int]]]:
        where: dict[int, list[tuple[int, int]]] = {}
        for match in self._finder.find(text):
            where.setdefault(match.term, []).append((match.start, match.end))
        return where

    def _learn(self, texts: Sequence[str], y: np.ndarray) -> None:
        """Fit one logistic regression a topic over the words and the sums of the table's terms."""
        from sklearn.feature_extraction.text import TfidfVectorizer
        from sklearn.linear_model import LogisticRegression

        self._words = TfidfVectorizer(sublinear_tf=True).fit(texts)
        features, _ = self._features(texts)
        n_terms, n_topics = self._table_weights.shape
        sums = sp.csr_matrix(features[:, :n_terms] @ self._table_weights)
        both = sp.hstack([sums, features[:, n_terms:]], format="csr")
        coefficients = np.zeros((both.shape[1], n_topics))
        self._constant = np.full(n_topics, -5.0)
        for topic in np.flatnonzero(y.any(axis=0) & ~y.all(axis=0)):
            model = LogisticRegression(C=10.0).fit(both, y[:, topic])
            coefficients[:, topic], self._constant[topic] = model.coef_[0], model.intercept_[0]
        self._weights = np.vstack([self._table_weights @ coefficients[:n_topics], coefficients[n_topics:]])


def label_documents(documents: pd.DataFrame, model: TopicClassifier) -> pd.DataFrame:
    """
    Label each document with its topics.

    Parameters
    ----------
    documents : DataFrame, indexed by ``doc_id``
        ``title`` and ``text`` (str).
    model : TopicClassifier
        Fitted.

    Returns
    -------
    DataFrame, indexed by ``(doc_id, topic)``
        ``score`` (probability, 0 to 1), ``rank`` (1 = primary), ``evidence`` (list of the terms that earned it,
        heaviest first). Documents in their order, topics by rank; an undecided document has no row.
    """
    texts = list(_texts(documents))
    rows = []
    for doc_id, text, score, topics in zip(
        documents.index, texts, model.predict_proba(texts), model.predict_topics(texts), strict=True
    ):
        scores = dict(zip(model.classes_, score, strict=True))
        reasons = model.explain(text)
        rows += [
            (doc_id, topic, scores[topic], rank, _evidence(reasons, topic)) for rank, topic in enumerate(topics, 1)
        ]
    table = pd.DataFrame(rows, columns=["doc_id", "topic", "score", "rank", "evidence"])
    return table.set_index(["doc_id", "topic"])


def _evidence(reasons: pd.DataFrame, topic: str) -> list[str]:
    own = reasons[(reasons["topic"] == topic) & (reasons["weight"] > 0) & reasons["start"].notna()]
    totals = own.assign(term=own["term"].str.lower()).groupby("term")["weight"].sum()
    return list(totals.sort_index().sort_values(ascending=False, kind="stable").index)


def _divide_rows(matrix: sp.csr_matrix, by: np.ndarray) -> sp.csr_matrix:
    return sp.csr_matrix(sp.diags_array(1 / np.where(by > 0, by, 1.0)) @ matrix)


def _texts(documents: pd.DataFrame) -> pd.Series:
    return documents["title"].fillna("") + "\n\n" + documents["text"].fillna("")


def _label_matrix(texts: Sequence[str], y: Sequence[Any], classes: np.ndarray) -> np.ndarray:
    """Return 0 and 1, shape (n, n_topics)."""
    if len(y) != len(texts):
        raise ParameterError(f"y has {len(y)} labels for {len(texts)} texts. Pass one entry a text.")
    column = {name: number for number, name in enumerate(classes)}
    matrix = np.zeros((len(texts), len(classes)), dtype=int)
    for row, names in enumerate(y):
        for name in [names] if isinstance(names, str) else names:
            if name not in column:
                raise ParameterError(
                    f"y names {name!r} (document {row}), which is no topic. There are: {', '.join(classes)}."
                )
            matrix[row, column[name]] = 1
    return matrix
