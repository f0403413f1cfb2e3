"""Virtuoso cuts answers in ways of its own; the bytes here are what release 7.2.5 really sent."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs

import pytest
from pyoxigraph import BlankNode, Literal, NamedNode

import yuqiao
from yuqiao.graph.errors import EndpointError
from yuqiao.graph.stores.results import Solutions, Triples

Speak = Callable[..., Any]

JSON = "application/sparql-results+json"
ROWS = b"""
{ "head": { "link": [], "vars": ["s", "o"] },
  "results": { "distinct": false, "ordered": true, "bindings": [
    { "s": { "type": "uri", "value": "urn:e:a" }\t, "o": { "type": "bnode", "value": "nodeID://b10000" }},
    { "s": { "type": "bnode", "value": "nodeID://b10000" }\t, "o": { "type": "typed-literal", "datatype": "http://www.w3.org/2001/XMLSchema#boolean", "value": "1" }},
    { "s": { "type": "bnode", "value": "nodeID://b10000" }\t, "o": { "type": "literal", "value": "\\"bnode\\", \\"value\\": \\"nodeID://x" }} ] } }"""
TRUE = b"""
{ "head": { "link": [], "vars": ["__ASK_RETVAL"] },
  "results": { "distinct": false, "ordered": true, "bindings": [
    { "__ASK_RETVAL": { "type": "typed-literal", "datatype": "http://www.w3.org/2001/XMLSchema#integer", "value": "1" }} ] } }"""
FALSE = b"""
{ "head": { "link": [], "vars": ["__ASK_RETVAL"] },
  "results": { "distinct": false, "ordered": true, "bindings": [ ] } }"""
NO_ROWS = b"""
{ "head": { "link": [], "vars": ["x"] },
  "results": { "distinct": false, "ordered": true, "bindings": [ ] } }"""
TRIPLES = (
    b'<urn:e:a>\t<urn:e:p>\t_:b10000 .\n_:b10000\t<urn:e:q>\t"x" .\n<urn:e:b>\t<urn:e:p>\t"" .\n'
)


def said(kind: str, body: bytes, *headers: str) -> bytes:
    """Write an answer with the headers of Virtuoso."""
    lines = [
        "HTTP/1.1 200 OK",
        "Server: Virtuoso/07.20.3229 (Linux) x86_64-pc-linux-gnu  ",
        "Accept-Ranges: bytes",
        *headers,
        f"Content-Type: {kind}",
        f"Content-Length: {len(body)}",
    ]
    return "\r\n".join([*lines, "", ""]).encode() + body


def asked(request: bytes) -> str:
    """Return the query of a request."""
    return parse_qs(request.partition(b"\r\n\r\n")[2].decode())["query"][0]


def test_blank_nodes_and_truth_values(speak: Speak) -> None:
    rows = yuqiao.open(speak(said(JSON, ROWS)).url).query("SELECT * { ?s ?p ?o }")

    assert isinstance(rows, Solutions)
    assert [tuple(row) for row in rows] == [
        (NamedNode("urn:e:a"), BlankNode("b10000")),
        (BlankNode("b10000"), Literal(True)),
        (BlankNode("b10000"), Literal('"bnode", "value": "nodeID://x')),
    ]


def test_blank_nodes_are_known_whatever_server_a_proxy_says_it_is(speak: Speak) -> None:
    json = said(JSON, ROWS).replace(b"Server: Virtuoso/07.20.3229", b"Server: nginx")
    xml = (
        b'<sparql xmlns="http://www.w3.org/2005/sparql-results#"><head><variable name="s"/></head>'
        b'<results><result><binding name="s"><bnode>nodeID://b10000</bnode></binding></result>'
        b"</results></sparql>"
    )
    answers = (json, said("application/sparql-results+xml", xml, "Server: nginx"))

    for answer in answers:
        rows = yuqiao.open(speak(answer).url).query("SELECT * { ?s ?p ?o }")
        assert isinstance(rows, Solutions)
        assert BlankNode("b10000") in {term for row in rows for term in row}


def test_mending_works_across_the_pieces_of_a_long_answer(speak: Speak) -> None:
    head, row = ROWS.split(b"[\n")[0] + b"[", ROWS.splitlines()[4].rstrip(b",")
    server = speak(said(JSON, head + b",".join([row] * 3000) + b"]}}"))

    rows = yuqiao.open(server.url).query("SELECT * { ?s ?p ?o }")

    assert isinstance(rows, Solutions)
    assert {tuple(row) for row in rows} == {(BlankNode("b10000"), Literal(True))}


@pytest.mark.parametrize(("body", "truth"), [(TRUE, True), (FALSE, False)])
def test_an_ask_is_answered_with_rows(body: bytes, truth: bool, speak: Speak) -> None:
    assert yuqiao.open(speak(said(JSON, body)).url).query("ASK { ?s ?p ?o }") is truth


LIMITED = said(JSON, ROWS, "X-SPARQL-MaxRows: 3")


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { ?s ?p ?o }",
        "SELECT * { ?s ?p ?o } LIMIT 4",
        "SELECT * { { SELECT ?s { ?s ?p ?o } LIMIT 2 } ?s ?p ?o } # LIMIT 2",
    ],
)
def test_rows_that_the_server_cuts_at_its_limit(query: str, speak: Speak) -> None:
    server = speak(LIMITED)

    with pytest.raises(EndpointError) as refused:
        yuqiao.open(server.url).query(query)

    assert str(refused.value) == (
        f"{server.url}: gives at most 3 rows and would cut this answer short; ask in parts, with "
        "LIMIT and OFFSET"
    )


@pytest.mark.parametrize("limit", ["LIMIT 3", "OFFSET 3 limit 2"])
def test_as_many_rows_as_were_asked_for_are_whole(limit: str, speak: Speak) -> None:
    rows = yuqiao.open(speak(LIMITED).url).query(f"SELECT * {{ ?s ?p ?o }} {limit}")

    assert isinstance(rows, Solutions)
    assert len(list(rows)) == 3


def test_rows_that_the_server_cuts_in_time(speak: Speak) -> None:
    server = speak(said(JSON, ROWS, "X-SQL-State: S1TAT", "X-Exec-Milliseconds: 2031"))

    with pytest.raises(EndpointError) as refused:
        yuqiao.open(server.url).query("SELECT * { ?s ?p ?o }")

    assert str(refused.value) == (
        f"{server.url}: the answer was cut short by the time limit of the endpoint; ask for less"
    )


def with_a_limit_of(rows: int) -> Callable[[bytes], bytes]:
    """Answer with three triples, and say the limit to whoever asks for as many rows or more."""

    def answer(request: bytes) -> bytes:
        query = asked(request)
        if "CONSTRUCT" in query:
            return said("application/n-triples; charset=UTF-8", TRIPLES)
        limited = int(query.rpartition(" ")[2]) >= rows
        return said(JSON, NO_ROWS, *[f"X-SPARQL-MaxRows: {rows}"] * limited)

    return answer


def test_triples_that_the_server_cuts_without_a_word(speak: Speak) -> None:
    server = speak(with_a_limit_of(2))
    triples = yuqiao.open(server.url).query("CONSTRUCT WHERE { ?s ?p ?o }")
    assert isinstance(triples, Triples)

    with pytest.raises(EndpointError) as refused:
        list(triples)

    assert str(refused.value) == (
        f"{server.url}: the answer was cut short after 3 triples, by the row limit of the "
        "endpoint; ask in parts, with LIMIT and OFFSET"
    )


@pytest.mark.parametrize("rows", [3, 10_000])
def test_triples_that_are_whole(rows: int, speak: Speak) -> None:
    server = speak(with_a_limit_of(rows))
    graph = yuqiao.open(server.url)

    for _ in range(2):
        triples = graph.query("CONSTRUCT WHERE { ?s ?p ?o }")
        assert isinstance(triples, Triples)
        assert len(list(triples)) == 3
    assert len(server.requests) == 3  # whether they were cut is asked once


def test_a_whole_graph_beyond_the_limit_comes_by_predicate(speak: Speak) -> None:
    def rows(names: str, *terms: str) -> str:
        bindings = [
            ", ".join(
                f'"{name}": {{ "type": "uri", "value": "{value}" }}'
                for name, value in zip(names, term.split(), strict=True)
            )
            for term in terms
        ]
        listed = ", ".join(f"{{ {binding} }}" for binding in bindings)
        heads = ", ".join(f'"{name}"' for name in names)
        return f'{{ "head": {{ "vars": [{heads}] }}, "results": {{ "bindings": [{listed}] }} }}'

    def answer(request: bytes) -> bytes:
        query = asked(request)
        if "COUNT" in query:
            number = ROWS.splitlines()[4].split(b'"o": ')[1].replace(b"boolean", b"integer")[:-2]
            body = b'{"head":{"vars":["n"]},"results":{"bindings":[{"n":%s}]}}' % number
            return said(JSON, body.replace(b'"1"', b'"3"'))
        if "SELECT DISTINCT ?p " in query:
            return said(JSON, rows("p", "urn:p", "urn:q").encode())
        if "<urn:p>" in query:
            return said(JSON, rows("so", "urn:a urn:b", "urn:a urn:c").encode())
        if "<urn:q>" in query:
            return said(JSON, rows("so", "urn:a urn:b").encode())
        return LIMITED

    triples = yuqiao.open(speak(answer).url).triples()

    assert [str(triple) for triple in triples] == [
        "<urn:a> <urn:p> <urn:b>",
        "<urn:a> <urn:p> <urn:c>",
        "<urn:a> <urn:q> <urn:b>",
    ]


def test_a_row_that_is_no_triple_is_an_error(speak: Speak) -> None:
    def answer(request: bytes) -> bytes:
        if "COUNT" in asked(request):
            number = ROWS.splitlines()[4].split(b'"o": ')[1].replace(b"boolean", b"integer")[:-2]
            return said(JSON, b'{"head":{"vars":["n"]},"results":{"bindings":[{"n":%s}]}}' % number)
        term = b'{ "type": "uri", "value": "urn:a" }'
        row = b'{ "s": %s, "p": %s }' % (term, term)
        return said(
            JSON, b'{ "head": { "vars": ["s", "p", "o"] }, "results": { "bindings": [%s] } }' % row
        )

    with pytest.raises(EndpointError, match="a row that was to be a triple is none"):
        list(yuqiao.open(speak(answer).url).triples())
