"""Graphs as RDF files, in any format; the same triples give the same bytes in each.

Blank nodes have canonical names (RDFC-1.0), language tags the case that RFC 5646 recommends, and
subjects, properties and values an order that is the same in every format.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Iterator, Mapping
from io import BytesIO
from itertools import islice
from typing import IO, cast

from pyoxigraph import Quad, Triple, serialize

from yuqiao.exports.formats import EXPANDED
from yuqiao.exports.rdf.jsonld import expanded_pieces, jsonld_pieces
from yuqiao.exports.rdf.nesting import Term
from yuqiao.exports.rdf.rdfxml import rdfxml_pieces
from yuqiao.exports.rdf.stream import CasedLines, FewOrMany
from yuqiao.exports.rdf.subjects import BySubject, by_graph, by_subject
from yuqiao.exports.rdf.trig import trig_pieces
from yuqiao.exports.rdf.turtle import turtle_pieces
from yuqiao.exports.xml_characters import XmlText
from yuqiao.graph.language_tags import cased_lines
from yuqiao.graph.rdf.canonicalization import lines_in_order
from yuqiao.graph.rdf.formats import BY_LINE, RDF_FORMATS
from yuqiao.graph.rdf.nquads import END

MANY = 200_000
"""Statements that are put in order; more of them, in lines, are written as they come."""

_AT_ONCE = 10_000  # lines
_WITH_GRAPHS = {"trig", "nquads", "jsonld", EXPANDED}


def serialise(triples: Iterable[Triple], name: str, prefixes: Mapping[str, str]) -> bytes:
    r"""Write triples in a format.

    :param name: one of :data:`yuqiao.graph.rdf.formats.RDF_FORMATS`, or
        :data:`yuqiao.exports.formats.EXPANDED`
    :param prefixes: prefix names and namespaces that may be used; only those are declared that are
    :raises InputError: when a triple holds what is not an IRI

    >>> from pyoxigraph import NamedNode
    >>> a = NamedNode("http://example.org/a")
    >>> serialise([Triple(a, a, a)], "ntriples", {})
    b'<http://example.org/a> <http://example.org/a> <http://example.org/a> .\n'
    """
    return serialise_by_subject(by_subject(triples), name, prefixes)


def serialise_by_subject(graph: BySubject, name: str, prefixes: Mapping[str, str]) -> bytes:
    """Write a graph in a format, as :func:`serialise` does, which groups it by subject first."""
    out = BytesIO()
    write_by_subject(graph, out, name, prefixes)
    return out.getvalue()


def write_triples(
    triples: Iterable[Triple],
    out: IO[bytes],
    name: str,
    prefixes: Mapping[str, str],
    *,
    ordered: bool = True,
) -> None:
    """Write triples in a format to a file.

    :param name: one of :data:`yuqiao.graph.rdf.formats.RDF_FORMATS`, or
        :data:`yuqiao.exports.formats.EXPANDED`
    :param ordered: if not, N-Triples and N-Quads of more than 200,000 triples are written in the
        order they come in, with their own names for blank nodes, and are never in memory as a whole
    :raises InputError: when a triple holds what is not an IRI
    :raises OutputError: when RDF/XML cannot carry a literal
    """
    if not ordered and name in BY_LINE:
        write_lines(triples, out, name)
    else:
        write_by_subject(by_subject(triples), out, name, prefixes)


def write_by_subject(
    graph: BySubject, out: IO[bytes], name: str, prefixes: Mapping[str, str]
) -> None:
    """Write a graph to a file, as :func:`write_triples` does, which groups it by subject first.

    :raises InputError: when a triple holds what is not an IRI
    :raises OutputError: when RDF/XML cannot carry a literal
    """
    _write(_pieces(graph, name, prefixes), out, name)


def write_dataset(
    quads: Iterable[Quad], out: IO[bytes], name: str, prefixes: Mapping[str, str]
) -> None:
    """Write statements of several graphs to a file.

    TriG, N-Quads and JSON-LD keep the graphs; the other formats take the triples of all of them.

    :param name: one of :data:`yuqiao.graph.rdf.formats.RDF_FORMATS`, or
        :data:`yuqiao.exports.formats.EXPANDED`
    :raises InputError: when a statement holds what is not an IRI
    :raises OutputError: when RDF/XML cannot carry a literal
    """
    if name in _WITH_GRAPHS:
        write_by_graph(by_graph(quads), out, name, prefixes)
    else:
        write_triples((quad.triple for quad in quads), out, name, prefixes)


def write_by_graph(
    graphs: Mapping[Term, BySubject], out: IO[bytes], name: str, prefixes: Mapping[str, str]
) -> None:
    """Write several graphs to a file, as :func:`write_dataset` does, which groups them first.

    :param name: one of the formats that keep graphs
    """
    if name == "trig":
        _write(trig_pieces(graphs, prefixes), out, name)
    elif name == "jsonld":
        _write(jsonld_pieces(graphs, prefixes), out, name)
    elif name == EXPANDED:
        _write(expanded_pieces(graphs), out, name)
    else:
        ends = ((b" " + graph if graph else b"") + END for graph in graphs)
        lines = (_lines(each, end) for each, end in zip(graphs.values(), ends, strict=True))
        _write(_cased(heapq.merge(*lines)), out, name)


def write_lines(
    statements: Iterable[Triple] | Iterable[Quad], out: IO[bytes], name: str, **options: bool
) -> None:
    """Write statements as lines: in order, or as they come when they are more than :data:`MANY`.

    :param name: ``ntriples`` or ``nquads``
    :param options: of :class:`yuqiao.exports.rdf.stream.CasedLines`
    """

    def write_few(text: bytes) -> None:
        _write(_cased(lines_in_order(text)), out, name)

    lines = FewOrMany(write_few, CasedLines(out, **options), MANY)
    engine = RDF_FORMATS[name].engine
    serialize(cast("Iterable[Quad]", statements), cast("IO[bytes]", lines), format=engine)
    lines.close()


def _write(pieces: Iterable[bytes], out: IO[bytes], name: str) -> None:
    target = cast("IO[bytes]", XmlText(out, "Turtle")) if name == "rdfxml" else out
    for piece in pieces:
        target.write(piece)


def _pieces(graph: BySubject, name: str, prefixes: Mapping[str, str]) -> Iterator[bytes]:
    """Yield the pieces of a graph in a format: see :func:`serialise_by_subject`."""
    if name in BY_LINE:
        return _cased(_lines(graph, END))
    if name == EXPANDED:
        return expanded_pieces({b"": graph})
    if name == "turtle":
        return turtle_pieces(graph, prefixes)
    if name == "trig":
        return trig_pieces({b"": graph}, prefixes)
    if name == "jsonld":
        return jsonld_pieces({b"": graph}, prefixes)
    return rdfxml_pieces(graph, prefixes)


def _lines(graph: BySubject, end: bytes) -> Iterator[bytes]:
    """Yield the lines of a graph in order: the space after a term is less than all it can hold."""
    for subject in sorted(graph.facts):
        for fact in sorted(set(graph.facts[subject])):
            yield b"%b %b%b" % (subject, fact, end)


def _cased(lines: Iterable[bytes]) -> Iterator[bytes]:
    rest = iter(lines)
    while some := b"".join(islice(rest, _AT_ONCE)):
        yield cased_lines(some)
