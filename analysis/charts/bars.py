"""Bar charts: sorted by length (`plot_bars`), or in a meaningful order such as that of years (`plot_columns`)."""

from itertools import cycle

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from analysis.charts.style import ACCENT, INK, PALE, add_rows, axes_for, need_numbers, set_headline, styled, write_names
from analysis.errors import require_columns
from analysis.text.display import write_numbers

_SHADES = "#1c4f7c #8fbce6 #ececec #b35c00 #f6c27a #8a8a8a".split()  # they differ in greyscale too, and by hatch
_HATCHES = ("", "", "////", "", "....", "xxxx")
_BOX = {"facecolor": "white", "edgecolor": "none", "pad": 0.6}


@styled
def plot_bars(
    table: pd.DataFrame,
    *,
    value: str | list,
    title: str,
    unit: str,
    colours: dict | None = None,
    ax: Axes | None = None,
) -> Axes:
    """
    Draw one labelled horizontal bar per row, longest on top; ties in the order of the index.

    Parameters
    ----------
    table : DataFrame, indexed by category
        The column `value`; optionally ``low`` and ``high``, an interval drawn over the bar. A Series will do.
    value : str or list of str
        The column of lengths, or several, stacked in their order and named in a legend; rows where all are NA are left
        out and counted in a note.
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
        If the table has no column `value`, or a cell of it is not a number.
    """
    table, parts = pd.DataFrame(table), [value] if isinstance(value, str) else value
    require_columns(table, "the chart's table", parts)
    need_numbers(table[parts])
    shown = table.dropna(subset=parts, how="all").sort_index(ascending=False)
    shown = shown.iloc[shown[parts].sum(axis=1).to_numpy().argsort(kind="stable")]
    names, lengths = write_names(shown.index), shown[parts].astype(float).fillna(0.0)
    totals, base = lengths.sum(axis=1), 0.0 * lengths.sum(axis=1)
    ax = axes_for(ax, height=1.15 + add_rows(names))
    look = {"color": [(colours or {}).get(name, ACCENT) for name in shown.index], **_reach(shown, totals, "xerr")}
    for (part, column), shade, hatch in zip(lengths.items(), cycle(_SHADES), cycle(_HATCHES), strict=False):
        if len(parts) > 1:
            look = {"color": shade, "hatch": hatch, "edgecolor": "white", "label": str(part)}
        bars = ax.barh(range(len(shown)), column, left=base, **look)
        base = base + column
        written = column.map(lambda part: write_numbers([part])[0] if len(parts) > 1 else "").astype(str)
        fits = 60 * column >= written.str.len() * totals.max()  # a line of the chart holds some 60 digits
        ax.bar_label(bars, written.where(fits, ""), label_type="center", fontsize=7, bbox=_BOX)
    numbers = write_numbers(totals)
    ax.bar_label(bars, numbers, padding=3)
    ax.set_yticks(range(len(shown)), names)
    ax.margins(x=0.12, y=0.01)
    ax.locator_params(axis="x", integer="." not in "".join(numbers))
    ax.xaxis.set_major_formatter("{x:,.10g}")
    left_out = f"{len(table) - len(shown)} undefined, not drawn" if len(shown) < len(table) else ""
    set_headline(ax, title, left_out, xlabel=unit)
    return ax


@styled
def plot_columns(
    table: pd.DataFrame, *, title: str, unit: str, colours: dict | None = None, ax: Axes | None = None
) -> Axes:
    """
    Draw a vertical bar per row in the order of the table, such as years; small multiples where it has several columns.

    Parameters
    ----------
    table : DataFrame of numbers
        Heights from 0; NA is not drawn. Each column has a row of bars of its own, all to one scale; a single one may
        have the columns ``low`` and ``high`` beside it, an interval drawn over the bar.
    title, unit : str
        The finding, above the chart; the quantity and its unit, below the title.
    colours : mapping of str to str, optional
        Colour of each column of the table, as returned by `topic_colours`; one colour for all by default.
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
    heights = table.drop(columns=["low", "high"], errors="ignore").iloc[:, ::-1].astype(float).fillna(0.0)
    (places, rows), step = map(range, heights.shape), max(1, -(-len(table) // 12))
    names = write_names(heights.columns) if len(rows) > 1 else [""] * len(rows)
    ax = axes_for(ax, height=1.2 + max(1.6, 0.08 * len(rows) + add_rows(names)))
    scale = (0.55 if len(rows) > 1 else 0.8) / table.astype(float).fillna(0.0).to_numpy().max(initial=1e-12)
    for row, (name, column) in enumerate(heights.items()):
        look = {"color": (colours or {}).get(name, ACCENT), **_reach(table * scale, column * scale, "yerr")}
        bars = ax.bar(places, column * scale, bottom=row, **look)
        numbers = pd.Series(write_numbers(column)).where((column != 0).to_numpy() | (len(rows) == 1), "")
        if numbers.str.len().sum() < 85 - max(map(len, names)):  # else they would run into each other
            ax.bar_label(bars, numbers, padding=1, fontsize=7)
    ax.hlines(rows, -0.5, len(places) - 0.5, color=PALE, linewidth=0.6, zorder=0)
    ax.set_yticks(rows, names, va="bottom")
    ax.set_xticks(places[::step], write_names(table.index[::step], 12))
    ax.set_ylim(-0.02, max(len(rows), 1) + 0.02)
    ax.spines[:].set_visible(False)
    ax.tick_params(length=0)
    set_headline(ax, title, over=unit, xlabel=str(table.index.name or ""))
    return ax


def _reach(table: pd.DataFrame, values: pd.Series, side: str) -> dict:
    """Return how far the interval of a table, if it has one, reaches below and above each value, as bars take it."""
    ends = table.reindex(columns=["low", "high"]).astype(float).sub(values, axis=0).to_numpy().T * [[-1], [1]]
    return {side: np.nan_to_num(ends).clip(min=0.0), "ecolor": INK}  # no length where there is no interval
