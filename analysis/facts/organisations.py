"""
Organisations: ministries, agencies, banks, universities, companies, international bodies, by how their names are built.

A name is a run of capitalised words. It is an organisation's when it has a legal form, holds a head (``Ministry``,
``Bank``: such a name goes on over ``of Industry and New Technologies``), ends in a company's word (``Textile``), is in
the list of known bodies, is written as only names are (``KazMunayGas``, ``ADNOC``), is called a company by the words
around it (``the lender Davr``, ``Germany's Knauf``), or stands in a list with one that is. Runs that name a person, a
place, an event, a programme or a zone are left out, and so is a short form of a longer name in the same text.
"""

from __future__ import annotations

import re
from functools import cache

from analysis.facts.gazetteer import Gazetteer, russian_cases
from analysis.facts.mention import Mention
from analysis.facts.russian_organisations import russian_spans
from analysis.lexicon import load_list

Span = tuple[int, int]

_UPPER = "".join(filter(str.isupper, map(chr, range(0x530)))) + "ẞ"
_CAP = rf"(?:(?:[{_UPPER}]\.){{2,}}|[{_UPPER}][\w&]*(?:(?:[.–—-]|['’](?!s\b))[\w&]+)*)"
_CAPS = rf"{_CAP}(?: {_CAP})*"
_WORD = rf"(?:(?:Co|Ltd|Inc|Corp|S\.A|A\.Ş|A\.S|S\.p\.A)\.|{_CAP})"
_RUN = re.compile(rf"{_WORD}(?:(?: & |, (?=Ltd|Inc|LLC|Co\b)| ve | \(Group\) | ){_WORD})*")
_LIST = rf"(?: {_CAPS},)* {_CAPS},? and"
_MORE = re.compile(rf"(?: (?:of|for|on)(?: the)?|,? and|,(?={_LIST})| to| in) ({_CAPS})")
_LESS = re.compile(rf"((?:{_CAPS}(?: for|, and|,| and) )+)$")
_ACRONYM = re.compile(rf"(?:[{_UPPER}][{_UPPER}&\d-]{{2,}}|\w*[a-zа-яё][{_UPPER}]\w*)$")
_SURNAME = re.compile(
    r"(?:[oe]v|[oe]va|sk[iy]|skiy|skii|skaya|enko|uly|uulu|kyzy|zod[ae]|zad[ae]h?|nejad|o[gğ]lu|shvili|dze|yan|ian|bek|"
    r"son|chuk|ull?ah|ullo|ddin|jon)$"
)
_OPENED = re.compile(r" (?:of|for|on) ")
_NEXT = re.compile(r"(?: \d{4})? ([a-z]+)\b")
_INITIAL = re.compile(rf"[{_UPPER}]\.$")
_AT = re.compile(r"\b(?:at|in|inside)(?: the)? $")
_SAID = re.compile(
    r",? (?:said|says|told|added|noted|explained|argued|recalled|believes|replied|reminded|attended|admitted|"
    r"who|(?:the |its |his )?(?:\w+ )?(?:chief|head|president|chairman|director|minister|rector|governor|ambassador))\b"
)


@cache
def _words(language: str) -> dict[str, frozenset[str]]:
    rows = load_list("organisations", (language,))
    return {str(kind): frozenset(group) for kind, group in rows.groupby("kind")["form"]}


@cache
def _geographic() -> frozenset[str]:
    """The words of all names of countries and places, and their adjectives."""
    forms = [*load_list("countries", ("en",))["form"], *load_list("places", ("en",))["form"]]
    return frozenset(word for form in forms for word in re.findall(r"[^\W\d_]+", form) if word[0].isupper())


@cache
def _nations(*kinds: str) -> frozenset[str]:
    rows = load_list("countries", ("en",))
    return frozenset(rows.loc[rows["kind"].isin(kinds), "form"])


@cache
def _known(language: str) -> Gazetteer[tuple[str, str | None]]:
    rows = load_list("organisations", (language,))
    rows = rows[rows["kind"].isin(["body", "company"])]
    forms: dict[str, tuple[str, str | None]] = {}
    for form, value, country in zip(rows["form"], rows["value"], rows["country"], strict=True):
        for inflected in russian_cases(form) if language == "ru" else (form,):
            forms.setdefault(inflected, (value or form, country or None))
    return Gazetteer(forms)


