"""
Organisations: ministries, agencies, banks, universities, companies, international bodies, by how their names are built.

A name is a run of capitalised words. It is an organisation's when it holds a head (``Ministry``, ``Bank``: such a name
goes on over ``of Industry and New Technologies``), ends in a legal form or a company's word (``LLC``, ``Textile``),
is in the list of known bodies, is written as only names are (``KazMunayGas``, ``ADNOC``), stands in quotation marks, or
is called a company by the words around it (``the lender Davr``, ``Germany's Knauf``). Runs that name a person, a
country, a place, an event, a programme or a zone are left out.
"""

from __future__ import annotations

import re
from functools import cache

from analysis.facts.countries import find_countries
from analysis.facts.gazetteer import Gazetteer, russian_cases
from analysis.facts.mention import Mention
from analysis.facts.places import find_places
from analysis.lexicon import load_list

_UPPER = "".join(filter(str.isupper, map(chr, range(0x530)))) + "ẞ"
_CAPITAL = rf"(?:(?:[{_UPPER}]\.){{2,}}|[{_UPPER}][\w&]*(?:(?:[.–—-]|['’](?!s\b))[\w&]+)*)"
_LEGAL_DOT = r"(?:Co|Ltd|Inc|Corp|S\.A|A\.Ş|A\.S|S\.p\.A)\."
_WORD = rf"(?:{_LEGAL_DOT}|{_CAPITAL})"
_RUN = re.compile(rf"{_WORD}(?:(?: & |, (?=Ltd|Inc|LLC|Co\b)| ve | \(Group\) | ){_WORD})*")
_COMPLEMENT = re.compile(
    rf" (?:of|for|on)(?: the)? {_CAPITAL}(?: {_CAPITAL})*"
    rf"(?:(?:,? and(?: the)?| of| for| to| in|,(?= {_CAPITAL}(?: {_CAPITAL})*(?:,| and))) {_CAPITAL}(?: {_CAPITAL})*)*"
)
_ACRONYM = re.compile(rf"(?:[{_UPPER}][{_UPPER}&\d-]{{2,}}|\w*[a-zа-яё][{_UPPER}]\w*)$")
_QUOTED = re.compile(r"[«\"“„]([^«»\"“”„\n]{2,60})[»\"”]")
_SURNAME = re.compile(
    r"(?:[oe]v|[oe]va|yev|ev|iyev|ieva|ski|sky|skiy|skii|skaya|enko|uly|uulu|kyzy|zoda|zade|zadeh|nejad|oglu|oğlu|shvili|"
    r"dze|yan|ian|medov|bek|bayev|jonov|ich|son|sson|chuk|ullah|ullo|iddin|jon)$"
)
_INITIAL = re.compile(rf"[{_UPPER}]\.$")
_SENTENCE = re.compile(r"(?:^|[.!?:;]\s+|[.!?][\"”»]\s+|\n\s*|[\"“«(])$")
_SAID = re.compile(
    r",? (?:said|says|told|added|noted|explained|argued|recalled|wants|believes|thinks|replied|reminded|suggested|"
    r"attended|who\b|chief|head|president|chairman|director|deputy|minister|rector|governor|ambassador)\b"
)


@cache
def _words(language: str) -> dict[str, frozenset[str]]:
    rows = load_list("organisations", (language,))
    return {str(kind): frozenset(group) for kind, group in rows.groupby("kind")["form"]}


@cache
def _known(language: str) -> Gazetteer[str]:
    rows = load_list("organisations", (language,))
    rows = rows[rows["kind"].isin(["body", "company"])]
    forms: dict[str, str] = {}
    for form, value in zip(rows["form"], rows["value"], strict=True):
        for inflected in russian_cases(form) if language == "ru" else (form,):
            forms.setdefault(inflected, value or form)
    return Gazetteer(forms)


@cache
def _cue(language: str) -> re.Pattern[str]:
    nouns = "|".join(sorted(_words(language)["cue"], key=len, reverse=True))
    return re.compile(rf"\b(?:{nouns})s?,? $")


