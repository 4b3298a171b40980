"""The facts table."""

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.errors import SchemaError
from analysis.facts import COLUMNS, extract_facts


def corpus(*rows):
    table = pd.DataFrame(rows, columns=["doc_id", "title", "text", "language", "date"]).set_index("doc_id")
    table["date"] = pd.to_datetime(table["date"])
    return table


def test_every_fact_points_at_its_words():
    """Title and body are read as two strings."""
    documents = corpus(("a", "Uzbekistan and Oman", "Talks in Tashkent with the World Bank.", "en", None))
    facts = extract_facts(documents)
    assert list(facts.columns) == COLUMNS
    assert [documents.loc[row.doc_id, row.field][row.start : row.end] for row in facts.itertuples()] == list(facts.text)
    assert {"country", "organisation", "place"} <= set(facts.kind)


def test_an_uncovered_language_is_logged():
    """Not covered, not silent."""
    facts = extract_facts(corpus(("a", "Ünlü", "Metin", "tr", None), ("b", "One", "Two", None, None)))
    assert [(row["file"], row["kind"]) for row in facts.attrs["log"]] == [
        ("a", "not covered"),
        ("b", "unknown language"),
    ]


def test_a_table_without_its_columns_is_refused():
    """The message names the columns."""
    with pytest.raises(SchemaError, match="no column language"):
        extract_facts(corpus(("a", "b", "c", "en", None)).drop(columns="language"))
    with pytest.raises(SchemaError, match="'a' repeats"):
        extract_facts(corpus(("a", "b", "c", "en", None), ("a", "b", "c", "en", None)))


@settings(deadline=None)
@given(st.text(max_size=200), st.sampled_from(["en", "ru"]))
def test_offsets_hold_in_any_unicode(text, language):
    """Odd characters move no offset."""
    body = f"{text} Uzbekistan, Ташкент {text} Ministry of Energy {text}"
    facts = extract_facts(corpus(("a", text, body, language, None)))
    for row in facts.itertuples():
        assert {"title": text, "text": body}[row.field][row.start : row.end] == row.text != ""
