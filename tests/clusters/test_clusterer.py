"""TopicClusterer: which documents belong together, what each cluster is about, how far to trust it."""

import gzip
import json
import os
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from sklearn.base import clone
from sklearn.exceptions import NotFittedError
from sklearn.metrics import adjusted_rand_score, normalized_mutual_info_score

from analysis.clusters.clusterer import TopicClusterer
from analysis.errors import EmptyCorpusError, ParameterError, SchemaError

WORDS = {
    "energy": "solar wind power turbine grid plant megawatt electricity hydro energy",
    "farming": "wheat cotton fruit harvest irrigation cattle meat grain orchard farm",
    "transport": "rail road port container corridor freight truck cargo railway transit",
}


def write_texts(n=60, seed=0):
    """Return n short texts of three topics in turn, and their topics."""
    rng = np.random.default_rng(seed)
    topics = [list(WORDS)[i % 3] for i in range(n)]
    texts = [
        " ".join([*rng.choice(WORDS[t].split(), 6), *rng.choice(["the", "of", "and", "two", "countries", "agreed"], 4)])
        for t in topics
    ]
    return pd.Series(texts, index=[f"doc-{i}" for i in range(n)]), topics


@pytest.fixture(scope="module")
def fitted():
    texts, topics = write_texts()
    return TopicClusterer(3).fit(texts), texts, topics


def test_clusters_are_the_topics(fitted):
    model, _, topics = fitted
    assert adjusted_rand_score(topics, model.labels_) == 1
    assert model.n_clusters_ == 3


def test_auto_finds_the_number_of_topics():
    texts, topics = write_texts()
    model = TopicClusterer().fit(texts)
    assert model.n_clusters_ == 3
    assert adjusted_rand_score(topics, model.labels_) == 1
    assert model.choices_["stability"].idxmax() == 3
    assert list(model.choices_.columns) == ["fit", "gain", "stability", "smallest", "chosen"]
    assert model.n_clusters_interval_ == (3, 3)


def test_clusters_table_describes_each_cluster(fitted):
    model, texts, topics = fitted
    table = model.clusters_
    assert list(table.columns) == ["size", "label", "terms", "stability", "medoid"]
    assert table["size"].sum() == len(texts)
    assert table["stability"].between(0.9, 1).all()
    for cluster, row in table.iterrows():
        topic = topics[list(model.labels_).index(cluster)]
        assert set(row["terms"][:5]) <= set(WORDS[topic].split())
        assert row["label"] == ", ".join(row["terms"][:3])
        assert model.labels_[texts.index.get_loc(row["medoid"])] == cluster


def test_no_term_stands_for_two_clusters(fitted):
    terms = [term for found in fitted[0].clusters_["terms"] for term in found]
    assert len(terms) == len(set(terms))


def test_documents_table_keeps_the_index_and_places_everyone(fitted):
    model, texts, _ = fitted
    table = model.documents_
    assert table.index.equals(texts.index)
    assert table["cluster"].tolist() == model.labels_.tolist()
    assert table["strength"].between(0, 1).all()
    assert (table["second"] != table["cluster"]).all()


def test_mixed_document_is_kept_and_marked_unclear():
    texts, _ = write_texts()
    mixed = f"{WORDS['energy']} {WORDS['farming']} the of and"
    model = TopicClusterer(3).fit([*texts, mixed])
    assert model.strength_.argmin() == len(texts)
    assert model.documents_["reason"].iloc[-1] == "between two clusters"
    assert len(model.labels_) == len(texts) + 1


def test_order_of_documents_changes_nothing_but_their_order():
    texts, _ = write_texts()
    shuffled = texts.sample(frac=1, random_state=3)
    straight, other = TopicClusterer(4).fit(texts), TopicClusterer(4).fit(shuffled)
    pd.testing.assert_frame_equal(other.documents_.loc[texts.index], straight.documents_)
    pd.testing.assert_frame_equal(other.clusters_, straight.clusters_)


def test_predict_repeats_the_labels_and_places_new_documents(fitted):
    model, texts, _ = fitted
    assert (model.predict(texts) == model.labels_).all()
    new = model.predict(["a new turbine and a megawatt", "cattle and grain", "unknown words"])
    assert new.tolist() == [model.labels_[0], model.labels_[1], 0]


@pytest.mark.parametrize("texts", [["one text alone"], ["the same text"] * 3, ["first text", "second text"]])
def test_auto_answers_one_cluster_for_tiny_corpora(texts):
    model = TopicClusterer().fit(texts)
    assert model.n_clusters_ == 1
    assert model.labels_.tolist() == [0] * len(texts)
    assert model.documents_["second"].isna().all()


def test_document_without_terms_is_kept_and_marked():
    model = TopicClusterer(2).fit(["rail road port", "rail road truck", "wheat farm", "wheat cotton", ""])
    assert model.documents_["reason"].iloc[-1] == "no terms"
    assert model.strength_[-1] == 0
    assert model.labels_[-1] == 0


def test_stability_of_a_single_document_is_undefined():
    model = TopicClusterer(2).fit(["wheat farm", "rail road port"])
    assert model.clusters_["stability"].isna().all()
    assert np.isnan(model.stability_)


