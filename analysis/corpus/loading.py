"""
From a folder of reports to the table of documents.

Everything that was changed, found or left out is logged in ``documents.attrs["log"]``, which `load_log` returns as a
table. The result does not depend on the order of the files, the clock or the locale.
"""

import os
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cache, partial
from itertools import chain

import pandas as pd

from analysis import errors
from analysis.corpus import boilerplate, languages, near_duplicates, page, run_together
from analysis.corpus.edits import Edit, apply_edits
from analysis.corpus.files import Lines, Refuse, find_files, read_file
from analysis.corpus.formats import FIELDS, Record
from analysis.corpus.metadata import find_metadata
from analysis.corpus.repair import CHARACTERS, REPAIRS, drop_repeats, fix_apostrophes, fix_spaces
from analysis.errors import AnalysisError, Log, check_on_error, log_row, name_culprit
from analysis.lists.loading import refresh_lists
from analysis.text import processes
from analysis.text.dates import find_order, parse_date
from analysis.text.tokens import number_words, release

COLUMNS = tuple("title text date outlet byline language url source_file sha256 n_words duplicate_of".split())
BLOCK = 200  # records whose pages one process reads at a time
LOG_COLUMNS = ("file", "kind", "offset", "before", "after", "detail")
# What all records tell: by doc_id, edits that split run-together words; by file, the order of days.
Learned = tuple[dict[str, list[Edit]], dict[str, str | None]]


def load_corpus(
    path: str | os.PathLike[str],
    *,
    columns: Mapping[str, str] | None = None,
    repairs: Sequence[str] = REPAIRS,
    on_error: str = "raise",
) -> pd.DataFrame:
    """
    Read a folder of reports into the documents table.

    Parameters
    ----------
    path : str or path-like
        A folder (read recursively), a file, or a glob. Formats: .txt, .md, .html, .eml, .mbox, .mhtml, .json, .jsonl,
        .csv, .tsv, .parquet; with the extra ``office`` .docx, .pdf and workbooks (.xlsx, .xlsm, .xlsb, .xls, .ods),
        every sheet; with the extra ``formats`` .rtf, .ris and feeds (.rss, .atom); each also as .gz, .bz2 or .xz, and
        .zip or .tar of these. Exports of LexisNexis, Factiva and ProQuest, and texts parted by lines of ``=====``,
        become a document for each report. Passed over, with a row in the log: hidden files, ``README*``, names that
        begin with ``_``, and what is no report (style sheets, scripts, pictures, the folder of a saved page's parts).
        Any other format is an error.
    columns : mapping of str to str, optional
        For tables, the column of a field: ``{"text": "body"}``. The usual names are recognised.
    repairs : sequence of str, default `REPAIRS`
        Which repairs to make, of ``mojibake``, ``entities``, ``characters``, ``nfc``, ``apostrophes``, ``line_ends`` (a
        word parted at one), ``wrapped`` (paragraphs of several lines), ``boilerplate``, ``repeated``,
        ``run_together``, ``spaces``. Titles, outlets and bylines that files give get the first five.
    on_error : {"raise", "skip"}, default "raise"
        Whether to raise on the first file that cannot be read, or to log it and go on.

    Returns
    -------
    DataFrame, indexed by ``doc_id`` (str, unique, sorted)
        ``title`` (NA if none), ``text`` (the body without its title), ``date`` (datetime64, NaT if unknown),
        ``outlet``, ``byline``, ``language`` (ISO 639-1), ``url``, ``source_file``, ``sha256`` (of the raw bytes; of the
        text, for a table's row and a report among others), ``n_words``, ``duplicate_of`` (doc_id of the first copy, NA
        if none); then other
        fields of the files, as ``meta_...``. ``attrs["log"]`` is a list of dicts.

    Raises
    ------
    EmptyCorpusError
        If there is no document.
    ReadError, DuplicateIdError
        With ``on_error="raise"``, at the first file that cannot be read, has no body, or repeats a ``doc_id``.
    ParameterError
        If an option has a value that is not accepted, or no file has one of `columns`.
    LexiconError
        If a list of the user's own is malformed.
    """
    refresh_lists()
    check_on_error(on_error)
    if not isinstance(path, (str, os.PathLike)):
        raise errors.ParameterError(f"{path!r} is no path. Name one folder, file or glob.")
    if unknown := set(repairs) - set(REPAIRS):
        raise errors.ParameterError(f"repairs={sorted(unknown)} are not known. Choose among {', '.join(REPAIRS)}.")
    fields = ("id", "text", *FIELDS)
    if unknown := set(columns or ()).difference(fields):
        raise errors.ParameterError(f"columns: no field {sorted(unknown)}. The fields are {', '.join(fields)}.")
    files, log = find_files(path)
    refuse = partial(refuse_or_log, log=log, on_error=on_error)
    records = read_records(files, columns or {}, repairs, refuse)
    if unseen := set((columns or {}).values()).difference(*(record.named for record in records)):
        raise errors.ParameterError(f"columns: no file has a column {min(unseen)!r}. Write it as the header does.")
    records = order_records(records, refuse)
    with name_culprit(str(path)):
        records = _repair(records, repairs, refuse)
    if not records:
        raise errors.EmptyCorpusError(f"{path}: no document could be read. on_error='raise' names the first reason.")
    log += run_together.name_uncovered(record.fields["language"] for record in records if "run_together" in repairs)
    return to_table(records, log)


