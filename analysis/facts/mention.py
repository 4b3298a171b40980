"""What every finder of facts returns: a kind, a normal form, and where the words stand in the text it was given."""

from typing import NamedTuple


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
