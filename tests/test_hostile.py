"""Files that crashed, hung or filled the memory end in an error of ours, or in a row of the log, in seconds."""

import gzip
import json
import os
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest

from analysis import TopicClassifier, extract_facts, label_documents, load_corpus
from analysis.errors import ReadError
from analysis.facts import extraction

DATA = Path(os.environ.get("SILK_LEDGER_DATA", "."))
HOSTILE = DATA / "faults" / "hostile"
SCRIPT = r"""
import json, re, resource, sys, time
from pathlib import Path
import pandas as pd
from analysis import TopicClassifier, apply_corrections, extract_facts, full_text, label_documents
from analysis import load_corpus, load_model
from analysis.errors import AnalysisError

def use(path, on_error):
    if path.suffix == ".json":
        return load_model(path)
    if path.name == "empty_corrections.csv":
        columns = "date parties topics instruments amounts places outlet".split()
        return apply_corrections(pd.DataFrame({name: [] for name in columns}), path)
    documents = load_corpus(path, on_error=on_error)
    extract_facts(documents, on_error=on_error)
    return label_documents(documents, TopicClassifier().fit(full_text(documents)), on_error=on_error)

def peak():
    # that of `resource` begins with the memory of the program that started this one
    status = Path("/proc/self/status")
    if status.exists():
        return int(re.search(r"VmHWM:\s*(\d+)", status.read_text())[1]) >> 10
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10

use(Path(sys.argv[2]), "raise")
for path in sorted(Path(sys.argv[1]).iterdir()):
    for on_error in ("raise", "skip"):
        start, end = time.monotonic(), "done"
        try:
            use(path, on_error)
        except AnalysisError as error:
            end = type(error).__name__
        except BaseException as error:
            end = f"foreign {error!r}"
        print(json.dumps([path.name, on_error, end, time.monotonic() - start, peak()]), flush=True)
"""


@pytest.mark.slow
@pytest.mark.skipif(not HOSTILE.is_dir(), reason="the hostile files are in SILK_LEDGER_DATA")
def test_hostile_files_end_well():
    plain = next(path for path in (Path(__file__).parents[1] / "seeds").glob("[!_R]*.md"))
    command = [sys.executable, "-c", SCRIPT, str(HOSTILE), str(plain)]
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=300)
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(rows) == 2 * len(list(HOSTILE.iterdir()))
    assert [row for row in rows if row[2].startswith("foreign") or row[3] > 5 or row[4] > 1024] == []


@pytest.mark.slow
@pytest.mark.skipif(not (DATA / "corpora").is_dir(), reason="the corpora are in SILK_LEDGER_DATA")
@pytest.mark.parametrize("name", ["sib200", "lee", "20newsgroups"])
def test_no_text_of_a_corpus_stops_the_facts(name):
    with gzip.open(DATA / "corpora" / f"{name}.jsonl.gz", "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines][:: 15 if name == "20newsgroups" else 1]
    texts = [text for row in rows for text in row.values() if isinstance(text, str) and len(text) > 20]
    for language in ("en", "ru"):
        documents = pd.DataFrame({"title": None, "text": texts, "language": language, "date": pd.NaT})
        extract_facts(documents)


@pytest.fixture
def three(tmp_path):
    for name in "abc":
        (tmp_path / f"{name}.txt").write_text(f"The {name} bank lent $5 million to Uzbekistan, the ministry said.")
    return tmp_path


def fail_on_b(text):
    if "The b bank" in text:
        raise IndexError("string index out of range")


def test_a_step_that_fails_costs_one_document(three, monkeypatch):
    monkeypatch.setattr("analysis.corpus.loading.find_metadata", lambda text, language: fail_on_b(text) or Nothing())
    documents = load_corpus(three, on_error="skip")
    assert documents.index.tolist() == ["a", "c"]
    [row] = [row for row in documents.attrs["log"] if row["kind"] == "error"]
    assert row["detail"] == ("b.txt: 'b': cannot be read (IndexError: string index out of range). Mend or remove it.")
    with pytest.raises(ReadError, match=r"b\.txt: 'b': cannot be read \(IndexError"):
        load_corpus(three)


class Nothing:
    def _asdict(self):
        return {}


def test_facts_and_labels_that_fail_cost_one_document(three, monkeypatch):
    documents = load_corpus(three)
    model = TopicClassifier({"money": ["bank"], "sport": ["tennis"]}).fit(documents["text"])
    whole, terms = extraction._find, model.table_.find
    monkeypatch.setattr(extraction, "_find", lambda text, *rest: fail_on_b(text) or whole(text, *rest))
    monkeypatch.setattr(model.table_, "find", lambda text: fail_on_b(text) or terms(text))
    facts, labels = extract_facts(documents, on_error="skip"), label_documents(documents, model, on_error="skip")
    assert facts["doc_id"].unique().tolist() == ["a", "c"]
    assert labels.index.get_level_values("doc_id").unique().tolist() == ["a", "c"]
    assert [row["file"] for table in (facts, labels) for row in table.attrs["log"] if row["kind"] == "error"] == [
        "b",
        "b",
    ]
    with pytest.raises(ReadError, match="b: cannot be read"):
        extract_facts(documents)
    with pytest.raises(ReadError, match="b: cannot be read"):
        label_documents(documents, model)
