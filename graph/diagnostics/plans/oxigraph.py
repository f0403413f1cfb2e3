"""Oxigraph's plan for a query, as reported by its own program, ``oxigraph``.

The library that evaluates queries here does not expose its plan; the program of the same version,
from the package ``oxigraph``, does (https://github.com/oxigraph/oxigraph/tree/main/cli). The plan
does not depend on the data, so without a run it is requested for an empty graph.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pyoxigraph

from yuqiao.graph.diagnostics.plans.guarded_tempdir import GuardedDirectory, guarded_directory
from yuqiao.graph.diagnostics.plans.model import Plan, Step, numbered
from yuqiao.graph.diagnostics.term_suggestions import short_name
from yuqiao.graph.errors import QueryError
from yuqiao.graph.rdf.iris import checked_iri
from yuqiao.graph.sparql.lexer import tokens
from yuqiao.graph.sparql.prepare import ordered, prepared
from yuqiao.graph.sparql.validation import is_query
from yuqiao.graph.stores.memory import MemoryStore

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from yuqiao.graph.rdf.terms import Term

_INSTALL = "pip install 'yuqiao[explain]'"
_GENERATED = re.compile(r"\?[0-9a-f]{20,32}\b")
_COMMUTING = re.compile(r"(\?_\d+) (\+|\*|=|&&|\|\|) (\?_\d+)")


def engine_plan(
    store: MemoryStore, sparql: str, bindings: Mapping[str, Term], *, analyze: bool
) -> Plan:
    """Return Oxigraph's plan for a query.

    :param analyze: whether to run the query, and measure rows and time
    :raises QueryError: when the query is wrong, or the program is missing or of another version
    """
    text = prepared(sparql, bindings, store.prefixes, store.allow_hosts)
    if not is_query(text, store.prefixes):
        MemoryStore(pyoxigraph.Store(), store.prefixes).query(text)  # raises the syntax error
    if not analyze:
        _reject_calls(text, store.prefixes)
    program = _program()
    with guarded_directory() as scratch:
        folder = _folder(store, scratch, with_content=analyze)
        try:
            report = _report(scratch, program, folder, text, store.prefixes, analyze=analyze)
        except QueryError:
            rewritten = ordered(text, store.prefixes, store.are_of_one_kind)
            if rewritten == text:
                raise
            text = rewritten  # the engine could not order its values: the plan is of what is run
            report = _report(scratch, program, folder, text, store.prefixes, analyze=analyze)
    plan = _settled(report["plan"])
    names = _Names(text, store.prefixes)
    for name in _operators(plan):
        names.number(name)
    return Plan(f"Oxigraph {pyoxigraph.__version__}", numbered(names.step(plan)), analyze)


def _settled(plan: dict[str, Any]) -> dict[str, Any]:
    """Return a plan whose unions have their parts in an order that no random name decides."""
    children = [_settled(child) for child in plan["children"]]
    if plan["name"] == "Union":
        children.sort(key=lambda child: _GENERATED.sub("?", "\n".join(_operators(child))))
    return {**plan, "children": children}


def _operators(plan: Mapping[str, Any]) -> Iterator[str]:
    """Yield the text of each step, inputs first."""
    for child in plan["children"]:
        yield from _operators(child)
    yield plan["name"]


class _Names:
    """Names of terms in a plan: short IRIs, and numbers for the variables of the engine.

    Oxigraph names its own variables at random, and orders what commutes by those names; numbered,
    the plan of a query has the same text each time.
    """

    def __init__(self, sparql: str, prefixes: Mapping[str, str]) -> None:
        self._own = {token.text for token in tokens(sparql) if token.kind == "variable"}
        self._prefixes = prefixes
        self._numbers: dict[str, str] = {}

    def number(self, text: str) -> str:
        """Replace the engine's own variables in a text by numbered ones."""
        text = _GENERATED.sub(self._numbered, text)
        return _COMMUTING.sub(_in_order, text)

    def _numbered(self, found: re.Match[str]) -> str:
        if found[0] in self._own:
            return found[0]
        return self._numbers.setdefault(found[0], f"?_{len(self._numbers) + 1}")

    def step(self, plan: Mapping[str, Any]) -> Step:
        """Return a step with all its inputs."""
        return Step(
            self._short(self.number(plan["name"])),
            tuple(self.step(child) for child in plan["children"]),
            plan.get("number of results"),
            plan.get("duration in seconds"),
        )

    def _short(self, text: str) -> str:
        pieces, copied = [], 0
        for token in tokens(text):
            if token.kind == "iri":
                pieces += [
                    text[copied : token.start],
                    short_name(token.text[1:-1], self._prefixes),
                ]
                copied = token.end
        return "".join([*pieces, text[copied:]])


def _in_order(found: re.Match[str]) -> str:
    first, second = sorted((found[1], found[3]), key=lambda name: int(name[2:]))
    return f"{first} {found[2]} {second}"


def _reject_calls(text: str, prefixes: Mapping[str, str]) -> None:
    """Reject a query that calls an allowed address: the program would call it even here."""
    try:
        prepared(text, None, prefixes, ())
    except QueryError as error:
        raise QueryError(
            "planning this query calls the address in SERVICE; its plan requires a run"
        ) from error


def _program() -> str:
    """Find the program, beside Python or on the path, in the version of the library."""
    beside = os.path.join(os.path.dirname(sys.executable), "oxigraph")
    program = shutil.which(beside) or shutil.which("oxigraph")
    if program is None:
        raise QueryError(f"a query plan requires Oxigraph's program, oxigraph: {_INSTALL}")
    output = subprocess.run([program, "--version"], capture_output=True, text=True, check=False)
    version = output.stdout.strip().rpartition(" ")[2]
    if version.split(".")[:2] != pyoxigraph.__version__.split(".")[:2]:
        raise QueryError(
            f"{program} is version {version or 'unknown'}, but queries are evaluated by"
            f" {pyoxigraph.__version__}, whose plans may differ: {_INSTALL}"
        )
    return program


def _folder(store: MemoryStore, scratch: GuardedDirectory, *, with_content: bool) -> str:
    """Return a folder in Oxigraph's format: the store's own, or a temporary one."""
    if with_content and store.database is not None:
        return store.database
    path = os.path.join(scratch.path, "graph")
    made = pyoxigraph.Store(path)
    if with_content:
        made.bulk_extend(store.oxigraph)
    made.flush()
    return path


def _report(
    scratch: GuardedDirectory,
    program: str,
    folder: str,
    text: str,
    prefixes: Mapping[str, str],
    *,
    analyze: bool,
) -> dict[str, Any]:
    """Run the program, which opens the folder read-only, and discard the query's results."""
    path = os.path.join(scratch.path, "plan.json")
    graph = any(token.is_word("CONSTRUCT", "DESCRIBE") for token in tokens(text))
    command = [program, "query", "--location", folder]
    command += ["--results-format", "nt" if graph else "json", "--explain-file", path]
    given = _declared(text, prefixes)
    code, errors = scratch.run([*command, "--stats"] if analyze else command, given)
    if code != 0:
        reason = errors.strip().splitlines()[0] if errors.strip() else f"exit code {code}"
        raise QueryError(f"the engine returned no plan: {reason.removeprefix('Error: ')}")
    with open(path, encoding="utf-8") as source:
        report: dict[str, Any] = json.load(source)
    return report


def _declared(text: str, prefixes: Mapping[str, str]) -> str:
    """Declare the known prefixes, which the program does not know; those of the query win."""
    lines = "".join(f"PREFIX {name}: {checked_iri(prefixes[name])}\n" for name in sorted(prefixes))
    return lines + text
