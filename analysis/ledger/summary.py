"""
Summaries of the ledger: counts, cross tables and sums, each over events.

A cell of the ledger may be a list, so an event of two parties counts for both, and shares would not sum to 1: these are
counts. Sums are kept apart by role and currency, since trade is not a project and a manat is not a dollar.
"""

from pathlib import Path

import pandas as pd

from analysis.errors import ParameterError, SchemaError, require_columns
from analysis.ledger.acts import Amount
from analysis.ledger.events import items

COUNTED = ("parties", "topic", "instruments", "status", "organisations", "places")


def count_values(ledger: pd.DataFrame, column: str) -> pd.DataFrame:
    """
    Count the events in which each value of a column occurs.

    Parameters
    ----------
    ledger : DataFrame
        As returned by `build_ledger`.
    column : str
        One of `COUNTED`: ``parties topic instruments status organisations places``.

    Returns
    -------
    DataFrame, indexed by the values of `column`
        ``n_events``, most first, then in alphabetical order.

    Raises
    ------
    ParameterError
        If the column is none of `COUNTED`.
    SchemaError
        If the ledger lacks the column.
    """
    _check(ledger, column)
    counts = ledger[column].explode().dropna().value_counts().rename_axis(column)
    return counts.sort_index().sort_values(ascending=False, kind="stable").to_frame("n_events")


def cross_values(ledger: pd.DataFrame, rows: str, columns: str) -> pd.DataFrame:
    """
    Count the events in which values of two columns occur together.

    Parameters
    ----------
    ledger : DataFrame
        As returned by `build_ledger`.
    rows, columns : str
        Two of `COUNTED`: ``parties topic instruments status organisations places``.

    Returns
    -------
    DataFrame of int
        One row per value of `rows` and one column per value of `columns`, both sorted.

    Raises
    ------
    ParameterError
        If a column is none of `COUNTED`.
    SchemaError
        If the ledger lacks a column.
    """
    _check(ledger, rows)
    _check(ledger, columns)
    pairs = ledger[[rows, columns]].explode(rows).explode(columns).dropna()
    return pd.crosstab(pairs[rows], pairs[columns])


def counting(amounts: object, status: object = None) -> list[Amount]:
    """Return the sums of a cell of ``amounts`` that may be added up: none of what is only proposed."""
    return [] if status == "proposed" else [one for one in items(amounts) if one.counts]


def sum_amounts(ledger: pd.DataFrame, *, naive: bool = False) -> pd.DataFrame:
    """
    Add up the sums of money of all events, by role and currency.

    Parameters
    ----------
    ledger : DataFrame
        As returned by `build_ledger`; with `naive` also deals, as returned by `find_deals`.
    naive : bool, default False
        Whether to add every sum, also those that don't count and those of events that are only proposed. The
        naive sums of the deals show what linking and counting have changed.

    Returns
    -------
    DataFrame, indexed by ``(role, currency)``, sorted
        ``n_sums``, ``total`` (in units of the currency, added as decimals), ``largest``.

    Raises
    ------
    SchemaError
        If there is no column ``amounts`` or ``status``.
    """
    require_columns(ledger, "ledger", ("amounts", "status"))
    cells = zip(ledger["amounts"], ledger["status"], strict=True)
    told = [one for cell, status in cells for one in (items(cell) if naive else counting(cell, status))]
    sums = pd.DataFrame(told, columns=Amount._fields).groupby(["role", "currency"])["number"]
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


def convert_amounts(ledger: pd.DataFrame, rates: str | Path | pd.DataFrame) -> pd.DataFrame:
    """
    Express the sums that count in one currency, by the analyst's own table of rates.

    Parameters
    ----------
    ledger : DataFrame
        As returned by `build_ledger`.
    rates : str, Path or DataFrame
        ``currency`` (ISO 4217), ``date`` (a day, a month or a year in ISO 8601) and ``rate``: units of the wanted
        currency that one unit is worth. A sum takes the rate of the day of its event, else of its month, else of its
        year. The wanted currency has the rate 1.

    Returns
    -------
    DataFrame, one row a sum
        ``event, date, role, number, currency, rate_date, rate, converted``; the last three are NA where there is no
        rate.

    Raises
    ------
    SchemaError
        If a column is missing, a rate is not a number above 0, or two rows give a currency and date.
    ParameterError
        If the file of rates cannot be read.
    """
    require_columns(ledger, "ledger", ("date", "amounts", "status"))
    if not isinstance(rates, pd.DataFrame):
        try:
            rates = pd.read_csv(rates, dtype=str, encoding="utf-8-sig")
        except (OSError, ValueError) as error:
            raise ParameterError(f"{rates}: cannot be read ({error}). Give a CSV with currency,date,rate.") from error
    require_columns(rates, "rates", ("currency", "date", "rate"))
    known: dict[tuple[str, str], float] = {}
    numbers = pd.to_numeric(rates["rate"], errors="coerce")
    rows = zip(rates["currency"], rates["date"], numbers, strict=True)
    for line, (currency, date, rate) in enumerate(rows, start=2):
        if not rate > 0 or rate == float("inf"):
            raise SchemaError(f"rates, line {line}: the rate is no number above 0. Write it as 0.92.")
        if known.setdefault((currency, str(date)), rate) != rate:
            raise SchemaError(f"rates, line {line}: a second rate of {currency} for {date}. Keep one row.")
    converted = []
    for event, day, cell, status in zip(ledger.index, ledger["date"], ledger["amounts"], ledger["status"], strict=True):
        for one in counting(cell, status):
            told = day if isinstance(day, str) else ""
            date = next((d for d in (told, told[:7], told[:4]) if (one.currency, d) in known), None)
            rate = known.get((one.currency, date or ""))
            worth = float(one.number) * rate if rate else None
            converted.append((event, day, one.role, float(one.number), one.currency, date, rate, worth))
    names = ["event", "date", "role", "number", "currency", "rate_date", "rate", "converted"]
    return pd.DataFrame(converted, columns=names).astype({"rate": "Float64", "converted": "Float64"})


def _check(ledger: pd.DataFrame, column: str) -> None:
    if column not in COUNTED:
        raise ParameterError(f"The ledger has no column {column!r} to count. It has: {', '.join(COUNTED)}.")
    require_columns(ledger, "ledger", (column,))
