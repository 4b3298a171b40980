"""A folder read in parts gives the tables of the single machine, however often the run is stopped."""

import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pandas as pd
import pytest

import analysis.scale.partitions as partitions
import analysis.scale.run as scale_run
from analysis.scale import run_corpus
from analysis.study import INDEXES, Study

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


@pytest.fixture
def small(monkeypatch):
    """Parts of a few documents."""
    monkeypatch.setattr(partitions, "PART", 3000)
    monkeypatch.setattr(partitions, "LEAST", 1000)
    monkeypatch.setattr(scale_run, "TOGETHER", 10)
    monkeypatch.setenv("SILK_LEDGER_LISTS", "")


def assert_equal(out, folder, whole, topics=None):
    Study(folder, topics, progress=False).save(whole)
    for name, table in vars(Study.load(whole)).items():
        if name in INDEXES:
            pd.testing.assert_frame_equal(getattr(Study.load(out), name), table, obj=name)
    assert (out / "model.json").read_bytes() == (whole / "model.json").read_bytes()
    sources = json.loads((out / "provenance.json").read_text())
    del sources["run"]
    expected = json.loads((whole / "provenance.json").read_text())
    del expected["options"]["corrections"]
    assert sources == expected


def test_the_tables_are_those_of_the_single_machine(reports, small, tmp_path):
    assert run_corpus(reports, tmp_path / "out", client=Here()) == (tmp_path / "out").resolve()
    assert len(list((tmp_path / "out" / "documents.parquet").iterdir())) > 3
    assert_equal(tmp_path / "out", reports, tmp_path / "whole")