def find_organisations(text: str, language: str = "en") -> list[Mention]:
    """
    Find the organisations a text names.

    Parameters
    ----------
    text : str
        Any text.
    language : str, default "en"
        ISO 639-1 code; one that ``organisations.csv`` has (``en``, ``ru``).

    Returns
    -------
    list of Mention
        By start: ``value`` is the full form where the text or the list of known bodies gives one, else the words
        found.

    Examples
    --------
    >>> [found.value for found in find_organisations("It asked the Ministry of Energy and SOCAR about ADB credit.")]
    ['Ministry of Energy', 'State Oil Company of the Azerbaijan Republic', 'Asian Development Bank']
    """
    if language == "ru":
        from analysis.facts.russian_organisations import find_russian

        spans = find_russian(text)
    else:
        spans = _english(text)
    known = {text[start:end]: value for start, end, value in _known(language).find(text)}
    full = _expanded(text, spans)
    named = ((text[start:end], start, end) for start, end in sorted(spans))
    return [Mention("organisation", full.get(name) or known.get(name) or name, a, b) for name, a, b in named]


def _expanded(text: str, spans: set[tuple[int, int]]) -> dict[str, str]:
    """Give the full form of each abbreviation that the text puts in brackets after it."""
    pairs = {}
    for start, end in spans:
        if match := re.match(r" \(([^\W\d_]{2,12})\)", text[end : end + 16]):
            pairs[match.group(1)] = text[start:end]
    return pairs


def _english(text: str) -> set[tuple[int, int]]:
    words = _words("en")
    taken = {(m.start, m.end) for m in find_countries(text) + find_places(text)}
    named = {text[a:b] for a, b in taken}
    known = {(a, b) for a, b, _ in _known("en").find(text)}
    people: set[str] = set()
    found: set[tuple[int, int]] = set()
    weak: list[tuple[int, int]] = []
    for match in _RUN.finditer(text):
        start, end = match.span()
        parts = match.group().split(" ")
        initial = bool(_SENTENCE.search(text[max(0, start - 4) : start]))
        while parts and (parts[0] in words["opener"] and (initial or len(parts) > 1)):
            start += len(parts[0]) + 1
            parts = parts[1:]
            initial = False
        if not parts:
            continue
        name = " ".join(parts)
        if set(parts) & words["title"] and not set(parts) & words["body_head"]:
            people.update(parts)
            continue
        if parts[-1] in words["legal"] or parts[0] in words["legal"]:
            found.add((start, end))
        elif set(parts) & words["body_head"] and parts[-1] not in words["other_head"]:
            if parts[-1] in words["body_head"] and (more := _COMPLEMENT.match(text, end)):
                end = more.end()
            while (
                len(parts) > 1 and parts[0] in named and parts[1] in ("Ministry", "Committee", "Cabinet", "Government")
            ):
                start += len(parts[0]) + 1
                parts = parts[1:]
            if " " in text[start:end]:
                found.add((start, end))
        elif (len(parts) > 1 and parts[-1] in words["company_head"]) or (start, end) in known:
            found.add((start, end))
        elif parts[-1] in words["other_head"] or name in named or all(part in named for part in parts):
            continue
        elif len(parts) > 1 and (parts[0] in words["given"] or _SURNAME.search(parts[-1]) or _INITIAL.match(parts[0])):
            people.update(parts)
        elif len(parts) == 1 and _ACRONYM.match(name):
            if name.upper() not in words["acronym"]:
                found.add((start, end))
        elif _called_company(text, start, end, named):
            found.add((start, end))
        elif len(parts) > 1 and _SAID.match(text, end):
            people.update(parts)
        else:
            weak.append((start, end))
    return {(a, b) for a, b in found if text[a:b] not in people}


def _called_company(text: str, start: int, end: int, named: set[str]) -> bool:
    before = text[max(0, start - 40) : start]
    if _cue("en").search(before):
        return True
    owner = re.search(r"(\w+)['’]s (?:\w+ )?$|(\w+) $", before)
    return bool(owner and (owner.group(1) or owner.group(2)) in named) or bool(
        re.match(
            r",? (?:a|an|the|which|of [A-Z]\w+) (?:\w+ ){0,3}(?:company|firm|maker|producer)\b", text[end : end + 60]
        )
    )
