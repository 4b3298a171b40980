"""
The ledger: who cooperates with whom, on what, through which instrument, for how much.

One row a document, gathered from its labels and facts; one row a pair of countries and topic, counted from those. A
report of three parties is a report of three pairs. Sums stand apart by role and currency, since trade is no project and
a manat no dollar, and a reprint adds nothing to them. Where no sum is stated the cell is NA, not 0.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import combinations
from typing import Any, NamedTuple

import pandas as pd

from analysis.corrections import apply_corrections
from analysis.errors import ParameterError, SchemaError
from analysis.evidence import ledger_evidence
from analysis.tallies import add_up, count_values, list_events, sum_amounts

__all__ = [
    "CountryProfile",
    "apply_corrections",
    "build_ledger",
    "country_profile",
    "ledger_evidence",
    "pair_countries",
]


def build_ledger(documents: pd.DataFrame, labels: pd.DataFrame, facts: pd.DataFrame) -> pd.DataFrame:
    """
    Gather each document's labels and facts into one row.

    Parameters
    ----------
    documents : DataFrame, indexed by ``doc_id``
        ``date, outlet, duplicate_of``.
    labels : DataFrame, indexed by ``(doc_id, topic)``
        ``rank``, as `label_documents` gives it.
    facts : DataFrame
        As `extract_facts` gives them.

    Returns
    -------
    DataFrame, indexed by ``doc_id``, in the order of `documents`
        ``date``; ``parties`` (ISO 3166 alpha-3, sorted); ``topics`` (best first); ``instruments`` (sorted);
        ``amounts`` (of ``(value, role)``, in reading order, each once); ``places`` (sorted); ``outlet``;
        ``duplicate_of``. What a document does not state is an empty list.

    Raises
    ------
    SchemaError
        If a column is missing, or labels or facts speak of a document that `documents` lacks.
    """
    labels = labels.reset_index()
    _require(documents, "documents", ("date", "outlet", "duplicate_of"))
    _require(labels, "labels", ("doc_id", "topic", "rank"), documents.index)
    _require(facts, "facts", ("doc_id", "kind", "value", "field", "start", "role"), documents.index)
    labels = labels.sort_values(["doc_id", "rank", "topic"])
    facts = facts.sort_values(["doc_id", "field", "start"], ascending=[True, False, True], kind="stable")
    kinds = {kind: facts[facts["kind"] == kind] for kind in ("country", "instrument", "amount", "place")}
    parties = kinds["country"][kinds["country"]["role"] == "party"]
    columns = {
        "date": documents["date"],
        "parties": _collect(documents.index, parties).map(sorted),
        "topics": _collect(documents.index, labels, "topic"),
        "instruments": _collect(documents.index, kinds["instrument"]).map(sorted),
        "amounts": _collect(documents.index, kinds["amount"], "value", "role"),
        "places": _collect(documents.index, kinds["place"]).map(sorted),
        "outlet": documents["outlet"],
        "duplicate_of": documents["duplicate_of"],
    }
    return pd.DataFrame(columns, index=documents.index)


def pair_countries(ledger: pd.DataFrame, *, by_topic: bool = True) -> pd.DataFrame:
    """
    Count what each two countries do together.

    Parameters
    ----------
    ledger : DataFrame, indexed by ``doc_id``
        As `build_ledger` gives it.
    by_topic : bool, default True
        One row a pair and topic; False: one row a pair.

    Returns
    -------
    DataFrame
        Sorted by pair and topic: ``country_a, country_b`` (alphabetical), ``topic`` (NA: undecided documents, or not
        by topic), ``n_documents``, ``n_events`` (documents less reprints), and one column a role and currency that
        the ledger holds (``project USD``): the sum over events, in units of the currency, NA where none is stated.

    Notes
    -----
    A document counts in every pair of its parties and in each of its topics, so rows must not be added up. Two
    reports of one deal that are no reprints of each other count, and add, twice.
    """
    members: dict[tuple[str, str, str], list[str]] = {}
    for doc_id, parties, topics in zip(ledger.index, ledger["parties"], ledger["topics"], strict=True):
        for pair in combinations(sorted(set(parties)), 2):
            for topic in (topics if by_topic else None) or [""]:
                members.setdefault((*pair, topic), []).append(doc_id)
    kinds = sorted({(role, value.split()[1]) for cell in ledger["amounts"] for value, role in cell})
    amounts = ledger["amounts"].to_dict()
    originals = ledger["duplicate_of"].dropna().to_dict()
    rows = []
    for key in sorted(members, key=lambda key: (key[0], key[1], not key[2], key[2])):
        events = _first_copies(members[key], originals)
        sums = add_up(amounts[doc_id] for doc_id in events)
        rows.append((*key[:2], key[2] or None, len(members[key]), len(events), *(sums.get(kind) for kind in kinds)))
    names = ["country_a", "country_b", "topic", "n_documents", "n_events", *(" ".join(kind) for kind in kinds)]
    return pd.DataFrame(rows, columns=names).astype({"topic": "string", **dict.fromkeys(names[5:], "Float64")})


class CountryProfile(NamedTuple):
    """One country in the ledger, as five tables; ``n_events`` counts documents less reprints."""

    partners: pd.DataFrame
    topics: pd.DataFrame
    instruments: pd.DataFrame
    sums: pd.DataFrame
    timeline: pd.DataFrame


def country_profile(ledger: pd.DataFrame, country: str) -> CountryProfile:
    """
    Show what one country does: with whom, in what, how, for how much and when.

    Parameters
    ----------
    ledger : DataFrame, indexed by ``doc_id``
        As `build_ledger` gives it.
    country : str
        ISO 3166 alpha-3 code.

    Returns
    -------
    CountryProfile
        ``partners``, ``topics``, ``instruments``: ``n_events`` of each, largest first; ``sums`` as `sum_amounts` gives
        them; ``timeline``: ``n_events`` by month (undated events are absent).

    Raises
    ------
    ParameterError
        If the country is a party to no document.
    """
    part = ledger[[country in parties for parties in ledger["parties"]]]
    if part.empty:
        known = sorted({code for parties in ledger["parties"] for code in parties})
        raise ParameterError(f"{country!r} is a party to no document. Parties are: {', '.join(known)}.")
    months = list_events(part)["date"].dropna().dt.to_period("M").value_counts().sort_index()
    return CountryProfile(
        partners=count_values(part, "parties").drop(index=country).rename_axis("country"),
        topics=count_values(part, "topics"),
        instruments=count_values(part, "instruments"),
        sums=sum_amounts(part),
        timeline=months.rename_axis("month").to_frame("n_events"),
    )


def _first_copies(doc_ids: Iterable[str], originals: dict[Any, Any]) -> list[str]:
    """One document an event: the first copy where it is among them, else its first reprint."""
    events: dict[str, str] = {}
    for doc_id in sorted(doc_ids, key=lambda doc_id: doc_id in originals):
        events.setdefault(originals.get(doc_id, doc_id), doc_id)
    return list(events.values())


def _collect(index: pd.Index, table: pd.DataFrame, *columns: str) -> pd.Series:
    """Per document the values of a column (of several: the tuples), each once, in the table's order."""
    cells: dict[str, dict] = {doc_id: {} for doc_id in index}
    for doc_id, *value in table[["doc_id", *(columns or ["value"])]].itertuples(index=False):
        cells[doc_id][tuple(value) if len(value) > 1 else value[0]] = None
    return pd.Series([list(cell) for cell in cells.values()], index=index, dtype=object)


def _require(table: pd.DataFrame, name: str, columns: tuple[str, ...], doc_ids: pd.Index | None = None) -> None:
    if missing := [column for column in columns if column not in table.columns]:
        raise SchemaError(f"{name}: no column {', '.join(missing)}. It has: {', '.join(map(str, table.columns))}.")
    if doc_ids is not None and (strange := sorted(set(table["doc_id"]) - set(doc_ids))):
        raise SchemaError(f"{name}: doc_id {strange[0]!r} is not in documents. Make {name} from the same documents.")
