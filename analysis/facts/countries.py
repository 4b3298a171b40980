"""
Countries by name, short form, adjective, people, and by a capital that stands for its government.

``analysis/data/countries.csv`` has every ISO 3166 country in English and Russian: names from Unicode CLDR, adjectives,
peoples and further names from our own list. A capital counts as its country only where it acts (``Tashkent asks``,
``between Baku and Tashkent``); where something happens in it, it is a place. Rows of kind ``blocked`` hold names that
contain a country's and mean something else (``New Mexico``): they are found first, being longer, and dropped.
"""

from __future__ import annotations

import re
from functools import cache

from analysis.facts.gazetteer import Gazetteer, is_part_of_name, russian_adjectives, russian_cases, russian_peoples
from analysis.facts.mention import Mention
from analysis.lexicon import load_list

_STREET = re.compile(r" (?:Street|Avenue|Square|Road|Hotel)\b")
_MONEY = re.compile(r"\$| (?:dollar|cent|bn\b|mn\b)|\d")
_DOLLARS = re.compile(r"(?:долл(?:ар\w*|\.)|юан\w+|dollars?) $")
_RUSSIAN_STREET = re.compile(r"(?:улиц\w+|ул\.|проспект\w*|площад\w+) $")

# After these a capital is a place; else it stands for its government.
_WHERE = re.compile(
    r"\b(?:in|at|near|to|into|from|via|through|outside|around|across|towards?|beyond|visit(?:s|ed|ing)?|leav\w+|left|"
    r"reach(?:ed)?|including|city|capital|downtown|of|в|во|из|под|до|через|к|около|город[аеу]?|столиц\w+)(?: the)? $",
    re.IGNORECASE,
)


@cache
def _gazetteer(language: str) -> Gazetteer[tuple[str, str]]:
    forms: dict[str, tuple[str, str]] = {}
    rows = load_list("countries", (language,))
    for alpha3, form, kind in zip(rows["alpha3"], rows["form"], rows["kind"], strict=True):
        for inflected in _inflect(form, kind) if language == "ru" else (form,):
            forms.setdefault(inflected, (alpha3, kind))
    return Gazetteer(forms)


def _inflect(form: str, kind: str) -> set[str]:
    if kind in ("adjective", "people"):
        made = russian_adjectives(form) if kind == "adjective" else russian_peoples(form)
        return made | {word.capitalize() for word in made}
    return russian_cases(form)


@cache
def _adjectives() -> frozenset[str]:
    rows = load_list("countries")
    return frozenset(rows.loc[rows["kind"] == "adjective", "form"])


def is_adjective(words: str) -> bool:
    """Return whether the words found for a country are an adjective (in Russian: written small)."""
    return words[:1].islower() or words in _adjectives()


def stands_for_country(text: str, start: int) -> bool:
    """Return whether the capital at `start` stands for its government: no preposition makes it a place."""
    return not _WHERE.search(text, max(0, start - 24), start)


def find_countries(text: str, language: str = "en") -> list[Mention]:
    """
    Find the countries a text names.

    Parameters
    ----------
    text : str
        Any text.
    language : str, default "en"
        ISO 639-1 code; one that ``countries.csv`` has (``en``, ``ru``).

    Returns
    -------
    list of Mention
        By start: ``value`` is the ISO 3166 alpha-3 code. ``role`` is left to `analysis.facts.parties`.

    Examples
    --------
    >>> [found.value for found in find_countries("The Uzbek side met a woman from Oman.")]
    ['UZB', 'OMN']
    """
    found = []
    for start, end, (alpha3, kind) in _gazetteer(language).find(text):
        if kind == "blocked" or not alpha3:
            continue
        if kind == "capital" and (is_part_of_name(text, start, end) or not stands_for_country(text, start)):
            continue
        if _MONEY.match(text, end) or _DOLLARS.search(text[max(0, start - 10) : start]):
            continue
        if kind == "name" and (_STREET.match(text, end) or _RUSSIAN_STREET.search(text[max(0, start - 12) : start])):
            continue
        found.append(Mention("country", alpha3, start, end))
    return found
