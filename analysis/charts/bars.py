"""Bars: one quantity by category, sorted (`plot_bars`) or in an order that has meaning (`plot_columns`)."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import cycle

import pandas as pd
from matplotlib.axes import Axes

from analysis.charts.style import ACCENT, INK, QUIET, axes_for, need_columns, set_headline, styled

_SHADES = ("#3f90da", "#bcd9f3", "#1c4f7c", "#8a8a8a", "#ffa90e", "#5c5c5c")
_HATCHES = ("", "///", "...", "xxx", "\\\\\\", "ooo")


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
    Draw one horizontal bar a row, longest on top, its number written beside it; ties in the order of the index.

    The column `value` gives the lengths; rows where it is NA are left out and counted in a note. Columns ``low`` and
    ``high``, if there, are an interval drawn over the bar. `colours` goes by the index, as `topic_colours` gives it.
    """
    need_columns(table, value)
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
    ax.set(xlabel=unit)
    set_headline(ax, title)
    ax.margins(x=0.12, y=0.01)
    if len(shown) < len(table):
        note = f"{len(table) - len(shown)} undefined, not drawn"
        ax.annotate(note, (1, 0), (0, 4), "axes fraction", "offset points", ha="right", fontsize=7, color=QUIET)
    return ax


@styled
def plot_columns(table: pd.DataFrame, *, title: str, unit: str, ax: Axes | None = None) -> Axes:
    """
    Draw columns in the order of the table, such as periods; NA as nothing.

    Several columns of the table are stacked in their order and named in a legend, each with a hatch of its own so that
    they differ in greyscale too.
    """
    ax = axes_for(ax, height=3.2)
    places, base = range(len(table)), pd.Series(0.0, index=table.index)
    for (name, column), (shade, hatch) in zip(table.items(), cycle(zip(_SHADES, _HATCHES, strict=True))):
        heights = column.astype(float).fillna(0.0)
        ax.bar(places, heights, bottom=base, label=str(name), color=shade, hatch=hatch, edgecolor="white")
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
