"""What a cluster looks like."""

import numpy as np
import pandas as pd
import pytest
import scipy.sparse as sp

from analysis.clusters.description import (
    describe_documents,
    find_centroids,
    find_names,
    group_forms,
    measure_silhouette,
    name_clusters,
    project_plane,
)
from analysis.clusters.number import Sample, measure_stability

EAST, NORTH, BETWEEN = [1.0, 0.0], [0.0, 1.0], [0.5**0.5, 0.5**0.5]


def test_centre_is_the_mean_direction():
    assert find_centroids(np.array([EAST, NORTH]), np.array([0, 0])) == pytest.approx(np.array([BETWEEN]))
    assert find_centroids(np.array([EAST, [-1.0, 0.0]]), np.array([0, 0])).tolist() == [[0, 0]]


def test_strength_is_one_at_the_centre_and_zero_half_way():
    vectors, centres = np.array([EAST, BETWEEN, NORTH]), np.array([EAST, NORTH])
    strength, second = measure_silhouette(vectors, np.array([0, 0, 0]), centres)
    assert strength == pytest.approx([1, 0, 0])
    assert second.tolist() == [1, 1, 1]


def test_stability_counts_the_pairs_that_stay_together():
    labels = np.array([0, 0, 0, 1, 2])
    whole, part = (
        Sample(np.arange(5), np.array([0, 0, 1, 1, 1]), 0.0),
        Sample(np.arange(4), np.array([1, 1, 1, 0]), 0.0),
    )
    stability = measure_stability(labels, [whole, part])
    assert stability[0] == (1 + 3) / (3 + 3)
    assert np.isnan(stability[1:]).all()


def test_names_are_the_words_that_no_other_cluster_has():
    counts = sp.csr_matrix([[1, 1, 0, 1], [1, 1, 0, 0], [1, 0, 1, 0], [1, 0, 1, 0]])
    assert name_clusters(counts, np.array([0, 0, 1, 1]), np.array(["the", "oil", "tea", "x"])) == [
        ["oil", "x"],
        ["tea"],
    ]


def test_a_word_names_the_large_cluster_that_most_use_it_in_and_not_a_small_one_that_all_do():
    counts = sp.csr_matrix([[1, 0, 0], [1, 0, 0], [1, 0, 0], [0, 0, 0], [1, 1, 0], *[[0, 0, 1]] * 4])
    found = name_clusters(counts, np.array([0, 0, 0, 0, 1, 2, 2, 2, 2]), np.array(["oil", "gas", "tea"]))
    assert found == [["oil"], ["gas"], ["tea"]]


def test_forms_of_a_word_are_one_term_under_the_most_frequent():
    names = np.array(["export", "exports", "new", "news", "policies", "policy"])
    words = group_forms(names).toarray().argmax(axis=1)
    assert words.tolist() == [0, 0, 1, 2, 3, 3]
    counts = sp.csr_matrix([[0, 1, 0, 0, 0, 0], [1, 0, 0, 0, 0, 0], [1, 1, 0, 0, 0, 0], [0, 1, 0, 1, 0, 0]])
    assert name_clusters(counts, np.array([0, 0, 0, 1]), names) == [["exports"], ["news"]]


def test_names_are_left_out_unless_the_cluster_is_about_one():
    names = np.array(["aliyev", "pipeline", "visit"])
    counts = sp.csr_matrix([[1, 1, 0], [0, 1, 0], [0, 1, 0], [0, 1, 0], [0, 1, 0], [0, 0, 1]])
    labels = np.array([0, 0, 0, 0, 0, 1])
    assert name_clusters(counts[1:], labels[1:], names, {"pipeline"}) == [["pipeline"], ["visit"]]  # nothing else
    assert name_clusters(counts[[0, 1, 2, 3, 5]], labels[1:], names, {"pipeline"})[0] == ["aliyev"]  # of four reports
    assert name_clusters(counts, labels, names, {"aliyev"}) == [["pipeline"], ["visit"]]
    assert name_clusters(counts, labels, names, {"pipeline"}) == [["pipeline", "aliyev"], ["visit"]]
    assert name_clusters(counts, labels, names, {"visit"})[1] == ["visit"]


def test_find_names_are_capitalised_inside_sentences_and_countries():
    proper = find_names(["Trade grew as Olzhas Karimov said. Growth is when trade with Olzhas grows, Karimov added."])
    assert {"olzhas", "karimov", "uzbekistan", "казахстан"} <= proper
    assert proper.isdisjoint({"trade", "growth", "grows", "said"})
    assert "uzbekistan" in find_names([])


def test_find_names_takes_no_capital_for_a_name_where_most_words_have_one():
    assert "handel" not in find_names(["der Handel und Export im Land, der Ausbau der Bahn und Strasse"])


def test_documents_without_terms_are_marked_and_keep_a_cluster():
    table = describe_documents(np.array([EAST, NORTH]), np.array([0, 1]), np.array([2, 0]), pd.Index(["a", "b", "c"]))
    assert table["cluster"].tolist() == [1, 0, 0]
    assert table["reason"].isna().tolist() == [True, False, True]
    assert table.loc["b", ["strength", "reason"]].tolist() == [0, "no terms"]
    assert table["second"].isna().tolist() == [False, True, False]


def test_a_map_draws_the_widest_difference_across_and_keeps_its_sign():
    vectors = np.array([[0.0, 1.0], [0.0, 0.9], [5.0, 1.0], [5.0, 0.9]])
    plane = project_plane(vectors)
    assert plane[:, 0].tolist() == pytest.approx([-2.5, -2.5, 2.5, 2.5])
    assert np.abs(plane[:, 1]).tolist() == pytest.approx([0.05] * 4)


def test_a_map_of_one_dimension_is_a_line():
    assert project_plane(np.array([[1.0], [3.0]])).tolist() == [[-1.0, 0.0], [1.0, 0.0]]
