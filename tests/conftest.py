"""A small ledger, and what it was built from, for the tests of several modules."""

import matplotlib.pyplot as plt
import pandas as pd
import pytest

from analysis.ledger.ledger import build_ledger

COLUMNS = ["doc_id", "kind", "value", "field", "text", "start", "end", "number", "currency", "role", "country"]


def fact(doc_id, kind, value, start, end, role=None, field="text"):
    return (doc_id, kind, value, field, "", start, end, None, None, role, None)


@pytest.fixture
def documents():
    return pd.DataFrame(
        {
            "title": ["Baku <b>", None, "Copy"],
            "text": ["Uzbekistan & Baku: $5m loan", "Nothing", "Uzbekistan & Baku: $5m loan"],
            "date": pd.to_datetime(["2024-05-01", None, "2024-05-02"]),
            "outlet": ["A", "B", "C"],
            "duplicate_of": pd.array([pd.NA, pd.NA, "one"], dtype="string"),
        },
        index=pd.Index(["one", "two", "three"], name="doc_id"),
    )


@pytest.fixture
def facts():
    rows = []
    for doc_id in ("one", "three"):
        rows += [
            fact(doc_id, "country", "UZB", 0, 10, "party"),
            fact(doc_id, "country", "AZE", 13, 17, "party"),
            fact(doc_id, "country", "RUS", 0, 4, "mention", "title"),
            fact(doc_id, "amount", "5000000 USD", 19, 22, "finance"),
            fact(doc_id, "amount", "5000000 USD", 19, 22, "finance"),
            fact(doc_id, "instrument", "finance", 23, 27),
        ]
    return pd.DataFrame(rows, columns=COLUMNS)


@pytest.fixture
def labels():
    index = pd.MultiIndex.from_tuples(
        [("one", "finance"), ("one", "power"), ("three", "power")], names=["doc_id", "topic"]
    )
    return pd.DataFrame({"score": [0.9, 0.4, 0.8], "rank": [2, 1, 1], "evidence": [[], [], []]}, index=index)


@pytest.fixture
def ledger(documents, labels, facts):
    return build_ledger(documents, labels, facts)


@pytest.fixture
def closed():
    """Close the figures a test has drawn."""
    yield
    plt.close("all")
