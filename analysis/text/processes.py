"""Work on many documents, shared out among processes (loky)."""

import gc
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import BrokenExecutor
from contextlib import contextmanager
from functools import partial
from multiprocessing import current_process
from typing import Any

from analysis.errors import AnalysisError
from analysis.lists.loading import VARIABLE, refresh_lists

SHARED = 4000  # documents from which on several processes work; with fewer, starting them costs more than it saves
_ALONE = {"LOKY_MAX_CPU_COUNT": "1", "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}  # in the others


@contextmanager
def uncollected() -> Iterator[None]:
    """Turn Python's cyclic garbage collector off in a step whose objects have no cycles: it would take a tenth of the
    time. Not while files are read, since what reads Word and PDF has cycles."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def share_out(function: Callable[..., Any], items: Sequence, size: int, *arguments: object) -> list:
    """Return what ``function(block, *arguments)`` returns for each block of `size` items, in order; there is at least
    one, be it empty. This process works from the first on, one on every other processor from the last, so that none
    waits for another to start. Raise AnalysisError if one of them is killed."""
    blocks = [items[start : start + size] for start in range(0, len(items) or 1, size)]
    executor = _others() if len(items) >= SHARED else None
    if executor is None:
        return [function(block, *arguments) for block in blocks]
    shared = [executor.submit(function, block, *arguments) for block in reversed(blocks)][::-1]
    pairs = zip(blocks, shared, strict=True)
    try:
        with _telling():
            return [function(block, *arguments) if future.cancel() else future.result() for block, future in pairs]
    finally:
        for future in shared:
            future.cancel()


def start(function: Callable[..., Any], *arguments: object) -> Callable[[], Any]:
    """Have another process call a function; return what waits for the result, or calls it here if there is no other.
    Raise AnalysisError from there if it is killed."""
    if (executor := _others()) is None:
        return partial(function, *arguments)
    future = executor.submit(function, *arguments)

    @_telling()
    def wait() -> Any:
        return future.result()

    return wait


def _others() -> Any:
    """Return the executor of the other processes; None if this one may start none."""
    from joblib import cpu_count
    from joblib.externals.loky import get_reusable_executor

    if cpu_count() == 1 or current_process().daemon:
        return None
    return get_reusable_executor(cpu_count() - 1, env={VARIABLE: refresh_lists()} | _ALONE)


@contextmanager
def _telling() -> Iterator[None]:
    try:
        yield
    except BrokenExecutor as error:
        remedy = "Free memory, or set LOKY_MAX_CPU_COUNT=1 for one process, and run again."
        raise AnalysisError(f"A process was killed, as for want of memory. {remedy}") from error
