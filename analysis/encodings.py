"""
From bytes to text, with the name of the encoding and how sure that is.

UTF-8 and UTF-16 prove themselves. Among the single-byte ones the bytes above 127 decide: in windows-1251 whole words
consist of them, in the western ones they are sprinkled; the six places where windows-1254 differs from 1252 hold the
letters of Turkish in the one and of Icelandic in the other, which writes acute vowels besides. This takes 40 lines and
is right where statistics over 99 encodings waver between Cyrillic and Mac Roman.
"""

from __future__ import annotations

import codecs
import re
from typing import NamedTuple

from analysis.errors import ReadError

_MARKS = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF32_LE: "utf-32",
    codecs.BOM_UTF32_BE: "utf-32",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
_HIGH = re.compile(rb"[\x80-\xff]")
_HIGH_RUN = re.compile(rb"[\xa8\xb8\xb2\xb3\xba\xbf\xc0-\xff]{3,}")
_TURKISH = re.compile(rb"[\xd0\xdd\xde\xf0\xfd\xfe]")
_ACUTE = re.compile(rb"[\xc1\xc9\xcd\xd3\xda\xe1\xe9\xed\xf3\xfa]")
_BINARY = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_CHARSET = re.compile(rb"<meta[^>]{0,200}charset=[\"']?([\w-]{3,20})", re.IGNORECASE)


class Decoded(NamedTuple):
    """A text with ``\\n`` line ends, the encoding it came in, and how sure that is (0 to 1)."""

    text: str
    encoding: str
    certainty: float


def decode(raw: bytes, name: str) -> Decoded:
    """Decode the bytes of the file `name`; ReadError if they are not text."""
    encoding, certainty = _guess(raw)
    if encoding is None:
        raise ReadError(f"{name}: not text but binary data. Remove the file, or convert it to text.")
    try:
        text = raw.decode(encoding)
    except UnicodeDecodeError:
        text = raw.decode(encoding, errors="replace")
    return Decoded(text.replace("\r\n", "\n").replace("\r", "\n").removeprefix("\ufeff"), encoding, certainty)


def _guess(raw: bytes) -> tuple[str | None, float]:
    for mark, encoding in _MARKS.items():
        if raw.startswith(mark):
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
            return codecs.lookup(declared[1].decode()).name, 0.9
        except LookupError:
            pass
    cyrillic = sum(map(len, _HIGH_RUN.findall(raw))) / high
    if cyrillic > 0.5:
        return "windows-1251", round(cyrillic, 2)
    turkish, acute = len(_TURKISH.findall(raw)), len(_ACUTE.findall(raw))
    if turkish > acute:
        return "windows-1254", round(turkish / (turkish + acute), 2)
    try:
        raw.decode("windows-1252")
    except UnicodeDecodeError:
        return "latin-1", 0.5
    return "windows-1252", round(1 - cyrillic, 2)
