"""
Organisations in Russian, where capitals tell less: names in quotation marks or Latin letters, and bodies by their head.

A body's name begins with a capital, reaches its head over adjectives (``Бакинский государственный университет``) and
goes on over genitives (``Министерство экономики и коммерции КР``): case endings, not capitals, show where it stops.
"""

from __future__ import annotations

import re

from analysis.lists.loading import load_list, remember

_ADJECTIVE = (
    r"[А-ЯЁа-яё][а-яё]*(?:-[А-ЯЁа-яё][а-яё]+)*(?:[ыиое]й|[ая]я|[оеыи]е|[ое]го|[ое]му|[ыи]ми?|[ое]м|[ую]ю|[ыи]х)"
)
_VERB = r"(?!\w*(?:ться|л[аи]|с[ья]|[уюя]т|[ие]т)\b)(?!(?:для|за|на|или|также|когда)\b)"
_GENITIVE = rf" {_VERB}(?:[А-ЯЁ]?[а-яё-]+(?:[ое]го|[ое]й|(?<!ск)ий|[ыи]х|[аяыи]|[ое]в)|кино|радио)\b"
_COUNTRY = r"[А-ЯЁ][а-яё]+(?:стана|ии|и|а)|КР|РК|РФ|РТ|РУз|АР|США|КНР|СНГ|ООН"
_LATIN_WORD = r"[A-ZÀ-ÖØ-ÞŞİĞÇŁŚ&](?:[\w&’'-]|\.(?=\w))*"
_LATIN = re.compile(
    rf"{_LATIN_WORD}(?:(?:,? | ve | of | and | for | de ){_LATIN_WORD})*(?:(?<=Ltd)\.|(?<=Inc)\.|(?<=A\.Ş)\.)?"
)
_SHORT = re.compile(  # Минэнерго, Нацбанк, КазМунайГаз
    r"\b(?:Мин(?!ск|ут|ус|ув|им|ер|ист|ир)[а-яё]{3,}|(?:Нац|Гос)(?:банк|комитет|ком|дум)[а-яё]*|[А-ЯЁ][а-яё]+[А-ЯЁ]\w+)"
)
_QUOTED = re.compile(r"«([^«»\n]{2,60})»|\"([^\"\n]{2,60})\"|“([^“”\n]{2,60})”")
_EVENT = re.compile(r"(?:Forum|Summit|Expo|EXPO|Conference|Week|Festival|Awards?|Cup)\b|\d")
_SENTENCE = re.compile(r"(?:^|[.!?]\s+|\n\s*)$")


@remember
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """The patterns of a body's name, of what is no body though in quotation marks, and of heads that need a name."""
    rows = load_list("organisations", ("ru",))
    heads, others, works = (
        "|".join(rows.loc[rows["kind"] == kind, "form"]) or "(?!)" for kind in ("head", "other_head", "works")
    )
    name = (
        rf"\b(?=[А-ЯЁ])(?:{_ADJECTIVE} ){{0,4}}(?i:{heads})[а-яё]{{0,4}}\b"
        r"(?: по(?: [а-яё]+(?:ам|ям|ому|ой|е|у|ю|и)\b)+)?"
        rf"(?:{_GENITIVE}|,(?={_GENITIVE}(?:,| и )){_GENITIVE}| и{_GENITIVE})*"
        rf"(?: (?:{_COUNTRY})\b)?(?: имени(?: [А-ЯЁ][а-яё]+){{1,3}})?"
    )
    return (
        re.compile(name),
        re.compile(rf"\b(?:{others})[а-яё]*(?: (?!{heads})[а-яё]+)? $", re.IGNORECASE),
        re.compile(rf"(?:{_ADJECTIVE} )*(?i:{works})"),
    )


def russian_spans(text: str) -> set[tuple[int, int]]:
    """Give start and end of the organisations of a Russian text, without quotation marks."""
    body, other, works = _patterns()
    found: set[tuple[int, int]] = set()
    passed = [(0, 0)]
    for match in _QUOTED.finditer(text):
        group = match.lastindex or 1
        passed.append(match.span())
        start, end = match.start(group), match.start(group) + len(match[group].rstrip())
        if text[start].isupper() and not other.search(text, max(0, start - 41), start - 1):
            found.add((start, end))
    for match in _LATIN.finditer(text):
        start, end = match.span()
        event = _EVENT.search(match.group()) or other.search(text, max(0, start - 40), start)
        if end - start > 2 and not event and not any(a <= start < b for a, b in passed):
            found.add((start, end))
    found |= {match.span() for match in _SHORT.finditer(text) if not any(a <= match.start() < b for a, b in passed)}
    for match in body.finditer(text):
        opens = _SENTENCE.search(text, max(0, match.start() - 4), match.start())
        if " " in match.group() and not (opens and works.match(match.group())):
            found.add(match.span())
    return found
