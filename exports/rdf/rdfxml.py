"""RDF/XML, by the engine's writer, with subjects and properties in the order of every format."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from pyoxigraph import NamedNode, Quad, RdfFormat, parse, serialize

from yuqiao.exports.rdf.language_tags import cased_xml
from yuqiao.exports.rdf.nesting import Term
from yuqiao.exports.rdf.subjects import BySubject, by_predicate
from yuqiao.exports.rdf.turtle import object_order, predicate_order, subjects_in_order

_TYPE = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
_DIRECTIONS = b'xmlns:its="http://www.w3.org/2005/11/its"'  # declared by the engine in any case


def rdfxml_pieces(graph: BySubject, prefixes: Mapping[str, str]) -> Iterator[bytes]:
    """Write a graph as RDF/XML, piece by piece.

    :param prefixes: prefix names and namespaces that may be used
    """
    lines = [
        b"%s %s %s .\n" % (subject, predicate, value)
        for _, subject in subjects_in_order(graph, prefixes)
        for predicate, values in sorted(by_predicate(graph.facts[subject]).items(), key=_rank)
        for value in sorted(values, key=object_order)
    ]
    quads = list(parse(b"".join(lines), RdfFormat.N_TRIPLES))
    known = _useful_prefixes(prefixes, quads)
    written = serialize(quads, format=RdfFormat.RDF_XML, prefixes=known)
    assert written is not None
    head, root, body = written.partition(b"<rdf:RDF ")
    declared, end, body = body.partition(b">")
    used = (one for one in sorted(declared.split(b" ")) if one != _DIRECTIONS or b" its:" in body)
    yield head + root + b" ".join(used) + end + cased_xml(body) + b"\n"


def _rank(fact: tuple[Term, list[Term]]) -> tuple[int, Term]:
    return predicate_order(fact[0]), fact[0]


def _useful_prefixes(prefixes: Mapping[str, str], quads: Iterable[Quad]) -> dict[str, str]:
    """Choose the prefixes that shorten something.

    >>> a = NamedNode("http://example.org/a")
    >>> _useful_prefixes({"ex": "http://example.org/", "no": "urn:no:"}, [Quad(a, a, a)])
    {'ex': 'http://example.org/'}
    """
    iris = {iri for quad in quads for iri in _iris(quad)}
    begun = {iri[: max(iri.rfind("/"), iri.rfind("#")) + 1] for iri in iris}
    return {
        prefix: namespace
        for prefix, namespace in prefixes.items()
        if namespace in begun
        or (not namespace.endswith(("/", "#")) and any(i.startswith(namespace) for i in iris))
    }


def _iris(quad: Quad) -> Iterator[str]:
    yield quad.predicate.value
    if quad.predicate == _TYPE and isinstance(quad.object, NamedNode):
        yield quad.object.value
