"""
From texts to clusters: which reports belong together when nobody says what the groups are.

In: texts, or a matrix of counts. Out: a label a document, a table of clusters with their words, and how stable each is.
Open `clusterer` first.
"""

from analysis import offer

__getattr__, __dir__, __all__ = offer(__name__, {"clusterer": ("TopicClusterer",)})
