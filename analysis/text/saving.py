"""
Files that are written whole or not at all: aside on the same disk, then put in place in one step.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from analysis.errors import SaveError


@contextmanager
def replacing(path: str | Path) -> Iterator[Path]:
    """
    Name a file to write, which takes the place of `path` when all is well; else `path` stays as it was.

    Raise SaveError, with what to do, where the disk or the folder refuses.
    """
    path = Path(path)
    aside = path.with_name(f".{path.stem}.{os.getpid()}{path.suffix}")
    try:
        yield aside
        aside.replace(path)
    except OSError as error:
        if isinstance(error, SaveError):
            raise
        reason = error.strerror or str(error)
        raise SaveError(f"{path}: cannot be written ({reason}). Make room or choose another folder.") from error
    finally:
        with suppress(OSError):
            aside.unlink()


def make_folder(folder: str | Path) -> Path:
    """Make a folder where it is missing, and return its path; raise SaveError where the disk refuses."""
    try:
        Path(folder).mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise SaveError(f"{folder}: cannot be made ({error.strerror}). Name another folder.") from error
    return Path(folder)


def save_bytes(path: str | Path, content: bytes) -> None:
    """Write a file whole, or leave the old one; raise SaveError where the disk or the folder refuses."""
    with replacing(path) as aside:
        aside.write_bytes(content)


@contextmanager
def locked(folder: Path, *, wait: bool = True) -> Iterator[None]:
    """
    Hold a folder, so that no other process that asks for it writes there; free again when the process ends.

    Raise SaveError if another has it and we don't `wait`. Without file locks (Windows) nothing is held.
    """
    try:
        import fcntl
    except ImportError:
        yield
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        yield
    except BlockingIOError as error:
        raise SaveError(f"{folder}: another run writes here. Wait for it, or name another folder.") from error
    finally:
        os.close(handle)
