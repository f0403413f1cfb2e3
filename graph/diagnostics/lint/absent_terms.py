"""Lint warnings on terms that do not occur in the graph, and on reversed properties."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from yuqiao.graph.diagnostics.findings import listed
from yuqiao.graph.diagnostics.lint.warnings import LintWarning, warn
from yuqiao.graph.diagnostics.term_suggestions import (
    Position,
    known_terms,
    nearest_term,
    short_name,
    split_iri,
)
from yuqiao.graph.rdf.iris import checked_iri
from yuqiao.graph.sparql.ast import Graph, Triple, Values
from yuqiao.graph.sparql.scopes import expressions, scopes

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from yuqiao.graph.diagnostics.probes import Prober
    from yuqiao.graph.sparql.ast import Expression, Node, Query
    from yuqiao.graph.stores.store import Store

_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
_SUBCLASS = "<http://www.w3.org/2000/01/rdf-schema#subClassOf>"
_SUBPROPERTY = "<http://www.w3.org/2000/01/rdf-schema#subPropertyOf>"
_INVERSE = "<http://www.w3.org/2002/07/owl#inverseOf>"
_FEW = 5
_MANY = 50


@dataclass(frozen=True)
class _Used:
    """An IRI of a query, and its position in a triple.

    :param negated: whether it is in a MINUS or NOT EXISTS
    """

    node: Node
    position: Position
    negated: bool


class Terms:
    """The terms of a query, checked against the graph."""

    def __init__(self, store: Store, query: Query, prober: Prober) -> None:
        self.store = store
        self.query = query
        self.prober = prober
        self._known: dict[tuple[Position, str], list[str]] = {}

    def unknown(self) -> Iterator[_Used]:
        """Yield the terms that the graph does not use in the same position, each once."""
        seen = set()
        for one in sorted(_used(self.query), key=lambda one: one.position == "other"):
            key = (one.node.iri, one.position)
            self.prober.checking = one.node
            if key not in seen and not self._uses(*key):
                yield one
            seen.add(key)

    def warning(self, one: _Used) -> LintWarning | None:
        """Return the warning on an unused term, with the term that was probably intended.

        There is none for a term that the graph describes, where a query tests its absence.
        """
        name = self.query.cut(one.node)
        if one.position == "other" or not self._uses(one.node.iri, "other"):
            return warn(one.node, f"{name} does not occur in the graph", self._near(one))
        if one.negated:
            return None
        hint = self._related(one) or self._near(one)
        if one.position == "class":
            if self._uses(one.node.iri, "predicate"):
                return warn(one.node, f"{name} is a property, not a class")
            return warn(one.node, f"no entity in the graph is a {name}", hint)
        if self._uses(one.node.iri, "class"):
            message = f"{name} is a class, not a property"
            return warn(one.node, message, f"write ?x a {name}")
        return warn(one.node, f"no triple in the graph has the property {name}", hint)

    def _uses(self, iri: str, position: Position) -> bool:
        return self.prober.has(_pattern(self.prober, checked_iri(iri), position), everywhere=True)

    def _related(self, one: _Used) -> str:
        """Return the inverse, or the narrower terms, that the graph uses instead."""
        inverse = self._linked(one, f"{_INVERSE}|^{_INVERSE}")
        if inverse:
            words = "the graph uses its inverse: swap subject and object, and write"
            return f"{words} {listed(inverse, 'or')}"
        of_class = one.position == "class"
        narrower = self._linked(one, f"^{_SUBCLASS if of_class else _SUBPROPERTY}+")
        if not narrower:
            return ""
        forms = ("subclass", "subclasses") if of_class else ("subproperty", "subproperties")
        return f"use its {forms[len(narrower) > 1]} {listed(narrower, 'or')}"

    def _near(self, one: _Used) -> str:
        iri = one.node.iri
        namespace = split_iri(iri)[0] if one.position == "other" else ""
        near = nearest_term(iri, self._in_use(one.position, namespace))
        return f"did you mean {short_name(near, self.query.prefixes)}?" if near else ""

    def _in_use(self, position: Position, namespace: str) -> list[str]:
        key = (position, namespace)
        if key not in self._known:
            self._known[key] = known_terms(self.store, position, namespace)
        return self._known[key]

    def _linked(self, one: _Used, link: str) -> list[str]:
        """Return the used terms that a path reaches from an unused one."""
        term = self.prober.fresh("t")
        used = _pattern(self.prober, term, one.position)
        body = f"{checked_iri(one.node.iri)} {link} {term} FILTER EXISTS {{ {used} }}"
        return [self.prober.text(term) for term in self.prober.values(term, body, _FEW)]


def term_warnings(store: Store, query: Query, prober: Prober) -> Iterator[LintWarning]:
    """Check the IRIs of a query, and the direction of its properties."""
    terms = Terms(store, query, prober)
    unknown = set()
    for one in terms.unknown():
        unknown.add(one.node.iri)
        warning = terms.warning(one)
        if warning is not None:
            yield warning
    yield from _absent_graphs(query, prober)
    yield from _wrong_way(query, prober, unknown)


def _pattern(prober: Prober, term: str, position: Position) -> str:
    """Return a pattern that matches when a term is used in a position, in any graph."""
    one, other, graph = prober.fresh("s"), prober.fresh("o"), prober.fresh("g")
    triples = {
        "predicate": (f"{one} {term} {other}",),
        "class": (f"{one} a {term}",),
        "other": (f"{term} {one} {other}", f"{one} {other} {term}", f"{one} {term} {other}"),
    }[position]
    named = (f"{{ GRAPH {graph} {{ {triple} }} }}" for triple in triples)
    return " UNION ".join([*(f"{{ {triple} }}" for triple in triples), *named])


# Terms of a query


def terms_of(query: Query) -> list[Node]:
    """Return the IRIs of the patterns of a query, in no fixed order."""
    return [one.node for one in _used(query)]


def _used(query: Query) -> Iterator[_Used]:
    """Yield the IRIs of the patterns of a query, except those sent to other servers."""
    for scope in scopes(query):
        if scope.remote:
            continue
        for element in scope.group.elements:
            if isinstance(element, Triple):
                yield from _of_triple(element, scope.negated)
            elif isinstance(element, Values):
                nodes = (node for row in element.rows for node in row if node.kind == "iri")
                yield from (_Used(node, "other", scope.negated) for node in nodes)
    yield from (_Used(node, "other", False) for node in query.described if node.kind == "iri")
    for expression, inside in expressions(query):
        if inside is not None and not inside.remote:
            others = _not_in_graph(expression)
            for node in expression.iris:
                if node.start not in others and "XMLSchema#" not in node.iri:
                    yield _Used(node, "other", inside.negated)


def _not_in_graph(expression: Expression) -> set[int]:
    """Return the positions of names of functions and datatypes, and of IRIs taken as text."""
    found = expression.tokens
    pairs = list(pairwise(found))
    texts = (
        third.start
        for (first, second), third in zip(pairs, found[2:], strict=False)
        if first.is_word("STR") and second.text == "("
    )
    return {first.start for first, second in pairs if second.text == "("}.union(
        (second.start for first, second in pairs if first.text == "^^"), texts
    )


def _of_triple(triple: Triple, negated: bool) -> Iterator[_Used]:
    is_class = triple.path.iri == _TYPE
    if is_list_link(triple):
        return
    for node in (triple.path, *triple.path.iris):
        if node.kind == "iri" and node.iri != _TYPE:
            yield _Used(node, "predicate", negated)
    if triple.subject.kind == "iri":
        yield _Used(triple.subject, "other", negated)
    if triple.object.kind == "iri":
        yield _Used(triple.object, "class" if is_class else "other", negated)


def is_list_link(triple: Triple) -> bool:
    """Return whether a triple is part of a list in parentheses, which has no text of its own."""
    return triple.path.start == triple.object.start


def _absent_graphs(query: Query, prober: Prober) -> Iterator[LintWarning]:
    names = [one.name for one in query.dataset]
    yield from _no_named_graphs(query, prober)
    for scope in scopes(query):
        found = (one for one in scope.group.elements if isinstance(one, Graph))
        names += [one.name for one in found if one.name.kind == "iri" and not scope.remote]
    subject, path, value = (prober.fresh(name) for name in "spo")
    for name in names:
        body = f"GRAPH {checked_iri(name.iri)} {{ {subject} {path} {value} }}"
        if not prober.has(body, everywhere=True):
            yield warn(name, f"there is no named graph {query.cut(name)} with anything in it")


def _no_named_graphs(query: Query, prober: Prober) -> Iterator[LintWarning]:
    """Find ``GRAPH ?g`` in a query of a graph without named graphs."""
    subject, path, value, name = (prober.fresh(letter) for letter in "spog")
    for scope in scopes(query):
        for one in scope.group.elements:
            if not isinstance(one, Graph) or one.name.kind != "variable" or scope.remote:
                continue
            if not prober.has(f"GRAPH {name} {{ {subject} {path} {value} }}"):
                message = "there are no named graphs, so this GRAPH has no match"
                yield warn(one.name, message, "write the pattern without GRAPH")


# Direction of properties


def _wrong_way(query: Query, prober: Prober, unknown: set[str]) -> Iterator[LintWarning]:
    """Find triples whose property points from the object to the subject in the graph."""
    kinds = _kinds(query)
    for scope in scopes(query):
        if scope.remote or scope.negated:
            continue
        triples = [one for one in scope.group.elements if isinstance(one, Triple)]
        for triple in triples:
            if triple.path.kind != "iri" or triple.path.iri == _TYPE or triple.path.iri in unknown:
                continue
            yield from _against_the_graph(query, prober, triple, kinds)


def _kinds(query: Query) -> dict[str, Node]:
    """Return the class that the query states of each variable."""
    triples = (one for scope in scopes(query) for one in scope.group.elements)
    return {
        one.subject.text: one.object
        for one in triples
        if isinstance(one, Triple) and one.path.iri == _TYPE and one.object.kind == "iri"
    }


def _against_the_graph(
    query: Query, prober: Prober, triple: Triple, kinds: Mapping[str, Node]
) -> Iterator[LintWarning]:
    subject, value = prober.fresh("s"), prober.fresh("v")
    ends = {triple.subject.text: subject, triple.object.text: value}
    conditions = []
    for node in (triple.subject, triple.object):
        if node.kind == "iri":
            ends[node.text] = node.text
        elif node.text in kinds:
            conditions.append(f"{ends[node.text]} a {kinds[node.text].text} .")
    one, other = ends[triple.subject.text], ends[triple.object.text]
    if (one, other) == (subject, value) and not conditions:
        return
    known = " ".join(conditions)
    if triple.object.kind == "literal" or prober.has(f"{known} {one} {triple.path.text} {other}"):
        return
    name = query.cut(triple.path)
    if conditions and not all(prober.has(condition) for condition in conditions):
        return
    if prober.has(f"{known} {other} {triple.path.text} {one}"):
        turned = " ".join(query.cut(n) for n in (triple.object, triple.path, triple.subject))
        message = f"{name} points the other way in the graph: from {_from(prober, triple)}"
        yield warn(triple.path, message, f"write {turned}")
    elif triple.subject.text in kinds and len(conditions) == 1 and one == subject:
        kind = query.cut(kinds[triple.subject.text])
        yield warn(triple.path, f"no {kind} in the graph has a {name}", _owners(prober, triple))


def _from(prober: Prober, triple: Triple) -> str:
    """Describe the domain and range of a property, as stated or as used."""
    found = []
    for link, at in (("domain", "?s"), ("range", "?o")):
        kind = prober.fresh("c")
        stated = f"{triple.path.text} <http://www.w3.org/2000/01/rdf-schema#{link}> {kind}"
        seen = f"?s {triple.path.text} ?o . {at} a {kind}"
        kinds = prober.values(kind, stated, 2) or prober.values(kind, seen, 2)
        found.append(listed(map(prober.text, kinds), "or") if kinds else "an entity")
    return f"{found[0]} to {found[1]}"


def _owners(prober: Prober, triple: Triple) -> str:
    kind, one, other = prober.fresh("c"), prober.fresh("s"), prober.fresh("o")
    found = prober.values(kind, f"{one} {triple.path.text} {other} . {one} a {kind}", _MANY)
    return f"it is a property of {listed(map(prober.text, found))}" if found else ""
