"""
Organisations in English, and wherever names are told by capitals.

A name is a run of capitalised words, or what stands in quotation marks behind a word such as ``enterprise``. First its
edges are set: a title, a person, or what follows a legal form is cut off; it goes on over ``and`` where the words on
both sides say what a firm does (``Trading and Logistics LLC``), a body's over ``of Industry and New Technologies``.
Then its words decide (`english_names`). Where they don't, the words around do: it is called a company (``the lender
Davr``, ``Tcell, a mobile operator``, ``Knauf (Germany)``), does what companies do (``has sold``), is
spoken of as a thing (``Tcell, which``) or as where somebody is from (``Wan Tao of Sinopec``), or
stands in a list with one that is. An abbreviation needs such words too.
"""

import re
from functools import lru_cache

from analysis.facts import english_names as names
from analysis.facts.countries import country_end
from analysis.facts.gazetteer import cued, forms_of, skip_openers
from analysis.lists.loading import remember

Span = tuple[int, int]

_LEGAL_DOT = r"(?:(?:(?<=\bCo)|(?<=\bLtd)|(?<=\bInc)|(?<=\bCorp)|(?<=\bS\.A)|(?<=\bA\.Ş)|(?<=\bS\.p\.A))\.)?"
_REST = rf"[\w&]*+(?:(?:[.-]|[–—](?=[{names.UPPER}])|['’](?!s\b))[\w&]++)*{_LEGAL_DOT}"
# Not inside a word: told behind the capital, which is quicker.
_CAP = rf"[{names.UPPER}](?<!\w.)(?<!\w-.)(?:(?:\.[{names.UPPER}])+\.|{_REST})"
_CAPS = rf"{_CAP}(?: {_CAP}){{0,9}}"  # bounded here and below: hostile text must not cost more than its length
_RUN = re.compile(rf"{_CAP}(?:(?: & |, (?=Ltd|Inc|LLC|Co\b)| ve | \(Group\) | ){_CAP}){{0,19}}")
_RUN_ASCII = re.compile(_RUN.pattern.replace(names.UPPER, "A-Z"), re.ASCII)  # half as quick again
# Ministry of X, Y and Z
_MORE = re.compile(rf"(?: (?:of|for|on)(?: the)?|,? and|,(?=(?: {_CAPS},){{0,9}} {_CAPS},? and)| to| in) ({_CAPS})")
_AND_MORE = re.compile(rf",? and ({_CAPS})")
_LESS = re.compile(rf"((?:{_CAPS}(?: for|, and|,| and) )+)$")
_PORTFOLIO = re.compile(rf"(?: (?:of|for)(?: the)? {_CAPS}(?:,? and {_CAPS})*){{1,3}}")
_QUOTED = re.compile(r"[\"“«](?<=[ d].)([^\W\d_a-z][^\"“”«»\n]{0,70}[^\"“”«»\n,]),?[\"”»]")
_NEXT = re.compile(r"(?: \d{4})? ([a-z]+)\b")
_JOINT = re.compile(r"(?:[,;]|[,;]? and(?: the)?) ")
_VENUE = re.compile(r"\b(?:at|in|inside)(?: the)? $")
_PACT = r"\b(?:agreement|memorandum|understanding|contract|deal|venture)s?"
_DEAL = re.compile(rf"{_PACT}(?: (?:was|were|been|signed|concluded|reached)){{0,3}} (?:between|with)(?: the)? $")
_THING = re.compile(r", (?:which (?!is |are |was |were |lies |runs |took |came |began )|for its part,)")  # and nobody
_AT_OR = r"(?i)\b(?:{place_preposition}|and|or|the) $"
_PLACE = r" (?i:{region_type}|{settlement_type})\b"
_OF_WHOM = re.compile(rf"(?<!\w)([{names.UPPER}][\w’'-]+(?: [{names.UPPER}][\w’'-]+){{1,2}}) of $")
_OF_PLACE = re.compile(rf" (?:of|(?<=Delegation )to) (?:the )?({_CAPS})")
_HOME = re.compile(rf" \(({_CAPS})\)")
_ACTS = r" (?:(?:has|have|had|now|also|already|jointly) ){0,2}(?:{company_act})\b(?! up\b)"
_POST = r", (?:the |its |their |an? )?(?:(?!at |of |for |from |in )[\w'’-]+ ){0,3}(?i:{role})\b"
_AS = rf",? (?:an?|the|whose|which|another|of {_CAP},?)|,(?= (?:big|major|large|leading|[A-Z]))"
_FOUNDED = r",? (?:founded|owned|based|established|headed|run) (?:by|in)\b"
_COMPANY = rf"(?:{_AS}) (?:(?!at |of |for |from |in )[\w'’-]+ ){{0,4}}(?:{{company_noun}})\b(?!['’]s\b)|{_FOUNDED}"


