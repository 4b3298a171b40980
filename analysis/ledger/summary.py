"""
Summaries of the ledger: counts, cross tables and sums, each over events.

An event is a report without its reprints: the first copy if the ledger contains it, else its first reprint. Cells of
the ledger are lists, so a report of two sectors counts in both and shares would not sum to 1: these are counts.
"""

from decimal import Decimal

import pandas as pd

from analysis.errors import ParameterError, require_columns

LISTS = ("parties", "topics", "instruments", "places")


def name_events(ledger: pd.DataFrame) -> pd.Series:
    """Return the event of each document, the ``doc_id`` of its first copy, with first copies before reprints."""
    require_columns(ledger, "ledger", ("duplicate_of",))
    events = ledger["duplicate_of"].sort_values(key=pd.notna, kind="stable")
    return events.where(events.notna(), events.index.to_series())


def list_events(ledger: pd.DataFrame) -> pd.DataFrame:
    """
    Return one row of the ledger per event.

    Parameters
    ----------
    ledger : DataFrame
        As returned by `build_ledger`.

    Returns
    -------
    DataFrame
        The rows of first copies, or of first reprints where the first copy is missing, in the order of the ledger.

    Raises
    ------
    SchemaError
        If the ledger has no column ``duplicate_of``.
    """
    return ledger[~name_events(ledger).duplicated()[ledger.index]]


def count_values(ledger: pd.DataFrame, column: str) -> pd.DataFrame:
    """
    Count the events in which each value of a list column occurs.

    Parameters
    ----------
    ledger : DataFrame
        As returned by `build_ledger`.
    column : str
        One of `LISTS`: ``parties``, ``topics``, ``instruments`` or ``places``.

    Returns
    -------
    DataFrame, indexed by the values of `column`
        ``n_events``, most first, then in alphabetical order.

    Raises
    ------
    ParameterError
        If the column is none of `LISTS`.
    SchemaError
        If the ledger lacks the column or ``duplicate_of``.
    """
    _check(ledger, column)
    counts = list_events(ledger)[column].explode().dropna().value_counts().rename_axis(column)
    return counts.sort_index().sort_values(ascending=False, kind="stable").to_frame("n_events")


def cross_values(ledger: pd.DataFrame, rows: str, columns: str) -> pd.DataFrame:
    """
    Count the events in which values of two list columns occur together.

    Parameters
    ----------
    ledger : DataFrame
        As returned by `build_ledger`.
    rows, columns : str
        Two of `LISTS`: ``parties``, ``topics``, ``instruments`` or ``places``.

    Returns
    -------
    DataFrame of int
        One row per value of `rows` and one column per value of `columns`, both sorted.

    Raises
    ------
    ParameterError
        If a column is none of `LISTS`.
    SchemaError
        If the ledger lacks a column or ``duplicate_of``.
    """
    _check(ledger, rows)
    _check(ledger, columns)
    pairs = list_events(ledger)[[rows, columns]].explode(rows).explode(columns).dropna()
    return pd.crosstab(pairs[rows], pairs[columns])


def sum_amounts(ledger: pd.DataFrame) -> pd.DataFrame:
    """
    Add up the sums of money of all events, by role and currency.

    Parameters
    ----------
    ledger : DataFrame
        As returned by `build_ledger`.

    Returns
    -------
    DataFrame, indexed by ``(role, currency)``, sorted
        ``n_sums``, ``total`` (in units of the currency, added as decimals), ``largest``.

    Raises
    ------
    SchemaError
        If the ledger has no column ``amounts`` or ``duplicate_of``.

    Notes
    -----
    Two reports of one deal that are not reprints of each other are added twice; check a total against its reports.
    """
    require_columns(ledger, "ledger", ("amounts",))
    rows = [(*kind, number) for cell in list_events(ledger)["amounts"] for kind, number in read_amounts(cell)]
    sums = pd.DataFrame(rows, columns=["role", "currency", "number"]).groupby(["role", "currency"])["number"]
    return pd.DataFrame({"n_sums": sums.size(), "total": sums.sum().astype(float), "largest": sums.max().astype(float)})


def main_currency(sums: pd.DataFrame) -> str:
    """
    Return the currency that most sums are in, the first by the alphabet where several tie.

    Parameters
    ----------
    sums : DataFrame
        As `sum_amounts` gives it.

    Returns
    -------
    str
        Its ISO 4217 code; ``"no currency"`` where there are no sums.

    Raises
    ------
    KeyError
        If `sums` has no column ``n_sums``.
    """
    counts = sums.groupby("currency")["n_sums"].sum()
    return str(counts.idxmax()) if len(counts) else "no currency"


def read_amounts(cell: list[tuple[str, str]]) -> list[tuple[tuple[str, str], Decimal]]:
    """Return ``((role, currency), number)`` for each ``(value, role)`` in a cell of ``amounts``."""
    return [((role, value.split()[1]), Decimal(value.split()[0])) for value, role in cell]


def pair_matrix(pairs: pd.DataFrame, *, most: int = 14) -> pd.DataFrame:
    """
    Arrange pairs of countries in a square matrix, the countries with most ties first.

    Parameters
    ----------
    pairs : DataFrame
        As returned by `pair_countries` with ``by_topic=False``.
    most : int, default 14
        Countries shown; pairs with any other country are left out.

    Returns
    -------
    DataFrame of int, indexed by ``country_a``, columns ``country_b``
        Events of each pair, on both sides of the diagonal; 0 if there are none.

    Raises
    ------
    SchemaError
        If a column is missing.
    """
    require_columns(pairs, "pairs", ("country_a", "country_b", "n_events"))
    mirrored = pairs.rename(columns={"country_a": "country_b", "country_b": "country_a"})
    both = pd.concat([pairs, mirrored])
    ties = both.groupby("country_a")["n_events"].sum().sort_values(ascending=False, kind="stable").index[:most]
    square = both.pivot_table(index="country_a", columns="country_b", values="n_events", aggfunc="sum")
    return square.reindex(index=ties, columns=ties).fillna(0).astype(int)


def _check(ledger: pd.DataFrame, column: str) -> None:
    if column not in LISTS:
        raise ParameterError(f"The ledger has no list column {column!r}. It has: {', '.join(LISTS)}.")
    require_columns(ledger, "ledger", (column,))