@cache
def _around() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """The patterns that call a name a company before it, after it, and a person before it."""
    nouns, roles = ("|".join(sorted(_words("en")[kind], key=len, reverse=True)) for kind in ("cue", "role"))
    return (
        re.compile(rf"\b(?:{nouns})s?,? $|\baccording to $"),
        re.compile(
            rf",? (?:(?:a|an|the|whose|which)|of {_CAP},?) (?:(?!at |of |for |from |in )[\w'’-]+ ){{0,4}}(?:{nouns})\b|"
            r",? (?:founded|owned|based|established|headed|run) (?:by|in)\b"
        ),
        re.compile(rf"\b(?:{roles})s?,? $|[^\W\d_]['’]s $"),
    )


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
        found; ``country`` is its home where the list knows it.

    Examples
    --------
    >>> [found.value for found in find_organisations("It asked the Ministry of Energy and SOCAR about ADB credit.")]
    ['Ministry of Energy', 'State Oil Company of the Azerbaijan Republic', 'Asian Development Bank']
    """
    known = {start: (end, value, country) for start, end, (value, country) in _known(language).find(text)}
    listed = {start: end for start, (end, _, _) in known.items()}
    spans = russian_spans(text) | set(listed.items()) if language == "ru" else _english_spans(text, listed)
    full = {}
    for start, end in spans:
        if match := re.match(r" \(([^\W\d_]{2,12})\)", text[end : end + 16]):
            full[match.group(1)] = text[start:end]
    found = []
    for start, end in sorted(spans):
        stop, value, country = known.get(start, (end, text[start:end], None))
        value = full.get(text[start:end], value if stop == end else text[start:end])
        found.append(Mention("organisation", value, start, end, country=country))
    return found


def _english_spans(text: str, known: dict[int, int]) -> set[Span]:
    found: list[Span] = []
    unsure: list[Span] = []
    people: set[str] = set()
    reached = 0
    for match in _RUN.finditer(text):
        if match.start() < reached:
            continue
        start, end = _without_opener(text, *match.span())
        verdict, start, end = _judge(text, start, end, known) if start < end else ("", start, end)
        reached = end
        if verdict == "person":
            people.update(text[start:end].split(" "))
        elif verdict:
            (found if verdict == "organisation" else unsure).append((start, end))
    found += _listed(text, found, unsure)
    short = {text[a:b].split(" ")[0] for a, b in found if " " in text[a:b]}
    return {(a, b) for a, b in found if text[a:b] not in people | short}


def _without_opener(text: str, start: int, end: int) -> Span:
    """Leave out what a sentence begins with (``The``, ``Under``), and days and months."""
    for word in text[start:end].split(" "):
        if word not in _words("en")["opener"]:
            break
        start += len(word) + 1
    return min(start, end), end


def _judge(text: str, start: int, end: int, known: dict[int, int]) -> tuple[str, int, int]:
    """Say what a run of capitalised words names: ``organisation``, ``person``, ``unsure`` or nothing, and its ends."""
    words, name = _words("en"), text[start:end]
    parts = name.split(" ")
    if {parts[0], parts[-1]} & words["legal"]:
        return "organisation", start, end
    if heads := [part for part in parts if part in words["body_head"]]:
        return _judge_body(text, start, end, heads[-1])
    if set(parts) & words["title"]:
        return "person", start, end
    company = parts[-1] in words["company_head"] or (parts[-1] in _geographic() and words["company_head"] & set(parts))
    if len(parts) > 1 and (company or any(_ACRONYM.match(part) and not part.isupper() for part in parts)):
        return "organisation", start, end
    after = _NEXT.match(text, end)
    attributive = bool(after and after.group(1) in words["trait"])
    if known.get(start) == end:
        return "" if attributive else "organisation", start, end
    if attributive or parts[-1] in words["other_head"] or all(part in _geographic() for part in re.split("[ -]", name)):
        return "", start, end
    company_before, company_after, role_before = _around()
    before = text[max(0, start - 40) : start]
    person = parts[0] in words["given"] or _SURNAME.search(parts[-1]) or _INITIAL.match(parts[0])
    if len(parts) > 1 and person:
        return "person", start, end
    if len(parts) == 1 and _ACRONYM.match(name):
        return "" if name.upper() in words["acronym"] else "organisation", start, end
    if company_before.search(before) or company_after.match(text, end) or _owned(before):
        return "organisation", start, end
    if role_before.search(before) or (len(parts) > 1 and _SAID.match(text, end)):
        return "person", start, end
    return "unsure", start, end


def _owned(before: str) -> bool:
    """Return whether a country's name with ``'s``, or its adjective, stands right before."""
    owner = re.search(r"(\w+)(?:['’]s(?: \w+)?)? $", before)
    return bool(owner and owner.group(1) in _nations("name", "adjective"))


def _judge_body(text: str, start: int, end: int, head: str) -> tuple[str, int, int]:
    words = _words("en")
    if text[start:end].split(" ")[-1] in words["other_head"]:
        return "", start, end
    if text[start:end].endswith(head):
        while more := _MORE.match(text, end):
            opens = more.group().startswith((" of ", " for ", " on "))
            if not opens and (not _OPENED.search(text, start, end) or _is_other_name(more.group(1))):
                break
            if head in words["company_head"] and more.group().split(" ")[-1] not in words["legal"]:
                break
            end = more.end()
    if head in ("Ministry", "Committee", "Cabinet") and text[start:end].split(" ")[0] in _geographic():
        start += len(text[start:end].split(" ")[0]) + 1
    elif (less := _LESS.search(text, max(0, start - 120), start)) and not _is_other_name(less.group(1)):
        start = less.start()
    venue = text[start:end].endswith(head) and head in words["venue"] and _AT.search(text, max(0, start - 12), start)
    return "organisation" if " " in text[start:end] and not venue else "", start, end


def _is_other_name(name: str) -> bool:
    parts = re.findall(r"[^\s,]+", name)
    words = _words("en")
    known = words["legal"] | words["company"] | words["body"] | words["body_head"] | words["given"]
    known |= _nations("name", "capital")
    return any(part in known or _ACRONYM.match(part) for part in parts)


def _listed(text: str, found: list[Span], unsure: list[Span]) -> list[Span]:
    """Give the unsure names that stand in a list with an organisation."""
    ends, starts = {end for _, end in found}, {start for start, _ in found}
    listed = []
    for start, end in unsure:
        gap = next((n for n in (2, 5, 6) if text[start - n : start] in (", ", " and ", ", and ")), 0)
        follows = next((n for n in (2, 5, 6) if text[end : end + n] in (", ", " and ", ", and ")), 0)
        if (gap and start - gap in ends) or (follows and end + follows in starts):
            listed.append((start, end))
            ends.add(end)
    return listed
