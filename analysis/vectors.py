"""
TF-IDF at the speed of the machine: scikit-learn's vectoriser with its counting replaced.

`CorpusVectorizer` is a `TfidfVectorizer` that overrides the one method in which that spends its time, `_count_vocab`.
Parameters, checks, weighting and messages stay scikit-learn's own, so results are equal by construction wherever the
counts are; tests compare both on every corpus and on arbitrary Unicode.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from inspect import Parameter, signature
from itertools import islice
from numbers import Integral
from operator import lt

import numpy as np
import scipy.sparse as sp
from sklearn.feature_extraction.text import TfidfVectorizer

from analysis import tokens

SMALL = 1_000_000  # characters below which looking each word up is faster than laying out the vocabulary for the engine


class CorpusVectorizer(TfidfVectorizer):
    r"""
    Turn texts into the TF-IDF matrix that scikit-learn's `TfidfVectorizer` gives, several times faster.

    Parameters
    ----------
    input, encoding, decode_error, strip_accents, lowercase, preprocessor, tokenizer, analyzer, stop_words, \
token_pattern, ngram_range, max_df, min_df, max_features, vocabulary, binary, dtype, norm, use_idf, smooth_idf, \
sublinear_tf
        As in `sklearn.feature_extraction.text.TfidfVectorizer`, with the same defaults.
    n_jobs : int, default -1
        Threads that count: -1 for all processors, 1 for one. The result is the same.

    Attributes
    ----------
    vocabulary_ : dict
        Column of each term; terms are in code point order.
    idf_ : ndarray, shape (n_terms,)
        Inverse document frequencies; only with ``use_idf=True``.
    fixed_vocabulary_ : bool
        Whether `vocabulary` was given.

    Notes
    -----
    A `tokenizer`, a `preprocessor`, an `analyzer` other than ``"word"``, or a `token_pattern` other than ``\w`` one or
    more times then ``+`` (``\b`` around it or not) is left to scikit-learn's own code: slower, never different.

    Examples
    --------
    >>> vectorizer = CorpusVectorizer()
    >>> vectorizer.fit_transform(["rail and road", "road tolls"]).shape
    (2, 4)
    >>> vectorizer.get_feature_names_out().tolist()
    ['and', 'rail', 'road', 'tolls']
    """

    def __init__(self, *, n_jobs=-1, **parameters):
        super().__init__(**parameters)
        self.n_jobs = n_jobs

    def _count_vocab(self, raw_documents: Iterable, fixed_vocab: bool):
        """Count as scikit-learn does; new terms come back sorted and already within `min_df` and `max_df`."""
        shortest = tokens.shortest_word(self.token_pattern)
        if self.analyzer != "word" or self.tokenizer or self.preprocessor or not shortest or self.ngram_range[0] < 1:
            return super()._count_vocab(raw_documents, fixed_vocab)
        self.build_analyzer()  # warns of stop words that no text can match
        prepare = self.build_preprocessor()
        texts = [self.decode(text) for text in raw_documents]
        if not texts or (fixed_vocab and sum(map(len, texts)) < SMALL):
            return super()._count_vocab(texts, fixed_vocab)
        pieces = tokens.code_words(texts, prepare, self.n_jobs)
        pieces = tokens.keep_words(pieces, shortest, self.get_stop_words())
        if fixed_vocab:
            return self.vocabulary_, self._count_known(pieces)
        return self._count_new(pieces)

    def _count_new(self, pieces: tokens.Pieces):
        base = len(pieces.words) + 1
        found = self._count_pieces(pieces, base)
        keys = np.unique(np.concatenate([piece.keys for piece in found]))
        if not len(keys):
            raise ValueError("empty vocabulary; perhaps the documents only contain stop words")
        seen = np.zeros(len(keys), np.int64)
        for piece in found:
            seen[np.searchsorted(keys, piece.keys)] += np.bincount(piece.places, minlength=len(piece.keys))
        n_texts = sum(len(piece.ends) - 1 for piece in found)
        fewest, most = (
            float(bound if isinstance(bound, Integral) else bound * n_texts) for bound in (self.min_df, self.max_df)
        )
        if most < fewest:
            raise ValueError("max_df corresponds to < documents than min_df")
        keys = keys[(fewest <= seen) & (seen <= most)]
        if not len(keys):
            raise ValueError("After pruning, no terms remain. Try a lower min_df or a higher max_df.")
        terms = tokens.write_grams(keys, pieces.words, self.ngram_range[1])
        return dict(zip(terms, range(len(terms)), strict=True)), self._join(
            found, keys, np.arange(len(keys)), len(keys)
        )

    def _count_known(self, pieces: tokens.Pieces):
        keys, words = tokens.read_grams(list(self.vocabulary_), self.ngram_range)
        number = {word: code for code, word in enumerate(words)}
        codes = [number.get(word, len(words)) for word in tokens.decode(pieces.words)]
        known = tokens.renumber(pieces, np.array(codes, np.int32), pieces.words)
        found = self._count_pieces(known, len(words) + 2)
        columns = np.fromiter(self.vocabulary_.values(), np.int64, len(keys))
        order = np.argsort(keys, kind="stable")
        order = order[keys[order] > 0]
        X = self._join(found, keys[order], columns[order], len(keys))
        X.sort_indices()
        return X

    def _count_pieces(self, pieces: tokens.Pieces, base: int) -> list[tokens.Counts]:
        count = partial(tokens.count_grams, base=base, lengths=self.ngram_range)
        return list(tokens.run(lambda piece: count(*piece), list(zip(*pieces[:2], strict=True)), self.n_jobs))

    def _join(self, found: list[tokens.Counts], keys: np.ndarray, columns: np.ndarray, width: int):
        """Stack the pieces' counts of the sorted `keys`, each in its column."""
        indices, data, lengths = [], [], []
        for piece in found:
            at = np.minimum(np.searchsorted(keys, piece.keys), len(keys) - 1) if len(keys) else piece.places[:0]
            column = np.where(keys[at] == piece.keys, columns[at], -1)[piece.places]
            kept = column >= 0
            indices.append(column[kept].astype(np.int32))
            data.append(piece.counts[kept].astype(self.dtype))
            lengths.append(np.diff(np.concatenate(([0], np.cumsum(kept)))[piece.ends]))
        ends = np.concatenate(([0], np.cumsum(np.concatenate(lengths)))).astype(np.int32)
        shape = (len(ends) - 1, width)
        return sp.csr_matrix((np.concatenate(data), np.concatenate(indices), ends), shape=shape)

    def _limit_features(self, X, vocabulary, high=None, low=None, limit=None):
        """Pass on what `_count_vocab` already limited."""
        seen = np.bincount(X.indices, minlength=X.shape[1])
        if limit is None and (low is None or seen.min() >= low) and (high is None or seen.max() <= high):
            return X
        return super()._limit_features(X, vocabulary, high, low, limit)

    def _sort_features(self, X, vocabulary):
        """Pass on what `_count_vocab` already sorted."""
        if all(map(lt, vocabulary, islice(vocabulary, 1, None))):
            return X
        return super()._sort_features(X, vocabulary)


def _with_jobs(original):
    """Signature of scikit-learn's class and ours: what completion shows and `get_params` reads."""
    ours = Parameter("n_jobs", Parameter.KEYWORD_ONLY, default=-1)
    return original.replace(parameters=[*original.parameters.values(), ours])


CorpusVectorizer.__init__.__signature__ = _with_jobs(signature(TfidfVectorizer.__init__))  # type: ignore[attr-defined]
