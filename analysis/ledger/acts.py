"""
The acts of cooperation of one report, each with the facts that belong to it.

Within a sentence, mentions of one instrument are one act, and so are a plant, its joint venture and its investment, and
a loan with its agreement; acts of one instrument in several sentences are the same act. What an act takes, and from
where:

- *Sums* by their role (`OWNERS`): from its own sentence; the cost of a plant or a contract also from
  one of the next `AHEAD` sentences, or the one before. A sum that finds no act is a deal by itself. A sum is told once,
  by the body rather than by the headline.
- *Parties*: those of its sentences where these name two, else all of the report's, since a report goes on speaking of
  its partners without naming them; a deal with sums takes those of its sentences, the headline and the lead (F1 of the
  links between parties and sums 0.90, with all parties 0.86, with those of the sentence alone 0.90 and between parties
  0.84 instead of 0.93).
- *Organisations*: those of its sentences and the headline and, unless it is but a meeting or a figure, of the lead (F1
  0.65; of its sentences alone 0.56, of the nearest sentence before if it has none 0.58).
- *Status*: ``proposed`` where facts found a hedge; else ``planned`` where its clause looks ahead, of a plant also where
  it is being built; else ``done``.
- *Topic*: the report's first, but of sums of trade and goals trade, and of finance in a report on trade or finance what
  it pays for, where its sentences hold a term of that. (Preferring any topic with a term in the passage did worse, 0.79
  instead of 0.82.)

All numbers are of both halves of the 143 seeds; the rules were made on one half.
"""

import re
from bisect import bisect_right
from collections import defaultdict, namedtuple
from dataclasses import dataclass
from decimal import Decimal
from itertools import chain
from typing import NamedTuple

from analysis.facts.gazetteer import cued
from analysis.ledger.additive import find_uncounted
from analysis.text.phrases import sentence_spans

AHEAD = 4  # sentences behind an act in which its cost is still looked for
BUILT = {"facility", "investment", "joint_venture"}
WHOLE = (BUILT, {"finance", "agreement"})  # instruments that one sentence tells of as one act
MERE = {"talks", "forum", "trade_report"}  # that name whom they concern where they are told
# Role of a sum -> the instruments it can be of, best first.
OWNERS: dict[str, tuple[set[str], ...]] = {
    "project": (BUILT, {"contract"}, {"memorandum", "agreement"}),
    "finance": ({"finance"},),
    "trade": ({"trade_report"},),
    "target": ({"roadmap"}, {"talks", "forum"}),
}
TRADE = "trade_investment"
MEANS = (TRADE, "finance")  # topics that say how countries cooperate, not in what
TELLING = ("instrument", "hedged", "amount")  # kinds of facts without which there is no deal
FRAME = (0, 1, 2)  # sentences: the headline and the lead

_CLAUSE = re.compile(r"[;:—–()]\s|\s(?:but|while|which|where|under|before|after|when|а|но|котор\w+)\s")
_LOOKS_AHEAD = (r"\b(?:{ahead})\b", r"\b(?:{ahead}|{underway})\b")  # of other acts, of what is built
_SAYS = re.compile(r"\s(?:says|said|told|reports|reported|сообщил\w*|заявил\w*)\b")

# A row of the facts table, its place counted from the beginning of the headline.
Fact = namedtuple("Fact", "start end kind value text number currency role")


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


@dataclass
class Act:
    """What is known of a deal while its report is read; `told` are the numbers of the sentences that tell it."""

    names: set[str]
    start: int
    end: int
    sentence: int
    hedged: bool
    sums: list[Fact]
    told: set[int]


