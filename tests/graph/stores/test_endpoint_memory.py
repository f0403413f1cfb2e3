"""A million rows pass through without being held: memory does not grow with the answer."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler
from urllib.parse import parse_qs

import pytest

from http_server import QuietServer

pytestmark = pytest.mark.slow


MEBIBYTE = 2**20
BATCH = 1000


def rows(count: int) -> Iterator[bytes]:
    """Write so many rows as SPARQL results in JSON."""
    yield b'{"head":{"vars":["s","n"]},"results":{"bindings":['
    for batch in range(0, count, BATCH):
        yield (b"," if batch else b"") + b",".join(
            b'{"s":{"type":"uri","value":"https://example.org/partnership/%d"},'
            b'"n":{"type":"literal","xml:lang":"zh","value":"\xe6\xb8\x9d\xe6\xa1\xa5 %d"}}'
            % (number, number)
            for number in range(batch, batch + BATCH)
        )
    yield b"]}}"


def triples(count: int) -> Iterator[bytes]:
    """Write so many triples as N-Triples."""
    for batch in range(0, count, BATCH):
        yield b"".join(
            b'<https://example.org/partnership/%d> <urn:n> "%d" .\n' % (number, number)
            for number in range(batch, batch + BATCH)
        )


class Generous(BaseHTTPRequestHandler):
    """An endpoint that gives as many rows or triples as the LIMIT of a query says."""

    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        form = self.rfile.read(int(self.headers["Content-Length"])).decode()
        query = parse_qs(form)["query"][0]
        constructs = query.startswith("CONSTRUCT")
        kind = "application/n-triples" if constructs else "application/sparql-results+json"
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        count = int(query.rpartition(" ")[2])
        for piece in triples(count) if constructs else rows(count):
            self.wfile.write(b"%x\r\n%s\r\n" % (len(piece), piece))
        self.wfile.write(b"0\r\n\r\n")

    def log_message(self, format: str, *args: object) -> None:
        """Log nothing."""


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    server = QuietServer(("127.0.0.1", 0), Generous)
    threading.Thread(target=server.serve_forever, args=[0.02], daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/sparql"
    server.shutdown()
    server.server_close()


READ = """
import resource, sys
import yuqiao
given = 0
for row in yuqiao.open(sys.argv[1]).query(sys.argv[2]):
    given += 1
print(given, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024)
"""
WRITTEN = """
import os, resource, sys
from pyoxigraph import QueryResultsFormat
import yuqiao
lines = 0
class Counting:
    def write(self, data):
        global lines
        lines += data.count(b"\\n")
        return len(data)
    def flush(self):
        pass
yuqiao.open(sys.argv[1]).query(sys.argv[2]).engine_rows().serialize(Counting(), QueryResultsFormat.CSV)
print(lines - 1, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024)
"""


@pytest.mark.parametrize(
    ("script", "query", "many"),
    [
        (READ, "SELECT ?s ?n { ?s <urn:n> ?n } LIMIT {}", 1_000_000),
        (WRITTEN, "SELECT ?s ?n { ?s <urn:n> ?n } LIMIT {}", 300_000),
        (READ, "CONSTRUCT WHERE { ?s <urn:n> ?n } LIMIT {}", 300_000),
    ],
)
def test_memory_does_not_grow_with_the_answer(script: str, query: str, many: int, url: str) -> None:
    def peak(count: int) -> int:
        text = query.replace("{}", str(count))
        done = subprocess.run(
            [sys.executable, "-c", script, url, text], check=True, capture_output=True, text=True
        )
        given, memory = map(int, done.stdout.split())
        assert given == count
        return memory

    assert peak(many) - peak(1_000) < 16 * MEBIBYTE
