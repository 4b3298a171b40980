"""
From a file that may hold many reports to raw records: exports of news archives, mail, texts parted by rules.

An export is told by its signature and split at its marks (``exports.csv``); the fields of each report become columns,
index terms ``meta_...`` (``export_fields.csv``). What does not add up (fewer reports than the export says, one without
an end or a text) is logged. Another text is taken for several only where each part begins as a report does, so that a
page break or a row of asterisks splits nothing.
"""

import hashlib
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

from analysis.corpus.fields import FIELDS, find_columns
from analysis.corpus.formats import Part, Record, new_record, read_document, read_mail
from analysis.corpus.units import may_be_title
from analysis.lists.loading import load_list, remember
from analysis.text.dates import read_dates

LONGEST_REPORT = 2**20

_HINTS = ("DOCUMENT", "Document", "Dokument", "Fin d", "\nHD", "\f", *(mark * 5 for mark in "=*#~_+-"))
_CLOSED = ("nexis_uni", "factiva_plain")  # whose marks stand at the end of a report
_PAGE = re.compile(
    rb"\d (?:of|von|de) \d+ DOCUMENTS|>\s*Do[ck]umento? \w{5,40}\s*<|End of Document|ProQuest document ID"
)
_RIGHTS = re.compile(r"(?:©|\(c\)|Copyright\b|All rights reserved)", re.IGNORECASE)
_CODE = re.compile(r"[A-Z0-9]{2,8}|\d\d?:\d\d.{0,9}|(?:Volume|Page|Pg\.|Seite|Issue|Edition)\b.{0,60}|[\d;. -]{1,20}|")
_LANGUAGE = re.compile(r"\w{4,12}(?: \(?\w+\)?)?")
_BY = re.compile(r"(?:By|BY|Von|Par|Por|От)[: ]\s*")
_OUTLET = re.compile(rf"(?!{_BY.pattern})[^\n.:,|\d]{{2,50}}")
_LONGEST_DATE = 90  # characters
_NOT_BELOW_HEADING = r"(?:\A|(?<=\n\n)|(?<=[.!?…\"”»)=*#~_+-]\n)|(?<=[^\n]{120}\n))"
_FIELD = re.compile(r"[ \t]*([^\W\d_][\w -]{1,24}?)[ \t]*:[ \t]+(\S.*)")
_AT_HEAD = frozenset("title byline other meta_section meta_length meta_dateline meta_abstract".split())


def read_reports(raw: bytes, kind: str, name: str) -> Iterator[Record]:
    """Yield the reports of a file, one or many. `kind` is one of those of `read_document`, or mail; `name` is its path
    inside the folder. Raise ReadError if it cannot be read, MissingExtraError if it needs an extra that is not
    installed."""
    parts = list[Part]()
    if kind == "mail":
        parts = read_mail(raw, whole := new_record(raw, name))
    elif kind == "html" and _PAGE.search(raw):
        parts = _split(whole := read_document(raw, "lines", name))
    if not parts:
        whole = read_document(raw, kind, name)
        parts = _split(whole) if kind != "html" else []
    if not parts and len(whole.text) > LONGEST_REPORT:
        size = f"{len(whole.text) / 2**20:.1f} MB"
        whole.note("many reports", f"one report of {size}: perhaps many? Part them by lines of =====")
    for number, (text, found) in enumerate(parts, 1):
        fields = {field: value for field, value in found.items() if value}
        doc_id = f"{name}#{number}" if len(parts) > 1 else whole.doc_id
        if not text:
            text = str(fields.get("title", ""))
            whole.note("no text", f"{doc_id}: its title is read")
        digest = hashlib.sha256(text.encode("utf-8", "replace")).hexdigest() if len(parts) > 1 else whole.sha256
        yield Record(doc_id, name, digest, text, fields, whole.log if number == 1 else [])
    if not parts:
        yield whole


def _split(whole: Record) -> list[Part]:
    """Return the reports of a text; none if it is one report."""
    text = whole.text
    if not any(map(f"\n{text}".__contains__, _HINTS)):
        return []
    for kind, read in _READERS.items():
        if not all(_pattern(kind, part).search(text) for part in ("sign", "mark")):
            continue
        mark, count, end = (_pattern(kind, part) for part in ("mark", "count", "end"))
        read_parts = [(piece, *read(piece, kind)) for piece in mark.split(text)[kind not in _CLOSED :]]
        reports = [part for part in read_parts if part[2].get("title") and (part[1] or part[2].get("date"))]
        if (n := max(map(int, count.findall(text)), default=len(reports))) != len(reports):
            whole.note("count", f"the export says that it holds {n} reports; {len(reports)} are there")
        if reports:
            ends = [bool(end.search(reports[at][0])) for at in (0, -1)]
            if ends == [True, False] or (kind in _CLOSED and reports[-1] is read_parts[-1]):
                whole.note("cut off", "the last report of the export has no end")
            return [part[1:] for part in reports]
    return _read_parted(text)


