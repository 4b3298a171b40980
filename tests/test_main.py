"""The command runs the pages in order, writes only where it was told, and changes nothing when a page fails."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import nbformat
import pytest

import analysis.__main__ as command
from analysis.errors import AnalysisError, CorpusError, SaveError
from analysis.text.saving import locked

READ_ALL = command._read_all
DRAW = """
import pandas as pd
from analysis.charts import plot_bars, save_figure
from analysis.corpus import corpus_folder
table = pd.DataFrame({"n": [1, 2]}, index=[corpus_folder().name, "twice"])
save_figure("01-one", plot_bars(table, value="n", title="t", unit="u"), table,
            caption="Two bars.", alt="Two bars, the first named after the corpus, of length one.")
"""

SLEEP = "import os, time\nopen({!r}, 'w').write(str(os.getpid()))\ntime.sleep(600)"
RUN = """
import sys
from pathlib import Path
import analysis.__main__ as command

if __name__ == "__main__":
    command.ROOT = Path(sys.argv[1])
    command._read_all = lambda corpus, folder, report: str(folder)
    command.run_notebooks()
"""


@pytest.fixture
def project(tmp_path, monkeypatch):
    """A project of two pages: the first draws a figure, the second does what the test says."""
    for name in ("SILK_LEDGER_CORPUS", "SILK_LEDGER_FIGURES", "SILK_LEDGER_STUDY", "JUPYTER_PREFER_ENV_PATH"):
        monkeypatch.setenv(name, "")
    monkeypatch.setattr(command, "ROOT", tmp_path / "the kit")
    monkeypatch.setattr(command, "_read_all", read_nothing)
    (tmp_path / "the kit" / "notebooks").mkdir(parents=True)
    (tmp_path / "my reports").mkdir()
    write_page(tmp_path / "the kit", "01-one", DRAW)
    write_page(tmp_path / "the kit", "02-two", "print(1 + 1)")
    return tmp_path


def read_nothing(corpus, folder, report):
    """Stand in for the study of an empty folder."""
    (folder / "report").mkdir(parents=True)
    (folder / "ledger.csv").write_text(corpus.name)
    if report:
        (folder / "report" / "UZB.html").write_text("a page of the report")
    return str(folder)


def write_page(root, name, source):
    page = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source, id="only")])
    nbformat.write(page, root / "notebooks" / f"{name}.ipynb")


def wait_until(holds):
    """Return when something is so; fail after a minute."""
    end = time.monotonic() + 60
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.1)


def files(folder):
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture
def no_kernel(monkeypatch):
    """Run the pages' cells right here: a kernel takes seconds to start and two tests below have a real one."""

    def run(page, place, corpus, forked):
        cell = nbformat.read(page, as_version=4).cells[0]
        exec(cell.source, {})
        return page.read_text()

    monkeypatch.setattr(command, "_run", run)


def test_a_second_run_changes_no_byte_and_drops_a_stale_figure(project):
    command.run_notebooks()
    first = files(project / "the kit")
    assert {"figures/01-one.svg", "figures/manifest.csv"} <= set(first)
    assert '"2\\n"' in first["notebooks/02-two.ipynb"].decode()
    folder = project / "the kit" / "figures"
    (folder / "09-old.svg").write_text("stale")
    (folder / "manifest.csv").write_text((folder / "manifest.csv").read_text() + "09-old,,,,Old.,Old.\n")
    (folder / "own.png").write_text("the user's")
    command.run_notebooks()
    assert files(project / "the kit") == first | {"figures/own.png": b"the user's"}


@pytest.mark.parametrize("out", ["my reports", "my reports/results", "."])
def test_results_and_reports_may_not_lie_within_each_other(project, no_kernel, out):
    with pytest.raises(SaveError, match="lie within each other. Name another folder after OUT="):
        command.run_notebooks(corpus=project / "my reports", out=project / out)


def test_a_run_that_finds_another_writing_is_refused(project, no_kernel):
    (project / "out").mkdir()
    with locked(project / "out"), pytest.raises(SaveError, match="another run writes here"):
        command.run_notebooks(corpus=project / "my reports", out=project / "out")


def test_a_page_run_on_a_folder_reads_it_again(project):
    command.run_notebooks(corpus=project / "my reports", out=project / "out")
    cell = nbformat.read(project / "out" / "notebooks" / "01-one.ipynb", as_version=4).cells[0].source
    assert f"'SILK_LEDGER_CORPUS': '{project / 'my reports'}', 'SILK_LEDGER_FIGURES': '../figures'" in cell


