"""What every chart asks of its table, and what it says of rows it could not draw."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from analysis.errors import SchemaError
from analysis.style import QUIET

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def need_columns(table: pd.DataFrame, *columns: str) -> None:
    """Raise `SchemaError`, naming what is missing and what is there, unless the table has all `columns`."""
    if missing := [name for name in columns if name not in table.columns]:
        there = ", ".join(map(str, table.columns)) or "none"
        raise SchemaError(f"The chart's table has no column {', '.join(missing)}. It has: {there}.")


def quiet_note(ax: Axes, count: int, what: str) -> Axes:
    """Write ``<count> <what>`` in a corner when `count` is above zero: nothing is left out in silence."""
    if count:
        ax.annotate(f"{count} {what}", (1, 0), (0, 4), xycoords="axes fraction", textcoords="offset points",
                    ha="right", fontsize=7, color=QUIET)  # fmt: skip
    return ax
