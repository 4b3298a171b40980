"""
From documents to facts: who, where, when, by which instrument and for how much.

In: the documents table. Out: one row a mention, with the words that say it and where they stand.
Open `extraction` first: it runs the finders, one module a kind of fact.
"""

from analysis import offer

__getattr__, __dir__, __all__ = offer(__name__, extraction=("extract_facts",))
