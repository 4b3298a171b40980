"""
Facts and deals compared with annotations: scores by field and by kind of link, and every single error.

Scores alone do not show what to improve; `list_errors` names each value that was missed or wrongly found, so that page
06 can show them and a reader can check the annotators as well. A link is a pair of facts that stand in one deal: links
tell which facts of a report were put together rightly.
"""

from itertools import combinations, product

import pandas as pd

from analysis.errors import ParameterError, require_columns
from analysis.evaluate.agreement import Compared, list_differences, score_fields
from analysis.evaluate.annotations import agreed_values, name_amount
from analysis.ledger.fields import items

LINKS = ("party-party", "instrument-party", "instrument-sum", "party-sum", "organisation-instrument", "topic-sum")
KINDS = ("countries", "organisations", "instruments", "amounts", "places")

Links = dict[str, set[tuple[str, str]]]


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
    return (rows[column] + " " + rows["role"] if roles else rows[column]).groupby(rows["doc_id"]).agg(set)


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
    List every value that was missed or wrongly found, once.

    Parameters
    ----------
    annotations, labels, facts : DataFrame
        As returned by `load_annotations`, `label_documents` and `extract_facts`.

    Returns
    -------
    DataFrame
        One row per value, by field, then sorted: ``field``; ``doc_id``; ``error`` (``missed``: annotated by all and not
        found; ``wrong``: found and annotated by none); ``value``. A primary sector in another's place is one value,
        wrong; a sum is listed with its role only where it is right but for that.

    Raises
    ------
    SchemaError
        If a column is missing.
    """
    once: dict[tuple, tuple] = {}
    for field, doc_id, error, value in list_differences(_compare(annotations, labels, facts)):
        about = value.split()[:2] if field.startswith("amounts") else [value] * (field != "primary sector")
        key = field.removesuffix(" with role"), doc_id, *about
        if key not in once or once[key][::2] == (field, "missed"):
            once[key] = field, doc_id, error, value
    return pd.DataFrame(once.values(), columns=["field", "doc_id", "error", "value"])


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


def score_links(expected: pd.DataFrame, found: pd.DataFrame) -> pd.DataFrame:
    """
    Score the links of deals by kind.

    Parameters
    ----------
    expected, found : DataFrame, indexed by ``(doc_id, deal)``
        As returned by `load_deals`, and by `find_deals`. Deals that are only proposed are left out.

    Returns
    -------
    DataFrame, indexed by ``link``
        ``precision, recall, f1`` over all links of the annotated reports; ``low, high`` (95 % interval of f1 over
        resampled reports); ``n_expected, n_found``. No rows without annotations.

    Raises
    ------
    SchemaError
        If a column is missing.
    """
    return score_fields(_compare_links(expected, found)).rename_axis("link")


def list_link_errors(expected: pd.DataFrame, found: pd.DataFrame) -> pd.DataFrame:
    """
    List every link that was missed or wrongly made.

    Parameters
    ----------
    expected, found : DataFrame, indexed by ``(doc_id, deal)``
        As for `score_links`.

    Returns
    -------
    DataFrame
        One row a link, by kind, then report: ``link``; ``doc_id``; ``error`` (``missed`` or ``wrong``); ``one``,
        ``other`` (the two facts).

    Raises
    ------
    SchemaError
        If a column is missing.
    """
    rows = [(*row, *link) for *row, link in list_differences(_compare_links(expected, found))]
    return pd.DataFrame(rows, columns=["link", "doc_id", "error", "one", "other"])


def _compare_links(expected: pd.DataFrame, found: pd.DataFrame) -> Compared:
    want, got = _read_links(expected, "expected"), _read_links(found, "found")
    none: Links = {kind: set() for kind in LINKS}
    for kind in LINKS if want else ():
        yield kind, [(doc_id, links[kind], set(), got.get(doc_id, none)[kind]) for doc_id, links in want.items()]


def _read_links(deals: pd.DataFrame, name: str) -> dict[str, Links]:
    require_columns(deals, name, ("status", "instruments", "parties", "organisations", "amounts", "topic"))
    links: dict[str, Links] = {}
    for (doc_id, _), deal in zip(deals.index, deals.to_dict("records"), strict=True):
        of = links.setdefault(doc_id, {kind: set() for kind in LINKS})
        if deal["status"] == "proposed":
            continue
        acts, parties, sums = items(deal["instruments"]), sorted(set(items(deal["parties"]))), _sums(deal["amounts"])
        sides = [combinations(parties, 2), product(acts, parties), product(acts, sums), product(parties, sums)]
        sides += [product(items(deal["organisations"]), acts), product([str(deal["topic"])], sums)]
        for kind, pairs in zip(LINKS, sides, strict=True):
            of[kind] |= set(pairs)
    return links


def _sums(cell: object) -> list[str]:
    told = [one if isinstance(one, dict) else {"value": one.number, "currency": one.currency} for one in items(cell)]
    return [name_amount(one) for one in told]
