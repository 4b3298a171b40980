"""
Small mistakes put into the code, one at a time, and whether the fast tests of its room notice.

    make mutants                                                           # 200 of facts, ledger, corpus and topics
    python -m tests.benchmarks.mutants --number 20 --rooms topics --seed 1

A mutant is one change to one expression: another comparison, `and` for `or`, a number off by one, a condition turned
round, a result that is None; not in messages, types, patterns, lists, sizes of caches and ``zip(strict=True)``. Each is
drawn by chance from the seed, as many from each room, and never written to a file: a process in which it is in place of
its module runs the files of tests of its room that reach its line, until a test fails. What no test notices is printed
with its line. A mutant that changes nothing that can be seen counts as one that survived.
"""

import argparse
import ast
import contextlib
import copy
import importlib
import importlib.abc
import importlib.machinery
import inspect
import io
import json
import os
import random
import re
import signal
import sys
import time
from pathlib import Path

ROOT = Path(__file__).parents[2]
ROOMS = ("facts", "ledger", "corpus", "topics")
HANGS = 120  # seconds of processor time
COMPARISONS = {
    **{ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq},
    **{ast.In: ast.NotIn, ast.NotIn: ast.In, ast.Is: ast.IsNot, ast.IsNot: ast.Is},
}
SUMS = {ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Div, ast.Div: ast.Mult, ast.BitAnd: ast.BitOr}
SUMS |= {ast.BitOr: ast.BitAnd}


def changes(node):
    """Yield each way to change one node, as what it becomes."""
    if isinstance(node, ast.Compare) and type(node.ops[0]) in COMPARISONS:
        yield ast.Compare(node.left, [COMPARISONS[type(node.ops[0])](), *node.ops[1:]], node.comparators)
    elif isinstance(node, ast.BoolOp):
        yield ast.BoolOp(ast.Or() if isinstance(node.op, ast.And) else ast.And(), node.values)
        yield node.values[0]
    elif isinstance(node, ast.BinOp) and type(node.op) in SUMS and not is_text(node):
        yield ast.BinOp(node.left, SUMS[type(node.op)](), node.right)
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        yield node.operand
    elif isinstance(node, ast.Constant) and type(node.value) in (int, float):
        yield ast.Constant(node.value + 1)
    elif isinstance(node, ast.Constant) and isinstance(node.value, bool):
        yield ast.Constant(not node.value)
    elif isinstance(node, (ast.If, ast.IfExp, ast.While)):
        turned = copy.copy(node)
        turned.test = ast.UnaryOp(ast.Not(), node.test)
        yield turned
    elif isinstance(node, ast.Return) and node.value and not is_none(node.value):
        yield ast.Return(ast.Constant(None))


def is_none(node):
    return isinstance(node, ast.Constant) and node.value is None


def is_text(node):
    """Return whether an operation joins texts or types, where another operator is an error that says nothing."""
    inner = (ast.JoinedStr, ast.Name, ast.Subscript)
    return any(isinstance(n, ast.Constant) and isinstance(n.value, str) for n in ast.walk(node)) or (
        isinstance(node.op, ast.BitOr)
        and all(isinstance(side, inner) or is_none(side) for side in (node.left, node.right))
    )


def places(tree):
    """Yield every place of a module that may be changed: the parent, its field, the place in a list, and the node."""
    skipped = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.keyword) and node.arg == "strict":  # checks what cannot be otherwise
            skipped.add(id(node.value))
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "lru_cache":  # how much is kept
            skipped |= {id(inner) for inner in ast.walk(node)}
        if isinstance(node, (ast.Raise, ast.AnnAssign, ast.arg)):  # messages and types
            parts = [node.annotation] if not isinstance(node, ast.Raise) else [node]
            skipped |= {id(inner) for part in parts if part for inner in ast.walk(part)}
        if isinstance(node, ast.FunctionDef) and node.returns:
            skipped |= {id(inner) for inner in ast.walk(node.returns)}
    for parent in ast.walk(tree):
        if id(parent) in skipped or isinstance(parent, ast.JoinedStr):
            continue
        for name, value in ast.iter_fields(parent):
            for at, node in enumerate(value if isinstance(value, list) else [value]):
                if isinstance(node, ast.AST) and id(node) not in skipped:
                    yield parent, name, at if isinstance(value, list) else None, node


def list_mutants(room):
    """Return every mutant of a room: path, number of the place, number of the change there."""
    return [
        (path, place, way)
        for path in sorted((ROOT / "analysis" / room).glob("[!_]*.py"))
        for place, (*_, node) in enumerate(places(ast.parse(path.read_text("utf-8"))))
        for way, _ in enumerate(changes(node))
    ]


def mutate(path, place, way):
    """Return the tree of a module with one change, and the change in words."""
    tree = ast.parse(path.read_text("utf-8"))
    parent, name, at, node = list(places(tree))[place]
    changed = ast.copy_location(list(changes(node))[way], node)
    if at is None:
        setattr(parent, name, changed)
    else:
        getattr(parent, name)[at] = changed
    before, after = (ast.unparse(n).split("\n")[0] for n in (node, changed))
    return (
        ast.fix_missing_locations(tree),
        node.lineno,
        f"{path.relative_to(ROOT)}:{node.lineno}: {before}  ->  {after}",
    )


