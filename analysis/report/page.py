"""
The page itself: a template, filled and escaped by Jinja2.

All is in one file, which may load nothing: its policy (CSP) allows only the style and the script in it, by their
hashes, and pictures as data. A ledger that would make it too large goes to pages of their own, one a country.
"""

from base64 import b64encode
from collections import defaultdict
from hashlib import sha256
from pathlib import Path
from typing import Any

import pandas as pd
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from analysis import __version__
from analysis.charts.words import name_source
from analysis.ledger.events import items
from analysis.ledger.evidence import cut_marks, name_fact
from analysis.ledger.summary import sum_amounts
from analysis.report.findings import draw_pictures, name_events, name_most, profile_values
from analysis.text.display import write_short
from analysis.text.phrases import sentence_spans
from analysis.text.saving import make_folder, save_bytes

MOST_REPORTS, MOST_BYTES = 2000, 5_000_000
_HOME = FileSystemLoader(Path(__file__).parent)
_TEMPLATES = Environment(loader=_HOME, undefined=StrictUndefined, autoescape=True, trim_blocks=True)
_TEMPLATES.filters["digest"] = lambda text: b64encode(sha256(text.encode()).digest()).decode()
_TEMPLATES.filters["short"] = lambda number: write_short(float(number))


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
    home, known, events = make_folder(folder), study.documents, name_events(study)
    profiles = {"country": ("parties", "codes"), "sector": ("topic", "key")}
    values = {
        **{"name": Path(study.folder).name, "version": __version__, "study": study, "part": "", "n": len(events)},
        **{"source": name_source(known), "most": name_most(events), "pictures": list(draw_pictures(study, events))},
        "profiles": {kind: list(profile_values(events, *columns)) for kind, columns in profiles.items()},
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
            page = _fill(values, rows=own, parted=False, part=name)
            save_bytes(make_folder(home / "report") / f"{code}.html", page)
        page = _fill(values, rows=[], parted=True)
    save_bytes(home / "report.html", page)
    return home / "report.html"


def _quote_events(study: Any, reports: dict[str, dict[str, str]]) -> pd.Series:
    """Return by event the sentences that state it and those with its sums, in pieces with the facts marked."""
    facts, quotes = defaultdict[tuple, list](list), defaultdict[str, list](list)
    for fact in study.facts.itertuples():
        mark = name_fact(fact.kind, fact.value, fact.role)
        facts[fact.doc_id, fact.field].append((fact.start, fact.end, mark))
    for deal in study.deals.reset_index().itertuples():
        text, own = reports[deal.doc_id][deal.field] or "", facts[deal.doc_id, deal.field]
        sums = {f"amount {one.number:f} {one.currency} {one.role}" for one in items(deal.amounts)}
        told = [(deal.start, deal.end), *(span for *span, mark in own if mark in sums)]
        spans = [(a, z) for a, z in sentence_spans(text) if any(a < right and left < z for left, right in told)]
        sentences = [list(cut_marks(text, own, *span)) for span in spans]
        if (deal.doc_id, sentences) not in quotes[deal.event]:
            quotes[deal.event].append((deal.doc_id, sentences))
    return pd.Series(quotes, name="passages", dtype=object)


def _fill(values: dict[str, Any], **own: Any) -> bytes:
    return _TEMPLATES.get_template("template.html").render(values | own).encode("utf-8", "replace")
