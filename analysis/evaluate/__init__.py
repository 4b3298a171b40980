"""
Evaluation of results against what people annotated.

In: annotations of a corpus, labels, facts, clusters. Out: scores with their intervals, every single error, and
sentences that claim no more than the scores bear out.
Open `audit` first; `agreement` holds the scores.
"""

from analysis import offer

__getattr__, __dir__, __all__ = offer(
    __name__,
    agreement=("score_labels", "compare_clusters", "compare_labels", "cross_tabulate", "score_primary", "trace_risk"),
    annotations=("load_annotations", "load_deals", "agreed_values"),
    audit=("found_values", "score_ledger", "list_errors", "score_links", "list_link_errors"),
    claims=("name_leaders", "judge_agreement", "judge_confidence", "judge_coverage"),
)
