"""The walls of the house: where imports may point, how long a module may be, what importing may cost."""

import ast
import inspect
import re
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest

import analysis

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "analysis"
FLOW = """
    errors lists lists.lexicon text text.chunks text.tokens text.ngrams text.vectors text.counts text.prefixes
    text.space text.phrases text.passages text.display corpus corpus.formats corpus.tables corpus.files corpus.texts
    corpus.run_together corpus.repair corpus.languages corpus.page corpus.metadata corpus.boilerplate
    corpus.near_duplicates corpus.loading text.keyness clusters clusters.label_spreading clusters.description
    clusters.consensus clusters.clusterer topics topics.word_weights topics.terms topics.classifier topics.models
    facts facts.mention facts.gazetteer facts.countries facts.currencies facts.roles facts.amounts facts.dates
    facts.instruments facts.russian_organisations facts.organisations facts.places facts.extraction ledger
    ledger.corrections ledger.summary ledger.ledger ledger.exports evaluate evaluate.annotations evaluate.agreement
    evaluate.audit evaluate.reliability charts.style charts.bars charts.lines charts.pairs charts
    charts.figures __main__
""".split()
MODULES = sorted(path for path in PACKAGE.rglob("*.py") if "__pycache__" not in path.parts)
LONGEST_MODULE = 300


def room(path):
    """The part of the house a file is, by its name inside the package."""
    return ".".join(path.relative_to(PACKAGE).with_suffix("").parts).removesuffix(".__init__")


def imports(path):
    """The rooms that a file imports, anywhere in it."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == "analysis":
            inside = (node.module or "").removeprefix("analysis").removeprefix(".")
            for alias in node.names:
                name = f"{inside}.{alias.name}".removeprefix(".")
                yield name if name in FLOW else inside
        elif isinstance(node, ast.Import):
            yield from (
                alias.name.removeprefix("analysis.") for alias in node.names if alias.name.startswith("analysis.")
            )


def test_every_room_has_its_place_in_the_flow():
    assert {room(path) for path in MODULES} - {"__init__"} <= set(FLOW)


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_imports_point_one_way(path):
    if room(path) == "__init__":
        return
    backward = [name for name in imports(path) if FLOW.index(name) > FLOW.index(room(path))]
    assert backward == [], f"{path.name} imports rooms further down: {backward}"


def test_modules_stay_short():
    lengths = {path.name: len(path.read_text(encoding="utf-8").splitlines()) for path in MODULES}
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
        for member in vars(import_module(name)).values():
            if callable(member) and getattr(member, "__module__", "") == name and not member.__name__.startswith("_"):
                yield pytest.param(member, id=f"{name}.{member.__name__}")


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
