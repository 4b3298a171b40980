"""Texts lent for repair come back changed, in any order, and end as a column."""

import pytest

from analysis.corpus import texts as module
from analysis.corpus.formats import Record
from analysis.corpus.texts import Texts

WORDS = ["one", "", "чай \U0001f600", "four", "five"]


@pytest.fixture(params=[1, 2, 1000])
def filled(request, monkeypatch):
    monkeypatch.setattr(module, "_PIECE", request.param)
    records = [Record(f"d{at}", f"d{at}.txt", "", text) for at, text in enumerate(WORDS)]
    texts = Texts()
    for record in records:
        texts.take_from(record)
    return texts, records


def test_texts_keep_what_they_take_and_records_let_go(filled):
    texts, records = filled
    assert list(texts) == WORDS
    assert len(texts) == len(WORDS)
    assert {record.text for record in records} == {""}


def test_lend_takes_the_changes_back(filled):
    texts, records = filled
    for record in texts.lend(records):
        record.text = record.text.upper()
    assert texts.column().to_pylist() == [word.upper() for word in WORDS]
    assert {record.text for record in records} == {""}


def test_sort_orders_by_places(filled):
    texts, _ = filled
    texts.sort([4, 0, 2, 1, 3])
    assert list(texts) == [WORDS[at] for at in (4, 0, 2, 1, 3)]
    texts.sort(range(5))
    assert texts.column().to_pylist() == [WORDS[at] for at in (4, 0, 2, 1, 3)]
