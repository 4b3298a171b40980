"""
From a folder to the ledger in parts, each of which any processor may take, with what only all parts know in between.

The parts are read, and their ids compared; then every part has the next thousand documents in the order of their ids.
Lines that recur, reprints, run-together words and the order of days in dates are learned by the functions of the single
machine, which are given the texts one after the other from disk. Deals are linked all at once, with the texts of the
reports that tell any.

A step is taken with one part at a time, by whichever process is free. Each reads files and makes one (`partitions`), so
a run that was stopped goes on behind the last that is there, and a step taken twice does no harm.
"""

import json
import os
import shutil
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import BrokenExecutor
from dataclasses import replace
from functools import lru_cache, partial
from hashlib import sha256
from heapq import nsmallest
from itertools import chain
from operator import attrgetter
from pathlib import Path
from typing import Any
from zlib import crc32

import numpy as np
import pandas as pd
import pyarrow as pa
from joblib import effective_n_jobs
from joblib.externals.loky import get_reusable_executor
from threadpoolctl import threadpool_limits
from tqdm import tqdm

from analysis.corpus import boilerplate, files, loading, run_together
from analysis.corpus.formats import Record
from analysis.corpus.repair import REPAIRS
from analysis.errors import AnalysisError, EmptyCorpusError, ParameterError, log_row
from analysis.facts.extraction import extract_facts
from analysis.ledger.deals import find_deals
from analysis.ledger.events import link_events
from analysis.ledger.exports import list_sources, read_parquet, save_table
from analysis.ledger.ledger import build_ledger
from analysis.lists.loading import VARIABLE, refresh_lists
from analysis.scale.partitions import Part, Records, load_told, plan_parts, save_made, unify_parts
from analysis.study import Study
from analysis.text import passages, saving
from analysis.text.tokens import release
from analysis.topics import models, reasons
from analysis.topics.classifier import TopicClassifier
from analysis.topics.table import as_topics, hash_topics

PROVENANCE = "provenance.json"
TOGETHER = 1000  # documents in a part, once they are in the order of their ids
SAMPLE = 50_000  # documents that topics of one's own are learned from
ROWS = 20_000  # of the deals and of the ledger in a file
_COLUMNS = ["title", "text", "date", "outlet", "url", "duplicate_of"]  # for events and the ledger
_FOR_PAIRS = ["event", "parties", "topic", "amounts", "status", "n_reports"]
_load_model, _load_learned = lru_cache(1)(models.load_model), lru_cache(1)(load_told)

Made = tuple[Sequence[Record], Any]  # what a step makes: records, and what is told about them, mostly the errors


def run_corpus(
    folder: str | Path, out: str | Path, *, topics=None, on_error: str = "skip", client=None, n_jobs: int = -1
) -> Path:
    """
    Read a folder of any size into the tables of `Study`, and go on where an earlier run was stopped.

    Parameters
    ----------
    folder : str or Path
        What `load_corpus` reads. Files are not to change while they are read.
    out : str or Path
        Where the tables go, as Parquet: ``links`` and ``pairs`` in one file each, ``documents``, ``labels``, ``facts``,
        ``deals``, ``ledger`` and ``log`` in many; with ``model.json`` and ``provenance.json``. `Study.load` and
        `pandas.read_parquet` read them. Until all are there, what was before stays, and what is done is kept in
        ``.work``, which nobody else should be able to write to.
    topics : DataFrame, CSV path or mapping, optional
        Topics of your own, as for `Study`.
    on_error : {"skip", "raise"}, default "skip"
        Whether what cannot be read becomes a row of the log or stops the run.
    client : distributed.Client, optional
        A Dask cluster (extra ``scale``) whose workers take the steps; they see both folders by the same paths. By
        default processes of this machine do.
    n_jobs : int, default -1
        Processes of this machine; -1 for one on each processor, -2 for one less.

    Returns
    -------
    Path
        `out`, whole.

    Raises
    ------
    EmptyCorpusError
        If there is no document.
    ParameterError
        If an option has a value that is not accepted.
    SaveError
        If `out` cannot be written, or another run writes there.
    AnalysisError
        If a process is killed, as for want of memory; under ``on_error="raise"``, what `load_corpus` raises.

    Notes
    -----
    The tables equal those of `Study`, in every cell and row, whatever the number of processes and however often the
    run was stopped, but for this: topics of your own are learned from `SAMPLE` documents at most, which a hash of their
    ids chooses and the log tells of; and where a file of JSON lines is cut into parts, a line of more than 10 MB ends
    the reading of its part, not of its file, and what is logged of a line without a report is lost at a part's end.
    Topics of your own with the names ``finance`` or ``trade_investment`` decide on the topic of a deal only in parts
    where a report has them. Folders of lists are named by ``SILK_LEDGER_LISTS``.
    """
    if n_jobs == 0:
        raise ParameterError("n_jobs=0 is no number of processes. Choose 1 or more, or -1 for one on each processor.")
    home = saving.make_folder(Path(out).resolve())
    executor = client.get_executor(pure=False) if client else get_reusable_executor(effective_n_jobs(n_jobs))
    with saving.locked(home, wait=False), executor:
        _Run(executor, home, Study(folder, topics, on_error=on_error)).go()
    return home