class Report:
    """
    A report with its facts, its topics (best first, each with its evidence) and the topics that there are.

    `rows` are facts: ``field, start, end, kind, value, text, number, currency, role``.
    """

    def __init__(self, title: str, text: str, rows: list[list], topics: list[tuple], known: set[str]) -> None:
        self.text, self.body, self.topics, self.known = f"{title}\n\n{text}", len(title) + 2, topics, known
        shift = {"title": 0, "text": self.body}
        self.sentences = sentence_spans(self.text)
        starts = [start for start, _ in self.sentences]
        self.facts: dict[tuple[str, int], list[Fact]] = defaultdict(list)  # by kind and number of the sentence
        self.names: dict[str, str] = {}  # of organisations, the fullest that the text has
        facts = [Fact(start + shift[field], end + shift[field], *rest) for field, start, end, *rest in rows]
        for fact in sorted(facts, key=lambda fact: fact[:5]):
            self.facts[fact.kind, bisect_right(starts, fact.start) - 1].append(fact)
            if fact.kind == "organisation":
                self.names[fact.value] = max(self.names.get(fact.value, ""), fact.text, key=len)
        told = {number for kind, number in self.facts if kind in TELLING}
        self.order = sorted(told, key=lambda number: (starts[number] < self.body, number))  # headline last
        self.parties = {fact.value for fact in facts if (fact.kind, fact.role) == ("country", "party")}

    def deals(self) -> list[tuple]:
        """Return rows of the deals table, from ``status`` on, in reading order."""
        acts = _merge([act for number in self.order for act in self._read(number)])
        told: set[tuple] = set()
        for number in self.order:
            for one in self._of("amount", number):
                if one.role in OWNERS and (one.value, one.role) not in told:
                    told.add((one.value, one.role))
                    self._give(one, number, acts)
        sums = sorted(chain.from_iterable(act.sums for act in acts))
        left_out = {sums[at] for at in find_uncounted(self.text, sums)}
        return [self._row(act, left_out) for act in sorted(acts, key=lambda act: (act.start, sorted(act.names)))]

    def _of(self, kind: str, *numbers: int) -> list[Fact]:
        return [fact for number in numbers for fact in self.facts.get((kind, number), ())]

    def _parties_in(self, *numbers: int) -> set[str]:
        return {fact.value for fact in self._of("country", *numbers) if fact.role == "party"}

    def _read(self, number: int) -> list[Act]:
        """Return the acts of a sentence, without those that are but a sum."""
        money = {fact[:2] for fact in self._of("amount", number)}
        told = [one for one in self._of("instrument", number) + self._of("hedged", number) if one[:2] not in money]
        return _merge([Act({f.value}, f.start, f.end, number, f.kind == "hedged", [], {number}) for f in told], WHOLE)

    def _give(self, one: Fact, number: int, acts: list[Act]) -> None:
        """Give a sum to its act; add one where there is none."""
        own = [act for act in self._of("instrument", number) + self._of("hedged", number) if act[:2] == one[:2]]
        names, hedged = {fact.value for fact in own}, any(fact.kind == "hedged" for fact in own)
        act = _owner(one, number, bool(own), [act for act in acts if not own or act.hedged == hedged])
        if not act:
            act = Act(names, one.start, one.end, number, hedged, [], set())
            acts.append(act)
        act.names |= names if act.names | names <= BUILT else set()
        act.sums.append(one)
        act.told.add(number)

    def _row(self, act: Act, left_out: set[Fact]) -> tuple:
        start, end = self.sentences[act.sentence]
        field, first = ("text", self.body) if start >= self.body else ("title", 0)
        sums = [Amount(Decimal(s.value.split()[0]), s.currency, s.role, s not in left_out) for s in act.sums]
        places = list(dict.fromkeys(fact.value for fact in self._of("place", *sorted(act.told))))
        date = next((fact.value for fact in self._of("date", act.sentence)), None)
        who = sorted(self._parties(act)), self._organisations(act)
        row = self._status(act), sorted(act.names), *who, self._topic(act), sums, places, date
        return *row, field, start - first, end - first

    def _parties(self, act: Act) -> set[str]:
        own = self._parties_in(*act.told)
        if len(self.parties) > 2 and act.sums:
            return own | self._parties_in(*FRAME)
        return own if len(own) > 1 else self.parties

    def _organisations(self, act: Act) -> list[str]:
        """Return the organisations of an act, but for those that only report it."""
        found = self._of("organisation", *sorted(act.told), *FRAME[: 1 if act.names <= MERE else 3])
        return list(dict.fromkeys(self.names[one.value] for one in found if not _SAYS.match(self.text, one.end)))

    def _topic(self, act: Act) -> str | None:
        primary = self.topics[0][0] if self.topics else None
        if primary and TRADE in self.known and {"trade", "target"} & {one.role for one in act.sums}:
            return TRADE
        if "finance" not in act.names or primary not in MEANS:
            return primary
        passage = " ".join(self.text[slice(*self.sentences[number])] for number in act.told).casefold()
        paid = (topic for topic, terms in self.topics if topic not in MEANS and any(term in passage for term in terms))
        return next(paid, "finance" if "finance" in self.known else primary)

    def _status(self, act: Act) -> str:
        if act.hedged:
            return "proposed"
        first, last = self.sentences[act.sentence]
        cuts = [first, *(cut.start() + 1 for cut in _CLAUSE.finditer(self.text, first, last)), last]
        left = max(cut for cut in cuts if cut <= act.start)
        right = min((cut for cut in cuts if cut >= act.end), default=last)
        built = bool(act.names & BUILT)
        words = self.text[left:right] if built else self.text[max(left, act.start - 40) : act.end]
        return "planned" if cued(_LOOKS_AHEAD[built]).search(words.lower()) else "done"


def _merge(acts: list[Act], wholes: tuple[set[str], ...] = ()) -> list[Act]:
    """Make one act of those that share an instrument, or whose instruments are those of a whole."""
    kept: list[Act] = []
    for act in acts:
        for other in kept:
            names = other.names | act.names
            if other.hedged == act.hedged and (other.names & act.names or any(names <= whole for whole in wholes)):
                other.names, other.told = names, other.told | act.told
                break
        else:
            kept.append(act)
    return kept


def _owner(one: Fact, number: int, money: bool, acts: list[Act]) -> Act | None:
    """Return the act that a sum is of: of its sentence or, of a project, of one nearby."""
    for names in OWNERS[one.role]:
        if fit := [act for act in acts if number in act.told and act.names & names]:
            return fit[0]
    for names in OWNERS[one.role][: 1 if money else 3] if one.role == "project" else ():
        gaps = [(max(number - act.sentence, 3 * (act.sentence - number)), act) for act in acts if act.names & names]
        gap, act = min(gaps, key=lambda pair: pair[0], default=(AHEAD + 1, None))
        if gap <= AHEAD:
            return act
    return None
