"""
What every finder of facts is given, a text parsed once for all: its words, its sentences, the phrases of the lists
that stand in it; and what it returns: a kind, a normal form, and where the words stand in that text.
"""

from bisect import bisect_right
from collections.abc import Hashable, Iterable
from functools import cached_property
from math import inf
from typing import Any, NamedTuple, TypeVar

from analysis.lists.loading import load_list, remember
from analysis.text.letters import fold
from analysis.text.phrases import PhraseBook, Words, sentence_spans, split_words

LISTS = ("amount_roles", "cues", "currencies", "instruments")

Item = TypeVar("Item", bound=tuple)
Row = dict[Hashable, Any]  # of a list, by its columns


class Mention(NamedTuple):
    """
    One fact in one string: the words found are ``text[start:end]``.

    ``value`` is the normal form, as DESIGN's facts table has it; ``number`` (in units) and ``currency`` (ISO 4217) are
    an amount's, ``role`` an amount's or a country's, ``country`` (ISO 3166 alpha-3) that of a place or organisation.
    """

    kind: str
    value: str
    start: int
    end: int
    number: float | None = None
    currency: str | None = None
    role: str | None = None
    country: str | None = None


class Document:
    """
    A text in a language (ISO 639-1), as written and in plain letters (`fold`); what is read of it is read when first
    asked for, and kept.

    >>> Document("One plant. 2 mills.").group_by_sentence([(4, "plant"), (13, "mills")])
    {(0, 11): [(4, 'plant')], (11, 19): [(13, 'mills')]}
    """

    def __init__(self, text: str, language: str = "en", plain: str | None = None) -> None:
        self.written, self.text = text, fold(text, language) if plain is None else plain
        self.language, self.bodies = language, list[tuple[int, int]]()  # spans of banks and authorities, once found

    def part(self, start: int, end: int | None = None) -> "Document":
        """Return what stands between two empty lines as a text of its own."""
        return Document(self.written[start:end], self.language, self.text[start:end])

    @cached_property
    def words(self) -> Words:
        """The words, and where each begins."""
        return split_words(self.text)

    @cached_property
    def sentences(self) -> tuple[tuple[int, int], ...]:
        """Start and end of each sentence."""
        return sentence_spans(self.text)

    @cached_property
    def phrases(self) -> dict[str, list[tuple[int, int, Row]]]:
        """Start, end and row of the phrases of each of `LISTS`, by start; all are looked for in one go."""
        book, rows = _book(self.language)
        found: dict[str, list[tuple[int, int, Row]]] = {name: [] for name in LISTS}
        for start, end, key in book.find(self.text, self.words):
            name, row = rows[key]
            found[name].append((start, end, row))
        return found

    def is_in_body(self, offset: int) -> bool:
        """Return whether an offset lies in the name of a bank or an authority, whose words tell of nothing done:
        Investment Bank, Ministry of Construction."""
        at = bisect_right(self.bodies, (offset, inf)) - 1
        return at >= 0 and offset < self.bodies[at][1]

    def group_by_sentence(self, items: Iterable[Item]) -> dict[tuple[int, int], list[Item]]:
        """Sort tuples that begin with an offset by the sentence that it lies in, leaving out sentences without any."""
        groups: dict[tuple[int, int], list[Item]] = {}
        for item in items:
            groups.setdefault(self.sentence_at(item[0]), []).append(item)
        return groups

    def sentence_at(self, offset: int) -> tuple[int, int]:
        """Start and end of the sentence that an offset lies in."""
        return self.sentences[bisect_right(self.sentences, (offset, inf)) - 1]


@remember
def _book(language: str) -> tuple[PhraseBook, list[tuple[str, Row]]]:
    rows = [(name, row) for name in LISTS for row in load_list(name, (language, "")).to_dict("records")]
    forms = load_list("instruments", (language,)).query("kind == 'words'").groupby("instrument")["form"].agg("|".join)
    words = {str(name): fold(form, language) for name, form in forms.items()}
    rows = [(name, row) for name, row in rows if row.get("kind") not in ("words", "symbol")]
    rows = [(name, row) for name, row in rows if name != "cues" or row["kind"].endswith("_type")]
    return PhraseBook([fold(row["form"], language) for _, row in rows], words), rows
