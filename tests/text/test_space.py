"""SharedSpace: documents and terms in one space."""

import numpy as np
import pytest
import scipy.sparse as sp
from threadpoolctl import threadpool_limits

from analysis.errors import EmptyCorpusError, SchemaError
from analysis.text.space import SharedSpace

TWO_TOPICS = sp.csr_matrix([[3, 2, 0, 0, 1], [2, 3, 0, 0, 1], [0, 0, 3, 2, 1], [0, 0, 2, 3, 1]])


def random_counts(n_documents=500, n_terms=700, seed=0):
    """Return counts of three topics that share a third of the words."""
    rng = np.random.default_rng(seed)
    rates = rng.gamma(0.3, 0.2, (3, n_terms))
    return sp.csr_matrix(rng.poisson(rates[np.arange(n_documents) % 3]))


def test_space_separates_two_topics_on_its_first_dimension():
    vectors = SharedSpace(n_components=1).fit(TWO_TOPICS).document_vectors_
    assert vectors[0] == vectors[1] == -vectors[2] == -vectors[3]


def test_space_places_terms_with_their_documents():
    space = SharedSpace(n_components=2).fit(TWO_TOPICS)
    nearness = space.term_vectors_ @ space.document_vectors_.T
    assert (nearness[:2, :2] > 0.7).all()
    assert (nearness[:2, 2:] < -0.1).all()


def test_vectors_have_unit_length_and_empty_documents_are_zero():
    counts = sp.vstack([random_counts(), sp.csr_matrix((1, 700))])
    space = SharedSpace(n_components=10).fit(counts)
    lengths = np.linalg.norm(space.document_vectors_, axis=1)
    assert np.allclose(lengths[:-1], 1)
    assert lengths[-1] == 0


def test_order_of_documents_only_permutes_the_vectors():
    counts = random_counts()
    order = np.random.default_rng(1).permutation(counts.shape[0])
    straight = SharedSpace(n_components=2).fit(counts)
    shuffled = SharedSpace(n_components=2).fit(counts[order])
    assert np.allclose(shuffled.document_vectors_, straight.document_vectors_[order], atol=1e-8)
    assert np.allclose(shuffled.term_vectors_, straight.term_vectors_, atol=1e-8)


def test_number_of_threads_changes_no_byte():
    with threadpool_limits(1):
        one = SharedSpace(n_components=20).fit(random_counts())
    with threadpool_limits(2):
        two = SharedSpace(n_components=20).fit(random_counts())
    assert one.document_vectors_.tobytes() == two.document_vectors_.tobytes()


def test_dense_and_sparse_decompositions_agree():
    counts = random_counts()
    sparse, dense = SharedSpace(n_components=2).fit(counts), SharedSpace(n_components=160).fit(counts)
    assert np.allclose(sparse.singular_values_, dense.singular_values_[:2])


def test_rank_bounds_the_dimensions_kept():
    space = SharedSpace(n_components=50).fit(TWO_TOPICS)
    assert space.n_components_ == len(space.singular_values_) == space.term_vectors_.shape[1] == 3
    assert (np.diff(space.singular_values_) <= 0).all()


@pytest.mark.parametrize("rows", [[[1, 2]], [[1, 2]] * 3, [[5], [1]]])
def test_one_document_or_copies_keep_one_dimension(rows):
    vectors = SharedSpace().fit(sp.csr_matrix(rows)).document_vectors_
    assert vectors.shape == (len(rows), 1)
    assert np.allclose(vectors, vectors[0])


def test_fit_leaves_the_matrix_as_it_was():
    counts = TWO_TOPICS.astype(float)
    SharedSpace(n_components=1).fit(counts)
    assert (counts != TWO_TOPICS).nnz == 0


def test_fit_refuses_documents_without_terms():
    with pytest.raises(EmptyCorpusError, match="no terms"):
        SharedSpace().fit(sp.csr_matrix((3, 4)))


@pytest.mark.parametrize("value", [-1.0, float("nan"), float("inf")])
def test_fit_refuses_values_that_are_no_counts(value):
    with pytest.raises(SchemaError, match="negative or not finite"):
        SharedSpace().fit(sp.csr_matrix([[1.0, value]]))
