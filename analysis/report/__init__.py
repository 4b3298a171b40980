"""
The report: findings, figures and the ledger as one page to send.

In: a study. Out: ``report.html``, which needs neither network nor script; of a large study with a page a country.
Open `page` first; its words stand in ``template.html``.
"""

from analysis import offer

__getattr__, __dir__, __all__ = offer(__name__, page=("save_report",))
