"""Every query of SPARQL 1.1 that the engine takes is read into parts, and its triples are triples."""

from __future__ import annotations

import pyoxigraph
import pytest

from w3c_manifest import GROUPS, Case, cases
from yuqiao.graph.diagnostics.empty_results.explain import why_empty
from yuqiao.graph.errors import QueryError
from yuqiao.graph.sparql.ast import Triple, walk
from yuqiao.graph.sparql.parser import parse_query
from yuqiao.graph.stores.memory import MemoryStore

KINDS = ("QueryEvaluationTest", "CSVResultFormatTest", "PositiveSyntaxTest")
QUERIES = [
    case
    for group in GROUPS
    if group.startswith("sparql/sparql11/")
    for case in cases(group)
    if case.kind in KINDS
]
UNSUPPORTED = "http://www.w3.org/2009/sparql/docs/tests/data-sparql11/syntax-query/manifest#test_4"
"""Its function is made up, so that it can be read but not answered."""


@pytest.mark.parametrize("case", QUERIES, ids=lambda case: case.iri)
def test_a_right_query_is_read(case: Case) -> None:
    text = f"BASE <file:///{case.input.name}>\n{case.input.read_text('utf-8')}"

    query = parse_query(text)

    prologue = text[: query.start]
    for part in walk(query):
        assert query.cut(part).strip() == query.cut(part), "it has its place"
        if isinstance(part, Triple):
            asked = pyoxigraph.Store().query(f"{prologue} ASK {{ {part.text} }}")
            assert isinstance(asked, pyoxigraph.QueryBoolean)


@pytest.mark.slow
@pytest.mark.parametrize("case", QUERIES, ids=lambda case: case.iri)
def test_that_a_right_query_gives_nothing_is_always_explained(case: Case) -> None:
    text = f"BASE <file:///{case.input.name}>\n{case.input.read_text('utf-8')}"
    store = MemoryStore(pyoxigraph.Store(), {})
    if case.iri == UNSUPPORTED:
        with pytest.raises(QueryError, match="is not supported"):
            why_empty(store, text)
        return

    found = why_empty(store, text)

    assert found.complete
    assert found.empty == bool(found.findings)
