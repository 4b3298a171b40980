"""
What a sum of money is for: trade, a target, a project, finance, or something else.

Every cue of ``amount_roles.csv`` in the sum's sentence votes for its role, with its weight. The vote fades with the
distance to the sum, and with each clause boundary and each other sum between. A sentence that begins with a pronoun
hears the one before too. Sums of the same value pool their votes (the headline's sum and the body's are one), a sum
joined to the one before (``131.3 million riyals, or 35 million dollars``) takes over its role, and the whole text's
cues break what the sentence leaves open. The role with most votes wins; trade that a sentence puts in the future is a
target, but for what it is to grow from.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict

from analysis.facts.document import Document

HALF_DISTANCE = 40  # characters at which a vote has halved
FADE = 0.7  # of a vote, for each boundary or other sum between
BACKGROUND = 0.3  # votes that the text as a whole has to share out
UNIT_PRICE = 1_000_000  # in units of a currency; no less is taken for the price of a tonne or a ticket
FUTURE = 0.3  # votes for the future, less those for the past, that turn trade into a target
_BOUNDARY = re.compile(r"[,;:()—–]\s|\s(?:and|but|while|и|а|но)\s")
_JOINED = re.compile(
    r"[\s,(]*(?:or|to|and(?: (?:later|then|eventually))?|about|equal to|some|"
    r"или|до|и(?: (?:затем|потом|позже))?|около)?"
    r"[\s–-]*(?:about|around|roughly|около)?\s?"
)
_FROM = re.compile(r"\b(?:from|с|со)\s$")  # what trade is to grow from has happened
_REFERS = re.compile(
    r"(?:It|They|This|That|These|Those|The (?:figure|volume|amount|sum|total|number)|Он[аои]?|Эт[аио]|Этот)\b"
)
_TOPICS = ("trade", "project", "finance")

Votes = dict[str, float]
Cue = tuple[int, int, str, float]  # start, end, role, weight


def amount_roles(document: Document, sums: list[tuple[int, int, str]]) -> list[str]:
    """
    Return the role of each sum of a text (start, end, value; sorted), by the cue words of its language.

    One of ``trade``, ``target``, ``project``, ``finance`` or ``other`` a sum.
    """
    text, found = document.text, document.phrases["amount_roles"]
    cues = [(start, end, row["role"], float(row["weight"])) for start, end, row in found]
    background: Votes = defaultdict(float)
    for _, _, role, weight in cues:
        background[role] += weight
    pooled = _pool_votes(document, sums, cues)
    roles: list[str] = []
    for i, (start, _, value) in enumerate(sums):
        joined = i and _JOINED.fullmatch(text, sums[i - 1][1], start)
        roles.append(roles[-1] if joined else _decide(pooled[value], background))
        if joined and roles[-1] == "target" and _FROM.search(text, max(0, sums[i - 1][0] - 8), sums[i - 1][0]):
            roles[-2] = "trade"
    return roles


def _pool_votes(document: Document, sums: list[tuple[int, int, str]], cues: list[Cue]) -> dict[str, Votes]:
    """Return the votes of the cues for each value, those for all sums of one value together."""
    pooled: dict[str, Votes] = {value: defaultdict(float) for _, _, value in sums}
    nearby = document.group_by_sentence(cues)
    referred = {end: [cue for cue in cues if cue[2] in _TOPICS] for (_, end), cues in nearby.items()}
    for sentence, inside in document.group_by_sentence(sums).items():
        votes = nearby.get(sentence, [])
        if _REFERS.match(document.text, sentence[0]):
            votes = referred.get(sentence[0], []) + votes
        if votes:
            # a clause that ends, or another sum, between cue and sum weakens the vote
            hurdles = [match.start() for match in _BOUNDARY.finditer(document.text, *sentence)]
            hurdles = sorted([*hurdles, *(one[0] for one in inside), sentence[0]])
            for one in inside:
                _vote(one, votes, hurdles, pooled[one[2]])
    return pooled


def _vote(one: tuple[int, int, str], cues: list[Cue], hurdles: list[int], votes: Votes) -> None:
    """Add the votes of a sentence's cues for one of its sums."""
    start, end, value = one
    for first, last, role, weight in cues:
        left, right = (last, start) if first < start else (end, first)
        gap = max(right - left, 0)
        n_hurdles = bisect_left(hurdles, left + gap) - bisect_left(hurdles, left)
        elsewhere = role == "past" and n_hurdles  # what has happened in one clause says nothing of the next
        if not elsewhere and not (role == "price" and float(value.split()[0]) >= UNIT_PRICE):
            votes[role] += weight * FADE**n_hurdles / (1 + gap / HALF_DISTANCE)


def _decide(votes: Votes, background: Votes) -> str:
    base = {role: votes[role] for role in ("project", "trade", "finance", "target", "other")}
    base["other"] += votes["price"]
    total = sum(background[role] for role in ("project", "trade", "finance")) or 1
    for role in ("project", "trade", "finance"):
        base[role] += BACKGROUND * background[role] / total
    best = max(base, key=base.__getitem__)
    return "target" if best == "trade" and votes["future"] - votes["past"] >= FUTURE else best
