"""
Silk Ledger: from a folder of news reports to sectors, clusters and a ledger of who cooperates with whom.

`PUBLIC` lists every public name under its module; each is loaded when it is first used (PEP 562), so that ``import
analysis`` reads no file and loads no library.
"""

from __future__ import annotations

from importlib import import_module

__version__ = "0.1.0"

PUBLIC = {
    "corpus.loading": ("load_corpus", "load_log", "split_passages", "full_text"),
    "lists.lexicon": ("load_sectors", "load_stop_words", "as_topics"),
    "text.vectors": ("CorpusVectorizer", "merge_counts"),
    "text.keyness": ("keyness", "concordance", "collocations"),
    "clusters.clusterer": ("TopicClusterer",),
    "topics.classifier": ("TopicClassifier", "label_documents", "mark_reasons"),
    "topics.models": ("save_model", "load_model"),
    "evaluate.agreement": ("score_labels",),
    "facts.extraction": ("extract_facts",),
    "ledger.ledger": ("build_ledger", "apply_corrections", "pair_countries", "ledger_evidence", "country_profile"),
    "ledger.exports": ("save_table", "save_network"),
    "charts.figures": ("save_figure",),
    "errors": ("AnalysisError",),
}

_HOME = {name: module for module, names in PUBLIC.items() for name in names}
__all__ = sorted(_HOME)


def __getattr__(name: str) -> object:
    if name not in _HOME:
        raise AttributeError(f"module 'analysis' has no attribute {name!r}; it offers {', '.join(__all__)}")
    return getattr(import_module(f"analysis.{_HOME[name]}"), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *_HOME})
