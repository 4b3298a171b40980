"""
Sums of money in English and Russian reports.

A sum is a quantity that touches a currency: ``$156mn``, ``12.5 billion tenge``, ``125 USD million``. The currency is
looked for first, then a quantity on either side of a sign or code, or before a name; a number that touches none is no
money, which keeps tonnes, kilometres and megawatts out, and so does a unit behind it (``in dollars 12 percent``). The
ends of a range share what only one of them states (``$3 to 5 million``, ``between 3 and 5 million euros``), cents
belong to the sum before (``3 dollars 50 cents``), and exchange rates (``$1 = 7.8 somoni``) are no sums. The currencies
are a list, ``currencies.csv``; a form that is also an ordinary word (``won``, ``sum``, ``marks``: kind *strict*) counts
only with a scale or thousands apart. `quantities` reads the numbers.

A name that several countries share (``rupees``, ``manats``, ``Rs``: column *shared*, the noun of their full names) is
that of the country which its sentence names most among those, else of that which the text names most, else that of its
own row; without any it names no currency. A foreign dollar may have its letters on either side, in any case (``US $``,
``$US``, ``hk$``), and a code in small letters counts as an ordinary word would: beside a scale or thousands apart.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import NamedTuple

from analysis.facts.countries import find_countries
from analysis.facts.document import Document, Mention, Row
from analysis.facts.gazetteer import cued
from analysis.facts.quantities import Quantity, QuantityReader, quantity_reader
from analysis.facts.roles import amount_roles
from analysis.lists.loading import load_list, remember

_GLUED = re.compile(r"[0-9](?:(?<=\b([A-Z][A-Za-z])[0-9])|(?<=\b([A-Z][A-Za-z]{2})[0-9])|(?=([A-Z]{3})\b))")  # EUR40m
_LETTERS_BEHIND = re.compile(r"(US|U\.S\.|AU|A|CA|C|HK|NZ|NT|S)(?=\s?\d)")  # $US40m
_JOIN = r"(?:\s?[-–—]\s?|\s(?:to|up to|до|по)\s|(?P<pair>\s(?:and|or|и|или)\s))"
_JOINED, _JOINED_BEHIND = re.compile(_JOIN), re.compile(_JOIN + "$")
_PAUSE = re.compile(r"\s*(?:[,;:)—–]|\.?\s*$|\.\s+[^\W\d_a-zа-яё]|\.?\n)")
_AND = re.compile(r",?\s(?:and|or|и|или)\s")
_OPENING = re.compile(r"\b(?:between|from|of|at|worth|от|с|между)\s(?:about\s|около\s)?$", re.IGNORECASE)
_UNIT = re.compile(r"\s?(?:%|per\s?cent|процент|times\b|раза?\b)")
_CENTS, _EQUALS = re.compile(r"\s(?:and\s|и\s)?"), re.compile(r"\s?=\s?")
_RATED = (1, 10, 100, 1000)  # units of a currency that its exchange rate is told for


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
    text, currencies = document.text, find_currencies(document)
    reader = _SumReader(text, quantity_reader(document.language), {start for start, *_ in currencies})
    for start, end, row in currencies:
        reader.read(start, end, row)
    if not reader.sums:
        return []
    sums = sorted(reader.sums + _elliptic(document, reader.sums, reader.quantities))
    sums = [one for one in _share_scale(text, _drop_rates(text, sums)) if not one.quantity.value.is_nan()]
    numbers = [(one.quantity.value * int(one.row["units"]) / 100).normalize() for one in sums]
    spans = [(one.start, one.end, f"{number:f} {one.row['code']}") for one, number in zip(sums, numbers, strict=True)]
    found = zip(spans, numbers, sums, amount_roles(document, spans), strict=True)
    return [Mention("amount", span[2], *span[:2], float(n), one.row["code"], role) for span, n, one, role in found]


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
        if last and strict and not last.scale:
            small = row["kind"] == "strict code" or last.number < 20  # bir yer, two won contracts
            last = None if last.plain or (small and text[last.start].isalpha()) else last
        return first, last

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


def find_currencies(document: Document) -> list[tuple[int, int, Row]]:
    """Find the forms of currencies in a text, in reading order, without those inside a longer one: where each begins
    and ends, and its row of ``currencies.csv``, whose ``code`` is that of the country meant."""
    found = [*_find_signs(document.text), *_find_glued(document.text), *_find_names(document)]
    found.sort(key=lambda one: (one[0], -one[1], one[2]["kind"].startswith("strict")))
    found = [one for i, one in enumerate(found) if not i or one[1] > found[i - 1][1]]
    if any(row["shared"] for *_, row in found):
        found = _share_out(document, found)
    return [one for one in found if one[2]["code"]]


def _find_signs(text: str) -> Iterator[tuple[int, int, Row]]:
    signs, symbols, any_case, _ = _symbols()
    longest = max(map(len, symbols), default=0)
    for sign in signs.finditer(text):
        end = sign.end()
        behind = _LETTERS_BEHIND.match(text, end) if sign[0] == "$" else None
        if behind and f"{behind[1]}$" in symbols:
            yield sign.start(), behind.end(), symbols[f"{behind[1]}$"]
            continue
        for size in range(min(end, longest), 0, -1):
            start = end - size
            before, written = text[max(0, start - 1) : start], text[start:end]
            row = symbols.get(written) or (None if before.isalpha() else any_case.get(written.lower()))
            if row:
                if not before.isupper():
                    yield start, end, row
                break


def _find_glued(text: str) -> Iterator[tuple[int, int, Row]]:
    codes = _symbols()[3]
    for glued in _GLUED.finditer(text):
        group = glued.lastindex or 0
        if glued[group] in codes:
            yield *glued.span(group), codes[glued[group]]


def _find_names(document: Document) -> Iterator[tuple[int, int, Row]]:
    text = document.text
    for start, end, row in document.phrases["currencies"]:
        if not (row["not_before"] and cued(rf"\s(?:{row['not_before']})").match(text, end)):
            if not row["kind"].endswith("code") or text.startswith(row["form"], start):
                yield start, end, row
            elif row["kind"] == "code":
                yield start, end, row | {"kind": "strict code"}


def _share_out(document: Document, found: list[tuple[int, int, Row]]) -> list[tuple[int, int, Row]]:
    """Give rows of a name that countries share the code of the country that the sentence, or the text, names most."""
    countries = [(mention.start, mention.value) for mention in find_countries(document)]
    named = Counter(country for _, country in countries)
    near = {span: Counter(one[1] for one in ones) for span, ones in document.group_by_sentence(countries).items()}
    shared = []
    for start, end, row in found:
        for counts in (near.get(document.sentence_at(start), Counter()), named):
            if row["shared"] and (codes := _codes(row["shared"], counts, document.language)):
                row = row if row["code"] in codes else row | {"code": codes[0]}
                break
        shared.append((start, end, row))
    return shared


def _codes(noun: str, named: Mapping[str, int], language: str) -> list[str]:
    """Return the codes of the currencies called so that the countries named have, that of the most named first."""
    owners = _owners(noun, language)
    countries = sorted((country for country in owners if named[country]), key=lambda one: (-named[one], one))
    return [owners[country] for country in countries]


@remember
def _owners(noun: str, language: str) -> dict[str, str]:
    """Give the codes of the currencies that are called by a country and a noun (``pakistani rupee``), by country."""
    countries, currencies = (load_list(name, (language,)) for name in ("countries", "currencies"))
    country = dict(zip(countries["form"].str.lower(), countries["alpha3"], strict=True))
    owners: dict[str, str] = {}
    for form, code in zip(currencies["form"].str.rstrip("*"), currencies["code"], strict=True):
        name = form.removesuffix(noun).strip()
        if form.endswith(noun) and name.endswith("*"):  # a stem: туркменск*
            owners |= {alpha3: code for full, alpha3 in country.items() if full.startswith(name[:-1])}
        elif form.endswith(noun) and name in country:
            owners[country[name]] = code
    return owners


@remember
def _symbols() -> tuple[re.Pattern[str], dict[str, Row], dict[str, Row], dict[str, Row]]:
    """Give a pattern of the last letters of signs, the rows of signs as written, of those of three characters and more
    in any case, and of codes."""
    rows = load_list("currencies", ("",)).to_dict("records")
    symbols = {row["form"]: row for row in rows if row["kind"] == "symbol"}
    last = re.escape("".join(sorted({form[-1] for form in symbols})))
    any_case = {form.lower(): symbols[form] for form in symbols if len(form) > 2}
    codes = {row["form"]: row for row in rows if row["kind"] == "code"}
    return re.compile(f"[{last}]" if last else "(?!)"), symbols, any_case, codes
