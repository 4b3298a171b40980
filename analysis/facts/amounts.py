"""
Sums of money in English and Russian reports.

A sum is a quantity that touches a currency: ``$156mn``, ``12.5 billion tenge``, ``125 USD million``. The currency is
looked for first, then a quantity on either side of a sign or code, or before a name; a number that touches none is no
money, which keeps tonnes, kilometres and megawatts out, and so does a unit behind it (``in dollars 12 percent``). The
ends of a range share what only one of them states (``$3 to 5 million``, ``between 3 and 5 million euros``), cents
belong to the sum before (``3 dollars 50 cents``), and exchange rates (``$1 = 7.8 somoni``) are no sums. The currencies
are a list, ``currencies.csv``; a form that is also an ordinary word (``won``, ``sum``, ``marks``: kind *strict*) counts
only with a scale or thousands apart. `quantities` reads the numbers.
"""

import re
from collections import namedtuple
from itertools import pairwise

from analysis.facts.currencies import find_currencies
from analysis.facts.document import Document, Mention, Row
from analysis.facts.quantities import Quantity, QuantityReader, quantity_reader
from analysis.facts.roles import amount_roles

_JOIN = r"(?:\s?[-–—]\s?|\s(?:to|up to|до|по)\s|(?P<pair>\s(?:and|or|и|или)\s))"
_JOINED, _JOINED_BEHIND = re.compile(_JOIN), re.compile(_JOIN + "$")
_PAUSE = re.compile(r"\s*(?:[,;:)—–]|\.?\s*$|\.\s+[^\W\d_a-zа-яё]|\.?\n)")
_AND = re.compile(r",?\s(?:and|or|и|или)\s")
_OPENING = re.compile(r"\b(?:between|from|of|at|worth|от|с|между)\s(?:about\s|около\s)?$", re.IGNORECASE)
_UNIT = re.compile(r"\s?(?:%|per\s?cent|процент|times\b|раза?\b)")
_CENTS, _EQUALS = re.compile(r"\s(?:and\s|и\s)?"), re.compile(r"\s?=\s?")
_RATED = (1, 10, 100, 1000)  # units of a currency that its exchange rate is told for


_Sum = namedtuple("_Sum", "start end quantity row")  # a quantity, and the row of its currency


def find_amounts(document: Document) -> list[Mention]:
    """
    Find the sums of money in a text; number words and currency names of its language, signs and ISO codes of any.

    Gives mentions by ``start``: kind ``amount``, ``value`` as ``156000000 USD`` (exact decimal and ISO 4217 code),
    ``number``, ``currency`` and ``role``: ``trade``, ``target``, ``project``, ``finance`` or ``other``. A range gives
    two sums; ``several million dollars`` states no number and gives none.

    >>> [m.value for m in find_amounts(Document("US$1.2bn for 45 km, half a million euros more"))]
    ['1200000000 USD', '500000 EUR']
    """
    text, currencies = document.text, find_currencies(document)
    reader = _SumReader(text, quantity_reader(document.language), {start for start, *_ in currencies})
    for start, end, row in currencies:
        reader.read(start, end, row)
    if not reader.sums:
        return []
    sums = sorted(reader.sums + _elliptic(document, reader.sums, reader.quantities))
    sums = _share_scale(text, _drop_rates(text, sums))
    numbers = [(one.quantity.value * int(one.row["units"]) / 100).normalize() for one in sums]
    spans = [(one.start, one.end, f"{number:f} {one.row['code']}") for one, number in zip(sums, numbers, strict=True)]
    return [
        Mention("amount", value, start, end, float(value.split()[0]), value.split()[1], role)
        for (start, end, value), role in zip(spans, amount_roles(document, spans), strict=True)
    ]


