"""
Repairs of a raw text: characters, letters, apostrophes, repeated paragraphs, lost spaces.

Every repair is a pure function from a text to its edits ``(start, end, replacement)``. Steps run in the order of
`REPAIRS`, each on the result of the one before, so replaying the log on the raw text yields the clean one exactly.
Run-together words are split, and words parted at line ends joined, by `analysis.corpus.run_together`; boilerplate is
found by `boilerplate`.
Names are never respelled. ftfy repairs mojibake line by line, only where its own heuristic detects it.
"""

import re
from html import unescape
from unicodedata import is_normalized, normalize

from analysis.corpus.edits import Edit, drop_lines, find_lines
from analysis.corpus.encodings import is_garbled, reread
from analysis.lists.loading import load_list, remember
from analysis.text.phrases import UPPER

_REPAIRS = "mojibake entities characters nfc apostrophes line_ends wrapped boilerplate repeated run_together spaces"
REPAIRS = tuple(_REPAIRS.split())

_SHORTEST_REPEAT, _LONGEST_QUOTE = 60, 80
_LINE = re.compile(r"[^\n]+")
_HIDDEN = r"[\0-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\xad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufffe\uffff]"
_AROUND, _WIDE = _HIDDEN[:-1] + r"\u200c\u200d]*+", r"[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]"
_INVISIBLE = re.compile(
    r"\u00ad[ \t]{0,9}\n[ \t]{0,9}(?=\w)|"
    rf"(?<=[^\W\d_]){_AROUND}\u00ac{_AROUND}(?:{_WIDE}++|\s)?{_AROUND}(?=[^\W\d_])|"
    rf"(?P<space>{_WIDE}+)|(?P<line>[\u2028\u2029\u0085\v\f])|(?<![\u0600-\u07ff])[\u200c\u200d]|{_HIDDEN}+|"
    r"(?P<joined>[\ufb00-\ufb06])"
)
_ENTITY = re.compile(r"&(?:amp;|#38;)*(#\d{1,7};|#[xX][\da-fA-F]{1,6};|[a-zA-Z]{2,8}\d{0,2};)")
_MARK = re.compile(r"(?<=[^\W\d_])['‘’`´ʻʼ](?=[^\W\d_])|(?<=[oO])['‘’`´ʼ]|(?<=[^\W\dnN_][gG])['‘’`´ʼ]")
_OPENED = re.compile(r"(?<!\w)['‘`](?=\w)")
_LOST_AFTER_COMMA = re.compile(r"[,;](?=[^\W\d_]{3,}[,.;:’'!?]?(?:\s|\Z))(?<=[^\W\d_]{3}.)")
_TIGHT_QUOTE = re.compile(r'"(?:(?<=\w")(?=\w))')
_ODD = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\xa0\xac\xad\u1680\u2000-\u200f\u2028-\u202f\u205f-\u2069\u3000\ufb00-\ufb06\ufeff\ufffe\uffff]"
)


def fix_mojibake(text: str) -> list[Edit]:
    """Find lines that were decoded with the wrong encoding (``Ð¢Ð°ÑˆÐºÐµÐ½Ñ‚``) and decode them correctly."""
    if text.isascii() or not re.search(r"[^\x00-\x7f]{2}", text) or not is_garbled(text):
        return []
    lines = [line for line in _LINE.finditer(text) if is_garbled(line[0])]
    return [(*line.span(), fixed) for line in lines if (fixed := reread(line[0])) != line[0]]


def fix_characters(text: str) -> list[Edit]:
    """Drop soft hyphens, zero-width and control characters, normalise unusual spaces and line breaks, and write the
    ligatures of PDF files (``ﬁ``) as the letters they are, without which no list has the word."""
    if not _ODD.search(text):
        return []
    kinds, spans = {"space": " ", "line": "\n", None: ""}, _INVISIBLE.finditer(text)
    return [(*found.span(), kinds.get(found.lastgroup) or normalize("NFKC", found["joined"] or "")) for found in spans]


