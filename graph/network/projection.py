"""Projections of a network: who is linked to whom, when all else is left out.

A two-mode projection keeps two kinds of node and links those that take part in the same
partnerships: schools and the countries of their partners, say. A one-mode projection keeps one of
the two, and links two nodes that have neighbours of the other kind in common (Newman, Networks,
2nd edition 2018, section 6.6).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from yuqiao.graph.errors import QueryError
from yuqiao.graph.network.partnerships import Label

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import networkx as nx

TWO_MODE: Mapping[str, tuple[str, str]] = {
    "school-university": ("school", "university"),
    "school-country": ("school", "country"),
    "school-discipline": ("school", "discipline"),
    "university-discipline": ("university", "discipline"),
    "country-discipline": ("country", "discipline"),
    "industry": ("school", "industry"),
}
"""The two-mode projections by name, with the kinds of node each keeps."""


def two_mode(network: nx.Graph, name: str) -> nx.Graph:
    """Keep two kinds of node, and link those that share partnerships.

    Nodes keep their attributes. An edge has ``relation`` (the projection's name),
    ``partnerships`` (the IRIs of those shared, in order), ``current`` (how many of them have not
    ended) and ``weight`` (how many there are).

    :param network: as :func:`yuqiao.graph.network.builder.network_of` gives it
    :param name: one of :data:`TWO_MODE`
    :raises QueryError: when there is no such projection

    >>> import yuqiao
    >>> countries = two_mode(yuqiao.open().network().graph, "school-country")
    >>> russia = "http://publications.europa.eu/resource/authority/country/RUS"
    >>> countries.degree(russia), countries.nodes[russia]["label_en"]
    (8, 'Russia')
    """
    if name not in TWO_MODE:
        raise QueryError(f"{name} is not a projection; expected one of {', '.join(TWO_MODE)}")
    one_kind, other_kind = TWO_MODE[name]
    kept = _without_edges(network, (one_kind, other_kind))
    known = network.graph["partnerships"]
    behind = _participants(kept, other_kind)
    for one in _of_kind(kept, one_kind):
        shared: dict[str, list[str]] = {}
        for partnership in kept.nodes[one]["partnerships"]:
            for other in behind.get(partnership, ()):
                shared.setdefault(other, []).append(partnership)
        for other, partnerships in sorted(shared.items()):
            current = sum(not known[iri].ended for iri in partnerships)
            kept.add_edge(
                one,
                other,
                relation=name,
                partnerships=tuple(partnerships),
                current=current,
                weight=len(partnerships),
            )
    return kept


def one_mode(network: nx.Graph, kind: str) -> nx.Graph:
    """Keep one kind of node, and link those that have neighbours in common.

    An edge has ``relation`` (``shared``), ``shared`` (the common neighbours, in order, whose names
    the network then has among its ``names``), ``weight`` (how many they are), ``partnerships``
    (the IRIs of those behind the two links to each, in order) and ``current`` (how many of these
    have not ended).

    :param network: a two-mode projection
    :raises QueryError: when it has no nodes of that kind

    >>> import yuqiao
    >>> schools = one_mode(two_mode(yuqiao.open().network().graph, "school-university"), "school")
    >>> schools.number_of_edges()
    2
    """
    kinds = sorted({own["kind"] for _, own in network.nodes(data=True)})
    if kind not in kinds:
        expected = " or ".join(kinds) or "another graph, as this network is empty"
        raise QueryError(f"the projection has no nodes of the kind {kind}; expected {expected}")
    kept = _without_edges(network, (kind,))
    left_out = {
        node: Label(own["label_en"], own["label_zh"])
        for node, own in network.nodes(data=True)
        if own["kind"] != kind
    }
    kept.graph["names"] = {**network.graph["names"], **left_out}
    known = network.graph["partnerships"]
    for one in kept:
        for other, common in sorted(_common_neighbours(network, one).items()):
            if other <= one:
                continue
            pairs = [(end, each) for each in common for end in (one, other)]
            behind = {
                iri for end, each in pairs for iri in network.edges[end, each]["partnerships"]
            }
            kept.add_edge(
                one,
                other,
                relation="shared",
                shared=tuple(common),
                weight=len(common),
                partnerships=tuple(sorted(behind)),
                current=sum(not known[iri].ended for iri in behind),
            )
    return kept


def _common_neighbours(network: nx.Graph, one: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for each in sorted(network[one]):
        for other in network[each]:
            if other != one:
                found.setdefault(other, []).append(each)
    return found


def _without_edges(network: nx.Graph, kinds: tuple[str, ...]) -> nx.Graph:
    import networkx as nx

    kept = nx.Graph(**network.graph)
    kept.add_nodes_from(
        (node, dict(own)) for node, own in network.nodes(data=True) if own["kind"] in kinds
    )
    return kept


def _of_kind(network: nx.Graph, kind: str) -> Iterator[str]:
    return (node for node, own in network.nodes(data=True) if own["kind"] == kind)


def _participants(network: nx.Graph, kind: str) -> dict[str, list[str]]:
    """Give the nodes of a kind by the partnerships they take part in."""
    found: dict[str, list[str]] = {}
    for node in _of_kind(network, kind):
        for partnership in network.nodes[node]["partnerships"]:
            found.setdefault(partnership, []).append(node)
    return found
