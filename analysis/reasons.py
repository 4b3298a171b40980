"""Why a text got its topic: the text with the words that spoke for it and against it marked."""

from __future__ import annotations

import pandas as pd

from analysis.classify import TopicClassifier
from analysis.errors import ParameterError
from analysis.evidence import Evidence

LEAST = 0.02  # weight below which a word goes unmarked: hundreds of words say next to nothing


def mark_reasons(text: str, model: TopicClassifier, topic: str | None = None) -> Evidence:
    """
    Show a text with the reasons for one topic marked.

    Parameters
    ----------
    text : str
        Any document.
    model : TopicClassifier
        Fitted.
    topic : str, optional
        The topic to account for; the best one when None.

    Returns
    -------
    Evidence
        The text in pieces, each reason with its weight; escaped for HTML and Markdown, in brackets as plain text. Where
        a phrase of the table holds a learned word, their weights are added.

    Raises
    ------
    ParameterError
        If the model has no such topic.
    """
    topic = str(model.predict([text])[0]) if topic is None else topic
    if topic not in model.classes_:
        raise ParameterError(f"The model has no topic {topic!r}. It has: {', '.join(map(str, model.classes_))}.")
    reasons = model.explain(text)
    own = reasons[(reasons["topic"] == topic) & (reasons["weight"].abs() >= LEAST)]
    pieces, last = [], 0
    for start, end, weight in _merge(own):
        pieces += [("text", text[last:start], ""), ("text", text[start:end], f"{topic} {weight:+.2f}")]
        last = end
    return Evidence(topic, [piece for piece in [*pieces, ("text", text[last:], "")] if piece[1]])


def _merge(reasons: pd.DataFrame) -> list[tuple[int, int, float]]:
    """Return start, end and weight of places that do not overlap, in the order of the text."""
    merged: list[tuple[int, int, float]] = []
    for start, end, weight in reasons.sort_values(["start", "end"])[["start", "end", "weight"]].itertuples(index=False):
        if merged and start < merged[-1][1]:
            first, latest, sum_so_far = merged.pop()
            start, end, weight = first, max(end, latest), weight + sum_so_far
        merged.append((start, end, weight))
    return merged
