"""
``python -m analysis figures``: run the notebooks in order and reproduce every figure; ``make figures`` calls it.
``python -m analysis report``: write ``report.html``, one page to send; ``make report`` calls it.
``python -m analysis run FOLDER --out OUT``: read a folder of any size into tables, see `analysis.scale`.

Each notebook runs in a kernel of its own; figures are written to a temporary folder and moved only after the last
notebook has run, so a failed run changes nothing.
"""

import argparse
import asyncio
import os
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import Any

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError
from tqdm import tqdm
from traitlets.config import Config

from analysis.charts.figures import publish_figures
from analysis.corpus.files import ROOT
from analysis.errors import AnalysisError, CorpusError, SaveError
from analysis.report.page import save_report
from analysis.study import SAVED, Study
from analysis.text.saving import locked, make_folder, save_bytes

TIMEOUT_SECONDS = 3600
# see `analysis.report.kernels`; in 3.11.0 other users of the machine can reach its fork server (CVE-2022-42919)
FORKED = sys.platform == "linux" and sys.version_info >= (3, 11, 1)
_clients: set[NotebookClient] = set()  # of the pages that are running


def run_notebooks(*, corpus: Path | None = None, out: Path | None = None) -> list[Path]:
    """
    Run ``notebooks/*.ipynb`` in order, save their figures, and return the paths of the executed notebooks.

    `corpus` is a folder of reports, by default the project's ``seeds/``. ``figures/`` and the executed ``notebooks/``
    go to `out`, by default to the project itself for its own seeds, else next to the corpus: ``<corpus>-silk-ledger``.
    Elsewhere than in the project itself, `out` gets ``report.html`` and what `Study.save` writes too. A script calls
    this behind ``if __name__ == "__main__":``, since the processes that kernels run in import it.
    Raise `CorpusError` if there is no such corpus, `AnalysisError` with the notebook, cell and error if a cell fails,
    `SaveError` if `out` cannot be written, holds the corpus or lies in it, or another run writes there.
    """
    os.environ["JUPYTER_PREFER_ENV_PATH"] = "1"
    corpus, target = _place(corpus, out, ROOT)
    if corpus is not None:
        os.environ["SILK_LEDGER_CORPUS"] = str(corpus)
    pages = sorted((ROOT / "notebooks").glob("*.ipynb"))
    forked = FORKED and _begin_imports()
    with locked(make_folder(target), wait=False):
        for left in target.glob(".run-*"):  # of runs that were killed
            shutil.rmtree(left, ignore_errors=True)
        with tempfile.TemporaryDirectory(prefix=".run-", dir=target) as scratch:  # on the same disk
            os.environ["SILK_LEDGER_FIGURES"] = f"{scratch}/figures"
            os.environ[SAVED] = _read_all(corpus or ROOT / "seeds", Path(scratch, "study"), target != ROOT)
            done = _run_all(pages, corpus, forked)
            publish_figures(make_folder(Path(scratch, "figures")), make_folder(target / "figures"))
            if target != ROOT:
                for path in filter(Path.is_file, sorted(Path(scratch, "study").rglob("*"))):
                    place = path.relative_to(Path(scratch, "study"))
                    save_bytes(make_folder((target / place).parent) / path.name, path.read_bytes())
    results = [make_folder(target / "notebooks") / page.name for page in pages]
    for path, text in zip(results, done, strict=True):
        save_bytes(path, text.encode("utf-8"))
    with suppress(OSError):  # nobody listens any more
        print(f"Figures: {target / 'figures'}\nNotebooks: {target / 'notebooks'}", file=sys.stderr)
        if target != ROOT:
            print(f"Tables, ledger.xlsx and report.html: {target}", file=sys.stderr)
    return results


def write_report(*, corpus: Path | None = None, out: Path | None = None) -> None:
    """
    Write ``report.html`` on a folder of reports.

    `corpus` and `out` are as for `run_notebooks`, whose errors are raised; the report on the project's own ``seeds/``
    goes to its ``results/``.
    """
    corpus, target = _place(corpus, out, ROOT / "results")
    print(f"Report: {save_report(Study(corpus or ROOT / 'seeds'), target)}", file=sys.stderr)


def _place(corpus: Path | None, out: Path | None, own: Path) -> tuple[Path | None, Path]:
    """Return the whole path of a corpus and the folder for its results: by default beside it, of the seeds `own`."""
    if corpus is None:
        return None, (out or own).resolve()
    corpus = corpus.resolve()
    if not corpus.exists():
        raise CorpusError(f"{corpus}: there is no such folder. Check the path after CORPUS= or --corpus.")
    target = (out or corpus.with_name(f"{corpus.name}-silk-ledger")).resolve()
    if target.is_relative_to(corpus) or corpus.is_relative_to(target):
        raise SaveError(f"{target}: results and reports lie within each other. Name another folder after OUT=.")
    return corpus, target


def _read_all(corpus: Path, folder: Path, report: bool) -> str:
    """Read the reports once for all pages, write the report on them, and return the folder with the saved study."""
    study = Study(corpus)
    study.save(folder)
    if report:
        save_report(study, folder)
    return str(folder)


