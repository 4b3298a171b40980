"""
The style of the charts, with one colour per topic in all notebooks, and the checks of their tables.

Figures are drawn 16 cm wide, the width of a printed page, so that their letters have the size they are set in. The font
is fixed (DejaVu Sans, bundled with matplotlib) because figures must be byte-identical; colours are Petroff's accessible
ten (arXiv 2107.02270), repeated lighter and darker in longer lists, since no 21 hues can be told apart by eye or in
greyscale: charts therefore label marks directly and never rely on hue alone. Nothing here changes matplotlib's global
settings: `styled` applies the style to one call.
"""

from collections.abc import Iterable
from contextlib import ContextDecorator
from pathlib import Path
from textwrap import fill

import pandas as pd
from matplotlib import pyplot as plt
from matplotlib.axes import Axes
from matplotlib.colors import to_hex, to_rgb

from analysis.errors import SchemaError

INK = "#222222"
QUIET = "#666666"
ACCENT = "#3f90da"
PALE = "#d9d9d9"
_PETROFF = "#3f90da #ffa90e #bd1f01 #94a4a2 #832db6 #a96b59 #e76300 #b9ac70 #717581 #92dadd".split()

styled: ContextDecorator = plt.style.context(Path(__file__).with_suffix(".mplstyle"))  # type: ignore[assignment]


def axes_for(ax: Axes | None, *, height: float = 4.0) -> Axes:
    """
    Return `ax`, or the Axes of a new pyplot figure, 16 cm wide and `height` inches high.

    It is a pyplot figure, so that a chart at the end of a notebook cell is displayed; `save_figure` closes it.
    """
    return plt.subplots(figsize=(6.3, height))[1] if ax is None else ax


def need_numbers(table: pd.DataFrame) -> None:
    """Raise `SchemaError`, naming the column, unless all cells of the table are numbers or NA."""
    for name, column in table.items():
        try:
            column.astype(float)
        except (TypeError, ValueError) as error:
            raise SchemaError(f"The chart's column {name} is not of numbers ({error}). Drop or convert it.") from error


def write_names(names: Iterable, width: int = 34) -> list[str]:
    """Return names for an axis: the parts of a tuple joined by a dash, no underscores, long ones in several lines."""
    plain = (" – ".join(map(str, name)) if isinstance(name, tuple) else str(name) for name in names)
    return [fill(name.replace("_", " "), width) for name in plain]


def add_rows(names: list[str]) -> float:
    """Return the height in inches of rows with these names."""
    return sum(0.09 + 0.13 * (1 + name.count("\n")) for name in names)


def set_headline(ax: Axes, title: str, note: str = "", over: str = "", **labels: object) -> None:
    """
    Set the labels of `ax`, a legend if it has two marks to name, a small `note` in its corner and the unit `over` it.

    The title is written, wrapped, over the whole figure, or over `ax` if it stands beside other charts.
    """
    ax.set(**labels)
    figure = ax.get_figure(root=True)
    place = figure.suptitle if len(figure.axes) == 1 else ax.set_title  # type: ignore[union-attr]
    place(fill(title, 66), x=0.01, ha="left")
    ax.annotate(note, (1, 0), (0, 4), "axes fraction", "offset points", ha="right", fontsize=7, color=QUIET)
    ax.annotate(over, (0, 1), (0, 4), "axes fraction", "offset points", fontsize=7)
    if len(ax.get_legend_handles_labels()[1]) > 1:
        ax.legend(frameon=False, ncols=4, loc="lower left", bbox_to_anchor=(0, 1), borderaxespad=0.2)


def read_headline(ax: Axes) -> str:
    """Return the title that `set_headline` wrote, in one line."""
    return (ax.get_title("left") or ax.get_figure(root=True).get_suptitle()).replace("\n", " ")  # type: ignore[union-attr]


def topic_colours(topics: Iterable[str]) -> dict[str, str]:
    """
    Return the colour of each topic, by its position in the topics table.

    Parameters
    ----------
    topics : iterable of str
        All topics in the order of the table (``load_sectors().index``), so that a sector has the same colour on every
        page, whichever sectors a page shows.

    Returns
    -------
    dict of str to str
        Hexadecimal colours: the first ten are pure, the next ten lighter, the next ten darker, then from the start.

    Raises
    ------
    SchemaError
        If `topics` is one string.
    """
    if isinstance(topics, str):
        raise SchemaError("topics is one string. Pass a list of topics, as in [topic].")
    colours = {}
    for place, topic in enumerate(topics):
        weight, mix = ((1.0, 0.0), (0.55, 1.0), (0.55, 0.0))[place // 10 % 3]
        red, green, blue = (weight * part + (1 - weight) * mix for part in to_rgb(_PETROFF[place % 10]))
        colours[topic] = to_hex((red, green, blue))
    return colours
