"""
A text with the reasons for its topic marked.
"""

from analysis.errors import ParameterError
from analysis.text.display import Evidence
from analysis.topics.classifier import TopicClassifier

LEAST = 0.02  # weight below which `mark_reasons` leaves a word unmarked: hundreds of words weigh next to nothing


def mark_reasons(text: str, model: TopicClassifier, topic: str | None = None) -> Evidence:
    """
    Show a text with the evidence for and against one topic marked, each with its weight.

    Parameters
    ----------
    text : str
        One document.
    model : TopicClassifier
        Fitted.
    topic : str or None, default None
        One of the model's topics; None for the best one.

    Returns
    -------
    Evidence
        The marked text. Where a phrase of the table contains a learned word, their weights are added.

    Raises
    ------
    ParameterError
        If the model has no such topic.
    NotFittedError
        If the model is not fitted (scikit-learn's error).
    """
    topic = str(model.predict([text])[0]) if topic is None else topic
    if topic not in model.classes_:
        raise ParameterError(f"The model has no topic {topic!r}. It has: {', '.join(map(str, model.classes_))}.")
    reasons = model.explain(text)
    own = reasons[(reasons["topic"] == topic) & (reasons["weight"].abs() >= LEAST)]
    spans: list[tuple[int, int, float]] = []
    for start, end, weight in own[["start", "end", "weight"]].itertuples(index=False):
        if spans and start < spans[-1][1]:
            first, latest, so_far = spans.pop()
            start, end, weight = first, max(end, latest), weight + so_far
        spans.append((start, end, weight))
    pieces, last = [], 0
    for start, end, weight in spans:
        pieces += [("text", text[last:start], ""), ("text", text[start:end], f"{topic} {weight:+.2f}")]
        last = end
    return Evidence(topic, [piece for piece in [*pieces, ("text", text[last:], "")] if piece[1]])