@remember
def _pattern(kind: str, part: str) -> re.Pattern[str]:
    """Return the pattern of a part of an export, one that matches nowhere if it has none."""
    rows = load_list("exports")
    patterns = rows.loc[(rows["kind"] == kind) & (rows["part"] == part), "pattern"]
    return re.compile("|".join(patterns) or "(?!)", re.MULTILINE)


@remember
def _labels(kind: str) -> tuple[re.Pattern[str], dict[str, str]]:
    """Return the pattern of a line that begins with a field's label, and the field of each label."""
    rows = load_list("export_fields")[["kind", "label", "field"]].itertuples(index=False)
    fields = {form: field for own, label, field in rows if own == kind for form in (label, label.upper())}
    either = "|".join(map(re.escape, sorted(fields, key=len, reverse=True)))
    after = r"(?:\s?:\s*|$)" if kind != "factiva" else r"(?:[ ]?[\t|][ \t|]*|[ ]{2,}|[ ]*$)"
    return re.compile(f"({either}){after}(.*)"), fields


def _read_labels(piece: str, kind: str) -> dict[str, list[str]]:
    """Sort the lines of a report by their fields: ``head`` before the first label, ``text``, and ``other``. A value
    lasts till a blank line, but a text or abstract till a label that another follows. Without a label of its own the
    text begins after the labels at the head."""
    (pattern, fields), lines = _labels(kind), [line.strip(" \t|") for line in piece.split("\n")]
    found: dict[str, list[str]] = defaultdict(list)
    marks = [pattern.match(line) for line in lines]
    own_text = any(mark and fields[mark[1]] == "text" for mark in marks)
    now, free = "head", "other" if own_text or kind != "nexis" else "text"
    for at, (line, mark) in enumerate(zip(lines, marks, strict=True)):
        if mark and (kind == "factiva" or now != "text" or not any(found[now]) or _ends_text(marks, lines, at)):
            now, line = fields[mark[1]], mark[2]
            free = free if now in _AT_HEAD else "other"
        elif not line and now not in ("head", "text", "meta_abstract") and kind != "factiva":
            now = free
        found[now].append(line)
    return found


def _ends_text(marks: list[re.Match[str] | None], lines: list[str], at: int) -> bool:
    """Return whether the label in a line of the text ends it: whether the next paragraph is labelled too, or short."""
    blank = next((n for n in range(at + 1, min(at + 60, len(lines))) if not lines[n]), len(lines))
    following = next((n for n in range(blank, min(blank + 60, len(lines))) if lines[n]), None)
    return following is None or any(marks[at + 1 : blank]) or bool(marks[following]) or lines[following].count(" ") < 8


def _to_part(found: Mapping[str, list[str]], **fields: str) -> Part:
    """Make a report of its lines by field."""
    values: dict[str, Any] = {field: " ".join(" ".join(lines).split()) for field, lines in found.items()} | fields
    values["byline"] = _BY.sub("", values.get("byline", ""), count=1)
    values["language"] = re.split("[;,(]", values.get("language", ""))[0].strip()
    kept = {field: value for field, value in values.items() if field in FIELDS or field[:5] == "meta_"}
    return "\n".join(found.get("text", ())).strip(), kept


def _find_day(line: str, most_before: int = _LONGEST_DATE) -> Any:
    """Return the first date in a line, behind so many words at most."""
    days = read_dates(line, None) if len(line) <= _LONGEST_DATE else []
    return next((day for day in days if day.date and len(line[: day.start].split()) <= most_before), None)


def _read_nexis(piece: str, kind: str) -> Part:
    """Read a report of LexisNexis: outlet, date, headline at its head, or of Nexis Uni: headline, outlet, date."""
    found, title_first = _read_labels(piece, "nexis"), kind == "nexis_uni"
    head = [line for line in found["head"] if not _RIGHTS.match(line)]
    at = next((n for n, line in enumerate(head) if _find_day(line, 1)), -1)
    halves = ["\n".join(lines).strip("\n") for lines in (head[: max(at, 0)], head[at + 1 :])]
    before, after = ([block.split("\n") for block in re.split(r"\n{2,}", half)] for half in halves)
    if title_first and len(before[-1]) > 1:  # on the lines above the date, without a blank one
        before[-1:] = [before[-1][-2 if len(before[-1]) > 4 else 0 : -1], before[-1][-1:]]
    if title_first:
        title, rest = [*[[]], *before][-2], []
    else:  # an edition may stand below the date
        title, *rest = after[at >= 0 and head[at + 1 : at + 2] != [""] :] or [[]]
    found["text"] = [*(line for block in rest for line in [*block, ""]), *found["text"]]
    found["title"] = found["title"] or title
    return _to_part(found, outlet=" ".join(before[-1]), date=head[at] if at >= 0 else "")


