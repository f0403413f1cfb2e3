"""Aggregate a very large network: one node for each country or community.

A browser draws some 100,000 nodes and 300,000 edges; a larger network is aggregated before it is
drawn. Measures of single entities need no drawing, and are computed on the whole network.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from yuqiao.graph.errors import QueryError
from yuqiao.graph.labels import Label, label_of, local_name
from yuqiao.graph.network.measures import edge_count, measure_nodes
from yuqiao.graph.network.model import Network

if TYPE_CHECKING:
    from collections.abc import Mapping

    import networkx as nx

MOST_NODES = 100_000
"""Nodes that a page draws one by one."""

MOST_EDGES = 300_000
"""Edges that a page draws one by one."""

MOST_PARTNERSHIPS = 20_000
"""Partnerships that a page holds in full: its size is then some 30 MB."""

WAYS = ("country", "community")
"""What a network can be aggregated by."""

_NAMED = 12  # members of a group that are named
_MOST_GROUPS = 2000  # the rest are one group
_REST = "others"
_PLACED_BY = dict.fromkeys(("school", "discipline", "industry"), "located")  # else by ``country``


@dataclass(frozen=True)
class _Group:
    """Nodes that become one, those with most links first."""

    name: str
    members: list[str]


def exceeds_drawing_limits(network: Network) -> bool:
    """Return whether a network is too large to be drawn node by node.

    >>> import networkx
    >>> exceeds_drawing_limits(Network(networkx.path_graph(10)))
    False
    """
    return (
        len(network) > MOST_NODES
        or edge_count(network.graph) > MOST_EDGES
        or len(network.partnerships) > MOST_PARTNERSHIPS
    )


def aggregate(network: Network, by: str | None = None) -> Network:
    """Aggregate a network's nodes by the country they are in, or by community.

    A node then stands for a group. Its attributes: ``kind`` (``country``, or ``group`` for a
    community, for the nodes without a country and for small communities), ``label_en`` and
    ``label_zh`` (a community is named after its member with most links), ``inside`` (how many
    nodes it holds), ``links_inside`` (how many edges run within it), ``members`` (the names of
    those with most links), and ``country`` (its own IRI, of a country). A country's node is its
    IRI; a community's is ``community:`` and its number, from the largest, which is also the order.

    An edge's attributes: ``relation`` (``between``) and ``weight`` (the sum of the weights of the
    edges it stands for). The network keeps its date, its labels and what it is about; its notice
    says that it was aggregated; it has no partnerships and no sources.

    :param by: one of :data:`WAYS`; None takes countries if most nodes have one
    :raises QueryError: if it is neither

    >>> import networkx
    >>> graph = networkx.Graph([("a", "b"), ("b", "c"), ("c", "a"), ("c", "d"), ("d", "e")])
    >>> groups = aggregate(Network(graph), "community").graph
    >>> groups.nodes["community:1"]["inside"], groups.number_of_edges()
    (3, 1)
    """
    if by not in (None, *WAYS):
        raise QueryError(f"cannot aggregate by {by}; expected {' or '.join(WAYS)}")
    import networkx as nx

    graph = network.graph
    countries = {node: term for node, own in graph.nodes(data=True) if (term := _country_of(own))}
    way = by or ("country" if 2 * len(countries) > len(network) else "community")
    groups = _by_country(graph, countries) if way == "country" else _communities(graph)
    home = {node: group.name for group in groups for node in group.members}
    found = nx.Graph()
    for group in groups:
        found.add_node(group.name, **_attributes(network, group, way))
    _link(found, graph, home)
    return Network(
        found,
        labels=network.labels,
        date=network.date,
        about=network.about,
        notice=_notice(graph, way),
    )


def _country_of(own: Mapping[str, Any]) -> str | None:
    """Return the country that a node is in; that of its partners is not where a school is."""
    return own.get(_PLACED_BY.get(own.get("kind", ""), "country"))


def _by_country(graph: nx.Graph, countries: Mapping[str, str]) -> list[_Group]:
    members = defaultdict(list)
    for node in graph:
        members[countries.get(node, _REST)].append(node)
    return _ordered(graph, members)


def _communities(graph: nx.Graph) -> list[_Group]:
    number = measure_nodes(graph, "community").values
    members = defaultdict(list)
    for node in graph:
        last = number[node] > _MOST_GROUPS
        members[_REST if last else f"community:{number[node]:.0f}"].append(node)
    return _ordered(graph, members)


def _ordered(graph: nx.Graph, members: Mapping[str, list[str]]) -> list[_Group]:
    """Order groups by size, the rest last; the members of each by their number of links."""
    names = sorted(members, key=lambda name: (name == _REST, -len(members[name]), name))
    degree = dict(graph.degree())
    return [
        _Group(name, sorted(members[name], key=lambda node: (-degree[node], str(node))))
        for name in names
    ]


def _attributes(network: Network, group: _Group, way: str) -> dict[str, Any]:
    named = [_name(network.graph, node) for node in group.members[:_NAMED]]
    own: dict[str, Any] = {"inside": len(group.members), "members": tuple(named), "links_inside": 0}
    if group.name == _REST:
        label = Label("Without a country", "未注明国家（地区）") if way == "country" else _OTHERS
    elif way == "country":
        label = network.labels.get(group.name) or label_of(group.name, {})
        own["country"] = group.name
    else:
        more = len(group.members) - 1
        label = Label(f"{named[0].en} and {more:,} more", f"{named[0].zh}等{more + 1}个")
    kind = "country" if "country" in own else "group"
    return {"kind": kind, "label_en": label.en, "label_zh": label.zh, **own}


_OTHERS = Label("Small communities", "其余小社群")


def _name(graph: nx.Graph, node: str) -> Label:
    own = graph.nodes[node]
    name = local_name(str(node))
    return Label(own.get("label_en", name), own.get("label_zh", name))


def _link(found: nx.Graph, graph: nx.Graph, home: Mapping[str, str]) -> None:
    weights: Counter[tuple[str, str]] = Counter()
    for one, other, weight in graph.edges(data="weight", default=1):
        ends = (home[one], home[other])
        if ends[0] == ends[1]:
            found.nodes[ends[0]]["links_inside"] += 1
        else:
            weights[min(ends), max(ends)] += weight
    for (one, other), weight in sorted(weights.items()):
        found.add_edge(one, other, relation="between", weight=weight)


def _notice(graph: nx.Graph, way: str) -> Label:
    nodes, edges = len(graph), graph.number_of_edges()
    by = Label("country", "国家（地区）") if way == "country" else Label("community", "社群")
    return Label(
        f"{nodes:,} nodes and {edges:,} edges are aggregated by {by.en}: a node stands for "
        "everything in it, a line for all links between two.",
        f"{nodes:,}个节点与{edges:,}条连线已按{by.zh}归并：每个节点代表其中全部条目，"
        "每条连线代表两者之间的全部联系。",
    )
