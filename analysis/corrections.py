"""
The analyst's own word on the ledger: a CSV of corrections that survives every rerun.

One row changes one cell: ``doc_id, column, value`` and, if wished, ``note``. ``value`` replaces the cell: several
entries of a list are separated by ``;`` (``KAZ; UZB``), an amount is written ``156000000 USD project``, a date
``2025-06-04``, an empty value clears the cell. Rows that no longer match anything raise instead of going unheard.
"""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pandas as pd

from analysis.errors import CorrectionError

LISTS = ("parties", "topics", "instruments", "places")
COLUMNS = ("date", *LISTS, "amounts", "outlet")
ROLES = ("trade", "target", "project", "finance", "other")
_AMOUNT = re.compile(rf"(\d+(?:\.\d+)? [A-Z]{{3}}) ({'|'.join(ROLES)})")


def apply_corrections(ledger: pd.DataFrame, path: str | Path) -> pd.DataFrame:
    """
    Let the analyst's rows win over what the rules read.

    Parameters
    ----------
    ledger : DataFrame, indexed by ``doc_id``
        As `build_ledger` gives it; it is not altered.
    path : str or Path
        A CSV file (UTF-8) with the columns ``doc_id, column, value`` and maybe ``note``; ``column`` is one of ``date
        parties topics instruments places amounts outlet``.

    Returns
    -------
    DataFrame
        The ledger with those cells replaced and one column more, ``corrected`` (list of the columns replaced in that
        row, sorted; empty where none was).

    Raises
    ------
    CorrectionError
        Naming file and line, if the file or one of its three columns is missing, a ``doc_id`` is not in the ledger, a
        column is none of the above, the same cell is corrected twice, or a value cannot be read.
    """
    path = Path(path)
    corrected: dict[str, set[str]] = {}
    columns = {column: ledger[column].to_dict() for column in COLUMNS}
    for line, row in _rows(path):
        doc_id, column = row["doc_id"], row["column"]
        if doc_id not in ledger.index:
            raise CorrectionError(f"{path}, line {line}: the ledger has no doc_id {doc_id!r}. Mend or remove the row.")
        if column not in COLUMNS:
            raise CorrectionError(f"{path}, line {line}: no column {column!r}. Columns are: {', '.join(COLUMNS)}.")
        if column in corrected.setdefault(doc_id, set()):
            raise CorrectionError(f"{path}, line {line}: {column} of {doc_id!r} is corrected twice. Keep one row.")
        try:
            columns[column][doc_id] = _read(column, row["value"])
        except ValueError as error:
            raise CorrectionError(f"{path}, line {line}: {error}") from error
        corrected[doc_id].add(column)
    result = ledger.copy()
    for column, cells in columns.items():
        result[column] = pd.Series(list(cells.values()), index=ledger.index, dtype=ledger[column].dtype)
    result["corrected"] = [sorted(corrected.get(doc_id, ())) for doc_id in ledger.index]
    return result


def _rows(path: Path) -> list[tuple[int, dict[str, str]]]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as handle:
            reader = csv.DictReader(handle)
            rows = [
                (reader.line_num, {k: (v or "").strip() for k, v in row.items() if isinstance(k, str)})
                for row in reader
            ]
    except OSError as error:
        raise CorrectionError(f"{path}: cannot be read ({error.strerror}). Give the path of a CSV file.") from error
    missing = [name for name in ("doc_id", "column", "value") if name not in (reader.fieldnames or ())]
    if missing:
        raise CorrectionError(
            f"{path}, line 1: no column {', '.join(missing)}. The header is: doc_id,column,value,note."
        )
    return rows


def _read(column: str, value: str) -> object:
    entries = [entry.strip() for entry in value.split(";") if entry.strip()]
    if column == "date":
        try:
            return pd.Timestamp(value) if value else pd.NaT
        except ValueError:
            raise ValueError(f"{value!r} is no date. Write it as 2025-06-04.") from None
    if column == "outlet":
        return value or pd.NA
    if column == "amounts":
        if bad := [entry for entry in entries if not _AMOUNT.fullmatch(entry)]:
            raise ValueError(
                f"{bad[0]!r} is no amount. Write it as '156000000 USD project'; roles are: {', '.join(ROLES)}."
            )
        return [match.groups() for entry in entries if (match := _AMOUNT.fullmatch(entry))]
    if column == "parties":
        if bad := [entry for entry in entries if not re.fullmatch("[A-Z]{3}", entry)]:
            raise ValueError(f"{bad[0]!r} is no country code. Write ISO 3166 alpha-3, such as UZB.")
        return sorted(set(entries))
    return entries
