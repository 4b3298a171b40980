"""make sets up by itself, once, all or nothing, in a path with spaces, with uv or without."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
pytestmark = pytest.mark.skipif(shutil.which("make") is None, reason="make is not installed here")

# A python that notes its calls, makes a .venv of itself, and fails at pip while a file `broken` is there.
STUB = f"""#!/bin/sh
printf '%s\\n' "$*" >> "$CALLS"
case "$*" in
  -c*) exec "{sys.executable}" "$@" ;;
  "-m venv "*) mkdir -p .venv/bin && cp "$0" .venv/bin/python ;;
  "-m pip "*) [ ! -e broken ] ;;
esac
"""
UV = """#!/bin/sh
printf 'uv %s\\n' "$*" >> "$CALLS"
[ "$1" != venv ] || python3 -m venv .venv
"""


@pytest.fixture
def project(tmp_path):
    """A folder with a space in its name that holds the Makefile and stubs for python3 and nothing else."""
    folder = tmp_path / "my kit"
    (folder / "bin").mkdir(parents=True)
    shutil.copy(ROOT / "Makefile", folder)
    for name in ("requirements.lock", "pyproject.toml"):
        (folder / name).touch()
    write_stub(folder, "python3", STUB)
    return folder


def write_stub(folder, name, text):
    path = folder / "bin" / name
    path.write_text(text)
    path.chmod(0o755)


def make(folder, *words):
    """Run make with the stubs first on the PATH; return its status and how python was called."""
    calls = folder / "calls"
    calls.write_text("")
    tools = f"{folder / 'bin'}{os.pathsep}/usr/bin{os.pathsep}/bin"
    environment = {"PATH": tools, "CALLS": str(calls)}
    done = subprocess.run(["make", *words], cwd=folder, env=environment, capture_output=True, text=True, check=False)
    return done.returncode, calls.read_text().splitlines()


def test_the_first_call_sets_up_and_the_second_does_not(project):
    status, calls = make(project, "figures")
    assert status == 0
    assert any("--require-hashes -r requirements.lock" in call for call in calls)
    assert calls[-1] == "-m analysis figures"
    assert make(project, "figures") == (0, ["-m analysis figures"])


def test_what_drives_a_browser_is_installed_when_asked_for(project):
    assert not any("browser" in call for call in make(project, "figures")[1])
    status, calls = make(project, "browser")
    assert status == 0
    assert [call.partition(" -r ")[2] for call in calls] == ["requirements-browser.lock"]


def test_an_interrupted_install_is_done_again(project):
    (project / "broken").touch()
    status, calls = make(project, "test")
    assert status != 0
    assert not any("pytest" in call for call in calls)
    (project / "broken").unlink()
    status, calls = make(project, "test")
    assert status == 0
    assert any(call.startswith("-m pytest") for call in calls)


def test_a_newer_lock_file_brings_a_whole_environment_up_to_date(project):
    make(project, "figures")
    stamp = project / ".venv" / ".ready"
    os.utime(stamp, (0, 0))
    _, calls = make(project, "figures")
    assert any("-m pip install" in call for call in calls)
    assert not any("-m venv" in call for call in calls)
    assert stamp.stat().st_mtime > 0


def test_folders_with_spaces_reach_the_command_whole(project):
    make(project, "figures")
    _, calls = make(project, "figures", "CORPUS=my reports", "OUT=my results")
    assert calls == ["-m analysis figures --corpus my reports --out my results"]
    _, calls = make(project, "report", "CORPUS=my reports")
    assert calls == ["-m analysis report --corpus my reports"]


def test_uv_is_used_where_it_is(project):
    write_stub(project, "uv", UV)
    _, calls = make(project, "figures")
    assert [call for call in calls if call.startswith("uv pip install")] != []
    assert not any("-m pip" in call for call in calls)


def test_an_old_python_is_refused_with_the_remedy(project):
    write_stub(project, "python3", "#!/bin/sh\nexit 1\n")
    done = subprocess.run(
        ["make", "figures"],
        cwd=project,
        env={"PATH": f"{project / 'bin'}:/usr/bin:/bin"},
        capture_output=True,
        text=True,
    )
    assert done.returncode != 0
    assert "needs Python 3.11 or newer" in done.stderr
    assert not (project / ".venv").exists()
