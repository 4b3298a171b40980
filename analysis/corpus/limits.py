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
    """What is left of the bytes and the seconds that the file `name`, of `size` bytes, may take."""

    def __init__(self, name: str, size: int) -> None:
        self.name = name
        self.n_bytes = min(max(FREE, RATIO * size), MAX_TOTAL)
        self.deadline = time.monotonic() + SECONDS * max(1.0, size / 2**20)

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
