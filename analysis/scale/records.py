"""
What a step has made, in a file in Arrow's format: records, each of which can be read without the others, and what was
told about them.
"""

import os
import pickle
from bisect import bisect
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import accumulate
from pathlib import Path
from typing import Any

import pyarrow as pa
from pyarrow import feather

from analysis.corpus.formats import Record
from analysis.text.saving import replacing

_OPEN = 256  # files at a time


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
