"""Points: documents on a two-dimensional map, sums of money on a logarithmic axis."""

from textwrap import shorten

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from analysis.charts.style import ACCENT, INK, PALE, axes_for, need_numbers, set_headline, styled, write_names
from analysis.errors import require_columns
from analysis.text.display import write_short

_LOOKS = list(zip("osD^vP*X", "#3f90da #bd1f01 #832db6 #e76300 #1c4f7c #a96b59 #ffa90e #5c7a3d".split(), strict=True))


@styled
def plot_points(table: pd.DataFrame, *, group: str, title: str, unit: str, ax: Axes | None = None) -> Axes:
    """
    Draw one marker per row, with a colour, a shape and a label for each of the eight largest groups; others are grey.

    Parameters
    ----------
    table : DataFrame
        ``x`` and ``y`` (numbers, NA is not drawn) and the column `group`.
    group : str
        The column of groups; rows where it is NA are left out.
    title, unit : str
        The finding, above the chart; what the map shows, below it.
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
    More than eight colours and shapes cannot be told apart. Labels stand beside the map, in the order of the groups
    from top to bottom, so that none covers another or a marker; a line leads to the middle of each group.
    """
    require_columns(table, "the chart's table", ["x", "y", group])
    ax, table = axes_for(ax, height=5.0), table.dropna(subset=["x", "y", group]).astype({"x": float, "y": float})
    sizes = table[group].value_counts().sort_index().sort_values(ascending=False, kind="stable")
    rest = table[~table[group].isin(sizes.index[: len(_LOOKS)])]
    ax.scatter(rest["x"], rest["y"], s=9, color="#c4c4c4", linewidths=0)
    middles = table.groupby(group)[["x", "y"]].median().loc[sizes.index[: len(_LOOKS)]]
    looks = dict(zip(middles.index, _LOOKS, strict=False))
    for row, (name, x, y) in enumerate(middles.sort_values("y", kind="stable").itertuples()):
        own, (marker, colour) = table[table[group] == name], looks[name]
        ax.scatter(own["x"], own["y"], s=20, marker=marker, color=colour, alpha=0.8, linewidths=0)
        text, spot = f"{write_names([name], 24)[0]} ({sizes[name]:,})", (1.04, (row + 0.5) / len(middles))
        line = {"arrowstyle": "-", "color": colour, "linewidth": 0.8, "relpos": (0, 0.5)}
        ax.annotate(text, (x, y), spot, "data", "axes fraction", line, va="center", fontsize=7)
    note = f"grey: {len(rest):,} in {len(sizes) - len(_LOOKS):,} smaller groups" if len(rest) else ""
    set_headline(ax, title, note, xlabel=unit, xticks=[], yticks=[])
    return ax


@styled
def plot_dots(
    table: pd.DataFrame, *, value: str, group: str, name: str, title: str, unit: str, ax: Axes | None = None
) -> Axes:
    """
    Draw one dot per row on a logarithmic axis, by group, and name the two largest of each group.

    Parameters
    ----------
    table : DataFrame
        The columns `value` (numbers), `group` and `name`.
    value : str
        The column of quantities; what is not above 0 is left out and counted in a note.
    group, name : str
        The columns of groups, drawn one above the other, the largest on top, and of what a row is called.
    title, unit : str
        The finding, above the chart; the quantity and its unit, below the axis.
    ax : Axes, optional
        Where to draw; a new figure by default.

    Returns
    -------
    Axes

    Raises
    ------
    SchemaError
        If a column is missing, or a cell of `value` is not a number.

    Notes
    -----
    The short line is the median of a group of three or more; in a group of two, such as a sum and what of it counts,
    the band is what lies between them.
    """
    require_columns(table, "the chart's table", [value, group, name])
    need_numbers(table[[value]])
    shown = table[table[value].astype(float) > 0].sort_values([value, name], kind="stable")
    sizes = shown[group].value_counts().sort_index(ascending=False).sort_values(kind="stable")
    ax = axes_for(ax, height=1.2 + 0.62 * max(len(sizes), 1))
    least, top = np.log(shown[value].astype(float).agg(["min", "max"]))
    for row, kind in enumerate(sizes.index):
        own, many = shown[shown[group] == kind], int(sizes[kind] > 2)
        sums = own[value].to_numpy(float)
        ax.hlines(row, sums[0], sums[-1], color=PALE, linewidth=3, zorder=0)
        ax.vlines([np.median(sums)] * many, row - 0.15, row + 0.15, color=INK, linewidth=1.2)
        heights = row + many * 0.24 * (np.arange(len(own)) * 0.618 % 1 - 0.5)  # apart, and the same on every run
        ax.scatter(sums, heights, s=16, color=ACCENT, alpha=0.6, linewidths=0)
        for rank, up in zip((-1, -2)[: len(own)], (1, -1), strict=False):
            text = f"{shorten(str(own[name].iloc[rank]), 34, placeholder=' …')}: {write_short(sums[rank])}"
            third = int(2.999 * (np.log(sums[rank]) - least) / (top - least)) if least < top else 1
            side = ("left", "center", "right")[third]
            ax.text(sums[rank], row + 0.18 * up, text, ha=side, va="bottom" if up > 0 else "top")
    ax.set_xscale("log")
    ax.minorticks_off()
    ax.locator_params(axis="x", numticks=6)
    ax.xaxis.set_major_formatter(lambda number, _: write_short(number))
    ax.set_yticks(
        range(len(sizes)), write_names([f"{kind} ({size:,})" if size > 2 else kind for kind, size in sizes.items()])
    )
    ax.set_ylim(-0.6, max(len(sizes), 1) - 0.4)
    note = f"{len(table) - len(shown):,} not above 0, not drawn" if len(shown) < len(table) else ""
    set_headline(ax, title, note, xlabel=unit)
    return ax
