"""Every local name of SPARQL 1.1 stands for its IRI, wherever a name can stand."""

from __future__ import annotations

import re
from itertools import cycle

import pyoxigraph
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, Triple

from yuqiao.graph.stores.memory import MemoryStore

NS = "http://example.org/ns#"
REIFIES = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#reifies")
LOCALS = [
    r"a.b.c",
    r"1.2.3",
    r"1",
    r"0.1.2-3",
    r"1.5e3.x",
    r"a%20b",
    r"a%20b.c.d",
    r"%41",
    r"%41.%42.c",
    r"a\,b",
    r"a\.b.c.d\.",
    r"\~a\&b",
    r"a\/b\/c",
    r"a.b\.",
    r"a\(b\).c.d",
    r"\%41.b.c",
    r":a",
    r"a:b:c",
    r"a:1.2.3",
    r":::",
    r"_a",
    r"_",
    r"a-",
    r"a.-b.c",
    r"é.ü.x",
    r"渝.桥.a",
    r"a·b",
    r"x·.y.z",
    r"𠮷.a.b",
    r"true",
    r"TRUE.a.b",
    r"a..b",
    r"1..2.3",
    r"a.:b.c",
]
HEADS = (
    ("", "ex:"),
    (f"PREFIX : <{NS}> ", ":"),
    (f"PREFIX e.x: <{NS}>\n", "e.x:"),
    ("BASE <http://example.org/none/> BASE <../> prefix ex:<ns#> ", "ex:"),
)
QUERIES = """
SELECT * { VALUES ?x { @ } }
SELECT * { VALUES (?x ?y) { (@ @) (UNDEF @) } }
SELECT ?s { ?s ?p ?o } VALUES ?s { @ UNDEF }
SELECT ?o { @ ?p ?o }
SELECT ?s { ?s @ ?o }
SELECT ?s { ?s ?p @ }
SELECT ?s { ?s ?p @. }
SELECT ?s { ?s ?p @.?s ?q ?r}
SELECT ?s {?s ?p @}
SELECT ?s { ?s @/@ ?o }
SELECT ?s { ?s (@|^@)+ ?o }
SELECT ?s { ?s !(@|^@) ?o }
SELECT ?s { ?s @* ?o }
SELECT ?s { ?s @? ?o }
SELECT ?s { ?s @+ ?o }
SELECT ?s { ?s ?p ?o FILTER(?o IN (@,@)) }
SELECT ?s { ?s ?p ?o FILTER(?o NOT IN (@)) }
SELECT ?s { ?s ?p ?o FILTER(?o=@) }
SELECT ?s { ?s ?p ?o FILTER(?o!=@||?o=@) }
SELECT ?s { ?s ?p ?o FILTER EXISTS { @ ?p ?o } }
SELECT ?s { ?s ?p ?o MINUS { ?s ?p @ } }
SELECT ?s { ?s a @ ; @ ?o , @ }
SELECT ?s { [ @ ?s ] ?p (@ @) }
SELECT ?s { GRAPH @ { ?s ?p ?o } }
SELECT ?s FROM @ { ?s ?p ?o }
SELECT ?s FROM @ FROM NAMED @ WHERE { GRAPH ?g { ?s ?p ?o } }
SELECT ("x"^^@ AS ?l) (STR(@) AS ?t) (IF(true,@,@) AS ?x) {}
SELECT ?s { ?s ?p "v"^^@ }
SELECT ?s { ?s ?p "v"^^@. }
SELECT ?s { ?s ?p ?o } GROUP BY ?s ORDER BY (?s = @) ?s
SELECT (<<( @ @ @ )>> AS ?t) {}
SELECT ?s { ?s ?p <<( @ ?q @ )>> }
SELECT ?s { << @ @ @ >> ?p ?s }
SELECT ?s { ?s @ ?o {| @ ?z |} }
CONSTRUCT { @ @ @ } { ?s ?p @ }
CONSTRUCT WHERE { @ @ ?o . }
DESCRIBE @
ASK { @ @ @ }
"""
UPDATES = """
INSERT DATA { @ @ @ ; @ "v"^^@ }
INSERT DATA { GRAPH @ { @ @ "v"^^@ . } }
DELETE DATA { @ @ @ }
INSERT { @ ?p @ } WHERE { ?s ?p @ }
WITH @ DELETE { ?s ?p @ } INSERT { @ @ "new" } USING @ USING NAMED @ WHERE { ?s ?p ?o }
DELETE WHERE { @ ?p ?o }
CLEAR GRAPH @
CREATE SILENT GRAPH @
DROP SILENT GRAPH @
MOVE SILENT GRAPH @ TO DEFAULT
"""


def iri(local: str) -> str:
    """Return the IRI of a local name."""
    return NS + re.sub(r"\\(.)", r"\1", local)


def graph(local: str) -> MemoryStore:
    """Return a store that has the name in every place, in a graph of that name too."""
    name, other = NamedNode(iri(local)), NamedNode("urn:other")
    store = pyoxigraph.Store()
    for place in (DefaultGraph(), name):
        store.add(Quad(name, name, name, place))
        store.add(Quad(other, name, other, place))
        store.add(Quad(other, other, name, place))
        store.add(Quad(name, other, Literal("v", datatype=name), place))
        store.add(Quad(other, REIFIES, Triple(name, name, name), place))
    return MemoryStore(store, {"ex": NS})


def answer(store: MemoryStore, query: str) -> object:
    """Return an answer in a form that can be compared."""
    found = store.query(query)
    return found if isinstance(found, bool) else sorted(map(repr, found))


@pytest.mark.slow
@pytest.mark.parametrize("query", QUERIES.strip().splitlines())
def test_a_name_is_its_iri_in_a_query(query: str) -> None:
    for local, (head, prefix) in zip(LOCALS, cycle(HEADS), strict=False):
        store = graph(local)

        short = answer(store, head + query.replace("@", prefix + local))
        assert short == answer(store, query.replace("@", f"<{iri(local)}>")), local


@pytest.mark.slow
@pytest.mark.parametrize("update", UPDATES.strip().splitlines())
def test_a_name_is_its_iri_in_an_update(update: str) -> None:
    for local, (head, prefix) in zip(LOCALS, cycle(HEADS), strict=False):
        short, full = graph(local), graph(local)

        short.update(head + update.replace("@", prefix + local))
        full.update(update.replace("@", f"<{iri(local)}>"))
        assert sorted(map(str, short.oxigraph)) == sorted(map(str, full.oxigraph)), local


ESCAPE = r"\\[_~.\-!$&'()*+,;=/?@]"  # a "#" or "%" may make an IRI that is none
NAMES = st.from_regex(
    rf"([a-zA-Z_:0-9é渝]|%[0-9A-Fa-f]{{2}}|{ESCAPE})"
    rf"(([a-zA-Z_:0-9é渝.·-]|%[0-9A-Fa-f]{{2}}|{ESCAPE}){{0,8}}"
    rf"([a-zA-Z_:0-9é渝·-]|%[0-9A-Fa-f]{{2}}|{ESCAPE}))?",
    fullmatch=True,
)


@pytest.mark.slow
@settings(max_examples=60)
@given(NAMES)
def test_any_name_is_its_iri(local: str) -> None:
    store = graph("none")

    query = f"SELECT * {{ VALUES (?x ?y) {{ (ex:{local} 1) }} BIND(ex:{local} AS ?z) }}"
    (row,) = store.select(query)

    assert [str(row[0]), str(row[2])] == [f"<{iri(local)}>"] * 2
