"""Organisations in Russian: names in quotation marks or Latin letters, and bodies with their genitives."""

from __future__ import annotations

import re

_CAP = r"[А-ЯЁ][а-яё]+(?:-[А-ЯЁа-яё]+)*"
_GENITIVE = r"[а-яё-]+(?:ого|его|ой|ей|ых|их|ия|ии|ья|ов|ев|ий|ей|[бвгджзклмнпрстфхцчшщь]?[аяыи])"
_HEADS = (
    "министерств|агентств|комитет|комисси|ассоциаци|союз|федераци|палат|совет|департамент|управлени|организаци|институт"
    "|академи|университет|колледж|центр|фонд|банк|служб|бюро|инспекци|обществ|кабинет|музе|библиотек|больниц|клиник|театр"
    "|бирж|корпораци|компани|холдинг|концерн|предприяти|комбинат|завод|консорциум|объединени|галере|дирекци"
)
_COUNTRY = r"[А-ЯЁ][а-яё]+(?:стана|ии|и|а|я)|КР|РК|РФ|РТ|РУз|АР|США|КНР"
_TAIL = rf"(?:(?:,? и|,)? {_GENITIVE})*?(?: (?:{_COUNTRY}))?"
_BODY = re.compile(
    rf"\b(?:{_CAP} )?(?:[а-яё-]+(?:ый|ий|ой|ая|ое|ого|его|ому|ему|ым|им|ом|ую|их|ых) ){{0,2}}"
    rf"(?:{_HEADS})[а-яё]*"
    rf"(?: {_GENITIVE}(?=[\s.,;:!?»)]))*(?:(?:,(?= {_GENITIVE}(?:,| и ))| и) {_GENITIVE}(?: {_GENITIVE})*)*"
    rf"(?: (?:{_COUNTRY})\b)?",
    re.IGNORECASE,
)
_QUOTED = re.compile(r"(?:\b(АО|ОАО|ЗАО|ПАО|ООО|ТОО|СП|ГП) )?«([^«»\n]{2,60})»")
_NOT_BEFORE = re.compile(
    r"\b(?:зон|сэз|проект|программ|форум|выставк|ярмарк|фестивал|бренд|марк|модел|стратеги|газет|журнал|технопарк|парк|"
    r"инициатив|конференци|саммит|месторождени|рудник|пункт|переход|отел|гостиниц|стадион|фильм|книг|коридор|трасс|"
    r"имя|названием|форма?т|систем|акци|конкурс|тем|лозунг|девиз)[а-яё]* $",
    re.IGNORECASE,
)
_LATIN = re.compile(
    r"[A-ZÀ-ÖØ-ÞŞİĞÇŁŚ][\w&.'’-]*(?:,? [A-ZÀ-ÖØ-ÞŞİĞÇŁŚ&][\w&.'’-]*| (?:ve|of|and|for|de) [A-ZÀ-ÖØ-Þ]\w*)*"
)


def find_russian(text: str) -> set[tuple[int, int]]:
    """Give the spans of organisations in a Russian text."""
    found = set()
    for match in _QUOTED.finditer(text):
        if not _NOT_BEFORE.search(text[max(0, match.start() - 30) : match.start()]):
            found.add(match.span(2))
    for match in _LATIN.finditer(text):
        end = match.end() - (match.group().endswith((".", "’", "'")) and not match.group().endswith("Ş."))
        if end - match.start() > 2 and not any(a <= match.start() < b for a, b in found):
            found.add((match.start(), end))
    for match in _BODY.finditer(text):
        if match.group()[0].isupper() and " " in match.group():
            found.add(match.span())
    return found
