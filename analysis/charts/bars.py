"""Bar charts: sorted by length (`plot_bars`), or in a meaningful order such as that of years (`plot_columns`)."""

from itertools import cycle

import pandas as pd
from matplotlib.axes import Axes

from analysis.charts.style import ACCENT, INK, PALE, axes_for, need_numbers, set_headline, styled, write_names
from analysis.errors import require_columns
from analysis.text.display import write_numbers

_SHADES = "#1c4f7c #8fbce6 #ececec #b35c00 #f6c27a #8a8a8a".split()  # they differ in greyscale too, and by hatch
_HATCHES = ("", "", "////", "", "....", "xxxx")
_BOX = {"facecolor": "white", "edgecolor": "none", "pad": 0.6}
_ROOM = 0.04  # of the longest bar: a shorter part has no room for its number


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
    names, lengths, base = write_names(shown.index), shown[parts].astype(float).fillna(0.0), 0.0
    ax = axes_for(ax, height=1.15 + sum(0.09 + 0.13 * (1 + name.count("\n")) for name in names))
    look = {"color": [(colours or {}).get(name, ACCENT) for name in shown.index]}
    if {"low", "high"} <= set(shown.columns):
        beside = (lengths[parts[0]] - shown["low"], shown["high"] - lengths[parts[0]])
        look |= {"xerr": [side.astype(float).clip(lower=0) for side in beside], "ecolor": INK}
    for (part, column), shade, hatch in zip(lengths.items(), cycle(_SHADES), cycle(_HATCHES), strict=False):
        if len(parts) > 1:
            look = {"color": shade, "hatch": hatch, "edgecolor": "white", "label": str(part)}
        bars, written = ax.barh(range(len(shown)), column, left=base, **look), write_numbers(column)
        base = base + column
        if len(parts) > 1:
            fits = column >= _ROOM * lengths.sum(axis=1).max()
            numbers = [number if fit else "" for number, fit in zip(written, fits, strict=True)]
            ax.bar_label(bars, numbers, label_type="center", fontsize=7, bbox=_BOX)
    numbers = write_numbers(lengths.sum(axis=1))
    ax.bar_label(bars, numbers, padding=3)
    ax.set_yticks(range(len(shown)), names)
    ax.margins(x=0.12, y=0.01)
    ax.xaxis.get_major_locator().set_params(integer="." not in "".join(numbers))
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
        Heights; zero and NA are not drawn. Each column has a row of bars of its own, all to one scale.
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
    (places, rows), step = map(range, table.shape), max(1, -(-len(table) // 12))
    ax = axes_for(ax, height=1.2 + max(1.6, 0.3 * len(rows)))
    heights, tall = table.iloc[:, ::-1].astype(float).fillna(0.0), 0.55 if len(rows) > 4 else 0.8
    scale = tall / max(heights.to_numpy().max(initial=0.0), 1e-12)
    for row, (name, column) in enumerate(heights.items()):
        bars = ax.bar(places, column * scale, bottom=row, color=(colours or {}).get(name, ACCENT))
        numbers = [n if height else "" for n, height in zip(write_numbers(column), column, strict=True)]
        if sum(map(len, numbers)) < 90:  # else they would run into each other
            ax.bar_label(bars, numbers, padding=1, fontsize=7)
    ax.hlines(rows, -0.5, len(places) - 0.5, color=PALE, linewidth=0.6, zorder=0)
    ax.set_yticks(rows, write_names(heights.columns) if len(rows) > 1 else [""] * len(rows), va="bottom")
    ax.set_xticks(places[::step], write_names(table.index[::step], 12))
    ax.set_ylim(-0.02, max(len(rows), 1) + 0.02)
    ax.spines[:].set_visible(False)
    ax.tick_params(length=0)
    set_headline(ax, title, over=unit, xlabel=str(table.index.name or ""))
    return ax
