"""
Charts: a finished table in, matplotlib Axes out.

A small family behind one door: `plot_bars`, `plot_columns`, `plot_lines`, `plot_matrix`, `plot_points`, `plot_network`.
None computes anything about the corpus, so what a chart shows is always also a table. All take ``title`` (str, the
finding, as a sentence), ``unit`` (str, what is counted and in what unit) and ``ax`` (where to draw; a new figure when
None), and return the matplotlib Axes.
"""

from analysis.charts.bars import plot_bars, plot_columns
from analysis.charts.lines import plot_lines
from analysis.charts.matrix import plot_matrix
from analysis.charts.network import plot_network
from analysis.charts.points import plot_points

__all__ = ["plot_bars", "plot_columns", "plot_lines", "plot_matrix", "plot_network", "plot_points"]
