"""
Cities and regions where something happens, with their country.

``analysis/lists/places.csv`` is our own audited gazetteer: regions, towns and districts of the six home countries and
their neighbours, capitals and large cities of the world. A name before a word such as ``district`` (or after ``village
of``), in the region, country or city that it lies in, or behind a place and ``and``, is a place even when the list
lacks it. What is not a place: a name inside a longer one (``Tashkent International Forum``), a plant's or a line's
(``Navoi power plant``, ``Tashkent-Samarkand railway``), one alone in quotation marks, a company's seat or part of a
body's name (``Eagle Hills of Abu Dhabi``, ``University of Osh``), and a capital that stands for its government.
"""

import re
from collections.abc import Iterator
from operator import itemgetter

import pandas as pd

from analysis.facts.countries import country_end, has_place_suffix, ordinary_words, stands_for_country
from analysis.facts.document import Document, Mention
from analysis.facts.english_names import is_common, is_surname, judge_words
from analysis.facts.gazetteer import Gazetteer, cued, forms_of, gather_names, inflect, is_part_of_name, skip_openers
from analysis.lists.loading import load_list, remember
from analysis.text.letters import FOLDED

_NAME = r"[^\W\d_a-zà-öø-ÿа-яё][^\W\d_]+(?:(?:-|[’'](?!s\b))[^\W\d_]+){0,4}"
_AFTER = r" (?i:{region_type})\b"
_ENDING = "(?:ая|ую|[ои]й|ого|ому|[ио]м|ый|ым)"  # of adjectives
_REGIONAL = rf"{_NAME}(?:ск|н){_ENDING}"
_TYPED = {
    "en": rf"\b({_NAME}(?: {_NAME})?){_AFTER}|\b(?:{{settlement_type}}|{{region_type}}) of ({_NAME})",
    "ru": rf"((?:\b[А-ЯЁ]\. ?)?\b{_REGIONAL}){_AFTER}|\b(?:{{region_type}}|{{settlement_type}}) ({_NAME})"
    rf"|\b{_REGIONAL}(?=(?:(?:,| и) {_REGIONAL}){{1,9}}{_AFTER})",  # Osh, Chu and Naryn regions
    "tr": rf"\b({_NAME}(?: {_NAME})?){_AFTER}|\b({_NAME})(?= (?:{{town_type}})\b)",
    "tg": rf"\b(?:{{settlement_type}}) {_NAME}()()",
}
_COMPANY = r"-(?:based|headquartered)\b| (?!according)(?:{company_noun})\b"
_SOUTH = r"(?:in )?(?:the )?(?:(?:north|south|east|west|cent)[\w-]* (?:of )?)?"
# in Kyzyltash, south Kazakhstan
_WITHIN = re.compile(rf"(?:in(?<!\w..)|at(?<!\w..)|near(?<!\w....)) ({_NAME}(?: {_NAME})?), {_SOUTH}(?={_NAME})")
_BESIDE = re.compile(rf" and ({_NAME})(?=[.,;:)]|$)")  # in Osh and Kyzyltash
_HOLDS = re.compile(r"(?:shares?|stakes?|interests?|invest\w*|believes?) $")  # in a firm, or in God
_ADJECTIVE = re.compile(rf"{_ENDING}$")
_TITLE = re.compile(r"[«“\"](?=\S|$)[^«»“”\"\n]{0,40}$")
_TITLE_END = re.compile(r"(?:[^«»“”\"\n]{0,40}\S)?[»”\"]")
_SEAT = re.compile(r"(?:[a-z,’'\"”] |[A-Z][\w&.-]* )[A-Z][\w&.-]* of $")
_SITE = r" (?:\d[\w,.-]* (?:MW |\(\w+\) )?)?(?:(?:{site_kind}) ){0,3}(?:{site})\b"


@remember
def _gazetteer(language: str) -> Gazetteer[dict[str, tuple[str, str]]]:
    rows, kinds = load_list("places", (language,)), dict[str, dict[str, tuple[str, str]]]()
    for place, form, country, kind in rows[["place", "form", "country", "kind"]].itertuples(index=False):
        kinds.setdefault(form, {}).setdefault(kind, (place, country))
    words = ordinary_words(language, rows["form"]) if language in FOLDED else []
    ordinary = pd.DataFrame({"form": [word.capitalize() for word in words], "kind": "city"})
    rows = pd.concat([rows.drop_duplicates("form"), ordinary])
    return gather_names(rows, language, [*kinds.values(), *({} for _ in words)])


