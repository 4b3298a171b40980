"""
Organisations in Russian, where capitals tell less: names in quotation marks or Latin letters, and bodies by their head.

A body's name begins with a capital, reaches its head over adjectives (``Бакинский государственный университет``) and
goes on over genitives (``Министерство экономики и коммерции КР``): case endings, not capitals, show where it stops. A
word with a capital belongs to it only as a country, a place, an abbreviation, or an adjective with its noun: another is
a person's. A firm without quotation marks is told by the ending of its name (``Аралнефть``) or the word before it.
"""

import re
from collections.abc import Callable

from analysis.lists.loading import load_list, remember

Place = Callable[[int], tuple[int, str] | None]

_SURNAME = r"(?![А-ЯЁ][а-яё]+(?:[оеё]в|[иы]н)(?:ым|ой|а|у|е)? [А-ЯЁ])"
_ADJECTIVE = (
    rf"{_SURNAME}[А-ЯЁа-яё][а-яё]*(?:-[А-ЯЁа-яё][а-яё]+)*"
    r"(?:[ыиое]й|[ая]я|[оеыи]е|[ое]го|[ое]му|[ыи]ми?|(?<=[кнв])[ое]м|[ую]ю|[ыи]х)"
)
_VERB = r"(?!\w*(?:ться|л[аи]|с[ья]|[уюя]т|[ие]т)\b)(?!(?:для|за|на|или|также|когда|при|по|и|имени)\b)"
_GENITIVE = (
    rf"(?: {_VERB}(?:[а-яё-]+(?:[ое]го|[ое]й|(?<!ск)ий|[ыи]х|[аяыи]|[ое]в)|кино|радио)\b|(?<=[ыи]х) {_VERB}[а-яё-]+\b)"
)
_DATIVE = rf" {_VERB}[а-яё-]+(?:[ая]м|[ое]му|[ое]й|[ыи]м|[еуюи])\b"
_OBJECT = rf" {_VERB}[а-яё-]+(?:[ое]м|[ыи]м|[ая]ми|ью|[ыи]х|[ое]го|[ое]й|[ое]в|[аяыи])\b"
_TAIL = re.compile(
    r" (?:[А-ЯЁ]{2,}\b|[А-ЯЁ][а-яё-]+(?:ой|ого|их|ых) [А-ЯЁа-яё][а-яё]+(?:и|ы|а|я|ей|ов)\b|"
    r"при [А-ЯЁ][а-яё]+(?: министров)?\b|им(?:ени|\.)(?: [А-ЯЁ]\.){0,2}(?: [А-ЯЁ][а-яё]+){1,3})"
)
_LATIN_WORD = (
    r"[A-ZÀ-ÖØ-ÞŞİĞÇŁŚ&](?:[\w&’'-]|\.(?=\w))*"
    r"(?:(?:(?<=\bCo)|(?<=\b(?:Ltd|Inc|Imp|Exp))|(?<=\bCorp)|(?<=A\.Ş))\.)?"
)
LATIN = re.compile(
    rf"{_LATIN_WORD}(?:(?:,? (?=Ltd|LTD|Inc|LLC|Co\b)| | \({_LATIN_WORD}\) (?=[A-Z]))(?:{_LATIN_WORD}|[a-z]+\b(?!\.)))*"
)
_SHORT = re.compile(  # Минэнерго, Нацбанк, КазМунайГаз
    r"\b(?:Мин(?!ск|ут|ус|ув|им|ер|ист|ир)[а-яё]{3,}|(?:Нац|Гос)(?:банк|комитет|ком|дум)[а-яё]*|[А-ЯЁ][а-яё]+[А-ЯЁ]\w+|"
    r"[А-ЯЁ]{2,}У им(?:ени|\.)(?: [А-ЯЁ]\.){0,2}(?: [А-ЯЁ][а-яё]+){1,3})"
)
_QUOTED = re.compile(
    r"«([^«»\n]{2,60})»|(?<!\w)\"(?:[А-ЯЁ]{2,4} \")?(?=\S)([^\"\n]{2,60})(?<=\S)\"(?!\w)|“([^“”\n]{2,60})”"
)
_EVENT = re.compile(r"(?:Forum|Summit|Expo|EXPO|Conference|Week|Festival|Awards?|Cup)\b|\d")
_SENTENCE = re.compile(r"(?:^|[.!?]-?\s+|\n\s*)$")


