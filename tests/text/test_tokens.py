"""Texts become codes of exactly the words that a regular expression would find, sorted as Python sorts them."""

import re

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.text import tokens


@pytest.mark.parametrize(
    ("pattern", "shortest"),
    [(r"(?u)\b\w\w+\b", 2), (r"\w+", 1), (r"\b\w\w\w+", 3), (r"\w\w", None), (r"[a-z]+", None), (None, None)],
)  # fmt: skip
def test_shortest_word_knows_which_patterns_the_engine_honours(pattern, shortest):
    assert tokens.shortest_word(pattern) == shortest


@given(st.lists(st.text() | st.text("ab_1 ,é-чß\U0001d538")))
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
