"""What the page is told: one JSON of a network, with the evidence behind everything in it.

Nodes, edges, partnerships, claims and sources are named by their number, so that the file stays
small; what is empty is left out of a large network, for the same reason.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from yuqiao.exports.network.layout.layered import is_register, layout_of
from yuqiao.exports.network.page.evidence import Register
from yuqiao.exports.pinyin import spellings
from yuqiao.graph.network.builder import FACTS
from yuqiao.graph.network.measures import EXACT_WORK, MEASURE_NAMES, measure_all
from yuqiao.graph.network.partnerships import Label, label_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import networkx as nx

    from yuqiao.exports.network.layout.layered import Place
    from yuqiao.graph.network.measures import Measurement

    _Places = Mapping[str, Place]

LARGE = 1500
"""Nodes from which a network is laid out freely, drawn by WebGL, and told without what is empty."""

_SAMPLED = 12_000  # nodes up to which betweenness is sampled where it cannot be exact

_DIGITS = 4  # of a measure: what a size or a column can show
_KINDS = ("discipline", "school", "university", "country", "industry", "partnership", "group")


def page_data(network: nx.Graph) -> dict[str, Any]:
    """Give what the page draws and shows, of a network of any kind.

    :param network: as :func:`yuqiao.graph.network.builder.network_of` gives it; of any other, what
        it does not say is left out, and a node is named after itself

    >>> import networkx
    >>> data = page_data(networkx.Graph([("https://example.org/a", "https://example.org/b")]))
    >>> data["nodes"][1]["en"], data["edges"]
    ('b', [{'from': 0, 'to': 1, 'relation': 'edge', 'weight': 1}])
    """
    told = network.graph
    register = Register(network)
    large = len(network) > LARGE
    lens = is_register(network) and not large
    found = list(measure_all(network, _offered(network)))
    nodes = _nodes(network, register, _places(network, lens, found))
    _add_measures(nodes, found)
    data = {
        "layout": "lens" if lens else "free",
        "kinds": _kinds(network),
        "about": told.get("about", Label("", ""))._asdict(),
        "date": told.get("date", ""),
        "region": register.region(),
        "nodes": nodes,
        "edges": _edges(network, register),
        **register.told(),
        "measures": {
            each.name: {**MEASURE_NAMES[each.name]._asdict(), "method": each.method._asdict()}
            for each in found
        },
        "cut": _both(told.get("cut")),
        "empty": _both(told.get("empty")),
    }
    if large:
        data["nodes"] = [_filled(node) for node in nodes]
    return data


def _both(label: Label | None) -> dict[str, str] | None:
    return label._asdict() if label and label.en else None


def _kinds(network: nx.Graph) -> list[str]:
    """Give the kinds there are, those of the register first, from the middle outwards."""
    present = {str(kind) for _, kind in network.nodes(data="kind", default="other")}
    return [kind for kind in _KINDS if kind in present] + sorted(present - {*_KINDS})


def _nodes(
    network: nx.Graph, register: Register, where: tuple[_Places, _Places | None]
) -> list[dict[str, Any]]:
    places, narrow = where
    told = []
    for number, (node, own) in enumerate(network.nodes(data=True)):
        name = _name(node, own)
        told.append(
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
                "partnerships": register.numbers(own.get("partnerships", ())),
                "current": own.get("current", 0),
                "sources": register.source_numbers(own.get("sources", ())),
                **places[node]._asdict(),
                "narrow": narrow[node]._asdict() if narrow else None,
                "country": register.key("country", own.get("country")),
                "level": register.key("level", own.get("level")),
                **_facts(node, own, register),
            }
        )
    return told


def _name(node: object, own: Mapping[str, Any]) -> Label:
    name = label_of(str(node), {})
    english, chinese = own.get("label_en"), own.get("label_zh")
    return Label(english or chinese or name.en, chinese or english or name.zh)


def _facts(node: str, own: Mapping[str, Any], register: Register) -> dict[str, Any]:
    """Give the facts of a node, and the claims behind each."""
    known = {name: own[name] for name in FACTS if own.get(name)}
    if own.get("kind") == "university" and own.get("country"):
        known = {"country": (register.name(own["country"]),), **known}
    behind = {name: register.claims(node, name) for name in known}
    return {
        "facts": {name: [each._asdict() for each in labels] for name, labels in known.items()},
        "evidence": {name: claims for name, claims in behind.items() if claims},
    }


def _places(
    network: nx.Graph, lens: bool, measured: Iterable[Measurement]
) -> tuple[_Places, _Places | None]:
    """Give the places for a wide page, and for a narrow one where they are others."""
    if lens:
        return layout_of(network), layout_of(network, sides=1)
    from yuqiao.exports.network.layout.free import free_layout_of

    groups = next(each for each in measured if each.name == "community")
    return free_layout_of(network, groups.values), None


def _edges(network: nx.Graph, register: Register) -> list[dict[str, Any]]:
    number = {node: index for index, node in enumerate(network)}
    told = []
    for one, other, own in network.edges(data=True):
        weight = own.get("weight", 1)
        edge = {
            "from": number[one],
            "to": number[other],
            "relation": own.get("relation", own.get("predicate", "edge")),
            "weight": int(weight) if weight == int(weight) else round(weight, 6),
        }
        if own.get("partnerships"):
            edge["partnerships"] = register.numbers(own["partnerships"])
            edge["current"] = own.get("current", 0)
        if own.get("shared"):
            edge["shared"] = _shared(own["shared"], number, register)
        told.append(edge)
    return told


def _shared(
    things: Iterable[str], number: Mapping[str, int], register: Register
) -> list[int | dict[str, str]]:
    return [
        number[thing] if thing in number else register.name(thing)._asdict() for thing in things
    ]


def _offered(network: nx.Graph) -> list[str]:
    """Give the measures that do not keep the reader waiting."""
    left_out = set()
    if len(network) * network.number_of_edges() > EXACT_WORK:
        left_out = {"closeness"} if len(network) <= _SAMPLED else {"closeness", "betweenness"}
    return [name for name in MEASURE_NAMES if name not in left_out]


def _add_measures(nodes: list[dict[str, Any]], measured: Iterable[Measurement]) -> None:
    for node in nodes:
        node["measures"] = {}
    for found in measured:
        for node, value in zip(nodes, found.values.values(), strict=True):
            node["measures"][found.name] = _short(value)


def _short(value: float) -> float:
    """Give as many digits as matter; whole numbers as such.

    >>> _short(0.123456), _short(3.0)
    (0.1235, 3)
    """
    return int(value) if value == int(value) else float(f"{value:.{_DIGITS}g}")


def _filled(node: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in node.items() if value not in ("", [], {}, None)}
