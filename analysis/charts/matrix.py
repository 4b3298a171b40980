"""A matrix of numbers as shaded cells, each with its number."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from analysis.style import axes_for, set_headline, styled

if TYPE_CHECKING:
    from matplotlib.axes import Axes


@styled
def plot_matrix(table: pd.DataFrame, *, title: str, unit: str, digits: int = 0, ax: Axes | None = None) -> Axes:
    """
    Draw a table as shaded cells with the numbers in them; zeros and NA stay blank.

    Parameters
    ----------
    table : DataFrame
        Numbers; the names of its index and columns name the axes.
    digits : int, default 0
        Decimals written in a cell.
    """
    rows, columns = table.shape
    ax = axes_for(ax, width=4.0 + 0.36 * columns, height=2.2 + 0.26 * rows)
    numbers = table.astype(float).to_numpy()
    top = max(1e-12, float(pd.DataFrame(numbers).max().max())) if numbers.size else 1.0
    if numbers.size:
        ax.imshow(numbers, cmap="Blues", vmin=0, vmax=top, aspect="auto")
    for row, column in zip(*(numbers > 0).nonzero(), strict=True):
        number = numbers[row, column]
        shade = "white" if number > 0.6 * top else "black"
        ax.text(column, row, f"{number:,.{digits}f}", ha="center", va="center", color=shade, fontsize=7)
    ax.set_xticks(
        range(columns), [str(name) for name in table.columns], rotation=60, ha="right", rotation_mode="anchor"
    )
    ax.set_yticks(range(rows), [str(name) for name in table.index])
    ax.spines[:].set_visible(False)
    ax.tick_params(length=0)
    set_headline(ax, title, below=unit)
    ax.set(xlabel=str(table.columns.name or ""), ylabel=str(table.index.name or ""))
    return ax
