"""
From a folder, a file or a glob to raw records: which files are read, in which order, within which limits.

The content of a file takes precedence over its name: HTML saved as ``.txt`` is read as HTML. Archives and compressed
files are opened, not unpacked: nothing is written, and what exceeds a limit is refused before it is read. Beyond ten
megabytes a file may be `RATIO` times its compressed size (text reaches 5 to 20); an archive may have `MAX_MEMBERS`
members and `MAX_TOTAL` bytes, those of archives in it included, `MAX_DEPTH` deep. Links are never followed, so nothing
outside the folder is read.
"""

import bz2
import glob
import gzip
import io
import lzma
import os
import tarfile
import zipfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from itertools import takewhile
from pathlib import Path, PurePosixPath
from typing import Any, NamedTuple, cast

from analysis.corpus.exports import read_reports
from analysis.corpus.fields import Columns
from analysis.corpus.formats import Record
from analysis.corpus.kinds import PACKED, TABLES, find_kind, stem, why_passed_over
from analysis.corpus.limits import FREE, RATIO
from analysis.corpus.tables import Refuse, Table, read_lines, read_table
from analysis.errors import AnalysisError, EmptyCorpusError, LimitError, ReadError, SkippedError, log_row, name_culprit

ROOT = Path(__file__).resolve().parents[2]
MAX_DOCUMENT = 10 * 2**20
MAX_TABLE = 512 * 2**20
MAX_MEMBERS = 100_000
MAX_TOTAL = 4 * 2**30
MAX_DEPTH = 3

Member = tuple[str, int, ReadError | None, Callable[[], Any]]  # path, size, why it is not read, how it is opened


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
        paths = (str(file) for file in root.glob(str(Path(path).relative_to(root))) if file.is_file())
    else:
        raise EmptyCorpusError(f"{path}: no such file or folder. Check the spelling; it counts from {Path.cwd()}.")
    start = len(str(root)) + (not str(root).endswith(os.sep))
    for name, file in sorted((file[start:].replace(os.sep, "/"), Path(file)) for file in paths):
        link = "a link; links are not followed" if file.is_symlink() else ""
        kind = "results of the kit" if _holds_results(file) else "the parts of a saved page"
        if reason := link or why_passed_over(file.name) or kind * file.is_dir():
            log.append(log_row(name, "skipped", reason))
        else:
            files[name] = str(file)
    if not files:
        raise EmptyCorpusError(f"{path}: no documents here. Put .txt, .html, .csv or .jsonl files there, or a .zip.")
    return Found(files, log)


def read_file(path: str | Lines, name: str, *, columns: Mapping[str, str], refuse: Refuse) -> Iterator[Record]:
    """Yield the records of one file, or of each member of an archive. `name` is its path inside the folder; `columns`
    and `refuse` are as in `Table`, and `refuse` is also called with the error of an archive's member, and with a
    SkippedError for what is passed over. Raise ReadError if the file cannot be read or exceeds a limit."""
    part = path if isinstance(path, Lines) else Lines(path, 0, 0, 1)
    with name_culprit(name), io.BufferedReader(io.FileIO(part.path)) as stream:
        if part.end:
            stream.seek(part.start)
            lines = io.BytesIO(stream.read(part.end - part.start))
            yield from read_lines(lines, Table(name, tuple(columns.items()), refuse), part.first)
            return
        size = os.fstat(stream.fileno()).st_size
        most = min(MAX_TOTAL, max(FREE, RATIO * size))
        yield from _Opened(tuple(columns.items()), refuse, most).read(stream, name, size)


