"""Format the paths of a network as text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yuqiao.exports.reports.network_summary import kind_name
from yuqiao.exports.safe_text import harmless
from yuqiao.graph.messages import counted
from yuqiao.graph.network.model import edges_of
from yuqiao.graph.translation import translate

if TYPE_CHECKING:
    from collections.abc import Iterator

    from yuqiao.graph.network.model import Network


def path_lines(network: Network, paths: list[list[str]], lang: str) -> Iterator[str]:
    """Return the lines of each path: its nodes in order, with the partnerships behind each hop.

    :param lang: ``en`` or ``zh``
    """
    for number, path in enumerate(paths, 1):
        hops = len(path) - 1
        yield translate(f"Path {number}: {counted(hops, 'hop')}", lang)
        for position, node in enumerate(path):
            yield f"  {_node(network, node, lang)}"
            if position < hops:
                hop = _hop(network, node, path[position + 1], lang)
                yield from (f"    | {line}" for line in hop)
        yield ""


def _hop(network: Network, one: str, other: str, lang: str) -> Iterator[str]:
    """Return the partnerships behind a hop or, of a foreign network, its relations."""
    graph = network.graph
    for edge in edges_of(graph.subgraph((one, other))):
        own = edge.attributes
        if edge.source == edge.target:
            continue
        yield from (_partnership(network, iri, lang) for iri in own.get("partnerships", ()))
        if own["relation"] in network.relations:
            name = harmless(network.relations[own["relation"]].text(lang))
            arrow = f"{name} →" if edge.source == one else f"← {name}"
            yield arrow if graph.is_directed() else name


def _node(network: Network, node: str, lang: str) -> str:
    own = network.graph.nodes[node]
    name = harmless(str(own.get(f"label_{lang}", node)))
    kind = kind_name(own.get("kind", "entity"), lang)
    return f"{name}（{kind}）" if lang == "zh" else f"{name} ({kind})"


def _partnership(network: Network, iri: str, lang: str) -> str:
    return harmless(network.partnerships[iri].label.text(lang))
