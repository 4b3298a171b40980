"""
The words of a corpus as numbers: one stream for all texts, shared by repairs and the search for near-duplicates.
"""

import re
from array import array
from collections import defaultdict
from collections.abc import Callable, Iterable
from itertools import count
from typing import NamedTuple

import numpy as np


class Keep(dict[int, str | None]):
    """A table for `str.translate` that keeps some characters and replaces or drops all others: faster than a regular
    expression."""

    def __init__(self, kept: Callable[[str], bool], other: str | None) -> None:
        super().__init__()
        self.kept, self.other = kept, other

    def __missing__(self, code: int) -> str | None:
        return self.setdefault(code, chr(code) if self.kept(chr(code)) else self.other)


_APOSTROPHES = {
    sign: (mark, re.compile(rf"{sign}(?<=[^\W\d_].)(?=[^\W\d_])")) for sign, mark in (("'", " \0"), ("’", " \1"))
}
_LETTERS = Keep(lambda letter: letter.isalnum() and not letter.isdecimal(), " ")
_LETTERS |= {0: "'", 1: "’"}


class Tokens(NamedTuple):
    """The number of each distinct word, all texts as one stream of these numbers, and where each text starts."""

    numbers: dict[str, int]
    stream: np.ndarray
    starts: list[int]

    def of(self, text: int) -> np.ndarray:
        """Return the numbers of one text's words, in order."""
        return self.stream[self.starts[text] : self.starts[text + 1]]


def number_words(texts: Iterable[str]) -> Tokens:
    """Number the words of a corpus: runs of letters, split at apostrophes (``it``, ``'s``)."""
    numbers: defaultdict[str, int] = defaultdict(count().__next__)
    stream, starts = array("i"), [0]
    for text in texts:
        for sign, (mark, apostrophe) in _APOSTROPHES.items():
            text = apostrophe.sub(mark, text) if sign in text else text
        stream.extend(map(numbers.__getitem__, text.translate(_LETTERS).split()))
        starts.append(len(stream))
    return Tokens(numbers, np.frombuffer(stream, np.int32), starts)
