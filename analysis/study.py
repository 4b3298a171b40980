"""
One call from a folder of reports to every table, each made when it is first asked for, and kept.
"""

import json
import os
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

import pandas as pd
from tqdm import tqdm

from analysis.corpus.files import corpus_folder
from analysis.corpus.loading import load_corpus, load_log
from analysis.errors import CorpusError, LexiconError, ParameterError, SaveError, name_culprit
from analysis.facts.extraction import extract_facts
from analysis.ledger import exports
from analysis.ledger.corrections import apply_corrections
from analysis.ledger.deals import find_deals
from analysis.ledger.events import FIELDS, link_events
from analysis.ledger.evidence import event_evidence
from analysis.ledger.ledger import build_ledger
from analysis.ledger.pairs import country_code, pair_countries
from analysis.ledger.summary import list_amounts, sum_amounts
from analysis.lists.loading import VARIABLE, country_names
from analysis.text.display import Evidence, name_table
from analysis.text.passages import full_text
from analysis.text.saving import make_folder, save_bytes
from analysis.topics.classifier import TopicClassifier
from analysis.topics.models import load_model, save_model
from analysis.topics.reasons import label_documents
from analysis.topics.table import topic_code

Day = str | int | date | None
_DAY = re.compile(r"\d{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?")
SAVED = "SILK_LEDGER_STUDY"
INDEXES = {"documents": ["doc_id"], "labels": ["doc_id", "topic"], "facts": [], "deals": ["doc_id", "deal"]}
INDEXES |= {"links": [], "ledger": ["event"], "pairs": [], "log": []}


