"""
The lists that make the kit speak of a region and its languages.

In: a list's name, the languages wanted. Out: a table of str, each row with its source.
One CSV a list lies in this folder; README.md says what their columns and notation mean and how to replace them.
Open `loading` first.
"""

from analysis import offer

__getattr__, __dir__, __all__ = offer(__name__, loading=("load_list", "load_stop_words", "country_names", "coverage"))
