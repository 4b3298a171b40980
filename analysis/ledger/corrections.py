"""
The analyst's corrections of deals: a CSV file that is applied again on every rerun.

==========  ============================================================================================================
``event``   the event, by any of its deals: ``doc_id#deal``; the ``doc_id`` alone where the report has one deal. So a
            correction holds when new reports join the event. The header may also say ``deal`` or ``doc_id``.
``column``  what to change in all deals of the event: ``parties topic instruments status organisations amounts places
            date``; or ``merge`` (with the event in ``value``), ``split`` (the deal becomes an event of its own) or
            ``drop`` (the event is left out)
``value``   what the cell is to hold: the entries of a list with ``;`` between them (``KAZ; UZB``), an amount as
            ``156000000 USD project``, a date as ``2025-06-04``, ``2025-06`` or ``2025``; nothing empties the cell
``note``    why; not read
==========  ============================================================================================================

Rows are applied in their order. A row that matches nothing raises an error instead of being ignored.
"""

import csv
import re
from collections.abc import Iterable, Iterator
from decimal import Decimal
from io import StringIO
from pathlib import Path
from typing import Any

import pandas as pd

from analysis.corpus.encodings import decode
from analysis.errors import AnalysisError, CorrectionError, log_row, require_columns
from analysis.ledger.acts import Amount
from analysis.ledger.ledger import STATUSES
from analysis.lists.loading import load_list
from analysis.text.dates import parse_date

COLUMNS = ("parties", "topic", "instruments", "status", "organisations", "amounts", "places", "date")
ACTIONS = ("merge", "split", "drop")
_ROLES = ("trade", "target", "project", "finance", "other")
_AMOUNT = re.compile(rf"(\d+(?:\.\d+)?) ([A-Z]{{3}}) ({'|'.join(_ROLES)})( not counted)?")
_DATE = re.compile(r"\d{4}(?:-(?:0[1-9]|1[0-2]))?")


def apply_corrections(deals: pd.DataFrame, path: str | Path, topics: Iterable[str] | None = None) -> pd.DataFrame:
    """
    Correct deals, or the cells of a ledger, by the analyst's own rows.

    Parameters
    ----------
    deals : DataFrame
        As returned by `link_events`, or a ledger as returned by `build_ledger`, which takes no ``merge`` and ``split``;
        it is not modified.
    path : str or Path
        A CSV file with the columns ``event, column, value`` and optionally ``note``, as this module describes; with
        commas, semicolons or tabs, in UTF-8 or the encoding of a Russian Windows.
    topics : iterable of str, optional
        The names that a topic may have; by default the sectors and those of the deals.

    Returns
    -------
    DataFrame
        The table as corrected; ``attrs["log"]`` has a row for each correction.

    Raises
    ------
    CorrectionError
        If the file cannot be read, a row matches nothing or corrects a cell twice, or a value is not accepted (codes of
        countries, currencies, instruments and topics are those of the lists); the message names file and line.
    SchemaError
        If the table lacks one of `COLUMNS`.
    """
    require_columns(deals, "deals", COLUMNS)
    whole = deals.index.nlevels == 1  # a ledger: each row is an event
    keys = [str(key) if whole else f"{key[0]}#{key[1]}" for key in deals.index]
    events = dict(zip(keys, keys if whole else deals["event"], strict=True))
    cells = {name: dict(zip(keys, deals[name], strict=True)) for name in COLUMNS}
    accepted = _accepted() | {"status": set(STATUSES)}
    accepted["topic"] = set(topics) if topics is not None else accepted["topic"] | set(deals["topic"].dropna())
    log, done = list(deals.attrs.get("log", ())), set[tuple[str, str]]()
    for where, name, column, value in _rows(Path(path)):
        key = _find(name, events, where)
        own = [other for other, event in events.items() if event == events[key]]
        before = ""
        if column in COLUMNS:
            if repeated := done & {(other, column) for other in own}:
                raise CorrectionError(f"{where}: {column} of {min(repeated)[0]!r} is corrected twice. Keep one row.")
            done |= {(other, column) for other in own}
            before, cell = str(cells[column][key]), _read(column, value, accepted, where)
            cells[column] |= dict.fromkeys(own, cell)
        elif column == "drop":
            events = {other: event for other, event in events.items() if other not in own}
        elif column == "merge" and not whole:
            other = events[_find(value, events, where)]
            first = min(other, events[key])
            events |= {each: first for each, event in events.items() if event in (other, events[key])}
        elif column == "split" and not whole:
            rest = [other for other in own if other != key]
            events |= {key: key} | dict.fromkeys(rest, min(rest, default=key))
        else:
            known = ", ".join((*COLUMNS, *ACTIONS[2 if whole else 0 :]))
            raise CorrectionError(f"{where}: there is no column {column!r} to correct. Choose among: {known}.")
        log.append(log_row(str(path), "corrected", f"{column} of {name}, {where}", before=before, after=value))
    kept = [key in events for key in keys]
    told = deals.assign(**{name: pd.Series([*cells[name].values()], deals.index, object) for name in COLUMNS})
    told = told.astype({name: deals[name].dtype for name in COLUMNS}).loc[kept]
    told.attrs = deals.attrs | {"log": log}
    return told if whole else told.assign(event=list(events.values()))


