"""Pairs of countries and one country's part: events counted once, sums that count, both ways in the matrix."""

import pandas as pd
import pytest

from analysis.errors import ParameterError, SchemaError
from analysis.ledger.pairs import country_code, country_profile, pair_countries, pair_matrix


def test_pairs_count_events_and_reports_and_add_what_counts(ledger):
    pairs = pair_countries(ledger)
    assert pairs[["country_a", "country_b", "topic", "n_events", "n_reports"]].to_numpy().tolist() == [
        ["AZE", "UZB", "power", 2, 4]
    ]
    assert pairs.columns[5:].tolist() == ["finance USD", "project EUR"]
    assert pairs["finance USD"].tolist() == [5000000]
    assert pairs["project EUR"].isna().all()  # only proposed


def test_three_parties_make_three_pairs(ledger):
    ledger.at["four#2", "parties"] = ["KAZ", "TJK", "UZB"]  # noqa: PD008
    ledger.loc["four#2", "topic"] = None
    undecided = pair_countries(ledger).query("topic.isna()")
    pairs = list(zip(undecided["country_a"], undecided["country_b"], strict=True))
    assert pairs == [("KAZ", "TJK"), ("KAZ", "UZB"), ("TJK", "UZB")]


def test_pairs_are_in_the_order_of_their_countries(ledger):
    ledger.at["four#2", "parties"] = ["AFG", "ZWE"]  # noqa: PD008
    pairs = pair_countries(ledger, by_topic=False)
    assert pairs[["country_a", "country_b"]].to_numpy().tolist() == [["AFG", "ZWE"], ["AZE", "UZB"]]


def test_the_matrix_is_symmetric_with_an_empty_diagonal(ledger):
    ledger.at["four#2", "parties"] = ["AZE", "KAZ", "UZB"]  # noqa: PD008
    pairs = pair_countries(ledger, by_topic=False)
    square = pair_matrix(pairs)
    assert list(square.index) == ["AZE", "UZB", "KAZ"]
    assert square.to_numpy().tolist() == [[0, 2, 1], [2, 0, 1], [1, 1, 0]]
    assert pair_matrix(pairs, most=2).shape == (2, 2)
    assert pair_matrix(pairs[:0]).empty


def test_pair_matrix_refuses_another_table(ledger):
    with pytest.raises(SchemaError, match="pairs: no column country_a, country_b, n_events"):
        pair_matrix(ledger[["title"]])


def test_country_profile_counts_partners_and_sums(ledger):
    profile = country_profile(ledger, "Uzbekistan")
    assert profile.partners["n_events"].to_dict() == {"AZE": 2}
    assert profile.sums.index.tolist() == [("finance", "USD")]
    assert profile.timeline["n_events"].to_dict() == {"2024-04": 1, "2024-06": 1}


def test_country_profile_leaves_out_what_has_no_month(ledger):
    assert country_profile(ledger.assign(date=["2024", pd.NA]), "UZB").timeline.empty


def test_country_profile_names_the_parties_there_are(ledger):
    with pytest.raises(ParameterError, match=r"'TKM' is a party to no event. Parties are: AZE, UZB"):
        country_profile(ledger, "TKM")


@pytest.mark.parametrize(
    ("count", "column"), [(pair_countries, "topic"), (lambda table: country_profile(table, "UZB"), "date")]
)
def test_a_ledger_without_a_column_is_refused(ledger, count, column):
    with pytest.raises(SchemaError, match=f"ledger: no column {column}. It has: "):
        count(ledger.drop(columns=column))


def test_a_country_is_known_by_code_and_by_name_in_any_language():
    assert {country_code(name) for name in ("UZB", "uzb", "Uzbekistan", "узбекистан")} == {"UZB"}
    assert country_code(" French Guiana ") == "GUF"
    with pytest.raises(ParameterError, match="no country 'Ruritania' in the list. Write a name or a code"):
        country_code("Ruritania")
    with pytest.raises(ParameterError, match="'Конго' may be COD or COG. Write the code"):
        country_code("Конго")


def test_pairs_come_by_country_then_topic_and_what_has_none_last(ledger):
    rows = pd.concat([ledger] * 2)
    rows.index = ["b", "d", "a", "c"]
    rows["topic"] = [None, "power", "health", None]
    rows["parties"] = [["UZB", "AZE"]] * 4
    rows["n_reports"] = [1, 2, 4, 8]
    pairs = pair_countries(rows)
    assert pairs["topic"].fillna("-").tolist() == ["health", "power", "-"]
    assert pairs[["n_events", "n_reports"]].to_numpy().tolist() == [[1, 4], [1, 2], [2, 9]]
    assert pair_countries(rows, by_topic=False)[["n_events", "n_reports"]].to_numpy().tolist() == [[4, 15]]


def test_the_matrix_shows_fourteen_countries_those_with_most_ties(ledger):
    codes = "AFG ARM AZE CHN GEO IND IRN KAZ KGZ MNG PAK RUS TJK TKM TUR UZB".split()
    pairs = pd.DataFrame({"country_a": "AFG", "country_b": codes[1:], "n_events": range(15, 0, -1)})
    assert list(pair_matrix(pairs).index) == codes[:14]
