"""
From texts and a table of topics to labels with their reasons.

In: texts, topics with their terms (by default the sectors), labels if there are any. Out: topics of each text with
probability and evidence.
Open `classifier` first; `terms` describes the notation of terms.
"""

from analysis import offer

__getattr__, __dir__, __all__ = offer(
    __name__,
    table=("load_sectors", "as_topics"),
    classifier=("TopicClassifier",),
    reasons=("label_documents", "mark_reasons", "list_label_changes"),
    models=("save_model", "load_model"),
)
