"""
The ledger: who cooperates with whom, on what, through which instrument, for how much.

One row per document, gathered from its labels and facts; one row per pair of countries and topic, counted from those. A
report with three parties counts for three pairs. Sums are kept apart by role and currency, since trade is not a project
and a manat is not a dollar, and reprints are not added. If no sum is stated the cell is NA, not 0.
"""

from decimal import Decimal
from itertools import chain, combinations
from typing import NamedTuple

import pandas as pd

from analysis.errors import ParameterError, SchemaError, require_columns
from analysis.ledger.summary import count_values, list_events, name_events, read_amounts, sum_amounts


def build_ledger(documents: pd.DataFrame, labels: pd.DataFrame, facts: pd.DataFrame) -> pd.DataFrame:
    """
    Gather each document's labels and facts into one row.

    Parameters
    ----------
    documents, labels, facts : DataFrame
        As returned by `load_corpus`, `label_documents` and `extract_facts`.

    Returns
    -------
    DataFrame, indexed by ``doc_id``, in the order of `documents`
        ``date``; ``parties`` (ISO 3166 alpha-3, sorted); ``topics`` (best first); ``instruments`` (sorted);
        ``amounts`` (distinct ``(value, role)``, in reading order); ``places`` (sorted); ``outlet``; ``duplicate_of``.
        Lists are empty if the document states nothing.

    Raises
    ------
    SchemaError
        If a column is missing, or labels or facts have a ``doc_id`` that is not in `documents`.
    """
    labels = labels.reset_index()
    require_columns(documents, "documents", ("date", "outlet", "duplicate_of"))
    require_columns(labels, "labels", ("doc_id", "topic", "rank"))
    require_columns(facts, "facts", ("doc_id", "kind", "value", "field", "start", "role"))
    for name, table in (("labels", labels), ("facts", facts)):
        if odd := sorted(set(table["doc_id"]) - set(documents.index)):
            raise SchemaError(f"{name}: doc_id {odd[0]!r} is not in documents. Make {name} from the same documents.")
    labels = labels.sort_values(["doc_id", "rank", "topic"])
    facts = facts.sort_values(["doc_id", "field", "start"], ascending=[True, False, True], kind="stable")
    told = facts[(facts["kind"] != "country") | (facts["role"] == "party")]
    kinds = {"parties": "country", "instruments": "instrument", "places": "place"}
    lists = {name: _collect(documents.index, told[told["kind"] == kind]).map(sorted) for name, kind in kinds.items()}
    lists["topics"] = _collect(documents.index, labels, "topic")
    lists["amounts"] = _collect(documents.index, facts[facts["kind"] == "amount"], "value", "role")
    names = ["date", "parties", "topics", "instruments", "amounts", "places", "outlet", "duplicate_of"]
    return pd.DataFrame({name: lists.get(name, documents.get(name)) for name in names}, index=documents.index)


def pair_countries(ledger: pd.DataFrame, *, by_topic: bool = True) -> pd.DataFrame:
    """
    Count documents, events and sums of each pair of countries.

    Parameters
    ----------
    ledger : DataFrame
        As returned by `build_ledger`.
    by_topic : bool, default True
        Whether to have one row per pair and topic, or one per pair.

    Returns
    -------
    DataFrame
        Sorted by pair and topic: ``country_a, country_b`` (alphabetical), ``topic`` (NA: undecided documents, or not
        by topic), ``n_documents``, ``n_events`` (documents less reprints), and one column per role and currency in the
        ledger (``project USD``): the sum over events, in units of the currency, NA if none is stated.

    Raises
    ------
    SchemaError
        If a column of the ledger is missing.

    Notes
    -----
    A document counts in every pair of its parties and in each of its topics, so rows must not be added up. Two
    reports of one deal that are not reprints of each other are counted, and added, twice.
    """
    require_columns(ledger, "ledger", ("parties", "topics", "amounts"))
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
        places = dict(reversed(members[key])).values()  # the first document of each event
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
    Summarise the cooperation of one country: with whom, in what, how, for how much and when.

    Parameters
    ----------
    ledger : DataFrame
        As returned by `build_ledger`.
    country : str
        ISO 3166 alpha-3 code.

    Returns
    -------
    CountryProfile
        Five tables: ``partners``, ``topics`` and ``instruments`` with the ``n_events`` of each, largest first; ``sums``
        as returned by `sum_amounts`; ``timeline`` with the ``n_events`` by month, without undated events.

    Raises
    ------
    ParameterError
        If the country is party to no document; the message lists the parties.
    SchemaError
        If a column of the ledger is missing.
    """
    require_columns(ledger, "ledger", ("parties",))
    part = ledger[[country in parties for parties in ledger["parties"]]]
    if part.empty:
        known = ", ".join(sorted(set().union(*ledger["parties"])))
        raise ParameterError(f"{country!r} is a party to no document. Parties are: {known}.")
    months = list_events(part)["date"].dropna().dt.to_period("M").value_counts().sort_index()
    partners = count_values(part, "parties").drop(index=country).rename_axis("country")
    topics, instruments = (count_values(part, column) for column in ("topics", "instruments"))
    timeline = months.rename_axis("month").to_frame("n_events")
    return CountryProfile(partners, topics, instruments, sum_amounts(part), timeline)


def _collect(index: pd.Index, table: pd.DataFrame, *columns: str) -> pd.Series:
    """Return per document the distinct values of a column (tuples of several), in the order of the table."""
    cells: dict[str, dict] = {doc_id: {} for doc_id in index}
    for doc_id, *value in table[["doc_id", *(columns or ["value"])]].itertuples(index=False):
        cells[doc_id][tuple(value) if len(value) > 1 else value[0]] = None
    return pd.Series([list(cell) for cell in cells.values()], index=index, dtype=object)
