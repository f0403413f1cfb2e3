"""Columns: the triples of a graph by predicate, with every literal as it is written."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from pyoxigraph import NamedNode

from yuqiao.ontology.namespaces import RDF, RDFS

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from pyoxigraph import Triple

    from yuqiao.graph.rdf.terms import Term

TYPE = NamedNode(RDF + "type")
SUBCLASS = NamedNode(RDFS + "subClassOf")
FIRST = NamedNode(RDF + "first")
REST = NamedNode(RDF + "rest")
NIL = NamedNode(RDF + "nil")


class Columns:
    """The triples of a graph, in memory, each predicate a table of subjects and objects.

    The engine of queries stores numbers by value (1.10 is 1.1), so that it cannot say whether a
    literal has a datatype or a pattern. Here each literal has the characters it was read with.

    :param triples: the graph; a triple may come several times

    >>> from pyoxigraph import Literal, Triple
    >>> a, p = NamedNode("urn:a"), NamedNode("urn:p")
    >>> graph = Columns([Triple(a, p, Literal("01")), Triple(a, p, Literal("01"))])
    >>> graph.values(p)[a]
    (<Literal value=01 datatype=<NamedNode value=http://www.w3.org/2001/XMLSchema#string>>,)
    """

    def __init__(self, triples: Iterable[Triple]) -> None:
        self._forward: dict[NamedNode, dict[Term, list[Term]]] = {}
        self._values: dict[NamedNode, dict[Term, tuple[Term, ...]]] = {}
        self._subjects: dict[NamedNode, dict[Term, tuple[Term, ...]]] = {}
        self._instances: dict[Term, dict[Term, None]] = {}
        known: dict[Term, Term] = {}
        for triple in triples:
            subject, value = cast("Term", triple.subject), cast("Term", triple.object)
            column = self._forward.setdefault(triple.predicate, {})
            subject = known.setdefault(subject, subject)
            column.setdefault(subject, []).append(known.setdefault(value, value))

    def predicates(self) -> Collection[NamedNode]:
        """Return every predicate of the graph."""
        return self._forward.keys()

    def triples(self) -> Iterator[tuple[Term, NamedNode, Term]]:
        """Return every triple of the graph, once."""
        for predicate in self._forward:
            for subject, objects in self.values(predicate).items():
                for value in objects:
                    yield subject, predicate, value

    def values(self, predicate: NamedNode) -> Mapping[Term, tuple[Term, ...]]:
        """Return the objects of each subject of a predicate."""
        found = self._values.get(predicate)
        if found is None:
            column = self._forward.get(predicate, {})
            found = {
                subject: tuple(dict.fromkeys(objects)) if len(objects) > 1 else tuple(objects)
                for subject, objects in column.items()
            }
            self._values[predicate] = found
        return found

    def subjects(self, predicate: NamedNode) -> Mapping[Term, tuple[Term, ...]]:
        """Return the subjects of each object of a predicate."""
        found = self._subjects.get(predicate)
        if found is None:
            turned: dict[Term, list[Term]] = {}
            for subject, objects in self.values(predicate).items():
                for value in objects:
                    turned.setdefault(value, []).append(subject)
            found = {value: tuple(subjects) for value, subjects in turned.items()}
            self._subjects[predicate] = found
        return found

    def value(self, subject: Term, predicate: NamedNode) -> Term | None:
        """Return an object of a predicate; None when there is none."""
        return next(iter(self.values(predicate).get(subject, ())), None)

    def subclasses(self, cls: Term) -> dict[Term, None]:
        """Return a class and all below it."""
        below = self.subjects(SUBCLASS)
        found: dict[Term, None] = {cls: None}
        todo = [cls]
        while todo:
            for each in below.get(todo.pop(), ()):
                if each not in found:
                    found[each] = None
                    todo.append(each)
        return found

    def instances(self, cls: Term) -> Mapping[Term, None]:
        """Return the instances of a class and of those below it, in the order of the graph."""
        found = self._instances.get(cls)
        if found is None:
            typed = self.subjects(TYPE)
            found = {node: None for each in self.subclasses(cls) for node in typed.get(each, ())}
            self._instances[cls] = found
        return found

    def list_of(self, head: Term) -> list[Term] | None:
        """Return the members of an RDF list; None when it is none, or runs in a circle."""
        members: list[Term] = []
        seen: set[Term] = set()
        first, rest = self.values(FIRST), self.values(REST)
        while head != NIL:
            if head in seen or len(first.get(head, ())) != 1 or len(rest.get(head, ())) != 1:
                return None
            seen.add(head)
            members.append(first[head][0])
            head = rest[head][0]
        return members
