"""The estimators are scikit-learn's citizens: its own tests, its checks, its pipelines, searches and ensembles."""

import io
import pickle
import subprocess
import sys
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import sklearn.feature_extraction
from sklearn.base import clone
from sklearn.dummy import DummyClassifier
from sklearn.ensemble import StackingClassifier, VotingClassifier
from sklearn.feature_extraction.text import CountVectorizer, TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import (
    GridSearchCV,
    cross_val_predict,
    cross_val_score,
    cross_validate,
    learning_curve,
    permutation_test_score,
)
from sklearn.pipeline import make_pipeline
from sklearn.utils import estimator_checks, get_tags

from analysis import CorpusVectorizer, TopicClassifier, TopicClusterer
from analysis.errors import EmptyCorpusError, ParameterError
from analysis.text import vectors

TOPICS = {"transport": ["road", "rail"], "energy": ["gas", "oil"], "farming": ["wheat", "cotton"]}
BEFORE, AFTER = (
    ("the new", "an old", "one more", "this good"),
    ("was opened", "is closed", "will be built", "costs a lot"),
)
TEXTS = [f"{a} {word} {b}" for words in TOPICS.values() for word in words for a in BEFORE for b in AFTER]
Y = [name for name, words in TOPICS.items() for _ in range(len(words) * len(BEFORE) * len(AFTER))]
CLASSES = sorted(TOPICS)
RUN = """
import sys
import pytest, sklearn.feature_extraction.text as text
from analysis.text import vectors
vectors.SMALL, text.TfidfVectorizer = 0, vectors.CorpusVectorizer
sys.exit(pytest.main([sys.argv[1], "-q", "-p", "no:cacheprovider", "-c", sys.argv[2], "--rootdir", sys.argv[3]]))
"""
CHECKS = [
    estimator_checks.check_estimator_cloneable,
    estimator_checks.check_estimator_tags_renamed,
    estimator_checks.check_valid_tag_types,
    estimator_checks.check_estimator_repr,
    estimator_checks.check_no_attributes_set_in_init,
    estimator_checks.check_parameters_default_constructible,
    estimator_checks.check_get_params_invariance,
    estimator_checks.check_set_params,
    estimator_checks.check_do_not_raise_errors_in_init_or_set_params,
    estimator_checks.check_mixin_order,
    estimator_checks.check_estimators_unfitted,
]
ESTIMATORS = [CorpusVectorizer(), TopicClassifier(), TopicClusterer()]


def classifier(**options):
    return TopicClassifier(TOPICS, **options)


