"""
Names looked up in running text: longest first, whole words, capitals as the list has them, in Russian in any case form.

One pass over the words and one dictionary look-up a word, instead of a regular expression of thousands of alternatives
(which tries them one by one at every capital): on Reuters reports this took a fifth of the time. Russian forms are made
from the nominative by its ending, since a stem alone (``Мали`` in ``Малийский``, ``Оман`` in ``Романов``) matches too
much and a morphological dictionary weighs 16 MB.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Generic, TypeVar

T = TypeVar("T")

_WORD = re.compile(r"[^\W\d_]+")
_CAPITAL = r"[^\W\d_a-zà-öø-ÿа-яё]"
_CAPITAL_BEFORE = re.compile(rf"(?:{_CAPITAL}[^\W\d_]+ |[^\W\d_][-–—])$")
_CAPITAL_AFTER = re.compile(rf"[-–—]{_CAPITAL}| {_CAPITAL}\w")
_SENTENCE_BEFORE = re.compile(rf"(?:^|[.!?:;\"”»]\s+|\n){_CAPITAL}[^\W\d_]+ $")
_CALENDAR = re.compile(
    r" (?:January|February|March|April|May|June|July|August|September|October|November|December|"
    r"Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)\b"
)

# Nominative ending -> what stands in its place: nominative, genitive, dative, accusative, instrumental, prepositional.
_CASES = {
    "ская": "ская ской ской скую ской ской",
    "ный": "ный ного ному ный ным ном",
    "ский": "ский ского скому ский ским ском",
    "ний": "ний него нему ний ним нем",
    "ая": "ая ой ой ую ой ой",
    "ое": "ое ого ому ое ым ом",
    "ые": "ые ых ым ые ыми ых",
    "ие": "ие их им ие ими их",
    "ый": "ый ого ому ый ым ом",
    "ия": "ия ии ии ию ией ии",
    "ка": "ка ки ке ку кой ке",
    "га": "га ги ге гу гой ге",
    "ха": "ха хи хе ху хой хе",
    "ша": "ша ши ше шу шей ше",
    "жа": "жа жи же жу жей же",
    "ча": "ча чи че чу чей че",
    "ца": "ца цы це цу цей це",
    "а": "а ы е у ой е",
    "я": "я и е ю ей е",
    "й": "й я ю й ем е",
    "ец": "ец ца цу ец цом це",
    "ы": "ы - ам ы ами ах",
}
_SOFT = ("ь я ю ь ем е", "ь и и ь ью и")
_HARD = ("- а у - ом е",)
_ADJECTIVE = "ий ого ому им ом ая ой ую ое ие их ими"
_PEOPLE = "ы и ев ов ам ами ах ей"


def russian_cases(form: str) -> set[str]:
    """
    Give a Russian name in its six cases.

    Parameters
    ----------
    form : str
        The nominative, of one or several words.

    Returns
    -------
    set of str
        `form` itself, and its cases by the ending of each word; of several words also those in which only the first
        changes (``Республики Казахстан``). Endings that foreign names keep (``-о -е -и -у``) stay.
    """
    words = [_paradigms(word) for word in form.split(" ")]
    whole = {" ".join(parts) for side in (0, -1) for parts in zip(*(rows[side] for rows in words), strict=True)}
    rest = form.partition(" ")[2]
    return {form} | whole | {f"{first} {rest}" for first in words[0][0] if rest}


def russian_adjectives(form: str) -> set[str]:
    """Give the forms of an adjective in ``-ий`` or ``-ый``, and the first half of its compounds (``таджикско-``)."""
    stem = form[:-2]
    endings = _ADJECTIVE if form.endswith("ий") else _ADJECTIVE.replace("и", "ы")
    return {stem + ending for ending in endings.split()} | {f"{stem}о", f"{stem.removesuffix('ск')}о"}


def russian_peoples(form: str) -> set[str]:
    """Give the plural cases of a people's name, and the singular of those in ``-цы``."""
    return {form, form[:-1], form.removesuffix("цы") + "ец"} | {form[:-1] + ending for ending in _PEOPLE.split()}


def _paradigms(word: str) -> list[list[str]]:
    if word.endswith("ь"):
        return [[word[:-1] + ending for ending in row.split()] for row in _SOFT]
    for size in (4, 3, 2, 1):
        if (row := _CASES.get(word[-size:])) and len(word) > size:
            return [[word[:-size] + ending.strip("-") for ending in row.split()]]
    if word[-1].lower() in "бвгджзклмнпрстфхцчшщ" and not word.isupper():
        return [[word + ending.strip("-") for ending in row.split()] for row in _HARD]
    return [[word] * 6]


def is_part_of_name(text: str, start: int, end: int) -> bool:
    """Return whether the name at ``text[start:end]`` is one word of a longer one (``Tashkent International Forum``)."""
    if _CAPITAL_AFTER.match(text, end) and not _CALENDAR.match(text, end):
        return True
    before = text[max(0, start - 40) : start]
    return bool(_CAPITAL_BEFORE.search(before)) and not _SENTENCE_BEFORE.search(before)


class Gazetteer(Generic[T]):
    """
    A list of names, ready to be found in texts.

    Parameters
    ----------
    forms : Mapping
        Each name as it is written, and what it stands for. A name in capitals throughout is found too.
    """

    def __init__(self, forms: Mapping[str, T]) -> None:
        self._by_word: dict[str, list[tuple[str, T]]] = {}
        known = dict(forms)
        for form, entry in forms.items():
            if len(form) > 3:
                known.setdefault(form.upper(), entry)
            if "'" in form:
                known.setdefault(form.replace("'", "’"), entry)
        for form in sorted(known, key=lambda form: (-len(form), form)):
            if first := _WORD.search(form):
                self._by_word.setdefault(first.group(), []).append((form, known[form]))

    def find(self, text: str) -> Iterator[tuple[int, int, T]]:
        """Yield start, end and entry of every name in `text`, left to right, the longest at each place."""
        reached = 0
        for match in _WORD.finditer(text):
            start = match.start()
            if start < reached:
                continue
            for form, entry in self._by_word.get(match.group(), ()):
                end = start + len(form)
                if text.startswith(form, start) and not text[end : end + 1].isalnum():
                    yield start, end, entry
                    reached = end
                    break
