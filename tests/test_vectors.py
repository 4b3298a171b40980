"""CorpusVectorizer gives scikit-learn's result: on hand-made texts, on every corpus, on arbitrary Unicode."""

import pickle
import warnings

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.base import clone
from sklearn.feature_extraction.text import TfidfVectorizer

from analysis import tokens, vectors
from analysis.vectors import CorpusVectorizer

TEXTS = ["Rail and road; rail tolls.", "Road tolls, ÇAY, чай чай", "", "İstanbul ΟΔΟΣ ǅ x_1 a 2 ٣٤", "and and and"]
SETTINGS = [
    {},
    {"ngram_range": (1, 2), "min_df": 2, "stop_words": "english", "sublinear_tf": True},
    {"ngram_range": (2, 3), "norm": "l1", "dtype": np.float32},
    {"ngram_range": (1, 4), "max_df": 0.5, "use_idf": False, "binary": True},
    {"lowercase": False, "token_pattern": r"\w+", "smooth_idf": False, "norm": None},
    {"strip_accents": "unicode", "max_features": 3},
    {"strip_accents": "ascii", "token_pattern": r"(?u)\b\w\w\w+\b", "stop_words": ["and"]},
    {"vocabulary": ["tolls", "rail", "and road", "road tolls", "", "no  such"], "ngram_range": (1, 2)},
    {"analyzer": "char_wb", "ngram_range": (2, 3)},
    {"tokenizer": str.split, "token_pattern": None},
    {"token_pattern": r"(?u)\b[a-z]{3,}\b"},
]


def result(vectorizer, texts):
    """What a vectoriser makes of texts: everything a user can see, or the type of its error."""
    try:
        X = vectorizer.fit_transform(texts)
        again = vectorizer.transform(texts)
    except Exception as error:
        return type(error)
    X.sort_indices(), again.sort_indices()
    idf = vectorizer.idf_ if vectorizer.use_idf else None
    return vectorizer.vocabulary_, vectorizer.get_feature_names_out().tolist(), X, again, idf


def assert_equal(texts, **parameters):
    """Both vectorisers must agree: terms, columns, types exactly; values within 1e-12 (1e-6 for single precision)."""
    theirs, ours = (result(kind(**parameters), texts) for kind in (TfidfVectorizer, CorpusVectorizer))
    if isinstance(theirs, type) or isinstance(ours, type):
        assert ours is theirs
        return
    assert ours[0] == theirs[0]
    assert ours[1] == theirs[1]
    for mine, other in zip(ours[2:4], theirs[2:4], strict=True):
        assert type(mine) is type(other)
        assert mine.dtype == other.dtype
        assert mine.indices.dtype == other.indices.dtype
        assert mine.shape == other.shape
        np.testing.assert_array_equal(mine.indptr, other.indptr)
        np.testing.assert_array_equal(mine.indices, other.indices)
        np.testing.assert_allclose(mine.data, other.data, rtol=0, atol=1e-12 if mine.dtype == np.float64 else 1e-6)
    if theirs[4] is not None:
        assert ours[4].dtype == theirs[4].dtype
        np.testing.assert_allclose(ours[4], theirs[4], rtol=0, atol=1e-12)


@pytest.fixture
def always_engine(monkeypatch):
    """Send even one-word texts through the engine, in pieces of a few characters."""
    monkeypatch.setattr(vectors, "SMALL", 0)
    monkeypatch.setattr(tokens, "PIECE", 40)


@pytest.mark.parametrize("parameters", SETTINGS, ids=str)
def test_vectorizer_agrees_with_scikit_learn_in_every_setting(parameters, always_engine):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        assert_equal(TEXTS, **parameters)


@given(st.lists(st.text(st.characters(), max_size=60), max_size=6))
@settings(max_examples=300, deadline=None)
def test_vectorizer_agrees_on_any_unicode(texts):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(vectors, "SMALL", 0)
        assert_equal(texts)


def test_vectorizer_takes_a_series_by_its_values():
    texts = pd.Series(TEXTS, index=list("edcba"))
    assert (CorpusVectorizer().fit_transform(texts) != CorpusVectorizer().fit_transform(TEXTS)).nnz == 0


def test_vectorizer_is_cloned_and_pickled():
    model = CorpusVectorizer(min_df=2, n_jobs=1).fit(TEXTS)
    assert clone(model).get_params() == model.get_params()
    again = pickle.loads(pickle.dumps(model))
    assert (again.transform(TEXTS) != model.transform(TEXTS)).nnz == 0
