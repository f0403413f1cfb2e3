"""A connection is used for query after query, and by one process only."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler
from urllib.parse import parse_qs

import pytest

import yuqiao
from http_server import QuietServer
from yuqiao.graph.stores.results import Solutions
from yuqiao.graph.stores.store import Store

connections: list[object] = []


class Echo(BaseHTTPRequestHandler):
    """An endpoint that answers with the number a query ends with, as often as that."""

    protocol_version = "HTTP/1.1"

    def setup(self) -> None:
        connections.append(self.client_address)
        super().setup()

    def do_POST(self) -> None:
        form = self.rfile.read(int(self.headers["Content-Length"])).decode()
        number = int(parse_qs(form)["query"][0].rpartition(" ")[2])
        row = b'{"n":{"type":"literal","value":"%d"}}' % number
        body = b'{"head":{"vars":["n"]},"results":{"bindings":[%s]}}' % b",".join([row] * number)
        self.send_response(200)
        self.send_header("Content-Type", "application/sparql-results+json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Log nothing."""


@pytest.fixture
def url() -> Iterator[str]:
    connections.clear()
    server = QuietServer(("127.0.0.1", 0), Echo)
    threading.Thread(target=server.serve_forever, args=[0.02], daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/sparql"
    server.shutdown()
    server.server_close()


def rows(graph: Store, number: int) -> Solutions:
    """Request so many rows."""
    found = graph.query(f"SELECT ?n {{}} LIMIT {number}")
    assert isinstance(found, Solutions)
    return found


def test_one_connection_serves_query_after_query(url: str) -> None:
    graph = yuqiao.open(url)

    assert [len(list(rows(graph, number))) for number in (1, 2, 3)] == [1, 2, 3]
    assert len(connections) == 1


def test_two_answers_may_be_read_side_by_side(url: str) -> None:
    graph = yuqiao.open(url)

    pairs = zip(rows(graph, 2000), rows(graph, 3000), strict=False)

    assert {(str(one[0]), str(other[0])) for one, other in pairs} == {('"2000"', '"3000"')}
    assert len(connections) == 2


def test_an_answer_that_is_left_half_read_does_not_disturb_the_next(url: str) -> None:
    graph = yuqiao.open(url)
    next(iter(rows(graph, 100_000)))

    assert {str(row[0]) for row in rows(graph, 5)} == {'"5"'}


FORKED = """
import os, sys
import yuqiao
graph = yuqiao.open(sys.argv[1])
def numbers(n):
    return {row[0].value for row in graph.query(f"SELECT ?n {{}} LIMIT {n}")}
assert numbers(1) == {"1"}
child = os.fork()
if child == 0:
    half_read = graph.query("SELECT ?n {} LIMIT 50000")
    next(iter(half_read))
    os._exit(0)
assert os.waitpid(child, 0)[1] == 0
assert numbers(2) == {"2"}
"""


@pytest.mark.slow
def test_a_child_process_reads_from_a_connection_of_its_own(url: str) -> None:
    subprocess.run([sys.executable, "-W", "error", "-c", FORKED, url], check=True)

    assert len(connections) == 2
