"""
Countries by name, short form, adjective, people, and by a capital that stands for its government.

``analysis/data/countries.csv`` has every ISO 3166 country in English and Russian: names from Unicode CLDR, adjectives,
peoples and further names from our own list. A capital is a place behind a preposition of place (``in Tashkent``) and
stands for its country elsewhere (``Tashkent asks``, ``between Baku and Tashkent``): a list of verbs that governments
use did worse on the places (F1 0.87 against 0.90 on briefs not looked at) and no better on the parties. Rows of kind
``blocked`` hold names that contain a country's and mean something else (``New Mexico``): found first, being longer.
"""

from __future__ import annotations

import re
from functools import cache

from analysis.facts.gazetteer import Gazetteer, cued, inflect, is_part_of_name
from analysis.facts.mention import Mention
from analysis.lexicon import load_list


@cache
def _gazetteer(language: str) -> Gazetteer[tuple[str, str]]:
    forms: dict[str, tuple[str, str]] = {}
    rows = load_list("countries", (language,))
    for alpha3, form, kind in zip(rows["alpha3"], rows["form"], rows["kind"], strict=True):
        for inflected in inflect(form, kind) if language == "ru" else (form,):
            forms.setdefault(inflected, (alpha3, kind))
    return Gazetteer(forms)


@cache
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


def find_countries(text: str, language: str = "en") -> list[Mention]:
    """
    Find the countries a text names, in a language of ``countries.csv``, by start.

    ``value`` is the ISO 3166 alpha-3 code; ``role`` is left to `assign_parties`.

    >>> [found.value for found in find_countries("The Uzbek side met a woman from Oman.")]
    ['UZB', 'OMN']
    """
    found = []
    for start, end, (alpha3, kind) in _gazetteer(language).find(text):
        named = kind != "capital" or (stands_for_country(text, start) and not is_part_of_name(text, start, end))
        if alpha3 and named and not (_is_money(text, start, end) or _is_street(text, start, end)):
            found.append(Mention("country", alpha3, start, end))
    return found


def _is_money(text: str, start: int, end: int) -> bool:
    after = cued(r"\$|\d| (?:{money})(?!\w)").match(text, end)
    return bool(after or cued(r"\b(?:{money}) $").search(text, max(0, start - 12), start))


def _is_street(text: str, start: int, end: int) -> bool:
    after = cued(r" (?:{street})(?!\w)").match(text, end)
    return bool(after or cued(r"\b(?:{street}) $").search(text, max(0, start - 14), start))
