"""
Facts: who, where, when, by which instrument and for how much, each with the words that say it.

One module a kind, each a pure function of a text and the lists of ``analysis/data``; `extract_facts` runs them over
the title and the body of every document and decides which countries are parties. Sums and acts are looked for in both
as one text, since the body says what a headline's sum is for (F1 of the roles 0.91 instead of 0.90 on the English
briefs, 0.92 instead of 0.91 on the Russian); what would run from one into the other is dropped. A document's facts
depend on that document alone, so a large table is shared out in blocks: this process reads them from the first on, the
other processors (loky) from the last, so that none waits for another to start; below `SHARED` documents starting the
processes costs more than it saves.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import cache
from itertools import chain

import pandas as pd

from analysis.errors import SchemaError
from analysis.facts.amounts import find_amounts
from analysis.facts.countries import assign_parties, find_countries
from analysis.facts.dates import find_dates
from analysis.facts.instruments import find_instruments
from analysis.facts.mention import Mention
from analysis.facts.organisations import find_organisations
from analysis.facts.places import find_places
from analysis.formats import log_row
from analysis.lexicon import load_list

SHARED = 4000  # documents from which on several processes work; about five seconds of one
_BLOCK = 100
COLUMNS = ["doc_id", "kind", "value", "field", "text", "start", "end", "number", "currency", "role", "country"]

# Kind -> the list whose languages it reads, and its finder.
_FINDERS: dict[str, tuple[str, Callable[..., list[Mention]]]] = {
    "amount": ("currencies", find_amounts),
    "country": ("countries", find_countries),
    "date": ("calendar", find_dates),
    "instrument": ("instruments", find_instruments),
    "organisation": ("organisations", find_organisations),
    "place": ("places", find_places),
}


def extract_facts(documents: pd.DataFrame) -> pd.DataFrame:
    """
    Find the facts in the title and the body of every document.

    Parameters
    ----------
    documents : DataFrame, indexed by ``doc_id`` (unique)
        ``title``, ``text`` and ``language`` (str or NA), ``date`` (datetime64), as given by `load_corpus`.

    Returns
    -------
    DataFrame, shape (n_facts, 11)
        One row a mention, by document, field (title first), start and kind: ``doc_id``; ``kind`` (``country
        organisation instrument amount date place``); ``value`` (normal form); ``field`` (``title`` or ``text``);
        ``text``, ``start``, ``end`` (the words found: ``documents.loc[doc_id, field][start:end]``); ``number`` and
        ``currency`` of an amount; ``role`` of an amount, and of a country (``party`` or ``mention``, the same
        throughout a document); ``country`` of a place. NA where a column does not apply. ``attrs["log"]`` is a list
        of dicts (``file, kind, offset, before, after, detail``): a row for each document whose language is unknown
        (it is read as English) or not covered by a kind's list (that kind is not looked for).

    Raises
    ------
    SchemaError
        If a column above is missing or ``doc_id`` repeats.
    """
    if missing := sorted({"title", "text", "language", "date"} - set(documents.columns)):
        raise SchemaError(f"documents: no column {', '.join(missing)}. extract_facts needs the table of load_corpus.")
    if not documents.index.is_unique:
        doc_id = documents.index[documents.index.duplicated()][0]
        raise SchemaError(f"documents: doc_id {doc_id!r} repeats. Give every document an id of its own.")
    known = documents[["title", "text", "language"]].astype(object)
    columns = [known[name].where(known[name].notna(), None) for name in known]
    records = list(zip(documents.index, *columns, documents["date"], strict=True))
    if len(records) < SHARED:
        rows, log = _read_block(records)
    else:
        parts = _share_out([records[start : start + _BLOCK] for start in range(0, len(records), _BLOCK)])
        rows, log = (list(chain.from_iterable(part)) for part in zip(*parts, strict=True))
    facts = pd.DataFrame(rows, columns=COLUMNS)
    texts = [name for name in COLUMNS if name not in ("start", "end", "number")]
    facts = facts.astype({**dict.fromkeys(texts, "str"), "start": "int64", "end": "int64", "number": "float64"})
    facts.attrs["log"] = log
    return facts


def _share_out(blocks: list[list[tuple]]) -> list[tuple[list[tuple], list[dict]]]:
    """Read blocks here, from the first on, and on the other processors from the last, until they meet."""
    from joblib import cpu_count
    from joblib.externals.loky import get_reusable_executor

    parts = {}
    if cpu_count() == 1:
        return list(map(_read_block, blocks))
    executor = get_reusable_executor(cpu_count() - 1)
    shared = [executor.submit(_read_block, block) for block in reversed(blocks)]
    try:
        for place, (block, future) in enumerate(zip(blocks, reversed(shared), strict=True)):
            parts[place] = _read_block(block) if future.cancel() else future.result()
    finally:
        for future in shared:
            future.cancel()
    return [parts[place] for place in range(len(blocks))]


def _read_block(records: list[tuple]) -> tuple[list[tuple], list[dict]]:
    """Give the rows of the facts table, and of its log, for some documents."""
    rows: list[tuple] = []
    log: list[dict] = []
    for doc_id, title, text, language, day in records:
        if missed := _missed(language or "en"):
            log.append(
                log_row(doc_id, "not covered", f"no list for {language!r}: {', '.join(missed)}", before=language)
            )
        if language is None:
            log.append(log_row(doc_id, "unknown language", "read as English"))
        fields = {"title": title or "", "text": text or ""}
        for field, mention in _find(fields, language or "en", day):
            kind, value, start, end, *rest = mention
            rows.append((doc_id, kind, value, field, fields[field][start:end], start, end, *rest))
    return rows, log


@cache
def _missed(language: str) -> list[str]:
    return [kind for kind, (name, _) in _FINDERS.items() if language not in set(load_list(name)["language"])]


def _find(fields: dict[str, str], language: str, published: date | None) -> list[tuple[str, Mention]]:
    """Give field and mention of every fact of one document, in the order of the facts table."""
    whole, gap = f"{fields['title']}\n\n{fields['text']}", len(fields["title"]) + 2
    found: list[tuple[str, Mention]] = []
    for kind, (_, find) in _FINDERS.items():
        if kind == "organisation" or kind in _missed(language):
            continue
        for mention in find(whole, language, published) if kind == "date" else find(whole, language):
            if mention.end <= gap - 2:
                found.append(("title", mention))
            elif mention.start >= gap:
                name, value, start, end, number, currency, role, country = mention
                mention = Mention(name, value, start - gap, end - gap, number, currency, role, country)
                found.append(("text", mention))
    if "organisation" not in _missed(language):
        found = _find_organisations(fields, language) + found
    return sorted(assign_parties(fields, found), key=lambda pair: (pair[0] == "text", pair[1].start, pair[1].kind))


def _find_organisations(fields: dict[str, str], language: str) -> list[tuple[str, Mention]]:
    """Capitals mean little in a headline: an organisation is believed there when the body names it too."""
    body = find_organisations(fields["text"], language)
    named = {fields["text"][m.start : m.end] for m in body}
    title = find_organisations(fields["title"], language) if any(name in fields["title"] for name in named) else []
    believed = [("title", m) for m in title if fields["title"][m.start : m.end] in named]
    return believed + [("text", m) for m in body]
