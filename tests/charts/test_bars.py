"""Bars show the numbers of their table, in the right order, and say what they leave out."""

import matplotlib.pyplot as plt
import pandas as pd
import pytest

from analysis.charts import plot_bars, plot_columns
from analysis.errors import SchemaError

WORDS = {"title": "A finding", "unit": "reports"}
pytestmark = pytest.mark.usefixtures("closed")


def goods(**columns):
    return pd.DataFrame(columns, index=pd.Index(["cotton", "gold", "gas"], name="good"))


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
    assert "1 undefined, not drawn" in {text.get_text() for text in ax.texts}


def test_bars_write_their_numbers_and_take_the_colour_given():
    ax = plot_bars(goods(n=[1234.0, 0.25, 1]), value="n", colours={"gold": "#ff0000"}, **WORDS)
    assert {"1,234", "0.25", "1"} <= {text.get_text() for text in ax.texts}
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


def test_charts_draw_into_the_axes_given():
    mine = plt.figure().add_subplot()
    assert plot_bars(goods(n=[1, 2, 3]), value="n", ax=mine, **WORDS) is mine


def test_empty_tables_draw_empty_axes():
    empty = pd.DataFrame({"n": []})
    assert len(plot_bars(empty, value="n", **WORDS).patches) == 0
    assert len(plot_columns(empty, **WORDS).patches) == 0
