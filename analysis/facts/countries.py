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

from analysis.facts.gazetteer import Gazetteer, russian_adjectives, russian_cases, russian_peoples
from analysis.facts.mention import Mention
from analysis.lexicon import load_list

_STREET = re.compile(r" (?:Street|Avenue|Square|Road|Hotel)\b")
_MONEY = re.compile(r"\$| (?:dollar|cent|bn\b|mn\b)|\d")
_DOLLARS = re.compile(r"(?:долл(?:ар\w*|\.)|юан\w+|dollars?) $")
_RUSSIAN_STREET = re.compile(r"(?:улиц\w+|ул\.|проспект\w*|площад\w+) $")

# What a capital does when it stands for its government, and the prepositions after which it is only a place.
_ACTS = re.compile(
    r"(?:['’]s\b|,? (?:(?:also|now|still|itself|alone) )?(?:has|have|had|will|would|should|could|may|must|can|is to|is|"
    r"asks?|wants?|seeks?|plans?|says?|said|expects?|hopes?|intends?|offer(?:s|ed)|propos\w+|aims?|needs?|undertook|"
    r"pledge[sd]|promise[sd]|agree[sd]|signed|approve[sd]|welcome[sd]|joined|lends?|lent|gives?|gave|sends?|sent|"
    r"buys?|bought|sells?|sold|suppl(?:y|ies|ied)|decided|ratified|prolonged|clears?|backs?|grants?|invites?|"
    r"takes?|took|wins?|won|puts?|sees?|counts?|considers?|regards?|supports?|urges?|calls?|denies|denied)\b|"
    r" (?:[а-яё]+л[аи]? |хочет|рассчитывает|намерен|готов|планирует|предлагает|просит|считает|обещает|знает|поможет|"
    r"выделит|обещал|напомнил|заявил)\b)"
)
_WITH = re.compile(r"\b(?:between|with|by|for|between \w+ and|help from|money from|с|со|между|между \w+ и|от|для) $")
_WHERE = re.compile(r"\b(?:in|at|near|to|into|through|via|outside|around|across|в|во|из|под|через|до|города?|городе) $")


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


def stands_for_country(text: str, start: int, end: int) -> bool:
    """Return whether the capital at ``text[start:end]`` acts for its government there."""
    before = text[max(0, start - 24) : start]
    if _WHERE.search(before):
        return False
    return bool(_ACTS.match(text, end) or _WITH.search(before))


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
        if kind == "blocked" or (kind == "capital" and not stands_for_country(text, start, end)):
            continue
        if _MONEY.match(text, end) or _DOLLARS.search(text[max(0, start - 10) : start]):
            continue
        if kind == "name" and (_STREET.match(text, end) or _RUSSIAN_STREET.search(text[max(0, start - 12) : start])):
            continue
        found.append(Mention("country", alpha3, start, end))
    return found
