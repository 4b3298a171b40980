"""
From labels and facts to the ledger: who does what with whom, by which instrument, for how much.

In: documents, their labels and facts, the analyst's corrections. Out: the deals of each report; one row an event,
however many reports tell it; pairs of countries, sums, and the same as files for other programs.
Open `deals` first, then `ledger`.
"""

from analysis import offer

__getattr__, __dir__, __all__ = offer(
    __name__,
    deals=("find_deals",),
    additive=("Amount",),
    ledger=("build_ledger",),
    pairs=("pair_countries", "pair_matrix", "country_code", "country_profile"),
    events=("link_events",),
    corrections=("apply_corrections",),
    evidence=("ledger_evidence", "event_evidence", "quote_sums"),
    summary=("count_values", "cross_values", "list_amounts", "sum_amounts", "main_currency", "convert_amounts"),
    exports=("save_table", "save_network", "add_codes"),
)
