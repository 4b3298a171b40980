"""
The ledger held against what people annotated: scores by field, and every single error.

A result that is only scored cannot be mended; `list_errors` names each value that was missed or wrongly found, so that
page 06 can show them and a reader can check the annotators as well.
"""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from analysis.agreement import score_labels
from analysis.annotations import agreed_values

KINDS = {
    "countries": ("country", "value"),
    "organisations": ("organisation", "text"),
    "instruments": ("instrument", "value"),
    "amounts": ("amount", "value"),
    "places": ("place", "text"),
}
SCORES = ("precision", "recall", "f1", "low", "high", "n_expected", "n_found")


def found_values(labels: pd.DataFrame, facts: pd.DataFrame, field: str, *, roles: bool = False) -> pd.Series:
    """
    Gather what was found, in the words of the annotations.

    Parameters
    ----------
    labels : DataFrame, indexed by ``(doc_id, topic)``
        As given by `label_documents`.
    facts : DataFrame
        As given by `extract_facts`.
    field : str
        ``primary``, ``sectors``, or a key of `KINDS`. Countries are those with the role ``party``; organisations and
        places are the words of the body, as the annotators wrote them.
    roles : bool, default False
        For amounts: with the role behind the value.

    Returns
    -------
    Series of set of str, indexed by ``doc_id``
        Documents for which nothing was found are absent.
    """
    if field in ("primary", "sectors"):
        rows = labels.reset_index()[["doc_id", "topic", "rank"]]
        rows = rows[rows["rank"] == 1] if field == "primary" else rows
        return rows.groupby("doc_id")["topic"].agg(set)
    kind, column = KINDS[field]
    rows = facts[facts["kind"] == kind]
    if field == "countries":
        rows = rows[rows["role"] == "party"]
    if column == "text":
        rows = rows[rows["field"] == "text"]
    values = rows[column] + " " + rows["role"] if roles else rows[column]
    return values.groupby(rows["doc_id"]).agg(set)


def score_ledger(annotations: pd.DataFrame, labels: pd.DataFrame, facts: pd.DataFrame) -> pd.DataFrame:
    """
    Score every field against the annotations.

    Parameters
    ----------
    annotations : DataFrame
        As given by `load_annotations`; only the documents that it names are scored.
    labels, facts : DataFrame
        As given by `label_documents` and `extract_facts`.

    Returns
    -------
    DataFrame, indexed by ``field``
        ``precision, recall, f1`` over all document-value pairs; ``low, high`` (95 % interval of f1 over resampled
        documents); ``n_expected, n_found``. For ``primary sector`` all three are the accuracy, either annotator being
        right. No rows without annotations.
    """
    rows = {name: _score(*compared) for name, compared in _comparisons(annotations, labels, facts)}
    return pd.DataFrame.from_dict(rows, orient="index", columns=list(SCORES)).rename_axis("field")


def list_errors(annotations: pd.DataFrame, labels: pd.DataFrame, facts: pd.DataFrame) -> pd.DataFrame:
    """
    Name every value that was missed or wrongly found.

    Parameters
    ----------
    annotations, labels, facts : DataFrame
        As in `score_ledger`.

    Returns
    -------
    DataFrame, one row an error
        ``field``, ``doc_id``, ``error`` (``missed``: held by all annotators, not found; ``wrong``: found, held by
        none), ``value``; in the order of the fields, then sorted.
    """
    rows = [
        (name, doc_id, error, value)
        for name, (agreed, found) in _comparisons(annotations, labels, facts)
        for doc_id, expected, allowed in agreed.itertuples()
        for error, values in (("missed", expected - found[doc_id]), ("wrong", found[doc_id] - expected - allowed))
        for value in sorted(values)
    ]
    return pd.DataFrame(rows, columns=["field", "doc_id", "error", "value"])


def _comparisons(
    annotations: pd.DataFrame, labels: pd.DataFrame, facts: pd.DataFrame
) -> Iterator[tuple[str, tuple[pd.DataFrame, dict[str, set[str]]]]]:
    """Yield each field's name with what was agreed and what was found, document by document."""
    if annotations.empty:
        return
    names = {"primary": "primary sector", "sectors": "all sectors", "countries": "parties"}
    for field, roles in [*((field, False) for field in ("primary", "sectors", *KINDS)), ("amounts", True)]:
        agreed = agreed_values(annotations, field, roles=roles)
        found = found_values(labels, facts, field, roles=roles).reindex(agreed.index)
        sets = {str(doc_id): values if isinstance(values, set) else set() for doc_id, values in found.items()}
        if field == "primary":
            agreed = _either_is_right(agreed, sets)
        yield names.get(field, field) + (" with role" if roles else ""), (agreed, sets)


def _either_is_right(agreed: pd.DataFrame, found: dict[str, set[str]]) -> pd.DataFrame:
    """Expect the sector found where an annotator has it first, else the alphabetically first that one has."""
    rows: list[tuple[str, set[str], set[str]]] = []
    for doc_id, expected, allowed in agreed.itertuples():
        either = expected | allowed
        rows.append((doc_id, found[doc_id] & either or set(sorted(either)[:1]), set()))
    return pd.DataFrame(rows, columns=["doc_id", "expected", "allowed"]).set_index("doc_id")


def _score(agreed: pd.DataFrame, found: dict[str, set[str]]) -> list[float]:
    scores = score_labels(list(agreed["expected"]), [found[doc] for doc in agreed.index], list(agreed["allowed"]))
    return [float(scores[name]["micro"]) for name in SCORES]
