"""
Facts: who, where, when, by which instrument and for how much, each with the words that say it.

One module a kind, each a pure function of a text and the lists of ``analysis/lists``; `extract_facts` runs them over
the title and the body of every document and decides which countries are parties. Sums and acts are looked for in both
as one text, since the body says what a headline's sum is for (F1 of the roles 0.91 instead of 0.90 on the English
briefs, 0.92 instead of 0.91 on the Russian); what would run from one into the other is dropped. A document's facts
depend on that document alone, so a large table is shared out among processes.
"""

from datetime import date
from itertools import chain
from operator import itemgetter

import numpy as np
import pandas as pd
import pyarrow as pa

from analysis.errors import Log, ReadError, SchemaError, check_on_error, log_row, name_culprit, require_columns
from analysis.facts.amounts import find_amounts
from analysis.facts.countries import assign_parties, find_countries
from analysis.facts.dates import find_dates
from analysis.facts.document import Document, Mention
from analysis.facts.gazetteer import cued
from analysis.facts.instruments import find_acts
from analysis.facts.organisations import find_organisations
from analysis.facts.places import find_places
from analysis.lists.loading import load_list, refresh_lists, remember
from analysis.text.processes import share_out, uncollected

_BLOCK = 25  # documents; small, since a process may be waited for as long as it needs for some blocks
_TEXT = pa.large_string()
_COLUMNS = dict.fromkeys(("doc_id", "kind", "value", "field", "text"), _TEXT) | {"start": pa.int64(), "end": pa.int64()}
_COLUMNS |= {"number": pa.float64()} | dict.fromkeys(("currency", "role", "country"), _TEXT)

# Kind -> the list whose languages it reads.
_LISTS = {"amount": "currencies", "country": "countries", "date": "calendar"}
_LISTS |= {kind: f"{kind}s" for kind in ("instrument", "organisation", "place")}


@uncollected()
def extract_facts(documents: pd.DataFrame, *, on_error: str = "raise") -> pd.DataFrame:
    """
    Find the facts in the title and the body of every document.

    Parameters
    ----------
    documents : DataFrame, indexed by ``doc_id`` (unique)
        ``title``, ``text`` and ``language`` (str or NA), ``date`` (datetime64), as given by `load_corpus`.
    on_error : {"raise", "skip"}, default "raise"
        Whether a document that cannot be read stops the run or becomes a row of the log.

    Returns
    -------
    DataFrame, shape (n_facts, 11)
        One row a mention, by document, field (title first), start and kind: ``doc_id``; ``kind`` (``country
        organisation instrument amount date place``); ``value`` (normal form); ``field`` (``title`` or ``text``);
        ``text``, ``start``, ``end`` (the words found: ``documents.loc[doc_id, field][start:end]``); ``number`` and
        ``currency`` of an amount; ``role`` of an amount, and of a country (``party`` or ``mention``, the same
        throughout a document); ``country`` of a place. NA where a column does not apply. ``attrs["log"]`` is a list
        of dicts (``file, kind, offset, before, after, detail``): a row for each document whose language is unknown
        (it is read as English) or not covered by a kind's list (that kind is not looked for), and for each skipped.
        ``attrs["hedged"]`` is a list of the acts that are only proposed, no facts: ``doc_id, instrument, field, start,
        end``.

    Raises
    ------
    SchemaError
        If a column above is missing or ``doc_id`` repeats.
    LexiconError
        If a list of the user's own is malformed.
    ParameterError
        If `on_error` is neither of the two.
    ReadError
        Under ``on_error="raise"``, if a document cannot be read; it names the document.
    """
    refresh_lists()
    check_on_error(on_error)
    remedy = "extract_facts needs the table of load_corpus. "
    require_columns(documents, "documents", ("date", "language", "text", "title"), remedy)
    if not documents.index.is_unique:
        doc_id = documents.index[documents.index.duplicated()][0]
        raise SchemaError(f"documents: doc_id {doc_id!r} repeats. Give every document an id of its own.")
    known = documents[["title", "text", "language"]].astype(object)
    columns = known.where(known.notna(), None).to_dict("list").values()
    records = list(zip(documents.index, *columns, documents["date"], strict=True))
    parts = share_out(_read_block, records, _BLOCK, on_error)
    table = pa.Table.from_batches([rows for rows, *_ in parts])
    facts = table.to_pandas(types_mapper={_TEXT: pd.StringDtype(na_value=np.nan)}.get)
    facts.attrs["log"] = Log(chain.from_iterable(log for _, log, _ in parts))
    facts.attrs["hedged"] = Log(chain.from_iterable(hedged for *_, hedged in parts))
    return facts


