"""
Organisations in the Turkic languages and Tajik, in plain letters.

A body's name begins with a capital and reaches its head (``Energetika vazirligi``) over small words, if heads are
written small; in Tajik it begins with the head and goes on over genitives. A firm stands in quotation marks, in
capitals (``SOCAR``), in Latin letters among Cyrillic ones, or before a word that calls it one (``Artel kompaniyasi``).
A country or place with a suffix in front is whose the body is or where, and no part of its name.
"""

import re
from collections.abc import Callable

from analysis.facts.russian_organisations import EVENT, LATIN, QUOTED
from analysis.lists.loading import load_list, load_stop_words, remember
from analysis.text.letters import fold

Span = tuple[int, int]

_SMALL = r" (?!(?:bilan|билан|bilen|менен|мен|uchun|учун|ushyn|ушин|бо|аз|дар)\b)[a-zа-яё][\wʻ-]*\b"
_CAPITAL = r"[A-ZА-ЯЁ][\wʻ-]*"
_JOINT = r" (?:(?:v[ea]|we|ва|жана|жане|hamda|хамда|uzre|nomidagi|номидаги|атындагы|adyndaky|adina) )?"
_VERB = r"(?!ме\w+|\w+(?:ад|анд|аст|уд|ид|фт|шт|ард|ро)\b)"
_GENITIVES = (
    rf"(?: (?:ва )?[А-ЯЁа-яё]\w*и\b)*(?: {_VERB}[А-ЯЁа-яё]\w+(?: ва(?: [а-яё]\w*и\b)*(?: {_VERB}[А-ЯЁа-яё]\w+))?)?"
)
_ACRONYM = re.compile(r"\b(?:[A-Z][A-Z&]{2,}|[A-Z]\w*[a-z][A-Z]\w*)(?![\w-]*\d)\b")


_BEHIND = re.compile(r"['’-]?([\wʻ]*)[ ,]+")


@remember
def _patterns(language: str) -> list[re.Pattern[str]]:
    """Names of bodies; of firms by the word behind, and by their last word; what stands around others in quotes."""
    rows = load_list("organisations", (language, "en"))
    rows = rows[(rows["language"] == language) | rows["kind"].isin(["legal", "company_head"])]
    kinds = dict.fromkeys(("head", "called", "other_head", "legal", "company_head"), "(?!)")
    for kind, forms in rows.groupby("kind")["form"]:
        plain = {fold(form, language) for form in forms}
        plain |= {form[0].upper() + form[1:] for form in plain}
        kinds[str(kind)] = "|".join(map(re.escape, sorted(plain, key=lambda form: (-len(form), form))))
    heads, called, other, legal, company = (f"(?:{forms})" for forms in list(kinds.values())[:5])
    run = rf"(?!{heads}){_CAPITAL}(?:{_JOINT}(?!{heads}){_CAPITAL}){{0,7}}"
    small = rf"(?:,{_SMALL}){{0,2}}(?:{_SMALL}){{0,5}}?" if re.search(r"\|[a-zа-яё]", heads) else ""
    body = rf"\b({run}{small} {heads}[\wʻ]*)" if language != "tg" else rf"\b({heads}\w?и\b{_GENITIVES})"
    firms = rf"\b((?:{_CAPITAL} ){{0,2}}{_CAPITAL}) {called}", rf"\b({run} (?:{legal}|{company})(?!\w| [A-ZА-ЯЁ]))"
    quoted = rf"[»”\"](?! {called})(?:[-'’]\w+)?(?: [\w-]+){{0,2}}? {other}|.*\b{other}\w* ?[«“\"]?$"
    return [re.compile(pattern) for pattern in (body, *firms, quoted)]


def turkic_spans(
    text: str, language: str, place_at: Callable[[int], tuple[int, str] | None], no_names: frozenset[str]
) -> set[Span]:
    """
    Give start and end of the organisations of a text, without quotation marks.

    `place_at` gives the end and the form in the list of the country, people or place named at an offset; `no_names`
    are abbreviations that name no organisation.
    """
    *named, other = _patterns(language)
    found, stop = set[Span](), set(load_stop_words((language,)))
    for match in QUOTED.finditer(text):
        start, end = match.span(match.lastindex or 1)
        around = (match.end() - 1, len(text)), (max(0, match.start() - 24), match.start()), (start, end)
        if text[start].isupper() and not any(other.match(text, *place) for place in around):
            found.add((start, end))
    rest = QUOTED.sub(lambda match: "·" * len(match[0]), text)
    for match in (LATIN if re.search("[а-я]", text) else _ACRONYM).finditer(rest):
        if len(match[0]) > 2 and match[0] not in no_names and not (EVENT.search(match[0]) or place_at(match.start())):
            found.add(match.span())
    for match in (match for pattern in named for match in pattern.finditer(rest)):
        start, end = _begin(text, match.start(), place_at, stop), match.end(1)
        if start < end and text[start].isupper() and (place_at(start) or (0,))[0] < end:
            found.add((start, end))
    return found


def _begin(text: str, start: int, place_at: Callable[[int], tuple[int, str] | None], stop: set[str]) -> int:
    """Return where a name begins, without the words in front that belong to none: a pronoun, a place with a suffix."""
    while behind := _BEHIND.match(text, start):
        _, form = place_at(start) or (start, "")
        suffixed = _BEHIND.match(text, start + len(form)) if form else None
        if not (suffixed and suffixed[1].islower()) and behind[1].lower() not in stop:
            break
        start = (suffixed or behind).end()
    return start
