"""
From a feed or a mail to its reports: RSS and Atom, mail with its forwarded messages, mailboxes, saved pages in MHTML.

Nothing is fetched or executed. Attachments are counted in the log and not read, but a message that is attached is a
report of its own.
"""

import email
import io
import re
from contextlib import suppress
from email.header import decode_header, make_header
from email.message import Message
from email.utils import parseaddr
from typing import Any

from analysis.corpus.encodings import decode
from analysis.corpus.fields import to_lines
from analysis.corpus.formats import Record, load_extra, read_html
from analysis.errors import ReadError

Part = tuple[str, dict[str, Any]]  # the text of a report and its fields

_ENTRY = "title summary link author source".split()
_MBOX = re.compile(rb"^From \S+ [^\n]{0,60}\d{4}\r?\n", re.MULTILINE)


def read_feed(raw: bytes, name: str, notes: list[str]) -> list[dict[str, Any]]:
    """Return the entries of a feed as rows; a feed that is cut off is told in `notes`."""
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
    messages, parts, n_attached = [email.message_from_bytes(source) for source in sources], [], 0
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
    return decode(raw, name).text


def _header(message: Message, name: str) -> str:
    value = str(message.get(name) or "")[:2000]
    with suppress(LookupError, ValueError):
        value = str(make_header(decode_header(value)))
    return " ".join(value.split())


def _read_message(message: Message, texts: dict[str, list[str]], name: str) -> Part:
    url, (sender, address) = _header(message, "Snapshot-Content-Location"), parseaddr(_header(message, "From"))
    fields: dict[str, Any] = {"title": _header(message, "Subject"), "date": _header(message, "Date"), "url": url}
    if not url and not sender.startswith("Saved by"):
        fields |= {"outlet": sender, "meta_from": address}
    text = "\n\n".join(texts["text/plain"]).strip()
    if not text:
        text = to_lines(texts["text/html"][0])
        with suppress(ReadError):
            text, own = read_html(texts["text/html"][0], name)
            fields |= {key: value for key, value in own.items() if url or not fields.get(key)}
    return text, fields
