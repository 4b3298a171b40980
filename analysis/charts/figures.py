"""
Figures as files: an SVG, a PNG, the CSV behind them, and a row in the manifest; and in words, for those who cannot see
them, with the line on the reports behind them.

The files are byte-identical on every run with the same lock file and platform: matplotlib's dates and versions are left
out and SVG ids are salted. Text in an SVG is drawn as outlines: as text its bytes would stay equal too, but a reader
without the font would see another one, of other widths, run over the marks; what it says is in ``title`` and ``desc``.
Numbers in the CSV have ten significant digits, since the last digits of a float differ between machines. Two
environment variables, set by ``python -m analysis figures --corpus ... --out ...``, name the folders that a run reads
and writes; the defaults are the project's own ``seeds/`` and ``figures/``.
"""

import hashlib
import os
import re
from html import escape
from io import BytesIO
from pathlib import Path
from textwrap import fill
from typing import NamedTuple

import pandas as pd
from matplotlib import pyplot as plt

from analysis.charts.style import QUIET, read_headline, styled
from analysis.errors import FigureError, require_columns
from analysis.evaluate.claims import CHANCE, name_leaders
from analysis.text.display import PLAIN, guard_cell, write_figures, write_numbers
from analysis.text.saving import locked, make_folder, save_bytes

ROOT = Path(__file__).resolve().parents[2]
MANIFEST = ("figure", "csv_sha256", "svg_sha256", "png_sha256", "caption", "alt_text")


def figures_folder() -> Path:
    """
    Return the folder that figures are written to.

    Returns
    -------
    Path
        The environment variable `SILK_LEDGER_FIGURES`, else the project's ``figures/``.

    Raises
    ------
    FigureError
        If that is a file.
    """
    folder = Path(os.environ.get("SILK_LEDGER_FIGURES") or ROOT / "figures")
    if folder.is_file():
        raise FigureError(f"SILK_LEDGER_FIGURES: {folder} is a file. Name a folder, or unset it.")
    return folder


class SavedFigure(NamedTuple):
    """A saved figure; notebooks show the image, its caption and its description, or a sentence where there is none."""

    name: str
    caption: str
    alt: str
    png: bytes

    def __repr__(self) -> str:
        return f"Figure {self.name}. {self.caption}" if self.png else f"No figure {self.name}: {self.caption}"

    def _ipython_display_(self) -> None:
        from IPython.display import display

        below = f"<p><em>{escape(self.caption)}</em></p>"
        if self.png:
            picture = {"image/png": self.png, "text/plain": f"[{self.alt}]"}
            display(picture, raw=True, metadata={"image/png": {"alt": self.alt}})
            below += f"<details><summary>Description</summary>{escape(self.alt)}</details>"
        display({"text/html": f'<div class="{PLAIN}">{below}</div>', "text/plain": repr(self)}, raw=True)


