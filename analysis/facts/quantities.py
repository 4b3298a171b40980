"""
Quantities in running text: a number in figures or words, and the scales that multiply it.

A quantity is groups of a number and its scale in a row, each smaller than the one before: ``2 billion 315 million``.
The words are the list ``numbers.csv``: a *unit* adds, a *multiplier* and a *scale* multiply, a *fraction* is of what
stands before it (``a million and a half``), an *article* counts only right before a scale (``a million``, not ``a
ten-million-dollar loan``), a *strict scale* is a measure too (``m``). An abbreviation may end in a stop. Values are
exact decimals: as a float, 1.1 billion times a cent is off.

Behind a sign (``$3 milyara``) a scale takes the case endings of its language (``endings.csv``); elsewhere it must
not, as ``5 bina`` is five buildings and not five thousand. Where a word behind figures only begins as a scale does
(``$3 milliarden``), the scale is not a number (NaN), and the sum is left out: a bare 3 is wrong by a million times.

Where figures have both comma and stop, the later one is the decimal mark. One mark alone before three digits parts
thousands: the comma, but for a language that writes decimals with a comma (all but English) when a scale follows
(``1,234 млрд``); the stop, in such a language, when none does (``1.250 евро``).
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from itertools import pairwise, takewhile
from typing import NamedTuple

from analysis.facts.gazetteer import endings_behind
from analysis.lists.loading import load_list, remember
from analysis.text.letters import FOLDED, fold
from analysis.text.phrases import either

WINDOW = 80  # characters in which a quantity written out fits
_SPACE = "[ \u00a0\u2009\u202f]"
_FIGURES = (
    r"(?<![\w.,])\.\d+|[0-9](?<!\d\d)(?<!\d[.,'’]\d)(?:\d{0,2}(?:,\d{2,3})*,\d{3}(?:\.\d+)?(?!\d)"
    rf"|\d{{0,2}}(?:\.\d{{3}})+,\d+|\d{{0,2}}(?:\.\d{{3}}){{2,}}(?!\d)|\d{{0,2}}(?:['’]\d{{3}})+(?:\.\d+)?(?!\d)"
    rf"|\d{{0,2}}(?:{_SPACE}\d{{3}})+(?:[.,]\d+)?(?!\d)|\d*(?:[.,]\d+)?)"
)
_DECLINED = r"(?:-(?:ти|тью|мя|х|м|и)(?!\w))?"  # 15-ти миллионов
_IN_WORDS = re.compile(r"\s?\(([^()\d\n]{3,60})\)\s?$")
_GAP, _GLUED, _BEHIND = re.compile(r"[\s-]{0,2}"), re.compile(r"[\s-]?"), re.compile(r"\.?[\s-]{0,2}$")


class Quantity(NamedTuple):
    """A number and where it stands; ``scale``, what its first multiplies it by, is None without one, NaN if unread."""

    start: int
    end: int
    number: Decimal
    scale: Decimal | None
    plain: bool = False  # no scale, no thousands apart: it may be a year, a page, a house
    strict: bool = False  # its scale may be a measure: ``5 m``

    @property
    def value(self) -> Decimal:
        """The number times its scale."""
        return self.number * (self.scale or 1)


class _Token(NamedTuple):
    start: int
    end: int
    kind: str  # of numbers.csv, or plain or parted figures
    value: Decimal

    @property
    def scales(self) -> bool:
        return self.kind.endswith("scale")


@dataclass
class _Group:
    tokens: list[_Token]
    number: Decimal
    scale: Decimal | None

    def take(self, token: _Token) -> bool:
        """Add a token if it goes on with the number."""
        last, value = self.tokens[-1], token.value
        counts_on = token.kind == "unit" and last.kind in ("unit", "multiplier")
        if token.scales and (self.scale is None or last.scales):
            self.scale = (self.scale or 1) * value  # 2 lakh crore
        elif token.kind == "fraction" or (counts_on and not self.number % 10 ** len(f"{value:.0f}")):
            self.number += value
        elif token.kind == "multiplier" and self.scale is None:
            self.number *= value
        else:
            return False
        self.tokens.append(token)
        return True


class QuantityReader:
    """Reads the quantities of a text, in the number words of a language and in figures."""

    def __init__(self, language: str) -> None:
        rows = load_list("numbers", languages=(language,))
        forms = zip(rows["form"], rows["kind"], rows["value"], strict=True)
        self._numbers = {_fold(fold(form, language)): (kind, Decimal(value)) for form, kind, value in forms}
        scaling = [form for form, (kind, _) in self._numbers.items() if kind.endswith("scale")]
        first = "".join(sorted({re.escape(form[0]) for form in self._numbers}))  # looked at first: twice as quick
        scale, begin = f"(?P<scale>{_either(scaling)})", r"(?<![^\W\d_])"
        ending = rf"(?:['’ʻ-](?=\w))?{endings_behind(language).pattern}" if language in FOLDED else r"(?!\w)"
        figures = f"(?P<figures>{_FIGURES}){_DECLINED if language == 'ru' else ''}"
        word = rf"(?=[.\d{first}])(?:{figures}|{begin}(?:(?P<word>{_either(self._numbers)})(?!\w)"
        self._token = re.compile(rf"{word}))", re.IGNORECASE)
        self._ended = re.compile(rf"{word}|{scale}{ending}))", re.IGNORECASE) if language in FOLDED else self._token
        self._scale = re.compile(rf"[\s-]?{scale}{ending}", re.IGNORECASE)
        self.scales = re.compile(rf"(?=[\d{first}]){begin}{scale}(?!\w)", re.IGNORECASE)
        self._last = lru_cache(maxsize=1 << 14)(self._read_last)
        self._last_words = {"0", *map(_last_word, self._numbers)}
        self._words = {word for form in self._numbers for word in form.split(" ")}
        self._decimal_comma = language != "en"

    def at(self, text: str, start: int) -> Quantity | None:
        """Read the figures, and their scales with any case ending, that begin at `start` or a space or hyphen after."""
        match = self._token.match(text, _GLUED.match(text, start).end())  # type: ignore[union-attr]
        if not (match and match["figures"]):
            return None
        quantity = next(self.read(text, match.start(), match.start() + WINDOW, ended=True))
        unread = quantity.scale is None and _like_scale().match(text, quantity.end)
        return quantity._replace(scale=Decimal("NaN"), plain=False) if unread else quantity

    def before(self, text: str, end: int, floor: int = 0) -> Quantity | None:
        """Read the quantity that ends at `end`, or up to two spaces before, and begins after `floor`; the same may be
        repeated in brackets, in words."""
        floor = max(floor, end - WINDOW)
        if (again := _IN_WORDS.search(text, floor, end)) and (told := self._last(f" {again[1]}")):
            first = self.before(text, again.start(), floor)
            return first if first and first.value == told.value else None
        if _last_word(text[floor:end]).lower() not in self._last_words:
            return None
        words = reversed(text[floor:end].split(" "))  # the quantity stands behind the last that no number has
        own = takewhile(lambda word: not word.isalpha() or _fold(word) in self._words, words)
        floor = max(floor, end - sum(len(word) + 1 for word in own))
        last = self._last((text[floor - 1] if floor else " ") + text[floor:end])
        return last and last._replace(start=last.start + floor - 1, end=last.end + floor - 1)

    def _read_last(self, text: str) -> Quantity | None:
        """Read the quantity that ends a text, whose first character is that before it."""
        quantities = list(self.read(text, 1, len(text), loose=True))
        return quantities[-1] if quantities and _BEHIND.match(text, quantities[-1].end) else None

    def rescale(self, text: str, end: int, quantity: Quantity) -> tuple[int, Quantity]:
        """Give a quantity without a scale the one at `end`, behind its currency: ``125 USD million``."""
        match = self._scale.match(text, end) if quantity.scale is None else None
        scale = self._numbers[_fold(match["scale"])][1] if match else Decimal(0)
        if not match or (match.end("scale") < match.end() and scale < 10**6):  # 100 dolar bine
            return end, quantity
        return match.end(), quantity._replace(scale=scale, plain=False)

    def read(self, text: str, start: int, end: int, *, loose: bool = False, ended: bool = False) -> Iterator[Quantity]:
        """Read the quantities of ``text[start:end]``; `loose`: figures without a scale go with the thousands before;
        `ended`: a scale may have a case ending."""
        groups, stop = list[_Group](), -1
        for match in (self._ended if ended else self._token).finditer(text, start, end):
            token = self._name(text, match)
            if groups and not _GAP.fullmatch(text, stop, token.start):
                yield from _join(groups, loose)
                groups = []
            if not groups or not groups[-1].take(token):
                number, scale = (Decimal(1), token.value) if token.scales else (token.value, None)
                groups.append(_Group([token], number, scale))
            stop = token.end
            stop += token.scales and text.startswith(".", stop) and not text[stop + 2 : stop + 3].isupper()
        yield from _join(groups, loose)

    def _name(self, text: str, match: re.Match[str]) -> _Token:
        if not (figures := match["figures"]):
            return _Token(*match.span(), *self._numbers[_fold(match[match.lastgroup or 0])])
        comma = self._decimal_comma and self._scale.match(text, match.end()) is not None
        value = _decimal(figures, comma=comma, stop=comma or not self._decimal_comma)
        return _Token(*match.span(), "plain" if figures.isdigit() else "parted", value)


quantity_reader = remember(QuantityReader)  # the one of a language


@remember
def _like_scale() -> re.Pattern[str]:
    """Compile how words for a million and more begin in any language; ``mil`` begins others (``military``)."""
    rows = load_list("numbers")
    forms = {
        fold(form, language)
        for form, language, kind, value in rows[["form", "language", "kind", "value"]].itertuples(index=False)
        if kind == "scale" and Decimal(value) >= 10**6 and re.fullmatch(r"[^\Waeiou]{3,}|\w{4,}", form)
    }
    return re.compile(rf"[\s-]?{_either(forms)}", re.IGNORECASE)


def _join(groups: list[_Group], loose: bool) -> Iterator[Quantity]:
    """Make quantities of groups in a row: each takes the groups that are smaller than the one before."""
    while groups:
        follow = takewhile(lambda pair: _follows(*pair, loose), pairwise(groups))
        size = 1 + sum(1 for _ in follow)
        tokens = [token for group in groups[:size] for token in group.tokens]
        scale, first = groups[0].scale, tokens[0]
        value = sum((group.number * (group.scale or 1) for group in groups[:size]), Decimal(0))
        if not (first.kind in ("scale", "strict scale", "multiplier") or tokens[-1].kind == "article"):
            plain, strict = first.kind == "plain" and scale is None, tokens[-1].kind == "strict scale"
            yield Quantity(first.start, tokens[-1].end, value / (scale or 1), scale, plain, strict)
        groups = groups[size:]


def _follows(last: _Group, group: _Group, loose: bool) -> bool:
    """Return whether a group goes on with the number of the last: ``3 million 200 thousand``, ``12 thousand 500``."""
    if last.scale is None or group.tokens[0].scales or group.tokens[-1].kind == "article":
        return False
    if group.scale is None and {last.tokens[0].kind, group.tokens[0].kind} & {"plain", "parted"}:
        return loose and last.scale == 1000 and group.tokens[0].kind == "plain" and group.number < last.scale
    return (group.scale or group.number) < last.scale


@lru_cache(maxsize=1 << 14)
def _decimal(figures: str, *, comma: bool, stop: bool) -> Decimal:
    """Return the value of figures; `comma`, `stop`: that one is a decimal mark before three digits too."""
    figures = re.sub(r"[\s'’]", "", figures)
    marks = re.findall(r"[.,]", figures)
    for mark, decimal in ((",", comma), (".", stop)):
        thousands = not decimal and re.search(rf"[1-9]\d*\{mark}\d{{3}}$", figures)
        if marks.count(mark) > 1 or (mark in marks and (marks[-1] != mark or (len(marks) == 1 and thousands))):
            figures = figures.replace(mark, "")
    return Decimal(figures.replace(",", "."))


@lru_cache(maxsize=1 << 14)
def _fold(words: str) -> str:
    return re.sub(r"[\s-]+", " ", words.casefold().replace("\u0307", ""))  # İ is i and a dot


def _last_word(text: str) -> str:
    """The letters that a text ends in, read backwards; ``0`` for a figure."""
    text = text.rstrip(" \t\n\u00a0\u2009\u202f.-")
    return "0" if text[-1:].isdigit() else "".join(takewhile(str.isalpha, reversed(text)))


def _either(forms: Iterable[str]) -> str:
    patterns = [re.escape(form).replace(r"\ ", r"[\s-]") for form in sorted(forms, key=len, reverse=True)]
    return f"(?:{either(patterns)})"
