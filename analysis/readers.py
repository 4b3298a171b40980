"""
From files to raw records: what a folder holds, before anything is repaired.

A record is one document as its file gives it: text decoded, line ends made ``\\n``, front matter parsed into fields,
nothing else altered. What cannot be read raises a `ReadError` that names file, line and remedy; `load_corpus` decides
whether that stops the run or becomes a row of the log.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from analysis.errors import EmptyCorpusError, FrontMatterError, LimitError, ReadError

MAX_FILE_BYTES = 512 * 2**20
MAX_FRONT_MATTER = 64 * 2**10

_FRONT_MATTER = re.compile(r"---[ \t]*\n(.*?\n)??(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)


@dataclass
class Record:
    """One document as its file gives it."""

    doc_id: str
    source_file: str
    sha256: str
    text: str
    fields: dict[str, object] = field(default_factory=dict)
    log: list[dict[str, object]] = field(default_factory=list)


def log_row(file: str, kind: str, detail: str = "", *, offset: int | None = None, before: str = "", after: str = ""):
    """Give one row of the log, the dict that ``documents.attrs["log"]`` is a list of."""
    return {"file": file, "kind": kind, "offset": offset, "before": before, "after": after, "detail": detail}


def find_files(path: str | os.PathLike[str]) -> tuple[Path, list[Path]]:
    """
    List the files of a folder in sorted order, hidden files, ``README*`` and names beginning with ``_`` left out.

    Parameters
    ----------
    path : str or path-like
        A folder or a single file.

    Returns
    -------
    root, files : Path, list of Path
        The folder, and the files in it at any depth, sorted by their path with ``/`` between its parts.

    Raises
    ------
    EmptyCorpusError
        If the path does not exist or holds no file.
    """
    root = Path(path)
    if root.is_file():
        return root.parent, [root]
    if not root.is_dir():
        raise EmptyCorpusError(
            f"{root}: no such file or folder. Check the spelling; the current folder is where Python runs."
        )
    found = []
    for folder, names, files in os.walk(root):
        names[:] = [n for n in names if not n.startswith((".", "_"))]
        found += [Path(folder, f) for f in files if not f.startswith((".", "_")) and not f.upper().startswith("README")]
    if not found:
        raise EmptyCorpusError(f"{root}: no documents in this folder. Put .md or .txt files there.")
    return root, sorted(found, key=lambda p: p.relative_to(root).as_posix())


def read_file(path: Path, root: Path) -> Iterator[Record]:
    """
    Read the records of one file.

    Parameters
    ----------
    path, root : Path
        The file and the folder its ``doc_id`` counts from.

    Yields
    ------
    Record

    Raises
    ------
    ReadError
        If the file is not text, is too large, or its front matter does not parse.
    """
    name = path.relative_to(root).as_posix()
    if path.stat().st_size > MAX_FILE_BYTES:
        raise LimitError(f"{name}: larger than {MAX_FILE_BYTES >> 20} MB. Split it, or store it as .jsonl or .parquet.")
    raw = path.read_bytes()
    text = decode(raw, name)
    body, fields = parse_front_matter(text, name)
    yield Record(name.removesuffix(path.suffix), name, hashlib.sha256(raw).hexdigest(), body.strip(), fields)


def decode(raw: bytes, name: str) -> str:
    """Decode bytes as text with ``\\n`` line ends; ReadError if they are not text."""
    if b"\0" in raw[:4096]:
        raise ReadError(f"{name}: holds zero bytes, so it is not text. Remove it or convert it to text.")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise ReadError(f"{name}, line {line}: not UTF-8. Save the file as UTF-8.") from error
    return text.replace("\r\n", "\n").replace("\r", "\n")


def parse_front_matter(text: str, name: str) -> tuple[str, dict[str, object]]:
    """
    Split a text into its body and the fields of the YAML block at its head.

    Parameters
    ----------
    text : str
        A file's text, with ``\\n`` line ends.
    name : str
        The file's name, for messages.

    Returns
    -------
    body, fields : str, dict
        The text unchanged and no fields where there is no block.

    Raises
    ------
    FrontMatterError
        If a block begins and does not end, is longer than `MAX_FRONT_MATTER`, or is not a YAML mapping.
    """
    if not text.startswith("---"):
        return text, {}
    block = _FRONT_MATTER.match(text)
    if block is None:
        return text, {}
    import yaml

    source = block[1] or ""
    try:
        fields = yaml.safe_load(source) or {}
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f", line {mark.line + 2}" if mark else ""
        problem = getattr(error, "problem", None) or "not YAML"
        raise FrontMatterError(
            f"{name}{where}: the front matter does not parse ({problem}). Quote values that hold a colon."
        ) from error
    if not isinstance(fields, dict):
        raise FrontMatterError(
            f"{name}, line 2: the front matter is not a list of 'name: value' lines. Write it so, or drop it."
        )
    return text[block.end() :], {str(key): value for key, value in fields.items()}