def test_what_a_cell_prints_slowly_is_saved_as_one_output(project):
    """Jupyter sends what was printed every few tenths of a second; how it was cut must not be seen in a page."""
    slowly = "import time\nfor n in range(3):\n    print(n, flush=True)\n    time.sleep(0.3)"
    write_page(project / "the kit", "02-two", slowly)
    command.run_notebooks()
    (output,) = nbformat.read(project / "the kit" / "notebooks" / "02-two.ipynb", as_version=4).cells[0].outputs
    assert output.text == "0\n1\n2\n"


def test_a_page_sees_nothing_of_another(project):
    write_page(project / "the kit", "01-one", DRAW + "\npd.mark = here = 1")
    seen = "import pandas, sys\nprint(hasattr(pandas, 'mark'), 'here' in globals(), sys.argv[1:2])"
    write_page(project / "the kit", "02-two", seen)
    command.run_notebooks()
    (output,) = nbformat.read(project / "the kit" / "notebooks" / "02-two.ipynb", as_version=4).cells[0].outputs
    assert output.text == "False False ['-f']\n"


def test_pages_run_where_no_process_can_be_forked(project, monkeypatch):
    monkeypatch.setattr(command, "_begin_imports", lambda: False)
    assert len(command.run_notebooks()) == 2


@pytest.mark.skipif(not command.FORKED, reason="kernels are forked on Linux only, from Python 3.11.1 on")
@pytest.mark.parametrize("given", [None, "agg"])
def test_no_process_is_forked_where_the_path_of_its_socket_is_too_long(monkeypatch, given):
    from analysis.report import kernels

    def refuse():
        raise OSError("AF_UNIX path too long")

    monkeypatch.setenv("MPLBACKEND", given) if given else monkeypatch.delenv("MPLBACKEND", raising=False)
    monkeypatch.setattr(kernels.forkserver, "ensure_running", refuse)
    assert not kernels.begin_imports()
    assert os.environ.get("MPLBACKEND") == given
    assert not signal.pthread_sigmask(signal.SIG_BLOCK, ()) & set(kernels.INTERRUPT)


@pytest.mark.skipif(not command.FORKED, reason="kernels are forked on Linux only, from Python 3.11.1 on")
def test_a_signal_reaches_a_kernel_that_has_begun_and_no_other(monkeypatch):
    from analysis.report import kernels

    class Running(kernels._Process):
        pid = 123456

    sent = []
    monkeypatch.setattr(kernels.os, "kill", lambda *what: sent.append(what))
    kernels._Process().send_signal(signal.SIGINT)
    Running().send_signal(signal.SIGINT)
    assert sent == [(123456, signal.SIGINT)]


@pytest.mark.skipif(not command.FORKED, reason="kernels are forked on Linux only, from Python 3.11.1 on")
def test_a_kernel_ends_with_the_run_that_was_killed(project):
    note = project / "number"
    write_page(project / "the kit", "02-two", SLEEP.format(str(note)))
    (project / "run.py").write_text(RUN)
    process = subprocess.Popen([sys.executable, project / "run.py", project / "the kit"])
    try:
        wait_until(lambda: note.exists() and note.read_text())
    finally:
        process.kill()
        process.wait()
    wait_until(lambda: not Path("/proc", note.read_text()).exists())


def test_a_dead_kernel_is_named(project):
    write_page(project / "the kit", "01-one", "import os\nos._exit(1)")
    with pytest.raises(AnalysisError, match="01-one.ipynb: the kernel died or hung"):
        command.run_notebooks()


def test_a_full_disk_ends_in_one_line(project, no_kernel, monkeypatch, capsys):
    def refuse(*_):
        raise OSError(28, "No space left on device", "x")

    monkeypatch.setattr(command, "publish_figures", refuse)
    assert command.main(["figures"]) == 1
    assert capsys.readouterr().err == "x: No space left on device. Make room or name another folder.\n"
    assert list((project / "the kit").glob(".run-*")) == []


def test_a_run_on_no_report_leaves_no_empty_folders(project, monkeypatch):
    monkeypatch.setattr(command, "_read_all", READ_ALL)
    with pytest.raises(CorpusError, match="my reports: no documents here"):
        command.run_notebooks(corpus=project / "my reports", out=project / "out")
    assert list((project / "out").iterdir()) == []


def test_pages_without_a_figure_are_saved(project, no_kernel):
    write_page(project / "the kit", "01-one", "print(1)")
    command.run_notebooks()
    assert list((project / "the kit" / "figures").iterdir()) == []


