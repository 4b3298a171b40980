"""
Organisations: ministries, agencies, banks, universities, companies, international bodies, by how their names are built.

A name is a run of capitalised words. It is an organisation's when it has a legal form, holds a head (``Ministry``,
``Bank``: such a name goes on over ``of Industry and New Technologies``), ends in a company's word (``Textile``), is in
the list of known bodies, is written as only names are (``KazMunayGas``, ``ADNOC``), is called a company by the words
around it (``the lender Davr``, ``Germany's Knauf``, ``Tcell of Dushanbe``), does what companies do (``has sold``,
``won the tender``), or stands in a list with one that is. Runs that name a person, a
place, an event, a programme or a zone are left out, and so is a short form of a longer name in the same text. To take
every other run of two words for an organisation found more and erred more (F1 the same, 0.86, on briefs not looked at).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable
from functools import lru_cache

from analysis.facts.countries import country_words
from analysis.facts.document import Document
from analysis.facts.gazetteer import Gazetteer, cue_stems, cued, inflect, skip_openers
from analysis.facts.mention import Mention
from analysis.facts.russian_organisations import russian_spans
from analysis.lists.loading import load_list, remember

Span = tuple[int, int]

_UPPER = "".join(filter(str.isupper, map(chr, range(0x530)))) + "ẞ"
_LEGAL_DOT = r"(?:(?:(?<=\bCo)|(?<=\bLtd)|(?<=\bInc)|(?<=\bCorp)|(?<=\bS\.A)|(?<=\bA\.Ş)|(?<=\bS\.p\.A))\.)?"
_CAP = rf"[{_UPPER}](?:(?:\.[{_UPPER}])+\.|[\w&]*+(?:(?:[.–—-]|['’](?!s\b))[\w&]++)*{_LEGAL_DOT})"
_CAPS = rf"{_CAP}(?: {_CAP}){{0,9}}"  # bounded here and below: hostile text must not cost more than its length
_RUN = re.compile(rf"{_CAP}(?:(?: & |, (?=Ltd|Inc|LLC|Co\b)| ve | \(Group\) | ){_CAP}){{0,19}}")
_RUN_ASCII = re.compile(_RUN.pattern.replace(_UPPER, "A-Z"), re.ASCII)  # half as quick again
_MORE = re.compile(
    rf"(?: (?:of|for|on)(?: the)?|,? and|,(?=(?: {_CAPS},)* {_CAPS},? and)| to| in) ({_CAPS})"  # Ministry of X, Y and Z
)
_AND_MORE = re.compile(rf",? and (?:{_CAP} ){{0,2}}({_CAP})")
_LESS = re.compile(rf"((?:{_CAPS}(?: for|, and|,| and) )+)$")
_PORTFOLIO = re.compile(rf" (?:of|for) {_CAPS}(?:,? and {_CAPS})*")
_ACRONYM = re.compile(rf"(?:[{_UPPER}][{_UPPER}&\d-]{{2,}}|\w*[a-zа-яё][{_UPPER}]\w*)$")
_PLURAL = re.compile(rf"[{_UPPER}]{{2,}}s$")
_NEXT = re.compile(r"(?: \d{4})? ([a-z]+)\b")
_BRACKET = re.compile(r" \(([^\W\d_]{2,12})\)")
_JOINTS = (", ", " and ", ", and ")
_PARTNERS = ("with", "by", "between", "from", "of")
_VENUE = re.compile(r"\b(?:at|in|inside)(?: the)? $")
_OWNERS = ("'s", "’s")
_INITIAL = re.compile(rf"[{_UPPER}]\. ")
_SAID = r",? (?:{said}|(?:the |its |his )?(?:\w+ )?(?:{role}))\b"
_STOPS = frozenset('.!?:;”"»')
_OF_PLACE = re.compile(rf" of (?:the )?({_CAPS})")
_ACTS = r" (?:(?:has|have|had|now|also|already|jointly) ){0,2}(?:{company_act})\b(?! up\b)"
_COMPANY = (
    rf",? (?:an?|the|whose|which|of {_CAP},?) (?:(?!at |of |for |from |in )[\w'’-]+ ){{0,4}}(?:{{company_noun}})\b|"
    r",? (?:founded|owned|based|established|headed|run) (?:by|in)\b"
)


@remember
def _words(language: str = "en") -> dict[str, frozenset[str]]:
    rows, money = load_list("organisations", (language,)), load_list("currencies", ("",))
    words = defaultdict(frozenset, {str(kind): frozenset(group) for kind, group in rows.groupby("kind")["form"]})
    words["acronym"] |= set(money["form"][money["kind"] == "code"])
    return words


@remember
def _before(kind: str) -> frozenset[str]:
    """The words of ``cues.csv`` that call what follows a company, or somebody, in singular and plural."""
    return frozenset(form for noun in cue_stems(kind) for form in (noun, noun + "s", noun.removesuffix("y") + "ies"))


@remember
def _geographic() -> frozenset[str]:
    """The words of all names of countries and places, and their adjectives, but for what a ministry is too."""
    forms = [*load_list("countries", ("en",))["form"], *load_list("places", ("en",))["form"]]
    words = {word for form in forms for word in re.findall(r"[^\W\d_]+", form) if word[0].isupper()}
    return frozenset(words - _words()["body_word"])


@remember
def _surname_endings() -> tuple[str, ...]:
    return tuple(sorted(_words()["surname_ending"]))


def _is_surname(name: str) -> bool:
    return name.endswith(_surname_endings())


@remember
def _known(language: str) -> Gazetteer[tuple[str, str | None]]:
    rows = load_list("organisations", (language,))
    rows = rows[rows["kind"].isin(["body", "company"])]
    forms: dict[str, tuple[str, str | None]] = {}
    for form, value, country in zip(rows["form"], rows["value"], rows["country"], strict=True):
        for inflected in inflect(form, "name", language):
            forms.setdefault(inflected, (value or form, country or None))
    return Gazetteer(forms)


def find_organisations(document: Document) -> list[Mention]:
    """
    Find the organisations a text names, in a language of ``organisations.csv`` (``en``, ``ru``), by start.

    ``value`` is the full form where the text or the list of known bodies gives one, else the words found; ``country``
    is its home where the list knows it.

    >>> document = Document("It asked the Ministry of Energy and SOCAR about ADB credit.")
    >>> [found.value for found in find_organisations(document)]
    ['Ministry of Energy', 'State Oil Company of the Azerbaijan Republic', 'Asian Development Bank']
    """
    text, known = document.text, _known(document.language)
    if document.language == "ru":
        spans = russian_spans(text) | {(start, end) for start, end, _ in known.find(text, document.words)}
    else:
        spans = _english_spans(text)
    full = _full_forms(text, sorted(spans))
    found = []
    for start, end in sorted(spans):
        name = text[start:end]
        stop, (value, country) = known.at(text, start) or (end, (name, None))
        value = full.get(name, value if stop == end else name)
        found.append(Mention("organisation", value, start, end, country=country))
    return found


def _full_forms(text: str, spans: list[Span]) -> dict[str, str]:
    """Give the full form of each abbreviation: the name it follows in brackets, or whose initials it is."""
    full = {}
    for start, end in spans:
        bracket = _BRACKET.match(text, end)
        initials = "".join([word[0] for word in text[start:end].split() if word[0].isupper()])
        full[bracket[1] if bracket else initials] = text[start:end]
    return {short: name for short, name in full.items() if len(short) > 2 or f"({short})" in text}


def _english_spans(text: str) -> set[Span]:
    found: list[Span] = []
    unsure: list[Span] = []
    people: set[str] = set()
    reached = 0
    for match in (_RUN_ASCII if text.isascii() else _RUN).finditer(text):
        start, end = match.span()
        if start < reached:
            continue
        start = skip_openers(text, start, end)
        if start >= end:
            continue
        verdict, start, reached = _judge(text, start, end)
        if verdict == "organisation" and found and start < found[-1][1]:  # Black Sea Trade and Development Bank
            found.pop()
        if verdict == "person":
            people.update(text[start:reached].split(" "))
        elif verdict:
            (found if verdict == "organisation" else unsure).append((start, reached))
    found += _in_list(text, found, unsure) if found else []
    short = {text[a:b].split(" ")[0] for a, b in found if " " in text[a:b]}
    return {(a, b) for a, b in found if text[a:b] not in people | short}


def _judge(text: str, start: int, end: int) -> tuple[str, int, int]:
    """Say what a run of capitalised words names: ``organisation``, ``person``, ``unsure`` or nothing, and its ends."""
    verdict = _judge_words(text[start:end])
    if verdict == "body":
        return _judge_body(text, start, end)
    if verdict == "minister":
        portfolio = _PORTFOLIO.match(text, end)
        return "person", start, portfolio.end() if portfolio else end
    if verdict in ("known", "spelling") and (after := _NEXT.match(text, end)) and after[1] in _before("trait"):
        return "", start, end
    if verdict == "unsure":
        return _judge_context(text, start, end), start, end
    if verdict == "organisation" and (more := _AND_MORE.match(text, end)) and more[1] in _words()["other_head"]:
        return "", start, end  # the Lanzhou Investment and Trade Fair
    return "organisation" if verdict in ("known", "spelling") else verdict, start, end


class _Name:
    """The words of a name, and what the lists know of them."""

    def __init__(self, text: str) -> None:
        self.text, self.parts = text, text.split(" ")
        self.several = len(self.parts) > 1
        self.local = self.parts[-1] in _geographic()

    def begins(self, kind: str) -> bool:
        return self.parts[0] in _words()[kind]

    def ends(self, kind: str) -> bool:
        return self.parts[-1] in _words()[kind]

    def holds(self, kind: str) -> bool:
        return not _words()[kind].isdisjoint(self.parts)

    def is_listed(self) -> bool:
        return self.text in _words()["company"] or self.text in _words()["body"]

    def is_place(self) -> bool:
        return _geographic().issuperset(self.text.replace("-", " ").split(" "))

    def is_person(self) -> bool:
        surname = not (self.local or _is_acronym(self.parts[0])) and _is_surname(self.parts[-1])  # CRRC Dalian
        return self.begins("given") or surname or _INITIAL.match(self.text) is not None

    def is_spelling(self) -> bool:
        """Return whether it is written as only names are: ``ADNOC``, ``KazMunayGas``."""
        inner = self.several and any(_is_acronym(part) and not part.isupper() for part in self.parts)
        return inner or _is_acronym(self.text)


# What the words of a name tell by themselves: the verdict of the first rule that holds.
_RULES: tuple[tuple[str, Callable[[_Name], bool]], ...] = (
    ("organisation", lambda name: name.begins("legal") or name.ends("legal")),
    ("body", lambda name: name.holds("body_head")),
    ("minister", lambda name: name.holds("title") and name.parts[-1] == "Minister"),
    ("person", lambda name: name.holds("title")),
    ("organisation", lambda name: name.several and name.ends("company_head")),
    ("organisation", lambda name: name.several and name.local and name.holds("company_head")),
    ("known", _Name.is_listed),
    ("", lambda name: name.ends("other_head") or name.is_place()),
    ("person", lambda name: name.several and name.is_person()),
    ("", lambda name: name.is_spelling() and name.text.upper() in _words()["acronym"]),
    ("spelling", _Name.is_spelling),
    ("", lambda name: _PLURAL.match(name.text) is not None),
    ("unsure", lambda name: True),
)


@remember
@lru_cache(maxsize=1 << 16)
def _judge_words(text: str) -> str:
    name = _Name(text)
    return next(verdict for verdict, holds in _RULES if holds(name))


@lru_cache(maxsize=1 << 16)
def _is_acronym(name: str) -> bool:
    return _ACRONYM.match(name) is not None


def _judge_context(text: str, start: int, end: int) -> str:
    """Return what the words around a name tell: ``organisation``, ``person`` or ``unsure``."""
    words = ["", *text[max(0, start - 40) : start].rstrip(", ").rsplit(" ", 2)]
    last, before = words[-1], words[-2]
    owner = next((word for word in (last, before) if word.endswith(_OWNERS)), "")
    word = owner[:-2] or (before if last == "to" else last)  # Germany's (national), according to, the lender
    if _is_called_company(text, end, word) or _acts(text, start, end, last):
        return "organisation"
    said = " " in text[start:end] and cued(_SAID).match(text, end)
    return "person" if owner or word in _before("role") or said else "unsure"


def _is_called_company(text: str, end: int, word: str) -> bool:
    listed = word in country_words("name", "adjective") or word in _before("company_noun")
    return listed or cued(_COMPANY).match(text, end) is not None


def _acts(text: str, start: int, end: int, last: str) -> bool:
    """Return whether a name does what companies do, is of a place, or is somebody's partner; `last` is before it."""
    several = " " in text[start:end]
    opens = not last or last[-1] in _STOPS or text[start - 1] == "\n"
    if several or not opens or not text.endswith(("s", "ing"), start, end):  # Prices of Malaysian oil
        home = _OF_PLACE.match(text, end)
        if home and home[1] not in _words()["other_head"] and _geographic().issuperset(home[1].split(" ")):
            return True
        if last != "of" and cued(_ACTS).match(text, end):
            return True
    return several and last in _PARTNERS


