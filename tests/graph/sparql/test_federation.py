"""No query of a local graph reaches another address, however it hides that it would."""

from __future__ import annotations

import socket
from collections.abc import Iterator

import pyoxigraph
import pytest
from pyoxigraph import RdfFormat

from yuqiao.graph.errors import QueryError
from yuqiao.graph.sparql.federation import hosts_of, reject_outside_calls
from yuqiao.graph.stores.memory import MemoryStore
from yuqiao.graph.stores.store import Store


@pytest.fixture(scope="module")
def graph() -> Store:
    store = pyoxigraph.Store()
    store.load("@prefix ex: <http://example.org/> . ex:a ex:to ex:b .", RdfFormat.TURTLE)
    return MemoryStore(store, {"ex": "http://example.org/"})


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


@pytest.mark.slow
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
    assert first.startswith("SERVICE would send a part of this query to ")
    assert ", and is refused; " in first
    assert line[len(caret) - 1 :].lower().startswith(("service", "trueservice", "# '"))


@pytest.mark.slow
@pytest.mark.parametrize("query", CALLS)
def test_naming_another_host_allows_no_call(
    query: str, graph: Store, listener: socket.socket
) -> None:
    url = f"http://127.0.0.1:{listener.getsockname()[1]}/"
    others = ["localhost", "127.0.0.1:1", "127.0.0.2", "example.org", "7.0.0.1"]

    with pytest.raises(QueryError, match="and is refused; "):
        reject_outside_calls(query.replace("URL", url), graph.prefixes, hosts_of(others))
    with pytest.raises(TimeoutError):
        listener.accept()


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
    with pytest.raises(QueryError, match="LOAD is an update; only queries can be run here"):
        graph.query("LOAD <file:///etc/passwd>")


ALLOWED = [
    "SELECT * { SERVICE <http://good.org/> { ?s ?p ?o } }",
    "SELECT * { SERVICE <http://good.org> { ?s ?p ?o } }",
    "SELECT * { service SILENT <HTTPS://Good.ORG/sparql?a=b@evil.org#c> { ?s ?p ?o } }",
    "SELECT * { SERVICESILENT<http://good.org:8080/>{ ?s ?p ?o } }",
    "SELECT * { SERVICE <http://port.org:7878/> { SERVICE <http://port.org:7878> {} } }",
    "SELECT * { SERVICE <http://plain.org/> { ?s ?p ?o } }",
    "SELECT * { SERVICE <http://[::1]:7878/> { ?s ?p ?o } }",
    "PREFIX u: <http://good.org/> SELECT * { SERVICE u:sparql { ?s ?p ?o } }",
    "SELECT * { SERVICE known:sparql\\-end # u:\n { ?s ?p ?o } }",
    "PREFIX known: <http://port.org:7878/> SELECT * { SERVICE known: { ?s ?p ?o } }",
    "PREFIX menu: <http://evil.org/> PREFIX u: <http://good.org/> ASK { SERVICE u: { } }",
]
HOSTS = hosts_of(["Good.org", "port.org:7878", "plain.org:80", "[::1]"])


@pytest.mark.parametrize("query", ALLOWED)
def test_a_call_to_a_host_that_is_named_is_allowed(query: str) -> None:
    prefixes = {"known": "http://good.org/"}
    with pytest.raises(QueryError, match=r"^SERVICE would send a part of this query to .* refused"):
        reject_outside_calls(query, prefixes)

    reject_outside_calls(query, prefixes, HOSTS)


NOT_ALLOWED = {
    "http://evil.org/": "evil.org, and is refused; allow the host evil.org if you trust it",
    "http://evil.org/good.org": "evil.org, and is refused; allow the host evil.org if you trust it",
    "http://good.org.evil.org/": "good.org.evil.org, and is refused; allow the host ",
    "http://evilgood.org/": "evilgood.org, and is refused; allow the host ",
    "http://port.org/": "port.org, and is refused; allow the host port.org if you trust it",
    "http://port.org:78780/": "port.org:78780, and is refused; allow the host port.org:78780 ",
    "https://plain.org/": "plain.org, and is refused; allow the host plain.org if you trust it",
    "http://evil.org#@good.org/": "evil.org, and is refused; allow the host ",
    "http://evil.org?good.org/": "evil.org, and is refused; allow the host ",
    "http://good.org@evil.org/": "an address that is not http(s)://host, and is refused",
    "http://good.org:80@evil.org/": "an address that is not http(s)://host, and is refused",
    "http://good.org./": "an address that is not http(s)://host, and is refused",
    "http://good.org%2eevil.org/": "an address that is not http(s)://host, and is refused",
    "http://g\u00f6\u00f6d.org/": "an address that is not http(s)://host, and is refused",
    "http://\u24d6ood.org/": "an address that is not http(s)://host, and is refused",
    "http://\u212aood.org/": "an address that is not http(s)://host, and is refused",
    "http://good.org:port/": "an address that is not http(s)://host, and is refused",
    "http:///good.org/": "an address that is not http(s)://host, and is refused",
    "//good.org/": "a relative address, which is not taken; write it in full",
    "good.org/sparql": "a relative address, which is not taken; write it in full",
    "file:///etc/passwd": "an address that is not http(s)://host, and is refused",
    "ftp://good.org/": "an address that is not http(s)://host, and is refused",
    "javascript://good.org/": "an address that is not http(s)://host, and is refused",
}


