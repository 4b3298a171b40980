"""
Rows of a delimited text, as Excel and exports write them.

The header is the line with most known names among the first, the separator the one that finds them. A row ends where
its quotation marks are even in number; with a mark out of place, where it has all its cells and a sound row follows.
A cell that begins with a mark ends at the mark before a separator that makes its own marks even, without one at the
first. So a stray mark costs its cell at most.
"""

import codecs
import re
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from itertools import chain, count, takewhile

from analysis.corpus.encodings import decode
from analysis.corpus.fields import Columns, find_columns
from analysis.errors import ReadError

WIDE = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)

_HEAD = 30  # lines
_LONGEST_NAME = 60
_LONGEST_ROW = 2**15  # characters, of a row that breaks the rules
_MOST_COLUMNS = 500
_MOST_TRIES = 50
_MOST_PAIRS = 50  # of marks, in a cell that breaks the rules
_QUOTED = re.compile(r'".*"', re.DOTALL)
# Not "(...)*+": before Python 3.11.5 that keeps what a repetition that fails has read.
_PAIRED = re.compile(r'\s*+".*"\s*|[^"]*+(?:"[^"]*+"[^"]*+)*', re.DOTALL)
_OPENED = re.compile(r'"[^"]*+(?<=[^\s"])"\s')  # "Belt" and "Road"
_CELLS = re.compile(rb"\s{0,9}[^\n\0]{1,1000}[,;\t|]")
_BEFORE = re.compile(r"(?i)\n*(?:\"?sep=(.)\"?[ \t]*\n)?\n*")


def read_delimited(
    text: str, name: str, columns: Columns, refuse: Callable[[ReadError], None], notes: list[str]
) -> Iterator[dict[str, str]]:
    """Yield the rows of a text with ``\\n`` line ends; refuse those with more cells than the header. What was passed
    over is added to `notes`."""
    before, at, separator = _find_header(text, columns)
    if passed := text[before:at].strip():
        notes.append(f"before the header: {passed[:200]}")
    ends = cache(lambda: [mark.end() for mark in re.finditer('"\n', text)])  # looked for once, if a row asks for it
    names, at = _read_row(text, at, separator, _MOST_COLUMNS, ends)
    header, line = name_columns(list(map(_unquote, names))), text.count("\n", 0, at) + 1
    while at < len(text):
        cells, end = _read_row(text, at, separator, len(header), ends)
        if "".join(cells[len(header) :]).strip():
            error = f"{len(cells)} cells, and the header has {len(header)}"
            refuse(ReadError(f"{name}, line {line}: {error}. Put a text with {separator!r} in quotation marks."))
        elif "".join(cells).strip() and cells != names:
            yield dict.fromkeys(header, "") | dict(zip(header, map(_unquote, cells), strict=False))
        line += text.count("\n", at, end)
        at = end


def name_columns(names: Sequence[str]) -> list[str]:
    """Return a header without empty or repeated names."""
    names = [name.strip() or f"column {n}" for n, name in enumerate(names, 1)]
    first = {name: n for n, name in reversed([*enumerate(names)])}
    made = [(f"{name}.{k}" for k in count(n, len(names))) for n, name in enumerate(names)]
    return [
        name if first[name] == n else next(new for new in made[n] if new not in first) for n, name in enumerate(names)
    ]


def find_header(rows: Sequence[Sequence[str]], columns: Columns) -> tuple[int, int]:
    """Return how many fields the best header among rows names, and the number of that row; one below the first must
    name two, or it is a row with a word."""
    known = [len(find_columns(tuple(name for name in row if len(name) <= _LONGEST_NAME), columns)) for row in rows]
    best = max(n if n > 1 or not at else 0 for at, n in enumerate(known))
    return best, known.index(best) if best else 0


