"""
Cities and regions where something happens, with their country.

``analysis/data/places.csv`` is our own audited gazetteer: regions, towns and districts of the six home countries and
their neighbours, capitals and large cities of the world. A name before a word such as ``district`` (or after ``village
of``) is a place even when the list lacks it. What is not a place: a name inside a longer one (``Tashkent International
Forum``), a line's or pipeline's ends (``Tashkent-Samarkand railway``), and a capital that acts for its government.
"""

from __future__ import annotations

import re
from functools import cache

from analysis.facts.countries import stands_for_country
from analysis.facts.gazetteer import Gazetteer, is_part_of_name, russian_cases
from analysis.facts.mention import Mention
from analysis.lexicon import load_list

_TYPE = "region|province|district|oblast|county|prefecture|velayat|governorate|raion"
_TYPE_RU = "област|район|кра[йяюе]|округ|велаят|провинц|уезд|этрап"
_AFTER = re.compile(rf" (?:{_TYPE}|{_TYPE.title()})\b(?!s)")
_NAME = r"[^\W\d_a-zа-яё][^\W\d_]+(?:[-’'][^\W\d_]+)*"
_TYPED = re.compile(rf"\b({_NAME}(?: {_NAME})?) (?:{_TYPE}|{_TYPE.title()})\b")
_OF = re.compile(rf"\b(?:villages?|towns?|city|settlement|{_TYPE}) of ({_NAME})")
_TYPED_RU = re.compile(
    rf"\b({_NAME}(?:ск|н)(?:ая|ой|ую|ий|ого|ому|им|ом|ый|ым)) (?:(?:{_TYPE_RU})[а-я]*)"
    rf"|\b(?:(?:област|район|округ|провинц|этрап)[а-я]*|город[аеу]?|сел[оеау]|пос[её]л(?:ок|к[аеу])) ({_NAME})"
)
# What stands in a place's name without being in it: plants, lines, fields, border posts.
_SITE = re.compile(
    r" (?:(?:oil|gas|power|steel|thermal|solar|wind|hydro|chemical|nuclear|free|special|industrial|economic|"
    r"trade|motor|rail|cement|car|tractor|border) ){0,3}(?:plants?|refinery|station|farm|railway|line|field|deposit|"
    r"pipeline|highway|road|corridor|zone|technopark|park|mill|mine|works|canal|reservoir|route|post|crossing|checkpoint)\b"
)


@cache
def _gazetteer(language: str) -> Gazetteer[dict[str, tuple[str, str]]]:
    forms: dict[str, dict[str, tuple[str, str]]] = {}
    rows = load_list("places", (language,))
    for place, form, country, kind in rows[["place", "form", "country", "kind"]].itertuples(index=False):
        for inflected in russian_cases(form) if language == "ru" else (form,):
            forms.setdefault(inflected, {}).setdefault(kind, (place, country))
    return Gazetteer(forms)


@cache
def _capitals() -> frozenset[str]:
    rows = load_list("countries")
    return frozenset(rows.loc[rows["kind"] == "capital", "form"])


def find_places(text: str, language: str = "en") -> list[Mention]:
    """
    Find the cities and regions a text names.

    Parameters
    ----------
    text : str
        Any text.
    language : str, default "en"
        ISO 639-1 code; one that ``places.csv`` has (``en``, ``ru``).

    Returns
    -------
    list of Mention
        By start: ``value`` is the English name (the words of the text where the gazetteer lacks the place),
        ``country`` its ISO 3166 alpha-3 code (None where unknown).

    Examples
    --------
    >>> [(found.value, found.country) for found in find_places("Talks were held in Samarqand.")]
    [('Samarkand', 'UZB')]
    """
    found: list[Mention] = []
    for start, end, kinds in _gazetteer(language).find(text):
        typed = _AFTER.match(text, end)
        place, country = kinds.get("region" if typed else "city") or next(iter(kinds.values()))
        end = typed.end() if typed else end
        quoted = text[start - 1 : start] in ("«", "“", '"') and text[end : end + 1] in ("»", "”", '"')
        governs = place in _capitals() and not _in_list(found, text, start) and stands_for_country(text, start)
        if not typed and (quoted or governs or is_part_of_name(text, start, end) or _SITE.match(text, end)):
            continue
        found.append(Mention("place", place, start, end, country=country))
    taken = {index for mention in found for index in (mention.start, mention.end)}
    patterns = (_TYPED_RU,) if language == "ru" else (_TYPED, _OF)
    for match in (match for pattern in patterns for match in pattern.finditer(text)):
        start, end = match.span(1) if match.re is _OF else match.span()
        if start not in taken and end not in taken:
            found.append(Mention("place", text[start:end], start, end))
    return sorted(found, key=lambda mention: mention.start)


def _in_list(found: list[Mention], text: str, start: int) -> bool:
    """Return whether the last place found stands before `start` in one list with it."""
    return bool(found) and text[found[-1].end : start] in (", ", " and ", ", and ", " и ")
