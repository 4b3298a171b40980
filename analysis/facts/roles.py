"""
What a sum of money is for: trade, a target, a project, finance, or something else.

Every cue of ``amount_roles.csv`` in the sum's sentence votes for its role, with its weight. A cue that governs the sum
counts `GOVERNS` times: nothing stands between them but names and the words that link a sum to its noun or verb (``a
loan from the World Bank of up to $5m``), or it is in the noun phrase that the sum opens (``a $5m credit line``); one
in the complement of another (``the cost of the plant is $5m``) counts less. The vote of any other fades with distance,
with each clause boundary and each other sum between.

Sums of the same value pool their votes (the headline's sum and the body's are one), and so do a sum and its conversion
(roles of 20 other briefs 0.82 instead of 0.79). A sum with next to no votes takes over the role of the sum before: of
which it is the conversion or a part (``out of this, $5m``), or with which it shares a sentence. The whole text's cues
break what the sentence leaves open. The role with most votes wins, ``other`` where nothing in the text has any; trade
that a sentence puts in the future is a target, but for what it is to grow from.
"""

import re
from bisect import bisect_left
from collections import defaultdict
from itertools import pairwise

from analysis.facts.document import Document
from analysis.facts.gazetteer import cued, forms_of

AWAY = 9  # words between a cue and a sum that do not go together
COMPLEMENT = 0.3  # of its votes, for a cue in the complement of one that governs: the cost of the plant is $5m
GOVERNS = 5  # times what a cue counts that governs the sum
HALF_DISTANCE = 40  # characters at which a vote has halved
FADE = 0.7  # of a vote, for each boundary or other sum between
REACH = 80  # characters between a sum and what governs it
LITTLE = 1.0  # votes for a role, with less than which a sum takes over that of the sum before
BACKGROUND = 0.3  # votes that the text as a whole has to share out
UNIT_PRICE = 1_000_000  # in units of a currency; no less is taken for the price of a tonne or a ticket
FUTURE = 0.3  # votes for the future, less those for the past, that turn trade into a target
_BOUNDARY = re.compile(r"[,;:()—–]\s|\s(?:and|but|while|и|а|но)\s")
_OR = r"or|to|and(?: (?:later|then|eventually))?|about|equal to|some|или|до|и(?: (?:затем|потом|позже))?|около"
_JOINED = re.compile(rf"(?!\s*\n)[\s,(]*(?:{_OR})?[\s–-]*(?:about|around|roughly|около)?\s?")
_CONVERTED = re.compile(
    r"(?!\s*\n)[\s,]*(?:\(|\b(?:or|equal to|или)\b)\s?(?:(?:about|around|roughly|some|or|около)\s)?"
)
_FROM = re.compile(r"\b(?:from|с|со)\s$")  # what trade is to grow from has happened
_OF_THESE = (
    r"(?:\w+ |The \w+ )?(?:[Oo]ut )?[Oo]f (?:this|these|that|those|which|the total|it|them)|From (?:this|these|the)"
)
_FURTHER = r"In addition|Additionally|Another|A further|Из (?:них|этой|этих|общей)|Кроме того|Дополнительно|Ещ[её]"
_PART = re.compile(rf"(?:{_OF_THESE}|{_FURTHER}|В том числе)\b")
_TOTAL = re.compile(r"\b(?:of (?:this|that) (?:total|sum|amount|money)|из этой суммы|из общей суммы)\b")
_ITEM = re.compile(r"\W*[^\W\d_a-zа-яё][^\n.;–—:$€£]{2,90}(?:\s[–—-]|:)\s")
_STRANGERS = r"\([^()]*\)|\b(?!(?:(?:{sum_link})(?!\w)|[^\W\d_a-zа-яё][\w.]*|\d[\d.,]*)\b)\w+"  # no links or names
_DETERMINED = re.compile(r"\b(?:an?|the|this|its|their|another)\s$")
_WORD = r"(?:[A-Za-z'’.]+(?:-[A-Za-z]+)*[\s-]+|[а-яё]+(?<!\s\w)\s(?=\w+$))"
_WORTH = r"(?:(?:of (?:it|this|that|which|them) )?(?:in|of|worth of|as)\s)?"
_PHRASE = rf"[\s-]+{_WORTH}(?:(?!(?:{{sum_end}})\b){_WORD}){{0,3}}"
_ADJECTIVE = re.compile(r"(?:ый|ой|ая|яя|ое|ее|ые|ого|его|ому|ему|ым|им|ых|их|ую|юю|ыми|ими|(?<![нтцс])и[ей])$")
_OF = re.compile(r" of\b")
_FORM = re.compile(r"(?:in the form of|by way of|в виде|в форме|в качестве)\s(?:an?\s)?(?:\w+\s)?$")
_INITIAL = re.compile(r"\b[^\W\d_]")

