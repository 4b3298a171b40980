"""
The ledger: who cooperates with whom, on what, through which instrument, for how much.

One row a document, gathered from its labels and facts; one row a pair of countries and topic, counted from those. A
report of three parties is a report of three pairs. Sums stand apart by role and currency, since trade is no project and
a manat no dollar, and a reprint adds nothing to them. Where no sum is stated the cell is NA, not 0.
"""

from __future__ import annotations

from decimal import Decimal
from itertools import combinations
from typing import NamedTuple

import pandas as pd

from analysis.corrections import apply_corrections
from analysis.errors import ParameterError, SchemaError
from analysis.evidence import ledger_evidence

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
    _require(documents, ("date", "outlet", "duplicate_of"), "documents")
    _require(facts, ("doc_id", "kind", "value", "field", "start", "role"), "facts")
    _require(labels, ("rank",), "labels")
    labels = labels.reset_index()[["doc_id", "topic", "rank"]].sort_values(["doc_id", "rank"], kind="stable")
    for name, table in (("labels", labels), ("facts", facts)):
        if strange := sorted(set(table["doc_id"]) - set(documents.index)):
            raise SchemaError(
                f"{name}: doc_id {strange[0]!r} is not in documents. Make {name} from the same documents."
            )
    facts = facts.sort_values(["doc_id", "field", "start"], ascending=[True, False, True], kind="stable")
    party = (facts["kind"] == "country") & (facts["role"] == "party")
    columns = {
        "date": documents["date"],
        "parties": _collect(documents.index, facts[party], ["value"]).map(sorted),
        "topics": _collect(documents.index, labels, ["topic"]),
        "instruments": _collect(documents.index, facts[facts["kind"] == "instrument"], ["value"]).map(sorted),
        "amounts": _collect(documents.index, facts[facts["kind"] == "amount"], ["value", "role"]),
        "places": _collect(documents.index, facts[facts["kind"] == "place"], ["value"]).map(sorted),
        "outlet": documents["outlet"],
        "duplicate_of": documents["duplicate_of"],
    }
    return pd.DataFrame(columns, index=documents.index)


def pair_countries(ledger: pd.DataFrame) -> pd.DataFrame:
    """
    Count what each two countries do together, by topic.

    Parameters
    ----------
    ledger : DataFrame, indexed by ``doc_id``
        As `build_ledger` gives it.

    Returns
    -------
    DataFrame
        Sorted by pair and topic: ``country_a, country_b`` (alphabetical), ``topic`` (NA: undecided documents),
        ``n_documents``, ``n_events`` (documents less reprints), and one column a role and currency that the ledger
        holds, ``project USD``: the sum over events, NA where none is stated.

    Notes
    -----
    A document counts in every pair of its parties and in every of its topics, so rows must not be added up. Two
    reports of the same deal that are no reprints of each other count, and add, twice.
    """
    rows: dict[tuple, list[str]] = {}
    for doc_id, parties, topics in zip(ledger.index, ledger["parties"], ledger["topics"], strict=True):
        for pair in combinations(sorted(set(parties)), 2):
            for topic in topics or [pd.NA]:
                rows.setdefault((*pair, topic), []).append(doc_id)
    columns = sorted({(role, value.split()[1]) for sums in ledger["amounts"] for value, role in sums})
    table = []
    for key in sorted(rows, key=lambda key: (*key[:2], pd.isna(key[2]), str(key[2]))):
        part = ledger.loc[rows[key]]
        events = _events(part)
        sums = _add_up(events["amounts"])
        table.append((*key, len(part), len(events), *(sums.get(column, pd.NA) for column in columns)))
    names = ["country_a", "country_b", "topic", "n_documents", "n_events", *(" ".join(column) for column in columns)]
    pairs = pd.DataFrame(table, columns=names)
    return pairs.astype({"topic": "string", **dict.fromkeys(names[5:], "Float64")})


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
        ``partners``, ``topics``, ``instruments`` (``n_events`` by each, largest first), ``sums`` (``total`` and
        ``n_events`` by ``role`` and ``currency``) and ``timeline`` (``n_events`` by month; undated events are absent).

    Raises
    ------
    ParameterError
        If the country is a party to no document.
    """
    part = _events(ledger[[country in parties for parties in ledger["parties"]]])
    if part.empty:
        known = sorted({code for parties in ledger["parties"] for code in parties})
        raise ParameterError(f"{country!r} is a party to no document. Parties are: {', '.join(known)}.")
    partners = part["parties"].map(lambda parties: [code for code in parties if code != country])
    stated = [(role, *value.split()) for cell in part["amounts"] for value, role in cell]
    sums = pd.DataFrame([(role, currency) for role, _, currency in stated], columns=["role", "currency"])
    sums = sums.assign(total=[float(number) for _, number, _ in stated], n_sums=1).groupby(["role", "currency"]).sum()
    months = part["date"].dropna().dt.to_period("M").value_counts().sort_index()
    return CountryProfile(
        _tally(partners, "country"),
        _tally(part["topics"], "topic"),
        _tally(part["instruments"], "instrument"),
        sums,
        months.rename_axis("month").to_frame("n_events"),
    )


def _events(ledger: pd.DataFrame) -> pd.DataFrame:
    """One row an event: the first copy where it is there, else the first reprint."""
    first = ledger["duplicate_of"].isna()
    event = ledger["duplicate_of"].where(~first, ledger.index.to_series())
    return (
        ledger.assign(_event=event, _late=~first)
        .sort_values("_late", kind="stable")
        .drop_duplicates("_event")
        .drop(columns=["_event", "_late"])
    )


def _add_up(amounts: pd.Series) -> dict[tuple[str, str], float]:
    sums: dict[tuple[str, str], Decimal] = {}
    for value, role in (amount for cell in amounts for amount in cell):
        number, currency = value.split()
        sums[role, currency] = sums.get((role, currency), Decimal(0)) + Decimal(number)
    return {key: float(total) for key, total in sums.items()}


def _tally(lists: pd.Series, name: str) -> pd.DataFrame:
    counts = lists.explode().dropna().value_counts()
    table = counts.rename_axis(name).to_frame("n_events").reset_index()
    return table.sort_values(["n_events", name], ascending=[False, True]).set_index(name)


def _collect(index: pd.Index, table: pd.DataFrame, columns: list[str]) -> pd.Series:
    """Per document the values of one column, or the tuples of several, each once, in the table's order."""
    cells: dict[str, dict] = {doc_id: {} for doc_id in index}
    for doc_id, *value in table[["doc_id", *columns]].itertuples(index=False):
        cells[doc_id][value[0] if len(columns) == 1 else tuple(value)] = None
    return pd.Series([list(cell) for cell in cells.values()], index=index, dtype=object)


def _require(table: pd.DataFrame, columns: tuple[str, ...], name: str) -> None:
    if missing := [column for column in columns if column not in table.columns]:
        raise SchemaError(f"{name}: no column {', '.join(missing)}. It has: {', '.join(map(str, table.columns))}.")
