"""
From the bytes of a file to text, whatever its encoding; and from text decoded with the wrong encoding to the right one.

UTF-8 and UTF-16 can be verified, and a page may declare its encoding. Else the bytes above 127, with the words around
them, are decoded in each of `ENCODINGS`, and the language model rates how far each reading is like one language more
than like all. Of excerpts of sixty letters, 221 of 222 in the encodings of Cyrillic come out right, and all others.
What speaks against a reading: signs that touch letters, and letters of another script alone among Latin ones, as a
dash taken for a Cyrillic letter is. Mojibake is told by the same rating.
"""

import codecs
import math
import re
from contextlib import suppress
from itertools import product
from typing import NamedTuple

import numpy as np
from ftfy import badness, fix_encoding

from analysis.corpus.languages import load_model, rate
from analysis.errors import ReadError

ENCODINGS = (
    "windows-1252 windows-1251 windows-1254 windows-1250 iso8859-2 koi8-r koi8-u iso8859-5 mac-cyrillic cp866 kz1048 "
    "ptcp154 koi8-t gb18030 big5 shift_jis euc-jp euc-kr"
).split()

_MARKS = {codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF32_LE: "utf-32", codecs.BOM_UTF32_BE: "utf-32"}
_MARKS |= {codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
_SAMPLE = 600
_FAR_BETTER = 20
_HIGH = re.compile(rb"[\x80-\xff]")
_AROUND_HIGH = re.compile(rb"[\x00-\x7f]{0,30}(?:[\x80-\xff]+[\x00-\x7f]{0,30})+")
_PRINTED = bytes([*range(9, 14), 27, *range(32, 256)])
_CHARSET = re.compile(rb"<meta[^>]{0,200}charset=[\"']?([\w-]{3,20})", re.IGNORECASE)
_FOREIGN = re.compile(r"[^\W\d_A-Za-zªºÀ-˿]")
_FOREIGN_WORD = re.compile(r"(?<![A-Za-zªºÀ-˿])[^\W\d_A-Za-zªºÀ-˿]{2,}(?![A-Za-zªºÀ-˿])")
_ODD = re.compile(r"[\x80-\x9f\u2200-\u25ff\ufffd]|(?<=[^\W\d_])[€¤§№÷×¬±]|[÷×¬±](?=[^\W\d_])|(?<=[а-яё])[А-ЯЁ]")

_GARBLED = re.compile(
    r"[À-ÿ]{4}|[а-яё][А-ЯЁ]{3}|[─-▟](?=[^\W\d_])|(?<=[^\W\d_])[─-▟]|(?:[РС][Ѐ-Џѐ-џ\x80-¿‚-›€™№]){2}|"
    r"[а-яё][¡-ª¬-º¼-¿Ѐ-ЏҐ]{2}|[¡-ª¬-º¼-¿Ѐ-ЏҐ]{2}[а-яё]|[A-Za-z][Ѐ-џ][^\sA-Za-zа-яё.,)»”]"
)
_READ = ("windows-1251", "sloppy-windows-1252", "latin-1", "koi8-r", "cp866")
_WRITTEN = ("utf-8", "windows-1251", "koi8-r", "cp866", "iso8859-5", "mac-cyrillic")


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
    if marked := next((encoding for mark, encoding in _MARKS.items() if raw.startswith(mark)), None):
        return marked, 1.0
    head = raw[:4096]
    if b"\0" in head:
        return _guess_utf_16(head)
    if 10 * len(head.translate(None, _PRINTED)) > len(head):
        return None, 0.0
    with suppress(UnicodeDecodeError):
        raw.decode()
        return "utf-8", 1.0
    return _guess_unmarked(raw)


def _guess_utf_16(head: bytes) -> tuple[str | None, float]:
    """Return the byte order that gives more of ASCII and less that cannot be printed, unless that is more than 2 %."""
    found = []
    for encoding in ("utf-16-le", "utf-16-be"):
        text = head[: len(head) // 2 * 2].decode(encoding, errors="replace").removesuffix("\ufffd")
        strange = sum(letter == "\ufffd" or not (letter.isprintable() or letter.isspace()) for letter in text)
        found.append((sum(map(str.isascii, text)) - 3 * strange, encoding, 50 * strange <= len(text)))
    _, encoding, legible = max(found)
    return (encoding, 0.9) if legible else (None, 0.0)


def _guess_unmarked(raw: bytes) -> tuple[str, float]:
    high = len(_HIGH.findall(raw))
    lost = raw.decode("utf-8", errors="replace").count("\ufffd") - raw.count("\ufffd".encode())
    if 4 * lost < high:
        return "utf-8", min(0.99, round(1 - lost / high, 2))
    if declared := _CHARSET.search(raw[:4096]):
        with suppress(LookupError, UnicodeDecodeError):  # no encoding, none of text, or not the true one
            raw.decode(name := codecs.lookup(declared[1].decode()).name)
            return name, 0.9
    sample = b"\n".join(_AROUND_HIGH.findall(raw))[:_SAMPLE]
    readings = {sample.decode(encoding, errors="replace"): encoding for encoding in reversed(ENCODINGS)}
    *_, second, best = np.sort(scores := rate_readings([*readings]))
    return [*readings.values()][scores.argmax()], min(0.99, round(1 / (1 + math.exp((second - best) / 5)), 2))


def rate_readings(texts: list[str]) -> np.ndarray:
    """Return how far each text is like one language more than like all; less with odd signs, least for one whose
    letters that are not Latin mostly stand alone, or in words with Latin ones."""
    likelihoods = rate([text.lower() for text in texts], load_model())
    scores = likelihoods.max(1) - likelihoods.mean(1) - 20 * np.array([len(_ODD.findall(text)) for text in texts])
    alone = [2 * sum(map(len, _FOREIGN_WORD.findall(t))) < len(_FOREIGN.findall(t)) for t in texts]
    return np.where(alone, -1e9, scores)


def is_garbled(text: str) -> bool:
    """Return whether a text may have been decoded with the wrong encoding."""
    return _GARBLED.search(text) is not None or badness.is_bad(text)


def reread(line: str) -> str:
    """Return a garbled line as the encoding that it was written in has it; unchanged unless that is far better, and no
    longer garbled."""
    readings = [fixed := fix_encoding(line)]
    for read, written in product(_READ, _WRITTEN):
        with suppress(UnicodeError):
            decoded = line.encode(read).decode(written, "replace")
            if "\ufffd" not in decoded.rstrip(".… \ufffd") and not is_garbled(decoded):  # the last letter may be cut
                readings.append(decoded.replace("\ufffd", ""))
    scores = rate_readings(readings)
    found = readings[scores.argmax()] if scores.max() > max(scores[0], 0) + _FAR_BETTER else fixed
    return reread(fixed) if found == fixed != line else found
