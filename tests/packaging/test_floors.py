"""The rules of the house: floors, rooms and names; and heavy packages wait for use."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

ROOT = Path(__file__).parents[2]
FLOORS = {
    "data": 0,
    "ontology": 0,
    "graph": 1,
    "exports": 2,
    "api": 3,
    "__init__": 3,
    "commands": 4,
    "shell": 4,
    "web": 4,
    "cli": 5,
    "__main__": 6,
}
ROOMS_OF_GRAPH = (
    "rdf",
    "sparql",
    "stores",
    "entities",
    "questions",
    "diagnostics",
    "network",
    "evidence",
    "diff",
)
"""In the order in which they build on each other; modules of graph/ itself lie below all of them."""

MOST_MODULES = 15
SHARED_NAMES = {
    "answers": "what is answered, in the form of its face",
    "as_of": "the graph of a day, and the option that asks for it",
    "chain": "the chain of evidence, and its text",
    "check": "the check of a programme: command, page of the site, page of the web application",
    "comparison": "two sides compared: on the page, in the explorer, on a page of its own",
    "coverage": "the coverage of a register, its text, and its command",
    "diagnostics": "the diagnostics of a query as text, and before a result",
    "documents": "HTML and XML as the engine can read them",
    "dot_commands": "the dot commands, and their completion",
    "entities": "commands and pages of entities",
    "entity": "the description of an entity as text and as a page",
    "errors": "exceptions: all, and those of endpoints",
    "evidence": "the evidence of facts: of tables and networks, and shown by pages and the explorer",
    "explain": "why: an empty result, a plan, a syntax error",
    "export": "a network or graph written for other programs",
    "file_check": "the check of a file, and its text",
    "findings": "what a check found, and the page of it",
    "formats": "formats: of RDF, and of everything that is written",
    "hierarchy": "the hierarchy of concepts and classes, and its page",
    "history": "the history of an entity, its text, and its command",
    "home": "first pages",
    "joins": "remarks on joins",
    "labels": "labels, and their columns in the prompt",
    "measures": "measures of a network: of any size, of large ones, and as results",
    "model": "the data classes of a room",
    "network": "networks: commands, tables, page",
    "options": "options of commands",
    "paths": "paths between two nodes: found, as text, in the explorer",
    "programme_check": "the check of a programme, and its text",
    "questions": "the catalogue of questions, as text and as pages",
    "reader": "what reads the files of a room",
    "rendering": "documents rendered from templates and answers",
    "routes": "the addresses of a room of the web application",
    "search": "the search by names, and its pages",
    "server": "servers: of HTTP, and of MCP",
    "spool": "data held on disk until it is read",
    "statistics": "statistics of a graph, and their text",
    "store": "stores: the protocol, an endpoint, several graphs",
    "stream": "RDF as it comes: written, and read from a server",
    "values": "remarks on values",
    "write": "an answer, a graph or a report written in one of its formats",
}
"""The module names that stand in several rooms, each with the one job it has in all of them."""

HEAVY = {"httpx", "igraph", "networkx", "oxrdflib", "pyshacl", "pyvis", "rdflib"}
EXTEND_RDFLIB = ("graph.stores.endpoint.rdflib_store",)
"""A subclass needs its base at the head, so that it is heavy itself."""


@cache
def modules() -> list[str]:
    """Return every module of the package, as a path relative to the root."""
    paths = [path for floor in FLOORS for path in (ROOT / floor).rglob("*.py")]
    paths += [ROOT / f"{floor}.py" for floor in FLOORS if (ROOT / f"{floor}.py").exists()]
    return sorted(path.relative_to(ROOT).as_posix() for path in paths)


@cache
def parse(module: str) -> ast.Module:
    """Parse a module of the package."""
    return ast.parse((ROOT / module).read_text("utf-8"))


def imported(node: ast.AST) -> Iterator[str]:
    """Return the full names that an import statement brings in."""
    if isinstance(node, ast.Import):
        yield from (name.name for name in node.names)
    if isinstance(node, ast.ImportFrom):
        assert node.level == 0, "imports are absolute"
        yield from (f"{node.module}.{name.name}" for name in node.names)


def dotted(module: str) -> str:
    """Return the name under which a module is imported."""
    return ".".join(("yuqiao", *Path(module).with_suffix("").parts)).removesuffix(".__init__")


def floor_of_import(name: str) -> int | None:
    """Return the floor an import of ours leads to, or None for another's package."""
    package, _, rest = name.partition(".")
    if package != "yuqiao":
        return None
    return FLOORS.get(rest.partition(".")[0], FLOORS["__init__"])


