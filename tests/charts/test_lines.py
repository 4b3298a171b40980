"""Lines and points show what their table holds, each named once."""

import pandas as pd
import pytest

from analysis.charts import plot_lines, plot_points
from analysis.errors import SchemaError

WORDS = {"title": "A finding", "unit": "reports"}
pytestmark = pytest.mark.usefixtures("closed")


def test_lines_are_named_at_their_last_known_value():
    table = pd.DataFrame({"stability": [0.9, 0.8, None]}, index=pd.Index([2, 3, 4], name="clusters"))
    ax = plot_lines(table, mark=2, **WORDS)
    assert ax.texts[0].xy == (3, 0.8)
    assert ax.get_xlabel() == "clusters"


def test_a_band_is_an_area_and_no_line():
    table = pd.DataFrame({"mean": [1, 2], "low": [0, 1], "high": [2, 3]}, index=pd.Index([1, 2], name="n"))
    ax = plot_lines(table, band=("low", "high"), **WORDS)
    assert (len(ax.lines), len(ax.collections)) == (1, 1)


def test_points_name_each_group_once():
    table = pd.DataFrame({"x": [0, 1, 9], "y": [0, 1, 9], "cluster": ["gas", "gas", "silk"]})
    ax = plot_points(table, group="cluster", **WORDS)
    assert {text.get_text() for text in ax.texts} == {"gas", "silk"}
    assert [len(marks.get_offsets()) for marks in ax.collections] == [2, 1]


def test_empty_tables_draw_empty_axes():
    assert len(plot_lines(pd.DataFrame({"n": []}), **WORDS).texts) == 0
    assert len(plot_points(pd.DataFrame({"x": [], "y": [], "g": []}), group="g", **WORDS).collections) == 0


def test_a_band_that_is_not_there_is_refused():
    with pytest.raises(SchemaError, match="no column low, high. It has: mean"):
        plot_lines(pd.DataFrame({"mean": [1, 2]}), band=("low", "high"), **WORDS)
