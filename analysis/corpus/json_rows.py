"""
The reports inside a JSON value: a list of them, wherever it lies.

It is the outermost list, or object, in which something has a text; without one a summary, then a title. So
``articles``, ``hits.hits[]._source``, ``response.docs``, pandas' tables and objects by number need no names of their
own. The channel of a Telegram export is the outlet.
"""

import json
import re
from typing import Any

from analysis.corpus.fields import Columns, find_columns, open_row, read_cell

Row = dict[str, Any]

_VALUE = re.compile(r"\S")
_HALF, _SURROGATE = re.compile(r"\\u[dD][89a-fA-F]"), re.compile("[\ud800-\udfff]")
_BULK = {"index", "create"}  # what to do with the next line, in Elasticsearch's files


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
    for field in ("text", "summary", "title"):
        if rows := _find_rows(value, field, columns, notes):
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
    if not isinstance(value, dict):
        return [part for part in value if isinstance(part, (dict, list))] if isinstance(value, list) else []
    outlet, items = value.get("name"), value.get("messages")
    if not isinstance(items, list) or not isinstance(outlet, str):
        return [part for part in value.values() if isinstance(part, (dict, list))]
    rows = [{"outlet": outlet} | item for item in items if isinstance(item, dict)]
    rows = [{"text": row.pop("text_entities", "")} | row for row in rows]
    told = [row for row in rows if read_cell(row["text"], "text")]
    if len(told) < len(rows):
        notes.append(f"{len(rows) - len(told)} messages of {outlet} without words")
    return [told]
