"""Topics come with reasons, from a table alone or from labels too."""

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from sklearn.base import clone
from sklearn.exceptions import NotFittedError

from analysis.errors import EmptyCorpusError, ParameterError, SchemaError
from analysis.topics.classifier import TopicClassifier, _targets
from analysis.topics.reasons import label_documents, mark_reasons

TOPICS = {"sport": ["football", "tennis"], "money": ["bank", "loan"]}
TEXTS = ["The football match and the tennis final.", "A bank gave a loan to a football club.", "Nothing of the kind."]


def seeds():
    bodies = {}
    for path in sorted(Path("seeds").glob("[!_R]*.md")):
        _, head, body = path.read_text(encoding="utf-8").split("---\n", 2)
        title = next(line for line in head.splitlines() if line.startswith("title: "))[7:]
        bodies[path.stem] = f"{title}\n\n{body}"
    annotations = {}
    with Path("seeds/_annotations.jsonl").open(encoding="utf-8") as lines:
        for row in map(json.loads, lines):
            annotations.setdefault(row["doc_id"], []).append(row["sectors"])
    return pd.Series(bodies), pd.Series(annotations).loc[list(bodies)]


def test_the_best_topic_is_the_one_with_most_terms():
    model = TopicClassifier(TOPICS).fit(TEXTS)
    assert list(model.predict(TEXTS[:2])) == ["sport", "money"]


def test_predict_topics_leaves_a_text_without_terms_undecided():
    model = TopicClassifier(TOPICS).fit(TEXTS)
    assert model.predict_topics(TEXTS)[1:] == [["money"], []]
    assert model.predict(TEXTS)[2] in TOPICS


def test_a_term_against_lowers_its_topic():
    topics = pd.DataFrame({"topic": ["a"], "terms": [["silk"]], "not_terms": [["road"]]})
    model = TopicClassifier(topics).fit(["silk"])
    assert model.decision_function(["silk", "silk road"])[:, 0].tolist() == pytest.approx([1 / 3, 0.0])


@pytest.mark.parametrize("y", [None, ["sport", "money", "money"], [["sport"], ["money", "sport"], []]])
def test_explained_weights_add_up_to_the_decision_value(y):
    model = TopicClassifier(TOPICS).fit(TEXTS, y)
    for text in [*TEXTS, "bank bank Tennis, of the kind", "ΒΑΝΚΣ bank İ", "bank İ", "Σ bank"]:
        told = model.explain(text).groupby("topic")["weight"].sum().reindex(model.classes_).fillna(0)
        np.testing.assert_allclose(told, model.decision_function([text])[0], atol=1e-12)


def test_explain_points_at_the_words():
    reasons = TopicClassifier(TOPICS).fit(TEXTS).explain(TEXTS[1])
    assert [TEXTS[1][a:b] for a, b in zip(reasons["start"], reasons["end"], strict=True)] == list(reasons["term"])
    assert list(reasons.columns) == ["term", "start", "end", "topic", "weight"]


def test_labels_teach_words_that_no_list_has():
    texts = ["a goal and a referee", "the referee saw a goal", "shares and dividend", "the dividend of shares"] * 3
    model = TopicClassifier(TOPICS).fit(texts, ["sport", "sport", "money", "money"] * 3)
    assert list(model.predict(["referee", "dividend"])) == ["sport", "money"]


def test_the_corpus_teaches_words_that_no_list_has():
    pitch, vault = "tennis on the pitch with a referee", "loan from the vault at interest"
    texts = [f"{text} {n}" for n in range(30) for text in (pitch, vault)] + ["pitch referee", "vault interest"]
    model = TopicClassifier(TOPICS).fit(texts)
    assert list(model.predict(["the referee on the pitch", "interest in the vault"])) == ["sport", "money"]


def test_a_topic_that_the_corpus_does_not_know_collects_nothing():
    texts = [f"{text} {n}" for n in range(30) for text in ("tennis on the pitch", "loan from the vault", "rain in May")]
    found = TopicClassifier(TOPICS | {"astrology": ["zodiac"]}).fit(texts).predict(texts)
    assert set(found) == {"sport", "money"}


def open_world():
    """Reports of eight words in twelve on sport, on money and on weather, 150 each; a term is one of the twelve."""
    draw = np.random.default_rng(0)
    words = {
        "sport": "tennis pitch referee goal coach player injury season league stadium fans striker",
        "money": "loan vault interest deposit branch credit lender cash rate customer debt saver",
        "weather": "rain storm wind cloud snow frost sunshine fog forecast flood thunder hail",
    }
    return {name: [" ".join(draw.permutation(own.split())[:8]) for _ in range(150)] for name, own in words.items()}


