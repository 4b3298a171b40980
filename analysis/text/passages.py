"""
Documents split into passages of about a paragraph.

A passage has between `MIN_PASSAGE` and `MAX_PASSAGE` characters: a heading says too little to be classified, a whole
page covers several sectors. A line break ends a paragraph only after a sentence, so wrapped text stays together.
"""

import re

import pandas as pd

from analysis.errors import require_columns

MIN_PASSAGE = 80
MAX_PASSAGE = 1000

_BREAK = re.compile(r"(?<!\s)\s*\n[ \t]*\n\s*|(?<=[.!?…:;”\"»)])[ \t]*\n\s*")
_SENTENCE_END = re.compile(r"(?<=\w{3})[.!?…]+[”\"»’)\]]*\s+")


def full_text(documents: pd.DataFrame) -> pd.Series:
    """
    Return the text that the estimators read: title and body, joined.

    Parameters
    ----------
    documents : DataFrame
        ``title`` (str or NA) and ``text`` (str), as returned by `load_corpus`.

    Returns
    -------
    Series of str, indexed as `documents`
        Title, a blank line, body; the body alone where there is no title.

    Raises
    ------
    SchemaError
        If a column is missing.
    """
    require_columns(documents, "documents", ("title", "text"), "Load them with load_corpus. ")
    titles = documents["title"].fillna("")
    return (titles + "\n\n" + documents["text"]).where(titles != "", documents["text"]).rename("text")


def split_passages(documents: pd.DataFrame) -> pd.DataFrame:
    """
    Split each body into passages of about a paragraph.

    Parameters
    ----------
    documents : DataFrame, indexed by ``doc_id``
        ``text`` (str), as returned by `load_corpus`.

    Returns
    -------
    DataFrame, indexed by ``(doc_id, passage)``, passages counted from 0
        ``text``; ``start`` and ``end`` (characters): ``documents.loc[doc_id, "text"][start:end] == text``.

    Raises
    ------
    SchemaError
        If the column is missing.
    """
    require_columns(documents, "documents", ["text"], "Load them with load_corpus. ")
    rows = [
        (doc_id, number, text[start:end], start, end)
        for doc_id, text in documents["text"].items()
        for number, (start, end) in enumerate(_passages(text))
    ]
    table = pd.DataFrame(rows, columns=["doc_id", "passage", "text", "start", "end"])
    return table.astype({"doc_id": "str", "text": "str"}).set_index(["doc_id", "passage"])


def _passages(text: str) -> list[tuple[int, int]]:
    joined: list[tuple[int, int]] = []
    for start, end in _paragraphs(text):
        if joined and (end - start < MIN_PASSAGE or joined[-1][1] - joined[-1][0] < MIN_PASSAGE):
            start = joined.pop()[0]
        joined.append((start, end))
    return [piece for span in joined for piece in _split_long(text, *span)]


def _paragraphs(text: str) -> list[tuple[int, int]]:
    start, last = len(text) - len(text.lstrip()), len(text.rstrip())
    edges = [start, *(edge for gap in _BREAK.finditer(text, start, last) for edge in gap.span()), last]
    return list(zip(edges[::2], edges[1::2], strict=True)) if start < last else []


def _split_long(text: str, start: int, end: int) -> list[tuple[int, int]]:
    pieces = []
    while end - start > MAX_PASSAGE:
        ends = [m.end() for m in _SENTENCE_END.finditer(text, start + MIN_PASSAGE, start + MAX_PASSAGE)]
        cut = ends[-1] if ends else max(text.rfind(" ", start, start + MAX_PASSAGE), start) + 1
        cut = start + MAX_PASSAGE if cut <= start + MIN_PASSAGE else cut
        pieces.append((start, start + len(text[start:cut].rstrip())))
        start = end - len(text[cut:end].lstrip())
    return [*pieces, (start, end)]
