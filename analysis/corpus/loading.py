"""
From a folder of reports to the table of documents.

Everything that was changed, found or left out is logged in ``documents.attrs["log"]``, which `load_log` returns as a
table. The result does not depend on the order of the files, the clock or the locale.
"""

from __future__ import annotations

import datetime as dt
import os
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from functools import cache, partial
from operator import attrgetter

import pandas as pd
import pyarrow as pa

from analysis.corpus import repair
from analysis.corpus.boilerplate import drop_boilerplate, find_recurring
from analysis.corpus.edits import Edit, apply_edits
from analysis.corpus.files import find_files, read_file
from analysis.corpus.formats import FIELDS, Record
from analysis.corpus.languages import Model, identify_languages, load_model
from analysis.corpus.metadata import find_metadata, parse_date
from analysis.corpus.near_duplicates import find_near_duplicates
from analysis.corpus.page import split_title
from analysis.corpus.repair import REPAIRS
from analysis.corpus.run_together import covers, find_run_together, load_words
from analysis.corpus.word_numbers import number_words
from analysis.errors import (
    AnalysisError,
    DuplicateIdError,
    EmptyCorpusError,
    EmptyDocumentError,
    ParameterError,
    SchemaError,
    check_on_error,
    log_row,
    name_culprit,
)
from analysis.lists.loading import refresh_lists
from analysis.text.tokens import release

LogRow = dict[str, object]
Refuse = Callable[[AnalysisError], None]

COLUMNS = tuple("title text date outlet byline language url source_file sha256 n_words duplicate_of".split())
LOG_COLUMNS = ("file", "kind", "offset", "before", "after", "detail")


