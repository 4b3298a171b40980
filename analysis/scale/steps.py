"""
What is done with one part at a time, by whichever process is free.

Each step reads files and makes one (`records`), so a run that was stopped goes on behind the last that is there, and a
step taken twice does no harm. Between two steps lies what only all parts know (`run`).
"""

import os
from collections.abc import Callable, Sequence
from functools import lru_cache, partial
from pathlib import Path
from typing import Any

from threadpoolctl import threadpool_limits

from analysis.corpus import loading
from analysis.corpus.formats import Record
from analysis.corpus.repair import REPAIRS
from analysis.errors import AnalysisError
from analysis.facts.extraction import extract_facts
from analysis.ledger.deals import find_deals
from analysis.ledger.exports import save_table
from analysis.lists.loading import VARIABLE
from analysis.scale.partitions import Part
from analysis.scale.records import Records, load_told, save_made
from analysis.topics.models import load_model
from analysis.topics.reasons import label_documents

Made = tuple[Sequence[Record], Any]  # records, and what is told about them: mostly the errors

_COLUMNS = ["title", "text", "date", "outlet", "url", "duplicate_of"]  # for events and the ledger
_load_model, _load_learned = lru_cache(1)(load_model), lru_cache(1)(load_told)


def take(step: Callable[..., Made], lists: str, path: Path, arguments: Sequence[Any]) -> Path:
    """Take a step, unless what it makes is there, and return where; `lists` is the folder of the user's own."""
    if not path.exists():
        os.environ[VARIABLE] = lists
        with threadpool_limits(1, "blas"):
            save_made(path, *step(*arguments))
    return path


def read_part(part: Part) -> Made:
    """Read files."""
    errors = list[AnalysisError]()
    return loading.read_records(part, {}, REPAIRS, errors.append), errors


def fix_part(paths: Sequence[Path], chosen: Sequence[tuple[int, str]]) -> Made:
    """Gather records by place and id from the files in which they are, and make the repairs that need no other."""
    everything = Records(paths)
    records = [everything[place] for place, _ in chosen]
    for record, (_, doc_id) in zip(records, chosen, strict=True):
        if record.doc_id != doc_id:
            loading.name_file(record)
    return _try_each(records, partial(loading.fix_words, repairs=REPAIRS))


def read_pages(path: Path, recurring: Path) -> Made:
    """Find titles and days, and drop what is not the report."""
    step = partial(loading.find_page, repairs=REPAIRS, recurring=_load_learned(recurring))
    return _try_each(list(Records([path])), step)


def finish_part(path: Path, learned: Path) -> Made:
    """Tell the documents table, and the errors."""
    step = partial(loading.finish, repairs=REPAIRS, learned=_load_learned(learned))
    records, errors = _try_each(list(Records([path])), step)
    return [], (loading.to_table(list(records), []), errors)


def tell_part(path: Path, tables: Path, on_error: str) -> Made:
    """Write documents, labels, facts and their log among the tables; tell the errors, the languages, the deals, and the
    reports that tell any."""
    documents, errors = load_told(path)
    labels = label_documents(documents, _load_model(tables / "model.json"), on_error=on_error)
    facts = extract_facts(documents, on_error=on_error)
    deals = find_deals(documents, labels, facts)
    made = {"documents": documents, "labels": labels, "facts": facts.set_index("doc_id")}
    for number, (name, table) in enumerate(made.items(), 1):
        save_table(table, tables / f"{name}.parquet" / f"{path.stem}.parquet")
        save_table(loading.load_log(table).set_index("file"), tables / "log.parquet" / f"{number}-{path.stem}.parquet")
    reports = documents.loc[documents.index.isin(deals.index.get_level_values(0)), _COLUMNS]
    reports.attrs = {}
    return [], (errors, documents["language"].fillna("").tolist(), deals, reports)


def _try_each(records: list[Record], step: Callable[[Record], None]) -> Made:
    errors = list[AnalysisError]()
    return loading.try_each(records, errors.append, step), errors
