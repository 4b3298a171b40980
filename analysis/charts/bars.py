"""Bars: one quantity by category, sorted (`plot_bars`) or in an order that has meaning (`plot_columns`)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import pandas as pd

from analysis.charts.table import need_columns, quiet_note
from analysis.style import ACCENT, INK, axes_for, set_headline, styled

if TYPE_CHECKING:
    from matplotlib.axes import Axes


@styled
def plot_bars(
    table: pd.DataFrame,
    *,
    value: str,
    title: str,
    unit: str,
    colours: Mapping[str, str] | None = None,
    ax: Axes | None = None,
) -> Axes:
    """
    Draw one horizontal bar a row, longest on top, its number written beside it.

    Parameters
    ----------
    table : DataFrame
        Indexed by what the bars are called; `value` (number), and optionally ``low`` and ``high``, an interval drawn
        over the bar. Rows whose value is NA are left out and counted in a note.
    value : str
        The column that gives the lengths.
    colours : mapping of str to str, optional
        Colour by index value (`analysis.style.topic_colours`); one colour for all when None.

    Raises
    ------
    SchemaError
        If the table lacks the column `value`.

    Notes
    -----
    Ties keep the order of the index, so the picture does not depend on the order of the rows.
    """
    need_columns(table, value)
    shown = table.dropna(subset=[value]).sort_index(ascending=False).sort_values(value, kind="stable")
    ax = axes_for(ax, height=1.0 + 0.24 * max(len(shown), 3))
    names = [str(name) for name in shown.index]
    fill = [(colours or {}).get(name, ACCENT) for name in names]
    bars = ax.barh(range(len(shown)), shown[value].astype(float), color=fill, height=0.72)
    ax.set_yticks(range(len(shown)), names)
    ends = shown[value].astype(float)
    if {"low", "high"} <= set(shown.columns):
        ends = shown["high"].astype(float)
        ax.hlines(range(len(shown)), shown["low"].astype(float), ends, color=INK, linewidth=1.2)
    for place, (bar, end) in enumerate(zip(bars, ends, strict=True)):
        ax.annotate(_number(bar.get_width()), (end, place), (3, 0), textcoords="offset points", va="center", fontsize=8)
    ax.set(xlabel=unit)
    set_headline(ax, title)
    ax.margins(x=0.12, y=0.01)
    return quiet_note(ax, len(table) - len(shown), "undefined, not drawn")


@styled
def plot_columns(table: pd.DataFrame, *, title: str, unit: str, ax: Axes | None = None) -> Axes:
    """
    Draw columns in the order of the table, such as periods; several columns of the table are stacked.

    Parameters
    ----------
    table : DataFrame
        Indexed by what stands under the columns, in order; numbers, NA as nothing. Two columns or more are stacked in
        their order and named in a legend, each with a hatch of its own so that they differ in greyscale too.
    """
    ax = axes_for(ax, height=3.2)
    places, base = range(len(table)), pd.Series(0.0, index=table.index)
    shades = ("#3f90da", "#bcd9f3", "#1c4f7c", "#8a8a8a", "#ffa90e", "#5c5c5c")
    for number, column in enumerate(table.columns):
        heights = table[column].astype(float).fillna(0.0)
        hatch = ("", "///", "...", "xxx", "\\\\\\", "ooo")[number % 6]
        ax.bar(
            places, heights, bottom=base, label=str(column), color=shades[number % 6], hatch=hatch, edgecolor="white"
        )
        base = base + heights
    every = max(1, -(-len(table) // 12))
    names = [str(name) for name in table.index][::every]
    ax.set_xticks(list(places)[::every], names)
    if sum(map(len, names)) > 80:
        ax.tick_params(axis="x", rotation=30)
    if table.shape[1] > 1:
        ax.legend(frameon=False, fontsize=8)
    ax.set(ylabel=unit)
    set_headline(ax, title)
    return ax


def _number(value: float) -> str:
    return f"{value:,.0f}" if value == int(value) or abs(value) >= 1000 else f"{value:,.2f}"
