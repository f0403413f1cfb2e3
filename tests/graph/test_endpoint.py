"""A SPARQL endpoint answers as a local graph does, and says clearly when it does not."""

from __future__ import annotations

import socket
from collections.abc import Callable

import pyoxigraph
import pytest
from pyoxigraph import NamedNode, QueryResultsFormat, QueryTriples, RdfFormat

import yuqiao
from yuqiao.graph.answers import Solutions, Triples
from yuqiao.graph.errors import EndpointError

BRIDGES = """@prefix o: <https://w3id.org/yuqiao/id/organisation/> .
@prefix yq: <https://w3id.org/yuqiao/def#> .
o:cqu yq:partnersWith o:novosibirsk . o:swu yq:partnersWith o:otago .
"""
JSON = "application/sparql-results+json"
Serve = Callable[[Callable[[str], tuple[int, str, bytes]]], str]


def oxigraph(query: str) -> tuple[int, str, bytes]:
    """Answer as a SPARQL server that knows two bridges."""
    store = pyoxigraph.Store()
    store.load(BRIDGES, RdfFormat.TURTLE)
    try:
        answer = store.query(query)
    except SyntaxError as error:
        return 400, "text/plain", str(error).encode()
    if isinstance(answer, QueryTriples):
        return 200, "application/n-triples", answer.serialize(format=RdfFormat.N_TRIPLES) or b""
    return 200, JSON, answer.serialize(format=QueryResultsFormat.JSON) or b""


def test_the_three_kinds_of_answer(serve: Serve) -> None:
    graph = yuqiao.open(serve(oxigraph))

    rows = graph.query("SELECT ?u { ?s yq:partnersWith ?u } ORDER BY ?u")
    triples = graph.query("CONSTRUCT WHERE { o:cqu yq:partnersWith ?u }")
    assert isinstance(rows, Solutions)
    assert isinstance(triples, Triples)
    assert [term.value.rsplit("/", 1)[1] for (term,) in rows if term] == ["novosibirsk", "otago"]
    assert [str(triple.subject) for triple in triples] == [f"<{graph.prefixes['o']}cqu>"]
    assert graph.query("ASK { o:otago yq:partnersWith ?s }") is False


def test_a_parameter_and_a_declared_prefix(serve: Serve) -> None:
    graph = yuqiao.open(serve(oxigraph))
    otago = NamedNode(graph.prefixes["o"] + "otago")

    query = "PREFIX o: <urn:other:> ASK { ?s yq:partnersWith ?u FILTER(?u != o:otago) }"

    assert graph.query(query, {"u": otago}) is True


@pytest.mark.filterwarnings("ignore:Dataset.default_context is deprecated")  # by rdflib itself
def test_the_whole_graph(serve: Serve) -> None:
    graph = yuqiao.open(serve(oxigraph))

    assert len(graph) == len(list(graph.triples())) == 2
    dataset = graph.to_rdflib()
    assert len(list(dataset.query("SELECT * { ?s ?p ?o }"))) == 2


def test_a_mistake_is_told_in_the_words_of_the_server(serve: Serve) -> None:
    url = serve(lambda _: (400, "text/plain", b"Parse error:\n  Lexical \x1b[31merror at line 1"))

    with pytest.raises(EndpointError) as refused:
        yuqiao.open(url).query("SELECT * {")

    assert str(refused.value) == (
        f"{url}: the endpoint answered 400 Bad Request: Parse error: Lexical [31merror at line 1"
    )


def test_long_words_are_cut(serve: Serve) -> None:
    url = serve(lambda _: (500, "text/html", b"<style>p{}</style><p>" + b"no " * 999))

    with pytest.raises(EndpointError) as refused:
        yuqiao.open(url).query("ASK {}")

    assert str(refused.value) == (
        f"{url}: the endpoint answered 500 Internal Server Error: {'no ' * 100}…"
    )


@pytest.mark.parametrize(
    ("kind", "body", "message"),
    [
        (
            "text/html; charset=utf-8",
            b"<h1>Welcome</h1>",
            (
                "answered with a web page, not with SPARQL results; is this the address of the "
                "endpoint itself?"
            ),
        ),
        (
            JSON,
            b'{"head":{"vars":["s"]},"results":{"bindings":[{"s":{"type":"uri","value":"urn:a"}},',
            (
                f"its answer ({JSON}) cannot be read as SPARQL results in JSON: "
                '{"head":{"vars":["s"]},"results":{"bindings":[{"s":{"type":"uri","value":"urn:a"}},'
            ),
        ),
        (
            "application/json",
            b'{"error": "quota"}',
            (
                "its answer (application/json) cannot be read as SPARQL results in JSON: "
                '{"error": "quota"}'
            ),
        ),
        ("text/csv", b"", "its answer (text/csv) cannot be read as SPARQL results in JSON"),
    ],
)
def test_an_answer_that_is_no_answer(kind: str, body: bytes, message: str, serve: Serve) -> None:
    url = serve(lambda _: (200, kind, body))

    with pytest.raises(EndpointError) as refused:
        yuqiao.open(url).query("SELECT * { ?s ?p ?o }")

    assert str(refused.value) == f"{url}: {message}"


@pytest.mark.parametrize(
    ("kind", "body"),
    [("application/rdf+xml", b"<rdf:RDF/>"), ("text/turtle", b"<urn:a> <urn:b> <urn:c")],
)
def test_triples_that_are_none(kind: str, body: bytes, serve: Serve) -> None:
    url = serve(lambda _: (200, kind, body))

    with pytest.raises(
        EndpointError, match=rf"\({kind.replace('+', '.')}\) cannot be read as N-Triples"
    ):
        yuqiao.open(url).query("CONSTRUCT WHERE { ?s ?p ?o }")


def test_nobody_answers() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]

    with pytest.raises(EndpointError) as refused:
        yuqiao.open(f"http://reader:secret@127.0.0.1:{port}/sparql").query("ASK {}")

    assert str(refused.value) == (
        f"http://127.0.0.1:{port}/sparql: taken for a SPARQL endpoint, but it cannot be asked: "
        "[Errno 111] Connection refused"
    )
