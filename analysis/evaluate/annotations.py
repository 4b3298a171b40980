"""
The annotations of a corpus, and the values that results are scored against.

A corpus may contain ``_annotations.jsonl``, one JSON object per line: ``doc_id``, ``annotator``, and the fields of
`FIELDS`. If several people annotated a document, it is scored as the datasheet says: what all of them annotated must be
found; what only some did may be found, and counts neither way. Taking one of them as the truth would penalise agreement
with another. ``_deals.jsonl`` holds an object a report: ``doc_id``, and ``deals`` with `DEAL_FIELDS` and ``date``.
"""

import json
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pandas as pd

from analysis.errors import ParameterError, SchemaError, name_culprit, require_columns

FIELDS = ("sectors", "countries", "organisations", "instruments", "amounts", "places")
DEAL_FIELDS = ("status", "instruments", "parties", "organisations", "amounts", "sector")
COLUMNS = ("doc_id", "annotator", *FIELDS)


def load_annotations(folder: Path | str) -> pd.DataFrame:
    """
    Read the annotations in the folder of a corpus.

    Parameters
    ----------
    folder : Path or str
        The folder that may contain ``_annotations.jsonl``.

    Returns
    -------
    DataFrame
        One row per annotation: ``doc_id``, ``annotator``, and lists of ``sectors`` (the primary one first),
        ``countries``, ``organisations``, ``instruments``, ``amounts`` (dicts of ``value, currency, role``) and
        ``places``. No rows if there is no such file.

    Raises
    ------
    SchemaError
        If a line is not JSON or lacks a field; the message names file and line.
    """
    path = Path(folder) / "_annotations.jsonl"
    rows = read_lines(path, lambda row: [[str(row["doc_id"]), *(row[name] for name in COLUMNS[1:])]])
    return pd.DataFrame(rows, columns=list(COLUMNS))


def load_deals(folder: Path | str) -> pd.DataFrame:
    """
    Read the annotated deals in the folder of a corpus.

    Parameters
    ----------
    folder : Path or str
        The folder that may contain ``_deals.jsonl``.

    Returns
    -------
    DataFrame, indexed by ``(doc_id, deal)``
        ``status, instruments, parties, organisations, amounts`` (dicts of ``value, currency, role, counts``) and
        ``topic``; a report without deals has no row. No rows if there is no such file.

    Raises
    ------
    SchemaError
        If a line is not JSON or lacks a field; the message names file and line.
    """

    def take(report: Any) -> list[list]:
        deals = enumerate(report["deals"], start=1)
        return [[str(report["doc_id"]), place, *(deal[name] for name in DEAL_FIELDS)] for place, deal in deals]

    rows = read_lines(Path(folder) / "_deals.jsonl", take)
    return pd.DataFrame(rows, columns=["doc_id", "deal", *DEAL_FIELDS[:-1], "topic"]).set_index(["doc_id", "deal"])


def agreed_values(annotations: pd.DataFrame, field: str, *, roles: bool = False) -> pd.DataFrame:
    """
    Return the values that all annotators of a document agree on, and those that only some annotated.

    Parameters
    ----------
    annotations : DataFrame
        As returned by `load_annotations`.
    field : str
        One of `FIELDS`, or ``"primary"`` for the first sector only.
    roles : bool, default False
        Whether amounts include their role: ``156000000 USD project`` instead of ``156000000 USD``.

    Returns
    -------
    DataFrame, indexed by ``doc_id``, sorted
        ``expected`` (set of str: the values of all annotators) and ``allowed`` (set of str: those of some).

    Raises
    ------
    ParameterError
        If there is no such field.
    SchemaError
        If the annotations lack its column.
    """
    if field not in (*FIELDS, "primary"):
        raise ParameterError(f"No field {field!r} in the annotations. There are: primary, {', '.join(FIELDS)}.")
    column = "sectors" if field == "primary" else field
    require_columns(annotations, "annotations", ("doc_id", column))
    held: dict[str, list[set[str]]] = {}
    for doc_id, values in annotations[["doc_id", column]].itertuples(index=False):
        with name_culprit(f"annotations of {doc_id!r}", SchemaError):
            names = {name_amount(value, roles=roles) if isinstance(value, dict) else str(value) for value in values}
            held.setdefault(doc_id, []).append(names if field != "primary" else set(values[:1]))
    both = {doc_id: sets[0].intersection(*sets) for doc_id, sets in sorted(held.items())}
    rest = {doc_id: set().union(*held[doc_id]) - both[doc_id] for doc_id in both}
    return pd.DataFrame({"expected": both, "allowed": rest}, dtype=object).rename_axis("doc_id")


def read_lines(path: Path, take: Callable[[Any], list[list]]) -> list[list]:
    """Return the rows that `take` makes of the lines of JSON in a file, none without it; SchemaError names the line."""
    rows = []
    for number, line in enumerate(path.read_bytes().split(b"\n") if path.is_file() else (), start=1):
        with name_culprit(f"{path}:{number}", SchemaError):
            if line.strip():
                found = json.loads(line)
                json.dumps(found, ensure_ascii=False).encode()  # fails on half a surrogate pair, which no table holds
                rows += take(found)
    return rows


def name_amount(amount: dict[str, Any], *, roles: bool = False) -> str:
    """Return an annotated amount as facts have it: ``156000000 USD``, with its role if that counts."""
    number = f"{Decimal(str(amount['value'])).normalize():f}"
    return f"{number} {amount['currency']}" + (f" {amount['role']}" if roles else "")
