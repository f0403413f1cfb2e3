"""The plan of Oxigraph for a query, told by its own program, ``oxigraph``.

The library that answers queries here does not tell its plan; the program of the same version, from
the package ``oxigraph``, does (https://github.com/oxigraph/oxigraph/tree/main/cli). The plan does
not depend on what the graph holds, so without a run it is asked for over an empty one.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pyoxigraph

from yuqiao.graph.diagnostics.plans.explain import Plan, numbered
from yuqiao.graph.diagnostics.plans.guarded_tempdir import Scratch, scratch_folder
from yuqiao.graph.diagnostics.plans.operators import read_steps
from yuqiao.graph.errors import QueryError
from yuqiao.graph.rdf.iris import checked_iri
from yuqiao.graph.sparql.lexer import tokens
from yuqiao.graph.sparql.prepare import ordered, prepared
from yuqiao.graph.sparql.validation import is_query
from yuqiao.graph.stores.memory import MemoryStore

if TYPE_CHECKING:
    from collections.abc import Mapping

    from yuqiao.graph.rdf.terms import Term

_INSTALL = "pip install 'yuqiao[explain]'"


def engine_plan(
    store: MemoryStore, sparql: str, bindings: Mapping[str, Term], *, analyze: bool
) -> Plan:
    """Tell how Oxigraph answers a query.

    :param analyze: whether to run the query, and count rows and time
    :raises QueryError: when the query is wrong, or the program is missing or of another version
    """
    text = prepared(sparql, bindings, store.prefixes, store.allow_hosts)
    if not is_query(text, store.prefixes):
        MemoryStore(pyoxigraph.Store(), store.prefixes).query(text)  # tells what is wrong with it
    if not analyze:
        _refuse_calls(text, store.prefixes)
    program = _program()
    with scratch_folder() as scratch:
        folder = _folder(store, scratch, with_content=analyze)
        try:
            told = _told(scratch, program, folder, _declared(text, store.prefixes), analyze=analyze)
        except QueryError:
            given = ordered(text, store.prefixes)
            if given == text:
                raise
            text = given  # the engine could not order its values: the plan is of what is asked here
            told = _told(scratch, program, folder, _declared(text, store.prefixes), analyze=analyze)
    steps = read_steps(told["plan"], text, store.prefixes)
    return Plan(f"Oxigraph {pyoxigraph.__version__}", numbered(steps), analyze)


def _refuse_calls(text: str, prefixes: Mapping[str, str]) -> None:
    """Refuse a query that calls an allowed address: the program would call it even here."""
    try:
        prepared(text, None, prefixes, ())
    except QueryError as error:
        raise QueryError(
            "to tell this plan is to call the address that SERVICE names; ask with --analyze"
        ) from error


def _program() -> str:
    """Find the program, beside Python or on the path, in the version of the library."""
    beside = os.path.join(os.path.dirname(sys.executable), "oxigraph")
    program = shutil.which(beside) or shutil.which("oxigraph")
    if program is None:
        raise QueryError(f"a plan needs Oxigraph's own program, oxigraph: {_INSTALL}")
    said = subprocess.run([program, "--version"], capture_output=True, text=True, check=False)
    version = said.stdout.strip().rpartition(" ")[2]
    if version.split(".")[:2] != pyoxigraph.__version__.split(".")[:2]:
        raise QueryError(
            f"{program} is of version {version or 'unknown'}, but queries are answered by"
            f" {pyoxigraph.__version__}, whose plans may differ: {_INSTALL}"
        )
    return program


def _folder(store: MemoryStore, scratch: Scratch, *, with_content: bool) -> str:
    """Give a folder in Oxigraph's format: the store's own, or one made for the purpose."""
    if with_content and store.database is not None:
        return store.database
    path = os.path.join(scratch.path, "graph")
    made = pyoxigraph.Store(path)
    if with_content:
        made.bulk_extend(store.oxigraph)
    made.flush()
    return path


def _told(
    scratch: Scratch, program: str, folder: str, text: str, *, analyze: bool
) -> dict[str, Any]:
    """Run the program; it opens the folder read-only, and its answer is thrown away."""
    path = os.path.join(scratch.path, "plan.json")
    graph = any(token.is_word("CONSTRUCT", "DESCRIBE") for token in tokens(text))
    command = [program, "query", "--location", folder]
    command += ["--results-format", "nt" if graph else "json", "--explain-file", path]
    code, said = scratch.run([*command, "--stats"] if analyze else command, text)
    if code != 0:
        reason = said.strip().splitlines()[0] if said.strip() else f"exit code {code}"
        raise QueryError(f"the plan cannot be told: {reason.removeprefix('Error: ')}")
    with open(path, encoding="utf-8") as source:
        told: dict[str, Any] = json.load(source)
    return told


def _declared(text: str, prefixes: Mapping[str, str]) -> str:
    """Declare the known prefixes, which the program does not know; those of the query win."""
    lines = "".join(f"PREFIX {name}: {checked_iri(prefixes[name])}\n" for name in sorted(prefixes))
    return lines + text
