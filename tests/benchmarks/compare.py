"""
The kit beside others on the same texts in one run: ``make benchmark``, or in part

    SILK_LEDGER_DATA=... python -m tests.benchmarks.compare [way vectors clusters label growth] [--out FOLDER]

The rivals get an environment of their own, ``.venv.rivals`` in the project's folder, of the versions in ``rivals.txt``
(about 2 GB, made once; their models come inside packages). All is measured in processes of its own, kit and rival in
turn, `--rounds` times; the table has medians. Processor seconds are of all processes and threads, and other programs
disturb them little; the clock's tell what a second core brings, on an idle machine. Imports and what a library compiles
or loads when it is first used are counted on neither side. Writes ``results.csv``, of which it replaces the rows of the
parts that it runs, ``growth.csv`` and ``growth.svg``.
"""

import argparse
import gzip
import json
import os
import platform
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from importlib.metadata import version
from io import BytesIO
from pathlib import Path
from statistics import median
from zipfile import ZipFile

import numpy as np
import pandas as pd
import psutil
from matplotlib import pyplot as plt

from analysis import __version__
from analysis.charts.figures import draw_files
from analysis.charts.style import ACCENT, QUIET, set_headline, styled
from analysis.evaluate.agreement import compare_clusters
from tests.benchmarks.data import ROOT, corpus
from tests.benchmarks.recombine import load_sources, write_reports

HERE = Path(__file__).parent
RIVALS = ROOT / ".venv.rivals" / "bin" / "python"
COLUMNS = ["part", "texts", "n_texts", "measure", "kit", "rival", "times_better", "rounds", "against", "kit_version"]
COLUMNS += ["machine"]
CLOCKS = ("seconds by the clock", "processor seconds")
SIZES = (1_000, 3_000, 10_000, 30_000, 100_000, 300_000, 1_000_000)
SLOPE_FROM = 10_000  # reports; with fewer, what does not grow weighs too much
EVERY = 0.5  # seconds between two looks at the memory
TEXT = "Kazakhstan and Uzbekistan will build a gas pipeline for $1 billion."
OLD = "faefff5"  # the last commit of version 0.1, before its modules moved into rooms
IMPORTS = "import pandas, sklearn"
# In this order, since the order alone makes the imports up to 0.08 s slower.
LABEL = f"{IMPORTS}; from analysis import TopicClassifier; TopicClassifier().fit([{TEXT!r}]).predict([{TEXT!r}])"


def set_up() -> None:
    """Make the rivals' environment, where it is missing or older than the list of versions."""
    stamp, wanted = RIVALS.parents[1] / ".ready", HERE / "rivals.txt"
    if stamp.exists() and stamp.stat().st_mtime >= wanted.stat().st_mtime:
        return
    stamp.unlink(missing_ok=True)
    subprocess.run([sys.executable, "-m", "venv", RIVALS.parents[1]], check=True)
    subprocess.run([RIVALS, "-m", "pip", "install", "--quiet", "--requirement", wanted], check=True)
    stamp.touch()


def watch(*command: object) -> tuple[str, float, float, float]:
    """Run a command; return what it prints, its seconds by both clocks, and the peak MB of all its processes."""
    start, before, spent, peak = time.perf_counter(), _children_seconds(), dict[int, float](), 0.0
    with tempfile.TemporaryFile("w+") as out:
        process = psutil.Popen(list(map(str, command)), stdout=out, cwd=ROOT)
        while process.poll() is None:
            memory = 0.0
            with suppress(psutil.NoSuchProcess):
                for one in (process, *process.children(recursive=True)):
                    spent[one.pid] = sum(one.cpu_times()[:2])
                    held = one.memory_full_info()
                    memory += getattr(held, "pss", held.uss) / 1e6  # what processes share counts once
            peak = max(peak, memory)
            time.sleep(EVERY)
        if process.returncode:
            sys.exit(f"{' '.join(map(str, command))}: exit status {process.returncode}")
        out.seek(0)
        wall = time.perf_counter() - start
        return out.read(), wall, max(sum(spent.values()), _children_seconds() - before), peak


def _children_seconds() -> float:
    spent = os.times()
    return spent.children_user + spent.children_system