@dataclass
class _Opened:
    """One file of the folder, with how much the archives in it may still hold, at any depth."""

    columns: Columns
    refuse: Refuse
    n_bytes: int
    n_members: int = field(default_factory=lambda: MAX_MEMBERS)

    def read(self, stream: Any, name: str, size: int, depth: int = 0) -> Iterator[Record]:
        """Yield the records of a stream of `size` bytes, 0 if that is not known."""
        kind = find_kind(stream.peek(4096)[:4096], name)
        if kind in PACKED:
            size = min(MAX_TOTAL, max(FREE, RATIO * size))
            opened = cast(Any, {"gz": gzip.open, "bz2": bz2.open, "xz": lzma.open}[kind])(stream)
            stream = io.BufferedReader(_Limited(opened, name, size))
            kind = find_kind(stream.peek(4096)[:4096], name)
        if kind in PACKED:
            raise LimitError(f"{name}: compressed twice. Unpack it if you trust it.")
        if kind in ("zip", "tar"):
            yield from self._read_archive(stream, kind, name, size, depth)
        elif kind == "jsonl":
            yield from read_lines(stream, Table(name, self.columns, self.refuse))
        elif kind in TABLES:
            raw = _read_whole(stream, name, size, MAX_TABLE)
            yield from read_table(raw, kind, Table(name, self.columns, self.refuse))
        else:
            yield from read_reports(_read_whole(stream, name, size, MAX_DOCUMENT), kind, name)

    def _read_archive(self, stream: Any, kind: str, name: str, size: int, depth: int) -> Iterator[Record]:
        if depth == MAX_DEPTH:
            raise LimitError(f"{name}: an archive in {MAX_DEPTH} others. Unpack it if you trust it.")
        if depth and kind == "zip":  # needs to go back and forth
            stream = io.BytesIO(_read_whole(stream, name, size, MAX_TABLE))
        for path, n_bytes, fault, opened in (_zip_members if kind == "zip" else _tar_members)(stream, name):
            self._spend(name, 0 if fault else n_bytes)
            if path.endswith("/"):
                continue
            inner = PurePosixPath(path)
            own = f"{stem(name)}/{inner}"
            try:
                if fault := fault or _find_fault(name, inner):
                    raise fault
                with name_culprit(own), opened() as member:
                    yield from self.read(member, own, n_bytes, depth + 1)
            except AnalysisError as error:
                self.refuse(error)

    def _spend(self, name: str, n_bytes: int) -> None:
        self.n_members, self.n_bytes = self.n_members - 1, self.n_bytes - n_bytes
        if self.n_members < 0:
            raise LimitError(f"{name}: more than {MAX_MEMBERS:,} members in all. Split the archive.")
        if self.n_bytes < 0:
            most = f"{MAX_TOTAL >> 20} MB or {RATIO} times its size"
            raise LimitError(f"{name}: expands to more than {most} in all. Split it, or unpack it if you trust it.")


def _read_whole(stream: Any, name: str, size: int, limit: int) -> bytes:
    if len(raw := stream.read((min(limit, size) or limit) + 1)) > limit:  # a device reports size 0
        large = f"{name}: larger than {limit >> 20} MB"
        raise LimitError(f"{large}. Split it between two of its reports, or make it .jsonl.")
    return raw


class _Limited(io.RawIOBase):
    """A decompressed stream that raises `LimitError` beyond its limit."""

    def __init__(self, stream: io.BufferedIOBase, name: str, limit: int) -> None:
        self.stream, self.name, self.left = stream, name, limit

    def readable(self) -> bool:
        return True

    def readinto(self, buffer) -> int:
        read = self.stream.readinto(buffer)
        self.left -= read
        if self.left < 0:
            raise LimitError(f"{self.name}: expands to more than {RATIO} times its size. Unpack it if you trust it.")
        return read


def _zip_members(stream: Any, name: str) -> Iterator[Member]:
    with zipfile.ZipFile(stream) as archive:
        for info in sorted(archive.infolist(), key=lambda info: info.filename):
            path: str = info.filename.replace("\\", "/")
            is_bomb = info.file_size > max(FREE, RATIO * info.compress_size)
            error = LimitError(f"{name}/{path}: expands to more than {RATIO} times its size: a bomb? Remove it.")
            yield path, info.file_size, error if is_bomb else None, partial(archive.open, info)


def _tar_members(stream: Any, name: str) -> Iterator[Member]:
    with tarfile.open(fileobj=stream, mode="r|") as archive:
        for info in archive:
            fault = None if info.isfile() else SkippedError(f"{name}/{info.name}: a link; links are not followed")
            yield info.name + "/" * info.isdir(), info.size, fault, partial(cast(Any, archive.extractfile), info)
            cast(Any, archive).members.clear()  # else every header stays in memory


def _find_fault(name: str, path: PurePosixPath) -> ReadError | None:
    """Return why a member of an archive is not to be read."""
    if not path.name or path.is_absolute() or ".." in path.parts or ":" in path.parts[0]:
        return ReadError(f"{name}: member {str(path)!r} points outside the archive. Do not trust it.")
    reason = next(filter(None, map(why_passed_over, path.parts)), "")
    return SkippedError(f"{name}/{path}: {reason}") if reason else None


def _holds_results(folder: Path) -> bool:
    return (folder / "provenance.json").is_file() and (folder / "model.json").is_file()


def _walk(root: Path) -> Iterator[str]:
    """Yield the files under a folder, and the folders in it that are passed over and not entered."""
    for folder, names, files in os.walk(root):
        pages = {stem(file) for file in files if file.lower().endswith((".html", ".htm"))}
        parts = {name for name in names if name.removesuffix("_files").removesuffix(".files") in pages - {name}}
        parts |= {name for name in names if _holds_results(Path(folder, name))}
        passed = {name for name in names if name in parts or why_passed_over(name) or Path(folder, name).is_symlink()}
        names[:] = [name for name in names if name not in passed]
        yield from (f"{folder}{os.sep}{name}" for name in (*passed, *files))
