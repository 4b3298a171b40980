"""
From a folder, a file or a glob to raw records: which files are read, in which order, within which limits.

The content of a file takes precedence over its name: HTML saved as ``.txt`` is read as HTML. Archives and compressed
files are opened, not unpacked: nothing is written, and what exceeds a limit is refused before it is read. Beyond ten
megabytes a file may be `RATIO` times its compressed size (text reaches 5 to 20); an archive may hold `MAX_TOTAL` bytes,
those of archives in it included, `MAX_DEPTH` deep. Links are never followed, so nothing outside the folder is read.
"""

import glob
import io
import math
import os
import tarfile
import zipfile
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import replace
from functools import partial
from importlib import import_module
from itertools import takewhile
from pathlib import Path, PurePosixPath
from typing import Any, NamedTuple, cast

from analysis.corpus.exports import read_reports
from analysis.corpus.formats import Record
from analysis.corpus.kinds import PACKED, TABLES, find_kind, stem, why_passed_over
from analysis.corpus.limits import FREE, RATIO, Budget, Counted
from analysis.corpus.tables import Refuse, Table, read_lines, read_table
from analysis.errors import AnalysisError, EmptyCorpusError, LimitError, ReadError, SkippedError, log_row, name_culprit

ROOT = Path(__file__).resolve().parents[2]
MAX_DOCUMENT = 10 * 2**20
MAX_TABLE = 512 * 2**20
MAX_TOTAL = 4 * 2**30
MAX_DEPTH = 3
MEMBER = 2**10  # bytes that a member of an archive counts for besides its own: millions of empty ones are a bomb, too

Member = tuple[str, int, bool, Callable[[], Any]]  # path, size, whether it is a link, how it is opened


class Found(NamedTuple):
    """The files by their names inside the folder, and log rows for those skipped."""

    files: dict[str, str]
    log: list[dict[str, object]]


class Lines(NamedTuple):
    """A part of a file of JSON lines: from one byte to before another, and the number of the first line."""

    path: str
    start: int
    end: int
    first: int


def corpus_folder() -> Path:
    """
    Return the folder of reports that this run reads.

    Returns
    -------
    Path
        The environment variable `SILK_LEDGER_CORPUS`, else the project's ``seeds/``.

    Raises
    ------
    EmptyCorpusError
        By `load_corpus`, not here, if there is nothing at that path.
    """
    return Path(os.environ.get("SILK_LEDGER_CORPUS") or ROOT / "seeds")


def find_files(path: str | os.PathLike[str]) -> Found:
    """List the files of a folder (recursively), a glob, or one file; raise EmptyCorpusError if there are none.
    ``files`` is sorted by name, with ``/`` as separator. What `why_passed_over` names, links, and the folders of saved
    results and of a saved page's parts are left out, with a row in ``log`` for each."""
    root, files, log = Path(path), dict[str, str](), []
    if root.is_file():
        return Found({root.name: str(root)}, [])
    if root.is_dir():
        paths = _walk(root)
    elif glob.has_magic(str(path)):
        root = Path(*takewhile(lambda part: not glob.has_magic(part), root.parts))
        found = root.glob(str(Path(path).relative_to(root)))
        paths = ((file, _why_left_out(file)) for file in found if file.is_file())
    else:
        raise EmptyCorpusError(f"{path}: no such file or folder. Check the spelling; it counts from {Path.cwd()}.")
    for name, file, reason in sorted((file.relative_to(root).as_posix(), str(file), reason) for file, reason in paths):
        if reason:
            log.append(log_row(name, "skipped", reason))
        else:
            files[name] = file
    if not files:
        raise EmptyCorpusError(f"{path}: no documents here. Put .txt, .html, .csv or .jsonl files there, or a .zip.")
    return Found(files, log)


def _walk(root: Path) -> Iterator[tuple[Path, str]]:
    """Yield the files under a folder, and the folders in it that are not entered, with why they are left out."""
    for folder, names, files in os.walk(root):
        pages = {stem(file) for file in files if file.lower().endswith((".html", ".htm"))}
        told = {name: _why_left_out(Path(folder, name), pages) for name in names}
        names[:] = [name for name in names if not told[name]]
        told = {name: reason for name, reason in told.items() if reason}
        told |= {name: _why_left_out(Path(folder, name)) for name in files}
        yield from ((Path(folder, name), reason) for name, reason in told.items())


def _why_left_out(path: Path, pages: Collection[str] = ()) -> str:
    """Return why a file, or a folder beside `pages`, is left out; empty if it is not."""
    if path.is_symlink():
        return "a link; links are not followed"
    if path.name not in pages and path.name.removesuffix("_files").removesuffix(".files") in pages:
        return "the parts of a saved page"
    if (path / "provenance.json").is_file() and (path / "model.json").is_file():
        return "results of the kit"
    return why_passed_over(path.name)


