"""Line and scatter plots: quantities over a numeric index, and documents on a two-dimensional map."""

import pandas as pd
from matplotlib.axes import Axes

from analysis.charts.style import INK, QUIET, axes_for, need_numbers, set_headline, styled, topic_colours
from analysis.errors import require_columns

_STYLES = ("o-", "s--", "D:", "^-.")  # the marker, then the line


@styled
def plot_lines(
    table: pd.DataFrame,
    *,
    title: str,
    unit: str,
    band: tuple[str, str] | None = None,
    mark: float | None = None,
    ax: Axes | None = None,
) -> Axes:
    """
    Draw one line per column over a numeric index, each labelled at its end.

    Parameters
    ----------
    table : DataFrame of numbers, numeric index
        One line per column; NA breaks a line.
    title, unit : str
        The finding, above the chart; the quantity and its unit, beside the axis.
    band : (str, str), optional
        Two columns, the ends of an interval, drawn as an area instead of lines.
    mark : float, optional
        Position on the index marked by a vertical line (the number chosen).
    ax : Axes, optional
        Where to draw; a new figure by default.

    Returns
    -------
    Axes

    Raises
    ------
    SchemaError
        If a column of `band` is missing, or the table has a cell that is not a number.
    """
    require_columns(table, "the chart's table", band or ())
    need_numbers(table)
    ax = axes_for(ax, height=3.2)
    if band:
        low, high = (table[name].astype(float) for name in band)
        ax.fill_between(table.index, low, high, color="#dbe9f7", linewidth=0)
    for number, name in enumerate(table.columns.drop(list(band or ()))):
        values = table[name].astype(float)
        style = _STYLES[number % 4] if len(table) <= 30 else _STYLES[number % 4][1:]
        ax.plot(table.index, values, style, markersize=4, color=INK, linewidth=1.3)
        known = values.dropna()
        if len(known):
            ax.annotate(str(name), (known.index[-1], known.iloc[-1]), (6, 0), textcoords="offset points", va="center")
    if mark is not None:
        ax.axvline(mark, color=QUIET, linewidth=0.8)
    set_headline(ax, title, xlabel=str(table.index.name or ""), ylabel=unit)
    ax.margins(x=0.06)
    return ax


@styled
def plot_points(table: pd.DataFrame, *, group: str, title: str, unit: str, ax: Axes | None = None) -> Axes:
    """
    Draw one marker per row, with a colour, a shape and a label for each group.

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
    """
    require_columns(table, "the chart's table", ["x", "y", group])
    ax = axes_for(ax, height=5.0)
    names = sorted(table[group].dropna().unique(), key=str)
    colours = topic_colours(names)
    for number, name in enumerate(names):
        rows = table[table[group] == name]
        marker = "osD^vP*X<>"[number % 10]
        ax.scatter(rows["x"], rows["y"], s=18, marker=marker, color=colours[name], alpha=0.75, linewidths=0)
        middle = rows[["x", "y"]].astype(float).median()
        box = {"facecolor": "white", "alpha": 0.75, "edgecolor": "none", "pad": 1}
        ax.text(middle["x"], middle["y"], str(name), fontsize=8, ha="center", va="center", color=INK, bbox=box)
    set_headline(ax, title, xlabel=unit, xticks=[], yticks=[])
    return ax
