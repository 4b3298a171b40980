"""
The page itself: what a study has found, in sentences, figures and profiles, in a template filled and escaped by Jinja2.

All is in one file, which may load nothing: its policy (CSP) allows only the style and the script in it, by their
hashes, and pictures as data. A ledger that would make it too large goes to pages of their own, one a country.
"""

from base64 import b64encode
from collections import defaultdict
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from scipy import optimize, spatial

from analysis import __version__
from analysis.charts import figures, plot_bars, plot_columns, plot_dots, plot_matrix
from analysis.clusters.clusterer import TopicClusterer
from analysis.errors import AnalysisError
from analysis.evaluate.claims import judge_coverage, name_leaders
from analysis.ledger.evidence import cut_marks, name_fact, quote_sums
from analysis.ledger.fields import items
from analysis.ledger.pairs import pair_countries, pair_matrix
from analysis.ledger.summary import count_values, cross_values, list_amounts, main_currency, sum_amounts
from analysis.lists.loading import country_names, load_list
from analysis.text import display, passages, phrases
from analysis.text.saving import make_folder, save_bytes

MOST = 14  # countries in the matrix: more would not be readable
COUNTED = {"parties": "Countries", "topic": "Sectors", "instruments": "Acts", "status": "Status"}
MOST_REPORTS, MOST_BYTES = 2000, 5_000_000
_HOME = FileSystemLoader(Path(__file__).parent)
_TEMPLATES = Environment(loader=_HOME, undefined=StrictUndefined, autoescape=True, trim_blocks=True)
_TEMPLATES.filters["digest"] = lambda text: b64encode(sha256(text.encode()).digest()).decode()
_TEMPLATES.filters["day"] = display.write_day
_TEMPLATES.filters["short"] = lambda number: display.write_short(float(number))


def save_report(study: Any, folder: str | Path) -> Path:
    """
    Write ``report.html``: findings, figures, countries, sectors, and the ledger with the passages behind each line.

    Parameters
    ----------
    study : Study
        Of which the tables are shown.
    folder : str or Path
        Made where it is missing. Of more than 2,000 reports, or where the page would be larger than five megabytes,
        the ledger is parted by country, into pages in its folder ``report``.

    Returns
    -------
    Path
        The page.

    Raises
    ------
    SaveError
        If a file cannot be written.
    """
    home, known, events = make_folder(folder), study.documents, _name_events(study)
    told = quote_sums(known, study.facts, study.deals, list_amounts(study.ledger))
    profiles = {"country": ("parties", "codes"), "sector": ("topic", "key")}
    values = {
        **{"name": Path(study.folder).name, "version": __version__, "study": study, "part": "", "told": told},
        **{"source": figures.name_source(known), "most": _name_most(events), "map": _place_reports(study)},
        **{"coverage": study._do("", judge_coverage, known), "forms": study._do("", load_list, "countries", ("en",))},
        "pictures": list(_draw_pictures(study, events, told)),
        "profiles": {kind: list(_profile_values(events, *columns)) for kind, columns in profiles.items()},
        "reports": known.astype(object).where(known.notna(), None).to_dict("index"),
        "sums": sum_amounts(study.deals, naive=True).add_suffix("_named").join(sum_amounts(study.ledger)).fillna(0),
    }
    rows = events.join(_quote_events(study, values["reports"])).to_dict("records")
    rows.sort(key=lambda row: row["date"] if str(row["date"])[0].isdigit() else "", reverse=True)  # undated ones last
    page = _fill(values, rows=rows, parted=False)
    if len(known) > MOST_REPORTS or len(page) > MOST_BYTES:
        countries = {one["code"]: one["name"] for one in values["profiles"]["country"]} | {"none": "No country"}
        for code, name in countries.items():
            own = [row for row in rows if code in (row["codes"] or ["none"])]
            save_bytes(make_folder(home / "report") / f"{code}.html", _fill(values, rows=own, parted=False, part=name))
        page = _fill(values, rows=[], parted=True)
    save_bytes(home / "report.html", page)
    return home / "report.html"


def _quote_events(study: Any, reports: dict[str, dict[str, str]]) -> pd.Series:
    """Return by event the sentences that state it and those with its sums, in pieces with the facts marked."""
    facts, quotes = defaultdict[tuple, list](list), defaultdict[str, list](list)
    for fact in study.facts.itertuples():
        facts[fact.doc_id, fact.field].append((fact.start, fact.end, name_fact(fact.kind, fact.value, fact.role)))
    for deal in study.deals.reset_index().itertuples():
        text, own = reports[deal.doc_id][deal.field] or "", facts[deal.doc_id, deal.field]
        sums = {f"amount {one.number:f} {one.currency} {one.role}" for one in items(deal.amounts)}
        told = [(deal.start, deal.end), *(span for *span, mark in own if mark in sums)]
        spans = [(a, z) for a, z in phrases.sentence_spans(text) if any(a < right and left < z for left, right in told)]
        sentences = [list(cut_marks(text, own, *span)) for span in spans]
        if (deal.doc_id, sentences) not in quotes[deal.event]:
            quotes[deal.event].append((deal.doc_id, sentences))
    return pd.Series(quotes, name="passages", dtype=object)


