"""
The analyst's corrections of the ledger: a CSV file that is applied again on every rerun.

One row changes one cell: ``doc_id, column, value`` and optionally ``note``. ``value`` replaces the cell: the entries of
a list are separated by ``;`` (``KAZ; UZB``), an amount is written ``156000000 USD project``, a date ``2025-06-04``, and
an empty value clears the cell. A row that no longer matches anything raises an error instead of being ignored.
"""

import csv
import re
from pathlib import Path

import pandas as pd

from analysis.errors import CorrectionError, require_columns
from analysis.text.dates import parse_date

COLUMNS = ("date", "parties", "topics", "instruments", "amounts", "places", "outlet")
_ROLES = "trade, target, project, finance, other"
_AMOUNT = rf"\d+(?:\.\d+)? [A-Z]{{3}} (?:{_ROLES.replace(', ', '|')})"
_ENTRIES = {
    "parties": (r"[A-Z]{3}", "country code. Write ISO 3166 alpha-3, such as UZB"),
    "amounts": (_AMOUNT, f"amount. Write it as '156000000 USD project'; roles are: {_ROLES}"),
}


def apply_corrections(ledger: pd.DataFrame, path: str | Path) -> pd.DataFrame:
    """
    Replace cells of the ledger by the analyst's corrections.

    Parameters
    ----------
    ledger : DataFrame
        As returned by `build_ledger`; it is not modified.
    path : str or Path
        A CSV file (UTF-8) with the columns ``doc_id``, ``column``, ``value`` and optionally ``note``, as described in
        this module; ``column`` is one of `COLUMNS`.

    Returns
    -------
    DataFrame
        The ledger with those cells replaced and an added column ``corrected``: the list of columns replaced, sorted.

    Raises
    ------
    CorrectionError
        If the file cannot be read, a row matches no cell, a cell is corrected twice, or a value cannot be parsed; the
        message names file and line.
    SchemaError
        If `ledger` lacks one of `COLUMNS`.
    """
    require_columns(ledger, "ledger", COLUMNS)
    columns = {column: dict(zip(ledger.index, ledger[column], strict=True)) for column in COLUMNS}
    corrected: dict[str, list[str]] = {doc_id: [] for doc_id in ledger.index}
    for where, doc_id, column, value in _rows(Path(path)):
        if doc_id not in corrected:
            raise CorrectionError(f"{where}: the ledger has no doc_id {doc_id!r}. Mend or remove the row.")
        if column not in columns:
            raise CorrectionError(f"{where}: no column {column!r}. Columns are: {', '.join(COLUMNS)}.")
        if column in corrected[doc_id]:
            raise CorrectionError(f"{where}: {column} of {doc_id!r} is corrected twice. Keep one row.")
        columns[column][doc_id] = _read(column, value, where)
        corrected[doc_id] = sorted([*corrected[doc_id], column])
    cells = {column: pd.Series(values, dtype=ledger[column].dtype) for column, values in columns.items()}
    return ledger.assign(**cells, corrected=pd.Series(corrected, dtype=object))


def _rows(path: Path) -> list[tuple[str, str, str, str]]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as handle:
            reader = csv.DictReader(handle)
            header = reader.fieldnames or ()  # read here: an empty file has none
            rows = [(f"{path}, line {reader.line_num}", row) for row in reader]
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise CorrectionError(f"{path}: cannot be read ({error}). Give the path of a CSV file in UTF-8.") from error
    names = ("doc_id", "column", "value")
    if missing := ", ".join(name for name in names if name not in header):
        raise CorrectionError(f"{path}, line 1: no column {missing}. The header is: doc_id,column,value,note.")
    return [(where, *((row[name] or "").strip() for name in names)) for where, row in rows]  # type: ignore[misc]


def _read(column: str, value: str, where: str) -> object:
    if column == "outlet":
        return value or pd.NA
    if column == "date":
        day = parse_date(value, None)
        if value and day is None:
            raise CorrectionError(f"{where}: {value!r} is no date, or may be two. Write it as 2025-06-04.")
        return pd.Timestamp(day) if day else pd.NaT
    entries: list = [entry.strip() for entry in value.split(";") if entry.strip()]
    if column in _ENTRIES:
        pattern, wanted = _ENTRIES[column]
        if bad := next((entry for entry in entries if not re.fullmatch(pattern, entry)), None):
            raise CorrectionError(f"{where}: {bad!r} is no {wanted}.")
    if column == "amounts":
        return [tuple(entry.rsplit(" ", 1)) for entry in entries]
    return entries if column == "topics" else sorted(set(entries))
