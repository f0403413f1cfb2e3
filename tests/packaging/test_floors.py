"""The floors of the house: an import only ever points down, and the heavy ones wait for use."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FLOORS = {
    "data": 0,
    "ontology": 0,
    "graph": 1,
    "exports": 2,
    "commands": 3,
    "shell": 3,
    "api": 3,
    "cli": 4,
    "__init__": 4,
}
HEAVY = {"httpx", "igraph", "networkx", "oxrdflib", "pyshacl", "pyvis", "rdflib"}
EXTEND_RDFLIB = ("graph.validation.prepared_graph", "graph.stores.endpoint.rdflib_store")
"""A subclass needs its base at the head, so that these are heavy themselves."""


def modules() -> list[str]:
    """Every module of the package, as a path relative to the root."""
    below = (path for floor in FLOORS for path in (ROOT / floor).rglob("*.py"))
    paths = [*below, ROOT / "api.py", ROOT / "cli.py", ROOT / "__init__.py"]
    return sorted(path.relative_to(ROOT).as_posix() for path in paths)


def imported(node: ast.AST) -> Iterator[str]:
    """Give the full names that an import statement brings in."""
    if isinstance(node, ast.Import):
        yield from (name.name for name in node.names)
    if isinstance(node, ast.ImportFrom):
        assert node.level == 0, "imports are absolute"
        yield from (f"{node.module}.{name.name}" for name in node.names)


def floor_of_import(name: str) -> int | None:
    """Give the floor an import of ours leads to, or None for another's package."""
    package, _, rest = name.partition(".")
    if package != "yuqiao":
        return None
    return FLOORS.get(rest.partition(".")[0], FLOORS["__init__"])


def at_import(node: ast.AST) -> Iterator[ast.AST]:
    """Walk what runs when a module is imported: neither functions nor TYPE_CHECKING blocks."""
    for child in ast.iter_child_nodes(node):
        is_function = isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)
        if is_function or (isinstance(child, ast.If) and "TYPE_CHECKING" in ast.dump(child.test)):
            continue
        yield child
        yield from at_import(child)


@pytest.mark.parametrize("module", modules())
def test_imports_point_down(module: str) -> None:
    own = FLOORS[Path(module).parts[0].removesuffix(".py")]
    names = [name for node in ast.walk(parse(module)) for name in imported(node)]
    upward = [name for name in names if (floor_of_import(name) or 0) > own]

    assert upward == []


def is_heavy(name: str) -> bool:
    """Tell whether an import of that name brings in one of the heavy packages."""
    extends = tuple(f"yuqiao.{module}" for module in EXTEND_RDFLIB)
    return name.partition(".")[0] in HEAVY or name.startswith(extends)


@pytest.mark.parametrize("module", modules())
def test_heavy_packages_are_imported_when_used(module: str) -> None:
    names = [name for node in at_import(parse(module)) for name in imported(node)]
    heavy = [name for name in names if is_heavy(name)]

    assert heavy == [] or module.removesuffix(".py").replace("/", ".") in EXTEND_RDFLIB


def parse(module: str) -> ast.Module:
    """Read a module of the package as a syntax tree."""
    return ast.parse((ROOT / module).read_text("utf-8"))


def test_the_linter_refuses_a_second_name_for_our_modules() -> None:
    command = [sys.executable, "-m", "ruff", "check", "--stdin-filename", "graph/sample.py", "-"]
    source = '"""A sample."""\n\nfrom graph.store import Store\n\n__all__ = ["Store"]\n'
    check = subprocess.run(
        command, input=source, capture_output=True, text=True, cwd=ROOT, check=False
    )

    assert "TID251" in check.stdout
