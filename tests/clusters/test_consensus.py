"""Starts, refinement by words, and the number of clusters."""

from itertools import pairwise

import numpy as np
import pytest
import scipy.sparse as sp
from scipy.cluster.hierarchy import linkage
from sklearn.metrics import adjusted_rand_score
from threadpoolctl import threadpool_info, threadpool_limits

from analysis.clusters import consensus, number
from analysis.clusters.consensus import INITIALISATIONS, MOST, Consensus, Run, combine, refine, weigh_words
from analysis.clusters.number import choose_number, compare_numbers, list_candidates, resample
from analysis.text.space import log_counts, share_space
from analysis.text.tokens import run_threads


def draw_counts(n_documents=240, n_topics=4, n_terms=200, seed=0):
    """Return counts of topics that differ in a fifth of their words, and the topics."""
    rng = np.random.default_rng(seed)
    rates = np.tile(rng.gamma(0.5, 0.4, n_terms), (n_topics, 1))
    for topic in range(n_topics):
        rates[topic, topic * 40 : topic * 40 + 10] += 1.0
    topics = np.arange(n_documents) % n_topics
    return sp.csr_matrix(rng.poisson(rates[topics]).astype(float)), topics


def prepare(counts, **options):
    return Consensus(share_space(counts), log_counts(counts), **options)


def test_refine_mends_a_spoilt_partition():
    counts, topics = draw_counts()
    spoilt = np.where(np.random.default_rng(1).random(len(topics)) < 0.4, (topics + 1) % 4, topics)
    labels, fit = refine(log_counts(counts), spoilt)
    assert adjusted_rand_score(topics, spoilt) < 0.5
    assert adjusted_rand_score(topics, labels) > 0.95
    assert fit > 0


def test_refine_is_not_held_by_words_of_a_single_document():
    """Each document has ten copies of a word of its own; counted in, they would tie it to where it is."""
    counts, topics = draw_counts()
    counts = sp.hstack([counts, 10 * sp.eye_array(len(topics))]).tocsr()
    spoilt = np.where(np.arange(len(topics)) < 20, (topics + 1) % 4, topics)
    assert adjusted_rand_score(topics, refine(log_counts(counts), spoilt)[0]) > 0.95


def test_refine_keeps_as_many_clusters_as_it_was_given():
    counts, _ = draw_counts(n_topics=1, n_documents=30)
    start = np.arange(30) % 6
    assert len(np.unique(refine(log_counts(counts), start)[0])) == 6


def test_fit_falls_with_every_cluster_where_there_is_no_structure():
    weights = log_counts(draw_counts(n_topics=1)[0])
    one, many = (refine(weights, np.arange(weights.shape[0]) % k)[1] for k in (1, 12))
    assert many < one < 0


def test_each_start_finds_the_topics():
    counts, topics = draw_counts()
    runs = prepare(counts).run(4, numbers=range(8))
    assert len(runs) == 2 * len(INITIALISATIONS)
    assert all(adjusted_rand_score(topics, run.labels) == 1 for run in runs)


