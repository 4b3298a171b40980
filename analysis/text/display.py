"""The passages that prove a ledger's row: one document's text with its facts marked."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from html import escape
from itertools import pairwise

import pandas as pd

from analysis.errors import ParameterError

_escape_markdown = partial(re.compile(r"([\\`*_{}\[\]()<>#+\-.!|$~&])").sub, r"\\\1")


@dataclass(frozen=True)
class Evidence:
    """
    A document's title and text, cut where a fact begins or ends; notebooks show it with the facts marked.

    Each piece is ``(field, words, marks)``; the words of a field, joined, are the field, and ``marks`` names the facts
    that cover them (``country UZB party``), if any.
    """

    doc_id: str
    pieces: list[tuple[str, str, str]]

    def __repr__(self) -> str:
        return self._render(str, "[{words} | {marks}]", "{field}: ")

    def _repr_markdown_(self) -> str:
        return self._render(_escape_markdown, "**{words}** ({marks})", "*{field}:* ")

    def _repr_html_(self) -> str:
        body = self._render(escape, '<mark title="{marks}">{words}</mark>', "<b>{field}:</b> ")
        return f'<div style="white-space: pre-wrap">{body}</div>'

    def _render(self, escaped: Callable[[str], str], marked: str, heading: str) -> str:
        fields: dict[str, list[str]] = {}
        for field, words, marks in self.pieces:
            shown = marked.format(words=escaped(words), marks=escaped(marks)) if marks else escaped(words)
            fields.setdefault(field, [heading.format(field=field)]).append(shown)
        return "\n\n".join(map("".join, fields.values()))


def ledger_evidence(documents: pd.DataFrame, facts: pd.DataFrame, doc_id: str) -> Evidence:
    """
    Show one document with every fact marked where it stands.

    Parameters
    ----------
    documents, facts : DataFrame
        As `load_corpus` and `extract_facts` give them.
    doc_id : str
        The document to show; a `ParameterError` says so if there is none.

    Returns
    -------
    Evidence
        Escaped for HTML and Markdown; its plain form shows the marks in brackets.
    """
    if doc_id not in documents.index:
        raise ParameterError(f"documents has no doc_id {doc_id!r}. Pick one of documents.index.")
    pieces = []
    for field, words in documents.loc[doc_id, ["title", "text"]].dropna().items():
        own = facts[(facts["doc_id"] == doc_id) & (facts["field"] == field)]
        spans = own[["start", "end", "kind", "value", "role"]].to_numpy().tolist()
        for left, right in pairwise(sorted({0, len(words), *(edge for span in spans for edge in span[:2])})):
            cover = [span[2:] for span in spans if span[0] <= left and right <= span[1]]
            marks = dict.fromkeys(" ".join(part for part in mark if not pd.isna(part)) for mark in cover)
            pieces.append((str(field), str(words)[left:right], "; ".join(marks)))
    return Evidence(doc_id, pieces)
