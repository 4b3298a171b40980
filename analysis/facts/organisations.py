"""
Organisations: ministries, agencies, banks, universities, companies, international bodies, by how their names are built.

English names are read in `english_organisations`, those of the languages with patterns in ``organisations.csv``
(Russian, the Turkic ones and Tajik) here; then the abbreviations that a text introduces are added, and each name gets
its full form and its home, where the list of known bodies has them. To take every run of two capitalised words for an
organisation found more and erred more (F1 the same, 0.86, on briefs not looked at).

In Russian capitals tell less than in English: there are names in quotation marks or Latin letters, and bodies by their
head. A body's name begins with a capital, reaches its head over adjectives (``Бакинский государственный университет``)
and goes on over genitives (``Министерство экономики и коммерции КР``): case endings, not capitals, show where it stops.
A word with a capital belongs to it only as a country, a place, an abbreviation, or an adjective with its noun: another
is a person's. A firm without quotation marks is told by the ending of its name (``Аралнефть``) or the word before it.

In the others, read in plain letters, a body's name begins with a capital and reaches its head (``Energetika
vazirligi``) over small words, if heads are written small; in Tajik it begins with the head and goes on over genitives.
A firm stands in quotation marks, in capitals (``SOCAR``) where its line has small letters too, in Latin letters among
Cyrillic ones, or before a word that calls it one (``Artel kompaniyasi``). A country or place with a suffix in front is
whose the body is or where, and no part of its name.
"""

import re
from bisect import bisect_left
from collections.abc import Callable
from functools import lru_cache, partial

import pandas as pd

from analysis.facts.countries import home_of
from analysis.facts.document import Document, Mention
from analysis.facts.english_names import known_names, name_words
from analysis.facts.english_organisations import english_spans
from analysis.facts.gazetteer import Gazetteer, cued, forms_of, gather_names, name_patterns
from analysis.lists.loading import load_list, remember
from analysis.text.letters import FOLDED, fold

Place = Callable[[int], tuple[int, str] | None]

_CAPITALISED = re.compile(r"\b[^\W\d_a-zа-яё]\w+")
_BRACKET = re.compile(r" \(([^\W\d_]{2,12})\)")
_LISTED = re.compile(r",? (?:\w{1,3} )?")
# A person in front of a name: a surname in the genitive, or one before an "and" that joins no capitals.
_PERSON = re.compile(r"\w{3}(?:[oe][vw]a?|[ое]ва?)(?:['’]?n?[iuy]ng? |[нтд][ыиу]нг? | (?:hamda|хамда) )$")
_AND = re.compile(r" (?:v[ea]|we|ва|жана|жане) $")
_OF_PLACE = re.compile(r"(?:[dt][ae]|[дт][ае]|n?[iuy]ng?|[нтд][ыиу]нг?)$")  # a locative or a genitive: in Rome, Rome's
_BEHIND = re.compile(r"['’-]?([\wʻ]*)[ ,]+")


def find_organisations(document: Document) -> list[Mention]:
    """
    Find the organisations a text names, in a language of ``organisations.csv`` (``en``, ``ru``), by start.

    ``value`` is the full form where the text or the list of known bodies gives one, else the words found; ``country``
    is its home where the list knows it.

    >>> document = Document("It asked the Ministry of Energy and SOCAR about ADB credit.")
    >>> [found.value for found in find_organisations(document)]
    ['Ministry of Energy', 'State Oil Company of the Azerbaijan Republic', 'Asian Development Bank']
    """
    text, written, known = document.text, document.written, known_names(document.language)
    if document.language not in ("ru", *FOLDED):
        spans = english_spans(text)
    else:
        place_at = partial(_places(document.language).at, text)
        spans = _russian_spans(document, place_at) if document.language == "ru" else _turkic_spans(document, place_at)
        trait = cued(r"\b(?i:{trait}) $")  # it only says what something is: the countries of the CIS, a list of UNESCO
        listed = known.find(text, document.words)
        named = [one for one in listed if not trait.search(text, max(0, one[0] - 24), one[0])]
        spans |= {(start, end) for start, end, _ in named}
        if document.language not in ("ru", "tg"):  # the head stands last: what goes before a full name is another's
            inner = [(a, b) for a, b, (v, _) in named if text[a:b].lower()[: len(v)] != fold(v, "tr").lower()]
            own = inner or [(0, 0)]
            spans = {(a, b) for a, b in spans if not a < (at := own[bisect_left(own, (b,)) - 1])[0] < b <= at[1]}
    full = _full_forms(written, sorted(spans))
    if full:
        spans |= {match.span() for match in _CAPITALISED.finditer(written) if match[0] in full}
    values = _values(full, written, document.language)
    found, reached = [], 0
    for start, end in sorted(spans, key=lambda span: (span[0], -span[1])):
        if end <= reached:
            continue
        name, reached = written[start:end], end
        value, country = values.get(name) or _look_up(name, document.language)
        bracket = _BRACKET.match(written, end) if document.language in FOLDED else None
        end = reached = bracket.end() if bracket and full.get(bracket[1]) == name else end  # as their reports write it
        found.append(Mention("organisation", value, start, end, country=country))
    return found


