"""The evidence for a row of the ledger: the texts of its reports with their facts marked."""

from collections.abc import Iterable, Iterator
from itertools import pairwise
from textwrap import shorten

import pandas as pd

from analysis.errors import ParameterError, require_columns
from analysis.ledger.fields import items
from analysis.text.display import Evidence
from analysis.text.phrases import sentence_spans

_COLUMNS = ["doc_id", "field", "start", "end", "kind", "value", "role"]  # of facts


def ledger_evidence(documents: pd.DataFrame, facts: pd.DataFrame, doc_id: str) -> Evidence:
    """
    Show one document with every fact marked in its text.

    Parameters
    ----------
    documents, facts : DataFrame
        As returned by `load_corpus` and `extract_facts`.
    doc_id : str
        The document to show.

    Returns
    -------
    Evidence
        Escaped for HTML and Markdown; as plain text, marks stand in brackets.

    Raises
    ------
    ParameterError
        If there is no such document.
    SchemaError
        If a column is missing.
    """
    require_columns(documents, "documents", ("title", "text"))
    require_columns(facts, "facts", _COLUMNS)
    if doc_id not in documents.index:
        raise ParameterError(f"documents has no doc_id {doc_id!r}. Pick one of documents.index.")
    pieces = []
    for field, words in documents.loc[doc_id, ["title", "text"]].dropna().items():
        own = facts[(facts["doc_id"] == doc_id) & (facts["field"] == field)]
        spans = [(start, end, name_fact(*mark)) for start, end, *mark in own[_COLUMNS[2:]].to_numpy().tolist()]
        pieces += [(str(field), *piece) for piece in cut_marks(str(words), spans, 0, len(words))]
    return Evidence(doc_id, pieces)


def name_fact(kind: str, value: str, role: object) -> str:
    """Return what a fact is called where it is marked: ``country UZB party``; of a very long name the beginning."""
    return f"{kind} {value:.200}" if pd.isna(role) else f"{kind} {value:.200} {role}"  # type: ignore[call-overload]


def cut_marks(text: str, spans: Iterable[tuple[int, int, str]], start: int, end: int) -> Iterator[tuple[str, str]]:
    """Yield a stretch of a text in pieces, cut where a span begins or ends, each with the marks of those over it."""
    near = [span for span in spans if span[0] < end and start < span[1]]
    cuts = sorted({start, end, *(min(max(e, start), end) for span in near for e in span[:2])})
    at, over = {cut: n for n, cut in enumerate(cuts)}, [dict[str, None]() for _ in cuts]
    for first, last, mark in near:
        for n in range(at[max(first, start)], at[min(last, end)]):
            over[n][mark] = None
    for (left, right), marks in zip(pairwise(cuts), over, strict=False):
        yield text[left:right], "; ".join(marks)


def event_evidence(documents: pd.DataFrame, facts: pd.DataFrame, deals: pd.DataFrame, name: str) -> Evidence:
    """
    Show the reports of an event with their facts and the sentences that state the deal.

    Parameters
    ----------
    documents, facts, deals : DataFrame
        As returned by `load_corpus`, `extract_facts` and `link_events`.
    name : str
        An event, one of its deals (``doc_id#deal``), or a ``doc_id``.

    Returns
    -------
    Evidence
        As from `ledger_evidence`; of several reports, each field with its ``doc_id``.

    Raises
    ------
    ParameterError
        If there is no such event, deal or report.
    SchemaError
        If a column is missing.
    """
    require_columns(deals, "deals", ("event", "status", "instruments", "field", "start", "end"))
    told = deals.reset_index().assign(kind="deal", role=[" ".join(items(cell)) for cell in deals["instruments"]])
    told["value"] = told["status"].fillna("")
    ids = told["doc_id"] + "#" + told["deal"].astype(str)
    event = told["event"].isin([name, *told["event"][ids == name]])
    told = told[told["doc_id"] == name if name in documents.index else event]
    reports = [name] if name in documents.index else list(dict.fromkeys(told["doc_id"]))
    if not reports:
        raise ParameterError(f"There is no event, deal or report {name!r}. Pick one of the ledger's index.")
    marked = pd.concat([facts.loc[facts["doc_id"].isin(reports), _COLUMNS], told[_COLUMNS]])
    shown = [ledger_evidence(documents, marked, doc_id) for doc_id in reports]
    pieces = [(f"{one.doc_id}, {piece[0]}", *piece[1:]) for one in shown for piece in one.pieces]
    return Evidence(name, pieces) if len(shown) > 1 else shown[0]


def quote_sums(documents: pd.DataFrame, facts: pd.DataFrame, deals: pd.DataFrame, sums: pd.DataFrame) -> pd.DataFrame:
    """
    Add to each sum the words that state it, which tell a price from what a forum's deals came to.

    Parameters
    ----------
    documents, facts, deals : DataFrame
        As returned by `load_corpus`, `extract_facts` and `link_events`.
    sums : DataFrame
        Of events, as returned by `list_amounts`.

    Returns
    -------
    DataFrame
        `sums` with ``words``, in quotation marks: the beginning of the sentence in a report's body or, where there is
        none, its headline; of a sentence in which the sum stands late, the words before it. Of a sum that no report
        states, such as a corrected one, "not in a report".

    Raises
    ------
    KeyError
        If a column is missing.
    """
    own = deals["event"].reset_index().merge(facts[facts["kind"] == "amount"], on="doc_id")
    own = own.sort_values(["field", "start"], ascending=False, kind="stable")  # the first of a text is the last here
    told: dict = {(o.event, o.role, o.value): (o.doc_id, o.field, o.start, o.end) for o in own.itertuples()}
    keys = zip(sums["event"], sums["role"], sums["sum"].map("{:f}".format) + " " + sums["currency"], strict=True)
    words = [_quote(documents.loc[told[key][:2]], *told[key][2:]) if key in told else "not in a report" for key in keys]
    return sums.assign(words=pd.Series(words, sums.index, dtype="str"))


def _quote(text: str, start: int, end: int) -> str:
    """Quote 72 characters of the sentence of a sum, up to it and with it, or a few more."""
    first, last = next(span for span in sentence_spans(text) if span[0] <= start < span[1])
    cut = text.find(" ", end - 72, start) if end - first > 72 else -1
    return "“" + "… " * (cut >= 0) + shorten(text[max(first, cut) : last].rstrip(" .\n"), 76, placeholder=" …") + "”"
