"""A matrix and a network show each pair once, in proportion to its number."""

import pandas as pd
import pytest

from analysis.charts import plot_matrix, plot_network

WORDS = {"title": "A finding", "unit": "reports"}
pytestmark = pytest.mark.usefixtures("closed")


def test_a_matrix_writes_each_number_above_zero_once():
    table = pd.DataFrame([[3, 0], [None, 1]], index=["a", "b"], columns=["x", "y"])
    assert {text.get_text() for text in plot_matrix(table, **WORDS).texts} == {"3", "1", "reports"}


def test_a_network_draws_a_line_a_pair_and_the_strongest_thickest():
    pairs = pd.DataFrame({"a": ["UZB", "KAZ"], "b": ["KAZ", "TUR"], "n": [8, 1]})
    ax = plot_network(pairs, ends=("a", "b"), weight="n", **WORDS)
    widths = [line.get_linewidth() for line in ax.lines if len(line.get_xdata()) == 2]
    assert widths[0] < widths[1]
    assert {text.get_text() for text in ax.texts} == {"UZB", "KAZ", "TUR"}


def test_empty_tables_draw_empty_axes():
    assert plot_matrix(pd.DataFrame({"n": []}), **WORDS).get_title(loc="left").strip() == "A finding"
    empty = pd.DataFrame({"a": [], "b": [], "n": []})
    assert len(plot_network(empty, ends=("a", "b"), weight="n", **WORDS).lines) == 0


def test_a_matrix_of_one_cell_has_room_for_its_long_names(closed):
    """Matplotlib warns, and warnings are errors, where names and title leave the cells no room."""
    table = pd.DataFrame(1, index=["Chemicals and pharmaceuticals"], columns=["member, commonwealth, independent"])
    title = "Clusters and sectors agree no better than by chance: adjusted mutual information 0.00, at most 1.00"
    plot_matrix(table, title=title, unit="reports").get_figure().draw_without_rendering()
