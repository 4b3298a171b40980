"""N-grams are counted by numbers that sort as their words do, and parts of a corpus add up to the whole."""

import numpy as np
import pyarrow as pa
import pytest

from analysis.errors import SchemaError
from analysis.text.ngrams import TermCounts, count_grams, firsts, merge_counts, read_grams, write_grams
from analysis.text.tokens import Piece
from analysis.text.vectors import CorpusVectorizer

TEXTS = ["Rail and road; rail tolls.", "Road tolls, чай", "", "gas line gas", "rail road rail road"]
WORDS = pa.array([b"rail", b"road", b"tolls"], pa.binary())


def test_merge_counts_does_not_mind_order_or_empty_parts():
    model = CorpusVectorizer(max_features=4)
    parts = [model.count_terms(part) for part in (TEXTS[:2], [""], [], TEXTS[2:])]
    one, other = (CorpusVectorizer(max_features=4).fit_counts(merge_counts(p)) for p in (parts, parts[::-1]))
    assert one.vocabulary_ == other.vocabulary_ == CorpusVectorizer(max_features=4).fit([*TEXTS, ""]).vocabulary_
    assert merge_counts(parts).n_texts == 6


def test_merge_counts_refuses_other_tables():
    with pytest.raises(SchemaError, match=r"columns \['word'\]. Pass what count_terms returned"):
        merge_counts([TermCounts(pa.table({"word": [b"rail"]}), 1)])


def test_count_grams_counts_within_texts_and_leaves_words_of_number_0_out():
    piece = Piece(np.array([0, 1, 0, 1, 2, 1]), np.array([0, 3, 3, 6]), np.arange(3))
    counts = count_grams(piece, np.array([0, 1, 2]), 4, (1, 2))
    assert tuple(write_grams(counts.keys, WORDS, 2).to_pylist()) == (b"rail", b"rail road", b"road", b"road rail")
    assert counts.seen.tolist() == [2, 1, 1, 1]
    assert counts.rows.tolist() == [0, 2, 2, 2, 2]
    assert counts.counts.tolist() == [1, 2, 1, 1, 1]


def test_read_grams_reads_what_write_grams_wrote():
    keys, words = read_grams(["rail road", "tolls", "a b c", 7], (1, 2))
    assert keys[2:].tolist() == [0, 0]
    base = len(words) + 2
    assert [[words[int(d) - 1].as_py() for d in divmod(int(k), base) if d] for k in keys[:2]] == [
        [b"rail", b"road"],
        [b"tolls"],
    ]


def test_firsts_finds_where_values_begin():
    assert firsts(np.array([2, 2, 5, 7, 7])).tolist() == [0, 2, 3]
    assert firsts(np.array([], int)).tolist() == []
