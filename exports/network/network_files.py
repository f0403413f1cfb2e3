"""Write networks as files for other tools: Gephi, Cytoscape, graphology, spreadsheets, networkx.

Attributes are plain in all of them: numbers stay numbers, several values are one text, joined by
"; ", and missing values are left out. Entities are named; their IRIs are in an attribute of its
own. Direction, positions, colours and measures are those of the network's page.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections import Counter
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from yuqiao.exports.formats import NETWORKS, known_format
from yuqiao.exports.network import page
from yuqiao.exports.network.layout.layered import is_register, layered_layout
from yuqiao.exports.network.palette import hues_of
from yuqiao.exports.output import open_output
from yuqiao.exports.safe_text import xml_text
from yuqiao.graph.errors import OutputError
from yuqiao.graph.labels import Label, label_of
from yuqiao.graph.network.measures import EXACT_WORK, NODE_MEASURES
from yuqiao.graph.network.model import edges_of

if TYPE_CHECKING:
    import os
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from xml.etree.ElementTree import Element

    import networkx as nx

    from yuqiao.exports.network.layout.layered import NodePosition
    from yuqiao.graph.network.model import Network, NodeValues

_JOIN = "; "
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_NO_KEY = re.compile(r"[^A-Za-z0-9_]")
_YEAR = re.compile(r"\d{4}")
_NAMED = ("country", "level", "located", "partnerships", "sources", "shared")
"""Attributes that refer to entities by IRI."""

_CENTRALITIES = {"betweenness", "closeness"}  # which take minutes on a large network


def network_bytes(network: Network, form: str) -> bytes:
    r"""Serialize a network; the same network gives the same bytes.

    :param form: one of :data:`yuqiao.exports.formats.NETWORKS`
    :raises OutputError: if it is another format

    >>> import networkx
    >>> from yuqiao.graph.network.model import Network
    >>> graph = networkx.Graph([("a", "b", {"weight": 2})])
    >>> network_bytes(Network(graph), "edges-csv").splitlines()[1]
    b'a,b,Undirected,e0,2,#6b7588'
    """
    return _WRITERS[known_format(form, NETWORKS)](plain(network)).encode()


def write_network(
    network: Network,
    form: str,
    output: str | os.PathLike[str] | None,
    *,
    spreadsheet: bool = False,
) -> str | None:
    """Write a network to a file, completely or not at all, or to standard output.

    :param spreadsheet: whether a list of edges is made safe to open in a spreadsheet
    :return: a remark on what was written, if there is one
    :raises OutputError: if it cannot be written there, or not in that format
    """
    if spreadsheet:
        data, remark = _spreadsheet(network, form)
    else:
        data, remark = network_bytes(network, form), None
    with open_output(output) as out:
        out.write(data)
    return remark


def _spreadsheet(network: Network, form: str) -> tuple[bytes, str]:
    from yuqiao.exports.results.csv_spreadsheet import changed_cells, without_formula

    if form != "edges-csv":
        raise OutputError(
            f"spreadsheet-safe output is for edges-csv, not for {form}; choose the format edges-csv"
        )
    changed = 0

    def safe(cell: object) -> object:
        nonlocal changed
        if not isinstance(cell, str):
            return cell
        changed += without_formula(cell) != cell
        return without_formula(cell)

    text = _edges_csv(plain(network), safe)
    return f"\ufeff{text}".encode(), changed_cells(changed)


def plain(network: Network) -> nx.Graph:
    """Return the graph of a network with attributes that every format can hold.

    A node has its ``label``, its position (``x``, to the right, and ``y``, up), its ``color`` and
    its measures, an edge its ``id``, ``label`` and ``color``. Both have the first ``year`` and the
    ``status`` of the partnerships behind them, if there are any. The graph's own attributes are
    its title, its date, what it is about, its query, and its notice.

    >>> import networkx
    >>> from yuqiao.graph.network.model import Network
    >>> graph = networkx.Graph()
    >>> graph.add_node("a", aliases=("x", "y"), founded=None, current=3)
    >>> found = plain(Network(graph, date="2026-11-23"))
    >>> found.nodes["a"]["aliases"], found.nodes["a"]["degree"], found.graph
    ('x; y', 0, {'date': '2026-11-23'})
    """
    return _Exported(network).graph()


class _Exported:
    """A network with everything that files tell of its nodes and edges."""

    def __init__(self, network: Network) -> None:
        self._network = network
        self._hues = hues_of(network)
        self._words = json.loads(files(page).joinpath("messages.json").read_text("utf-8"))["en"]
        self._places = _positions(network.graph)
        self._measures = {name: network.measure(name).values for name in _measures(network)}

    def graph(self) -> nx.Graph:
        """Return the graph with plain attributes."""
        network = self._network
        own = {
            "title": network.title if network.title.en else None,
            "note": network.note if network.note.en else None,
            "date": network.date or None,
            "empty": None if network else network.notice,
            "about": network.about if network.about.en else None,
            "cut": network.notice if network else None,
            "query": network.query or None,
        }
        found = network.graph.__class__(**_plain({**own, **network.graph.graph}))
        for node, told in network.graph.nodes(data=True):
            found.add_node(_text(node), **_plain(self._node(node, told)))
        for number, (one, other, key, told) in enumerate(edges_of(network.graph)):
            plain = _plain(self._edge(key or f"e{number}", other, told))
            keyed = {"key": _text(key)} if network.graph.is_multigraph() else {}
            found.add_edge(_text(one), _text(other), **keyed, **plain)
        _level_numbers([told for _, told in found.nodes(data=True)])
        _level_numbers([told for *_, told in found.edges(data=True)])
        return found

    def _node(self, node: str, own: Mapping[str, Any]) -> dict[str, object]:
        place = self._places[node]
        return {
            "label": own.get("label_en") or str(node),
            **self._told(own),
            **dict(_values(own.get("values", ()))),
            "x": place.x,
            "y": -place.y,
            "color": self._hues.of_kind(str(own.get("kind", "other"))),
            **{_key(name): values[node] for name, values in self._measures.items()},
        }

    def _edge(self, key: str, target: str, own: Mapping[str, Any]) -> dict[str, object]:
        relation = str(own.get("relation", ""))
        kind = str(self._network.graph.nodes[target].get("kind", "other"))
        colour = self._hues.of_relation(relation, kind)
        named = {"label": self._relation(relation)} if relation else {}
        return {"id": own.get("id", key), **named, **self._told(own), "color": colour}

    def _relation(self, relation: str) -> str:
        if relation in self._network.relations:
            return self._network.relations[relation].en
        return str(self._words.get(f"relation-{relation}", relation))

    def _told(self, own: Mapping[str, Any]) -> dict[str, object]:
        """Return attributes with names for IRIs, and with the years and status behind them."""
        found: dict[str, object] = {}
        for name, value in own.items():
            if name in _NAMED and value:
                iris = (value,) if isinstance(value, str) else value
                found[name] = tuple(self._name(iri) for iri in iris)
                found[f"{name}_iri" if isinstance(value, str) else f"{name}_iris"] = value
            elif name == "founded":
                found[name] = _whole_year(value)
            elif name != "values":
                found[name] = value
        known = self._network.partnerships
        behind = [known[iri] for iri in own.get("partnerships", ()) if iri in known]
        if years := [each.year for each in behind if each.year is not None]:
            found["year"] = min(years)
        status = {each.en for one in behind for each in one.facts.get("status", ())}
        found["status"] = tuple(sorted(status))
        return found

    def _name(self, iri: str) -> str:
        network = self._network
        if iri in network.partnerships:
            return network.partnerships[iri].label.en
        if iri in network.sources:
            return network.sources[iri].title.en
        own = network.graph.nodes[iri] if iri in network.graph else {}
        return str(own.get("label_en") or (network.labels.get(iri) or label_of(iri, {})).en)


def _positions(graph: nx.Graph) -> Mapping[str, NodePosition]:
    from yuqiao.exports.network.layout.free import free_layout

    if is_register(graph):
        return layered_layout(graph)
    return free_layout(graph, dict.fromkeys(graph, 1) if _is_negative(graph) else None)


def _is_negative(graph: nx.Graph) -> bool:
    """Return whether a weight is below 0, for which no measure, nor a community, is defined."""
    return any(weight < 0 for *_, weight in graph.edges(data="weight", default=1))


def _measures(network: Network) -> list[str]:
    """Return the measures that suit a network and can be computed in a few seconds."""
    if _is_negative(network.graph):
        return []
    left_out = {"brokerage" if network.modes else "normalized-degree"}
    if len(network) * network.graph.number_of_edges() > EXACT_WORK:
        left_out |= _CENTRALITIES
    return [name for name in NODE_MEASURES if name not in left_out]


def _values(known: Iterable[NodeValues]) -> Iterator[tuple[str, object]]:
    """Return the literals of a node by the name of their property, one of them with its type."""
    for each in known:
        yield _key(each.name), each.values[0] if len(each.values) == 1 else each.values


def _key(name: str) -> str:
    """Return the name of an attribute with no more than GML allows: foaf:age is foaf_age."""
    return _NO_KEY.sub("_", name)


def _whole_year(value: object) -> object:
    """Return a year as a number, if there is one and no more."""
    texts = [str(getattr(each, "en", each)) for each in value] if isinstance(value, tuple) else []
    return int(texts[0]) if len(texts) == 1 and _YEAR.fullmatch(texts[0]) else value


def _level_numbers(attributes: list[dict[str, object]]) -> None:
    """Give all values of an attribute one type, text or float if one is: files declare one."""
    texts = {name for own in attributes for name, value in own.items() if isinstance(value, str)}
    fractions = {
        name for own in attributes for name, value in own.items() if isinstance(value, float)
    }
    for own in attributes:
        for name in fractions & own.keys():
            value = own[name]
            if isinstance(value, int) and not isinstance(value, bool):
                own[name] = float(value)
        for name in texts & own.keys():
            own[name] = str(own[name])


def _plain(attributes: Mapping[str, object]) -> dict[str, object]:
    found: dict[str, object] = {}
    for name, value in attributes.items():
        if isinstance(value, Label):
            value = value.en
        if isinstance(value, str):
            found[name] = _text(value)
        elif isinstance(value, bool | int | float):
            found[name] = value
        elif isinstance(value, list | tuple | set | frozenset) and value:
            found[name] = _text(
                _joined(value if isinstance(value, list | tuple) else sorted(value))
            )
    return found


def _joined(values: Iterable[object]) -> str:
    """Join values; of a label, the English name."""
    return _JOIN.join(str(getattr(value, "en", value)) for value in values)


def _text(text: object) -> str:
    return xml_text(str(text))


def _graphml(network: nx.Graph) -> str:
    """Write GraphML; Gephi and yEd show the attribute ``label``."""
    import networkx as nx

    return "\n".join(nx.generate_graphml(network, edge_id_from_attribute="id")) + "\n"


def _gexf(network: nx.Graph) -> str:
    """Write GEXF 1.3 (https://gexf.net); its date is that of the data, not of today.

    What has a year begins in it, for Gephi's timeline. Attributes of networkx that the RELAX NG
    schema of GEXF 1.3 does not allow are removed.
    """
    from networkx.readwrite.gexf import GEXFWriter

    drawn = network.copy()
    for own in (*drawn.nodes.values(), *drawn.edges.values()):
        _show(own)
    writer = GEXFWriter(encoding="utf-8", prettyprint=True, version="1.3")
    date = str(drawn.graph.pop("date", ""))
    writer.add_graph(drawn)
    for meta in writer.xml.iter("meta"):
        del meta.attrib["lastmodifieddate"]
        if _DAY.fullmatch(date):
            meta.set("lastmodifieddate", date)
        for creator in meta.iter("creator"):
            creator.text = "Yuqiao"
    for graph in writer.xml.iter("graph"):
        del graph.attrib["name"]
    for attributes in writer.xml.iter("attributes"):
        del attributes.attrib["mode"]
    if network.is_multigraph():
        _tell_apart(list(writer.xml.iter("edge")), network)
    for name in [name for name in writer.xml.attrib if "xsi:" in name or ":xsi" in name]:
        del writer.xml.attrib[name]
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{writer}\n'


def _tell_apart(elements: list[Element], network: nx.Graph) -> None:
    """Give each edge a kind, without which Gephi adds parallel edges up."""
    for element, kind in zip(elements, _kinds(network.edges(data="relation")), strict=True):
        element.set("kind", kind)


def _kinds(edges: Iterable[tuple[str, str, str | None]]) -> Iterator[str]:
    """Return the relation of each edge, with a number from the second between the same nodes on."""
    counts: Counter[tuple[str, str, str | None]] = Counter()
    for edge in edges:
        counts[edge] += 1
        yield (edge[2] or "edge") + (f" {counts[edge]}" if counts[edge] > 1 else "")


def _show(own: dict[str, Any]) -> None:
    """Put position, colour and year where GEXF has a place for them."""
    red, green, blue = bytes.fromhex(own["color"].removeprefix("#"))
    own["viz"] = {"color": {"r": red, "g": green, "b": blue, "a": 1.0}}
    if "x" in own:
        own["viz"]["position"] = {"x": own.pop("x"), "y": own.pop("y"), "z": 0}
    if "year" in own:
        own["start"] = float(own["year"])


def _cytoscape(network: nx.Graph) -> str:
    """Write Cytoscape's JSON, which Cytoscape.js, too, takes with ``cy.json()``; y points down."""
    nodes = [
        {
            "data": {**own, "id": node, "value": node, "name": own["label"]},
            "position": {"x": own["x"], "y": -own["y"]},
        }
        for node, own in network.nodes(data=True)
    ]
    edges = [
        {"data": {**own, "source": one, "target": other, **({"key": key} if key else {})}}
        for one, other, key, own in edges_of(network)
    ]
    return _json(
        {
            "data": network.graph,
            "directed": network.is_directed(),
            "multigraph": network.is_multigraph(),
            "elements": {"nodes": nodes, "edges": edges},
        }
    )


def _json_graph(network: nx.Graph) -> str:
    """Write node-link JSON as networkx reads it, from version 3.4, and as graphology imports it.

    networkx reads the attributes beside the id or the ends, graphology those in ``attributes``.
    """
    nodes = [
        {**own, "id": node, "key": node, "attributes": own}
        for node, own in network.nodes(data=True)
    ]
    edges = [
        {**own, "source": one, "target": other, "key": own["id"], "attributes": own,
         **({} if network.is_directed() else {"undirected": True})}
        for one, other, _, own in edges_of(network)
    ]  # fmt: skip
    kind = "directed" if network.is_directed() else "undirected"
    return _json(
        {
            "directed": network.is_directed(),
            "multigraph": network.is_multigraph(),
            "graph": network.graph,
            "options": {
                "type": kind,
                "multi": network.is_multigraph(),
                "allowSelfLoops": True,
            },
            "attributes": network.graph,
            "nodes": nodes,
            "edges": edges,
        }
    )


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"


def _edges_csv(network: nx.Graph, safe: Callable[[object], object] = lambda cell: cell) -> str:
    """Write the edges as a table, with the columns that Gephi knows first."""
    shown = {name: "" for name in ("label_en", "label_zh")
             if any(name in own for _, own in network.nodes(data=True))}  # fmt: skip
    direction = "Directed" if network.is_directed() else "Undirected"
    edges = list(edges_of(network))
    kinds = _kinds((one, other, own.get("relation")) for one, other, _, own in edges)
    rows = [
        {"source": one, "target": other, "Type": direction, "id": own["id"]}
        | ({"Kind": kind} if network.is_multigraph() else {})
        | ({"label": own["label"]} if "label" in own else {})
        | {
            f"{end}_{name}": network.nodes[node].get(name, "")
            for end, node in (("source", one), ("target", other))
            for name in shown
        }
        | own
        for (one, other, _, own), kind in zip(edges, kinds, strict=True)
    ]
    return _csv(["source", "target", "Type", "id"], rows, safe)


def _nodes_csv(network: nx.Graph) -> str:
    """Write the nodes as a table, for the nodes of the table of edges."""
    return _csv(["id", "label"], [{"id": node} | own for node, own in network.nodes(data=True)])


def _csv(
    first: list[str],
    rows: list[dict[str, object]],
    safe: Callable[[object], object] = lambda cell: cell,
) -> str:
    names = list(dict.fromkeys([*first, *(name for row in rows for name in row)]))
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(map(safe, names))
    writer.writerows([safe(row.get(name, "")) for name in names] for row in rows)
    return out.getvalue()


_WRITERS: Mapping[str, Callable[[nx.Graph], str]] = {
    "graphml": _graphml,
    "gexf": _gexf,
    "cytoscape": _cytoscape,
    "edges-csv": _edges_csv,
    "nodes-csv": _nodes_csv,
    "json-graph": _json_graph,
}
