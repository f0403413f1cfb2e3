"""Large networks, aggregated by country or community before they are drawn."""

from __future__ import annotations

import networkx as nx
import pytest

from yuqiao.exports.formats import NETWORKS
from yuqiao.exports.network.network_files import network_bytes
from yuqiao.graph.errors import QueryError
from yuqiao.graph.labels import Label
from yuqiao.graph.network import aggregation
from yuqiao.graph.network.aggregation import (
    MOST_EDGES,
    MOST_NODES,
    aggregate,
    exceeds_drawing_limits,
)
from yuqiao.graph.network.model import Network
from yuqiao.graph.network.spec import NetworkSpec
from yuqiao.graph.stores.open_store import open_store

COUNTRIES = "http://publications.europa.eu/resource/authority/country/"
FARLAND, NEARLAND = "https://example.org/farland", "https://example.org/nearland"


@pytest.fixture
def small() -> Network:
    """Return two things of Farland, one of Nearland and one of nowhere, in a ring with a chord."""
    graph = nx.Graph()
    graph.add_node("a", country=FARLAND, label_en="A", label_zh="甲")
    graph.add_node("b", country=FARLAND, label_en="B", label_zh="乙")
    graph.add_node("c", country=NEARLAND)
    graph.add_node("d")
    graph.add_edge("a", "b", weight=5)
    graph.add_edge("b", "c", weight=2)
    graph.add_edge("c", "d", weight=1)
    graph.add_edge("d", "a", weight=1)
    graph.add_edge("a", "c", weight=3)
    return Network(graph, labels={FARLAND: Label("Farland", "远国")}, date="2026-01-01")


def test_a_country_stands_for_what_is_in_it(small: Network) -> None:
    found = aggregate(small, "country")

    assert dict(found.graph.nodes(data=True)) == {
        FARLAND: {
            "kind": "country",
            "label_en": "Farland",
            "label_zh": "远国",
            "inside": 2,
            "members": (Label("A", "甲"), Label("B", "乙")),
            "links_inside": 1,
            "country": FARLAND,
        },
        NEARLAND: {
            "kind": "country",
            "label_en": "nearland",
            "label_zh": "nearland",
            "inside": 1,
            "members": (Label("c", "c"),),
            "links_inside": 0,
            "country": NEARLAND,
        },
        "others": {
            "kind": "group",
            "label_en": "Without a country",
            "label_zh": "未注明国家（地区）",
            "inside": 1,
            "members": (Label("d", "d"),),
            "links_inside": 0,
        },
    }
    assert list(found.graph.edges(data=True)) == [
        (FARLAND, NEARLAND, {"relation": "between", "weight": 5}),
        (FARLAND, "others", {"relation": "between", "weight": 1}),
        (NEARLAND, "others", {"relation": "between", "weight": 1}),
    ]
    assert found.date == "2026-01-01"
    assert found.notice
    assert found.notice.en.startswith("4 nodes and 5 edges are aggregated by country:")


def test_a_community_is_named_after_its_hub_and_the_largest_comes_first() -> None:
    network = nx.union(nx.star_graph(5), nx.star_graph(3), rename=("a", "b"))
    network.add_edge("a0", "b0")
    found = aggregate(Network(network), "community")

    assert [
        (node, own["label_en"], own["label_zh"]) for node, own in found.graph.nodes(data=True)
    ] == [
        ("community:1", "a0 and 5 more", "a0等6个"),
        ("community:2", "b0 and 3 more", "b0等4个"),
    ]
    assert list(found.graph.edges(data="weight")) == [("community:1", "community:2", 1)]


def test_countries_are_taken_where_most_nodes_have_one(small: Network) -> None:
    by_country, by_community = aggregate(small), aggregate(Network(nx.path_graph(4)))

    assert by_country.notice
    assert by_community.notice
    assert "by country" in by_country.notice.en
    assert "by community" in by_community.notice.en


def test_small_communities_beyond_those_that_can_be_shown_are_one() -> None:
    lonely = nx.empty_graph(aggregation._MOST_GROUPS + 5)
    found = aggregate(Network(lonely), "community")

    assert len(found) == aggregation._MOST_GROUPS + 1
    assert found.graph.nodes["others"]["inside"] == 5


def test_another_way_is_refused(small: Network) -> None:
    with pytest.raises(QueryError, match="cannot aggregate by level; expected country or comm"):
        aggregate(small, "level")


@pytest.mark.slow
def test_a_drawing_is_aggregated_when_it_is_asked_for_or_too_large() -> None:
    graph = open_store()

    assert NetworkSpec().drawing(graph).notice is None
    assert len(NetworkSpec(gather="country").drawing(graph)) == 18
    assert not exceeds_drawing_limits(Network(nx.empty_graph(MOST_NODES)))
    assert exceeds_drawing_limits(Network(nx.empty_graph(MOST_NODES + 1)))
    assert exceeds_drawing_limits(Network(nx.gnm_random_graph(1000, MOST_EDGES + 1, seed=1)))


@pytest.mark.parametrize("form", NETWORKS.names)
def test_it_is_written_for_other_tools(small: Network, form: str) -> None:
    written = network_bytes(aggregate(small, "country"), form)

    assert b"links_inside" in written or form == "edges-csv"
    assert b"None" not in written


@pytest.mark.slow
@pytest.mark.parametrize("projection", [None, "school-university", "school-country", "industry"])
def test_a_school_is_in_its_own_country_not_in_that_of_its_partners(projection: str | None) -> None:
    network = NetworkSpec(projection=projection).network(open_store())
    schools = {
        Label(own["label_en"], own["label_zh"])
        for _, own in network.graph.nodes(data=True)
        if own["kind"] == "school"
    }
    found = aggregate(network, "country").graph

    assert found.nodes[f"{COUNTRIES}CHN"]["label_zh"] == "中国"
    assert found.nodes[f"{COUNTRIES}CHN"]["inside"] == len(schools) == 33
    for node, own in found.nodes(data=True):
        assert node == f"{COUNTRIES}CHN" or not schools & set(own["members"])


def test_a_school_whose_country_is_not_known_is_in_none() -> None:
    graph = nx.Graph()
    graph.add_node("school", kind="school", country=FARLAND)
    graph.add_node("university", kind="university", country=FARLAND)

    found = aggregate(Network(graph), "country").graph
    assert {node: own["inside"] for node, own in found.nodes(data=True)} == {
        FARLAND: 1,
        "others": 1,
    }
