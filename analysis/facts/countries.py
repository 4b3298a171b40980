"""
Countries by name, adjective, people, or a capital that stands for its government; which of them are parties.

``analysis/lists/countries.csv`` has every ISO 3166 country in English and Russian: names from Unicode CLDR, adjectives,
peoples and further names from our own list. A capital is a place behind a preposition of place (``in Tashkent``) and
stands for its country elsewhere (``Tashkent asks``, ``between Baku and Tashkent``): a list of verbs that governments
use did worse on the places (F1 0.87 against 0.90 on briefs not looked at) and no better on the parties. Rows of kind
``blocked`` hold names that contain a country's and mean something else (``New Mexico``): found first, being longer. So
are, where suffixes are glued to peoples, the words of our other lists that read as one with a suffix (``сауда``).

A country in the headline or in the first sentence is a party: there the news says who acts. Any other is one unless
every time it is named it stands in the background: behind a preposition of place or comparison (``shipments to China``,
``by way of Afghanistan``, ``behind the UK``) when nobody comes from there (``investors from Italy``); as an adjective
of something that does not act (``Chinese tiles``, not ``Chinese investors``); as a market or a border; or in an
enumeration of outsiders, or a single time, when the headline already names two. On the half of the seeds that the
rules were made on, taking every country named for a party gives F1 0.93, this 1.00; on the other half 0.90 and 0.96.

A group that is counted (``five Central Asian states``) names each of its members, in the background unless it opens the
report. A company or body that the list knows (``KfW``), and in a report that names fewer than two countries a place in
the headline, stands for its country where the report does not name it.
"""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Mapping
from itertools import chain, pairwise
from operator import itemgetter

import pandas as pd

from analysis.facts.document import Document, Mention
from analysis.facts.gazetteer import Gazetteer, cued, forms_of, gather_names, is_part_of_name
from analysis.lists.loading import load_list, remember
from analysis.text.letters import FOLDED, fold
from analysis.text.phrases import either

_AND = re.compile(r",? (?:(?:and|or|и|или|v[ea]|we|ва|жана|жане|hamda|хамда) )?(?:the |in |to |в |во )?|[-–—]$")
_SOMEBODY = r"(?:\b(?:{somebody})|\b[A-Z]\w+) (?:from|из)(?: the)? $"
_SURNAME = re.compile(r" ([A-Z][a-z]+[a-z])(?= [a-z]|[,.;:)'’]|$)")
_OWNS = re.compile(r"(?:['’]s)? [^\W\d_a-zа-яё]\w")
_NAME_OF = re.compile(r"[^.!?] [^\W\d_a-zа-яё][\w&]* of (?:the )?$")
_BEFORE_AGENT = r"(?:[-\s]++[\w'’]++(?:-++[\w'’]++){0,6}?){0,2}?[-\s]++"  # two words with hyphens at the most
_CAPITAL = r"[^\W\d_a-zà-öø-ÿа-яё][\w.’'-]*+"
_CITY = rf"{_CAPITAL}(?: {_CAPITAL}){{0,2}}"
_DATELINE = re.compile(rf"(?m)^(?:{_CITY}, ?){{0,2}}{_CITY}(?:, |\.? )(?=[\d(/–—]|--)")
_ONE_OF = re.compile(r"(?i)(?:\b(?:one|two|three|four|most|any|each|none|only|\w+est) of|[.!?\n]\s?of) the $")
_BASED = re.compile(r"-(?:based|headquartered) (\w+)")
_OF_PLACE = re.compile(r" of (?:the )?([A-Z]\w+)")
# Plans of Baku to build a
_GOVERNS = r"[A-Z][\w-]+(?:['’]s\b|(?: and [A-Z][\w-]+)? to (?!the\b|an?\b)[a-z]+ (?:an?|the)\b)"
_EITHER = frozenset({"bank", "lender", "law"})  # serve either side: where they sit tells no party
_SEAT = re.compile(r"-(?:based|headquartered) (?:[A-Z][\w-]+ ){0,4}(?:Development|Investment) (?:Bank|Fund)\b")
_PEOPLE = re.compile(r"\b(?:Mr|Mrs|Ms|Miss|Dr|Sir)\.? $")
_SENTENCE_END = re.compile(r"[.!?…][»”\")]*\s")


