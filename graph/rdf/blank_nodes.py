"""Blank nodes as values: each is described by its statements.

So two of them can be compared, and shown, although RDF gives them no lasting names.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

Term = NamedNode | Literal | BlankNode | Triple
BlankNodeFacts = Mapping[Term, Mapping[NamedNode, Iterable[Term]]]

_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_FIRST, _REST, _NIL = (NamedNode(_RDF + name) for name in ("first", "rest", "nil"))
_OF_A_TRIPLE = tuple(NamedNode(_RDF + name) for name in ("subject", "predicate", "object"))
_DEEPEST = 8
_LARGEST = 1000  # blank nodes that a value writes out; what has more is not written as deep


@dataclass(frozen=True)
class BlankNodeValue:
    """A blank node or a triple term, by its statements.

    :param facts: in order of property; none where they would go too deep
    :param members: of a list, which has no facts besides
    """

    facts: tuple[tuple[NamedNode, Value], ...] = ()
    members: tuple[Value, ...] = ()


Value = NamedNode | Literal | BlankNodeValue


class BlankNodeValues:
    """The values of a graph's blank nodes, each made once.

    Blank nodes may be shared, so that writing one out can take exponentially many facts. So a value
    is as deep as its size allows, and at most 8.

    :param facts: the facts of the graph's blank nodes

    >>> one, other = BlankNode("x"), BlankNode("y")
    >>> facts = {NamedNode("urn:city"): {Literal("Chongqing")}}
    >>> BlankNodeValues({one: facts}).of(one) == BlankNodeValues({other: facts}).of(other)
    True
    """

    def __init__(self, facts: BlankNodeFacts) -> None:
        self._facts_of = facts
        self._sizes: dict[tuple[Term, int], int] = {}
        self._values: dict[tuple[Term, int], Value] = {}

    def of(self, term: Term) -> Value:
        """Return a term as a value."""
        if isinstance(term, NamedNode | Literal):
            return term
        depths = range(_DEEPEST, 0, -1)
        depth = next((d for d in depths if self._size(term, d) <= _LARGEST), 0)
        return self._value(term, depth)

    def _size(self, term: Term, depth: int) -> int:
        """Return how many blank nodes a value so deep writes out, as far as that matters."""
        if isinstance(term, NamedNode | Literal) or not depth:
            return 0
        size = self._sizes.get((term, depth))
        if size is None:
            members, facts = self._parts(term)
            size = 1
            for part in (*members, *(value for _, value in facts)):
                size += self._size(part, depth - 1)
                if size > _LARGEST:
                    break
            self._sizes[term, depth] = size
        return size

    def _parts(self, term: Term) -> tuple[list[Term], list[tuple[NamedNode, Term]]]:
        """Return the members of a list, or the facts of anything else."""
        if isinstance(term, Triple):
            parts = (term.subject, term.predicate, term.object)
            return [], list(zip(_OF_A_TRIPLE, parts, strict=True))
        if members := _members(term, self._facts_of):
            return members, []
        facts = self._facts_of.get(term, {}).items()
        return [], [(property_, value) for property_, values in facts for value in values]

    def _value(self, term: Term, depth: int) -> Value:
        if isinstance(term, NamedNode | Literal):
            return term
        if not depth:
            return BlankNodeValue()
        if (term, depth) not in self._values:
            members, parts = self._parts(term)
            facts = [(way, self._value(part, depth - 1)) for way, part in parts]
            if not isinstance(term, Triple):
                facts.sort(key=str)
            inner = tuple(self._value(member, depth - 1) for member in members)
            self._values[term, depth] = BlankNodeValue(tuple(facts), inner)
        return self._values[term, depth]


def _members(node: Term, facts_of: BlankNodeFacts) -> list[Term]:
    """Return the members of a list; nothing if it is none, or is no good one."""
    members: list[Term] = []
    passed: set[Term] = set()
    while node != _NIL:
        facts = facts_of.get(node, {})
        cell = [*facts.get(_FIRST, ()), *facts.get(_REST, ())]
        if node in passed or facts.keys() != {_FIRST, _REST} or len(cell) > len(facts):
            return []
        passed.add(node)
        members.append(cell[0])
        node = cell[1]
    return members
