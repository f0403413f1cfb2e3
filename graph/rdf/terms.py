"""Terms of RDF, as pyoxigraph has them."""

from __future__ import annotations

from typing import TypeAlias

from pyoxigraph import BlankNode, Literal, NamedNode

Term: TypeAlias = NamedNode | BlankNode | Literal
"""What a variable can be bound to."""
