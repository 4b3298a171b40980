"""Words that may be compared: shared by two documents, cut to stems where endings hide what is shared."""

import numpy as np
import pytest
import scipy.sparse as sp

from analysis.clusters.clusterer import TopicClusterer
from analysis.text.space import find_shared_terms
from analysis.text.vectors import CorpusVectorizer

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