@dataclass(repr=False, eq=False)
class Study:
    """
    A folder of reports with everything that is read from it.

    Parameters
    ----------
    folder : str or Path
        What `load_corpus` reads: a folder, a file or a glob.
    topics : DataFrame, CSV path or mapping, optional
        Topics of your own, as `TopicClassifier` takes them, which are learned from the reports; the sectors by default.
    lists : str or Path, optional
        A folder of lists that take the place of the built-in ones, such as those of another region.
    corrections : str or Path, optional
        A CSV file for `apply_corrections`.
    on_error : {"skip", "raise"}, default "skip"
        Whether what cannot be read becomes a row of the log or stops the study.
    progress : bool, default True
        Whether long steps are told of on stderr, each until it is done.

    Raises
    ------
    CorpusError
        When a table is first asked for, if the folder has no report; `AnalysisError` for other bad input.
    """

    folder: str | Path
    topics: Any = None
    lists: str | Path | None = None
    corrections: str | Path | None = None
    on_error: str = "skip"
    progress: bool = True

    def __repr__(self) -> str:
        made = [f"{name} ({len(self.__dict__[name])})" for name in INDEXES if name in self.__dict__]
        return f"Study({str(self.folder)!r}: {', '.join(made) or 'nothing read yet'})"

    @property
    def options(self) -> dict[str, Any]:
        """What the study was asked for, as `save` writes it: the folder's name, own topics as ``{name: [terms]}``."""
        own = {name: (path := getattr(self, name)) and str(Path(path).resolve()) for name in ("lists", "corrections")}
        own["topics"] = None if self.topics is None else self.model.topics_["terms"].to_dict()
        return {"folder": Path(self.folder).resolve().name, "on_error": self.on_error} | own

    @cached_property
    def documents(self) -> pd.DataFrame:
        """The reports, as `load_corpus` gives them."""
        return self._do("reading", load_corpus, self.folder, on_error=self.on_error)

    @cached_property
    def model(self) -> TopicClassifier:
        """The classifier behind the labels."""
        return self._do("learning topics", TopicClassifier(self.topics).fit, full_text(self.documents).tolist())

    @cached_property
    def labels(self) -> pd.DataFrame:
        """The topics of the reports, as `label_documents` gives them."""
        return self._do("labelling", label_documents, self.documents, self.model, on_error=self.on_error)

    @cached_property
    def facts(self) -> pd.DataFrame:
        """What the reports name, as `extract_facts` gives it."""
        return self._do("extracting facts", extract_facts, self.documents, on_error=self.on_error)

    @cached_property
    def deals(self) -> pd.DataFrame:
        """The deals, linked across reports and corrected."""
        found = self._do("finding deals", find_deals, self.documents, self.labels, self.facts)
        return self._do("linking deals", self._link, found, self.documents)

    @cached_property
    def links(self) -> pd.DataFrame:
        """Why deals are one: ``event, deal, other, probability``, and the log-odds of each field."""
        columns = ["event", "deal", "other", "probability", *FIELDS, "dates"]
        return pd.DataFrame(self.deals.attrs.get("links", []), columns=columns)

    @cached_property
    def ledger(self) -> pd.DataFrame:
        """One row an event, as `build_ledger` gives it."""
        return self._do("", build_ledger, self.documents, self.deals)

    @cached_property
    def pairs(self) -> pd.DataFrame:
        """Pairs of countries by topic, as `pair_countries` gives them."""
        return self._do("", pair_countries, self.ledger)

    @cached_property
    def log(self) -> pd.DataFrame:
        """What was changed, left out, not covered or corrected on the way."""
        made, whole = (self.documents, self.labels, self.facts, self.deals), pd.DataFrame()
        whole.attrs["log"] = [row for table in made for row in table.attrs.get("log", ())]
        return load_log(whole)

    def between(self, country: str, other: str, topic=None, since: Day = None, until: Day = None) -> pd.DataFrame:
        """
        Return the events in which two countries take part.

        Parameters
        ----------
        country, other : str
            ISO 3166 alpha-3 codes, or names in any language of the list.
        topic : str or list of str, optional
            Only events of this topic, or of one of these, by code or label; capitals do not matter.
        since, until : str, int or date, optional
            First and last day, month or year (``2024-05-01``, ``2024-05``, ``2024``) of the events; undated events are
            left out then.

        Returns
        -------
        DataFrame
            Rows of `ledger`.

        Raises
        ------
        ParameterError
            If a country or topic is not known, both countries are one, a day is written otherwise, or the last is
            before the first.
        """
        wanted = {self._do("", country_code, name) for name in (country, other)}
        if len(wanted) < 2:
            raise ParameterError(f"{country!r} and {other!r} are one country. Name two, or see country_profile.")
        kept = self.ledger["parties"].map(wanted.issubset).astype(bool)
        if topic is not None:
            kept &= self.ledger.topic.isin({topic_code(self.model.topics_, t) for t in pd.Series([topic]).explode()})
        days = ["" if d is None else d.isoformat()[:10] if isinstance(d, date) else str(d) for d in (since, until)]
        if odd := [day for day in days if day and not _DAY.fullmatch(day)]:
            raise ParameterError(f"{odd[0]!r} is no day. Write it as 2024-05-01, 2024-05 or 2024.")
        if days[1] and days[0][: len(days[1])] > days[1]:
            raise ParameterError(f"until={days[1]!r} is before since={days[0]!r}. Write the earlier one as since.")
        if any(days):
            dates = self.ledger["date"].fillna("").astype(str)
            kept &= (dates >= (days[0] or "0")) & (dates.str[: len(days[1])] <= days[1])
        return self.ledger[kept]

    def evidence(self, name: str) -> Evidence:
        """
        Show the words behind a line of the ledger, or a report.

        Parameters
        ----------
        name : str
            An event, one of its deals (``doc_id#deal``), or a ``doc_id``.

        Returns
        -------
        Evidence
            As from `event_evidence`.

        Raises
        ------
        ParameterError
            If there is no such event, deal or report.
        """
        return event_evidence(self.documents, self.facts, self.deals, name)

    def add(self, folder: str | Path) -> "Study":
        """
        Read further reports, without reading the ones of before again.

        Parameters
        ----------
        folder : str or Path
            What `load_corpus` reads. Reprints are looked for among the new reports alone.

        Returns
        -------
        Study
            With the new reports; its log says which events they changed.

        Raises
        ------
        CorpusError
            If a ``doc_id`` is in both.
        """
        new, both = replace(self, folder=folder, corrections=None), replace(self)
        if twice := sorted(set(self.documents.index) & set(new.documents.index)):
            raise CorpusError(f"{folder}: doc_id {twice[0]!r} is in the study already. Rename one of the two files.")
        new.__dict__["model"] = both.__dict__["model"] = self.model
        for name in ("documents", "labels", "facts"):
            old, more = getattr(self, name), getattr(new, name)
            table = pd.concat([old, more], ignore_index=not INDEXES[name])
            told = {key: [*old.attrs.get(key, ()), *more.attrs.get(key, ())] for key in ("log", "hedged")}
            table.attrs = more.attrs | told
            both.__dict__[name] = table
        found = both._do("finding deals", find_deals, both.documents, both.labels, both.facts)
        found["event"] = self.deals["event"].reindex(found.index).fillna(found["event"])  # to log what changes
        both.__dict__["deals"] = both._do("linking deals", both._link, found, both.documents)
        return both

    def save(self, folder: str | Path) -> None:
        """
        Write ``ledger.xlsx``, every table as CSV and Parquet, the network, the model, and what all was made from.

        Parameters
        ----------
        folder : str or Path
            Made where it is missing. Files of these names are replaced, others stay.

        Raises
        ------
        SaveError
            If a file cannot be written, or reports of this study lie in the folder.
        """
        home, read = Path(folder).resolve(), Path(self.folder).resolve()
        read = read if read.is_dir() else read.parent
        if home.is_relative_to(read) and any((read / name).is_relative_to(home) for name in self.documents.source_file):
            raise SaveError(f"{folder}: holds reports, and results would be read as such. Name a folder of their own.")
        tables = {name: getattr(self, name) for name in INDEXES}
        make_folder(home)
        for name, table in tables.items():
            keyed = table if INDEXES[name] else table.set_index(table.columns[0])
            for ending in ("csv", "parquet"):
                exports.save_table(keyed, home / f"{name}.{ending}")
        coded = self._do("", exports.add_codes, self.ledger)
        sheets = {"events": coded.reset_index(), "deals": self.deals.reset_index(), "pairs": self.pairs}
        sheets |= {"amounts": list_amounts(self.ledger, naive=True), "sums": sum_amounts(self.ledger).reset_index()}
        for name, sheet in (sheets | {"log": self.log}).items():
            sheets[name] = self._do("", exports.add_names, sheet.map(exports.shorten_cell), self.model.topics_)
        exports.save_workbook(sheets, home / "ledger.xlsx")
        self._do("", exports.save_network, self.ledger, home / "network.graphml")
        save_model(self.model, home / "model.json")
        made_from = exports.list_sources(self.documents, self.lists)
        made_from |= {"model": self.model.model_, "options": self.options}
        save_bytes(home / "provenance.json", json.dumps(made_from, indent=1, ensure_ascii=False).encode())

    @classmethod
    def load(cls, folder: str | Path) -> "Study":
        """
        Read a study that was saved.

        Parameters
        ----------
        folder : str or Path
            As given to `save`.

        Returns
        -------
        Study
            With the tables as they were.

        Raises
        ------
        CorpusError
            If a file is missing or damaged.
        """
        home = Path(folder)
        if not (home / "provenance.json").is_file():
            raise CorpusError(f"{folder}: there is no saved study. Name a folder that Study.save wrote.")
        with name_culprit(str(folder)):
            match json.loads((home / "provenance.json").read_text(encoding="utf-8")):
                case {"options": dict(options)} if options.keys() <= cls.__dataclass_fields__.keys():
                    study = cls(**options)
                case _:
                    raise CorpusError(f"{home / 'provenance.json'} does not say how the study was made. Save it again.")
            study.__dict__["model"] = load_model(home / "model.json")
            for name, keys in INDEXES.items():
                table = name_table(exports.read_parquet(home / f"{name}.parquet"), study._do("", study._names))
                study.__dict__[name] = table.set_index(keys) if keys else table
            study.documents["date"] = study.documents["date"].astype("datetime64[s]")
        return study

    def _names(self) -> dict:
        """Return the names of countries, and of topics once they are known, by code."""
        return country_names() | (self.model.topics_["label"].to_dict() if "model" in self.__dict__ else {})

    def _link(self, deals: pd.DataFrame, documents: pd.DataFrame) -> pd.DataFrame:
        linked = link_events(deals, documents)
        return apply_corrections(linked, self.corrections, self.model.topics_.index) if self.corrections else linked

    def _do(self, step: str, function: Callable[..., Any], *args: Any, **options: Any) -> Any:
        """Call a function that reads the study's own lists; tell of the step meanwhile, if it has a name."""
        before, quiet = os.environ.get(VARIABLE), {} if self.progress and step else {"disable": True}
        if self.lists is not None:
            if not Path(self.lists).is_dir():
                raise LexiconError(f"lists={str(self.lists)!r}: there is no such folder. Name one with lists, or none.")
            os.environ[VARIABLE] = str(self.lists)
        try:
            with tqdm(bar_format=f"{step}: {{elapsed}}", leave=False, **quiet):
                found = function(*args, **options)
            return name_table(found, self._names()) if isinstance(found, pd.DataFrame) else found
        finally:
            if self.lists is not None:
                os.environ.pop(VARIABLE)
                os.environ |= {VARIABLE: before} if before is not None else {}


def open_study() -> Study:
    """
    Return the study that the notebooks look at.

    Returns
    -------
    Study
        The one that ``python -m analysis figures`` has saved (environment variable `SILK_LEDGER_STUDY`); in a page
        opened alone, one of `corpus_folder`, read when first asked for.

    Raises
    ------
    CorpusError
        If the saved study is damaged.
    """
    saved = os.environ.get(SAVED)
    return Study.load(saved) if saved else Study(corpus_folder(), progress=False)