def _judge_body(text: str, start: int, end: int) -> tuple[str, int, int]:
    """Let a body's name grow over what it is for (``of Industry and New Technologies``), and over what is before it."""
    words, parts = _words(), text[start:end].split(" ")
    last = max(index for index, part in enumerate(parts) if part in words["body_head"])
    head, after = parts[last], parts[last + 1 :]
    if parts[-1] in words["other_head"]:
        return "", start, end
    if len(after) > 1 and after[0] in words["given"]:  # the Audit Committee's Peter Smith, without his comma
        end -= len(" ".join(["", *after]))
    core = end
    if parts[-1] == head:
        end = _grow(text, head, end)
    start = _begin(text, start, end, head)
    before = text[max(0, start - 12) : start]
    venue = core == end and head in words["venue"] and _VENUE.search(before)
    quoted = before.endswith(('"', '" ', "” ", "» "))
    return "organisation" if " " in text[start:end] and not (venue or quoted) else "", start, end


def _grow(text: str, head: str, end: int) -> int:
    """Return where the name of a body, whose head ends at `end`, ends with what it is for."""
    words, core = _words(), end
    while more := _MORE.match(text, end):
        opens = more[0].startswith((" of ", " for ", " on "))
        company = head in words["company_head"] and more[0].split(" ")[-1] not in words["legal"]
        if company or more[1] in words["opener"] or (not opens and (end == core or _is_other_name(more[1]))):
            break
        end = more.end()
    return end


