"""A folder is cut where no report is, and the parts of a table have the same columns."""

import json

import pandas as pd
import pytest

import analysis.scale.partitions as partitions
from analysis.corpus.files import Lines, read_file
from analysis.scale.partitions import plan_parts, unify_parts


@pytest.fixture(autouse=True)
def small(monkeypatch):
    monkeypatch.setattr(partitions, "PART", 100)
    monkeypatch.setattr(partitions, "LEAST", 40)


def test_the_parts_of_json_lines_hold_every_row_once_by_its_number(tmp_path):
    path = tmp_path / "a.jsonl"
    path.write_text("\n".join(json.dumps({"text": f"Report {n}."}) for n in range(30)))
    parts = plan_parts({"a.jsonl": str(path)})
    read = [r for part in parts for r in read_file(part["a.jsonl"], "a.jsonl", columns={}, refuse=pytest.fail)]
    assert len(parts) > 3
    assert [(r.doc_id, r.text) for r in read] == [(f"a.jsonl#{n + 1}", f"Report {n}.") for n in range(30)]


@pytest.mark.parametrize(
    "text", ['[\n{"text": "One."},\n', '{"text":\n "One."}\n', "id,text\n"], ids=["list", "value", "csv"]
)
def test_what_lines_do_not_part_is_read_whole(text, tmp_path):
    path = tmp_path / ("a.csv" if text[0] == "i" else "a.jsonl")
    path.write_text(text + "x" * 200)
    assert plan_parts({path.name: str(path)}) == [{path.name: str(path)}]


def test_files_go_together_up_to_their_bytes(tmp_path):
    sizes = {"a": 10, "b": 90, "c": 10, "d": 300, "e": 5}
    for name, size in sizes.items():
        (tmp_path / name).write_text("x" * size)
    parts = plan_parts({name: str(tmp_path / name) for name in sizes})
    assert [list(part) for part in parts] == [["a", "b"], ["c", "d"], ["e"]]
    assert not any(isinstance(file, Lines) for part in parts for file in part.values())


def test_parts_get_the_columns_of_all_and_text_where_types_differ(tmp_path):
    pd.DataFrame({"text": ["a"], "meta_b": [1], "meta_n": [1]}).to_parquet(tmp_path / "0.parquet")
    pd.DataFrame({"text": ["b"], "meta_b": ["x"], "meta_n": [0.5]}).to_parquet(tmp_path / "1.parquet")
    pd.DataFrame({"text": ["c"], "meta_a": [["y"]], "meta_b": [[2]]}).to_parquet(tmp_path / "2.parquet")
    unify_parts(tmp_path)
    whole = pd.read_parquet(tmp_path)
    assert list(whole) == ["text", "meta_a", "meta_b", "meta_n"]
    assert whole["meta_b"].tolist() == ["1", "x", "[2]"]
    assert whole["meta_n"].tolist()[:2] == [1, 0.5]
    assert list(whole["meta_a"][2]) == ["y"]
