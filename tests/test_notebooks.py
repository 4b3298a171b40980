"""The notebooks were saved from one clean run, say nothing about the machine, and cannot drift unnoticed."""

import ast
import re
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest

FOLDER = Path(__file__).parents[1] / "notebooks"
PAGES = sorted(FOLDER.glob("*.ipynb"))
MAY_IMPORT = {"analysis", "pandas", "numpy"}


def page_id(path):
    return path.stem


def code_cells(path):
    return [cell for cell in nbformat.read(path, as_version=4).cells if cell.cell_type == "code"]


def said(cell):
    """All text that a cell's outputs hold, pictures aside."""
    for output in cell.outputs:
        yield output.get("text", "")
        yield from (text for kind, text in output.get("data", {}).items() if kind.startswith("text/"))


def test_the_pages_are_numbered_from_nought():
    assert [int(path.name[:2]) for path in PAGES] == list(range(len(PAGES)))
    assert len(PAGES) >= 8


@pytest.mark.parametrize("path", PAGES, ids=page_id)
def test_a_page_was_saved_from_one_clean_run(path):
    """nbval passes over cells without a count, so a stripped page would never be compared."""
    cells = code_cells(path)
    assert [cell.execution_count for cell in cells] == list(range(1, len(cells) + 1))
    outputs = [output for cell in cells for output in cell.outputs]
    assert [output for output in outputs if output.output_type == "error" or output.get("name") == "stderr"] == []


@pytest.mark.parametrize("path", PAGES, ids=page_id)
def test_a_page_shows_no_path_address_or_clock(path):
    text = "\n".join(text for cell in code_cells(path) for text in said(cell))
    assert re.findall(r"0x[0-9a-f]{6,}|/home/|/root/|/tmp/|/work/|ipykernel_\d+|[A-Z]:\\\\", text) == []


@pytest.mark.parametrize("path", PAGES, ids=page_id)
def test_a_page_asks_first_and_links_on(path):
    cells = nbformat.read(path, as_version=4).cells
    assert re.match(r"# \d\d · .+\n\n.*\?", cells[0].source), "title and question first"
    following = PAGES[PAGES.index(path) + 1].name if path != PAGES[-1] else "README.md"
    assert following in cells[-1].source, "the last cell links to the next page"


@pytest.mark.parametrize("path", PAGES, ids=page_id)
def test_a_page_imports_the_kit_and_pandas_only(path):
    for cell in code_cells(path):
        for node in ast.walk(ast.parse(cell.source)):
            names = [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            names += [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            assert {name.split(".")[0] for name in names} <= MAY_IMPORT


@pytest.mark.parametrize("path", PAGES, ids=page_id)
def test_a_page_keeps_its_cells_short(path):
    lengths = [len([line for line in cell.source.splitlines() if line.strip()]) for cell in code_cells(path)]
    assert max(lengths) <= 15


def first_number(notebook):
    """The notebook up to the first cell that prints a number, and that output."""
    for place, cell in enumerate(notebook.cells):
        for output in cell.get("outputs", []):
            if output.output_type == "stream" and re.search(r"\d", output.text):
                notebook.cells = notebook.cells[: place + 1]
                return notebook, output
    raise AssertionError("the first page prints no number")


def change_number(notebook, output):
    output.text = re.sub(r"\d", lambda digit: str((int(digit[0]) + 1) % 10), output.text, count=1)


def swap_cells(notebook, output):
    last, before = [place for place, cell in enumerate(notebook.cells) if cell.cell_type == "code"][:-3:-1]
    notebook.cells[before], notebook.cells[last] = notebook.cells[last], notebook.cells[before]


def empty_a_report(notebook, output):
    """Let the page read the seeds with one report that says nothing."""
    folder = shutil.copytree(FOLDER.parent / "seeds", Path(notebook.metadata.scratch, "seeds"))
    report = min(folder.glob("[a-z]*.md"))
    report.write_text(re.sub(r"(?s)\A(---.+?---\n).*", r"\1\nNothing was said.\n", report.read_text("utf-8")), "utf-8")
    notebook.cells.insert(
        0, nbformat.v4.new_code_cell(f"import os; os.environ['SILK_LEDGER_CORPUS'] = {str(folder)!r}")
    )


@pytest.fixture(scope="module")
def red_cells(tmp_path_factory):
    """Compare the first page, changed in three ways, with its outputs; return how many cells of each differ."""
    folder, changes = tmp_path_factory.mktemp("changed"), (change_number, swap_cells, empty_a_report)
    for change in changes:
        notebook, output = first_number(nbformat.read(PAGES[0], as_version=4))
        notebook.metadata.scratch = str(folder)
        change(notebook, output)
        nbformat.write(notebook, folder / f"{change.__name__}.ipynb")
    command = [sys.executable, "-m", "pytest", "--nbval", "--nbval-current-env", "-q", "-p", "no:cacheprovider", "-rf"]
    run = subprocess.run([*command, folder], cwd=FOLDER.parent, capture_output=True, text=True, check=False)
    return {change.__name__: len(re.findall(rf"(?m)^FAILED .*{change.__name__}", run.stdout)) for change in changes}


def test_a_changed_number_turns_its_cell_red_and_no_other(red_cells):
    assert red_cells["change_number"] == 1


@pytest.mark.parametrize("change", ["swap_cells", "empty_a_report"])
def test_a_changed_order_or_seed_turns_nbval_red(red_cells, change):
    assert red_cells[change] > 0