@remember
def _before(kind: str) -> frozenset[str]:
    """The words of ``cues.csv`` that call what follows a company, or somebody, in singular and plural."""
    nouns = forms_of("cues", kind)
    return nouns.union(*((noun + "s", noun.removesuffix("y") + "ies") for noun in nouns))


def english_spans(text: str) -> set[Span]:
    """Give start and end of the organisations of an English text."""
    found, unsure, people = _quoted(text), list[Span](), set[str]()
    run, reached = _RUN_ASCII if text.isascii() else _RUN, 0
    while match := run.search(text, reached):
        start, reached = match.span()
        opened, size, verdict, certain = names.read_run(match[0])
        start += opened
        if not certain:
            floor = found[-1][1] if found else 0
            verdict, start, reached = _judge(text, start, _trim(text, start, reached, size), floor)
        elif size:
            reached = start + size
            verdict = _judge_context(text, start, reached) if verdict == "unsure" else verdict
        if verdict == "person":
            people.update(text[start:reached].split(" "))
        elif verdict:
            (found if verdict == "organisation" else unsure).append((start, reached))
    found += _in_list(text, found, unsure) if found else []
    told = {text[start:end] for start, end in found}
    found += [(start, end) for start, end in unsure if text[start:end] in told]
    return {(start, end) for start, end in found if text[start:end] not in people or names.is_compound(text[start:end])}


def _quoted(text: str) -> list[Span]:
    """Give what in quotation marks is an organisation, by the word before, its own last word, or the one before it."""
    found: list[Span] = []
    for match in _QUOTED.finditer(text):
        word, last = _last_word(text, match.start()), match[1].rpartition(" ")[2]
        listed = found and text[found[-1][1] : match.start()][:9].strip('"”», ') in ("", "and")
        if listed or word in _callers() or (len(word) > 2 and word.isupper()) or last in names.name_words()["heads"]:
            found.append(match.span(1))
    return found


def _last_word(text: str, start: int) -> str:
    return text[max(0, start - 40) : start].rstrip(" (").removesuffix(" such as").rpartition(" ")[2].strip('()"“')


@remember
def _callers() -> frozenset[str]:
    """The words that say that what follows is an organisation: ``lender``, ``LLC``, ``Institution``, ``Swiss``."""
    return _before("company_noun") | names.name_words()["legal"] | names.name_words()["body_head"]


def _trim(text: str, start: int, end: int, size: int) -> int:
    """Return where the name in a run of capitalised words ends: before a person, or beyond an ``and``."""
    words = names.name_words()
    if (listed := names.known_names("en").at(text, start)) and listed[0] != end:
        rest = text[listed[0] : end].split(" ")
        if listed[0] > end or (text[start : listed[0]] in words["body"] and words["own"].isdisjoint(rest)):
            return listed[0]
    end = start + size
    last = text[start:end].rpartition(" ")[2]
    joins = last in words["common"] and last not in words["form"] and last not in words["body_head"]
    more = _AND_MORE.match(text, end) if joins else None
    tail = more[1].split(" ") if more else [""]
    firm = tail[-1] in words["other_head"] or words["doing"].issuperset(tail)
    firm = firm or (tail[-1] in words["heads"] and words["common"].issuperset(tail))
    return more.end() if more and firm else end


