"""
From a folder of reports to the table of documents, and from documents to passages.

Everything that was altered, found or left out on the way stands in ``documents.attrs["log"]``, which `load_log` makes a
table. The order of the files, the clock and the locale have no part in the result.

Passages are paragraphs: between `MIN_PASSAGE` and `MAX_PASSAGE` characters, because a heading alone says too little to
be classified and a whole page speaks of several sectors. A line break ends a paragraph when the line ends a sentence,
so that text wrapped at a fixed width stays together and text with one paragraph a line comes apart.
"""

from __future__ import annotations

import datetime as dt
import os
import re

import pandas as pd

from analysis.errors import (
    AnalysisError,
    DuplicateIdError,
    EmptyCorpusError,
    EmptyDocumentError,
    ParameterError,
    SchemaError,
)
from analysis.language import identify_language
from analysis.metadata import split_title
from analysis.readers import Record, find_files, log_row, read_file

COLUMNS = (
    "title",
    "text",
    "date",
    "outlet",
    "byline",
    "language",
    "url",
    "source_file",
    "sha256",
    "n_words",
    "duplicate_of",
)
LOG_COLUMNS = ("file", "kind", "offset", "before", "after", "detail")
MIN_PASSAGE = 80
MAX_PASSAGE = 1000

_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_BREAK = re.compile(r"\s*\n[ \t]*\n\s*|(?<=[.!?…:;”\"»)])[ \t]*\n\s*")
_SENTENCE_END = re.compile(r"(?<=\w{3})[.!?…]+[”\"»’)\]]*\s+")


def load_corpus(path: str | os.PathLike[str], *, on_error: str = "raise") -> pd.DataFrame:
    """
    Read a folder of reports into the documents table.

    Parameters
    ----------
    path : str or path-like
        A folder, read at any depth, or a single file. Hidden files, ``README*`` and names beginning with ``_`` are
        passed over.
    on_error : {"raise", "skip"}
        Whether what cannot be read stops the run or becomes a row of the log.

    Returns
    -------
    DataFrame, indexed by ``doc_id`` (str, unique, sorted)
        ``title`` (NA if none), ``text`` (the body without its title), ``date`` (datetime64, NaT if unknown),
        ``outlet``, ``byline``, ``language`` (ISO 639-1), ``url``, ``source_file``, ``sha256`` (of the raw bytes),
        ``n_words``, ``duplicate_of`` (doc_id of the first copy, NA). ``attrs["log"]`` is a list of dicts.

    Raises
    ------
    EmptyCorpusError
        If there is no document.
    ReadError, DuplicateIdError
        Under ``on_error="raise"``, at the first file that cannot be read, has no body, or repeats a ``doc_id``.
    """
    if on_error not in ("raise", "skip"):
        raise ParameterError(f"on_error={on_error!r} is not accepted. Choose 'raise' or 'skip'.")
    records, log = _read_records(path, strict=on_error == "raise")
    if not records:
        raise EmptyCorpusError(
            f"{path}: no document could be read. load_corpus(..., on_error='raise') names the first reason."
        )
    for record in records:
        log += record.log
    table = pd.DataFrame([_row(r) for r in records], columns=["doc_id", *COLUMNS]).set_index("doc_id").sort_index()
    table["date"] = pd.to_datetime(table["date"]).astype("datetime64[s]")
    text_columns = [c for c in COLUMNS if c not in ("date", "n_words")]
    table[text_columns] = table[text_columns].astype("str")
    table.index = table.index.astype("str")
    table.attrs["log"] = log
    return table


def load_log(documents: pd.DataFrame) -> pd.DataFrame:
    """
    Make a table of what was altered, found or left out while loading.

    Parameters
    ----------
    documents : DataFrame
        As given by `load_corpus`.

    Returns
    -------
    DataFrame, one row an event
        ``file``, ``kind``, ``offset`` (characters; NA where it has no place), ``before``, ``after``, ``detail``.

    Raises
    ------
    SchemaError
        If the table has lost its ``attrs["log"]``.
    """
    if "log" not in documents.attrs:
        raise SchemaError(
            "This table has no attrs['log']. Pass the table that load_corpus gave, not one rebuilt from it."
        )
    log = pd.DataFrame(documents.attrs["log"], columns=list(LOG_COLUMNS))
    return log.astype({"offset": "Int64"} | {c: "str" for c in LOG_COLUMNS if c != "offset"})


