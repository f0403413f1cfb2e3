"""GEXF files keep to the schema of GEXF 1.3.

The rules are written from the schema in RELAX NG compact syntax, 1.3/gexf.rnc and 1.3/dynamics.rnc
of https://github.com/gephi/gexf, which no package carries; Jing, with that schema, finds the same.
The published XSD refers to types that it does not define, graph-content, node-content and
edge-content among them, so that nothing can be held against it.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import dataclass, field
from xml.etree import ElementTree

import networkx as nx
import pytest

import yuqiao
from yuqiao.exports.network.network_files import network_bytes
from yuqiao.graph.network.model import Network
from yuqiao.graph.network.projection import TWO_MODE
from yuqiao.graph.network.spec import NetworkSpec
from yuqiao.graph.stores.store import Store

NAMESPACE = "{http://gexf.net/1.3}"
VIZ = "{http://gexf.net/1.3/viz}"
Check = Callable[[str], object]


def one_of(*values: str) -> Check:
    """Accept these values only."""
    return lambda value: value in values or pytest.fail(f"{value} is none of {values}")


LISTABLE = ("integer", "long", "double", "float", "boolean", "bigdecimal", "biginteger", "byte",
            "char", "short", "string")  # fmt: skip
ATTRIBUTE_TYPE = one_of(*LISTABLE, "anyURI", *(f"list{name}" for name in LISTABLE))
EDGE_TYPE = one_of("directed", "undirected", "mutual")
DAY = datetime.date.fromisoformat
LIFE: dict[str, Check] = dict.fromkeys(
    ["start", "end", "timestamp", "intervals", "timestamps"], str
)


@dataclass(frozen=True)
class Rule:
    """What an element may hold: attributes, and children; of both some must be there.

    Children come in any order, and more than once only where they are ``many``.
    """

    attributes: dict[str, Check] = field(default_factory=dict)
    needed: tuple[str, ...] = ()
    children: tuple[str, ...] = ()
    needed_children: tuple[str, ...] = ()
    many: tuple[str, ...] = ()
    ordered: bool = False


RULES = {
    "gexf": Rule(
        {"version": one_of("1.3"), "variant": str},
        ("version",),
        ("meta", "graph"),
        needed_children=("graph",),
        ordered=True,
    ),
    "meta": Rule({"lastmodifieddate": DAY}, (), ("creator", "keywords", "description")),
    "creator": Rule(),
    "keywords": Rule(),
    "description": Rule(),
    "graph": Rule(
        {
            "defaultedgetype": EDGE_TYPE,
            "idtype": one_of("integer", "string"),
            "timeformat": one_of("integer", "double", "date", "dateTime"),
            "mode": one_of("static", "dynamic", "slice"),
            "timerepresentation": one_of("interval", "timestamp"),
            "timezone": str,
            "start": str,
            "end": str,
            "timestamp": str,
        },
        (),
        ("attributes", "nodes", "edges"),
        needed_children=("nodes", "edges"),
        many=("attributes",),
        ordered=True,
    ),
    "attributes": Rule(
        {"class": one_of("node", "edge")}, ("class",), ("attribute",), many=("attribute",)
    ),
    "attribute": Rule(
        {"id": str, "title": str, "type": ATTRIBUTE_TYPE},
        ("id", "title", "type"),
        ("default", "options"),
    ),
    "nodes": Rule({"count": int}, (), ("node",), many=("node",)),
    "node": Rule(
        {"id": str, "label": str, "pid": str, **LIFE}, ("id",), ("attvalues", "spells", "parents", f"{VIZ}color", f"{VIZ}position"),
    ),
    "edges": Rule({"count": int}, (), ("edge",), many=("edge",)),
    "edge": Rule(
        {"id": str, "type": EDGE_TYPE, "label": str, "source": str, "target": str,
         "weight": float, "kind": str, **LIFE},
        ("source", "target"),
        ("attvalues", "spells", f"{VIZ}color"),
    ),
    "attvalues": Rule({}, (), ("attvalue",), many=("attvalue",)),
    f"{VIZ}color": Rule({"r": int, "g": int, "b": int, "a": float}, ("r", "g", "b")),
    f"{VIZ}position": Rule({"x": float, "y": float, "z": float}, ("x", "y")),
    "attvalue": Rule({"for": str, "value": str}, ("for", "value")),
}  # fmt: skip
READ_AS: dict[str, Check] = {
    "long": int,
    "double": float,
    "boolean": one_of("true", "false"),
    "string": str,
}


def assert_valid(element: ElementTree.Element) -> None:
    """Hold an element and all in it against the schema."""
    name = element.tag.removeprefix(NAMESPACE)
    rule = RULES[name]
    assert set(rule.needed) <= set(element.attrib), name
    for attribute, value in element.attrib.items():
        rule.attributes[attribute](value)
    children = [child.tag.removeprefix(NAMESPACE) for child in element]
    assert set(rule.needed_children) <= set(children) <= set(rule.children), name
    assert all(children.count(each) == 1 or each in rule.many for each in children), name
    if rule.ordered:
        assert children == sorted(children, key=rule.children.index), name
    for child in element:
        assert_valid(child)


def assert_consistent(root: ElementTree.Element) -> None:
    """See that ids are unique and name something, and that values are of their type."""
    nodes = [node.attrib["id"] for node in root.iter(f"{NAMESPACE}node")]
    assert len(nodes) == len(set(nodes))
    ends = {
        edge.attrib[end] for edge in root.iter(f"{NAMESPACE}edge") for end in ("source", "target")
    }
    assert ends <= set(nodes)
    types = {each.attrib["id"]: each.attrib["type"] for each in root.iter(f"{NAMESPACE}attribute")}
    titles = [
        [each.attrib["title"] for each in some] for some in root.iter(f"{NAMESPACE}attributes")
    ]
    assert all(len(some) == len(set(some)) for some in titles)
    for value in root.iter(f"{NAMESPACE}attvalue"):
        READ_AS[types[value.attrib["for"]]](value.attrib["value"])


@pytest.fixture(scope="module")
def graph() -> Store:
    return yuqiao.open()


@pytest.mark.slow
@pytest.mark.parametrize(
    "wanted",
    [
        NetworkSpec(),
        *(NetworkSpec(projection=name) for name in TWO_MODE),
        NetworkSpec(projection="school-country", onto="school"),
        NetworkSpec(question="school-university-network"),
        NetworkSpec(sparql="CONSTRUCT WHERE { ?one yq:partnersWith ?other }"),
        NetworkSpec(
            sparql="CONSTRUCT { ?one yq:chinesePartner ?other } WHERE { ?one yq:chinesePartner ?other }"
        ),
        NetworkSpec(
            sparql="SELECT ?source ?target (0.5 AS ?weight) { ?source yq:partnersWith ?target }"
        ),
        NetworkSpec(focus="Russia", hops=0),
    ],
    ids=str,
)
def test_every_kind_of_network_is_valid_gexf(graph: Store, wanted: NetworkSpec) -> None:
    root = ElementTree.fromstring(network_bytes(wanted.network(graph), "gexf"))

    assert_valid(root)
    assert_consistent(root)


@pytest.mark.parametrize("date", ["", "2025", "last week", "2026-11-23"])
def test_the_day_is_a_day_or_left_out(date: str) -> None:
    root = ElementTree.fromstring(network_bytes(Network(nx.Graph(), date=date), "gexf"))

    assert_valid(root)
    meta = root.find(f"{NAMESPACE}meta")
    assert meta is not None
    assert meta.get("lastmodifieddate") == ("2026-11-23" if date == "2026-11-23" else None)


@pytest.mark.parametrize(
    ("written", "instead", "error"),
    [
        (b"<graph defaultedgetype", b'<graph name="x" defaultedgetype', KeyError),
        (b'<attributes class="node"', b'<attributes class="node" mode="static"', KeyError),
        (b"</nodes>", b"</nodes><nodes/>", AssertionError),
        (b"<edges ", b"<nothing ", AssertionError),
    ],
)
def test_the_rules_refuse_what_the_schema_refuses(
    written: bytes, instead: bytes, error: type[Exception]
) -> None:
    network = nx.Graph()
    network.add_node("a", kind="school")
    data = network_bytes(Network(network), "gexf")
    assert_valid(ElementTree.fromstring(data))

    with pytest.raises(error):
        assert_valid(ElementTree.fromstring(data.replace(written, instead)))