class _Run:
    """One run: what it was asked for, and the folder in which what its steps make is kept."""

    def __init__(self, executor: Any, home: Path, study: Study) -> None:
        self.executor, self.home, self.study, self.lists = executor, home, study, refresh_lists()
        self.files, self.log = files.find_files(study.folder)
        self.refuse = partial(loading.refuse_or_log, log=self.log, on_error=study.on_error)
        topics = None if study.topics is None else hash_topics(as_topics(study.topics))
        stats = [(path, Path(path).stat().st_size, Path(path).stat().st_mtime_ns) for path in self.files.values()]
        code = list_sources(pd.DataFrame({"sha256": []}), self.lists or None)
        self.key = sha256(repr((code, stats, topics, str(study.folder), study.on_error)).encode()).hexdigest()
        self.work = home / ".work" / self.key

    def go(self) -> None:
        """Make the tables aside, unless they are there, and put them in place."""
        done, tables = self.home / PROVENANCE, self.work / "tables"
        if done.exists() and json.loads(done.read_bytes()).get("run") == self.key:
            return
        for path in set(saving.make_folder(self.work.parent).iterdir()) - {self.work}:  # of other files
            shutil.rmtree(path)
        if not (tables / PROVENANCE).exists():
            self._make(tables)
        done.unlink(missing_ok=True)
        for path in sorted(tables.iterdir(), key=lambda path: (path.name == PROVENANCE, path)):
            old = self.home / path.name
            shutil.rmtree(old) if old.is_dir() else old.unlink(missing_ok=True)
            path.rename(old)
        shutil.rmtree(self.work.parent)

    def _make(self, tables: Path) -> None:
        """Make all tables; the last file says that they are whole."""
        self._clear()
        for name in ("documents", "labels", "facts", "log"):
            saving.make_folder(tables / f"{name}.parquet")
        documents, study = self._load(), self.study
        study.__dict__["model"] = self._fit(documents)
        models.save_model(study.model, tables / "model.json")
        told = self._each("told", tell_part, [(path, tables, study.on_error) for path in documents])
        self.executor.shutdown()  # processes of this machine hold memory, which deals need
        errors, languages, *found = zip(*_load_all(told), strict=True) if told else ([],) * 4
        self._refuse(errors)
        if not any(languages):
            raise EmptyCorpusError(f"{study.folder}: no document could be read. on_error='raise' names the reason.")
        log = self._link(found, tables)
        release()
        self._clear()
        for name in ("documents", "labels", "deals", "ledger"):
            unify_parts(tables / f"{name}.parquet")
        study.__dict__["ledger"] = read_parquet(tables / "ledger.parquet", _FOR_PAIRS)
        save_table(study.pairs.set_index("country_a"), tables / "pairs.parquet")
        self.log += run_together.name_uncovered(chain.from_iterable(languages))
        for number, rows in ((0, self.log), (4, log)):
            table = pd.DataFrame()
            table.attrs["log"] = rows
            save_table(loading.load_log(table).set_index("file"), tables / "log.parquet" / f"{number}.parquet")
        made_from = list_sources(pd.read_parquet(tables / "documents.parquet", columns=["sha256"]), self.lists or None)
        options = study.options | {"lists": self.lists or None}
        made_from |= {"model": study.model.model_, "options": options, "run": self.key}
        saving.save_bytes(tables / PROVENANCE, json.dumps(made_from, indent=1, ensure_ascii=False).encode())

    def _clear(self) -> None:
        """Remove what was half written when a run, or a worker of this one, was killed."""
        for path in self.work.rglob(".*"):
            path.unlink()

    def _link(self, found: list, tables: Path) -> list[dict]:
        """Write the deals of all parts, linked, why they are one, and the ledger; return the log of the links."""
        # most of the memory in use; of texts in a thousand pieces Arrow would make one whenever rows are taken
        documents = pa.Table.from_pandas(pd.concat(found.pop())).combine_chunks().to_pandas()
        deals = pd.concat(found.pop()).set_index(["doc_id", "deal"])
        release()
        whole = replace(self.study)
        whole.__dict__["deals"] = linked = link_events(deals, documents)
        release()
        save_table(whole.links.set_index("event"), tables / "links.parquet")
        _save_pieces((linked[start : start + ROWS] for start in range(0, max(len(linked), 1), ROWS)), tables / "deals")
        codes = pd.factorize(linked["event"])[0]
        order = codes.argsort(kind="stable")
        events = np.split(order, np.searchsorted(codes[order], range(ROWS, codes.max(initial=-1) + 1, ROWS)))
        _save_pieces((build_ledger(documents, linked.iloc[places]) for places in events), tables / "ledger")
        return linked.attrs.get("log", [])

    def _load(self) -> list[Path]:
        """Take the steps of `load_corpus`; return the files that tell the documents."""
        read = self._each("read", read_part, [(part,) for part in plan_parts(self.files)])
        errors, chosen = load_told(self._once("order", order_records, read))
        self._refuse([errors])
        parts = [(read, chosen[start : start + TOGETHER]) for start in range(0, len(chosen), TOGETHER)]
        fixed = self._each("fixed", fix_part, parts)
        recurring = self._once("recurring", find_recurring, fixed)
        pages = self._each("pages", read_pages, [(path, recurring) for path in fixed])
        self._refuse(map(load_told, [*fixed, *pages]))
        learned = self._once("learned", compare_records, pages)
        return self._each("documents", finish_part, [(path, learned) for path in pages])

    def _refuse(self, errors: Iterable[Sequence[AnalysisError]]) -> None:
        for error in chain.from_iterable(errors):
            self.refuse(error)

    def _fit(self, documents: list[Path]) -> TopicClassifier:
        """Return the frozen model; one of other topics is learned from documents that their ids choose."""
        model = TopicClassifier(self.study.topics)
        if model.fit(["some text"]).model_["learned"] == "nothing":
            return model
        texts = chain.from_iterable(passages.full_text(load_told(path)[0]).items() for path in documents)
        sample = nsmallest(SAMPLE, ((crc32(str(doc_id).encode()), text) for doc_id, text in texts))
        if len(sample) == SAMPLE:
            self.log.append(log_row("", "sampled", f"topics are learned from {SAMPLE:,} documents"))
        return model.fit([text for _, text in sample])

    def _once(self, name: str, step: Callable[..., Made], paths: Sequence[Path]) -> Path:
        """Take a step with all parts together, in a process whose memory is free again once it ends."""
        return self._each(name, step, [(paths,)])[0]

    def _each(self, name: str, step: Callable[..., Made], jobs: Sequence[tuple]) -> list[Path]:
        """Take a step with each part; return the files with what it has made."""
        paths = [saving.make_folder(self.work / name) / f"{number:06}.arrow" for number in range(len(jobs))]
        done = self.executor.map(partial(take, step, self.lists), paths, jobs)
        try:
            return list(tqdm(done, desc=name, total=len(jobs), unit="part", disable=not self.study.progress))
        except BrokenExecutor as error:
            raise AnalysisError(f"{name}: a process was killed; for want of memory? Run again to go on.") from error


