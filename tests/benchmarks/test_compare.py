"""The table of `make benchmark` is whole, and what it writes and says without its corpora."""

import pandas as pd
import pytest

from tests.benchmarks import compare
from tests.benchmarks.data import corpus

GROWTH = pd.DataFrame(
    {
        "reports": [1000, 10_000, 100_000],
        "seconds": [1.0, 10.0, 100.0],
        "processor_seconds": [9.0, 20.0, 2000.0],
        "peak_mb": [200.0, 300.0, 3000.0],
    }
)


def rows():
    yield {"measure": "processor seconds", "kit": 2.0, "rival": 30.0, "texts": "a", "n_texts": 3, "against": "b"}
    yield {"measure": "NMI", "kit": 0.9, "rival": 0.6, "texts": "a", "n_texts": 3, "against": "b"}
    yield {"measure": "deals", "kit": 7, "texts": "a", "n_texts": 3}


def test_every_row_has_every_column_and_less_time_and_higher_scores_are_better():
    table = compare.finish("way", rows(), rounds=3)
    assert list(table.columns) == compare.COLUMNS
    assert table["times_better"].round(3).tolist()[:2] == [15, 1.5]
    assert table["times_better"].isna().tolist() == [False, False, True]
    assert (
        table[["part", "texts", "n_texts", "measure", "kit", "rounds", "kit_version", "machine"]].notna().all(axis=None)
    )


def test_a_part_that_is_run_again_replaces_its_own_rows(tmp_path):
    path, last = tmp_path / "results.csv", pd.DataFrame([{"part": "way", "measure": "new"}])
    for part in ("growth", "way"):
        compare.save_rows(path, compare.finish(part, rows(), rounds=1))
    compare.save_rows(path, last)
    assert pd.read_csv(path)["part"].tolist() == ["way", "growth", "growth", "growth"]
    assert pd.read_csv(path)["measure"].tolist()[0] == "new"


def test_the_committed_table_has_all_parts_and_the_figure_its_numbers():
    table, growth = (pd.read_csv(compare.HERE / name) for name in ("results.csv", "growth.csv"))
    assert list(table.columns) == compare.COLUMNS
    assert table["part"].unique().tolist() == list(compare.PARTS)
    assert table[["texts", "n_texts", "measure", "kit", "rounds", "machine"]].notna().all(axis=None)
    assert (table["rival"].notna() == table["times_better"].notna()).all()
    assert list(growth.columns) == list(GROWTH.columns)
    last = growth.iloc[-1]
    words = f"{last['reports']:,.0f} reports: {last['processor_seconds']} s, {last['peak_mb']} MB."
    assert words in (compare.HERE / "growth.svg").read_text(encoding="utf-8")


def test_the_slope_is_the_power_from_ten_thousand_reports_on():
    assert compare.find_slope(GROWTH, "processor_seconds") == pytest.approx(2)
    assert compare.find_slope(GROWTH, "peak_mb") == pytest.approx(1)


def test_the_figure_is_the_same_on_every_run_and_says_its_numbers():
    slopes = {name: compare.find_slope(GROWTH, name) for name in ("processor_seconds", "peak_mb")}
    first, second = (compare.draw_growth(GROWTH, slopes) for _ in range(2))
    assert first == second
    assert b"100,000 reports: 2000.0 s, 3000.0 MB." in first


def test_peak_and_seconds_are_of_all_processes(capfd):
    code = "import subprocess, sys; subprocess.run([sys.executable, '-c', sys.argv[1]])"
    child = "x = bytearray(300_000_000); sum(range(10**7)); import time; time.sleep(0.5)"
    _, wall, processors, peak = compare.watch(compare.sys.executable, "-c", code, child)
    assert 300 < peak < 600
    assert 0.05 < processors <= 2 * wall + 1


def test_a_command_that_fails_stops_the_benchmark():
    with pytest.raises(SystemExit, match="exit status 3"):
        compare.watch(compare.sys.executable, "-c", "raise SystemExit(3)")


def test_missing_corpora_are_named(monkeypatch, tmp_path):
    monkeypatch.delenv("SILK_LEDGER_DATA", raising=False)
    with pytest.raises(SystemExit, match="SILK_LEDGER_DATA is not set. Name the folder with corpora/reuters21578"):
        corpus("bbc_news")
    monkeypatch.setenv("SILK_LEDGER_DATA", str(tmp_path))
    with pytest.raises(SystemExit, match="bbc_news.jsonl.gz: there is no such file"):
        corpus("bbc_news")
