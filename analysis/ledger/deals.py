"""Deals: the tables of documents, labels and facts read report by report for what belongs together."""

from collections import defaultdict

import pandas as pd

from analysis.errors import require_columns
from analysis.ledger.acts import ACTS, OWNERS, Report
from analysis.lists.loading import load_list
from analysis.text.processes import uncollected

_FACTS = ("field", "start", "end", "kind", "value", "text", "number", "currency", "role")
_NAMES = "doc_id deal event status instruments parties organisations topic amounts places date field start end".split()


@uncollected()
def find_deals(documents: pd.DataFrame, labels: pd.DataFrame, facts: pd.DataFrame) -> pd.DataFrame:
    """
    Find the deals that each report tells: who does what with whom, by which instruments, for how much, where and when.

    Parameters
    ----------
    documents, labels, facts : DataFrame
        As returned by `load_corpus`, `label_documents` and `extract_facts`; of documents ``title`` and ``text``, and
        ``language`` and ``outlet`` where they are there. Facts may have been filtered. The acts that
        facts pass over as only proposed are in ``facts.attrs["hedged"]``; without it there are no proposed deals.

    Returns
    -------
    DataFrame, indexed by ``(doc_id, deal)``, deals counted from 1 in reading order
        ``event`` (``doc_id#deal``, until deals are linked); ``status`` (``done planned proposed``); ``instruments``
        (sorted); ``parties`` (ISO 3166 alpha-3, sorted); ``organisations`` (the fullest form that the text has);
        ``topic`` (None in an undecided report); ``amounts`` (list of `Amount`); ``places``; ``date`` (partial ISO 8601
        of the act; None where not told); ``field, start, end`` (the sentence that states it:
        ``documents.loc[doc_id, field][start:end]``). Lists are empty where nothing is told; a report without acts and
        sums has no row, and what a lender lends over a time to nobody told is no deal.

    Raises
    ------
    SchemaError
        If a column is missing.
    """
    require_columns(documents, "documents", ("title", "text"))
    require_columns(facts, "facts", ("doc_id", *_FACTS))
    labels = labels.reset_index()
    require_columns(labels, "labels", ("doc_id", "topic", "rank", "evidence"))
    hedged, facts = facts.attrs.get("hedged", ()), facts[["doc_id", *_FACTS]].astype(object)
    facts = facts.where(facts.notna(), None)
    found, topics = defaultdict[str, list[tuple]](list), defaultdict[str, list[tuple]](list)
    for row in facts.itertuples(index=False, name=None):
        found[row[0]].append(row)
    for doc_id, value, *place in hedged:
        found[doc_id].append((doc_id, *place, "hedged", value, "", None, None, None))
    ranked = labels.sort_values("rank", kind="stable")[["doc_id", "topic", "evidence"]]
    for doc_id, *best in ranked.itertuples(index=False, name=None):
        topics[doc_id].append(tuple(best))
    offered, sectors, rows = set(labels["topic"]), set(load_list("sectors")["topic"]), list[tuple]()
    own = labels.attrs.get("model", {}).get("name") == "own topics" or not offered <= sectors
    known = offered if own else sectors
    texts = documents.reindex(columns=["title", "text", "language", "outlet"]).astype(object)
    for doc_id, *text in texts.where(texts.notna(), "").itertuples(name=None):
        told = found.pop(doc_id, [])
        if any(row[4] in ACTS or row[-1] in OWNERS for row in told):
            report = Report(tuple(text), told, topics[doc_id], known)
            rows += [(doc_id, n, f"{doc_id}#{n}", *row) for n, row in enumerate(report.deals(), 1)]
    return pd.DataFrame(rows, columns=_NAMES).set_index(["doc_id", "deal"])