def ask(python: object, task: str, kit: Path = ROOT, **arguments: object) -> dict:
    """Have a task of `tasks` done in an environment, by the kit in a folder; return its answer and its peak MB."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "task.json")
        path.write_text(json.dumps(arguments), encoding="utf-8")
        printed, _, _, peak = watch("env", f"PYTHONPATH={kit}", python, HERE / "tasks.py", task, path)
    return json.loads(printed.splitlines()[-1]) | {"peak": peak}


def run_kit(reports: Path, out: Path) -> tuple[float, float, float]:
    """Have ``python -m analysis run`` read reports; return its seconds by both clocks, and its peak MB."""
    return watch(sys.executable, "-m", "analysis", "run", reports, "--out", out)[1:]


def unpack_old(folder: Path) -> Path | None:
    """Unpack the code of version 0.1 from the history; return None where there is none."""
    packing = ["git", "archive", "--format=zip", OLD, "analysis"]
    packed = subprocess.run(packing, cwd=ROOT, capture_output=True, check=False)
    if packed.returncode:
        return None
    with ZipFile(BytesIO(packed.stdout)) as archive:
        archive.extractall(folder)
    return folder


def read_rows(name: str, most: int | None) -> list[dict]:
    """Read a corpus, or about `most` of its texts, evenly spaced."""
    with gzip.open(corpus(name), "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    return rows[:: max(1, len(rows) // (most or len(rows)))]


def compare_way(options: argparse.Namespace) -> Iterator[dict]:
    """From JSON lines to the ledger, beside 0.1 and a rival that reads each text once, a part of them in each round."""
    rows = read_rows("reuters21578", options.texts)
    texts = [f"{row['title'] or ''}\n\n{row['text'] or ''}" for row in rows]
    ours, before, theirs, runs = [], [], [], []
    with tempfile.TemporaryDirectory() as folder:
        reports, old = Path(folder, "reports.jsonl"), unpack_old(Path(folder, "old"))
        reports.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
        for turn in range(options.rounds):
            ours.append(ask(sys.executable, "whole_way", reports=str(reports)))
            runs.append(run_kit(reports, Path(folder, f"out-{turn}")))
            before += [ask(sys.executable, "whole_way", old, reports=str(reports))] if old else []
            theirs.append(ask(RIVALS, "entities", texts=texts[turn :: options.rounds]))
    about = {"texts": "Reuters-21578", "n_texts": len(texts)}
    spacy, version_01 = f"{theirs[0]['against']}: entities only", f"Silk Ledger 0.1 ({OLD}), which finds no deals"
    for clock, measure in enumerate(CLOCKS):
        kit = median(sum(step[clock] for step in one["steps"].values()) for one in ours)
        found = about | {"measure": f"JSON lines to ledger, {measure}", "kit": kit}
        yield found | {"rival": sum(one["steps"]["entities"][clock] for one in theirs), "against": spacy}
        if before:
            rival = median(sum(step[clock] for step in one["steps"].values()) for one in before)
            yield found | {"rival": rival, "against": version_01}
        if clock == 0:
            yield about | {"measure": "reports a second by the clock", "kit": len(texts) / kit}
    for who, rounds in [(spacy, theirs)] + [(version_01, before)] * bool(before):
        peaks = [median(one["peak"] for one in side) for side in (ours, rounds)]
        yield (
            about
            | {"measure": "peak MB of all processes", "against": who}
            | dict(zip(("kit", "rival"), peaks, strict=True))
        )
    for place, measure in enumerate((*CLOCKS, "peak MB of all processes")):
        kit = median(run[place] for run in runs)
        yield about | {"measure": f"python -m analysis run, with start and saving, {measure}", "kit": kit}
    for name in ours[0]["steps"]:
        kit = median(one["steps"][name][1] for one in ours)
        yield about | {"measure": f"{name}, processor seconds", "kit": kit}
    for name, size in ours[0]["sizes"].items():
        yield about | {"measure": f"{name} in the end", "kit": size}


def compare_vectors(options: argparse.Namespace) -> Iterator[dict]:
    """TF-IDF on all cores; the matrices are compared first."""
    from tests.benchmarks import bench_vectors

    texts = bench_vectors.load_texts()
    texts = texts[:: max(1, len(texts) // (options.texts or len(texts)))]
    bench_vectors.equality(texts)
    against = {"against": f"scikit-learn {version('scikit-learn')}", "texts": "Reuters-21578 and 20 Newsgroups"}
    for setting, pairs in bench_vectors.speed(texts, rounds=options.rounds).items():
        for clock, measure in enumerate(CLOCKS):
            kit, rival = (median(pair[side][clock] for pair in pairs) for side in (1, 0))
            times = median(pair[0][clock] / pair[1][clock] for pair in pairs)
            found = {"measure": f"TF-IDF, {setting}, {measure}", "kit": kit, "rival": rival, "times_better": times}
            yield against | {"n_texts": len(texts)} | found


def compare_topics(options: argparse.Namespace) -> Iterator[dict]:
    """Clusters and their names on BBC."""
    rows = read_rows("bbc_news", options.texts)
    texts, classes = [row["text"] for row in rows], [row["label"] for row in rows]
    task = {"texts": texts, "k": len(set(classes))}
    pairs = [(ask(sys.executable, "clusters", **task), ask(RIVALS, "bertopic", **task)) for _ in range(options.rounds)]
    about = {"texts": "BBC", "n_texts": len(texts), "against": f"{pairs[0][1]['against']}, MiniLM: defaults"}
    for name in pairs[0][0]["labels"]:
        for clock, measure in enumerate(CLOCKS):
            kit, rival = (median(pair[side]["steps"][name][clock] for pair in pairs) for side in (0, 1))
            yield about | {"measure": f"clusters, {name}, {measure}", "kit": kit, "rival": rival}
        scores = [[compare_clusters(classes, one["labels"][name], n_resamples=0)["score"] for one in p] for p in pairs]
        for score in ("nmi", "ami"):
            kit, rival = (median(pair[side][score] for pair in scores) for side in (0, 1))
            yield about | {"measure": f"clusters, {name}, {score.upper()}", "kit": kit, "rival": rival}
    peaks = {who: median(pair[side]["peak"] for pair in pairs) for side, who in enumerate(("kit", "rival"))}
    yield about | {"measure": "peak MB of all processes"} | peaks


def compare_label(options: argparse.Namespace) -> Iterator[dict]:
    """The first label of one text in a fresh process, against bare imports."""
    pairs = []
    for _ in range(7 * options.rounds):
        spent = []
        for code in (LABEL, IMPORTS):
            clock, before = time.perf_counter(), _children_seconds()
            subprocess.run([sys.executable, "-c", code], check=True, cwd=ROOT)
            spent.append((time.perf_counter() - clock, _children_seconds() - before))
        pairs.append(spent)
    for clock, measure in enumerate(CLOCKS):
        kit, rival = (median(pair[side][clock] for pair in pairs) for side in (0, 1))
        about = {"texts": "one", "n_texts": 1, "rounds": len(pairs), "against": IMPORTS}
        yield about | {"measure": f"first label, fresh process, {measure}", "kit": kit, "rival": rival}
        above = median(pair[0][clock] - pair[1][clock] for pair in pairs)
        yield about | {"measure": f"first label, above these imports, {measure}", "kit": above, "against": ""}


def measure_growth(options: argparse.Namespace) -> Iterator[dict]:
    """Time and memory from a thousand reports on; write them, and their chart."""
    sources, points = load_sources(), []
    for size in (size for size in SIZES if size <= options.most):
        with tempfile.TemporaryDirectory() as folder:
            reports = Path(folder, "reports")
            write_reports(reports, sources, size)
            points.append((size, *run_kit(reports, Path(folder, "out"))))
            print(*points[-1], flush=True)
    table = pd.DataFrame(points, columns=["reports", "seconds", "processor_seconds", "peak_mb"]).round(1)
    table.to_csv(options.out / "growth.csv", index=False, lineterminator="\n")
    slopes = {name: find_slope(table, name) for name in ("processor_seconds", "peak_mb")}
    (options.out / "growth.svg").write_bytes(draw_growth(table, slopes))
    about = {
        "texts": f"recombined, {len(table)} sizes from {SIZES[0]}",
        "n_texts": int(table["reports"].max()),
        "rounds": 1,
    }
    for name, slope in slopes.items():
        measure = f"power of the reports by which {name.replace('_', ' ')} grow, from {first_of_slope(table):,} on"
        yield about | {"measure": measure, "kit": slope}
    for name in slopes:
        yield about | {"measure": name.replace("_", " "), "kit": table[name].iloc[-1]}


def first_of_slope(table: pd.DataFrame) -> int:
    """Return the number of reports from which on the slope is measured: two sizes at least."""
    return int(min(SLOPE_FROM, table["reports"].iloc[-2]))


def find_slope(table: pd.DataFrame, name: str) -> float:
    """Return by which power of the reports a column grows, by least squares of the logarithms."""
    part = table[table["reports"] >= first_of_slope(table)]
    return float(np.polyfit(np.log(part["reports"]), np.log(part[name]), 1)[0])


@styled
def draw_growth(table: pd.DataFrame, slopes: dict[str, float]) -> bytes:
    """Return the chart of growth as SVG."""
    figure, both = plt.subplots(1, 2, figsize=(6.3, 3))
    units = {"processor_seconds": ("Time", "processor seconds"), "peak_mb": ("Memory", "peak MB of all processes")}
    for ax, (name, (what, unit)) in zip(both, units.items(), strict=True):
        ax.loglog(table["reports"], table[name], color=ACCENT, marker="o", markersize=4)
        ax.loglog(
            table["reports"], table[name].iloc[-1] * table["reports"] / table["reports"].iloc[-1], ":", color=QUIET
        )
        ax.minorticks_off()
        for axis in (ax.xaxis, ax.yaxis):
            axis.set_major_formatter(lambda number, _: f"{number:,.0f}")
        note = "dotted: power 1, as the reports"
        set_headline(ax, f"{what}: power {slopes[name]:.2f}", note, xlabel="reports", ylabel=unit)
    title = "From reports to ledger: time and memory by the number of reports"
    alt = " ".join(
        f"{row.reports:,} reports: {row.processor_seconds} s, {row.peak_mb} MB." for row in table.itertuples()
    )
    return draw_files(figure, title, alt, "", ("svg",))["svg"]


PARTS: dict[str, Callable[[argparse.Namespace], Iterator[dict]]] = {
    "way": compare_way,
    "vectors": compare_vectors,
    "clusters": compare_topics,
    "label": compare_label,
    "growth": measure_growth,
}


def finish(part: str, rows: Iterator[dict], rounds: int) -> pd.DataFrame:
    """Return the rows of a part with all columns; `times_better` is the rival's seconds or MB by ours, or a score's."""
    table = pd.DataFrame(list(rows)).reindex(columns=COLUMNS).assign(part=part)
    table["rounds"] = table["rounds"].fillna(rounds).astype(int)
    higher = table["measure"].str.contains("NMI|AMI|a second")
    times = (table["rival"] / table["kit"]).where(~higher, table["kit"] / table["rival"])
    table["times_better"] = table["times_better"].astype(float).fillna(times.astype(float))
    return table.assign(kit_version=__version__, machine=name_machine())


def name_machine() -> str:
    """Return processor, cores, memory and Python of this machine."""
    info = Path("/proc/cpuinfo")
    names = [line for line in info.read_text().splitlines() if line.startswith("model name")] if info.exists() else []
    name = names[0].split(": ")[1] if names else platform.processor()
    memory = psutil.virtual_memory().total / 2**30
    return f"{name}, {os.cpu_count()} cores, {memory:.0f} GB, Python {platform.python_version()}"


def save_rows(path: Path, table: pd.DataFrame) -> None:
    """Put the rows of a part in the place of its old ones."""
    old = pd.read_csv(path) if path.exists() else table[:0]
    rows = [part for part in (old[~old["part"].isin(table["part"])], table) if len(part)]
    joined = pd.concat(rows).sort_values("part", key=lambda names: names.map(list(PARTS).index), kind="stable")
    joined.to_csv(path, index=False, lineterminator="\n", float_format="%.4g")


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.compare", description=__doc__.split("\n\n")[0])
    parser.add_argument("parts", nargs="*", choices=[*PARTS, []], help="all by default")
    parser.add_argument("--rounds", type=int, default=3, help="how often kit and rival take turns")
    parser.add_argument("--texts", type=int, help="so many texts only, for a trial")
    parser.add_argument("--most", type=int, default=100_000, help="reports of the last step of growth, up to a million")
    parser.add_argument(
        "--run", action="store_true", help="growth of `python -m analysis run`, not of the single steps"
    )
    parser.add_argument("--out", type=Path, default=HERE, help="where table and figure go")
    options = parser.parse_args(arguments)
    corpus("reuters21578")
    set_up()
    options.out.mkdir(parents=True, exist_ok=True)
    for part in options.parts or PARTS:
        table = finish(part, PARTS[part](options), options.rounds)
        save_rows(options.out / "results.csv", table)
        print(table[["measure", "kit", "rival", "times_better", "against"]].round(3).to_string(index=False), flush=True)


if __name__ == "__main__":
    main()
