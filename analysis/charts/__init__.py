"""
Charts: a finished table in, matplotlib Axes out.

None computes anything about the corpus, so what a chart shows is always also a table. All take ``title`` (str, the
finding, as a sentence), ``unit`` (str, what is counted and in what unit) and ``ax`` (where to draw; a new figure when
None), and return the matplotlib Axes. A column that the table lacks raises a `SchemaError` with those there are.
"""

from analysis.charts.bars import plot_bars, plot_columns
from analysis.charts.lines import plot_lines, plot_points
from analysis.charts.pairs import plot_matrix, plot_network

__all__ = ["plot_bars", "plot_columns", "plot_lines", "plot_matrix", "plot_network", "plot_points"]
