"""Two reports of one deal, a reprint and another deal, and their ledger, for the tests of several modules."""

from decimal import Decimal

import matplotlib.pyplot as plt
import pandas as pd
import pytest

from analysis.ledger.additive import Amount
from analysis.ledger.ledger import build_ledger

COLUMNS = ["doc_id", "kind", "value", "field", "text", "start", "end", "number", "currency", "role", "country"]


def fact(doc_id, kind, value, start, end, role=None, field="text"):
    return (doc_id, kind, value, field, "", start, end, None, None, role, None)


def money(number, currency="USD", role="finance", counts=True):
    return Amount(Decimal(number), currency, role, counts)


def deal(event, **cells):
    usual = {"status": "done", "instruments": ["finance"], "parties": ["AZE", "UZB"], "organisations": []}
    usual |= {"topic": "power", "amounts": [], "places": [], "date": None, "field": "text", "start": 0, "end": 4}
    return {"event": event} | usual | cells


def write_reports(folder, **reports):
    """Write reports given as (title, a line of the head, text) into a folder, and return that."""
    folder.mkdir(exist_ok=True)
    for name, (title, head, text) in reports.items():
        (folder / f"{name}.md").write_text(f"---\ntitle: '{title}'\n{head}\n---\n\n{text}\n", encoding="utf-8")
    return folder


@pytest.fixture
def documents():
    return pd.DataFrame(
        {
            "title": ["Baku <b>", None, "Copy", "Works"],
            "text": ["Loan of Baku & Tashkent: $5m", "Nothing", "Loan of Baku & Tashkent: $5m", "Talk of works"],
            "date": pd.to_datetime(["2024-05-01", None, "2024-05-02", "2024-06-01"]),
            "outlet": ["A", "B", "C", "A"],
            "url": ["https://a.example/1", None, None, None],
            "duplicate_of": pd.array([pd.NA, pd.NA, "one", pd.NA], dtype="string"),
        },
        index=pd.Index(["one", "two", "three", "four"], name="doc_id"),
    )


@pytest.fixture
def facts():
    rows = []
    for doc_id in ("one", "three"):
        rows += [
            fact(doc_id, "country", "AZE", 8, 12, "party"),
            fact(doc_id, "country", "RUS", 0, 4, "mention", "title"),
            fact(doc_id, "amount", "5000000 USD", 25, 28, "finance"),
            fact(doc_id, "amount", "5000000 USD", 25, 28, "finance"),
            fact(doc_id, "instrument", "finance", 0, 4),
        ]
    return pd.DataFrame(rows, columns=COLUMNS)


@pytest.fixture
def deals():
    """Of one loan `one` tells, its reprint `three` and later `four`; `four` also proposes talks."""
    rows = {
        ("one", 1): deal("one#1", amounts=[money(5000000), money(8500000, "AZN", counts=False)], date="2024-04-30"),
        ("three", 1): deal("one#1", amounts=[money(6000000)], date="2024-04-30"),
        ("four", 1): deal("one#1", amounts=[money(5100000)], status="planned", places=["Baku"], date="2024"),
        ("four", 2): deal("four#2", status="proposed", instruments=["talks"], amounts=[money(9, "EUR", "project")]),
    }
    index = pd.MultiIndex.from_tuples(rows, names=["doc_id", "deal"])
    return pd.DataFrame(list(rows.values()), index)


@pytest.fixture
def ledger(documents, deals):
    return build_ledger(documents, deals)


@pytest.fixture
def closed():
    """Close the figures a test has drawn."""
    yield
    plt.close("all")
