"""Measures of a network: centrality, brokerage, communities, bridges and concentration.

The network is a networkx graph; igraph computes, because it takes a second where networkx takes
minutes (betweenness of 10,000 nodes), and NetworKit above 200,000 edges, where it is installed.
Every result states its method, and of a two-mode network
whether the measure tells the two kinds of node apart. The same network gives the same values:
random numbers come from a fixed seed.
"""

from __future__ import annotations

import math
import random
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from yuqiao.graph.errors import QueryError
from yuqiao.graph.labels import Label
from yuqiao.graph.network.bipartite import Sides
from yuqiao.graph.network.large.measures import (
    DAMPING,
    LARGE_MEASURES,
    by_size,
    component_numbers,
    is_large,
    large_network,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    import igraph
    import networkit
    import networkx as nx

SEED = 20250601
"""The default seed of random numbers, for measures and for layouts."""

EXACT_WORK = 50_000_000
"""Nodes times edges up to which betweenness is exact: some seconds of igraph's work."""

_BATCHES, _BATCH = 10, 100  # beyond that it is sampled from this many batches of nodes
_MANY, _SMALL_BATCH = 5_000, 30  # nodes from which batches are small
_SETTLED, _ROUNDS = 20_000, 2  # nodes up to which communities settle; rounds beyond that


@dataclass(frozen=True)
class Measurement:
    """The result of a measure.

    :param values: a number for each node; of communities, the number of its community, from 1
        for the largest
    :param method: the definition, with its parameters, its seed and its error, in both languages
    """

    name: str
    method: Label
    values: Mapping[str, float]


@dataclass(frozen=True)
class _Measure:
    compute: Callable[[igraph.Graph, int], tuple[list[float], Label]]
    name: Label
    meaning: str


def measure_nodes(
    graph: nx.Graph, name: str, seed: int = SEED, modes: tuple[str, str] | None = None
) -> Measurement:
    """Measure every node of a network.

    Direction, parallel edges and self-loops are ignored; an edge's ``weight`` counts where a
    measure says so.

    :param name: one of :data:`NODE_MEASURES`
    :param modes: the two kinds of node of a two-mode network; None for a one-mode network
    :raises QueryError: if there is no such measure

    >>> import networkx
    >>> measure_nodes(networkx.path_graph(["a", "b", "c"]), "betweenness").values
    {'a': 0.0, 'b': 1.0, 'c': 0.0}
    """
    if name not in _MEASURES:
        raise QueryError(f"{name} is not a measure; expected one of {', '.join(_MEASURES)}")
    (found,) = measure_all(graph, [name], seed, modes)
    return found


def measure_all(
    graph: nx.Graph,
    names: Iterable[str],
    seed: int = SEED,
    modes: tuple[str, str] | None = None,
    simple: igraph.Graph | None = None,
) -> Iterator[Measurement]:
    """Measure every node of a network in several ways, as :func:`measure_nodes` does.

    :param names: some of :data:`NODE_MEASURES`
    :param simple: the same network from :func:`igraph_of`, if it is at hand
    """
    sides = sides_of(graph, modes) if modes else None
    engines = _Engines(graph, simple)
    for name in names:
        values, method = _taken(engines, name, seed, sides)
        yield Measurement(name, method, dict(zip(graph, values, strict=True)))


def _taken(
    engines: _Engines, name: str, seed: int, sides: Sides | None
) -> tuple[list[float], Label]:
    """Return the values of a measure in the order of the nodes, and its method."""
    if sides and name in _TWO_MODE:
        return _TWO_MODE[name](engines.igraph, seed, sides)
    if engines.is_large and name in LARGE_MEASURES:
        values, method = LARGE_MEASURES[name](engines.networkit, seed)
    else:
        values, method = _MEASURES[name].compute(engines.igraph, seed)
    if sides:
        method = _with(method, _OF_OTHERS if name in _DEGREES else _ONE_MODE)
    return values, method


def _with(method: Label, more: Label) -> Label:
    return Label(f"{method.en}; {more.en}", f"{method.zh}；{more.zh}")


def sides_of(graph: nx.Graph, modes: tuple[str, str]) -> Sides:
    """Return the sides of the nodes of a two-mode network, in their order.

    :param modes: its two kinds of node
    """
    return Sides([kind == modes[0] for _, kind in graph.nodes(data="kind")])


def edge_count(graph: nx.Graph) -> int:
    """Return the number of edges, parallel ones included: sooner than networkx counts them.

    >>> import networkx
    >>> edge_count(networkx.MultiDiGraph([("a", "b"), ("a", "b"), ("b", "b")]))
    3
    """
    if not (graph.is_directed() and graph.is_multigraph()):
        return int(graph.number_of_edges())
    return sum(len(between) for _, near in graph.adjacency() for between in near.values())


class _Engines:
    """A network in the form of each engine, made when it is asked for."""

    def __init__(self, graph: nx.Graph, simple: igraph.Graph | None = None) -> None:
        self._graph = graph
        self._simple = simple
        self.is_large = is_large(edge_count(graph))

    @cached_property
    def igraph(self) -> igraph.Graph:
        return self._simple or igraph_of(self._graph)

    @cached_property
    def networkit(self) -> networkit.Graph:
        return networkit_of(self._graph, self._simple)


def _simple_edges(graph: nx.Graph) -> dict[tuple[int, int], float]:
    """Return the weight of each edge by the numbers of its ends, without loops or direction."""
    number = {node: index for index, node in enumerate(graph)}
    weights: dict[tuple[int, int], float] = {}
    for one, other, weight in _weighted(graph, number):
        if one != other:
            pair = (one, other) if one < other else (other, one)
            weights[pair] = weights.get(pair, 0) + weight
    return weights


def networkit_of(graph: nx.Graph, simple: igraph.Graph | None = None) -> networkit.Graph:
    """Convert a network to an undirected NetworKit graph without loops or parallel edges.

    Nodes are numbered in their order.

    :param simple: the same network from :func:`igraph_of`, if it is at hand
    """
    import numpy as np

    if simple is None:
        weights = _simple_edges(graph)
    else:
        weights = dict(zip(simple.get_edgelist(), simple.es["weight"], strict=True))
    ends = np.array(list(weights), dtype=np.int64).reshape(-1, 2)
    amounts = np.fromiter(weights.values(), dtype=np.float64, count=len(weights))
    return large_network(len(graph), ends[:, 0].copy(), ends[:, 1].copy(), amounts)


def connected_components(graph: nx.Graph) -> dict[str, int]:
    """Return the number of each node's connected component, from 1 for the largest.

    >>> import networkx
    >>> connected_components(networkx.Graph([("a", "b"), ("c", "d"), ("d", "e")]))
    {'a': 2, 'b': 2, 'c': 1, 'd': 1, 'e': 1}
    """
    if is_large(edge_count(graph)):
        found = component_numbers(networkit_of(graph))
    else:
        found = igraph_of(graph).connected_components().membership
    return {node: int(place) for node, place in zip(graph, by_size(found), strict=True)}


def igraph_of(graph: nx.Graph) -> igraph.Graph:
    """Convert a network to an undirected igraph graph without loops or parallel edges.

    Vertices keep the order of the nodes, and their names as ``name``; edges have ``weight``.
    """
    import igraph

    weights = _simple_edges(graph)
    simple = igraph.Graph(n=len(graph), edges=list(weights))
    simple.vs["name"] = list(graph)
    simple.es["weight"] = list(weights.values())
    return simple


def _weighted(graph: nx.Graph, number: Mapping[str, int]) -> Iterator[tuple[int, int, float]]:
    """Return the ends of each edge by number, and its weight: in a third of the usual time."""
    is_multi, both_ways = graph.is_multigraph(), not graph.is_directed()
    for node, near in graph.adjacency():
        one = number[node]
        for neighbour, between in near.items():
            other = number[neighbour]
            if both_ways and other < one:
                continue  # was met from its other end
            for own in between.values() if is_multi else (between,):
                yield one, other, own.get("weight", 1)


def bridges(graph: nx.Graph) -> list[tuple[str, str]]:
    """Return the edges whose removal splits a component in two (Tarjan, 1974).

    >>> import networkx
    >>> bridges(networkx.Graph([("a", "b"), ("b", "c"), ("c", "a"), ("c", "d")]))
    [('c', 'd')]
    """
    simple = igraph_of(graph)
    names = simple.vs["name"]
    found = (simple.es[index].tuple for index in simple.bridges())
    return sorted((names[one], names[other]) for one, other in found)


def concentration(shares: Mapping[str, float]) -> float:
    """Return the Herfindahl-Hirschman index: the sum of squared shares, 1 if one has all.

    A. O. Hirschman, The Paternity of an Index, American Economic Review 54 (1964), 761.

    :param shares: non-negative amounts; they need not sum to 1

    >>> concentration({"GB": 5, "US": 5})
    0.5
    """
    total = sum(shares.values())
    return sum((amount / total) ** 2 for amount in shares.values()) if total else math.nan


def _degree(simple: igraph.Graph, _: int) -> tuple[list[float], Label]:
    return simple.degree(), Label(
        "degree: the number of neighbours; exact", "度：相邻节点的数目；精确值"
    )


def _strength(simple: igraph.Graph, _: int) -> tuple[list[float], Label]:
    return simple.strength(weights="weight"), Label(
        "weighted degree: the sum of the weights of a node's edges; exact",
        "加权度：节点各连线权重之和；精确值",
    )


def _normalized_degree(simple: igraph.Graph, _: int) -> tuple[list[float], Label]:
    most = max(simple.vcount() - 1, 1)
    return [count / most for count in simple.degree()], Label(
        "normalized degree: the share of the other nodes that are neighbours (Freeman 1979); exact",
        "归一化度：相邻节点占其他节点的比例（Freeman 1979）；精确值",
    )


def _normalized_degree_of_sides(
    simple: igraph.Graph, _: int, sides: Sides
) -> tuple[list[float], Label]:
    return _shares(simple.degree(), sides.greatest_degrees()), Label(
        "normalized degree: the share of the nodes of the other kind that are neighbours; "
        f"{_BORGATTI.en}; exact",
        f"归一化度：相邻节点占另一类节点的比例；{_BORGATTI.zh}；精确值",
    )


def _shares(values: Iterable[float], greatest: Iterable[float]) -> list[float]:
    return [value / most if most else 0.0 for value, most in zip(values, greatest, strict=True)]


def _betweenness(simple: igraph.Graph, seed: int) -> tuple[list[float], Label]:
    size = simple.vcount()
    return _between(simple, seed, [(size - 1) * (size - 2) / 2] * size, _BETWEEN)


def _betweenness_of_sides(
    simple: igraph.Graph, seed: int, sides: Sides
) -> tuple[list[float], Label]:
    values, method = _between(simple, seed, sides.greatest_betweenness(), _BETWEEN_SIDES)
    return values, _with(method, _BORGATTI)


def _between(
    simple: igraph.Graph, seed: int, greatest: list[float], meaning: Label
) -> tuple[list[float], Label]:
    """Return betweenness as a share of the greatest that each node can have."""
    size = simple.vcount()
    if not any(most > 0 for most in greatest):
        return [0.0] * size, Label(
            "betweenness: no node can lie between two others",
            "中介中心性：没有节点可位于另外两个节点之间",
        )
    if size > _BATCHES * _BATCH and size * simple.ecount() > EXACT_WORK:
        return _sampled_betweenness(simple, seed, greatest, meaning)
    return _shares(simple.betweenness(directed=False), greatest), Label(
        f"{meaning.en} (Brandes 2001); hops, exact",
        f"{meaning.zh}（Brandes 2001）；按步数，精确值",
    )


def _sampled_betweenness(
    simple: igraph.Graph, seed: int, greatest: list[float], meaning: Label
) -> tuple[list[float], Label]:
    size = simple.vcount()
    batch = _BATCH if size < _MANY else _SMALL_BATCH
    pivots = random.Random(seed).sample(range(size), _BATCHES * batch)
    samples = [
        _shares(
            (
                value * size / batch
                for value in simple.betweenness(
                    directed=False, sources=pivots[start : start + batch], targets=range(size)
                )
            ),
            greatest,
        )
        for start in range(0, len(pivots), batch)
    ]
    values = [math.fsum(found) / _BATCHES for found in zip(*samples, strict=True)]
    spread = max(
        math.dist(found, [value] * _BATCHES)
        for found, value in zip(zip(*samples, strict=True), values, strict=True)
    )
    error = spread / math.sqrt((_BATCHES - 1) * _BATCHES)
    return values, Label(
        f"{meaning.en} (Brandes and Pich 2007); hops, from {len(pivots)} of {size} nodes, seed "
        f"{seed}; the standard error is at most {error:.2g}, the greatest value {max(values):.2g}",
        f"{meaning.zh}（Brandes 与 Pich 2007）；按步数，取{size}个节点中的{len(pivots)}个，"
        f"种子{seed}；标准误差不超过{error:.2g}，最大值{max(values):.2g}",
    )


def _closeness(simple: igraph.Graph, _: int) -> tuple[list[float], Label]:
    values = [count * nearness for count, nearness in _near(simple)]
    return values, Label(
        "closeness: one over the mean number of hops to the others, times the share of nodes that "
        "can be reached (Wasserman and Faust 1994); exact",
        "接近中心性：到其他节点平均步数的倒数，乘以可到达节点所占比例"
        "（Wasserman 与 Faust 1994）；精确值",
    )


def _closeness_of_sides(simple: igraph.Graph, _: int, sides: Sides) -> tuple[list[float], Label]:
    values = [
        least * nearness
        for least, (_, nearness) in zip(sides.least_distances(), _near(simple), strict=True)
    ]
    return values, Label(
        "closeness: the least possible sum of hops to the others over the actual one, times the "
        f"share of nodes that can be reached; {_BORGATTI.en}; exact",
        "接近中心性：到其他节点步数之和的最小可能值与实际值之比，乘以可到达节点所占比例；"
        f"{_BORGATTI.zh}；精确值",
    )


def _near(simple: igraph.Graph) -> list[tuple[int, float]]:
    """Return how many others each node reaches; their share over the sum of hops to them."""
    size = simple.vcount()
    reached = [0] * size
    for component in simple.connected_components():
        for vertex in component:
            reached[vertex] = len(component) - 1
    return [
        (count, value * count / (size - 1) if count else 0.0)
        for value, count in zip(simple.closeness(normalized=False), reached, strict=True)
    ]


def _pagerank(simple: igraph.Graph, seed: int) -> tuple[list[float], Label]:
    import igraph

    # ARPACK, from a random start: the other way is slower, and its last digits vary with threads
    igraph.set_random_number_generator(random.Random(seed))
    values = simple.pagerank(
        directed=False, damping=DAMPING, weights="weight", implementation="arpack"
    )
    return values, Label(
        "PageRank: the probability that a random walk along edges, by weight, is at the node "
        f"(Brin and Page 1998); damping {DAMPING}, exact",
        f"PageRank：按权重沿连线随机游走时到访的概率（Brin 与 Page 1998）；"
        f"阻尼系数{DAMPING}，精确值",
    )


def _core(simple: igraph.Graph, _: int) -> tuple[list[float], Label]:
    return simple.coreness(), Label(
        "k-core: the largest k such that a node is in a group whose members have k neighbours in "
        "it (Seidman 1983); exact",
        "k-核：使节点属于某个子群、且该子群成员在其中都有 k 个相邻节点的最大 k"
        "（Seidman 1983）；精确值",
    )


def _community(simple: igraph.Graph, seed: int) -> tuple[list[float], Label]:
    import igraph

    igraph.set_random_number_generator(random.Random(seed))
    rounds = -1 if simple.vcount() <= _SETTLED else _ROUNDS
    found = simple.community_leiden(
        objective_function="modularity", weights="weight", n_iterations=rounds
    )
    groups = sorted((sorted(group) for group in found), key=lambda group: (-len(group), group))
    values = [0.0] * simple.vcount()
    for number, group in enumerate(groups, 1):
        for vertex in group:
            values[vertex] = number
    weighty = any(simple.es["weight"])
    quality = simple.modularity(found.membership, weights="weight") if weighty else 0.0
    return values, Label(
        f"communities: Leiden (Traag, Waltman and van Eck 2019) for modularity, by weight, "
        f"{'until stable' if rounds < 0 else f'{rounds} rounds'}, seed {seed}; "
        f"{len(groups)} groups of modularity {quality:.3f}",
        f"社群：Leiden 算法（Traag、Waltman 与 van Eck 2019），按权重优化模块度"
        f"{'至稳定' if rounds < 0 else f'{rounds}轮'}，"
        f"种子{seed}；{len(groups)}个社群，模块度{quality:.3f}",
    )


def _brokerage(simple: igraph.Graph, _: int) -> tuple[list[float], Label]:
    found = simple.constraint(weights="weight")
    values = [0.0 if math.isnan(value) else max(0.0, 1 - value) for value in found]
    return values, Label(
        "brokerage: one minus Burt's constraint (Burt 1992), by weight, and not below 0: near 1 "
        "for a node whose many neighbours are not linked to each other; exact",
        "结构洞经纪度：1减去 Burt 约束系数（Burt 1992），按权重，不小于0；"
        "连接许多互不相连者的节点接近1；精确值",
    )


_BETWEEN = Label(
    "betweenness: the share of shortest paths between two others that go through a node",
    "中介中心性：另外两个节点间最短路径经过该节点的比例",
)
_BORGATTI = Label("two-mode (Borgatti and Everett 1997)", "双模（Borgatti 与 Everett 1997）")
_BETWEEN_SIDES = Label(
    "betweenness: how often a node is on shortest paths between two others, as a share of the most "
    "that is possible for its kind",
    "中介中心性：另外两个节点间最短路径经过该节点的次数，占同类节点最大可能值的比例",
)
_OF_OTHERS = Label("two-mode: all neighbours are of the other kind", "双模：相邻节点均属另一类")
_ONE_MODE = Label("a one-mode measure, which treats both kinds alike", "单模度量，不区分两类节点")
_DEGREES = ("degree", "weighted-degree")  # the same in networks of one and of two modes
_TWO_MODE: Mapping[str, Callable[[igraph.Graph, int, Sides], tuple[list[float], Label]]] = {
    "normalized-degree": _normalized_degree_of_sides,
    "betweenness": _betweenness_of_sides,
    "closeness": _closeness_of_sides,
}
_MEASURES: dict[str, _Measure] = {
    "degree": _Measure(_degree, Label("Degree", "度"), "number of neighbours"),
    "weighted-degree": _Measure(
        _strength,
        Label("Weighted degree", "加权度"),
        "number of partnerships, over all neighbours",
    ),
    "normalized-degree": _Measure(
        _normalized_degree,
        Label("Normalized degree", "归一化度"),
        "share of all possible neighbours",
    ),
    "betweenness": _Measure(
        _betweenness,
        Label("Betweenness", "中介中心性"),
        "how often it lies on shortest paths between others",
    ),
    "closeness": _Measure(
        _closeness, Label("Closeness", "接近中心性"), "how near it is to all others"
    ),
    "pagerank": _Measure(
        _pagerank,
        Label("PageRank", "PageRank"),
        "how central it is, weighted by how central its neighbours are",
    ),
    "core": _Measure(_core, Label("k-core", "k-核"), "how deep it lies in the densest part"),
    "community": _Measure(
        _community, Label("Community", "社群"), "which densely linked group it belongs to"
    ),
    "brokerage": _Measure(
        _brokerage,
        Label("Brokerage", "结构洞经纪度（1−约束系数）"),
        "how much it links nodes that are not linked otherwise",
    ),
}

NETWORK_MEASURES: Mapping[str, tuple[str, Label]] = {
    "components": (
        "which parts are not linked to each other",
        Label(
            "components: the largest groups of nodes that are linked by paths, numbered from the "
            "largest; exact",
            "连通分量：彼此有路径相连的最大节点组，从最大的编号；精确值",
        ),
    ),
    "bridges": (
        "which edges hold the network together",
        Label(
            "bridges: the edges whose removal splits the network (Tarjan 1974); exact",
            "桥：去掉后网络会分成更多部分的连线（Tarjan 1974）；精确值",
        ),
    ),
    "concentration": (
        "how concentrated the partnerships are in a few countries and fields",
        Label(
            "concentration: the Herfindahl-Hirschman index, the sum of the squared shares of "
            "partnerships (Hirschman 1964); one partnership counts for each of its countries or "
            "fields; exact",
            "集中度：赫芬达尔-赫希曼指数，即各国家（地区）或学科领域所占机构和项目份额的平方和"
            "（Hirschman 1964）；一个机构或项目计入其每个国家（地区）或学科领域；精确值",
        ),
    ),
}
"""The measures of a network as a whole, by name, each with its meaning and its method."""

SIGNIFICANCE: Mapping[str, str] = {
    "backbone": "which edges carry more weight than chance would give them",
    "null-model": "whether nestedness, modularity and sharing in a two-mode network are chance",
    "cohesion": "whether the communities of a two-mode network are chance",
}
"""The comparisons with chance by name, each with its meaning."""

NODE_MEASURES: Mapping[str, str] = {name: found.meaning for name, found in _MEASURES.items()}
"""The measures of a node by name, each with its meaning in a few words."""

MEASURE_NAMES: Mapping[str, Label] = {name: found.name for name, found in _MEASURES.items()}
"""The heading of each measure, in both languages."""