class _Log(list[LogRow]):
    """The rows of the log; pandas deep-copies ``attrs`` at each step, and this list is shared by all copies."""

    def __deepcopy__(self, memo: object) -> _Log:
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
        A folder (read recursively), a file, or a glob. Hidden files, ``README*`` and names that begin with ``_`` are
        skipped. Formats: .txt, .md, .html, .json, .jsonl, .csv, .tsv, .parquet, each also as .gz, .zip of these, and
        with the extra ``office`` .docx, .pdf and .xlsx.
    columns : mapping of str to str, optional
        For tables, the column of a field: ``{"text": "body"}``. The usual names are recognised.
    repairs : sequence of str, default `REPAIRS`
        Which repairs to make, of ``mojibake``, ``characters``, ``boilerplate``, ``repeated``, ``run_together``,
        ``spaces``.
    on_error : {"raise", "skip"}, default "raise"
        Whether to raise on the first file that cannot be read, or to log it and go on.

    Returns
    -------
    DataFrame, indexed by ``doc_id`` (str, unique, sorted)
        ``title`` (NA if none), ``text`` (the body without its title), ``date`` (datetime64, NaT if unknown),
        ``outlet``, ``byline``, ``language`` (ISO 639-1), ``url``, ``source_file``, ``sha256`` (of the raw bytes; of a
        table's row, of its text), ``n_words``, ``duplicate_of`` (doc_id of the first copy, NA if none); then other
        fields of the files, as ``meta_...``. ``attrs["log"]`` is a list of dicts.

    Raises
    ------
    EmptyCorpusError
        If there is no document.
    ReadError, DuplicateIdError
        With ``on_error="raise"``, at the first file that cannot be read, has no body, or repeats a ``doc_id``.
    ParameterError
        If an option has a value that is not accepted.
    LexiconError
        If a list of the user's own is malformed.
    """
    refresh_lists()
    check_on_error(on_error)
    if unknown := set(repairs) - set(REPAIRS):
        raise ParameterError(f"repairs={sorted(unknown)} are not known. Choose among {', '.join(REPAIRS)}.")
    if unknown := set(columns or ()) - {"id", "text", *FIELDS}:
        raise ParameterError(f"columns: no field {sorted(unknown)}. The fields are id, text, {', '.join(FIELDS)}.")
    log: list[LogRow] = []

    def refuse(error: AnalysisError) -> None:
        if on_error == "raise":
            raise error
        log.append(log_row(str(error).partition(":")[0].partition(",")[0], "error", str(error)))

    records = sorted(_read_records(path, columns or {}, repairs, log, refuse), key=attrgetter("doc_id"))
    with name_culprit(str(path)):
        records = _repair(records, repairs, refuse)
    if not records:
        raise EmptyCorpusError(f"{path}: no document could be read. on_error='raise' names the first reason.")
    languages = Counter(record.fields["language"] or "unknown" for record in records if "run_together" in repairs)
    for language, n in sorted(languages.items()):
        if not covers(language):
            log.append(
                log_row("", "not covered", f"no word list parts run-together words in {language!r} ({n} documents)")
            )
    return _to_table(records, log)


def load_log(documents: pd.DataFrame) -> pd.DataFrame:
    """
    Return a table of what was changed, found or left out while loading.

    Parameters
    ----------
    documents : DataFrame
        As returned by `load_corpus`.

    Returns
    -------
    DataFrame, one row per event
        ``file``, ``kind``, ``offset`` (characters; NA if it has no position), ``before``, ``after``, ``detail``.

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


def _read_records(
    path: str | os.PathLike[str], columns: Mapping[str, str], repairs: Sequence[str], log: list[LogRow], refuse: Refuse
) -> list[Record]:
    """Read all records, repair their characters and identify their languages; refuse or log what is unusable.
    The language model is loaded at the first record that needs it, in parallel with the reading."""
    files, passed_over = find_files(path)
    log += passed_over
    records: dict[str, Record] = {}
    with ThreadPoolExecutor(1) as aside:
        model = cache(lambda: aside.submit(load_model))
        for name, file in files.items():
            try:
                with name_culprit(name):
                    for record in read_file(file, name, columns=columns, refuse=refuse):
                        if _is_new(record, records, refuse):
                            _fix(record, repairs, mojibake=repair.fix_mojibake, characters=repair.fix_characters)
                            if not record.fields.get("language"):
                                model()
            except AnalysisError as error:
                refuse(error)
        _name_languages([record for record in records.values() if not record.fields.get("language")], model)
    return list(records.values())


def _name_languages(records: list[Record], model: Callable[[], Future[Model]]) -> None:
    if records:
        load_words()  # the model is still being unpacked
        names = identify_languages([record.text for record in records], model().result())
        for record, language in zip(records, names, strict=True):
            record.fields["language"] = language


def _is_new(record: Record, records: dict[str, Record], refuse: Refuse) -> bool:
    """Add a record to the others and return True; refuse one that is empty or has the ``doc_id`` of another."""
    doc_id, source = record.doc_id, record.source_file
    if not record.text:
        refuse(EmptyDocumentError(f"{source}: no text in {doc_id!r}. Add the body or remove the file."))
    elif (first := records.setdefault(doc_id, record)) is not record:
        used = f"{source}: doc_id {doc_id!r} is already used by {first.source_file}"
        refuse(DuplicateIdError(f"{used}. Rename one of the two files."))
    else:
        return True
    return False


def _repair(records: list[Record], repairs: Sequence[str], refuse: Refuse) -> list[Record]:
    """Make the repairs that need a language or the whole corpus; find metadata and near-duplicates in between."""
    records = _try_each(records, refuse, _add_metadata)
    recurring = find_recurring([record.text for record in records]) if "boilerplate" in repairs else set()
    records = _try_each(records, refuse, partial(_drop_boilerplate, repairs=repairs, recurring=recurring))
    texts = [record.text for record in records]
    tokens = number_words(texts)
    for record, first in zip(records, find_near_duplicates(tokens), strict=True):
        record.fields["duplicate_of"] = None if first is None else records[first].doc_id
    covered = [covers(record.fields["language"]) for record in records]
    split = find_run_together(texts, covered, tokens) if "run_together" in repairs and any(covered) else {}
    edits = {record.doc_id: split.get(at, []) for at, record in enumerate(records)}
    del texts, tokens
    return _try_each(records, refuse, partial(_finish, repairs=repairs, edits=edits))


def _try_each(records: list[Record], refuse: Refuse, step: Callable[[Record], None]) -> list[Record]:
    """Take a step with each record, and return those that it does not fail on."""
    kept = []
    for record in records:
        try:
            with name_culprit(f"{record.source_file}: {record.doc_id!r}"):
                step(record)
                kept.append(record)
        except AnalysisError as error:
            refuse(error)
    return kept


def _add_metadata(record: Record) -> None:
    own = find_metadata(record.text, str(record.fields["language"]))
    record.fields |= {key: value for key, value in own._asdict().items() if value and not record.fields.get(key)}


def _drop_boilerplate(record: Record, *, repairs: Sequence[str], recurring: set[str]) -> None:
    drop = partial(drop_boilerplate, recurring=recurring, language=str(record.fields["language"]))
    _fix(record, repairs, boilerplate=drop, repeated=repair.drop_repeats)


def _finish(record: Record, *, repairs: Sequence[str], edits: Mapping[str, list[Edit]]) -> None:
    _edit(record, "run_together", edits[record.doc_id])
    _fix(record, repairs, spaces=repair.fix_spaces)
    _split_off_title(record)
    record.fields["n_words"] = len(record.text.split())
    record.fields["date"] = _date(record)


def _fix(record: Record, repairs: Sequence[str], **steps: Callable[[str], list[Edit]]) -> None:
    """Apply the requested steps, in order."""
    for kind, fix in steps.items():
        if kind in repairs:
            _edit(record, kind, fix(record.text))


def _edit(record: Record, kind: str, edits: list[Edit]) -> None:
    for start, end, after in edits:
        before = record.text[start:end]
        record.log.append(log_row(record.source_file, kind, record.doc_id, offset=start, before=before, after=after))
    if edits:
        record.text = apply_edits(record.text, edits)


def _split_off_title(record: Record) -> None:
    known = record.fields.get("title")
    title, start, end = split_title(record.text)
    if not known and title:
        record.fields["title"] = title
        _edit(record, "title", [(start, end, "")])
    elif known and record.text.startswith(f"{known}\n"):
        _edit(record, "title", [(0, len(record.text) - len(record.text[len(str(known)) :].lstrip()), "")])


def _to_table(records: list[Record], log: list[LogRow]) -> pd.DataFrame:
    index = pd.Index([record.doc_id for record in records], name="doc_id", dtype="str")
    table = pd.DataFrame(index=index, columns=list(COLUMNS))
    table["date"] = pd.Series([record.fields["date"] for record in records], index, "datetime64[s]")
    table["n_words"] = pd.Series([record.fields["n_words"] for record in records], index, "int64")
    table["text"] = pd.Series(_take_texts(records), index, "str")
    for name in ("source_file", "sha256"):
        table[name] = pd.Series([getattr(record, name) for record in records], index, "str")
    for name in ("title", "outlet", "byline", "language", "url", "duplicate_of"):
        table[name] = pd.Series([_text(record.fields.get(name)) for record in records], index, "str")
    for name in sorted({key for record in records for key in record.fields if key.startswith("meta_")}):
        table[name] = pd.Series([record.fields.get(name) for record in records], index)
    table.attrs["log"] = _Log([*log, *(row for record in records for row in record.log)])
    return table


def _take_texts(records: list[Record]) -> pa.ChunkedArray:
    """Move the texts into a column in batches, so that memory never holds all of them twice."""
    pieces = []
    for start in range(0, len(records), 1000):
        part = records[start : start + 1000]
        pieces.append(pa.array([record.text for record in part], pa.large_string()))
        for record in part:
            record.text = ""
        release()
    return pa.chunked_array(pieces, pa.large_string())


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
