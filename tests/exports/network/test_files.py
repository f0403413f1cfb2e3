"""Networks as files: other tools read them, and lose nothing."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

import networkx as nx
import pytest

from networks import network_of
from yuqiao.exports.formats import NETWORKS
from yuqiao.exports.network.network_files import network_bytes, plain, write_network
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
        own.pop("key", None)
    network.graph.pop("name", None)
    return network


def from_gexf(data: bytes) -> nx.Graph:
    network = nx.read_gexf(io.BytesIO(data), version="1.3")
    for own in (*network.nodes.values(), *network.edges.values()):
        assert own.pop("start", None) in (None, own.get("year"))
    for own in network.nodes.values():
        shown = own.pop("viz")
        assert own["color"] == "#{r:02x}{g:02x}{b:02x}".format(**shown["color"])
        own["x"], own["y"] = shown["position"]["x"], shown["position"]["y"]
    return network


def from_graphml(data: bytes) -> nx.Graph:
    return nx.read_graphml(io.BytesIO(data))


def from_json(data: bytes) -> nx.Graph:
    network = nx.node_link_graph(json.loads(data), edges="edges")
    for own in (*network.nodes.values(), *network.edges.values()):
        own.pop("key", None)
        own.pop("undirected", None)
        assert own.pop("attributes") == own
    return network


READERS: dict[str, Callable[[bytes], nx.Graph]] = {
    "graphml": from_graphml,
    "gexf": from_gexf,
    "cytoscape": from_cytoscape,
    "json-graph": from_json,
}


@pytest.mark.slow
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

    names = ("weight", "current", "share")
    assert [
        [own[name] for name in names] for *_, own in sorted(again.edges(data=True), key=str)
    ] == [
        [1.0, 1, 2.0],
        [0.5, 0, 0.25],
    ]


def test_graphml_declares_each_key_once(bundled: Network) -> None:
    root = ElementTree.fromstring(network_bytes(bundled, "graphml"))
    keys = [key.attrib["id"] for key in root.iter("{http://graphml.graphdrawing.org/xmlns}key")]

    assert len(keys) == len(set(keys)) == 46


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


def test_a_spreadsheet_gets_edges_without_formulas(tmp_path: Path) -> None:
    graph = nx.Graph([("=A1", "urn:b", {"weight": -2, "note": "a;@b", "+c": 0.5})])
    graph.add_node("=A1", label_en="-1+2", label_zh="桥")

    remark = write_network(Network(graph), "edges-csv", tmp_path / "a.csv", spreadsheet=True)

    assert remark == "changed 4 cells that a spreadsheet would take for formulas"
    assert (tmp_path / "a.csv").read_bytes().decode() == (
        "\ufeffsource,target,Type,id,source_label_en,source_label_zh,target_label_en,"
        "target_label_zh,weight,note,'+c,color\r\n"
        "'=A1,urn:b,Undirected,e0,'-1+2,桥,,,-2,a;'@b,0.5,#6b7588\r\n"
    )


@pytest.mark.parametrize("form", ["graphml", "json-graph"])
def test_only_edges_are_for_a_spreadsheet(form: str, tmp_path: Path) -> None:
    with pytest.raises(OutputError, match=f"is for edges-csv, not for {form}; choose the format"):
        write_network(Network(nx.Graph()), form, tmp_path / "a", spreadsheet=True)


def test_what_is_known_of_a_thing_is_plain_text_and_what_is_not_is_left_out(
    bundled: Network,
) -> None:
    written = json.loads(network_bytes(bundled, "json-graph"))
    nodes = {node["label_en"]: node for node in written["nodes"]}
    names = (
        "kind",
        "place",
        "sector",
        "founded",
        "code",
        "country",
        "country_iri",
        "level",
        "year",
    )
    country = "http://publications.europa.eu/resource/authority/country/"

    assert {name: nodes["Southwest University"].get(name) for name in names} == {
        "kind": "school",
        "place": "Beibei District; Chongqing",
        "sector": "Public",
        "founded": 1906,
        "code": "4150010635",
        "country": "Australia",
        "country_iri": f"{country}AUS",
        "level": "Bachelor",
        "year": 2018,
    }
    assert {*names} & {*nodes["Russia"]} == {"kind", "country", "country_iri", "level", "year"}
    assert nodes["Russia"]["country_iri"] == f"{country}RUS"
    assert nodes["Russia"]["status"] == "Approved and listed"


@pytest.mark.slow
def test_a_network_says_what_it_shows_and_why_it_is_empty() -> None:
    chosen = network_of(country="RU", since=2026)

    assert plain(chosen).graph == {
        "about": "Only partnerships: country RU, approved from 2026.",
        "date": "2026-12-01",
        "empty": "No partnership matches all of: country RU (8), approved from 2026 (0).",
    }
    assert plain(network_of()).graph == {"date": "2026-12-01"}


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


@pytest.mark.slow
def test_the_same_network_gives_the_same_bytes_whatever_the_hash_seed(
    said_under_seeds: Callable[[str, str], set[str]],
) -> None:
    script = """import hashlib