def full_text(documents: pd.DataFrame) -> pd.Series:
    """
    Join title and body: what the estimators read.

    Parameters
    ----------
    documents : DataFrame
        ``title`` and ``text``, as given by `load_corpus`.

    Returns
    -------
    Series of str, indexed as `documents`
        Title, a blank line, body; the body alone where there is no title.
    """
    titles = documents["title"].fillna("")
    return (titles + "\n\n" + documents["text"]).where(titles != "", documents["text"]).rename("text")


def split_passages(documents: pd.DataFrame) -> pd.DataFrame:
    """
    Split each body into passages of a paragraph's length.

    Parameters
    ----------
    documents : DataFrame, indexed by ``doc_id``
        ``text``, as given by `load_corpus`.

    Returns
    -------
    DataFrame, indexed by ``(doc_id, passage)``
        ``text``, ``start``, ``end``; ``documents.text[start:end] == text`` always.
    """
    rows = [
        (doc_id, number, text[start:end], start, end)
        for doc_id, text in documents["text"].items()
        for number, (start, end) in enumerate(_passages(text))
    ]
    table = pd.DataFrame(rows, columns=["doc_id", "passage", "text", "start", "end"])
    return table.astype({"doc_id": "str", "text": "str"}).set_index(["doc_id", "passage"])


def _read_records(path: str | os.PathLike[str], *, strict: bool) -> tuple[list[Record], list[dict[str, object]]]:
    root, files = find_files(path)
    records: dict[str, Record] = {}
    log: list[dict[str, object]] = []
    for file in files:
        try:
            for record in read_file(file, root):
                _accept(record, records)
        except AnalysisError as error:
            if strict:
                raise
            log.append(log_row(file.relative_to(root).as_posix(), "error", str(error)))
    return list(records.values()), log


def _accept(record: Record, records: dict[str, Record]) -> None:
    if not record.text:
        raise EmptyDocumentError(
            f"{record.source_file}: no text below the front matter. Add the body or remove the file."
        )
    if first := records.get(record.doc_id):
        raise DuplicateIdError(
            f"{record.source_file}: doc_id {record.doc_id!r} is already used by {first.source_file}. "
            "Rename one of the two files."
        )
    records[record.doc_id] = record


def _row(record: Record) -> dict[str, object]:
    fields = record.fields
    title, body = (fields["title"], record.text) if fields.get("title") else split_title(record.text)
    row = {name: fields.get(name) for name in ("outlet", "byline", "url")}
    row |= {"doc_id": record.doc_id, "title": title, "text": body, "date": _date(fields.get("date"))}
    row |= {"language": fields.get("language") or identify_language(body), "source_file": record.source_file}
    return row | {"sha256": record.sha256, "n_words": len(_WORD.findall(body))}


def _date(value: object) -> dt.date | None:
    if isinstance(value, str):
        try:
            value = dt.datetime.fromisoformat(value)
        except ValueError:
            return None
    if isinstance(value, dt.datetime):
        return value.replace(tzinfo=None)
    return value if isinstance(value, dt.date) else None


def _passages(text: str) -> list[tuple[int, int]]:
    joined: list[tuple[int, int]] = []
    for start, end in _paragraphs(text):
        if joined and (end - start < MIN_PASSAGE or joined[-1][1] - joined[-1][0] < MIN_PASSAGE):
            start = joined.pop()[0]
        joined.append((start, end))
    return [piece for span in joined for piece in _split_long(text, *span)]


def _paragraphs(text: str) -> list[tuple[int, int]]:
    start, spans = len(text) - len(text.lstrip()), []
    last = len(text.rstrip())
    for gap in _BREAK.finditer(text, start, last):
        spans.append((start, gap.start()))
        start = gap.end()
    return [*spans, (start, last)] if start < last else spans


def _split_long(text: str, start: int, end: int) -> list[tuple[int, int]]:
    pieces = []
    while end - start > MAX_PASSAGE:
        ends = list(_SENTENCE_END.finditer(text, start + MIN_PASSAGE, start + MAX_PASSAGE))
        cut = ends[-1].end() if ends else start + MAX_PASSAGE
        pieces.append((start, start + len(text[start:cut].rstrip())))
        start = cut
    return [*pieces, (start, end)]