@pytest.mark.parametrize("address", NOT_ALLOWED)
@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { SERVICE <ADDRESS> { ?s ?p ?o } }",
        "SELECT * { SERVICE <http://good.org/> { SERVICE SILENT <ADDRESS> { ?s ?p ?o } } }",
        "PREFIX u: <ADDRESS> SELECT * { SERVICE u: { ?s ?p ?o } }",
        "PREFIXknown: <ADDRESS> SELECT * { SERVICE known: { ?s ?p ?o } }",
        "PREFIX known: <http://good.org/> PREFIX known: # \n <ADDRESS> ASK { SERVICE known: {} }",
        "SELECT * { ?s ?p ?o FILTER(?o<?s)SERVICE#>\n <ADDRESS> { ?s ?p ?o } }",
    ],
)
def test_a_call_to_any_other_host_is_refused(query: str, address: str) -> None:
    with pytest.raises(QueryError) as refused:
        reject_outside_calls(
            query.replace("ADDRESS", address), {"known": "http://good.org/"}, HOSTS
        )

    assert f"SERVICE would send a part of this query to {NOT_ALLOWED[address]}" in str(
        refused.value
    )


@pytest.mark.parametrize(
    ("query", "message"),
    [
        (
            "SELECT * { SERVICE ?url { } }",
            "any address ?url has, and is refused; write the address",
        ),
        ("ASK { SERVICE $url { } }", "any address $url has, and is refused; write the address"),
        ("ASK { ?s ?p trueSERVICE <http://good.org/> { } }", "an address that cannot be told"),
        ("ASK { SERVICE unknown: { } }", "an address that cannot be told"),
        (
            "BASE <http://good.org/> ASK { SERVICE <sparql> { } }",
            "a relative address, which is not",
        ),
        ("BASE <http://good.org/> ASK { SERVICE <> { } }", "a relative address, which is not"),
        (r"ASK { SERVICE <http://good.org/\u0020> { } }", "an address that cannot be told"),
        (r"ASK { SERVICE <http://\u0065vil.org/> { } }", "an address that is not http(s)"),
    ],
)
def test_a_call_whose_host_cannot_be_told_is_refused(query: str, message: str) -> None:
    with pytest.raises(QueryError) as refused:
        reject_outside_calls(query, {}, HOSTS)

    assert f"SERVICE would send a part of this query to {message}" in str(refused.value)


LOADS = [
    "LOAD <http://evil.org/a.ttl>",
    "load silent <http://evil.org/a.ttl> INTO GRAPH <urn:g>",
    "CLEAR DEFAULT; LOAD <http://evil.org/a.ttl>",
    "PREFIX u: <http://evil.org/> LOADu:a",
    "PREFIX u: <http://evil.org/>LOADu:a INTO GRAPH <urn:g>",
    "BASE <http://good.org/> PREFIX u: <http://evil.org/>LOADSILENTu:a ; CLEAR ALL",
    "CLEAR ALL;PREFIXu: <http://evil.org/>LOADu:a",
    "LOAD <file:///etc/passwd>",
    "INSERT { ?s ?p ?o } WHERE { SERVICE <http://evil.org/> { ?s ?p ?o } }",
]


@pytest.mark.parametrize("update", LOADS)
def test_an_update_loads_from_no_other_host(update: str) -> None:
    with pytest.raises(QueryError, match=r"^(LOAD would read from|SERVICE would send) .*refused"):
        reject_outside_calls(update, {"u": "http://good.org/"}, HOSTS, updates=True)


@pytest.mark.parametrize(
    "update", ["LOAD <http://good.org/a.ttl>", "LOAD SILENT u:a INTO GRAPH <urn:g>; CLEAR ALL"]
)
def test_an_update_loads_from_a_host_that_is_named(update: str) -> None:
    prefixes = {"u": "http://good.org/"}
    with pytest.raises(QueryError, match=r"LOAD would read from .* refused"):
        reject_outside_calls(update, prefixes, updates=True)

    reject_outside_calls(update, prefixes, HOSTS, updates=True)


@pytest.mark.parametrize(
    ("update", "added"),
    [
        (
            "PREFIX load: <http://evil.org/> INSERT DATA { <urn:a> load:b load:c ; load:d load:e }",
            2,
        ),
        ("INSERT DATA { <urn:a> <urn:b> 'LOAD <http://evil.org/>' } # LOAD <http://evil.org/>", 1),
    ],
)
def test_the_mere_word_loads_nothing(update: str, added: int) -> None:
    store = MemoryStore(pyoxigraph.Store(), {})
    store.update(update)

    assert len(store) == added


@pytest.mark.parametrize(
    "host", ["", "http://good.org/", "good.org/sparql", "*", "a b", "good:port"]
)
def test_what_is_no_host_cannot_be_allowed(host: str) -> None:
    with pytest.raises(QueryError, match="is not a host; expected a name such as"):
        hosts_of([host])