def _begin(text: str, start: int, end: int, head: str) -> int:
    """Return where the name of a body begins, without its country and with what a list before it names."""
    first = text[start:end].partition(" ")[0]
    if head in ("Ministry", "Committee", "Cabinet") and first in _geographic():
        return start + len(first) + 1
    less = _LESS.search(text, max(0, start - 120), start) if text.endswith((" for ", ", ", " and "), 0, start) else None
    return skip_openers(text, less.start(), end) if less and not _is_other_name(less[1]) else start


def _is_other_name(name: str) -> bool:
    parts, words = re.findall(r"[^\s,]+", name), _words()
    if len(parts) > 1 and _is_surname(parts[-1]):
        return True
    other = [words[kind] for kind in ("legal", "company", "body", "body_head", "given")]
    other.append(country_words("name", "capital"))
    return any(any(part in names for names in other) or _is_acronym(part) for part in parts)


def _in_list(text: str, found: list[Span], unsure: list[Span]) -> list[Span]:
    """Give the unsure names that stand in a list with an organisation."""
    ends, starts = {end for _, end in found}, {start for start, _ in found}
    named = []
    for start, end in unsure:
        follows = text.endswith(_JOINTS, 0, start) and any(
            start - len(joint) in ends and text.endswith(joint, 0, start) for joint in _JOINTS
        )
        precedes = text.startswith(_JOINTS, end) and any(
            end + len(joint) in starts and text.startswith(joint, end) for joint in _JOINTS
        )
        if follows or precedes:
            named.append((start, end))
            ends.add(end)
    return named
