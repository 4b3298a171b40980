"""
From a folder, a file or a glob to raw records: which files are read, in which order, within which limits.

The content of a file takes precedence over its name: HTML saved as ``.txt`` is read as HTML. Archives and compressed
files are opened, not unpacked: nothing is written, and what exceeds a limit is refused before it is read. Beyond ten
megabytes a file may be `RATIO` times its compressed size (text reaches 5 to 20); an archive may have `MAX_MEMBERS`
members and `MAX_TOTAL` bytes. Links are never followed, so nothing outside the folder is read.
"""

from __future__ import annotations

import glob
import gzip
import io
import os
import re
import zipfile
from collections.abc import Iterator, Mapping
from itertools import takewhile
from pathlib import Path, PurePosixPath
from posixpath import splitext
from typing import NamedTuple, cast

from analysis.corpus.formats import Record, read_document
from analysis.corpus.limits import FREE, RATIO
from analysis.corpus.tables import Refuse, read_lines, read_table
from analysis.errors import EmptyCorpusError, LimitError, ReadError, log_row, name_culprit

ROOT = Path(__file__).resolve().parents[2]
MAX_DOCUMENT = 10 * 2**20
MAX_TABLE = 512 * 2**20
MAX_MEMBERS = 100_000
MAX_TOTAL = 4 * 2**30

_HTML = re.compile(
    rb"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.{0,500}?-->\s*)?<(?:!doctype\s+html|html|head|body)\b", re.I | re.S
)


class Found(NamedTuple):
    """The files by their names inside the folder, and log rows for those skipped."""

    files: dict[str, str]
    log: list[dict[str, object]]


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
    ``files`` is sorted by name, with ``/`` as separator. Hidden files, ``README*`` and names that begin with ``_`` are
    left out; so are links, with a row in ``log``."""
    root = Path(path)
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
    names = {file[start:].replace(os.sep, "/"): file for file in paths if _is_wanted(file)}
    links = sorted(name for name, file in names.items() if Path(file).is_symlink())
    files = {name: names[name] for name in sorted(names.keys() - set(links))}
    if not files:
        raise EmptyCorpusError(
            f"{path}: no documents here. Put .md, .txt, .html, .csv or .jsonl files there, or a .zip."
        )
    return Found(files, [log_row(link, "skipped", "a link; links are not followed") for link in links])


def read_file(path: str, name: str, *, columns: Mapping[str, str], refuse: Refuse) -> Iterator[Record]:
    """Yield the records of one file, or of each member of an archive. `name` is its path inside the folder; `columns`
    and `refuse` are as in `read_lines`, and `refuse` is also called with the error of an archive's member. Raise
    ReadError if the file cannot be read or exceeds a limit."""
    with name_culprit(name):
        stream: io.BufferedReader = io.BufferedReader(io.FileIO(path))
        with stream:
            if stream.peek(4)[:4] == b"PK\x03\x04" and not name.lower().endswith((".docx", ".xlsx")):
                yield from _read_archive(stream, name, columns, refuse)
            else:
                yield from _read_stream(stream, name, os.fstat(stream.fileno()).st_size, columns, refuse)


def _read_stream(
    stream: io.BufferedReader, name: str, size: int, columns: Mapping[str, str], refuse: Refuse
) -> Iterator[Record]:
    if stream.peek(2)[:2] == b"\x1f\x8b":
        size = max(FREE, RATIO * size)
        stream = io.BufferedReader(_Limited(gzip.GzipFile(fileobj=stream), name, size))
    kind = _find_kind(stream.peek(4096)[:4096], splitext(name.removesuffix(".gz"))[1].lower()[1:])
    if kind == "jsonl":
        yield from read_lines(stream, name, columns=columns, refuse=refuse)
        return
    table = kind in ("csv", "tsv", "json", "parquet", "xlsx")
    limit = MAX_TABLE if table else MAX_DOCUMENT
    if len(raw := stream.read((min(limit, size) or limit) + 1)) > limit:  # a device reports size 0
        raise LimitError(
            f"{name}: larger than {limit >> 20} MB. Split it, or store its documents as .jsonl, one a line."
        )
    if table:
        yield from read_table(raw, kind, name, columns=columns, refuse=refuse)
    else:
        yield read_document(raw, kind, name)


def _find_kind(head: bytes, ending: str) -> str:
    """Return the format: by the first bytes if they are distinctive, else by the file's ending."""
    if head.startswith((b"%PDF-", b"PAR1")):
        return "pdf" if head[0] == ord("%") else "parquet"
    if head.startswith(b"PK\x03\x04"):
        return ending if ending in ("docx", "xlsx") else "binary"
    if _HTML.match(head):
        return "html"
    if ending in ("jsonl", "ndjson", "json", "csv", "tsv"):
        return ending.replace("ndjson", "jsonl")
    return "jsonl" if re.match(rb'\s*\{\s*"', head) else "text"


