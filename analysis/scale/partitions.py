"""
The parts that a folder is read in, what the steps make of them, and the parts of the tables that come of it.

A part has files in their order, of `PART` bytes together, or lines of a large file of JSON lines. What is in it depends
on the files alone, not on how many processors there are. Only JSON lines are cut, between two lines; any other file is
read in one part, since a quotation mark far above may decide what a line of it means.

What a step has made is a file in Arrow's format: records, each of which can be read without the others, and what was
told about them.
"""

import io
import json
import os
import pickle
from bisect import bisect
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import accumulate, chain
from pathlib import Path
from typing import Any

import pyarrow as pa
from pyarrow import feather, parquet

from analysis.corpus import kinds, tables
from analysis.corpus.files import Lines
from analysis.corpus.formats import Record
from analysis.errors import AnalysisError
from analysis.text.saving import replacing

PART = 8 * 2**20
LEAST = 16 * 2**10  # that a file counts for
_OPEN = 256  # files at a time

Part = dict[str, str | Lines]  # files by their names in the folder, as `read_records` takes them


def plan_parts(files: dict[str, str]) -> list[Part]:
    """Return the parts of a folder, in the order of its files."""
    parts, left = list[Part](), 0
    for name, path in files.items():
        size = Path(path).stat().st_size
        for piece in _cut(path, name, size):
            if left <= 0:
                parts.append({})
                left = PART
            parts[-1][name] = piece
            left -= max(size, LEAST)
    return parts


def _cut(path: str, name: str, size: int) -> Sequence[str | Lines]:
    """Return the parts of a large file of JSON lines; of any other, and of one that cannot be read, the path."""
    pieces, start, first = list[Lines](), 0, 1
    try:
        with io.BufferedReader(io.FileIO(path)) as stream:
            is_large = size > PART and kinds.find_kind(stream.peek(4096)[:4096], name) == "jsonl"
            if is_large and json.loads(stream.readline(tables.MAX_LINE)):  # some such files have one value in all
                stream.seek(0)
                while block := stream.read(PART) + stream.readline(tables.MAX_LINE):
                    pieces.append(Lines(path, start, start + len(block), first))
                    start, first = start + len(block), first + block.count(b"\n")
        return pieces or [path]
    except (OSError, ValueError, RecursionError, AnalysisError):
        return [path]


def unify_parts(folder: Path) -> None:
    """Give all Parquet files of a folder the columns that any has, each of a type that holds all cells: text where no
    other does."""
    schemas = {path: parquet.read_schema(path).remove_metadata() for path in sorted(folder.iterdir())}
    kinds = dict[str, Any]()
    for field in chain.from_iterable(schemas.values()):
        kinds[field.name] = _common(kinds.get(field.name, field.type), field.type)
    order = sorted(kinds, key=lambda name: name if name.startswith("meta_") else "")
    whole = pa.schema([(name, kinds[name]) for name in order])
    for path in [path for path, schema in schemas.items() if schema != whole]:
        table = parquet.read_table(path)
        for name in set(whole.names) - set(table.column_names):
            table = table.append_column(name, pa.nulls(len(table)))
        cells = [_cast(table[field.name], field.type) for field in whole]
        with replacing(path) as aside:
            parquet.write_table(pa.table(cells, schema=whole), aside)


def _common(one: Any, two: Any) -> Any:
    try:
        return pa.unify_schemas([pa.schema([("", one)]), pa.schema([("", two)])], promote_options="permissive").types[0]
    except pa.ArrowTypeError:
        return pa.large_string()


def _cast(cells: Any, kind: Any) -> Any:
    if pa.types.is_nested(cells.type) and kind == pa.large_string():
        cells = pa.array([cell if cell is None else str(cell) for cell in cells.to_pylist()])
    return cells.cast(kind)


def save_made(path: Path, records: Iterable[Record], told: object) -> None:
    """Write records and what is told about them, whole or not at all."""
    table = pa.table({"record": pa.array(map(pickle.dumps, records), pa.large_binary())})
    table = table.replace_schema_metadata({"told": pickle.dumps(told)})
    with replacing(path) as aside, aside.open("wb") as stream:
        feather.write_feather(table, stream, compression="uncompressed")
        stream.flush()
        os.fsync(stream.fileno())


def load_told(path: Path) -> Any:
    """Return what was told about the records in a file."""
    return pickle.loads(_open(path).schema.metadata[b"told"])


class Records(Sequence[Any]):
    """The records in several files, or what is picked from each, read when it is asked for."""

    def __init__(self, paths: Sequence[Path], pick: Callable[[Record], Any] = lambda record: record) -> None:
        self.paths, self.starts = paths, [0, *accumulate(len(_open(path)) for path in paths)]
        self.pick = lambda cell: pick(pickle.loads(cell))
        self.column = lru_cache(_OPEN)(lambda part: _open(paths[part])["record"])

    def __len__(self) -> int:
        return self.starts[-1]

    def __getitem__(self, at: Any) -> Any:
        part = bisect(self.starts, at) - 1
        return self.pick(self.column(part)[at - self.starts[part]].as_py())

    def __iter__(self) -> Iterator[Any]:
        for path in self.paths:
            yield from map(self.pick, _open(path)["record"].to_pylist())


def _open(path: Path) -> pa.Table:
    return feather.read_table(path, memory_map=True)
