"""The passages that prove a ledger's row: one document's text with its facts marked."""

from __future__ import annotations

from itertools import pairwise

import pandas as pd

from analysis.errors import ParameterError
from analysis.text.display import Evidence


def ledger_evidence(documents: pd.DataFrame, facts: pd.DataFrame, doc_id: str) -> Evidence:
    """
    Show one document with every fact marked where it stands.

    Parameters
    ----------
    documents, facts : DataFrame
        As `load_corpus` and `extract_facts` give them.
    doc_id : str
        The document to show; a `ParameterError` says so if there is none.

    Returns
    -------
    Evidence
        Escaped for HTML and Markdown; its plain form shows the marks in brackets.
    """
    if doc_id not in documents.index:
        raise ParameterError(f"documents has no doc_id {doc_id!r}. Pick one of documents.index.")
    pieces = []
    for field, words in documents.loc[doc_id, ["title", "text"]].dropna().items():
        own = facts[(facts["doc_id"] == doc_id) & (facts["field"] == field)]
        spans = own[["start", "end", "kind", "value", "role"]].to_numpy().tolist()
        for left, right in pairwise(sorted({0, len(words), *(edge for span in spans for edge in span[:2])})):
            cover = [span[2:] for span in spans if span[0] <= left and right <= span[1]]
            marks = dict.fromkeys(" ".join(part for part in mark if not pd.isna(part)) for mark in cover)
            pieces.append((str(field), str(words)[left:right], "; ".join(marks)))
    return Evidence(doc_id, pieces)
