"""Charts of pairs: a matrix of shaded cells, or a network on a circle."""

from math import cos, pi, sin

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from analysis.charts.style import ACCENT, INK, axes_for, need_numbers, set_headline, styled
from analysis.errors import require_columns


@styled
def plot_matrix(table: pd.DataFrame, *, title: str, unit: str, ax: Axes | None = None) -> Axes:
    """
    Draw a table as shaded cells with numbers in them.

    Parameters
    ----------
    table : DataFrame of numbers
        Zeros and NA stay blank; the names of index and columns label the axes.
    title, unit : str
        The finding, above the chart; the quantity and its unit, below the title.
    ax : Axes, optional
        Where to draw; a new figure by default.

    Returns
    -------
    Axes

    Raises
    ------
    SchemaError
        If the table has a cell that is not a number.
    """
    need_numbers(table)
    rows, columns = table.shape
    beside, below = (max((len(str(name)) for name in names), default=0) for names in (table.index, table.columns))
    width, height = max(4.0, 3.0 + 0.065 * beside), max(2.2, 1.4 + 0.065 * below)
    ax = axes_for(ax, width=width + 0.36 * columns, height=height + 0.26 * rows)
    numbers = table.astype(float).to_numpy()
    top = np.nanmax(numbers, initial=1e-12)
    if numbers.size:
        ax.imshow(numbers, cmap="Blues", vmin=0, vmax=top, aspect="auto")
    for row, column in zip(*(numbers > 0).nonzero(), strict=True):
        number = numbers[row, column]
        shade = "white" if number > 0.6 * top else "black"
        ax.text(column, row, f"{number:,.0f}", ha="center", va="center", color=shade, fontsize=7)
    ax.set_xticks(range(columns), table.columns.map(str), rotation=60, ha="right", rotation_mode="anchor")
    ax.set_yticks(range(rows), table.index.map(str))
    ax.spines[:].set_visible(False)
    ax.tick_params(length=0)
    set_headline(ax, title, below=unit, xlabel=str(table.columns.name or ""), ylabel=str(table.index.name or ""))
    return ax


@styled
def plot_network(
    table: pd.DataFrame, *, ends: tuple[str, str], weight: str, title: str, unit: str, ax: Axes | None = None
) -> Axes:
    """
    Draw every pair as a line between two names on a circle, with a width by its weight.

    Parameters
    ----------
    table : DataFrame, one row per pair
        The columns of `ends` and `weight`.
    ends : (str, str)
        The two columns of names.
    weight : str
        The column of weights, above 0.
    title, unit : str
        The finding, above the chart; the quantity and its unit, below it.
    ax : Axes, optional
        Where to draw; a new figure by default.

    Returns
    -------
    Axes

    Raises
    ------
    SchemaError
        If a column is missing.

    Notes
    -----
    A circle needs no layout algorithm, so the image is the same on every machine; names are arranged clockwise from the
    top by their total weight.
    """
    require_columns(table, "the chart's table", [*ends, weight])
    ax = axes_for(ax, width=6.4, height=6.4)
    ties = pd.concat([table.set_index(end)[weight].rename("weight") for end in ends]).groupby(level=0).sum()
    names = ties.sort_index().sort_values(ascending=False, kind="stable").index
    angle = {name: pi / 2 - 2 * pi * place / len(names) for place, name in enumerate(names)}
    top = float(table[weight].max()) if len(table) else 1.0
    for left, right, times in table.sort_values([weight, *ends])[[*ends, weight]].itertuples(index=False):
        across, up = ([turn(angle[left]), turn(angle[right])] for turn in (cos, sin))
        strength = float(times) / top
        width, alpha = 0.4 + 5 * strength, 0.25 + 0.6 * strength
        ax.plot(across, up, color=ACCENT, linewidth=width, alpha=alpha, solid_capstyle="round")
    for name in names:
        x, y = cos(angle[name]), sin(angle[name])
        ax.plot([x], [y], "o", color=INK, markersize=3 + 6 * float(ties[name]) / float(ties.max()))
        ax.text(1.09 * x, 1.09 * y, str(name), ha="center", va="center", fontsize=8)
    ax.set(xlim=(-1.25, 1.25), ylim=(-1.25, 1.25), aspect="equal")
    ax.spines[:].set_visible(False)
    set_headline(ax, title, xlabel=unit, xticks=[], yticks=[])
    return ax
