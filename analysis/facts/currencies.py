"""
The currencies a text names: by sign, by code, by name.

A name that several countries share (``rupees``, ``manats``, ``Rs``: column *shared*, the noun of their full names) is
that of the country which its sentence names most among those, else of that which the text names most, else that of its
own row; without any it names no currency. A foreign dollar may have its letters on either side, in any case (``US $``,
``$US``, ``hk$``), and a code in small letters counts as an ordinary word would: beside a scale or thousands apart.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping

from analysis.facts.countries import find_countries
from analysis.facts.document import Document, Row
from analysis.facts.gazetteer import cued
from analysis.lists.loading import load_list, remember

_GLUED = re.compile(r"[0-9](?:(?<=\b([A-Z][A-Za-z])[0-9])|(?<=\b([A-Z][A-Za-z]{2})[0-9])|(?=([A-Z]{3})\b))")  # EUR40m
_LETTERS_BEHIND = re.compile(r"(US|U\.S\.|AU|A|CA|C|HK|NZ|NT|S)(?=\s?\d)")  # $US40m


def find_currencies(document: Document) -> list[tuple[int, int, Row]]:
    """Find the forms of currencies in a text, in reading order, without those inside a longer one: where each begins
    and ends, and its row of ``currencies.csv``, whose ``code`` is that of the country meant."""
    found = [*_find_signs(document.text), *_find_glued(document.text), *_find_names(document)]
    found.sort(key=lambda one: (one[0], -one[1], one[2]["kind"].startswith("strict")))
    found = [one for i, one in enumerate(found) if not i or one[1] > found[i - 1][1]]
    if any(row["shared"] for *_, row in found):
        found = _share_out(document, found)
    return [one for one in found if one[2]["code"]]


def _find_signs(text: str) -> Iterator[tuple[int, int, Row]]:
    signs, symbols, any_case, _ = _symbols()
    longest = max(map(len, symbols), default=0)
    for sign in signs.finditer(text):
        end = sign.end()
        behind = _LETTERS_BEHIND.match(text, end) if sign[0] == "$" else None
        if behind and f"{behind[1]}$" in symbols:
            yield sign.start(), behind.end(), symbols[f"{behind[1]}$"]
            continue
        for size in range(min(end, longest), 0, -1):
            start = end - size
            before, written = text[max(0, start - 1) : start], text[start:end]
            row = symbols.get(written) or (None if before.isalpha() else any_case.get(written.lower()))
            if row:
                if not before.isupper():
                    yield start, end, row
                break


def _find_glued(text: str) -> Iterator[tuple[int, int, Row]]:
    codes = _symbols()[3]
    for glued in _GLUED.finditer(text):
        group = glued.lastindex or 0
        if glued[group] in codes:
            yield *glued.span(group), codes[glued[group]]


def _find_names(document: Document) -> Iterator[tuple[int, int, Row]]:
    text = document.text
    for start, end, row in document.phrases["currencies"]:
        if not (row["not_before"] and cued(rf"\s(?:{row['not_before']})").match(text, end)):
            if not row["kind"].endswith("code") or text.startswith(row["form"], start):
                yield start, end, row
            elif row["kind"] == "code":
                yield start, end, row | {"kind": "strict code"}


def _share_out(document: Document, found: list[tuple[int, int, Row]]) -> list[tuple[int, int, Row]]:
    """Give rows of a name that countries share the code of the country that the sentence, or the text, names most."""
    countries = [(mention.start, mention.value) for mention in find_countries(document)]
    named = Counter(country for _, country in countries)
    near = {span: Counter(one[1] for one in ones) for span, ones in document.group_by_sentence(countries).items()}
    shared = []
    for start, end, row in found:
        for counts in (near.get(document.sentence_at(start), Counter()), named):
            if row["shared"] and (codes := _codes(row["shared"], counts, document.language)):
                row = row if row["code"] in codes else row | {"code": codes[0]}
                break
        shared.append((start, end, row))
    return shared


def _codes(noun: str, named: Mapping[str, int], language: str) -> list[str]:
    """Return the codes of the currencies called so that the countries named have, that of the most named first."""
    owners = _owners(noun, language)
    countries = sorted((country for country in owners if named[country]), key=lambda one: (-named[one], one))
    return [owners[country] for country in countries]


@remember
def _owners(noun: str, language: str) -> dict[str, str]:
    """Give the codes of the currencies that are called by a country and a noun (``pakistani rupee``), by country."""
    countries, currencies = (load_list(name, (language,)) for name in ("countries", "currencies"))
    country = dict(zip(countries["form"].str.lower(), countries["alpha3"], strict=True))
    owners: dict[str, str] = {}
    for form, code in zip(currencies["form"].str.rstrip("*"), currencies["code"], strict=True):
        name = form.removesuffix(noun).strip()
        if form.endswith(noun) and name.endswith("*"):  # a stem: туркменск*
            owners |= {alpha3: code for full, alpha3 in country.items() if full.startswith(name[:-1])}
        elif form.endswith(noun) and name in country:
            owners[country[name]] = code
    return owners


@remember
def _symbols() -> tuple[re.Pattern[str], dict[str, Row], dict[str, Row], dict[str, Row]]:
    """Give a pattern of the last letters of signs, the rows of signs as written, of those of three characters and more
    in any case, and of codes."""
    rows = load_list("currencies", ("",)).to_dict("records")
    symbols = {row["form"]: row for row in rows if row["kind"] == "symbol"}
    last = re.escape("".join(sorted({form[-1] for form in symbols})))
    any_case = {form.lower(): symbols[form] for form in symbols if len(form) > 2}
    codes = {row["form"]: row for row in rows if row["kind"] == "code"}
    return re.compile(f"[{last}]" if last else "(?!)"), symbols, any_case, codes
