"""What changed between two versions of a graph, triple by triple, as a person reads it."""

from __future__ import annotations

from collections.abc import Mapping

from pyoxigraph import RdfFormat, Triple, parse

from yuqiao.exports.rdf.turtle import turtle, with_canonical_blank_nodes
from yuqiao.graph.messages import counted

_SHOWN = 50


def triple_diff(
    old: bytes, new: bytes, prefixes: Mapping[str, str], shown: int = _SHOWN
) -> list[str]:
    """Compare two Turtle documents.

    :param old: the earlier document; it may be damaged
    :param new: the later one
    :param shown: how many changed triples are written out at most
    :return: one line each: ``- `` a triple that went, ``+ `` one that came, then a count; nothing
        when the bytes are equal

    >>> ex = {"ex": "http://example.org/"}
    >>> head = b"@prefix ex: <http://example.org/> . "
    >>> for line in triple_diff(head + b"ex:a ex:p 1 .", head + b"ex:a ex:p 2 .", ex): print(line)
    - ex:a ex:p 1 .
    + ex:a ex:p 2 .
    1 triple less, 1 more
    """
    if old == new:
        return []
    try:
        before = _triples(old)
    except (SyntaxError, ValueError) as error:
        return [f"the old file is not Turtle: {error}"]
    after = _triples(new)
    gone, come = before - after, after - before
    if not gone and not come:
        return ["the same triples, written differently; build the file again"]
    lines = _lines("-", gone, prefixes) + _lines("+", come, prefixes)
    lines.sort(key=lambda line: (line[2:], line[0] == "+"))
    left_out = [f"... and {len(lines) - shown} more"] if len(lines) > shown else []
    summary = f"{counted(len(gone), 'triple')} less, {len(come):,} more"
    return [*lines[:shown], *left_out, summary]


def _triples(document: bytes) -> set[Triple]:
    quads = parse(document, format=RdfFormat.TURTLE)
    return with_canonical_blank_nodes(
        Triple(quad.subject, quad.predicate, quad.object) for quad in quads
    )


def _lines(sign: str, triples: set[Triple], prefixes: Mapping[str, str]) -> list[str]:
    return [f"{sign} {_one_line(triple, prefixes)}" for triple in triples]


def _one_line(triple: Triple, prefixes: Mapping[str, str]) -> str:
    return turtle([triple], prefixes).rstrip("\n").rpartition("\n")[2]
