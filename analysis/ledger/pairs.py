"""Pairs of countries, and one country's share of the ledger. An event of three parties counts for three pairs."""

from decimal import Decimal
from itertools import combinations
from typing import NamedTuple

import pandas as pd

from analysis.errors import ParameterError, require_columns
from analysis.ledger.fields import items
from analysis.ledger.summary import count_values, counting, sum_amounts
from analysis.lists.loading import load_list


def pair_countries(ledger: pd.DataFrame, *, by_topic: bool = True) -> pd.DataFrame:
    """
    Count events, reports and sums of each pair of countries.

    Parameters
    ----------
    ledger : DataFrame
        As returned by `build_ledger`.
    by_topic : bool, default True
        Whether to have one row per pair and topic, or one per pair.

    Returns
    -------
    DataFrame
        Sorted by pair and topic: ``country_a, country_b`` (alphabetical), ``topic`` (NA: undecided, or not by topic),
        ``n_events``, ``n_reports``, and one column per role and currency in the ledger (``project USD``): the total
        of the sums that count, in units of the currency, NA if none is stated. Sums of events that are only proposed
        are not added.

    Raises
    ------
    SchemaError
        If a column of the ledger is missing.

    Notes
    -----
    An event counts in every pair of its parties, so rows of several pairs must not be added up.
    """
    require_columns(ledger, "ledger", ("parties", "topic", "amounts", "status", "n_reports"))
    columns = [ledger[name] for name in ("parties", "topic", "amounts", "status", "n_reports")]
    kinds = sorted({one[2:0:-1] for cell in ledger["amounts"] for one in counting(cell)})
    found: dict[tuple[str, str, str], list] = {}
    for parties, topic, amounts, status, n_reports in zip(*columns, strict=True):
        for pair in combinations(sorted(set(items(parties))), 2):
            key = (*pair, topic if by_topic and isinstance(topic, str) else "")
            row = found.setdefault(key, [0, 0, {}])
            row[0] += 1
            row[1] += n_reports
            for one in counting(amounts, status):
                row[2][one[2:0:-1]] = row[2].get(one[2:0:-1], Decimal()) + one.number
    order = sorted(found, key=lambda key: (key[0], key[1], not key[2], key[2]))
    rows = [(*key[:2], key[2] or None, *found[key][:2], *map(found[key][2].get, kinds)) for key in order]
    names = ["country_a", "country_b", "topic", "n_events", "n_reports", *map(" ".join, kinds)]
    return pd.DataFrame(rows, columns=names).astype({"topic": "string", **dict.fromkeys(names[5:], "Float64")})


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
    square = both.pivot_table(index="country_a", columns="country_b", values="n_events", aggfunc="sum").fillna(0)
    ties = square.sum(axis=1).sort_values(ascending=False, kind="stable").index[:most]
    return square.reindex(index=ties, columns=ties).astype(int)


def country_code(name: str) -> str:
    """
    Return the code of a country.

    Parameters
    ----------
    name : str
        A name in any language of the list, or the code; capitals do not matter.

    Returns
    -------
    str
        ISO 3166 alpha-3.

    Raises
    ------
    ParameterError
        If the list has no such country, or several of the name.
    """
    countries, told = load_list("countries").query("kind == 'name'"), str(name).strip().casefold()
    same = (countries["form"].str.casefold() == told) | (countries["alpha3"].str.casefold() == told)
    codes = sorted(set(countries["alpha3"][same]))
    if len(codes) > 1:
        raise ParameterError(f"{name!r} may be {' or '.join(codes)}. Write the code.")
    if not codes:
        raise ParameterError(f"There is no country {name!r} in the list. Write a name or a code, such as UZB.")
    return codes[0]


class CountryProfile(NamedTuple):
    """One country in the ledger, counted by events."""

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
        ISO 3166 alpha-3 code, or a name in any language of the list.

    Returns
    -------
    CountryProfile
        Five tables: ``partners``, ``topics`` and ``instruments`` with the ``n_events`` of each, largest first; ``sums``
        as returned by `sum_amounts`; ``timeline`` with the ``n_events`` by month, without undated events.

    Raises
    ------
    ParameterError
        If the country is not in the list, or party to no event; the message lists the parties.
    SchemaError
        If a column of the ledger is missing.
    """
    require_columns(ledger, "ledger", ("parties", "date"))
    country = country_code(country)
    part = ledger[[country in items(parties) for parties in ledger["parties"]]]
    if part.empty:
        known = ", ".join(sorted(set().union(*map(items, ledger["parties"]))))
        raise ParameterError(f"{country!r} is a party to no event. Parties are: {known}.")
    months = part["date"].astype("str").str.extract(r"^(\d{4}-\d\d)")[0].value_counts().sort_index()
    partners = count_values(part, "parties").drop(index=country).rename_axis("country")
    topics, instruments = (count_values(part, column) for column in ("topic", "instruments"))
    timeline = months.rename_axis("month").to_frame("n_events")
    return CountryProfile(partners, topics, instruments, sum_amounts(part), timeline)
