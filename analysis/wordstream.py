"""
The words of a corpus as numbers: found once, used to part glued words and to find reprints.
"""

from __future__ import annotations

import re
from array import array
from collections import defaultdict
from collections.abc import Iterable
from itertools import count
from typing import NamedTuple

import numpy as np

WORD = re.compile(r"(?:(?<=[^\W\d_])['’])?[^\W\d_]+")


class Tokens(NamedTuple):
    """The number of each distinct word, all texts as one stream of these numbers, and where each text begins."""

    numbers: dict[str, int]
    stream: np.ndarray
    starts: list[int]

    def of(self, text: int) -> np.ndarray:
        """Give the numbers of one text's words, in order."""
        return self.stream[self.starts[text] : self.starts[text + 1]]


def number_words(texts: Iterable[str]) -> Tokens:
    """
    Number the words of a corpus.

    Parameters
    ----------
    texts : iterable of str

    Returns
    -------
    Tokens
        A word is a run of letters; what follows an apostrophe is a word of its own with the apostrophe (``it``,
        ``'s``).
    """
    numbers: defaultdict[str, int] = defaultdict(count().__next__)
    stream, starts = array("i"), [0]
    for text in texts:
        stream.extend(map(numbers.__getitem__, WORD.findall(text)))
        starts.append(len(stream))
    return Tokens(numbers, np.frombuffer(stream, np.int32), starts)
