"""Graphs as RDF files, in any format; the same triples give the same bytes in each."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain, islice
from typing import IO, cast

from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Triple, serialize

from yuqiao.exports.turtle import turtle, with_canonical_blank_nodes
from yuqiao.exports.xml_text import XmlText
from yuqiao.graph.errors import InputError, OutputError

FORMATS = {
    "turtle": ".ttl",
    "ntriples": ".nt",
    "rdfxml": ".rdf",
    "jsonld": ".jsonld",
    "trig": ".trig",
    "nquads": ".nq",
}
"""The names of the formats, as ``--as`` takes them, and the extension of each."""

_BY_NAME = {
    "ntriples": RdfFormat.N_TRIPLES,
    "rdfxml": RdfFormat.RDF_XML,
    "jsonld": RdfFormat.JSON_LD,
    "trig": RdfFormat.TRIG,
    "nquads": RdfFormat.N_QUADS,
}

_MANY = 200_000  # triples, from which an answer is written as it comes
_TYPE = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
_BY_LINE = {"ntriples", "nquads"}


def format_of(path: str | os.PathLike[str] | None) -> str:
    """Give the format that a file name asks for; Turtle when it has no extension.

    :raises OutputError: when the extension is that of no RDF format

    >>> format_of("graph.nt"), format_of("graph"), format_of(None)
    ('ntriples', 'turtle', 'turtle')
    """
    extension = os.path.splitext(path or "")[1].lower()
    if not extension:
        return "turtle"
    for name, known in FORMATS.items():
        if extension == known:
            return name
    expected = ", ".join(FORMATS.values())
    raise OutputError(
        f"{path}: no RDF format has this extension; expected one of {expected},"
        " or name one with --as"
    )


def named_format(name: str) -> RdfFormat:
    """Give the format of a name, to be read.

    :raises InputError: when there is no format of that name

    >>> named_format("turtle").file_extension
    'ttl'
    """
    if name == "turtle":
        return RdfFormat.TURTLE
    if name in _BY_NAME:
        return _BY_NAME[name]
    raise InputError(f'"{name}" is no RDF format; expected one of {", ".join(FORMATS)}')


def serialise(triples: Iterable[Triple], name: str, prefixes: Mapping[str, str]) -> bytes:
    r"""Write triples in a format.

    :param name: one of :data:`FORMATS`
    :param prefixes: prefix names and namespaces that may be used; only those are declared that are

    >>> from pyoxigraph import NamedNode
    >>> a = NamedNode("http://example.org/a")
    >>> serialise([Triple(a, a, a)], "ntriples", {})
    b'<http://example.org/a> <http://example.org/a> <http://example.org/a> .\n'
    """
    if name == "turtle":
        return turtle(triples, prefixes).encode()
    ordered = sorted(with_canonical_blank_nodes(triples), key=str)
    known = _used(prefixes, ordered, name) if name in {"rdfxml", "jsonld", "trig"} else {}
    written = serialize(_as_quads(ordered), format=_BY_NAME[name], prefixes=known)
    assert written is not None  # it is given back, as no file was named
    return written


def write_triples(
    triples: Iterable[Triple],
    out: IO[bytes],
    name: str,
    prefixes: Mapping[str, str],
    *,
    ordered: bool = True,
) -> None:
    """Write triples in a format to a file.

    :param name: one of :data:`FORMATS`
    :param ordered: if not, N-Triples and N-Quads of more than 200,000 triples are written in the
        order they come in, with their own names for blank nodes, and are never in memory as a whole
    :raises OutputError: when RDF/XML cannot carry a literal
    """
    found = iter(triples)
    first = list(islice(found, _MANY)) if not ordered and name in _BY_LINE else None
    if first is not None and len(first) == _MANY:
        serialize(_as_quads(chain(first, found)), out, format=_BY_NAME[name])
        return
    written = serialise(found if first is None else first, name, prefixes)
    if name == "rdfxml":
        cast("IO[bytes]", XmlText(out, "turtle")).write(written)
    else:
        out.write(written)


def _used(prefixes: Mapping[str, str], triples: Iterable[Triple], name: str) -> dict[str, str]:
    """Give the prefixes that shorten something: in RDF/XML only properties and types can be."""
    iris = {iri for triple in triples for iri in _iris(triple, name)}
    begun = {iri[: max(iri.rfind("/"), iri.rfind("#")) + 1] for iri in iris}
    return {
        prefix: namespace
        for prefix, namespace in prefixes.items()
        if namespace in begun
        or (not namespace.endswith(("/", "#")) and any(i.startswith(namespace) for i in iris))
    }


def _iris(triple: Triple, name: str) -> Iterator[str]:
    yield triple.predicate.value
    if name != "rdfxml" and isinstance(triple.subject, NamedNode):
        yield triple.subject.value
    if isinstance(triple.object, Literal):
        yield triple.object.datatype.value
    elif isinstance(triple.object, NamedNode) and (name != "rdfxml" or triple.predicate == _TYPE):
        yield triple.object.value


def _as_quads(triples: Iterable[Triple]) -> Iterator[Quad]:
    return (Quad(triple.subject, triple.predicate, triple.object) for triple in triples)
