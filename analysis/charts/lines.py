"""Line plots: quantities over a numeric index."""

import pandas as pd
from matplotlib.axes import Axes

from analysis.charts.style import INK, QUIET, axes_for, need_numbers, set_headline, styled
from analysis.text.display import write_numbers

_STYLES = ("o-", "s--", "D:", "^-.")  # the marker, then the line
_BOX = {"facecolor": "white", "edgecolor": "none", "alpha": 0.7, "pad": 0.3}


@styled
def plot_lines(
    table: pd.DataFrame, *, title: str, unit: str, mark: float | None = None, ax: Axes | None = None
) -> Axes:
    """
    Draw one line per column over a numeric index, each labelled at its end.

    Parameters
    ----------
    table : DataFrame of numbers, numeric index
        One line per column, but for ``low`` and ``high``, an interval drawn as an area; NA breaks a line. The points
        of a single short line carry their numbers, others the last.
    title, unit : str
        The finding, above the chart; the quantity and its unit, beside the axis.
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
        If the table has a cell that is not a number.
    """
    need_numbers(table)
    ax, short = axes_for(ax, height=3.0), len(table) <= 15
    lines = table.drop(columns=["low", "high"], errors="ignore").astype(float)
    if lines.shape[1] < table.shape[1]:
        ax.fill_between(table.index, table["low"].astype(float), table["high"].astype(float), color="#dbe9f7")
    for number, (name, values) in enumerate(lines.items()):
        ax.plot(values, _STYLES[number % 4][not short :], markersize=4, color=INK, linewidth=1.3)
        known, away = values.dropna(), {"textcoords": "offset points"}
        for *place, text in zip(known.index, known, write_numbers(known), strict=True):
            if short and lines.shape[1] == 1:
                ax.annotate(text, place, (0, 5), ha="center", bbox=_BOX, **away)
            elif place[0] == known.index[-1]:
                ax.annotate(f"{name}: {text}", place, (9, 0), va="center", **away)
    if mark is not None:
        ax.axvline(mark, color=QUIET, linewidth=0.8)
    ax.yaxis.set_major_formatter("{x:,.10g}")
    ax.margins(x=0.06, y=0.12)
    set_headline(ax, title, xlabel=str(table.index.name or ""), ylabel=unit)
    return ax
