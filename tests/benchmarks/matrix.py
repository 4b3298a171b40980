"""
The fast tests with the oldest libraries that pyproject.toml allows, and with the newest.

    make matrix                                                              # both, with this Python
    python -m tests.benchmarks.matrix oldest tests/topics tests/facts        # these tests only
    python3.13 tests/benchmarks/matrix.py newest                             # another Python

Each environment is made anew in a temporary folder, from the network. What compares exact numbers, pictures or the lock
file is left out: the lock alone promises those.
"""

import re
import subprocess
import sys
import tempfile
import tomllib
import venv
from pathlib import Path

ROOT = Path(__file__).parents[2]
EXTRAS = ("formats", "office", "test")
LEFT_OUT = ("browser", "charts", "test_environment.py", "test_makefile.py", "test_notebooks.py", "test_supply_chain.py")


def wanted(age):
    """Return the direct dependencies, each at its lower bound for the ``oldest``."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    lines = [*project["dependencies"], *(line for extra in EXTRAS for line in project["optional-dependencies"][extra])]
    return [re.sub(r">=([\d.]+)", r"==\1.*", line) if age == "oldest" else line for line in lines]


def main():
    ages = [word for word in sys.argv[1:] if word in ("oldest", "newest")] or ["oldest", "newest"]
    tests = [word for word in sys.argv[1:] if word not in ages] or ["tests"]
    failed = []
    for age in ages:
        with tempfile.TemporaryDirectory() as folder:
            venv.create(folder, with_pip=True)
            python = str(Path(folder, "bin", "python"))
            install = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
            subprocess.run([*install, *wanted(age), "setuptools>=77"], check=True)
            subprocess.run([*install, "--no-deps", "--no-build-isolation", "--editable", str(ROOT)], check=True)
            print(age, subprocess.run([*install[:3], "list"], capture_output=True, text=True).stdout, flush=True)
            options = ["-q", "-m", "not slow", "-p", "no:cacheprovider", "-p", "no:nbval"]
            options += [f"--ignore={ROOT / 'tests' / name}" for name in LEFT_OUT]
            if subprocess.run([python, "-m", "pytest", *options, *tests], cwd=ROOT).returncode:
                failed.append(age)
    sys.exit(f"failed: {', '.join(failed)}" if failed else 0)


if __name__ == "__main__":
    main()
