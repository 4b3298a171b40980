"""What a study has found: who leads, profiles of countries and sectors, and figures by the charts of the pages."""

from base64 import b64encode
from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd

from analysis.charts import plot_bars, plot_columns, plot_dots, plot_matrix
from analysis.charts.figures import draw_files
from analysis.charts.words import describe, name_source
from analysis.evaluate.claims import name_leaders
from analysis.ledger.pairs import pair_countries, pair_matrix
from analysis.ledger.summary import count_values, cross_values, list_amounts, main_currency, sum_amounts
from analysis.lists.loading import country_names

MOST = 14  # countries in the matrix: more would not be readable
COUNTED = {"parties": "Countries", "topic": "Sectors", "instruments": "Acts", "status": "Status"}


def name_events(study: Any) -> pd.DataFrame:
    """Return the ledger with countries, sectors and instruments as people call them; the codes as ``codes, key``."""
    events, countries = study.ledger.assign(codes=study.ledger["parties"], key=study.ledger["topic"]), country_names()
    events.attrs.clear()  # the log in them would be copied with every selection
    events["parties"] = [[countries.get(code, code) for code in codes] for codes in events["codes"]]
    events["topic"] = events["topic"].map(study.model.topics_["label"])
    events["instruments"] = [[name.replace("_", " ").capitalize() for name in cell] for cell in events["instruments"]]
    return events


def profile_values(events: pd.DataFrame, column: str, code: str) -> Iterator[dict[str, Any]]:
    """Yield what the events hold on each value of a column, in the order of the alphabet."""
    for name, rows in events[[column, code]].explode([column, code]).dropna().groupby(column):
        own = events.loc[rows.index]
        counts = {heading: count_values(own, counted)["n_events"] for counted, heading in COUNTED.items()}
        yield {"name": name, "code": rows[code].iloc[0], "n": len(own), "counts": counts, "sums": sum_amounts(own)}


def name_most(events: pd.DataFrame) -> dict[str, str]:
    """Return sentences on the pairs, sectors and acts with most events."""
    pairs = pair_countries(events, by_topic=False).set_index(["country_a", "country_b"])
    tables = {"pairs": pairs, "sectors": count_values(events, "topic"), "acts": count_values(events, "instruments")}
    of = f"# of {len(events):,} events"
    return {
        things: name_leaders(table["n_events"], of, things=things, none=f"There are no {things}")
        for things, table in tables.items()
    }


def draw_pictures(study: Any, events: pd.DataFrame) -> Iterator[dict[str, str]]:
    """Draw events by sector, by act, by pair and by year, and sums of money."""
    most, by = name_most(events), {name: cross_values(events, name, "status") for name in ("topic", "instruments")}
    for name, what in (("topic", "sector"), ("instruments", "act")):
        title, what = most[f"{what}s"], f"Events by {what} and status"
        yield _draw(study, plot_bars, by[name], title, what, value=list(by[name]), unit="events")
    square = pair_matrix(pair_countries(events, by_topic=False), most=MOST).rename_axis(index=None, columns=None)
    square = square.where(np.tri(len(square), k=-1, dtype=bool))
    what = f"Events by pair of countries, the {len(square)} with most ties"
    yield _draw(study, plot_matrix, square, most["pairs"], what, triangle=True, unit="events of both")
    years = pd.to_numeric(events["date"].astype("str").str.extract(r"^(\d{4})")[0]).astype("Int64").rename("year")
    table = pd.crosstab(years, events["status"])
    table = table.reindex(range(table.index.min(), table.index.max() + 1), fill_value=0) if len(table) else table
    title = f"{years.count():,} of {len(events):,} events have a year"
    yield _draw(study, plot_columns, table, title, "Events by year and status", unit="events")
    sums, named = sum_amounts(study.ledger), sum_amounts(study.deals, naive=True)
    told, currency = list_amounts(study.ledger).astype({"sum": float}), main_currency(sums)
    table = told.query("currency == @currency").set_index("title", drop=False).rename_axis(None)
    title = f"{len(table):,} of {len(told):,} sums that count are in {currency}"
    yield _draw(study, plot_dots, table, title, "Sums by role", value="sum", group="role", name="title", unit=currency)
    both = {"counts": sums["total"], "named, but not counted": named["total"].sub(sums["total"], fill_value=0)}
    table = pd.DataFrame(both).fillna(0).query("currency == @currency").droplevel("currency") / 1e6
    n, many = (int(table["n_sums"][table.index.isin([currency], level=1)].sum()) for table in (sums, named))
    title = f"{many - n:,} of {many:,} sums in {currency} must not be added to the others"
    yield _draw(study, plot_bars, table, title, "Sums by role", value=list(both), unit=f"million {currency}")


def _draw(study: Any, plot: Any, table: pd.DataFrame, title: str, what: str, **options: Any) -> dict[str, str]:
    """Return a figure; of a table with less than two rows there is nothing to compare, and only the sentence stays."""
    if len(table) < 2:
        return {"title": title, "svg": ""}
    alt = describe(table, what, amount=f"# {options['unit']}", things="numbers")
    figure = plot(table, title=title, **options).get_figure(root=True)
    drawn = draw_files(figure, title, alt, name_source(study.documents), ("svg",))
    return {"title": title, "what": what, "alt": alt, "svg": b64encode(drawn["svg"]).decode()}