Votes = dict[str, float]
Cue = tuple[int, int, str, float]  # start, end, role, weight


def amount_roles(document: Document, sums: list[tuple[int, int, str]]) -> list[str] | list[None]:
    """
    Return the role of each sum of a text (start, end, value; sorted), by the cue words of its language.

    One of ``trade``, ``target``, ``project``, ``finance`` or ``other`` a sum; None in a language without cue words.
    """
    if not forms_of("amount_roles", language=document.language):
        return [None] * len(sums)
    text, cues = document.text, _find_cues(document)
    joints = [False, *(bool(_JOINED.fullmatch(text, one[1], two[0])) for one, two in pairwise(sums))]
    background: Votes = defaultdict(float)
    for _, _, role, weight in cues:
        background[role] += weight
    pooled = _pool_votes(document, sums, cues)
    _share_votes(pooled, [(a[2], b[2]) for a, b in pairwise(sums) if _CONVERTED.fullmatch(text, a[1], b[0])])
    roles: list[str] = []
    total, sentence = 0, (-1, -1)  # the sum first told in the last sentence that is not about its parts
    for i, (start, _, value) in enumerate(sums):
        votes, last = pooled[value], sums[i - 1] if i else (0, 0, "")
        role, before, sentence = _decide(votes, background), sentence, document.sentence_at(start)
        if joints[i]:
            role = roles[-1]
        elif i and _is_part(text, sentence, start):
            role = roles[total] if role in ("project", "other") or votes[role] < LITTLE else role
        elif sentence != before:
            total = i
        elif votes[role] < LITTLE:
            role = _in_time(roles[-1], votes)
        roles.append(role)
        if joints[i] and role == "target" and _FROM.search(text, max(0, last[0] - 8), last[0]):
            roles[-2] = "trade"
    return roles


def _share_votes(pooled: dict[str, Votes], pairs: list[tuple[str, str]]) -> None:
    """Give all sums that are conversions of each other the votes of each, once."""
    same, own = {value: {value} for value in pooled}, dict(pooled)
    for one, two in pairs:
        for value in (joint := same[one] | same[two]):
            same[value] = joint
    for value, values in same.items():
        if len(values) > 1:
            roles = {role for other in values for role in own[other]}
            total = {role: sum(own[other][role] for other in sorted(values) if role in own[other]) for role in roles}
            pooled[value] = defaultdict(float, total)


def _is_part(text: str, sentence: tuple[int, int], start: int) -> bool:
    """Return whether a sum is said to be a part of another: ``out of this, $5m``, ``Davr Bank: $5m``."""
    opened = _PART.match(text, sentence[0]) or _TOTAL.search(text, *sentence)
    return bool(opened or _ITEM.fullmatch(text, sentence[0], start))


def _find_cues(document: Document) -> list[Cue]:
    """Return the cues of a text, without those in longer ones, in names (``Minister of Trade``, ``Export Bank``), and
    before the noun that they belong to (``export contracts``; but a ``loan project`` is lent)."""
    text, reached = document.text, 0
    cues: list[Cue] = [(0, 0, "", 0.0)]
    for start, end, row in sorted(document.phrases["amount_roles"], key=lambda one: (one[0], -one[1])):
        role, weight = row["role"], float(row["weight"])
        within = end <= reached and (start, end) != cues[-1][:2]
        titled = role != "finance" and text[start:end].istitle()
        named = role != "finance" and document.is_in_body(start)
        if within or named or (titled and _is_name(text, start, document.sentence_at(start))):
            continue
        if weight > 1.5 and cues[-1][2] in {"trade", "project", "other"} - {role} and _modifies(text, cues[-1], start):
            cues.pop()
        cues.append((start, end, role, weight))
        reached = max(reached, end * ("..." not in row["form"]))
    return cues[1:]