def _load_all(paths: Iterable[Path]) -> Iterator[tuple]:
    """Yield what `tell_part` has told; equal lists of deals become one before more are read, which take their room."""
    once = dict[tuple, list]()
    for errors, languages, deals, documents in map(load_told, paths):
        for name in ("instruments", "parties", "organisations", "places", "amounts"):
            deals[name] = [once.setdefault(tuple(cell), cell) for cell in deals[name]]
        yield errors, languages, deals.reset_index(), documents  # indexes of two levels take long to join


def _save_pieces(pieces: Iterable[pd.DataFrame], path: Path) -> None:
    for number, piece in enumerate(pieces):
        piece.attrs = {}  # what is told of all would be written with each
        save_table(piece, saving.make_folder(path.with_suffix(".parquet")) / f"{number:06}.parquet")


def _shorten(record: Record) -> Record:
    """Return of a record what its id depends on."""
    return Record(record.doc_id, record.source_file, "", record.text[:1], {"id": ""} if "id" in record.fields else {})


def take(step: Callable[..., Made], lists: str, path: Path, arguments: Sequence[Any]) -> Path:
    """Take a step, unless what it makes is there, and return where; `lists` is the folder of the user's own."""
    if not path.exists():
        os.environ[VARIABLE] = lists
        with threadpool_limits(1, "blas"):
            save_made(path, *step(*arguments))
    return path