def save_figure(name: str, ax: plt.Axes, table: pd.DataFrame, *, caption: str, alt: str, note: str = "") -> SavedFigure:
    """
    Write a chart as ``<name>.svg``, ``.png`` and ``.csv`` and add it to the manifest.

    Parameters
    ----------
    name : str
        Two digits (the notebook's number), then lower-case words: ``03-sector-share``.
    ax : Axes
        The chart; its whole figure is saved, then closed, so that a notebook does not show it twice.
    table : DataFrame
        The numbers that the chart shows, with their index. With numbers in fewer than two rows there is nothing to
        compare: no file is written, and the title stands alone.
    caption, alt : str
        What the figure shows; a description for those who cannot see it, of at least eight words, as from `describe`.
    note : str, default ""
        A line in the picture, below the chart: the reports behind it, as from `name_source`.

    Returns
    -------
    SavedFigure
        Shows the image (with `alt`) and the caption at the end of a notebook cell; else the title.

    Raises
    ------
    FigureError
        If `name`, `caption` or `alt` is not as described, the Axes belong to no figure, or the manifest is malformed.
    SaveError
        If a file cannot be written.
    """
    if not re.fullmatch(r"\d\d(-[a-z0-9]+)+", name):
        raise FigureError(f"Figure name {name!r}: use two digits and lower-case words, such as 03-sector-share.")
    if not caption.strip():
        raise FigureError(f"Figure {name}: the caption is empty. Say in a sentence what the figure shows.")
    if len(alt.split()) < 8:
        raise FigureError(f"Figure {name}: alt text {alt!r} is under eight words. Say what a reader would see.")
    if (figure := ax.get_figure(root=True)) is None:
        raise FigureError("These Axes belong to no figure any more. Draw the chart again, then save it.")
    title, folder = read_headline(ax), figures_folder()
    plt.close(figure)
    if len(table.select_dtypes("number").dropna(how="all")) < 2:
        return SavedFigure(name, f"{title}.", alt, b"")
    make_folder(folder)
    parts = {"csv": table_bytes(table), **draw_files(figure, title, alt, note)}
    digests = [hashlib.sha256(content).hexdigest() for content in parts.values()]
    row = pd.DataFrame([[name, *digests, caption, alt]], columns=list(MANIFEST))
    with locked(folder):
        for ending, content in parts.items():
            save_bytes(folder / f"{name}.{ending}", content)
        rows = load_manifest(folder)
        rows = pd.concat([rows[rows["figure"] != name], row]).sort_values("figure", ignore_index=True)
        save_bytes(folder / "manifest.csv", table_bytes(rows))
    return SavedFigure(name, caption, alt, parts["png"])


def table_bytes(table: pd.DataFrame) -> bytes:
    """Return a table as UTF-8 CSV with LF line ends, whole numbers or ten digits, and formula-like text quoted."""
    plain = table if isinstance(table.index, pd.RangeIndex) and table.index.name is None else table.reset_index()
    return plain.map(guard_cell).to_csv(index=False, lineterminator="\n", float_format=write_figures).encode()


def publish_figures(source: Path, target: Path) -> None:
    """
    Put the figures of a run in the place of those before; only what the old manifest lists goes.

    Each file is replaced in one step, the manifest last. Raise SaveError where the disk or the folder refuses.
    """
    with locked(target):
        stale = set(load_manifest(target)["figure"]) - set(load_manifest(source)["figure"])
        for path in sorted(source.iterdir(), key=lambda path: (path.name == "manifest.csv", path.name)):
            save_bytes(target / path.name, path.read_bytes())
        left = [target / f"{name}.{ending}" for name in stale for ending in ("csv", "svg", "png")]
        for path in (*left, *target.glob(".[0-9]*.[0-9]*.*")):  # and what a run that was killed has left
            path.unlink(missing_ok=True)


def load_manifest(folder: Path | str | None = None) -> pd.DataFrame:
    """
    Read the manifest of a folder of figures.

    Parameters
    ----------
    folder : Path, str or None, default None
        The folder with ``manifest.csv``; None for `figures_folder`.

    Returns
    -------
    DataFrame of str
        One row per figure, sorted: ``figure``, ``csv_sha256``, ``svg_sha256``, ``png_sha256``, ``caption``,
        ``alt_text``. No rows if there is no manifest.

    Raises
    ------
    FigureError
        If a column is missing.
    """
    path = Path(folder or figures_folder()) / "manifest.csv"
    if not path.exists():
        return pd.DataFrame(columns=list(MANIFEST), dtype=str)
    table = pd.read_csv(path, dtype=str, keep_default_na=False)
    if missing := [name for name in MANIFEST if name not in table.columns]:
        raise FigureError(f"{path}: no column {', '.join(missing)}. Remove the file and reproduce the figures.")
    return table