def test_auto_answers_one_cluster_for_texts_without_structure():
    rng = np.random.default_rng(0)
    texts = [" ".join(rng.choice([f"word{i}" for i in range(300)], 30)) for _ in range(200)]
    assert TopicClusterer().fit(texts).n_clusters_ == 1


def test_merge_joins_clusters_and_predict_follows():
    texts, _ = write_texts()
    model = TopicClusterer(3).fit(texts)
    farming = model.labels_[1]
    model.merge([model.labels_[0], model.labels_[2]], "machines")
    assert model.n_clusters_ == 2
    assert model.clusters_["size"].tolist() == [40, 20]
    assert model.clusters_["label"].iloc[0] == "machines"
    assert (model.labels_ == 1).tolist() == (TopicClusterer(3).fit(texts).labels_ == farming).tolist()
    assert (model.predict(texts) == model.labels_).all()
    assert model.clusters_["stability"].between(0.4, 1).all()


def test_edits_of_clusters_that_are_not_there_are_refused():
    texts, _ = write_texts()
    model = TopicClusterer(3).fit(texts)
    with pytest.raises(ParameterError, match="There is no cluster 7; clusters are numbered 0 to 2"):
        model.rename(7, "x")
    with pytest.raises(ParameterError, match="at least two different clusters"):
        model.merge([1, 1])


def test_seeds_agree():
    texts, _ = write_texts(n=45)
    fits = [TopicClusterer(4, random_state=seed, n_resamples=0).fit(texts) for seed in (0, 1)]
    assert adjusted_rand_score(*(fit.labels_ for fit in fits)) >= 0.7
    assert fits[0].n_clusters_interval_ == (4, 4)


def test_one_long_document_among_short_ones_keeps_all_in_place():
    texts, topics = write_texts()
    giant = " ".join(f"{WORDS['energy']} filler{i}" for i in range(3000))
    model = TopicClusterer(3).fit([*texts, giant])
    assert adjusted_rand_score([*topics, "energy"], model.labels_) > 0.9


def test_copies_of_few_texts_never_crash():
    model = TopicClusterer(2).fit(["rail road port"] * 30 + ["wheat farm"] * 20)
    assert model.clusters_["size"].tolist() == [30, 20]
    assert TopicClusterer().fit(["rail road port"] * 30 + ["wheat farm"] * 20).n_clusters_ in (1, 2)


def test_estimator_can_be_cloned_and_must_be_fitted_first():
    model = TopicClusterer(4, random_state=7)
    assert clone(model).get_params() == model.get_params()
    with pytest.raises(NotFittedError, match="not fitted"):
        model.predict(["text"])


@pytest.mark.parametrize(
    ("texts", "error", "message"),
    [
        ([], EmptyCorpusError, "no document"),
        (["", " "], EmptyCorpusError, "not one word"),
        ("one text", SchemaError, "one string"),
        (["text", None], SchemaError, "item 1 is NoneType"),
    ],
)
def test_fit_refuses_what_is_no_corpus(texts, error, message):
    with pytest.raises(error, match=message):
        TopicClusterer().fit(texts)


@pytest.mark.parametrize(
    ("n_clusters", "message"),
    [
        (0, "n_clusters is 0"),
        (2.5, "n_clusters is 2.5"),
        (None, "n_clusters is None"),
        ("many", "n_clusters is 'many'"),
        (3, "only 2 documents differ"),
    ],
)
def test_fit_refuses_impossible_numbers_of_clusters(n_clusters, message):
    with pytest.raises(ParameterError, match=message):
        TopicClusterer(n_clusters).fit(["wheat farm", "rail road", "rail road"])


@pytest.mark.parametrize("seed", [None, -1, 0.5, np.random.RandomState(0), np.random.default_rng(0)])
def test_fit_refuses_a_seed_by_which_it_could_not_be_repeated(seed):
    with pytest.raises(ParameterError, match=r"random_state is .*; it must be a whole number, 0 or more"):
        TopicClusterer(2, random_state=seed).fit(["wheat farm", "rail road"])


def test_documents_of_one_direction_share_a_cluster():
    """They differ in length only: no space tells them apart, whatever number is asked for."""
    model = TopicClusterer(2).fit(["wheat", "wheat wheat wheat"])
    assert model.clusters_["size"].sum() == 2


def read_bbc():
    data = os.environ.get("SILK_LEDGER_DATA")
    if not data:
        pytest.skip("SILK_LEDGER_DATA does not name the folder of the corpora")
    with gzip.open(Path(data, "corpora", "bbc_news.jsonl.gz"), "rt", encoding="utf-8") as lines:
        rows = pd.DataFrame(map(json.loads, lines))
    return rows.set_index("id")["text"], rows["label"]


@pytest.mark.slow
def test_bbc_is_parted_as_its_editors_did():
    texts, classes = read_bbc()
    model = TopicClusterer(5).fit(texts)
    assert normalized_mutual_info_score(classes, model.labels_) >= 0.88
    assert model.stability_ > 0.9
    shuffled = texts.sample(frac=1, random_state=0)
    other = TopicClusterer(5, n_resamples=2).fit(shuffled).documents_["cluster"]
    assert adjusted_rand_score(other[texts.index], model.labels_) >= 0.999