def _judge(text: str, start: int, end: int, floor: int) -> tuple[str, int, int]:
    """Say what a run of capitalised words names: ``organisation``, ``person``, ``unsure`` or nothing, and its ends."""
    verdict = names.judge_words(text[start:end])
    if verdict in ("", "organisation", "person"):
        return verdict, start, end
    if verdict == "body":
        return _judge_body(text, start, end, floor)
    if verdict == "minister":
        portfolio = _PORTFOLIO.match(text, end)
        return "person", start, portfolio.end() if portfolio else end
    if verdict == "known" and (after := _NEXT.match(text, end)) and after[1] in _before("trait"):
        return "", start, end
    if verdict == "unsure":
        return _judge_context(text, start, end), start, end
    # National Electric Grid of Uzbekistan
    return "organisation", start, _end_of_home(text, end) if " " in text[start:end] else end


def _end_of_home(text: str, end: int) -> int:
    """Return where a name ends with the country that it goes on with, if any: ``Export-Import Bank of China``, ``EU
    Delegation to Tajikistan``."""
    of = _OF_PLACE.match(text, end)
    home = country_end(text, of.start(1)) if of else 0
    return home or end


def _judge_context(text: str, start: int, end: int) -> str:
    """Return what the words around a name tell: ``organisation``, ``person`` or ``unsure``."""
    words = ["", *text[max(0, start - 40) : start].rpartition("\n")[2].rstrip(", ").rsplit(" ", 2)]
    last, before = words[-1], words[-2]
    told = _judge_before(before, last)
    if told == "organisation" and text[start:end] in names.name_words()["general"]:  # Davr Bank Regional Director
        return ""
    firm: object = _THING.match(text, end) and not cued(_AT_OR).search(text, max(0, start - 40), start)
    firm = firm and not names.is_common(text[start:end])
    firm = firm or (last == "by" and text.startswith(", which ", end))
    firm = firm or (last == "of" and _follows_person(text, start, end))
    if last in ("with", "by", "between") and not text.startswith(", who ", end):
        several = " " in text[start:end] and not cued(_POST).match(text, end)
        firm = firm or several or _DEAL.search(text, max(0, start - 48), start)
    # Additionally, the company
    other = text.startswith(("ly, the ", "ly, it"), end - 2) or text.startswith("ing ", end - 3)
    adverb = other and last[-1:] in ("", *'.!?:”"»')
    if not firm and told != "organisation" and text.startswith((" ", ","), end) and not adverb:
        home = _HOME.match(text, end)
        firm = cued(_COMPANY).match(text, end) or (home and home[1] in forms_of("countries", "name"))
        firm = firm or _acts(text, start, end, last)
    return "organisation" if firm else told


def _follows_person(text: str, start: int, end: int) -> bool:
    """Return whether a name stands behind a person and ``of``: ``Wan Tao of Sinopec``, but not ``Lord Foster of``."""
    who, titles = _OF_WHOM.search(text, max(0, start - 48), start), names.name_words()["title"]
    if not who or names.is_common(text[start:end]) or cued(_PLACE).match(text, end):
        return False
    parts = who[1].split(" ")
    person = names.is_nobody(parts) and names.judge_words(who[1]) in ("person", "unsure")
    return person and titles.isdisjoint(parts) and skip_openers(text, who.start(1), start) == who.start(1)


@remember
@lru_cache(maxsize=1 << 14)
def _judge_before(before: str, last: str) -> str:
    """Return what the two words before a name tell."""
    owner = next((word for word in (last, before) if word.endswith(("'s", "’s"))), "")
    word = owner[:-2] or (before if before == "according" else last).strip('()"“')  # Germany's (national), the lender
    if last.endswith("-based") or word in _callers() or word in forms_of("countries", "name", "adjective"):
        return "organisation"
    return "person" if (owner and word not in names.geographic()) or word in _before("role") else "unsure"