def _fill(values: dict[str, Any], **own: Any) -> bytes:
    return _TEMPLATES.get_template("template.html").render(values | own).encode("utf-8", "replace")


def _name_events(study: Any) -> pd.DataFrame:
    """Return the ledger with countries, sectors and instruments as people call them; the codes as ``codes, key``."""
    events = pd.DataFrame(study.ledger).assign(codes=study.ledger["parties"], key=study.ledger["topic"])
    countries = study._do("", country_names)
    events.attrs.clear()  # the log in them would be copied with every selection
    events["parties"] = [display.name_codes(codes, countries) for codes in events["codes"]]
    events["topic"] = events["topic"].map(study.model.topics_["label"])
    events["instruments"] = [[name.replace("_", " ").capitalize() for name in cell] for cell in events["instruments"]]
    return events


def _profile_values(events: pd.DataFrame, column: str, code: str) -> Iterator[dict[str, Any]]:
    """Yield what the events hold on each value of a column, in the order of the alphabet."""
    for name, rows in events[[column, code]].explode([column, code]).dropna().groupby(column):
        own = events.loc[rows.index]
        counts = {heading: count_values(own, counted)["n_events"] for counted, heading in COUNTED.items()}
        yield {"name": name, "code": rows[code].iloc[0], "n": len(own), "counts": counts, "events": own.index}


def _name_most(events: pd.DataFrame) -> dict[str, str]:
    """Return sentences on the pairs, sectors and acts with most events."""
    pairs = pair_countries(events, by_topic=False).set_index(["country_a", "country_b"])
    tables = {"pairs": pairs, "sectors": count_values(events, "topic"), "acts": count_values(events, "instruments")}
    of = f"# of {len(events):,} events"
    return {
        things: name_leaders(table["n_events"], of, things=things, none=f"There are no {things}")
        for things, table in tables.items()
    }


def _place_reports(study: Any) -> dict[str, Any]:
    """Return where each report lies on a map, none over another, and the largest clusters, as many as there are
    sectors; or why there is no map."""
    texts: Any = passages.full_text(study.documents)
    n_clusters = min(study.labels.query("rank == 1").index.get_level_values("topic").nunique(), texts.nunique())
    if not 2 < len(texts) <= MOST_REPORTS:
        return {"why": f"a map shows 3 to {MOST_REPORTS:,} reports, and here are {len(texts):,}", "marks": []}
    try:
        clusterer = TopicClusterer(max(1, n_clusters)).fit(texts)
    except AnalysisError as error:
        return {"why": str(error), "marks": []}
    places = clusterer.documents_.dropna(subset="x").join(study.documents["title"])
    low, high = (places[["x", "y"]].agg(edge) for edge in ("min", "max"))
    wanted = (places[["x", "y"]] - low) / (high - low).replace(0, 1) * [960, -560] + [20, 580]
    spots = np.mgrid[20:981:15, 20:581:17].reshape(2, -1).T  # apart by more than a digit
    taken = optimize.linear_sum_assignment(spatial.distance.cdist(wanted, spots, "sqeuclidean"))[1]
    marks = places.assign(x=spots[taken, 0], y=spots[taken, 1]).reset_index().to_dict("records")
    sizes = clusterer.clusters_.set_index("label")[["size"]]
    alt = figures.describe(sizes, "A map of reports by their words", amount="# reports", things="clusters")
    return {"alt": alt, "marks": marks, "sizes": sizes["size"]}


def _draw_pictures(study: Any, events: pd.DataFrame, told: pd.DataFrame) -> Iterator[dict[str, str]]:
    """Draw events by sector, by act, by pair and by year, and sums of money."""
    most, by = _name_most(events), {name: cross_values(events, name, "status") for name in ("topic", "instruments")}
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
    title = f"Events with a year: {years.count():,} of {len(events):,}"
    yield _draw(study, plot_columns, table, title, "Events by year and status", unit="events")
    currency = main_currency(sum_amounts(study.ledger))
    table = told[told["currency"] == currency].astype({"sum": float}).set_index("words", drop=False).rename_axis(None)
    title = f"Sums that count in {currency}: {len(table):,} of {len(told):,}" if len(told) else "No sum of money counts"
    yield _draw(study, plot_dots, table, title, "Sums by role", value="sum", group="role", name="words", unit=currency)


def _draw(study: Any, plot: Any, table: pd.DataFrame, title: str, what: str, **options: Any) -> dict[str, str]:
    """Return a figure; of a table with less than two rows there is nothing to compare, and only the sentence stays."""
    if len(table) < 2:
        return {"title": title, "svg": ""}
    alt = figures.describe(table, what, amount=f"# {options['unit']}", things="numbers")
    figure = plot(table, title=title, **options).get_figure(root=True)
    drawn = figures.draw_files(figure, title, alt, figures.name_source(study.documents), ("svg",))
    return {"title": title, "what": what, "alt": alt, "svg": b64encode(drawn["svg"]).decode()}
