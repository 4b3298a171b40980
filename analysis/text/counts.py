"""Input of the estimators: texts checked and counted, and a key for the content of each."""

from collections.abc import Iterable
from hashlib import sha256

import numpy as np
import pandas as pd
import scipy.sparse as sp
from sklearn.base import BaseEstimator

from analysis.errors import EmptyCorpusError, SchemaError
from analysis.text.vectors import CorpusVectorizer


class TextInput(BaseEstimator):
    """An estimator that tells scikit-learn to expect texts and no table of numbers."""

    def __sklearn_tags__(self):
        tags = super().__sklearn_tags__()
        tags.input_tags.string, tags.input_tags.two_d_array = True, False
        return tags

    def __getstate__(self):
        """Return the state with tables as plain lists, which skops can write."""
        tables = {name: table for name, table in vars(self).items() if isinstance(table, pd.DataFrame)}
        plain = {name: [table.to_dict("tight"), [*map(str, table.dtypes)]] for name, table in tables.items()}
        return super().__getstate__() | plain | {"tables": list(tables)}

    def __setstate__(self, state):
        for name in state.pop("tables"):
            table, types = state[name]
            made = pd.DataFrame.from_dict(table, orient="tight")
            state[name] = made.astype(dict(zip(made, types, strict=True)))
        super().__setstate__(state)


def check_texts(texts: Iterable[str]) -> list[str]:
    """Return the texts as a list; raise `SchemaError` if they are one string or an item is not a string."""
    if isinstance(texts, str):
        raise SchemaError("texts is one string. Pass a list or a Series of texts, as in [text].")
    if hasattr(texts, "columns"):
        raise SchemaError("texts is a table. Pass one column of it, or full_text(documents).")
    texts = list(texts)
    for position, text in enumerate(texts):
        if not isinstance(text, str):
            raise SchemaError(f"texts: item {position} is {type(text).__name__}, not str. Replace missing texts by ''.")
    return texts


def count_words(texts: Iterable[str], **options: object) -> tuple[sp.csr_matrix, np.ndarray]:
    """Return counts, shape (n_texts, n_words), and the words, with options of `CorpusVectorizer`; raise
    `EmptyCorpusError` if there are none."""
    vectorizer = CorpusVectorizer(**{"use_idf": False, "norm": None} | options)
    try:
        return vectorizer.fit_transform(texts), vectorizer.get_feature_names_out()
    except ValueError as error:
        raise EmptyCorpusError(f"There is no document, or not one word ({error}). Check how they were read.") from error


def content_keys(counts: sp.csr_matrix) -> list[bytes]:
    """Return a key for each row of sorted counts, equal for equal content."""
    columns, values = counts.indices.astype(np.int64), counts.data.astype(float)
    rows = map(slice, counts.indptr, counts.indptr[1:])
    return [sha256(columns[row].tobytes() + values[row].tobytes()).digest() for row in rows]
