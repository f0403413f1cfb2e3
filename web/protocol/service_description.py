"""The description of the endpoint: https://www.w3.org/TR/sparql11-service-description/."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from yuqiao.exports.rdf.write import serialise

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from yuqiao.web.served_graph import ServedGraph

_SD = "http://www.w3.org/ns/sparql-service-description#"
_FORMATS = "http://www.w3.org/ns/formats/"
_VOID = "http://rdfs.org/ns/void#"
_RDF_TYPE = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
_INTEGER = NamedNode("http://www.w3.org/2001/XMLSchema#integer")
_FORMAT_NAMES = {
    "application/sparql-results+json": "SPARQL_Results_JSON",
    "application/sparql-results+xml": "SPARQL_Results_XML",
    "text/csv": "SPARQL_Results_CSV",
    "text/tab-separated-values": "SPARQL_Results_TSV",
}
_RDF_NAMES = ("Turtle", "N-Triples", "RDF_XML", "JSON-LD")


def describe_service(
    graph: ServedGraph, address: str, writable: bool, results: Sequence[str], form: str
) -> bytes:
    """Return the description of the endpoint at an address, in one of the formats of RDF."""
    prefixes = {"sd": _SD, "void": _VOID, "formats": _FORMATS}
    return serialise(_statements(graph, address, writable, results), form, prefixes)


def _statements(
    graph: ServedGraph, address: str, writable: bool, results: Sequence[str]
) -> Iterator[Triple]:
    service, dataset, default = NamedNode(address), BlankNode(), BlankNode()
    yield Triple(service, _RDF_TYPE, _sd("Service"))
    yield Triple(service, _sd("endpoint"), service)
    yield Triple(service, _sd("supportedLanguage"), _sd("SPARQL11Query"))
    if writable:
        yield Triple(service, _sd("supportedLanguage"), _sd("SPARQL11Update"))
    names = [_FORMAT_NAMES[each] for each in results if each in _FORMAT_NAMES]
    for known in (*names, *_RDF_NAMES):
        yield Triple(service, _sd("resultFormat"), NamedNode(_FORMATS + known))
    yield Triple(service, _sd("defaultDataset"), dataset)
    yield Triple(dataset, _RDF_TYPE, _sd("Dataset"))
    yield Triple(dataset, _sd("defaultGraph"), default)
    yield Triple(default, _RDF_TYPE, _sd("Graph"))
    if graph.store.engine is None:
        return  # counting the triples of a server may take it long
    yield Triple(service, _sd("feature"), _sd("UnionDefaultGraph"))
    count = Literal(str(len(graph.store)), datatype=_INTEGER)
    yield Triple(default, NamedNode(f"{_VOID}triples"), count)
    for name in sorted(graph.store.engine.named_graphs(), key=str):
        if isinstance(name, NamedNode):
            named = BlankNode()
            yield Triple(dataset, _sd("namedGraph"), named)
            yield Triple(named, _RDF_TYPE, _sd("NamedGraph"))
            yield Triple(named, _sd("name"), name)


def _sd(name: str) -> NamedNode:
    return NamedNode(_SD + name)
