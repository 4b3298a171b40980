"""
The words of a corpus as numbers: one stream for all texts, shared by repairs and the search for near-duplicates.
"""

import re
from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np

from analysis.text.tokens import code_words, decode


class Keep(dict[int, str | None]):
    """A table for `str.translate` that keeps some characters and replaces or drops all others: faster than a regular
    expression."""

    def __init__(self, kept: Callable[[str], bool], other: str | None) -> None:
        super().__init__()
        self.kept, self.other = kept, other

    def __missing__(self, code: int) -> str | None:
        return self.setdefault(code, chr(code) if self.kept(chr(code)) else self.other)


_APOSTROPHE = re.compile(r"['’](?<=[^\W\d_].)(?=[^\W\d_])")
_LETTERS = Keep(lambda letter: letter.isalnum() and not letter.isdecimal(), " ")


class Tokens(NamedTuple):
    """The distinct words, all texts as one stream of their numbers, and where each text starts."""

    words: list[str]
    stream: np.ndarray
    starts: np.ndarray

    def of(self, text: int) -> np.ndarray:
        """Return the numbers of one text's words, in order."""
        return self.stream[self.starts[text] : self.starts[text + 1]]


def number_words(texts: Sequence[str]) -> Tokens:
    """Number the words of a corpus: runs of letters, split at apostrophes (``it``, ``ʼs``)."""
    words, pieces = code_words(list(texts), _keep_letters)
    sizes = [np.diff(piece.ends) for piece in pieces]
    stream = np.concatenate([piece.codes for piece in pieces])
    return Tokens(decode(words), stream, np.cumsum(np.concatenate([[0], *sizes])))


def _keep_letters(text: str) -> str:
    if "'" in text or "’" in text:
        text = _APOSTROPHE.sub(" ʼ", text)
    return text.translate(_LETTERS)
