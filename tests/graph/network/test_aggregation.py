"""Large networks, gathered by country or community before they are drawn."""

from __future__ import annotations

import networkx as nx
import pytest

import yuqiao
from yuqiao.exports.formats import NETWORKS
from yuqiao.exports.network.files import network_bytes
from yuqiao.graph.errors import QueryError
from yuqiao.graph.network import aggregation
from yuqiao.graph.network.aggregation import MOST_EDGES, MOST_NODES, aggregated, too_large
from yuqiao.graph.network.partnerships import Label
from yuqiao.graph.network.spec import NetworkSpec

FARLAND, NEARLAND = "https://example.org/farland", "https://example.org/nearland"


@pytest.fixture
def small() -> nx.Graph:
    """Give two things of Farland, one of Nearland and one of nowhere, in a ring with a chord."""
    network = nx.Graph(names={FARLAND: Label("Farland", "远国")}, date="2026-01-01")
    network.add_node("a", country=FARLAND, label_en="A", label_zh="甲")
    network.add_node("b", country=FARLAND, label_en="B", label_zh="乙")
    network.add_node("c", country=NEARLAND)
    network.add_node("d")
    network.add_edge("a", "b", weight=5)
    network.add_edge("b", "c", weight=2)
    network.add_edge("c", "d", weight=1)
    network.add_edge("d", "a", weight=1)
    network.add_edge("a", "c", weight=3)
    return network


def test_a_country_stands_for_what_is_in_it(small: nx.Graph) -> None:
    found = aggregated(small, "country")

    assert dict(found.nodes(data=True)) == {
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
            "label_zh": "未注明国家",
            "inside": 1,
            "members": (Label("d", "d"),),
            "links_inside": 0,
        },
    }
    assert list(found.edges(data=True)) == [
        (FARLAND, NEARLAND, {"relation": "between", "weight": 5}),
        (FARLAND, "others", {"relation": "between", "weight": 1}),
        (NEARLAND, "others", {"relation": "between", "weight": 1}),
    ]
    assert found.graph["date"] == "2026-01-01"
    assert found.graph["cut"].en.startswith("4 nodes and 5 edges are gathered by country:")


def test_a_community_is_named_after_its_hub_and_the_largest_comes_first() -> None:
    network = nx.union(nx.star_graph(5), nx.star_graph(3), rename=("a", "b"))
    network.add_edge("a0", "b0")
    found = aggregated(network, "community")

    assert [(node, own["label_en"], own["label_zh"]) for node, own in found.nodes(data=True)] == [
        ("community:1", "a0 and 5 more", "a0等6个"),
        ("community:2", "b0 and 3 more", "b0等4个"),
    ]
    assert list(found.edges(data="weight")) == [("community:1", "community:2", 1)]


def test_countries_are_taken_where_most_nodes_have_one(small: nx.Graph) -> None:
    assert "country" in aggregated(small).graph["cut"].en
    assert "community" in aggregated(nx.path_graph(4)).graph["cut"].en


def test_small_communities_beyond_those_that_can_be_shown_are_one() -> None:
    lonely = nx.empty_graph(aggregation._MOST_GROUPS + 5)
    found = aggregated(lonely, "community")

    assert len(found) == aggregation._MOST_GROUPS + 1
    assert found.nodes["others"]["inside"] == 5


def test_another_way_is_refused(small: nx.Graph) -> None:
    with pytest.raises(QueryError, match="level is nothing to gather by; expected country or comm"):
        aggregated(small, "level")


def test_a_drawing_is_gathered_when_it_is_asked_for_or_too_large() -> None:
    graph = yuqiao.open()

    assert "cut" not in NetworkSpec().drawing(graph).graph
    assert len(NetworkSpec(gather="country").drawing(graph)) == 17
    assert not too_large(nx.empty_graph(MOST_NODES))
    assert too_large(nx.empty_graph(MOST_NODES + 1))
    assert too_large(nx.gnm_random_graph(1000, MOST_EDGES + 1, seed=1))


@pytest.mark.parametrize("form", NETWORKS.names)
def test_it_is_written_for_other_tools(small: nx.Graph, form: str) -> None:
    written = network_bytes(aggregated(small, "country"), form)

    assert b"links_inside" in written or form == "edges-csv"
    assert b"None" not in written
