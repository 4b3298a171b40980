"""
The acts of cooperation of one report, each with the facts that belong to it.

Within a sentence, mentions of one instrument are one act, and so are a plant, its joint venture and its investment, and
a loan or an investment with its agreement. Across sentences, acts of one instrument are the same act, but for those
that have sums of their own (two contracts, two prices; F1 of the links of sums 0.79 instead of 0.78 with instruments,
0.92 instead of 0.91 with parties), and those below the lead that an article or a number tells of as new (``another
plant``; F1 of the deals, each found in its place, 0.59, on 200 other briefs 0.58; without 0.58 and 0.56, with nothing
merged 0.57 and 0.59, but fewer links). What an act takes, and from where:

- *Sums* by their role (`OWNERS`): from its own sentence; the cost of a plant or a contract also from a sentence
  `NEAR`, if that has no sum yet (F1 on 16 other briefs 0.89 instead of 0.88). A sum that finds no act is a deal by
  itself; a project's is then the investment in a plant, as is an investment in whose sentence a plant stands, unless
  its sentence tells of several projects (F1 of the links with instruments 0.84, on 200 other briefs 0.69; without the
  last 0.83 and 0.68). The one plant that has a cost is what a joint venture of the report builds (other briefs 0.70).
  A sum is told once, by the body rather than by the headline.
  What a lender lends over a time (``since 1992 the bank has financed 80 projects``) is a deal of its own, about
  finance; where neither its sentence nor the report says to whom, it is none (sums off by 0.02 of the reference
  instead of 0.18).
- *Parties*: those of its sentences and, where these name no two, of all that tell its instruments and those before
  them; where they name none, of the headline and the lead; else all of the report's, since a report goes on speaking
  of its partners without naming them (F1 between parties 0.96; with all of the report's at once 0.95); a deal with
  sums in a report of more than two takes those of its sentences, the headline and the lead (F1 of the links between
  parties and sums 0.92, with all parties 0.87, with those of its sentences 0.88).
- *Organisations*: those of its sentences and of the two behind, where they tell no other act, and of the headline
  and, unless it is but a meeting or a figure, of the lead, but for public bodies and unions, which rather comment
  there (F1 0.68; with these or without those behind 0.67, of its sentences alone 0.55; on 200 other briefs 0.59,
  without those behind 0.57), in a report of at most `FEW` organisations or where the act names none; never those that
  only report, nor at a forum those that sign a paper there or build. (Neither a logistic regression on where an
  organisation stands and what it is called did better, nor boosted trees, nor which act of its sentence is fewer
  clauses away.)
- *Status*: ``proposed`` where facts found a hedge, but for a cost that belongs to a plant told as stated; else
  ``planned`` where it is a goal, its clause looks ahead or it is to be signed, of a plant also where it is being built
  or where no verb beside its cost tells of the past (right for 0.89, on 130 other briefs 0.87; 0.88 and 0.81 without
  these verbs and what is to be signed); else ``done``.
- *Topic*: the report's first, but of sums of trade, goals and what a forum's papers come to trade, and of finance in
  a report on trade or finance and of any sum in one on governance, what it pays for: the first topic of which its
  sentences hold a term (F1 0.87, on 200 other briefs 0.73; of any sum told behind the lead too 0.87 and 0.72, without
  forums and governance 0.85, with any topic that has a term in the passage 0.79).

All numbers but those of other briefs are of both halves of the 143 seeds.
"""

import re
from bisect import bisect_right
from collections import Counter, defaultdict, namedtuple
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from itertools import chain, takewhile

from analysis.facts.gazetteer import cued
from analysis.ledger.additive import Amount, find_uncounted
from analysis.text.letters import fold
from analysis.text.phrases import sentence_spans

