"""What is said of a figure is computed from its table."""

import pandas as pd
import pytest

from analysis.charts import describe, name_source
from analysis.errors import SchemaError


def years(*numbers):
    return pd.DataFrame({"reports": numbers}, index=pd.Index(range(2015, 2015 + len(numbers)), name="year"))


def test_a_description_says_what_is_shown_the_extremes_and_the_trend():
    assert describe(years(1, 2, 3, 5, 8, 9), "Columns of reports by year", amount="# reports", things="years") == (
        "Columns of reports by year; years: 6. Most: year 2020 (9 reports). Least: year 2015 (1 report). "
        "From 1 (2015) to 9 (2020), rising."
    )


def test_ties_are_named():
    table = pd.DataFrame({"n": [4, 4, 1]}, index=["gas", "gold", "silk"])
    assert describe(table, "Bars", things="goods") == ("Bars; goods: 3. Most: gas; gold (4 each). Least: silk (1).")


def test_no_trend_is_claimed_of_chance():
    assert describe(years(3, 1, 4, 1, 5, 2), "Columns").endswith("with no clear trend.")
    assert describe(years(9, 8, 7, 5, 3, 2), "Columns").endswith("falling.")
    assert "clear trend" in describe(years(2, 2, 2), "Columns")


def test_no_trend_is_claimed_against_the_ends():
    assert describe(years(6, 1, 2, 3, 4, 5, 6, 7, 8, 9, 5), "Columns").endswith(
        "From 6 (2015) to 5 (2025), with no clear trend."
    )


def test_only_counts_are_added_up_for_a_trend():
    both = years(1, 2, 3, 5, 8, 9).assign(more=[1, 2, 3, 4, 5, 6])
    assert describe(both, "Columns").endswith("From 2 (2015) to 15 (2020), rising.")
    assert "rising" not in describe(both / 10, "Columns")


def test_a_cell_of_several_columns_is_named_by_row_and_column():
    table = pd.DataFrame({"done": [3, 1], "planned": [0, 2]}, index=["loan", "grant"])
    assert describe(table, "Bars", things="parts") == ("Bars; parts: 4. Most: loan – done (3).")


def test_rows_that_are_only_numbered_have_no_trend():
    assert "trend" not in describe(pd.DataFrame({"n": [1, 2, 3]}), "Bars")


def test_nothing_is_said_of_an_empty_table():
    assert describe(pd.DataFrame({"n": []}, dtype=float), "Bars") == "Bars; rows: 0. Nothing to compare."
    assert describe(pd.DataFrame({"word": ["a"]}), "Bars") == "Bars; rows: 0. Nothing to compare."


def test_a_source_names_reports_outlets_span_and_what_is_undated(documents):
    assert name_source(documents) == "Source: 4 reports of 3 outlets, 2024-05-01 to 2024-06-01, 1 undated."


def test_a_source_leaves_out_what_is_not_known(documents):
    bare = documents.assign(date=pd.NaT, outlet=None)
    assert name_source(bare.head(1)) == "Source: 1 report, 1 undated."
    one = documents.head(1).assign(outlet="A")
    assert name_source(one) == "Source: 1 report of 1 outlet, 2024-05-01."


def test_documents_without_dates_are_refused():
    with pytest.raises(SchemaError, match="no column date"):
        name_source(pd.DataFrame({"title": []}))
