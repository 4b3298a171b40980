"""What every finder of facts returns: a kind, a normal form, and where the words stand in the text it was given."""

from __future__ import annotations

from typing import NamedTuple


class Mention(NamedTuple):
    """
    One fact in one string.

    Attributes
    ----------
    kind : str
        ``country``, ``organisation``, ``instrument``, ``amount``, ``date`` or ``place``.
    value : str
        The normal form, as DESIGN's facts table has it: ``UZB``, ``156000000 USD``, ``2025-06-04``.
    start, end : int
        The words found are ``text[start:end]``.
    number : float, optional
        An amount in units of its currency.
    currency : str, optional
        ISO 4217 code of an amount.
    role : str, optional
        ``party`` or ``mention`` for a country; ``trade``, ``target``, ``project``, ``finance`` or ``other`` for an
        amount.
    country : str, optional
        ISO 3166 alpha-3 code of the country a place lies in.
    """

    kind: str
    value: str
    start: int
    end: int
    number: float | None = None
    currency: str | None = None
    role: str | None = None
    country: str | None = None