class _SumReader:
    """Reads the sums that the currencies of a text make, one after the other; `starts` is where these begin."""

    def __init__(self, text: str, quantities: QuantityReader, starts: set[int]) -> None:
        self._text, self._starts, self.quantities = text, starts, quantities
        self.sums: list[_Sum] = []

    def read(self, start: int, end: int, row: Row) -> None:
        """Add the sum of a currency and the quantity it touches, or the two sums of a range; nothing if it is alone."""
        floor = self.sums[-1].end if self.sums else 0
        if start < floor:
            return
        first, last = self._touching(start, end, row, floor)
        if last and (not first or self._prefers(last, first)):
            end, last = self.quantities.rescale(self._text, end, last)
            self._read_before(end, row, last, floor)
        elif first:
            self._read_behind(start, row, first)
        elif self.sums and self.sums[-1].row["code"] == row["code"] and start <= floor + 1:
            found = self.sums[-1]
            if found.start < found.quantity.start:  # $115 USD million
                end, quantity = self.quantities.rescale(self._text, end, found.quantity)
                self.sums[-1] = found._replace(end=end, quantity=quantity)

    def _touching(self, start: int, end: int, row: Row, floor: int) -> tuple[Quantity | None, Quantity | None]:
        """Return the quantities behind and before a currency that may be of it."""
        strict, text = row["kind"].startswith("strict"), self._text
        first = None if row["kind"] in ("name", "strict name") else self.quantities.at(text, end)
        last = self.quantities.before(text, start, floor)
        if first and (_UNIT.match(text, first.end) or (first.plain and (strict or row["kind"] == "leading name"))):
            first = None
        if not last and text.endswith(" of ", 0, start):  # 125 million of US dollars
            last = self.quantities.before(text, start - 3, floor)
            last = last if last and last.scale else None
        return first, None if last and last.plain and strict else last

    def _prefers(self, last: Quantity, first: Quantity) -> bool:
        """Return whether a currency belongs to the quantity before it rather than to that behind it."""
        if bool(last.scale) != bool(first.scale):
            return bool(last.scale)
        spaced = self._text[first.start - 1].isspace()
        return spaced and not _is_year(last) and not self._starts.isdisjoint((first.end, first.end + 1))  # 10 $ 30 $

    def _read_behind(self, start: int, row: Row, first: Quantity) -> None:
        """Add the sum of a currency and the quantity behind it, and the other end of its range."""
        gap = _JOINED.match(self._text, first.end)
        second = self.quantities.at(self._text, gap.end()) if gap and _is_range(self._text, gap, start) else None
        self.sums.append(_Sum(start, first.end, first, row))
        if second and not _is_year(second) and (second.scale or not first.scale):
            self.sums.append(_Sum(second.start, second.end, second, row))

    def _read_before(self, end: int, row: Row, last: Quantity, floor: int) -> None:
        """Add the sum of a currency and the quantity before it, after the other end of its range, or to its cents."""
        if row["units"] == "1" and self._adds_cents(end, row, last):
            return
        text = self._text
        gap = _JOINED_BEHIND.search(text, max(floor, last.start - 8), last.start)
        second = self.quantities.before(text, gap.start(), floor) if gap else None
        if gap and second and not _is_year(second) and (second.scale or _is_range(text, gap, second.start)):
            self.sums.append(_Sum(second.start, second.end, second, row))
        self.sums.append(_Sum(last.start, end, last, row))

    def _adds_cents(self, end: int, row: Row, cents: Quantity) -> bool:
        """Return whether cents belong to the sum before them, and if so add them: ``3 dollars and 50 cents``."""
        whole = self.sums[-1] if self.sums else None
        if not whole or whole.row["units"] != "100" or whole.quantity.scale:
            return False
        same = whole.row["shared"] or row["code"] == whole.row["code"]  # kopecks are of any ruble
        if not (same and _CENTS.fullmatch(self._text, whole.end, cents.start)):
            return False
        quantity = whole.quantity._replace(number=whole.quantity.number + cents.number / 100)
        self.sums[-1] = whole._replace(end=end, quantity=quantity)
        return True


def _is_range(text: str, gap: re.Match[str], start: int) -> bool:
    return not gap["pair"] or _OPENING.search(text, max(0, start - 16), start) is not None


def _is_year(quantity: Quantity) -> bool:
    return quantity.plain and 1900 <= quantity.number <= 2100


def _drop_rates(text: str, sums: list[_Sum]) -> list[_Sum]:
    """Leave out exchange rates: ``$1 = 7.8 somoni``, and whatever else that equals."""
    rates: set[int] = set()
    for i, (first, second) in enumerate(pairwise(sums)):
        if (i in rates or first.quantity.value in _RATED) and _EQUALS.fullmatch(text, first.end, second.start):
            rates |= {i, i + 1}
    return [found for i, found in enumerate(sums) if i not in rates]


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
        scales = [scale.start() for scale in reader.scales.finditer(text, inside[0].end, right)]
        if all(any(one.start < at < one.end for one in inside) for at in scales):
            continue
        followed = {one.start for one in inside}  # where a sum begins that another can be listed before: 3bn and $5bn
        listed = [one for one in reader.read(text, inside[0].end, right) if one.scale and not one.strict]
        for quantity in reversed(listed):
            before = [one for one in inside if one.end < quantity.start]
            apart = all(quantity.end <= one.start or one.end <= quantity.start for one in inside)
            joined = _AND.match(text, quantity.end)
            paused = _PAUSE.match(text, quantity.end, right) or (joined and joined.end() in followed)
            if before and apart and paused:
                found.append(_Sum(quantity.start, quantity.end, quantity, before[-1].row))
                followed.add(quantity.start)
    return found
