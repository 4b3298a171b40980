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
    coded = tokens.code_words([*texts, ""], str)
    written = tokens.decode(coded.words)
    assert written == sorted(set(re.findall(r"\w+", " ".join(texts))), key=tokens.encode)
    found = [[written[code] for code in coded.of(text)] for text in range(len(texts) + 1)]
    assert found == [re.findall(r"\w+", text) for text in [*texts, ""]]


def test_pieces_share_one_numbering(monkeypatch):
    monkeypatch.setattr(tokens, "PIECE", 2)
    coded = tokens.number_words(["b a", "c", "", "a's c", "d"])
    assert coded.words == ["a", "b", "c", "d", "ʼs"]
    assert [coded.of(text).tolist() for text in range(5)] == [[1, 0], [2], [], [0, 4, 2], [3]]


def test_a_corpus_without_texts_has_no_words():
    assert (tokens.number_words([]).words, len(tokens.code_words([], str).stream)) == ([], 0)


def test_choose_words_counts_characters_not_bytes():
    words = pa.array([word.encode() for word in ("a", "é", "no", "чай")], pa.binary())
    assert tokens.choose_words(words, 2, frozenset({"no"})).tolist() == [False, False, False, True]


@pytest.mark.parametrize("n_jobs", [1, 2])
def test_run_threads_keeps_the_order(n_jobs, monkeypatch):
    monkeypatch.setattr(tokens, "effective_n_jobs", lambda _: n_jobs)
    assert list(tokens.run_threads(lambda number: number * number, list(range(9)))) == [n * n for n in range(9)]


def test_count_grams_counts_within_texts_and_leaves_words_of_number_0_out():
    coded = tokens.Tokens(None, np.array([0, 1, 0, 1, 2, 1]), np.array([0, 3, 3, 6]))
    keys, found = tokens.count_grams(coded, np.array([1, 2, 0]), (1, 2), float)
    terms = [b"rail", b"rail road", b"road", b"road rail", b"road road"]
    assert tokens.write_grams(keys, pa.array([b"rail", b"road"], pa.binary()), 2).to_pylist() == terms
    assert found.toarray().tolist() == [[2, 1, 1, 1, 0], [0, 0, 0, 0, 0], [0, 0, 2, 0, 1]]


def test_n_grams_too_long_for_64_bits_are_refused():
    coded = tokens.Tokens(None, np.arange(100), np.array([0, 100]))
    assert tokens.count_grams(coded, np.arange(1, 101), (1, 12), float) is None