def load_log(documents: pd.DataFrame) -> pd.DataFrame:
    """
    Return a table of what was changed, found or left out while loading.

    Parameters
    ----------
    documents : DataFrame
        As returned by `load_corpus`.

    Returns
    -------
    DataFrame, one row per event
        ``file``, ``kind``, ``offset`` (characters; NA if it has no position), ``before``, ``after``, ``detail``. A row
        of kind ``wrapped`` names in ``before`` the places of all line ends that became spaces.

    Raises
    ------
    SchemaError
        If the table has lost its ``attrs["log"]``.
    """
    if "log" not in documents.attrs:
        remedy = "Pass the table that load_corpus gave, not one rebuilt from it."
        raise errors.SchemaError(f"This table has no attrs['log']. {remedy}")
    log = pd.DataFrame(documents.attrs["log"], columns=list(LOG_COLUMNS))
    return log.astype({"offset": "Int64"} | {c: "str" for c in LOG_COLUMNS if c != "offset"})


def refuse_or_log(error: AnalysisError, *, log: list[dict], on_error: str) -> None:
    """Raise an error, or make it a row of the log: so with "skip", and what is passed over always."""
    passed_over = isinstance(error, errors.SkippedError)
    if on_error == "raise" and not passed_over:
        raise error
    place, _, reason = str(error).partition(": ")
    kind, detail = ("skipped", reason) if passed_over else ("error", str(error))
    log.append(log_row(re.sub(r", (?:line|row) \S+$", "", place), kind, detail))


def read_records(
    files: Mapping[str, str | Lines], columns: Mapping[str, str], repairs: Sequence[str], refuse: Refuse
) -> list[Record]:
    """Read the records of files, repair their characters and identify their languages; refuse or log what is unusable.
    The language model is loaded at the first record that needs it, in parallel with the reading."""
    records: list[Record] = []
    with ThreadPoolExecutor(1) as aside:
        model = cache(lambda: aside.submit(languages.load_model))
        for name, file in files.items():
            try:
                with name_culprit(name):
                    for record in read_file(file, name, columns=columns, refuse=refuse):
                        records.append(record)
                        _fix(record, repairs, **CHARACTERS)
                        if not _state_language(record):
                            model()
            except AnalysisError as error:
                refuse(error)
        release()
        if unnamed := [record for record in records if not record.fields.get("language")]:
            found = languages.identify_languages([record.text for record in unnamed], model().result())
            for record, language in zip(unnamed, found, strict=True):
                record.fields["language"] = language
        languages.load_model.cache_clear()
    return records


def _state_language(record: Record) -> str | None:
    """Write the language that the file states as ISO 639-1; log one that is not known."""
    stated = record.fields.get("language")
    record.fields["language"] = language = languages.name_language(stated)
    if language is None and _text(stated) is not None:
        record.note("language", "not a known language; write it as en or English", before=str(stated))
    return language


