"""Texts as the estimators take them."""

import pandas as pd
import pytest
import scipy.sparse as sp

from analysis.errors import EmptyCorpusError, SchemaError
from analysis.text.counts import check_texts, content_keys, count_words


def test_check_texts_takes_any_sequence_of_str():
    assert check_texts(pd.Series(["rail", "road"], index=["a", "b"])) == ["rail", "road"]


@pytest.mark.parametrize(("texts", "message"), [("rail", "is one string"), (["rail", None], "item 1 is NoneType")])
def test_check_texts_refuses_others_and_says_which(texts, message):
    with pytest.raises(SchemaError, match=message):
        check_texts(texts)


def test_count_words_names_its_columns():
    counts, words = count_words(["rail and rail", "road"])
    assert words.tolist() == ["and", "rail", "road"]
    assert counts.toarray().tolist() == [[1, 2, 0], [0, 0, 1]]
    with pytest.raises(EmptyCorpusError, match="not one word"):
        count_words(["", "?!"])


def test_content_keys_tell_contents_apart():
    counts = sp.csr_matrix([[1, 0, 2], [1, 0, 2], [1, 2, 0]])
    one, same, other = content_keys(counts)
    assert one == same != other
