"""The part of a network that a saved view shows: around a node, or of nodes kept or left out.

The page shows the same part by the same rules (``page/ego/part.js``): a partnership counts while an
edge that is shown rests on it, or the node in the middle, or a node shown without an edge.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from yuqiao.graph.labels import Label
from yuqiao.graph.messages import counted
from yuqiao.graph.network.builder import restricted
from yuqiao.graph.network.model import edges_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    import networkx as nx

    from yuqiao.graph.network.model import Network

PART_KEYS = ("centre", "opened", "only", "without")
"""The parts of a view's state that name the nodes shown."""


def part_names(state: Mapping[str, str], key: str) -> list[str]:
    """Return the nodes that a part of a view's state names.

    >>> part_names({"only": "urn:a,urn:b%2Cc"}, "only")
    ['urn:a', 'urn:b,c']
    """
    return [unquote(each) for each in state.get(key, "").split(",") if each]


def unknown_part(network: Network, state: Mapping[str, str]) -> str | None:
    """Return, in a line, how many nodes that a view names are not in a network; None if none."""
    named = {node for key in (*PART_KEYS, "nodes") for node in _named(state, key)}
    lost = sum(node not in network.graph for node in named)
    if not lost:
        return None
    return f"{counted(lost, 'node')} that the view names, but not in this network"


def shown_part(network: Network, state: Mapping[str, str]) -> Network:
    """Return the part of a network that a view's state shows; the network itself if it is all.

    >>> import networkx
    >>> from yuqiao.graph.network.model import Network
    >>> path = Network(networkx.path_graph(["urn:a", "urn:b", "urn:c", "urn:d"]))
    >>> sorted(shown_part(path, {"centre": "urn:a", "opened": "urn:b"}).graph)
    ['urn:a', 'urn:b', 'urn:c']
    """
    known = {key: [node for node in _named(state, key) if node in network.graph]
             for key in PART_KEYS}  # fmt: skip
    if not any(known.values()):
        return network
    graph = network.graph
    gone = set(known["without"])
    kept = [node for node in graph if node not in gone and node in (known["only"] or graph)]
    around = graph.subgraph(kept)
    centre = known["centre"][0] if known["centre"] else None
    if centre is not None:
        around = graph.subgraph(_reached(around, centre, set(known["opened"])))
    return _counted(network, around.copy(), centre, _sentence(network, known))


def _named(state: Mapping[str, str], key: str) -> list[str]:
    return [state[key]] if key == "centre" and state.get(key) else part_names(state, key)


def _reached(graph: nx.Graph, centre: str, opened: set[str]) -> list[str]:
    """Return the nodes around a centre: its neighbours, and those of the nodes opened."""
    if centre not in graph:
        return []
    both_ways = graph.to_undirected(as_view=True)
    found = dict.fromkeys([centre])
    for node in (waiting := [centre]):
        if node == centre or node in opened:
            new = [other for other in both_ways[node] if other not in found]
            found.update(dict.fromkeys(new))
            waiting += new
    return list(found)


def _counted(network: Network, graph: nx.Graph, centre: str | None, about: Label) -> Network:
    """Return a network of a part, whose nodes count the partnerships of the part only."""
    behind = [own for *_, own in edges_of(graph)]
    behind += [
        own for node, own in graph.nodes(data=True) if node == centre or not graph.degree(node)
    ]
    shared = {iri for own in behind for iri in own.get("partnerships", ())}
    known = {iri: each for iri, each in network.partnerships.items() if iri in shared}
    for _, own in graph.nodes(data=True):
        if own.get("partnerships"):
            own.update(restricted(own, known))
    parts = [each for each in (network.about, about) if each.en]
    label = Label(" ".join(each.en for each in parts), "".join(each.zh for each in parts))
    return replace(network, graph=graph, partnerships=known, about=label)


def _sentence(network: Network, known: Mapping[str, list[str]]) -> Label:
    """Return what the part is, in a sentence."""
    english, chinese = [], []
    if known["centre"]:
        own: Mapping[str, Any] = network.graph.nodes[known["centre"][0]]
        name = Label(
            *(str(own.get(f"label_{lang}") or known["centre"][0]) for lang in ("en", "zh"))
        )
        english.append(f"around {name.en}")
        chinese.append(f"以{name.zh}为中心")
    if known["only"]:
        english.append(f"of {counted(len(known['only']), 'node')} selected")
        chinese.append(f"仅所选的{len(known['only'])}个节点")
    if known["without"]:
        english.append(f"without {counted(len(known['without']), 'node')}")
        chinese.append(f"不含{len(known['without'])}个节点")
    return Label(f"A part: {', '.join(english)}.", f"局部：{'，'.join(chinese)}。")
