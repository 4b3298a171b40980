"""The same reports give the same tables and files, whatever the process, the machine and the folder they lie in."""

import json
import os
import shutil
import subprocess
import sys
import unicodedata
from itertools import cycle
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
# From files to the ledger and the clusters, in a process of its own: the digest of each table, and of each file saved.
SCRIPT = """
import hashlib, json, locale, os, sys
from pathlib import Path
if os.environ.get("REVERSED"):
    walk = os.walk
    os.walk = lambda *a, **k: ((at, names[::-1], files[::-1]) for at, names, files in walk(*a, **k))
locale.setlocale(locale.LC_ALL, "")
from analysis import Study, TopicClassifier, TopicClusterer, full_text

def digest(raw):
    return hashlib.sha256(raw).hexdigest()[:16]

study = Study(sys.argv[1], progress=False)
texts = full_text(study.documents)
corpus = TopicClassifier(learn="corpus").fit(texts)
tables = {name: getattr(study, name) for name in ("documents", "labels", "facts", "deals", "ledger", "pairs", "log")}
tables["clusters"] = TopicClusterer(n_clusters=3).fit(texts).clusters_
found = {name: table.drop(columns="sha256", errors="ignore").to_json() for name, table in tables.items()}
found |= {"probabilities": corpus.predict_proba(texts).tobytes().hex(), "number": str(len(texts))}
study.save(sys.argv[2])
saved = sorted(path for path in Path(sys.argv[2]).iterdir() if path.name != "provenance.json")  # names the folder
files = {path.name: digest(path.read_bytes()) for path in saved}
print(json.dumps([{name: digest(text.encode()) for name, text in found.items()}, files, len(study.ledger)]))
"""


@pytest.fixture(scope="module")
def reports(tmp_path_factory):
    """Reports in two languages, and a folder within the folder."""
    folder = tmp_path_factory.mktemp("reports")
    (folder / "ru").mkdir()
    for source, target, number in ((ROOT / "seeds", folder, 14), (ROOT / "tests/data/briefs_ru", folder / "ru", 6)):
        for path in sorted(source.glob("[!_R]*.md"))[:number]:
            shutil.copy(path, target)
    return folder


def run(folder, results, **environment):
    """Take the whole way in a fresh process; return the digests of its tables and of its files."""
    usual = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "OMP_NUM_THREADS": "1", "PYTHONHASHSEED": "0"}
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", SCRIPT, str(folder), str(results)],
        env=usual | environment,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    tables, files, n_events = json.loads(done.stdout.splitlines()[-1])
    assert n_events > 5
    return tables, files


@pytest.fixture(scope="module")
def usual(reports, tmp_path_factory):
    return run(reports, tmp_path_factory.mktemp("usual") / "results")


@pytest.fixture(scope="module")
def speak(tmp_path_factory):
    """Return a function that gives the environment of a locale, made here from its definition where there is one."""
    folder = tmp_path_factory.mktemp("locales")

    def environment(name):
        path = {"PATH": os.environ["PATH"]}
        if Path("/usr/share/i18n/locales", name).exists():
            subprocess.run(["localedef", "-i", name, "-f", "UTF-8", folder / f"{name}.UTF-8"], check=True)
            path["LOCPATH"] = str(folder)
        spoken = path | {"LC_ALL": f"{name}.UTF-8"}
        if subprocess.run(
            [sys.executable, "-c", "import locale; locale.setlocale(locale.LC_ALL, '')"],
            env=spoken,
            stderr=subprocess.DEVNULL,
        ).returncode:
            pytest.skip(f"there is no locale {name} (Debian: apt-get install locales)")
        return spoken

    return environment


def rewrite(source, target, change):
    """Copy reports, the last first, each changed."""
    for path in sorted(source.rglob("*.md"), reverse=True):
        copied = target / path.relative_to(source)
        copied.parent.mkdir(parents=True, exist_ok=True)
        copied.write_bytes(change(path.read_text(encoding="utf-8")).encode())
    return target


@pytest.mark.slow
def test_results_are_equal_to_the_byte_on_another_machine_and_in_another_folder(reports, usual, speak, tmp_path):
    folder = rewrite(reports, tmp_path / "мои отчёты (2)" / "İ'x", str)
    machine = {"PYTHONHASHSEED": "7", "OMP_NUM_THREADS": "2", "OPENBLAS_NUM_THREADS": "2", "REVERSED": "1"}
    machine |= {"TZ": "Asia/Almaty"} | speak("tr_TR")
    assert run(folder, tmp_path / "of another name", **machine) == usual


@pytest.mark.slow
def test_ends_of_lines_and_a_plain_locale_change_no_table(reports, usual, tmp_path):
    ends = cycle(["\r\n", "\r"])
    folder = rewrite(reports, tmp_path / "reports", lambda text: text.replace("\n", next(ends)))
    machine = {"PYTHONHASHSEED": "99", "LC_ALL": "C", "PYTHONUTF8": "0", "TZ": "America/St_Johns"}
    assert run(folder, tmp_path / "results", **machine)[0] == usual[0]


@pytest.mark.slow
def test_decomposed_letters_change_no_table_but_the_log(reports, usual, speak, tmp_path):
    folder = rewrite(reports, tmp_path / "reports", lambda text: unicodedata.normalize("NFD", text))
    tables, _ = run(folder, tmp_path / "results", PYTHONHASHSEED="random", **speak("ru_RU"))
    assert {name for name in tables if tables[name] != usual[0][name]} <= {"log"}
