"""
What a sum of money is for: trade, a target, a project, finance, or something else.

Every cue word of ``amount_roles.csv`` in the sum's sentence votes for its role; the vote fades with the distance in
characters between cue and sum. The role with most votes wins; without any vote it is ``project``, the most common one.
"""

from __future__ import annotations

import re
from functools import cache

from analysis.facts.sentences import sentence_spans
from analysis.lexicon import load_list

HALF_DISTANCE = 40  # characters at which a cue's vote has halved


def amount_roles(text: str, spans: list[tuple[int, int]], language: str = "en") -> list[str]:
    """
    Give each sum of a text its role.

    Parameters
    ----------
    text : str
        The text the sums were found in.
    spans : list of (start, end)
        Where the sums stand, sorted.
    language : str, default "en"
        ISO 639-1 code of the cue words to read.

    Returns
    -------
    list of str
        ``trade``, ``target``, ``project``, ``finance`` or ``other``, one a span.
    """
    cues = _cues(language)
    sentences = sentence_spans(text)
    roles = []
    for start, end in spans:
        left, right = next(span for span in sentences if span[0] <= start < span[1])
        votes: dict[str, float] = {}
        for match in cues.finditer(text, left, max(right, end)):
            gap = max(match.start() - end, start - match.end(), 0)
            role = match.lastgroup or ""
            votes[role] = votes.get(role, 0) + 1 / (1 + gap / HALF_DISTANCE)
        roles.append(max(sorted(votes), key=votes.__getitem__) if votes else "project")
    return roles


@cache
def _cues(language: str) -> re.Pattern[str]:
    rows = load_list("amount_roles", languages=(language,))
    groups = []
    for role, part in rows.groupby("role", sort=True):
        forms = "|".join(re.escape(form).replace(r"\*", r"\w*").replace(r"\ ", r"\s+") for form in part["form"])
        groups.append(rf"(?P<{role}>{forms})")
    return re.compile(rf"\b(?:{'|'.join(groups)})\b" if groups else r"(?!)", re.IGNORECASE)
