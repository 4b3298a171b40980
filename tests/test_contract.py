"""The tables and signatures that others call from outside stay as they are written down."""

import inspect

import pandas as pd
import pytest

import analysis
from analysis.charts import plot_bars

TABLES = {
    "documents": "title text date outlet byline language url source_file sha256 n_words duplicate_of",
    "passages": "text start end",
    "topics": "label definition terms not_terms isic4 isic5 iptc",
    "labels": "score rank evidence",
    "clusters": "size label terms stability medoid",
    "facts": "doc_id kind value field text start end number currency role country",
    "deals": "event status instruments parties organisations topic amounts places date field start end",
    "ledger": "date title parties topic instruments status organisations amounts places "
    "n_reports n_outlets doc_ids url quote",
}
INDEXES = {
    "documents": ["doc_id"],
    "passages": ["doc_id", "passage"],
    "topics": ["topic"],
    "labels": ["doc_id", "topic"],
    "clusters": ["cluster"],
    "facts": [None],
    "deals": ["doc_id", "deal"],
    "ledger": ["event"],
}
FIRST_PARAMETERS = {
    "load_corpus": {"path": inspect.Parameter.empty, "on_error": "raise"},
    "load_log": {"documents": inspect.Parameter.empty},
    "split_passages": {"documents": inspect.Parameter.empty},
    "full_text": {"documents": inspect.Parameter.empty},
    "load_sectors": {"languages": ("en", "ru")},
    "load_stop_words": {"languages": inspect.Parameter.empty},
    "TopicClusterer": {"n_clusters": "auto", "random_state": 0},
    "TopicClassifier": {"topics": None},
    "label_documents": {"documents": inspect.Parameter.empty, "model": inspect.Parameter.empty},
    "extract_facts": {"documents": inspect.Parameter.empty},
    "find_deals": dict.fromkeys(("documents", "labels", "facts"), inspect.Parameter.empty),
    "link_events": dict.fromkeys(("deals", "documents"), inspect.Parameter.empty),
    "build_ledger": dict.fromkeys(("documents", "deals"), inspect.Parameter.empty),
    "apply_corrections": dict.fromkeys(("deals", "path"), inspect.Parameter.empty),
    "pair_countries": {"ledger": inspect.Parameter.empty},
    "ledger_evidence": dict.fromkeys(("documents", "facts", "doc_id"), inspect.Parameter.empty),
    "score_labels": {"expected": inspect.Parameter.empty, "found": inspect.Parameter.empty, "allowed": None},
    "save_figure": dict.fromkeys(("name", "ax", "table", "caption", "alt"), inspect.Parameter.empty),
}


@pytest.fixture(scope="module")
def tables():
    documents = analysis.load_corpus("seeds")
    texts = analysis.full_text(documents)
    model = analysis.TopicClassifier().fit(texts)
    labels, facts = analysis.label_documents(documents, model), analysis.extract_facts(documents)
    deals = analysis.link_events(analysis.find_deals(documents, labels, facts), documents)
    return {
        "documents": documents,
        "passages": analysis.split_passages(documents),
        "topics": analysis.load_sectors(),
        "labels": labels,
        "clusters": analysis.TopicClusterer(n_clusters=3).fit(texts).clusters_,
        "facts": facts,
        "deals": deals,
        "ledger": analysis.build_ledger(documents, deals),
    }


@pytest.mark.parametrize("name", TABLES)
def test_a_table_has_its_columns_in_their_order(tables, name):
    assert list(tables[name].columns) == TABLES[name].split()
    assert list(tables[name].index.names) == INDEXES[name]


def test_dates_are_dates_and_ids_are_words(tables):
    assert pd.api.types.is_datetime64_any_dtype(tables["documents"]["date"])
    assert all(isinstance(doc_id, str) for doc_id in tables["documents"].index)


@pytest.mark.parametrize("name", FIRST_PARAMETERS)
def test_a_signature_keeps_its_names_and_defaults(name):
    parameters = inspect.signature(getattr(analysis, name)).parameters
    assert {key: parameters[key].default for key in FIRST_PARAMETERS[name]} == FIRST_PARAMETERS[name]


def test_charts_take_the_table_first_and_axes_by_name():
    first, *_, last = inspect.signature(plot_bars).parameters.values()
    assert first.name == "table"
    assert (last.name, last.kind, last.default) == ("ax", inspect.Parameter.KEYWORD_ONLY, None)