@remember
def _patterns() -> dict[str, re.Pattern[str]]:
    """
    The patterns made of the lists, by name.

    ``body``: a body's name; ``other``: before quotation marks that hold none; ``works``: a head that needs a name;
    ``legal``: a legal form, at the end; ``form``: nothing but what a firm is; ``named``: a firm without quotation
    marks.
    """
    rows = load_list("organisations", ("ru",))
    kinds = {kind: "|".join(group) for kind, group in rows.groupby("kind")["form"]}
    heads, others, works, legal, ending, noun = (
        kinds.get(kind, "(?!)") for kind in ("head", "other_head", "works", "legal", "name_ending", "called")
    )
    about = rf" по(?:{_DATIVE}|{_GENITIVE})+(?: и{_DATIVE}(?:{_OBJECT}){{0,3}})*"
    name = (
        rf"\b(?=[А-ЯЁ])(?:{_ADJECTIVE} ){{0,4}}(?:(?i:{heads})[а-яё]{{0,4}}\b|(?:МИД|МВД|МЧС)\b)(?:{about})?"
        rf"(?:{_GENITIVE}| (?:{heads})\b|,(?=(?:{_GENITIVE}){{1,3}}(?:,| и )){_GENITIVE}|"
        rf" и(?! (?:{heads})[а-яё]){_GENITIVE}| и (?:{heads})\b)*"
    )
    return {
        "body": re.compile(name),
        "other": re.compile(rf"\b(?:{others})[а-яё]*(?: (?!{heads})[а-яё]+)?(?: \([А-ЯЁ]+\)|\))? $", re.IGNORECASE),
        "works": re.compile(rf"(?:{_ADJECTIVE} )*(?i:{works})[а-яё]*"),
        "legal": re.compile(rf"\b(?:{legal}) $"),
        "form": re.compile(rf"(?:{legal})$|{_ADJECTIVE} (?i:{noun})[а-яё]*$"),
        "named": re.compile(
            rf"\b([А-ЯЁ][а-яё]{{2,}}-?(?i:{ending})(?:а|у|ом|е|и|ю)?)\b|"
            rf"\b(?:(?:{noun})[а-яё]{{0,3}}|{legal}) ([А-ЯЁ][а-яё]+(?:-[А-ЯЁ]?[а-яё]+)*)\b(?! [А-ЯЁ])"
        ),
    }


def marked_spans(
    text: str, latin: re.Pattern[str], is_other: Callable[[re.Match[str]], bool], no_names: frozenset[str]
) -> tuple[set[tuple[int, int]], str]:
    """Give the names in quotation marks and those that `latin` finds, but for others; and the text without quotes."""
    found = set()
    for match in _QUOTED.finditer(text):
        group = match.lastindex or 1
        start, end = match.start(group), match.start(group) + len(match[group].rstrip())
        if text[start].isupper() and not is_other(match):
            found.add((start, end))
    rest = _QUOTED.sub(lambda match: "·" * len(match[0]), text)
    for match in latin.finditer(rest):
        if len(match[0]) > 2 and match[0] not in no_names and not (_EVENT.search(match[0]) or is_other(match)):
            found.add(match.span())
    return found, rest


def russian_spans(text: str, place_at: Place, no_names: frozenset[str]) -> set[tuple[int, int]]:
    """
    Give start and end of the organisations of a Russian text, without quotation marks.

    `place_at` gives the end and the form of the country or place named at an offset; `no_names` are
    abbreviations in Latin letters that name no organisation.
    """
    patterns = _patterns()

    def is_other(match: re.Match[str]) -> bool:
        before = (max(0, match.start() - 41), match.start())
        return not patterns["legal"].search(text, *before) and patterns["other"].search(text, *before) is not None

    found, rest = marked_spans(text, LATIN, is_other, no_names)
    for match in _SHORT.finditer(rest):
        end = match.end() if match[0][-1].isupper() else _reach(text, match.end(), place_at)
        found.add((match.start(), end))
    for match in patterns["named"].finditer(rest):
        if not place_at(match.start(match.lastindex or 1)):
            found.add(match.span(match.lastindex or 1))
    end = 0
    while body := patterns["body"].search(text, end):
        start, end = body.start(), _reach(text, body.end(), place_at)
        works = _SENTENCE.search(text, max(0, start - 4), start) and patterns["works"].match(text, start)
        if " " in text[start:end] and (place_at(start) or (0,))[0] < end and not works:
            found.add((start, end))
    return {(start, end) for start, end in found if not patterns["form"].match(text, start, end)}


def _reach(text: str, end: int, place_at: Place) -> int:
    """Return where the name of a body ends, over the country or place whose it is and over who it is named after."""
    while text.startswith(" ", end):
        if place := place_at(end + 1):
            end = place[0]
        elif more := _TAIL.match(text, end):
            end = more.end()
        else:
            break
    return end
