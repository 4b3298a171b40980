"""
Deals compared with annotated ones: which facts of a report were put together rightly.

A link is a pair of facts that stand in one deal. A corpus may contain ``_deals.jsonl``, one JSON object a report:
``doc_id``, and ``deals`` with the fields of `FIELDS` and ``date``, as the datasheet of the seeds says.
"""

from itertools import combinations, product
from pathlib import Path

import pandas as pd

from analysis.errors import require_columns
from analysis.evaluate.agreement import Compared, list_differences, score_fields
from analysis.evaluate.annotations import name_amount, read_lines
from analysis.ledger.events import items

KINDS = ("party-party", "instrument-party", "instrument-sum", "party-sum", "organisation-instrument", "topic-sum")
FIELDS = ("status", "instruments", "parties", "organisations", "amounts", "sector")

Links = dict[str, set[tuple[str, str]]]


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
    rows = read_lines(
        Path(folder) / "_deals.jsonl",
        lambda report: [
            [report["doc_id"], place, *(deal[name] for name in FIELDS)]
            for place, deal in enumerate(report["deals"], start=1)
        ],
    )
    return pd.DataFrame(rows, columns=["doc_id", "deal", *FIELDS[:-1], "topic"]).set_index(["doc_id", "deal"])


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
    return score_fields(_compare(expected, found)).rename_axis("link")


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
    rows = [(*row, *link) for *row, link in list_differences(_compare(expected, found))]
    return pd.DataFrame(rows, columns=["link", "doc_id", "error", "one", "other"])


def _compare(expected: pd.DataFrame, found: pd.DataFrame) -> Compared:
    want, got = _read(expected, "expected"), _read(found, "found")
    none: Links = {kind: set() for kind in KINDS}
    for kind in KINDS if want else ():
        yield kind, [(doc_id, links[kind], set(), got.get(doc_id, none)[kind]) for doc_id, links in want.items()]


def _read(deals: pd.DataFrame, name: str) -> dict[str, Links]:
    require_columns(deals, name, ("status", "instruments", "parties", "organisations", "amounts", "topic"))
    links: dict[str, Links] = {}
    for (doc_id, _), deal in zip(deals.index, deals.to_dict("records"), strict=True):
        of = links.setdefault(doc_id, {kind: set() for kind in KINDS})
        if deal["status"] == "proposed":
            continue
        acts, parties, sums = items(deal["instruments"]), sorted(set(items(deal["parties"]))), _sums(deal["amounts"])
        sides = [combinations(parties, 2), product(acts, parties), product(acts, sums), product(parties, sums)]
        sides += [product(items(deal["organisations"]), acts), product([str(deal["topic"])], sums)]
        for kind, pairs in zip(KINDS, sides, strict=True):
            of[kind] |= set(pairs)
    return links


def _sums(cell: object) -> list[str]:
    told = [one if isinstance(one, dict) else {"value": one.number, "currency": one.currency} for one in items(cell)]
    return [name_amount(one) for one in told]
