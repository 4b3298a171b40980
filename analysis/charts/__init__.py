"""
Charts, and charts as files.

In: a finished table; every chart shows a table as it is and computes nothing about the corpus.
Out: matplotlib Axes; from these an SVG, a PNG, a CSV and a row of the manifest.
Open `plots` first; `style` holds what all charts share, `figures` writes the files.
"""

from analysis import offer

__getattr__, __dir__, __all__ = offer(
    __name__,
    plots=("plot_bars", "plot_columns", "plot_matrix", "plot_points", "plot_dots"),
    style=("topic_colours",),
    figures=("save_figure", "load_manifest", "figures_folder", "describe", "name_source"),
)
