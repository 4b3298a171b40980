"""
Topics of documents from a table of terms, with or without labels, and the reasons for each.

A topic's value is a sum over the document: its terms' shares of the sentences' votes (`analysis.topics.terms`), and the
weights of its words learned from the corpus or from labels (`analysis.topics.word_weights`). So it can be explained in
full.

- A document has every topic of probability 0.3 or more; 0.25 to 0.45 change the micro-F1 of the seeds by 0.02 or less.
- A second topic of a labelled document has 0.3 of the weight of the first: 0 loses words, 1 blurs the primary topic.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import numpy as np
import pandas as pd
import scipy.sparse as sp
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.utils.validation import check_is_fitted

from analysis.errors import EmptyCorpusError, ParameterError, ReadError, check_on_error, log_row, name_culprit
from analysis.text.counts import check_texts, count_words
from analysis.text.passages import full_text
from analysis.text.vectors import CorpusVectorizer
from analysis.topics.table import as_topics, load_sectors
from analysis.topics.terms import Match, TopicTerms
from analysis.topics.word_weights import (
    CALIBRATION,
    fit_calibration,
    learn_weights,
    learn_without_labels,
    margins,
    unit_rows,
)

_TOKEN = re.compile(r"\b\w\w+\b")
SECOND = 0.3
BLOCK = 1000  # texts labelled at a time: their words are counted in one go
MOST_EVIDENCE = 8


class TopicClassifier(ClassifierMixin, BaseEstimator):
    """
    Assign topics to texts by the topics' terms, and by labels if there are any.

    Parameters
    ----------
    topics : DataFrame, path, mapping or None, default None
        As for `as_topics`; None for `load_sectors`.
    threshold : float, default 0.3
        Least probability of a topic that is assigned.
    undecided_below : float, default 0.1
        A text whose best topic is less probable has none; between this and `threshold` it has that one.

    Attributes
    ----------
    topics_, table_ : DataFrame, TopicTerms
        The topics in use, and their terms with weights.
    classes_ : ndarray of str, shape (n_topics,)
        Names, in the table's order.
    words_, learned_ : ndarray, shapes (n_words,) and (n_words, n_topics)
        The words in two or more texts of `fit`, sorted, and their learned weights.
    calibration_ : ndarray, shape (3,)
        Slope on the value, slope on its lead over the best other topic, and intercept, of a probability's logit.

    Notes
    -----
    The order of the texts does not matter: they are sorted first.

    Examples
    --------
    >>> model = TopicClassifier({"sport": "football, tennis", "money": "bank, loan"})
    >>> model.fit(["The tennis final.", "A bank and its loan."]).predict_topics(["Tennis!", "Rain."])
    [['sport'], []]
    """

    def __init__(self, topics: Any = None, *, threshold: float = 0.3, undecided_below: float = 0.1) -> None:
        self.topics = topics
        self.threshold = threshold
        self.undecided_below = undecided_below

    def fit(self, texts: Sequence[str], y: Sequence[str] | Sequence[Iterable[str]] | None = None) -> TopicClassifier:
        """
        Read the topics and learn word weights from the texts, and from labels if `y` is given.

        Parameters
        ----------
        texts : sequence of str
            Documents.
        y : sequence of str, or of lists of str, optional
            Topics of each document, the primary one first.

        Returns
        -------
        TopicClassifier
            The fitted classifier itself.

        Raises
        ------
        EmptyCorpusError
            If there is no text.
        SchemaError
            If `texts` is one string or an item is not a string.
        LexiconError
            If the topics are malformed (see `as_topics`).
        ParameterError
            If a parameter is out of range, or `y` is of another length or names a topic that is not in the table.
        """
        from threadpoolctl import threadpool_limits

        for name in ("threshold", "undecided_below"):
            if not 0 <= getattr(self, name) <= 1:
                raise ParameterError(f"{name} is {getattr(self, name)!r}; it is a probability, from 0 to 1.")
        if not (texts := check_texts(texts)):
            raise EmptyCorpusError("There are no texts to fit on. Pass at least one document.")
        self.topics_ = load_sectors() if self.topics is None else as_topics(self.topics)
        self.classes_ = self.topics_.index.to_numpy(dtype=object)
        self.table_ = TopicTerms(self.topics_)
        self.calibration_ = np.array(CALIBRATION)
        targets = np.zeros((len(texts), 0)) if y is None else _targets(y, len(texts), self.classes_)
        order = sorted(range(len(texts)), key=lambda row: (*-targets[row], texts[row]))
        with threadpool_limits(1, user_api="blas"):
            self._learn([texts[row] for row in order], targets[order])
        return self

    def decision_function(self, texts: Sequence[str]) -> np.ndarray:
        """Return the value of each topic, shape (n_texts, n_topics); 0 means no evidence either way."""
        check_is_fitted(self, "learned_")
        texts = check_texts(texts)
        return np.asarray(self.table_.count(texts)[0] @ self.table_.weights + self._words(texts) @ self.learned_)

    def predict_proba(self, texts: Sequence[str]) -> np.ndarray:
        """Return the probability of each topic, shape (n_texts, n_topics); rows need not sum to 1."""
        return self._probabilities(self.decision_function(texts))

    def predict(self, texts: Sequence[str]) -> np.ndarray:
        """Return the best topic of each text; of equal ones the first in the table."""
        best = self.decision_function(texts).argmax(axis=1)
        return self.classes_[best]

    def predict_topics(self, texts: Sequence[str]) -> list[list[str]]:
        """Return the topics of each text, best first; an empty list if it is undecided."""
        values = self.decision_function(texts)
        return self._choose(values, self._probabilities(values))

    def _choose(self, values: np.ndarray, chances: np.ndarray) -> list[list[str]]:
        least = np.minimum(self.threshold, chances.max(axis=1))
        least[least < self.undecided_below] = np.inf
        return [
            [str(self.classes_[topic]) for topic in np.argsort(-row, kind="stable") if chance[topic] >= bound]
            for row, chance, bound in zip(values, chances, least, strict=True)
        ]

    def explain(self, text: str) -> pd.DataFrame:
        """
        Show the evidence in a text for and against each topic.

        Parameters
        ----------
        text : str
            One document.

        Returns
        -------
        DataFrame
            One row per position and topic, in the order of the text: ``term`` (as written in the text), ``start``,
            ``end``, ``topic``, ``weight`` (above 0: for the topic; below: against). The weights of a topic add up to
            its value in `decision_function`.
        """
        rows = [
            (text[start:end], start, end, str(self.classes_[topic]), float(weights[topic]))
            for start, end, weights in sorted(self._reasons(text), key=lambda reason: reason[:2])
            for topic in np.flatnonzero(weights)
        ]
        return pd.DataFrame(rows, columns=["term", "start", "end", "topic", "weight"])

    def _reasons(self, text: str) -> list[tuple[int, int, np.ndarray]]:
        """Return start, end and weight for each topic of every term and word that counts in a text."""
        check_is_fitted(self, "learned_")
        found = self.table_.find(text)
        reasons = [(match.start, match.end, vote * self.table_.weights[match.term]) for match, vote in found]
        words = self._words([text])
        places = _places_of_words(text, set(self.words_[words.indices]))
        for column, share in zip(words.indices, words.data, strict=True):
            spans = places.get(self.words_[column], [(0, len(text))])
            reasons += [(start, end, share * self.learned_[column] / len(spans)) for start, end in spans]
        return reasons

    def _label(self, texts: list[str]) -> Iterator[list[tuple[str, float, int, list[str]]]]:
        """Yield the topic, probability, rank and evidence of each text's topics; all texts are counted in one go."""
        check_is_fitted(self, "learned_")
        found, words = [self.table_.find(text) for text in texts], self._words(texts)
        values = np.asarray(self.table_.tabulate(found)[0] @ self.table_.weights + words @ self.learned_)
        chances, column = self._probabilities(values), {name: number for number, name in enumerate(self.classes_)}
        for row, topics in enumerate(self._choose(values, chances)):
            cells = slice(*words.indptr[row : row + 2])
            own = words.indices[cells], words.data[cells]
            yield [
                (name, chances[row, column[name]], rank, self._evidence(texts[row], found[row], own, column[name]))
                for rank, name in enumerate(topics, start=1)
            ]

    def _evidence(
        self, text: str, found: list[tuple[Match, float]], words: tuple[np.ndarray, np.ndarray], topic: int
    ) -> list[str]:
        """Return the terms that earned a topic, heaviest first, each with the weight of all its places."""
        totals: defaultdict[str, float] = defaultdict(float)
        for match, vote in found:
            totals[text[match.start : match.end].lower()] += vote * self.table_.weights[match.term, topic]
        columns, shares = words
        weights = (shares * self.learned_[columns, topic]).tolist()
        names = self.words_[columns].tolist()
        if len(text.lower()) != len(text):  # a letter that is lower-cased to two, as İ
            spans = _places_of_words(text, set(names))
            names = [text[slice(*spans[name][0])].lower() if name in spans else name for name in names]
        for word, weight in zip(names, weights, strict=True):
            if weight > 0 or word in totals:
                totals[word] += weight
        least = max(totals.values(), default=0.0) / 10
        return sorted((term for term in totals if totals[term] > least), key=lambda t: (-totals[t], t))[:MOST_EVIDENCE]

    def _learn(self, texts: list[str], targets: np.ndarray) -> None:
        """Set the words, their weights and the calibration; `targets` has no column if there are no labels."""
        counts, words = count_words(texts)
        kept = np.flatnonzero((counts > 0).sum(axis=0) >= 2)
        counts = counts[:, kept]
        self._set_words(words[kept])
        votes, term_counts = self.table_.count(texts)
        values = votes @ self.table_.weights
        if targets.shape[1]:
            documents = unit_rows(counts)
            self.learned_ = learn_weights(documents, targets)
            self.calibration_ = fit_calibration(documents, values, targets)
        else:
            self.learned_ = learn_without_labels(counts, values, term_counts, self.table_.weights)

    def _set_words(self, words: np.ndarray) -> None:
        self.words_ = words
        if len(words):
            self.counter_ = CorpusVectorizer(use_idf=False, norm=None, vocabulary=words).fit([""])

    def _words(self, texts: list[str]) -> sp.csr_matrix:
        return unit_rows(self.counter_.transform(texts)) if len(self.words_) else sp.csr_matrix((len(texts), 0))

    def _probabilities(self, values: np.ndarray) -> np.ndarray:
        logits = self.calibration_[0] * values + self.calibration_[1] * margins(values) + self.calibration_[2]
        return 1 / (1 + np.exp(-np.clip(logits, -500, 500)))


