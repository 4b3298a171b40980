"""The pages work in JupyterLab as a person sees them: they run without an error, show their figures, in both themes."""

import json
import os
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import NamedTuple
from urllib.error import URLError
from urllib.request import urlopen

import nbformat
import pytest

ROOT = Path(__file__).parents[2]
PAGES = sorted((ROOT / "notebooks").glob("*.ipynb"))
LONGEST = 180_000  # milliseconds that a page may run
OUTPUT = ".jp-OutputArea-output"
SETTINGS = {
    "notebook-extension/tracker": {"windowingMode": "none"},  # else what is out of sight is not in the page
    "docmanager-extension/plugin": {"autosave": False},
    "apputils-extension/notification": {"fetchNews": "false", "checkForUpdates": False},
}
EVIDENCE = """
from IPython.display import HTML
from analysis.text.display import Evidence

marked = ("text", "$5 million", "amount 5000000 USD")
Evidence("a", [("text", "A loan of ", ""), marked, ("text", " and one of $7 million", "")])
"""
FORMULA = 'HTML("<p>A loan of $5 million and one of $7 million</p>")'


class Lab(NamedTuple):
    """A running JupyterLab: the address of a file in it, and the folder that its kernels write figures to."""

    address: str
    figures: Path


@pytest.fixture(scope="module")
def lab(browser, study, tmp_path_factory):
    """Start JupyterLab on a copy of the pages without outputs, and of the first page for a second look."""
    home = tmp_path_factory.mktemp("lab")
    study.save(home / "study")
    (home / "notebooks").mkdir()
    dollars = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in (EVIDENCE, FORMULA)])
    notebooks = {path.name: nbformat.read(path, 4) for path in PAGES}
    notebooks |= {"dollars.ipynb": dollars, "themes.ipynb": nbformat.read(PAGES[0], 4)}
    dollars.metadata = notebooks["themes.ipynb"].metadata
    for name, notebook in notebooks.items():
        for cell in notebook.cells:
            if cell.cell_type == "code":
                cell.outputs, cell.execution_count = [], None
        nbformat.write(notebook, home / "notebooks" / name)
    for name, settings in SETTINGS.items():
        path = home / "settings" / "@jupyterlab" / f"{name}.jupyterlab-settings"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(settings))
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    names = {"JUPYTER_CONFIG_DIR": "config", "JUPYTERLAB_SETTINGS_DIR": "settings", "IPYTHONDIR": "ipython"}
    names |= {"JUPYTERLAB_WORKSPACES_DIR": "workspaces", "SILK_LEDGER_STUDY": "study", "SILK_LEDGER_FIGURES": "figures"}
    environment = os.environ | {name: str(home / folder) for name, folder in names.items()}
    environment |= {"JUPYTER_PREFER_ENV_PATH": "1", "PYTHONPATH": str(ROOT)}
    options = ["--no-browser", "--allow-root", f"--ServerApp.root_dir={home}", "--ServerApp.port_retries=0"]
    command = [
        sys.executable,
        "-m",
        "jupyterlab",
        *options,
        "--IdentityProvider.token=test",
        f"--ServerApp.port={port}",
    ]
    with (home / "log").open("w") as log:
        server = subprocess.Popen(command, env=environment, stdout=log, stderr=log)
    address = f"http://127.0.0.1:{port}"
    try:
        wait_for(f"{address}/api?token=test", server, home / "log")
        yield Lab(f"{address}/lab/tree/notebooks/{{}}?token=test&reset", home / "figures")
    finally:
        server.terminate()
        server.wait(30)


def wait_for(address, server, log):
    """Wait until the server answers."""
    for _ in range(240):
        try:
            return urlopen(address).close()
        except URLError:
            assert server.poll() is None, log.read_text()
            time.sleep(0.5)
    raise AssertionError(f"JupyterLab has not started in two minutes: {log.read_text()}")


@pytest.fixture(scope="module")
def tab(browser):
    context = browser.new_context(viewport={"width": 1400, "height": 1000})
    yield context.new_page()
    context.close()


def run(tab, lab, name):
    """Open a page, run all its cells by the menu, and wait for the last."""
    tab.goto(lab.address.format(name))
    cells = tab.locator(".jp-Notebook .jp-CodeCell")
    tab.get_by_text("Python 3 (ipykernel) | Idle").wait_for(timeout=LONGEST)
    assert tab.locator(".jp-Dialog").count() == 0
    pick(tab, "Run", "Run All Cells")
    total = cells.count()
    done = cells.last.locator(".jp-InputPrompt", has_text=f"[{total}]:")
    failed = tab.locator(f"{OUTPUT}[data-mime-type*=error]")
    done.or_(failed).first.wait_for(timeout=LONGEST)
    assert failed.all_inner_texts() == []


def pick(tab, *names):
    """Choose an entry of the menu bar, by way of its submenus."""
    tab.locator(".lm-MenuBar-item", has_text=names[0]).first.click()
    for name in names[1:]:
        tab.locator(".lm-Menu-item").get_by_text(name, exact=True).click()


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_a_page_runs_without_an_error_and_shows_its_figures(lab, tab, path):
    run(tab, lab, path.name)
    assert tab.locator(f"{OUTPUT}[data-mime-type*=stderr]").all_inner_texts() == []
    pictures = tab.locator(f"{OUTPUT} img").evaluate_all("all => all.map(one => one.naturalWidth)")
    assert len(pictures) == len(list(lab.figures.glob(f"{path.name[:2]}-*.png")))
    assert min(pictures, default=1000) > 300
    described = tab.locator(f"{OUTPUT} details", has=tab.get_by_text("Description"))  # the image has no alt attribute
    assert described.count() == len(pictures)
    assert tab.locator(f"{OUTPUT} mjx-container").count() == 0


def test_evidence_with_two_sums_in_dollars_stays_text(lab, tab):
    run(tab, lab, "dollars.ipynb")
    evidence, formula = (tab.locator(".jp-CodeCell").nth(place).locator(OUTPUT) for place in (0, 1))
    formula.locator("mjx-container").first.wait_for(state="attached")
    assert evidence.locator("mjx-container").count() == 0
    assert "A loan of $5 million and one of $7 million" in evidence.inner_text()


def test_outputs_can_be_read_in_both_themes(lab, tab, find_faults):
    run(tab, lab, "themes.ipynb")
    for theme, light in (("JupyterLab Dark", "false"), ("JupyterLab Light", "true")):
        pick(tab, "Settings", "Theme", theme)
        tab.locator(f"body[data-jp-theme-light={light}]").wait_for(state="attached")
        assert find_faults(tab, OUTPUT, ["color-contrast"]) == []
