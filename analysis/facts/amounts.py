"""
Sums of money in English and Russian reports.

A sum is a quantity that touches a currency: ``$156mn``, ``12.5 billion tenge``, ``half a billion dollars``, ``1,2 млрд
долларов``. The quantity is looked for first, as figures or as number words, then a currency right before or right
after it; a number that touches none is no money, which keeps tonnes, kilometres and megawatts out. Two sums joined by
a dash or a joining word share what only one of them states (``$3 to 5 million``, ``between 3 and 5 million euros``).
Currencies and number words are lists (``currencies.csv``, ``numbers.csv``); a word that is also an ordinary one
(``won``, ``sum``, ``marks``: kind *strict*) counts only after a scale word or a number with thousands apart.
Values are exact decimals: a float would turn 1.1 billion into 1100000000.0000001.
"""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache
from typing import NamedTuple

from analysis.facts.mention import Mention
from analysis.facts.roles import amount_roles
from analysis.lexicon import load_list

_SPACE = "[ \u00a0\u2009\u202f]"
_DIGITS = (
    rf"\d{{1,3}}(?:,\d{{2,3}})*,\d{{3}}(?:\.\d+)?(?![\d])|\d{{1,3}}(?:{_SPACE}\d{{3}})+(?:[.,]\d+)?(?!\d)"
    r"|\d{1,3}(?:\.\d{3}){2,}(?!\d)|\d+(?:[.,]\d+)?"
)
_JOIN = re.compile(r"\s?[-–—]\s?|\s(?:to|up to|until|до|по)\s|(?P<pair>\s(?:and|or|и|или)\s)")
_OPENING = re.compile(r"(?:between|from|от|с|между)\s(?:about\s|около\s)?$", re.IGNORECASE)
_GROUPED = re.compile(rf"\d[,.]\d{{3}}[,.]|\d,\d{{3}}$|\d{_SPACE}\d")


class _Sum(NamedTuple):
    start: int
    end: int
    number: Decimal
    scale: Decimal | None
    code: str | None
    factor: Decimal


class _Grammar(NamedTuple):
    quantity: re.Pattern[str]
    word: re.Pattern[str]
    before: re.Pattern[str]
    after: re.Pattern[str]
    numbers: dict[str, tuple[str, Decimal]]
    currencies: list[dict]


def find_amounts(text: str, language: str = "en") -> list[Mention]:
    """
    Find the sums of money in a text.

    Parameters
    ----------
    text : str
        Any text.
    language : str, default "en"
        ISO 639-1 code of the number words and currency names to read; symbols and ISO codes are read in any language.

    Returns
    -------
    list of Mention
        Sorted by ``start``; kind ``amount``, ``value`` as ``156000000 USD`` (exact decimal and ISO 4217 code),
        ``number``, ``currency`` and ``role``: ``trade``, ``target``, ``project``, ``finance`` or ``other``.

    Notes
    -----
    A range gives two sums. ``several million dollars`` states no number and gives none.

    Examples
    --------
    >>> [m.value for m in find_amounts("US$1.2bn for 45 km, half a million euros more")]
    ['1200000000 USD', '500000 EUR']
    """
    grammar = _grammar(language)
    sums = [found for match in grammar.quantity.finditer(text) if (found := _read(text, match, grammar, language))]
    money = [found for found in _share(text, sums) if found.code]
    roles = amount_roles(text, [(found.start, found.end) for found in money], language) if money else []
    return [_mention(found, role) for found, role in zip(money, roles, strict=True)]


def _mention(found: _Sum, role: str) -> Mention:
    value = found.number * (found.scale or 1) * found.factor
    plain = f"{value.normalize():f}"
    return Mention("amount", f"{plain} {found.code}", found.start, found.end, float(value), found.code, role)


def _read(text: str, match: re.Match[str], grammar: _Grammar, language: str) -> _Sum | None:
    """The quantity with the currency it touches; its code is None where it touches none."""
    start, end = match.span()
    if match["digits"]:
        scale = _scale(match["scale"], grammar)
        number = _decimal(match["digits"], comma_is_decimal=language != "en" and scale is not None)
        if (more := match["more"]) and scale and (lower := _scale(match["rest"], grammar)) and lower < scale:
            number += _decimal(more, comma_is_decimal=language != "en") * lower / scale
    else:
        value = _spell(match.group(), grammar)
        if value is None:
            return None
        number, scale = value, None
    firm = scale is not None or not match["digits"] or bool(_GROUPED.search(match["digits"]))
    code, factor = None, Decimal(1)
    if before := grammar.before.search(text, max(0, start - 14), start):
        row = grammar.currencies[_index(before)]
        start, code = before.start(), row["code"]
    elif start and text[start - 1].isalnum():
        return None
    if (after := grammar.after.match(text, end)) and (
        code is None or grammar.currencies[_index(after)]["code"] == code
    ):
        row = grammar.currencies[_index(after)]
        if firm or not row["kind"].startswith("strict"):
            end, code, factor = after.end(), row["code"], Decimal(row["factor"])
    if code is None and not match["digits"]:
        return None
    return _Sum(start, end, number, scale, code, factor)


def _index(match: re.Match[str]) -> int:
    return int((match.lastgroup or "")[1:])


