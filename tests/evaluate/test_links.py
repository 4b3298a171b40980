"""Links of deals against annotated ones."""

import json

import pandas as pd
import pytest

from analysis.errors import SchemaError
from analysis.evaluate import list_link_errors, load_deals, score_links
from analysis.evaluate.audit import LINKS
from tests.conftest import deal, money

LOAN = {"status": "done", "instruments": ["finance"], "parties": ["KAZ", "UZB"], "organisations": ["ADB"]}
LOAN |= {"amounts": [{"value": 5e6, "currency": "USD", "role": "finance", "counts": True}], "sector": "power"}


@pytest.fixture
def expected(tmp_path):
    rows = [{"doc_id": "one", "deals": [LOAN]}, {"doc_id": "two", "deals": [LOAN | {"status": "proposed"}]}]
    (tmp_path / "_deals.jsonl").write_text("\n".join(map(json.dumps, rows)))
    return load_deals(tmp_path)


def found(**cells):
    usual = {"parties": ["KAZ", "UZB"], "organisations": ["ADB"], "amounts": [money(5000000)]}
    index = pd.MultiIndex.from_tuples([("one", 1)], names=["doc_id", "deal"])
    return pd.DataFrame([deal("one#1", **(usual | cells))], index)


def test_the_same_deal_has_every_link(expected):
    assert score_links(expected, found())["f1"].to_dict() == dict.fromkeys(LINKS, 1.0)
    assert list_link_errors(expected, found()).empty


def test_a_missing_party_misses_its_links_and_no_others(expected):
    scores = score_links(expected, found(parties=["UZB"]))
    assert scores["recall"].to_dict() == dict(zip(LINKS, [0, 0.5, 1, 0.5, 1, 1], strict=True))
    assert scores.loc["instrument-party", ["precision", "n_expected", "n_found"]].tolist() == [1, 2, 1]


def test_every_wrong_and_missed_link_is_listed(expected):
    errors = list_link_errors(expected, found(topic="health"))
    assert errors.to_numpy().tolist() == [
        ["topic-sum", "one", "missed", "power", "5000000 USD"],
        ["topic-sum", "one", "wrong", "health", "5000000 USD"],
    ]


def test_what_is_only_proposed_is_left_out(expected):
    assert score_links(expected, found(status="proposed"))["n_found"].sum() == 0


def test_without_annotations_there_are_no_scores(tmp_path):
    none = load_deals(tmp_path)
    assert score_links(none, found()).empty
    assert list_link_errors(none, found()).empty


@pytest.mark.parametrize("line", ["{", '{"doc_id": "a", "deals": [{"status": "done"}]}', '{"deals": []', "[]"])
def test_a_line_that_is_no_report_is_named(tmp_path, line):
    (tmp_path / "_deals.jsonl").write_text(line)
    with pytest.raises(SchemaError, match=r"_deals.jsonl:1: cannot be read .* Mend or remove it"):
        load_deals(tmp_path)


def test_another_table_is_refused(expected):
    with pytest.raises(SchemaError, match="found: no column parties"):
        score_links(expected, found().drop(columns="parties"))
