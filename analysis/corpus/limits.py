"""
What one file may expand to: a few bytes of a compressed format can hold gigabytes.

Up to ten megabytes a file may hold anything; beyond, `RATIO` times its own size (text reaches 5 to 20), and no more
than `MAX_TOTAL`. Time counts, too, since a format may be slow rather than large: `SECONDS` for a megabyte, and for what
is smaller.
"""

import time
import zipfile
from typing import Any

from analysis.errors import LimitError

FREE = 10 * 2**20
RATIO = 100
MAX_TOTAL = 512 * 2**20
SECONDS = 60.0


class Budget:
    """What is left of the bytes, `most` at best, and of the `seconds` a megabyte that the file `name`, of `size` bytes,
    may take."""

    def __init__(self, name: str, size: int, most: int = MAX_TOTAL, seconds: float = SECONDS) -> None:
        self.name = name
        self.n_bytes = min(max(FREE, RATIO * size), most)
        self.deadline = time.monotonic() + seconds * max(1.0, size / 2**20)

    def spend(self, n_bytes: int) -> None:
        """Take from what is left; raise LimitError where that is not enough, or the time is over."""
        self.n_bytes -= n_bytes
        if self.n_bytes < 0:
            raise LimitError(f"{self.name}: expands to more than {RATIO} times its size: a bomb? Remove it.")
        if time.monotonic() > self.deadline:
            raise LimitError(f"{self.name}: takes over {SECONDS:.0f} seconds a megabyte. Save it as text.")

    def open_zip(self, file: Any) -> zipfile.ZipFile:
        """Open an archive, or an office document, whose members all fit."""
        archive = zipfile.ZipFile(file)
        self.spend(sum(info.file_size for info in archive.infolist()))
        return archive


class Counted:
    """A stream that raises `error` once more than `most` bytes have been read of it."""

    def __init__(self, stream: Any, most: int, error: LimitError) -> None:
        self.stream, self.left, self.error = stream, most, error

    def __getattr__(self, name: str) -> Any:
        return getattr(self.stream, name)

    def read(self, size: int = -1) -> bytes:
        return self._count(self.stream.read(size))

    def readline(self, size: int = -1) -> bytes:
        return self._count(self.stream.readline(size))

    def _count(self, read: bytes) -> bytes:
        self.left -= len(read)
        if self.left < 0:
            raise self.error
        return read
