"""Statements that the engine's parser reads without checks: what is wrong with them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode, Quad, Triple

from yuqiao.graph.messages import printable

if TYPE_CHECKING:
    from yuqiao.graph.rdf.terms import Term

_LONGEST = 300  # characters of a term in a message


@dataclass(frozen=True)
class WrongTerm:
    """A part of a statement that is no RDF.

    :param written: how the file may have it
    """

    written: str
    reason: str


def wrong_term(quad: Quad) -> WrongTerm | None:
    """Return what is wrong with a statement that was read without checks.

    >>> wrong_term(Quad(NamedNode("urn:a"), NamedNode("urn:p"), NamedNode("urn:o")))
    """
    terms = [quad.subject, quad.predicate, quad.object, quad.graph_name]
    written = ""
    while terms:
        term = terms.pop()
        try:
            if isinstance(term, NamedNode):
                written = term.value
                NamedNode(written)
            elif isinstance(term, Literal):
                written = term.language or term.datatype.value
                if term.language:
                    Literal(term.value, language=term.language)
                NamedNode(term.datatype.value)
            elif isinstance(term, Triple):
                terms += [term.subject, term.predicate, term.object]
        except ValueError as error:
            return WrongTerm(written, f"{printable(str(term))[:_LONGEST]}: {error}")
    return None


def in_small_letters(quad: Quad) -> Quad:
    """Return a statement with its language tags as the parser gives them when it checks.

    >>> tagged = Quad(NamedNode("urn:a"), NamedNode("urn:p"), Literal("x", language="en-GB"))
    >>> print(in_small_letters(tagged).object)
    "x"@en-gb
    """
    plain = _lowered(quad.object)
    if plain is quad.object:
        return quad
    return Quad(quad.subject, quad.predicate, plain, quad.graph_name)


def _lowered(term: Term | Triple) -> Term | Triple:
    if isinstance(term, Literal):
        if not term.language or term.language == term.language.lower():
            return term
        tag = term.language.lower()
        return Literal(term.value, language=tag, direction=term.direction)
    if isinstance(term, Triple):
        plain = _lowered(term.object)
        return term if plain is term.object else Triple(term.subject, term.predicate, plain)
    return term