def test_your_own_corpus_leaves_the_project_untouched(project, no_kernel, capsys):
    before = files(project / "the kit")
    command.run_notebooks(corpus=project / "my reports", out=project / "my results")
    assert files(project / "the kit") == before
    assert "my reports,1" in (project / "my results" / "figures" / "01-one.csv").read_text()
    assert (project / "my results" / "notebooks" / "02-two.ipynb").exists()
    assert (project / "my results" / "ledger.csv").read_text() == "my reports"
    assert capsys.readouterr().err.splitlines()[-3:] == [
        f"Figures: {project / 'my results' / 'figures'}",
        f"Notebooks: {project / 'my results' / 'notebooks'}",
        f"Tables, ledger.xlsx and report.html: {project / 'my results'}",
    ]
    assert (project / "my results" / "report" / "UZB.html").read_text() == "a page of the report"


def test_without_out_the_results_stand_beside_the_corpus(project, no_kernel):
    command.run_notebooks(corpus=project / "my reports")
    assert (project / "my reports-silk-ledger" / "figures" / "01-one.png").exists()


def test_a_failing_page_is_named_and_changes_nothing(project):
    write_page(project / "the kit", "02-two", "raise ValueError('no rain')")
    before = files(project / "the kit")
    with pytest.raises(AnalysisError, match=r"02-two\.ipynb: a cell failed[\s\S]*no rain"):
        command.run_notebooks()
    assert files(project / "the kit") == before


def test_a_missing_corpus_is_refused(project):
    with pytest.raises(CorpusError, match="there is no such folder"):
        command.run_notebooks(corpus=project / "nowhere")


def test_the_command_line_reports_and_returns_a_status(project, no_kernel, capsys):
    assert command.main(["figures", "--corpus", str(project / "nowhere")]) == 1
    assert "nowhere: there is no such folder" in capsys.readouterr().err
    assert command.main(["figures", "--corpus", str(project / "my reports"), "--out", str(project / "o")]) == 0


def test_the_report_on_a_folder_stands_beside_it(project, capsys):
    (project / "my reports" / "a.md").write_text("Kazakhstan and Uzbekistan signed a loan agreement of $50 million.")
    assert command.main(["report", "--corpus", str(project / "my reports")]) == 0
    page = project / "my reports-silk-ledger" / "report.html"
    assert capsys.readouterr().err.endswith(f"Report: {page}\n")
    assert "<title>my reports: who cooperates with whom</title>" in page.read_text(encoding="utf-8")
    assert list(page.parent.iterdir()) == [page]


def test_the_report_on_the_seeds_goes_where_git_does_not_look(project):
    (project / "the kit" / "seeds").mkdir()
    (project / "the kit" / "seeds" / "a.md").write_text("Kazakhstan and Uzbekistan signed a loan agreement.")
    assert command.main(["report"]) == 0
    assert [str(path) for path in (project / "the kit").glob("*/report.html")] == [
        str(project / "the kit" / "results" / "report.html")
    ]
    assert "results/" in (Path(command.__file__).parents[1] / ".gitignore").read_text().splitlines()


def test_the_study_of_a_run_comes_with_its_report_unless_it_is_the_projects_own(tmp_path):
    (tmp_path / "a.md").write_text("Kazakhstan and Uzbekistan signed a loan agreement.")
    for report in (True, False):
        folder = Path(command._read_all(tmp_path / "a.md", tmp_path / str(report), report))
        assert (folder / "report.html").exists() is report
        assert (folder / "ledger.csv").exists()


@pytest.mark.skipif(os.name != "posix", reason="signals are sent to the process")
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_run_that_is_stopped_leaves_nothing_and_says_so(project, monkeypatch, capsys, number):
    handlers = {kind: signal.getsignal(kind) for kind in (signal.SIGTERM, signal.SIGINT)}

    def run(page, place, corpus, forked):
        try:
            os.kill(os.getpid(), number)
            time.sleep(1)
        except KeyboardInterrupt as error:
            raise AssertionError("as the kernels' loop does") from error

    monkeypatch.setattr(command, "_run", run)
    try:
        assert command.main(["figures", "--out", str(project / "out")]) == 128 + number
    finally:
        for kind, handler in handlers.items():
            signal.signal(kind, handler)
    assert capsys.readouterr().err == "Stopped; the results of before are as they were.\n"
    assert list((project / "out").glob(".run-*")) == []
