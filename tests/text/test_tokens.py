"""Texts become codes of exactly the words that a regular expression would find, sorted as Python sorts them."""

import re

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.text import tokens


@pytest.mark.parametrize(
    ("pattern", "shortest"),
    [(r"(?u)\b\w\w+\b", 2), (r"\w+", 1), (r"\b\w\w\w+", 3), (r"\w\w", None), (r"[a-z]+", None), (None, None)],
)  # fmt: skip
def test_shortest_word_knows_which_patterns_the_engine_honours(pattern, shortest):
    assert tokens.shortest_word(pattern) == shortest


@given(st.lists(st.text() | st.text("ab_1 ,é-чß\U0001d538")))
@settings(deadline=None)  # the first text above ASCII makes the table of word characters
def test_code_words_finds_the_words_of_a_regular_expression(texts):
    words, pieces = tokens.code_words([*texts, ""], str)
    written = tokens.decode(words)
    assert written == sorted(set(re.findall(r"\w+", " ".join(texts))), key=tokens.encode)
    found = [
        [written[code] for code in piece.codes[start:end]]
        for piece in pieces
        for start, end in zip(piece.ends[:-1], piece.ends[1:], strict=True)
    ]
    assert found == [re.findall(r"\w+", text) for text in [*texts, ""]]


def test_code_words_makes_pieces_of_about_the_size(monkeypatch):
    monkeypatch.setattr(tokens, "PIECE", 6)
    words, pieces = tokens.code_words(["abc"] * 10, str)
    assert words.to_pylist() == [b"abc"]
    assert sum(len(piece.ends) - 1 for piece in pieces) == 10
    assert max(len(piece.ends) - 1 for piece in pieces) <= 3


def test_choose_words_counts_characters_not_bytes():
    words = pa.array([word.encode() for word in ("a", "é", "no", "чай")], pa.binary())
    assert tokens.choose_words(words, 2, frozenset({"no"})).tolist() == [False, False, False, True]


@pytest.mark.parametrize("n_jobs", [1, 2])
def test_run_threads_keeps_the_order(n_jobs, monkeypatch):
    monkeypatch.setattr(tokens, "effective_n_jobs", lambda _: n_jobs)
    assert list(tokens.run_threads(lambda number: number * number, list(range(9)))) == [n * n for n in range(9)]


def test_count_grams_counts_within_texts_and_leaves_words_of_number_0_out():
    pieces = [
        tokens.Piece(np.array([0, 1, 0]), np.array([0, 3, 3])),
        tokens.Piece(np.array([1, 2, 1]), np.array([0, 3])),
    ]
    grams = tokens.count_grams(pieces, np.array([1, 2, 0]), (1, 2))
    terms = [b"rail", b"rail road", b"road", b"road rail", b"road road"]
    assert tokens.write_grams(grams.keys, pa.array([b"rail", b"road"], pa.binary()), 2).to_pylist() == terms
    found = grams.place(np.arange(5), (3, 5), float)
    assert found.toarray().tolist() == [[2, 1, 1, 1, 0], [0, 0, 0, 0, 0], [0, 0, 2, 0, 1]]
    assert grams.place(np.array([1, -1, 0, -1, -1]), (3, 2), float).toarray().tolist() == [[1, 2], [0, 0], [2, 0]]


def test_n_grams_too_long_for_64_bits_are_refused():
    piece = tokens.Piece(np.arange(100), np.array([0, 100]))
    assert tokens.count_grams([piece], np.arange(1, 101), (1, 12)) is None


def test_firsts_finds_where_values_begin():
    assert tokens.firsts(np.array([2, 2, 5, 7, 7])).tolist() == [0, 2, 3]
    assert tokens.firsts(np.array([], int)).tolist() == []