NEAR = (-1, -2, -3, 1, -4)  # sentences, from a cost's own, in which its act is looked for
BUILT = {"facility", "investment", "joint_venture"}
PAPERS = ({"contract"}, {"memorandum", "agreement"})
# Instruments that one sentence tells of as one act.
WHOLE = (BUILT, {"finance", "agreement"}, {"investment", "agreement"})
FEW = 4  # organisations of a report, of which all that its lead names may have a part in each act
MERE = {"talks", "forum", "trade_report"}  # that name whom they concern where they are told
# Role of a sum -> the instruments it can be of, best first.
OWNERS: dict[str, tuple[set[str], ...]] = {
    "project": (BUILT, *PAPERS),
    "finance": ({"finance"},),
    "trade": ({"trade_report"},),
    "target": ({"roadmap"}, {"talks", "forum"}),
}
TRADE = "trade_investment"
MEANS = ("public_governance", TRADE, "finance")  # topics that say how countries cooperate, not in what
ACTS = ("instrument", "hedged")  # kinds of facts
ROUNDED = 0.02  # of a sum, by which the headline's may differ from it
FRAME = (0, 1, 2)  # sentences: the headline and the lead

_CLAUSE = re.compile(r"[;:—–()]\s|\s(?:but|while|which|where|under|before|after|when|а|но|котор\w+)\s")
# The future of Turkish and Azerbaijani, in plain letters, where a clause ends: not in "artıracak anlaşma".
_TURKIC = r"\w[ae]c[ae][kq](?:l[ae]r|[dt][iu]r)?\W*$"
_LOOKS_AHEAD = (rf"\b(?:{{ahead}})\b|{_TURKIC}", rf"\b(?:{{ahead}}|{{underway}})\b|{_TURKIC}")  # of what is built
_IS_TO = r" (?:will|shall|would|should|(?:is|are|was|were|due|expected) to) (?:\w+ )?(?:be \w+|come)"
_DUE = r",? (?:to be \w+|expected|scheduled|planned|due) (?:in|on|at|for|by|next|later|this)"
_NO_VERB = r"(?: (?!(?:that|which|who|where|under|to|and|was|were|has|have|had|is|are)\b)[^\s,;:().!?]+){0,8}?"
_SUM = r"(?: (?:в размере|на сумму|на|в)(?: \w+){0,2} [\d.,\s]+(?:\s\w+){1,3})?"
_RU_IS_TO = rf"{_SUM} буд(?:ет|ут) (?:\w+ )?(?:предоставлен|выделен|выдан|направлен|перечислен|оказан)[аоы]?"
_CONVERTED = rf"(?:{_NO_VERB} \([^()\n]{{0,12}}\d[^()\n]{{0,50}}\))?"
# Behind an act that no verb tells, in English also behind the conversion of its sum.
_TO_BE = re.compile(rf"(?:{_CONVERTED}{_NO_VERB}{_IS_TO}|{_NO_VERB}{_DUE}|{_RU_IS_TO})\b")
_NEW = r"(?i)\b(?<!\bthe )(?<!\bthese )(?:{another})\s(?:[\w-]+\s)?[\w-]+$"
# Right before a sum that equals one told before, and is not it.
_ANOTHER = re.compile(r"(?i)\b(?:another|matched by an?|ещ[её])\s(?:(?:[\w-]+\s){1,3}(?:of|на|в)\s)?$")
_DID = re.compile(r"(?<!\bbe )(?:has |have |had )?(?:\w+ed|built|set up|began)\b")
# What tells of the past, by language; not a plant planned, or priced at a million.
_NOT_PAST = "cost|pric|valu|estimat|expect|plann|combin|limit|unit|ne|announc|intend|propos|reserv|advanc|design|requir"
_PAST = {
    "en": rf"\b(?:was|were|been|has|have|had|(?!(?:{_NOT_PAST})ed)\w{{2,}}ed|built|spent|paid|bought|set up|cost|came|"
    r"went|made|took|sold|drew|began|running|operates?|operating|in operation|works|already|so far|since|existing|"
    r"opens|launches|inaugurates|commissions|puts|employs?|produces?|gave|got|won|supplies|exports?)\b",
    "ru": r"\b(?:уже|действу|(?:за)?работа|открыва|запуска|появи|получ|производ|выпуска|обош|открыт(?!и)|"
    r"(?:постро|вве|откры|запу|созда|вло|инвестир|потра|купи|прио|завер|подпис|состав|дости|осво|состоя|нача|выдел|"
    r"прив|реализ|возв|сда|пу)\w*?(?:[лн][аиоы]?|л[аио]?с[ья]|нн(?:ый|ая|ое|ые|ого|ой))\b)",
}
_PLANT, _SEVERAL = r"\b(?:{any_plant})\b", r"\b(?:{several})\b"
# What a lender lends in a time; the country that a report is on.
_HOME = r"\b(?:{home})\b"
_SPAN = r"{span}|(?:in|since|during|в|с|за) (?:19|20)\d\d"
_TOTAL = rf"(?=.*\b(?:{{lender}})\b)(?=.*\b(?:{_SPAN})\b)(?=.*\b(?:{{several}})\b)"
_DASH, _OPENS = re.compile(r"\)?\s?[–—-]"), re.compile(r"[^\n.;]{0,60}?[(.,/|]\s?$")
_SAYS = r"[\"”»]?(?:[-'’]\w+)?\s(?:{says})\b"
_SAID_BY = r"(?i)\b(?:{said_by})\s(?:the\s|иа\s|агентств\w*\s)?[«\"“]?$"

