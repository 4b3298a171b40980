"""
How the kit's charts look, and what all ask of their tables: one style, one colour a topic, in every notebook.

The font is fixed (DejaVu Sans, bundled with matplotlib) because figures must come out byte-identical; colours are
Petroff's accessible ten (arXiv 2107.02270), repeated lighter and darker where a list is longer, since no palette of
21 hues can be told apart by eye or in greyscale: charts therefore label marks directly and never rely on hue alone.
Nothing here changes matplotlib's global settings: `styled` applies the style to one call.
"""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import ContextDecorator
from textwrap import wrap
from typing import Any

import pandas as pd
from matplotlib import pyplot as plt
from matplotlib.axes import Axes
from matplotlib.colors import to_hex, to_rgb

from analysis.errors import SchemaError

INK = "#222222"
QUIET = "#8a8a8a"
ACCENT = "#3f90da"
_PETROFF = "#3f90da #ffa90e #bd1f01 #94a4a2 #832db6 #a96b59 #e76300 #b9ac70 #717581 #92dadd".split()
RC: dict[Any, Any] = {
    "axes.edgecolor": QUIET,
    "axes.labelcolor": INK,
    "axes.spines.right": False,
    "axes.spines.top": False,
    "axes.titlelocation": "left",
    "axes.titlesize": 11,
    "axes.titleweight": "bold",
    "figure.dpi": 100,
    "figure.constrained_layout.use": True,
    "font.family": "DejaVu Sans",
    "font.size": 9,
    "savefig.dpi": 144,
    "svg.fonttype": "path",
    "svg.hashsalt": "silk-ledger",
    "text.color": INK,
    "text.parse_math": False,
    "xtick.color": INK,
    "ytick.color": INK,
}

styled: ContextDecorator = plt.rc_context(RC)  # type: ignore[assignment]  # of a plotting function, for each call


def axes_for(ax: Axes | None, *, width: float = 7.0, height: float = 4.0) -> Axes:
    """
    Return `ax`, or the Axes of a new pyplot figure of `width` x `height` inches.

    A pyplot figure, so that a chart that ends a notebook cell is shown without another word; `save_figure` closes it.
    """
    return plt.subplots(figsize=(width, height))[1] if ax is None else ax


def need_columns(table: pd.DataFrame, *columns: str) -> None:
    """Raise `SchemaError`, naming what is missing and what is there, unless the table has all `columns`."""
    if missing := [name for name in columns if name not in table.columns]:
        there = ", ".join(map(str, table.columns)) or "none"
        raise SchemaError(f"The chart's table has no column {', '.join(missing)}. It has: {there}.")


def set_headline(ax: Axes, title: str, *, below: str = "") -> None:
    """Write the title over `ax`, broken into lines that fit its figure, and under it, smaller, the line `below`."""
    width = int(ax.get_figure(root=True).get_figwidth() * 9)  # type: ignore[union-attr]
    ax.set_title("\n".join(wrap(title, width)) + ("\n" if below else ""))
    if below:
        ax.annotate(below, (0, 1), (0, 6), xycoords="axes fraction", textcoords="offset points", fontsize=8)


def topic_colours(topics: Iterable[str]) -> dict[str, str]:
    """
    Give each topic its colour, by its place in the topics table (``load_sectors().index``).

    A sector so keeps its colour on every page, whichever sectors a page shows: the first ten have pure colours, the
    next ten lighter ones, the next ten darker ones, then again from the start.
    """
    colours = {}
    for place, topic in enumerate(topics):
        weight, mix = ((1.0, 0.0), (0.55, 1.0), (0.55, 0.0))[place // 10 % 3]
        red, green, blue = (weight * part + (1 - weight) * mix for part in to_rgb(_PETROFF[place % 10]))
        colours[topic] = to_hex((red, green, blue))
    return colours
