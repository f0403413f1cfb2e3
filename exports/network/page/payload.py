"""Build the page's JSON payload: nodes, edges and evidence.

Nodes, edges, partnerships, claims and sources are referred to by number to keep the file small;
empty fields are left out of a large network, for the same reason.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from yuqiao.exports.network.layout.layered import is_register, layered_layout
from yuqiao.exports.network.page.chance import chance_payload
from yuqiao.exports.network.page.evidence import EvidenceTables, held_in
from yuqiao.exports.network.palette import hues_of
from yuqiao.graph.entities.name_matching import traditional_letters
from yuqiao.graph.labels import Label, local_name
from yuqiao.graph.network.comparison.graph_union import EDITIONS
from yuqiao.graph.network.measures import EXACT_WORK, MEASURE_NAMES, igraph_of, measure_all
from yuqiao.graph.network.model import FACTS, Network, edges_of
from yuqiao.graph.pinyin import spellings

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import igraph
    import networkx as nx

    from yuqiao.exports.network.layout.layered import NodePosition
    from yuqiao.graph.network.measures import Measurement
    from yuqiao.graph.network.model import NodeValues

    _VocabularyParts = Mapping[str, NodePosition]

LARGE = 1500
"""Nodes from which a network is laid out freely, drawn by WebGL, and without empty fields."""

_SAMPLED = 12_000  # nodes at most for which betweenness is sampled if it cannot be exact

_DIGITS = 4  # of a measure, as many as a size or a column can show
_KINDS = ("discipline", "school", "university", "country", "industry", "partnership", "group")


def page_payload(network: Network, *, chance: bool = False) -> dict[str, Any]:
    """Return the data that the page draws and shows, for a network of any kind.

    :param chance: whether it holds what random networks say of a two-mode network

    Attributes that the nodes do not have are left out; a node without a label is named by its IRI.

    >>> import networkx
    >>> graph = networkx.Graph([("https://example.org/a", "https://example.org/b")])
    >>> data = page_payload(Network(graph))
    >>> data["nodes"][1]["en"], data["edges"]
    ('b', [{'from': 0, 'to': 1, 'relation': 'edge', 'weight': 1}])
    """
    graph = network.graph
    tables = EvidenceTables(network)
    large = len(network) > LARGE
    lens = is_register(graph) and not large
    simple = igraph_of(graph)
    offered = _offered(simple, is_two_mode=network.modes is not None)
    found = list(measure_all(graph, offered, modes=network.modes, simple=simple))
    nodes = _nodes(graph, tables, _places(graph, simple, lens, found))
    notice = network.notice._asdict() if network.notice else None
    _add_measures(nodes, found)
    data = {
        "layout": "lens" if lens else "free",
        "kinds": _kinds(graph),
        "modes": network.modes,
        "about": network.about._asdict(),
        "title": network.title._asdict() if network.title.en else None,
        "note": network.note._asdict() if network.note.en else None,
        "query": network.query,
        "directed": graph.is_directed(),
        "hues": {"foreign": not network.in_vocabulary, **hues_of(network)._asdict()},
        "names": {
            "kinds": {kind: label._asdict() for kind, label in network.kinds.items()},
            "relations": {name: label._asdict() for name, label in network.relations.items()},
        },
        "date": network.date,
        "region": tables.region(),
        "nodes": nodes,
        "edges": _edges(graph, tables),
        **tables.lists(),
        "measures": {
            each.name: {**MEASURE_NAMES[each.name]._asdict(), "method": each.method._asdict()}
            for each in found
        },
        "chance": chance_payload(network, random=chance),
        "cut": notice if network else None,
        "empty": None if network else notice,
        **_compared_graphs(network),
    }
    named = (each for name in ("nodes", "partnerships") for each in data[name])
    data["simplified"] = list(
        traditional_letters(own for each in named for own in (each["zh"], *each.get("aliases", ())))
    )
    if large:
        data["nodes"] = [_filled(node) for node in nodes]
    return data


def _kinds(graph: nx.Graph) -> list[str]:
    """Return the kinds of node, those of the register first, from the middle outwards."""
    present = {str(kind) for _, kind in graph.nodes(data="kind", default="other")}
    return [kind for kind in _KINDS if kind in present] + sorted(present - {*_KINDS})


def _nodes(
    graph: nx.Graph, tables: EvidenceTables, where: tuple[_VocabularyParts, _VocabularyParts | None]
) -> list[dict[str, Any]]:
    places, narrow = where
    nodes = []
    for number, (node, own) in enumerate(graph.nodes(data=True)):
        name = _name(node, own)
        nodes.append(
            {
                "id": number,
                "kind": own.get("kind", "other"),
                **name._asdict(),
                "iri": str(node),
                "aliases": list(own.get("aliases", ())),
                "pinyin": spellings(name.zh),
                "links": list(own.get("links", ())),
                "members": [label._asdict() for label in own.get("members", ())],
                **({"inside": own["inside"]} if "inside" in own else {}),
                "partnerships": tables.numbers(own.get("partnerships", ())),
                "current": own.get("current", 0),
                "sources": tables.source_numbers(own.get("sources", ())),
                **places[node]._asdict(),
                "narrow": narrow[node]._asdict() if narrow else None,
                "country": tables.key("country", own.get("country")),
                "level": tables.key("level", own.get("level")),
                **_facts(node, own, tables),
                **_place_of(node, tables),
                **({"year": own["year"]} if isinstance(own.get("year"), int) else {}),
                **_values(own),
                **_editions_of(own),
            }
        )
    return nodes


def _name(node: object, own: Mapping[str, Any]) -> Label:
    name = local_name(str(node))
    english, chinese = own.get("label_en"), own.get("label_zh")
    return Label(english or chinese or name, chinese or english or name)


def _facts(node: str, own: Mapping[str, Any], tables: EvidenceTables) -> dict[str, Any]:
    """Return the facts of a node, and the claims behind each."""
    known = {name: own[name] for name in FACTS if own.get(name)}
    if own.get("kind") == "university" and own.get("country"):
        known = {"country": (tables.label(own["country"]),), **known}
    behind = {name: tables.claims(node, name) for name in known}
    return {
        "facts": {name: [each._asdict() for each in labels] for name, labels in known.items()},
        "evidence": {name: claims for name, claims in behind.items() if claims},
    }


def _place_of(node: object, tables: EvidenceTables) -> dict[str, int]:
    """Return the place of a node by number, if it is known."""
    found = tables.places([str(node)])
    return {"place": found[0]} if found else {}


def _values(own: Mapping[str, Any]) -> dict[str, Any]:
    """Return the literals of a node that is not the vocabulary's, as labels."""
    if "values" not in own:
        return {}
    known: Iterable[NodeValues] = own["values"]
    return {
        "values": [
            {
                "name": each.name,
                **each.label._asdict(),
                "values": [_as_label(value)._asdict() for value in each.values],
            }
            for each in known
        ]
    }


