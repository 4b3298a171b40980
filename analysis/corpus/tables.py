"""
From a file that holds many documents to raw records: JSON, JSON lines, CSV, TSV, Parquet, Excel, feeds, references.

A row is a document. Its columns are found by the usual names (``lists/field_names.csv``) or named by the caller; other
columns are kept as ``meta_...``. Only JSON lines are streamed.

The rows of a JSON value are its outermost list, or object, in which something has a text; without one a summary, then
a title. So ``articles``, ``hits.hits[]._source``, ``response.docs``, pandas' tables and objects by number need no names
of their own. The channel of a Telegram export is the outlet.
"""

import hashlib
import io
import json
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, BinaryIO
from xml.parsers import expat

import pandas as pd

from analysis.corpus.delimited import WIDE, find_header, name_columns, read_delimited
from analysis.corpus.encodings import decode
from analysis.corpus.fields import Columns, find_columns, open_row, read_cell, read_report
from analysis.corpus.formats import Record, load_extra, read_feed
from analysis.corpus.limits import MAX_TOTAL, Budget
from analysis.errors import AnalysisError, LimitError, ReadError, SkippedError, log_row

MAX_LINE = 10 * 2**20
_HEAD = 30  # rows
_VALUE = re.compile(r"\S")
_HALF, _SURROGATE = re.compile(r"\\u[dD][89a-fA-F]"), re.compile("[\ud800-\udfff]")
_BULK = {"index", "create"}  # what to do with the next line, in Elasticsearch's files

Refuse = Callable[[AnalysisError], None]
Row = dict[str, Any]


@dataclass
class Table:
    """A file of rows: `name`, its path inside the folder; `columns`, which field (``text``, ``title`` ...) is in which
    column; `refuse`, called with the error of a row, which raises or logs it; `notes`, logged with the next record."""

    name: str
    columns: Columns
    refuse: Refuse
    notes: list[str] = field(default_factory=list)

    def decode(self, raw: bytes) -> str:
        """Return bytes as text; note it where their encoding is not certain to be UTF-8."""
        text, encoding, certainty = decode(raw, self.name)
        if encoding not in ("utf-8", "utf-8-sig") or certainty < 1:
            self.notes.append(f"{encoding}, certainty {certainty:.2f}")
        return text

    def read(self, rows: Iterable[tuple[int | str, Row]]) -> Iterator[Record]:
        """Yield the record of each row, which stands behind its place."""
        for place, row in rows:
            fields, text, told = read_report(row, self.columns)
            if text is None:
                error = f"row {place}: no column 'text' among {', '.join(map(str, row)) or 'none'}"
                self.refuse(ReadError(f"{self.name}, {error}. Say which: load_corpus(path, columns={{'text': ...}})."))
                continue
            doc_id = fields.get("id", f"{self.name}#{place}")
            log = [log_row(self.name, "table", note) for note in (*self.notes, *(f"{doc_id}: {note}" for note in told))]
            self.notes.clear()
            digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
            named = frozenset(name for _, name in self.columns if name in open_row(row))
            text = text.replace("\r\n", "\n").replace("\r", "\n").strip()
            yield Record(doc_id, self.name, digest, text, fields, log, named)


def read_lines(stream: BinaryIO, table: Table, first: int = 1) -> Iterator[Record]:
    """Read JSON lines, one document per line, the `first` of this number; raise LimitError if a line is longer than
    `MAX_LINE`."""
    for number, line in enumerate(iter(lambda: stream.readline(MAX_LINE + 1), b""), first):
        where = f"{table.name}, line {number}"
        if len(line) > MAX_LINE:
            raise LimitError(f"{where}: longer than {MAX_LINE >> 20} MB. Give each document its own line.")
        try:
            text = line.decode() if line.isascii() else table.decode(line)
            rows = find_rows(parse_values(text, table.notes), table.columns, table.notes) if text.strip() else []
        except (ValueError, RecursionError) as error:
            if number == 1 and (line[:2] in WIDE or line.strip()[-1:] in (b"{", b"[", b",")):  # a value on many lines
                yield from read_table(line + stream.read(MAX_TOTAL), "json", table)
                return
            table.refuse(ReadError(f"{where}: not JSON ({error}). Mend or remove the line."))
            continue
        yield from table.read((f"{number}.{n}" if len(rows) > 1 else number, row) for n, row in enumerate(rows, 1))


