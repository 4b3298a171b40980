"""
From a folder of reports to the table of documents.

Everything that was altered, found or left out on the way stands in ``documents.attrs["log"]``, which `load_log` makes a
table. The order of the files, the clock and the locale have no part in the result.
"""

from __future__ import annotations

import datetime as dt
import os
from collections import Counter
from collections.abc import Mapping, Sequence
from threading import Thread

import pandas as pd
import pyarrow as pa

from analysis import repair
from analysis.duplicates import find_duplicates
from analysis.errors import (
    AnalysisError,
    DuplicateIdError,
    EmptyCorpusError,
    EmptyDocumentError,
    ParameterError,
    SchemaError,
)
from analysis.formats import FIELDS, Record, log_row
from analysis.glue import Edit, covers, find_glued, number_words
from analysis.metadata import find_metadata, identify_language, parse_date, split_title
from analysis.passages import split_passages as split_passages
from analysis.readers import find_files, read_file
from analysis.repair import REPAIRS

LogRow = dict[str, object]

COLUMNS = tuple("title text date outlet byline language url source_file sha256 n_words duplicate_of".split())
LOG_COLUMNS = ("file", "kind", "offset", "before", "after", "detail")


class Log(list[LogRow]):
    """The rows of the log; pandas copies ``attrs`` deeply at each step, and this list is the same in all of them."""

    def __deepcopy__(self, memo: object) -> Log:
        return self


def load_corpus(
    path: str | os.PathLike[str],
    *,
    columns: Mapping[str, str] | None = None,
    repairs: Sequence[str] = REPAIRS,
    on_error: str = "raise",
) -> pd.DataFrame:
    """
    Read a folder of reports into the documents table.

    Parameters
    ----------
    path : str or path-like
        A folder, read at any depth, a single file, or a glob. Hidden files, ``README*`` and names beginning with ``_``
        are passed over. Read are .txt, .md, .html, .json, .jsonl, .csv, .tsv, .parquet, each also as .gz, .zip of
        these, and with the extra ``office`` .docx, .pdf and .xlsx.
    columns : mapping of str to str, optional
        For tables, from a field to the column that holds it: ``{"text": "body"}``. The usual names are found without.
    repairs : sequence of str, default `REPAIRS`
        Which repairs to make, of ``mojibake``, ``characters``, ``furniture``, ``repeated``, ``glued``, ``spaces``.
    on_error : {"raise", "skip"}
        Whether what cannot be read stops the run or becomes a row of the log.

    Returns
    -------
    DataFrame, indexed by ``doc_id`` (str, unique, sorted)
        ``title`` (NA if none), ``text`` (the body without its title), ``date`` (datetime64, NaT if unknown),
        ``outlet``, ``byline``, ``language`` (ISO 639-1), ``url``, ``source_file``, ``sha256`` (of the raw bytes; of a
        table's row, of its text), ``n_words``, ``duplicate_of`` (doc_id of the first copy, NA); then what else the
        files hold, as ``meta_...``. ``attrs["log"]`` is a list of dicts.

    Raises
    ------
    EmptyCorpusError
        If there is no document.
    ReadError, DuplicateIdError
        Under ``on_error="raise"``, at the first file that cannot be read, has no body, or repeats a ``doc_id``.
    ParameterError
        If an option has a value that is not accepted.
    """
    if on_error not in ("raise", "skip"):
        raise ParameterError(f"on_error={on_error!r} is not accepted. Choose 'raise' or 'skip'.")
    if unknown := set(repairs) - set(REPAIRS):
        raise ParameterError(f"repairs={sorted(unknown)} are not known. Choose among {', '.join(REPAIRS)}.")
    if unknown := set(columns or ()) - {"id", "text", *FIELDS}:
        raise ParameterError(f"columns: no field {sorted(unknown)}. The fields are id, text, {', '.join(FIELDS)}.")
    model = Thread(target=identify_language, args=("a",))
    model.start()  # it takes as long to unpack as the files to read
    try:
        records, log = _read_records(path, columns or {}, strict=on_error == "raise")
    finally:
        model.join()
    if not records:
        raise EmptyCorpusError(f"{path}: no document could be read. on_error='raise' names the first reason.")
    _repair(records, repairs)
    languages = Counter(record.fields["language"] or "unknown" for record in records if "glued" in repairs)
    for language, n in sorted(languages.items()):
        if not covers(language):
            log.append(log_row("", "not covered", f"no word list finds glued words in {language!r} ({n} documents)"))
    return _to_table(records, log)


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