@styled
def draw_files(figure: plt.Figure, title: str, alt: str, note: str, kinds: tuple = ("svg", "png")) -> dict[str, bytes]:
    """Return the figure as SVG, with title and description for screen readers, and as PNG; close it."""
    pictures = {}
    plt.close(figure)
    figure.supxlabel(fill(note, 105), x=0.01, ha="left", fontsize=6.5, fontweight="normal", color=QUIET)
    known = {"svg": {"Date": None, "Creator": None, "Title": title}, "png": {"Software": None}}
    for kind in kinds:
        out = BytesIO()
        figure.savefig(out, format=kind, metadata=known[kind])
        pictures[kind] = out.getvalue()
    words = f"</title>\n <desc>{escape(alt, quote=False)}</desc>"
    pictures["svg"] = pictures["svg"].replace(b"</title>", words.encode(), 1).replace(b"<svg ", b'<svg role="img" ', 1)
    return pictures


def describe(table: pd.DataFrame, what: str, *, amount: str = "#", things: str = "rows") -> str:
    """
    Describe a chart in words: what it shows, its largest and smallest numbers, and where it has an order, the trend.

    Parameters
    ----------
    table : DataFrame
        The numbers shown, in the rows and columns shown; columns of other kinds are passed over.
    what : str
        What is drawn, such as ``"Bars of reports by outlet"``.
    amount : str, default "#"
        How to say a number, ``#`` for it, as for `name_leaders`: ``"# reports"``.
    things : str, default "rows"
        What a row, or a cell of several columns, is called where too many tie to name them.

    Returns
    -------
    str
        Two sentences or more.

    Raises
    ------
    IndexError
        If `what` is empty.

    Notes
    -----
    A trend is one of the rows along a numeric index with a name, by Kendall's rank correlation (5 %, two-sided), where
    the ends agree with it; several columns are added up, if of counts, else have none.
    """
    from scipy.stats import kendalltau

    numbers = table.select_dtypes("number").astype(float)
    one, ordered = numbers.shape[1] == 1, pd.api.types.is_numeric_dtype(numbers.index) and numbers.index.name
    values = pd.Series(numbers.iloc[:, 0] if one else numbers.stack()).dropna()  # noqa: PD013
    values = values.rename(lambda row: f"{ordered} {row}") if one and ordered else values
    said = [f"{what}; {things}: {len(values):,}", name_leaders(values, amount, things=things)]
    if values.min() and values.min() < values.max():  # that there are none of some says nothing
        said.append(name_leaders(values, amount, things=things, least=True))
    if ordered and len(numbers) > 2 and (one or (values % 1 == 0).all()):
        written, (tau, chance) = write_numbers(sums := numbers.sum(axis=1)), kendalltau(numbers.index, sums)
        clear = chance <= 2 * CHANCE and tau * (sums.iloc[-1] - sums.iloc[0]) > 0
        trend = "with no clear trend" if not clear else "rising" if tau > 0 else "falling"
        first, last = (f"{written[end]} ({numbers.index[end]:.4g})" for end in (0, -1))
        said.append(f"from {first} to {last}, {trend}")
    return " ".join(f"{sentence[0].upper()}{sentence[1:]}." for sentence in said)


def name_source(documents: pd.DataFrame) -> str:
    """
    Say on which reports a figure rests: how many, of how many outlets, from when to when.

    Parameters
    ----------
    documents : DataFrame
        As returned by `load_corpus`.

    Returns
    -------
    str
        A line for `save_figure`'s `note`.

    Raises
    ------
    SchemaError
        If the column ``date`` or ``outlet`` is missing.
    """
    require_columns(documents, "documents", ("date", "outlet"))
    n, outlets, dates = len(documents), documents["outlet"].nunique(), documents["date"].dropna()
    span = dict.fromkeys(f"{date:%Y-%m-%d}" for date in (dates.min(), dates.max()) if len(dates))
    of = f" of {outlets:,} outlet{'s' * (outlets > 1)}" if outlets else ""
    undated = f"{n - len(dates):,} undated" if len(dates) < n else ""
    return ", ".join(filter(None, [f"Source: {n:,} report{'s' * (n != 1)}{of}", " to ".join(span), undated])) + "."
