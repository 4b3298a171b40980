"""
Silk Ledger: from a folder of news reports to sectors, clusters and a ledger of who cooperates with whom.

`PUBLIC` lists every public name under its folder; each is loaded when it is first used (PEP 562), so that ``import
analysis`` reads no file and loads no library. A folder imports only from those before it in this list: lists, text,
then corpus, clusters, topics and facts (which are independent of each other), ledger, evaluate, charts, report.
"""

from collections.abc import Callable, Sequence
from importlib import import_module

__version__ = "0.1.0"

PUBLIC = {
    "corpus": ("load_corpus", "load_log"),
    "text": ("full_text", "split_passages", "CorpusVectorizer", "keyness", "mark_groups"),
    "lists": ("load_stop_words",),
    "clusters": ("TopicClusterer",),
    "topics": (
        *("load_sectors", "as_topics", "TopicClassifier", "label_documents", "mark_reasons"),
        *("save_model", "load_model"),
    ),
    "facts": ("extract_facts",),
    "ledger": (
        *("find_deals", "link_events", "Amount", "build_ledger", "apply_corrections", "pair_countries"),
        *("ledger_evidence", "country_profile", "save_table", "save_network", "sum_amounts", "convert_amounts"),
    ),
    "evaluate": ("score_labels",),
    "charts": ("save_figure",),
    "report": ("save_report",),
    "study": ("Study", "open_study"),
    "errors": ("AnalysisError",),
}


def offer(package: str, /, **names: Sequence[str]) -> tuple[Callable[..., object], Callable[[], list[str]], list[str]]:
    """
    Return what a package needs to offer names of its modules, each loaded when it is first used.

    Parameters
    ----------
    package : str
        The package's own ``__name__``.
    **names : sequence of str
        For each module, by its name, the names that the package offers.

    Returns
    -------
    __getattr__, __dir__, __all__
        To be assigned to these names in the package.

    Raises
    ------
    AttributeError
        From ``__getattr__``, for a name that is not offered; the message lists those that are.
    """
    home = {name: module for module, offered in names.items() for name in offered}

    def load(name: str) -> object:
        if name not in home:
            raise AttributeError(f"module {package!r} has no attribute {name!r}; it offers {', '.join(sorted(home))}")
        return getattr(import_module(f"{package}.{home[name]}"), name)

    return load, lambda: sorted({*vars(import_module(package)), *home}), sorted(home)


__getattr__, __dir__, __all__ = offer(__name__, **PUBLIC)
