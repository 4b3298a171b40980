"""What SECURITY.md promises has tests, and what no other test looks after is tested here."""

import ast
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
TABLE = (ROOT / "SECURITY.md").read_text(encoding="utf-8")
PROMISES = re.findall(r"^\| (?!promise|-)(.+?) \| (.+) \|$", TABLE, re.MULTILINE)
PAGE = """<html><head><title>Dam</title><link rel="stylesheet" href="http://tracker.example/a.css"></head><body>
<script>fetch("http://tracker.example")</script><img src="http://tracker.example/p.png"><article><h1>Dam opens</h1>
<p>Kazakhstan and Uzbekistan signed a loan agreement of $50 million for a dam, the ministry said on Monday.</p>
<p>See <a href="http://tracker.example/more">more</a>.</p></article></body></html>"""
FEED = """<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]><rss version="2.0"><channel>
<title>T</title><item><title>Dam &e;</title><link>http://tracker.example</link><description>A loan of $5 million.
</description></item></channel></rss>"""
REPORTS = {
    "tag.md": "---\ntitle: !!python/object/apply:os.system ['touch ran']\n---\nA loan.",
    "page.html": PAGE,
    "feed.rss": FEED,
    "mail.eml": "Subject: =?utf-8?q?Dam?=\nContent-Type: message/external-body; access-type=URL;\n URL=http://t.example\n\nA.",
    "formula.csv": 'title,text\n"=cmd|\' /C calc\'!A1","Kazakhstan will lend $5 million to the Kyrgyz Republic."\n',
    "word.rtf": r"{\rtf1 A loan {\field{\*\fldinst{INCLUDETEXT http://tracker.example}}{\fldrslt x}} of $5 million.}",
}
# What Python reports of itself while it runs: https://docs.python.org/3/library/audit_events.html
WATCH = """
import json, os, sys, tempfile
from pathlib import Path
allowed = [os.path.realpath(folder) for folder in (sys.argv[2], tempfile.gettempdir(), os.devnull)]
seen = []

def watch(event, details):
    outside = ("socket.connect", "socket.get", "socket.send", "subprocess.", "os.system", "os.exec", "os.posix_spawn")
    if event.startswith((*outside, "os.fork", "urllib.")):
        seen.append([event, repr(details)[:200]])
    elif event == "pickle.find_class":
        seen.append([event, repr(details)[:200]])
    elif event == "open" and isinstance(details[0], (str, bytes)) and (details[2] or 0) & (os.O_WRONLY | os.O_RDWR):
        path = os.path.realpath(os.fsdecode(details[0]))
        if not path.startswith(tuple(allowed)) and "__pycache__" not in path:
            seen.append([event, path])

from analysis import Study
warm = Study(sys.argv[3], progress=False)
warm.save(Path(sys.argv[2]) / "warm")
sys.addaudithook(watch)
study = Study(sys.argv[1], progress=False)
study.save(Path(sys.argv[2]) / "results")
study.evidence(study.ledger.index[0])._repr_html_()
print(json.dumps([sorted(study.documents.index), seen]))
"""


def test_every_promise_names_a_test():
    assert len(PROMISES) >= 10
    assert [promise for promise, tests in PROMISES if "::test_" not in tests] == []


@pytest.mark.parametrize(("file", "name"), re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", TABLE))
def test_every_test_that_a_promise_names_exists(file, name):
    tree = ast.parse((ROOT / file).read_text(encoding="utf-8"))
    assert name in {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}


def test_a_study_of_hostile_reports_runs_fetches_and_writes_nothing_else(tmp_path):
    for folder in ("reports", "results", "plain", "temporary"):
        (tmp_path / folder).mkdir()
    (tmp_path / "plain" / "a.txt").write_text("Kazakhstan and Uzbekistan signed a loan agreement.", encoding="utf-8")
    for name, text in REPORTS.items():
        (tmp_path / "reports" / name).write_text(text, encoding="utf-8")
    folders = [str(tmp_path / name) for name in ("reports", "results", "plain")]
    done = subprocess.run(
        [sys.executable, "-c", WATCH, *folders],
        capture_output=True,
        text=True,
        cwd=tmp_path / "plain",
        env={"PYTHONPATH": str(ROOT), "TMPDIR": str(tmp_path / "temporary"), "PATH": "", "OMP_NUM_THREADS": "1"},
    )
    assert done.returncode == 0, done.stderr[-2000:]
    documents, seen = json.loads(done.stdout.splitlines()[-1])
    assert {"page", "formula.csv#1", "word"} <= set(documents)
    assert seen == []
    assert [path.name for path in (tmp_path / "plain").iterdir()] == ["a.txt"]


def test_no_module_can_unpickle_or_evaluate():
    """No call of what runs text or bytes as a program, and none that starts another program."""
    banned = {"eval", "exec", "compile", "__import__", "system", "popen", "Popen", "unsafe_load", "full_load"}
    pickles = {"pickle", "cPickle", "dill", "cloudpickle", "marshal", "shelve"}
    found = []
    for path in sorted((ROOT / "analysis").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            imported = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            imported += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            called = getattr(node.func, "id", getattr(node.func, "attr", "")) if isinstance(node, ast.Call) else ""
            is_pattern = called == "compile" and isinstance(node.func, ast.Attribute) and node.func.value.id == "re"
            if pickles & set(imported) or (called in banned and not is_pattern):
                found.append(f"{path.relative_to(ROOT)}:{node.lineno}")
    # What a run keeps in its own folder until it is done; SECURITY.md says so.
    assert [place for place in found if not place.startswith("analysis/scale/partitions.py:")] == []