class Finder(importlib.abc.MetaPathFinder, importlib.machinery.SourceFileLoader):
    """Loads the mutant in place of its module."""

    def __init__(self, name, path, tree):
        super().__init__(name, str(path))
        self.tree = tree

    def find_spec(self, name, path=None, target=None):
        return importlib.machinery.ModuleSpec(name, self, origin=self.path) if name == self.name else None

    def get_code(self, fullname):
        return compile(self.tree, self.path, "exec")


class WithoutClock:
    """Leaves out the tests that measure time, which fail by themselves on a busy machine."""

    def pytest_collection_modifyitems(self, items):
        clock = re.compile(r"process_time|perf_counter|monotonic|seconds\(")
        items[:] = [item for item in items if not clock.search(inspect.getsource(item.function))]


def run_tests(*paths):
    """Run the fast tests of files until one fails; return whether none did."""
    import pytest
    from hypothesis import HealthCheck, settings

    steady = {"derandomize": True, "database": None, "deadline": None, "suppress_health_check": list(HealthCheck)}
    settings.register_profile("steady", **steady)
    settings.load_profile("steady")
    options = ["-x", "-q", "-m", "not slow", "-p", "no:cacheprovider", "-p", "no:nbval", "--assert=plain"]
    options += ["--rootdir", str(ROOT)]
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        return pytest.main([*options, *map(str, paths)], plugins=[WithoutClock()]) == pytest.ExitCode.OK


def trace(path, room):
    """Return the seconds that a file of tests takes, and the lines of the room that it runs, measured in a process of
    its own, since what is kept from one file to the next would hide lines."""
    receiver, sender = os.pipe()
    if not os.fork():
        from coverage import Coverage

        os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
        measured = Coverage(source=[f"analysis.{room}"], data_file=None)
        measured.start()
        sound = run_tests(path)
        measured.stop()
        data = measured.get_data()
        found = time.process_time(), sound, {name: data.lines(name) for name in data.measured_files()}
        with open(sender, "w") as stream:  # noqa: PTH123
            json.dump(found, stream)
        os._exit(0)
    os.close(sender)
    with open(receiver) as stream:  # noqa: PTH123
        seconds, sound, lines = json.load(stream)
    os.wait()
    assert sound, f"{path} fails without a mutant"
    return seconds, lines


def start(mutant, files):
    """Begin to test a mutant in a process of its own, which ends with 1 if it is killed. Of the `files` of tests those
    that run its line are used, the quickest first."""
    tree, line, _ = mutate(*mutant)
    path = mutant[0]
    used = [(seconds, file) for file, (seconds, lines) in files.items() if line in lines.get(str(path), ())]
    if child := os.fork():
        return child
    signal.setitimer(signal.ITIMER_PROF, HANGS)  # ends the process, so a mutant that hangs is killed
    sys.meta_path.insert(0, Finder(".".join(path.relative_to(ROOT).with_suffix("").parts), path, tree))
    os._exit(int(bool(used) and not run_tests(*[file for _, file in sorted(used)])))


def main():
    parser = argparse.ArgumentParser(description=__doc__.strip().splitlines()[0])
    parser.add_argument("--number", type=int, default=200)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--rooms", nargs="*", default=ROOMS)
    parser.add_argument("--jobs", type=int, default=2)
    options = parser.parse_args()
    os.chdir(ROOT)
    for library in ("numpy", "pandas", "pytest", "scipy.sparse", "sklearn.base", "trafilatura"):
        importlib.import_module(library)  # once for all

    chosen = []
    for room in options.rooms:
        known = list_mutants(room)
        chosen += random.Random(f"{options.seed} {room}").sample(
            known, min(len(known), options.number // len(options.rooms))
        )
    tests = {room: sorted((ROOT / "tests" / room).glob("test_*.py")) for room in options.rooms}
    files = {room: {path: trace(path, room) for path in paths} for room, paths in tests.items()}
    waiting, running, survived = list(chosen), {}, {}
    while waiting or running:
        while waiting and len(running) < options.jobs:
            mutant = waiting.pop(0)
            running[start(mutant, files[mutant[0].parent.name])] = mutant
        child, status = os.wait()
        mutant = running.pop(child)
        assert status in (0, 256, signal.SIGPROF), f"{mutate(*mutant)[2]}: the run broke"
        if not status:
            survived.setdefault(mutant[0].parent.name, []).append(mutant)
            print(mutate(*mutant)[2], flush=True)
    for room in options.rooms:
        n, lost = sum(mutant[0].parent.name == room for mutant in chosen), len(survived.get(room, ()))
        print(f"{room}: {n - lost} of {n} killed")
    lost = sum(map(len, survived.values()))
    print(f"all: {len(chosen) - lost} of {len(chosen)} killed, {(len(chosen) - lost) / len(chosen):.1%}")


if __name__ == "__main__":
    main()
