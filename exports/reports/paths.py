"""Format the paths of a network as text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yuqiao.exports.reports.network_summary import kind_name
from yuqiao.exports.safe_text import harmless
from yuqiao.graph.messages import counted
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
                behind = network.graph.edges[node, path[position + 1]].get("partnerships", ())
                yield from (f"    | {_partnership(network, iri, lang)}" for iri in behind)
        yield ""


def _node(network: Network, node: str, lang: str) -> str:
    own = network.graph.nodes[node]
    name = harmless(str(own.get(f"label_{lang}", node)))
    kind = kind_name(own.get("kind", "entity"), lang)
    return f"{name}（{kind}）" if lang == "zh" else f"{name} ({kind})"


def _partnership(network: Network, iri: str, lang: str) -> str:
    return harmless(network.partnerships[iri].label.text(lang))