@remember
def _regions() -> dict[str, tuple[str, str]]:
    """The regions in Russian by their adjective alone, in any case form."""
    rows = load_list("places", ("ru",)).query("kind == 'region'")
    named = zip(rows["form"], rows["place"], rows["country"], strict=True)
    forms = ((form.split(" "), (place, country)) for name, place, country in named for form in inflect(name))
    return {parts[0]: entry for parts, entry in forms if len(parts) == 2 and parts[1].islower()}


def find_places(document: Document) -> list[Mention]:
    """
    Find the cities and regions a text names, in a language of ``places.csv`` (``en``, ``ru``), by start.

    ``value`` is the English name (the words of the text where the gazetteer lacks the place), ``country`` its ISO 3166
    alpha-3 code (None where unknown).

    >>> [(found.value, found.country) for found in find_places(Document("Talks were held in Samarqand."))]
    [('Samarkand', 'UZB')]
    """
    text, found = document.text, list[Mention]()
    for start, end, kinds in filter(itemgetter(2), _gazetteer(document.language).find(text, document.words)):
        declined = document.language not in ("ru", "tg") or _ADJECTIVE.search(text, start, end)
        typed = cued(_AFTER).match(text, end) if declined else None
        place, country = kinds.get("region" if typed else "city") or next(iter(kinds.values()))
        listed = bool(found) and text[found[-1].end : start] in (", ", " and ", ", and ", " и ")
        suffixed = has_place_suffix(document, start, end)
        governs = place in forms_of("countries", "capital") and not listed and stands_for_country(text, start)
        if typed or suffixed or not (governs or _is_other(text, start, end)):
            found.append(Mention("place", place, start, typed.end() if typed else end, country=country))
    return sorted(found + _unlisted(document, found), key=lambda mention: mention.start)


def _is_other(text: str, start: int, end: int) -> bool:
    """Return whether the name is a part of another name, or another's altogether."""
    quoted = _TITLE_END.match(text, end) and _TITLE.search(text, max(0, start - 42), start)
    home = _SEAT.search(text, max(0, start - 60), start) or cued(_COMPANY).match(text, end)
    return bool(quoted or home or is_part_of_name(text, start, end) or cued(_SITE).match(text, end))


def _unlisted(document: Document, found: list[Mention]) -> list[Mention]:
    """Give the places that a word such as ``district`` shows, where none was found."""
    text, language = document.text, document.language
    pattern = _TYPED.get(language, _TYPED["tr" if language in FOLDED else "en"])
    typed = cued(pattern).finditer(text) if document.phrases["cues"] else ()
    spans = [match.span(2 if match[2] else 0) for match in typed]
    if language == "en":
        spans += _beside(text, found)
    taken = {index for mention in found for index in (mention.start, mention.end)}
    named = [(skip_openers(text, start, end), start, end) for start, end in sorted(set(spans))]
    spans = [(start, end) for start, first, end in named if start == first or " " in text[start:end]]
    spans = [span for span in spans if taken.isdisjoint(span) and not _is_vast(text[slice(*span)], language)]
    return [_name(document, *span) for span in spans]


def _name(document: Document, start: int, end: int) -> Mention:
    """Return a place, by its English name where the list has it in these words, or a region of this adjective."""
    written, found = document.written[start:end], _gazetteer(document.language).at(document.text, start)
    whole = found and found[0] == end and document.language != "en"  # in English it would have been found
    regions = _regions() if document.language == "ru" else {}
    place, country = regions.get(written.split(" ")[0], (written, None))
    place, country = next(iter(found[1].values()), (place, country)) if found and whole else (place, country)
    return Mention("place", place, start, end, country=country)


def _beside(text: str, found: list[Mention]) -> Iterator[tuple[int, int]]:
    """Give the names that lie in a country or a place found, or stand behind a place and ``and``."""
    ends = {mention.start: mention.end for mention in found}
    for match in _WITHIN.finditer(text):
        end = ends.get(match.end()) or country_end(text, match.end())
        owned = text.startswith(("'s", "’s"), end) or _HOLDS.search(text, max(0, match.start() - 12), match.start())
        if end and not owned and judge_words(match[1]) not in ("body", "organisation", "known"):
            yield match.span(1)
    for mention in found:
        name = _BESIDE.match(text, mention.end) if text.startswith(" and ", mention.end) else None
        if name and judge_words(name[1]) == "unsure" and not (is_common(name[1]) or is_surname(name[1])):
            yield name.span(1)


def _is_vast(name: str, language: str) -> bool:
    """Return whether a region is a country's (``областях Узбекистана``) or a part of the world (``Asia region``)."""
    vast = any(word in forms_of("cues", "vast") or (word.isupper() and len(word) > 1) for word in name.split(" "))
    return vast or country_end(name, 0, language) > 0
