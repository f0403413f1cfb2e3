"""SPARQL 1.1 that the engine's parser does not take is answered all the same."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph
import pytest
from hypothesis import given
from hypothesis import strategies as st

from yuqiao.graph.errors import QueryError
from yuqiao.graph.sparql.dialect import for_engine, for_parser
from yuqiao.graph.sparql.validation import parsing_error
from yuqiao.graph.stores.memory import MemoryStore

EC = "http://purl.uniprot.org/enzyme/"
AGGREGATE = "an aggregate cannot contain an aggregate; compute the inner one in a subquery"
SUBJECT = "the subject of a triple term is an IRI or a variable"
PREFIXES = {"ec": EC, "ex": "http://example.org/"}


@pytest.fixture(scope="module")
def graph() -> MemoryStore:
    store = MemoryStore(pyoxigraph.Store(), PREFIXES)
    store.update(
        'INSERT DATA { ec:1.1.1.353 ex:name "a" ; ex:a.b.c ec:2.7.11 . ex:𠮷.a.b ex:name "b" }'
    )
    return store


def rows(graph: MemoryStore, query: str) -> list[tuple[str, ...]]:
    answer = graph.query(query)
    assert not isinstance(answer, bool)
    return sorted(tuple(str(term) for term in row) for row in answer)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("SELECT * { VALUES ?e { ec:1.1.1.353 } }", [(f"<{EC}1.1.1.353>",)]),
        (
            "SELECT * { VALUES (?x ?y) { (ec:1.2.3 ec:4.5) } }",
            [(f"<{EC}1.2.3>", f"<{EC}4.5>")],
        ),
        ("SELECT ?n { ec:1.1.1.353 ex:name ?n }", [('"a"',)]),
        ("SELECT ?o { ?s ex:a.b.c ?o. }", [(f"<{EC}2.7.11>",)]),
        ("SELECT ?o { ?s ex:a.b.c/ex:none? ?o }", [(f"<{EC}2.7.11>",)]),
        ("SELECT ?s { ?s ex:name ?n FILTER(?s IN (ec:1.1.1.353, ec:2.2)) }", [(f"<{EC}1.1.1.353>",)]),
        ("PREFIX e: <http://purl.uniprot.org/> SELECT ?n { e:enzyme\\/1.1.1.353 ex:name ?n }", [('"a"',)]),
        ("PREFIX ec: <http://example.org/> SELECT * { VALUES ?e { ec:1.2.3 } }", [("<http://example.org/1.2.3>",)]),
        ("PREFIX 𠮷: <http://example.org/> SELECT ?n { 𠮷:𠮷.a.b ex:name ?n }", [('"b"',)]),
        ("SELECT ?n { _:𠮷 ex:a.b.c ?o ; ex:name ?n }", [('"a"',)]),
        ("SELECT * { BIND(CONCAT (\"a\",\"b\") AS ?x) }", [('"ab"',)]),
        ("SELECT * { BIND(CONCAT # and\n(\"a\",\"b\") AS ?x) }", [('"ab"',)]),
        ("SELECT * { BIND(COALESCE (?none, 1) AS ?x) }", [('"1"^^<http://www.w3.org/2001/XMLSchema#integer>',)]),
        ("SELECT (isBLANK(?b) AS ?x) { BIND(BNODE () AS ?b) }", [('"true"^^<http://www.w3.org/2001/XMLSchema#boolean>',)]),
        ("SELECT * { BIND(TRUE && !False AS ?x) }", [('"true"^^<http://www.w3.org/2001/XMLSchema#boolean>',)]),
        ('SELECT * { BIND("TRUE ec:1.1.1" AS ?x) } # TRUE ec:1.1.1', [('"TRUE ec:1.1.1"',)]),
    ],
)  # fmt: skip
def test_what_the_grammar_allows_is_answered(
    graph: MemoryStore, query: str, expected: list[tuple[str, ...]]
) -> None:
    assert rows(graph, query) == expected


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        (
            "SELECT ?n ?twice { { SELECT (COUNT(?s) AS ?n) (?n * 2 AS ?twice) { ?s ex:name ?o } } }",
            ("2", "4"),
        ),
        (
            "SELECT ?p (COUNT(?s) AS ?n) (?n + 1 AS ?m) (?m * ?n AS ?k) { VALUES ?p { ex:name } ?s ?p ?o }"
            + " GROUP BY ?p ORDER BY ?k",
            ("http://example.org/name", "2", "3", "6"),
        ),
        ("SELECT (1 AS ?n) (?n + 1 AS ?m) {}", ("1", "2")),
    ],
)  # fmt: skip
def test_a_column_may_use_the_name_of_an_earlier_one(
    graph: MemoryStore, query: str, expected: tuple[str, ...]
) -> None:
    (row,) = graph.select(query)

    assert tuple(term.value for term in row if term is not None) == expected


def test_the_empty_relative_iri_needs_a_base(graph: MemoryStore) -> None:
    with pytest.raises(QueryError, match=r"column 10: the relative IRI <> needs a BASE"):
        graph.query("PREFIX : <> SELECT * { ?s :p ?o }")


def test_a_variable_beyond_the_engine_is_refused_with_the_reason(graph: MemoryStore) -> None:
    with pytest.raises(QueryError) as refusal:
        graph.query("SELECT ?🎄 { ?🎄 ?p ?o }")

    assert str(refusal.value) == (
        "the variable ?🎄 at line 1, column 8 is valid SPARQL, but the engine supports no "
        "characters beyond U+FFFF in names of variables; rename it\n"
        "SELECT ?🎄 { ?🎄 ?p ?o }\n"
        "       ^"
    )


@pytest.mark.parametrize(
    ("query", "place", "rule"),
    [
        ("SELECT (SUM(1 + COUNT(*)) AS ?n) {}", 17, AGGREGATE),
        ("SELECT ?p { ?s ?p ?o } GROUP BY ?p HAVING (max ( IF(true, min (?o), 1) ) > 1)", 59, AGGREGATE),
        ('SELECT * { BIND(<<( "a" ex:p 1 )>> AS ?t) }', 21, SUBJECT),
        ("SELECT * { FILTER(isTRIPLE(<<( ex:s ex:p <<( 1 ex:p 1 )>> )>>)) }", 46, SUBJECT),
        ("SELECT (<<( <<( ex:s ex:p 1 )>> ex:p 1 )>> AS ?t) {}", 13, SUBJECT),
    ],
)  # fmt: skip
def test_what_the_grammar_forbids_is_refused_where_the_engine_takes_it(
    graph: MemoryStore, query: str, place: int, rule: str
) -> None:
    with pytest.raises(QueryError) as refusal:
        graph.query(query)

    said = f"the query is wrong at line 1, column {place}: {rule}"
    assert str(refusal.value) == f"{said}\n{query}\n{' ' * (place - 1)}^"


@pytest.mark.parametrize(
    "query",
    [
        "SELECT (SUM(?n) + COUNT(*) AS ?m) { { SELECT (COUNT(?s) AS ?n) { ?s ?p ?o } } }",
        "SELECT (COUNT(IF(EXISTS { SELECT (MAX(?o) AS ?m) { ?s ?p ?o } }, 1, 2)) AS ?n) { ?s ?p ?o }",
        'SELECT ("COUNT(COUNT(1))" AS ?n) { ?s ?p ?o } # SUM(SUM(1))',
        "SELECT ?o { <<( <<( ex:s ex:p ex:o )>> ex:p ex:o )>> ?p ?o }",
        "SELECT (<<( ex:s ex:p <<( ?s ex:p 1 )>> )>> AS ?t) {}",
    ],
)
def test_what_the_grammar_allows_is_not_mistaken_for_it(query: str) -> None:
    assert for_engine(query, PREFIXES) == query
    assert parsing_error(query, PREFIXES) is None


def test_a_mistake_elsewhere_is_shown_at_its_place(graph: MemoryStore) -> None:
    with pytest.raises(QueryError, match=r"line 1, column 44"):
        graph.query("SELECT * { ec:1.1.1.353 ex:name TRUE, ?n . ] }")


@given(
    st.lists(
        st.sampled_from(["ec:1.2.3", "TRUE", "CONCAT (", "?x", ".", "{", "}", "'a'", "𠮷:a", "#\n"])
    )
)
def test_the_text_for_the_parser_keeps_every_place(pieces: list[str]) -> None:
    text = " ".join(pieces)

    assert len(for_parser(text)) == len(text)
    assert for_parser(for_parser(text)) == for_parser(text)


@pytest.mark.parametrize(
    "question", sorted(Path(__file__).parents[3].glob("ontology/questions/*.rq"))
)
def test_what_the_engine_takes_is_left_alone(question: Path) -> None:
    text = question.read_text("utf-8")

    assert for_engine(text, {}) == text or "true" in text.lower()
    assert parsing_error("ASK { ?s ?p true }", {}) is None