def read_part(part: Part) -> Made:
    """Read files; tell the errors, and of each record what its id depends on."""
    errors = list[AnalysisError]()
    records = loading.read_records(part, {}, REPAIRS, errors.append)
    return records, (errors, [*map(_shorten, records)])


def order_records(paths: Sequence[Path]) -> Made:
    """Tell the errors of reading, and place and id of each record that `load_corpus` would keep, in its order."""
    errors, stubs = zip(*map(load_told, paths), strict=True) if paths else ((), ())
    records, told = [*chain.from_iterable(stubs)], [*chain.from_iterable(errors)]
    places = {id(record): place for place, record in enumerate(records)}
    return [], (told, [(places[id(record)], record.doc_id) for record in loading.order_records(records, told.append)])


def find_recurring(paths: Sequence[Path]) -> Made:
    """Tell the lines that recur across the records."""
    return [], boilerplate.find_recurring(Records(paths, attrgetter("text")))


def compare_records(paths: Sequence[Path]) -> Made:
    """Tell what only all records tell."""
    find_firsts, learned = loading.compare_records(Records(paths), Records(paths, attrgetter("text")), REPAIRS)
    return [], (find_firsts(), learned)


def fix_part(paths: Sequence[Path], chosen: Sequence[tuple[int, str]]) -> Made:
    """Gather records by place and id from the files in which they are, and make the repairs that need no other."""
    everything = Records(paths)
    records = [everything[place] for place, _ in chosen]
    for record, (_, doc_id) in zip(records, chosen, strict=True):
        if record.doc_id != doc_id:
            loading.name_file(record)
    return loading.try_each(records, partial(loading.fix_words, repairs=REPAIRS))


def read_pages(path: Path, recurring: Path) -> Made:
    """Find titles and days, and drop what is not the report."""
    step = partial(loading.find_page, repairs=REPAIRS, recurring=_load_learned(recurring))
    return loading.try_each(Records([path]), step)


def finish_part(path: Path, learned: Path) -> Made:
    """Tell the documents table, and the errors."""
    firsts, told = _load_learned(learned)
    records, errors = loading.try_each(Records([path]), partial(loading.finish, repairs=REPAIRS, learned=told))
    return [], (loading.to_table(loading.name_firsts(records, firsts), []), errors)


def tell_part(path: Path, tables: Path, on_error: str) -> Made:
    """Write documents, labels, facts and their log among the tables; tell the errors, the languages, the deals, and the
    reports that tell any."""
    documents, errors = load_told(path)
    labels = reasons.label_documents(documents, _load_model(tables / "model.json"), on_error=on_error)
    facts = extract_facts(documents, on_error=on_error)
    deals = find_deals(documents, labels, facts)
    made = {"documents": documents, "labels": labels, "facts": facts.set_index("doc_id")}
    for number, (name, table) in enumerate(made.items(), 1):
        save_table(table, tables / f"{name}.parquet" / f"{path.stem}.parquet")
        save_table(loading.load_log(table).set_index("file"), tables / "log.parquet" / f"{number}-{path.stem}.parquet")
    reports = documents.loc[documents.index.isin(deals.index.get_level_values(0)), _COLUMNS]
    reports.attrs = {}
    return [], (errors, documents["language"].fillna("").tolist(), deals, reports)
