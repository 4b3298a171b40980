"""
The acts by which countries cooperate: the eleven instruments of the annotation guide.

A pattern of ``instruments.csv`` names an instrument. Of kind *stated* it counts wherever its clause is not hedged; of
kind *needs act* only in a sentence that also tells an act (``signed``, ``concluded``): an agreement that is merely
mentioned is none. A hedge (``could``, ``explored``, ``refused to``) before the words, in the same clause, takes the
mention away, since exploring is not agreeing.
"""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from analysis.facts.mention import Mention
from analysis.facts.sentences import sentence_spans
from analysis.lexicon import load_list

_CLAUSE = re.compile(r"[,;:—–()]\s|\s(?:and|but|while|и|но|а)\s")


class _Rules(NamedTuple):
    cue: re.Pattern[str]
    names: list[tuple[str, bool]]
    act: re.Pattern[str]
    hedge: re.Pattern[str]


def find_instruments(text: str, language: str = "en") -> list[Mention]:
    """
    Find the acts of cooperation a text states as done, under way or firmly planned.

    Parameters
    ----------
    text : str
        Any text.
    language : str, default "en"
        ISO 639-1 code of the patterns to read; without any for it, nothing is found.

    Returns
    -------
    list of Mention
        Sorted by ``start``; kind ``instrument``, ``value`` one of ``memorandum agreement contract joint_venture
        investment finance facility forum talks roadmap trade_report``.

    Examples
    --------
    >>> [m.value for m in find_instruments("A memorandum was signed. They could open a plant.")]
    ['memorandum']
    """
    rules = _rules(language)
    return [
        Mention("instrument", name, start, end)
        for left, right in sentence_spans(text)
        for name, start, end in _read(text, left, right, rules)
    ]


def _read(text: str, left: int, right: int, rules: _Rules) -> list[tuple[str, int, int]]:
    acted: bool | None = None
    found = []
    for match in rules.cue.finditer(text, left, right):
        name, needs_act = rules.names[int((match.lastgroup or "")[1:])]
        if needs_act:
            acted = rules.act.search(text, left, right) is not None if acted is None else acted
            if not acted:
                continue
        if not _is_hedged(text, left, match.start(), rules):
            found.append((name, match.start(), match.end()))
    return found


def _is_hedged(text: str, left: int, start: int, rules: _Rules) -> bool:
    cuts = [cut.end() for cut in _CLAUSE.finditer(text, left, start)]
    return rules.hedge.search(text, cuts[-1] if cuts else left, start) is not None


@cache
def _rules(language: str) -> _Rules:
    rows = load_list("instruments", languages=(language,))
    cues = rows[rows["kind"].isin(["stated", "needs act"])].reset_index(drop=True)
    names = list(zip(cues["instrument"], cues["kind"] == "needs act", strict=True))
    return _Rules(
        _any(f"(?P<c{i}>{pattern})" for i, pattern in enumerate(cues["pattern"])),
        names,
        _any(rows.loc[rows["kind"] == "act", "pattern"]),
        _any(rows.loc[rows["kind"] == "hedge", "pattern"]),
    )


def _any(patterns) -> re.Pattern[str]:
    joined = "|".join(patterns)
    return re.compile(rf"\b(?:{joined})\b" if joined else r"(?!)", re.IGNORECASE)
