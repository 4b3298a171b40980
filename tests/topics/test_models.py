"""A saved classifier is plain data, and gives the same scores when it comes back."""

import json

import pytest
from sklearn.exceptions import NotFittedError

from analysis.errors import SchemaError
from analysis.topics.classifier import TopicClassifier
from analysis.topics.models import load_model, save_model

TEXTS = ["The tennis final at home.", "A bank and its loan at home.", "A final loan.", "Хлопок и home."]


@pytest.mark.parametrize("y", [None, ["sport", "money", "money", "sport"]])
def test_a_loaded_model_gives_the_same_scores(tmp_path, y):
    model = TopicClassifier({"sport": "tennis^0.5", "money": "bank, loan"}, threshold=0.45).fit(TEXTS, y)
    save_model(model, tmp_path / "model.json")
    loaded = load_model(tmp_path / "model.json")
    assert (loaded.predict_proba(TEXTS) == model.predict_proba(TEXTS)).all()
    assert loaded.predict_topics(TEXTS) == model.predict_topics(TEXTS)
    assert loaded.explain(TEXTS[0]).equals(model.explain(TEXTS[0]))
    assert loaded.threshold == 0.45


@pytest.mark.parametrize(
    ("content", "message"),
    [("{", "not JSON"), ("[" * 9999, "not JSON"), ("[1]", "format"), ('{"format": 2}', "format")],
)
def test_another_file_is_refused(tmp_path, content, message):
    (tmp_path / "model.json").write_text(content, encoding="utf-8")
    with pytest.raises(SchemaError, match=f"model.json: .*{message}"):
        load_model(tmp_path / "model.json")


def test_a_file_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(SchemaError, match=r"none\.json: cannot be read \(.*\). Pass a file that save_model wrote"):
        load_model(tmp_path / "none.json")


@pytest.mark.parametrize(
    ("part", "value"),
    [
        ("curve", [8.0, 0.0]),
        ("curve", [8.0, 0.0, float("nan")]),
        ("limits", [0.3]),
        ("limits", [0.3, float("inf")]),
        ("learned", {"final": [1.0]}),
        ("learned", {"final": [1.0, float("nan")]}),
        ("learned", {"final": [1.0, "much"]}),
        ("topics", [{"topic": "sport"}, {"topic": "sport"}]),
        ("topics", 7),
        ("model", {}),
        ("model", {"name": "sectors", "version": "1", "hash": "x"}),
        ("model", 7),
    ],
)
def test_a_damaged_model_is_refused(tmp_path, part, value):
    save_model(TopicClassifier({"sport": "tennis", "money": "bank"}).fit(TEXTS), tmp_path / "m.json")
    state = json.loads((tmp_path / "m.json").read_text(encoding="utf-8")) | {part: value}
    (tmp_path / "m.json").write_text(json.dumps(state), encoding="utf-8")
    with pytest.raises(SchemaError, match=r"m\.json: a damaged classifier .* Save the model again"):
        load_model(tmp_path / "m.json")


def test_a_model_that_learned_nothing_comes_back(tmp_path):
    model = TopicClassifier({"a": "xx", "b": "yy"}).fit(["xx"])
    save_model(model, tmp_path / "m.json")
    assert load_model(tmp_path / "m.json").predict(["yy xx yy"]).tolist() == model.predict(["yy xx yy"]).tolist()


def test_a_model_that_is_not_fitted_is_refused(tmp_path):
    with pytest.raises(NotFittedError, match="not fitted yet"):
        save_model(TopicClassifier(), tmp_path / "model.json")