def label_documents(documents: pd.DataFrame, model: TopicClassifier, *, on_error: str = "raise") -> pd.DataFrame:
    """
    Label each document with its topics.

    Parameters
    ----------
    documents : DataFrame, indexed by ``doc_id``
        ``title`` and ``text`` (str).
    model : TopicClassifier
        Fitted.
    on_error : {"raise", "skip"}, default "raise"
        Whether a document that cannot be labelled stops the run or becomes a row of ``attrs["log"]``.

    Returns
    -------
    DataFrame, indexed by ``(doc_id, topic)``
        ``score`` (probability, 0 to 1), ``rank`` (1 = primary), ``evidence`` (list of up to eight terms of most weight,
        heaviest first, none below a tenth of the heaviest). Documents in their order, topics by rank; an undecided
        document has no row.

    Raises
    ------
    SchemaError
        If a column is missing.
    ParameterError
        If `on_error` is neither of the two.
    ReadError
        Under ``on_error="raise"``, if a document cannot be labelled; it names the document.
    NotFittedError
        If the model is not fitted (scikit-learn's error).
    """
    check_is_fitted(model, "learned_")
    check_on_error(on_error)
    texts, rows, log = full_text(documents), list[tuple](), list[dict]()
    for start in range(0, len(texts), BLOCK):
        block = texts.iloc[start : start + BLOCK]
        try:
            found = list(model._label(block.tolist()))
        except Exception:  # once more, to find the document that it is
            found = list(_label_each(block, model, log, strict=on_error == "raise"))
        rows += [(doc_id, *label) for doc_id, own in zip(block.index, found, strict=True) for label in own]
    table = pd.DataFrame(rows, columns=["doc_id", "topic", "score", "rank", "evidence"])
    table.attrs["log"] = log
    return table.set_index(["doc_id", "topic"])


