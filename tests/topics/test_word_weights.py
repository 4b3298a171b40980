"""What labels, or a table and the corpus, teach about words."""

import numpy as np
import pytest
import scipy.sparse as sp

from analysis.topics.word_weights import (
    CALIBRATION,
    _similarities,
    _surest,
    fit_calibration,
    learn_weights,
    learn_without_labels,
    margins,
    unit_rows,
)

COUNTS = sp.csr_matrix([[2, 0, 1], [1, 0, 1], [0, 3, 1], [0, 1, 1]] * 30)
TARGETS = np.array([[1, 0, 0], [1, 0, 0], [0, 1, 0], [0, 1, 0]] * 30)


def test_unit_rows_have_length_one_or_none():
    rows = unit_rows(sp.csr_matrix([[1, 4], [0, 0]]))
    assert np.linalg.norm(rows.toarray(), axis=1).tolist() == pytest.approx([1, 0])
    assert rows[0, 1] / rows[0, 0] == pytest.approx(1 + np.log(4))


def test_a_word_speaks_for_the_topic_that_it_is_used_in():
    weights = learn_weights(unit_rows(COUNTS), TARGETS)
    assert weights[0, 0] > 0 > weights[0, 1]
    assert weights[1, 1] > 0 > weights[1, 0]
    assert abs(weights[2, 0]) < weights[0, 0]


def test_a_weight_is_the_log_of_a_words_share_in_a_topic_with_200_documents_of_the_background_added():
    documents, targets = (
        unit_rows(sp.csr_matrix([[1, 0, 2], [1, 1, 0], [0, 3, 0]])),
        np.array([[1, 0], [0.3, 1], [0, 0.5]]),
    )
    words = documents.toarray()
    share = words.sum(0) / words.sum()
    per_document = words.sum() / 3
    for topic in (0, 1):
        own = (words * targets[:, [topic]]).sum(0)
        with_prior = (own + 200 * per_document * share) / (own.sum() + 200 * per_document)
        assert learn_weights(documents, targets)[:, topic] == pytest.approx(np.log(with_prior / share), rel=1e-9)


def test_a_word_that_no_document_has_weighs_as_a_rare_one():
    weights = learn_weights(unit_rows(sp.csr_matrix([[1, 0, 2], [1, 0, 0]])), np.array([[1], [0]]))
    assert np.isfinite(weights).all()


def test_three_quarters_of_each_topics_documents_are_learned_from_the_most_certain():
    values = np.array([[5, 1], [4, 1], [3, 1], [2, 1], [1.5, 1], [0, 1], [0, 2], [0, 3], [0, 4]])
    assert _surest(values).tolist() == [*[[1, 0]] * 4, [0, 0], [0, 0], *[[0, 1]] * 3]


def test_a_topic_without_documents_gets_the_least_of_the_others():
    weights = learn_weights(unit_rows(COUNTS), TARGETS)
    np.testing.assert_array_equal(weights[:, 2], weights[:, :2].min(axis=1))


def test_no_words_teach_nothing():
    assert learn_weights(sp.csr_matrix((3, 2)), np.ones((3, 1))).tolist() == [[0], [0]]


def test_a_table_alone_teaches_the_words_that_go_with_its_terms():
    from_table = np.where(np.arange(120) % 2, 0, TARGETS[:, :2].T).T.astype(float)  # half of the documents have a term
    terms = sp.csr_matrix(np.eye(2)[[0, 0, 1, 1] * 30] * from_table.any(axis=1, keepdims=True))
    weights = learn_without_labels(COUNTS, from_table, terms, np.eye(2))
    assert weights[0, 0] > weights[0, 1]
    assert weights[1, 1] > weights[1, 0]


def test_similarities_to_a_topic_have_mean_0_and_deviation_1():
    _, scores = _similarities(COUNTS, COUNTS[:, :2], np.array([[1.0, 0.0], [0.0, 1.0]]))
    assert scores.mean(axis=0) == pytest.approx([0, 0])
    assert scores.std(axis=0) == pytest.approx([1, 1])


def test_margins_are_leads_over_the_best_other():
    assert margins(np.array([[3.0, 1.0, 2.0]])).tolist() == [[1, -2, -1]]
    assert margins(np.array([[3.0]])).tolist() == [[3]]
    assert margins(np.array([[3.0, 3.0, 1.0], [0.0, 2.0, 1.0]])).tolist() == [[0, 0, -2], [-2, 1, -1]]


def test_the_curve_is_fitted_only_where_there_is_enough():
    few, from_table = unit_rows(COUNTS[:8]), np.zeros((8, 2))
    assert tuple(fit_calibration(few, from_table, TARGETS[:8, :2])) == CALIBRATION
    order = np.lexsort(TARGETS.T)
    fitted = fit_calibration(unit_rows(COUNTS[order]), np.zeros((120, 2)), TARGETS[order, :2])
    assert fitted[:2].sum() > 0
    ten = order[::12]
    assert tuple(fit_calibration(unit_rows(COUNTS[ten]), np.zeros((10, 2)), TARGETS[ten, :2])) != CALIBRATION
    assert tuple(fit_calibration(unit_rows(COUNTS), np.zeros((120, 1)), np.ones((120, 1)))) == CALIBRATION
    assert tuple(fit_calibration(unit_rows(COUNTS), np.zeros((120, 1)), np.zeros((120, 1)))) == CALIBRATION


def test_without_a_term_or_without_a_word_nothing_is_learned():
    no_terms = learn_without_labels(COUNTS, np.zeros((120, 2)), sp.csr_matrix((120, 2)), np.eye(2))
    assert no_terms == pytest.approx(np.zeros((3, 2)))
    terms = sp.csr_matrix(np.eye(2)[[0, 0, 1, 1] * 30])
    assert learn_without_labels(sp.csr_matrix((120, 3)), terms.toarray(), terms, np.eye(2)).shape == (3, 2)
