"""SPARQL endpoints of small graphs in this process, which answer over HTTP as real ones do.

Blank nodes get other labels in every answer, as RDF allows: nobody may join two answers by them.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler
from itertools import count
from urllib.parse import parse_qs

import pyoxigraph
from pyoxigraph import (
    BlankNode,
    Quad,
    QueryResultsFormat,
    QueryTriples,
    RdfFormat,
    Triple,
    serialize,
)

from http_server import QuietServer

_answers = count(1)


class SmallEndpoint:
    """An endpoint whose graph may be replaced at any time.

    Its ``change`` makes of a query and the answer what is sent instead, and ``pause`` is how many
    seconds it waits before it answers.
    """

    def __init__(self, quads: Iterable[Quad] = ()) -> None:
        self.store = pyoxigraph.Store()
        self.store.extend(quads)
        self.queries: list[str] = []
        self.pause = 0.0
        self.change: Callable[[str, bytes], bytes] = lambda query, body: body
        self._server = QuietServer(("127.0.0.1", 0), self._handler())
        threading.Thread(target=self._server.serve_forever, args=[0.02], daemon=True).start()

    @property
    def url(self) -> str:
        """What ``--graph`` takes."""
        return f"http://127.0.0.1:{self._server.server_port}/sparql"

    def close(self) -> None:
        """Stop listening."""
        self._server.shutdown()
        self._server.server_close()

    def answer(self, query: str) -> tuple[str, bytes]:
        """Return the media type and the body of an answer."""
        self.queries.append(query)
        found = self.store.query(query)
        if isinstance(found, QueryTriples):
            number = next(_answers)
            triples = [_renamed(triple, number) for triple in found]
            return "application/n-triples", serialize(triples, format=RdfFormat.N_TRIPLES) or b""
        body = found.serialize(format=QueryResultsFormat.JSON) or b""
        return "application/sparql-results+json", body

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        endpoint = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self) -> None:
                form = self.rfile.read(int(self.headers["Content-Length"])).decode()
                query = parse_qs(form)["query"][0]
                time.sleep(endpoint.pause)
                kind, body = endpoint.answer(query)
                body = endpoint.change(query, body)
                self.send_response(200)
                self.send_header("Content-Type", kind)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, format: str, *args: object) -> None:
                """Log nothing."""

        return Handler


def _renamed(triple: Triple, answer: int) -> Triple:
    subject, thing = triple.subject, triple.object
    if isinstance(subject, BlankNode):
        subject = BlankNode(f"a{answer}x{subject.value}")
    if isinstance(thing, BlankNode):
        thing = BlankNode(f"a{answer}x{thing.value}")
    return Triple(subject, triple.predicate, thing)


@contextmanager
def small_endpoints(*graphs: Iterable[Quad]) -> Iterator[list[SmallEndpoint]]:
    """Start an endpoint for each graph."""
    found = [SmallEndpoint(graph) for graph in graphs]
    try:
        yield found
    finally:
        for endpoint in found:
            endpoint.close()
