"""CorpusVectorizer gives scikit-learn's result: on hand-made texts, on every corpus, on arbitrary Unicode."""

import gzip
import json
import os
import pickle
import warnings
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.base import clone
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.model_selection import GridSearchCV
from sklearn.naive_bayes import MultinomialNB
from sklearn.pipeline import make_pipeline

from analysis.text import tokens, vectors
from analysis.text.vectors import CorpusVectorizer

TEXTS = ["Rail and road; rail tolls.", "Road tolls, ÇAY, чай чай", "", "İstanbul ΟΔΟΣ ǅ x_1 a 2 ٣٤", "and and and"]
SETTINGS = [
    {},
    {"ngram_range": (1, 2), "min_df": 2, "stop_words": "english", "sublinear_tf": True},
    {"ngram_range": (2, 3), "norm": "l1", "dtype": np.float32},
    {"ngram_range": (1, 4), "max_df": 0.5, "use_idf": False, "binary": True},
    {"lowercase": False, "token_pattern": r"\w+", "smooth_idf": False, "norm": None},
    {"strip_accents": "unicode", "max_features": 3},
    {"dtype": np.int32, "norm": None},
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


ANY = st.one_of(
    st.characters(), st.sampled_from("İıIiſßΣσςǅǈﬁ\u0307\u0301\u0378\ud800\udfff\U000e0fff\0\xff_٣²ⅷ\u200d😀")
)


@pytest.mark.slow
@given(st.lists(st.text(ANY, max_size=60), max_size=6), st.sampled_from(SETTINGS[:9]))
@settings(max_examples=2000 if os.environ.get("SILK_LEDGER_LONG") else 500, deadline=None)
def test_vectorizer_agrees_on_any_unicode(texts, parameters):
    with pytest.MonkeyPatch.context() as patch, warnings.catch_warnings():
        patch.setattr(vectors, "SMALL", 0)
        patch.setattr(tokens, "PIECE", 40)
        warnings.simplefilter("ignore")
        assert_equal(texts, **parameters)


def read_corpus(name):
    """Texts of one shared corpus; for SIB-200, by language."""
    folder = os.environ.get("SILK_LEDGER_DATA")
    if not folder:
        pytest.skip("SILK_LEDGER_DATA names no folder of corpora")
    if name == "articles":
        return [path.read_text("utf-8", "surrogateescape") for path in sorted(Path(folder, "articles").glob("*.txt"))]
    corpus, _, language = name.partition("-")
    with gzip.open(Path(folder, "corpora", f"{corpus}.jsonl.gz"), "rt", encoding="utf-8") as lines:
        rows = list(map(json.loads, lines))
    return [row["text"] or "" for row in rows if not language or row["language"] == language]


SIB = ["azj_Latn", "eng_Latn", "kaz_Cyrl", "kir_Cyrl", "rus_Cyrl", "tgk_Cyrl", "tuk_Latn", "tur_Latn", "uzn_Latn"]


@pytest.mark.slow
@pytest.mark.parametrize("name", ["lee", "bbc_news", "articles", *(f"sib200-{language}" for language in SIB)])
@pytest.mark.parametrize("parameters", SETTINGS[:2], ids=str)
def test_vectorizer_agrees_on_corpora(name, parameters, monkeypatch):
    monkeypatch.setattr(vectors, "SMALL", 0)
    texts = read_corpus(name)
    assert texts
    assert_equal(texts, **parameters)


def test_vectorizer_gives_the_same_with_any_number_of_threads(always_engine, monkeypatch):
    found = []
    for n in (1, 2):
        monkeypatch.setattr(tokens, "effective_n_jobs", lambda _, n=n: n)
        found.append(CorpusVectorizer(ngram_range=(1, 2)).fit_transform(TEXTS * 3))
    one, two = found
    assert one.data.tobytes() == two.data.tobytes()
    assert one.indices.tobytes() == two.indices.tobytes()


def test_vectorizer_keeps_rows_with_their_texts(always_engine):
    X, turned = (CorpusVectorizer().fit_transform(texts) for texts in (TEXTS, TEXTS[::-1]))
    assert (turned[::-1] != X).nnz == 0


def test_vectorizer_leaves_n_grams_too_long_for_its_keys_to_scikit_learn(always_engine):
    words = " ".join(f"w{number}" for number in range(100))
    assert_equal([words, words[30:]], ngram_range=(1, 12))


def test_vectorizer_takes_whatever_is_iterable():
    texts = pd.Series(TEXTS, index=list("edcba"))
    expected = CorpusVectorizer().fit_transform(TEXTS)
    for kind in (texts, tuple(TEXTS), iter(TEXTS), np.array(TEXTS), [text.encode() for text in TEXTS]):
        assert (CorpusVectorizer().fit_transform(kind) != expected).nnz == 0


def test_vectorizer_is_cloned_pickled_and_saved_by_skops():
    skops = pytest.importorskip("skops.io")
    model = CorpusVectorizer(min_df=2).fit(TEXTS)
    assert clone(model).get_params() == model.get_params()
    trusted = ["analysis.text.vectors.CorpusVectorizer"]
    for again in (pickle.loads(pickle.dumps(model)), skops.loads(skops.dumps(model), trusted=trusted)):
        assert (again.transform(TEXTS) != model.transform(TEXTS)).nnz == 0


def test_vocabulary_is_a_dict_that_users_may_change():
    model = CorpusVectorizer()
    assert not hasattr(model, "vocabulary_")
    model.fit(TEXTS)
    assert type(model.vocabulary_) is dict
    model.vocabulary_["ship"] = model.vocabulary_.pop("rail")
    assert model.transform(["ship", "rail"]).toarray().any(axis=1).tolist() == [True, False]
    assert "rail" in model.fit(TEXTS).vocabulary_


def test_vectorizer_works_in_a_pipeline_and_a_search():
    search = GridSearchCV(
        make_pipeline(CorpusVectorizer(), MultinomialNB()), {"corpusvectorizer__min_df": [1, 2]}, cv=2
    )
    search.fit(["rail road", "gas pipe"] * 4, ["land", "pipe"] * 4)
    assert search.predict(["gas"]) == ["pipe"]


def test_vectorizer_has_scikit_learns_parameters_and_defaults():
    ours, theirs = CorpusVectorizer().get_params(), TfidfVectorizer().get_params()
    assert ours == theirs


@pytest.mark.parametrize(
    ("texts", "parameters", "error", "message"),
    [
        ([], {}, ValueError, "empty vocabulary; perhaps the documents only contain stop words"),
        (["", "- a"], {}, ValueError, "empty vocabulary; perhaps the documents only contain stop words"),
        (
            ["the", "and"],
            {"stop_words": "english"},
            ValueError,
            "empty vocabulary; perhaps the documents only contain stop words",
        ),
        (["rail", None], {}, AttributeError, "text 1 is None, no str .*Leave it out"),
        (["rail", 3], {"lowercase": False}, TypeError, "text 1 is 3, no str"),
        (["rail", np.nan], {}, ValueError, "text 1 is nan, no str"),
        (["rail"], {"min_df": 2}, ValueError, "max_df corresponds to < documents than min_df"),
        (["rail", "road"], {"min_df": 2}, ValueError, "no terms remain. Try a lower min_df"),
        (["rail"], {"ngram_range": (2, 1)}, ValueError, "lower boundary larger than the upper boundary"),
        ("rail", {}, ValueError, "Iterable over raw text documents expected"),
    ],
    ids=str,
)
def test_vectorizer_refuses_with_scikit_learns_type_and_says_what_to_change(texts, parameters, error, message):
    with pytest.raises(error, match=message) as ours:
        CorpusVectorizer(**parameters).fit(texts)
    with pytest.raises(error) as theirs:
        TfidfVectorizer(**parameters).fit(texts)
    assert ours.type is theirs.type


def test_vectorizer_warns_of_stop_words_no_text_can_match():
    with pytest.warns(UserWarning, match="Your stop_words may be inconsistent"):
        CorpusVectorizer(stop_words=["don't"]).fit(TEXTS)
