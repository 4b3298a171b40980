"""A term is found where it stands, as written, and the longest wins its place."""

import numpy as np
import pandas as pd
import pytest

from analysis.errors import LexiconError
from analysis.topics import terms as module
from analysis.topics.classifier import TopicClassifier
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


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("wind power plant", "wind power plant"),
        ("a wind power plant, power", "wind power plant"),
        ("wind power", "wind"),
        ("wind power grid", "wind"),
        ("wind", "wind"),
        ("winds power plants", "winds power plants"),
        ("a power plant", "power plant"),
    ],
)
def test_a_phrase_of_three_words_is_found_whole_or_by_what_is_there(text, expected):
    assert [words for _, words in found(["wind", "wind power plant", "power plant"], text)] == [expected]


def test_a_finder_that_has_forgotten_finds_the_same(monkeypatch):
    terms, texts = ["gold medal", "gold", "silver*"], ["gold medal", "silverware of gold", "gold mines", "medal gold"]
    alone = [found(terms, text) for text in texts]
    finder = TermFinder(terms)
    for size in (1 << 17, 3, 0):
        monkeypatch.setattr(module, "REMEMBERED", size)
        told = [[(terms[term], text[start:end]) for term, start, end in finder.find(text)] for text in texts * 2]
        assert told == alone * 2


@pytest.mark.parametrize(
    ("term", "expected"),
    [
        ("bank^0", ("bank", 0.0)),
        ("bank^.25", ("bank", 0.25)),
        ("Big-Bank", ("big bank", 1.0)),
        ("су*@kk^2", ("су*@kk", 2.0)),
    ],
)
def test_a_term_is_split_into_its_words_its_language_and_its_weight(term, expected):
    assert parse_term(term) == expected


def test_a_term_of_two_topics_votes_for_both_and_one_against_takes_no_share():
    topics = as_topics(pd.DataFrame({"topic": ["a", "b"], "terms": ["silk", "silk, tea"], "not_terms": ["tea", ""]}))
    table = TopicTerms(topics)
    values = table.count(["silk", "tea", "silk tea", "silk. tea", "silk; silk\nsilk"])[0] @ table.weights
    assert values == pytest.approx(
        np.array([[1 / 4, 1 / 4], [-1 / 3, 1 / 3], [0, 2 / 5], [1 / 4 - 1 / 3, 1 / 4 + 1 / 3], [3 / 4, 3 / 4]])
    )


def test_russian_yo_is_ye():
    assert found(["мед"], "Мёд") == [("мед", "Мёд")]


@pytest.mark.parametrize(
    ("term", "text"),
    [
        ("o‘quv", "Yangi oʻquv markazi"),
        ("oʻquv", "Yangi oʻquv markazi"),
        ("g'alla*", "Gʻallaning narxi"),
        ("o‘quv", "Yangi o‘quv markazi"),
        ("ihracat", "İhracat arttı"),
        ("ısı", "Isı santrali"),
    ],
)
def test_letters_with_an_apostrophe_or_without_a_dot_are_found_as_texts_have_them(term, text):
    topics = TopicTerms(as_topics({"one": [term], "other": ["zebra"]}))
    assert len(topics.find(text)) == 1


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


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Бұл кең жол және үлкен үй, ынтымақтастық үшін", []),  # кең is wide, үн a voice
        ("Бұл кен және ұн, ынтымақтастық үшін", ["кен", "ұн"]),
        ("Бул кен жане ун уйлер ушин мен осы", ["кен", "ун"]),  # typed without marks
        ("Бұл кен және ун", ["кен"]),
    ],
)
def test_where_a_text_has_its_marks_a_term_needs_them(text, expected, monkeypatch):
    monkeypatch.setattr(module, "tell_language", lambda text: "kk")
    terms = TopicTerms(as_topics({"mining": ["кен@kk"], "food": ["ұн@kk"]}))
    assert [text[match.start : match.end] for match, _ in terms.find(text)] == expected


@pytest.mark.parametrize(
    ("text", "sectors"),
    [
        ("Görüşde parahatçylyga aýratyn üns berildi we köp sanly myhman bar boldy.", set()),
        ("Барои барқарор кардани муносибатҳо киштиҳои хориҷӣ ва меҳмонон омаданд.", set()),
        ("Бул жерде жыйын болот жана кыш күнү кең талкуу менен өтөт.", set()),
        ("Trump'un sözü ve bu konu için bir görüş çok önemli ve yeni.", set()),
    ],
)
def test_words_that_every_report_has_tell_no_sector(text, sectors):
    model = TopicClassifier().fit([text])
    assert set(model.predict_topics([text])[0]) == sectors


@pytest.mark.parametrize(
    ("term", "text", "found"),
    [
        ("güzergah*@tr", "Yeni güzergâhlarla büyük yol ve ışık", 1),
        ("өндіріс*@kk", "Бұл өндiрiс үшін", 1),  # typed with a Latin i
        ("İhracatçı*@tr", "Türk ihracatçılar ve İHRACATÇILAR", 2),
        ("kənd*@az", "Bu kend və göz", 0),
        ("kənd*@az", "Bu kend ve göz", 1),  # a newsroom without ə
    ],
)
def test_a_mark_is_asked_for_only_where_the_text_has_it(term, text, found, monkeypatch):
    monkeypatch.setattr(module, "tell_language", lambda text: term[-2:])
    assert len(TopicTerms(as_topics({"one": [term]})).find(text)) == found


def test_a_term_without_its_marks_leaves_the_place_to_another(monkeypatch):
    monkeypatch.setattr(module, "tell_language", lambda text: "kk")
    terms = TopicTerms(as_topics({"one": ["ұран*@kk", "уран@kk"]}))
    assert [terms.terms[match.term] for match, _ in terms.find("Бұл уран үшін")] == ["уран@kk"]