@remember
def _gazetteer(language: str) -> Gazetteer[tuple[str, str]]:
    rows = load_list("countries", (language,))
    people = rows["kind"] == "people"
    if language in FOLDED:
        ordinary = ordinary_words(language, rows.loc[people, "form"])
        words = pd.DataFrame({"alpha3": "", "form": ordinary, "kind": "people"})
        rows = pd.concat([rows[~people], words, rows[people]])  # of equals the upper counts
    return gather_names(rows, language, zip(rows["alpha3"], rows["kind"], strict=True))


def ordinary_words(language: str, names: Iterable[str]) -> list[str]:
    """Return the words of the lists that begin as a name does: Kazakh ``сауда``, trade, is no dative of ``сауд``."""
    lists = {
        "amount_roles": "form",
        "cues": "form",
        "instruments": "form",
        "sector_terms": "term",
        "stop_words": "word",
    }
    slots = chain.from_iterable(load_list(name, (language,))[column] for name, column in lists.items())
    words = {fold(word.rstrip("*"), language) for slot in slots for word in slot.split("|") if word.islower()}
    starts = tuple(fold(name, language).lower() for name in names)
    return sorted(word for word in words if word.startswith(starts) and word.isalpha())


def is_adjective(words: str) -> bool:
    """Return whether the words found for a country are an adjective (in Russian written small, as peoples are)."""
    return words in forms_of("countries", "adjective") or (words[:1].islower() and bool(re.search("[сц]к", words)))


def country_end(text: str, start: int, language: str = "en") -> int:
    """Return where the country named at `start` ends, by a name and not an adjective or a capital; else 0."""
    end, (_, kind) = _gazetteer(language).at(text, start) or (0, ("", ""))
    return end if kind == "name" else 0


def has_place_suffix(document: Document, start: int, end: int) -> bool:
    """Return whether a name ends in a suffix that says where, whence or whither, as prepositions do elsewhere."""
    if document.language not in FOLDED:
        return False
    apart = cued(r"['’-](?:{behind})\b").match(document.text, end)
    return bool(apart or cued("(?:{behind})$").search(document.text, start, end))


def stands_for_country(text: str, start: int) -> bool:
    """Return whether the capital at `start` stands for its government: it acts, or no preposition makes it a place."""
    before = max(0, start - 24), start
    if cued(r"(?:['’]s|capital,?|city,?) $").search(text, *before):
        return False
    if text.endswith(" of ", 0, start) and cued(_GOVERNS).match(text, start):
        return True
    return not cued(r"\b(?i:{place_preposition})(?: the)? $").search(text, *before)


def find_countries(document: Document) -> list[Mention]:
    """
    Find the countries a text names, in a language of ``countries.csv``, by start.

    ``value`` is the ISO 3166 alpha-3 code; ``role`` is left to `assign_parties`.

    >>> [found.value for found in find_countries(Document("The Uzbek side met a woman from Oman."))]
    ['UZB', 'OMN']
    """
    text, found = document.text, []
    for start, end, (alpha3, kind) in _gazetteer(document.language).find(text, document.words):
        there = has_place_suffix(document, start, end)
        own = kind == "capital" and not there and stands_for_country(text, start)
        named = kind != "capital" or (own and not is_part_of_name(text, start, end))
        if kind == "prefix":
            named = text[end : end + 1] == "-" and text[end + 1 : end + 2].isalpha()
        named = named and not _BASED.match(text, end)
        named = named and not (kind == "group" and _ONE_OF.search(text, max(0, start - 24), start))
        if named and not (_is_money_or_street(text, start, end) or _is_person(text, start, end)):
            role = "behind" if kind == "group" or (there and kind == "name") else None
            found += [Mention("country", code, start, end, role=role) for code in alpha3.split()]
    return found + _by_place(text, {mention.value for mention in found}) if document.language == "en" else found