def _begin_imports() -> bool:
    from analysis.report.kernels import begin_imports

    return begin_imports()


def _run_all(pages: list[Path], corpus: Path | None, forked: bool) -> list[str]:
    """Run the pages, one on each processor at a time, and return them as they are to be saved."""
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        places = (f"[{number}/{len(pages)}]" for number in range(1, len(pages) + 1))
        running = [pool.submit(_run, page, place, corpus, forked) for page, place in zip(pages, places, strict=True)]
        try:
            return [page.result() for page in running]
        finally:
            pool.shutdown(wait=False, cancel_futures=True)
            while any(page.running() for page in running):  # none, unless a page has failed or a signal has come
                for client in _clients.copy():
                    if process := getattr(client.km and client.km.provisioner, "process", None):
                        process.kill()
                time.sleep(0.1)  # a kernel may only be starting


def _run(page: Path, place: str, corpus: Path | None, forked: bool) -> str:
    notebook = nbformat.read(page, as_version=4)
    cells = sum(cell.cell_type == "code" for cell in notebook.cells)
    with tempfile.TemporaryDirectory() as sockets, tqdm(total=cells, desc=f"{place} {page.stem}", unit="cell") as bar:
        pipe = {"transport": "ipc", "ip": f"{sockets}/kernel"} if os.name == "posix" else {}
        run: dict[str, Any] = {"timeout": TIMEOUT_SECONDS, "record_timing": False}
        if forked:
            run["kernel_manager_class"] = "analysis.report.kernels.ForkedKernelManager"
        config, home = Config({"KernelManager": pipe, "NotebookClient": run}), {"metadata": {"path": str(page.parent)}}
        client = NotebookClient(notebook, config=config, resources=home, coalesce_streams=True)
        client.on_cell_executed = lambda **_: bar.update()
        _clients.add(client)
        try:
            asyncio.run(client.async_execute())
        except CellExecutionError as error:
            cell = next(c.source for c in notebook.cells if any(o.output_type == "error" for o in c.get("outputs", ())))
            raise AnalysisError(f"{page.name}: a cell failed: {error.ename}: {error.evalue}\n\n{cell}") from error
        except (DeadKernelError, CellTimeoutError, EOFError, ConnectionError) as error:
            raise AnalysisError(f"{page.name}: the kernel died or hung ({error}). Free memory; run again.") from error
        finally:
            _clients.discard(client)
    if corpus is not None:  # run again in JupyterLab, the page reads the same reports and draws beside them
        names = {"SILK_LEDGER_CORPUS": str(corpus), "SILK_LEDGER_FIGURES": "../figures"}
        cell = nbformat.v4.new_code_cell(f"import os\n\nos.environ |= {names!r}", id="corpus")
        notebook.cells.insert(0, cell)
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    notebook.metadata = {"kernelspec": kernel, "language_info": {"name": "python"}}
    return nbformat.writes(notebook) + "\n"


def _run_corpus(**options: Any) -> None:
    from analysis.scale.run import run_corpus

    print(f"Tables: {run_corpus(**options)}", file=sys.stderr)


def main(arguments: list[str] | None = None) -> int:
    """Run the command line; return the exit status: 0 for success, 1 after an error message on stderr."""
    parser = argparse.ArgumentParser(prog="python -m analysis")
    commands = parser.add_subparsers(dest="command", required=True)
    for name, goal in (("figures", "reproduce every figure"), ("report", "write report.html, one page to send")):
        command = commands.add_parser(name, help=goal)
        command.add_argument("--corpus", type=Path, help="your own folder of reports (default: seeds/)")
        command.add_argument("--out", type=Path, help="where its results go (default: beside the corpus)")
    command = commands.add_parser("run", help="read a folder of any size into tables, and go on where a run stopped")
    command.add_argument("folder", type=Path, help="files, in folders, with your reports")
    command.add_argument("--out", type=Path, required=True, help="folder for the tables, as Parquet")
    command.add_argument("--topics", type=Path, help="a CSV file of topics of your own (default: the sectors)")
    command.add_argument("--on-error", choices=["skip", "raise"], default="skip", help="at what cannot be read: log it")
    command.add_argument("--jobs", type=int, default=-1, dest="n_jobs", help="processes (default: one a processor)")
    options = vars(parser.parse_args(arguments))
    does: dict[str, Callable] = {"figures": run_notebooks, "report": write_report, "run": _run_corpus}
    stopped: list[int] = []

    def stop(number: int, _: object) -> None:
        """End as Ctrl-C does, with kernels and scratch folders put away."""
        stopped.append(number)
        raise KeyboardInterrupt

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, stop)
    try:
        does[options.pop("command")](**options)
    except AnalysisError as error:
        print(error, file=sys.stderr)
        return 1
    except OSError as error:
        print(f"{error.filename or 'The disk'}: {error.strerror}. Make room or name another folder.", file=sys.stderr)
        return 1
    except BaseException as error:
        if not stopped and not isinstance(error, KeyboardInterrupt):
            raise
        print("Stopped; the results of before are as they were.", file=sys.stderr)
        return 128 + (stopped or [signal.SIGINT])[0]
    return 0


if __name__ == "__main__":
    sys.exit(main())
