"""
The words of a corpus as numbers: one stream for all texts, shared by repairs and the search for near-duplicates.
"""

import re
from collections.abc import Iterable
from typing import NamedTuple

import numpy as np

from analysis.text.tokens import code_words, decode

_WORD = re.compile(r"(?:['’](?<=[^\W\d_].))?[^\W\d_]+")


class Tokens(NamedTuple):
    """The distinct words, all texts as one stream of their numbers, and where each text starts."""

    words: list[str]
    stream: np.ndarray
    starts: np.ndarray

    def of(self, text: int) -> np.ndarray:
        """Return the numbers of one text's words, in order."""
        return self.stream[self.starts[text] : self.starts[text + 1]]


def number_words(texts: Iterable[str]) -> Tokens:
    """Number the words of a corpus: runs of letters, split at apostrophes (``it``, ``ʼs``)."""
    words, pieces = code_words(texts, _keep_letters)
    sizes = [np.diff(piece.ends) for piece in pieces]
    stream = np.concatenate([piece.codes for piece in pieces])
    return Tokens(decode(words), stream, np.cumsum(np.concatenate([[0], *sizes])))


def _keep_letters(text: str) -> str:
    return " ".join(_WORD.findall(text)).replace("'", "ʼ").replace("’", "ʼ")