def _label_each(texts: pd.Series, model: TopicClassifier, log: list[dict], *, strict: bool) -> Iterator[list]:
    """Label texts one by one; raise the error of one, or log it and give it no label."""
    for doc_id, text in texts.items():
        try:
            with name_culprit(str(doc_id)):
                yield from model._label([text])
        except ReadError as error:
            if strict:
                raise
            log.append(log_row(str(doc_id), "error", str(error)))
            yield []


def _places_of_words(text: str, words: set[str]) -> dict[str, list[tuple[int, int]]]:
    """Return the spans of each word; lower-casing may lengthen a letter, so offsets are mapped back."""
    lower, origin = text.lower(), np.arange(len(text))
    if len(lower) != len(text):
        letters = [letter.lower() for letter in text]
        lower, origin = "".join(letters), np.repeat(origin, [len(letter) for letter in letters])
    places: defaultdict[str, list[tuple[int, int]]] = defaultdict(list)
    for found in _TOKEN.finditer(lower):
        if found.group() in words:
            places[found.group()].append((int(origin[found.start()]), int(origin[found.end() - 1]) + 1))
    return places


def _targets(y: Sequence[Any], n_texts: int, classes: np.ndarray) -> np.ndarray:
    """Return the membership of each text in each topic, 0 to 1, shape (n_texts, n_topics)."""
    if len(y) != n_texts:
        raise ParameterError(f"y has {len(y)} labels for {n_texts} texts. Pass one entry a text.")
    column = {name: number for number, name in enumerate(classes)}
    targets = np.zeros((n_texts, len(classes)))
    for row, names in enumerate(y):
        for place, name in enumerate([names] if isinstance(names, str) else names):
            if name not in column:
                known = ", ".join(map(str, classes))
                raise ParameterError(f"y names {name!r} (document {row}), which is no topic. There are: {known}.")
            targets[row, column[name]] = max(targets[row, column[name]], SECOND if place else 1)
    return targets
