"""
The currencies a text names: by sign, by code, by name.

A name that several countries share (``rupees``, ``dinars``, ``Rs``: column *shared*, the noun of their full names) is
that of the country the text names most among those, else that of its own row; without either it names no currency.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping

from analysis.facts.countries import find_countries
from analysis.facts.document import Document, Row
from analysis.lists.loading import load_list, remember

_GLUED = re.compile(r"[0-9](?:(?<=\b([A-Z][A-Za-z])[0-9])|(?<=\b([A-Z][A-Za-z]{2})[0-9]))")  # EUR40m


def find_currencies(document: Document) -> list[tuple[int, int, Row]]:
    """Find the forms of currencies in a text, in reading order, without those inside a longer one: where each begins
    and ends, and its row of ``currencies.csv``, whose ``code`` is that of the country meant."""
    found = [*_find_signs(document.text), *_find_glued(document.text), *_find_names(document)]
    found.sort(key=lambda one: (one[0], -one[1]))
    found = [one for i, one in enumerate(found) if not i or one[1] > found[i - 1][1]]
    if any(row["shared"] for *_, row in found):
        named = Counter(mention.value for mention in find_countries(document))
        found = [(start, end, _of_country(row, named, document.language)) for start, end, row in found]
    return [one for one in found if one[2]["code"]]


def _find_signs(text: str) -> Iterator[tuple[int, int, Row]]:
    signs, symbols, _ = _symbols()
    for sign in signs.finditer(text):
        row = next(row for row in symbols if text.endswith(row["form"], 0, sign.end()))
        start = sign.end() - len(row["form"])
        if not (start and text[start - 1].isupper()):
            yield start, sign.end(), row


def _find_glued(text: str) -> Iterator[tuple[int, int, Row]]:
    codes = _symbols()[2]
    for glued in _GLUED.finditer(text):
        group = glued.lastindex or 0
        if glued[group] in codes:
            yield *glued.span(group), codes[glued[group]]


def _find_names(document: Document) -> Iterator[tuple[int, int, Row]]:
    text = document.text
    for start, end, row in document.phrases["currencies"]:
        exact = not row["kind"].endswith("code") or text.startswith(row["form"], start)
        if exact and not (row["not_before"] and re.compile(rf"\s(?:{row['not_before']})").match(text, end)):
            yield start, end, row


def _of_country(row: Row, named: Mapping[str, int], language: str) -> Row:
    """Give a row of a name that countries share (``rupees``) the code of the country that the text names most."""
    owners = _owners(row["shared"], language) if row["shared"] else {}
    countries = sorted(
        (country for country in owners if named[country]), key=lambda country: (-named[country], country)
    )
    codes = [owners[country] for country in countries]
    return row | {"code": codes[0]} if codes and row["code"] not in codes else row


@remember
def _owners(noun: str, language: str) -> dict[str, str]:
    """Give the codes of the currencies that are called by a country and a noun (``pakistani rupee``), by country."""
    countries, currencies = (load_list(name, (language,)) for name in ("countries", "currencies"))
    country = dict(zip(countries["form"].str.lower(), countries["alpha3"], strict=True))
    names = currencies["form"].str.rstrip("*")
    return {
        country[name.removesuffix(noun).strip()]: code
        for name, code in zip(names, currencies["code"], strict=True)
        if name.endswith(noun) and name.removesuffix(noun).strip() in country
    }


@remember
def _symbols() -> tuple[re.Pattern[str], list[Row], dict[str, Row]]:
    rows = load_list("currencies", ("",)).to_dict("records")
    symbols = sorted((row for row in rows if row["kind"] == "symbol"), key=lambda row: -len(row["form"]))
    last = re.escape("".join(sorted({row["form"][-1] for row in symbols})))
    codes = {row["form"]: row for row in rows if row["kind"] == "code"}
    return re.compile(f"[{last}]" if last else "(?!)"), symbols, codes
