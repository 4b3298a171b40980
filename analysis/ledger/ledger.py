"""
The ledger: one row an event, however many reports tell it.

Reports of one event may disagree. Of parties, topic, date and the sums of a role the ledger takes what most reports
tell; of what equally many tell, the more exact (more parties, more digits); then what the latest tells. Instruments,
organisations and places complement each other, and are gathered. A reprint has no vote. All variants are in the deals.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from itertools import chain, groupby
from operator import itemgetter
from typing import Any

import pandas as pd

from analysis.errors import SchemaError, require_columns
from analysis.ledger.additive import Amount
from analysis.ledger.fields import items, spell_name
from analysis.text.processes import uncollected

STATUSES = ("proposed", "planned", "done")
_CELLS = ("parties", "topic", "instruments", "organisations", "amounts", "places", "status", "date")
_OPTIONAL = ("outlet", "url", "duplicate_of")
_NAMES = "date title parties topic instruments status organisations amounts places".split()
_NAMES += "n_reports n_outlets doc_ids url quote".split()


@uncollected()
def build_ledger(documents: pd.DataFrame, deals: pd.DataFrame) -> pd.DataFrame:
    """
    Gather the deals of each event into one row.

    Parameters
    ----------
    documents : DataFrame, indexed by ``doc_id``
        ``title``, ``text`` and ``date``, and where known ``outlet``, ``url`` and ``duplicate_of``, as given by
        `load_corpus`.
    deals : DataFrame, indexed by ``(doc_id, deal)``
        As returned by `link_events`, or by `find_deals`: then each deal is an event.

    Returns
    -------
    DataFrame, indexed by ``event``, in the order of the deals
        ``date`` (partial ISO 8601: of the act where told, else of the first report; None where neither is known);
        ``title`` (of the first report); ``parties`` (ISO 3166 alpha-3, sorted); ``topic``; ``instruments`` (sorted);
        ``status`` (of the latest report: ``done planned proposed``); ``organisations``; ``amounts`` (list of `Amount`,
        of each role as one report tells it); ``places``; ``n_reports``; ``n_outlets``; ``doc_ids`` (the first report
        first); ``url`` (of the first report); ``quote`` (the sentence of the first report that states the deal).

    Raises
    ------
    SchemaError
        If a column is missing, or deals have a ``doc_id`` that is not in `documents`.
    """
    require_columns(documents, "documents", ("title", "text", "date"))
    require_columns(deals, "deals", ("event", *_CELLS, "field", "start", "end"))
    if len(odd := deals.index.unique(0).difference(documents.index)):
        raise SchemaError(f"deals: doc_id {odd[0]!r} is not in documents. Make deals from the same documents.")
    known = documents.reindex(deals.index.unique(0), columns=["title", "text", "date", *_OPTIONAL])
    known["date"] = pd.to_datetime(known["date"]).dt.strftime("%Y-%m-%d")
    known = known.astype(object).where(known.notna(), None)
    reports = dict(zip(known.index, known.to_dict("records"), strict=True))
    events: dict[str, list[dict]] = defaultdict(list)
    for (doc_id, _), row in zip(deals.index, deals.to_dict("records"), strict=True):
        events[row["event"]].append(row | {"doc_id": doc_id, "report": reports[doc_id]})
    rows = [_gather(sorted(told, key=_by_time)) for told in events.values()]
    return pd.DataFrame(rows, pd.Index(list(events), name="event", dtype="str"), _NAMES).astype({"n_reports": int})


def _by_time(deal: dict) -> tuple:
    day = deal["report"]["date"]
    return day is None, day, deal["doc_id"]


def _gather(told: list[dict]) -> tuple:
    """Return the row of one event from its deals, by time."""
    first, doc_ids = told[0], list(dict.fromkeys(deal["doc_id"] for deal in told))
    heard = [deal for deal in told if deal["report"]["duplicate_of"] not in doc_ids]
    each = [list(deals) for _, deals in groupby(heard, itemgetter("doc_id"))]  # those of one report add to each other
    dates = [deal["date"] for deal in heard if isinstance(deal["date"], str)]
    parties = [tuple(sorted(set(_all(deals, "parties")))) for deals in each]
    return (
        _vote(dates, lambda date: sum(map(str.isdigit, date))) or first["report"]["date"],
        first["report"]["title"],
        list(_vote([*filter(None, parties)], len) or ()),
        _vote([deal["topic"] for deal in heard if isinstance(deal["topic"], str)], bool),
        sorted(set(_all(heard, "instruments"))),
        _latest_status(heard),
        _full_names(_all(heard, "organisations")),
        _amounts(each),
        list(dict.fromkeys(_all(heard, "places"))),
        len(doc_ids),
        len({outlet for deal in told if (outlet := deal["report"]["outlet"])}),
        doc_ids,
        first["report"]["url"],
        (first["report"][first["field"]] or "")[first["start"] : first["end"]].strip(),
    )


def _latest_status(deals: list[dict]) -> str | None:
    """Return the status in the latest report, of several there the most advanced."""
    told = [deal for deal in deals if deal["status"] in STATUSES]
    last = max(told, key=lambda deal: (deal["report"]["date"] or "", STATUSES.index(deal["status"])), default=None)
    return last["status"] if last else None


def _full_names(names: Iterable[str]) -> list[str]:
    """Return each body once, by the longest of its names."""
    spelled: dict[str, str] = {}
    for name in names:
        key = spell_name(name) or name
        spelled[key] = max(spelled.get(key, ""), name, key=len)
    return list(spelled.values())


def _all(deals: list[dict], name: str) -> Iterable[Any]:
    return chain.from_iterable(items(deal[name]) for deal in deals)


def _amounts(reports: list[list[dict]]) -> list[Amount]:
    """Return the sums of each role as one report tells them, those that don't count included."""
    told: dict[str, list[tuple[Amount, ...]]] = defaultdict(list)
    for deals in reports:
        sums = dict.fromkeys(_all(deals, "amounts"))
        for role in dict.fromkeys(one.role for one in sums):
            told[role].append(tuple(one for one in sums if one.role == role))
    return list(chain.from_iterable(_vote(variants, _digits) for variants in told.values()))


def _digits(sums: tuple[Amount, ...]) -> int:
    return sum(len(one.number.normalize().as_tuple().digits) for one in sums)


def _vote(variants: list, exactness: Callable[[Any], int]) -> Any:
    """Return what most tell; of equally many, the more exact; then the last. None where there is nothing."""
    if len(variants) < 2:
        return next(iter(variants), None)
    rated = [(variants.count(variant), exactness(variant), place) for place, variant in enumerate(variants)]
    return variants[max(rated)[2]]
