"""
Evaluation of results against what people annotated.

In: annotations of a corpus, labels, facts, clusters. Out: scores with their intervals, and every single error.
Open `audit` first; `agreement` holds the scores.
"""

from analysis import offer

__getattr__, __dir__, __all__ = offer(
    __name__,
    {
        "agreement": ("score_labels", "compare_clusters", "cross_tabulate"),
        "annotations": ("load_annotations", "agreed_values"),
        "audit": ("found_values", "score_ledger", "list_errors"),
        "reliability": ("score_primary", "trace_risk", "learning_curve"),
    },
)
