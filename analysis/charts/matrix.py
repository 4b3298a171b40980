"""A matrix: a table as shaded cells with their numbers."""

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from analysis.charts.style import PALE, add_rows, axes_for, need_numbers, set_headline, styled, write_names
from analysis.text.display import write_numbers


@styled
def plot_matrix(table: pd.DataFrame, *, title: str, unit: str, triangle: bool = False, ax: Axes | None = None) -> Axes:
    """
    Draw a table as shaded cells with numbers in them.

    Parameters
    ----------
    table : DataFrame of numbers
        Zeros and NA stay blank; the names of index and columns label the axes.
    title, unit : str
        The finding, above the chart; the quantity and its unit, below the title.
    triangle : bool, default False
        Whether rows and columns are the same names, in the same order, with the same numbers on both sides of the
        diagonal: then only those below it are drawn.
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
    numbers = table.astype(float)
    if triangle:
        numbers = numbers.where(np.tri(*numbers.shape, k=-1, dtype=bool)).iloc[1:, :-1]
    (rows, columns), shown = numbers.shape, np.nan_to_num(numbers.to_numpy())
    beside, below = write_names(numbers.index), write_names(numbers.columns, 60)
    ax = axes_for(ax, height=1.6 + 0.045 * max(map(len, below), default=0) + add_rows(beside))
    top = shown.max(initial=1e-12)
    if shown.size:
        ax.pcolormesh(np.ma.masked_equal(shown, 0), cmap="Blues", vmin=0, vmax=1.15 * top, edgecolors="white")
    for row, column in zip(*shown.nonzero(), strict=True):
        shade, (number,) = "white" if shown[row, column] > 0.6 * top else "black", write_numbers([shown[row, column]])
        ax.text(column + 0.5, row + 0.5, number, ha="center", va="center", color=shade, fontsize=7)
    ax.grid(color=PALE, linewidth=0.5)
    ax.set_xticks(np.arange(columns) + 0.5, below, rotation=60, ha="right", rotation_mode="anchor", fontsize=7)
    ax.set_yticks(np.arange(rows) + 0.5, beside)
    ax.set(xlim=(0, max(columns, 1)), ylim=(max(rows, 1), 0))
    ax.spines[:].set_visible(False)
    ax.tick_params(length=0)
    set_headline(ax, title, over=unit, xlabel=str(table.columns.name or ""), ylabel=str(table.index.name or ""))
    return ax