def order_records(records: Iterable[Record], refuse: Refuse) -> list[Record]:
    """Return the records in the order of their ids, each of which only one has; refuse those without a text."""
    known: dict[tuple[str, str], Record] = {}
    kept = [record for record in records if _is_new(record, known, refuse)]
    uses = Counter(record.doc_id for record in kept)
    for record in kept:
        if "id" in record.fields and uses[record.doc_id] > 1:
            name_file(record)
    return sorted(kept, key=lambda record: record.doc_id)


def _is_new(record: Record, records: dict[tuple[str, str], Record], refuse: Refuse) -> bool:
    """Add a record to the others and return True; refuse one that is empty or has the ``doc_id`` of another, but for
    an id that rows of two files have."""
    doc_id, source = record.doc_id, record.source_file
    if not record.text:
        refuse(errors.EmptyDocumentError(f"{source}: no text in {doc_id!r}. Add the body or remove the file."))
    elif (first := records.setdefault((doc_id, source if "id" in record.fields else ""), record)) is not record:
        used = f"{source}: doc_id {doc_id!r} is already used by {first.source_file}. Rename one of the two"
        refuse(errors.DuplicateIdError(f"{used} {'files' if first.source_file != source else 'rows'}."))
    else:
        return True
    return False


def name_file(record: Record) -> None:
    """Put the name of its file before the id of a row: another file has that id, too."""
    source, old = record.source_file, record.doc_id
    record.doc_id = f"{source}/{old}"
    record.log = [row | {"detail": record.doc_id} if row["detail"] == old else row for row in record.log]
    record.note("doc_id", "another file has this id", before=old, after=record.doc_id)


@processes.uncollected()
def _repair(records: list[Record], repairs: Sequence[str], refuse: Refuse) -> list[Record]:
    """Make the repairs that need a language or the whole corpus; find metadata and near-duplicates in between."""

    def keep(parts: Iterable[tuple[list[Record], list[AnalysisError]]]) -> list[Record]:
        kept, failed = (list(chain.from_iterable(lists)) for lists in zip(*parts, strict=True))
        for error in failed:
            refuse(error)
        return kept

    records = keep([try_each(records, partial(fix_words, repairs=repairs))])
    recurring = boilerplate.find_recurring([record.text for record in records]) if "boilerplate" in repairs else set()
    read = partial(find_page, repairs=repairs, recurring=recurring)
    records = keep(processes.share_out(try_each, records, BLOCK, read))
    begin = processes.start if len(records) >= processes.SHARED else partial
    find_firsts, learned = compare_records(records, [record.text for record in records], repairs, begin)
    records = keep([try_each(records, partial(finish, repairs=repairs, learned=learned))])
    return name_firsts(records, find_firsts())


@processes.uncollected()
def compare_records(
    records: Iterable[Record], texts: Sequence[str], repairs: Sequence[str], begin: Callable[..., Callable] = partial
) -> tuple[Callable[[], dict[str, str]], Learned]:
    """Return what only all records tell: what finds the first copy of each reprint, or has begun to; the edits that
    split run-together words, and which comes first in the days of each file. `texts` are those of the records."""
    ids, titles, covered, days = list[str](), list[object](), list[bool](), defaultdict[str, list[object]](list)
    for record in records:
        ids.append(record.doc_id)
        titles.append(record.fields.get("title"))
        covered.append("run_together" in repairs and run_together.covers(record.fields["language"]))
        days[record.source_file].append(record.fields.get("date"))
    tokens = number_words(texts)
    find_firsts = begin(near_duplicates.find_first_copies, ids, texts, tokens, titles)
    splits = run_together.find_run_together(texts, covered, tokens) if any(covered) else {}
    orders = {source: find_order(values) for source, values in days.items()}
    return find_firsts, ({ids[at]: edits for at, edits in splits.items()}, orders)


def name_firsts(records: list[Record], firsts: Mapping[str, str]) -> list[Record]:
    """Write with each copy the ``doc_id`` of the first one."""
    for record in records:
        record.fields["duplicate_of"] = firsts.get(record.doc_id)
    return records


