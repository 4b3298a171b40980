"""
CorpusVectorizer against scikit-learn's TfidfVectorizer on Reuters-21578 and 20 Newsgroups.

    SILK_LEDGER_DATA=... python tests/benchmarks/bench_vectors.py speed memory brief equality

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


def speed(texts=None, rounds=5):
    """Return pairs of seconds, scikit-learn's and ours, by setting; print their ratios."""
    texts, found = texts or load_texts(), {}
    megabytes = sum(map(len, texts)) / 1e6
    for name, parameters in SETTINGS.items():
        both = TfidfVectorizer(**parameters), CorpusVectorizer(**parameters)
        pairs = found[name] = [[seconds(partial(v.fit_transform, texts)) for v in both] for _ in range(rounds)]
        wall, processor = (median(pair[0][clock] / pair[1][clock] for pair in pairs) for clock in (0, 1))
        rate = megabytes / median(pair[1][0] for pair in pairs)
        print(f"{name:8}: {wall:.2f} x by the clock, {processor:.2f} x by processor time, {rate:.0f} MB/s")
    return found


def equality(texts=None):
    """Compare both matrices; smaller corpora and arbitrary Unicode are compared in the tests."""
    texts = texts or load_texts()
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


if __name__ == "__main__":
    if sys.argv[1:2] == ["one"]:
        one(*sys.argv[2:])
    else:
        for name in sys.argv[1:] or ("speed", "memory", "brief", "equality"):
            globals()[name]()
