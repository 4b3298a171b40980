"""
The paragraphs of a page and what a single one of them looks like: a sentence, a headline, a signature, a menu.

A paragraph is a line, or several where a line was broken within a sentence: the next begins with a small letter, or the
whole text is wrapped at one width.
"""

import re
from bisect import bisect_left
from itertools import accumulate, pairwise
from typing import NamedTuple

from analysis.corpus.edits import Edit, find_lines
from analysis.text.phrases import LOWER, UPPER

MAX_TITLE_WORDS = 30

_LONGEST_TITLE = 250  # characters
_NOT_A_TITLE = re.compile(r"(?i)(?:from|to|subject):\s|.*[.:;,]$")
_SIGNATURE = re.compile(
    r"(?i)\(?(?:\w+ )?(?:reporting |written |prepared )?by:?\s+(?-i:[^\W\d_a-zа-яё])|"
    r"(?:source|author|автор|источник|редакция|муаллиф|muallif|müəllif|yazar|kaynak|mənbə|manba)\b\s?(?:[:\s]|$)"
)
_DAY = (
    rf"(?:[^\W\d_{LOWER}][\w’'.-]*+\s?[,/]?\s?){{1,5}}[,.]?\s?"
    r"(?:\(?\d{1,2}[./ ]\w|[A-Z][a-z]{2,8}\.? \d{1,2}\b|\d{1,2}-)[^\n/(—–]{0,25}?[.,]?\s?"
)
_DATELINE = re.compile(rf"{_DAY}(?:/|\(|—|–|--?\s|:)")
# OSH, 4 June (Courier) -; OSH, 4 June /Courier/; OSH /Courier/ -; OSH, 4 June - Courier.; OSH, 4 June. AKIpress -
# OSH. COURIER -
_AGENCY = re.compile(
    rf"{_DAY}(?:\(([{UPPER}][^()/,;\n]{{1,40}})(?:[/,;][^()\n]{{0,40}})?\)[.,]?\s?[—–-]|/([{UPPER}][^/\n]{{1,40}})/|"
    rf"[—–-]{{1,2}}\s?([{UPPER}][\w&’'-]++(?: [{UPPER}][\w&’'-]++)?)\.\s|"
    rf"(?<![\w-])([{UPPER}][\w-]{{0,20}}?[{UPPER}][\w-]{{0,20}}+)\s+[—–-])|"
    rf"[{UPPER}][{UPPER} .,’'-]{{1,30}}\s"
    rf"(?:\(([{UPPER}][\w-]{{1,30}}(?: \w[\w-]{{1,30}})?)\)|/([{UPPER}][^/\n]{{1,40}})/)\s?[—–-]|"
    rf"[{UPPER}]{{2,20}}\.\s([{UPPER}]{{3}}[\w-]{{0,20}})\s+[—–-]"
)
_STOPS = tuple(".!…:;,。！？؟۔।")
_CLOSING = "\"'”’»)] "
_CONTINUES = re.compile(rf"(?!\W|\d)[^\W{UPPER}]+(?![\w:@/.-]\w|:)")
_HANGS = re.compile(
    r".*(?:\b(?:an?|the|of|to|in|on|at|by|for|and|or|with|from|as|и|в|на|с|по|за|от|до|из|для|при|об?|к|не|va|və|ve|мен|пен|жана|ба|аз|дар)|[,&])$"
)
_HOUR = re.compile(r"\d[\d./-]{5,9},?\s+\d?\d:\d\d(?::\d\d)?(?:\s?[AaPp][Mm])?")
_BULLET = re.compile(r"\s*(?:[•·●▪◦*]|[-–—](?=\s))\s*")
_LINE_END = re.compile(r"(?<![^\S\n])[^\S\n]*+\n[^\S\n]*+(\S+)")  # and the next word
_WIDEST, _RAGGED = 100, 6  # characters of a wrapped line, and by which one may be short of the room that it had
_ARROWS = "»›>|"
_ADDRESS = re.compile(r"(?i)(?:https?://|www\.)\S+")
_CRUMB = re.compile(r"[^»›>|]{1,60}(?:\s[»›>|]{1,2}\s[^»›>|]{1,200})+|(?:\w[\w&’'-]*+ ?){1,4}[»›>]")


class Unit(NamedTuple):
    """A paragraph: its span, its words with white space collapsed, whether a blank line stands before it."""

    start: int
    end: int
    text: str
    parted: bool
    bullet: bool


def find_units(text: str) -> list[Unit]:
    """Return the paragraphs of a text, in order; broken lines are joined."""
    spans = find_lines(text)
    lines = [text[start:end] for start, end in spans]
    width = _width(lines)
    joined: list[tuple[int, int]] = []
    last = ""
    for (start, end), line in zip(spans, lines, strict=True):
        if joined and text.count("\n", joined[-1][1], start) == 1 and _runs_on(last, line, width):
            joined[-1] = joined[-1][0], end
        else:
            joined.append((start, end))
        last = line
    ends = [0, *(end for _, end in joined)]
    return [_read_unit(text, start, end, before) for (start, end), before in zip(joined, ends, strict=False)]


