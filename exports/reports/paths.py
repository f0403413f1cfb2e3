"""Paths of a network as lines to read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yuqiao.exports.safe_text import harmless
from yuqiao.graph.messages import counted

if TYPE_CHECKING:
    from collections.abc import Iterator

    import networkx as nx


def path_lines(network: nx.Graph, paths: list[list[str]], lang: str) -> Iterator[str]:
    """Write each path: its things one below the other, with the partnerships behind each hop."""
    for number, path in enumerate(paths, 1):
        hops = len(path) - 1
        yield f"Path {number}: {counted(hops, 'hop')}"
        for place, node in enumerate(path):
            own = network.nodes[node]
            yield f"  {_name(network, node, lang)} ({own.get('kind', 'thing')})"
            if place < hops:
                behind = network.edges[node, path[place + 1]].get("partnerships", ())
                yield from (f"    | {_partnership(network, iri, lang)}" for iri in behind)
        yield ""


def _name(network: nx.Graph, node: str, lang: str) -> str:
    return harmless(str(network.nodes[node].get(f"label_{lang}", node)))


def _partnership(network: nx.Graph, iri: str, lang: str) -> str:
    label = network.graph["partnerships"][iri].label
    return harmless(label.zh if lang == "zh" else label.en)