def room_of(name: str) -> int:
    """Return how far up in graph/ a module lies; 0 for graph/ itself and for other floors."""
    room = name.removeprefix("yuqiao.graph.").partition(".")[0]
    return ROOMS_OF_GRAPH.index(room) + 1 if room in ROOMS_OF_GRAPH else 0


@cache
def dependencies() -> dict[str, set[str]]:
    """Return what each module imports of ours: in functions and for types, too."""
    known = {dotted(module): module for module in modules()}
    found: dict[str, set[str]] = {}
    for name, module in known.items():
        ours = {each if each in known else each.rpartition(".")[0] for each in imports(module)}
        found[name] = (ours & known.keys()) - {name}
    return found


def circle(graph: dict[str, set[str]]) -> list[str]:
    """Return a cycle of a graph; empty when there is none."""
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        return list(error.args[1])
    return []


def test_every_folder_of_the_package_has_a_floor() -> None:
    folders = {path.parent.relative_to(ROOT).parts[0] for path in ROOT.glob("*/__init__.py")}

    assert folders <= FLOORS.keys()


@cache
def imports(module: str) -> tuple[str, ...]:
    """Return what a module imports: in functions and for types, too."""
    return tuple(name for node in ast.walk(parse(module)) for name in imported(node))


def test_imports_point_down() -> None:
    upward = [
        (module, name)
        for module in modules()
        for name in imports(module)
        if (floor_of_import(name) or 0) > FLOORS[Path(module).parts[0].removesuffix(".py")]
    ]

    assert upward == []


def test_imports_point_down_within_graph() -> None:
    upward = [
        (name, other)
        for name in filter(room_of, dependencies())
        for other in dependencies()[name]
        if room_of(other) > room_of(name)
    ]

    assert upward == []


def test_no_import_runs_in_a_circle() -> None:
    assert circle(dependencies()) == []


def test_no_folder_holds_more_than_fifteen_modules() -> None:
    names = [path for path in map(Path, modules()) if path.name != "__init__.py"]
    held = Counter(path.parent.as_posix() for path in names)

    assert {folder: count for folder, count in held.items() if count > MOST_MODULES} == {}


def test_no_public_name_is_defined_in_two_modules() -> None:
    homes = defaultdict(list)
    for module in modules():
        for node in parse(module).body:
            if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_"):
                homes[node.name].append(module)

    assert {name: found for name, found in homes.items() if len(found) > 1} == {}


def test_modules_share_a_name_only_where_they_do_the_same_job() -> None:
    names = Counter(Path(module).stem for module in modules())
    shared = {name for name, count in names.items() if count > 1} - {"__init__"}

    assert shared == SHARED_NAMES.keys()


def at_import(node: ast.AST) -> Iterator[ast.AST]:
    """Walk what runs when a module is imported: neither functions nor TYPE_CHECKING blocks."""
    for child in ast.iter_child_nodes(node):
        is_function = isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)
        if is_function or (isinstance(child, ast.If) and "TYPE_CHECKING" in ast.dump(child.test)):
            continue
        yield child
        yield from at_import(child)


def is_heavy(name: str) -> bool:
    """Return whether an import of that name brings in one of the heavy packages."""
    extends = tuple(f"yuqiao.{module}" for module in EXTEND_RDFLIB)
    return name.partition(".")[0] in HEAVY or name.startswith(extends)


def test_heavy_packages_are_imported_when_used() -> None:
    heavy = {
        module.removesuffix(".py").replace("/", ".")
        for module in modules()
        for node in at_import(parse(module))
        if any(map(is_heavy, imported(node)))
    }

    assert heavy == set(EXTEND_RDFLIB)


def test_the_linter_refuses_a_second_name_for_our_modules() -> None:
    command = [sys.executable, "-m", "ruff", "check", "--stdin-filename", "graph/sample.py", "-"]
    source = '"""A sample."""\n\nfrom graph.stores.store import Store\n\n__all__ = ["Store"]\n'
    check = subprocess.run(
        command, input=source, capture_output=True, text=True, cwd=ROOT, check=False
    )

    assert "TID251" in check.stdout
