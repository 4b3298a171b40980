"""
The ledger: who cooperates with whom, on what, through which instrument, for how much.

One row a document, gathered from its labels and facts; one row a pair of countries and topic, counted from those. A
report of three parties is a report of three pairs. Sums stand apart by role and currency, since trade is no project and
a manat no dollar, and a reprint adds nothing to them. Where no sum is stated the cell is NA, not 0.
"""

from __future__ import annotations

from decimal import Decimal
from itertools import chain, combinations
from typing import NamedTuple

import pandas as pd

from analysis.errors import ParameterError, SchemaError
from analysis.ledger.summary import count_values, list_events, name_events, read_amounts, sum_amounts


def build_ledger(documents: pd.DataFrame, labels: pd.DataFrame, facts: pd.DataFrame) -> pd.DataFrame:
    """
    Gather each document's labels and facts into one row.

    Parameters
    ----------
    documents, labels, facts : DataFrame
        As `load_corpus`, `label_documents` and `extract_facts` give them.

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
    parties = facts[(facts["kind"] == "country") & (facts["role"] == "party")]
    instruments, amounts, places = (facts[facts["kind"] == kind] for kind in ("instrument", "amount", "place"))
    columns = {
        "date": documents["date"],
        "parties": _collect(documents.index, parties).map(sorted),
        "topics": _collect(documents.index, labels, "topic"),
        "instruments": _collect(documents.index, instruments).map(sorted),
        "amounts": _collect(documents.index, amounts, "value", "role"),
        "places": _collect(documents.index, places).map(sorted),
        "outlet": documents["outlet"],
        "duplicate_of": documents["duplicate_of"],
    }
    return pd.DataFrame(columns, index=documents.index)


def pair_countries(ledger: pd.DataFrame, *, by_topic: bool = True) -> pd.DataFrame:
    """
    Count what each two countries do together.

    Parameters
    ----------
    ledger : DataFrame
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
    events = name_events(ledger)
    ledger = ledger.loc[events.index]
    members: dict[tuple[str, str, str], list[tuple[str, int]]] = {}
    for place, (event, parties, topics) in enumerate(zip(events, ledger["parties"], ledger["topics"], strict=True)):
        for pair in combinations(sorted(set(parties)), 2):
            for topic in (topics if by_topic else None) or [""]:
                members.setdefault((*pair, topic), []).append((event, place))
    amounts = [read_amounts(cell) for cell in ledger["amounts"]]
    kinds = sorted({kind for cell in amounts for kind, _ in cell})
    rows = []
    for key in sorted(members, key=lambda key: (key[0], key[1], not key[2], key[2])):
        places = dict(reversed(members[key])).values()  # of each event the first that counts here
        sums: dict[tuple[str, str], Decimal] = {}
        for kind, number in chain.from_iterable(amounts[place] for place in places):
            sums[kind] = sums.get(kind, Decimal()) + number
        rows.append((*key[:2], key[2] or None, len(members[key]), len(places), *map(sums.get, kinds)))
    names = ["country_a", "country_b", "topic", "n_documents", "n_events", *map(" ".join, kinds)]
    return pd.DataFrame(rows, columns=names).astype({"topic": "string", **dict.fromkeys(names[5:], "Float64")})


class CountryProfile(NamedTuple):
    """One country in the ledger; ``n_events`` counts documents less reprints."""

    partners: pd.DataFrame
    topics: pd.DataFrame
    instruments: pd.DataFrame
    sums: pd.DataFrame
    timeline: pd.DataFrame


def country_profile(ledger: pd.DataFrame, country: str) -> CountryProfile:
    """
    Show what one country does: with whom, in what, how, for how much and when.

    `country` is an ISO 3166 alpha-3 code; a `ParameterError` lists the parties if it is none of them. Of the tables,
    ``partners``, ``topics`` and ``instruments`` give the ``n_events`` of each, largest first, ``sums`` is as
    `sum_amounts` gives it, and ``timeline`` gives the ``n_events`` by month (undated events are absent).
    """
    part = ledger[[country in parties for parties in ledger["parties"]]]
    if part.empty:
        known = ", ".join(sorted(set().union(*ledger["parties"])))
        raise ParameterError(f"{country!r} is a party to no document. Parties are: {known}.")
    months = list_events(part)["date"].dropna().dt.to_period("M").value_counts().sort_index()
    return CountryProfile(
        partners=count_values(part, "parties").drop(index=country).rename_axis("country"),
        topics=count_values(part, "topics"),
        instruments=count_values(part, "instruments"),
        sums=sum_amounts(part),
        timeline=months.rename_axis("month").to_frame("n_events"),
    )


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
