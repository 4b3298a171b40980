"""
The ledger counted: values, crossings and sums, each over events.

An event is a report less its reprints: the first copy where the ledger holds it, else its first reprint. Cells of the
ledger are lists, so a report of two sectors counts in both, and shares of a whole would be wrong: these are counts.
"""

from __future__ import annotations

from decimal import Decimal

import pandas as pd

from analysis.errors import ParameterError

LISTS = ("parties", "topics", "instruments", "places")


def name_events(ledger: pd.DataFrame) -> pd.Series:
    """Return the event of each document, the ``doc_id`` of its first copy; first copies stand before reprints."""
    events = ledger["duplicate_of"].sort_values(key=pd.notna, kind="stable")
    return events.where(events.notna(), events.index.to_series())


def list_events(ledger: pd.DataFrame) -> pd.DataFrame:
    """Return the ledger's rows, one an event, in their order."""
    return ledger[~name_events(ledger).duplicated()[ledger.index]]


def count_values(ledger: pd.DataFrame, column: str) -> pd.DataFrame:
    """
    Count the events (``n_events``) in which each value of a list column occurs, most first, then by the alphabet.

    A `ParameterError` says so if the column is none of `LISTS`.
    """
    _check(column)
    counts = list_events(ledger)[column].explode().dropna().value_counts().rename_axis(column)
    return counts.sort_index().sort_values(ascending=False, kind="stable").to_frame("n_events")


def cross_values(ledger: pd.DataFrame, rows: str, columns: str) -> pd.DataFrame:
    """Count the events in which a value of one list column meets a value of another; names sorted. Errors as above."""
    _check(rows)
    _check(columns)
    pairs = list_events(ledger)[[rows, columns]].explode(rows).explode(columns).dropna()
    return pd.crosstab(pairs[rows], pairs[columns])


def sum_amounts(ledger: pd.DataFrame) -> pd.DataFrame:
    """
    Add up the sums of money of all events, apart by role and currency.

    Returns
    -------
    DataFrame, indexed by ``(role, currency)``, sorted
        ``n_sums``, ``total`` (in units of the currency, added as decimals), ``largest``.

    Notes
    -----
    Two reports of one deal that are no reprints of each other add up twice; read a total with its reports beside it.
    """
    rows = [(*kind, number) for cell in list_events(ledger)["amounts"] for kind, number in read_amounts(cell)]
    sums = pd.DataFrame(rows, columns=["role", "currency", "number"]).groupby(["role", "currency"])["number"]
    return pd.DataFrame({"n_sums": sums.size(), "total": sums.sum().astype(float), "largest": sums.max().astype(float)})


def read_amounts(cell: list[tuple[str, str]]) -> list[tuple[tuple[str, str], Decimal]]:
    """Return role, currency and number of each ``(value, role)`` in a cell of ``amounts``: ``((role, "USD"), 5)``."""
    return [((role, value.split()[1]), Decimal(value.split()[0])) for value, role in cell]


def pair_matrix(pairs: pd.DataFrame, *, most: int = 14) -> pd.DataFrame:
    """
    Lay pairs of countries out as a square, the countries with most ties first.

    `pairs` is as given by `pair_countries` without topics; pairs with any country beyond the `most` are left out. The
    cells are the events of each pair, on both sides of the diagonal; 0 where there is none.
    """
    mirrored = pairs.rename(columns={"country_a": "country_b", "country_b": "country_a"})
    both = pd.concat([pairs, mirrored])
    ties = both.groupby("country_a")["n_events"].sum().sort_values(ascending=False, kind="stable").index[:most]
    square = both.pivot_table(index="country_a", columns="country_b", values="n_events", aggfunc="sum")
    return square.reindex(index=ties, columns=ties).fillna(0).astype(int)


def _check(column: str) -> None:
    if column not in LISTS:
        raise ParameterError(f"The ledger has no list column {column!r}. It has: {', '.join(LISTS)}.")
