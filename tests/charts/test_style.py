"""One look for all charts, without touching matplotlib's own settings."""

import matplotlib as mpl
import matplotlib.pyplot as plt
import pandas as pd
import pytest

from analysis.charts import plot_bars, plot_columns, plot_matrix
from analysis.charts.style import axes_for, read_headline, styled, topic_colours
from analysis.errors import SchemaError


def test_styled_applies_the_style_to_one_call_only():
    before = dict(mpl.rcParams)
    assert styled(lambda: mpl.rcParams["svg.hashsalt"])() == "silk-ledger"
    assert dict(mpl.rcParams) == before


def test_axes_given_are_kept_and_new_ones_have_the_size_asked_for():
    mine = plt.figure().add_subplot()
    assert axes_for(mine) is mine
    assert tuple(axes_for(None, height=2).figure.get_size_inches()) == (6.3, 2)
    plt.close("all")


def test_twenty_one_topics_get_twenty_one_colours():
    topics = [f"t{n}" for n in range(21)]
    assert len(set(topic_colours(topics).values())) == 21


def test_a_topic_keeps_its_colour_when_others_are_not_shown():
    assert topic_colours(["a", "b", "c"])["b"] == topic_colours(["x", "b"])["b"]


@pytest.mark.parametrize("plot", [plot_columns, plot_matrix])
def test_a_column_of_words_is_refused(plot):
    with pytest.raises(SchemaError, match="column topic is not of numbers .*Drop or convert it"):
        plot(pd.DataFrame({"n": [1], "topic": ["power"]}), title="A finding", unit="reports")


def test_topic_colours_refuse_one_string():
    with pytest.raises(SchemaError, match="topics is one string"):
        topic_colours("power")


def test_charts_beside_each_other_keep_their_titles(closed):
    table = pd.DataFrame({"n": [1, 2]})
    axes = plt.figure().subplots(1, 2)
    for ax, title in zip(axes, ("First", "Second"), strict=True):
        plot_bars(table, value="n", title=title, unit="reports", ax=ax)
    assert [read_headline(ax) for ax in axes] == ["First", "Second"]


def test_a_long_title_is_wrapped_within_the_figure(closed):
    title = "Clusters and sectors agree no better than by chance: adjusted mutual information 0.00, at most 1.00"
    ax = plot_bars(pd.DataFrame({"n": [1, 2]}), value="n", title=title, unit="reports")
    figure = ax.get_figure()
    figure.draw_without_rendering()
    assert read_headline(ax) == title
    assert figure._suptitle.get_window_extent().x1 < figure.bbox.x1