def _find(name: str, events: dict[str, str], where: str) -> str:
    """Return the key of a deal that is named by itself, by its event or by a report that has no other."""
    own = [name] if name in events else [key for key in events if key.rsplit("#", 1)[0] == name]
    if len(own) == 1:
        return own[0]
    if not own:
        raise CorrectionError(f"{where}: there is no deal {name!r}. Mend or remove the row.")
    raise CorrectionError(f"{where}: {name!r} has {len(own)} deals. Write one of {', '.join(own[:5])}.")


def _rows(path: Path) -> Iterator[tuple[str, str, str, str]]:
    """Yield file and line, the deal, the column and the value of each row."""
    try:
        text = decode(path.read_bytes(), str(path)).text
        reader = csv.reader(StringIO(text, newline=""), delimiter=max(",;\t", key=text.split("\n", 1)[0].count))
        rows = [(f"{path}, line {reader.line_num}", [cell.strip() for cell in row]) for row in reader if any(row)]
    except (OSError, csv.Error, AnalysisError) as error:
        raise CorrectionError(f"{path}: cannot be read ({error}). Give the path of a CSV file.") from error
    header = [name.lower() for name in rows[0][1]] if rows else []
    names = [next((name for name in ("event", "deal", "doc_id") if name in header), "event"), "column", "value"]
    if missing := ", ".join(name for name in names if name not in header):
        raise CorrectionError(f"{path}, line 1: no column {missing}. The header is: event,column,value,note.")
    for where, row in rows[1:]:
        if len(row) != len(header):
            raise CorrectionError(f"{where}: {len(row)} cells, {len(header)} in the header. Quote a value with commas.")
        found = dict(zip(header, row, strict=True))
        yield where, *(found[name] for name in names)  # type: ignore[misc]


def _accepted() -> dict[str, set[str]]:
    lists = {"parties": ("countries", "alpha3"), "topic": ("sectors", "topic"), "amounts": ("currencies", "code")}
    instruments = load_list("instruments").query("kind in ('stated', 'held')")["instrument"]
    known = {column: set(load_list(name)[key]) - {""} for column, (name, key) in lists.items()}
    return known | {"instruments": set(instruments)}


def _read(column: str, value: str, accepted: dict[str, set[str]], where: str) -> Any:
    """Return the cell that a value stands for."""
    if column == "date":
        day = None if _DATE.fullmatch(value) or not value else parse_date(value, None)
        if value and not day and not _DATE.fullmatch(value):
            raise CorrectionError(f"{where}: {value!r} is no date, or may be two. Write it as 2025-06-04.")
        return f"{day:%Y-%m-%d}" if day else value or None
    entries = [entry.strip() for entry in value.split(";") if entry.strip()]
    codes, sums = entries, list[Amount]()
    if column == "amounts":
        matches = [_AMOUNT.fullmatch(entry) for entry in entries]
        if bad := next((entry for entry, match in zip(entries, matches, strict=True) if not match), None):
            known = ", ".join(_ROLES)
            raise CorrectionError(f"{where}: {bad!r} is no amount. Write 156000000 USD project; roles are: {known}.")
        sums = [Amount(Decimal(match[1]), match[2], match[3], not match[4]) for match in matches if match]
        codes = [one.currency for one in sums]
    if odd := [code for code in codes if code not in accepted.get(column, codes)]:
        known = ", ".join(sorted(accepted[column]))
        raise CorrectionError(f"{where}: {odd[0]!r} is not accepted in {column}. Choose among: {known}.")
    if column in ("topic", "status"):
        if len(entries) > 1:
            raise CorrectionError(f"{where}: an event has one {column}, not {value!r}.")
        return next(iter(entries), None)
    return sums if column == "amounts" else sorted(set(entries)) if column in ("parties", "instruments") else entries