# A row of the facts table, its place counted from the beginning of the headline.
Fact = namedtuple("Fact", "start end kind value text number currency role")


@dataclass(eq=False)
class Act:
    """What is known of a deal while its report is read; `told` are the numbers of the sentences that tell it."""

    names: set[str]
    start: int
    end: int
    sentence: int
    hedged: bool
    sums: list[Fact]
    told: set[int]
    new: bool = False  # not told before
    total: bool = False  # of what a lender lends


class Report:
    """
    A report (title, text, language, outlet) with its facts, its topics (best first, each with its evidence) and the
    topics that there are.

    `rows` are facts: ``doc_id, field, start, end, kind, value, text, number, currency, role``.
    """

    def __init__(self, texts: tuple, rows: list[tuple], topics: list[tuple], known: set[str]) -> None:
        title, text, language, outlet = texts
        self.text, self.body, self.topics, self.known = f"{title}\n\n{text}", len(title) + 2, topics, known
        self.past, self.outlet, self.plain = _PAST.get(language), outlet.casefold(), fold(self.text, language)
        shift = {"title": 0, "text": self.body}
        self.sentences = sentence_spans(self.text)
        starts = [start for start, _ in self.sentences]
        # by kind (instruments and hedged are acts) and number of the sentence
        self.facts: dict[tuple[str, int], list[Fact]] = defaultdict(list)
        self.names: dict[str, str] = {}  # of organisations, the fullest that the text has
        facts = [Fact(start + shift[field], end + shift[field], *rest) for _, field, start, end, *rest in rows]
        shared = Counter(fact[:2] for fact in facts if fact.kind == "country")  # by the members of a counted group
        for fact in sorted(facts, key=lambda fact: fact[:5]):
            kind = "act" if fact.kind in ACTS else fact.kind
            if fact.kind == "organisation":
                self.names[fact.value] = max(self.names.get(fact.value, ""), fact.text, key=len)
                kind = "source" if self._reports(fact) else kind
            kind = "group" if kind == "country" and shared[fact[:2]] > 1 else kind
            self.facts[kind, bisect_right(starts, fact.start) - 1].append(fact)
        told = {number for kind, number in self.facts if kind in ("act", "amount")}
        self.order = sorted(told, key=lambda number: (starts[number] < self.body, number))  # headline last
        self.parties = {fact.value for fact in facts if fact.role == "party"}
        self.partners = defaultdict[str, set[str]](set)  # by instrument, of all sentences that tell it and those before
        for number in told:
            for fact in self._of("act", number):
                self.partners[fact.value] |= self._parties_in(number - 1, number)

    def deals(self) -> list[tuple]:
        """Return rows of the deals table, from ``status`` on, in reading order."""
        told, given = {number: self._read(number) for number in self.order}, dict[tuple, Fact]()
        for number in self.order:
            for one in self._of("amount", number):
                rounded = one.start < self.body and any(_is_about(one, other) for other in given.values())
                before = given.get((one.value, one.role))
                again = before and (not self._is_another(one) or self._is_another(before))
                if one.role in OWNERS and not again and not rounded:
                    given[one.value, one.role] = one
                    self._give(one, number, told)
        acts = [act for number in self.order for act in told[number] if act.sentence == number]
        plants = [act for act in acts if act.sums and "facility" in act.names]
        ventures = [act for act in acts if act.names == {"joint_venture"} and not act.hedged]
        built_by = [self._parties_in(*act.told) for act in ventures]
        if len(plants) == 1 and any(own >= self._parties_in(*plants[0].told) for own in built_by):
            plants[0].names.add("joint_venture")
        acts = _merge([act for act in acts if not act.sums], apart=[act for act in acts if act.sums])
        sums = sorted(chain.from_iterable(act.sums for act in acts))
        left_out = {sums[at] for at in find_uncounted(self.text, sums)} if len(sums) > 1 else set()
        return [self._row(act, left_out) for act in sorted(acts, key=lambda act: (act.start, sorted(act.names)))]

    def _is_new(self, one: Fact) -> bool:
        """Return whether an article or a number tells of an act as of one not told before."""
        return cued(_NEW).search(self.text, max(0, one.start - 40), one.end) is not None

    def _is_another(self, one: Fact) -> bool:
        return _ANOTHER.search(self.plain, max(0, one.start - 60), one.start) is not None

    def _of(self, kind: str, *numbers: int) -> list[Fact]:
        return [fact for number in numbers if (kind, number) in self.facts for fact in self.facts[kind, number]]

    def _words(self, *numbers: int) -> str:
        return " ".join(self.text[slice(*self.sentences[number])] for number in numbers).casefold()

    def _parties_in(self, *numbers: int, kinds: Iterable[str] = ("country", "group")) -> set[str]:
        return {fact.value for kind in kinds for fact in self._of(kind, *numbers) if fact.role == "party"}

    def _read(self, number: int) -> list[Act]:
        """Return the acts of a sentence, without those that are but a sum."""
        money = {fact[:2] for fact in self._of("amount", number) if fact.role == "project"}
        told = [one for one in self._of("act", number) if one[:2] not in money]
        acts = [Act({f.value}, f.start, f.end, number, f.kind == "hedged", [], {number}, self._is_new(f)) for f in told]
        return _merge(acts, WHOLE)

    def _give(self, one: Fact, number: int, told: dict[int, list[Act]]) -> None:
        """Give a sum to its act; add one where there is none, and none for what is lent to the world."""
        words = self._words(number)
        total = one.role in ("finance", "project") and number not in FRAME and bool(cued(_TOTAL).match(words))
        if total and len(self.parties) < 2 and not self._of("country", number) and not cued(_HOME).search(words):
            told[number].clear()
            return
        own = [act for act in self._of("act", number) if act[:2] == one[:2]]
        names, hedged = {fact.value for fact in own}, any(fact.kind == "hedged" for fact in own)
        act = None if total else _owner(one, number, told, hedged if own else None)
        if one.role == "project" and names <= {"investment"}:
            one_plant = not cued(_SEVERAL).search(words) and (not names or cued(_PLANT).search(words))
            names = {"investment", "facility"} if one_plant else {"investment"}
        act = act or Act({"finance"} if total else names, one.start, one.end, number, hedged, [], set())
        if act not in told[number]:
            told[number].append(act)
        act.names |= names if act.names | names <= BUILT else set()
        act.sums.append(one)
        act.told.add(number)
        act.total |= total

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
            return own | self._parties_in(*FRAME, kinds=["country"])
        own |= set().union(*(self.partners[name] for name in act.names)) if len(own) < 2 else set()
        own = own or self._parties_in(*FRAME)
        return own if len(own) > 1 else self.parties

    def _organisations(self, act: Act) -> list[str]:
        """Return the organisations of an act, but for those that only report it."""
        told = {at for at in act.told if act.names != {"forum"} or {one.value for one in self._of("act", at)} <= MERE}
        behind = (takewhile(lambda at: ("act", at) not in self.facts, (at + 1, at + 2)) for at in told)
        frame = self._of("organisation", *FRAME[: 1 if act.names <= MERE else 3])
        frame = [one for one in frame if not cued(r"\b(?:{authority})\b").search(self.names[one.value].casefold())]
        found = self._of("organisation", *sorted(told.union(*behind)))
        found += [] if found and len(self.names) > FEW else frame
        return list(dict.fromkeys(self.names[one.value] for one in found))

    def _reports(self, one: Fact) -> bool:
        """Return whether an organisation only says what is told, as an outlet does in the dateline."""
        placed = _OPENS.match(self.text[self.body : one.start]) and _DASH.match(self.text, one.end)
        if placed and one.text.casefold() == self.outlet:
            return True
        said_by = cued(_SAID_BY).search(self.plain, max(0, one.start - 40), one.start)
        return bool(said_by or cued(_SAYS).match(self.plain, one.end))

    def _topic(self, act: Act) -> str | None:
        if not self.topics:
            return None
        primary = self.topics[0][0]
        if TRADE in self.known and self._is_trade(act):
            return TRADE
        if act.total and "finance" in self.known:
            return "finance"
        lent, passage = "finance" in act.names, self._words(*act.told)
        if primary not in MEANS or not (lent or (act.sums and primary == MEANS[0])):
            return primary
        paid = (topic for topic, terms in self.topics if topic not in MEANS and any(term in passage for term in terms))
        return next(paid, "finance" if lent and "finance" in self.known else primary)

    def _is_trade(self, act: Act) -> bool:
        """Return whether an act has sums of trade or goals, or is a paper with a sum at a forum."""
        roles, told = {one.role for one in act.sums}, {one.value for one in self._of("act", *act.told)}
        at_forum = bool(roles) and "forum" in told and act.names <= set.union(*PAPERS)
        return at_forum or not roles.isdisjoint({"trade", "target"})

    def _status(self, act: Act) -> str:
        if act.hedged:
            return "proposed"
        if not act.names and {one.role for one in act.sums} == {"target"}:
            return "planned"
        built, (start, last) = bool(act.names & BUILT), self.sentences[act.sentence]
        first, last = (start, last) if built else (max(start, act.start - 40), act.end)
        if _DID.match(self.text, act.start):  # what stands before "opened a plant" looks ahead to something else
            first = act.start
        cuts = [first, *(cut.start() + 1 for cut in _CLAUSE.finditer(self.text, first, last)), last]
        at = bisect_right(cuts, act.start)
        ahead = cued(_LOOKS_AHEAD[built]).search(self.plain[cuts[at - 1] : cuts[at]].lower())
        if ahead or _TO_BE.match(self.text, act.end):
            return "planned"
        cost = act.sums and act.names <= BUILT and start >= self.body  # headlines stand in the present
        return "planned" if cost and self.past and not re.search(self.past, self._words(*act.told)) else "done"


