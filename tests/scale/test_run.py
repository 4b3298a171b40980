"""A folder read in parts gives the tables of the single machine, however often the run is stopped."""

import json
import os
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Thread

import pandas as pd
import pytest

import analysis.__main__ as command
import analysis.scale.partitions as partitions
import analysis.scale.run as scale_run
from analysis.errors import EmptyCorpusError, ParameterError, ReadError, SaveError
from analysis.scale import run_corpus
from analysis.study import INDEXES, Study
from analysis.text.saving import locked

ROOT = Path(__file__).parents[2]
FOOT = "Read more news of the region on our site every day."


class Here:
    """A cluster of one worker, which is this process."""

    def get_executor(self, **_):
        return ThreadPoolExecutor(1)


def report(number, country="Kazakhstan"):
    lead = f"ASTANA, June {1 + number % 28} (Courier) - {country} and Uzbekistan agreed on {number + 3} farms."
    loan = f"The Bank of Asia will lend ${number + 5} million to build a power plant of {number * 7} MW in Samarkand."
    return f"{lead}\n\n{loan} The ministers met {number + 2} delegations and spoke of trade, water and roads.\n\n{FOOT}"


@pytest.fixture(scope="module")
def reports(tmp_path_factory):
    """Files of several kinds, with ids that clash, reprints, a foot on every page, errors, and cells of mixed types."""
    folder = tmp_path_factory.mktemp("reports")
    for path in sorted((ROOT / "seeds").glob("*.md"))[:12]:
        (folder / path.name).write_bytes(path.read_bytes())
    rows = [{"id": f"n{n}", "text": report(n), "date": f"{1 + n % 12:02}/{1 + n % 28:02}/2024"} for n in range(24)]
    german = "Der Minister und die Bank. " * 9
    rows += [rows[3] | {"id": "copy"}, rows[4], {"id": "empty", "text": ""}, {"id": "de", "text": german}]
    rows[5]["views"], rows[20]["views"] = 7, 8
    lines = [json.dumps(row) for row in rows]
    (folder / "a.jsonl").write_text("\n".join([*lines[:9], "no json", "", *lines[9:]]))
    later = [{"id": f"n{n}", "text": report(n, "Turkmenistan"), "views": "many", "far": [n]} for n in range(5)]
    (folder / "b.json").write_text(json.dumps(later))
    (folder / "c.txt").write_text(report(30))
    (folder / "c.md").write_text(report(31, "Georgia"))
    (folder / "d.docx").write_text("no document")
    (folder / "e.txt").write_text("")
    (folder / "README.md").write_text("Not a report.")
    return folder


def take_small_parts(patch):
    patch.setattr(partitions, "PART", 8000)
    patch.setattr(partitions, "LEAST", 1000)
    patch.setattr(scale_run, "TOGETHER", 10)
    patch.setattr(scale_run, "ROWS", 7)
    patch.setenv("SILK_LEDGER_LISTS", "")


@pytest.fixture
def small(monkeypatch):
    """Parts of a few documents."""
    take_small_parts(monkeypatch)


def assert_equal(out, folder, whole, topics=None):
    Study(folder, topics, progress=False).save(whole)
    for name, table in vars(Study.load(whole)).items():
        if name in INDEXES:
            pd.testing.assert_frame_equal(getattr(Study.load(out), name), table, obj=name)
    assert (out / "model.json").read_bytes() == (whole / "model.json").read_bytes()
    sources = json.loads((out / "provenance.json").read_text())
    del sources["run"]
    expected = json.loads((whole / "provenance.json").read_text())
    assert sources == expected


@pytest.fixture(scope="module")
def undisturbed(reports, tmp_path_factory):
    """The tables of a run that nothing stopped, by one worker."""
    out = tmp_path_factory.mktemp("undisturbed") / "out"
    with pytest.MonkeyPatch.context() as patch:
        take_small_parts(patch)
        assert run_corpus(reports, out, client=Here()) == out.resolve()
    return out


SMALL = "import analysis.scale.partitions as p, analysis.scale.run as r; "
SMALL += "p.PART, p.LEAST, r.TOGETHER, r.ROWS = 8000, 1000, 10, 7; "


def run_apart(folder, out, more=""):
    """Start a run in a process of its own."""
    code = f"{SMALL}r.run_corpus({str(folder)!r}, {str(out)!r}, n_jobs=2{more})"
    return subprocess.Popen([sys.executable, "-c", code], cwd=ROOT)


def files(folder):
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def wait_for(out, step, running):
    """Return once a run has taken a step with a part, or is over."""
    while not list(out.glob(f".work/*/{step}*")) and running():
        time.sleep(0.02)


def test_the_tables_are_those_of_the_single_machine(reports, undisturbed, small, tmp_path):
    assert len(list((undisturbed / "documents.parquet").iterdir())) > 3
    assert_equal(undisturbed, reports, tmp_path / "whole")


