"""A writer that is killed, stopped or out of room at any moment leaves the old result or the new one, and nothing
else."""

import multiprocessing
import os
import random
import resource
import signal
import time

import pandas as pd
import pytest

from analysis import TopicClassifier, load_model, save_model, save_table
from analysis.charts import load_manifest, plot_bars, save_figure
from analysis.charts.figures import publish_figures
from analysis.errors import SaveError

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="processes are forked to be killed")
TABLE = pd.DataFrame({"n": range(300), "word": ["silk"] * 300}, index=pd.Index(range(300), name="row"))
MODEL = TopicClassifier({"sport": "tennis", "money": "loan"}).fit(["tennis", "a loan", "rain"] * 9)
ENDINGS = (".csv", ".xlsx", ".parquet", ".jsonl")
READ = {".csv": pd.read_csv, ".parquet": pd.read_parquet, ".jsonl": lambda path: pd.read_json(path, lines=True)} | {
    **{".xlsx": lambda path: pd.read_excel(path, engine="calamine")}
}


def save_tables(folder):
    for ending in ENDINGS:
        save_table(TABLE, folder / f"table{ending}")


def check_tables(folder):
    for ending in ENDINGS:
        assert len(READ[ending](folder / f"table{ending}")) == 300


def save_models(folder):
    save_model(
        TopicClassifier({"sport": "tennis", "money": "loan"}).fit(["tennis", "a loan", "rain"] * 9), folder / "m.json"
    )


def check_models(folder):
    assert load_model(folder / "m.json").predict(["tennis"]).tolist() == ["sport"]


def draw(name):
    table = pd.DataFrame({"n": [1, 2]}, index=["a", "b"])
    ax = plot_bars(table, value="n", title="Two", unit="things")
    save_figure(name, ax, table, caption="Two bars.", alt="Two bars, one twice as long as the other, of things.")


def save_figures(folder):
    os.environ["SILK_LEDGER_FIGURES"] = str(folder)
    draw("01-one")
    draw("02-two")


def check_figures(folder):
    manifest = load_manifest(folder)
    assert manifest["figure"].tolist() == ["01-one", "02-two"]
    for name in manifest["figure"]:
        assert (folder / f"{name}.svg").read_bytes().rstrip().endswith(b"</svg>")
        assert (folder / f"{name}.png").read_bytes().endswith(b"IEND\xaeB`\x82")
        assert len(pd.read_csv(folder / f"{name}.csv")) == 2
    assert (folder / "own.png").read_bytes() == b"the user's"


def publish(folder):
    source = folder.parent / "source"
    if not source.exists():
        source.mkdir()
        save_figures(source)
    publish_figures(source, folder)


SAVERS = {
    "tables": (save_tables, check_tables),
    "models": (save_models, check_models),
    "figures": (save_figures, check_figures),
    "a run": (publish, check_figures),
}


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.setenv("SILK_LEDGER_FIGURES", "")
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "own.png").write_bytes(b"the user's")
    return tmp_path / "out"


def write_forever(saver, folder):
    while True:
        SAVERS[saver][0](folder)


def write_without_room(saver, folder):
    """End with 7 where the error is ours and says so; the limit of a file's size stands for a full disk."""
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (40, 40))
    try:
        SAVERS[saver][0](folder)
    except SaveError as error:
        os._exit(7 if "cannot be written" in str(error) else 1)


def draw_forever(folder, name):
    os.environ["SILK_LEDGER_FIGURES"] = str(folder)
    while True:
        draw(name)


def start(work, *arguments):
    """Start a process, forked from a server that has all modules loaded and no threads."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([__name__])
    process = context.Process(target=work, args=arguments, daemon=True)
    process.start()
    return process


def end(process):
    process.join(20)
    assert process.exitcode is not None, "it hangs"


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM])
@pytest.mark.parametrize("saver", SAVERS)
def test_a_writer_killed_at_any_moment_leaves_whole_files(folder, saver, how):
    """Twelve times for each of four savers and two signals: 96 faults; the tests below add five."""
    save, check = SAVERS[saver]
    save(folder)
    rng = random.Random(f"{saver} {how}")
    for _ in range(12):
        process = start(write_forever, saver, folder)
        time.sleep(0.02 + rng.random() * 0.2)
        os.kill(process.pid, how)
        end(process)
        check(folder)


@pytest.mark.parametrize("saver", SAVERS)
def test_a_full_disk_leaves_whole_files_and_says_so(folder, saver):
    save, check = SAVERS[saver]
    save(folder)
    process = start(write_without_room, saver, folder)
    end(process)
    assert process.exitcode == 7
    check(folder)
    assert [path.name for path in folder.iterdir() if path.name.startswith(".")] == []


def test_two_writers_keep_both_figures_in_the_manifest(folder):
    processes = [start(draw_forever, folder, name) for name in ("01-one", "02-two")]
    time.sleep(3)
    for process in processes:
        process.kill()
        end(process)
    check_figures(folder)
