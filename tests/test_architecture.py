"""The walls of the house: where imports may point, how long a module may be, what importing may cost."""

import ast
import inspect
import re
import subprocess
import sys
from graphlib import TopologicalSorter
from importlib import import_module
from pathlib import Path

import pytest

import analysis

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "analysis"
# Imports point to rooms of a smaller number, or stay in their room; the four in the middle do not know each other.
FLOOR = {"errors": 0, "lists": 1, "text": 2, "corpus": 3, "clusters": 3, "topics": 3, "facts": 3, "ledger": 4} | {
    **{"evaluate": 5, "charts": 6, "report": 7, "study": 8, "scale": 9, "__main__": 10}
}
MOST_ROOMS = 15
MODULES = sorted(path for path in PACKAGE.rglob("*.py") if "__pycache__" not in path.parts)
NAMES = {".".join(path.relative_to(PACKAGE).with_suffix("").parts).removesuffix(".__init__"): path for path in MODULES}
LONGEST_MODULE = 350


def room(path):
    """The part of the house a file belongs to: its folder, or itself at the top."""
    return path.relative_to(PACKAGE).with_suffix("").parts[0]


def modules_imported(path):
    """The modules of the package that a file imports, anywhere in it, by their names inside the package."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == "analysis":
            inside = (node.module or "").removeprefix("analysis").removeprefix(".")
            names = [f"{inside}.{alias.name}".removeprefix(".") for alias in node.names]
            yield from (name if name in NAMES else inside for name in names)
        elif isinstance(node, ast.Import):
            names = (alias.name for alias in node.names)
            yield from (name.removeprefix("analysis.") for name in names if name.startswith("analysis."))


def test_every_room_has_its_floor():
    rooms = {room(path) for path in MODULES}
    assert rooms - {"__init__"} <= set(FLOOR)
    assert len(rooms) <= MOST_ROOMS


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_imports_point_one_way(path):
    own = room(path)
    imported = {name.split(".")[0] for name in modules_imported(path)} - {own, ""}
    backward = [other for other in imported if FLOOR[other] >= FLOOR[own]]
    assert backward == [], f"{path.name} imports rooms that are not above it: {backward}"


def test_no_module_imports_itself_by_way_of_others():
    graph = {name: set(modules_imported(path)) - {name} for name, path in NAMES.items()}
    assert list(TopologicalSorter(graph).static_order())


@pytest.mark.parametrize("folder", sorted({path.parent for path in MODULES} - {PACKAGE}), ids=lambda path: path.name)
def test_a_room_says_what_goes_in_what_comes_out_and_where_to_begin(folder):
    name = f"analysis.{folder.name}"
    package = import_module(name)
    assert re.search(r"^In: .*\bOut: .*^Open `", inspect.getdoc(package), re.MULTILINE | re.DOTALL)
    assert len(inspect.getdoc(package).splitlines()) <= 8
    offered = {offered: getattr(package, offered) for offered in package.__all__}
    assert not any(inspect.ismodule(thing) for thing in offered.values())
    assert not set(offered) & {path.stem for path in folder.glob("*.py")}, "a module would hide the name"


def test_modules_stay_short():
    lengths = {str(path.relative_to(PACKAGE)): len(path.read_text(encoding="utf-8").splitlines()) for path in MODULES}
    assert {name: n for name, n in lengths.items() if n > LONGEST_MODULE} == {}


def run_python(code):
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT).stdout


def test_importing_the_package_loads_no_library():
    heavy = "numpy pandas sklearn scipy matplotlib polars pyarrow networkx trafilatura yaml".split()
    loaded = run_python(f"import sys, analysis; print([name for name in {heavy} if name in sys.modules])")
    assert loaded.strip() == "[]"


def test_every_public_name_is_there():
    assert all(callable(getattr(analysis, name)) for name in analysis.__all__)
    assert set(analysis.__all__) <= set(dir(analysis))


def test_an_unknown_name_lists_the_known_ones():
    with pytest.raises(AttributeError, match=r"no attribute 'load_corpora'; it offers .*load_corpus"):
        _ = analysis.load_corpora


def public_callables():
    """Every documented function and class defined in the package, by its full name."""
    for path in MODULES:
        name = ".".join(["analysis", *path.relative_to(PACKAGE).with_suffix("").parts]).removesuffix(".__init__")
        if name.endswith("__main__"):
            continue
        for key, member in vars(import_module(name)).items():
            if callable(member) and getattr(member, "__module__", "") == name and not key.startswith("_"):
                yield pytest.param(member, id=f"{name}.{member.__name__}")


def offered_callables():
    """Every function and class that the package or one of its folders offers, by its full name."""
    packages = ["analysis", *(f"analysis.{path.name}" for path in PACKAGE.iterdir() if (path / "__init__.py").exists())]
    members = {getattr(package, name) for package in map(import_module, packages) for name in package.__all__}
    named = {f"{member.__module__}.{member.__qualname__}": member for member in members if callable(member)}
    return [pytest.param(member, id=name) for name, member in sorted(named.items())]


def sections_needed(member):
    """The numpydoc sections a docstring must have."""
    if inspect.isclass(member):
        return ["Parameters"]
    signature = inspect.signature(member)
    returns = signature.return_annotation not in (None, "None")
    return [*["Parameters"] * bool(signature.parameters), *["Returns"] * returns, "Raises"]


@pytest.mark.parametrize("member", offered_callables())
def test_offered_names_document_parameters_result_and_errors(member):
    sections = re.findall(r"^(\w+)\n-+$", inspect.getdoc(member) or "", re.MULTILINE)
    known = ["Returns" if name == "Yields" else name for name in sections]
    assert [name for name in sections_needed(member) if name not in known] == []


@pytest.mark.parametrize("member", offered_callables())
def test_offered_names_document_each_parameter(member):
    if inspect.isclass(member) and issubclass(member, Exception):
        return
    text = re.search(r"^Parameters\n-+\n(.*?)(?=^\w+\n-+$|\Z)", inspect.getdoc(member), re.MULTILINE | re.DOTALL)
    documented = re.findall(r"^\w.*?(?= :|$)", text[1], re.MULTILINE) if text else []
    names = {name.strip() for names in documented for name in names.split(",")}
    assert set(inspect.signature(member).parameters) - names == set()


def documented_defaults(member):
    """The parameters that a docstring gives a default, with that default as written and as it is."""
    parameters = inspect.signature(member).parameters
    for name, stated in re.findall(r"^(\w+) : .*, default (.+)$", inspect.getdoc(member), re.MULTILINE):
        if name in parameters:
            yield name, stated.strip("`"), parameters[name].default


@pytest.mark.parametrize("member", list(public_callables()))
def test_documented_defaults_are_the_real_ones(member):
    """A docstring that says ``default X`` says what the signature says."""
    assert inspect.getdoc(member), "a public name without a docstring"
    if not issubclass(type(member), type) or not issubclass(member, Exception):
        wrong = [
            row for row in documented_defaults(member) if eval(row[1], vars(sys.modules[member.__module__])) != row[2]
        ]
        assert wrong == []
