"""Terms take the place of variables wherever a query may have them, and nowhere else."""

from __future__ import annotations

from collections import Counter

import pyoxigraph
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat

from yuqiao.graph.errors import QueryError
from yuqiao.graph.rdf.terms import Term
from yuqiao.graph.sparql.bindings import bind
from yuqiao.graph.stores.memory import MemoryStore
from yuqiao.graph.stores.results import Solutions
from yuqiao.graph.stores.store import Store

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
    return MemoryStore(store, {"ex": "http://example.org/"})


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
        ("SELECT ?x { { SELECT ?x { ?x ex:to ?z } } }", {"x": A}, ["a"]),
        ("SELECT ?x { { SELECT DISTINCT ?x { ?x ?p ?z } } }", {"x": A}, ["a"]),
        (
            "SELECT ?x ?n { { SELECT ?x (COUNT(*) AS ?n) { ?x ex:name ?z } GROUP BY ?x } }",
            {"x": A},
            ["a", "3"],
        ),
        (
            "SELECT ?x { { SELECT ?x { { SELECT ?x ?z { ?x ex:to ?z } } ?z ex:to ?x } } }",
            {"x": A},
            ["a"],
        ),
        ("SELECT * { { SELECT ?x ?z { ?x ex:to ?z } } }", {"x": A}, ["a", "b"]),
        (
            "SELECT * { { SELECT ?x { { SELECT ?x ?z { ?x ex:to ?z } } } } }",
            {"x": A},
            ["a"],
        ),
        ("SELECT (EXISTS { ?x ex:to ex:b } AS ?e) ?x {}", {"x": A}, ["true", "a"]),
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


SHAPES = (
    "SELECT ?y {{ {inside} }}",
    "SELECT ?y ?s {{ {inside} }}",
    "SELECT DISTINCT ?s $y {{ {inside} }}",
    "SELECT * {{ {inside} }}",
    "SELECT ?s {{ {inside} }}",
    "SELECT ?y (COUNT(?s) AS ?n{level}) {{ {inside} }} GROUP BY ?y",
    "SELECT ?s (MAX(?y) AS ?n{level}) {{ {inside} }} GROUP BY ?s",
    "SELECT ?s ?y {{ {inside} }} ORDER BY ?y ?s",
)
GROUPS = (
    "?s ex:to ?y",
    "?y ?p ?s FILTER(?y != ex:c)",
    "OPTIONAL {{ ?y ex:to ?s {values} }}",
    "{{ ?s ex:to ?y {values} }} UNION {{ ?y ex:to ?s {values} }}",
    "FILTER EXISTS {{ ?y ex:to ?z {values} }}",
)
LEVELS = st.lists(
    st.tuples(st.sampled_from(SHAPES), st.sampled_from(GROUPS)), min_size=1, max_size=4
)
NODES = st.sampled_from([NamedNode(f"http://example.org/{name}") for name in "abc"])


def nested(levels: list[tuple[str, str]], values: str) -> str:
    """Return SELECTs within one another, each with VALUES in all of its groups."""
    query = ""
    for level, (shape, group) in enumerate(levels):
        pattern = group.format(values=values)
        inside = f"{values} {{ {query} }} {pattern}" if query else f"{values} {pattern}"
        query = shape.format(inside=inside, level=level)
    return query


def counted(answer: object) -> Counter[frozenset[tuple[str, Term]]]:
    """Count the rows, without ?y, which SELECT * leaves out."""
    assert isinstance(answer, Solutions)
    return Counter(
        frozenset(
            (name, term)
            for name, term in zip(answer.variables, row, strict=True)
            if term is not None and name != "y"
        )
        for row in answer
    )


@pytest.mark.slow
@given(levels=LEVELS, term=NODES)
@settings(max_examples=80)
def test_a_bound_query_gives_what_values_in_each_of_its_groups_would(
    levels: list[tuple[str, str]], term: NamedNode, graph: Store
) -> None:
    bound = graph.query(nested(levels, ""), {"y": term})
    beside = graph.query(nested(levels, f"VALUES ?y {{ {term} }}"))

    assert counted(bound) == counted(beside)


@pytest.mark.parametrize(
    ("query", "message"),
    [
        (
            "ASK { ?a ?y ?b }",
            (
                '?y cannot be the literal "1" at line 1, column 10: none can stand as a property; give '
                "it an IRI\nASK { ?a ?y ?b }\n         ^"
            ),
        ),
        (
            "ASK { ?a ?p ?y .\n  GRAPH $y { ?s ?p ?o } }",
            (
                '?y cannot be the literal "1" at line 2, column 9: none can stand as the name of a '
                "graph; give it an IRI\n  GRAPH $y { ?s ?p ?o } }\n        ^"
            ),
        ),
        (
            "DESCRIBE ?y",
            (
                '?y cannot be the literal "1" at line 1, column 10: none can stand as what is '
                "described; give it an IRI\nDESCRIBE ?y\n         ^"
            ),
        ),
        (
            "SELCT ?y { ?a ?y ?b }",
            (
                'the query is wrong at line 1, column 1: unexpected "SELCT"; did you mean '
                "SELECT?\nSELCT ?y { ?a ?y ?b }\n^"
            ),
        ),
        (
            "SELECT ?y { ?y ex:to ?b . ?b }",
            (
                'the query is wrong at line 1, column 30: unexpected "}"; a triple has '
                "three parts; add the missing one, such as ?property ?value\n"
                "SELECT ?y { ?y ex:to ?b . ?b }\n                             ^"
            ),
        ),
    ],
)
def test_a_mistake_is_shown_in_the_query_as_it_was_written(
    query: str, message: str, graph: Store
) -> None:
    with pytest.raises(QueryError) as refused:
        graph.query(query, {"y": Literal(1)})

    assert str(refused.value) == message


def test_a_literal_cannot_be_a_property_in_an_update(graph: Store) -> None:
    with pytest.raises(QueryError, match=r"\?y cannot be the literal .* line 1, column 32:"):
        graph.update("INSERT { ?s ?p ?o } WHERE { ?s ?y ?o }", {"y": Literal(1)})


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { ?x ex:to ?y MINUS { ?y ?p ?q } }",
        "SELECT * { { SELECT ?x { ?x ex:to ?y MINUS { ?y ex:name ?n } } } }",
        "ASK { OPTIONAL { ?a ex:to ?y } MINUS { ?y ex:to ?b } }",
    ],
)
def test_a_variable_that_is_all_a_minus_shares_is_not_bound(query: str) -> None:
    with pytest.raises(QueryError, match=r"\?y cannot be bound: it is all that a MINUS shares"):
        bind(query, {"y": A})


@pytest.mark.parametrize(
    "query",
    [
        "SELECT ?x { ?x ex:to ?y MINUS { ?x ex:name ?n ; ex:to ?y } }",
        "SELECT ?x { ?x ex:to ?y MINUS { ?z ex:to ?y . ?x ex:name ?z } }",
    ],
)
def test_a_minus_that_shares_more_is_what_values_would_give(graph: Store, query: str) -> None:
    values = query.replace("{", "{ VALUES ?y { ex:a }", 1)
    bound, expected = graph.query(query, {"y": A}), graph.query(values)

    assert isinstance(bound, Solutions)
    assert isinstance(expected, Solutions)
    assert sorted(map(str, bound)) == sorted(map(str, expected))