def _by_place(text: str, known: set[str]) -> list[Mention]:
    """Give the countries not named for which a place stands: ``Busan-based Hana``, ``the governor of Kursk``."""
    found = []
    for match in _BASED.finditer(text):
        words = text[max(0, match.start() - 40) : match.start()].split(" ")
        city = next((name for name in (" ".join(words[-2:]), words[-1]) if name in _homes()), "")
        if city and match[1] not in forms_of("organisations", "body", language="en") | _EITHER:
            found.append((_homes()[city], match.start() - len(city), match.start()))
    agent = cued(r"\b(?i:{agent}|{role}s?)\)?$")
    named = [match for match in _OF_PLACE.finditer(text) if match[1] in _homes()]
    found += [(_homes()[m[1]], *m.span(1)) for m in named if agent.search(text, max(0, m.start() - 24), m.start())]
    return [Mention("country", *place) for place in found if place[0] not in known]


@remember
def _homes() -> dict[str, str]:
    """The country of each city and region in English; of what the list has twice, the upper one."""
    rows = load_list("places", ("en",)).drop_duplicates("form")
    return dict(zip(rows["form"], rows["country"], strict=True))


@remember
def _compounds() -> tuple[re.Pattern[str], dict[str, str]]:
    """Give a pattern of compound names and the countries of their beginnings, as ``Uzbek`` and ``Рос``."""
    rows = load_list("organisations").query("kind == 'name_beginning'")
    homes = dict(zip(rows["form"], rows["country"], strict=True))
    return re.compile(rf"({either(sorted(homes, key=len, reverse=True))})[a-zа-яё]{{3}}"), homes


def home_of(name: str, *, listed: bool = False) -> str | None:
    """
    Return the alpha-3 code of the country that a name in Latin letters or a compound tells, None where it tells none.
    A `listed` body is not at home in the place that it is named after (``Shanghai Cooperation Organisation``).

    >>> [home_of(name) for name in ("China National Gold", "Kazan Federal University", "Uzbekneftegaz", "Iveco")]
    ['CHN', 'RUS', 'UZB', None]
    """
    named = [code for _, _, (code, kind) in _gazetteer("en").find(name) if code and kind not in ("capital", "group")]
    words = name.split(" ")
    places = () if listed or not words[1:] else (" ".join(words[:2]), words[0])
    named += [_homes()[place] for place in places if place in _homes()]
    compound, homes = _compounds()
    return next(iter(named), homes[found[1]] if (found := compound.match(name)) else None)


def _is_money_or_street(text: str, start: int, end: int) -> bool:
    after = cued(
        r"\$| \$(?:(?<=\b[A-Z]{2} \$)|(?<=\. \$)|(?<=[ic]an \$))|\d| (?:{money}|{street})(?!\w| (?:and|&) [A-Z])"
    ).match(text, end)
    return bool(after or cued(r"\b(?:{money}|{street}) [«\"“]?$").search(text, max(0, start - 15), start))


def _is_person(text: str, start: int, end: int) -> bool:
    """Return whether a country's name is somebody's: ``Jordan Smith said``, not ``Jordan signs``, ``Jordan Monday``."""
    surname = _SURNAME.match(text, end) if text[start:end] in forms_of("cues", "given_name") else None
    people = _PEOPLE.search(text, max(0, start - 6), start) is not None
    heads = forms_of("organisations", "body_head", "company_head", "other_head", language="en")
    known = surname and (surname[1] in heads or surname[1].removesuffix("s") in heads)
    return people or bool(surname and not known and surname[1].lower() not in forms_of("calendar", language="en"))


def assign_parties(text: str, body: int, found: list[Mention]) -> list[Mention]:
    """
    Set the role of every country, ``party`` or ``mention``, the same throughout the document.

    `text` is a document's title, an empty line and, from `body` on, its body; `found` its facts of every kind. Returns
    the same facts, with facts of kind country added at the words that stand for a country not named (see above).
    """
    known, parties = {m.value for m in found if m.kind == "country"}, _find_parties(text, body, found)
    few = len(parties & known) < 2
    # a known organisation, or a place in the headline, stands for a country not named
    added = [m for m in found if m.country and (m.kind == "organisation" or (few and m.start < body))]
    added = [Mention("country", str(m.country), m.start, m.end) for m in added if m.country not in known]
    parties.update(m.value for m in added)
    roles = {value: "party" if value in parties else "mention" for value in known | parties}
    return [Mention(*m[:4], role=roles[m.value]) if m.kind == "country" else m for m in found + added]


