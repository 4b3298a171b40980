"""Input of the estimators: texts checked and counted, and a key for the content of each."""

from collections.abc import Iterable
from hashlib import sha256
from itertools import pairwise

import numpy as np
import scipy.sparse as sp

from analysis.errors import EmptyCorpusError, SchemaError
from analysis.text.vectors import CorpusVectorizer


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


def count_words(texts: list[str]) -> tuple[sp.csr_matrix, np.ndarray]:
    """Return counts, shape (n_texts, n_words), and the words; raise `EmptyCorpusError` if there are none."""
    if not texts:
        raise EmptyCorpusError("There is no document. Give at least one text.")
    vectorizer = CorpusVectorizer(use_idf=False, norm=None)
    try:
        return vectorizer.fit_transform(texts), vectorizer.get_feature_names_out()
    except ValueError as error:
        raise EmptyCorpusError("There is not one word in the texts. Check how they were read.") from error


def content_keys(counts: sp.csr_matrix) -> list[bytes]:
    """Return a key for each row of sorted counts, equal for equal content."""
    keys = []
    for start, end in pairwise(counts.indptr):
        content = counts.indices[start:end].astype(np.int64).tobytes() + counts.data[start:end].astype(float).tobytes()
        keys.append(sha256(content).digest())
    return keys