def test_scikit_learns_own_tests_pass_with_this_vectorizer(tmp_path):
    """All 131 of version 1.9; every count by the engine, also of few texts."""
    own = Path(sklearn.feature_extraction.__file__).with_name("tests") / "test_text.py"
    (tmp_path / "none.ini").write_text("[pytest]\n", encoding="utf-8")
    command = [sys.executable, "-c", RUN, str(own), str(tmp_path / "none.ini"), str(tmp_path)]
    ended = subprocess.run(command, capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stdout[-2000:] + ended.stderr[-2000:]
    assert " passed" in ended.stdout


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
@pytest.mark.parametrize("estimator", ESTIMATORS, ids=lambda estimator: type(estimator).__name__)
def test_checks_of_estimators_that_need_no_table_of_numbers_pass(estimator, check):
    check(type(estimator).__name__, clone(estimator))


@pytest.mark.parametrize("estimator", ESTIMATORS, ids=lambda estimator: type(estimator).__name__)
@pytest.mark.filterwarnings("ignore:Can't test estimator")
def test_checks_that_the_tags_ask_for_pass(estimator):
    told = estimator_checks.check_estimator(estimator)
    assert {one["status"] for one in told} == {"passed"}


@pytest.mark.parametrize("estimator", ESTIMATORS, ids=lambda estimator: type(estimator).__name__)
def test_tags_say_that_the_input_is_text(estimator):
    tags = get_tags(estimator).input_tags
    assert (tags.string, tags.two_d_array, tags.sparse) == (True, False, False)


class Split(CorpusVectorizer):
    def build_tokenizer(self):
        return lambda text: text.split("-")


class Halved(CorpusVectorizer):
    def build_preprocessor(self):
        return lambda text: text[: len(text) // 2]


class Letters(CorpusVectorizer):
    def build_analyzer(self):
        return list


@pytest.mark.parametrize("kind", [Split, Halved, Letters])
def test_steps_of_a_subclass_are_taken(kind, monkeypatch):
    monkeypatch.setattr(vectors, "SMALL", 0)
    model, texts = kind(), ["silk-road and rail", "a road"]
    expected = CountVectorizer(analyzer=model.build_analyzer()).fit(texts)
    assert model.fit(texts).vocabulary_ == expected.vocabulary_ != CorpusVectorizer().fit(texts).vocabulary_
    assert model.transform(texts).shape == (2, len(expected.vocabulary_))


def test_a_step_of_one_object_is_taken_too():
    model = CorpusVectorizer()
    model.build_tokenizer = lambda: str.split
    assert sorted(model.fit(["a-b c"]).vocabulary_) == ["a-b", "c"]


def test_files_names_generators_and_tokens_are_counted(tmp_path):
    texts = ["silk road", "road"]
    expected = TfidfVectorizer().fit_transform(texts)
    paths = [tmp_path / f"{n}.txt" for n in range(2)]
    for path, text in zip(paths, texts, strict=True):
        path.write_text(text, encoding="utf-8")
    for given, options in [
        ([io.BytesIO(text.encode()) for text in texts], {"input": "file"}),
        ((io.BytesIO(path.read_bytes()) for path in paths), {"input": "file"}),
        (paths, {"input": "filename"}),
        ((text for text in texts), {}),
        ((iter(text.split()) for text in texts), {"analyzer": list}),
    ]:
        assert (CorpusVectorizer(**options).fit_transform(given) != expected).nnz == 0


def test_no_texts_are_a_value_error():
    with pytest.raises(ValueError, match="no texts to fit on") as caught:
        classifier().fit([])
    assert isinstance(caught.value, EmptyCorpusError)


@pytest.mark.parametrize(
    ("model", "answer"),
    [
        (CorpusVectorizer(ngram_range=(1, 2)), lambda model: model.transform(TEXTS).toarray()),
        (classifier(), lambda model: model.predict_proba(TEXTS)),
        (TopicClusterer(2), lambda model: model.predict(TEXTS)),
    ],
    ids=["vectorizer", "classifier", "clusterer"],
)
def test_a_fitted_estimator_comes_back_from_pickle_and_skops(model, answer):
    model.fit(pd.Series(TEXTS, [f"d{n}" for n in range(len(TEXTS))]), Y)
    skops = pytest.importorskip("skops.io")
    unknown = skops.get_untrusted_types(data=(written := skops.dumps(model)))
    assert all(name.startswith(("analysis.", "scipy.sparse.")) for name in unknown)
    tables = {name: table for name, table in vars(model).items() if isinstance(table, pd.DataFrame)}
    for again in (pickle.loads(pickle.dumps(model)), skops.loads(written, trusted=unknown)):
        assert (answer(again) == answer(model)).all()
        for name, table in tables.items():
            pd.testing.assert_frame_equal(getattr(again, name), table, check_column_type=False)


def test_classes_are_sorted_and_the_columns_are_theirs():
    model = classifier().fit(TEXTS, Y)
    assert model.classes_.tolist() == CLASSES
    assert model.topics_.index.tolist() == [*TOPICS]
    for ask in (model.decision_function, model.predict_proba):
        assert model.classes_[ask(TEXTS).argmax(axis=1)].tolist() == Y


@pytest.mark.parametrize("scoring", ["accuracy", "f1_macro", "neg_log_loss", "neg_brier_score", "top_k_accuracy"])
@pytest.mark.filterwarnings("ignore:The y_prob values do not sum to one")
def test_scorers_of_labels_and_probabilities_work(scoring):
    worst = cross_val_score(DummyClassifier(strategy="prior"), TEXTS, Y, scoring=scoring, cv=3)
    assert (cross_val_score(classifier(), TEXTS, Y, scoring=scoring, cv=3) > worst).all()


@pytest.mark.filterwarnings("ignore:The y_prob values do not sum to one")
def test_roc_auc_is_one_topic_against_the_rest():
    """Probabilities of topics are of each by itself, so `roc_auc_ovr`, which wants sums of 1, is given columns."""
    right = np.array(Y)[:, None] == CLASSES
    found = cross_val_predict(classifier(), TEXTS, Y, method="predict_proba", cv=3)
    assert roc_auc_score(right, found) == 1
    assert roc_auc_score(right, found[::-1]) < 0.7


@pytest.mark.parametrize("method", ["predict", "predict_proba", "decision_function"])
def test_cross_val_predict_has_the_columns_of_the_sorted_classes(method):
    found = cross_val_predict(classifier(), TEXTS, Y, method=method, cv=3)
    best = found if method == "predict" else np.array(CLASSES)[found.argmax(axis=1)]
    assert best.tolist() == Y


@pytest.mark.parametrize("voting", ["hard", "soft"])
def test_voting_works(voting):
    words = make_pipeline(CorpusVectorizer(), LogisticRegression())
    model = VotingClassifier([("topics", classifier()), ("words", words), ("too", classifier())], voting=voting)
    assert model.fit(TEXTS, Y).predict(TEXTS).tolist() == Y


def test_stacking_works():
    words = make_pipeline(CorpusVectorizer(), LogisticRegression())
    model = StackingClassifier([("topics", classifier()), ("words", words)], cv=3).fit(TEXTS, Y)
    assert model.predict(TEXTS).tolist() == Y
    assert model.classes_.tolist() == CLASSES


@pytest.mark.filterwarnings("ignore:The y_prob values do not sum to one")
def test_searches_curves_and_permutations_work():
    search = GridSearchCV(
        classifier(), {"threshold": [0.2, 0.6]}, cv=2, scoring=["accuracy", "neg_log_loss"], refit="accuracy"
    )
    assert search.fit(TEXTS, Y).predict(["wheat"]).tolist() == ["farming"]
    _, _, scores = learning_curve(classifier(), TEXTS, Y, cv=2, train_sizes=[0.5, 1.0], shuffle=True, random_state=0)
    assert scores.shape == (2, 2)
    score, _, chance = permutation_test_score(classifier(), TEXTS, Y, cv=2, n_permutations=20, random_state=0)
    assert (score, chance) == (1.0, pytest.approx(1 / 21))
    assert cross_validate(classifier(), pd.Series(TEXTS), pd.Series(Y), cv=2)["test_score"].tolist() == [1.0, 1.0]


def test_whole_numbers_are_places_among_the_sorted_names():
    numbers = [CLASSES.index(name) for name in Y]
    model, named = classifier().fit(TEXTS, np.array(numbers)), classifier().fit(TEXTS, Y)
    assert model.predict(TEXTS).tolist() == numbers
    assert model.classes_.tolist() == [0, 1, 2]
    assert model.predict_topics(TEXTS) == named.predict_topics(TEXTS)
    assert (model.learned_ == named.learned_).all()


def test_numbers_that_leave_a_topic_open_are_refused():
    with pytest.raises(ParameterError, match="y has numbers, but not one for each topic. Give names"):
        classifier().fit(TEXTS[:2], [0, 1])
    with pytest.raises(ParameterError, match=r"y names nan \(document 1\), no topic"):
        classifier().fit(TEXTS[:2], ["energy", np.nan])
