"""
From the bytes of a file to raw records: Markdown, text, HTML, Word, RTF, PDF; feeds (RSS and Atom); mail with its
forwarded messages, mailboxes, saved pages in MHTML.

A record is decoded, with ``\\n`` line ends and front matter parsed into fields; nothing else is changed. Nothing is
fetched or executed: YAML tags and aliases are refused, scripts in HTML are dropped. Attachments are counted in the log
and not read, but a message that is attached is a report of its own.
"""

import datetime as dt
import hashlib
import io
import logging
import re
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from email import header, message_from_bytes, utils
from email.message import Message
from importlib import import_module
from statistics import mode
from typing import Any

from analysis.corpus import encodings, kinds
from analysis.corpus.edits import Edit, apply_edits
from analysis.corpus.fields import FIELDS, take_fields, to_lines
from analysis.corpus.limits import RATIO, Budget
from analysis.errors import FrontMatterError, LimitError, MissingExtraError, ReadError, log_row, name_culprit
from analysis.text.dates import parse_date

MAX_FRONT_MATTER = 64 * 2**10
MAX_BRACKETS = 200
MAX_TAGS = 100_000  # beyond, finding the main text takes minutes
MAX_WORD = 5_000  # characters of a word in the name of a feed's author

_FRONT_MATTER = re.compile(r"---[ \t]*\n(.*?\n)??(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
_OPENED = re.compile(r"---[ \t]*\n\s{0,99}(?:#[^\n]*\n\s{0,99})?[^\W\d][\w .-]{0,60}:(?:\s|\Z)")
_KEY = re.compile(r"^([^\W\d][^\n:]{0,60}):(?:\s|\Z)", re.MULTILINE)
_STUB = 25  # words
_PUBLISHED = re.compile(
    r"""(?i)<meta\b(?=[^>]{0,300}(?:publish|pub[-_]?date|issued|["'.]date["']))"""
    r"""(?![^>]{0,300}(?:modif|updat|publisher))[^>]{0,300}?\bcontent=["']([^"'>]{6,40})"""
    r"""|"datePublished"\s{0,9}:\s{0,9}"([^"]{6,40})"""
)
_SHOWN = re.compile(
    r"""(?i)<(?=time\b|\w{1,9}\s[^>]{0,99}["' -](?:date|time|published|posted))"""
    r"""(?:(?=[^>]{0,300}publish)|(?![^>]{0,300}(?:modif|updat)))"""
    r"""\w{1,9}(?:[^>]{0,300}?\bdatetime=["']([^"'>]{6,40})|[^>]{0,300}>\s{0,99}([^<]{6,80}))"""
)
_LONG_WORD = re.compile(
    rb"(?i)<(?:\w{1,20}:)?(?:creator|author|name|managingeditor|webmaster|contributor)\b[^<]{0,200}?"
    rb"(?:<!\[CDATA\[[^<]{0,200}?)?[\w.+\0-]{%d}" % MAX_WORD
)
_ENTRY = "title summary link author source".split()
_MBOX = re.compile(rb"^From \S+ [^\n]{0,60}\d{4}\r?\n", re.MULTILINE)
_PROTECTED = "{}: protected by a password. Save it without one, or remove it."
_NEAR = 500, 2000  # characters before and after the headline
_WORD = {"t": "", "tab": "\t", "tc": "\t", "br": "\n", "cr": "\n", "p": "\n\n", "tr": "\n\n"}
_PAGE = dict(zip(FIELDS, ("title", "date", "sitename", "author", "language", "url"), strict=True))

Part = tuple[str, dict[str, Any]]  # the text of a report and its fields


@dataclass(slots=True)
class Record:
    """One document as read from its file."""

    doc_id: str
    source_file: str
    sha256: str
    text: str
    fields: dict[str, object] = field(default_factory=dict)
    log: list[dict[str, object]] = field(default_factory=list)
    named: frozenset[str] = frozenset()  # columns of the row that the caller named

    def note(self, kind: str, detail: str, **more: Any) -> None:
        """Add a row to the log of the file."""
        self.log.append(log_row(self.source_file, kind, detail, **more))

    def edit(self, kind: str, edits: Sequence[Edit]) -> None:
        """Make edits of a kind in the text, each with a row of the log."""
        for start, end, after in edits:
            self.note(kind, self.doc_id, offset=start, before=self.text[start:end], after=after)
        self.text = apply_edits(self.text, edits) if edits else self.text


def new_record(raw: bytes, name: str) -> Record:
    """Return the record of a file whose text is still to be read; `name` is its path inside the folder."""
    return Record(kinds.stem(name), name, hashlib.sha256(raw).hexdigest(), "")


def read_document(raw: bytes, kind: str, name: str) -> Record:
    """Read a file that holds one text. `kind` is text, html, lines (of HTML, each block a line), docx, rtf or pdf;
    `name` is as in `new_record`. Raise ReadError if it is not text or does not parse, MissingExtraError if it needs an
    extra that is not installed."""
    record = new_record(raw, name)
    if read := {"docx": _read_word, "pdf": _read_pdf, "rtf": _read_rtf}.get(kind):
        text = read(raw, record)
    elif kind == "lines":
        text = to_lines(decode_logged(raw, record))
    else:
        text, record.fields = (read_html if kind == "html" else parse_front_matter)(decode_logged(raw, record), name)
    record.text = text.strip()
    return record


def decode_logged(raw: bytes, record: Record) -> str:
    """Decode the bytes of a record's file; log it where the encoding is not certain to be UTF-8."""
    text, encoding, certainty = encodings.decode(raw, record.source_file)
    if encoding not in ("utf-8", "utf-8-sig"):
        record.note("encoding", f"{encoding}, certainty {certainty:.2f}")
    elif certainty < 1:
        record.note("encoding", "utf-8 with bytes that are not", offset=text.find("\ufffd"))
    return text


def parse_front_matter(text: str, name: str) -> tuple[str, dict[str, object]]:
    """Split a text with ``\\n`` line ends into its body and the fields of the YAML block at its head, if it has one.
    Raise FrontMatterError if the block does not end, is too long or too nested, has tags, aliases or a name twice, or
    is not a YAML mapping."""
    block = _FRONT_MATTER.match(text) if text.startswith("---") else None
    if block is None:
        if _OPENED.match(text):
            raise FrontMatterError(f"{name}, line 1: the front matter does not end. Write --- on the line below it.")
        return text, {}
    source = block[1] or ""
    brackets = source.count("[") + source.count("{")
    if len(source) > MAX_FRONT_MATTER or brackets > MAX_BRACKETS:
        size = f"front matter of {len(source)} characters and {brackets} brackets"
        raise FrontMatterError(f"{name}: it has {size}; {MAX_FRONT_MATTER} and {MAX_BRACKETS} are read. Shorten it.")
    import yaml

    try:
        if any(isinstance(token, yaml.AliasToken) for token in yaml.scan(source, Loader=yaml.SafeLoader)):
            raise FrontMatterError(f"{name}: the front matter holds an alias (*name). Write it out, or quote it.")
        fields = yaml.safe_load(source) or {}
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        mark, problem = getattr(error, "problem_mark", None), getattr(error, "problem", None) or error
        where = f", line {mark.line + 2}" if mark else ""
        raise FrontMatterError(f"{name}{where}: front matter does not parse ({problem}). Quote the value.") from error
    if not isinstance(fields, dict):
        raise FrontMatterError(f"{name}, line 2: front matter without 'name: value' lines. Write it so, or drop it.")
    if len(set(keys := _KEY.findall(source))) < len(keys):
        raise FrontMatterError(f"{name}: the front matter has {mode(keys)!r} twice. Keep one, or rename the other.")
    return text[block.end() :], take_fields(fields)


def read_html(text: str, name: str) -> tuple[str, dict[str, object]]:
    """Extract the main text of a page, and title, date, outlet, author and address from its metadata. A fragment
    without ``<body>``, or a page of more than `MAX_TAGS`, is read whole, with its first heading for a title."""
    from trafilatura import bare_extraction

    if not re.search("<(?:html|head|body|!doctype)", text[:20_000], re.IGNORECASE) or text.count("<") > MAX_TAGS:
        heading = re.search(r"<h[1-6]\b[^>]*>(.*?)</h[1-6]>", text[:20_000], re.IGNORECASE | re.DOTALL)
        return to_lines(text), {"title": to_lines(heading[1]).strip()} if heading else {}
    quick = {"extensive_search": False}  # trafilatura takes an update for a publication: `_published` decides
    with name_culprit(name):
        page = bare_extraction(_tidy(text), with_metadata=True, include_comments=False, date_extraction_params=quick)
    if page is None or isinstance(page, dict) or not page.text:
        raise ReadError(f"{name}: no main text in this page. Save its text as .txt, or remove it.")
    fields = {ours: value for ours, theirs in _PAGE.items() if (value := getattr(page, theirs, None))}
    return page.text, fields | {"date": _published(text)}


def _tidy(page: str) -> Any:
    """Return the tree of a page without what it hides, with no logo for a headline, and with what trafilatura loses in
    its place: lists in cells as paragraphs, and a body without parts (whose lists it drops) as the main one."""
    from trafilatura import load_html

    root = load_html(page)
    if root is None:
        return page
    small = "self::p or self::li or self::span or self::h2 or self::h3"  # a fold may hold the report
    for part in root.xpath(f"//template | //*[({small}) and @hidden and @hidden != 'until-found']"):
        part.drop_tree()
    for part in root.xpath("//td//li | //h1[.//a[@rel='home' or @href='/']]"):
        part.tag = "p"
    for part in root.xpath("//td//ul | //td//ol"):
        part.drop_tag()
    if root.xpath("/html/body/p") and not root.xpath("//article | //main"):
        body = root.find("body")
        body.tag = "main"
        root.append(root.makeelement("body"))
        root[-1].append(body)
    return root


def _published(page: str) -> dt.datetime | None:
    """Return the date of publication that a page declares, or else marks near its headline; that of an update, or one
    that may be read in two ways, is none."""
    headline = page.lower().find("<h1")
    before, after = max(headline - _NEAR[0], 0), headline + _NEAR[1] if headline >= 0 else 0
    shown = sorted(_SHOWN.finditer(page, before, after), key=lambda found: abs(found.start() - headline))
    days = (parse_date(found[found.lastindex or 0].strip(), None) for found in [*_PUBLISHED.finditer(page), *shown])
    return next(filter(None, days), None)


class _CountedReads(io.BytesIO):
    """The bytes of a PDF, which can be read `RATIO` times over: the library searches a damaged one to its end from each
    place where an object may begin."""

    def __init__(self, raw: bytes, name: str) -> None:
        super().__init__(raw)
        self._name, self._left = name, RATIO * len(raw)

    def read(self, size: int | None = -1, /) -> bytes:
        found = super().read(size)
        self._left -= len(found)
        if self._left < 0:
            raise LimitError(f"{self._name}: damaged or cut off. Save its text as .txt, or remove it.")
        return found


def _read_pdf(raw: bytes, record: Record) -> str:
    library, budget = load_extra("pypdf", "office", record.source_file), Budget(record.source_file, len(raw))
    if not (log := logging.getLogger("pypdf")).level:
        log.setLevel(logging.ERROR)  # it writes a line for each object that it mends
    pages, source = [], library.PdfReader(_CountedReads(raw, record.source_file))
    if source.is_encrypted and not source.decrypt(""):
        raise ReadError(_PROTECTED.format(record.source_file))
    for page in source.pages:
        pages.append(page.extract_text())
        budget.spend(len(pages[-1]))
    return "\n\n".join(pages)


def _read_word(raw: bytes, record: Record) -> str:
    """Return the text of a Word document, a table's row on a line with its cells parted by tabs; insertions and content
    controls included, deletions and copies for old versions of Word left out."""
    library = load_extra("docx", "office", record.source_file)
    if raw.startswith(b"\xd0\xcf\x11\xe0") and "EncryptedPackage".encode("utf-16-le") in raw:
        raise ReadError(_PROTECTED.format(record.source_file))
    Budget(record.source_file, len(raw)).open_zip(io.BytesIO(raw)).close()
    root = library.Document(io.BytesIO(raw)).element
    for old in root.xpath(".//*[local-name()='moveFrom' or local-name()='Fallback']"):
        old.getparent().remove(old)
    marks = {root.tag.removesuffix("document") + tag: mark for tag, mark in _WORD.items()}
    text = "".join(marks.get(part.tag) or part.text or "" for part in root.iter(*marks))
    return re.sub(r"(\n*)\t\n+", lambda cell: cell[1] or "\t", text)


def _read_rtf(raw: bytes, record: Record) -> str:
    """Return the text of an RTF file, cells parted by tabs; log how many pictures and objects in it are not read."""
    library = load_extra("striprtf.striprtf", "formats", record.source_file)
    source = raw.decode("latin-1")
    if attached := len(re.findall(r"\\(?:objdata|pict)\b", source)):
        record.note("attachment", f"{attached} pictures or objects, not read")
    source = re.sub(r"\\(?:nest)?cell(?![a-z])", r"\\tab", source).replace("\\fldinst", "\\info")
    source = re.sub(r"\\par(?![a-z])", r"\\sect", source)  # a blank line between paragraphs
    source = re.sub(r"\\f(?=\d)", "\n\\\\f", source)  # two patterns of the library are quadratic on long lines
    return library.rtf_to_text(source, errors="replace").encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def load_extra(library: str, extra: str, name: str) -> Any:
    """Import what the file `name` is read with; raise MissingExtraError if the extra that brings it is not there."""
    try:
        return import_module(library)
    except ImportError as error:
        needs = f".{name.rpartition('.')[2]} needs the extra '{extra}'"
        raise MissingExtraError(f"{name}: {needs}. Run: pip install 'silk-ledger[{extra}]'.") from error


def read_feed(raw: bytes, name: str, notes: list[str]) -> list[dict[str, Any]]:
    """Return the entries of a feed as rows; a feed that is cut off is told in `notes`. Raise LimitError if a word is so
    long that the library, which looks for an address in each author, would take minutes."""
    if _LONG_WORD.search(raw):
        raise LimitError(f"{name}: an author's name of over {MAX_WORD:,} characters. Shorten it, or remove the file.")
    feed = load_extra("feedparser", "formats", name).parse(io.BytesIO(raw), resolve_relative_uris=False)
    if feed.entries and feed.bozo:
        problem = " ".join(str(feed.bozo_exception).split())[:200]
        notes.append(f"cut off: {len(feed.entries)} entries are read; then {problem}")
    rows = []
    for entry in feed.entries:
        row = {"source": feed.feed.get("title"), "language": feed.feed.get("language")}
        row |= {key: entry[key] for key in _ENTRY if key in entry}
        row |= {"date": entry.get("published") or entry.get("updated")}
        row |= {"content": max((text.get("value", "") for text in entry.get("content", ())), key=len, default="")}
        rows.append(row | {"tags": [tag["term"] for tag in entry.get("tags", ()) if tag.get("term")]})
    return rows


def read_mail(raw: bytes, record: Record) -> list[Part]:
    """Read a mail, a mailbox or a page saved as MHTML; raise ReadError if no message has a text."""
    sources = _MBOX.split(raw)[1:] if raw.startswith(b"From ") else [raw]
    messages, parts, n_attached = [message_from_bytes(source) for source in sources], [], 0
    for message in messages:  # grows by those attached
        texts: dict[str, list[str]] = {"text/plain": [], "text/html": []}
        pieces: list[Any] = [message]
        while pieces:
            piece = pieces.pop(0)
            kind = piece.get_content_type()
            if kind == "message/rfc822":
                messages += piece.get_payload()
            elif piece.is_multipart():
                pieces[:0] = piece.get_payload()
            elif kind in texts and piece.get_content_disposition() != "attachment":
                if (text := _text_of(piece, record.source_file)).strip():
                    texts[kind].append(text)
            else:
                n_attached += 1
        if any(texts.values()):
            parts.append(_read_message(message, texts, record.source_file))
        else:
            record.note("no text", f"a mail without a text is not read: {_header(message, 'Subject')[:200]!r}")
    if n_attached:
        record.note("attachment", f"{n_attached} attachments or pictures, not read")
    if not parts:
        raise ReadError(f"{record.source_file}: no text in this mail. Save its text as .txt, or remove it.")
    return parts


def _text_of(part: Message, name: str) -> str:
    raw: Any = part.get_payload(decode=True) or b""
    with suppress(LookupError, ValueError):
        return raw.decode(part.get_content_charset() or "utf-8").replace("\r\n", "\n")
    return encodings.decode(raw, name).text


def _header(message: Message, name: str) -> str:
    value = str(message.get(name) or "")[:2000]
    with suppress(LookupError, ValueError):
        value = str(header.make_header(header.decode_header(value)))
    return " ".join(value.split())


def _read_message(message: Message, texts: dict[str, list[str]], name: str) -> Part:
    """Read the plain text of a message; its HTML where the plain text has less than `_STUB` words and that three times
    as many: "View this email in your browser" stands for the other."""
    url, (sender, address) = _header(message, "Snapshot-Content-Location"), utils.parseaddr(_header(message, "From"))
    fields: dict[str, Any] = {"title": _header(message, "Subject"), "date": _header(message, "Date"), "url": url}
    if not url and not sender.startswith("Saved by"):
        fields |= {"outlet": sender, "meta_from": address}
    text = "\n\n".join(texts["text/plain"]).strip()
    page = next(iter(texts["text/html"]), "")
    size = len(text.split())
    if page and size < _STUB and len((whole := to_lines(page)).split()) >= 3 * size:
        text = whole
        with suppress(ReadError):
            text, own = read_html(page, name)
            fields |= {key: value for key, value in own.items() if url or not fields.get(key)}
    return text, fields