def fix_nfc(text: str) -> list[Edit]:
    """Write a letter and the mark upon it as the one letter that they are (Unicode's NFC), a line at a time: in the
    file names and texts of a Mac, ``й`` and ``ç`` are two characters, which no list has."""
    lines = () if is_normalized("NFC", text) else _LINE.finditer(text)
    return [(*line.span(), normalize("NFC", line[0])) for line in lines if not is_normalized("NFC", line[0])]


def fix_entities(text: str) -> list[Edit]:
    """Replace the entities of HTML, ``&amp;`` and ``&#8364;``, also escaped twice, by their characters."""
    entities = [(found, unescape("&" + found[1])) for found in _ENTITY.finditer(text)]
    return [(*found.span(), character) for found, character in entities if character != found[0]]


def fix_apostrophes(text: str, language: str | None = None) -> list[Edit]:
    """Write the apostrophe in Uzbek words as the letter it is, ʻ (U+02BB) in oʻ and gʻ and ʼ (U+02BC) elsewhere, so
    that a word has one form and no apostrophe ends it. A mark at the end of a word that may close a quotation stays. No
    other language of the region has such letters: the apostrophe of Turkish sets off endings of names."""
    edits = []
    for start, end in map(re.Match.span, _MARK.finditer(text) if language == "uz" else ()):
        letter = "ʻ" if text[start - 1] in "oOgG" else "ʼ"
        inside = text[end : end + 1].isalpha()
        if text[start:end] != letter and (inside or not _OPENED.search(text, max(0, start - _LONGEST_QUOTE), start)):
            edits.append((start, end, letter))
    return edits


CHARACTERS = {"mojibake": fix_mojibake, "entities": fix_entities, "characters": fix_characters, "nfc": fix_nfc}


def drop_repeats(text: str) -> list[Edit]:
    """Drop paragraphs of sixty characters or more that have occurred before in the text."""
    lines = find_lines(text)
    long = [(text[start:end], at) for at, (start, end) in enumerate(lines) if end - start >= _SHORTEST_REPEAT]
    first = dict(reversed(long))
    return drop_lines(text, lines, {at for line, at in long if first[line] < at})


def fix_spaces(text: str) -> list[Edit]:
    """Insert the spaces lost after or before full stops, commas and quotation marks."""
    edits = [(found.end(), found.end(), " ") for found in _lost_space().finditer(text)]
    for found in _LOST_AFTER_COMMA.finditer(text):
        at = found.end()
        if text[max(0, at - 40) : at - 1].split()[-1].lstrip('"“«(').isalpha():  # not in a list of addresses
            edits.append((at, at, " "))
    if _TIGHT_QUOTE.search(text):
        edits += [edit for line in _LINE.finditer(text) for edit in _open_quotes(line)]
    return sorted(edits)


@remember
def _lost_space() -> re.Pattern[str]:
    """Return the pattern of a full stop without a space after it that is not the dot in a domain name."""
    sites = "|".join(domain.capitalize() for domain in load_list("domains")["domain"])
    return re.compile(
        rf"[.!?](?=[{UPPER}])(?<=[^\W\d_{UPPER}]{{3}}.)(?!(?:\w+\.)*(?:{sites})\b)"
        r"(?=[^\W\d_]{2,}(?:[\s,;:’'\".!?]|\Z))"
    )


def _open_quotes(line: re.Match[str]) -> list[Edit]:
    """Return the spaces missing outside straight quotation marks, which open and close alternately."""
    marks = [found.start() for found in re.finditer('"', line[0])]
    padded, start, edits = f" {line[0]} ", line.start(), []
    for number, at in enumerate(marks):
        before, after = padded[at], padded[at + 2]
        if number % 2 == 0 and before.isalpha() and after.isalnum():
            edits.append((start + at, start + at, " "))
        elif number % 2 and after.isalpha() and not before.isspace():
            edits.append((start + at + 1, start + at + 1, " "))
    return [] if len(marks) % 2 else edits
