"""No query of a local graph reaches another address, however it hides that it would."""

from __future__ import annotations

import socket
from collections.abc import Iterator

import pyoxigraph
import pytest
from pyoxigraph import RdfFormat

from yuqiao.graph.errors import QueryError
from yuqiao.graph.local import LocalStore
from yuqiao.graph.store import Store


@pytest.fixture(scope="module")
def graph() -> Store:
    store = pyoxigraph.Store()
    store.load("@prefix ex: <http://example.org/> . ex:a ex:to ex:b .", RdfFormat.TURTLE)
    return LocalStore(store, {"ex": "http://example.org/"})


@pytest.fixture
def listener() -> Iterator[socket.socket]:
    """Listen on a port of this machine, where nobody should ever call."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        listening.settimeout(0.05)
        yield listening


CALLS = [
    "SELECT * { SERVICE <URL> { ?s ?p ?o } }",
    "select * { service silent <URL> { ?s ?p ?o } }",
    "SELECT * { SERVICESILENT<URL>{ ?s ?p ?o } }",
    "ASK { FILTER EXISTS { SERVICE <URL> { ?s ?p ?o } } }",
    "PREFIX u: <URL> SELECT * { SERVICE u: { ?s ?p ?o } }",
    "PREFIX u: <URL> SELECT * { SERVICEu: { ?s ?p ?o } }",
    "PREFIX u: <URL> SELECT * { ?s ex:to trueSERVICEu: # \n { ?s ?p ?o } }",
    "PREFIX : <URL> SELECT * { service: { ?s ?p ?o } }",
    "SELECT * { BIND(<URL> AS ?url) SERVICE ?url { ?s ?p ?o } }",
    "SELECT * { ?s ex:to 1SERVICE<URL> { ?s ?p ?o } }",
    "SELECT * { ?s ex:to ?o FILTER(?o<'>') SERVICE <URL> { ?s ?p 'o' } }",
    "SELECT * { ?s ex:to ?o FILTER(?o<?s)SERVICE#>\n <URL> { ?s ?p ?o } }",
    "SELECT * { ?s ex:to '#' . SERVICE <URL> { ?s ?p ?o } }",
    "SELECT * { # '\n SERVICE <URL> { ?s ?p ?o } }",
    r"SELECT * { \u0053ERVICE <URL> { ?s ?p ?o } }",
    r"SELECT * { \U00000053\u0065rvice <URL> { ?s ?p ?o } }",
    r"SELECT * { ?s ex:to '\u0027 . SERVICE <URL> { ?s ?p ?o } #' }",
]


@pytest.mark.parametrize("query", CALLS)
def test_a_call_is_refused_before_it_is_made(
    query: str, graph: Store, listener: socket.socket
) -> None:
    url = f"http://127.0.0.1:{listener.getsockname()[1]}/"

    with pytest.raises(QueryError) as refused:
        graph.query(query.replace("URL", url))
    with pytest.raises(TimeoutError):
        listener.accept()

    first, line, caret = str(refused.value).split("\n")
    assert first == "SERVICE would send a part of this query to another address, and is refused"
    assert line[len(caret) - 1 :].lower().startswith(("service", "trueservice", "# '"))


HARMLESS = [
    "SELECT * { ?s ?p ?o } # SERVICE <URL> {}",
    "SELECT * { ?s ?p 'SERVICE <URL> {}' }",
    'SELECT * { ?s ?p """a " SERVICE <URL> {} """ }',
    r"SELECT * { ?s ?p 'it\'s no SERVICE <URL> {}' }",
    "SELECT * { ?s ?p <http://example.org/SERVICE> }",
    "SELECT * { ?s ?p <http://example.org/it's> , 'SERVICE' }",
    "SELECT * { VALUES (?s ?p) { (ex:a <http://example.org/SERVICE>) } }",
    "SELECT * { ?s ex:SERVICE ?o }",
    "PREFIX service: <http://example.org/> SELECT * { ?s service:to ?o }",
    "PREFIX service: <http://example.org/> SELECT * { GRAPH service:g { ?s ?p ?o } }",
    "PREFIX service: <http://example.org/> SELECT * FROM service:g { ?s ?p ?o }",
    "SELECT ?service { ?service ?p ?o }",
    "SELECT * { ?s ?p 'x'@service }",
]


@pytest.mark.parametrize("query", HARMLESS)
def test_the_mere_word_is_no_call(query: str, graph: Store) -> None:
    assert not isinstance(graph.query(query), bool)


@pytest.mark.parametrize("file", ["file:///etc/passwd", "http://127.0.0.1:9/graph.ttl"])
def test_from_reads_nothing(file: str, graph: Store) -> None:
    assert graph.query(f"ASK FROM <{file}> {{ ?s ?p ?o }}") is False


def test_load_is_no_question(graph: Store) -> None:
    with pytest.raises(QueryError, match="LOAD would change the graph; here it can only be asked"):
        graph.query("LOAD <file:///etc/passwd>")
