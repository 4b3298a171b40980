"""
The acts by which countries cooperate: the eleven instruments of the annotation guide.

A phrase of ``instruments.csv`` names an instrument. Most are frames: words of a closed class for what is done and, in
the same clause, words for what it is done to (``{build} ... {plant}``), which read what nobody listed: on the pages of
74 sites F1 0.96 instead of 0.92. Of kind *held* it counts wherever it stands (talks that took place, trade that grew);
of kind *stated* unless its clause is hedged; of kind *needs act* only in a sentence that tells an act besides
(``signed``, ``concluded``): an agreement merely mentioned is none. Of kind *refers* (``the document``) it needs an act
too, and stands for the memorandum where the text tells of one. A *hedge* (``could``, ``explored``) before or among the
words, or a *hedge after* them (``is being discussed``), in the same clause, takes the mention away, since exploring is
not agreeing; so does a phrase of kind *not* around them (``meet demand``, ``cultural bonds``). Money speaks too: a sum
lent or granted is ``finance``, one traded a ``trade_report``, and one for a project an ``investment``, unless its
sentence tells of a contract or agreement, whose price it is then, or the text of finance, which then pays for the
project (so in 9 of 10 briefs with such a sum).
"""

import re
from collections import defaultdict

from analysis.facts.document import Document, Mention

OF_MONEY = {"project": "investment", "finance": "finance", "trade": "trade_report"}
COUNTED = {"held", "stated", "needs act", "refers", "price"}
_NAMED = {"talks", "joint_venture"}  # that names tell, too: the Joint Commission
_CLAUSE = re.compile(r"[,;:—–()]\s|\s(?:but|while|after|when|which|where|because|но|а|когда|который|которая|которое)\s")

Span = tuple[str, int, int]


def find_acts(document: Document, sums: list[Mention]) -> list[Mention]:
    """
    Find the acts of cooperation that a text states as done, under way or firmly planned (kind ``instrument``), and
    those that it only proposes (``hedged``); none in a language without phrases.

    `sums` are those of the text, as `find_amounts` gives them.

    Gives mentions by ``start``, ``value`` one of ``memorandum agreement contract joint_venture investment finance
    facility forum talks roadmap trade_report``.

    >>> [m[:2] for m in find_acts(Document("A memorandum was signed. They could open a plant."), [])]
    [('instrument', 'memorandum'), ('hedged', 'facility')]
    """
    phrases = [(start, end, row["instrument"], row["kind"]) for start, end, row in document.phrases["instruments"]]
    phrases = [one for one in phrases if one[2] in _NAMED or not document.is_in_body(one[0])]
    kinds = defaultdict(lambda: "stated", project="price")
    phrases += [(m.start, m.end, OF_MONEY[m.role], kinds[m.role]) for m in sums if m.role in OF_MONEY]
    if any(name == "memorandum" for _, _, name, _ in phrases):
        phrases = [phrase for phrase in phrases if phrase[3] != "refers"]
    phrases = sorted(phrases) if any(kind in COUNTED for *_, kind in phrases) else []
    found, hedged = list[Span](), list[Span]()
    for sentence, inside in document.group_by_sentence(phrases).items():
        by_kind: dict[str, list[Span]] = defaultdict(list)
        for start, end, name, kind in inside:
            if end <= sentence[1]:
                by_kind[kind].append((name, start, end))
        stated, proposed = _read(document.text, *sentence, by_kind)
        found += stated
        hedged += proposed
    if any(name == "finance" for name, _, _ in found):
        paid = {(mention.start, mention.end) for mention in sums if mention.role == "project"}
        found = [one for one in found if one[1:] not in paid]
    return _longest("instrument", found) + _longest("hedged", hedged)


def _longest(kind: str, found: list[Span]) -> list[Mention]:
    """In reading order, without the mentions of an instrument that overlap an earlier or longer one of the same."""
    ends, kept = dict[str, int](), list[Mention]()
    for name, start, end in sorted(found, key=lambda one: (one[1], -one[2], one[0])):
        if start >= ends.get(name, 0):
            kept.append(Mention(kind, name, start, end))
            ends[name] = end
    return kept


def _read(text: str, left: int, right: int, inside: dict[str, list[Span]]) -> tuple[list[Span], list[Span]]:
    """Give the acts that a sentence states, and those that it hedges."""
    found = inside["stated"] + (inside["needs act"] + inside["refers"] if inside["act"] else [])
    if not any(name in ("contract", "agreement") for name, _, _ in found + inside["needs act"]):
        found += inside["price"]
    hedges = found and (inside["hedge"] or inside["hedge after"])
    cuts = [left, *(cut.end() for cut in _CLAUSE.finditer(text, left, right)), right] if hedges else []
    hedged = [one for one in found if cuts and _is_hedged(one, cuts, inside)]
    stated = inside["held"] + [one for one in found if one not in hedged]
    return _without(stated, inside["not"]), _without(hedged, inside["not"])


def _without(found: list[Span], barred: list[Span]) -> list[Span]:
    return [one for one in found if not any(one[0] == no[0] and one[1] < no[2] and no[1] < one[2] for no in barred)]


def _is_hedged(found: Span, cuts: list[int], inside: dict[str, list[Span]]) -> bool:
    _, start, end = found
    opens = max(cut for cut in cuts if cut <= start)
    closes = min((cut for cut in cuts if cut >= end), default=end)
    before = any(opens <= hedge[1] < end for hedge in inside["hedge"])
    return before or any(end <= hedge[1] < closes for hedge in inside["hedge after"])
