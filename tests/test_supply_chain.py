"""What comes with the kit may be used as the kit may, and the kit works where nobody has its sources."""

import csv
import re
import shutil
import subprocess
import sys
from importlib.metadata import distribution, distributions
from importlib.util import find_spec
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[1]
TABLE = Path(__file__).parent / "data" / "licences.csv"
LOCK = "".join((ROOT / f"requirements{name}.lock").read_text(encoding="utf-8") for name in ("", "-browser"))
LOCKED = sorted({re.split("==", line)[0] for line in LOCK.splitlines() if re.match(r"[a-z0-9]", line)})
# What may be asked of a user who passes the kit on, by the names that packages use.
COPYLEFT = re.compile(r"\bA?GPL|\bGNU (?:Affero )?General Public", re.IGNORECASE)


def read_licence(name):
    """Return the licence that an installed package states; where its expression has alternatives, all of them."""
    told = distribution(name).metadata
    classes = [line.rpartition(" :: ")[2] for line in told.get_all("Classifier") or [] if line.startswith("License")]
    short = [line for line in (told.get("License") or "").splitlines()[:1] if line.strip("= ") and line != "UNKNOWN"]
    return told.get("License-Expression") or "; ".join(sorted(set(classes) - {"OSI Approved"}) or short)


def is_installed(name):
    return next(distributions(name=name), None) is not None


def is_free_to_pass_on(licence):
    """Return whether a licence, or one of its alternatives, asks nothing of those who use the package."""
    return any(not COPYLEFT.search(choice) for choice in licence.split(" OR "))


def rows():
    with TABLE.open(encoding="utf-8", newline="") as lines:
        return {row["package"]: row for row in csv.DictReader(lines)}


def core_packages():
    """What `pip install silk-ledger` brings, as far as it is installed here: the dependencies and theirs."""
    waiting, found = ["silk-ledger"], set()
    while waiting:
        name = canonicalize_name(waiting.pop())
        if name not in found and is_installed(name):
            found.add(name)
            needs = map(Requirement, distribution(name).requires or ())
            waiting += [need.name for need in needs if need.marker is None or need.marker.evaluate({"extra": ""})]
    return found - {"silk-ledger"}


def test_the_table_of_licences_has_each_locked_package():
    assert list(rows()) == LOCKED
    assert [name for name, row in rows().items() if not row["licence"]] == []


@pytest.mark.skipif(sys.version_info[:2] != (3, 11), reason="other versions of packages may state it otherwise")
def test_a_licence_is_the_one_that_the_package_states():
    stated = {name: read_licence(name) for name in LOCKED if is_installed(name)}
    assert len(stated) > 100
    assert {name: licence for name, licence in stated.items() if licence not in ("", rows()[name]["licence"])} == {}


def test_nothing_in_the_core_makes_demands_on_those_who_pass_it_on():
    core = core_packages()
    assert {"pandas", "scikit-learn", "trafilatura"} <= core
    assert {name: read_licence(name) for name in core if not is_free_to_pass_on(read_licence(name))} == {}
    assert {name: row for name, row in rows().items() if name in core and not is_free_to_pass_on(row["licence"])} == {}


@pytest.mark.parametrize(
    ("licence", "free"),
    [
        ("MIT", True),
        ("GPL-3.0-only", False),
        ("GNU General Public License v3 (GPLv3)", False),
        ("AGPL-3.0-or-later", False),
        ("MPL-1.1 OR GPL-2.0-only", True),
        ("MIT AND GPL-2.0-only", False),
    ],
)
def test_a_licence_that_makes_demands_is_told_from_one_that_does_not(licence, free):
    assert is_free_to_pass_on(licence) is free


# Outside the repository, with nothing of it on the path: the text, the lists, the models and the page's templates.
SMOKE = """
import sys
from pathlib import Path
import analysis
assert Path(analysis.__file__).is_relative_to(sys.argv[1]), analysis.__file__
Path("reports").mkdir()
Path("reports/a.txt").write_text("Kazakhstan and Uzbekistan signed a loan agreement of $50 million for a dam.")
study = analysis.Study("reports", progress=False)
study.save("results")
print(study.ledger["parties"].tolist(), [str(sum_.number) for sum_ in study.ledger["amounts"].iloc[0]])
"""


@pytest.fixture(scope="module")
def sources(tmp_path_factory):
    """A copy of what is packed, where building leaves its traces."""
    folder = tmp_path_factory.mktemp("sources")
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, folder)
    shutil.copytree(ROOT / "analysis", folder / "analysis", ignore=shutil.ignore_patterns("__pycache__"))
    return folder


def run(*command, cwd):
    done = subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    return done.stdout


@pytest.mark.slow
@pytest.mark.skipif(
    not (find_spec("pip") and find_spec("setuptools")), reason="pip or setuptools is not installed here"
)
@pytest.mark.parametrize("packed", [False, True], ids=["folder", "sdist"])
def test_the_kit_works_from_what_pip_installs(sources, tmp_path, packed):
    what = sources
    if packed:
        build = f"from setuptools import build_meta; print(build_meta.build_sdist({str(tmp_path)!r}))"
        what = tmp_path / run(sys.executable, "-c", build, cwd=sources).splitlines()[-1]
    target, elsewhere = tmp_path / "installed", tmp_path / "elsewhere"
    options = ["--quiet", "--no-deps", "--no-build-isolation", "--no-index", "--disable-pip-version-check"]
    run(sys.executable, "-m", "pip", "install", *options, "--target", str(target), str(what), cwd=tmp_path)
    elsewhere.mkdir()
    smoke = f"import sys; sys.path.insert(0, {str(target)!r})\n{SMOKE}"
    said = run(sys.executable, "-P", "-c", smoke, str(target), cwd=elsewhere)
    assert said.split("\n")[0] == "[['KAZ', 'UZB']] ['50000000']"
