"""Projections of a network onto one or two kinds of node.

A two-mode projection keeps two kinds of node and links those that take part in the same
partnerships: schools and the countries of their partners, for example. A one-mode projection keeps
one of the two, and links two nodes that have neighbours of the other kind in common (Newman,
Networks, 2nd edition 2018, section 6.6).
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from yuqiao.graph.errors import QueryError
from yuqiao.graph.labels import Label

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import networkx as nx

    from yuqiao.graph.network.model import Network

TWO_MODE: Mapping[str, tuple[str, str]] = {
    "school-university": ("school", "university"),
    "school-country": ("school", "country"),
    "school-discipline": ("school", "discipline"),
    "university-discipline": ("university", "discipline"),
    "country-discipline": ("country", "discipline"),
    "industry": ("school", "industry"),
}
"""The two-mode projections by name, with the kinds of node each keeps."""


def two_mode(network: Network, name: str) -> Network:
    """Project a network onto two kinds of node, and link those that share partnerships.

    Nodes keep their attributes. An edge has ``relation`` (the projection's name),
    ``partnerships`` (the IRIs of those shared, in order), ``current`` (how many of them have not
    ended) and ``weight`` (their number).

    :param name: one of :data:`TWO_MODE`
    :raises QueryError: if there is no such projection

    >>> import yuqiao
    >>> from yuqiao.graph.network.builder import build_network
    >>> countries = two_mode(build_network(yuqiao.open()), "school-country").graph
    >>> russia = "http://publications.europa.eu/resource/authority/country/RUS"
    >>> countries.degree(russia), countries.nodes[russia]["label_en"]
    (8, 'Russia')
    """
    if name not in TWO_MODE:
        raise QueryError(f"{name} is not a projection; expected one of {', '.join(TWO_MODE)}")
    one_kind, other_kind = TWO_MODE[name]
    kept = _without_edges(network.graph, (one_kind, other_kind))
    participants = _participants(kept, other_kind)
    for one in _of_kind(kept, one_kind):
        shared: dict[str, list[str]] = {}
        for partnership in kept.nodes[one]["partnerships"]:
            for other in participants.get(partnership, ()):
                shared.setdefault(other, []).append(partnership)
        for other, partnerships in sorted(shared.items()):
            current = sum(not network.partnerships[iri].ended for iri in partnerships)
            kept.add_edge(
                one,
                other,
                relation=name,
                partnerships=tuple(partnerships),
                current=current,
                weight=len(partnerships),
            )
    return replace(network, graph=kept, modes=(one_kind, other_kind))


def one_mode(network: Network, kind: str) -> Network:
    """Project a two-mode projection onto one kind of node, linked by common neighbours.

    An edge has ``relation`` (``shared``), ``shared`` (the common neighbours, in order, whose labels
    the network then has), ``weight`` (their number), ``partnerships`` (the IRIs of those behind the
    two links to each, in order) and ``current`` (how many of these have not ended).

    :raises QueryError: if it has no nodes of that kind

    >>> import yuqiao
    >>> from yuqiao.graph.network.builder import build_network
    >>> two_kinds = two_mode(build_network(yuqiao.open()), "school-university")
    >>> one_mode(two_kinds, "school").graph.number_of_edges()
    2
    """
    graph = network.graph
    kinds = sorted({own["kind"] for _, own in graph.nodes(data=True)})
    if kind not in kinds:
        expected = " or ".join(kinds) or "another graph, as this network is empty"
        raise QueryError(f"the projection has no nodes of the kind {kind}; expected {expected}")
    kept = _without_edges(graph, (kind,))
    left_out = {
        node: Label(own["label_en"], own["label_zh"])
        for node, own in graph.nodes(data=True)
        if own["kind"] != kind
    }
    for one in kept:
        for other, common in sorted(_common_neighbours(graph, one).items()):
            if other <= one:
                continue
            pairs = [(end, each) for each in common for end in (one, other)]
            behind = {iri for end, each in pairs for iri in graph.edges[end, each]["partnerships"]}
            kept.add_edge(
                one,
                other,
                relation="shared",
                shared=tuple(common),
                weight=len(common),
                partnerships=tuple(sorted(behind)),
                current=sum(not network.partnerships[iri].ended for iri in behind),
            )
    return replace(network, graph=kept, labels={**network.labels, **left_out}, modes=None)


def _common_neighbours(graph: nx.Graph, one: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for each in sorted(graph[one]):
        for other in graph[each]:
            if other != one:
                found.setdefault(other, []).append(each)
    return found


def _without_edges(graph: nx.Graph, kinds: tuple[str, ...]) -> nx.Graph:
    import networkx as nx

    kept = nx.Graph()
    kept.add_nodes_from(
        (node, dict(own)) for node, own in graph.nodes(data=True) if own["kind"] in kinds
    )
    return kept


def _of_kind(graph: nx.Graph, kind: str) -> Iterator[str]:
    return (node for node, own in graph.nodes(data=True) if own["kind"] == kind)


def _participants(graph: nx.Graph, kind: str) -> dict[str, list[str]]:
    """Return the nodes of a kind by the partnerships they take part in."""
    found: dict[str, list[str]] = {}
    for node in _of_kind(graph, kind):
        for partnership in graph.nodes[node]["partnerships"]:
            found.setdefault(partnership, []).append(node)
    return found
