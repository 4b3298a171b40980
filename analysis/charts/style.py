"""
The style of the charts, with one colour per topic in all notebooks, and the checks of their tables.

The font is fixed (DejaVu Sans, bundled with matplotlib) because figures must be byte-identical; colours are Petroff's
accessible ten (arXiv 2107.02270), repeated lighter and darker in longer lists, since no 21 hues can be told apart by
eye or in greyscale: charts therefore label marks directly and never rely on hue alone. Nothing here changes
matplotlib's global settings: `styled` applies the style to one call.
"""

from collections.abc import Iterable
from contextlib import ContextDecorator
from pathlib import Path
from textwrap import wrap

import pandas as pd
from matplotlib import pyplot as plt
from matplotlib.axes import Axes
from matplotlib.colors import to_hex, to_rgb

from analysis.errors import SchemaError

INK = "#222222"
QUIET = "#8a8a8a"
ACCENT = "#3f90da"
_PETROFF = "#3f90da #ffa90e #bd1f01 #94a4a2 #832db6 #a96b59 #e76300 #b9ac70 #717581 #92dadd".split()

styled: ContextDecorator = plt.style.context(Path(__file__).with_suffix(".mplstyle"))  # type: ignore[assignment]


def axes_for(ax: Axes | None, *, width: float = 7.0, height: float = 4.0) -> Axes:
    """
    Return `ax`, or the Axes of a new pyplot figure of `width` x `height` inches.

    It is a pyplot figure, so that a chart at the end of a notebook cell is displayed; `save_figure` closes it.
    """
    return plt.subplots(figsize=(width, height))[1] if ax is None else ax


def need_numbers(table: pd.DataFrame) -> None:
    """Raise `SchemaError`, naming the column, unless all cells of the table are numbers or NA."""
    for name, column in table.items():
        try:
            column.astype(float)
        except (TypeError, ValueError) as error:
            raise SchemaError(f"The chart's column {name} is not of numbers ({error}). Drop or convert it.") from error


def set_headline(ax: Axes, title: str, *, below: str = "", **labels: object) -> None:
    """Set the labels of `ax`, write the title above, wrapped to its figure, and under it, smaller, the line `below`."""
    ax.set(**labels)
    names = max((len(label.get_text()) for label in ax.get_yticklabels()), default=0)  # the title begins beside them
    width = int(ax.get_figure(root=True).get_figwidth() * 10 - 0.8 * names)  # type: ignore[union-attr]
    ax.set_title("\n".join(wrap(title, max(width, 20))) + ("\n" if below else ""))
    if below:
        ax.annotate(below, (0, 1), (0, 6), xycoords="axes fraction", textcoords="offset points", fontsize=8)


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
