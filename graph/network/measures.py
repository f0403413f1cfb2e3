"""Measures of a network: centrality, brokerage, communities, bridges and concentration.

The network is a networkx graph; igraph computes, because it takes a second where networkx takes
minutes (betweenness of 10,000 nodes). Every result states its method. The same network gives the
same values: random numbers come from a fixed seed.
"""

from __future__ import annotations

import math
import random
from dataclasses import dataclass
from typing import TYPE_CHECKING

from yuqiao.graph.errors import QueryError
from yuqiao.graph.labels import Label

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    import igraph
    import networkx as nx

SEED = 20250601
"""The default seed of random numbers, for measures and for layouts."""

EXACT_WORK = 50_000_000
"""Nodes times edges up to which betweenness is exact: some seconds of igraph's work."""

_BATCHES, _BATCH = 10, 100  # beyond that it is sampled from this many batches of nodes
_MANY, _SMALL_BATCH = 5_000, 30  # nodes from which batches are small
_DAMPING = 0.85
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


def measure_nodes(graph: nx.Graph, name: str, seed: int = SEED) -> Measurement:
    """Measure every node of a network.

    Direction, parallel edges and self-loops are ignored; an edge's ``weight`` counts where a
    measure says so.

    :param name: one of :data:`NODE_MEASURES`
    :raises QueryError: if there is no such measure

    >>> import networkx
    >>> measure_nodes(networkx.path_graph(["a", "b", "c"]), "betweenness").values
    {'a': 0.0, 'b': 1.0, 'c': 0.0}
    """
    if name not in _MEASURES:
        raise QueryError(f"{name} is not a measure; expected one of {', '.join(_MEASURES)}")
    (found,) = measure_all(graph, [name], seed)
    return found


def measure_all(graph: nx.Graph, names: Iterable[str], seed: int = SEED) -> Iterator[Measurement]:
    """Measure every node of a network in several ways, as :func:`measure_nodes` does.

    :param names: some of :data:`NODE_MEASURES`
    """
    simple = igraph_of(graph)
    for name in names:
        values, method = _MEASURES[name].compute(simple, seed)
        yield Measurement(name, method, dict(zip(simple.vs["name"], values, strict=True)))


def igraph_of(graph: nx.Graph) -> igraph.Graph:
    """Convert a network to an undirected igraph graph without loops or parallel edges.

    Vertices keep the order of the nodes, and their names as ``name``; edges have ``weight``.
    """
    import igraph

    number = {node: index for index, node in enumerate(graph)}
    weights: dict[tuple[int, int], float] = {}
    for one, other, weight in graph.edges(data="weight", default=1):
        pair = (min(number[one], number[other]), max(number[one], number[other]))
        if pair[0] != pair[1]:
            weights[pair] = weights.get(pair, 0) + weight
    simple = igraph.Graph(n=len(number), edges=list(weights))
    simple.vs["name"] = list(number)
    simple.es["weight"] = list(weights.values())
    return simple


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


def _betweenness(simple: igraph.Graph, seed: int) -> tuple[list[float], Label]:
    size = simple.vcount()
    pairs = (size - 1) * (size - 2) / 2
    if pairs <= 0:
        return [0.0] * size, Label(
            "betweenness: no node can lie between two others",
            "中介中心性：没有节点可位于另外两个节点之间",
        )
    if size > _BATCHES * _BATCH and size * simple.ecount() > EXACT_WORK:
        return _sampled_betweenness(simple, seed, pairs)
    found = simple.betweenness(directed=False)
    return [value / pairs for value in found], Label(
        f"{_BETWEEN.en} (Brandes 2001); hops, exact",
        f"{_BETWEEN.zh}（Brandes 2001）；按步数，精确值",
    )


def _sampled_betweenness(
    simple: igraph.Graph, seed: int, pairs: float
) -> tuple[list[float], Label]:
    size = simple.vcount()
    batch = _BATCH if size < _MANY else _SMALL_BATCH
    pivots = random.Random(seed).sample(range(size), _BATCHES * batch)
    samples = [
        [
            value * size / batch / pairs
            for value in simple.betweenness(
                directed=False, sources=pivots[start : start + batch], targets=range(size)
            )
        ]
        for start in range(0, len(pivots), batch)
    ]
    values = [math.fsum(found) / _BATCHES for found in zip(*samples, strict=True)]
    spread = max(
        math.dist(found, [value] * _BATCHES)
        for found, value in zip(zip(*samples, strict=True), values, strict=True)
    )
    error = spread / math.sqrt((_BATCHES - 1) * _BATCHES)
    return values, Label(
        f"{_BETWEEN.en} (Brandes and Pich 2007); hops, from {len(pivots)} of {size} nodes, seed "
        f"{seed}; the standard error is at most {error:.2g}, the greatest value {max(values):.2g}",
        f"{_BETWEEN.zh}（Brandes 与 Pich 2007）；按步数，取{size}个节点中的{len(pivots)}个，"
        f"种子{seed}；标准误差不超过{error:.2g}，最大值{max(values):.2g}",
    )


def _closeness(simple: igraph.Graph, _: int) -> tuple[list[float], Label]:
    size = simple.vcount()
    reached = [0] * size
    for component in simple.connected_components():
        for vertex in component:
            reached[vertex] = len(component) - 1
    found = simple.closeness()
    values = [
        value * count / (size - 1) if count else 0.0
        for value, count in zip(found, reached, strict=True)
    ]
    return values, Label(
        "closeness: one over the mean number of hops to the others, times the share of nodes that "
        "can be reached (Wasserman and Faust 1994); exact",
        "接近中心性：到其他节点平均步数的倒数，乘以可到达节点所占比例"
        "（Wasserman 与 Faust 1994）；精确值",
    )


def _pagerank(simple: igraph.Graph, _: int) -> tuple[list[float], Label]:
    values = simple.pagerank(directed=False, damping=_DAMPING, weights="weight")
    return values, Label(
        "PageRank: the probability that a random walk along edges, by weight, is at the node "
        f"(Brin and Page 1998); damping {_DAMPING}, exact",
        f"PageRank：按权重沿连线随机游走时到访的概率（Brin 与 Page 1998）；"
        f"阻尼系数{_DAMPING}，精确值",
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
_MEASURES: dict[str, _Measure] = {
    "degree": _Measure(_degree, Label("Degree", "度"), "number of neighbours"),
    "weighted-degree": _Measure(
        _strength,
        Label("Weighted degree", "加权度"),
        "number of partnerships, over all neighbours",
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

NODE_MEASURES: Mapping[str, str] = {name: found.meaning for name, found in _MEASURES.items()}
"""The measures of a node by name, each with its meaning in a few words."""

MEASURE_NAMES: Mapping[str, Label] = {name: found.name for name, found in _MEASURES.items()}
"""The heading of each measure, in both languages."""