def _read_labelled(piece: str, kind: str) -> Part:
    """Read a report of ProQuest or Factiva: perhaps a headline, then labelled fields, the full text among them. One
    blank after a code of Factiva will do if all have it."""
    if kind == "factiva" and re.search(r"^HD \S", piece, re.MULTILINE):
        piece = re.sub(r"^([A-Z]{2,3}) (?=\S)", r"\1\t", piece, flags=re.MULTILINE)
    found = _read_labels(piece, kind)
    found["title"] = found["title"] or found["head"]
    found["text"] = found["text"] if any(found["text"]) else found["meta_abstract"]
    return _to_part(found)


def _read_factiva_plain(piece: str, kind: str) -> Part:
    """Read headline, byline, number of words, date, time, outlet, code, language and rights, one below the other."""
    lines, is_count = [line.strip() for line in piece.strip().split("\n")], _pattern(kind, "sign").fullmatch
    at = next((n for n, line in enumerate(lines) if is_count(line)), 0)
    head, found = [line for line in lines[:at] if line][-3:], defaultdict[str, list[str]](list)
    if len(head) > 1 and (_BY.match(head[-1]) or head[-1].count(" ") < 4 <= head[-2].count(" ")):
        found["byline"] = [head.pop()]
    found["title"] = head[-1:]
    told = [n for n, line in enumerate(lines) if n > at and not _CODE.fullmatch(line) and not _RIGHTS.match(line)]
    if len(told) > 2 and _LANGUAGE.fullmatch(lines[told[2]]):
        found["language"] = [lines[told.pop(2)]]
    found |= {field: [lines[n]] for field, n in zip(("date", "outlet"), told, strict=False)}
    found["text"] = lines[told[2] :] if len(told) > 2 else []
    return _to_part(found)


_READERS = {"proquest": _read_labelled, "nexis": _read_nexis, "nexis_uni": _read_nexis, "factiva": _read_labelled}
_READERS |= {"factiva_plain": _read_factiva_plain}


def _read_parted(text: str) -> list[Part]:
    """Read reports parted by lines of =====, or of other marks or form feeds where each has a headline or fields; a
    line that underlines a heading parts nothing."""
    lines = "\n".join(line.rstrip(" \t\xa0") for line in text.split("\n"))
    for marks in ("=", "*#~_+-", "\f"):
        rule = "|".join(f"{re.escape(mark)}{{5,}}" for mark in marks)
        mark = "\f" if marks == "\f" else rf"{_NOT_BELOW_HEADING}[ \t]*(?:{rule})$"
        parts = [_read_fields(piece) for piece in re.split(mark, lines, flags=re.MULTILINE) if piece.strip()]
        distinct = {part[:60] if not fields else str(fields) for part, fields in parts}
        enough = 25 if marks == "=" and len(parts) > 2 else 0
        if len(distinct) == len(parts) > 1 and all(_is_report(part, enough) for part in parts):
            return parts
    return []


def _read_fields(piece: str) -> Part:
    """Take lines such as "Date: ..." at the head of a report, or below its headline, for its fields, by the usual names
    of columns; others there become ``meta_...``."""
    lines, fields = piece.strip().split("\n"), dict[str, object]()
    at = 0 if _FIELD.fullmatch(lines[0]) else next((n for n, line in enumerate(lines) if n and line), 0)
    while at < len(lines) and (found := _FIELD.fullmatch(lines[at])):
        known = next(iter(find_columns((found[1],))), "")
        if known == "text" or not (fields or known):
            lines[at] = found[2] if known else lines[at]
            break
        fields[known or f"meta_{found[1].lower().replace(' ', '_')}"] = found[2].strip()
        del lines[at]
    fields = fields or _read_stamp(lines)
    return "\n".join(lines).strip(), fields


def _read_stamp(lines: list[str]) -> dict[str, object]:
    """Take outlet and date, in one line below a headline or in two, from the lines of a report."""
    below = [n for n, line in enumerate(lines[:6]) if n and line.strip()][:2]
    for n in below:
        day = _find_day(lines[n])
        outlet = (lines[n][: day.start] or lines[below[0]]).strip(" ,|–—-") if day else ""
        if _OUTLET.fullmatch(outlet):
            date = lines[n][day.start :]
            del lines[1 : n + 1]
            return {"outlet": outlet, "date": date}
    return {}


def _is_report(part: Part, enough: int) -> bool:
    """Return whether a part of a text begins with fields, or a headline and goes on; or has `enough` words."""
    text, fields = part
    first, _, rest = text.partition("\n")
    headline = " " in first and may_be_title(first) and not first[0].islower() and len(rest.split()) >= 8
    return headline or len(fields) > 1 or (bool(enough) and len(text.split()) >= enough)
