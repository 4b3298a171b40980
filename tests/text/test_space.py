"""The shared space: documents and terms in one space, and the words that may be compared there."""

import numpy as np
import pytest
import scipy.sparse as sp
from threadpoolctl import threadpool_limits

from analysis.clusters.clusterer import TopicClusterer
from analysis.errors import EmptyCorpusError, SchemaError
from analysis.text.space import find_shared_terms, share_space
from analysis.text.vectors import CorpusVectorizer

TWO_TOPICS = sp.csr_matrix([[3, 2, 0, 0, 1], [2, 3, 0, 0, 1], [0, 0, 3, 2, 1], [0, 0, 2, 3, 1]])


def random_counts(n_documents=500, n_terms=700, seed=0):
    """Return counts of three topics that share a third of the words."""
    rng = np.random.default_rng(seed)
    rates = rng.gamma(0.3, 0.2, (3, n_terms))
    return sp.csr_matrix(rng.poisson(rates[np.arange(n_documents) % 3]))


def test_space_separates_two_topics_on_its_first_dimension():
    vectors = share_space(TWO_TOPICS, 1).documents(3)
    assert vectors[0] == vectors[1] == -vectors[2] == -vectors[3]


def test_space_places_terms_with_their_documents():
    space = share_space(TWO_TOPICS, 2)
    nearness = space.terms(3) @ space.documents(3).T
    assert (nearness[:2, :2] > 0.7).all()
    assert (nearness[:2, 2:] < -0.1).all()


def test_vectors_have_unit_length_and_empty_documents_are_zero():
    counts = sp.vstack([random_counts(), sp.csr_matrix((1, 700))])
    space = share_space(counts, 10)
    lengths = np.linalg.norm(space.documents(3), axis=1)
    assert np.allclose(lengths[:-1], 1)
    assert lengths[-1] == 0


def test_order_of_documents_only_permutes_the_vectors():
    counts = random_counts()
    order = np.random.default_rng(1).permutation(counts.shape[0])
    straight = share_space(counts, 2)
    shuffled = share_space(counts[order], 2)
    assert np.allclose(shuffled.documents(3), straight.documents(3)[order], atol=1e-8)
    assert np.allclose(shuffled.terms(3), straight.terms(3), atol=1e-8)


def test_number_of_threads_changes_no_byte():
    with threadpool_limits(1):
        one = share_space(random_counts(), 20)
    with threadpool_limits(2):
        two = share_space(random_counts(), 20)
    assert one.documents(3).tobytes() == two.documents(3).tobytes()


def test_dense_and_sparse_decompositions_agree():
    counts = random_counts()
    sparse, dense = share_space(counts, 2), share_space(counts, 160)
    assert np.allclose(sparse.values, dense.values[:2])


def test_rank_bounds_the_dimensions_kept():
    space = share_space(TWO_TOPICS, 50)
    assert len(space.values) == space.terms(3).shape[1] == 3
    assert (np.diff(space.values) <= 0).all()


@pytest.mark.parametrize("rows", [[[1, 2]], [[1, 2]] * 3, [[5], [1]]])
def test_one_document_or_copies_keep_one_dimension(rows):
    vectors = share_space(sp.csr_matrix(rows)).documents(3)
    assert vectors.shape == (len(rows), 1)
    assert np.allclose(vectors, vectors[0])


def test_share_space_leaves_the_matrix_as_it_was():
    counts = TWO_TOPICS.astype(float)
    share_space(counts, 1)
    assert (counts != TWO_TOPICS).nnz == 0


def test_share_space_refuses_documents_without_terms():
    with pytest.raises(EmptyCorpusError, match="no terms"):
        share_space(sp.csr_matrix((3, 4)))


@pytest.mark.parametrize("value", [-1.0, float("nan"), float("inf")])
def test_share_space_refuses_values_that_are_no_counts(value):
    with pytest.raises(SchemaError, match="negative or not finite"):
        share_space(sp.csr_matrix([[1.0, value]]))


ENDINGS = "lar larda lardan larga larni larning larim larimiz".split()
STEMS = {"farming": ["paxta", "bugʻdoy", "hosil", "chorva"], "transport": ["temir", "vagon", "yoʻlak", "tovar"]}


def inflect(n=16, seed=0):
    """Return n texts of two topics in turn, each stem with another ending nearly every time, and the topics."""
    rng = np.random.default_rng(seed)
    topics = [list(STEMS)[i % 2] for i in range(n)]
    texts = [" ".join(stem + rng.choice(ENDINGS) + rng.choice(ENDINGS) for stem in STEMS[topic]) for topic in topics]
    return texts, topics


def join(texts):
    """Return the joined counts, and the terms that each column joins."""
    vectorizer = CorpusVectorizer(use_idf=False, norm=None)
    counts = vectorizer.fit_transform(texts)
    names = vectorizer.get_feature_names_out()
    joined = find_shared_terms(counts, names).map_terms(names)
    return counts @ joined, [set(names[column.indices].tolist()) for column in joined.T.tocsr()]


def test_endings_are_cut_where_they_hide_what_is_shared():
    counts, groups = join(["fabrikada ishchilar", "fabrikaning ishchisi", "fabrikalar ishchiga"])
    assert groups == [{"fabrikada", "fabrikaning", "fabrikalar"}, {"ishchilar", "ishchisi", "ishchiga"}]
    assert counts.toarray().tolist() == [[1, 1]] * 3


def test_words_stay_whole_where_they_meet_without():
    _, groups = join(["trade and transport", "trade and transit", "transport and transit"])
    assert groups == [{"and"}, {"trade"}, {"transit"}, {"transport"}]


def test_a_word_of_one_document_alone_is_left_out():
    _, groups = join(["rail road toll", "rail road", "road rail"])
    assert groups == [{"rail"}, {"road"}]


def test_a_document_that_shares_nothing_keeps_its_words():
    counts, groups = join(["rail road", "road rail", "opera ballet"])
    assert groups == [{"ballet"}, {"opera"}, {"rail"}, {"road"}]
    assert (np.diff(counts.indptr) > 0).all()


def test_ngrams_are_never_cut():
    names = ["railways north", "railways south", "railways east"]
    assert list(find_shared_terms(sp.eye_array(3).tocsr(), names).columns) == names


@pytest.mark.parametrize("seed", range(3))
def test_clusters_of_an_inflected_language_are_the_topics(seed):
    texts, topics = inflect(seed=seed)
    model = TopicClusterer(2).fit(texts)
    assert len({topics[i] for i in np.flatnonzero(model.labels_ == 0)}) == 1
    assert sorted(np.bincount(model.labels_)) == [8, 8]
    new, expected = inflect(4, seed=99)
    assert (model.predict(new) == [model.labels_[topics.index(topic)] for topic in expected]).all()
    assert all(term in " ".join(texts).split() for terms in model.clusters_["terms"] for term in terms)
