"""
The charts: bars sorted by length or in a meaningful order, a matrix, points on a map, sums on a logarithmic axis.

Each draws a finished table; `style` has what they share.
"""

from itertools import cycle
from textwrap import fill, shorten
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from analysis.charts.style import ACCENT, INK, PALE, add_rows, axes_for, need_numbers, set_headline, styled, write_names
from analysis.errors import require_columns
from analysis.text.display import write_numbers, write_short

_SHADES = "#1c4f7c #8fbce6 #ececec #b35c00 #f6c27a #8a8a8a".split()  # they differ in greyscale too, and by hatch
_HATCHES = ("", "", "////", "", "....", "xxxx")
_BOX = {"facecolor": "white", "edgecolor": "none", "pad": 0.6}
_LOOKS = list(zip("osD^vP*X", "#3f90da #bd1f01 #832db6 #e76300 #1c4f7c #a96b59 #ffa90e #5c7a3d".split(), strict=True))
Ax = Axes | None  # None: a new figure


@styled
def plot_bars(
    table: pd.DataFrame, *, value: Any = None, title: str = "", unit: str = "", colours: Any = None, ax: Ax = None
) -> Axes:
    """
    Draw one labelled horizontal bar per row, longest on top; ties in the order of the index.

    Parameters
    ----------
    table : DataFrame, indexed by category
        The column `value`; optionally ``low`` and ``high``, an interval drawn over the bar. A Series will do.
    value : str or list of str, optional
        The column of lengths, or several, stacked in their order and named in a legend; rows where all are NA are left
        out and counted in a note. By default all but ``low`` and ``high``, of a Series its values.
    title, unit : str, default ""
        The finding, above the chart; the quantity and its unit, below the axis. By default they name the columns.
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
    table = pd.DataFrame(table)
    parts = [value] if isinstance(value, str) else value or [*table.columns.drop(["low", "high"], errors="ignore")]
    named = ", ".join(str(part or "") for part in parts)  # a Series without a name becomes the column 0
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
    title = title or " by ".join([named, *map(str, filter(None, table.index.names))])
    set_headline(ax, title, left_out, xlabel=unit or named)
    return ax


@styled
def plot_columns(table: pd.DataFrame, *, title: str = "", unit: str = "", colours: Any = None, ax: Ax = None) -> Axes:
    """
    Draw a vertical bar per row in the order of the table, such as years; small multiples where it has several columns.

    Parameters
    ----------
    table : DataFrame of numbers
        Heights from 0; NA is not drawn. Each column has a row of bars of its own, all to one scale; a single one may
        have the columns ``low`` and ``high`` beside it, an interval drawn over the bar.
    title, unit : str, default ""
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


