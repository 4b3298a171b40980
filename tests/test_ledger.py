"""The ledger: rows, pairs, sums, corrections and evidence."""

import pandas as pd
import pytest

from analysis.errors import CorrectionError, ParameterError, SchemaError
from analysis.ledger import apply_corrections, build_ledger, country_profile, ledger_evidence, pair_countries

COLUMNS = ["doc_id", "kind", "value", "field", "text", "start", "end", "number", "currency", "role", "country"]


def fact(doc_id, kind, value, start, end, role=None, field="text"):
    return (doc_id, kind, value, field, "", start, end, None, None, role, None)


@pytest.fixture
def documents():
    return pd.DataFrame(
        {
            "title": ["Baku <b>", None, "Copy"],
            "text": ["Uzbekistan & Baku: $5m loan", "Nothing", "Uzbekistan & Baku: $5m loan"],
            "date": pd.to_datetime(["2024-05-01", None, "2024-05-02"]),
            "outlet": ["A", "B", "C"],
            "duplicate_of": pd.array([pd.NA, pd.NA, "one"], dtype="string"),
        },
        index=pd.Index(["one", "two", "three"], name="doc_id"),
    )


@pytest.fixture
def facts():
    rows = []
    for doc_id in ("one", "three"):
        rows += [
            fact(doc_id, "country", "UZB", 0, 10, "party"),
            fact(doc_id, "country", "AZE", 13, 17, "party"),
            fact(doc_id, "country", "RUS", 0, 4, "mention", "title"),
            fact(doc_id, "amount", "5000000 USD", 19, 22, "finance"),
            fact(doc_id, "amount", "5000000 USD", 19, 22, "finance"),
            fact(doc_id, "instrument", "finance", 23, 27),
        ]
    return pd.DataFrame(rows, columns=COLUMNS)


@pytest.fixture
def labels():
    index = pd.MultiIndex.from_tuples(
        [("one", "finance"), ("one", "power"), ("three", "power")], names=["doc_id", "topic"]
    )
    return pd.DataFrame({"score": [0.9, 0.4, 0.8], "rank": [2, 1, 1], "evidence": [[], [], []]}, index=index)


@pytest.fixture
def ledger(documents, labels, facts):
    return build_ledger(documents, labels, facts)


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


def test_apply_corrections_lets_the_analyst_win(ledger, tmp_path):
    path = tmp_path / "c.csv"
    path.write_text(
        "doc_id,column,value,note\none,parties,UZB; KAZ,why\none,amounts,7 EUR trade,\ntwo,date,2024-01-02,\n"
    )
    result = apply_corrections(ledger, path)
    assert result.loc["one", "parties"] == ["KAZ", "UZB"]
    assert result.loc["one", "amounts"] == [("7 EUR", "trade")]
    assert result.loc["two", "date"] == pd.Timestamp("2024-01-02")
    assert result["corrected"].tolist() == [["amounts", "parties"], ["date"], []]
    assert ledger.loc["one", "parties"] == ["AZE", "UZB"]


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ("gone,parties,UZB", r"c\.csv, line 2: the ledger has no doc_id 'gone'"),
        ("one,party,UZB", r"line 2: no column 'party'. Columns are: date, parties"),
        ("one,amounts,5 dollars", r"line 2: '5 dollars' is no amount"),
        ("one,date,someday", r"line 2: 'someday' is no date"),
        ("one,parties,Uzbekistan", r"line 2: 'Uzbekistan' is no country code"),
        ("one,places,A\none,places,B", r"line 3: places of 'one' is corrected twice"),
    ],
)
def test_apply_corrections_complains_with_file_and_line(ledger, tmp_path, rows, message):
    path = tmp_path / "c.csv"
    path.write_text(f"doc_id,column,value\n{rows}\n")
    with pytest.raises(CorrectionError, match=message):
        apply_corrections(ledger, path)


def test_ledger_evidence_marks_facts_and_escapes(documents, facts):
    html = ledger_evidence(documents, facts, "one")._repr_html_()
    assert '<mark title="country UZB party">Uzbekistan</mark> &amp; ' in html
    assert "Ba</mark>" not in html.split("text")[1]
    assert "&lt;b&gt;" in html


def test_ledger_evidence_gives_the_text_back(documents, facts):
    evidence = ledger_evidence(documents, facts, "one")
    assert "".join(words for field, words, _ in evidence.pieces if field == "text") == documents.loc["one", "text"]
    assert "[$5m | amount 5000000 USD finance]" in repr(evidence)


def test_ledger_evidence_refuses_an_unknown_document(documents, facts):
    with pytest.raises(ParameterError, match="no doc_id 'four'"):
        ledger_evidence(documents, facts, "four")
