"""
Cities and regions where something happens, with their country.

``analysis/lists/places.csv`` is our own audited gazetteer: regions, towns and districts of the six home countries and
their neighbours, capitals and large cities of the world. A name before a word such as ``district`` (or after ``village
of``) is a place even when the list lacks it. What is not a place: a name inside a longer one (``Tashkent International
Forum``), a plant's or a line's (``Navoi power plant``, ``Tashkent-Samarkand railway``), one alone in quotation marks,
a company's seat or part of a body's name (``Eagle Hills of Abu Dhabi``, ``University of Osh``), and a capital that
stands for its government.
"""

from __future__ import annotations

import re

from analysis.facts.countries import country_words, stands_for_country
from analysis.facts.document import Document
from analysis.facts.gazetteer import Gazetteer, cued, inflect, is_part_of_name, skip_openers
from analysis.facts.mention import Mention
from analysis.lists.loading import load_list, remember

_NAME = r"[^\W\d_a-zà-öø-ÿа-яё][^\W\d_]+(?:[-’'][^\W\d_]+){0,4}"
_AFTER = r" (?i:{region_type})\b"
_TYPED = {
    "en": rf"\b({_NAME}(?: {_NAME})?){_AFTER}|\b(?:{{settlement_type}}|{{region_type}}) of ({_NAME})",
    "ru": rf"\b({_NAME}(?:ск|н)(?:ая|ой|ую|ий|ого|ому|им|ом|ый|ым)){_AFTER}"
    rf"|\b(?:{{region_type}}|{{settlement_type}}) ({_NAME})",
}
_COMPANY = r" (?:{company_noun})\b"
_SEAT = re.compile(r"(?:[a-z,’'\"”] |[A-Z][\w&.-]* )[A-Z][\w&.-]* of $")
_SITE = r" (?:(?:{site_kind}) ){0,3}(?:{site})\b"


@remember
def _gazetteer(language: str) -> Gazetteer[dict[str, tuple[str, str]]]:
    forms: dict[str, dict[str, tuple[str, str]]] = {}
    rows = load_list("places", (language,))
    for place, form, country, kind in rows[["place", "form", "country", "kind"]].itertuples(index=False):
        for inflected in inflect(form, "name", language):
            forms.setdefault(inflected, {}).setdefault(kind, (place, country))
    return Gazetteer(forms)


def find_places(document: Document) -> list[Mention]:
    """
    Find the cities and regions a text names, in a language of ``places.csv`` (``en``, ``ru``), by start.

    ``value`` is the English name (the words of the text where the gazetteer lacks the place), ``country`` its ISO 3166
    alpha-3 code (None where unknown).

    >>> [(found.value, found.country) for found in find_places(Document("Talks were held in Samarqand."))]
    [('Samarkand', 'UZB')]
    """
    text, found = document.text, list[Mention]()
    for start, end, kinds in _gazetteer(document.language).find(text, document.words):
        typed = cued(_AFTER).match(text, end)
        place, country = kinds.get("region" if typed else "city") or next(iter(kinds.values()))
        listed = bool(found) and text[found[-1].end : start] in (", ", " and ", ", and ", " и ")
        governs = place in country_words("capital") and not listed and stands_for_country(text, start)
        if typed or not (governs or _is_other(text, start, end)):
            found.append(Mention("place", place, start, typed.end() if typed else end, country=country))
    return sorted(found + _unlisted(document, found), key=lambda mention: mention.start)


def _is_other(text: str, start: int, end: int) -> bool:
    """Return whether the name is a part of another name, or another's altogether."""
    quoted = text[start - 1 : start] in ("«", "“", '"') and text[end : end + 1] in ("»", "”", '"')
    seat = _SEAT.search(text, max(0, start - 60), start)
    home = seat or cued(_COMPANY).match(text, end)
    return bool(quoted or home or is_part_of_name(text, start, end) or cued(_SITE).match(text, end))


def _unlisted(document: Document, found: list[Mention]) -> list[Mention]:
    """Give the places that a word such as ``district`` shows, where none was found."""
    text = document.text
    if not document.phrases["cues"]:
        return []
    taken = {index for mention in found for index in (mention.start, mention.end)}
    spans = [
        match.span(2 if match[2] else 0) for match in cued(_TYPED.get(document.language, _TYPED["en"])).finditer(text)
    ]
    named = [(skip_openers(text, start, end), end) for start, end in spans]
    spans = [(a, end) for (start, end), (a, _) in zip(spans, named, strict=True) if a == start or " " in text[a:end]]
    return [Mention("place", text[a:b], a, b) for a, b in spans if a not in taken and b not in taken]