def is_delimited(head: bytes) -> bool:
    """Return whether a file begins with a header of known names, among them a text or title, and a row like it."""
    if not head.startswith(WIDE) and (b"\0" in head or not _CELLS.match(head)):
        return False
    text = decode(head, "").text
    before, at, separator = _find_header(text, ())
    header, *rows = (_split(line, separator) for line in text[at:].split("\n", 2)[:2])
    known = find_columns(tuple(map(_unquote, header))).keys()
    named = before == at and len(known) > 1 and not known.isdisjoint(("text", "title"))
    return named and len(rows) == 1 and len(rows[0]) >= len(header)


def _find_header(text: str, columns: Columns) -> tuple[int, int, str]:
    """Return where the lines before the header begin, where the header does, and the separator."""
    found = _BEFORE.match(text)
    before = found.end() if found else 0
    lines = text[before : before + _LONGEST_ROW].split("\n", _HEAD)[:_HEAD]
    ranked = []
    for separator in (found and found[1]) or ",;\t|":
        rows = [list(map(_unquote, _split(line, separator))) for line in lines]
        known, at = find_header(rows, columns)
        ranked.append((known, -at, len(rows[at]), separator))
    _, at, _, separator = max(ranked, key=lambda rank: rank[:3])
    return before, before + sum(len(line) + 1 for line in lines[:-at]), separator


def _read_row(
    text: str, start: int, separator: str, n_cells: int, ends: Callable[[], list[int]]
) -> tuple[list[str], int]:
    """Return the cells of the first row behind `start`, and its end; `ends` are those of lines that end in a mark."""
    if sound := _read_sound_row(text, start, separator, n_cells):
        return sound
    line = text.find("\n", start) + 1 or len(text)
    first = bisect_left(ends(), line + 2) if '"' in text[start:line] else len(ends())
    tried = takewhile(lambda end: end <= start + _LONGEST_ROW, ends()[first : first + _MOST_TRIES])
    for end in chain([line], tried):
        cells = _split(text[start:end], separator)
        if len(cells) == n_cells:
            sound = _read_sound_row(text, end, separator, n_cells)
            following = sound[0] if sound else _split(text[end : text.find("\n", end)], separator)
            if len(following) in (0, n_cells) and all(map(_PAIRED.fullmatch, following)):
                return cells, end
    return _split(text[start:line], separator), line


def _read_sound_row(text: str, start: int, separator: str, n_cells: int) -> tuple[list[str], int] | None:
    """Return the same, no cells if nothing is left; None if the row breaks the rules or has too many cells."""
    row = _patterns(separator)[1].match(text, start)
    cells = _split(row[1], separator) if row and row[1] else []
    return (cells[:n_cells], row.end()) if row and not "".join(cells[n_cells:]).strip() else None


def _split(row: str, separator: str) -> list[str]:
    """Split a row into its cells as they stand."""
    row = row.rstrip("\n")
    return _patterns(separator)[0].findall(row) if '"' in row else row.split(separator)


@cache
def _patterns(separator: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Return the pattern of a cell, and of a row that keeps the rules, behind blank lines."""
    mark = re.escape(separator)
    opens, closes = rf'[^\S\n{mark}]*+"', rf"[^\S\n{mark}]*+(?={mark}|\n|\Z)"
    sound = rf'{opens}[^"]*+(?:""[^"]*+)*+"{closes}'
    even = rf'{opens}(?:[^"]*+"[^"]*+"){{0,{_MOST_PAIRS}}}?[^"]*+"{closes}'
    first = rf'{opens}(?:[^"]*+"){{1,{2 * _MOST_PAIRS}}}?{closes}'
    cell = rf'(?:{sound}|[^"\n{mark}]*+)'
    row = rf"(?:\s*\n)?+({cell}(?:{mark}{cell})*+)(?:\n|\Z)"
    return re.compile(rf"(?:\A|{mark})({sound}|{even}|{first}|[^{mark}]*+)"), re.compile(row)


def _unquote(cell: str) -> str:
    bare = cell.strip()
    if not _QUOTED.fullmatch(bare) or (bare.count('"') % 2 == 0 and _OPENED.match(bare)):
        return cell
    return bare[1:-1].replace('""', '"').replace('\\"', '"')
