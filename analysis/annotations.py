"""
What people said of the documents: the annotations beside a corpus, and what to hold a result against.

A corpus may carry ``_annotations.jsonl``, one JSON object a line: ``doc_id``, ``annotator``, and the fields of
`FIELDS`. Where two or more annotate the same document we score as the datasheet says: what all of them hold must be
found; what only some hold may be found and counts neither way. Taking one of them as the truth would punish a result
for siding with the other.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pandas as pd

from analysis.errors import ParameterError, SchemaError

FIELDS = ("sectors", "countries", "organisations", "instruments", "amounts", "places")
COLUMNS = ("doc_id", "annotator", *FIELDS)


def load_annotations(folder: Path | str) -> pd.DataFrame:
    """
    Read the annotations that lie beside a corpus.

    Parameters
    ----------
    folder : path
        The corpus' folder. Without a file ``_annotations.jsonl`` in it there are no annotations, and no error.

    Returns
    -------
    DataFrame, shape (n_annotations, 8)
        ``doc_id, annotator, sectors, countries, organisations, instruments, amounts, places``; the last six hold
        lists, the first of `sectors` being the primary one; an amount is a dict of ``value, currency, role``.

    Raises
    ------
    SchemaError
        If a line is not JSON or lacks a field; names file and line.
    """
    path = Path(folder) / "_annotations.jsonl"
    if not path.is_file():
        return pd.DataFrame(columns=list(COLUMNS))
    with path.open(encoding="utf-8") as lines:
        rows = [_parse(line, f"{path}:{number}") for number, line in enumerate(lines, start=1)]
    return pd.DataFrame(rows, columns=list(COLUMNS))


def agreed_values(annotations: pd.DataFrame, field: str, *, roles: bool = False) -> pd.DataFrame:
    """
    Set what every annotator holds beside what only some hold.

    Parameters
    ----------
    annotations : DataFrame
        As given by `load_annotations`.
    field : str
        One of `FIELDS`, or ``"primary"`` for the first sector alone.
    roles : bool, default False
        For amounts: tell ``156000000 USD project`` from ``156000000 USD target``.

    Returns
    -------
    DataFrame, indexed by ``doc_id``
        ``expected`` (set of str, held by all), ``allowed`` (set of str, held by some). Sorted by ``doc_id``.

    Raises
    ------
    ParameterError
        If there is no such field.
    """
    if field not in (*FIELDS, "primary"):
        raise ParameterError(f"No field {field!r} in the annotations. There are: primary, {', '.join(FIELDS)}.")
    column = "sectors" if field == "primary" else field
    held: dict[str, list[set[str]]] = {}
    for doc_id, values in annotations[["doc_id", column]].itertuples(index=False):
        held.setdefault(doc_id, []).append(_values(values[:1] if field == "primary" else values, roles))
    rows = {doc: _both_and_rest(sets) for doc, sets in held.items()}
    table = pd.DataFrame.from_dict(rows, orient="index", columns=["expected", "allowed"]).sort_index()
    return table.rename_axis("doc_id")


def _both_and_rest(sets: list[set[str]]) -> tuple[set[str], set[str]]:
    both = sets[0].intersection(*sets)
    return both, both.union(*sets) - both


def _parse(line: str, place: str) -> dict[str, Any]:
    try:
        row = json.loads(line)
    except json.JSONDecodeError as error:
        raise SchemaError(f"{place}: not a JSON object ({error.msg}). Write one annotation a line.") from error
    if missing := [name for name in COLUMNS if name not in row]:
        raise SchemaError(f"{place}: the annotation has no {', '.join(missing)}. Add it, as [] where there is none.")
    return row


def _values(values: Iterable[Any], roles: bool) -> set[str]:
    return {_amount(value, roles) if isinstance(value, dict) else str(value) for value in values}


def _amount(amount: dict[str, Any], roles: bool) -> str:
    number = Decimal(str(amount["value"]))
    whole = f"{number.to_integral_value()}" if number == number.to_integral_value() else f"{number.normalize():f}"
    return f"{whole} {amount['currency']}" + (f" {amount['role']}" if roles else "")
