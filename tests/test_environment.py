"""pyproject.toml, the lock files and environment.yml name the same libraries, bounds and Python."""

import re
import tomllib
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
LOCK_TEXT = "".join((ROOT / f"requirements{name}.lock").read_text(encoding="utf-8") for name in ("", "-browser"))
CONDA = yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))
TARGET = {"python_version": "3.11", "python_full_version": "3.11.9", "sys_platform": "linux", "os_name": "posix"}
ONLY_FOR_CHECKS = set(PROJECT["optional-dependencies"]["check"])


def wanted():
    """Every direct dependency, its extras included."""
    extras = [line for lines in PROJECT["optional-dependencies"].values() for line in lines]
    return [Requirement(line) for line in (*PROJECT["dependencies"], *extras)]


def locked():
    """Name to version, for Python 3.11 on Linux."""
    lines = [Requirement(line.rstrip(" \\")) for line in LOCK_TEXT.splitlines() if re.match(r"[a-z0-9]", line)]
    return {
        canonicalize_name(line.name): str(line.specifier).removeprefix("==")
        for line in lines
        if line.marker is None or line.marker.evaluate(TARGET)
    }


def pip_lines():
    return next(entry["pip"] for entry in CONDA["dependencies"] if isinstance(entry, dict))


@pytest.mark.parametrize("requirement", wanted(), ids=lambda requirement: requirement.name)
def test_each_dependency_is_locked_within_its_bound(requirement):
    version = locked().get(canonicalize_name(requirement.name))
    assert version is not None, f"{requirement.name} is not in a lock file; compile it again"
    assert version in requirement.specifier


def test_each_lock_line_has_hashes_and_no_address():
    blocks = re.split(r"\n(?=[a-z0-9])", LOCK_TEXT.strip())
    assert [block.splitlines()[0] for block in blocks if "--hash=sha256:" not in block] == []
    assert "://" not in LOCK_TEXT
    assert "index-url" not in LOCK_TEXT


def test_conda_users_get_the_locked_versions():
    pins = dict(line.split("==") for line in pip_lines() if "==" in line)
    checks = {Requirement(line).name for line in ONLY_FOR_CHECKS}
    assert set(pins) == {requirement.name for requirement in wanted()} - checks
    assert {name: version for name, version in pins.items() if locked()[canonicalize_name(name)] != version} == {}


def test_conda_users_get_the_kit_itself():
    assert "-e ." in pip_lines()


def test_pythons_agree():
    conda = next(entry for entry in CONDA["dependencies"] if str(entry).startswith("python="))
    assert conda.removeprefix("python=") in SpecifierSet(PROJECT["requires-python"])


def test_the_version_is_one():
    cited = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))["version"]
    package = re.search(r'__version__ = "(.+)"', (ROOT / "analysis" / "__init__.py").read_text(encoding="utf-8"))
    assert cited == PROJECT["version"] == package.group(1)