def read_table(raw: bytes, kind: str, table: Table) -> Iterator[Record]:
    """Read a table in memory: csv, tsv, json, parquet, workbook, feed or ris. Raise ReadError if it is no JSON or has
    no entry, MissingExtraError if it needs an extra that is not installed."""
    rows: Iterable[Row]
    if kind == "json":
        text = table.decode(raw)
        try:
            rows = find_rows(parse_values(text, table.notes), table.columns, table.notes)
        except (ValueError, RecursionError) as error:
            if not re.match(r"\s*+\{.*\}\s*\n", text):
                kind = "a list of objects" if str(error) == "not an object" else "JSON"
                raise ReadError(f"{table.name}: not {kind} ({error}). Mend it there, or export it anew.") from error
            yield from read_lines(io.BytesIO(text.encode()), table)
            return
    elif kind in ("csv", "tsv"):
        rows = read_delimited(table.decode(raw), table.name, table.columns, table.refuse, table.notes)
    elif kind == "feed":
        rows = read_feed(raw, table.name, table.notes)
    elif kind == "ris":
        rows = load_extra("rispy", "formats", table.name).loads(table.decode(raw))
    else:
        yield from table.read(_read_sheets(raw, kind, table))
        return
    if kind in ("feed", "ris") and not rows:
        raise ReadError(f"{table.name}: no reports in this {kind}. Save or export it anew.")
    yield from table.read(enumerate(rows, 1))


def _read_sheets(raw: bytes, kind: str, table: Table) -> Iterator[tuple[int, Row]]:
    """Yield the rows of every sheet, counted through; beside one with a column of texts, those without are passed
    over."""
    if raw.startswith(b"PK"):
        with Budget(table.name, len(raw)).open_zip(io.BytesIO(raw)) as archive:
            for name in {"content.xml"} & set(archive.namelist()):  # calamine does not end on one that is cut off
                expat.ParserCreate().Parse(archive.read(name), True)
    if kind == "parquet":
        frames = {"": _read_parquet(raw, table.name)}
    else:
        load_extra("python_calamine", "office", table.name)
        as_typed: dict[str, Any] = {"dtype": object, "keep_default_na": False, "na_values": [""]}
        frames = pd.read_excel(io.BytesIO(raw), sheet_name=None, engine="calamine", **as_typed)
    sheets = {sheet: _to_rows(frame, table.columns) for sheet, frame in frames.items() if len(frame)}
    usable = [sheet for sheet, rows in sheets.items() if rows and "text" in find_columns(tuple(rows[0]), table.columns)]
    first = 1
    for sheet, rows in sheets.items():
        if sheet in usable or not usable:
            yield from enumerate(rows, first)
        else:
            table.refuse(SkippedError(f"{table.name}: the sheet {sheet!r} has no column of texts"))
        first += len(rows)


def _to_rows(table: pd.DataFrame, columns: Columns) -> list[Row]:
    """Return the rows of a table as dicts, below the row with most known names and without the empty ones."""
    heads = [[str(cell) for cell in row] for row in (list(table), *table.head(_HEAD).itertuples(index=False))]
    at = find_header(heads, columns)[1]
    table = table.iloc[at:].dropna(how="all").set_axis(name_columns(heads[at]), axis=1)
    rows = table.astype(object).where(table.notna(), None).to_dict("records")
    return [
        {str(key): value.tolist() if hasattr(value, "tolist") else value for key, value in row.items()} for row in rows
    ]


