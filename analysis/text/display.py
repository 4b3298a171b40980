"""Texts for display: with passages marked, and safe to show in a notebook or open in a spreadsheet."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from html import escape

_escape_markdown = partial(re.compile(r"([\\`*_{}\[\]()<>#+\-.!|$~&])").sub, r"\\\1")


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
    Escaped for HTML and Markdown; as plain text, marks stand in brackets.
    """

    doc_id: str
    pieces: list[tuple[str, str, str]]

    def __repr__(self) -> str:
        return self._render(str, "[{words} | {marks}]", "{field}: ")

    def _repr_markdown_(self) -> str:
        return self._render(_escape_markdown, "**{words}** ({marks})", "*{field}:* ")

    def _repr_html_(self) -> str:
        body = self._render(escape, '<mark title="{marks}"{style}>{words}</mark>', "<b>{field}:</b> ")
        return f'<div style="white-space: pre-wrap">{body}</div>'

    def _style(self, marks: str) -> str:
        return ""

    def _render(self, escaped: Callable[[str], str], marked: str, heading: str) -> str:
        fields: dict[str, list[str]] = {}
        for field, words, marks in self.pieces:
            shown = escaped(words)
            if marks:
                shown = marked.format(words=shown, marks=escaped(marks), style=self._style(marks))
            fields.setdefault(field, [heading.format(field=field)]).append(shown)
        return "\n\n".join(map("".join, fields.values()))


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