def _acts(text: str, start: int, end: int, last: str) -> bool:
    """Return whether a name does what companies do, or is of a place; `last` is the word before it."""
    opens = " " not in text[start:end] and (not last or last[-1] in '.!?:;”"»' or text[start - 1] == "\n")
    if opens and text.endswith(("s", "ing"), start, end):  # Prices of oil rose
        return False
    home = _OF_PLACE.match(text, end)
    if home and home[1] not in names.name_words()["other_head"] and names.geographic().issuperset(home[1].split(" ")):
        return not opens or cued(_ACTS).match(text, home.end()) is not None  # Diary of Turkmenistan
    return last != "of" and cued(_ACTS).match(text, end) is not None


def _judge_body(text: str, start: int, end: int, floor: int) -> tuple[str, int, int]:
    """Let a body's name grow over what it is for (``of Industry and New Technologies``), and over what is before it."""
    words, parts = names.name_words(), text[start:end].split(" ")
    head = parts[max(index for index, part in enumerate(parts) if part in words["body_head"])]
    if parts[-1] in words["other_head"]:
        return "", start, end
    known = words["common"], words["national"], names.geographic()
    firm = head in words["company_head"] and not any(parts[0] in group for group in known)
    grows = parts[-1] == head and not (firm and text.startswith(" of ", end))  # Itochu Corporation of Japan
    core, end = end, _grow(text, head, end) if grows else end
    end += len(" and the Pacific") * text.startswith("Asia and the Pacific", end - len("Asia"))
    start = _begin(text, start, end, floor, head)
    venue = core == end and head in words["venue"] and _VENUE.search(text, max(0, start - 12), start)
    return "organisation" if " " in text[start:end] and not venue else "", start, end


def _grow(text: str, head: str, end: int) -> int:
    """Return where the name of a body, whose head ends at `end`, ends with what it is for."""
    words, core = names.name_words(), end
    while more := _MORE.match(text, end):
        parts = more[1].split(" ")
        opens = more[0].startswith((" of ", " for ", " on "))
        company = head in words["company_head"] and not more[0].startswith(" for ") and parts[-1] not in words["legal"]
        other = end == core or _is_other_name(more[1]) or names.geographic().issuperset(parts)
        other = other or (more[0][1] != "t" and len(parts) > 1 and names.is_nobody(parts))
        if company or parts[0] in words["opener"] or (other and not opens):
            return _end_of_home(text, end) if end == core else end
        size = names.first_place(parts, words["person"])
        end = more.start(1) + len(" ".join(parts[:size]))  # before a person nothing more begins
    return _end_of_home(text, end) if end == core else end


def _begin(text: str, start: int, end: int, floor: int, head: str) -> int:
    """Return where the name of a body begins, without its country and with what a list before it names."""
    words, first = names.name_words(), text[start:end].partition(" ")[0]
    if head in ("Ministry", "Committee", "Cabinet", "Service") and first in names.geographic():
        return start + len(first) + 1
    floor = max(floor, start - 120)
    less = _LESS.search(text, floor, start) if text.endswith((" for ", ", ", " and "), floor, start) else None
    if less and first in words["common"] and not _is_other_name(less[1]):
        return start if _last_word(text, less.start()) in _callers() else skip_openers(text, less.start(), end)
    return start


def _is_other_name(name: str) -> bool:
    parts, words = re.findall(r"[^\s,]+", name), names.name_words()
    other = words["listed"] | forms_of("countries", "name", "capital")
    surname = len(parts) > 1 and names.is_surname(parts[-1])
    return surname or any(part in other or names.is_acronym(part) or names.is_compound(part) for part in parts)


def _in_list(text: str, found: list[Span], unsure: list[Span]) -> list[Span]:
    """Give the unsure names that stand in a list with an organisation."""
    spans = dict(found)
    post = cued(r"\b(?i:{role})s?,? (?:of|at|for)(?: the)? $")  # who has it may stand behind
    free = (end for start, end in found if not post.search(text, max(0, start - 24), start))
    after = {joint.end() for end in free if (joint := _JOINT.match(text, end))}
    named = []
    for start, end in unsure:
        joint = _JOINT.match(text, end)
        at = joint.end() if joint else 0
        listed = start in after or (at in spans and joint and (joint[0] != ", " or _JOINT.match(text, spans[at])))
        if listed and not names.is_common(text[start:end]):
            named.append((start, end))
            after.add(at)
    return named
