"""
Numbers as reports write them: ``1,200.5``, ``1 500 000``, ``3.5 million``, ``half a billion``, ``полтора млрд``.

A comma before three digits parts thousands, except in a language that writes decimals with a comma (all but English)
when a scale word follows: ``1,234 млрд``. Number words and scales are the list ``numbers.csv``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from typing import NamedTuple

from analysis.lexicon import load_list

WINDOW = 60  # characters in which a quantity written out fits
_SPACE = "[ \u00a0\u2009\u202f]"
_DIGITS = (
    rf"(?<!\d)(?<!\d[.,])(?P<digits>\d{{1,3}}(?:,\d{{2,3}})*,\d{{3}}(?:\.\d+)?(?!\d)"
    rf"|\d{{1,3}}(?:{_SPACE}\d{{3}})+(?:[.,]\d+)?(?!\d)|\d{{1,3}}(?:\.\d{{3}}){{2,}}(?!\d)|\d+(?:[.,]\d+)?)"
)


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
        self._decimal_comma = language != "en"

    def at(self, text: str, start: int) -> Quantity | None:
        """Read the figures that begin at `start`, or one space or hyphen after it."""
        match = self._at.match(text, start)
        return self._read(match) if match else None

    def before(self, text: str, end: int, floor: int = 0) -> Quantity | None:
        """Read the figures or number words that end at `end`, or up to two spaces before, and begin after `floor`."""
        floor = max(floor, end - WINDOW)
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


@cache
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


def _either(forms) -> str:
    ordered = sorted(forms, key=len, reverse=True)
    return "(?:" + "|".join(re.escape(form).replace(r"\ ", r"[\s-]") for form in ordered) + ")" if ordered else r"(?!)"
