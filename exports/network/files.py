"""Write networks as files for other tools: Gephi, Cytoscape, D3, spreadsheets, networkx.

Attributes are plain in all of them: numbers stay numbers, several values are one text, joined by
"; ", missing values are left out, and partnerships and sources are IRIs.
"""

from __future__ import annotations

import csv
import io
import json
import re
from typing import TYPE_CHECKING

from yuqiao.exports.formats import NETWORKS, known_format
from yuqiao.exports.output import open_output
from yuqiao.exports.safe_text import xml_text
from yuqiao.graph.errors import OutputError
from yuqiao.graph.labels import Label

if TYPE_CHECKING:
    import os
    from collections.abc import Callable, Iterable, Mapping

    import networkx as nx

    from yuqiao.graph.network.model import Network

_JOIN = "; "
_DAY = re.compile(r"\d{4}-\d\d-\d\d")


def network_bytes(network: Network, form: str) -> bytes:
    r"""Serialize a network; the same network gives the same bytes.

    :param form: one of :data:`yuqiao.exports.formats.NETWORKS`
    :raises OutputError: if it is another format

    >>> import networkx
    >>> from yuqiao.graph.network.model import Network
    >>> graph = networkx.Graph([("a", "b", {"weight": 2})])
    >>> network_bytes(Network(graph), "edges-csv")
    b'source,target,weight\r\na,b,2\r\n'
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

    Its own attributes are the date, what it is about, and its notice.

    >>> import networkx
    >>> from yuqiao.graph.network.model import Network
    >>> graph = networkx.Graph()
    >>> graph.add_node("a", aliases=("x", "y"), founded=None, current=3)
    >>> found = plain(Network(graph, date="2026-11-23"))
    >>> found.nodes["a"], found.graph
    ({'aliases': 'x; y', 'current': 3}, {'date': '2026-11-23'})
    """
    graph = network.graph
    own = {
        "date": network.date or None,
        "empty": None if network else network.notice,
        "about": network.about if network.about.en else None,
        "cut": network.notice if network else None,
    }
    found = graph.__class__(**_plain({**own, **graph.graph}))
    found.add_nodes_from((_text(node), _plain(own)) for node, own in graph.nodes(data=True))
    if graph.is_multigraph():
        for one, other, key, own in graph.edges(keys=True, data=True):
            found.add_edge(_text(one), _text(other), key=_text(str(key)), **_plain(own))
    else:
        for one, other, own in graph.edges(data=True):
            found.add_edge(_text(one), _text(other), **_plain(own))
    _level_numbers([own for _, own in found.nodes(data=True)])
    _level_numbers([own for *_, own in found.edges(data=True)])
    return found


def _level_numbers(attributes: list[dict[str, object]]) -> None:
    """Convert all numbers of an attribute to floats if one is: formats declare one type for all."""
    fractions = {
        name for own in attributes for name, value in own.items() if isinstance(value, float)
    }
    for own in attributes:
        for name in fractions & own.keys():
            value = own[name]
            if isinstance(value, int) and not isinstance(value, bool):
                own[name] = float(value)


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

    return "\n".join(nx.generate_graphml(_labelled(network))) + "\n"


def _gexf(network: nx.Graph) -> str:
    """Write GEXF 1.3 (https://gexf.net); its date is that of the data, not of today.

    Attributes of networkx that the RELAX NG schema of GEXF 1.3 does not allow are removed.
    """
    from networkx.readwrite.gexf import GEXFWriter

    labelled = _labelled(network)
    writer = GEXFWriter(encoding="utf-8", prettyprint=True, version="1.3")
    date = str(labelled.graph.pop("date", ""))
    writer.add_graph(labelled)
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
    for name in [name for name in writer.xml.attrib if "xsi:" in name or ":xsi" in name]:
        del writer.xml.attrib[name]
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{writer}\n'


def _labelled(network: nx.Graph) -> nx.Graph:
    """Return a copy whose nodes have a ``label``, the English name."""
    labelled = network.copy()
    for node, own in labelled.nodes(data=True):
        own.setdefault("label", own.get("label_en", node))
    return labelled


def _cytoscape(network: nx.Graph) -> str:
    import networkx as nx

    return _json(nx.cytoscape_data(network))


def _json_graph(network: nx.Graph) -> str:
    import networkx as nx

    return _json(nx.node_link_data(network, edges="links"))


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"


def _edges_csv(network: nx.Graph, safe: Callable[[object], object] = lambda cell: cell) -> str:
    names = list(dict.fromkeys(name for *_, own in network.edges(data=True) for name in own))
    ends = [
        name
        for name in ("label_en", "label_zh")
        if any(name in own for _, own in network.nodes(data=True))
    ]
    head = ["source", "target"]
    head += [f"{end}_{name}" for end in ("source", "target") for name in ends]
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow([*head, *map(safe, names)])
    for one, other, own in network.edges(data=True):
        labels = [network.nodes[end].get(name, "") for end in (one, other) for name in ends]
        cells = [one, other, *labels, *(own.get(name, "") for name in names)]
        writer.writerow(map(safe, cells))
    return out.getvalue()


_WRITERS: Mapping[str, Callable[[nx.Graph], str]] = {
    "graphml": _graphml,
    "gexf": _gexf,
    "cytoscape": _cytoscape,
    "edges-csv": _edges_csv,
    "json-graph": _json_graph,
}
