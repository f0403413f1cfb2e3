"""The statements of a graph by subject, as every format for people has them.

All terms are texts, as N-Triples writes them: see :mod:`yuqiao.graph.rdf.nquads`. Blank nodes have
the names that they get in a file.
"""

from __future__ import annotations

from collections.abc import Iterable

from pyoxigraph import Quad, Triple

from yuqiao.exports.rdf.nesting import Facts, Term, is_blank, nested_blank_nodes
from yuqiao.graph.rdf.canonicalization import blank_nodes, names_for_writing, renamed
from yuqiao.graph.rdf.nquads import parts_of, write_nquads_lines


class BySubject:
    """The statements of one graph."""

    def __init__(self) -> None:
        self.facts: dict[Term, list[bytes]] = {}
        """Of each subject, predicate and object, with a space between them; one may come twice."""
        self.has_blank_nodes = False
        self.elsewhere: frozenset[Term] = frozenset()
        """The blank nodes that occur in another graph of the same file too."""

    def __len__(self) -> int:
        """Return the number of statements, each counted once."""
        return sum(len(set(facts)) for facts in self.facts.values())

    def add(self, lines: Iterable[bytes]) -> None:
        """Add lines of N-Triples without their ends."""
        last, facts = b"", self.facts.setdefault(b"", [])
        for line in lines:
            subject, _, fact = line.partition(b" ")
            if subject != last:
                last = subject
                try:
                    facts = self.facts[subject]
                except KeyError:
                    facts = self.facts[subject] = []
            facts.append(fact)
        self.facts.pop(b"", None)

    def blank_facts(self) -> tuple[dict[Term, Facts], set[Term], set[Term]]:
        """Return the facts of blank nodes, those to be nested, and those that need their name."""
        if not self.has_blank_nodes:
            return {}, set(), set()
        holders = {
            subject: by_predicate(facts)
            for subject, facts in self.facts.items()
            if is_blank(subject) or any(b" _:" in fact for fact in facts)
        }
        nested = nested_blank_nodes(holders) - self.elsewhere
        objects = (o for facts in holders.values() for terms in facts.values() for o in terms)
        mentioned = {node for term in objects for node in blank_nodes(term)}
        named = (mentioned - nested) | self.elsewhere
        subjects = {subject: facts for subject, facts in holders.items() if is_blank(subject)}
        return subjects, nested, named


def by_predicate(facts: Iterable[bytes]) -> Facts:
    """Return the objects of each predicate, each once.

    >>> by_predicate([b"<urn:p> 1", b"<urn:q> 2", b"<urn:p> 1"])
    {b'<urn:p>': [b'1'], b'<urn:q>': [b'2']}
    """
    found: Facts = {}
    for fact in facts:
        predicate, _, term = fact.partition(b" ")
        if predicate not in found:
            found[predicate] = [term]
        elif term not in found[predicate]:
            found[predicate].append(term)
    return found


def by_subject(triples: Iterable[Triple]) -> BySubject:
    """Group the triples of a graph by subject.

    :raises yuqiao.graph.errors.InputError: when one holds what is not an IRI
    """
    graph = BySubject()
    blank: list[bytes] = []

    def take(lines: list[bytes], may_be_blank: bool) -> None:
        if may_be_blank:
            blank.extend(line for line in lines if b"_:" in line)
            lines = [line for line in lines if b"_:" not in line]
        graph.add(lines)

    write_nquads_lines(triples, take)
    graph.has_blank_nodes = bool(blank)
    graph.add(renamed(blank, names_for_writing(blank)))
    return graph


def by_graph(quads: Iterable[Quad]) -> dict[Term, BySubject]:
    """Group the statements by graph; the graph without a name is that of the empty text.

    :raises yuqiao.graph.errors.InputError: when one holds what is not an IRI
    """
    graphs, blank = _ground(quads)
    named = list(renamed(blank, names_for_writing(blank)))
    _add(graphs, named)
    shared = _in_several_graphs(named)
    for graph in graphs.values():
        graph.has_blank_nodes, graph.elsewhere = bool(blank), shared
    return {name: graphs[name] for name in sorted(graphs)}


def by_part(quads: Iterable[Quad]) -> dict[Term, BySubject]:
    """Group the statements by graph as :func:`by_graph`, each to be written to a file of its own.

    :raises yuqiao.graph.errors.InputError: when one holds what is not an IRI
    """
    graphs, blank = _ground(quads)
    for name, lines in _split_by_graph(blank).items():
        graph = graphs.setdefault(name, BySubject())
        graph.has_blank_nodes = True
        graph.add(renamed(lines, names_for_writing(lines)))
    return {name: graphs[name] for name in sorted(graphs)}


def _ground(quads: Iterable[Quad]) -> tuple[dict[Term, BySubject], list[bytes]]:
    """Group the statements without blank nodes; return the lines of the others, too."""
    graphs: dict[Term, BySubject] = {}
    blank: list[bytes] = []

    def take(lines: list[bytes], may_be_blank: bool) -> None:
        if may_be_blank:
            blank.extend(line for line in lines if b"_:" in line)
            lines = [line for line in lines if b"_:" not in line]
        _add(graphs, lines)

    write_nquads_lines(quads, take)
    return graphs, blank


def _add(graphs: dict[Term, BySubject], lines: Iterable[bytes]) -> None:
    for name, statements in _split_by_graph(lines).items():
        graphs.setdefault(name, BySubject()).add(statements)


def _split_by_graph(lines: Iterable[bytes]) -> dict[Term, list[bytes]]:
    """Return lines of N-Quads as lines of N-Triples, by the name of their graph."""
    found: dict[Term, list[bytes]] = {}
    for line in lines:
        name = parts_of(line)[3]
        found.setdefault(name, []).append(line[: -len(name) - 1] if name else line)
    return found


def _in_several_graphs(lines: Iterable[bytes]) -> frozenset[Term]:
    """Return the blank nodes that occur in several graphs, or as the name of one."""
    places: dict[Term, set[Term]] = {}
    for line in lines:
        subject, _, value, graph = parts_of(line)
        for node in (*filter(is_blank, [subject]), *blank_nodes(value)):
            places.setdefault(node, set()).add(graph)
        if is_blank(graph):
            places.setdefault(graph, set()).add(b"its name")
    return frozenset(node for node, graphs in places.items() if len(graphs) > 1)
