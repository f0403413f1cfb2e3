"""Very large networks, gathered: one node for each country or community instead of each thing.

A browser draws some 100,000 nodes and 300,000 edges; what is larger is gathered before it is
drawn. Measures of single things need no drawing, and are had of the whole network.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from yuqiao.graph.errors import QueryError
from yuqiao.graph.network.measures import measure
from yuqiao.graph.network.partnerships import Label, label_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    import networkx as nx

MOST_NODES = 100_000
"""Nodes that a page draws one by one."""

MOST_EDGES = 300_000
"""Edges that a page draws one by one."""

MOST_PARTNERSHIPS = 20_000
"""Partnerships that a page tells in full: it then weighs some 30 MB."""

WAYS = ("country", "community")
"""What a network can be gathered by."""

_NAMED = 12  # members of a group that are named
_MOST_GROUPS = 2000  # the rest are one group
_REST = "others"
_KEPT = ("date", "about", "names")  # of what the graph itself holds


@dataclass(frozen=True)
class _Group:
    """Things that become one node: the largest, by links, first."""

    name: str
    members: list[str]


def too_large(network: nx.Graph) -> bool:
    """Tell whether a network is too large to be drawn node by node.

    >>> import networkx
    >>> too_large(networkx.path_graph(10))
    False
    """
    return (
        len(network) > MOST_NODES
        or network.number_of_edges() > MOST_EDGES
        or len(network.graph.get("partnerships", ())) > MOST_PARTNERSHIPS
    )


def aggregated(network: nx.Graph, by: str | None = None) -> nx.Graph:
    """Gather a network's nodes by country or by community.

    A node then stands for a group. Its attributes: ``kind`` (``country``, or ``group`` for a
    community, for what has no country and for what is left over), ``label_en`` and ``label_zh`` (a
    community is called after its member with most links), ``inside`` (how many nodes it holds),
    ``links_inside`` (how many edges run within it), ``members`` (the names of those with most
    links), and ``country`` (its own IRI, of a country). A country's node has its IRI; a
    community's is ``community:`` and its number, from the largest, which is also the order.

    An edge's attributes: ``relation`` (``between``) and ``weight`` (the sum of the weights of the
    edges it stands for). The graph itself keeps its ``date``, ``about`` and ``names``, and says in
    ``cut`` what was gathered; it has no partnerships and no sources.

    :param by: one of :data:`WAYS`; None takes countries if most nodes have one
    :raises QueryError: when it is neither

    >>> import networkx
    >>> network = networkx.Graph([("a", "b"), ("b", "c"), ("c", "a"), ("c", "d"), ("d", "e")])
    >>> gathered = aggregated(network, "community")
    >>> gathered.nodes["community:1"]["inside"], gathered.number_of_edges()
    (3, 1)
    """
    if by not in (None, *WAYS):
        raise QueryError(f"{by} is nothing to gather by; expected {' or '.join(WAYS)}")
    import networkx as nx

    countries = {node: term for node, term in network.nodes(data="country") if term}
    way = by or ("country" if 2 * len(countries) > len(network) else "community")
    groups = _by_country(network, countries) if way == "country" else _communities(network)
    home = {node: group.name for group in groups for node in group.members}
    kept = {name: network.graph[name] for name in _KEPT if name in network.graph}
    found = nx.Graph(**kept, partnerships={}, sources={})
    for group in groups:
        found.add_node(group.name, **_told(network, group, way))
    _link(found, network, home)
    found.graph["cut"] = _cut(network, way)
    return found


def _by_country(network: nx.Graph, countries: Mapping[str, str]) -> list[_Group]:
    members = defaultdict(list)
    for node in network:
        members[countries.get(node, _REST)].append(node)
    return _ordered(network, members)


def _communities(network: nx.Graph) -> list[_Group]:
    number = measure(network, "community").values
    members = defaultdict(list)
    for node in network:
        last = number[node] > _MOST_GROUPS
        members[_REST if last else f"community:{number[node]:.0f}"].append(node)
    return _ordered(network, members)


def _ordered(network: nx.Graph, members: Mapping[str, list[str]]) -> list[_Group]:
    """Give the largest group first, what is left over last; those of many links first in each."""
    names = sorted(members, key=lambda name: (name == _REST, -len(members[name]), name))
    degree = dict(network.degree())
    return [
        _Group(name, sorted(members[name], key=lambda node: (-degree[node], str(node))))
        for name in names
    ]


def _told(network: nx.Graph, group: _Group, way: str) -> dict[str, Any]:
    named = [_name(network, node) for node in group.members[:_NAMED]]
    own: dict[str, Any] = {"inside": len(group.members), "members": tuple(named), "links_inside": 0}
    if group.name == _REST:
        label = Label("Without a country", "未注明国家") if way == "country" else _OTHERS
    elif way == "country":
        label = network.graph.get("names", {}).get(group.name) or label_of(group.name, {})
        own["country"] = group.name
    else:
        more = len(group.members) - 1
        label = Label(f"{named[0].en} and {more:,} more", f"{named[0].zh}等{more + 1}个")
    kind = "country" if "country" in own else "group"
    return {"kind": kind, "label_en": label.en, "label_zh": label.zh, **own}


_OTHERS = Label("Small communities", "其余小社群")


def _name(network: nx.Graph, node: str) -> Label:
    own = network.nodes[node]
    name = label_of(str(node), {}).en
    return Label(own.get("label_en", name), own.get("label_zh", name))


def _link(found: nx.Graph, network: nx.Graph, home: Mapping[str, str]) -> None:
    weights: Counter[tuple[str, str]] = Counter()
    for one, other, weight in network.edges(data="weight", default=1):
        ends = (home[one], home[other])
        if ends[0] == ends[1]:
            found.nodes[ends[0]]["links_inside"] += 1
        else:
            weights[min(ends), max(ends)] += weight
    for (one, other), weight in sorted(weights.items()):
        found.add_edge(one, other, relation="between", weight=weight)


def _cut(network: nx.Graph, way: str) -> Label:
    nodes, edges = len(network), network.number_of_edges()
    what = Label("country", "国家（地区）") if way == "country" else Label("community", "社群")
    return Label(
        f"{nodes:,} nodes and {edges:,} edges are gathered by {what.en}: a node stands for "
        "all that is in it, a line for all links between two.",
        f"{nodes:,}个节点与{edges:,}条连线已按{what.zh}归并：每个节点代表其中全部事物，"
        "每条连线代表两者之间的全部联系。",
    )
