"""
Summaries of the ledger: counts, cross tables and sums, each over events.

A cell of the ledger may be a list, so an event of two parties counts for both, and shares would not sum to 1: these are
counts. Sums are kept apart by role and currency, since trade is not a project and a manat is not a dollar.
"""

from pathlib import Path

import pandas as pd

from analysis.errors import LexiconError, ParameterError, SchemaError, require_columns
from analysis.ledger.additive import Amount
from analysis.ledger.fields import items
from analysis.lists.loading import read_csv

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
    pairs = ledger[[rows, columns]].explode(rows).explode(columns, ignore_index=True).dropna()
    return pd.crosstab(pairs[rows], pairs[columns])


def counting(amounts: object, status: object = None) -> list[Amount]:
    """Return the sums of a cell of ``amounts`` that may be added up: none of what is only proposed."""
    return [] if status == "proposed" else [one for one in items(amounts) if one.counts]


def list_amounts(ledger: pd.DataFrame, *, naive: bool = False) -> pd.DataFrame:
    """
    List the sums of money that count, one a row.

    Parameters
    ----------
    ledger : DataFrame
        As returned by `build_ledger`; with `naive` also deals, as returned by `find_deals`.
    naive : bool, default False
        Whether to list every sum, also those that don't count and those of events that are only proposed.

    Returns
    -------
    DataFrame
        ``event`` (or ``doc_id`` and ``deal``); ``date`` and ``title`` of the event, where the table has them; ``role``;
        ``currency``; ``sum`` (in units of the currency); ``counts`` (whether it may be added up).

    Raises
    ------
    SchemaError
        If there is no column ``amounts`` or ``status``.
    """
    require_columns(ledger, "ledger", ("amounts", "status"))
    cells = zip(ledger["amounts"], ledger["status"], strict=True)
    sums = [[one._replace(counts=one in counting(cell, status)) for one in items(cell)] for cell, status in cells]
    told = ledger.reindex(columns=["date", "title"]).assign(one=pd.Series(sums, ledger.index, object))
    told = told.explode("one").dropna(subset="one").reset_index()
    parts = pd.DataFrame(told.pop("one").tolist(), told.index, Amount._fields)
    told[["role", "currency", "sum", "counts"]] = parts[["role", "currency", "number", "counts"]]
    return told if naive else told[told["counts"].astype(bool)].reset_index(drop=True)


def sum_amounts(ledger: pd.DataFrame, *, naive: bool = False) -> pd.DataFrame:
    """
    Add up the sums of money of all events, by role and currency.

    Parameters
    ----------
    ledger : DataFrame
        As for `list_amounts`.
    naive : bool, default False
        As for `list_amounts`; the naive sums of the deals show what linking and counting have changed.

    Returns
    -------
    DataFrame, indexed by ``(role, currency)``, sorted
        ``n_sums``, ``total`` (in units of the currency, added as decimals), ``largest``.

    Raises
    ------
    SchemaError
        If there is no column ``amounts`` or ``status``.
    """
    sums = list_amounts(ledger, naive=naive).groupby(["role", "currency"])["sum"]
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
        As from `list_amounts`, and ``rate_date, rate, converted``, NA where there is no rate.

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
            rates = read_csv(Path(rates))
        except LexiconError as error:
            raise ParameterError(f"{error} Give a CSV with currency,date,rate.") from error
    require_columns(rates, "rates", ("currency", "date", "rate"))
    known: dict[tuple[str, str], float] = {}
    rows = zip(rates["currency"], rates["date"], pd.to_numeric(rates["rate"], errors="coerce"), strict=True)
    for line, (currency, date, rate) in enumerate(rows, start=2):
        if not rate > 0 or rate == float("inf"):
            raise SchemaError(f"rates, line {line}: the rate is no number above 0. Write it as 0.92.")
        if known.setdefault((currency, str(date)), rate) != rate:
            raise SchemaError(f"rates, line {line}: a second rate of {currency} for {date}. Keep one row.")
    told = list_amounts(ledger)
    keys = zip(told["currency"], told["date"].fillna("").astype(str), strict=True)
    tried = [[(code, day[:size]) for size in (10, 7, 4)] for code, day in keys]
    found = [next(((key[1], known[key]) for key in own if key in known), (None, None)) for own in tried]
    rated = pd.DataFrame(found, told.index, ["rate_date", "rate"]).astype({"rate_date": "str", "rate": "Float64"})
    return told.join(rated).assign(converted=told["sum"].astype("Float64") * rated["rate"])


def _check(ledger: pd.DataFrame, column: str) -> None:
    if column not in COUNTED:
        raise ParameterError(f"The ledger has no column {column!r} to count. It has: {', '.join(COUNTED)}.")
    require_columns(ledger, "ledger", (column,))
