"""Passages are paragraphs of the text, letter for letter."""

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.errors import SchemaError
from analysis.text.passages import full_text, split_passages


def table(text):
    """Make a documents table of one text."""
    return pd.DataFrame({"text": [text]}, index=pd.Index(["a"], name="doc_id"))


def test_split_passages_joins_headings_and_splits_long_paragraphs():
    sentence = "The line was opened and both countries will use it for the transport of grain and cotton. "
    passages = split_passages(table(f"Heading\n\n{sentence * 3}\n\n{sentence * 30}"))["text"]
    assert passages.iloc[0].startswith("Heading\n\nThe line")
    assert passages.str.len().max() <= 1000
    assert all(text.endswith("cotton.") for text in passages)


def test_split_passages_keeps_wrapped_lines_together_and_parts_paragraph_lines():
    line = "The line was opened and both countries\nwill use it for the transport of grain and\ncotton"
    wrapped = f"{line} soon.\n{line} later.\n"
    assert len(split_passages(table(wrapped))) == 2


@settings(max_examples=200, derandomize=True, deadline=None)
@given(
    st.lists(st.sampled_from(["word ", "A. ", "\n", "\n\n", "End of it.\n", "x" * 1500, " ", "Я иду домой. "])).map(
        "".join
    )
)
def test_split_passages_gives_offsets_that_hold_and_loses_nothing(text):
    passages = split_passages(table(text))
    assert all(text[row.start : row.end] == row.text and row.text.strip() == row.text for row in passages.itertuples())
    assert "".join("".join(passages["text"]).split()) == "".join(text.split())


@pytest.mark.parametrize(("function", "missing"), [(full_text, "title, text"), (split_passages, "text")])
def test_a_missing_column_is_refused(function, missing):
    with pytest.raises(SchemaError, match=f"no column {missing}. Load them with load_corpus"):
        function(pd.DataFrame({"body": ["A line."]}))
