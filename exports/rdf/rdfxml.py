"""Which prefixes shorten something in RDF/XML: only properties and types can be."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from pyoxigraph import NamedNode, Quad

_TYPE = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")


def xml_prefixes(prefixes: Mapping[str, str], quads: Iterable[Quad]) -> dict[str, str]:
    """Choose the prefixes that shorten something.

    >>> a = NamedNode("http://example.org/a")
    >>> xml_prefixes({"ex": "http://example.org/", "no": "urn:no:"}, [Quad(a, a, a)])
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
