"""Terms take the place of variables wherever a query may have them, and nowhere else."""

from __future__ import annotations

import pyoxigraph
import pytest
from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat

from yuqiao.graph.answers import Solutions, Term
from yuqiao.graph.errors import QueryError
from yuqiao.graph.local import LocalStore
from yuqiao.graph.sparql.binding import bind
from yuqiao.graph.store import Store

A = NamedNode("http://example.org/a")
HOSTILE = Literal('" } # \\ ?x \n } SERVICE <http://example.org/> {')


@pytest.fixture(scope="module")
def graph() -> Store:
    store = pyoxigraph.Store()
    store.load(
        """@prefix ex: <http://example.org/> .
        ex:a ex:to ex:b ; ex:name "a"@zh-Hans , "A"@en , "?x" . ex:b ex:to ex:c , ex:a .""",
        RdfFormat.TURTLE,
    )
    return LocalStore(store, {"ex": "http://example.org/"})


@pytest.mark.parametrize(
    ("query", "bindings", "rows"),
    [
        ("SELECT ?y { ?x ex:to ?y }", {"x": A}, ["b"]),
        ("SELECT ?y { ?z ex:to ?y FILTER(?z = ?x) }", {"x": A}, ["b"]),
        ("SELECT ?y { { SELECT ?y { ?x ex:to ?y } } }", {"x": A}, ["b"]),
        ("SELECT ?y { ?x ex:to+ ?y FILTER NOT EXISTS { ?y ex:to ?x } }", {"x": A}, ["a", "c"]),
        (
            "SELECT ?n { ?s ex:name ?n FILTER(LANGMATCHES(LANG(?n),$l)) }",
            {"l": Literal("zh")},
            ["a"],
        ),
        (
            "SELECT ?n { ?s ex:to ex:b OPTIONAL { ?s ex:name ?n FILTER(LANG(?n) = ?l) } }",
            {"l": Literal("en")},
            ["A"],
        ),
        ("SELECT ?x { ?x ex:to ?y }", {"x": A}, ["a"]),
        ("SELECT (COUNT(?y) AS ?n) ?x { ?x ex:to ?y } GROUP BY ?x", {"x": A}, ["1", "a"]),
        ("SELECT ?y { ?s ex:to ?y } ORDER BY ?x DESC(?y) LIMIT 1", {"x": A}, ["c"]),
        ("SELECT ?y { ?s ex:to ?y } HAVING(?x = ex:a) LIMIT 0", {"x": A}, []),
        ("SELECT ?s { ?s ex:name ?x }", {"x": Literal("?x")}, ["a"]),
        (
            "SELECT ?s { ?s ex:name '?x' . ?s ?p ?x # ?x\n }",
            {"x": Literal("A", language="en")},
            ["a"],
        ),
        ("SELECT (STRLEN(?x) AS ?n) {}", {"x": HOSTILE}, [str(len(HOSTILE.value))]),
        ("SELECT ?x {}", {"x": HOSTILE}, [HOSTILE.value]),
    ],
)
def test_a_bound_variable_is_its_term(
    query: str, bindings: dict[str, Term], rows: list[str], graph: Store
) -> None:
    answer = graph.query(query, bindings)

    assert isinstance(answer, Solutions)
    found = [
        term.value.removeprefix("http://example.org/") for row in answer for term in row if term
    ]
    assert sorted(rows) == sorted(found)


@pytest.mark.parametrize(
    ("query", "term", "bound"),
    [
        ("DESCRIBE ?x", A, "DESCRIBE <http://example.org/a>"),
        (
            "ASK { ?s ?p ?x }",
            Literal(75),
            'ASK { ?s ?p "75"^^<http://www.w3.org/2001/XMLSchema#integer> }',
        ),
        (
            "SELECT REDUCED ?y ?x (COUNT(?x) AS ?n) WHERE { ?x ?p ?y }",
            Literal("重", language="zh"),
            'SELECT REDUCED ?y ("重"@zh AS ?x) (COUNT("重"@zh) AS ?n) WHERE { "重"@zh ?p ?y }',
        ),
        (
            'SELECT * { ?xy ex:x ?y , \'?x\' , """a "?x" b""" , <http://e/?x> , ?x }',
            A,
            'SELECT * { ?xy ex:x ?y , \'?x\' , """a "?x" b""" , <http://e/?x> , <http://example.org/a> }',
        ),
    ],
)
def test_only_the_variable_itself_is_replaced(query: str, term: Term, bound: str) -> None:
    assert bind(query, {"x": term}) == bound


@pytest.mark.parametrize(
    ("query", "bindings", "message"),
    [
        ("SELECT * { ?s ?p ?o }", {"x": A}, "the query has no variable ?x to bind"),
        ("SELECT (1 AS ?x) {}", {"x": A}, "?x cannot be bound: the query assigns it itself"),
        ("SELECT * { BIND(1 AS ?x) }", {"x": A}, "?x cannot be bound: the query assigns it itself"),
        (
            "SELECT * { VALUES ?x { 1 } }",
            {"x": A},
            "?x cannot be bound: the query assigns it itself",
        ),
        (
            "SELECT * {} VALUES (?y ?x) { (1 2) }",
            {"x": A},
            "?x cannot be bound: the query assigns it itself",
        ),
        (
            "SELECT * { ?x ?p ?o }",
            {"x": BlankNode("b")},
            "?x cannot be bound to the blank node _:b: it has no name",
        ),
        (
            "SELECT * { ?a ?b ?c FILTER(?a<?b&&?x>?c) }",
            {"x": A},
            '<?b&&?x> can be read in two ways: write a space after the "<"',
        ),
    ],
)
def test_what_cannot_be_bound_is_refused(
    query: str, bindings: dict[str, Term], message: str
) -> None:
    with pytest.raises(QueryError) as refused:
        bind(query, bindings)

    assert str(refused.value) == message
