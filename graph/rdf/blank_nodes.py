"""What has no name of its own: a blank node is told by what is said of it.

So two of them can be compared, and shown, although RDF gives them no names that last.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

Term = NamedNode | Literal | BlankNode | Triple
Said = Mapping[Term, Mapping[NamedNode, Iterable[Term]]]

_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_FIRST, _REST, _NIL = (NamedNode(_RDF + name) for name in ("first", "rest", "nil"))
_OF_A_TRIPLE = tuple(NamedNode(_RDF + name) for name in ("subject", "predicate", "object"))
_DEEPEST = 8


@dataclass(frozen=True)
class BlankNodeValue:
    """A blank node or a triple term, as what is said of it.

    :param facts: in order of property; none where they would go too deep
    :param members: of a list, which has no facts besides
    """

    facts: tuple[tuple[NamedNode, Value], ...] = ()
    members: tuple[Value, ...] = ()


Value = NamedNode | Literal | BlankNodeValue


def value_of(term: Term, said: Said, depth: int = 0) -> Value:
    """Give a term as a value that can be compared with those of another graph.

    :param said: the facts of the graph's blank nodes

    >>> one, other = BlankNode("x"), BlankNode("y")
    >>> facts = {NamedNode("urn:city"): {Literal("Chongqing")}}
    >>> value_of(one, {one: facts}) == value_of(other, {other: facts})
    True
    """
    if isinstance(term, NamedNode | Literal):
        return term
    if isinstance(term, Triple):
        parts = (term.subject, term.predicate, term.object)
        values = (value_of(part, said, depth + 1) for part in parts)
        return BlankNodeValue(tuple(zip(_OF_A_TRIPLE, values, strict=True)))
    if depth == _DEEPEST:
        return BlankNodeValue()
    if members := _members(term, said):
        return BlankNodeValue(members=tuple(value_of(each, said, depth + 1) for each in members))
    facts = [
        (property_, value_of(value, said, depth + 1))
        for property_, values in said.get(term, {}).items()
        for value in values
    ]
    return BlankNodeValue(tuple(sorted(facts, key=str)))


def _members(node: Term, said: Said) -> list[Term]:
    """Give the members of a list; nothing if it is none, or is no good one."""
    members: list[Term] = []
    passed: set[Term] = set()
    while node != _NIL:
        facts = said.get(node, {})
        cell = [*facts.get(_FIRST, ()), *facts.get(_REST, ())]
        if node in passed or facts.keys() != {_FIRST, _REST} or len(cell) > len(facts):
            return []
        passed.add(node)
        members.append(cell[0])
        node = cell[1]
    return members
