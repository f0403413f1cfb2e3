"""TriG: Turtle with several graphs (https://www.w3.org/TR/trig/), written as Turtle is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from yuqiao.exports.rdf.nesting import Term
from yuqiao.exports.rdf.stream import HeldPieces
from yuqiao.exports.rdf.subjects import BySubject
from yuqiao.exports.rdf.turtle import Names, blocks, prefix_declarations


def trig_pieces(graphs: Mapping[Term, BySubject], prefixes: Mapping[str, str]) -> Iterator[bytes]:
    """Write graphs as TriG, piece by piece.

    :param graphs: by name, in the order to be written; the graph without a name has an empty one
    :param prefixes: prefix names and namespaces that may be used

    >>> one = BySubject()
    >>> one.add([b"<urn:a> <urn:p> <urn:b>"])
    >>> print(b"".join(trig_pieces({b"<urn:g>": one}, {})).decode(), end="")
    <BLANKLINE>
    <urn:g> {
        <urn:a> <urn:p> <urn:b> .
    }
    """
    names = Names(prefixes)
    body = HeldPieces(
        piece for name, graph in graphs.items() for piece in _graph(name, graph, names, prefixes)
    )
    yield prefix_declarations(names.used, prefixes)
    yield from body


def _graph(
    name: Term, graph: BySubject, names: Names, prefixes: Mapping[str, str]
) -> Iterator[bytes]:
    written = blocks(graph, names, prefixes)
    if not name:
        yield from written
        return
    yield b"\n" + names.term(name) + b" {\n"
    for block in written:
        yield _indented(block)
    yield b"}\n"


def _indented(block: bytes) -> bytes:
    lines = block.split(b"\n")
    return b"\n".join(b"    " + line if line else line for line in lines)
