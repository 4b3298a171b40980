"""Bars show the numbers of their table, in the right order, and say what they leave out."""

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest

from analysis.charts import plot_bars, plot_columns
from analysis.charts.style import styled
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
    assert {"1,234", "0.25", "1.00"} <= {text.get_text() for text in ax.texts}
    assert [bar.get_facecolor()[:3] for bar in ax.patches].count((1.0, 0.0, 0.0)) == 1


def test_bars_draw_intervals_where_the_table_has_them_and_write_the_number_beyond():
    ax = plot_bars(goods(n=[0.5, 0.6, 0.7], low=[0.4, 0.5, 0.6], high=[0.6, 0.7, 0.8]), value="n", **WORDS)
    (lines,) = ax.collections
    assert [tuple(segment[:, 0].round(9)) for segment in lines.get_segments()] == [(0.4, 0.6), (0.5, 0.7), (0.6, 0.8)]
    assert [text.xy[0] for text in ax.texts if text.get_text() in {"0.50", "0.60", "0.70"}] == [0.6, 0.7, 0.8]


def test_bars_of_several_columns_are_stacked_in_their_order_and_sorted_by_their_sum():
    table = goods(done=[1, 20, 3], planned=[30, 2, None])
    ax = plot_bars(table, value=["done", "planned"], **WORDS)
    assert [(bar.get_x(), bar.get_width()) for bar in ax.patches] == [(0, 3), (0, 20), (0, 1), (3, 0), (20, 2), (1, 30)]
    assert [text.get_text() for text in ax.get_legend().get_texts()] == ["done", "planned"]
    assert {"3", "22", "31"} <= {text.get_text() for text in ax.texts}


def test_a_part_too_small_for_its_number_has_none():
    ax = plot_bars(goods(done=[100, 1, 1], planned=[1, 100, 1]), value=["done", "planned"], **WORDS)
    assert [text.get_text() for text in ax.texts].count("1") == 0


def test_parts_of_a_bar_differ_in_greyscale():
    ax = plot_bars(goods(a=[1, 1, 1], b=[1, 1, 1], c=[1, 1, 1]), value=["a", "b", "c"], **WORDS)
    greys = sorted({round(float(np.dot(bar.get_facecolor()[:3], (0.299, 0.587, 0.114))), 2) for bar in ax.patches})
    assert len(greys) == 3
    assert min(np.diff(greys)) > 0.2


def test_bars_below_zero_have_their_numbers_on_the_left():
    ax = plot_bars(goods(z=[2.5, -1.5, 0.25]), value="z", **WORDS)
    sides = {text.get_text(): text.get_ha() for text in ax.texts}
    assert (sides["2.50"], sides["-1.50"]) == ("left", "right")


def test_names_of_pairs_are_joined_and_underscores_are_spaces():
    pairs = pd.MultiIndex.from_tuples([("Kazakhstan", "joint_venture"), ("Kazakhstan", "China")])
    ax = plot_bars(pd.DataFrame({"n": [2, 1]}, index=pairs), value="n", **WORDS)
    names = [label.get_text() for label in ax.get_yticklabels()]
    assert names == ["Kazakhstan – China", "Kazakhstan – joint venture"]


def test_ticks_of_counts_are_whole_and_thousands_stand_apart():
    ax = plot_bars(goods(n=[1, 1, 1]), value="n", **WORDS)
    assert all(float(tick).is_integer() for tick in ax.get_xticks())
    ax = plot_bars(goods(n=[15000, 1, 1]), value="n", **WORDS)
    assert "10,000" in [label.get_text() for label in ax.get_xticklabels()]


def test_bars_take_a_series():
    assert len(plot_bars(pd.Series([1, 2], name="n"), value="n", **WORDS).patches) == 2


