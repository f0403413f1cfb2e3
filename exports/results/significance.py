"""The backbone of a network, its null model and its communities as query results."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyoxigraph import Literal

from yuqiao.graph.labels import Label
from yuqiao.graph.network.measures import SEED
from yuqiao.graph.network.significance.backbone import LEVEL, disparity
from yuqiao.graph.network.significance.null_model import (
    DRAWS,
    cohesion,
    incidence_of,
    null_model,
)
from yuqiao.graph.network.significance.rewiring import TRADES
from yuqiao.graph.rdf.terms import node_term

if TYPE_CHECKING:
    from collections.abc import Iterator

    import networkx as nx

    from yuqiao.graph.network.model import Network
    from yuqiao.graph.rdf.terms import Term

_Rows = tuple[Label, tuple[str, ...], "Iterator[list[Term | None]]"]

STATISTICS = {
    "nestedness": Label("nestedness (NODF)", "嵌套度（NODF）"),
    "modularity": Label("modularity", "模块度"),
    "concentration": Label("concentration of shared neighbours", "共同相邻节点的集中度"),
}
"""The names of the statistics of a null model."""


def backbone_rows(network: Network, lang: str) -> _Rows:
    """Return the method, the columns and the edges of a network, the most significant first."""
    columns = ("name", "kind", "other", "other_kind", "p", "in_backbone", "source", "target")
    rows = _edge_rows(network, disparity(network.graph), lang)
    return backbone_method(network.graph), columns, rows


def has_even_weights(graph: nx.Graph) -> bool:
    """Return whether all edges have the same weight, so that no backbone stands out."""
    return len({weight for *_, weight in graph.edges(data="weight", default=1)}) < 2


def backbone_method(graph: nx.Graph) -> Label:
    """Return the method of the backbone of a network."""
    even = "; every edge has the same weight, so that none stands out"
    even_zh = "；各连线权重相同，没有突出者"
    even, even_zh = (even, even_zh) if has_even_weights(graph) else ("", "")
    return Label(
        "backbone: the disparity filter, the probability that an edge has at least its weight if "
        "the weight of its end were split at random (Serrano, Boguñá and Vespignani 2009), the "
        f"smaller of those of its ends; in the backbone below {LEVEL}; exact{even}",
        "骨干：差异过滤，即端点权重随机分配时某连线不低于其权重的概率"
        "（Serrano、Boguñá 与 Vespignani 2009），取两端较小者；"
        f"低于{LEVEL}的属于骨干；精确值{even_zh}",
    )


def null_model_rows(network: Network, lang: str, draws: int = DRAWS, seed: int = SEED) -> _Rows:
    """Return the method, the columns and the statistics of a two-mode network against chance.

    :raises QueryError: if it is not a two-mode network
    """
    found = null_model(incidence_of(network.graph, network.modes), draws=draws, seed=seed)
    columns = ("statistic", "observed", "mean", "deviation", "z", "p_high", "p_low")
    rows: Iterator[list[Term | None]] = (
        [
            Literal(STATISTICS[each.name].text(lang), language=lang),
            *(Literal(value) for value in (each.observed, each.mean, each.deviation)),
            Literal(each.z) if each.deviation else None,
            Literal(each.as_high),
            Literal(each.as_low),
        ]
        for each in found
    )
    return null_model_method(draws, seed), columns, rows


def null_model_method(draws: int = DRAWS, seed: int = SEED) -> Label:
    """Return the method of the null model."""
    more = Label(
        "NODF (Almeida-Neto et al. 2008), modularity of Leiden communities (Traag, Waltman and van "
        "Eck 2019), Herfindahl-Hirschman index of shared neighbours, whose z-score is that of "
        "Roberts and Stone (1990)",
        "NODF（Almeida-Neto 等 2008）、Leiden 社群的模块度（Traag、Waltman 与 van Eck 2019）、"
        "共同相邻节点的赫芬达尔-赫希曼指数（其 z 值即 Roberts 与 Stone 1990 的 z 值）",
    )
    return _of_chance(Label("null model", "零模型"), more, draws, seed)


def community_rows(network: Network, lang: str, draws: int = DRAWS, seed: int = SEED) -> _Rows:
    """Return the method, the columns and the communities of a two-mode network against chance.

    :raises QueryError: if it is not a two-mode network
    """
    found = cohesion(incidence_of(network.graph, network.modes), draws=draws, seed=seed)
    columns = ("community", "nodes", "inside", "leaving", "share_inside", "p_high", "members")
    separator = "、" if lang == "zh" else ", "
    rows: Iterator[list[Term | None]] = (
        [
            Literal(number),
            *(Literal(count) for count in (len(each.members), each.inside, each.leaving)),
            Literal(each.share),
            Literal(each.as_high),
            Literal(separator.join(_name(network, node, lang) for node in each.members)),
        ]
        for number, each in enumerate(found, 1)
    )
    return community_method(draws, seed), columns, rows


def community_method(draws: int = DRAWS, seed: int = SEED) -> Label:
    """Return the method of the communities of a two-mode network."""
    more = Label(
        "Leiden communities (Traag, Waltman and van Eck 2019); p_high is the share of networks "
        "with a community of at least as many nodes with at least that share of its links inside",
        "Leiden 社群（Traag、Waltman 与 van Eck 2019）；p_high 为含有节点数与内部连线占比均不低于"
        "该社群的社群的网络所占比例",
    )
    name = Label("cohesion", "凝聚度")
    return _of_chance(name, more, draws, seed)


def _of_chance(name: Label, more: Label, draws: int, seed: int) -> Label:
    return Label(
        f"{name.en}: {draws} random networks in which each node has as many neighbours, without "
        f"weights, by Curveball (Strona et al. 2014), {TRADES} trades for each row, seed {seed}; "
        f"{more.en}",
        f"{name.zh}：{draws}个各节点相邻节点数不变的随机网络，不计权重，Curveball 算法"
        f"（Strona 等 2014），每行{TRADES}次交换，种子{seed}；{more.zh}",
    )


def _name(network: Network, node: str, lang: str) -> str:
    return str(network.graph.nodes[node].get(f"label_{lang}", node))


def _edge_rows(
    network: Network, found: dict[tuple[str, str], float], lang: str
) -> Iterator[list[Term | None]]:
    kinds = network.graph.nodes(data="kind", default="")
    for (one, other), value in sorted(found.items(), key=lambda item: (item[1], item[0])):
        names = [
            literal
            for end in (one, other)
            for literal in (
                Literal(_name(network, end, lang), language=lang),
                Literal(str(kinds[end])),
            )
        ]
        yield [*names, Literal(value), Literal(value < LEVEL), node_term(one), node_term(other)]
