"""
The ledger counted: values, pairs, crossings and sums, each over events.

An event is a report less its reprints: a reprint counts only where the ledger does not hold its first copy. Cells of
the ledger are lists, so a report of two sectors counts in both, and shares of a whole would be wrong: these are counts.
"""

from __future__ import annotations

from decimal import Decimal
from itertools import combinations

import pandas as pd

from analysis.errors import ParameterError

LISTS = ("parties", "topics", "instruments", "places")


def list_events(ledger: pd.DataFrame) -> pd.DataFrame:
    """Return the ledger without the reprints of documents that it holds."""
    return ledger[~ledger["duplicate_of"].isin(ledger.index)]


def count_values(ledger: pd.DataFrame, column: str) -> pd.DataFrame:
    """
    Count the events in which each value of a list column occurs.

    Parameters
    ----------
    ledger : DataFrame, indexed by ``doc_id``
        As given by `build_ledger`.
    column : str
        One of `LISTS`.

    Returns
    -------
    DataFrame, indexed by the values
        ``events``, most first, equal ones in the order of the alphabet.

    Raises
    ------
    ParameterError
        If the ledger has no such list column.
    """
    _check(column)
    counts = list_events(ledger)[column].explode().dropna().value_counts()
    table = counts.rename_axis(column).to_frame("events").reset_index()
    return table.sort_values(["events", column], ascending=[False, True]).set_index(column)


def count_pairs(ledger: pd.DataFrame) -> pd.DataFrame:
    """
    Count the events that each two parties share, whatever the topic.

    Returns
    -------
    DataFrame
        ``country_a, country_b`` (alphabetical), ``events``; most first.
    """
    pairs = [pair for parties in list_events(ledger)["parties"] for pair in combinations(sorted(set(parties)), 2)]
    table = pd.DataFrame(pairs, columns=["country_a", "country_b"]).value_counts().rename("events").reset_index()
    return table.sort_values(["events", "country_a", "country_b"], ascending=[False, True, True], ignore_index=True)


def pair_matrix(pairs: pd.DataFrame, *, most: int = 14) -> pd.DataFrame:
    """
    Lay pairs out as a square, the countries with most ties first.

    Parameters
    ----------
    pairs : DataFrame
        As given by `count_pairs`.
    most : int, default 14
        Countries to show; pairs with any other are left out.

    Returns
    -------
    DataFrame, shape (n, n), n <= `most`
        Events of each pair, on both sides of the diagonal; 0 where there is none.
    """
    mirrored = pairs.rename(columns={"country_a": "country_b", "country_b": "country_a"})
    both = pd.concat([pairs, mirrored])
    ties = both.groupby("country_a")["events"].sum().sort_index().sort_values(ascending=False, kind="stable")
    shown = ties.index[:most]
    square = both.pivot_table(index="country_a", columns="country_b", values="events", aggfunc="sum")
    return square.reindex(index=shown, columns=shown).fillna(0).astype(int)


def cross_values(ledger: pd.DataFrame, rows: str, columns: str) -> pd.DataFrame:
    """
    Count the events in which a value of one list column meets a value of another.

    Parameters
    ----------
    ledger : DataFrame, indexed by ``doc_id``
        As given by `build_ledger`.
    rows, columns : str
        Two of `LISTS`.

    Returns
    -------
    DataFrame
        Counts; rows and columns sorted by name.

    Raises
    ------
    ParameterError
        If the ledger has no such list column.
    """
    _check(rows)
    _check(columns)
    pairs = list_events(ledger)[[rows, columns]].explode(rows).explode(columns).dropna()
    return pd.crosstab(pairs[rows], pairs[columns])


def sum_amounts(ledger: pd.DataFrame) -> pd.DataFrame:
    """
    Add up the sums of money of all events, apart by role and currency.

    Returns
    -------
    DataFrame, indexed by ``(role, currency)``
        ``sums`` (how many), ``total`` (in units of the currency, added as decimals), ``largest``. Roles in the order of
        the alphabet, within each the currency with most sums first.

    Notes
    -----
    Two reports of one deal that are no reprints of each other add up twice; read a total with its reports beside it.
    """
    stated = [(role, *value.split()) for cell in list_events(ledger)["amounts"] for value, role in cell]
    table = pd.DataFrame(stated, columns=["role", "number", "currency"])
    table["number"] = table["number"].map(Decimal)
    grouped = table.groupby(["role", "currency"])["number"].agg(sums="size", total="sum", largest="max")
    grouped[["total", "largest"]] = grouped[["total", "largest"]].astype(float)
    ranked = grouped.reset_index().sort_values(["role", "sums", "currency"], ascending=[True, False, True])
    return ranked.set_index(["role", "currency"])


def _check(column: str) -> None:
    if column not in LISTS:
        raise ParameterError(f"The ledger has no list column {column!r}. It has: {', '.join(LISTS)}.")
