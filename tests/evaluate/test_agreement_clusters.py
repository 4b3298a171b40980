"""Clusters against classes, and the terms of clusters against texts."""

import numpy as np
import pandas as pd
import pytest
from sklearn.metrics import adjusted_mutual_info_score, adjusted_rand_score, normalized_mutual_info_score

from analysis.errors import SchemaError
from analysis.evaluate.agreement import compare_clusters, compare_labels, cross_tabulate

EXPECTED = ["oil"] * 4 + ["tea"] * 4
FOUND = [7, 7, 7, 3, 3, 3, 3, 3]


def test_compare_clusters_gives_the_measures_of_the_field():
    rng = np.random.default_rng(0)
    expected, found = rng.integers(0, 4, 200), rng.integers(0, 5, 200)
    found[:120] = expected[:120]
    score = compare_clusters(expected, found)["score"]
    assert score["ami"] == pytest.approx(adjusted_mutual_info_score(expected, found))
    assert score["nmi"] == pytest.approx(normalized_mutual_info_score(expected, found))
    assert score["ari"] == pytest.approx(adjusted_rand_score(expected, found))


def test_matched_accuracy_uses_each_cluster_once():
    assert compare_clusters(EXPECTED, FOUND)["score"]["accuracy"] == 7 / 8
    assert compare_clusters(["a", "a", "b", "b"], [0, 1, 2, 3])["score"]["accuracy"] == 1 / 2


def test_names_of_clusters_do_not_matter():
    scores = compare_clusters(EXPECTED, ["x" if c == 7 else "y" for c in FOUND])
    pd.testing.assert_frame_equal(scores, compare_clusters(EXPECTED, FOUND))


def test_intervals_hold_the_score_and_narrow_with_documents():
    few, many = compare_clusters(EXPECTED * 5, FOUND * 5), compare_clusters(EXPECTED * 100, FOUND * 100)
    assert ((few["low"] <= few["score"]) & (few["score"] <= few["high"])).all()
    assert ((many["high"] - many["low"]) < (few["high"] - few["low"]) / 2).all()


def test_intervals_are_missing_without_resamples():
    assert compare_clusters(EXPECTED, FOUND, n_resamples=0)[["low", "high"]].isna().all(axis=None)


def test_perfect_and_single_partitions_score_one():
    assert compare_clusters(EXPECTED, EXPECTED)["score"].tolist() == pytest.approx([1, 1, 1, 1])
    assert compare_clusters(["a"], [0])["score"].tolist() == [1, 1, 1, 1]


@pytest.mark.parametrize(
    ("expected", "found", "message"),
    [
        (["a"], [], "expected has 1 labels and found has 0"),
        ([], [], "at least one document"),
        (["a"], [None], "every document"),
    ],
)
def test_compare_clusters_refuses_labels_that_do_not_pair(expected, found, message):
    with pytest.raises(SchemaError, match=message):
        compare_clusters(expected, found)


def test_cross_tabulate_puts_clusters_beneath_their_class():
    table = cross_tabulate(EXPECTED, FOUND)
    assert table.columns.tolist() == [7, 3]
    assert table.to_numpy().tolist() == [[3, 1], [0, 4]]


def test_an_interval_holds_its_score_where_clusters_are_small():
    rng = np.random.default_rng(0)
    expected = np.repeat(range(20), 7)
    found = np.where(rng.random(140) < 0.5, expected, rng.integers(20, size=140))
    scores = compare_clusters(expected, found)
    assert (scores["low"] < scores["score"]).all()
    assert (scores["score"] < scores["high"]).all()


def test_many_small_clusters_share_information_with_any_classes_but_none_beyond_chance():
    rng = np.random.default_rng(0)
    expected, found = np.repeat(range(20), 7), rng.integers(20, size=140)
    scores = compare_clusters(expected, found)
    assert scores["score"]["nmi"] > 0.35
    assert abs(scores["score"]["ami"]) < 0.1
    assert (scores["score"] <= scores["chance"] + 0.05).all()
    assert (compare_clusters(expected, expected)["chance"] < 0.6).all()


def test_compare_labels_compares_documents_that_have_both():
    expected = pd.Series({"a": "oil", "b": "tea", "c": None, "d": "tea"})
    found = pd.Series({"d": 1, "b": 1, "a": 0, "c": 0, "e": 1})
    pd.testing.assert_frame_equal(compare_labels(expected, found), compare_clusters(["oil", "tea", "tea"], [0, 1, 1]))


@pytest.mark.filterwarnings("ignore:The number of unique classes")  # of scikit-learn 1.7, for three classes of 41
def test_the_measures_are_scikit_learns():
    rng = np.random.default_rng(0)
    for n_classes, n_clusters, n in [
        (2, 3, 8),
        (5, 5, 60),
        (21, 21, 143),
        (1, 4, 20),
        (4, 1, 20),
        (1, 1, 5),
        (3, 40, 41),
    ]:
        expected, found = rng.integers(n_classes, size=n), rng.integers(n_clusters, size=n)
        theirs = [
            measure(expected, found)
            for measure in (adjusted_mutual_info_score, normalized_mutual_info_score, adjusted_rand_score)
        ]
        ours = compare_clusters(expected, found, n_resamples=0)["score"]
        assert ours[["ami", "nmi", "ari"]].tolist() == pytest.approx(theirs, abs=1e-9)
