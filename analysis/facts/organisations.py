"""
Organisations: ministries, agencies, banks, universities, companies, international bodies, by how their names are built.

Two modules give the spans of names (`english_organisations`, `organisation_patterns`); here the abbreviations that a
text introduces are added, and each name gets its full form and its home, where the list of known bodies has them. To
take every run of two capitalised words for an organisation found more and erred more (F1 the same,
0.86, on briefs not looked at).
"""

import re
from functools import partial

import pandas as pd

from analysis.facts.countries import home_of
from analysis.facts.document import Document, Mention
from analysis.facts.english_names import known_names, name_words
from analysis.facts.english_organisations import english_spans
from analysis.facts.gazetteer import Gazetteer, cued, forms_of, gather_names
from analysis.facts.organisation_patterns import russian_spans, turkic_spans
from analysis.lists.loading import load_list, remember
from analysis.text.letters import FOLDED

_CAPITALISED = re.compile(r"\b[^\W\d_a-zа-яё]\w+")
_BRACKET = re.compile(r" \(([^\W\d_]{2,12})\)")


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
        no_names = name_words()["acronym"] | forms_of("organisations", "acronym", language=document.language)
        find_spans = russian_spans if document.language == "ru" else turkic_spans
        spans = find_spans(document, partial(_places(document.language).at, text), no_names)
        spans |= {(start, end) for start, end, _ in known.find(text, document.words) if not _is_trait(text, start)}
    full = _full_forms(written, sorted(spans))
    if any(short in written for short in full):
        spans |= {match.span() for match in _CAPITALISED.finditer(written) if match[0] in full}
    found, reached = [], 0
    for start, end in sorted(spans, key=lambda span: (span[0], -span[1])):
        if end <= reached:
            continue
        name, reached = written[start:end], end
        stop, (value, country) = known.at(text, start) or (end, (name, None))
        value = full.get(name, value if stop == end else name)
        bracket = _BRACKET.match(written, end) if document.language in FOLDED else None
        end = reached = bracket.end() if bracket and full.get(bracket[1]) == name else end  # as their reports write it
        found.append(Mention("organisation", value, start, end, country=country or home_of(value)))
    return found


@remember
def _places(language: str) -> Gazetteer[str]:
    """Countries, peoples and places, in any case form."""
    countries, places = load_list("countries", (language,)), load_list("places", (language,))
    kinds = ["name", "blocked"] if language == "ru" else ["name", "blocked", "people"]
    rows = pd.concat([countries[countries["kind"].isin(kinds)], places])
    return gather_names(rows, language, rows["form"])


def _is_trait(text: str, start: int) -> bool:
    """Return whether a body only says what something is: the countries of the CIS, a list of UNESCO."""
    return cued(r"\b(?i:{trait}) $").search(text, max(0, start - 24), start) is not None


def _full_forms(text: str, spans: list[tuple[int, int]]) -> dict[str, str]:
    """Give the full form of each abbreviation: the name it follows in brackets, or whose initials it is."""
    full = {}
    for start, end in spans:
        bracket = _BRACKET.match(text, end)
        initials = "".join([word[0] for word in text[start:end].split() if word[0].isupper()])
        full[bracket[1] if bracket and _abbreviates(bracket[1], text[start:end]) else initials] = text[start:end]
    return {short: name for short, name in full.items() if len(short) > 2 or f"({short})" in text}


def _abbreviates(short: str, name: str) -> bool:
    """Return whether what stands in brackets is short for a name (``Talco``, ``KOICA``), and no gloss or country."""
    letters = iter(name.lower())
    within = short.isupper() or all(letter in letters for letter in short.lower())
    return within and short not in forms_of("countries", "name")
