"""
Which sums of a report may be added up.

A sum does not count beside another of its role where it is that sum in another currency (``19m manat, about $11m``),
the lower end of its range, a part of it (``of which $5m``; sums in a row that add up to it; exports and imports of a
turnover), or what it is compared with (``against $4.6bn in 2022``). The words are in ``cues.csv``. On 93 sums of
the half of the seeds that the rules were made on all are told right, on 48 of the other half 42.
"""

import re
from collections.abc import Sequence
from decimal import Decimal
from itertools import accumulate, takewhile
from typing import Any, NamedTuple

from analysis.facts.gazetteer import cued

SLACK = 0.02  # by which parts, being rounded, may miss their total
NEAR = 400  # characters between two sums of which one may be a part of the other, or be compared with it
MOST = 12  # sums in a row that are tried for the parts of a total
_SENTENCE_END = re.compile(r"[.!?]\s|\n")
_RANGE = re.compile(r"\s*(?:[-–—]|(?:to|and|or|до|и|или)\b)[^.;,\n]{0,20}")
_EACH = re.compile(r"\s(?:each|apiece)\b")
_FROM = re.compile(r"\b(?:between|from|от|между|с)\s+\S*\s?$")


class Amount(NamedTuple):
    """
    A sum of a deal.

    Parameters
    ----------
    number : Decimal
        In units of the currency.
    currency : str
        ISO 4217.
    role : str
        ``trade target project finance``.
    counts : bool
        False for what must not be added to the other sums of its report: the conversion of a sum, the part of a total
        told too, the older figure of a comparison, the lower end of a range.
    """

    number: Decimal
    currency: str
    role: str
    counts: bool

    def __str__(self) -> str:
        return f"{self.number:f} {self.currency} {self.role}{'' if self.counts else ' not counted'}"


def find_uncounted(text: str, sums: Sequence[Any]) -> set[int]:
    """Return the places of the sums (in reading order, as `Fact`) that must not be added to the others."""
    same = cued(r"[\s,–—=/]*(?:\((?:[^\s()]+\s+){0,3})?(?:(?:{equals})\s+)*")
    out = _find_parts(sums)
    last: dict[tuple, int] = {}
    for at, one in enumerate(sums):
        before = last.setdefault((one.currency, one.role), at)
        near = one.start - sums[before].end <= NEAR
        if at and sums[at - 1].currency != one.currency and same.fullmatch(text, sums[at - 1].end, one.start):
            out.add(at)
        elif at != before and near and (lesser := _find_lesser(text, sums[before], one)):
            out.add((before, at)[lesser - 1])
        if at not in out:
            last[one.currency, one.role] = at
    return out


def _find_lesser(text: str, first: Any, second: Any) -> int:
    """Return which of two sums, 1 or 2, is compared with the other, a part or the lower end of a range; 0 if none."""
    gap, ahead = text[first.end : second.start], text[max(0, first.start - 80) : first.start]
    words, behind = _SENTENCE_END.split(gap)[-1].lower(), text[second.end : second.end + 30]
    part, one_way = cued(r"[\s,]*(?:\w+\s)?(?:{part}|of the|of its)\b"), cued(r"\b(?:{one_way})\b")
    if first.number < second.number and (_RANGE.fullmatch(gap) or _FROM.search(ahead)):
        return 1
    if cued(r"\b(?:{compared}|{earlier})\b").search(words):
        return 2
    if first.number < second.number:
        return int(bool(part.match(gap)))
    if _EACH.match(behind) and abs(first.number / second.number - round(first.number / second.number)) < SLACK:
        return 2
    way = first.role == "trade" and one_way.search(words) and not one_way.search(ahead.lower())
    return 2 if way or cued(r"\b(?:{part})\b").search(words) or part.match(behind) else 0


def _find_parts(sums: Sequence[Any]) -> set[int]:
    """Return the places of two sums or more in a row that add up to the one before or behind them."""
    out: set[int] = set()
    for at, total in enumerate(sums):
        for places in (range(at + 1, min(at + MOST, len(sums))), range(at - 1, max(at - MOST, -1), -1)):
            alike = list(takewhile(lambda place: sums[place][6:] == total[6:], places))  # noqa: B023
            for size, added in enumerate(accumulate(sums[place].number for place in alike), 1):
                if added > total.number * (1 + SLACK):
                    break
                if size > 1 and added >= total.number * (1 - SLACK):
                    out |= set(alike[:size])
    return out