def join_lines(text: str, units: list[Unit]) -> tuple[list[Edit], list[Unit]]:
    """Return the edits that join the lines of a text's paragraphs where the next word had no room, as at one width, not
    in a list; and the paragraphs, moved."""
    edits = list[Edit]()
    parted = [unit for unit in units if text.count("\n", unit.start, unit.end)]
    breaks = [found for unit in parted for found in _LINE_END.finditer(text, unit.start, unit.end)]
    begins = [text.rfind("\n", 0, found.start()) + 1 for found in breaks]
    lengths = [len(text[begin : found.start()].strip()) for begin, found in zip(begins, breaks, strict=True)]
    width = max(lengths, default=0)
    for length, found in zip(lengths, breaks, strict=True):
        cased = not found[1][0].isalpha() or found[1][0].title() != found[1][0].lower()
        if cased and length + len(found[1]) >= width - _RAGGED:
            edits.append((found.start(), found.start(1), " "))
    if width > _WIDEST or len(edits) < max(2, 2 * len(breaks) / 3):
        return [], units
    starts, gone = [start for start, *_ in edits], [0, *accumulate(end - start - 1 for start, end, _ in edits)]
    spans = [[place - gone[bisect_left(starts, place)] for place in unit[:2]] for unit in units]
    return edits, [unit._replace(start=start, end=end) for unit, (start, end) in zip(units, spans, strict=True)]


def _read_unit(text: str, start: int, end: int, before: int) -> Unit:
    bare = text[start:end]
    if "  " in bare or not bare.isprintable():
        bare = " ".join(bare.split())
    if bare[-1] == "|":  # the edge of a cell
        bare = bare.rstrip("| ") or bare
    mark = None if bare[0].isalnum() else _BULLET.match(bare)
    shown = bare[mark.end() :] if mark and mark.end() < len(bare) else bare
    parted = text.count("\n", before, start) != 1
    return Unit(start, end, shown.lstrip("#").lstrip() or shown, parted, mark is not None)


def _width(lines: list[str]) -> int:
    """Return the length of the longest line of a text that was wrapped throughout; 0 if it was not."""
    wrapped = [len(line) <= 100 for line in lines]
    if sum(wrapped) < 4:
        return 0
    broken = [
        len(one) > 40 and both and one[-1] not in _STOPS and bool(_CONTINUES.match(two))
        for (one, two), both in zip(pairwise(lines), wrapped, strict=False)
    ]
    longest = max((len(line) for line, joined in zip(lines, broken, strict=False) if joined), default=0)
    return longest if sum(broken) >= max(3, sum(wrapped) // 6) else 0


def _runs_on(line: str, following: str, width: int) -> bool:
    """Return whether a line was broken within a sentence that the following line goes on with."""
    if line[-1] == ":" and is_signature(line) and following.count(" ") < 4:
        return True
    if len(line) <= 25 or (line[-1] != "," and is_sentence(line)):
        return False
    if _BULLET.match(following) or _HOUR.fullmatch(following) or is_address(line) or is_address(following):
        return False
    if width and len(line) > 0.7 * width and line[-1] not in ".!?…:;" and following[0] not in "([•*-–—":
        return True
    if _CONTINUES.match(following):
        return len(line) > 40 or bool(_HANGS.match(line)) or ("|" in line and len(following) > 40)
    return len(line) > 40 and (
        (bool(_HANGS.match(line)) and following[0].isalnum()) or (following[-1] == "." and following.count(" ") < 3)
    )


def is_sentence(line: str) -> bool:
    """Return whether a line is a sentence or a paragraph: too long for a title, or four or more words and a stop."""
    if len(line) > _LONGEST_TITLE:
        return True
    n_words, end = line.count(" ") + 1, line.rstrip(_CLOSING)[-3:]
    byline = n_words < 6 and end[-1:] == ":" and is_signature(line)  # By Jo Smith - Courier:
    end = "" if end == "..." or byline else end[-1:]
    return n_words > MAX_TITLE_WORDS or (end in _STOPS and (n_words > 3 or end in _STOPS[6:]))


def is_signature(line: str) -> bool:
    """Return whether a line credits the author or source of a report or photograph."""
    return _SIGNATURE.match(line) is not None


def is_address(line: str) -> bool:
    """Return whether a line is the address of a page and nothing else."""
    return line[:1] in "hHwW" and _ADDRESS.fullmatch(line) is not None  # a look at the first letter is quicker


def is_crumb(line: str) -> bool:
    """Return whether a line is a path through a site: ``Home » News » Energy``."""
    return any(map(line.__contains__, _ARROWS)) and _CRUMB.fullmatch(line) is not None


def has_dateline(line: str) -> bool:
    """Return whether a line begins with place and day or agency, as agencies write: ``OSH, June 4 (Courier) -``."""
    return _DATELINE.match(line) is not None or find_agency(line) is not None


def find_agency(line: str) -> str | None:
    """Return the agency that a dateline names: behind place and day, a place in capitals, or alone."""
    found = _AGENCY.match(line)
    return next(name for name in found.groups() if name).strip() if found else None


def may_be_title(line: str) -> bool:
    """Return whether a line may be a headline: not too long, and no sentence, byline, dateline or list."""
    if line.count(" ") >= MAX_TITLE_WORDS or len(line) > _LONGEST_TITLE or _NOT_A_TITLE.match(line):
        return False
    return not (is_crumb(line) or is_signature(line) or has_dateline(line))
