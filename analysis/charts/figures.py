"""
Figures as files: an SVG, a PNG, the CSV behind them, and a row in the manifest.

The files are byte-identical on every run with the same lock and platform: matplotlib's dates and version marks are left
out and SVG ids are salted. Numbers in the CSV carry ten significant digits, since the last ones of a float differ
between machines. Where a run reads and writes is said by two environment variables, which ``python -m analysis
figures --corpus ... --out ...`` sets; without them it is the project's own ``seeds/`` and ``figures/``.
"""

from __future__ import annotations

import hashlib
import os
import re
from dataclasses import dataclass
from html import escape
from io import BytesIO
from pathlib import Path

import pandas as pd
from matplotlib import pyplot as plt
from matplotlib.axes import Axes

from analysis.charts.style import styled
from analysis.errors import FigureError
from analysis.text.display import guard_cell

ROOT = Path(__file__).resolve().parents[2]
MANIFEST = ("figure", "csv_sha256", "svg_sha256", "png_sha256", "caption", "alt_text")


def figures_folder() -> Path:
    """Return the folder that figures are written to: `SILK_LEDGER_FIGURES`, else the project's ``figures/``."""
    return Path(os.environ.get("SILK_LEDGER_FIGURES") or ROOT / "figures")


@dataclass(frozen=True)
class SavedFigure:
    """A saved figure; shown as its picture with the caption below, in a notebook, and as its caption elsewhere."""

    name: str
    caption: str
    alt: str
    png: bytes

    def __repr__(self) -> str:
        return f"Figure {self.name}. {self.caption}"

    def _ipython_display_(self) -> None:
        from IPython.display import display

        picture = {"image/png": self.png, "text/plain": f"[{self.alt}]"}
        display(picture, raw=True, metadata={"image/png": {"alt": self.alt}})
        display({"text/html": f"<p><em>{escape(self.caption)}</em></p>", "text/plain": repr(self)}, raw=True)


def save_figure(name: str, ax: Axes, table: pd.DataFrame, *, caption: str, alt: str) -> SavedFigure:
    """
    Write a chart as ``<name>.svg``, ``.png`` and ``.csv`` and enter it in the manifest.

    Parameters
    ----------
    name : str
        Two digits (the notebook's), then lower-case words: ``03-sector-share``.
    ax : Axes
        The chart; its whole figure is saved, then closed, so that a notebook does not show it twice.
    table : DataFrame
        The numbers that the chart shows, with their index.
    caption, alt : str
        What the reader should see in it, and what one who cannot see it needs, in eight words at least.

    Returns
    -------
    SavedFigure
        Shows the picture (with `alt`) and the caption when it ends a notebook cell.

    Raises
    ------
    FigureError
        If a word above is not as said, or the Axes belong to no figure.
    """
    if not re.fullmatch(r"\d\d(-[a-z0-9]+)+", name):
        raise FigureError(f"Figure name {name!r}: use two digits and lower-case words, such as 03-sector-share.")
    if not caption.strip():
        raise FigureError(f"Figure {name}: the caption is empty. Say in a sentence what the figure shows.")
    if len(alt.split()) < 8:
        raise FigureError(f"Figure {name}: alt text {alt!r} is under eight words. Say what a reader would see.")
    folder = figures_folder()
    folder.mkdir(parents=True, exist_ok=True)
    parts = {"csv": table_bytes(table), **_pictures(ax)}
    for ending, content in parts.items():
        (folder / f"{name}.{ending}").write_bytes(content)
    digests = [hashlib.sha256(content).hexdigest() for content in parts.values()]
    rows = load_manifest(folder)
    row = pd.DataFrame([[name, *digests, caption, alt]], columns=list(MANIFEST))
    rows = pd.concat([rows[rows["figure"] != name], row]).sort_values("figure", ignore_index=True)
    (folder / "manifest.csv").write_bytes(table_bytes(rows))
    return SavedFigure(name, caption, alt, parts["png"])


def table_bytes(table: pd.DataFrame) -> bytes:
    """Return a table as UTF-8 CSV with LF line ends, ten significant digits, and formula-like text cells guarded."""
    plain = table if isinstance(table.index, pd.RangeIndex) else table.reset_index()
    return plain.map(guard_cell).to_csv(index=False, lineterminator="\n", float_format="%.10g").encode("utf-8")


def load_manifest(folder: Path | str | None = None) -> pd.DataFrame:
    """Read ``manifest.csv`` of a figures folder (this run's when None): `MANIFEST`, sorted; no rows without a file."""
    path = Path(folder or figures_folder()) / "manifest.csv"
    if not path.exists():
        return pd.DataFrame(columns=list(MANIFEST), dtype=str)
    return pd.read_csv(path, dtype=str, keep_default_na=False)


@styled
def _pictures(ax: Axes) -> dict[str, bytes]:
    figure, pictures = ax.get_figure(root=True), {}
    if figure is None:
        raise FigureError("These Axes belong to no figure any more. Draw the chart again, then save it.")
    for kind, undated in {"svg": {"Date": None, "Creator": None}, "png": {"Software": None}}.items():
        out = BytesIO()
        figure.savefig(out, format=kind, metadata=undated)
        pictures[kind] = out.getvalue()
    plt.close(figure)
    return pictures