from yuqiao.exports.formats import NETWORKS
from yuqiao.exports.network.network_files import network_bytes
from yuqiao.graph.network.builder import build_network
from yuqiao.graph.stores.open_store import open_store
network = build_network(open_store())
for form in NETWORKS.names:
    print(form, hashlib.sha256(network_bytes(network, form)).hexdigest())"""

    assert len(said_under_seeds(script, "01")) == 1


def test_another_format_is_refused_with_those_there_are(bundled: Network) -> None:
    with pytest.raises(
        OutputError, match="dot is not a format for networks; expected one of graphml, gexf"
    ):
        network_bytes(bundled, "dot")


ZOO = """@prefix ex: <http://example.org/> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
ex:zebra rdfs:label "Zebra" ; ex:eats ex:apple ; ex:likes ex:apple, ex:zebra ; ex:born "2016"^^xsd:gYear .
ex:apple ex:feeds ex:zebra . _:keeper rdfs:label "Keeper" ; ex:feeds ex:zebra ; ex:wage 9.5 ."""


@pytest.fixture(scope="module")
def zoo(tmp_path_factory: pytest.TempPathFactory) -> Network:
    path = tmp_path_factory.mktemp("zoo") / "zoo.ttl"
    path.write_text(ZOO, "utf-8")
    return network_of(path)


@pytest.mark.parametrize("form", READERS)
def test_direction_parallel_edges_loops_and_blank_nodes_are_kept(zoo: Network, form: str) -> None:
    again = READERS[form](network_bytes(zoo, form))
    labels = dict(again.nodes(data="label"))

    assert again.is_directed()
    assert again.is_multigraph()
    assert sorted(
        (labels[one], label, labels[other]) for one, other, label in again.edges(data="label")
    ) == [
        ("Keeper", "feeds", "Zebra"),
        ("Zebra", "eats", "apple"),
        ("Zebra", "likes", "Zebra"),
        ("Zebra", "likes", "apple"),
        ("apple", "feeds", "Zebra"),
    ]
    assert again.nodes["http://example.org/zebra"]["ex_born"] == 2016
    assert again.nodes["_:c14n0"]["ex_wage"] == 9.5
    assert len({id_ for *_, id_ in again.edges(data="id")}) == 5


def test_parallel_edges_differ_in_kind_for_gephi(tmp_path: Path) -> None:
    network = nx.MultiDiGraph()
    for relation in ("likes", "likes", "hates"):
        network.add_edge("urn:a", "urn:b", relation=relation)
    root = ElementTree.fromstring(network_bytes(Network(network), "gexf"))
    rows = csv.DictReader(io.StringIO(network_bytes(Network(network), "edges-csv").decode()))

    kinds = ["likes", "likes 2", "hates"]
    assert [edge.get("kind") for edge in root.iter(f"{GEXF}edge")] == kinds
    assert [row["Kind"] for row in rows] == kinds


@pytest.mark.parametrize("form", READERS)
def test_text_among_numbers_makes_all_values_text(form: str) -> None:
    network = nx.Graph()
    network.add_node("urn:a", size=2)
    network.add_node("urn:b", size="heavy")

    again = READERS[form](network_bytes(Network(network), form))

    assert dict(again.nodes(data="size")) == {"urn:a": "2", "urn:b": "heavy"}


def test_tables_of_edges_and_of_nodes_fit_each_other(zoo: Network) -> None:
    edges, nodes = (
        list(csv.DictReader(io.StringIO(network_bytes(zoo, form).decode())))
        for form in ("edges-csv", "nodes-csv")
    )
    labels = {node["id"]: node["label"] for node in nodes}

    assert {edge["Type"] for edge in edges} == {"Directed"}
    assert ("Zebra", "eats", "apple") in {
        (labels[edge["source"]], edge["label"], labels[edge["target"]]) for edge in edges
    }


def test_an_undirected_table_reads_forward(bundled: Network) -> None:
    rows = csv.DictReader(io.StringIO(network_bytes(bundled, "edges-csv").decode()))
    first = next(row for row in rows if row["relation"] == "subject")
    names = ("source_label_en", "label", "target_label_en", "Type")

    assert [first[name] for name in names] == [
        "Chongqing University of Education",
        "teaches",
        "Education",
        "Undirected",
    ]


def test_gexf_has_a_timeline_of_years(bundled: Network) -> None:
    root = ElementTree.fromstring(network_bytes(bundled, "gexf"))
    graph = root.find(f"{GEXF}graph")
    starts = {node.get("label"): node.get("start") for node in root.iter(f"{GEXF}node")}

    assert graph is not None
    assert (graph.get("mode"), graph.get("timeformat")) == ("dynamic", "double")
    assert starts["Southwest University"] == "2018.0"