@remember
def _places(language: str) -> Gazetteer[str]:
    """Countries, peoples and places, in any case form."""
    countries, places = load_list("countries", (language,)), load_list("places", (language,))
    kinds = ["name", "blocked"] if language == "ru" else ["name", "blocked", "people"]
    rows = pd.concat([countries[countries["kind"].isin(kinds)], places])
    return gather_names(rows, language, rows["form"])


def _full_forms(text: str, spans: list[tuple[int, int]]) -> dict[str, str]:
    """Give the full form of each abbreviation: the name it follows in brackets, or whose initials it is."""
    full = {}
    for start, end in spans:
        bracket = _BRACKET.match(text, end)
        initials = "".join([word[0] for word in text[start:end].split() if word[0].isupper()])
        full[bracket[1] if bracket and _abbreviates(bracket[1], text[start:end]) else initials] = text[start:end]
    return {short: name for short, name in full.items() if f"({short})" in text or (len(short) > 2 and short in text)}


@remember
@lru_cache(maxsize=1 << 16)
def _look_up(name: str, language: str) -> tuple[str, str | None]:
    """Return the full form of a name, where it is listed as a whole, and its home: its own, else its first words'."""
    end, (value, country) = known_names(language).at(fold(name, language), 0) or (0, ("", None))
    value, whole = (value, True) if end == len(name) else (name, False)
    return value, country or home_of(value, listed=whole)


def _values(full: dict[str, str], text: str, language: str) -> dict[str, tuple[str, str | None]]:
    """
    Give the value and the home of each abbreviation that a text introduces.

    It is the listed body of that abbreviation where the full form is the same in other words (``Asian Bank for
    Development``), or has it, of four letters or more, in brackets and two words in common; else the body of that full
    form (``Inter-American Development Bank`` is another ``IDB``).
    """
    values = {}
    for short, name in full.items():
        values[short], (value, home) = _look_up(name, language), _look_up(short, language)
        words = {word for word in name.split(" ") if word[:1].isupper()}
        shared = words.intersection(value.split(" "))
        same = shared == words or (len(short) > 3 and len(shared) > 1 and f"{name} ({short})" in text)
        if values[short][0] == name != value != short and same:
            values[short] = values[name] = value, home
    return values


def _abbreviates(short: str, name: str) -> bool:
    """Return whether what stands in brackets is short for a name (``Talco``, ``KOICA``), and no gloss or country."""
    letters = iter(name.lower())
    within = short.isupper() or all(letter in letters for letter in short.lower())
    return within and short not in forms_of("countries", "name")


def _marked_spans(
    document: Document, kind: str, is_other: Callable[[re.Match[str]], bool]
) -> tuple[set[tuple[int, int]], str]:
    """Give the names in quotation marks and those that `kind` finds, but for others; and the text without quotes."""
    text, patterns, found, barred = document.text, name_patterns(document.language), set[tuple[int, int]](), 0
    no_names = name_words()["acronym"] | forms_of("organisations", "acronym", language=document.language)
    for match in patterns["quoted"].finditer(text):
        group = match.lastindex or 1
        start, end = match.start(group), match.start(group) + len(match[group].rstrip())
        if is_other(match) or (barred and _LISTED.fullmatch(text, barred, match.start())):
            barred = match.end()  # and what is listed with it: the fields "A", "B" and "C"
        elif text[start].isupper():
            found.add((start, end))
    rest = patterns["quoted"].sub(lambda match: "·" * len(match[0]), text)
    named = [match for match in patterns[kind].finditer(rest) if len(match[0]) > 2 and match[0] not in no_names]
    found |= {match.span() for match in named if not (patterns["event"].search(match[0]) or is_other(match))}
    return found, rest


