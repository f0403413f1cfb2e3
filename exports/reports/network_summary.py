"""A network in a few lines, with the list of its measures, as text."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from yuqiao.exports.results.measures import concentrations
from yuqiao.exports.text_layout import pad_text
from yuqiao.graph.network.measures import (
    NETWORK_MEASURES,
    NODE_MEASURES,
    SIGNIFICANCE,
    bridges,
    sides_of,
)
from yuqiao.graph.network.spec import KIND_PLURALS
from yuqiao.graph.translation import translate

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from yuqiao.graph.network.model import Network

_TEXTS = {
    "nodes": ("nodes", "节点"),
    "edges": ("edges", "边"),
    "components": ("components", "连通分量"),
    "density": ("density", "密度"),
    "bridges": ("bridges", "桥"),
    "concentration": ("concentration", "集中度"),
    "kinds": ("{:,} ({})", "{:,}（{}）"),
    "kind": ("{0:,} {1}", "{1}{0:,}"),
    ",": (", ", "、"),
    "largest": ("{:,}, the largest of {:,} nodes", "{:,}，最大的有{:,}个节点"),
    "splitting": ("{:,} edges whose removal splits a component", "{:,}（去掉后连通分量断开的边）"),
    "index": (
        "{:.3f} by {} (Herfindahl-Hirschman index; as if {:.1f} had equal shares of partnerships)",
        "{:.3f}，按{}计（赫芬达尔-赫希曼指数，相当于{:.1f}个均分合作办学机构和项目）",
    ),
    "two-mode": (
        "{:.4f} of all possible links between a {} and a {} (Borgatti and Everett 1997)",
        "{:.4f}，按{}与{}之间所有可能的连线计（Borgatti 与 Everett 1997）",
    ),
    "node measures": ("Measures of each node", "节点的指标"),
    "network measures": ("Measures of the network", "整个网络的指标"),
    "significance": ("Comparisons with chance", "与随机网络的比较"),
}
_FIRST = 13  # columns of the first text of a line
_NAME = 17  # columns of the name of a measure


def summary_lines(network: Network, lang: str) -> Iterator[str]:
    """Summarize a network in a few lines, and list the measures.

    :param lang: ``en`` or ``zh``
    """
    yield from _figures(network, lang)
    if network:
        yield from ("", _text("node measures", lang))
        yield from _measures(NODE_MEASURES, lang)
        yield _text("network measures", lang)
        yield from _measures({name: found[0] for name, found in NETWORK_MEASURES.items()}, lang)
        yield _text("significance", lang)
        yield from _measures(SIGNIFICANCE, lang)


def kind_name(kind: str, lang: str) -> str:
    """Return the name of a kind of node; that of a query's own kind is the kind itself."""
    if lang != "zh":
        return kind
    if kind in KIND_PLURALS:  # Chinese has no plural
        return KIND_PLURALS[kind].zh
    return "实体" if kind == "entity" else kind


def _text(key: str, lang: str, *values: object) -> str:
    english, chinese = _TEXTS[key]
    return (chinese if lang == "zh" else english).format(*values)


def _line(key: str, lang: str, value: str) -> str:
    return f"{pad_text(_text(key, lang), _FIRST)}  {value}"


def _figures(network: Network, lang: str) -> Iterator[str]:
    import networkx as nx

    graph = network.graph
    kinds = sorted(Counter(str(kind) for _, kind in graph.nodes(data="kind")).items())
    counts = _text(",", lang).join(
        _text("kind", lang, count, kind_name(kind, lang)) for kind, count in kinds
    )
    nodes = _text("kinds", lang, len(network), counts) if kinds else "0"
    yield _line("nodes", lang, nodes)
    yield _line("edges", lang, f"{graph.number_of_edges():,}")
    if not network:
        return
    sizes = [len(part) for part in nx.connected_components(nx.Graph(graph))]
    yield _line("components", lang, _text("largest", lang, len(sizes), max(sizes)))
    yield _line("density", lang, _density(network, lang))
    yield _line("bridges", lang, _text("splitting", lang, len(bridges(graph))))
    for kind, index, _ in concentrations(graph):
        value = _text("index", lang, index, kind_name(kind, lang), 1 / index)
        yield _line("concentration", lang, value)


def _density(network: Network, lang: str) -> str:
    import networkx as nx

    graph = network.graph
    if network.modes is None:
        return f"{nx.density(nx.Graph(graph)):.4f}"
    found = sides_of(graph, network.modes).density(graph.number_of_edges())
    return _text("two-mode", lang, found, *(kind_name(kind, lang) for kind in network.modes))


def _measures(meanings: Mapping[str, str], lang: str) -> Iterator[str]:
    for name, meaning in meanings.items():
        yield f"  {name:{_NAME}}  {translate(meaning, lang)}"