def test_starts_that_err_in_different_places_are_outvoted():
    _, topics = draw_counts(n_topics=3)
    wrong = [np.where(np.arange(240) // 60 == quarter, (topics + 1) % 3, topics) for quarter in range(4)]
    runs = [Run(labels, 0.0) for labels in wrong]
    assert adjusted_rand_score(topics, combine(runs, 3)) == 1
    assert adjusted_rand_score(topics, combine(20 * runs, 3)) == 1


def test_consensus_has_the_number_asked_for_where_documents_tie():
    """Of six documents, three pairs are apart in one run each: cut at one height, they make six clusters or three."""
    pairs = [(0, 0, 1, 1, 2, 3), (0, 0, 1, 2, 3, 3), (0, 1, 2, 2, 3, 3)]
    labels = combine([Run(np.array(run), 0.0) for run in pairs], 4)
    assert len(np.unique(labels)) == 4


def test_runs_stop_once_their_halves_agree_and_go_on_where_they_do_not():
    assert len(prepare(draw_counts()[0]).run_until_agreed(4)) == 8
    noise = prepare(draw_counts(n_topics=1, n_documents=60)[0])
    assert len(noise.run_until_agreed(9)) == MOST
    assert len(noise.run_until_agreed(9, most=16)) == 16
    assert len(noise.run_until_agreed(1)) == 4


def test_weigh_words_speaks_for_the_cluster_of_a_word():
    words, sizes = weigh_words(sp.csr_matrix([[2.0, 0.0], [0.0, 1.0], [0.0, 1.0]]), np.array([0, 1, 1]))
    assert words[0, 0] > 0 > words[1, 0]
    assert words[1, 1] > 0 > words[0, 1]
    assert sizes == pytest.approx(np.log([2, 3]))


def test_resamples_hold_four_fifths_and_differ():
    counts, _ = draw_counts(n_documents=50)
    found = resample(prepare(counts), 4, 3)
    assert [len(sample.rows) for sample in found] == [len(sample.labels) for sample in found] == [40, 40, 40]
    assert found[0].rows.tolist() != found[1].rows.tolist()


def test_candidates_rise_to_the_root_of_half_the_documents():
    assert list_candidates(1) == [1]
    assert list_candidates(5) == [1, 2]
    assert list_candidates(2000) == [1, 2, 3, 4, 5, 6, 7, 8, 10, 12, 14, 17, 20, 24, 29, 31]


@pytest.mark.parametrize("n_topics", [2, 3, 4])
def test_number_is_the_elbow_of_the_fit(n_topics):
    counts, _ = draw_counts(n_topics=n_topics)
    assert choose_number(compare_numbers(prepare(counts), range(1, 9))) == n_topics


def test_number_is_one_without_structure():
    choices = compare_numbers(prepare(draw_counts(n_topics=1)[0]), range(1, 9))
    assert choose_number(choices) == 1
    assert np.isnan(choices["stability"].loc[1])


@pytest.mark.parametrize("method", ["average", "ward"])
def test_a_hierarchy_with_ties_is_cut_into_as_many_clusters_as_asked_for_each_within_one_of_fewer(method):
    points = np.random.default_rng(0).integers(0, 3, (40, 3)).astype(float)
    cuts = [consensus._cut(linkage(points, method), k) for k in range(1, 41)]
    assert [len(set(cut)) for cut in cuts] == list(range(1, 41))
    pairs = [(few, more) for few, more in pairwise(cuts)]
    assert all(len(set(zip(few, more, strict=True))) == more.max() + 1 for few, more in pairs)
    assert all(list(dict.fromkeys(cut.tolist())) == list(range(cut.max() + 1)) for cut in cuts)


def test_there_may_be_more_clusters_than_documents_by_which_the_consensus_is_started(monkeypatch):
    monkeypatch.setattr(consensus, "SAMPLE", 3)
    counts, topics = draw_counts()
    labels = combine(prepare(counts).run(4, numbers=range(4)), 4)
    assert adjusted_rand_score(topics, labels) == 1


def test_numbers_are_compared_in_threads_that_find_the_same_with_one_thread_each(monkeypatch):
    space, threads = prepare(draw_counts(n_documents=600)[0]), []

    def run(*args, **options):
        threads.extend(info["num_threads"] for info in threadpool_info() if info["user_api"] == "openmp")
        return refine(*args, **options)

    def with_two_threads(function, items):
        def limited(item):
            with threadpool_limits(2, "openmp"):
                return function(item)

        return run_threads(limited, items)

    in_turn = compare_numbers(space, [1, 2, 3, 4])
    monkeypatch.setattr(number, "refine", run)
    monkeypatch.setattr(number, "run_threads", with_two_threads)
    for n in ("1", "3"):
        monkeypatch.setenv("LOKY_MAX_CPU_COUNT", n)
        assert compare_numbers(space, [1, 2, 3, 4]).equals(in_turn)
    assert set(threads) == {1}


def test_threads_share_weights_that_none_writes_to():
    counts = draw_counts()[0]
    unsorted = sp.csr_matrix(counts)[:, ::-1]
    assert not unsorted.has_sorted_indices
    space = prepare(unsorted)
    for array in (space.weights.data, space.weights.indices, space.weights.indptr, *space.space):
        array.flags.writeable = False
    assert len(compare_numbers(space, [1, 2, 3])) == 3
