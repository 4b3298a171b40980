"""
What people said of the documents: the annotations beside a corpus, and what to hold a result against.

A corpus may carry ``_annotations.jsonl``, one JSON object a line: ``doc_id``, ``annotator``, and the fields of
`FIELDS`. Where two or more annotate a document we score as the datasheet says: what all of them hold must be found;
what only some hold may be found and counts neither way. One of them as the truth would punish siding with the other.
"""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pandas as pd

from analysis.errors import ParameterError, SchemaError

FIELDS = ("sectors", "countries", "organisations", "instruments", "amounts", "places")
COLUMNS = ("doc_id", "annotator", *FIELDS)


def load_annotations(folder: Path | str) -> pd.DataFrame:
    """
    Read the annotations that lie in a corpus' folder, one a row; without the file there are none, and no error.

    Of the `COLUMNS` the last six hold lists, the first of ``sectors`` being the primary one; an amount is a dict of
    ``value, currency, role``. A line that is not JSON or lacks a field raises a `SchemaError` with file and line.
    """
    path = Path(folder) / "_annotations.jsonl"
    if not path.is_file():
        return pd.DataFrame(columns=list(COLUMNS))
    with path.open(encoding="utf-8") as lines:
        rows = [_parse(line, f"{path}:{number}") for number, line in enumerate(lines, start=1)]
    return pd.DataFrame(rows, columns=list(COLUMNS))


def agreed_values(annotations: pd.DataFrame, field: str, *, roles: bool = False) -> pd.DataFrame:
    """
    Set what every annotator of a document holds (``expected``, set of str) beside what some hold (``allowed``).

    `field` is one of `FIELDS`, or ``"primary"`` for the first sector alone; any other raises a `ParameterError`. With
    `roles`, ``156000000 USD project`` differs from ``156000000 USD target``. Indexed by ``doc_id``, sorted.
    """
    if field not in (*FIELDS, "primary"):
        raise ParameterError(f"No field {field!r} in the annotations. There are: primary, {', '.join(FIELDS)}.")
    column = "sectors" if field == "primary" else field
    held: dict[str, list[set[str]]] = {}
    for doc_id, values in annotations[["doc_id", column]].itertuples(index=False):
        names = {_amount(value, roles) if isinstance(value, dict) else str(value) for value in values}
        held.setdefault(doc_id, []).append(names if field != "primary" else set(values[:1]))
    both = {doc_id: sets[0].intersection(*sets) for doc_id, sets in sorted(held.items())}
    rest = {doc_id: set().union(*held[doc_id]) - both[doc_id] for doc_id in both}
    return pd.DataFrame({"expected": both, "allowed": rest}, dtype=object).rename_axis("doc_id")


def _parse(line: str, place: str) -> dict[str, Any]:
    try:
        row = json.loads(line)
    except json.JSONDecodeError as error:
        raise SchemaError(f"{place}: not a JSON object ({error.msg}). Write one annotation a line.") from error
    if missing := [name for name in COLUMNS if name not in row]:
        raise SchemaError(f"{place}: the annotation has no {', '.join(missing)}. Add it, as [] where there is none.")
    return row


def _amount(amount: dict[str, Any], roles: bool) -> str:
    number = f"{Decimal(str(amount['value'])).normalize():f}"
    return f"{number} {amount['currency']}" + (f" {amount['role']}" if roles else "")
