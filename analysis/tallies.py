"""
The ledger counted: values, crossings and sums, each over events.

An event is a report less its reprints: the first copy where the ledger holds it, else its first reprint. Cells of the
ledger are lists, so a report of two sectors counts in both, and shares of a whole would be wrong: these are counts.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

import pandas as pd

from analysis.errors import ParameterError

LISTS = ("parties", "topics", "instruments", "places")


def list_events(ledger: pd.DataFrame) -> pd.DataFrame:
    """Return the ledger's rows, one an event, in their order."""
    originals = ledger["duplicate_of"].where(ledger["duplicate_of"].notna(), ledger.index.to_series())
    late = originals.to_numpy() != ledger.index.to_numpy()
    first = pd.DataFrame({"event": originals.to_numpy(), "late": late}).sort_values("late", kind="stable")
    return ledger.iloc[sorted(first.drop_duplicates("event").index)]


def count_values(ledger: pd.DataFrame, column: str) -> pd.DataFrame:
    """
    Count the events in which each value of a list column (one of `LISTS`) occurs.

    Returns
    -------
    DataFrame, indexed by the values
        ``n_events``, most first, equal ones in the order of the alphabet.

    Raises
    ------
    ParameterError
        If the ledger has no such list column.
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
    sums = _gather(list_events(ledger)["amounts"])
    rows = {kind: (len(numbers), float(sum(numbers)), float(max(numbers))) for kind, numbers in sorted(sums.items())}
    index = pd.MultiIndex.from_tuples(list(rows), names=["role", "currency"]) if rows else _NO_SUMS
    return pd.DataFrame(list(rows.values()), index=index, columns=["n_sums", "total", "largest"])


def add_up(amounts: Iterable[list[tuple[str, str]]]) -> dict[tuple[str, str], float]:
    """Return the total of each role and currency in lists of ``(value, role)``, added as decimals."""
    return {kind: float(sum(numbers)) for kind, numbers in _gather(amounts).items()}


def pair_matrix(pairs: pd.DataFrame, *, most: int = 14) -> pd.DataFrame:
    """
    Lay pairs of countries out as a square, the countries with most ties first.

    Parameters
    ----------
    pairs : DataFrame
        ``country_a, country_b, n_events``, one row a pair, as given by `pair_countries` without topics.
    most : int, default 14
        Countries to show; pairs with any other are left out.

    Returns
    -------
    DataFrame, shape (n, n), n <= `most`
        Events of each pair, on both sides of the diagonal; 0 where there is none.
    """
    mirrored = pairs.rename(columns={"country_a": "country_b", "country_b": "country_a"})
    both = pd.concat([pairs, mirrored])[["country_a", "country_b", "n_events"]]
    ties = both.groupby("country_a")["n_events"].sum().sort_values(ascending=False, kind="stable")
    square = both.pivot_table(index="country_a", columns="country_b", values="n_events", aggfunc="sum")
    return square.reindex(index=ties.index[:most], columns=ties.index[:most]).fillna(0).astype(int)


_NO_SUMS = pd.MultiIndex.from_arrays([[], []], names=["role", "currency"])


def _gather(amounts: Iterable[list[tuple[str, str]]]) -> dict[tuple[str, str], list[Decimal]]:
    sums: dict[tuple[str, str], list[Decimal]] = {}
    for value, role in (amount for cell in amounts for amount in cell):
        number, currency = value.split()
        sums.setdefault((role, currency), []).append(Decimal(number))
    return sums


def _check(column: str) -> None:
    if column not in LISTS:
        raise ParameterError(f"The ledger has no list column {column!r}. It has: {', '.join(LISTS)}.")
