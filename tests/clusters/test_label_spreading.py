"""Parts settled among neighbours."""

import numpy as np
import pytest

from analysis.clusters import label_spreading as neighbours
from analysis.clusters.label_spreading import find_neighbours, spread_labels


def draw_sides(n=40, seed=0):
    """Return unit vectors near one of two directions by turns, and their sides."""
    rng = np.random.default_rng(seed)
    sides = np.arange(n) % 2
    vectors = np.eye(3)[sides] + 0.1 * rng.standard_normal((n, 3))
    return vectors / np.linalg.norm(vectors, axis=1, keepdims=True), sides


def test_neighbours_are_of_the_same_side():
    vectors, sides = draw_sides()
    graph = find_neighbours(vectors, 2)
    rows, columns = graph.nonzero()
    assert (sides[rows] == sides[columns]).all()
    assert (rows != columns).all()
    assert np.allclose(graph.sum(axis=1), 1)


def test_a_few_documents_a_cluster_are_no_neighbours():
    assert find_neighbours(np.ones((1, 1)), 1).nnz == 0
    assert find_neighbours(draw_sides()[0], 4).nnz == 0


def test_of_very_many_documents_some_are_the_neighbours(monkeypatch):
    monkeypatch.setattr(neighbours, "POOL", 60)
    vectors, sides = draw_sides(200)
    graph = find_neighbours(vectors, 2)
    assert np.allclose(graph.sum(axis=1), 1)
    assert len(np.flatnonzero(np.diff(graph.indptr) > neighbours.NEIGHBOURS + 1)) <= 60
    assert (sides[graph.nonzero()[0]] == sides[graph.nonzero()[1]]).mean() > 0.95


def test_a_document_in_doubt_goes_with_its_neighbours():
    vectors, sides = draw_sides()
    scores = 10.0 * np.eye(2)[sides]
    scores[3] = [0.5, 0.0]  # its words lean to side 0, all its neighbours to side 1
    assert (spread_labels(scores.argmax(axis=1), scores, find_neighbours(vectors, 2)) == sides).all()


def test_no_cluster_is_swallowed():
    vectors, sides = draw_sides()
    labels = np.where(np.arange(40) == 3, 2, sides)
    scores = np.eye(3)[sides]  # cluster 2, one document, is nowhere believed in
    settled = spread_labels(labels, scores, find_neighbours(vectors, 2))
    assert np.flatnonzero(settled == 2).tolist() == [3]


@pytest.mark.parametrize("seed", range(3))
def test_order_of_documents_changes_nothing(seed):
    vectors, sides = draw_sides()
    order = np.random.default_rng(seed).permutation(40)
    scores = np.random.default_rng(1).random((40, 2)) + np.eye(2)[sides]
    settled = spread_labels(sides, scores, find_neighbours(vectors, 2))
    assert (spread_labels(sides[order], scores[order], find_neighbours(vectors[order], 2)) == settled[order]).all()
