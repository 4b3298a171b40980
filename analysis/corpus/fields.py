"""
What exports call the fields of a report, and how their cells become texts.

Names are looked up in ``lists/field_names.csv``, whatever their case and punctuation (``datePublished`` is
``date_published``), alike in tables, JSON and front matter. A cell may be an object (``{"rendered": ...}``), a list, or
HTML. Numbers and words for nothing are no text. Several texts are paragraphs; texts and objects in turn, as in
Telegram's files, are one text with marked words.
"""

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from html import unescape
from sys import intern
from typing import Any
from unicodedata import normalize

from analysis.lists.loading import load_list, remember

Columns = tuple[tuple[str, str], ...]  # fields, and the columns that hold them

FIELDS = ("title", "date", "outlet", "byline", "language", "url")

_JOINT = {"text": "\n\n", "lead": "\n\n", "summary": "\n\n", "title": " ", "byline": "; ", "outlet": "; "}
_INNER = "rendered name title main original text content value url href #text $date $numberLong $oid @value".split()
_WRAPPERS = "_source fields attributes article thread meta metadata og dc properties".split()
_NAME = re.compile(
    rf"(?:(?:{'|'.join(_WRAPPERS)})[.:/])*(.+?)(?:[.:/](?:{'|'.join(map(re.escape, _INNER))}))*", re.DOTALL
)
_NOTHING = ("", "-", "nan", "nat", "none", "null", "n/a", "<na>", "undefined", "[removed]")
_URL = re.compile(r"https?://")
_CUT = re.compile(r"(?:…|\.{3})?\s?\[\+\d{1,9} chars\]$")  # NewsAPI
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][\da-fA-F]{1,6}|[A-Za-z][A-Za-z\d]{1,30});")
_BLOCKS = frozenset(
    "address article aside blockquote dd div dl dt figure footer h1 h2 h3 h4 h5 h6 header hr li main ol p pre section "
    "table tr ul".split()
)
_OPENS = re.compile(rf"(?i)<(?:{'|'.join(_BLOCKS)})(?:\s[^<>]*)?/?>")
_MARKUP = re.compile(
    rf"(?i)</?(?:{'|'.join(_BLOCKS)}|a|abbr|b|big|br|center|cite|code|del|em|font|i|iframe|img|ins|mark|noscript|picture|q|"
    r"s|script|small|source|span|strike|strong|style|su[bp]|tbody|td|th|thead|time|u|video)(?:\s[^<>]*)?/?>|<!--|"
    rf"{_ENTITY.pattern}"
)


@remember
@lru_cache(1000)
def find_columns(names: tuple[str, ...], columns: Columns = ()) -> dict[str, tuple[str, ...]]:
    """Return the columns that may hold each field, the likeliest first: those given in `columns`, else those of the
    usual names, bare or nested (``source.name``, ``og:title``)."""
    usual, given = _usual_names(), dict(columns)
    places: dict[str, list[tuple[bool, int, str]]] = {}
    for name in set(names) - set(given.values()):
        bare = _NAME.fullmatch(name)
        for key in (name, bare[1] if bare else name):
            field, rank = usual.get(_fold(key), ("", 0))
            if field and field not in given:
                places.setdefault(field, []).append((key != name, rank, name))
                break
    found = {field: tuple(name for *_, name in sorted(ranked)) for field, ranked in places.items()}
    return found | {field: (name,) for field, name in columns if name in names}


@remember
def _usual_names() -> dict[str, tuple[str, int]]:
    rows = load_list("field_names")[["field", "name"]].itertuples(name=None)
    return {_fold(name): (field, rank) for rank, field, name in rows}


def _fold(name: str) -> str:
    return re.sub(r"[\W_]+", "", normalize("NFC", name.casefold())).replace("ı", "i").replace("ё", "е")


def read_report(row: Mapping[str, Any], columns: Columns) -> tuple[dict[str, Any], str | None, list[str]]:
    """Return the fields of a row, its text (None if no column may hold one), and what to log. The text is its body,
    behind its lead; without both its summary, or else its title."""
    fields, notes = take_fields(row, columns, ("id", *FIELDS, "text", "lead")), list[str]()
    text, lead = fields.pop("text", None), fields.pop("lead", None)
    if text and lead and lead not in text:
        text = f"{lead}\n\n{text}"
    elif text is None and "text" not in dict(columns):
        summary = take_fields(row, (), ("summary",)).get("summary")
        parts = {lead: "lead", summary: "summary", fields.get("title"): "title"}
        text, part = next(((text, part) for text, part in parts.items() if text), (None, ""))
        notes += [f"no body; the {part} is its text"] if text else []
    if text is None and "text" in find_columns(tuple(open_row(row)), columns):
        text = ""
    elif text and (cut := _CUT.search(text, max(0, len(text) - 40))):
        text, notes = text[: cut.start()], [*notes, f"cut off by the export: {cut[0].strip()}"]
    read = (cell for name, cell in row.items() if f"meta_{name}" not in fields and isinstance(cell, str))
    notes += ["tags and entities made text"] if any(map(_MARKUP.search, read)) else []
    return fields, text, notes


