"""
What the words of a name in English tell by themselves, by the words of ``organisations.csv``.

A legal form, a head (``Ministry``), a last word of companies (``Textile``), a known name, a spelling that only names
have (``KazMunayGas``, ``Eximbank``) make an organisation; titles, given names and endings of surnames a person; places,
events, abbreviations and names that hold no name (``LLC``, ``Investment and Trade``) neither.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import lru_cache

import pandas as pd

from analysis.facts.gazetteer import Gazetteer, forms_of, gather_names, skip_openers
from analysis.lists.loading import load_list, remember
from analysis.text import phrases
from analysis.text.phrases import either

UPPER = phrases.UPPER + "ẞ"

_YEAR_END = re.compile(r"-(?:19|20)\d\d$")
_ACRONYM = re.compile(rf"[{UPPER}][{UPPER}&\d-]{{2,}}$|(?=\w*+$)\w*?[a-zа-яё][{UPPER}]")  # linear


@remember
def name_words() -> dict[str, frozenset[str]]:
    """Give the words of English names by their kind in ``organisations.csv``; currencies are acronyms of nobody."""
    rows, money = load_list("organisations", ("en",)), load_list("currencies", ("",))
    words = defaultdict(frozenset, {str(kind): frozenset(group) for kind, group in rows.groupby("kind")["form"]})
    words["acronym"] |= set(money["form"][money["kind"] == "code"])
    words["heads"] = words["legal"] | words["body_head"] | words["company_head"]
    words["form"], words["person"] = words["legal"] | words["form_word"], words["given"] | words["title"]
    words["nobody"] = words["form"].union(words["acronym"], map(str.capitalize, forms_of("numbers", "scale")))
    words["own"], words["trade"] = words["heads"] | words["event"], words["activity"] | words["company_head"]
    words["public"] = words["trade"] | words["legal"] | words["national"]
    words["doing"] = words["heads"] | words["activity"] | words["general"]
    words["listed"] = words["legal"].union(*(words[kind] for kind in ("company", "body", "body_head", "given")))
    terms = load_list("sector_terms", ("en",))["term"]
    common = [words[kind] for kind in ("heads", "activity", "general", "national", "other_head", "body_word")]
    words["common"] = frozenset(term.capitalize() for term in terms if term.isalpha()).union(*common)
    return words


@remember
def _place_names() -> frozenset[str]:
    """The names of countries and places, and the adjectives of countries."""
    countries = load_list("countries", ("en",))
    return frozenset([*countries.loc[countries["kind"] != "blocked", "form"], *load_list("places", ("en",))["form"]])


@remember
def geographic() -> frozenset[str]:
    """The words of the names of countries and places, and their adjectives, but for what a ministry is too."""
    words = {word for form in _place_names() for word in re.findall(r"[^\W\d_]+", form) if word[0].isupper()}
    return frozenset(words - name_words()["body_word"])


def is_surname(name: str) -> bool:
    """Return whether a word ends as surnames do."""
    return name.endswith(tuple(name_words()["surname_ending"]))


@remember
def known_names(language: str) -> Gazetteer[tuple[str, str | None]]:
    """Give the bodies and companies of the list: each form and full form, in any case form, with its full form and its
    home."""
    rows = load_list("organisations", (language,)).query("kind in ('body', 'company')")
    rows = pd.concat([rows, rows[rows["value"] != ""].assign(form=rows["value"])])
    columns = zip(rows["form"], rows["value"], rows["country"], strict=True)
    return gather_names(rows, language, [(value or form, home or None) for form, value, home in columns], loose=True)


@remember
@lru_cache(maxsize=1 << 16)
def read_run(run: str) -> tuple[int, int, str, bool]:
    """Return of a run of capitalised words how much is cut off in front, how long the name behind that is, what it
    names, and whether the words around it can't change where it ends."""
    opened = skip_openers(run, 0, len(run))
    if opened >= len(run):
        return opened, 0, "", True
    size = _name_length(run[opened:])
    name = run[opened : opened + size]
    verdict, joins = judge_words(name), name.rpartition(" ")[2] in name_words()["common"]
    certain = verdict in ("", "organisation", "person", "unsure") and not joins
    return opened, size, verdict, certain and not known_names("en").may_begin(run[opened:])