def _find_parties(text: str, body: int, found: list[Mention]) -> set[str]:
    """Return the countries that the headline, the first sentence, or more than the background names."""
    edges = [*chain.from_iterable(match.span() for match in _DATELINE.finditer(text, body))]
    countries = [m for m in found if m.kind == "country" and not bisect_right(edges, m.start) % 2]
    named = sorted([m for m in countries if m.start >= body], key=itemgetter(2))
    headline = {m.value for m in countries if m.start < body}
    headline |= {m.country for m in found if m.kind == "place" and m.country and m.start < body}
    begin = edges[1] + 30 if edges[:1] == [body] else body  # beyond date and agency
    opening = match.end() if (match := _SENTENCE_END.search(text, begin)) else len(text)
    parties, times = headline, Counter(map(itemgetter(1), named))
    for group in _enumerations(text, named):
        opens = group[0].start < opening
        if not _is_outside(text, group) and (opens or not _in_background(text, group, headline, times)):
            parties = parties | {m.value for m in group}
    return parties


def _enumerations(text: str, named: list[Mention]) -> list[list[Mention]]:
    """Group the countries of one kind (names, adjectives) with no more than a comma or an ``and`` between them."""
    groups = [[mention] for mention in named[:1]]
    for last, mention in pairwise(named):
        joined = mention.start - last.end < 12 and _AND.fullmatch(text, last.end, mention.start)
        if joined and is_adjective(text[last.start : last.end]) == is_adjective(text[mention.start : mention.end]):
            groups[-1].append(mention)
        else:
            groups.append([mention])
    return groups


def _is_outside(text: str, group: list[Mention]) -> bool:
    """Return whether countries are a border, a route of goods or a chain of it, what is spoken of, or the seat of a
    bank of several states, and never act."""
    start = group[0].start
    linked = len(group) > 2 and all(text[a.end] in "-–—" for a in group[:-1])
    outside = cued(r"\b(?:{outside})(?: the)?(?: [\w-]+,? (?:and|и))? $")
    return bool(linked or _SEAT.match(text, group[-1].end) or outside.search(text, max(0, start - 60), start))


def _in_background(text: str, group: list[Mention], headline: set[str], times: Mapping[str, int]) -> bool:
    if any(_owns(text, mention) for mention in group):
        return False
    start, end = group[0].start, group[-1].end
    told = len(headline) > 1  # the headline names two parties: others have to earn it
    outsiders = len(group) > 1 and not any(m.value in headline for m in group)
    if (told and (outsiders or len(group) > 2)) or cued(r"[- ](?:{outsider})\b").match(text, end):
        return True
    if is_adjective(text[group[-1].start : end]):
        return not cued(_BEFORE_AGENT + r"(?:(?i:{agent})\b|«)|[-\s]++[^\W\d_a-zа-яё]").match(text, end)
    before = text[max(0, start - 24) : start]
    if cued(r"['’]s\b| (?:{acts})\b").match(text, end) or cued(_SOMEBODY).search(before):
        return False
    placed = group[-1].role == "behind" or cued(r"\b(?i:{background})(?: the)? $").search(before)
    return bool(placed) or (told and len(group) == 1 and times[group[0].value] == 1)


def _owns(text: str, mention: Mention) -> bool:
    """Return whether a name is of the country: ``Japan's Sojitz``, ``China Road``, ``KUBO of the Netherlands``."""
    start, end = mention.start, mention.end
    named = _NAME_OF.search(text, max(0, start - 40), start) or _OWNS.match(text, end)
    based = text.startswith(("-based", "-headquartered"), end)
    return based or (named is not None and not is_adjective(text[start:end]))
