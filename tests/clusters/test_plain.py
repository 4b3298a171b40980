"""The plain recipe finds plain groups, in any order, and repeats."""

import numpy as np
import pytest
from sklearn.metrics import adjusted_rand_score

from analysis.clusters.plain import cluster_plainly
from analysis.errors import SchemaError

TEXTS = ["gas pipe gas", "gas pipe well", "gas well", "cotton yarn", "cotton yarn loom", "yarn loom cotton"]


def test_cluster_plainly_parts_texts_by_their_words_and_repeats():
    labels = cluster_plainly(TEXTS, 2)
    assert adjusted_rand_score(labels, [0, 0, 0, 1, 1, 1]) == 1
    assert (labels == cluster_plainly(TEXTS, 2)).all()


def test_the_order_of_the_texts_changes_nothing():
    texts = [f"{TEXTS[i % 6]} word{i % 7} other{i % 5}" for i in range(40)]
    order = np.random.default_rng(0).permutation(len(texts))
    assert (cluster_plainly(texts, 5)[order] == cluster_plainly([texts[i] for i in order], 5)).all()


def test_fewer_texts_than_clusters_are_no_error():
    assert cluster_plainly(["gas pipe"], 1).tolist() == [0]
    assert len(set(cluster_plainly(["gas", "gas", "yarn"], 3))) == 2


def test_cluster_plainly_refuses_what_is_no_text():
    with pytest.raises(SchemaError):
        cluster_plainly("gas", 1)
