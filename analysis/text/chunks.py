"""
Texts from files larger than memory, a chunk at a time.

Parquet is read a thousand rows at a time and JSON Lines a line at a time, so memory holds one chunk however large a
file or row group is. A chunk of 32 million characters keeps both processors busy; at four times that, counting is no
faster and needs four times the memory.
"""

import gzip
import json
from collections.abc import Iterator
from pathlib import Path

from analysis.errors import CorpusError, ReadError, SchemaError

BLOCK = 1 << 25  # characters in a chunk
ENDINGS = (".parquet", ".jsonl", ".jsonl.gz")


def read_chunks(path: str | Path, *, column: str = "text", progress: bool = True) -> Iterator[list[str]]:
    """
    Read the texts of a file, or of a folder's files in the order of their names, chunk by chunk.

    Parameters
    ----------
    path : str or Path
        A ``.parquet``, ``.jsonl`` or ``.jsonl.gz`` file, or a folder of them.
    column : str, default "text"
        The column, or the key, that holds the text.
    progress : bool, default True
        Whether to show a running count on stderr if that is a terminal.

    Yields
    ------
    list of str
        Texts in order, about `BLOCK` characters of them.

    Raises
    ------
    CorpusError
        If there is no such file.
    SchemaError
        If a row has no text in `column`.
    ReadError
        If a line is not a JSON object.
    """
    from tqdm import tqdm

    chunk, size = [], 0
    with tqdm(unit=" texts", disable=None if progress else True) as bar:
        for file in _find_files(Path(path)):
            for place, text in (_read_parquet if file.suffix == ".parquet" else _read_lines)(file, column):
                if not isinstance(text, str):
                    raise SchemaError(f"{file}: row {place} has {text!r} in {column!r}, no text. Leave the row out.")
                chunk.append(text)
                size += len(text)
                if size >= BLOCK:
                    bar.update(len(chunk))
                    yield chunk
                    chunk, size = [], 0
        if chunk:
            bar.update(len(chunk))
            yield chunk


def _find_files(path: Path) -> list[Path]:
    files = sorted(path.rglob("*")) if path.is_dir() else [path]
    if found := [file for file in files if file.name.endswith(ENDINGS) and file.is_file()]:
        return found
    raise CorpusError(f"{path}: no {', '.join(ENDINGS)} file. Give one, or a folder that holds some.")


def _read_parquet(file: Path, column: str) -> Iterator[tuple[int, object]]:
    from pyarrow import parquet

    # without buffers, pages are in memory and not whole row groups
    with parquet.ParquetFile(file, pre_buffer=False, buffer_size=1 << 20) as source:
        if column not in (names := source.schema_arrow.names):
            raise SchemaError(f"{file}: no column {column!r}; it has {', '.join(names)}.")
        batches = source.iter_batches(1000, columns=[column])
        yield from enumerate((text for batch in batches for text in batch.column(0).to_pylist()), start=1)


def _read_lines(file: Path, column: str) -> Iterator[tuple[int, object]]:
    with (gzip.open if file.suffix == ".gz" else open)(file, "rt", encoding="utf-8") as source:
        for place, line in enumerate(source, start=1):
            try:
                yield place, json.loads(line).get(column)
            except (ValueError, AttributeError) as error:
                raise ReadError(f"{file}: line {place} is no JSON object ({error}). Mend or drop the line.") from error
