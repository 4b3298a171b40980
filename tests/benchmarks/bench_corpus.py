"""
Speed and memory of `load_corpus`, run by hand: ``python tests/benchmarks/bench_corpus.py [bbc|memory]``.

Needs SILK_LEDGER_DATA. ``bbc`` writes the BBC corpus as 2,225 files into a temporary folder and loads it with every
step on, first in a fresh process; ``memory`` loads 20 Newsgroups from its .jsonl.gz and compares the peak above the
imports with its texts.
"""

import gzip
import json
import os
import resource
import sys
import tempfile
import time
from pathlib import Path

DATA = Path(os.environ["SILK_LEDGER_DATA"], "corpora")


def measure_speed() -> None:
    """Print documents a second, the first time in a process, with all that is loaded then, and after."""
    with tempfile.TemporaryDirectory() as folder:
        with gzip.open(DATA / "bbc_news.jsonl.gz", "rt", encoding="utf-8") as lines:
            for row in map(json.loads, lines):
                path = Path(folder, row["id"] + ".txt")
                path.parent.mkdir(exist_ok=True)
                path.write_text(row["text"], encoding="utf-8")
        from analysis import load_corpus

        for run in ("first", "second", "third"):
            start = time.perf_counter()
            documents = load_corpus(folder)
            seconds = time.perf_counter() - start
            print(f"{run}: {len(documents)} documents, {seconds:.2f} s, {len(documents) / seconds:.0f} a second")


def measure_memory() -> None:
    """Print the peak above the bare imports, the language model's load counted, as a multiple of the texts."""
    import pandas
    import scipy.sparse

    from analysis import load_corpus

    bare = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    documents = load_corpus(DATA / "20newsgroups.jsonl.gz", on_error="skip")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    text, above = documents["text"].str.len().sum() / 2**20, (peak - bare) / 2**10
    print(f"texts {text:.0f} MB, peak above the imports {above:.0f} MB: {above / text:.2f} times")
    print(f"(pandas {pandas.__version__}, scipy {scipy.__version__})")


if __name__ == "__main__":
    measure_memory() if "memory" in sys.argv else measure_speed()
