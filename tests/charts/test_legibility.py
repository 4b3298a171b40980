"""Every word of a chart is in the picture and on no other, whatever its table: long names, many rows, large sums."""

from itertools import combinations

import numpy as np
import pandas as pd
import pytest
from matplotlib.text import Text

from analysis.charts import plot_bars, plot_columns, plot_dots, plot_matrix, plot_points

WORDS = {
    "title": "A finding that is so long that it takes two lines, with its 1,234 of 5,678 reports",
    "unit": "reports",
}
LONG = [f"Chemicals, pharmaceuticals and the rest of industry, number {n}" for n in range(21)]
pytestmark = pytest.mark.usefixtures("closed")
rng = np.random.default_rng(0)


def table(rows, columns, top=100):
    return pd.DataFrame(rng.integers(0, top, (len(rows), len(columns))), index=list(rows), columns=list(columns))


SCORES = pd.DataFrame({"f1": np.linspace(0.02, 1, 21), "low": np.linspace(0, 0.9, 21), "high": 1.0}, index=LONG)
SUMS = pd.DataFrame({"sum": 10 ** rng.uniform(-1, 12, 90), "role": ["project", "trade", "a role of its own"] * 30})
SUMS["name"] = "United States – United Kingdom – Turkmenistan and others"
POINTS = pd.DataFrame(rng.normal(size=(200, 2)), columns=["x", "y"]).assign(cluster=(LONG * 10)[:200])
CHARTS = {
    "bars with intervals": lambda: plot_bars(SCORES, value="f1", **WORDS),
    "bars of large and small sums": lambda: plot_bars(pd.DataFrame({"n": [2.5e12, 3, 0.5]}), value="n", **WORDS),
    "bars above and below zero": lambda: plot_bars(table(LONG, "n") - 50, value="n", **WORDS),
    "stacked bars": lambda: plot_bars(table(LONG, "abc"), value=["a", "b", "c"], **WORDS),
    "columns of forty years": lambda: plot_columns(table(range(1980, 2020), ["n"], top=9999), **WORDS),
    "columns of three years": lambda: plot_columns(table(range(2020, 2023), ["n"]), **WORDS),
    "small multiples": lambda: plot_columns(table(range(2010, 2026), LONG), **WORDS),
    "a large matrix": lambda: plot_matrix(table(LONG, LONG), **WORDS),
    "a matrix of one cell": lambda: plot_matrix(table(["a"], ["b"]) + 1, **WORDS),
    "dots": lambda: plot_dots(SUMS, value="sum", group="role", name="name", **WORDS),
    "pairs of dots": lambda: plot_dots(SUMS.head(6), value="sum", group="role", name="name", **WORDS),
    "a map": lambda: plot_points(POINTS, group="cluster", **WORDS),
}


@pytest.mark.parametrize("name", CHARTS)
def test_no_word_is_cut_or_covers_another(name):
    figure = CHARTS[name]().get_figure()
    figure.supxlabel("Source: 143 reports of 79 outlets, 2015-03-27 to 2025-12-31.", x=0.01, ha="left", fontsize=6.5)
    figure.draw_without_rendering()
    texts = [text for text in figure.findobj(Text) if text.get_visible() and text.get_text().strip()]
    boxes = {text: Text.get_window_extent(text) for text in texts if text not in beyond_the_ends(figure)}
    page = figure.bbox.padded(1)
    cut = [text.get_text() for text, box in boxes.items() if not (page.contains(*box.min) and page.contains(*box.max))]
    level = {text: box.padded(-1) for text, box in boxes.items() if text.get_rotation() in (0, 90)}
    assert cut == []
    assert [(a.get_text(), b.get_text()) for a, b in combinations(level, 2) if level[a].overlaps(level[b])] == []


def beyond_the_ends(figure):
    """The labels of ticks that matplotlib keeps but does not draw."""
    axes = [axis for ax in figure.axes for axis in (ax.xaxis, ax.yaxis)]
    drawn = [tick.label1 for axis in axes for tick in axis._update_ticks()]
    return [tick.label1 for axis in axes for tick in axis.majorTicks if tick.label1 not in drawn]