@processes.uncollected()
def try_each(records: Iterable[Record], step: Callable[[Record], None]) -> tuple[list[Record], list[AnalysisError]]:
    """Take a step with each record; return those that it does not fail on, and the errors of the others."""
    kept, failed = list[Record](), list[AnalysisError]()
    for record in records:
        try:
            with name_culprit(f"{record.source_file}: {record.doc_id!r}"):
                step(record)
                kept.append(record)
        except AnalysisError as error:
            failed.append(error)
    return kept, failed


def find_page(record: Record, *, repairs: Sequence[str], recurring: set[str]) -> None:
    """Find title, day, address, byline and outlet, and drop what is not the report."""
    language, title = str(record.fields["language"]), _text(record.fields.get("title"))
    found = page.read_page(record.text, language, recurring=recurring, title=title, join="wrapped" in repairs)
    own = find_metadata(record.text, language)._asdict() | {"title": found.title, "date": found.date, "url": found.url}
    record.fields |= {key: value for key, value in own.items() if value and not record.fields.get(key)}
    if found.line_ends:
        places = ", ".join(f"{start}-{end}" for start, end, _ in found.line_ends)  # one row: there may be thousands
        before = f"line ends at {places}"
        record.note("wrapped", record.doc_id, offset=found.line_ends[0][0], before=before, after="spaces")
        record.text = apply_edits(record.text, found.line_ends)
    if "boilerplate" in repairs:
        record.edit("boilerplate", found.boilerplate)
    record.edit("title", page.drop_title(record.text, found.title))
    _fix(record, repairs, repeated=drop_repeats)


def fix_words(record: Record, *, repairs: Sequence[str]) -> None:
    """Make the repairs of words in a text, and those of characters and apostrophes in the fields that a file gives."""
    language = str(record.fields["language"])
    apostrophes = partial(fix_apostrophes, language=language)
    _fix(record, repairs, apostrophes=apostrophes, line_ends=partial(run_together.join_line_ends, language=language))
    for name in ("title", "outlet", "byline"):
        if before := _text(record.fields.get(name)):
            field = Record(f"{record.doc_id}: {name}", record.source_file, "", before)
            _fix(field, repairs, **CHARACTERS, apostrophes=apostrophes)
            record.fields[name] = " ".join(field.text.split()) if "characters" in repairs else field.text
            record.log += field.log


def finish(record: Record, *, repairs: Sequence[str], learned: Learned) -> None:
    """Make the repairs left, and read the day."""
    splits, orders = learned
    record.edit("run_together", splits.get(record.doc_id, []))
    _fix(record, repairs, spaces=fix_spaces)
    stated = record.fields.get("date")
    day = parse_date(stated, _text(record.fields["language"]), orders[record.source_file])
    if day is None and _text(stated) is not None:
        record.note("date", "not a date, or one of two; write it as 2025-06-04", before=str(stated))
    record.fields |= {"n_words": len(record.text.split()), "date": day}


def _fix(record: Record, repairs: Sequence[str], **steps: Callable[[str], list[Edit]]) -> None:
    """Apply the requested steps, in order."""
    for kind, fix in steps.items():
        if kind in repairs:
            record.edit(kind, fix(record.text))


def to_table(records: Sequence[Record], log: list[dict]) -> pd.DataFrame:
    """Return the documents table of records, in their order, with their logs behind `log`."""
    metas = sorted({key for record in records for key in record.fields if key.startswith("meta_")})
    types = dict.fromkeys(COLUMNS, "str") | {"date": "datetime64[s]", "n_words": "int64"} | dict.fromkeys(metas)
    index = pd.Index([record.doc_id for record in records], name="doc_id", dtype="str")
    columns = dict[str, list | pd.Series]()
    for name, dtype in types.items():
        own = name in ("text", "source_file", "sha256")
        cells = [getattr(record, name) if own else record.fields.get(name) for record in records]
        columns[name] = pd.Series(map(_text, cells) if dtype == "str" else cells, index, dtype) if dtype else cells
    table = pd.DataFrame(columns, index, copy=False)
    table.attrs["log"] = Log([*log, *(row for record in records for row in record.log)])
    return table


def _text(value: object) -> str | None:
    if isinstance(value, list):
        return "; ".join(map(str, value)) or None
    return None if value is None or value != value or value == "" else str(value)