def test_bars_name_themselves_by_the_table_where_nobody_does():
    ax = plot_bars(pd.Series(["done", "done", "planned"], name="status").value_counts())
    assert [bar.get_width() for bar in ax.patches] == [1, 2]
    assert (ax.figure.get_suptitle(), ax.get_xlabel()) == ("count by status", "count")
    ax = plot_bars(goods(done=[1, 2, 3], planned=[1, 1, 1]))
    assert [text.get_text() for text in ax.get_legend().get_texts()] == ["done", "planned"]
    assert ax.figure.get_suptitle() == "done, planned by good"
    assert len(plot_bars(goods(f1=[0.5, 0.6, 0.7], low=[0.4, 0.5, 0.6], high=[0.6, 0.7, 0.8])).patches) == 3
    assert plot_bars(pd.Series([1, 2])).get_xlabel() == ""


def test_columns_need_no_title():
    assert len(plot_columns(goods(n=[1, 4, 2])).patches) == 3


def test_a_missing_column_is_named_with_those_there_are():
    with pytest.raises(SchemaError, match=r"no column share\. It has: n"):
        plot_bars(goods(n=[1, 2, 3]), value="share", **WORDS)


def heights(ax):
    """The bars of each row, from top to bottom, in parts of the longest."""
    bars = pd.DataFrame([(bar.get_y(), bar.get_height()) for bar in ax.patches], columns=["row", "height"])
    bars["height"] /= bars["height"].max()
    return [own["height"].round(9).tolist() for _, own in bars.groupby("row", sort=False)][::-1]


def test_columns_keep_the_order_of_the_table():
    ax = plot_columns(goods(n=[1, 4, 2]), **WORDS)
    assert heights(ax) == [[0.25, 1, 0.5]]
    assert [label.get_text() for label in ax.get_xticklabels()] == ["cotton", "gold", "gas"]
    assert {"1", "4", "2"} <= {text.get_text() for text in ax.texts}


def test_several_columns_are_small_multiples_of_one_scale_the_first_on_top():
    ax = plot_columns(goods(a=[1, 2, 3], b=[4.0, None, 2.0]), **WORDS)
    assert heights(ax) == [[0.25, 0.5, 0.75], [1, 0, 0.5]]
    assert [label.get_text() for label in ax.get_yticklabels()] == ["b", "a"]
    assert "0" not in {text.get_text() for text in ax.texts}


def test_columns_draw_an_interval_beside_a_single_one():
    ax = plot_columns(goods(n=[1.0, 4.0, 2.0], low=[0.5, 3, 1], high=[2, 4, 3]), **WORDS)
    (lines,) = ax.collections[:1]
    scale = ax.patches[1].get_height() / 4
    assert [tuple((segment[:, 1] / scale).round(6)) for segment in lines.get_segments()] == [(0.5, 2), (3, 4), (1, 3)]


def test_a_number_that_is_unlike_the_others_does_not_run_into_them():
    many = pd.DataFrame({"n": range(1000, 1040)}, index=range(1960, 2000))
    ax = plot_columns(many, **WORDS)
    assert "1,000" not in {text.get_text() for text in ax.texts}
    assert len(ax.get_xticks()) <= 12


def test_charts_draw_into_the_axes_given():
    mine = plt.figure().add_subplot()
    assert plot_bars(goods(n=[1, 2, 3]), value="n", ax=mine, **WORDS) is mine


def test_empty_tables_draw_empty_axes():
    empty = pd.DataFrame({"n": []})
    assert len(plot_bars(empty, value="n", **WORDS).patches) == 0
    assert len(plot_columns(empty, **WORDS).patches) == 0


def test_a_number_below_zero_has_the_same_sign_at_its_bar_and_on_the_axis(closed):
    ax = plot_bars(pd.DataFrame({"z": [2.0, -2.5]}), value="z", title="A finding", unit="z")
    written = styled(lambda: [text.get_text() for text in (*ax.texts, *ax.get_xticklabels())])()  # as when it is saved
    assert {text[0] for text in written if "2" in text} <= {"-", "2"}