def _name_length(run: str) -> int:
    """Return how long the name is with which a run begins: it ends with a legal form, before a title or a person."""
    words, parts = name_words(), run.split(" ")
    named = " ".join(parts[:-2])  # Uzbekneftegaz Ann Lee
    if (named in words["body"] or named in words["company"] or is_compound(named)) and _is_person(parts[-2:]):
        return len(named)
    if words["heads"].isdisjoint(parts) and words["title"].isdisjoint(parts):  # true of nearly every run
        return len(run)
    title = first_place(parts, words["title"])
    body = [not words["body_head"].isdisjoint(part) for part in (parts[:title], parts[title:])]
    # Police Commissioner Ann Lee, Osh Mayor Office
    if not body[1] and (body[0] or words["portfolio"].isdisjoint(parts)):
        parts = parts[:title]
    last = first_place(parts, words["legal"])
    while last < len(parts) - 1 and (parts[last + 1] in words["form"] or parts[last + 1] in geographic()):
        last += 1
    parts = parts[: last + 1]
    last = max((index for index, part in enumerate(parts) if part in words["heads"]), default=len(parts))
    if _is_person(parts[last + 1 :]):
        parts = parts[: last + 1]
    return len(" ".join(parts))


def _is_person(parts: Sequence[str]) -> bool:
    """Return whether the words behind a body's name are a person's."""
    return len(parts) > 1 and (parts[0] in name_words()["given"] or (is_surname(parts[-1]) and is_nobody(parts)))


def first_place(parts: Sequence[str], words: frozenset[str]) -> int:
    """Return the place of the first word but one that is among `words`, else how many words there are."""
    return next((index for index, part in enumerate(parts) if index and part in words), len(parts))


def is_nobody(parts: Sequence[str]) -> bool:
    """Return whether no word is of a place, a legal form, an abbreviation or a common one: behind a body, a person."""
    known = geographic(), name_words()["common"], name_words()["form"]
    return not any(is_acronym(part) or any(part in words for words in known) for part in parts)


def is_common(name: str) -> bool:
    """Return whether all words of a name are common ones, or one has a digit (``Airbus A320``)."""
    return name_words()["common"].issuperset(name.split(" ")) or any(map(str.isdigit, name))


def is_compound(word: str) -> bool:
    """Return whether a word is built as firms' names are: ``Uzbekneftegaz``."""
    return _compound().fullmatch(word) is not None


@remember
def _compound() -> re.Pattern[str]:
    first, last = (either(sorted(name_words()[kind])) for kind in ("name_beginning", "name_ending"))
    other = r"(?!\w*(?:(?:stan|jan)i?s?|news|inform|press|media)$)"
    return re.compile(rf"(?:{first}){other}\w{{4,}}|[{UPPER}]\w{{2,}}(?:{last})")


@remember
@lru_cache(maxsize=1 << 16)
def judge_words(name: str) -> str:
    """Return what the words of a name tell by themselves: the verdict of the first rule that holds."""
    return next(verdict for verdict, holds in _rules(name) if holds)


def _rules(name: str) -> Iterator[tuple[str, bool]]:
    words, parts = name_words(), name.split(" ")
    first, last, named, several = parts[0], parts[-1], set(parts) - {"and"}, len(parts) > 1
    places = geographic() if several or "-" in name else _place_names()
    yield "", words["nobody" if several else "form"].issuperset(parts) or bool(_YEAR_END.search(name))  # EXPO-2017
    yield "known", name in words["body"] or name in words["company"]
    yield "national", several and not words["national"].isdisjoint(parts) and words["public"].issuperset(named)
    yield "organisation", first in words["legal"] or last in words["legal"]
    yield "", name in forms_of("countries", "name", "blocked") or name.lower() in forms_of("calendar", language="en")
    yield "body", not words["body_head"].isdisjoint(parts)
    yield "", (len(parts) == 2 or len(named) < len(parts)) and words["trade"].issuperset(named)
    yield "minister", not words["portfolio"].isdisjoint(parts)
    yield "person", not words["title"].isdisjoint(parts)
    yield "organisation", several and (last in words["company_head"] or _is_branch(parts))
    plain = name.replace("-", " ").split(" ")
    written = name.replace("’", "'").capitalize() in places  # Xi’an
    yield "", last in words["other_head"] or written or places.issuperset(map(str.title, plain))
    yield "", first in words["other_head"] and geographic().issuperset(plain[1:])  # Lake Van
    yield "person", several and (first in words["given"] or _ends_in_surname(parts))
    yield "", name.upper() in words["acronym"]
    yield "known", any(is_compound(part) or (is_acronym(part) and not part.isupper()) for part in parts)
    yield "unsure", True


def _is_branch(parts: list[str]) -> bool:
    """Return whether a firm's name ends in a place: ``CRRC Dalian``."""
    words, first = name_words(), parts[0]
    firm = first in words["company"] or (first.isupper() and len(first) > 2)
    firm = firm or not words["company_head"].isdisjoint(parts)
    return firm and parts[-1] in geographic() and first not in words["acronym"]


def _ends_in_surname(parts: list[str]) -> bool:
    other = parts[-1] in geographic() or parts[0] in name_words()["company_head"] or is_acronym(parts[0])
    return not other and is_surname(parts[-1])


@lru_cache(maxsize=1 << 16)
def is_acronym(name: str) -> bool:
    """Return whether a word is written in capitals, or with one inside."""
    return _ACRONYM.match(name) is not None
