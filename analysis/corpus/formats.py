"""
From the bytes of one document to a raw record: Markdown, text, HTML, Word, PDF.

A record is decoded, with ``\\n`` line ends and front matter parsed into fields; nothing else is changed. Nothing is
executed: YAML tags and aliases are refused, scripts in HTML are dropped.

UTF-8 and UTF-16 can be verified. Among the single-byte encodings the bytes above 127 decide: in windows-1251 whole
words consist of them, in the western ones they are scattered; the six bytes in which windows-1254 differs from 1252 are
letters of Turkish in the former and of Icelandic, which also has acute vowels, in the latter. This is right where
statistics over 99 encodings waver between Cyrillic and Mac Roman.
"""

from __future__ import annotations

import codecs
import hashlib
import io
import re
from dataclasses import dataclass, field
from posixpath import splitext
from typing import NamedTuple

from analysis.corpus.limits import Budget
from analysis.errors import AnalysisError, FrontMatterError, MissingExtraError, ReadError, log_row

MAX_FRONT_MATTER = 64 * 2**10
MAX_BRACKETS = 200
FIELDS = ("title", "date", "outlet", "byline", "language", "url")

_MARKS = {
    "utf-8-sig": (codecs.BOM_UTF8,),
    "utf-32": (codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE),
    "utf-16": (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE),
}
_HIGH = re.compile(rb"[\x80-\xff]")
_HIGH_RUN = re.compile(rb"[\xa8\xb8\xb2\xb3\xba\xbf\xc0-\xff]{3,}")
_TURKISH = re.compile(rb"[\xd0\xdd\xde\xf0\xfd\xfe]")
_ACUTE = re.compile(rb"[\xc1\xc9\xcd\xd3\xda\xe1\xe9\xed\xf3\xfa]")
_UNASSIGNED = re.compile(rb"[\x81\x8d\x8f\x90\x9d]")
_BINARY = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_CHARSET = re.compile(rb"<meta[^>]{0,200}charset=[\"']?([\w-]{3,20})", re.IGNORECASE)
_FRONT_MATTER = re.compile(r"---[ \t]*\n(.*?\n)??(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
_PAGE = dict(zip(FIELDS, ("title", "date", "sitename", "author", "language", "url"), strict=True))


@dataclass(slots=True)
class Record:
    """One document as read from its file."""

    doc_id: str
    source_file: str
    sha256: str
    text: str
    fields: dict[str, object] = field(default_factory=dict)
    log: list[dict[str, object]] = field(default_factory=list)


def read_document(raw: bytes, kind: str, name: str) -> Record:
    """Read a file that holds one document. `kind` is text, html, docx, pdf or binary; `name` is its path inside the
    folder, for messages and the ``doc_id``. Raise ReadError if it is not text or does not parse, MissingExtraError if
    it needs the extra ``office`` and that is not installed."""
    record = Record(splitext(name.removesuffix(".gz"))[0], name, hashlib.sha256(raw).hexdigest(), "")
    if kind == "binary":
        raise ReadError(f"{name}: not text but binary data. Remove the file, or convert it to text.")
    if kind in ("docx", "pdf"):
        record.text = _read_office(raw, kind, name).strip()
        return record
    text, encoding, certainty = decode(raw, name)
    if encoding not in ("utf-8", "utf-8-sig"):
        record.log.append(log_row(name, "encoding", f"{encoding}, certainty {certainty:.2f}"))
    elif certainty < 1:
        record.log.append(log_row(name, "encoding", "utf-8 with bytes that are not", offset=text.find("\ufffd")))
    body, record.fields = _read_html(text, name) if kind == "html" else parse_front_matter(text, name)
    record.text = body.strip()
    return record


def parse_front_matter(text: str, name: str) -> tuple[str, dict[str, object]]:
    """Split a text with ``\\n`` line ends into its body and the fields of the YAML block at its head, if it has one.
    Raise FrontMatterError if the block is too long or too nested, has tags or aliases, or is not a YAML mapping."""
    block = _FRONT_MATTER.match(text) if text.startswith("---") else None
    if block is None:
        return text, {}
    source = block[1] or ""
    brackets = source.count("[") + source.count("{")
    if len(source) > MAX_FRONT_MATTER or brackets > MAX_BRACKETS:
        raise FrontMatterError(
            f"{name}: front matter of {len(source)} characters and {brackets} brackets; {MAX_FRONT_MATTER} and "
            f"{MAX_BRACKETS} are read. Shorten it."
        )
    import yaml

    try:
        if any(isinstance(token, yaml.AliasToken) for token in yaml.scan(source, Loader=yaml.SafeLoader)):
            raise FrontMatterError(f"{name}: the front matter holds an alias (*name). Write it out, or quote it.")
        fields = yaml.safe_load(source) or {}
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        mark, problem = getattr(error, "problem_mark", None), getattr(error, "problem", None) or error
        where = f", line {mark.line + 2}" if mark else ""
        raise FrontMatterError(
            f"{name}{where}: the front matter does not parse ({problem}). Quote values that hold a colon or a mark."
        ) from error
    if not isinstance(fields, dict):
        raise FrontMatterError(f"{name}, line 2: front matter without 'name: value' lines. Write it so, or drop it.")
    return text[block.end() :], {str(key): value for key, value in fields.items()}


def _read_html(text: str, name: str) -> tuple[str, dict[str, object]]:
    """Extract the main text of a page, and title, date, outlet, author and address from its metadata."""
    from trafilatura import bare_extraction

    days = {"original_date": True, "extensive_search": False, "max_date": "2099-12-31"}
    try:
        page = bare_extraction(text, with_metadata=True, include_comments=False, date_extraction_params=days)
    except (RecursionError, ValueError, AttributeError, TypeError) as error:
        raise ReadError(f"{name}: the page cannot be read ({type(error).__name__}). Save its text as .txt.") from error
    if page is None or isinstance(page, dict) or not page.text:
        raise ReadError(f"{name}: no main text in this page. Save its text as .txt, or remove it.")
    return page.text, {ours: value for ours, theirs in _PAGE.items() if (value := getattr(page, theirs, None))}


def _read_office(raw: bytes, kind: str, name: str) -> str:
    try:
        if kind == "docx":
            from docx import Document

            Budget(name, len(raw)).open_zip(io.BytesIO(raw)).close()
            return "\n\n".join(paragraph.text for paragraph in Document(io.BytesIO(raw)).paragraphs)
        from pypdf import PdfReader

        budget, pages = Budget(name, len(raw)), []
        for page in PdfReader(io.BytesIO(raw)).pages:
            pages.append(page.extract_text())
            budget.spend(len(pages[-1]))
        return "\n\n".join(pages)
    except ImportError as error:
        raise missing_office(kind, name) from error
    except AnalysisError:
        raise
    except Exception as error:  # these parsers raise anything on a broken file
        raise ReadError(f"{name}: this .{kind} cannot be read ({error}). Save its text as .txt.") from error


def missing_office(kind: str, name: str) -> MissingExtraError:
    """Return the error that says which extra is needed to read a file."""
    return MissingExtraError(f"{name}: .{kind} needs the extra 'office'. Run: pip install 'silk-ledger[office]'.")


class Decoded(NamedTuple):
    """A text with ``\\n`` line ends, its original encoding, and the certainty of that (0 to 1)."""

    text: str
    encoding: str
    certainty: float


def decode(raw: bytes, name: str) -> Decoded:
    """Decode the bytes of the file `name`; raise ReadError if they are not text."""
    encoding, certainty = _guess(raw)
    if encoding is None:
        raise ReadError(f"{name}: not text but binary data. Remove the file, or convert it to text.")
    text = raw.decode(encoding, errors="replace")
    return Decoded(text.replace("\r\n", "\n").replace("\r", "\n").removeprefix("\ufeff"), encoding, certainty)


def _guess(raw: bytes) -> tuple[str | None, float]:
    for encoding, marks in _MARKS.items():
        if raw.startswith(marks):
            return encoding, 1.0
    head = raw[:4096]
    if b"\0" in head:
        even, odd = head[::2].count(0), head[1::2].count(0)
        if max(even, odd) > 0.3 * len(head) / 2 and min(even, odd) < 0.1 * max(even, odd) + 1:
            return ("utf-16-be" if even > odd else "utf-16-le"), 0.9
        return None, 0.0
    if 10 * len(_BINARY.findall(head)) > len(head):
        return None, 0.0
    try:
        raw.decode()
        return "utf-8", 1.0
    except UnicodeDecodeError:
        return _guess_single_byte(raw)


def _guess_single_byte(raw: bytes) -> tuple[str, float]:
    high = len(_HIGH.findall(raw))
    lost = raw.decode("utf-8", errors="replace").count("\ufffd") - raw.count("\ufffd".encode())
    if 4 * lost < high:
        return "utf-8", min(0.99, round(1 - lost / high, 2))
    if declared := _CHARSET.search(raw[:4096]):
        try:
            raw[:1].decode(name := codecs.lookup(declared[1].decode()).name, errors="replace")
            return name, 0.9
        except LookupError:  # no encoding, or none of text, as hex is
            pass
    cyrillic = sum(map(len, _HIGH_RUN.findall(raw))) / high
    if cyrillic > 0.5:
        return "windows-1251", round(cyrillic, 2)
    turkish, acute = len(_TURKISH.findall(raw)), len(_ACUTE.findall(raw))
    if turkish > acute:
        return "windows-1254", round(turkish / (turkish + acute), 2)
    if _UNASSIGNED.search(raw):
        return "latin-1", 0.5
    return "windows-1252", round(1 - cyrillic, 2)
