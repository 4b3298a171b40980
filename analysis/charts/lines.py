"""Lines: how one or more quantities run along a number."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from analysis.style import INK, QUIET, axes_for, set_headline, styled

if TYPE_CHECKING:
    from matplotlib.axes import Axes


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
    Draw one line a column over the index, each named at its end.

    Parameters
    ----------
    table : DataFrame
        A numeric index, named after its quantity; one column a line. NA breaks a line.
    band : tuple of two column names, optional
        Lower and upper end of an interval, drawn as a band instead of lines.
    mark : float, optional
        A place on the index to mark with an upright line (the number chosen).
    """
    ax = axes_for(ax, height=3.2)
    lines = [name for name in table.columns if name not in (band or ())]
    if band is not None:
        low, high = (table[name].astype(float) for name in band)
        ax.fill_between(table.index, low, high, color="#dbe9f7", linewidth=0)
    for number, name in enumerate(lines):
        values = table[name].astype(float)
        style = ("-", "--", ":", "-.")[number % 4]
        ax.plot(table.index, values, linestyle=style, marker="osD^"[number % 4], markersize=4, color=INK, linewidth=1.3)
        known = values.dropna()
        if len(known):
            ax.annotate(str(name), (known.index[-1], known.iloc[-1]), (6, 0), textcoords="offset points", va="center")
    if mark is not None:
        ax.axvline(mark, color=QUIET, linewidth=0.8)
    ax.set(xlabel=str(table.index.name or ""), ylabel=unit)
    set_headline(ax, title)
    ax.margins(x=0.06)
    return ax
