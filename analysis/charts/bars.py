"""Bar charts: one quantity by category, sorted (`plot_bars`) or in a meaningful order (`plot_columns`)."""

from itertools import cycle

import pandas as pd
from matplotlib.axes import Axes

from analysis.charts.style import ACCENT, INK, QUIET, axes_for, need_numbers, set_headline, styled
from analysis.errors import require_columns

_SHADES = ("#3f90da", "#bcd9f3", "#1c4f7c", "#8a8a8a", "#ffa90e", "#5c5c5c")
_HATCHES = ("", "///", "...", "xxx", "\\\\\\", "ooo")


@styled
def plot_bars(
    table: pd.DataFrame, *, value: str, title: str, unit: str, colours: dict | None = None, ax: Axes | None = None
) -> Axes:
    """
    Draw one labelled horizontal bar per row, longest on top; ties in the order of the index.

    Parameters
    ----------
    table : DataFrame, indexed by category
        The column `value`; optionally ``low`` and ``high``, an interval drawn over the bar.
    value : str
        The column of lengths; rows where it is NA are left out and counted in a note.
    title, unit : str
        The finding, above the chart; the quantity and its unit, below the axis.
    colours : mapping of str to str, optional
        Colour of each category, as returned by `topic_colours`; one colour for all by default.
    ax : Axes, optional
        Where to draw; a new figure by default.

    Returns
    -------
    Axes

    Raises
    ------
    SchemaError
        If the table has no column `value`.
    """
    require_columns(table, "the chart's table", [value])
    shown = table.dropna(subset=[value]).sort_index(ascending=False).sort_values(value, kind="stable")
    ax = axes_for(ax, height=1.0 + 0.24 * max(len(shown), 3))
    names = [str(name) for name in shown.index]
    fill = [(colours or {}).get(name, ACCENT) for name in names]
    lengths = ends = shown[value].astype(float)
    ax.barh(range(len(shown)), lengths, color=fill, height=0.72)
    ax.set_yticks(range(len(shown)), names)
    if {"low", "high"} <= set(shown.columns):
        ends = shown["high"].astype(float)
        ax.hlines(range(len(shown)), shown["low"].astype(float), ends, color=INK, linewidth=1.2)
    for place, (length, end) in enumerate(zip(lengths, ends, strict=True)):
        number = f"{length:,.0f}" if length == int(length) or abs(length) >= 1000 else f"{length:,.2f}"
        ax.annotate(number, (end, place), (3, 0), textcoords="offset points", va="center", fontsize=8)
    set_headline(ax, title, xlabel=unit)
    ax.margins(x=0.12, y=0.01)
    if len(shown) < len(table):
        note = f"{len(table) - len(shown)} undefined, not drawn"
        ax.annotate(note, (1, 0), (0, 4), "axes fraction", "offset points", ha="right", fontsize=7, color=QUIET)
    return ax


@styled
def plot_columns(table: pd.DataFrame, *, title: str, unit: str, ax: Axes | None = None) -> Axes:
    """
    Draw one vertical bar per row in the order of the table, such as periods.

    Parameters
    ----------
    table : DataFrame of numbers
        Heights; NA is not drawn. Several columns are stacked in their order and named in a legend, each with its own
        hatch, so that they differ in greyscale too.
    title, unit : str
        The finding, above the chart; the quantity and its unit, beside the axis.
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
    ax = axes_for(ax, height=3.2)
    places, base = range(len(table)), pd.Series(0.0, index=table.index)
    for (name, column), (shade, hatch) in zip(table.items(), cycle(zip(_SHADES, _HATCHES, strict=True))):
        heights = column.astype(float).fillna(0.0)
        ax.bar(places, heights, bottom=base, label=str(name), color=shade, hatch=hatch, edgecolor="white")
        base = base + heights
    every = max(1, -(-len(table) // 12))
    names = table.index[::every].map(str)
    ax.set_xticks(list(places)[::every], names)
    if sum(map(len, names)) > 80:
        ax.tick_params(axis="x", rotation=30)
    if table.shape[1] > 1:
        ax.legend(frameon=False, fontsize=8)
    set_headline(ax, title, ylabel=unit)
    return ax
