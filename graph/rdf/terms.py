"""Terms of RDF, as pyoxigraph has them."""

from __future__ import annotations

from typing import TypeAlias

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

Term: TypeAlias = NamedNode | BlankNode | Literal
"""What a variable can be bound to."""


def term_text(term: object) -> str:
    """Return a term as N-Triples has it; pyoxigraph leaves the brackets of a triple term out.

    >>> a = NamedNode("urn:a")
    >>> term_text(a), term_text(Triple(a, a, a))
    ('<urn:a>', '<<( <urn:a> <urn:a> <urn:a> )>>')
    """
    return f"<<( {term} )>>" if isinstance(term, Triple) else str(term)


def node_term(name: str) -> NamedNode | BlankNode:
    """Return the entity that a node of a network is named after: an IRI, or ``_:`` and a label.

    >>> node_term("urn:a"), node_term("_:c14n0")
    (<NamedNode value=urn:a>, <BlankNode value=c14n0>)
    """
    return BlankNode(name[2:]) if name.startswith("_:") else NamedNode(name)
