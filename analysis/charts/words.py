"""The words of a figure: a description for those who cannot see it, and the line on the reports behind it."""

import pandas as pd

from analysis.errors import require_columns
from analysis.evaluate.claims import CHANCE, name_leaders
from analysis.text.display import write_numbers


def describe(table: pd.DataFrame, what: str, *, amount: str = "#", things: str = "rows") -> str:
    """
    Describe a chart in words: what it shows, its largest and smallest numbers, and where it has an order, the trend.

    Parameters
    ----------
    table : DataFrame
        The numbers shown, in the rows and columns shown; columns of other kinds are passed over.
    what : str
        What is drawn, such as ``"Bars of reports by outlet"``.
    amount : str, default "#"
        How to say a number, ``#`` for it, as for `name_leaders`: ``"# reports"``.
    things : str, default "rows"
        What a row, or a cell of several columns, is called where too many tie to name them.

    Returns
    -------
    str
        Two sentences or more.

    Raises
    ------
    IndexError
        If `what` is empty.

    Notes
    -----
    A trend is one of the sums of the rows along a numeric index, by Kendall's rank correlation (5 %, two-sided).
    """
    from scipy.stats import kendalltau

    numbers = table.select_dtypes("number").astype(float)
    values = pd.Series(numbers.iloc[:, 0] if numbers.shape[1] == 1 else numbers.stack()).dropna()  # noqa: PD013
    said = [f"{what}; {things}: {len(values):,}", name_leaders(values, amount, things=things)]
    if values.min() < values.max():
        said.append(name_leaders(values, amount, things=things, least=True))
    if pd.api.types.is_numeric_dtype(numbers.index) and numbers.index.name and len(numbers) > 2:
        (tau, chance), sums = kendalltau(numbers.index, numbers.sum(axis=1)), write_numbers(numbers.sum(axis=1))
        trend = "with no clear trend" if not chance <= 2 * CHANCE else "rising" if tau > 0 else "falling"
        first, last = (f"{sums[end]} ({numbers.index[end]:.4g})" for end in (0, -1))
        said.append(f"from {first} to {last}, {trend}")
    return " ".join(f"{sentence[0].upper()}{sentence[1:]}." for sentence in said)


def name_source(documents: pd.DataFrame) -> str:
    """
    Say on which reports a figure rests: how many, of how many outlets, from when to when.

    Parameters
    ----------
    documents : DataFrame
        As returned by `load_corpus`.

    Returns
    -------
    str
        A line for `save_figure`'s `note`.

    Raises
    ------
    SchemaError
        If the column ``date`` or ``outlet`` is missing.
    """
    require_columns(documents, "documents", ("date", "outlet"))
    n, outlets, dates = len(documents), documents["outlet"].nunique(), documents["date"].dropna()
    span = dict.fromkeys(f"{date:%Y-%m-%d}" for date in (dates.min(), dates.max()) if len(dates))
    of = f" of {outlets:,} outlet{'s' * (outlets > 1)}" if outlets else ""
    undated = f"{n - len(dates):,} undated" if len(dates) < n else ""
    return ", ".join(filter(None, [f"Source: {n:,} report{'s' * (n != 1)}{of}", " to ".join(span), undated])) + "."
