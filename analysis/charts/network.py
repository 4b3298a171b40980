"""A network of pairs on a circle: who is tied to whom, and how often."""

from __future__ import annotations

from math import cos, pi, sin
from typing import TYPE_CHECKING

import pandas as pd

from analysis.charts.table import need_columns
from analysis.style import ACCENT, INK, axes_for, set_headline, styled

if TYPE_CHECKING:
    from matplotlib.axes import Axes


@styled
def plot_network(
    table: pd.DataFrame, *, ends: tuple[str, str], weight: str, title: str, unit: str, ax: Axes | None = None
) -> Axes:
    """
    Draw every pair as a line between two names on a circle, as thick as its weight.

    The circle needs no solver, so the picture is the same on every machine; names with the most ties stand together,
    beginning at the top, clockwise.

    Parameters
    ----------
    table : DataFrame
        One row a pair: the two columns named in `ends` (str) and `weight` (number above 0).
    ends : tuple of two str
        The columns that hold the two names.
    weight : str
        The column that gives the thickness.

    Raises
    ------
    SchemaError
        If a column is missing.
    """
    need_columns(table, *ends, weight)
    ax = axes_for(ax, width=6.4, height=6.4)
    ties = pd.concat([table.set_index(end)[weight].rename("weight") for end in ends]).groupby(level=0).sum()
    names = ties.sort_index().sort_values(ascending=False, kind="stable").index
    angle = {name: pi / 2 - 2 * pi * place / len(names) for place, name in enumerate(names)}
    top = float(table[weight].max()) if len(table) else 1.0
    for left, right, times in table.sort_values([weight, *ends])[[*ends, weight]].itertuples(index=False):
        across, up = ([turn(angle[left]), turn(angle[right])] for turn in (cos, sin))
        strength = float(times) / top
        ax.plot(
            across, up, color=ACCENT, linewidth=0.4 + 5 * strength, alpha=0.25 + 0.6 * strength, solid_capstyle="round"
        )
    for name in names:
        x, y = cos(angle[name]), sin(angle[name])
        ax.plot([x], [y], "o", color=INK, markersize=3 + 6 * float(ties[name]) / float(ties.max()))
        ax.text(1.09 * x, 1.09 * y, str(name), ha="center", va="center", fontsize=8)
    ax.set(xlabel=unit, xticks=[], yticks=[], xlim=(-1.25, 1.25), ylim=(-1.25, 1.25), aspect="equal")
    ax.spines[:].set_visible(False)
    set_headline(ax, title)
    return ax
