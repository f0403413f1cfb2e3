"""Graphs as RDF files, in any format; the same triples give the same bytes in each.

Blank nodes have canonical names (RDFC-1.0), language tags the case that RFC 5646 recommends, and
subjects, properties and values an order that is the same in every format.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from typing import IO, cast

from pyoxigraph import Quad, RdfFormat, Triple, parse, serialize

from yuqiao.exports.rdf.jsonld import jsonld_pieces, refuse_triple_term
from yuqiao.exports.rdf.language_tags import cased_json, cased_lines, cased_xml
from yuqiao.exports.rdf.nesting import Term
from yuqiao.exports.rdf.rdfxml import xml_prefixes
from yuqiao.exports.rdf.streaming import CasedLines, FewOrMany
from yuqiao.exports.rdf.subjects import BySubject, by_graph, by_predicate, by_subject
from yuqiao.exports.rdf.trig import trig_pieces
from yuqiao.exports.rdf.turtle import predicate_order, subjects_in_order, turtle_pieces
from yuqiao.exports.rdf.turtle_terms import object_order
from yuqiao.exports.xml_characters import XmlText
from yuqiao.graph.errors import InputError, OutputError
from yuqiao.graph.rdf.canonicalization import lines_for_writing, lines_in_order
from yuqiao.graph.rdf.nquads import END, parts_of

FORMATS = {
    "turtle": ".ttl",
    "ntriples": ".nt",
    "rdfxml": ".rdf",
    "jsonld": ".jsonld",
    "trig": ".trig",
    "nquads": ".nq",
}
"""The names of the formats, as ``--as`` takes them, and the extension of each."""

EXPANDED = "jsonld-expanded"
"""JSON-LD without a context, to be asked for by its name alone."""

_BY_NAME = {
    "turtle": RdfFormat.TURTLE,
    "ntriples": RdfFormat.N_TRIPLES,
    "rdfxml": RdfFormat.RDF_XML,
    "jsonld": RdfFormat.JSON_LD,
    "trig": RdfFormat.TRIG,
    "nquads": RdfFormat.N_QUADS,
}

MANY = 200_000
"""Statements that are put in order; more of them, in lines, are written as they come."""

BY_LINE = {"ntriples": RdfFormat.N_TRIPLES, "nquads": RdfFormat.N_QUADS}
"""The formats that have a statement a line, and can be written as statements come."""

_AT_ONCE = 10_000  # lines
_DIRECTIONS = b'xmlns:its="http://www.w3.org/2005/11/its"'  # declared by the engine in any case


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
    if name in _BY_NAME:
        return _BY_NAME[name]
    raise InputError(f'"{name}" is no RDF format; expected one of {", ".join(FORMATS)}')


def serialise(triples: Iterable[Triple], name: str, prefixes: Mapping[str, str]) -> bytes:
    r"""Write triples in a format.

    :param name: one of :data:`FORMATS`, or :data:`EXPANDED`
    :param prefixes: prefix names and namespaces that may be used; only those are declared that are
    :raises InputError: when a triple holds what is not an IRI

    >>> from pyoxigraph import NamedNode
    >>> a = NamedNode("http://example.org/a")
    >>> serialise([Triple(a, a, a)], "ntriples", {})
    b'<http://example.org/a> <http://example.org/a> <http://example.org/a> .\n'
    """
    return b"".join(_pieces(triples, name, prefixes))


def write_triples(
    triples: Iterable[Triple],
    out: IO[bytes],
    name: str,
    prefixes: Mapping[str, str],
    *,
    ordered: bool = True,
) -> None:
    """Write triples in a format to a file.

    :param name: one of :data:`FORMATS`, or :data:`EXPANDED`
    :param ordered: if not, N-Triples and N-Quads of more than 200,000 triples are written in the
        order they come in, with their own names for blank nodes, and are never in memory as a whole
    :raises InputError: when a triple holds what is not an IRI
    :raises OutputError: when RDF/XML cannot carry a literal
    """
    if not ordered and name in BY_LINE:
        write_lines(triples, out, name)
    else:
        _write(_pieces(triples, name, prefixes), out, name)


def write_dataset(
    quads: Iterable[Quad], out: IO[bytes], name: str, prefixes: Mapping[str, str]
) -> None:
    """Write statements of several graphs to a file.

    TriG, N-Quads and JSON-LD keep the graphs; the other formats take the triples of all of them.

    :param name: one of :data:`FORMATS`, or :data:`EXPANDED`
    :raises InputError: when a statement holds what is not an IRI
    :raises OutputError: when RDF/XML cannot carry a literal
    """
    if name in {"trig", "jsonld"}:
        write = trig_pieces if name == "trig" else jsonld_pieces
        _write(write(by_graph(quads), prefixes), out, name)
    elif name in {"nquads", EXPANDED}:
        _write(_in_lines(quads, name), out, name)
    else:
        _write(_pieces((quad.triple for quad in quads), name, prefixes), out, name)


def write_lines(
    statements: Iterable[Triple] | Iterable[Quad], out: IO[bytes], name: str, **options: bool
) -> None:
    """Write statements as lines: in order, or as they come when they are more than :data:`MANY`.

    :param name: one of :data:`BY_LINE`
    :param options: of :class:`yuqiao.exports.rdf.streaming.CasedLines`
    """

    def write_few(text: bytes) -> None:
        _write(_cased(lines_in_order(text)), out, name)

    lines = FewOrMany(write_few, CasedLines(out, **options), MANY)
    serialize(cast("Iterable[Quad]", statements), cast("IO[bytes]", lines), format=BY_LINE[name])
    lines.close()


def _write(pieces: Iterable[bytes], out: IO[bytes], name: str) -> None:
    target = cast("IO[bytes]", XmlText(out, "turtle")) if name == "rdfxml" else out
    for piece in pieces:
        target.write(piece)


def _pieces(triples: Iterable[Triple], name: str, prefixes: Mapping[str, str]) -> Iterator[bytes]:
    if name in {"ntriples", "nquads", EXPANDED}:
        return _in_lines(triples, name)
    graph = by_subject(triples)
    if name == "turtle":
        return turtle_pieces(graph, prefixes)
    if name == "trig":
        return trig_pieces({b"": graph}, prefixes)
    if name == "jsonld":
        return jsonld_pieces({b"": graph}, prefixes)
    return _rdf_xml(graph, prefixes)


def _in_lines(statements: Iterable[Triple] | Iterable[Quad], name: str) -> Iterator[bytes]:
    lines = lines_for_writing(statements)
    if name == EXPANDED:
        for line in lines:
            refuse_triple_term(parts_of(line.removesuffix(END))[2])
        written = serialize(parse(b"".join(lines), RdfFormat.N_QUADS), format=RdfFormat.JSON_LD)
        assert written is not None  # it is given back, as no file was named
        yield cased_json(written) + b"\n"
        return
    yield from _cased(lines)


def _cased(lines: list[bytes]) -> Iterator[bytes]:
    for start in range(0, len(lines), _AT_ONCE):
        yield cased_lines(b"".join(lines[start : start + _AT_ONCE]))


def _rdf_xml(graph: BySubject, prefixes: Mapping[str, str]) -> Iterator[bytes]:
    lines = [
        b"%s %s %s .\n" % (subject, predicate, value)
        for _, subject in subjects_in_order(graph, prefixes)
        for predicate, values in sorted(by_predicate(graph.facts[subject]).items(), key=_rank)
        for value in sorted(values, key=object_order)
    ]
    quads = list(parse(b"".join(lines), RdfFormat.N_TRIPLES))
    known = xml_prefixes(prefixes, quads)
    written = serialize(quads, format=RdfFormat.RDF_XML, prefixes=known)
    assert written is not None
    head, root, body = written.partition(b"<rdf:RDF ")
    declared, end, body = body.partition(b">")
    used = (one for one in sorted(declared.split(b" ")) if one != _DIRECTIONS or b" its:" in body)
    yield head + root + b" ".join(used) + end + cased_xml(body) + b"\n"


def _rank(fact: tuple[Term, list[Term]]) -> tuple[int, Term]:
    return predicate_order(fact[0]), fact[0]