@pytest.mark.parametrize("name", ["sport", "money"])
def test_what_no_topic_covers_is_undecided_and_what_the_corpus_ties_to_a_topic_is_not(name):
    texts = open_world()
    own, others = texts.pop(name), [text for rest in texts.values() for text in rest]
    model = TopicClassifier({name: TOPICS[name]}).fit(own + others)
    assert any(not set(text.split()) & set(TOPICS[name]) for text in own)
    assert model.predict_topics(own) == [[name]] * len(own)
    assert not any(model.predict_topics(others))
    assert set(model.predict(others)) == {name}


def test_a_topic_with_words_of_no_corpus_labels_no_document():
    texts = [text for part in open_world().values() for text in part]
    assert not any(TopicClassifier({"astrology": ["zodiac"]}).fit(texts).predict_topics(texts))


def test_few_seeds_are_about_roads_and_rails_and_each_has_a_term():
    texts, _ = seeds()
    model = TopicClassifier({"transport": ["road", "railway"]}).fit(texts)
    found = texts[[bool(topics) for topics in model.predict_topics(texts)]]
    assert 5 <= len(found) <= 30
    assert found.str.contains(r"\b(?:road|railway)", case=False).all()


def test_the_order_of_the_texts_changes_nothing():
    texts, _ = seeds()
    model = TopicClassifier(learn="corpus").fit(texts)
    other = TopicClassifier(learn="corpus").fit(texts[::-1])
    assert (model.learned_ == other.learned_).all()
    assert (model.words_ == other.words_).all()


def test_probabilities_are_between_0_and_1():
    for y in (None, ["sport", "money", "money"]):
        scores = TopicClassifier(TOPICS).fit(TEXTS, y).predict_proba(TEXTS)
        assert scores.shape == (3, 2)
        assert ((scores >= 0) & (scores <= 1)).all()


def test_parameters_survive_cloning():
    model = clone(TopicClassifier(TOPICS, threshold=0.6))
    assert model.get_params()["threshold"] == 0.6
    with pytest.raises(NotFittedError):
        model.predict(TEXTS)


@pytest.mark.parametrize(
    ("texts", "y", "error", "message"),
    [
        ([], None, EmptyCorpusError, "no texts"),
        ("one text", None, SchemaError, "one string. Pass a list"),
        (["?!"], None, EmptyCorpusError, "not one word"),
        (TEXTS, ["sport"], ParameterError, "1 labels for 3 texts"),
        (TEXTS, ["sport", "art", "money"], ParameterError, r"'art' \(document 1\).*There are: sport, money"),
    ],
)
def test_unusable_input_is_refused(texts, y, error, message):
    with pytest.raises(error, match=message):
        TopicClassifier(TOPICS).fit(texts, y)


@pytest.mark.parametrize("name", ["threshold", "undecided_below"])
def test_a_limit_is_a_probability(name):
    for value in (4, -0.01, 1.01):
        with pytest.raises(ParameterError, match=f"{name} is {value}; it is a probability, from 0 to 1"):
            TopicClassifier(TOPICS, **{name: value}).fit(TEXTS)
    for value in (0, 1):
        assert getattr(TopicClassifier(TOPICS, **{name: value}).fit(TEXTS), name) == value


def test_a_topic_is_assigned_from_the_threshold_on_and_the_best_one_from_the_lower_limit_on():
    model, text = TopicClassifier(TOPICS).fit(TEXTS), ["Tennis, football. A bank."]
    second, first = np.sort(model.predict_proba(text)[0]).tolist()
    assert second < first
    for threshold, lower, wanted in (
        (second, 0, ["sport", "money"]),
        (np.nextafter(second, 1), 0, ["sport"]),
        (1, first, ["sport"]),
        (1, np.nextafter(first, 1), []),
        (first, 0, ["sport"]),
        (0, np.nextafter(first, 1), []),
    ):
        assert model.set_params(threshold=threshold, undecided_below=lower).predict_topics(text) == [wanted]


def test_of_equal_topics_the_first_in_the_table_is_best():
    model = TopicClassifier({"b": "tennis", "a": "bank"}).fit(TEXTS)
    assert model.predict(["tennis bank", "rain"]).tolist() == ["b", "b"]
    assert model.predict_topics(["tennis bank"]) == [["b", "a"]]


def test_whole_numbers_stand_for_the_sorted_classes():
    named = TopicClassifier(TOPICS).fit(TEXTS, ["sport", "money", "money"])
    numbered = TopicClassifier(TOPICS).fit(TEXTS, [1, 0, 0])  # money, sport
    assert numbered.classes_.tolist() == [0, 1]
    assert (numbered.predict_proba(TEXTS) == named.predict_proba(TEXTS)).all()
    assert [named.classes_[n] for n in numbered.predict(TEXTS)] == list(named.predict(TEXTS))
    with pytest.raises(ParameterError, match="y has numbers, but not one for each topic. Give names, or fewer topics"):
        TopicClassifier(TOPICS).fit(TEXTS, [1, 1, 1])


