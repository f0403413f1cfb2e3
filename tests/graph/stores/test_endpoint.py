"""A SPARQL endpoint answers as a local graph does, and says clearly when it does not."""

from __future__ import annotations

from collections.abc import Callable

import pyoxigraph
import pytest
from pyoxigraph import NamedNode, QueryResultsFormat, QueryTriples, RdfFormat

import yuqiao
from yuqiao.graph.errors import EndpointError
from yuqiao.graph.stores.results import Solutions, Triples

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
        f"{url}: the endpoint answered 400 Bad Request: Parse error: Lexical [31merror at line 1\n"
        'the query is wrong at line 1, column 10: this "{" is not closed; put a "}" at the end\n'
        "SELECT * {\n"
        "         ^"
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
            "application/json",
            b'{"error": "quota"}',
            "its answer (application/json) cannot be read as SPARQL results in JSON or XML: quota",
        ),
        ("", b"", "its answer (no type) cannot be read as SPARQL results in JSON or XML"),
        (JSON, b"", f"its answer ({JSON}) cannot be read as SPARQL results in JSON or XML"),
        ("text/csv", b"", "its answer (text/csv) cannot be read as SPARQL results in JSON or XML"),
        (
            "text/csv",
            b"s,p,o\r\n\xe9,urn:p,1\r\n",
            "its answer (text/csv) cannot be read as SPARQL results in JSON or XML",
        ),
        (
            JSON,
            b'{"head":{},"boolean":true}',
            "answered true or false where rows were due",
        ),
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


ODD = [
    (  # as older servers type it, and with more members than a client needs
        (
            b'{"head":{"link":[],"vars":["n"]},"results":{"distinct":false,"ordered":true,"bindings":['
            b'{"n":{"type":"typed-literal","datatype":"http://www.w3.org/2001/XMLSchema#integer",'
            b'"value":"7"}}]}}'
        ),
        [(7,)],
    ),
    (b'\xef\xbb\xbf {"head":{"vars":["n"]},"results":{"bindings":[{}]}}\n', [(None,)]),
    (b'{"results":{"bindings":[]},"head":{"vars":["n"]}}', []),
]


@pytest.mark.parametrize(("body", "values"), ODD)
def test_unusual_json(body: bytes, values: list[object], serve: Serve) -> None:
    rows = yuqiao.open(serve(lambda _: (200, JSON, body))).query("SELECT ?n {}")

    assert isinstance(rows, Solutions)
    assert rows.variables == ("n",)
    assert list(rows.values()) == values


XML = (
    b'<?xml version="1.0"?><sparql xmlns="http://www.w3.org/2005/sparql-results#"><head></head>'
    b"<boolean>true</boolean></sparql>"
)


def test_results_in_xml_where_a_server_has_no_other(serve: Serve) -> None:
    graph = yuqiao.open(serve(lambda _: (200, "application/sparql-results+xml", XML)))

    assert graph.query("ASK {}") is True


def test_rows_for_an_ask_are_no_answer(serve: Serve) -> None:
    url = serve(lambda _: (200, JSON, b'{"head":{"vars":["s"]},"results":{"bindings":[]}}'))

    with pytest.raises(EndpointError, match="answered rows where true or false was due"):
        yuqiao.open(url).query("ASK {}")


def test_a_row_that_is_no_row(serve: Serve) -> None:
    body = (
        b'{"head":{"vars":["s"]},"results":{"bindings":[{"s":{"type":"uri","value":"urn:a"}},'
        b'{"s":{"type":"uri","value":"not an IRI"}}]}}'
    )
    url = serve(lambda _: (200, JSON, body))
    rows = yuqiao.open(url).query("SELECT ?s {}")
    assert isinstance(rows, Solutions)

    with pytest.raises(EndpointError) as refused:
        list(rows)

    assert str(refused.value) == (
        f"{url}: row 2 of the answer cannot be read: Invalid uri value: Invalid IRI code point ' '"
    )


def test_an_answer_may_outlive_the_graph_it_came_from(serve: Serve) -> None:
    rows = yuqiao.open(serve(oxigraph)).query("SELECT ?s { ?s yq:partnersWith ?u }")

    assert isinstance(rows, Solutions)
    assert len(list(rows)) == 2


def test_triples_that_are_fewer_than_the_server_counts(serve: Serve) -> None:
    def forgetful(query: str) -> tuple[int, str, bytes]:
        status, kind, body = oxigraph(query)
        return status, kind, body.splitlines(True)[0] if "CONSTRUCT" in query else body

    url = serve(forgetful)

    with pytest.raises(EndpointError) as refused:
        list(yuqiao.open(url).triples())

    assert str(refused.value) == (
        f"{url}: the answer was cut short after 1 triple; the endpoint counts 2"
    )


def test_a_count_that_is_none(serve: Serve) -> None:
    body = b'{"head":{"vars":["a","b"]},"results":{"bindings":[{},{}]}}'
    graph = yuqiao.open(serve(lambda _: (200, JSON, body)))

    with pytest.raises(EndpointError, match="did not answer with a number where it was to count"):
        len(graph)
