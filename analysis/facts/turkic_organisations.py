"""
Organisations in the Turkic languages and Tajik, in plain letters.

A body's name begins with a capital and reaches its head (``Energetika vazirligi``) over small words, if heads are
written small; in Tajik it begins with the head and goes on over genitives. A firm stands in quotation marks, in
capitals (``SOCAR``), in Latin letters among Cyrillic ones, or before a word that calls it one (``Artel kompaniyasi``).
A country or place with a suffix in front is whose the body is or where, and no part of its name.
"""

import re

from analysis.facts.document import Document
from analysis.facts.gazetteer import forms_of, name_patterns
from analysis.facts.russian_organisations import Place, marked_spans

_BEHIND = re.compile(r"['’-]?([\wʻ]*)[ ,]+")


def turkic_spans(document: Document, place_at: Place, no_names: frozenset[str]) -> set[tuple[int, int]]:
    """
    Give start and end of the organisations of a text, without quotation marks.

    `place_at` gives the end and the form in the list of the country, people or place named at an offset; `no_names`
    are abbreviations that name no organisation.
    """
    text, openers = document.text, forms_of("organisations", "opener", language=document.language)
    patterns = name_patterns(document.language)

    def is_other(match: re.Match[str]) -> bool:
        start, end = match.span()
        around = (end - 1, end + 60), (max(0, start - 24), start), (start, end - (match[0][-1] in '»”"'))
        return place_at(start) is not None or any(patterns["other"].match(text, *place) for place in around)

    found, rest = marked_spans(text, patterns, "latin" if re.search("[а-я]", text) else "capitals", is_other, no_names)
    for match in (match for kind in ("body", "named", "form") for match in patterns[kind].finditer(rest)):
        start, end = _begin(text, match.start(), place_at, openers), match.end(1)
        if start < end and text[start].isupper() and (place_at(start) or (0,))[0] < end:
            found.add((start, end))
    return found


def _begin(text: str, start: int, place_at: Place, openers: frozenset[str]) -> int:
    """Return where a name begins, without the words in front that belong to none: a pronoun, a place with a suffix."""
    while behind := _BEHIND.match(text, start):
        _, form = place_at(start) or (start, "")
        suffixed = _BEHIND.match(text, start + len(form)) if form else None
        if not (suffixed and suffixed[1].islower()) and behind[1] not in openers:
            break
        start = (suffixed or behind).end()
    return start
