"""The network described by a query: the rows of a SELECT as edges, or a CONSTRUCT's triples."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, Any, NamedTuple

from pyoxigraph import BlankNode, Literal, NamedNode

from yuqiao.graph.entities.names import labels_of
from yuqiao.graph.entities.summaries import (
    EntitySummary,
    blank_names,
    main_classes,
    summaries_of,
)
from yuqiao.graph.errors import QueryError
from yuqiao.graph.labels import Label, label_of, names_by_tag
from yuqiao.graph.network import partnership_queries as register
from yuqiao.graph.network.builder import (
    country_and_level,
    facts_of,
    names_and_links,
    partner_labels,
)
from yuqiao.graph.network.links import query_links
from yuqiao.graph.network.model import NEUTRAL, OTHER, OWN_KINDS, Network, NodeValues
from yuqiao.graph.rdf.iris import checked_iri
from yuqiao.graph.rdf.literals import python_value
from yuqiao.graph.rdf.prefixes import PrefixMap
from yuqiao.graph.rdf.terms import term_text
from yuqiao.graph.stores.results import Solutions, Triples

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator, Mapping

    from yuqiao.graph.network.model import Partnership
    from yuqiao.graph.rdf.terms import Term
    from yuqiao.graph.stores.results import Answer
    from yuqiao.graph.stores.store import Store

    Entity = NamedNode | BlankNode

HAS_PARTNERSHIPS = "ASK { ?partnership yq:chinesePartner|yq:foreignPartner ?partner }"
"""Whether a graph is a register in the vocabulary."""

_KIND = """
SELECT DISTINCT ?entity ?kind WHERE {{
  VALUES ?entity {{ {entities} }}
  {{ ?any yq:chinesePartner ?entity BIND("school" AS ?kind) }}
  UNION {{ ?any yq:foreignPartner ?entity BIND("university" AS ?kind) }}
  UNION {{ ?entity yq:chinesePartner|yq:foreignPartner ?any BIND("partnership" AS ?kind) }}
  UNION {{ ?entity a schema:Country BIND("country" AS ?kind) }}
  UNION {{ ?any yq:discipline|skos:broadMatch ?entity BIND("discipline" AS ?kind) }}
  UNION {{ ?any yq:servesIndustry ?entity BIND("industry" AS ?kind) }}
}}"""
_SYMMETRIC = (
    "SELECT ?property {{ VALUES ?property {{ {iris} }} ?property a owl:SymmetricProperty }}"
)
_AS_PREDICATES = """
SELECT ?property {{ VALUES ?property {{ {iris} }} FILTER EXISTS {{ ?any ?property ?other }} }}"""
_AT_ONCE = 500  # entities named in one query
_RESERVED = {*OWN_KINDS, OTHER}  # kinds with a meaning of their own


class _Arc(NamedTuple):
    """A link as the answer has it, or an entity without one.

    :param target: None, if the source is linked to nothing
    :param relation: the IRI of the property that it is by, or nothing
    :param entity: the IRI of the entity that it stands for, or nothing
    :param row: the number of its row, where rows stand for themselves; else 0
    """

    source: Entity
    target: Entity | None
    relation: str = ""
    entity: str = ""
    row: int = 0
    weight: float = 1

    @property
    def ends(self) -> tuple[Entity, ...]:
        """The entities that it links, or the one that it names."""
        return (self.source,) if self.target is None else (self.source, self.target)


def network_from_answer(store: Store, answer: Answer, *, undirected: bool = False) -> Network:
    """Build the network that a query's answer describes; the order is always the same.

    Each triple of a CONSTRUCT between two entities is an edge from its subject to its object, and
    the predicate is its relation; literals are left out, as names and values are looked up in the
    graph. Each row of a SELECT is an edge from ``?source`` to ``?target``. ``?edge`` is its
    relation, if it is a property, or the entity it stands for, such as a partnership. ``?weight``
    is its weight, 1 by default. A row with neither ``?edge`` nor ``?target`` is an entity without
    an edge. Rows that differ in nothing else than ``?weight`` are edges of
    their own. Otherwise equal rows, and all partnerships of two partners, are one edge, whose
    weight is their sum.

    The graph is a :class:`networkx.MultiDiGraph`; a :class:`networkx.MultiGraph`, in which both
    directions are one edge, if ``undirected`` is set or every property is an
    ``owl:SymmetricProperty``. The keys of its edges are ``e0``, ``e1`` and so on.

    Nodes and edges have the attributes listed at
    :func:`yuqiao.graph.network.builder.build_network`. The kind of a node that is none of the
    vocabulary's is the name of its class, or ``other``, and its literals are its ``values``
    (:class:`~yuqiao.graph.network.model.NodeValues`); a blank node is named ``_:c14n0`` and so on
    (RDF Dataset Canonicalization) and labelled by its class and its shortest literal. The relation
    of an edge is a prefixed name, or ``edge``.

    :raises QueryError: if the answer is true or false, a SELECT lacks one of the two columns, or
        one of them holds a value that is not an entity

    >>> import yuqiao
    >>> graph = yuqiao.open()
    >>> rows = graph.query("SELECT (o:swu AS ?source) ?target { o:swu yq:partnersWith ?target }")
    >>> network_from_answer(graph, rows).graph.number_of_edges()
    8
    """
    arcs = _with_relations(store, list(_arcs(answer)))
    is_register = store.exists(HAS_PARTNERSHIPS) if arcs else False
    one_way = not (undirected or _all_symmetric(store, arcs))
    if is_register:
        return _of_register(store, arcs, one_way)
    described = _Described(store, arcs)
    return replace(
        described.network(one_way, {}, {}), date=register.newest_date(store), is_foreign=True
    )


# ---- the answer ------------------------------------------------------------------------------


def _arcs(answer: Answer) -> Iterator[_Arc]:
    if isinstance(answer, Triples):
        for triple in answer:
            if isinstance(triple.subject, _ENTITY) and isinstance(triple.object, _ENTITY):
                yield _Arc(triple.subject, triple.object, relation=triple.predicate.value)
        return
    if not isinstance(answer, Solutions) or not {"source", "target"} <= set(answer.variables):
        got = "true or false"
        if isinstance(answer, Solutions):
            got = " ".join(f"?{name}" for name in answer.variables) or "no column"
        raise QueryError(
            f"a network needs the columns ?source and ?target, or triples; the query returns {got}"
        )
    weighted = "weight" in answer.variables
    has_edges = "edge" in answer.variables
    for number, row in enumerate(answer, 1):
        edge = row["edge"] if has_edges else None
        if has_edges and edge is None and row["target"] is None:
            yield _Arc(_node(row["source"], "source", number), None)
            continue
        one, other = (_node(row[name], name, number) for name in ("source", "target"))
        weight = _weight(row["weight"], number, one, other) if weighted else 1
        entity = "" if edge is None else edge.value
        alone = number if weighted and not entity else 0
        yield _Arc(one, other, entity=entity, row=alone, weight=weight)


_ENTITY = (NamedNode, BlankNode)


def _node(term: Term | None, name: str, row: int) -> Entity:
    if isinstance(term, _ENTITY):
        return term
    shown = "no value" if term is None else term_text(term)
    raise QueryError(f"row {row}: ?{name} is {shown}; expected an IRI in every row")


def _weight(term: Term | None, row: int, one: Entity, other: Entity) -> float:
    if term is None:
        return 1
    try:
        weight = float(python_value(term)) if isinstance(term, Literal) else math.nan  # type: ignore[arg-type]
    except (TypeError, ValueError, OverflowError):
        weight = math.nan
    is_text = isinstance(term, Literal) and isinstance(python_value(term), str)
    if is_text or not 0 <= weight < math.inf:
        raise QueryError(
            f"row {row}, from {one} to {other}: ?weight is {term}; expected a number, not below 0"
        )
    return int(weight) if weight == int(weight) else weight


def _with_relations(store: Store, arcs: list[_Arc]) -> list[_Arc]:
    """Make those entities relations that the graph uses as properties."""
    entities = sorted({arc.entity for arc in arcs if arc.entity and not arc.relation})
    properties = _of(store, _AS_PREDICATES, entities)
    return [
        arc._replace(relation=arc.entity, entity="") if arc.entity in properties else arc
        for arc in arcs
    ]


def _all_symmetric(store: Store, arcs: list[_Arc]) -> bool:
    relations = {arc.relation for arc in arcs if arc.target is not None}
    return "" not in relations and _of(store, _SYMMETRIC, sorted(relations)) == relations


def _of(store: Store, query: str, iris: list[str]) -> set[str]:
    """Return those of some IRIs that a query selects."""
    found: set[str] = set()
    for start in range(0, len(iris), _AT_ONCE):
        listed = " ".join(
            checked_iri(iri) for iri in iris[start : start + _AT_ONCE] if _is_iri(iri)
        )
        rows = register.rows(store, query.format(iris=listed))
        found.update(term.value for (term,) in rows)
    return found


def _is_iri(text: str) -> bool:
    try:
        NamedNode(text)
    except ValueError:
        return False  # a literal, which ?edge may hold too
    return True


# ---- nodes and edges -------------------------------------------------------------------------


class _Described:
    """The nodes of an answer's links, with what the graph says of them.

    :param kinds: the vocabulary's own kinds of nodes, by IRI
    """

    def __init__(
        self, store: Store, arcs: list[_Arc], kinds: Mapping[str, str] | None = None
    ) -> None:
        self._arcs, self._short = arcs, PrefixMap(store.prefixes)
        self._names: dict[str, str] = {}
        entities = list(dict.fromkeys(end for arc in arcs for end in arc.ends))
        names = blank_names(store, (each for each in entities if isinstance(each, BlankNode)))
        self._node: dict[Entity, str] = {
            entity: names[entity] if isinstance(entity, BlankNode) else entity.value
            for entity in entities
        }
        self._said = summaries_of(store, entities)
        self._own_kinds = kinds or {}
        self._classes = main_classes(store, self._said)
        properties = {name for own in self._said.values() for name in own.values}
        relations = {arc.relation for arc in arcs if arc.relation}
        terms = {*self._classes.values(), *properties, *relations}
        self._labels = {**{iri: label_of(iri, {}) for iri in terms}, **labels_of(store, terms)}
        self._kind_of = _distinct(self._classes.values(), self._labels, self._short, _RESERVED)
        self.relations = {self.short(iri): self._labels[iri] for iri in sorted(relations)}

    def short(self, iri: str) -> str:
        """Return an IRI as a prefixed name, if there is one."""
        if iri not in self._names:
            self._names[iri] = self._short.compress(iri) or iri
        return self._names[iri]

    def network(
        self,
        one_way: bool,
        more: Mapping[str, Mapping[str, Any]],
        known: Mapping[str, Partnership],
    ) -> Network:
        """Return the nodes and edges as a network.

        :param more: further attributes of nodes, by IRI
        :param known: partnerships by IRI, all of which between two nodes are one edge
        """
        import networkx as nx

        graph = nx.MultiDiGraph() if one_way else nx.MultiGraph()
        for entity, node in sorted(self._node.items(), key=lambda item: self._rank(*item)):
            graph.add_node(node, **self._attributes(entity, node), **more.get(node, {}))
        edges = self._edges(one_way, known)
        for number, ((one, other, relation, stands_for), arcs) in enumerate(edges):
            own: dict[str, Any] = {"relation": self.short(relation) if relation else NEUTRAL}
            own["weight"] = arcs[0].weight if len(arcs) == 1 else sum(arc.weight for arc in arcs)
            if stands_for:
                own["entity"] = stands_for
            if known:
                own |= _behind({arc.entity for arc in arcs} & known.keys(), known)
            graph.add_edge(one, other, key=f"e{number}", **own)
        kinds = {self._kind_of[iri]: self._labels[iri] for iri in self._classes.values()}
        present = {kind for _, kind in graph.nodes(data="kind")}
        return Network(
            graph,
            kinds={kind: kinds[kind] for kind in sorted(kinds) if kind in present},
            relations=self.relations,
        )

    def _rank(self, entity: Entity, node: str) -> tuple[str, str]:
        return self._kind(entity, node), node

    def _kind(self, entity: Entity, node: str) -> str:
        class_ = self._classes.get(entity)
        return self._own_kinds.get(node) or (self._kind_of[class_] if class_ else OTHER)

    def _attributes(self, entity: Entity, node: str) -> dict[str, Any]:
        said = self._said.get(entity, EntitySummary())
        label = said.label or self._label(entity, node, said)
        own: dict[str, Any] = {"kind": self._kind(entity, node)}
        own |= {"label_en": label.en, "label_zh": label.zh}
        if node in self._own_kinds:
            return own  # its facts are told with their evidence
        if values := tuple(self._values(name, held) for name, held in said.values.items() if held):
            own["values"] = values
        return own

    def _label(self, entity: Entity, node: str, said: EntitySummary) -> Label:
        if isinstance(entity, NamedNode):
            return label_of(node, {})
        class_ = self._labels.get(self._classes.get(entity, ""), Label("", ""))
        nearest = said.nearest_literal
        beside = f" ({nearest})" if nearest and class_.en else nearest
        return Label(f"{class_.en}{beside}" or node, f"{class_.zh}{beside}" or node)

    def _values(self, iri: str, held: tuple[Literal, ...]) -> NodeValues:
        tagged = [(each.value, each.language) for each in held if each.language]
        values: list[str | int | float | bool | Label] = []
        if tagged:
            values.append(label_of("", names_by_tag(tagged)))
        values += [_plain_value(each) for each in held if not each.language]
        return NodeValues(self.short(iri), self._labels[iri], tuple(values))

    def _edges(
        self, one_way: bool, known: Container[str]
    ) -> list[tuple[tuple[str, str, str, str], list[_Arc]]]:
        """Return ends, relation and entity of each edge with its links, in order."""
        names = sorted(self._node.values())
        places = {name: place for place, name in enumerate(names)}  # compared sooner than names
        place_of = {entity: places[name] for entity, name in self._node.items()}
        found: dict[tuple[int, int, str, str, int], list[_Arc]] = {}
        for arc in self._arcs:
            if arc.target is None:
                continue
            one, other = place_of[arc.source], place_of[arc.target]
            if not one_way and one > other:
                one, other = other, one
            entity = "" if arc.entity in known else arc.entity
            found.setdefault((one, other, arc.relation, entity, arc.row), []).append(arc)
        order = sorted((edge[:4], arcs[0].weight, edge[4], arcs) for edge, arcs in found.items())
        return [
            ((names[one], names[other], relation, entity), arcs)
            for (one, other, relation, entity), _, _, arcs in order
        ]


def _distinct(
    iris: Iterable[str], labels: Mapping[str, Label], short: PrefixMap, reserved: set[str]
) -> dict[str, str]:
    """Name each IRI by its label; where that is taken, by its prefixed name or itself."""
    wanted = sorted(set(iris))
    counts = Counter(labels[iri].en for iri in wanted)
    return {
        iri: labels[iri].en
        if counts[labels[iri].en] == 1 and labels[iri].en not in reserved
        else short.compress(iri) or iri
        for iri in wanted
    }


def _plain_value(literal: Literal) -> str | int | float | bool:
    value = python_value(literal)
    if isinstance(value, bool | int):
        return value
    if literal.datatype.value.endswith("#gYear") and literal.value.lstrip("-").isdecimal():
        return int(literal.value)
    try:
        number = float(value) if not isinstance(value, str) else math.nan  # type: ignore[arg-type]
    except (TypeError, ValueError, OverflowError):
        return literal.value
    return number if math.isfinite(number) else literal.value


# ---- the vocabulary's own nodes --------------------------------------------------------------


def _of_register(store: Store, arcs: list[_Arc], one_way: bool) -> Network:
    """Build a network whose nodes and edges have the evidence of a register's partnerships."""
    labels = register.concept_labels(store)
    partners = register.partners(store)
    links = query_links(store, partners)
    known = {iri: links.linked(each) for iri, each in register.partnerships(store, labels).items()}
    ends = {end.value for arc in arcs for end in arc.ends if isinstance(end, NamedNode)}
    kinds, described = _kinds(store, sorted(ends)), _descriptions(store, sorted(ends))
    shared: dict[str, set[str]] = {}
    for arc in arcs:
        for end in arc.ends:
            shared.setdefault(end.value, set()).update({arc.entity} & known.keys())
    more = {}
    for iri in ends:
        own, behind = described.get(iri, {}), sorted(shared[iri])
        more[iri] = {
            "members": (),
            **names_and_links(own),
            **_behind(behind, known),
            **facts_of(own, labels),
            **country_and_level(iri, kinds.get(iri, OTHER), own, [known[each] for each in behind]),
        }
    found = _Described(store, arcs, kinds).network(one_way, more, known)
    behind_any = {iri for some in shared.values() for iri in some}
    shown = {iri: each for iri, each in known.items() if iri in behind_any}
    return replace(
        found,
        partnerships=shown,
        sources=register.sources(store),
        labels={**labels, **partner_labels(shown, partners)},
        date=register.newest_date(store),
    )


def _behind(shared: Iterable[str], known: Mapping[str, Partnership]) -> dict[str, Any]:
    partnerships = tuple(sorted(shared))
    current = sum(not known[iri].ended for iri in partnerships)
    return {"partnerships": partnerships, "current": current}


def _kinds(store: Store, entities: list[str]) -> dict[str, str]:
    found: dict[str, set[str]] = {}
    for values in _in_parts(entities):
        for entity, kind in register.rows(store, _KIND.format(entities=values)):
            found.setdefault(entity.value, set()).add(kind.value)
    return {entity: min(kinds) for entity, kinds in found.items()}


def _descriptions(store: Store, entities: list[str]) -> register.Descriptions:
    found: dict[str, register.Description] = {}
    for values in _in_parts(entities):
        pattern = f"VALUES ?entity {{ {values} }} BIND(?entity AS ?node)"
        found.update(register.described_by(store, pattern, register.PARTNER_FACTS))
    return found


def _in_parts(entities: list[str]) -> Iterator[str]:
    for start in range(0, len(entities), _AT_ONCE):
        yield " ".join(str(NamedNode(entity)) for entity in entities[start : start + _AT_ONCE])