@pytest.mark.slow
def test_a_run_killed_at_any_moment_goes_on_to_the_same_bytes(reports, undisturbed, tmp_path):
    moments = ["read/", "fixed/*1", "learned", "documents/*2", "told/*0", "told/*3", "tables/log", "tables/prov"]
    for moment in moments if os.environ.get("SILK_LEDGER_LONG") else moments[1:6:2]:
        running = run_apart(reports, tmp_path / "out")
        wait_for(tmp_path / "out", moment, lambda process=running: process.poll() is None)
        running.kill()
        running.wait()
    assert not (tmp_path / "out" / "ledger.parquet").exists()
    assert run_apart(reports, tmp_path / "out").wait(timeout=600) == 0
    assert files(tmp_path / "out") == files(undisturbed)


def test_a_second_run_takes_no_step_and_another_file_takes_all(reports, small, tmp_path, monkeypatch):
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "one.txt").write_text(report(1))
    run_corpus(tmp_path / "in", tmp_path / "out", client=Here())
    first = files(tmp_path / "out")
    run_corpus(tmp_path / "in", tmp_path / "out", client=None)
    assert files(tmp_path / "out") == first
    (tmp_path / "in" / "two.txt").write_text(report(2, "Georgia"))
    run_corpus(tmp_path / "in", tmp_path / "out", client=Here())
    assert list(Study.load(tmp_path / "out").documents.index) == ["one", "two"]
    assert not (tmp_path / "out" / ".work").exists()


def test_topics_of_ones_own_are_learned_as_by_the_single_machine(reports, small, tmp_path):
    topics = {"farms": "farm, delegation", "power": "power plant, road"}
    run_corpus(reports, tmp_path / "out", topics=topics, client=Here())
    assert_equal(tmp_path / "out", reports, tmp_path / "whole", topics)


def test_a_sample_that_topics_are_learned_from_is_told(reports, small, tmp_path, monkeypatch):
    monkeypatch.setattr(scale_run, "SAMPLE", 20)
    run_corpus(reports, tmp_path / "out", topics={"farms": "farm", "power": "power plant"}, client=Here())
    log = Study.load(tmp_path / "out").log
    assert log.loc[log["kind"] == "sampled", "detail"].tolist() == ["topics are learned from 20 documents"]


def test_what_cannot_be_read_stops_a_run_that_is_to_raise(reports, small, tmp_path):
    with pytest.raises(ReadError, match=r"a\.jsonl, line 10: not JSON"):
        run_corpus(reports, tmp_path / "out", on_error="raise", client=Here())


def test_a_folder_without_a_document_is_refused(small, tmp_path):
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "empty.txt").write_text("")
    with pytest.raises(EmptyCorpusError, match="no document could be read"):
        run_corpus(tmp_path / "in", tmp_path / "out", client=Here())


def test_no_processes_at_all_are_refused(tmp_path):
    with pytest.raises(ParameterError, match="n_jobs=0 is no number of processes. Choose 1 or more"):
        run_corpus(tmp_path, tmp_path / "out", n_jobs=0)


def test_the_command_line_reads_a_folder_and_says_what_is_wrong(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(command.signal, "signal", lambda *_: None)
    assert command.main(["run", str(tmp_path / "none"), "--out", str(tmp_path / "out")]) == 1
    assert "none: no such file or folder" in capsys.readouterr().err
    asked = []
    monkeypatch.setattr(scale_run, "run_corpus", lambda **options: asked.append(options))
    assert command.main(["run", "in", "--out", "out", "--jobs", "3", "--on-error", "raise"]) == 0
    assert asked == [{"folder": Path("in"), "out": Path("out"), "topics": None, "on_error": "raise", "n_jobs": 3}]


def test_two_runs_do_not_write_to_one_folder(reports, tmp_path):
    (tmp_path / "out").mkdir()
    with locked(tmp_path / "out"), pytest.raises(SaveError, match="another run writes here"):
        run_corpus(reports, tmp_path / "out", client=Here())


def test_what_a_killed_worker_has_half_written_is_no_part(reports, undisturbed, small, tmp_path, monkeypatch):
    link = scale_run._Run._link

    def leave_half(self, found, tables):
        for name in ("documents", "labels"):
            (tables / f"{name}.parquet" / ".half.parquet").write_bytes(b"PAR1")
        return link(self, found, tables)

    monkeypatch.setattr(scale_run._Run, "_link", leave_half)
    run_corpus(reports, tmp_path / "out")
    assert files(tmp_path / "out") == files(undisturbed)


@pytest.mark.slow
def test_a_cluster_that_loses_a_worker_makes_the_same_bytes(reports, undisturbed, small, tmp_path):
    distributed = pytest.importorskip("distributed")
    with (
        distributed.LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=":0") as cluster,
        distributed.Client(cluster) as client,
    ):

        def kill_one():
            wait_for(tmp_path / "out", "told/*0", lambda: not (tmp_path / "out" / "ledger.parquet").exists())
            os.kill(next(iter(client.run(os.getpid).values())), signal.SIGKILL)

        killer = Thread(target=kill_one)
        killer.start()
        run_corpus(reports, tmp_path / "out", client=client)
        killer.join()
    assert files(tmp_path / "out") == files(undisturbed)