def _read_parquet(raw: bytes, name: str) -> pd.DataFrame:
    """Read a Parquet file, few rows at a time: one text, stored once, can be that of millions of rows."""
    import pyarrow as pa
    from pyarrow import parquet

    budget, batches = Budget(name, len(raw)), []
    with parquet.ParquetFile(io.BytesIO(raw)) as source:
        for batch in source.iter_batches(64):
            plain = [one.dictionary_decode() if pa.types.is_dictionary(one.type) else one for one in batch.columns]
            batches.append(pa.RecordBatch.from_arrays(plain, batch.schema.names))
            budget.spend(batches[-1].nbytes)
        return pa.Table.from_batches(batches, None if batches else source.schema_arrow).to_pandas()


def parse_values(text: str, notes: list[str]) -> Any:
    """Parse a JSON text, as a list if it holds several values; raise ValueError if it does not parse. Lone surrogates,
    valid in JSON but not in UTF-8, become U+FFFD."""
    values, decoder, end = list[Any](), json.JSONDecoder(), 0
    while (found := _VALUE.search(text, end)) or not values:
        value, end = decoder.raw_decode(text, found.start() if found else end)
        values.append(value)
    if _HALF.search(text) and _SURROGATE.search(whole := json.dumps(values, ensure_ascii=False)):
        values = json.loads(whole.encode("utf-16", "surrogatepass").decode("utf-16", "replace"))
        notes.append("half a surrogate pair made U+FFFD")
    return values[0] if len(values) == 1 else values


def find_rows(value: Any, columns: Columns, notes: list[str]) -> list[Row]:
    """Return the reports in a JSON value; the value itself, or its items, if none is one. What was passed over is added
    to `notes`. Raise ValueError if there is no object."""
    if isinstance(value, dict) and all(isinstance(cells, dict) for cells in value.values()) and _holds_reports(value):
        value = [{name: cells.get(row) for name, cells in value.items()} for row in next(iter(value.values()))]
    if not isinstance(value, dict) and not (isinstance(value, list) and _parts(value, [])):
        raise ValueError("not an object")
    for wanted in ("text", "summary", "title"):
        if rows := _find_rows(value, wanted, columns, notes):
            return rows
    return _items(value)


def _find_rows(value: Any, field: str, columns: Columns, notes: list[str]) -> list[Row]:
    own = _items(value)
    found = any(_is_report(row, field, columns) for row in own)
    if found and (isinstance(value, list) or field == "text"):
        return own
    inner = [row for part in _parts(value, notes) for row in _find_rows(part, field, columns, notes)]
    return inner or (own if found else [])


def _items(value: Any) -> list[Row]:
    items = value if isinstance(value, list) else [value]
    rows = [item if isinstance(item, dict) else {"value": item} for item in items if item is not None]
    return [row for row in rows if len(row) != 1 or not row.keys() <= _BULK]


def _is_report(row: Row, field: str, columns: Columns) -> bool:
    """Return whether a row has a text; for another `field`, whether it has that and one more."""
    row = open_row(row)
    places = find_columns(tuple(row), columns)
    names = places.get(field, ()) if field == "text" or len(places.keys() - {"id"}) > 1 else ()
    return any(read_cell(row[name], field) is not None for name in names if not _holds_reports(row[name]))


def _holds_reports(cell: Any) -> bool:
    parts = [open_row(part) for part in (cell if isinstance(cell, list) else [cell]) if isinstance(part, dict)]
    return any(len(find_columns(tuple(part)).keys() & {"text", "title", "date", "url"}) > 1 for part in parts)


def _parts(value: Any, notes: list[str]) -> list[Any]:
    """Return what may hold reports in a list or object, told the outlet where it says."""
    if not (isinstance(value, dict) and isinstance(value.get("messages"), list) and isinstance(value.get("name"), str)):
        parts = value.values() if isinstance(value, dict) else value
        return [part for part in parts if isinstance(part, (dict, list))]
    rows = [{"outlet": value["name"]} | item for item in value["messages"] if isinstance(item, dict)]
    rows = [{"text": row.pop("text_entities", "")} | row for row in rows]
    told = [row for row in rows if read_cell(row["text"], "text")]
    if len(told) < len(rows):
        notes.append(f"{len(rows) - len(told)} messages of {value['name']} without words")
    return [told]
