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
from analysis.ledger.additive import Amount
from analysis.ledger.ledger import STATUSES
from analysis.lists.loading import find_separator, load_list
from analysis.text.dates import parse_date

COLUMNS = ("parties", "topic", "instruments", "status", "organisations", "amounts", "places", "date")
ACTIONS = ("merge", "split", "drop")
_ROLES = ("trade", "target", "project", "finance", "other")
_AMOUNT = re.compile(rf"(\d+(?:\.\d+)?) ([A-Z]{{3}}) ({'|'.join(_ROLES)})( not counted)?")
_DATE = re.compile(r"\d{4}(?:-(?:0[1-9]|1[0-2]))?")


def apply_corrections(
    deals: pd.DataFrame, path: str | Path | pd.DataFrame, topics: Iterable[str] | None = None
) -> pd.DataFrame:
    """
    Correct deals, or the cells of a ledger, by the analyst's own rows.

    Parameters
    ----------
    deals : DataFrame
        As returned by `link_events`, or a ledger as returned by `build_ledger`, which takes no ``merge`` and ``split``;
        it is not modified.
    path : str, Path or DataFrame
        The columns ``event, column, value`` and optionally ``note``, as this module describes, in a table or a CSV
        file: with commas, semicolons or tabs, in UTF-8 or the encoding of a Russian Windows.
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
    for where, name, column, value in _rows(path):
        key, before = _find(name, events, where), ""
        own = [other for other, event in events.items() if event == events[key]]
        if column not in (known := (*COLUMNS, *ACTIONS[2 if whole else 0 :])):
            choice = ", ".join(known)
            raise CorrectionError(f"{where}: there is no column {column!r} to correct. Choose among: {choice}.")
        if column in ACTIONS:
            events = _regroup(column, key, own, events, _find(value, events, where) if column == "merge" else key)
        else:
            if repeated := done & {(other, column) for other in own}:
                raise CorrectionError(f"{where}: {column} of {min(repeated)[0]!r} is corrected twice. Keep one row.")
            done |= {(other, column) for other in own}
            before, cell = str(cells[column][key]), _read(column, value, accepted, where)
            cells[column] |= dict.fromkeys(own, cell)
        file, detail = where.rsplit(",", 1)[0], f"{column} of {name}, {where}"
        log.append(log_row(file, "corrected", detail, before=before, after=value))
    kept = [key in events for key in keys]
    told = deals.assign(**{name: pd.Series([*cells[name].values()], deals.index, object) for name in COLUMNS})
    told = told.astype({name: deals[name].dtype for name in COLUMNS}).loc[kept]
    told.attrs = deals.attrs | {"log": log}
    return told if whole else told.assign(event=list(events.values()))


def _regroup(action: str, key: str, own: list[str], events: dict[str, str], other: str) -> dict[str, str]:
    """Return the event of each deal after an action on the event of `key`, whose deals are `own`."""
    if action == "drop":
        return {deal: event for deal, event in events.items() if deal not in own}
    if action == "merge":
        joined = (events[key], events[other])
        return {deal: min(joined) if event in joined else event for deal, event in events.items()}
    rest = [deal for deal in own if deal != key]
    return events | {key: key} | dict.fromkeys(rest, min(rest, default=key))


def _find(name: str, events: dict[str, str], where: str) -> str:
    """Return the key of a deal that is named by itself, by its event or by a report that has no other."""
    own = [name] if name in events else [key for key in events if key.rsplit("#", 1)[0] == name]
    if len(own) == 1:
        return own[0]
    if not own:
        raise CorrectionError(f"{where}: there is no deal {name!r}. Mend or remove the row.")
    raise CorrectionError(f"{where}: {name!r} has {len(own)} deals. Write one of {', '.join(own[:5])}.")


def _rows(path: str | Path | pd.DataFrame) -> Iterator[tuple[str, str, str, str]]:
    """Yield where each row stands, the deal, the column and the value."""
    name, table = ("corrections", path.to_csv(index=False)) if isinstance(path, pd.DataFrame) else (str(path), "")
    try:
        text = table or decode(Path(name).read_bytes(), name).text
        reader = csv.reader(StringIO(text, newline=""), delimiter=find_separator(text))
        rows = [(f"{name}, line {reader.line_num}", [cell.strip() for cell in row]) for row in reader if any(row)]
    except (OSError, csv.Error, AnalysisError) as error:
        raise CorrectionError(f"{name}: cannot be read ({error}). Give the path of a CSV file.") from error
    header = [name.lower() for name in rows[0][1]] if rows else []
    names = [next((key for key in ("event", "deal", "doc_id") if key in header), "event"), "column", "value"]
    if missing := ", ".join(key for key in names if key not in header):
        raise CorrectionError(f"{name}, line 1: no column {missing}. The header is: event,column,value,note.")
    for where, row in rows[1:]:
        if len(row) != len(header):
            raise CorrectionError(f"{where}: {len(row)} cells, {len(header)} in the header. Quote a value with commas.")
        found = dict(zip(header, row, strict=True))
        yield where, *(found[key] for key in names)  # type: ignore[misc]


def _accepted() -> dict[str, set[str]]:
    lists = {"parties": ("countries", "alpha3"), "topic": ("sectors", "topic"), "amounts": ("currencies", "code")}
    instruments = load_list("instruments").query("kind in ('stated', 'held')")["instrument"]
    known = {column: set(" ".join(load_list(name)[key]).split()) for column, (name, key) in lists.items()}
    return known | {"instruments": set(instruments)}


def _read(column: str, value: str, accepted: dict[str, set[str]], where: str) -> Any:
    """Return the cell that a value stands for."""
    if column == "date":
        return _read_date(value, where)
    cell: list[Any] = [entry.strip() for entry in value.split(";") if entry.strip()]
    if column == "amounts":
        cell = [_read_amount(entry, where) for entry in cell]
    for entry in cell:
        if (code := entry.currency if column == "amounts" else entry) not in accepted.get(column, {code}):
            known = ", ".join(sorted(accepted[column]))
            raise CorrectionError(f"{where}: {code!r} is not accepted in {column}. Choose among: {known}.")
    if column in ("topic", "status"):
        if len(cell) > 1:
            raise CorrectionError(f"{where}: an event has one {column}, not {value!r}.")
        return next(iter(cell), None)
    return sorted(set(cell)) if column in ("parties", "instruments") else cell


def _read_date(value: str, where: str) -> str | None:
    if not value or _DATE.fullmatch(value):
        return value or None
    if day := parse_date(value, None):
        return f"{day:%Y-%m-%d}"
    raise CorrectionError(f"{where}: {value!r} is no date, or may be two. Write it as 2025-06-04.")


def _read_amount(entry: str, where: str) -> Amount:
    if told := _AMOUNT.fullmatch(entry):
        return Amount(Decimal(told[1]), told[2], told[3], not told[4])
    known = ", ".join(_ROLES)
    raise CorrectionError(f"{where}: {entry!r} is no amount. Write 156000000 USD project; roles are: {known}.")