def _is_about(one: Fact, other: Fact) -> bool:
    """Return whether a sum may be another one, rounded."""
    same = one.role == other.role and one.currency == other.currency
    return same and abs(float(one.number) - float(other.number)) <= ROUNDED * float(other.number)


def _merge(acts: list[Act], wholes: tuple[set[str], ...] = (), apart: Iterable[Act] = ()) -> list[Act]:
    """Make one act of those that share an instrument, with each other or one of those `apart`, or whose instruments are
    those of a whole."""
    kept = [*apart]
    for act in acts:
        for other in kept:
            names = other.names | act.names
            new = act.new and act.sentence not in (*FRAME, other.sentence) and not other.sums
            same = other.names & act.names or any(names <= whole for whole in wholes)
            if other.hedged == act.hedged and same and not new:
                other.names, other.told = names, other.told | act.told
                break
        else:
            kept.append(act)
    return kept


def _owner(one: Fact, number: int, told: dict[int, list[Act]], hedged: bool | None) -> Act | None:
    """Return the act that a sum is of: of its sentence or, of a project, of one nearby; `hedged` if it is told so."""
    near = [(number, names) for names in OWNERS[one.role]]
    if one.role == "project":
        near += [(number + step, BUILT) for step in NEAR]
        near += [(number + step, names) for names in PAPERS for step in (NEAR if hedged is None else NEAR[:1])]
    any_told = hedged is None or (hedged and one.role == "project")
    acts = (act for at, names in near for act in told.get(at, ()) if act.names & names)
    act = next((act for act in acts if any_told or act.hedged == hedged), None)
    return act if act and (number in act.told or not any(other.sums for other in told[act.sentence])) else None