def _modifies(text: str, cue: Cue, start: int) -> bool:
    """Return whether a cue is right before the noun at `start` and belongs to it, as no Russian noun does."""
    return cue[1] + 1 == start and (text[cue[1] - 1].isascii() or _ADJECTIVE.search(text, cue[0], cue[1]) is not None)


def _is_name(text: str, start: int, sentence: tuple[int, int]) -> bool:
    """Return whether the word with a capital at `start` is in a name: not first in its sentence, nor in a headline."""
    opened = not re.search(r"\w", text[sentence[0] : start])
    return not opened and sum(1 if word.islower() else -1 for word in _INITIAL.findall(text, *sentence)) > 0


def _pool_votes(document: Document, sums: list[tuple[int, int, str]], cues: list[Cue]) -> dict[str, Votes]:
    """Return the votes of the cues for each value, those for all sums of one value together."""
    pooled: dict[str, Votes] = {value: defaultdict(float) for _, _, value in sums}
    by_sentence = document.group_by_sentence(cues)
    for sentence, inside in document.group_by_sentence(sums).items():
        if votes := by_sentence.get(sentence):
            # a clause that ends, or another sum, between cue and sum weakens the vote
            hurdles = [match.start() for match in _BOUNDARY.finditer(document.text, *sentence)]
            hurdles = sorted([*hurdles, *(one[0] for one in inside), sentence[0]])
            for one in inside:
                _vote(document.text, one, votes, hurdles, pooled[one[2]])
    return pooled


def _vote(text: str, one: tuple[int, int, str], cues: list[Cue], hurdles: list[int], votes: Votes) -> None:
    """Add the votes of a sentence's cues for one of its sums."""
    start, end, value = one
    head, clause = (0, 0, "", 0.0), -1  # the first cue that governs, and in which clause
    for first, last, role, weight in cues:
        before = first < start
        left, right = (last, start) if before else (end, first)
        gap = max(right - left, 0)
        n_hurdles = bisect_left(hurdles, left + gap) - bisect_left(hurdles, left)
        if (role == "price" and float(value.split()[0]) >= UNIT_PRICE) or (role == "past" and n_hurdles):
            continue  # what has happened in one clause says nothing of the next
        near = weight * FADE**n_hurdles / (1 + gap / HALF_DISTANCE)
        if role not in ("future", "past"):
            strangers = _count_strangers(text, left, right, cues, before) if weight > 1 and gap <= REACH else AWAY
            governs = GOVERNS * weight * 0.5**strangers * FADE**n_hurdles / (1 + gap / 200)
            inside = before and n_hurdles == clause and first >= head[1] and not _modifies(text, head, first)
            if inside and not _OF.match(text, last, start):
                governs *= COMPLEMENT
            elif before and not strangers:
                head, clause = (first, last, role, weight), n_hurdles
            near += governs
            votes["governed"] += not strangers
        votes[role] += near


def _count_strangers(text: str, left: int, right: int, cues: list[Cue], before: bool) -> int:
    """Return how many words between a cue and a sum are no links or cues; `AWAY` where the two cannot go together."""
    if before:
        receives = cued(r"\b(?:{receives})\b").search(text, left, right)
        if receives or _DETERMINED.search(text, max(left, right - 9), right):
            return AWAY
        starts = [word.start() for word in cued(_STRANGERS).finditer(text, left, right) if word[0][0] != "("]
        return sum(not any(first <= start < last for first, last, *_ in cues) for start in starts)
    formed = _FORM.search(text, max(left, right - 40), right)
    opens = cued(_PHRASE).fullmatch(text, left, right) and not cued(r"(?:{sum_end})\b").match(text, right)
    return 0 if formed or opens else AWAY


def _decide(votes: Votes, background: Votes) -> str:
    told = "project", "trade", "finance"
    total = sum(background[role] for role in told) or 1
    base = {role: votes[role] + BACKGROUND * background[role] / total for role in told}
    base |= {"target": votes["target"], "other": votes["other"] + votes["price"]}
    return _in_time(max(base, key=base.__getitem__), votes) if any(base.values()) else "other"


def _in_time(role: str, votes: Votes) -> str:
    """Return the role that trade has: a target where it lies in the future."""
    return "target" if role == "trade" and votes["future"] - votes["past"] >= FUTURE else role
