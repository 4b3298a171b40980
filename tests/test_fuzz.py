"""Broken files, texts, tables and models, by chance but the same on every run: see tests/benchmarks/fuzz.py."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
INPUTS = 2  # a target; `make fuzz` takes three minutes for each


@pytest.mark.slow
def test_broken_inputs_end_in_a_result_or_an_error_of_ours():
    unbuffered = os.environ | {"PYTHONUNBUFFERED": "1"}  # two targets at a time never share a line, see `tell`
    command = [sys.executable, "-m", "tests.benchmarks.fuzz", "--inputs", str(INPUTS), "--jobs", "2"]
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, timeout=600, env=unbuffered)
    assert done.returncode == 0, done.stderr[-2000:]
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert [row for row in rows if isinstance(row["wrong"], str)] == []
    assert len(rows) > 40
    assert {row["inputs"] for row in rows} == {INPUTS}
