"""One network of two editions of a graph: what is new, what is gone, and what changed."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from yuqiao.graph.network.comparison.graph_union import graph_union
from yuqiao.graph.network.default_query import CLASS_LINKS
from yuqiao.graph.network.model import Editions, FactChange

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from yuqiao.graph.labels import Label
    from yuqiao.graph.network.model import Network, Partnership
    from yuqiao.graph.network.spec import NetworkSpec
    from yuqiao.graph.stores.store import Store


def both_editions(old: Network, new: Network, names: tuple[Label, Label]) -> Network:
    """Return the network of everything in two editions of a graph, which says what is in which.

    Where both have a fact, the network has that of the newer edition. If one of them has no
    partnerships, as in another vocabulary, or is that of a query, they are compared by entities and
    links: :func:`yuqiao.graph.network.comparison.graph_union.graph_union`.

    :param names: of the older edition and of the newer one

    >>> import yuqiao
    >>> from yuqiao.graph.labels import Label
    >>> from yuqiao.graph.network.spec import NetworkSpec
    >>> network = NetworkSpec().network(yuqiao.open())
    >>> both = both_editions(network, network, (Label("May", "五月"), Label("June", "六月")))
    >>> len(both), both.editions.changes
    (134, {})
    """
    is_answer = old.graph.is_multigraph() or new.graph.is_multigraph()  # that of a query
    if is_answer or not old.partnerships or not new.partnerships:
        return graph_union(old, new, names)
    partnerships = {**old.partnerships, **new.partnerships}
    changes = {
        iri: found
        for iri in sorted(old.partnerships.keys() & new.partnerships.keys())
        if (found := tuple(_changes(old, new, iri)))
    }
    return replace(
        new,
        graph=_union(old, new, partnerships),
        partnerships=dict(sorted(partnerships.items())),
        sources=dict(sorted({**old.sources, **new.sources}.items())),
        labels={**old.labels, **new.labels},
        evidence={**old.evidence, **new.evidence},
        places={**old.places, **new.places},
        date=max(old.date, new.date),
        editions=Editions(names, frozenset(old.partnerships), frozenset(new.partnerships), changes),
    )


def drawn_alike(wanted: NetworkSpec, old: Store, new: Store) -> tuple[Network, Network]:
    """Return the networks of two graphs as they are drawn, to be compared.

    If one is so large that its classes are drawn, those of the other are, too; a register is
    drawn by its partnerships.

    :raises QueryError: as :meth:`yuqiao.graph.network.spec.NetworkSpec.drawing`
    """
    drawn = [wanted.drawing(store) for store in (old, new)]
    by_class = [network.query == CLASS_LINKS.strip() for network in drawn]
    if any(by_class) and all(network.is_foreign for network in drawn):
        wanted = replace(wanted, sparql=CLASS_LINKS)
        drawn = [
            network if is_done else wanted.drawing(store)
            for network, is_done, store in zip(drawn, by_class, (old, new), strict=True)
        ]
    return drawn[0], drawn[1]


def _union(old: Network, new: Network, partnerships: Mapping[str, Partnership]) -> Any:
    graph = new.graph.copy()
    for node, own in old.graph.nodes(data=True):
        if node not in graph:
            graph.add_node(node, **own)
        else:
            graph.nodes[node].update(_behind(own, graph.nodes[node], partnerships))
    for one, other, own in old.graph.edges(data=True):
        if not graph.has_edge(one, other):
            graph.add_edge(one, other, **own)
            continue
        edge = graph.edges[one, other]
        edge.update(_behind(own, edge, partnerships))
        edge["weight"] = len(edge["partnerships"])
    return graph


def _behind(
    old: Mapping[str, Any], new: Mapping[str, Any], partnerships: Mapping[str, Partnership]
) -> dict[str, Any]:
    shared = dict.fromkeys((*new.get("partnerships", ()), *old.get("partnerships", ())))
    current = sum(not partnerships[iri].ended for iri in shared)
    return {"partnerships": tuple(shared), "current": current}


def _changes(old: Network, new: Network, iri: str) -> Iterator[FactChange]:
    """Return the facts of a partnership whose values are others in the newer edition."""
    before, after = (_facts(network, network.partnerships[iri]) for network in (old, new))
    for fact in dict.fromkeys((*before, *after)):
        was, now = before.get(fact, ()), after.get(fact, ())
        if not _are_alike(was, now):
            yield FactChange(fact, was, now)


def _are_alike(one: Iterable[Label], other: Iterable[Label]) -> bool:
    """Return whether two lists of values are the same; a new name in one language is no change."""
    was, now = set(one), set(other)
    return {each.en for each in was} == {each.en for each in now} or (
        {each.zh for each in was} == {each.zh for each in now}
    )


def _facts(network: Network, each: Partnership) -> dict[str, tuple[Label, ...]]:
    return {
        "name": (each.label,),
        "school": tuple(network.labels[iri] for iri in each.schools if iri in network.labels),
        "university": tuple(
            network.labels[iri] for iri in each.universities if iri in network.labels
        ),
        "discipline-fact": each.taught,
        **each.facts,
    }
