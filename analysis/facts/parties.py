"""Which of the countries a report names are parties to the cooperation it tells, and which are only mentioned."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from analysis.facts.mention import Mention


def assign_parties(fields: Mapping[str, str], found: Sequence[tuple[str, Mention]]) -> list[tuple[str, Mention]]:
    """Set the role of every country, the same throughout the document."""
    parties = {mention.value for _, mention in found if mention.kind == "country"}
    return [
        (field, mention._replace(role="party" if mention.value in parties else "mention"))
        if mention.kind == "country"
        else (field, mention)
        for field, mention in found
    ]
