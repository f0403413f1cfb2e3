"""The network a query describes: the rows of a SELECT as edges, or the triples of a CONSTRUCT."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from pyoxigraph import Literal, NamedNode

from yuqiao.graph.errors import QueryError
from yuqiao.graph.network import partnerships as register
from yuqiao.graph.network.builder import belonging, facts_of, names_and_links
from yuqiao.graph.network.links import ties_of
from yuqiao.graph.rdf.literals import python_value
from yuqiao.graph.rdf.prefixes import PrefixMap
from yuqiao.graph.stores.results import Solutions, Triples

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    import networkx as nx

    from yuqiao.graph.rdf.terms import Term
    from yuqiao.graph.stores.results import Answer
    from yuqiao.graph.stores.store import Store

_KIND = """
SELECT DISTINCT ?thing ?kind WHERE {{
  VALUES ?thing {{ {things} }}
  {{ ?any yq:chinesePartner ?thing BIND("school" AS ?kind) }}
  UNION {{ ?any yq:foreignPartner ?thing BIND("university" AS ?kind) }}
  UNION {{ ?thing yq:chinesePartner|yq:foreignPartner ?any BIND("partnership" AS ?kind) }}
  UNION {{ ?thing a schema:Country BIND("country" AS ?kind) }}
  UNION {{ ?any yq:discipline|skos:broadMatch ?thing BIND("discipline" AS ?kind) }}
  UNION {{ ?any yq:servesIndustry ?thing BIND("industry" AS ?kind) }}
}}"""
_AT_ONCE = 500  # things a query names


def network_of_answer(store: Store, answer: Answer) -> nx.Graph:
    """Give the network that a query's answer describes, in an order that is always the same.

    A SELECT gives an edge a row, from ``?source`` to ``?target``; ``?weight`` is its weight, 1 if
    there is none, and ``?edge`` the thing it stands for, a partnership, say. A CONSTRUCT gives an
    edge for each triple between two IRIs; literals are left out, as names are asked of the graph.
    Rows or triples between the same two things are one edge, whose weight is their sum; of one from
    a thing to itself, the thing is kept.

    Nodes and edges have the attributes of :func:`yuqiao.graph.network.builder.network_of`. The kind
    of a node is ``other`` where it is none of those the vocabulary tells; the relation of an edge
    is the short name of its predicates, or ``edge``.

    :raises QueryError: when the answer is true or false, a SELECT lacks one of the two columns, or
        one of them holds something that is not an IRI

    >>> import yuqiao
    >>> graph = yuqiao.open()
    >>> rows = graph.query("SELECT (o:swu AS ?source) ?target { o:swu yq:partnersWith ?target }")
    >>> network_of_answer(graph, rows).number_of_edges()
    8
    """
    import networkx as nx

    network = nx.Graph()
    ties = sorted(_ties(answer, PrefixMap(store.prefixes)))
    for one, other, relation, edge, weight in ties:
        if one == other:
            network.add_node(one)
            continue
        if not network.has_edge(one, other):
            network.add_edge(one, other, relation=set(), edges=set(), weight=0)
        own = network.edges[one, other]
        own["relation"].add(relation)
        own["edges"].add(edge)
        own["weight"] += weight
    return _described(store, network)


def _ties(answer: Answer, short: PrefixMap) -> Iterator[tuple[str, str, str, str, float]]:
    """Give source, target, relation, the thing it stands for, and weight of each edge."""
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
            f"a network needs the columns ?source and ?target, or triples; the query gives {got}"
        )
    for row in answer:
        one, other = (_thing(row[name], name) for name in ("source", "target"))
        edge = row["edge"] if "edge" in answer.variables else None
        weight = row["weight"] if "weight" in answer.variables else None
        yield one, other, "edge", "" if edge is None else edge.value, _number(weight)


def _thing(term: Term | None, name: str) -> str:
    if not isinstance(term, NamedNode):
        shown = "nothing" if term is None else str(term)
        raise QueryError(f"?{name} holds {shown}; expected an IRI in every row")
    return term.value


def _number(term: Term | None) -> float:
    if term is None:
        return 1
    try:
        weight = float(python_value(term)) if isinstance(term, Literal) else math.nan  # type: ignore[arg-type]
    except (TypeError, ValueError):
        weight = math.nan
    if not 0 <= weight < math.inf:
        raise QueryError(f"?weight holds {term}; expected a number, not below 0")
    return weight


def _described(store: Store, bare: nx.Graph) -> nx.Graph:
    """Give a network of IRIs the names, kinds and evidence that the graph has of them."""
    import networkx as nx

    words = register.concept_names(store)
    ties = ties_of(store, register.partners(store))
    known = {iri: ties.tied(each) for iri, each in register.partnerships(store, words).items()}
    kinds, described = _kinds(store, sorted(bare)), _described_by(store, sorted(bare))
    behind = {iri for *_, edges in bare.edges(data="edges") for iri in edges if iri in known}
    network = nx.Graph(
        date=register.newest_date(store),
        partnerships={iri: each for iri, each in known.items() if iri in behind},
        sources=register.sources(store),
        names=words,
    )
    for iri in sorted(bare, key=lambda iri: (kinds.get(iri, "other"), iri)):
        shared = {each for *_, edges in bare.edges(iri, data="edges") for each in edges}
        own, kind = described.get(iri, {}), kinds.get(iri, "other")
        label = register.label_of(iri, own)
        network.add_node(iri, kind=kind, label_en=label.en, label_zh=label.zh, members=())
        network.nodes[iri].update(
            names_and_links(own),
            **_behind(shared & behind, known),
            **facts_of(own, words),
            **belonging(iri, kind, own, [known[each] for each in sorted(shared & behind)]),
        )
    for one, other, own in sorted(bare.edges(data=True), key=lambda edge: sorted(edge[:2])):
        network.add_edge(
            *sorted((one, other)),
            relation=", ".join(sorted(own["relation"])),
            weight=own["weight"],
            **_behind(own["edges"] & behind, known),
        )
    return network


def _behind(shared: Iterable[str], known: dict[str, register.Partnership]) -> dict[str, Any]:
    partnerships = tuple(sorted(shared))
    current = sum(not known[iri].ended for iri in partnerships)
    return {"partnerships": partnerships, "current": current}


def _kinds(store: Store, things: list[str]) -> dict[str, str]:
    found: dict[str, set[str]] = {}
    for values in _in_parts(things):
        for thing, kind in register.rows(store, _KIND.format(things=values)):
            found.setdefault(thing.value, set()).add(kind.value)
    return {thing: min(kinds) for thing, kinds in found.items()}


def _described_by(store: Store, things: list[str]) -> register.Descriptions:
    found: dict[str, register.Description] = {}
    for values in _in_parts(things):
        pattern = f"VALUES ?thing {{ {values} }} BIND(?thing AS ?node)"
        found.update(register.described_by(store, pattern, register.PARTNER_FACTS))
    return found


def _in_parts(things: list[str]) -> Iterator[str]:
    for start in range(0, len(things), _AT_ONCE):
        yield " ".join(str(NamedNode(thing)) for thing in things[start : start + _AT_ONCE])
