"""
From a file that holds many documents to raw records: JSON, JSON lines, CSV, TSV, Parquet, Excel.

A row is a document. Its columns are found by the usual names (``lists/field_names.csv``) or named by the caller; other
columns are kept as ``meta_...``. Only JSON lines are streamed.
"""

from __future__ import annotations

import hashlib
import io
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import count
from sys import intern
from typing import Any

import numpy as np
import pandas as pd

from analysis.corpus.formats import FIELDS, Record, decode, missing_office
from analysis.corpus.limits import Budget
from analysis.errors import AnalysisError, LimitError, ReadError, log_row
from analysis.lists.loading import load_list, remember

MAX_LINE = 10 * 2**20
_HALF = re.compile("[\ud800-\udfff]")

Refuse = Callable[[ReadError], None]
Row = dict[str, Any]


def read_lines(stream: io.BufferedReader, name: str, *, columns: Mapping[str, str], refuse: Refuse) -> Iterator[Record]:
    """Read JSON lines, one document per line; raise LimitError if a line is longer than `MAX_LINE`. `name` is the
    file's path inside the folder; `columns` maps a field (``text``, ``title`` ...) to its column; `refuse` is called
    with the error of a row, and raises or logs it."""
    for number in count(1):
        line = stream.readline(MAX_LINE + 1)
        if not line:
            return
        if len(line) > MAX_LINE:
            raise LimitError(
                f"{name}, line {number}: longer than {MAX_LINE >> 20} MB. Give each document its own line."
            )
        try:
            row = json.loads(line) if line.strip() else {}
            if not isinstance(row, dict):
                raise ValueError("not an object")
        except (ValueError, RecursionError) as error:
            refuse(ReadError(f"{name}, line {number}: not JSON ({error}). Mend or remove the line."))
            continue
        if row:
            yield from _to_records([row], name, columns, refuse, first=number)


def read_table(raw: bytes, kind: str, name: str, *, columns: Mapping[str, str], refuse: Refuse) -> Iterator[Record]:
    """Read a table in memory: csv, tsv, json, parquet or xlsx. `name`, `columns`, `refuse` are as in `read_lines`.
    Raise ReadError if it is not a table of that kind, MissingExtraError if it needs the extra ``office`` and that is
    not installed."""
    rows = _read_json(raw, name) if kind == "json" else _read_rows(raw, kind, name)
    yield from _to_records(rows, name, columns, refuse)


def _read_json(raw: bytes, name: str) -> list[Row]:
    try:
        rows = json.loads(decode(raw, name).text)
    except (ValueError, RecursionError) as error:
        raise ReadError(f"{name}: not JSON ({error}). One document a line? Name the file .jsonl.") from error
    rows = rows if isinstance(rows, list) else [rows]
    if not all(isinstance(row, dict) for row in rows):
        raise ReadError(f"{name}: not a list of objects. Give each document as {{'title': ..., 'text': ...}}.")
    return rows


def _read_rows(raw: bytes, kind: str, name: str) -> list[Row]:
    try:
        table = {"parquet": _read_parquet, "xlsx": _read_excel}.get(kind, _read_csv)(raw, name)
    except ImportError as error:
        raise missing_office(kind, name) from error
    except AnalysisError:
        raise
    except Exception as error:  # these parsers raise anything on a broken file
        message = " ".join(str(error).split())[:200]
        raise ReadError(f"{name}: not a readable .{kind} ({message}). Mend it there, or save it anew.") from error
    rows = table.astype(object).where(table.notna(), None).to_dict("records")
    return [
        {str(key): value.tolist() if isinstance(value, np.ndarray) else value for key, value in row.items()}
        for row in rows
    ]


def _read_csv(raw: bytes, name: str) -> pd.DataFrame:
    text = decode(raw, name).text
    header = text.partition("\n")[0]
    separator = max(",;\t|", key=lambda mark: (header.count(mark), mark == ","))
    table = pd.read_csv(io.StringIO(text), sep=separator, dtype=str, keep_default_na=False)
    if not isinstance(table.index, pd.RangeIndex):
        raise ValueError("rows have more cells than the header; a text with a comma needs quotes")
    return table


def _read_excel(raw: bytes, name: str) -> pd.DataFrame:
    Budget(name, len(raw)).open_zip(io.BytesIO(raw)).close()
    return pd.read_excel(io.BytesIO(raw), engine="calamine")


def _read_parquet(raw: bytes, name: str) -> pd.DataFrame:
    """Read a Parquet file, texts as numbers of distinct values, so that what they expand to is known before."""
    import pyarrow as pa
    import pyarrow.compute as pc
    from pyarrow import parquet

    budget, schema = Budget(name, len(raw)), parquet.read_schema(io.BytesIO(raw))
    texts = [field.name for field in schema if pa.types.is_string(field.type) or pa.types.is_large_string(field.type)]
    batches = []
    with parquet.ParquetFile(io.BytesIO(raw), read_dictionary=texts) as source:
        for batch in source.iter_batches(1000):
            for column in batch.columns:
                coded = pa.types.is_dictionary(column.type)
                lengths = pc.binary_length(column.dictionary).take(column.indices) if coded else None
                budget.spend(pc.sum(lengths).as_py() or 0 if coded else column.nbytes, len(column))
            batches.append(batch)
        return pa.Table.from_batches(batches, source.schema_arrow).to_pandas()


def _to_records(
    rows: Iterable[Row], name: str, columns: Mapping[str, str], refuse: Refuse, *, first: int = 1
) -> Iterator[Record]:
    for number, raw in enumerate(rows, first):
        row = {key: _mend(value) for key, value in raw.items()}
        found = _find_columns(tuple(row), tuple(columns.items()))
        text = row.get(found.get("text", ""))
        if text is None and "text" in found:
            text = ""
        elif not isinstance(text, str):
            there = f"no column 'text' among {', '.join(map(str, row)) or 'none'}"
            refuse(ReadError(f"{name}, row {number}: {there}. Say which: load_corpus(path, columns={{'text': ...}})."))
            continue
        own = {part: row[column] for part, column in found.items()}
        meta = {intern(f"meta_{key}"): value for key, value in row.items() if key not in found.values()}
        doc_id = str(own["id"]) if own.get("id") not in (None, "") else f"{name}#{number}"
        digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
        text = text.replace("\r\n", "\n").replace("\r", "\n").strip()
        log = [log_row(name, "encoding", f"{doc_id}: half a surrogate pair made U+FFFD")] if row != raw else []
        yield Record(doc_id, name, digest, text, {key: own[key] for key in own if key in FIELDS} | meta, log)


def _mend(value: object) -> object:
    """Replace lone surrogates, valid in JSON but not in UTF-8, by U+FFFD."""
    if isinstance(value, str) and _HALF.search(value):
        return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return value


@remember
def _find_columns(names: tuple[str, ...], columns: tuple[tuple[str, str], ...]) -> dict[str, str]:
    """Return the column of each field: as given, else the first of the usual names."""
    lowered = {name.strip().lower().replace(" ", "_"): name for name in names}
    found = {part: column for part, column in columns if column in names}
    usual = load_list("field_names")
    for part, name in zip(usual["field"], usual["name"], strict=True):
        free = part not in found and part not in dict(columns)
        if free and name in lowered and lowered[name] not in found.values():
            found[part] = lowered[name]
    return found
