"""Charts show the numbers of their table, in the right order, and say what they leave out."""

import matplotlib.pyplot as plt
import pandas as pd
import pytest

from analysis.charts import plot_bars, plot_columns, plot_lines, plot_matrix, plot_network, plot_points
from analysis.errors import SchemaError

WORDS = {"title": "A finding", "unit": "reports"}


@pytest.fixture(autouse=True)
def closed():
    yield
    plt.close("all")


def goods(**columns):
    return pd.DataFrame(columns, index=pd.Index(["cotton", "gold", "gas"], name="good"))


def texts(ax):
    return {text.get_text() for text in ax.texts}


def test_bars_are_sorted_with_the_longest_on_top():
    ax = plot_bars(goods(n=[2, 5, 2]), value="n", **WORDS)
    assert [bar.get_width() for bar in ax.patches] == [2, 2, 5]
    assert [label.get_text() for label in ax.get_yticklabels()] == ["gas", "cotton", "gold"]


def test_bars_do_not_depend_on_the_order_of_the_rows():
    table = goods(n=[2, 5, 2])
    first, second = (plot_bars(rows, value="n", **WORDS) for rows in (table, table[::-1]))
    assert [t.get_text() for t in first.get_yticklabels()] == [t.get_text() for t in second.get_yticklabels()]


def test_an_undefined_bar_is_counted_not_drawn_as_zero():
    ax = plot_bars(goods(n=[2.0, None, 1.0]), value="n", **WORDS)
    assert len(ax.patches) == 2
    assert "1 undefined, not drawn" in texts(ax)


def test_bars_write_their_numbers_and_take_the_colour_given():
    ax = plot_bars(goods(n=[1234.0, 0.25, 1]), value="n", colours={"gold": "#ff0000"}, **WORDS)
    assert {"1,234", "0.25", "1"} <= texts(ax)
    assert [bar.get_facecolor()[:3] for bar in ax.patches].count((1.0, 0.0, 0.0)) == 1


def test_bars_draw_intervals_where_the_table_has_them():
    ax = plot_bars(goods(n=[0.5, 0.6, 0.7], low=[0.4, 0.5, 0.6], high=[0.6, 0.7, 0.8]), value="n", **WORDS)
    assert [tuple(segment[:, 0]) for segment in ax.collections[0].get_segments()] == [
        (0.4, 0.6),
        (0.5, 0.7),
        (0.6, 0.8),
    ]


def test_a_missing_column_is_named_with_those_there_are():
    with pytest.raises(SchemaError, match=r"no column share\. It has: n"):
        plot_bars(goods(n=[1, 2, 3]), value="share", **WORDS)


def test_columns_keep_the_order_of_the_table_and_stack():
    ax = plot_columns(goods(a=[1, 2, 3], b=[4.0, None, 6.0]), **WORDS)
    assert [bar.get_height() for bar in ax.patches] == [1, 2, 3, 4, 0, 6]
    assert [bar.get_y() for bar in ax.patches] == [0, 0, 0, 1, 2, 3]
    assert [text.get_text() for text in ax.get_legend().get_texts()] == ["a", "b"]


def test_lines_are_named_at_their_last_known_value():
    table = pd.DataFrame({"stability": [0.9, 0.8, None]}, index=pd.Index([2, 3, 4], name="clusters"))
    ax = plot_lines(table, mark=2, **WORDS)
    assert ax.texts[0].xy == (3, 0.8)
    assert ax.get_xlabel() == "clusters"


def test_a_band_is_an_area_and_no_line():
    table = pd.DataFrame({"mean": [1, 2], "low": [0, 1], "high": [2, 3]}, index=pd.Index([1, 2], name="n"))
    ax = plot_lines(table, band=("low", "high"), **WORDS)
    assert (len(ax.lines), len(ax.collections)) == (1, 1)


def test_a_matrix_writes_each_number_above_zero_once():
    table = pd.DataFrame([[3, 0], [None, 1]], index=["a", "b"], columns=["x", "y"])
    assert texts(plot_matrix(table, **WORDS)) == {"3", "1", "reports"}


def test_points_name_each_group_once():
    table = pd.DataFrame({"x": [0, 1, 9], "y": [0, 1, 9], "cluster": ["gas", "gas", "silk"]})
    ax = plot_points(table, group="cluster", **WORDS)
    assert texts(ax) == {"gas", "silk"}
    assert [len(marks.get_offsets()) for marks in ax.collections] == [2, 1]


def test_a_network_draws_a_line_a_pair_and_the_strongest_thickest():
    pairs = pd.DataFrame({"a": ["UZB", "KAZ"], "b": ["KAZ", "TUR"], "n": [8, 1]})
    ax = plot_network(pairs, ends=("a", "b"), weight="n", **WORDS)
    widths = [line.get_linewidth() for line in ax.lines if len(line.get_xdata()) == 2]
    assert widths[0] < widths[1]
    assert texts(ax) == {"UZB", "KAZ", "TUR"}


@pytest.mark.parametrize("draw", [plot_columns, plot_lines, plot_matrix])
def test_an_empty_table_draws_empty_axes(draw):
    assert draw(pd.DataFrame({"n": []}), **WORDS).get_title(loc="left").strip() == "A finding"


def test_empty_tables_draw_empty_bars_points_and_networks():
    empty = pd.DataFrame({"x": [], "y": [], "g": [], "n": []})
    assert len(plot_bars(empty, value="n", **WORDS).patches) == 0
    assert len(plot_points(empty, group="g", **WORDS).collections) == 0
    assert len(plot_network(empty, ends=("x", "y"), weight="n", **WORDS).lines) == 0


def test_charts_draw_into_the_axes_given():
    mine = plt.figure().add_subplot()
    assert plot_bars(goods(n=[1, 2, 3]), value="n", ax=mine, **WORDS) is mine
