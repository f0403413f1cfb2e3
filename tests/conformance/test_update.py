"""SPARQL 1.1 Update as the W3C tests it: graphs change as they should; wrong updates are refused."""

from __future__ import annotations

from collections.abc import Iterator

import pyoxigraph
import pytest
from pyoxigraph import DefaultGraph, NamedNode, Quad, parse

from w3c_manifest import Case, each
from w3c_results import same_form
from yuqiao.graph.errors import QueryError
from yuqiao.graph.rdf.formats import RDF_EXTENSIONS
from yuqiao.graph.stores.memory import MemoryStore

pytestmark = pytest.mark.slow


EVALUATION = "UpdateEvaluationTest"
RIGHT = "PositiveUpdateSyntaxTest"
WRONG = "NegativeUpdateSyntaxTest"


def held(case: Case, *, after: bool) -> Iterator[Quad]:
    """Yield the statements of the files that a case has before or after its update."""
    for contents in case.contents:
        if contents.after is not after:
            continue
        file = contents.file
        graph = NamedNode(contents.name) if contents.name else DefaultGraph()
        base = f"file:///{file.name}"
        for quad in parse(path=str(file), format=RDF_EXTENSIONS[file.suffix].engine, base_iri=base):
            named = quad.graph_name if file.suffix == ".trig" else graph
            yield Quad(quad.subject, quad.predicate, quad.object, named)


def updated(case: Case) -> pyoxigraph.Store:
    """Return a store after the update of a case; its relative IRIs are those of files beside it."""
    store = MemoryStore(pyoxigraph.Store(), {})
    store.oxigraph.extend(held(case, after=False))
    store.update(f"BASE <file:///{case.input.name}>\n{case.input.read_text('utf-8')}")
    return store.oxigraph


@each(EVALUATION)
def test_an_update_changes_the_graph_as_expected(case: Case) -> None:
    assert same_form(updated(case)) == same_form(held(case, after=True))


@each(RIGHT)
def test_a_right_update_is_taken(case: Case) -> None:
    refused = ""
    try:
        updated(case)
    except QueryError as error:
        refused = str(error)

    # What it would do may be refused, once it is understood.
    assert not refused or refused.startswith(
        ("LOAD would read from ", "the update cannot be run: ")
    )


@each(WRONG)
def test_a_wrong_update_is_refused(case: Case) -> None:
    with pytest.raises(QueryError, match=r"^the update is wrong at line \d"):
        updated(case)