def _read_records(
    path: str | os.PathLike[str], columns: Mapping[str, str], *, strict: bool
) -> tuple[list[Record], list[LogRow]]:
    """Read all records, sorted by ``doc_id``; refuse or note what is unusable."""
    files, log = find_files(path)
    records: dict[str, Record] = {}

    def refuse(error: AnalysisError) -> None:
        if strict:
            raise error
        log.append(log_row(str(error).partition(":")[0].partition(",")[0], "error", str(error)))

    for name, file in files.items():
        try:
            for record in read_file(file, name, columns=columns, refuse=refuse):
                doc_id, source = record.doc_id, record.source_file
                if not record.text:
                    refuse(EmptyDocumentError(f"{source}: no text in {doc_id!r}. Add the body or remove the file."))
                elif (first := records.setdefault(doc_id, record)) is not record:
                    used = f"{source}: doc_id {doc_id!r} is already used by {first.source_file}"
                    refuse(DuplicateIdError(f"{used}. Rename one of the two files."))
        except AnalysisError as error:
            refuse(error)
    return [records[doc_id] for doc_id in sorted(records)], log


def _repair(records: list[Record], repairs: Sequence[str]) -> None:
    """Repair all texts in the order of `REPAIRS`, and note language, metadata and reprints on the way."""
    for record in records:
        for kind, fix in (("mojibake", repair.fix_mojibake), ("characters", repair.fix_characters)):
            if kind in repairs:
                _edit(record, kind, fix(record.text))
        record.fields["language"] = record.fields.get("language") or identify_language(record.text)
        own = find_metadata(record.text, str(record.fields["language"]))
        record.fields |= {key: value for key, value in own._asdict().items() if not record.fields.get(key)}
    recurring = repair.find_recurring([record.text for record in records]) if "furniture" in repairs else set()
    for record in records:
        if "furniture" in repairs:
            _edit(record, "furniture", repair.drop_furniture(record.text, recurring))
        if "repeated" in repairs:
            _edit(record, "repeated", repair.drop_repeats(record.text))
    tokens = number_words(record.text for record in records)
    texts = {at: record.text for at, record in enumerate(records) if covers(record.fields["language"])}
    for at, edits in find_glued(texts, tokens).items() if "glued" in repairs and texts else ():
        _edit(records[at], "glued", edits)
    for record, first in zip(records, find_duplicates(tokens), strict=True):
        record.fields["duplicate_of"] = None if first is None else records[first].doc_id
    for record in records:
        if "spaces" in repairs:
            _edit(record, "spaces", repair.fix_spaces(record.text))
        _split_off_title(record)


def _edit(record: Record, kind: str, edits: list[Edit]) -> None:
    for start, end, after in edits:
        before = record.text[start:end]
        record.log.append(log_row(record.source_file, kind, record.doc_id, offset=start, before=before, after=after))
    if edits:
        record.text = repair.apply_edits(record.text, edits)


def _split_off_title(record: Record) -> None:
    known = record.fields.get("title")
    title, start = split_title(record.text)
    if not known and title:
        record.fields["title"] = title
        _edit(record, "title", [(0, start, "")])
    elif known and record.text.startswith(f"{known}\n"):
        _edit(record, "title", [(0, len(record.text) - len(record.text[len(str(known)) :].lstrip()), "")])


def _to_table(records: list[Record], log: list[LogRow]) -> pd.DataFrame:
    """Build the table column by column; texts move into it a thousand at a time, so that they are not held twice.
    Arrow's own pool could not use the memory that the words and the texts leave free; the system's can: on 34 MB of
    newsgroups the peak is 4.6 times the text instead of 6.7."""
    index = pd.Index([record.doc_id for record in records], name="doc_id", dtype="str")
    table = pd.DataFrame(index=index, columns=list(COLUMNS))
    table["date"] = pd.Series([_date(record) for record in records], index, "datetime64[s]")
    table["n_words"] = [len(record.text.split()) for record in records]
    for name in ("source_file", "sha256"):
        table[name] = pd.Series([getattr(record, name) for record in records], index, "str")
    for name in ("title", "outlet", "byline", "language", "url", "duplicate_of"):
        table[name] = pd.Series([_text(record.fields.get(name)) for record in records], index, "str")
    for name in sorted({key for record in records for key in record.fields if key.startswith("meta_")}):
        table[name] = pd.Series([record.fields.get(name) for record in records], index)
    table.attrs["log"] = Log([*log, *(row for record in records for row in record.log)])
    pieces = []
    for start in range(0, len(records), 1000):
        moved = records[start : start + 1000]
        texts = [record.text for record in moved]
        pieces.append(pa.array(texts, pa.large_string(), memory_pool=pa.system_memory_pool()))
        for record in moved:
            record.text = ""
    table["text"] = pd.Series(pa.chunked_array(pieces), index, "str")
    return table


def _text(value: object) -> str | None:
    if isinstance(value, list):
        return "; ".join(map(str, value)) or None
    return None if value is None or value != value or value == "" else str(value)


def _date(record: Record) -> dt.datetime | None:
    value = record.fields.get("date")
    day = parse_date(value, _text(record.fields["language"]))
    if day is None and _text(value) is not None:
        record.log.append(log_row(record.source_file, "date", "not a date; write it as 2025-06-04", before=str(value)))
    return day
