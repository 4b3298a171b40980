"""N-grams are counted by numbers that sort as their words do."""

import numpy as np
import pyarrow as pa

from analysis.text.ngrams import count_grams, firsts, read_grams, write_grams
from analysis.text.tokens import Piece

WORDS = pa.array([b"rail", b"road", b"tolls"], pa.binary())


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
