"""
Organisations in the languages that have patterns in ``organisations.csv``: Russian, the Turkic ones and Tajik.

In Russian capitals tell less than in English: there are names in quotation marks or Latin letters, and bodies by their
head. A body's name begins with a capital, reaches its head over adjectives (``Бакинский государственный университет``)
and goes on over genitives (``Министерство экономики и коммерции КР``): case endings, not capitals, show where it stops.
A word with a capital belongs to it only as a country, a place, an abbreviation, or an adjective with its noun: another
is a person's. A firm without quotation marks is told by the ending of its name (``Аралнефть``) or the word before it.

In the others, read in plain letters, a body's name begins with a capital and reaches its head (``Energetika
vazirligi``) over small words, if heads are written small; in Tajik it begins with the head and goes on over genitives.
A firm stands in quotation marks, in capitals (``SOCAR``), in Latin letters among Cyrillic ones, or before a word that
calls it one (``Artel kompaniyasi``). A country or place with a suffix in front is whose the body is or where, and no
part of its name.
"""

import re
from collections.abc import Callable

from analysis.facts.document import Document
from analysis.facts.gazetteer import forms_of, name_patterns

Patterns = dict[str, re.Pattern[str]]
Place = Callable[[int], tuple[int, str] | None]

_LISTED = re.compile(r",? (?:\w{1,3} )?")
_BEHIND = re.compile(r"['’-]?([\wʻ]*)[ ,]+")


def marked_spans(
    text: str, patterns: Patterns, kind: str, is_other: Callable[[re.Match[str]], bool], no_names: frozenset[str]
) -> tuple[set[tuple[int, int]], str]:
    """Give the names in quotation marks and those that `kind` finds, but for others; and the text without quotes."""
    found, barred = set(), 0
    for match in patterns["quoted"].finditer(text):
        group = match.lastindex or 1
        start, end = match.start(group), match.start(group) + len(match[group].rstrip())
        if is_other(match) or (barred and _LISTED.fullmatch(text, barred, match.start())):
            barred = match.end()  # and what is listed with it: the fields "A", "B" and "C"
        elif text[start].isupper():
            found.add((start, end))
    rest = patterns["quoted"].sub(lambda match: "·" * len(match[0]), text)
    named = [match for match in patterns[kind].finditer(rest) if len(match[0]) > 2 and match[0] not in no_names]
    found |= {match.span() for match in named if not (patterns["event"].search(match[0]) or is_other(match))}
    return found, rest


def russian_spans(document: Document, place_at: Place, no_names: frozenset[str]) -> set[tuple[int, int]]:
    """
    Give start and end of the organisations of a Russian text, without quotation marks.

    `place_at` gives the end and the form of the country or place named at an offset; `no_names` are
    abbreviations in Latin letters that name no organisation.
    """
    text, patterns = document.text, name_patterns("ru")

    def is_other(match: re.Match[str]) -> bool:
        before = (max(0, match.start() - 41), match.start())
        return not patterns["legal"].search(text, *before) and patterns["other"].search(text, *before) is not None

    found, rest = marked_spans(text, patterns, "latin", is_other, no_names)
    for match in patterns["short"].finditer(rest):
        end = match.end() if match[0][-1].isupper() else _reach(text, match.end(), place_at)
        found.add((match.start(), end))
    named = [match.span(match.lastindex or 1) for match in patterns["named"].finditer(rest)]
    found |= {span for span in named if not place_at(span[0])}
    end = 0
    while body := patterns["body"].search(text, end):
        start, end = body.start(), _reach(text, body.end(), place_at)
        works = patterns["opens"].search(text, max(0, start - 4), start) and patterns["works"].match(text, start)
        if " " in text[start:end] and (place_at(start) or (0,))[0] < end and not works:
            found.add((start, end))
    return {(start, end) for start, end in found if not patterns["form"].match(text, start, end)}


def _reach(text: str, end: int, place_at: Place) -> int:
    """Return where the name of a body ends, over the country or place whose it is and over who it is named after."""
    while text.startswith(" ", end):
        if place := place_at(end + 1):
            end = place[0]
        elif more := name_patterns("ru")["tail"].match(text, end):
            end = more.end()
        else:
            break
    return end


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
