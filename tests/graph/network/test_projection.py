"""Projections: two kinds of node by shared partnerships, one kind by shared neighbours."""

from __future__ import annotations

from itertools import combinations

import networkx as nx
import pytest
from networkx.algorithms import bipartite

import yuqiao
from yuqiao.graph.errors import QueryError
from yuqiao.graph.network.builder import network_of
from yuqiao.graph.network.projection import TWO_MODE, one_mode, two_mode


@pytest.fixture(scope="module")
def bundled() -> nx.Graph:
    return network_of(yuqiao.open(), industries=True)


def named(network: nx.Graph, one: str, other: str) -> frozenset[str]:
    return frozenset((network.nodes[one]["label_en"], network.nodes[other]["label_en"]))


def test_schools_and_countries_of_their_partners(bundled: nx.Graph) -> None:
    found = two_mode(bundled, "school-country")
    edge = next(
        own
        for one, other, own in found.edges(data=True)
        if named(found, one, other) == {"Southwest University", "Australia"}
    )
    prefix = "https://w3id.org/yuqiao/id/partnership/"

    assert {own["kind"] for _, own in found.nodes(data=True)} == {"school", "country"}
    assert edge["relation"] == "school-country"
    assert edge["weight"] == len(edge["partnerships"]) > 1
    assert all(iri.startswith(f"{prefix}swu-") for iri in edge["partnerships"])


@pytest.mark.parametrize("name", TWO_MODE)
def test_an_edge_stands_for_the_partnerships_both_its_ends_take_part_in(
    bundled: nx.Graph, name: str
) -> None:
    found = two_mode(bundled, name)
    expected = {}
    for one, other in combinations(found, 2):
        kinds = {bundled.nodes[one]["kind"], bundled.nodes[other]["kind"]}
        shared = set(bundled.nodes[one]["partnerships"]) & set(bundled.nodes[other]["partnerships"])
        if shared and kinds == set(TWO_MODE[name]):
            expected[frozenset((one, other))] = shared

    assert len(expected) > 4
    assert {
        frozenset((one, other)): set(own["partnerships"])
        for one, other, own in found.edges(data=True)
    } == expected


def test_an_edge_counts_the_partnerships_that_have_not_ended(bundled: nx.Graph) -> None:
    known = bundled.graph["partnerships"]

    for _, _, own in two_mode(bundled, "school-university").edges(data=True):
        assert own["current"] == sum(not known[iri].ended for iri in own["partnerships"])


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("school-university", "university"),
        ("school-country", "school"),
        ("school-discipline", "school"),
    ],
)
def test_one_mode_is_the_weighted_projection_of_networkx(
    bundled: nx.Graph, name: str, kind: str
) -> None:
    both = two_mode(bundled, name)
    ours = one_mode(both, kind)
    theirs = bipartite.weighted_projected_graph(both, list(ours))

    assert {
        frozenset((one, other)): weight for one, other, weight in ours.edges(data="weight")
    } == {frozenset((one, other)): weight for one, other, weight in theirs.edges(data="weight")}


def test_a_one_mode_edge_names_what_is_shared_and_the_partnerships_behind(
    bundled: nx.Graph,
) -> None:
    countries = one_mode(two_mode(bundled, "school-country"), "country")
    edge = next(
        own
        for one, other, own in countries.edges(data=True)
        if named(countries, one, other) == {"Russia", "United States"}
    )

    assert edge["weight"] == len(edge["shared"]) == 4
    assert {bundled.nodes[school]["kind"] for school in edge["shared"]} == {"school"}
    assert len(edge["partnerships"]) >= 8


def test_the_same_projection_comes_in_the_same_order(bundled: nx.Graph) -> None:
    one, again = (list(two_mode(bundled, "industry").edges(data=True)) for _ in range(2))

    assert one == again


def test_what_does_not_exist_is_refused_with_what_does(bundled: nx.Graph) -> None:
    with pytest.raises(
        QueryError, match="school-planet is not a projection; expected one of school-u"
    ):
        two_mode(bundled, "school-planet")
    with pytest.raises(
        QueryError, match="has no nodes of the kind country; expected school or univ"
    ):
        one_mode(two_mode(bundled, "school-university"), "country")
