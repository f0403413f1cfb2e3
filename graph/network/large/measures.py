"""Measures of large networks by NetworKit, which takes a fraction of the time and the memory.

C. Staudt, A. Sazonovs and H. Meyerhenke, NetworKit: a tool suite for large-scale complex network
analysis, Network Science 4 (2016), 508. It computes on one processor here: what several add up
differs with the order in which they are done, and the same network gives the same values.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from yuqiao.graph.labels import Label

if TYPE_CHECKING:
    import networkit
    import numpy as np

    Numbers = np.ndarray[Any, np.dtype[Any]]

DAMPING = 0.85
"""The probability that the walk of PageRank goes on along an edge."""

MANY_EDGES = 200_000
"""Edges above which a network is measured here, if NetworKit is installed."""

_DELTA = 0.1
_ERROR, _COARSE_ERROR, _HUGE = 0.003, 0.01, 1_000_000  # the coarser above so many edges
_FEW_FIRST = 10_000  # what KADABRA divides the number of samples by for its first ones
_ROUNDS = 3


def large_network(
    size: int, sources: Numbers, targets: Numbers, weights: Numbers
) -> networkit.Graph:
    """Build a network from the numbers of its nodes.

    :param size: how many nodes there are
    :param sources: one end of each edge; no edge comes twice, and none joins a node to itself

    >>> import numpy
    >>> ends = numpy.array([0, 1]), numpy.array([1, 2])
    >>> network = large_network(4, *ends, numpy.ones(2))
    >>> network.numberOfNodes(), network.numberOfEdges()
    (4, 2)
    """
    import networkit

    networkit.setNumberOfThreads(1)
    return networkit.GraphFromCoo((weights, (sources, targets)), n=size, weighted=True)


def is_large(edges: int) -> bool:
    """Return whether a network of so many edges is measured here.

    >>> is_large(200_000)
    False
    """
    return edges > MANY_EDGES and find_spec("networkit") is not None


def component_numbers(network: networkit.Graph) -> list[int]:
    """Return the number of each node's connected component, in no particular order.

    >>> import numpy
    >>> component_numbers(large_network(3, numpy.array([0]), numpy.array([2]), numpy.ones(1)))
    [0, 1, 0]
    """
    from networkit.components import ConnectedComponents

    found = ConnectedComponents(network).run().getPartition()
    return list(found.getVector())


def _pagerank(network: networkit.Graph, _: int) -> tuple[list[float], Label]:
    from networkit.centrality import PageRank

    found = PageRank(network, damp=DAMPING, tol=1e-12).run().scores()
    total = sum(found)  # less than 1 where nodes have no edge: the walk goes on from anywhere
    return [value / total for value in found], Label(
        "PageRank: the probability that a random walk along edges, by weight, is at the node "
        f"(Brin and Page 1998); damping {DAMPING}, until it changes by less than 1e-12, by "
        "NetworKit",
        f"PageRank：按权重沿连线随机游走时到访的概率（Brin 与 Page 1998）；"
        f"阻尼系数{DAMPING}，至变化小于1e-12，用 NetworKit 计算",
    )


def _core(network: networkit.Graph, _: int) -> tuple[list[float], Label]:
    from networkit.centrality import CoreDecomposition

    return CoreDecomposition(network).run().scores(), Label(
        "k-core: the largest k such that a node is in a group whose members have k neighbours in "
        "it (Seidman 1983); exact, by NetworKit",
        "k-核：使节点属于某个子群、且该子群成员在其中都有 k 个相邻节点的最大 k"
        "（Seidman 1983）；精确值，用 NetworKit 计算",
    )


def _community(network: networkit.Graph, seed: int) -> tuple[list[float], Label]:
    import networkit
    from networkit.community import Modularity, ParallelLeiden

    networkit.setSeed(seed, False)
    found = ParallelLeiden(network, randomize=True, iterations=_ROUNDS).run().getPartition()
    groups = by_size(found.getVector())
    weighty = network.totalEdgeWeight() > 0
    quality = Modularity().getQuality(found, network) if weighty else 0.0
    return groups, Label(
        f"communities: Leiden (Traag, Waltman and van Eck 2019) for modularity, by weight, "
        f"{_ROUNDS} rounds, seed {seed}, by NetworKit's ParallelLeiden; "
        f"{int(max(groups, default=0))} groups of modularity {quality:.3f}",
        f"社群：Leiden 算法（Traag、Waltman 与 van Eck 2019），按权重优化模块度{_ROUNDS}轮，"
        f"种子{seed}，用 NetworKit 的 ParallelLeiden 计算；"
        f"{int(max(groups, default=0))}个社群，模块度{quality:.3f}",
    )


def by_size(groups: list[int]) -> list[float]:
    """Return each node's group by its place: 1 is the largest, then the one that comes first.

    >>> by_size([7, 3, 3])
    [2.0, 1.0, 1.0]
    """
    from collections import Counter

    counts = Counter(groups)  # in the order in which the groups come
    order = sorted(counts, key=lambda group: -counts[group])
    place = {group: float(number) for number, group in enumerate(order, 1)}
    return [place[group] for group in groups]


def _betweenness(network: networkit.Graph, seed: int) -> tuple[list[float], Label]:
    """Estimate betweenness (M. Borassi and E. Natale, KADABRA, ESA 2016, 20).

    NetworKit's values are those of both directions together, as a share of all pairs, the node's
    own included. Its hits count the first samples, of which its divisor knows nothing: so these
    are made few.
    """
    import networkit
    from networkit.centrality import KadabraBetweenness

    networkit.setSeed(seed, False)
    error = _ERROR if network.numberOfEdges() <= _HUGE else _COARSE_ERROR
    hops = networkit.Graph(network, weighted=False)
    found = KadabraBetweenness(
        hops, err=error, delta=_DELTA, deterministic=True, startFactor=_FEW_FIRST
    )
    size = network.numberOfNodes()
    values = [score / 2 * size / (size - 2) for score in found.run().scores()]
    return values, Label(
        "betweenness: the share of shortest paths between two others that go through a node "
        f"(KADABRA, Borassi and Natale 2016); hops, sampled, seed {seed}: with a probability of "
        f"{1 - _DELTA:g} no value is off by more than {error}, the greatest value "
        f"{max(values, default=0):.2g}; by NetworKit",
        "中介中心性：另外两个节点间最短路径经过该节点的比例（KADABRA，Borassi 与 Natale 2016）；"
        f"按步数，抽样，种子{seed}：所有值的误差以{1 - _DELTA:g}的概率不超过{error}，"
        f"最大值{max(values, default=0):.2g}；用 NetworKit 计算",
    )


LARGE_MEASURES: Mapping[str, Callable[[networkit.Graph, int], tuple[list[float], Label]]] = {
    "betweenness": _betweenness,
    "pagerank": _pagerank,
    "core": _core,
    "community": _community,
}
"""The measures of a node that are taken here, each a function of a network and a seed."""