def _russian_spans(document: Document, place_at: Place) -> set[tuple[int, int]]:
    """Give start and end of the organisations of a Russian text, without quotation marks; `place_at` gives the end and
    the form of the country or place named at an offset."""
    text, patterns = document.text, name_patterns("ru")

    def is_other(match: re.Match[str]) -> bool:
        before = (max(0, match.start() - 41), match.start())
        return not patterns["legal"].search(text, *before) and patterns["other"].search(text, *before) is not None

    found, rest = _marked_spans(document, "latin", is_other)
    for match in patterns["short"].finditer(rest):
        end = match.end() if match[0][-1].isupper() else _reach(text, match.end(), place_at)
        found.add((match.start(), end))
    named = [match.span(match.lastindex or 1) for match in patterns["named"].finditer(rest)]
    found |= {span for span in named if not place_at(span[0])}
    end = 0
    while body := patterns["body"].search(text, end):
        start, end = body.start(), _reach(text, body.end(), place_at)
        works = patterns["opens"].search(text, max(0, start - 4), start) and patterns["works"].match(text, start)
        if " " in text[start:end] and (place_at(start) or (0,))[0] < end and not works:
            found.add((start, end))
    return {(start, end) for start, end in found if not patterns["form"].match(text, start, end)}


def _reach(text: str, end: int, place_at: Place) -> int:
    """Return where the name of a body ends, over the country or place whose it is and over who it is named after."""
    while text.startswith(" ", end):
        if place := place_at(end + 1):
            end = place[0]
        elif more := name_patterns("ru")["tail"].match(text, end):
            end = more.end()
        else:
            break
    return end


def _turkic_spans(document: Document, place_at: Place) -> set[tuple[int, int]]:
    """Give start and end of the organisations of a text, without quotation marks; `place_at` gives the end and the form
    in the list of the country, people or place named at an offset."""
    text, openers = document.text, forms_of("organisations", "opener", language=document.language)
    patterns, places = name_patterns(document.language), _places(document.language)
    mixed = "".join("·" * len(line) if line.isupper() else line for line in text.splitlines(keepends=True))
    said = {match[0] for match in patterns["capitals"].finditer(mixed)}

    def is_other(match: re.Match[str]) -> bool:
        start, end = match.span()
        if match.re is patterns["capitals"]:  # a heading may shout any word; TOShKENT is a place in other capitals
            place = places.at(match[0].upper(), 0)
            if (mixed[start] == "·" and match[0] not in said) or (place and place[0] == len(match[0])):
                return True
        quoted = match[0][-1] in '»”"'
        around = [(max(0, start - 24), start), (start, end - quoted), *[(end - 1, end + 60)] * quoted]
        return place_at(start) is not None or any(patterns["other"].match(text, *place) for place in around)

    found, rest = _marked_spans(document, "latin" if re.search("[а-я]", text) else "capitals", is_other)
    for match in (match for kind in ("body", "named", "form") for match in patterns[kind].finditer(rest)):
        start, end = _begin(text, match.start(), place_at, openers), match.end(1)
        inside = _begin_inside(document, start, end, place_at)
        start = inside if " " in text[inside:end] or match.re is patterns["named"] else start  # no bare head
        if start < end and text[start].isupper() and (place_at(start) or (0,))[0] < end:
            found.add((start, end))
    return found


def _begin_inside(document: Document, start: int, end: int, place_at: Place) -> int:
    """Return where a name begins that has somebody else before it: behind a person (``Атамқұловтың``, ``Qudratov
    hamda``), behind a place in the locative or genitive (``Romada``), or at a country behind an "and" and somebody
    who is no country."""
    text = document.text
    before, _ = place_at(start) or (start, "")  # a place that has the name: the United States
    for match in re.finditer(r"(?<= )[^\W\d_]", text[before:end]):
        at = before + match.start()
        if not match[0].isupper():
            continue
        if document.language != "tr" and _PERSON.search(text, start, at):  # where "görevin" is a duty's
            return _begin_inside(document, at, end, place_at)
        _, form = place_at(at) or (at, "")
        rest = _BEHIND.match(text, at + len(form)) if form else None
        if not rest or rest.end() >= end:
            continue
        if _OF_PLACE.match(rest[1]) and text[rest.end()].isupper():
            return _begin_inside(document, rest.end(), end, place_at)
        if text[at + len(form)] == " " and before == start and _AND.search(text, start, at):
            return at
    return start


def _begin(text: str, start: int, place_at: Place, openers: frozenset[str]) -> int:
    """Return where a name begins, without the words in front that belong to none: a pronoun, a place with a suffix."""
    while behind := _BEHIND.match(text, start):
        _, form = place_at(start) or (start, "")
        suffixed = _BEHIND.match(text, start + len(form)) if form else None
        if not (suffixed and suffixed[1].islower()) and behind[1] not in openers:
            break
        start = (suffixed or behind).end()
    return start
