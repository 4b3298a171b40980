"""
Texts and tables for display: with passages marked, and safe to show in a notebook or open in a spreadsheet.

Displays adapt to a dark theme, JupyterLab's or else the system's: marks are translucent over its own background, and
underlined where that is all that can be seen. MathJax must leave them alone: two dollar signs are no formula.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from html import escape
from itertools import cycle
from math import floor, log10
from numbers import Number
from typing import Any, ClassVar, NamedTuple

import numpy as np
import pandas as pd

ROWS, LONGEST = 20, 300  # of a table in a notebook, characters of a cell
CODED = {"parties", "instruments", "topic", "country_a", "country_b"}  # columns of codes
_MONTHS = "January February March April May June July August September October November December".split()
_YEARLESS = re.compile(r"\A'?--(0[1-9]|1[0-2])(?:-(\d\d))?\Z")
PLAIN = "tex2jax_ignore mathjax_ignore"  # the classes of what is no mathematics
_HUES = {"country": "63 144 218", "organisation": "225 150 0", "instrument": "189 31 1", "amount": "60 140 60"}
_HUES |= {"date": "131 45 182", "place": "0 150 150", "speaks for": "225 150 0", "speaks against": "63 144 218"}
_STYLE = """<style>.silk-ledger {--most: .45; white-space: pre-wrap}
.silk-ledger mark {color: inherit; background: rgb(var(--hue) / calc(var(--most) * var(--weight)));
border-bottom: 2px solid rgb(var(--hue))} @media (prefers-color-scheme: dark) {.silk-ledger {--most: .5}}
[data-jp-theme-light=true] .silk-ledger {--most: .45} [data-jp-theme-light=false] .silk-ledger {--most: .5}</style>"""


@dataclass(frozen=True)
class Evidence:
    """
    A document's title and text, cut where a fact begins or ends; notebooks show it with the facts marked.

    Parameters
    ----------
    doc_id : str
        The document.
    pieces : list of (str, str, str)
        ``(field, words, marks)``; the words of a field, joined, are the field, and ``marks`` names the facts that
        cover them (``country UZB party``), or is empty.

    Notes
    -----
    Escaped for HTML; as plain text, marks stand in brackets. Each kind of fact has its colour, named in a legend.
    """

    doc_id: str
    pieces: list[tuple[str, str, str]]

    def __repr__(self) -> str:
        shown = [(field, f"[{words} | {marks}]" if marks else words) for field, words, marks in self.pieces]
        return _join_fields(shown, "{}: ")

    def _repr_html_(self) -> str:
        shown, legend = list[tuple[str, str]](), dict[str, str]()
        for field, words, marks in self.pieces:
            shown.append((escape(field), escape(words)))
            if marks:
                kind, weight = self._weigh(marks)
                mark = f'<mark title="%s" style="--hue: {_HUES.get(kind, "120 120 120")}; --weight: %.2f">%s</mark>'
                legend[kind] = mark % (escape(kind), 1, escape(kind))
                shown[-1] = escape(field), mark % (escape(marks), weight, escape(words))
        body = f"{' '.join(legend.values())}\n\n{_join_fields(shown, '<b>{}:</b> ')}"
        return f'{_STYLE}<div class="silk-ledger {PLAIN}">{body}</div>'

    def _weigh(self, marks: str) -> tuple[str, float]:
        """Return the kind of a mark, which gives its colour, and its weight from 0 to 1, which shades it."""
        return marks.split(maxsplit=1)[0], 1.0


def _join_fields(pieces: list[tuple[str, str]], heading: str) -> str:
    fields = dict[str, list[str]]()
    for field, words in pieces:
        fields.setdefault(field, [heading.format(field)]).append(words)
    return "\n\n".join(map("".join, fields.values()))


class ShownTable(NamedTuple):
    """A table written out for a reader by `show_table`: its cells as text, the side of each column, what is cut."""

    cells: pd.DataFrame
    sides: list[str]
    cut: str

    def __repr__(self) -> str:
        return "no rows" if self.cells.empty else f"{self.cells.to_string(index=False)}\n{self.cut}".strip("\n")

    def _repr_html_(self) -> str:
        sides = cycle(self.sides)
        with pd.option_context("display.max_colwidth", None):
            plain = self.cells.to_html(index=False, border=0)
        table = re.sub("(?<=<t[dh])>", lambda _: f' style="text-align: {next(sides)}">', plain)
        return f'<div class="{PLAIN}">{"no rows" if self.cells.empty else table + self.cut}</div>'


def show_table(table: pd.DataFrame | pd.Series, *, most: int = 60) -> ShownTable:
    """
    Show a table to a reader: text to the left and whole, numbers to the right with thousands apart, nothing for NA.

    Parameters
    ----------
    table : DataFrame or Series
        Lists are joined by commas; an index is shown as it is, unless it only counts the rows.
    most : int, default 60
        Rows shown; how many there are is said below.

    Returns
    -------
    ShownTable
        Which notebooks show, escaped.

    Raises
    ------
    ValueError
        If `table` cannot be made a DataFrame (pandas' error).
    """
    shown = pd.DataFrame(table).head(most)
    names = [" ".join(map(str, name)) if isinstance(name, tuple) else str(name) for name in shown.columns]
    shown = shown.set_axis(names, axis=1)
    if shown.index.names != [None] or shown.index.dtype.kind not in "iu":
        labels = shown.index.to_frame().map(str).set_axis([str(name or "") for name in shown.index.names], axis=1)
        shown = pd.concat([labels, shown], axis=1)
    columns = [column for _, column in shown.items()]
    texts = {n: write_numbers(c) if c.dtype.kind in "iuf" else [*map(_write_cell, c)] for n, c in enumerate(columns)}
    cut = f"{len(shown):,} of {len(table):,} rows are shown." if len(shown) < len(table) else ""
    sides = ["right" if column.dtype.kind in "iuf" else "left" for column in columns]
    return ShownTable(pd.DataFrame(texts).set_axis(shown.columns, axis=1), sides, cut)


class NamedTable(pd.DataFrame):
    """A DataFrame that notebooks show as `show_table` does, its first rows, with names for codes and long texts cut."""

    _metadata: ClassVar = ["names"]  # which pandas hands on to what is selected
    names: dict

    @property
    def _constructor(self) -> type:
        return NamedTable

    def _repr_html_(self) -> str | None:
        head, names = pd.DataFrame(self).head(ROWS), getattr(self, "names", None) or {}
        for column in CODED.intersection(head):
            own = {} if column == "instruments" else names
            head[column] = head[column].map(lambda cell, own=own: name_codes(cell, own))
        head = head.map(lambda cell: f"{cell[:LONGEST]}…" if isinstance(cell, str) and len(cell) > LONGEST else cell)
        try:
            shown = show_table(head)
        except (ArithmeticError, TypeError, ValueError):  # of cells that are no text, number, day or list
            return pd.DataFrame(self)._repr_html_()  # type: ignore[operator]
        return shown._replace(cut=f"{len(head):,} of {len(self):,} rows are shown.")._repr_html_()


def name_table(table: pd.DataFrame, names: dict) -> NamedTable:
    """Return a table as one that shows names, by code, in notebooks; what it holds is shared."""
    named = NamedTable(table)
    named.attrs, named.names = table.attrs, names
    return named


def name_codes(cell: object, names: dict) -> Any:
    """Return what people call a code, or each of a list: its name, else the code in words."""
    if isinstance(cell, list):
        return [name_codes(one, names) for one in cell]
    return names.get(cell, cell.replace("_", " ")) if isinstance(cell, str) else cell


def _write_cell(value: object) -> str:
    if isinstance(value, list | tuple | set) and type(value) in (list, tuple, set):  # an amount has its own words
        return ", ".join(map(_write_cell, value))
    if isinstance(value, Number) and not isinstance(value, bool):
        return write_numbers([value])[0]
    if isinstance(value, tuple):
        return re.sub(r"^\d+", lambda digits: f"{int(digits[0]):,}", str(value))
    return "" if value is None or pd.isna(value) else str(value).removesuffix(" 00:00:00")  # type: ignore[call-overload]


def write_numbers(values: Iterable) -> list[str]:
    """
    Write numbers alike: thousands apart, and unless all are whole, with two decimals or what the largest needs.

    From 1,000 on there are no decimals, and NA is written as nothing.
    """
    numbers = [float("nan" if pd.isna(value) else value) for value in values]
    known = [number for number in numbers if number == number] or [0.0]
    decimals = 0 if all(map(float.is_integer, known)) else max(2, -floor(log10(max(map(abs, known)))))
    return ["" if n != n else f"{n:,.{0 if abs(n) >= 1000 else decimals}f}" for n in numbers]


def write_figures(number: Any, digits: int = 10) -> str:
    """Write a number for a file, never with an exponent: a whole one whole, another to so many significant digits."""
    kept = number if float(number).is_integer() else float(f"{number:.{digits}g}")
    return np.format_float_positional(kept, trim="-")


def write_day(date: str) -> str:
    """Write a day or month told without its year, as tables and `guard_cell` have it, for people: 19 February."""
    return _YEARLESS.sub(lambda told: f"{int(told[2] or 0) or ''} {_MONTHS[int(told[1]) - 1]}".strip(), date)


def write_short(number: float) -> str:
    """Write a large number in words, as people say it: 57.3 billion."""
    for size, word in ((1e12, " trillion"), (1e9, " billion"), (1e6, " million")):
        if number >= size:
            return f"{number / size:,.1f}".removesuffix(".0") + word
    return f"{number:,.0f}" if number >= 1000 else f"{number:.3g}"


def guard_cell(value: object) -> object:
    """
    Make a cell safe for a spreadsheet: join a list into text, and quote text that would run as a formula.

    Parameters
    ----------
    value : object
        A cell of a table.

    Returns
    -------
    object
        A list as text, its entries separated by ``;``; text that begins with
        ``= + - @``, a tab or a carriage return with ``'`` before it; anything else unchanged.

    Raises
    ------
    TypeError
        If a list holds a tuple of anything but str.
    """
    if isinstance(value, list):
        value = "; ".join(map(str, value))
    return f"'{value}" if isinstance(value, str) and value.startswith(("=", "+", "-", "@", "\t", "\r")) else value