def read_file(path: str | Lines, name: str, *, columns: Mapping[str, str], refuse: Refuse) -> Iterator[Record]:
    """Yield the records of one file, or of each member of an archive. `name` is its path inside the folder; `columns`
    and `refuse` are as in `Table`, and `refuse` is also called with the error of an archive's member, and with a
    SkippedError for what is passed over. Raise ReadError if the file cannot be read or exceeds a limit."""
    part, table = path if isinstance(path, Lines) else Lines(path, 0, 0, 1), Table(name, tuple(columns.items()), refuse)
    with name_culprit(name), io.BufferedReader(io.FileIO(part.path)) as stream:
        if part.end:
            stream.seek(part.start)
            yield from read_lines(io.BytesIO(stream.read(part.end - part.start)), table, part.first)
        else:
            size = os.fstat(stream.fileno()).st_size
            yield from _read_stream(stream, table, size, Budget(name, size, MAX_TOTAL, math.inf))


def _read_stream(stream: Any, table: Table, size: int, budget: Budget, depth: int = 0) -> Iterator[Record]:
    """Yield the records of a stream of `size` bytes; `budget` is what archives in the file may still hold."""
    name = table.name
    kind = find_kind(stream.peek(4096)[:4096], name)
    if kind in PACKED:
        size = min(MAX_TOTAL, max(FREE, RATIO * size))
        error = LimitError(f"{name}: expands to more than {RATIO} times its size. Unpack it if you trust it.")
        stream = Counted(import_module(PACKED[kind]).open(stream), size, error)
        kind = find_kind(stream.peek(4096)[:4096], name)
    if kind in PACKED:
        raise LimitError(f"{name}: compressed twice. Unpack it if you trust it.")
    if kind in ("zip", "tar"):
        yield from _read_archive(stream, kind, table, size, budget, depth)
    elif kind == "jsonl":
        yield from read_lines(stream, table)
    elif kind in TABLES:
        yield from read_table(_read_whole(stream, name, size, MAX_TABLE), kind, table)
    else:
        yield from read_reports(_read_whole(stream, name, size, MAX_DOCUMENT), kind, name)


def _read_archive(stream: Any, kind: str, table: Table, size: int, budget: Budget, depth: int) -> Iterator[Record]:
    name = table.name
    if depth == MAX_DEPTH:
        raise LimitError(f"{name}: an archive in {MAX_DEPTH} others. Unpack it if you trust it.")
    if depth and kind == "zip":  # needs to go back and forth
        stream = io.BytesIO(_read_whole(stream, name, size, MAX_TABLE))
    for path, n_bytes, is_link, opened in (_zip_members if kind == "zip" else _tar_members)(stream):
        budget.spend(n_bytes + MEMBER)
        inner = PurePosixPath(path)
        own = f"{stem(name)}/{inner}"
        try:
            if is_link:
                raise SkippedError(f"{name}/{path}: a link; links are not followed")
            if not inner.name or inner.is_absolute() or ".." in inner.parts or ":" in inner.parts[0]:
                raise ReadError(f"{name}: member {path!r} points outside the archive. Do not trust it.")
            if reason := next(filter(None, map(why_passed_over, inner.parts)), ""):
                raise SkippedError(f"{name}/{inner}: {reason}")
            with name_culprit(own), opened() as member:
                yield from _read_stream(member, replace(table, name=own, notes=[]), n_bytes, budget, depth + 1)
        except AnalysisError as error:
            table.refuse(error)


def _read_whole(stream: Any, name: str, size: int, limit: int) -> bytes:
    if len(raw := stream.read(min(limit, size) + 1)) > limit:
        large = f"{name}: larger than {limit >> 20} MB"
        raise LimitError(f"{large}. Split it between two of its reports, or make it .jsonl.")
    return raw


def _zip_members(stream: Any) -> Iterator[Member]:
    with zipfile.ZipFile(stream) as archive:
        for info in sorted(archive.infolist(), key=lambda info: info.filename):
            if not info.is_dir():
                yield info.filename.replace("\\", "/"), info.file_size, False, partial(archive.open, info)


def _tar_members(stream: Any) -> Iterator[Member]:
    with tarfile.open(fileobj=stream, mode="r|") as archive:
        for info in archive:
            if not info.isdir():
                yield info.name, info.size, not info.isfile(), partial(cast(Any, archive.extractfile), info)
            cast(Any, archive).members.clear()  # else every header stays in memory
