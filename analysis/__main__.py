"""
``python -m analysis figures``: run the notebooks in order and reproduce every figure; ``make figures`` calls it.

Each notebook runs in a clean kernel; figures are written to a temporary folder and moved only after the last notebook
has run, so a failed run changes nothing.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import tempfile
from pathlib import Path

from analysis.corpus.files import ROOT
from analysis.errors import AnalysisError, CorpusError

TIMEOUT_SECONDS = 3600


def run_notebooks(*, corpus: Path | None = None, out: Path | None = None) -> list[Path]:
    """
    Run ``notebooks/*.ipynb`` in order, save their figures, and return the paths of the executed notebooks.

    `corpus` is a folder of reports, by default the project's ``seeds/``. ``figures/`` and the executed ``notebooks/``
    go to `out`, by default to the project itself for its own seeds, else next to the corpus: ``<corpus>-silk-ledger``.
    Raise `CorpusError` if there is no such corpus, `AnalysisError` with the notebook, cell and error if a cell fails.
    """
    os.environ["JUPYTER_PREFER_ENV_PATH"] = "1"
    target = out or ROOT
    if corpus is not None:
        if not corpus.exists():
            raise CorpusError(f"{corpus}: there is no such folder. Check the path after CORPUS= or --corpus.")
        os.environ["SILK_LEDGER_CORPUS"] = str(corpus.resolve())
        target = out or corpus.resolve().with_name(f"{corpus.resolve().name}-silk-ledger")
    pages = sorted((ROOT / "notebooks").glob("*.ipynb"))
    with tempfile.TemporaryDirectory() as scratch:
        os.environ["SILK_LEDGER_FIGURES"] = f"{scratch}/figures"
        done = [_run(page, f"[{place}/{len(pages)}]", scratch) for place, page in enumerate(pages, start=1)]
        for folder in ("figures", "notebooks"):
            (target / folder).mkdir(parents=True, exist_ok=True)
        for stale in (path for path in (target / "figures").iterdir() if path.suffix in {".csv", ".svg", ".png"}):
            stale.unlink()
        shutil.copytree(f"{scratch}/figures", target / "figures", copy_function=shutil.copyfile, dirs_exist_ok=True)
    results = [target / "notebooks" / page.name for page in pages]
    for path, text in zip(results, done, strict=True):
        path.write_text(text, encoding="utf-8", newline="\n")
    print(f"Figures: {target / 'figures'}\nNotebooks: {target / 'notebooks'}", file=sys.stderr)
    return results


def _run(page: Path, place: str, scratch: str) -> str:
    import nbformat
    from nbclient import NotebookClient
    from nbclient.exceptions import CellExecutionError
    from tqdm import tqdm
    from traitlets.config import Config

    notebook = nbformat.read(page, as_version=4)
    cells = sum(cell.cell_type == "code" for cell in notebook.cells)
    pipe = {"transport": "ipc", "ip": f"{scratch}/kernel"} if os.name == "posix" else {}
    with tqdm(total=cells, desc=f"{place} {page.stem}", unit="cell", file=sys.stderr) as bar:
        client = NotebookClient(
            notebook,
            timeout=TIMEOUT_SECONDS,
            record_timing=False,
            resources={"metadata": {"path": str(page.parent)}},
            config=Config({"KernelManager": pipe}),
            on_cell_executed=lambda **_: bar.update(),
        )
        try:
            client.execute()
        except CellExecutionError as error:
            cell = next(c.source for c in notebook.cells if any(o.output_type == "error" for o in c.get("outputs", ())))
            raise AnalysisError(f"{page.name}: a cell failed: {error.ename}: {error.evalue}\n\n{cell}") from error
    notebook.metadata = {
        "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
        "language_info": {"name": "python"},
    }
    return nbformat.writes(notebook) + "\n"


def main(arguments: list[str] | None = None) -> int:
    """Run the command line; return the exit status: 0 for success, 1 after an error message on stderr."""
    parser = argparse.ArgumentParser(prog="python -m analysis", description="Reproduce the figures.")
    commands = parser.add_subparsers(dest="command", required=True)
    figures = commands.add_parser("figures", help="run the notebooks and reproduce every figure")
    figures.add_argument("--corpus", type=Path, help="your own folder of reports (default: seeds/)")
    figures.add_argument("--out", type=Path, help="where its figures and notebooks go (default: beside the corpus)")
    options = parser.parse_args(arguments)
    try:
        run_notebooks(corpus=options.corpus, out=options.out)
    except AnalysisError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
