"""
Topics of documents from a table of terms, with or without labels, and the reasons for each.

A topic's value is a sum over the document: its terms' shares of the sentences' votes (`analysis.topics.terms`), and the
weights of its words, if any are learned from the corpus or from labels (`analysis.topics.word_weights`). So it can be
explained in full. The sectors learn only when asked (`analysis.topics.frozen`): a label depends on its text alone.

- A document has every topic of probability 0.3 or more; 0.25 to 0.45 change the micro-F1 of the seeds by 0.02 or less.
- A second topic of a labelled document has 0.3 of the weight of the first: 0 loses words, 1 blurs the primary topic.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import numpy as np
import pandas as pd
import scipy.sparse as sp
from sklearn.base import ClassifierMixin
from sklearn.utils.validation import check_is_fitted

from analysis.errors import EmptyCorpusError, ParameterError
from analysis.text.counts import TextInput, check_texts, count_words
from analysis.text.vectors import CorpusVectorizer
from analysis.topics.table import as_topics, hash_topics, load_frozen, load_sectors, tell_language
from analysis.topics.terms import Match, TopicTerms, places_of_words
from analysis.topics.word_weights import fit_calibration, learn_weights, learn_without_labels, margins, unit_rows

SECOND = 0.3
MOST_EVIDENCE = 8


class TopicClassifier(ClassifierMixin, TextInput):
    """
    Assign topics to texts by the topics' terms, and by labels if there are any.

    Parameters
    ----------
    topics : DataFrame, path, mapping or None, default None
        As for `as_topics`; None for `load_sectors` in all languages.
    learn : {"corpus"} or None, default None
        Whether the sectors learn word weights from the texts of `fit`, so that labels depend on these too. None: they
        keep their frozen weights, unless `fit` gets labels or `SILK_LEDGER_LISTS` replaces their lists. Topics of your
        own always learn.
    threshold : float, default 0.3
        Least probability of a topic that is assigned.
    undecided_below : float, default 0.1
        A text whose best topic is less probable has none; between this and `threshold` it has that one.

    Attributes
    ----------
    topics_, table_ : DataFrame, TopicTerms
        The topics in use, and their terms with weights.
    classes_ : ndarray of str, shape (n_topics,)
        Names, sorted, as the columns of `decision_function` and `predict_proba` are; whole numbers, if `y` had these.
    words_, learned_ : ndarray, shapes (n_words,) and (n_words, n_topics)
        The words in two or more texts of `fit`, sorted, and their learned weights, in the order of `topics_`.
    calibration_ : ndarray, shape (3,)
        Slope on the value, slope on its lead over the best other topic, and intercept, of a probability's logit.
    model_ : dict of str
        ``name`` and ``version`` of the model, ``hash`` of its topics and terms, and ``learned``: from what.

    Notes
    -----
    The order of the texts does not matter: they are sorted first. Without labels, a text in a language that the sectors
    have no terms in (`tell_language`) teaches nothing and has no sector.

    Examples
    --------
    >>> model = TopicClassifier({"sport": "football, tennis", "money": "bank, loan"})
    >>> model.fit(["The tennis final.", "A bank and its loan."]).predict_topics(["Tennis!", "Rain."])
    [['sport'], []]
    """

    def __init__(
        self, topics: Any = None, learn: str | None = None, *, threshold: float = 0.3, undecided_below: float = 0.1
    ) -> None:
        self.topics = topics
        self.learn = learn
        self.threshold = threshold
        self.undecided_below = undecided_below

    def fit(self, texts: Sequence[str], y: Sequence[str] | Sequence[Iterable[str]] | None = None) -> TopicClassifier:
        """
        Read the topics; learn word weights from the texts, or from labels if `y` is given (sectors: see `learn`).

        Parameters
        ----------
        texts : sequence of str
            Documents.
        y : sequence of str, or of lists of str, optional
            Topics of each document, the primary one first. Scikit-learn's ensembles give a whole number for each: its
            place in `classes_`; every topic must have one.

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
        for name in ("threshold", "undecided_below"):
            if not 0 <= getattr(self, name) <= 1:
                raise ParameterError(f"{name} is {getattr(self, name)!r}; it is a probability, from 0 to 1.")
        if self.learn not in (None, "corpus"):
            raise ParameterError(f"learn={self.learn!r} is not accepted. Choose 'corpus' or None.")
        if not (texts := check_texts(texts)):
            raise EmptyCorpusError("There are no texts to fit on. Pass at least one document.")
        sectors, frozen, targets = self.topics is None, load_frozen(), np.zeros((len(texts), 0))
        self._set_topics(load_sectors(None) if sectors else as_topics(self.topics))
        self.calibration_, learned, code = np.array(frozen["curve"]), "corpus", hash_topics(self.topics_)
        if y is not None:
            targets, learned = _targets(y, len(texts), self.topics_.index, self._columns), "labels"
            if any(isinstance(label, int | np.integer) for label in y):
                self.classes_ = np.arange(len(self.topics_))
                if not targets.any(axis=0).all():
                    raise ParameterError("y has numbers, but not one for each topic. Give names, or fewer topics.")
        elif sectors and self.learn is None and code == frozen["hash"]:
            learned = "nothing"
        name, version = (frozen["name"], frozen["version"]) if sectors else ("own topics", "")
        self.model_ = {"name": name, "version": version, "hash": code, "learned": learned}
        if learned == "nothing":
            texts = []
        elif self._skips_foreign:
            texts = [text for text in texts if tell_language(text) is not None]
        order = sorted(range(len(texts)), key=lambda row: (*-targets[row], texts[row]))
        self._learn([texts[row] for row in order], targets[order])
        return self

    def _set_topics(self, topics: pd.DataFrame) -> None:
        self.topics_, self.table_ = topics, TopicTerms(topics)
        self._columns = topics.index.argsort()
        self.classes_ = topics.index.to_numpy(dtype=object)[self._columns]

    @property
    def _skips_foreign(self) -> bool:
        return self.model_["name"] != "own topics" and self.model_["learned"] != "labels"

    def decision_function(self, texts: Sequence[str]) -> np.ndarray:
        """Return the value of each topic, shape (n_texts, n_topics); 0 means no evidence either way."""
        return self._values(texts)[:, self._columns]

    def predict_proba(self, texts: Sequence[str]) -> np.ndarray:
        """Return the probability of each topic, shape (n_texts, n_topics); rows need not sum to 1, as a text may have
        several (so for ROC curves give scikit-learn a column of `y` for each topic)."""
        return self._probabilities(self.decision_function(texts))

    def predict(self, texts: Sequence[str]) -> np.ndarray:
        """Return the best topic of each text; of equal ones the first in the table."""
        best = self._values(texts).argmax(axis=1)
        return self.classes_[self._columns.argsort()[best]]

    def predict_topics(self, texts: Sequence[str]) -> list[list[str]]:
        """Return the topics of each text, best first; an empty list if it is undecided."""
        values, names = self._values(texts), self.topics_.index
        return [[str(names[n]) for n in topics] for topics in self._choose(values, self._probabilities(values))]

    def _choose(self, values: np.ndarray, chances: np.ndarray) -> list[list[int]]:
        least = np.minimum(self.threshold, chances.max(axis=1))
        least[least < self.undecided_below] = np.inf
        kept, order = chances >= least[:, None], np.argsort(-values, axis=1, kind="stable")
        return [[topic for topic in row if own[topic]] for row, own in zip(order, kept, strict=True)]

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
            One row per position and topic, the strongest first: ``term`` (as written in the text), ``start``, ``end``,
            ``topic``, ``weight`` (above 0: for the topic; below: against). What weighs less than a tenth of a topic's
            strongest reason is in one row below them, without a term, and from 0 to 0. The weights of a topic add up
            to its value in `decision_function`.
        """
        rows = [
            (text[start:end], start, end, str(self.topics_.index[int(topic)]), float(weights[topic]))
            for start, end, weights in self._reasons(text)
            for topic in np.flatnonzero(weights)
        ]
        rows.sort(key=lambda row: (-abs(row[4]), row[1]))
        least = {topic: abs(weight) / 10 for *_, topic, weight in reversed(rows)}
        rows = [row if abs(row[4]) >= least[row[3]] else ("", 0, 0, *row[3:]) for row in rows]
        place = ["term", "start", "end", "topic"]
        return pd.DataFrame(rows, columns=[*place, "weight"]).groupby(place, sort=False, as_index=False).sum()

    def _blank_foreign(self, texts: Sequence[str]) -> list[str]:
        check_is_fitted(self, "learned_")
        return [t if not self._skips_foreign or tell_language(t) is not None else "" for t in check_texts(texts)]

    def _values(self, texts: Sequence[str]) -> np.ndarray:
        """Return the topics' values, in the table's order."""
        return self._weigh(self._blank_foreign(texts))[0]

    def _weigh(self, texts: list[str]) -> tuple[np.ndarray, list[list[tuple[Match, float]]], Any, Any]:
        """Return the topics' values, and what they are made of: each text's terms, and its words' counts and shares."""
        found = [self.table_.find(text) for text in texts]
        counts = self.counter_.transform(texts) if len(self.words_) else sp.csr_matrix((len(texts), 0))
        values = self.table_.tabulate(found)[0] @ self.table_.weights + (words := unit_rows(counts)) @ self.learned_
        return np.asarray(values), found, counts, words

    def _reasons(self, text: str) -> list[tuple[int, int, np.ndarray]]:
        """Return start, end and weight for each topic of every term and word that counts in a text."""
        _, found, _, words = self._weigh(self._blank_foreign([text]))
        told = [(match.start, match.end, vote * self.table_.weights[match.term]) for match, vote in found[0]]
        places = places_of_words(text, set(self.words_[words.indices]))
        for column, share in zip(words.indices, words.data, strict=True):
            spans = places.get(self.words_[column], [(0, 0)])
            told += [(start, end, share * self.learned_[column] / len(spans)) for start, end in spans]
        return told

    def _label(self, texts: list[str]) -> Iterator[list[tuple[str, float, int, list[str]]]]:
        """Yield topic, probability, rank and evidence of each topic of each text; words are counted in one go."""
        values, found, counts, words = self._weigh(texts)
        words.sort_indices()  # as those of the counts
        chances, names = self._probabilities(values), self.topics_.index
        for row, topics in enumerate(self._choose(values, chances)):
            cells = slice(*words.indptr[row : row + 2])
            told = texts[row], found[row], words.indices[cells], words.data[cells], counts.data[cells]
            yield [(names[n], chances[row, n], rank, self._evidence(n, *told)) for rank, n in enumerate(topics, 1)]

    def _evidence(self, topic: int, text: str, found: list[tuple[Match, float]], *cells: np.ndarray) -> list[str]:
        """Return the terms that earned a topic, heaviest first, each with the weight of all its places."""
        totals: defaultdict[str, float] = defaultdict(float)
        for match, vote in found:
            totals[text[match.start : match.end].lower()] += vote * self.table_.weights[match.term, topic]
        columns, shares, times = cells
        names = self.words_[columns].tolist()
        if "İ" in text or "Σ" in text:  # lower-cased to two characters, or as the neighbours demand
            places = places_of_words(text, set(names))
            times = np.array([len(places[name]) for name in names])
        weights = (shares * self.learned_[columns, topic] / np.maximum(times, 1)).tolist()
        for name, weight, n_places in zip(names, weights, times.astype(int).tolist(), strict=True):
            for _ in range(n_places) if weight > 0 or name in totals else ():
                totals[name] += weight
        least = max(totals.values(), default=0.0) / 10
        return sorted((term for term in totals if totals[term] > least), key=lambda t: (-totals[t], t))[:MOST_EVIDENCE]

    def _learn(self, texts: list[str], targets: np.ndarray) -> None:
        """Set the words, their weights and the calibration; `targets` has no column if there are no labels."""
        from threadpoolctl import threadpool_limits

        self._set_words(np.array([], dtype=object))
        self.learned_ = np.zeros((0, len(self.topics_)))
        if self.model_["learned"] == "nothing":
            return
        counts, words = count_words(texts)
        counts = counts[:, kept := np.flatnonzero((counts > 0).sum(axis=0) >= 2)]
        self._set_words(words[kept])
        votes, term_counts = self.table_.count(texts)
        values = votes @ self.table_.weights
        with threadpool_limits(1):
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

    def _probabilities(self, values: np.ndarray) -> np.ndarray:
        logits = self.calibration_[0] * values + self.calibration_[1] * margins(values) + self.calibration_[2]
        return 1 / (1 + np.exp(-np.clip(logits, -500, 500)))


def _targets(y: Sequence[Any], n_texts: int, topics: pd.Index, columns: np.ndarray) -> np.ndarray:
    """Return the membership of each text in each topic, 0 to 1, shape (n_texts, n_topics); whole numbers
    stand for the topics in these `columns`."""
    if len(y) != n_texts:
        raise ParameterError(f"y has {len(y)} labels for {n_texts} texts. Pass one entry a text.")
    column = {name: number for number, name in enumerate(topics)} | dict(enumerate(columns))
    targets = np.zeros((n_texts, len(topics)))
    for row, entry in enumerate(y):
        for place, name in enumerate(entry if isinstance(entry, Iterable) and not isinstance(entry, str) else [entry]):
            if name not in column:
                raise ParameterError(f"y names {name!r} (document {row}), no topic. There are: {', '.join(topics)}.")
            targets[row, column[name]] = max(targets[row, column[name]], SECOND if place else 1)
    return targets
