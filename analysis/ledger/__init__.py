"""
From labels and facts to the ledger: who does what with whom, by which instrument, for how much.

In: documents, their labels and facts, the analyst's corrections. Out: one row per document, pairs of countries, sums,
and the same as files for other programs.
Open `ledger` first.
"""

from analysis import offer

__getattr__, __dir__, __all__ = offer(
    __name__,
    deals=("find_deals",),
    acts=("Amount",),
    ledger=("build_ledger", "pair_countries", "country_profile"),
    events=("link_events",),
    corrections=("apply_corrections",),
    evidence=("ledger_evidence",),
    summary=("count_values", "cross_values", "list_events", "pair_matrix", "sum_amounts", "main_currency"),
    exports=("save_table", "save_network"),
)
