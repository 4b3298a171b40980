"""
From texts to clusters: which reports belong together when no groups are given.

In: texts, or a matrix of counts. Out: a label per document, a table of clusters with their terms and stability.
Open `clusterer` first.
"""

from analysis import offer

__getattr__, __dir__, __all__ = offer(
    __name__,
    clusterer=("TopicClusterer",),
    languages=("cluster_languages", "judge_languages", "share_languages"),
    number=("explain_choice",),
)
