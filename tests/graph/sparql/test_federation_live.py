"""SERVICE between real servers: a local graph asks one Oxigraph server, which asks another."""

from __future__ import annotations

import io
import socket
import subprocess
import sys
import sysconfig
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from yuqiao.exports.results.write import write_answer
from yuqiao.graph.errors import QueryError
from yuqiao.graph.stores.open_store import open_store
from yuqiao.graph.stores.results import Answer, Solutions, Triples

OXIGRAPH = str(Path(sysconfig.get_path("scripts")) / "oxigraph")


@pytest.fixture(scope="module")
def serve_graph(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str], str]]:
    """Start real servers, each with one graph; each call gives the host and port of one."""
    running: list[subprocess.Popen[str]] = []

    def start(turtle: str) -> str:
        folder = tmp_path_factory.mktemp("server")
        (folder / "a.ttl").write_text(turtle, "utf-8")
        store = str(folder / "store")
        load = [OXIGRAPH, "load", "--location", store, "--file", str(folder / "a.ttl")]
        subprocess.run(load, check=True, capture_output=True)
        with socket.create_server(("127.0.0.1", 0)) as free:
            host = f"127.0.0.1:{free.getsockname()[1]}"
        serve = [OXIGRAPH, "serve-read-only", "--location", store, "--bind", host]
        running.append(subprocess.Popen(serve, stderr=subprocess.PIPE, text=True))
        told = running[-1].stderr
        assert told is not None
        assert told.readline().startswith("Listening for requests at ")
        return host

    yield start
    for server in running:
        server.terminate()
        server.communicate()


@pytest.fixture(scope="module")
def hosts(serve_graph: Callable[[str], str]) -> tuple[str, str]:
    """Two servers: one knows cities by name, the other how many people they have."""
    return (
        serve_graph('<urn:cq> <urn:name> "重庆"@zh . <urn:nsk> <urn:name> "Новосибирск"@ru .'),
        serve_graph("<urn:cq> <urn:people> 32054159 . <urn:nsk> <urn:people> 1633595 ."),
    )


@pytest.fixture
def graph(tmp_path: Path) -> str:
    (tmp_path / "a.ttl").write_text("<urn:here> <urn:knows> <urn:cq> , <urn:nsk> .", "utf-8")
    return str(tmp_path / "a.ttl")


def test_two_servers_and_a_local_graph_answer_together(graph: str, hosts: tuple[str, str]) -> None:
    names, people = hosts
    rows = open_store(graph, allow_hosts=hosts).query(
        f"""PREFIX people: <http://{people}/> SELECT ?name ?n WHERE {{
          <urn:here> <urn:knows> ?city
          SERVICE <http://{names}/query> {{ ?city <urn:name> ?name
            SERVICE people:query {{ ?city <urn:people> ?n }} }} }} ORDER BY ?n"""
    )

    assert isinstance(rows, Solutions)
    assert list(rows.values()) == [("Новосибирск", 1633595), ("重庆", 32054159)]


def test_a_construct_may_call_too(graph: str, hosts: tuple[str, str]) -> None:
    triples = open_store(graph, allow_hosts=[hosts[0]]).query(
        f"""CONSTRUCT {{ <urn:here> <urn:knows> ?n }}
        WHERE {{ SERVICE <http://{hosts[0]}/query> {{ <urn:cq> <urn:name> ?n }} }}"""
    )

    assert isinstance(triples, Triples)
    assert [str(triple.object) for triple in triples] == ['"重庆"@zh']


def test_one_host_is_not_the_other(graph: str, hosts: tuple[str, str]) -> None:
    names, people = hosts
    asked = f"SELECT * {{ SERVICE <http://{people}/query> {{ ?city <urn:people> ?n }} }}"

    with pytest.raises(QueryError, match=f"to {people}, and is refused; allow the host {people} "):
        open_store(graph, allow_hosts=[names]).query(asked)


def test_a_server_that_does_not_answer_is_told_in_one_line(graph: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        host = f"127.0.0.1:{free.getsockname()[1]}"
    rows = open_store(graph, allow_hosts=[host]).query(
        f"SELECT * {{ SERVICE <http://{host}/> {{ ?s ?p ?o }} }}"
    )

    assert isinstance(rows, Solutions)
    with pytest.raises(QueryError, match=rf"^the SERVICE at {host} does not answer: .*refused"):
        list(rows)


def test_a_redirect_to_another_host_is_not_followed(graph: str, hosts: tuple[str, str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as redirecting:
        host = f"127.0.0.1:{redirecting.getsockname()[1]}"
        answer = (
            f"HTTP/1.1 302 Found\r\nLocation: http://{hosts[0]}/query\r\n"
            "Content-Length: 0\r\nConnection: close\r\n\r\n"
        )
        code = (
            "import socket, sys; listening = socket.socket(fileno=int(sys.argv[1]))\n"
            "called, _ = listening.accept(); called.recv(65536)\n"
            f"called.sendall({answer.encode()!r}); called.close()"
        )
        number = redirecting.fileno()
        server = subprocess.Popen([sys.executable, "-c", code, str(number)], pass_fds=[number])
        rows = open_store(graph, allow_hosts=[host, *hosts]).query(
            f"SELECT * {{ SERVICE <http://{host}/> {{ ?s ?p ?o }} }}"
        )

        assert isinstance(rows, Solutions)
        with pytest.raises(QueryError, match="points to another address, and no redirect"):
            list(rows)
        server.wait()


JSON = (
    "HTTP/1.1 200 OK\r\nContent-Type: application/sparql-results+json\r\nConnection: close\r\n\r\n"
)
REFUSED = "HTTP/1.1 401 Unauthorized\r\nContent-Length: 27\r\n\r\nwho\x1b[2J\nare you? ?token=abc"


def read_out(found: Answer) -> None:
    """Read an answer to its end."""
    if isinstance(found, Solutions):
        write_answer(found, io.BytesIO(), "csv", {})
    elif isinstance(found, Triples):
        list(found)


@pytest.mark.parametrize("asked", ["ASK", "SELECT *", "CONSTRUCT { ?s ?p ?o } WHERE"])
@pytest.mark.parametrize(
    ("said", "reason"),
    [
        (JSON, "the answer of the SERVICE at {} was cut short or is not SPARQL results: "),
        (
            JSON + '{"head":{"vars":["s"]},"results":{"bindings":[{"s":{"ty',
            "the answer of the SERVICE at {} was cut short or is not SPARQL results: ",
        ),
        (
            REFUSED,
            (
                "the SERVICE at {} answered 401 Unauthorized: who [2J are you? ?token=…; credentials "
                "are not sent in SERVICE"
            ),
        ),
    ],
)
def test_what_a_called_server_does_not_give_is_told_in_one_line(
    said: str, reason: str, asked: str, graph: str, speak: Callable[..., Any]
) -> None:
    server = speak(said.encode())
    host = f"127.0.0.1:{server.port}"
    query = f"{asked} {{ SERVICE <http://{host}/?key=abc> {{ ?s ?p ?o }} }}"

    with pytest.raises(QueryError) as refused:
        read_out(open_store(graph, allow_hosts=[host]).query(query))

    assert str(refused.value).startswith(reason.format(host))
    assert "\n" not in str(refused.value)
    assert "abc" not in str(refused.value)