class _Limited(io.RawIOBase):
    """A decompressed stream that raises `LimitError` beyond its limit."""

    def __init__(self, stream: gzip.GzipFile, name: str, limit: int) -> None:
        self.stream, self.name, self.left = stream, name, limit

    def readable(self) -> bool:
        return True

    def readinto(self, buffer) -> int:
        read = self.stream.readinto(buffer)
        self.left -= read
        if self.left < 0:
            raise LimitError(f"{self.name}: expands to more than {RATIO} times its size. Unpack it if you trust it.")
        return read


def _read_archive(stream: io.BufferedReader, name: str, columns: Mapping[str, str], refuse: Refuse) -> Iterator[Record]:
    with zipfile.ZipFile(stream) as archive:
        members = [info for info in archive.infolist() if not info.filename.endswith("/")]
        if len(members) > MAX_MEMBERS:
            raise LimitError(f"{name}: {len(members)} members, {MAX_MEMBERS} are read. Split the archive.")
        if (total := sum(info.file_size for info in members)) > MAX_TOTAL:
            raise LimitError(f"{name}: expands to {total >> 20} MB, {MAX_TOTAL >> 20} are read. Split the archive.")
        for info in sorted(members, key=lambda info: info.filename):
            inner = PurePosixPath(info.filename.replace("\\", "/"))
            if inner.name and not _is_wanted(inner.name):
                continue
            try:
                _check_member(info, inner, name)
                own = f"{name.removesuffix('.zip')}/{inner}"
                with name_culprit(own), archive.open(info) as member:
                    yield from _read_stream(cast(io.BufferedReader, member), own, info.file_size, columns, refuse)
            except ReadError as error:
                refuse(error)


def _check_member(info: zipfile.ZipInfo, inner: PurePosixPath, name: str) -> None:
    """Raise ReadError for a member of an archive that is not to be read."""
    if not inner.name or inner.is_absolute() or ".." in inner.parts or ":" in inner.parts[0]:
        raise ReadError(f"{name}: member {info.filename!r} points outside the archive. Do not trust it.")
    if info.file_size > max(FREE, RATIO * info.compress_size):
        raise LimitError(f"{name}/{inner}: expands to more than {RATIO} times its size: a zip bomb? Remove it.")
    if info.flag_bits & 1:
        raise ReadError(f"{name}/{inner}: encrypted. Unpack the archive first.")


def _walk(root: Path) -> Iterator[str]:
    for folder, names, files in os.walk(root):
        links = [name for name in names if Path(folder, name).is_symlink()]
        names[:] = [name for name in names if _is_wanted(name) and name not in links]
        yield from (f"{folder}{os.sep}{name}" for name in (*files, *links))


def _is_wanted(path: str) -> bool:
    name = path.rpartition(os.sep)[2]
    return not name.startswith((".", "_")) and not name.upper().startswith("README")