def _as_label(value: object) -> Label:
    if isinstance(value, Label):
        return value
    text = str(value).lower() if isinstance(value, bool) else str(value)
    return Label(text, text)


def _places(
    graph: nx.Graph, simple: igraph.Graph, lens: bool, measured: Iterable[Measurement]
) -> tuple[_VocabularyParts, _VocabularyParts | None]:
    """Return the positions for a wide page, and those for a narrow one if they differ."""
    if lens:
        return layered_layout(graph), layered_layout(graph, sides=1)
    from yuqiao.exports.network.layout.free import free_layout

    groups = next(each for each in measured if each.name == "community")
    return free_layout(graph, groups.values, simple), None


def _edges(graph: nx.Graph, tables: EvidenceTables) -> list[dict[str, Any]]:
    number = {node: index for index, node in enumerate(graph)}
    edges = []
    for one, other, _, own in edges_of(graph):
        weight = own.get("weight", 1)
        edge = {
            "from": number[one],
            "to": number[other],
            "relation": own.get("relation", own.get("predicate", "edge")),
            "weight": int(weight) if weight == int(weight) else round(weight, 6),
        }
        if own.get("partnerships"):
            edge["partnerships"] = tables.numbers(own["partnerships"])
            edge["current"] = own.get("current", 0)
        if own.get("shared"):
            edge["shared"] = tables.shared_numbers(own["shared"])
        edges.append({**edge, **_editions_of(own)})
    return edges


def _editions_of(own: Mapping[str, Any]) -> dict[str, Any]:
    """Return which of two graphs a node or an edge is in, if they are compared by these."""
    return held_in(own["editions"], own.get("changes", ())) if "editions" in own else {}


def _compared_graphs(network: Network) -> dict[str, Any]:
    """Return the names of two graphs compared by nodes and edges, and what is not compared."""
    found = network.editions
    if found is None or network.partnerships:
        return {}
    names = {key: name._asdict() for key, name in zip(EDITIONS, found.names, strict=True)}
    return {"graphs": {"names": names, "limits": found.limits._asdict()}}


def _offered(simple: igraph.Graph, *, is_two_mode: bool) -> list[str]:
    """Return the measures that suit the network and can be computed in a few seconds."""
    size = simple.vcount()
    left_out = {"brokerage" if is_two_mode else "normalized-degree"}
    if sum(degree**2 for degree in simple.degree()) > EXACT_WORK:
        left_out |= {"brokerage"}
    if size * simple.ecount() > EXACT_WORK:
        left_out |= {"closeness"} if size <= _SAMPLED else {"closeness", "betweenness"}
    return [name for name in MEASURE_NAMES if name not in left_out]


def _add_measures(nodes: list[dict[str, Any]], measured: Iterable[Measurement]) -> None:
    for node in nodes:
        node["measures"] = {}
    for found in measured:
        for node, value in zip(nodes, found.values.values(), strict=True):
            node["measures"][found.name] = _short(value)


def _short(value: float) -> float:
    """Round to the digits that matter; return whole numbers as integers.

    >>> _short(0.123456), _short(3.0)
    (0.1235, 3)
    """
    return int(value) if value == int(value) else float(f"{value:.{_DIGITS}g}")


def _filled(node: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in node.items() if value not in ("", [], {}, None)}
