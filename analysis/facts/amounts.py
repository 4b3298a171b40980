"""
Sums of money in English and Russian reports.

A sum is a quantity that touches a currency: ``$156mn``, ``12.5 billion tenge``, ``half a billion dollars``, ``1,2 млрд
долларов``. The currency is looked for first, then a quantity right behind a sign or code, or right before any form; a
number that touches none is no money, which keeps tonnes, kilometres and megawatts out. The ends of a range share what
only one of them states (``$3 to 5 million``, ``between 3 and 5 million euros``). The currencies are a list,
``currencies.csv``; a form that is also an ordinary word (``won``, ``sum``, ``marks``: kind *strict*) counts only after
a scale word or a number with thousands apart. Values are exact decimals: as a float, 1.1 billion times a cent is off.

In numbers a comma before three digits parts thousands, except in a language that writes decimals with a comma (all but
English) when a scale word follows: ``1,234 млрд``. Number words and scales are the list ``numbers.csv``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise, takewhile
from typing import NamedTuple

from analysis.facts.currencies import find_currencies
from analysis.facts.document import Document, Row
from analysis.facts.mention import Mention
from analysis.facts.roles import amount_roles
from analysis.lists.loading import load_list, remember

_JOIN = r"(?:\s?[-–—]\s?|\s(?:to|up to|до|по)\s|(?P<pair>\s(?:and|or|и|или)\s))"
_JOINED, _JOINED_BEHIND = re.compile(_JOIN), re.compile(_JOIN + "$")
_RESPECTIVELY = re.compile(r",? (?:respectively|соответственно)\b")
_PAUSE = re.compile(r"\s*(?:[,;:)—–]|\.(?:\s|$)|$)")
_OPENING = re.compile(r"\b(?:between|from|of|at|worth|от|с|между)\s(?:about\s|около\s)?$", re.IGNORECASE)
WINDOW = 60  # characters in which a quantity written out fits
_SPACE = "[ \u00a0\u2009\u202f]"
_DIGITS = (
    r"(?P<digits>[0-9](?<!\d\d)(?<!\d[.,]\d)(?:\d{0,2}(?:,\d{2,3})*,\d{3}(?:\.\d+)?(?!\d)"
    rf"|\d{{0,2}}(?:{_SPACE}\d{{3}})+(?:[.,]\d+)?(?!\d)|\d{{0,2}}(?:\.\d{{3}}){{2,}}(?!\d)|\d*(?:[.,]\d+)?))"
)


class _Sum(NamedTuple):
    start: int
    end: int
    quantity: Quantity
    row: Row


def find_amounts(document: Document) -> list[Mention]:
    """
    Find the sums of money in a text; number words and currency names of its language, signs and ISO codes of any.

    Gives mentions by ``start``: kind ``amount``, ``value`` as ``156000000 USD`` (exact decimal and ISO 4217 code),
    ``number``, ``currency`` and ``role``: ``trade``, ``target``, ``project``, ``finance`` or ``other``. A range gives
    two sums; ``several million dollars`` states no number and gives none.

    >>> [m.value for m in find_amounts(Document("US$1.2bn for 45 km, half a million euros more"))]
    ['1200000000 USD', '500000 EUR']
    """
    text, reader = document.text, quantity_reader(document.language)
    sums: list[_Sum] = []
    for start, end, row in find_currencies(document):
        floor = sums[-1].end if sums else 0
        if start >= floor:
            sums += _read(text, start, end, row, reader, floor)
    if not sums:
        return []
    sums = _share_scale(text, sorted(sums + _elliptic(document, sums, reader)))
    spans = [(found.start, found.end, _value(found)) for found in sums]
    return [
        Mention("amount", value, start, end, float(value.split()[0]), value.split()[1], role)
        for (start, end, value), role in zip(spans, amount_roles(document, spans), strict=True)
    ]


def _value(found: _Sum) -> str:
    return f"{(found.quantity.value * int(found.row['units']) / 100).normalize():f} {found.row['code']}"


def _read(text: str, start: int, end: int, row: Row, reader: QuantityReader, floor: int) -> list[_Sum]:
    """Return the sum a currency makes with the quantity it touches, or the two sums of a range; none if it is alone."""
    strict = row["kind"].startswith("strict")
    if row["kind"] not in ("name", "strict name") and (first := reader.at(text, end)) and not (strict and first.plain):
        return _read_behind(text, start, row, reader, first)
    last = reader.before(text, start, floor)
    if not last or (strict and last.plain):
        return []
    if floor and last.value == 1 and text[floor : last.start].isspace():  # $80 a pound
        return []
    return _read_before(text, (last.start, end), row, reader, last, floor)


def _read_behind(text: str, start: int, row: Row, reader: QuantityReader, first: Quantity) -> list[_Sum]:
    """Return the sum of a currency and the quantity behind it, and the other end of its range."""
    gap = _JOINED.match(text, first.end)
    second = reader.at(text, gap.end()) if gap and _is_range(text, gap, start) else None
    found = [_Sum(start, first.end, first, row)]
    if second and not _is_year(second) and (second.scale or not first.scale):
        found.append(_Sum(second.start, second.end, second, row))
    return found


def _read_before(
    text: str, span: tuple[int, int], row: Row, reader: QuantityReader, last: Quantity, floor: int
) -> list[_Sum]:
    """Return the sum of a currency and the quantity before it, after the other end of its range."""
    found = [_Sum(*span, last, row)]
    gap = _JOINED_BEHIND.search(text, max(floor, last.start - 8), last.start)
    second = reader.before(text, gap.start(), floor) if gap else None
    if not gap or not second:
        return found
    if second.scale is None and _RESPECTIVELY.match(text, span[1]):  # 24.8 and 22.9 million dollars respectively
        second = second._replace(scale=last.scale)
    if not _is_year(second) and (second.scale or _is_range(text, gap, second.start)):
        found.insert(0, _Sum(second.start, second.end, second, row))
    return found


def _is_range(text: str, gap: re.Match[str], start: int) -> bool:
    return not gap["pair"] or _OPENING.search(text, max(0, start - 16), start) is not None


def _is_year(quantity: Quantity) -> bool:
    return quantity.plain and 1900 <= quantity.number <= 2100


def _share_scale(text: str, sums: list[_Sum]) -> list[_Sum]:
    """Give the first end of a range the scale that only the second states: ``$3 to $5 million``."""
    for i, (first, second) in enumerate(pairwise(sums)):
        low, high = first.quantity, second.quantity
        gap = _JOINED.fullmatch(text, first.end, second.start)
        ranged = gap and first.row["code"] == second.row["code"] and _is_range(text, gap, first.start)
        if ranged and low.scale is None and high.scale and low.number < high.number:
            sums[i] = first._replace(quantity=low._replace(scale=high.scale))
    return sums


def _elliptic(document: Document, sums: list[_Sum], reader: QuantityReader) -> list[_Sum]:
    """Quantities before a pause that go on in the currency of a sum earlier in their sentence: ``$2bn, later 5bn.``"""
    text, found = document.text, []
    for (_, right), inside in document.group_by_sentence(sums).items():
        for quantity in reader.scaled(text, inside[0].end, right):
            before = [one for one in inside if one.end < quantity.start]
            apart = all(quantity.end <= one.start or one.end <= quantity.start for one in inside)
            if before and apart and _PAUSE.match(text, quantity.end):
                found.append(_Sum(quantity.start, quantity.end, quantity, before[-1].row))
    return found


class Quantity(NamedTuple):
    """A number and where it stands; ``scale`` is what its scale word multiplies it by, None without one."""

    start: int
    end: int
    number: Decimal
    scale: Decimal | None
    plain: bool  # no scale word, no thousands apart: it may be a year, a page, a house

    @property
    def value(self) -> Decimal:
        """The number times its scale."""
        return self.number * (self.scale or 1)


class QuantityReader:
    """Reads the quantity that begins or ends at a place in a text, in the number words of a language and in figures."""

    def __init__(self, language: str) -> None:
        rows = load_list("numbers", languages=(language,))
        forms = zip(rows["form"], rows["kind"], rows["value"], strict=True)
        self._numbers = {form: (kind, Decimal(value)) for form, kind, value in forms}
        scale = _either(form for form, (kind, _) in self._numbers.items() if "scale" in kind)
        words = _either(self._numbers)
        figures = rf"{_DIGITS}(?:[\s-]?(?P<scale>{scale}(?:[\s-]{scale})?)\b(?:\s(?P<more>\d+)\s(?P<rest>{scale})\b)?)?"
        self._scaled = re.compile(figures, re.IGNORECASE)
        self._at = re.compile(rf"[\s-]?{figures}", re.IGNORECASE)
        self._figures = re.compile(rf"{figures}\.?[\s-]{{0,2}}$", re.IGNORECASE)
        self._words = re.compile(rf"\b(?P<words>{words}(?:[\s-]+{words})*)\b[\s-]{{0,2}}$", re.IGNORECASE)
        self._word = re.compile(rf"\b{words}\b")
        self._last_words = {"0", *map(_last_word, self._numbers)}
        self._decimal_comma = language != "en"

    def at(self, text: str, start: int) -> Quantity | None:
        """Read the figures that begin at `start`, or one space or hyphen after it."""
        match = self._at.match(text, start)
        return self._read(match) if match else None

    def before(self, text: str, end: int, floor: int = 0) -> Quantity | None:
        """Read the figures or number words that end at `end`, or up to two spaces before, and begin after `floor`."""
        floor = max(floor, end - WINDOW)
        if _last_word(text[floor:end]).lower() not in self._last_words:
            return None
        if match := self._figures.search(text, floor, end):
            return self._read(match)
        match = self._words.search(text, floor, end)
        return self._spell(match) if match else None

    def scaled(self, text: str, start: int, end: int) -> Iterator[Quantity]:
        """Read the figures with a scale word in ``text[start:end]``."""
        for match in self._scaled.finditer(text, start, end):
            if match["scale"]:
                yield self._read(match)

    def _read(self, match: re.Match[str]) -> Quantity:
        digits, scale = match["digits"], self._multiply(match["scale"])
        number = _decimal(digits, comma=self._decimal_comma and scale is not None)
        end = match.end("digits") if scale is None else match.end("scale")
        if scale and match["rest"] and (rest := self._multiply(match["rest"])) and rest < scale:
            number, end = number + Decimal(match["more"]) * rest / scale, match.end("rest")
        return Quantity(match.start("digits"), end, number, scale, scale is None and digits.isdigit())

    def _multiply(self, words: str | None) -> Decimal | None:
        product = Decimal(1)
        for word in re.split(r"[\s-]+", (words or "").lower()):
            product *= self._numbers.get(word, ("", Decimal(1)))[1]
        return product if words else None

    def _spell(self, match: re.Match[str]) -> Quantity | None:
        """Read number words, ``twenty-five million``; None where they name no number (``million``)."""
        total, current, scale, known = Decimal(0), Decimal(0), None, False
        for word in self._word.finditer(match["words"].lower()):
            kind, value = self._numbers[re.sub(r"[\s-]+", " ", word[0])]
            known = known or kind in ("unit", "lone scale")
            if kind == "unit":
                current, scale = current + value, None
            elif kind == "multiplier":
                current = (current or 1) * value
            else:
                total, current, scale = total + (current or 1) * value, Decimal(0), value
        number = (total + current) / (scale or 1)
        return Quantity(*match.span("words"), number, scale, False) if known else None


@remember
def quantity_reader(language: str) -> QuantityReader:
    """Return the one reader of a language."""
    return QuantityReader(language)


def _decimal(digits: str, *, comma: bool) -> Decimal:
    digits = re.sub(r"\s", "", digits)
    if digits.count(".") > 1:
        digits = digits.replace(".", "")
    if digits.count(",") > 1 or (not comma and re.search(r",\d{3}(?:\.|$)", digits)):
        digits = digits.replace(",", "")
    return Decimal(digits.replace(",", "."))


def _last_word(text: str) -> str:
    """The letters that a text ends in, read backwards; ``0`` for a figure."""
    text = text.rstrip(" \t\n\u00a0\u2009\u202f.-")
    return "0" if text[-1:].isdigit() else "".join(takewhile(str.isalpha, reversed(text)))


def _either(forms) -> str:
    ordered = sorted(forms, key=len, reverse=True)
    return "(?:" + "|".join(re.escape(form).replace(r"\ ", r"[\s-]") for form in ordered) + ")" if ordered else r"(?!)"
