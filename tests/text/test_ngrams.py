"""N-grams are counted by numbers that sort as their words do."""

import numpy as np
import pyarrow as pa

from analysis.text.ngrams import count_grams, firsts, write_grams
from analysis.text.tokens import Piece

WORDS = pa.array([b"rail", b"road", b"tolls"], pa.binary())


def test_count_grams_counts_within_texts_and_leaves_words_of_number_0_out():
    pieces = [Piece(np.array([0, 1, 0]), np.array([0, 3, 3])), Piece(np.array([1, 2, 1]), np.array([0, 3]))]
    grams = count_grams(pieces, np.array([1, 2, 0]), (1, 2))
    terms = [b"rail", b"rail road", b"road", b"road rail", b"road road"]
    assert write_grams(grams.keys, WORDS[:2], 2).to_pylist() == terms
    found = grams.place(np.arange(5), (3, 5), float)
    assert found.toarray().tolist() == [[2, 1, 1, 1, 0], [0, 0, 0, 0, 0], [0, 0, 2, 0, 1]]
    assert grams.place(np.array([1, -1, 0, -1, -1]), (3, 2), float).toarray().tolist() == [[1, 2], [0, 0], [2, 0]]


def test_n_grams_too_long_for_64_bits_are_refused():
    piece = Piece(np.arange(100), np.array([0, 100]))
    assert count_grams([piece], np.arange(1, 101), (1, 12)) is None


def test_firsts_finds_where_values_begin():
    assert firsts(np.array([2, 2, 5, 7, 7])).tolist() == [0, 2, 3]
    assert firsts(np.array([], int)).tolist() == []
