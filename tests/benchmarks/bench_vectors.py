"""
CorpusVectorizer against scikit-learn's TfidfVectorizer on Reuters-21578 and 20 Newsgroups, and on 3 GB from disk.

    SILK_LEDGER_DATA=... python tests/benchmarks/bench_vectors.py speed memory brief equality
    python tests/benchmarks/bench_vectors.py large FOLDER                              # writes about 4 GB to FOLDER

Both sides run in turn in one process (memory: each in its own), five pairs, and the median of the ratios is printed;
on a busy machine look at the processor time, which other programs disturb less.
"""

import gzip
import json
import os
import resource
import subprocess
import sys
import time
from functools import partial
from pathlib import Path
from statistics import median

import numpy as np
import pandas as pd  # noqa: F401  part of every session, so of the bare imports
import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import parquet
from scipy.sparse import save_npz
from sklearn.feature_extraction.text import TfidfVectorizer

from analysis.text.vectors import CorpusVectorizer

GRAMS = {"ngram_range": (1, 2), "min_df": 3, "stop_words": "english", "sublinear_tf": True}
SETTINGS = {"default": {}, "n-grams": GRAMS}


def load_texts():
    texts = []
    for name in ("reuters21578", "20newsgroups"):
        path = Path(os.environ["SILK_LEDGER_DATA"], "corpora", f"{name}.jsonl.gz")
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            rows = map(json.loads, lines)
            texts.extend(f"{row.get('title') or ''}\n{row['text'] or ''}" for row in rows)
    return texts


def seconds(action):
    wall, processor = time.perf_counter(), time.process_time()
    action()
    return np.array([time.perf_counter() - wall, time.process_time() - processor])


def speed():
    texts = load_texts()
    megabytes = sum(map(len, texts)) / 1e6
    print(f"{len(texts):,} texts, {megabytes:.1f} MB")
    for name, parameters in SETTINGS.items():
        for n_jobs in (-1, 1):
            ours = CorpusVectorizer(n_jobs=n_jobs, **parameters)
            theirs = TfidfVectorizer(**parameters)
            pairs = [[seconds(partial(v.fit_transform, texts)) for v in (theirs, ours)] for _ in range(5)]
            wall, processor = (median(pair[0][clock] / pair[1][clock] for pair in pairs) for clock in (0, 1))
            rate = megabytes / median(pair[1][0] for pair in pairs)
            print(f"{name:8} n_jobs={n_jobs:2}: {wall:.2f} x by the clock, {processor:.2f} x by processor time", end="")
            print(f", {rate:.0f} MB/s")


def equality():
    """Compare both matrices; smaller corpora and arbitrary Unicode are compared in the tests."""
    texts = load_texts()
    for name, parameters in SETTINGS.items():
        ours, theirs = CorpusVectorizer(**parameters), TfidfVectorizer(**parameters)
        for action in ("fit_transform", "transform"):
            mine, other = getattr(ours, action)(texts), getattr(theirs, action)(texts)
            other.sort_indices()
            assert ours.vocabulary_ == theirs.vocabulary_
            assert (mine.dtype, mine.indices.dtype) == (other.dtype, other.indices.dtype)
            assert np.array_equal(mine.indptr, other.indptr)
            assert np.array_equal(mine.indices, other.indices)
            idf, values = np.abs(ours.idf_ - theirs.idf_).max(), np.abs(mine.data - other.data).max()
            print(f"{name:8} {action}: {mine.shape}, largest difference {idf:.1e} (idf), {values:.1e} (values)")


def peak():
    """Peak memory so far, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def memory():
    for name in SETTINGS:
        for action in ("fit_transform", "fit"):
            found = [
                float(subprocess.check_output([sys.executable, __file__, "one", who, name, action], text=True))
                for who in ("theirs", "ours")
            ]
            print(f"{name:8} {action}: {found[1]:.0f} MB against {found[0]:.0f} MB, {found[1] / found[0]:.2f} x")


def one(who, name, action):
    """Print the peak of one vectoriser above the bare imports; the texts are part of it."""
    pa.array(["load pyarrow's kernels"]).dictionary_encode()
    bare = peak()
    kind = {"ours": CorpusVectorizer, "theirs": TfidfVectorizer}[who]
    result = getattr(kind(**SETTINGS[name]), action)(load_texts())
    print(peak() - bare if result is not None else np.nan)


def brief():
    texts = load_texts()
    text = [texts[1][:1000]]
    for name, parameters in SETTINGS.items():
        model = CorpusVectorizer(**parameters).fit(texts)
        times = [seconds(partial(model.transform, text))[0] for _ in range(20)]
        print(f"{name:8} transform of one brief: {median(times) * 1000:.2f} ms, slowest {max(times) * 1000:.2f} ms")


def large(folder):
    """Write 3 GB of text, fit on it, write its matrix in blocks; print the peak memory."""
    path = Path(folder, "large.parquet")
    if not path.exists():
        write_large(path)
    bare = peak()
    start = time.perf_counter()
    model = CorpusVectorizer().fit_files(path)
    fitted = time.perf_counter()
    rows = 0
    for number, block in enumerate(model.transform_files(path)):
        save_npz(Path(folder, f"block-{number}.npz"), block, compressed=False)
        rows += block.shape[0]
    print(f"{rows:,} texts, {len(model.vocabulary_):,} terms: fit {fitted - start:.0f} s, transform and write ", end="")
    print(f"{time.perf_counter() - fitted:.0f} s, peak {peak():.0f} MB ({peak() - bare:.0f} above the imports)")


def write_large(path, size=3_000_000_000):
    """Write texts of some 250 words drawn by Zipf's law from a million made-up ones; the seed is fixed."""
    random = np.random.default_rng(0)
    letters = random.choice(list("abcdefghijklmnopqrstuvwxyzаеиоу"), (1_000_000, 10))
    words = pa.array(["".join(row[:n]) for row, n in zip(letters, random.integers(2, 11, len(letters)), strict=True)])
    written = 0
    with parquet.ParquetWriter(path, pa.schema({"text": pa.string()})) as writer:
        while written < size:
            ranks = np.minimum(random.zipf(1.15, 5_000_000), len(words)) - 1
            drawn = words.take(pa.array(ranks))
            ends = pa.array(np.arange(0, len(drawn) + 1, 250, dtype=np.int32))
            texts = pc.binary_join(pa.ListArray.from_arrays(ends, drawn), " ")
            writer.write_table(pa.table({"text": texts}))
            written += texts.nbytes


if __name__ == "__main__":
    if sys.argv[1:2] in (["one"], ["large"]):
        globals()[sys.argv[1]](*sys.argv[2:])
    else:
        for name in sys.argv[1:] or ("speed", "memory", "brief", "equality"):
            globals()[name]()