def test_a_second_topic_of_a_document_teaches_less_than_the_first():
    topics, columns = pd.Index(["sport", "money"]), np.array([1, 0])
    told = _targets([["money", "sport"], "sport", ["sport", "sport", "money"], [], 1], 5, topics, columns)
    assert told.tolist() == [[0.3, 1], [1, 0], [1, 0.3], [0, 0], [1, 0]]


def test_offsets_hold_where_lower_case_is_longer():
    text = "İstanbul: a BANK and a loan. Bank"
    texts = [text, "the bank and a loan", "the rain"]
    reasons = TopicClassifier(TOPICS).fit(texts, ["money", "money", "sport"]).explain(text)
    assert {text[a:b].lower() for a, b in zip(reasons["start"], reasons["end"], strict=True)} >= {"bank", "loan", "and"}


def test_weak_reasons_are_told_together():
    model = TopicClassifier({"a": "strong, weak^0.05, frail^0.04, fair^0.2"}).fit(["other words"])
    reasons = model.explain("Strong and fair, weak and frail.")
    assert reasons["term"].tolist() == ["Strong", "fair", ""]
    assert reasons["weight"].tolist() == pytest.approx([1 / 3.29, 0.2 / 3.29, 0.09 / 3.29])
    assert reasons[["start", "end"]].to_numpy().tolist() == [[0, 6], [11, 15], [0, 0]]


def test_labels_table_ranks_topics_with_their_evidence():
    documents = pd.DataFrame({"title": ["Loan", ""], "text": TEXTS[1:]}, index=pd.Index(["a", "b"], name="doc_id"))
    labels = label_documents(documents, TopicClassifier(TOPICS).fit(TEXTS))
    assert list(labels.index) == [("a", "money")]
    assert list(labels.columns) == ["score", "rank", "evidence"]
    assert labels.loc[("a", "money"), "evidence"] == ["loan", "bank"]


def test_learned_words_that_are_no_terms_are_evidence_too():
    texts = ["A striker scored.", "The striker ran.", "A cheque came.", "The cheque bounced."] * 5
    model = TopicClassifier({"sport": "tennis", "money": "bank"}).fit(texts, ["sport", "sport", "money", "money"] * 5)
    documents = pd.DataFrame({"title": None, "text": ["Striker and cheque, striker!", "A striker."]}, index=["a", "b"])
    labels = label_documents(documents.rename_axis("doc_id"), model)
    assert labels.loc[("b", "sport"), "evidence"] == ["striker"]
    assert labels.loc[("a", "sport"), "evidence"] == ["striker"]


def test_the_table_alone_finds_the_primary_sector_of_the_seeds():
    texts, annotations = seeds()
    found = TopicClassifier().fit(texts).predict(texts)
    right = [topic in {sectors[0] for sectors in both} for topic, both in zip(found, annotations, strict=True)]
    assert np.mean(right) >= 0.90


MARKER = TopicClassifier({"sport": ["tennis", "open final"], "money": ["bank"]}).fit(["tennis", "bank"])


def test_the_pieces_joined_are_the_text_and_the_reasons_are_marked():
    text = "A <b>tennis</b> match, an open final. The bank."
    shown = mark_reasons(text, MARKER)
    assert "".join(words for _, words, _ in shown.pieces) == text
    assert [words for _, words, marks in shown.pieces if marks] == ["tennis", "open final"]
    assert "[tennis | sport +0.25]" in repr(shown)


def test_markup_in_a_text_is_escaped():
    assert "<script>" not in mark_reasons("<script>tennis</script>", MARKER)._repr_html_()


def test_another_topic_can_be_asked_for():
    assert [words for _, words, marks in mark_reasons("tennis, bank", MARKER, "money").pieces if marks] == ["bank"]


def test_an_unknown_topic_names_those_there_are():
    with pytest.raises(ParameterError, match="no topic 'art'. It has: sport, money"):
        mark_reasons("tennis", MARKER, "art")


def test_shuffled_labels_teach_nothing_that_holds_on_other_texts():
    """Labels that fit their texts are found again; the same labels, shuffled, are right as often as by chance."""
    rng = np.random.default_rng(0)
    words = {"sport": "match goal player coach", "money": "loan bank bond share", "farm": "wheat cotton cow field"}
    labels = np.array([*words] * 40)
    texts = [" ".join(rng.choice([*words[label].split(), "it", "was", "new", "day"], 12)) for label in labels]
    topics = {name: [name] for name in words}

    def score(given):
        model = TopicClassifier(topics).fit(texts[:60], list(given[:60]))
        return (model.predict(texts[60:]) == labels[60:]).mean()

    assert score(labels) > 0.95
    assert 0.2 < np.mean([score(rng.permutation(labels)) for _ in range(10)]) < 0.47
