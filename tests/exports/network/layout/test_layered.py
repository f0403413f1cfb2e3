"""The layout: every node has a row of its own, countries stay together, the picture is the same."""

from __future__ import annotations

from itertools import pairwise

import networkx as nx
import pytest

from networks import network_of
from yuqiao.exports.network.layout.layered import ROW, NodePosition, layered_layout


@pytest.fixture(scope="module")
def bundled() -> nx.Graph:
    return network_of().graph


def column(
    network: nx.Graph, places: dict[str, NodePosition], kinds: set[str], side: int
) -> list[str]:
    """Return the nodes of one column from top to bottom."""
    inside = [n for n, kind in network.nodes(data="kind") if kind in kinds and n in places]
    return sorted((n for n in inside if places[n].side == side), key=lambda n: places[n].y)


@pytest.mark.parametrize("sides", [1, 2])
def test_every_node_has_a_place_and_every_label_a_row(bundled: nx.Graph, sides: int) -> None:
    places = layered_layout(bundled, sides=sides)
    assert set(places) == set(bundled)
    for kinds in ({"discipline"}, {"school"}, {"university", "country"}):
        for side in (-1, 0, 1):
            rows = [places[node].y for node in column(bundled, places, kinds, side)]
            assert all(below - above >= ROW - 1 for above, below in pairwise(rows))


@pytest.mark.parametrize("sides", [1, 2])
def test_universities_follow_their_country(bundled: nx.Graph, sides: int) -> None:
    places = layered_layout(bundled, sides=sides)
    for side in (-1, 1):
        heading = None
        for node in column(bundled, places, {"university", "country"}, side):
            if bundled.nodes[node]["kind"] == "country":
                heading = node
            else:
                assert heading in bundled[node]


def test_both_sides_bear_about_as_much_and_few_bridges_cross(bundled: nx.Graph) -> None:
    places = layered_layout(bundled)
    universities = column(bundled, places, {"university"}, -1)
    assert 28 <= len(universities) <= 37
    crossing = [
        (one, other)
        for one, other, relation in bundled.edges(data="relation")
        if relation == "partner" and places[one].side != places[other].side
    ]
    assert len(crossing) <= 12


def test_the_same_network_is_laid_out_the_same_whatever_random_numbers_went_before(
    bundled: nx.Graph,
) -> None:
    import random

    first = layered_layout(bundled)
    random.seed(7)
    assert layered_layout(bundled) == first


def test_what_has_no_country_or_no_partner_is_placed_too() -> None:
    network = nx.Graph()
    network.add_node("lonely", kind="school")
    network.add_node("stateless", kind="university")
    network.add_node("unvisited", kind="country")
    network.add_node("untaught", kind="discipline")
    places = layered_layout(network)
    assert set(places) == set(network)
    assert len({(place.x, place.y) for place in places.values()}) == 4


def test_nothing_is_laid_out_as_nothing() -> None:
    assert layered_layout(nx.Graph()) == {}
