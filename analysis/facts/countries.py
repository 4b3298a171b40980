"""
Countries by name, adjective, people, or a capital that stands for its government; which of them are parties.

``analysis/lists/countries.csv`` has every ISO 3166 country in English and Russian: names from Unicode CLDR, adjectives,
peoples and further names from our own list. A capital is a place behind a preposition of place (``in Tashkent``) and
stands for its country elsewhere (``Tashkent asks``, ``between Baku and Tashkent``): a list of verbs that governments
use did worse on the places (F1 0.87 against 0.90 on briefs not looked at) and no better on the parties. Rows of kind
``blocked`` hold names that contain a country's and mean something else (``New Mexico``): found first, being longer.

A country in the headline or in the first sentence is a party: there the news says who acts. Any other is one unless
every time it is named it stands in the background: behind a preposition of place or comparison (``shipments to China``,
``by way of Afghanistan``, ``behind the UK``) when nobody comes from there (``investors from Italy``); as an adjective
of something that does not act (``Chinese tiles``, not ``Chinese investors``); as a market or a border; or in an
enumeration of outsiders, or a single time, when the headline already names two. On the half of the seeds that the
rules were made on, taking every country named for a party gives F1 0.93, this 1.00; on the other half 0.90 and 0.96.

A company or body that the list knows (``KfW``), and in a report that names fewer than two countries a place in the
headline, stands for its country where the report does not name it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from itertools import pairwise
from operator import itemgetter

from analysis.facts.document import Document
from analysis.facts.gazetteer import Gazetteer, cue_stems, cued, inflect, is_part_of_name
from analysis.facts.mention import Mention
from analysis.lists.loading import load_list, remember

_AND = re.compile(r",? (?:and |or |и |или )?(?:the |in |to |в |во )?|[-–—]$")
_SOMEBODY = r"\b(?:{somebody}) (?:from|из)(?: the)? $"
_SURNAME = re.compile(r" ([A-Z][a-z]+[a-rt-z])(?= [a-z]|[,.;:)'’]|$)")
_OWNS = re.compile(r"(?:['’]s)? [^\W\d_a-zа-яё]\w")
_NAME_OF = re.compile(r"[^.!?] [^\W\d_a-zа-яё][\w&]* of (?:the )?$")
_BEFORE_AGENT = r"(?:[-\s]++[\w'’]++(?:-++[\w'’]++){0,6}?){0,2}?[-\s]++"  # two words with hyphens at the most
_SENTENCE_END = re.compile(r"[.!?…][»”\")]*\s")


@remember
def _gazetteer(language: str) -> Gazetteer[tuple[str, str]]:
    forms: dict[str, tuple[str, str]] = {}
    rows = load_list("countries", (language,))
    for alpha3, form, kind in zip(rows["alpha3"], rows["form"], rows["kind"], strict=True):
        for inflected in inflect(form, kind, language):
            forms.setdefault(inflected, (alpha3, kind))
    return Gazetteer(forms)


@remember
def country_words(*kinds: str) -> frozenset[str]:
    """Give the forms of the given kinds (``name``, ``adjective``, ``people``, ``capital``) in ``countries.csv``."""
    rows = load_list("countries")
    return frozenset(rows.loc[rows["kind"].isin(kinds), "form"])


def is_adjective(words: str) -> bool:
    """Return whether the words found for a country are an adjective (in Russian written small, as peoples are)."""
    return words in country_words("adjective") or (words[:1].islower() and bool(re.search("[сц]к", words)))


def stands_for_country(text: str, start: int) -> bool:
    """Return whether the capital at `start` stands for its government: no preposition makes it a place."""
    return not cued(r"\b(?i:{place_preposition})(?: the)? $").search(text, max(0, start - 24), start)


def find_countries(document: Document) -> list[Mention]:
    """
    Find the countries a text names, in a language of ``countries.csv``, by start.

    ``value`` is the ISO 3166 alpha-3 code; ``role`` is left to `assign_parties`.

    >>> [found.value for found in find_countries(Document("The Uzbek side met a woman from Oman."))]
    ['UZB', 'OMN']
    """
    text, found = document.text, []
    for start, end, (alpha3, kind) in _gazetteer(document.language).find(text, document.words):
        named = kind != "capital" or (stands_for_country(text, start) and not is_part_of_name(text, start, end))
        if alpha3 and named and not (_is_money_or_street(text, start, end) or _is_person(text, start, end)):
            found.append(Mention("country", alpha3, start, end))
    return found


def _is_money_or_street(text: str, start: int, end: int) -> bool:
    after = cued(r"\$|\d| (?:{money}|{street})(?!\w| (?:and|&) [A-Z])").match(text, end)
    return bool(after or cued(r"\b(?:{money}|{street}) [«\"“]?$").search(text, max(0, start - 15), start))


def _is_person(text: str, start: int, end: int) -> bool:
    """Return whether a country's name is somebody's: ``Jordan Smith said``, not ``Jordan signs``, ``Jordan Monday``."""
    surname = _SURNAME.match(text, end) if text[start:end] in cue_stems("given_name") else None
    return surname is not None and surname[1] not in _heads() and surname[1].lower() not in _calendar()


@remember
def _calendar() -> frozenset[str]:
    return frozenset(load_list("calendar", ("en",))["form"])


@remember
def _heads() -> frozenset[str]:
    rows = load_list("organisations", ("en",))
    return frozenset(rows.loc[rows["kind"].str.endswith("head"), "form"])


def assign_parties(text: str, body: int, found: list[Mention]) -> list[Mention]:
    """
    Set the role of every country, ``party`` or ``mention``, the same throughout the document.

    `text` is a document's title, an empty line and, from `body` on, its body; `found` its facts of every kind. Returns
    the same facts, with facts of kind country added at the words that stand for a country not named (see above).
    """
    countries = [m for m in found if m.kind == "country"]
    known, parties = {m.value for m in countries}, _find_parties(text, body, found)
    few = len(parties & known) < 2
    added = [  # a known organisation, or a place in the headline, stands for a country not named
        Mention("country", m.country, m.start, m.end)
        for m in found
        if m.country and m.country not in known and (m.kind == "organisation" or (few and m.start < body))
    ]
    parties.update(m.value for m in added)
    roles = {value: "party" if value in parties else "mention" for value in known | parties}
    return [Mention(*m[:4], role=roles[m.value]) if m.kind == "country" else m for m in found + added]


def _find_parties(text: str, body: int, found: list[Mention]) -> set[str]:
    """Return the countries that the headline, the first sentence, or more than the background names."""
    countries = [m for m in found if m.kind == "country"]
    named = sorted([m for m in countries if m.start >= body], key=itemgetter(2))
    headline = {m.value for m in countries if m.start < body}
    headline |= {m.country for m in found if m.kind == "place" and m.country and m.start < body}
    opening = match.end() if (match := _SENTENCE_END.search(text, body)) else len(text)
    parties, times = headline | {m.value for m in named if m.start < opening}, Counter(m.value for m in named)
    for group in _enumerations(text, named):
        if not _in_background(text, group, headline, times):
            parties.update(m.value for m in group)
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
    acts = cued(r"['’]s\b| (?:{acts})\b").match(text, end)
    before = text[max(0, start - 24) : start]
    behind = cued(r"\b(?i:{background})(?: the)? $").search(before) and not cued(_SOMEBODY).search(before)
    return not acts and (bool(behind) or (told and len(group) == 1 and times[group[0].value] == 1))


def _owns(text: str, mention: Mention) -> bool:
    """Return whether a name is of the country: ``Japan's Sojitz``, ``China Road``, ``KUBO of the Netherlands``."""
    start, end = mention.start, mention.end
    named = _NAME_OF.search(text, max(0, start - 40), start) or _OWNS.match(text, end)
    return named is not None and not is_adjective(text[start:end])