def _share(text: str, sums: list[_Sum]) -> list[_Sum]:
    """Give the two ends of a range the scale and the currency that only one of them states."""
    sums = list(sums)
    for i in range(len(sums) - 1, 0, -1):
        left, right = sums[i - 1], sums[i]
        gap = _JOIN.fullmatch(text, left.end, right.start)
        if not gap or left.code == right.code is None:
            continue
        opened = _OPENING.search(text, max(0, left.start - 16), left.start) is not None
        if left.scale is None and right.scale and left.number < right.number and (opened or not gap["pair"]):
            left = left._replace(scale=right.scale)
        if left.code is None and (left.scale or not gap["pair"]) and not (left.scale is None and right.scale):
            left = left._replace(code=right.code, factor=right.factor)
        if right.code is None and (opened or not gap["pair"]) and (right.scale or not left.scale):
            right = right._replace(code=left.code, factor=left.factor)
        sums[i - 1], sums[i] = left, right
    return sums


def _scale(words: str | None, grammar: _Grammar) -> Decimal | None:
    if not words:
        return None
    value = Decimal(1)
    for word in re.split(r"[\s-]+", words.lower()):
        value *= grammar.numbers.get(word, ("", Decimal(1)))[1]
    return value


def _decimal(digits: str, *, comma_is_decimal: bool) -> Decimal:
    digits = re.sub(r"\s", "", digits)
    if digits.count(".") > 1 or (digits.count(".") == 1 and digits.find(",") > digits.find(".")):
        digits = digits.replace(".", "")
    if digits.count(",") > 1 or (not comma_is_decimal and re.search(r",\d{3}(?:\.|$)", digits)):
        digits = digits.replace(",", "")
    return Decimal(digits.replace(",", "."))


def _spell(words: str, grammar: _Grammar) -> Decimal | None:
    """The value of number words, ``twenty-five million``; None where they name no number (``million``)."""
    total, current, known = Decimal(0), Decimal(0), False
    for match in grammar.word.finditer(words.lower()):
        kind, value = grammar.numbers[re.sub(r"[\s-]+", " ", match.group())]
        known = known or kind in ("unit", "whole")
        if kind == "unit":
            current += value
        elif kind == "multiplier":
            current = (current or 1) * value
        else:
            total, current = total + (current or 1) * value, Decimal(0)
    return total + current if known else None


@cache
def _grammar(language: str) -> _Grammar:
    numbers = {row["form"]: (row["kind"], Decimal(row["value"])) for row in _rows("numbers", language)}
    currencies = sorted(_rows("currencies", language), key=lambda row: -len(row["form"]))
    scales = _either(
        form for form, (kind, _) in numbers.items() if kind == "scale" or (kind == "whole" and "пол" not in form)
    )
    names = _either(numbers)
    scale = rf"{scales}(?:[\s-]{scales})?" if numbers else r"(?!)"
    quantity = (
        rf"(?<!\d)(?<!\d[.,])(?P<digits>{_DIGITS})(?:[\s-]?(?P<scale>{scale})\b"
        rf"(?:\s(?P<more>\d+)\s(?P<rest>{scales})\b)?)?"
        + (rf"|\b(?:{names})(?:(?:[\s-]+|\sand\s){names})*\b" if numbers else "")
    )
    both = [i for i, row in enumerate(currencies) if row["kind"] in ("symbol", "code", "strict code")]
    before = [i for i, row in enumerate(currencies) if row["kind"] == "prefix"]
    after = [i for i, row in enumerate(currencies) if row["kind"].endswith("name")]
    return _Grammar(
        re.compile(f"(?i:{quantity})"),
        re.compile(names if numbers else r"(?!)"),
        re.compile(rf"(?:{_forms(currencies, both + before)})[\s-]?$"),
        re.compile(rf"\.?[\s-]{{0,2}}(?:{_forms(currencies, after)}|(?:{_forms(currencies, both)})(?!\s?\d))"),
        numbers,
        currencies,
    )


def _rows(name: str, language: str) -> list[dict]:
    return [dict(row) for row in load_list(name, languages=(language, "")).to_dict("records")]


def _either(forms) -> str:
    return (
        "(?:"
        + "|".join(re.escape(form).replace(r"\ ", r"[\s-]") for form in sorted(forms, key=len, reverse=True))
        + ")"
    )


def _forms(currencies: list[dict], chosen: list[int]) -> str:
    """One alternative a form, in a group named after its row; ``stem*`` stands for the stem with any ending."""
    parts = []
    for i in chosen:
        row = currencies[i]
        form = re.escape(row["form"]).replace(r"\*", r"\w*").replace(r"\ ", r"[\s-]+")
        if row["kind"] == "symbol":
            form = rf"(?<![A-Z]){form}"
        elif row["kind"].endswith("code"):
            form = rf"(?<!\w){form}\b" if form[-1].isalnum() else rf"(?<!\w){form}"
        else:
            form = rf"(?i:\b{form}\b)" if form[-1] != "." else rf"(?i:\b{form})"
        if row["not_before"]:
            form += rf"(?!\s(?:{row['not_before']}))"
        parts.append(f"(?P<c{i}>{form})")
    return "|".join(parts) or r"(?!)"
