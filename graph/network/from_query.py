"""The network described by a query: the rows of a SELECT as edges, or a CONSTRUCT's triples."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from pyoxigraph import Literal, NamedNode

from yuqiao.graph.errors import QueryError
from yuqiao.graph.network import partnerships as register
from yuqiao.graph.network.builder import (
    country_and_level,
    facts_of,
    names_and_links,
    partner_labels,
)
from yuqiao.graph.network.links import query_links
from yuqiao.graph.network.model import Network
from yuqiao.graph.rdf.literals import python_value
from yuqiao.graph.rdf.prefixes import PrefixMap
from yuqiao.graph.stores.results import Solutions, Triples

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    import networkx as nx

    from yuqiao.graph.network.model import Partnership
    from yuqiao.graph.rdf.terms import Term
    from yuqiao.graph.stores.results import Answer
    from yuqiao.graph.stores.store import Store

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
_AT_ONCE = 500  # entities named in one query


def network_from_answer(store: Store, answer: Answer) -> Network:
    """Build the network that a query's answer describes; the order is always the same.

    Each row of a SELECT is an edge from ``?source`` to ``?target``; ``?weight`` is its weight, 1 by
    default, and ``?edge`` the entity it stands for, such as a partnership. Each triple of a
    CONSTRUCT between two IRIs is an edge; literals are left out, as names are looked up in the
    graph. Rows or triples between the same two nodes are one edge, whose weight is their sum; a
    link from a node to itself only adds the node.

    Nodes and edges have the attributes listed at
    :func:`yuqiao.graph.network.builder.build_network`. The kind of a node is ``other`` if it has
    none of the vocabulary's; the relation of an edge is the prefixed name of its predicates, or
    ``edge``.

    :raises QueryError: if the answer is true or false, a SELECT lacks one of the two columns, or
        one of them holds a value that is not an IRI

    >>> import yuqiao
    >>> graph = yuqiao.open()
    >>> rows = graph.query("SELECT (o:swu AS ?source) ?target { o:swu yq:partnersWith ?target }")
    >>> network_from_answer(graph, rows).graph.number_of_edges()
    8
    """
    import networkx as nx

    bare = nx.Graph()
    for one, other, relation, edge, weight in sorted(_links(answer, PrefixMap(store.prefixes))):
        if one == other:
            bare.add_node(one)
            continue
        if not bare.has_edge(one, other):
            bare.add_edge(one, other, relation=set(), edges=set(), weight=0)
        own = bare.edges[one, other]
        own["relation"].add(relation)
        own["edges"].add(edge)
        own["weight"] += weight
    return _described(store, bare)


def _links(answer: Answer, short: PrefixMap) -> Iterator[tuple[str, str, str, str, float]]:
    """Return source, target, relation, the entity it represents, and weight of each link."""
    if isinstance(answer, Triples):
        for triple in answer:
            if isinstance(triple.subject, NamedNode) and isinstance(triple.object, NamedNode):
                name = triple.predicate.value
                yield triple.subject.value, triple.object.value, short.compress(name) or name, "", 1
        return
    if not isinstance(answer, Solutions) or not {"source", "target"} <= set(answer.variables):
        got = "true or false"
        if isinstance(answer, Solutions):
            got = " ".join(f"?{name}" for name in answer.variables) or "no column"
        raise QueryError(
            f"a network needs the columns ?source and ?target, or triples; the query returns {got}"
        )
    for row in answer:
        one, other = (_node(row[name], name) for name in ("source", "target"))
        edge = row["edge"] if "edge" in answer.variables else None
        weight = row["weight"] if "weight" in answer.variables else None
        yield one, other, "edge", "" if edge is None else edge.value, _weight(weight)


def _node(term: Term | None, name: str) -> str:
    if not isinstance(term, NamedNode):
        shown = "no value" if term is None else str(term)
        raise QueryError(f"?{name} is {shown}; expected an IRI in every row")
    return term.value


def _weight(term: Term | None) -> float:
    if term is None:
        return 1
    try:
        weight = float(python_value(term)) if isinstance(term, Literal) else math.nan  # type: ignore[arg-type]
    except (TypeError, ValueError, OverflowError):
        weight = math.nan
    if not 0 <= weight < math.inf:
        raise QueryError(f"?weight is {term}; expected a number, not below 0")
    return weight


def _described(store: Store, bare: nx.Graph) -> Network:
    """Build a network of IRIs with the names, kinds and evidence that the graph has of them."""
    import networkx as nx

    labels = register.concept_labels(store)
    partners = register.partners(store)
    links = query_links(store, partners)
    known = {iri: links.linked(each) for iri, each in register.partnerships(store, labels).items()}
    kinds, described = _kinds(store, sorted(bare)), _descriptions(store, sorted(bare))
    behind = {iri for *_, edges in bare.edges(data="edges") for iri in edges if iri in known}
    graph = nx.Graph()
    for iri in sorted(bare, key=lambda iri: (kinds.get(iri, "other"), iri)):
        shared = {each for *_, edges in bare.edges(iri, data="edges") for each in edges}
        own, kind = described.get(iri, {}), kinds.get(iri, "other")
        label = register.description_label(iri, own)
        graph.add_node(iri, kind=kind, label_en=label.en, label_zh=label.zh, members=())
        graph.nodes[iri].update(
            names_and_links(own),
            **_behind(shared & behind, known),
            **facts_of(own, labels),
            **country_and_level(iri, kind, own, [known[each] for each in sorted(shared & behind)]),
        )
    for one, other, own in sorted(bare.edges(data=True), key=lambda edge: sorted(edge[:2])):
        graph.add_edge(
            *sorted((one, other)),
            relation=", ".join(sorted(own["relation"])),
            weight=own["weight"],
            **_behind(own["edges"] & behind, known),
        )
    shown = {iri: each for iri, each in known.items() if iri in behind}
    return Network(
        graph,
        partnerships=shown,
        sources=register.sources(store),
        labels={**labels, **partner_labels(shown, partners)},
        date=register.newest_date(store),
    )


def _behind(shared: Iterable[str], known: dict[str, Partnership]) -> dict[str, Any]:
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
