"""A term is found where it stands, as written, and the longest wins its place."""

import pandas as pd
import pytest

from analysis.errors import LexiconError
from analysis.topics.table import as_topics
from analysis.topics.terms import TermFinder, TopicTerms, parse_term


def found(terms, text):
    return [(terms[match.term], text[match.start : match.end]) for match in TermFinder(terms).find(text)]


def test_a_word_matches_in_any_case_and_with_an_s():
    assert found(["hotel"], "Hotels, a HOTEL, hotelier") == [("hotel", "Hotels"), ("hotel", "HOTEL")]


def test_a_star_stands_for_any_ending():
    assert found(["хлоп*"], "Хлопка и хлопок") == [("хлоп*", "Хлопка"), ("хлоп*", "хлопок")]
    assert found(["c*"], "a cat, C") == [("c*", "cat"), ("c*", "C")]


def test_the_term_of_most_words_wins_its_place():
    terms = ["gold", "gold medal", "medal"]
    assert found(terms, "a gold medal of gold") == [("gold medal", "gold medal"), ("gold", "gold")]


def test_of_two_stems_the_longer_wins():
    assert found(["вод*", "водород*"], "водорода и воды") == [("водород*", "водорода"), ("вод*", "воды")]


def test_words_of_a_phrase_may_stand_apart_by_punctuation_only():
    assert found(["power plant"], "power-plant, power of a plant") == [("power plant", "power-plant")]


def test_russian_yo_is_ye():
    assert found(["мед"], "Мёд") == [("мед", "Мёд")]


@pytest.mark.parametrize(
    ("term", "message"), [("^2", "has no word"), ("a^b", "not a number"), ("a^-1", "not a number")]
)
def test_a_bad_term_is_named(term, message):
    with pytest.raises(LexiconError, match=message):
        parse_term(term)


def test_the_terms_of_a_sentence_share_its_vote():
    table = TopicTerms(as_topics({"sport": "tennis, football", "money": "bank"}))
    votes, counts = table.count(["Tennis, football and the bank. Bank!"])
    assert table.terms == ["bank", "football", "tennis"]
    assert votes.toarray()[0].tolist() == pytest.approx([1 / 5 + 1 / 3, 1 / 5, 1 / 5])
    assert counts.toarray()[0].tolist() == [2, 1, 1]


def test_a_topic_without_terms_is_found_by_its_definition():
    table = TopicTerms(as_topics(pd.DataFrame({"topic": ["sea"], "definition": ["Ports and ships"]})))
    assert table.terms == ["ports", "sea", "ships"]


def test_a_bad_term_of_a_topic_is_named_with_its_row():
    with pytest.raises(LexiconError, match=r"row 2 \('b'\): The weight of the term 'y\^z'"):
        TopicTerms(as_topics({"a": "x", "b": "y^z"}))


def test_a_very_long_word_costs_no_more_than_its_length():
    assert found(["touris*"], "x" * 2_000_000 + " tourism") == [("touris*", "tourism")]
