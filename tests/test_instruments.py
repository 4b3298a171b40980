"""Instruments: acts that are stated, not wished."""

import pytest

from analysis.facts.instruments import find_instruments


def values(text, language="en"):
    return [mention.value for mention in find_instruments(text, language)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The ministers signed a memorandum.", ["memorandum"]),
        ("An agreement was signed in Baku.", ["agreement"]),
        ("They set up a joint venture.", ["joint_venture"]),
        ("The bank approved a loan.", ["finance"]),
        ("A plant was inaugurated.", ["facility"]),
        ("The exhibition gathered 40 firms.", ["forum"]),
        ("Trade turnover grew last year.", ["trade_report"]),
        ("They adopted a roadmap.", ["roadmap"]),
    ],
)
def test_find_instruments_finds_what_is_stated(text, expected):
    assert values(text) == expected


@pytest.mark.parametrize("text", ["They could sign a memorandum.", "The sides explored a joint venture."])
def test_find_instruments_passes_over_what_is_only_possible(text):
    assert values(text) == []


def test_find_instruments_reads_russian():
    assert values("Стороны подписали меморандум.", "ru") == ["memorandum"]


def test_find_instruments_needs_an_act_for_an_agreement():
    assert values("The agreement of the last decade is well known.") == []
