"""Networks as files: other tools read them, and lose nothing."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from xml.etree import ElementTree

import networkx as nx
import pytest

from networks import network_of
from yuqiao.exports.formats import NETWORKS
from yuqiao.exports.network.files import network_bytes, plain
from yuqiao.graph.errors import OutputError
from yuqiao.graph.network.model import Network
from yuqiao.graph.network.projection import TWO_MODE, one_mode, two_mode

GEXF = "{http://gexf.net/1.3}"


@pytest.fixture(scope="module")
def bundled() -> Network:
    return network_of()


def from_cytoscape(data: bytes) -> nx.Graph:
    network = nx.cytoscape_graph(json.loads(data))
    for _, own in network.nodes(data=True):
        for name in ("id", "value", "name"):
            del own[name]
    for *_, own in network.edges(data=True):
        del own["source"], own["target"]
    network.graph.pop("name", None)
    return network


def from_gexf(data: bytes) -> nx.Graph:
    network = nx.read_gexf(io.BytesIO(data), version="1.3")
    for _, own in network.nodes(data=True):
        del own["label"]
    for *_, own in network.edges(data=True):
        del own["id"]
    return network


def from_graphml(data: bytes) -> nx.Graph:
    network = nx.read_graphml(io.BytesIO(data))
    for _, own in network.nodes(data=True):
        del own["label"]
    return network


READERS: dict[str, Callable[[bytes], nx.Graph]] = {
    "graphml": from_graphml,
    "gexf": from_gexf,
    "cytoscape": from_cytoscape,
    "json-graph": lambda data: nx.node_link_graph(json.loads(data), edges="links"),
}


@pytest.mark.parametrize("form", READERS)
@pytest.mark.parametrize("projection", [None, *TWO_MODE])
def test_a_network_is_read_again_without_loss(
    bundled: Network, form: str, projection: str | None
) -> None:
    network = bundled if projection is None else two_mode(bundled, projection)
    again = READERS[form](network_bytes(network, form))

    assert dict(again.nodes(data=True)) == dict(plain(network).nodes(data=True))
    assert {frozenset((one, other)): own for one, other, own in again.edges(data=True)} == {
        frozenset((one, other)): own for one, other, own in plain(network).edges(data=True)
    }


@pytest.mark.parametrize("form", READERS)
def test_whole_and_broken_weights_are_of_one_type(form: str) -> None:
    network = nx.Graph()
    network.add_edge("urn:a", "urn:b", weight=1, current=1, share=2)
    network.add_edge("urn:b", "urn:c", weight=0.5, current=0, share=0.25)

    again = READERS[form](network_bytes(Network(network), form))

    assert sorted(again.edges(data=True), key=str) == [
        ("urn:a", "urn:b", {"weight": 1.0, "current": 1, "share": 2.0}),
        ("urn:b", "urn:c", {"weight": 0.5, "current": 0, "share": 0.25}),
    ]


def test_graphml_declares_each_key_once(bundled: Network) -> None:
    root = ElementTree.fromstring(network_bytes(bundled, "graphml"))
    keys = [key.attrib["id"] for key in root.iter("{http://graphml.graphdrawing.org/xmlns}key")]

    assert len(keys) == len(set(keys)) == 22


def test_edges_as_csv_name_both_ends_in_both_languages(bundled: Network) -> None:
    network = one_mode(two_mode(bundled, "school-country"), "country")
    rows = list(csv.DictReader(io.StringIO(network_bytes(network, "edges-csv").decode())))
    first = next(
        row
        for row in rows
        if {row["source_label_en"], row["target_label_en"]} == {"Russia", "United States"}
    )

    assert len(rows) == network.graph.number_of_edges()
    assert {first["source_label_zh"], first["target_label_zh"]} == {"俄罗斯", "美国"}
    assert first["weight"] == "4"
    assert len(first["shared"].split("; ")) == 4


def test_what_is_known_of_a_thing_is_plain_text_and_what_is_not_is_left_out(
    bundled: Network,
) -> None:
    written = json.loads(network_bytes(bundled, "json-graph"))
    nodes = {node["label_en"]: node for node in written["nodes"]}
    names = ("kind", "place", "sector", "founded", "code", "country", "level")
    country = "http://publications.europa.eu/resource/authority/country/"
    level = "https://w3id.org/yuqiao/scheme/level/"

    assert {name: nodes["Southwest University"].get(name) for name in names} == {
        "kind": "school",
        "place": "Beibei District; Chongqing",
        "sector": "Public",
        "founded": "1906",
        "code": "4150010635",
        "country": f"{country}AUS",
        "level": f"{level}bachelor",
    }
    assert {*names} & {*nodes["Russia"]} == {"kind", "country", "level"}
    assert nodes["Russia"]["country"] == f"{country}RUS"


def test_a_network_says_what_it_shows_and_why_it_is_empty() -> None:
    chosen = network_of(country="RU", since=2026)

    assert plain(chosen).graph == {
        "about": "Only partnerships: country RU, approved from 2026.",
        "date": "2026-11-23",
        "empty": "No partnership matches all of: country RU (8), approved from 2026 (0).",
    }
    assert plain(network_of()).graph == {"date": "2026-11-23"}


def test_gexf_says_whose_data_it_is_and_of_which_day(bundled: Network) -> None:
    root = ElementTree.fromstring(network_bytes(bundled, "gexf"))
    meta = root.find(f"{GEXF}meta")

    assert root.get("version") == "1.3"
    assert meta is not None
    assert meta.get("lastmodifieddate") == bundled.date
    assert meta.findtext(f"{GEXF}creator") == "Yuqiao"
    types = {each.get("title"): each.get("type") for each in root.iter(f"{GEXF}attribute")}
    assert (types["kind"], types["current"]) == ("string", "long")


@pytest.mark.parametrize("form", NETWORKS.names)
def test_hostile_labels_stay_text(form: str) -> None:
    network = nx.Graph()
    network.add_node("urn:a", label_en='<script>"&\x00\x1b', kind="school")
    network.add_edge("urn:a", "urn:b", relation='x,"y"\n', weight=1)
    data = network_bytes(Network(network), form)

    assert b"\x00" not in data
    assert b"\x1b" not in data
    if form in READERS:
        label = READERS[form](data).nodes["urn:a"]["label_en"]
        assert label == '<script>"&\N{REPLACEMENT CHARACTER}\N{REPLACEMENT CHARACTER}'


@pytest.mark.parametrize("form", NETWORKS.names)
def test_an_empty_network_and_a_single_node_are_files_too(form: str) -> None:
    single = nx.Graph()
    single.add_node("urn:a")

    assert network_bytes(Network(nx.Graph()), form)
    assert network_bytes(Network(single), form)


def test_the_same_network_gives_the_same_bytes_whatever_the_hash_seed(
    said_under_seeds: Callable[[str, str], set[str]],
) -> None:
    script = """import hashlib
from yuqiao.exports.formats import NETWORKS
from yuqiao.exports.network.files import network_bytes
from yuqiao.graph.network.builder import build_network
from yuqiao.graph.stores.open_store import open_store
network = build_network(open_store())
for form in NETWORKS.names:
    print(form, hashlib.sha256(network_bytes(network, form)).hexdigest())"""

    assert len(said_under_seeds(script, "012")) == 1


def test_another_format_is_refused_with_those_there_are(bundled: Network) -> None:
    with pytest.raises(
        OutputError, match="dot is not a format for networks; expected one of graphml, gexf"
    ):
        network_bytes(bundled, "dot")