def take_fields(row: Mapping[str, Any], columns: Columns = (), wanted: Iterable[str] = FIELDS) -> dict[str, Any]:
    """Return the `wanted` fields that a row gives, and its other cells as ``meta_...``."""
    rest, found = open_row(row), dict[str, Any]()
    places = find_columns(tuple(rest), columns)
    for field in wanted:
        if (text := _take(rest, field, places.get(field, ()))) is not None:
            found[field] = text
    for name in [name for names in places.values() for name in names if name in rest]:
        if "url" in wanted and "url" not in found and isinstance(rest[name], str) and _URL.match(rest[name]):
            found["url"] = rest.pop(name)
        elif rest[name] in (None, "", [], {}) or rest[name] != rest[name]:
            del rest[name]
    return found | {intern(f"meta_{name}"): value for name, value in rest.items()}


def _take(row: dict[str, Any], field: str, names: Iterable[str]) -> Any:
    """Take out of a row the first thing that its columns say of a field; what else is in an object stays."""
    for name in names:
        text = read_cell(row.get(name), field)
        if text is not None and not (field == "outlet" and _URL.match(text)):
            cell = row.pop(name)
            if isinstance(cell, dict):
                row[name] = {key: value for key, value in cell.items() if value and read_cell(value, field) != text}
            return text
    return None


def open_row(row: Mapping[str, Any]) -> dict[str, Any]:
    """Return a row with the cells of its wrappers (``_source``, ``fields``, ``meta``) beside its own."""
    opened = {str(name): value for name, value in row.items() if name not in _WRAPPERS or not isinstance(value, dict)}
    for wrapper in _WRAPPERS:
        if isinstance(inner := row.get(wrapper), dict):
            opened |= {f"{wrapper}.{name}" if name in opened else str(name): value for name, value in inner.items()}
    return opened


def read_cell(value: Any, field: str) -> Any:
    """Return what a cell says of a field: a text, for a date also a number or a date; None if nothing."""
    value = value.tolist() if hasattr(value, "tolist") else value
    if isinstance(value, str):
        bare = value.strip()
        text = "" if len(bare) < 12 and bare.casefold() in _NOTHING else to_plain(bare)
        return (text if _JOINT.get(field) == "\n\n" else " ".join(text.split())) or None
    if isinstance(value, (dict, list, tuple)):
        parts = _open_object(value, field) if isinstance(value, dict) else _read_parts(value, field)
        return _JOINT[field].join(parts) if parts and field in _JOINT else next(iter(parts), None)
    if value is None or isinstance(value, bool) or value != value:
        return None
    if field == "id" and isinstance(value, (int, float)):
        return str(value).removesuffix(".0")
    return value if field == "date" and isinstance(value, (int, float, dt.date)) else None


def _read_parts(values: Iterable[Any], field: str) -> list[Any]:
    """Return what each of several cells says of a field, if it does; texts and objects in turn are one text."""
    values = list(values)
    if {str, dict} <= set(map(type, values)):
        values = ["".join(str(part.get("text", "") if isinstance(part, dict) else part) for part in values)]
    return [part for each in values if (part := read_cell(each, field)) is not None]


def _open_object(cell: dict[str, Any], field: str) -> list[Any]:
    """Return the first thing that the usual names in an object say of a field; without one of them, all for a text."""
    inner = [cell[key] for key in ("url", "href", *_INNER)[2 * (field != "url") :] if key in cell]
    values = inner or (cell.values() if field == "text" else ())
    parts = [part for value in values if (part := read_cell(value, field)) is not None]
    return parts[:1] if inner else parts


def to_plain(text: str) -> str:
    """Return a text without HTML: entities as characters, blocks as paragraphs."""
    for _ in range(2 * ("&" in text)):  # &amp;euro; is written twice over
        text = _ENTITY.sub(lambda found: unescape(found[0]), text)
    if not _MARKUP.search(text):
        return text
    text = re.sub("<", lambda found: "<" if _MARKUP.match(text, found.start()) else "&lt;", text)
    return to_lines(text if _OPENS.search(text) else text.replace("\n", "<br>"))


def to_lines(page: str) -> str:
    """Return all the text of a page or fragment, a paragraph for each block, cells parted by tabs."""
    from lxml import etree, html

    root = html.document_fromstring(f"<html><body>{page}") if page.strip() else etree.Element("html")
    for part in root.xpath("//script | //style | //head | //noscript | //template | //comment()"):
        part.drop_tree()
    found = []
    for event, element in etree.iterwalk(root, events=("start", "end")):
        ends = {"td": "\t", "th": "\t", "br": "\n"}.get(element.tag, "") if event == "end" else ""
        text = (element.text if event == "start" else element.tail) or ""
        found += ["\n\n" if element.tag in _BLOCKS else ends, re.sub(r"\s+", " ", text)]
    lines = map(str.strip, "".join(found).split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()
