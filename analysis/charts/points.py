"""Points: documents on a map of two dimensions, marked by group."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from analysis.charts.table import need_columns
from analysis.style import INK, axes_for, set_headline, styled, topic_colours

if TYPE_CHECKING:
    from matplotlib.axes import Axes


@styled
def plot_points(table: pd.DataFrame, *, group: str, title: str, unit: str, ax: Axes | None = None) -> Axes:
    """
    Draw one mark a row; each group has its own colour and shape and its name at its middle.

    Parameters
    ----------
    table : DataFrame
        ``x`` and ``y`` (numbers) and the column `group`.
    group : str
        The column that says which rows belong together.

    Raises
    ------
    SchemaError
        If a column is missing.
    """
    need_columns(table, "x", "y", group)
    ax = axes_for(ax, height=5.0)
    names = sorted(table[group].dropna().unique(), key=str)
    colours = topic_colours(names)
    for number, name in enumerate(names):
        rows = table[table[group] == name]
        marker = "osD^vP*X<>"[number % 10]
        ax.scatter(rows["x"], rows["y"], s=18, marker=marker, color=colours[name], alpha=0.75, linewidths=0)
    for name in names:
        middle = table.loc[table[group] == name, ["x", "y"]].astype(float).median()
        box = {"facecolor": "white", "alpha": 0.75, "edgecolor": "none", "pad": 1}
        ax.text(middle["x"], middle["y"], str(name), fontsize=8, ha="center", va="center", color=INK, bbox=box)
    ax.set(xlabel=unit, xticks=[], yticks=[])
    set_headline(ax, title)
    return ax
