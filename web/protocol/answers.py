"""Answers to queries, written in a worker in the format that the client prefers."""

from __future__ import annotations

from typing import IO, TYPE_CHECKING, cast

from yuqiao.exports.results.write import write_answer
from yuqiao.graph.stores.results import Triples
from yuqiao.web.negotiation import preferred

if TYPE_CHECKING:
    from yuqiao.web.source import ServedGraph
    from yuqiao.web.workers.nursery import Out

ROW_FORMATS = {
    "application/sparql-results+json": "json",
    "application/json": "json",
    "application/sparql-results+xml": "xml",
    "application/xml": "xml",
    "text/csv": "csv",
    "text/tab-separated-values": "tsv",
}
"""The formats of rows and truth values, by media type; the first is the usual one."""

TRIPLE_FORMATS = {
    "text/turtle": "turtle",
    "application/n-triples": "ntriples",
    "application/rdf+xml": "rdfxml",
    "application/ld+json": "jsonld",
}
"""The formats of triples, by media type; the first is the usual one."""


def write_query(graph: ServedGraph, out: Out, query: str, accept: str | None) -> None:
    """Write the answer to a query."""
    answer = graph.store.query(query)
    formats = TRIPLE_FORMATS if isinstance(answer, Triples) else ROW_FORMATS
    media_type = preferred(accept, list(formats)) or next(iter(formats))
    out.begin(media_type)
    write_answer(answer, cast("IO[bytes]", out), formats[media_type], graph.store.prefixes)
