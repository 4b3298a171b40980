"""A matrix shows each number once, each pair once if it is symmetric."""

import pandas as pd
import pytest

from analysis.charts import plot_matrix
from analysis.charts.style import read_headline

WORDS = {"title": "A finding", "unit": "reports"}
pytestmark = pytest.mark.usefixtures("closed")


def test_a_matrix_writes_each_number_above_zero_once():
    table = pd.DataFrame([[3, 0], [None, 1]], index=["a", "b"], columns=["x", "y"])
    assert {text.get_text() for text in plot_matrix(table, **WORDS).texts} == {"3", "1", "reports", ""}


def test_of_a_symmetric_matrix_only_the_triangle_below_the_diagonal_is_drawn():
    names = ["Kazakhstan", "Russia", "China"]
    table = pd.DataFrame([[9, 3, 2], [3, 9, 1], [2, 1, 9]], index=names, columns=names)
    ax = plot_matrix(table, triangle=True, **WORDS)
    assert sorted(text.get_text() for text in ax.texts if text.get_text().isdigit()) == ["1", "2", "3"]
    assert [label.get_text() for label in ax.get_yticklabels()] == ["Russia", "China"]
    assert [label.get_text() for label in ax.get_xticklabels()] == ["Kazakhstan", "Russia"]


def test_a_matrix_needs_no_title():
    assert read_headline(plot_matrix(pd.DataFrame([[1]]))) == ""


def test_empty_tables_draw_empty_axes():
    ax = plot_matrix(pd.DataFrame({"n": []}), **WORDS)
    assert read_headline(ax) == "A finding"
    assert not ax.collections


def test_a_matrix_of_one_cell_has_room_for_its_long_names(closed):
    """Matplotlib warns, and warnings are errors, where names and title leave the cells no room."""
    table = pd.DataFrame(1, index=["Chemicals and pharmaceuticals"], columns=["member, commonwealth, independent"])
    title = "Clusters and sectors agree no better than by chance: adjusted mutual information 0.00, at most 1.00"
    plot_matrix(table, title=title, unit="reports").get_figure().draw_without_rendering()
