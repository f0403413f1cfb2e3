"""Projections: two kinds of node by shared partnerships, one kind by shared neighbours."""

from __future__ import annotations

from itertools import combinations

import pytest
from networkx.algorithms import bipartite

from yuqiao.graph.errors import QueryError
from yuqiao.graph.network.builder import build_network
from yuqiao.graph.network.model import Network
from yuqiao.graph.network.projection import TWO_MODE, one_mode, two_mode
from yuqiao.graph.stores.open_store import open_store


@pytest.fixture(scope="module")
def bundled() -> Network:
    return build_network(open_store(), industries=True)


def named(network: Network, one: str, other: str) -> frozenset[str]:
    return frozenset(network.graph.nodes[node]["label_en"] for node in (one, other))


def test_schools_and_countries_of_their_partners(bundled: Network) -> None:
    found = two_mode(bundled, "school-country")
    edge = next(
        own
        for one, other, own in found.graph.edges(data=True)
        if named(found, one, other) == {"Southwest University", "Australia"}
    )
    prefix = "https://w3id.org/yuqiao/id/partnership/"

    assert {own["kind"] for _, own in found.graph.nodes(data=True)} == {"school", "country"}
    assert edge["relation"] == "school-country"
    assert edge["weight"] == len(edge["partnerships"]) > 1
    assert all(iri.startswith(f"{prefix}swu-") for iri in edge["partnerships"])


@pytest.mark.parametrize("name", TWO_MODE)
def test_an_edge_stands_for_the_partnerships_both_its_ends_take_part_in(
    bundled: Network, name: str
) -> None:
    found = two_mode(bundled, name)
    expected = {}
    for one, other in combinations(found.graph, 2):
        kinds = {bundled.graph.nodes[one]["kind"], bundled.graph.nodes[other]["kind"]}
        shared = set(bundled.graph.nodes[one]["partnerships"]) & set(
            bundled.graph.nodes[other]["partnerships"]
        )
        if shared and kinds == set(TWO_MODE[name]):
            expected[frozenset((one, other))] = shared

    assert len(expected) > 4
    assert {
        frozenset((one, other)): set(own["partnerships"])
        for one, other, own in found.graph.edges(data=True)
    } == expected


def test_an_edge_counts_the_partnerships_that_have_not_ended(bundled: Network) -> None:
    known = bundled.partnerships

    for _, _, own in two_mode(bundled, "school-university").graph.edges(data=True):
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
    bundled: Network, name: str, kind: str
) -> None:
    both = two_mode(bundled, name)
    ours = one_mode(both, kind).graph
    theirs = bipartite.weighted_projected_graph(both.graph, list(ours))

    assert {
        frozenset((one, other)): weight for one, other, weight in ours.edges(data="weight")
    } == {frozenset((one, other)): weight for one, other, weight in theirs.edges(data="weight")}


def test_a_one_mode_edge_names_what_is_shared_and_the_partnerships_behind(
    bundled: Network,
) -> None:
    countries = one_mode(two_mode(bundled, "school-country"), "country")
    edge = next(
        own
        for one, other, own in countries.graph.edges(data=True)
        if named(countries, one, other) == {"Russia", "United States"}
    )

    assert edge["weight"] == len(edge["shared"]) == 4
    assert {bundled.graph.nodes[school]["kind"] for school in edge["shared"]} == {"school"}
    assert len(edge["partnerships"]) >= 8


def test_the_same_projection_comes_in_the_same_order(bundled: Network) -> None:
    one, again = (list(two_mode(bundled, "industry").graph.edges(data=True)) for _ in range(2))

    assert one == again


def test_what_does_not_exist_is_refused_with_what_does(bundled: Network) -> None:
    with pytest.raises(
        QueryError, match="school-planet is not a projection; expected one of school-u"
    ):
        two_mode(bundled, "school-planet")
    with pytest.raises(
        QueryError, match="has no nodes of the kind country; expected school or univ"
    ):
        one_mode(two_mode(bundled, "school-university"), "country")
