"""The ledger: rows, pairs, sums and profiles."""

import pandas as pd
import pytest

from analysis.errors import ParameterError, SchemaError
from analysis.ledger.ledger import build_ledger, country_profile, pair_countries


def test_build_ledger_gathers_each_document_into_a_row(ledger):
    row = ledger.loc["one"]
    assert row["parties"] == ["AZE", "UZB"]
    assert row["topics"] == ["power", "finance"]
    assert row["amounts"] == [("5000000 USD", "finance")]
    assert row["instruments"] == ["finance"]
    assert list(ledger.index) == ["one", "two", "three"]


def test_build_ledger_leaves_lists_empty_where_nothing_is_stated(ledger):
    assert ledger.loc["two", ["parties", "topics", "instruments", "amounts", "places"]].tolist() == [[]] * 5


def test_build_ledger_does_not_depend_on_the_order_of_facts(documents, labels, facts, ledger):
    pd.testing.assert_frame_equal(build_ledger(documents, labels[::-1], facts[::-1]), ledger)


def test_build_ledger_refuses_facts_of_other_documents(documents, labels, facts):
    with pytest.raises(SchemaError, match="facts: doc_id 'one' is not in documents"):
        build_ledger(documents.drop("one"), labels.drop("one"), facts)


def test_build_ledger_names_missing_columns(documents, labels, facts):
    with pytest.raises(SchemaError, match="documents: no column outlet"):
        build_ledger(documents.drop(columns="outlet"), labels, facts)


def test_pair_countries_counts_events_apart_from_reprints(ledger):
    pairs = pair_countries(ledger).set_index("topic")
    assert pairs.loc["power", ["country_a", "country_b"]].tolist() == ["AZE", "UZB"]
    assert pairs.loc["power", ["n_documents", "n_events"]].tolist() == [2, 1]
    assert pairs.loc["power", "finance USD"] == 5e6


def test_pair_countries_makes_three_pairs_of_three_parties(ledger):
    ledger.loc["two", "parties"] = ["KAZ", "TJK", "UZB"]
    pairs = pair_countries(ledger)
    undecided = pairs[pairs["topic"].isna()]
    assert list(zip(undecided["country_a"], undecided["country_b"], strict=True)) == [
        ("KAZ", "TJK"),
        ("KAZ", "UZB"),
        ("TJK", "UZB"),
    ]
    assert undecided["finance USD"].isna().all()


def test_country_profile_counts_partners_and_sums(ledger):
    profile = country_profile(ledger, "UZB")
    assert profile.partners["n_events"].to_dict() == {"AZE": 1}
    assert profile.sums.loc[("finance", "USD"), "total"] == 5e6
    assert profile.timeline["n_events"].tolist() == [1]


def test_country_profile_names_the_parties_there_are(ledger):
    with pytest.raises(ParameterError, match=r"'TKM' is a party to no document. Parties are: AZE, UZB"):
        country_profile(ledger, "TKM")
