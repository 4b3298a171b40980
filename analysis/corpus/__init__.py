"""
From a folder of files to the table of documents.

In: a folder, a file or a glob. Out: one row per report with clean text, metadata and near-duplicates marked, and a log
of everything that was changed or left out.
Open `loading` first; it calls the other modules in turn.
"""

from analysis import offer

__getattr__, __dir__, __all__ = offer(__name__, loading=("load_corpus", "load_log"), files=("ROOT", "corpus_folder"))