@styled
def plot_matrix(table: pd.DataFrame, *, title: str = "", unit: str = "", triangle: bool = False, ax: Ax = None) -> Axes:
    """
    Draw a table as shaded cells with numbers in them.

    Parameters
    ----------
    table : DataFrame of numbers
        Zeros and NA stay blank; the names of index and columns label the axes.
    title, unit : str, default ""
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


@styled
def plot_points(table: pd.DataFrame, *, group: str, title: str = "", unit: str = "", ax: Ax = None) -> Axes:
    """
    Draw one marker per row, with a colour, a shape and a label for each of the largest groups; others are grey.

    Parameters
    ----------
    table : DataFrame
        ``x`` and ``y`` (numbers, NA is not drawn) and the column `group`.
    group : str
        The column of groups; rows where it is NA are left out.
    title, unit : str, default ""
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
    More than eight colours and shapes cannot be told apart; a group that ties with the ninth has none either. Labels
    stand beside the map, in the order of the groups from top to bottom, so that none covers another or a marker; a pale
    line leads to the middle of each group.
    """
    require_columns(table, "the chart's table", ["x", "y", group])
    ax, table = axes_for(ax, height=5.0), table.dropna(subset=["x", "y", group]).astype({"x": float, "y": float})
    sizes = table[group].value_counts().sort_index().sort_values(ascending=False, kind="stable")
    sizes = sizes[~(sizes <= sizes.iloc[len(_LOOKS) :].max())]
    rest = table[~table[group].isin(sizes.index)]
    ax.scatter(rest["x"], rest["y"], s=9, color="#c4c4c4", linewidths=0)
    middles = table.groupby(group)[["x", "y"]].median().loc[sizes.index]
    looks = dict(zip(middles.index, _LOOKS, strict=False))
    for row, (name, *middle) in enumerate(middles.sort_values("y", kind="stable").itertuples()):
        own, (marker, colour) = table.loc[table[group] == name, ["x", "y"]], looks[name]
        ax.scatter(own["x"], own["y"], s=20, marker=marker, color=colour, alpha=0.8, linewidths=0)
        text, height = f"{write_names([name], 24)[0]} ({sizes[name]:,})", (row + 0.5) / len(middles)
        nearest = own.iloc[((own - middle) ** 2).sum(axis=1).argmin()]
        line = {"arrowstyle": "-", "color": PALE, "linewidth": 0.6, "relpos": (0, 0.5)}
        ax.annotate(text, nearest, (1.05, height), "data", "axes fraction", line, va="center", fontsize=7, zorder=0)
        ax.plot(1.03, height, marker, color=colour, markersize=4.5, transform=ax.transAxes, clip_on=False)
    note = f"grey: {len(rest):,} in {rest[group].nunique():,} other groups" if len(rest) else ""
    set_headline(ax, title, note, xlabel=unit, xticks=[], yticks=[])
    return ax


@styled
def plot_dots(table: pd.DataFrame, *, value: str, group: str, name: str, title: str, unit: str, ax: Ax = None) -> Axes:
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
    The short line is the median of a group of three or more, as the axis then says; in a group of two, such as a sum
    and what of it counts, the band is what lies between them. Where there are but two names, each has its own mark.
    The axis holds two powers of ten at least, since one tick gives no scale.
    """
    require_columns(table, "the chart's table", [value, group, name])
    need_numbers(table[[value]])
    shown = table[table[value].astype(float) > 0].sort_values([value, name], kind="stable")
    sizes = shown[group].value_counts().sort_index(ascending=False).sort_values(kind="stable")
    high = 0.92 if shown[name].astype(str).str.len().max() > 30 else 0.62  # long names wrap
    ax = axes_for(ax, height=1.2 + high * max(len(sizes), 1))
    names = sorted(set(shown[name])) if shown[name].nunique() == 2 else [None]
    least, top = np.nan_to_num(np.log10(shown[value].astype(float).agg(["min", "max"])))
    if np.floor(top) <= np.ceil(least):
        least, top = np.floor(least), np.floor(top) + 1
    for row, kind in enumerate(sizes.index):
        own, many = shown[shown[group] == kind], int(sizes[kind] > 2)
        sums = own[value].to_numpy(float)
        ax.hlines(row, sums[0], sums[-1], color=PALE, linewidth=3, zorder=0)
        ax.vlines([np.median(sums)] * many, row - 0.15, row + 0.15, color=INK, linewidth=1.2)
        heights = row + many * 0.24 * (np.arange(len(own)) * 0.618 % 1 - 0.5)  # apart, and the same on every run
        for (marker, colour), one in zip(_LOOKS, names, strict=False):
            its = (own[name] == one).to_numpy() | (one is None)
            ax.scatter(sums[its], heights[its], s=16, marker=marker, color=colour, alpha=0.6, linewidths=0)
        for rank, up in zip((-1, -2)[: len(own)], (1, -1), strict=False):
            words = f"{shorten(str(own[name].iloc[rank]), 82, placeholder=' …')}: {write_short(sums[rank])}"
            third = int(2.999 * (np.log10(sums[rank]) - least) / (top - least))
            side = ("left", "center", "right")[third]
            ax.text(sums[rank], row + 0.18 * up, fill(words, 50), ha=side, va="bottom" if up > 0 else "top")
    ax.set_xscale("log")
    ax.set_xlim(10 ** (1.05 * least - 0.05 * top), 10 ** (1.05 * top - 0.05 * least))
    ax.minorticks_off()
    ax.locator_params(axis="x", numticks=6)
    ax.xaxis.set_major_formatter(lambda number, _: write_short(number))
    ax.set_yticks(range(len(sizes)), write_names([f"{kind} ({n:,})" if n > 2 else kind for kind, n in sizes.items()]))
    ax.set_ylim(-0.6, max(len(sizes), 1) - 0.4)
    note = f"{len(table) - len(shown):,} not above 0, not drawn" if len(shown) < len(table) else ""
    set_headline(ax, title, note, xlabel=unit + "; the short line is a median" * bool(sizes.max() > 2))
    return ax


def _reach(table: pd.DataFrame, values: pd.Series, side: str) -> dict:
    """Return how far the interval of a table, if it has one, reaches below and above each value, as bars take it."""
    ends = table.reindex(columns=["low", "high"]).astype(float).sub(values, axis=0).to_numpy().T * [[-1], [1]]
    return {side: np.nan_to_num(ends).clip(min=0.0), "ecolor": INK}  # no length where there is no interval
