"""
The ledger compared with annotations: scores by field, and every single error.

Scores alone do not show what to improve; `list_errors` names each value that was missed or wrongly found, so that page
06 can show them and a reader can check the annotators as well.
"""

import pandas as pd

from analysis.errors import ParameterError, require_columns
from analysis.evaluate.agreement import Compared, list_differences, score_fields
from analysis.evaluate.annotations import agreed_values

KINDS = ("countries", "organisations", "instruments", "amounts", "places")


def found_values(labels: pd.DataFrame, facts: pd.DataFrame, field: str, *, roles: bool = False) -> pd.Series:
    """
    Gather the values found, in the form of the annotations.

    Parameters
    ----------
    labels, facts : DataFrame
        As returned by `label_documents` and `extract_facts`.
    field : str
        ``primary``, ``sectors``, or one of `KINDS`.
    roles : bool, default False
        Whether amounts include their role.

    Returns
    -------
    Series of set of str, indexed by ``doc_id``
        Only documents with any value. Countries are those with the role ``party``; organisations and places are the
        words in the body, as annotated.

    Raises
    ------
    ParameterError
        If there is no such field.
    SchemaError
        If a column is missing.
    """
    if field in ("primary", "sectors"):
        require_columns(labels.reset_index(), "labels", ("doc_id", "topic", "rank"))
        rows = labels[labels["rank"] == 1] if field == "primary" else labels
        return rows.reset_index().groupby("doc_id")["topic"].agg(set)
    if field not in KINDS:
        raise ParameterError(f"No field {field!r} in the ledger. There are: primary, sectors, {', '.join(KINDS)}.")
    require_columns(facts, "facts", ("doc_id", "kind", "value", "field", "text", "role"))
    kind = "country" if field == "countries" else field.removesuffix("s")
    column = "text" if field in ("organisations", "places") else "value"
    kept = (facts["kind"] == kind) & ((field != "countries") | (facts["role"] == "party"))
    rows = facts[kept & ((column != "text") | (facts["field"] == "text"))]
    values = rows[column] + " " + rows["role"] if roles else rows[column]
    return values.groupby(rows["doc_id"]).agg(set)


def score_ledger(annotations: pd.DataFrame, labels: pd.DataFrame, facts: pd.DataFrame) -> pd.DataFrame:
    """
    Score every field of the annotated documents.

    Parameters
    ----------
    annotations, labels, facts : DataFrame
        As returned by `load_annotations`, `label_documents` and `extract_facts`.

    Returns
    -------
    DataFrame, indexed by ``field``
        ``precision, recall, f1`` over all document-value pairs; ``low, high`` (95 % interval of f1 over resampled
        documents); ``n_expected, n_found``. For ``primary sector`` all three are the accuracy, where either annotator
        counts as right. No rows without annotations.

    Raises
    ------
    SchemaError
        If a column is missing.
    """
    return score_fields(_compare(annotations, labels, facts)).rename_axis("field")


def list_errors(annotations: pd.DataFrame, labels: pd.DataFrame, facts: pd.DataFrame) -> pd.DataFrame:
    """
    List every value that was missed or wrongly found.

    Parameters
    ----------
    annotations, labels, facts : DataFrame
        As returned by `load_annotations`, `label_documents` and `extract_facts`.

    Returns
    -------
    DataFrame
        One row per value, by field, then sorted: ``field``; ``doc_id``; ``error`` (``missed``: annotated by all and not
        found; ``wrong``: found and annotated by none); ``value``.

    Raises
    ------
    SchemaError
        If a column is missing.
    """
    rows = list_differences(_compare(annotations, labels, facts))
    return pd.DataFrame(rows, columns=["field", "doc_id", "error", "value"])


def _compare(annotations: pd.DataFrame, labels: pd.DataFrame, facts: pd.DataFrame) -> Compared:
    if annotations.empty:
        return
    names = {"primary": "primary sector", "sectors": "all sectors", "countries": "parties"}
    for field, roles in [*((field, False) for field in ("primary", "sectors", *KINDS)), ("amounts", True)]:
        found = found_values(labels, facts, field, roles=roles).to_dict()
        rows = []
        for doc_id, expected, allowed in agreed_values(annotations, field, roles=roles).itertuples():
            ours, either = found.get(doc_id, set()), expected | allowed
            if field == "primary":  # either annotator is right: expect the sector found, else the first in the alphabet
                expected, allowed = ours & either or set(sorted(either)[:1]), set()
            rows.append((doc_id, expected, allowed, ours))
        yield names.get(field, field) + (" with role" if roles else ""), rows