@uncollected()
def _read_block(records: list[tuple], on_error: str) -> tuple[pa.RecordBatch, list[dict], list[tuple]]:
    """Give the rows of the facts table, of its log, and of the hedged acts, for some documents."""
    rows, hedged, log = list[tuple](), list[tuple](), list[dict]()
    for name, title, text, language, day in records:
        doc_id = str(name)
        if missed := _missed(language or "en"):
            log.append(log_row(name, "not covered", f"no list for {language!r}: {', '.join(missed)}", before=language))
        if language is None:
            log.append(log_row(name, "unknown language", "read as English"))
        whole, body = f"{title or ''}\n\n{text or ''}", len(title or "") + 2
        try:
            with name_culprit(doc_id):
                found = _find(whole, body, language or "en", day)
        except ReadError as error:
            if on_error == "raise":
                raise
            log.append(log_row(name, "error", str(error)))
            continue
        for kind, value, start, end, *rest in found:
            field, first = ("text", body) if start >= body else ("title", 0)
            if kind == "hedged":
                hedged.append((doc_id, value, field, start - first, end - first))
                continue
            rows.append((doc_id, kind, value, field, whole[start:end], start - first, end - first, *rest))
    columns = zip(*rows, strict=True) if rows else ((),) * len(_COLUMNS)
    arrays = [pa.array(column, kind) for column, kind in zip(columns, _COLUMNS.values(), strict=True)]
    return pa.record_batch(arrays, list(_COLUMNS)), log, hedged


@remember
def _missed(language: str) -> list[str]:
    return [kind for kind, name in _LISTS.items() if not (load_list(name)["language"] == language).any()]


def _find(text: str, body: int, language: str, published: date | None) -> list[Mention]:
    """Give the facts of one document, title, empty line and, from `body` on, the body; in the order of their table."""
    document, missed = Document(text, language), _missed(language)
    bodies = [] if "organisation" in missed else _find_organisations(document, body)
    public = cued(r"(?i)\b(?:{authority}|{lender})\b")
    document.bodies = sorted(one[2:4] for one in bodies if public.search(document.text, *one[2:4]))
    sums = [] if "amount" in missed else find_amounts(document)
    finders = {
        "organisation": lambda: bodies,
        "amount": lambda: sums,
        "country": lambda: find_countries(document),
        "date": lambda: find_dates(document, published),
        "instrument": lambda: find_acts(document, sums),
        "place": lambda: find_places(document),
    }
    found = [mention for kind, find in finders.items() if kind not in missed for mention in find()]
    found = [mention for mention in found if mention.start >= body or mention.end <= body - 2]
    return sorted(assign_parties(document.text, body, found), key=itemgetter(2, 0))  # start and kind


def _find_organisations(document: Document, body: int) -> list[Mention]:
    """Capitals mean little in a headline: an organisation is believed there when the body names it too."""
    text, title = document.written, document.part(0, body - 2)
    found = [m._replace(start=m.start + body, end=m.end + body) for m in find_organisations(document.part(body))]
    named = {text[m.start : m.end] for m in found}
    if any(name in title.written for name in named):
        found += [m for m in find_organisations(title) if text[m.start : m.end] in named]
    return found
