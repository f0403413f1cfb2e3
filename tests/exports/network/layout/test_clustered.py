"""A large network is drawn as its groups: each in a disc of its own, none over another."""

from __future__ import annotations

import math
from itertools import combinations
from statistics import fmean

import igraph
import networkx as nx

from yuqiao.exports.network.layout.clustered import clustered_layout
from yuqiao.exports.network.layout.free import free_layout

SIZES = [120, 60, 30, 30, 1, 1, 5]
LINKED = 4  # of the groups; the others have no link outwards


def grouped() -> tuple[igraph.Graph, list[int]]:
    """Return rings of the sizes above, the first few linked to each other, and their groups."""
    group = [number for number, size in enumerate(SIZES) for _ in range(size)]
    first = [group.index(number) for number in range(len(SIZES))]
    rings = [
        (start + step, start + (step + 1) % size)
        for start, size in zip(first, SIZES, strict=True)
        for step in range(size)
        if size > 1
    ]
    return igraph.Graph(len(group), [*rings, *combinations(first[:LINKED], 2)]), group


def discs() -> list[tuple[float, float, float]]:
    """Return the middle and the radius of what each group takes up."""
    graph, group = grouped()
    places = clustered_layout(graph, group)
    found = []
    for number in range(len(SIZES)):
        own = [place for place, each in zip(places, group, strict=True) if each == number]
        x, y = (fmean(axis) for axis in zip(*own, strict=True))
        found.append((x, y, max(math.dist((x, y), place) for place in own)))
    return found


def test_no_group_stands_over_another() -> None:
    for (x1, y1, one), (x2, y2, other) in combinations(discs(), 2):
        assert math.dist((x1, y1), (x2, y2)) > one + other


def test_a_group_takes_room_by_its_nodes() -> None:
    areas = [math.pi * radius**2 for _, _, radius in discs()]

    assert all(area < 1.5 * size for area, size in zip(areas, SIZES, strict=True))


def test_groups_without_a_link_stand_below_the_largest_first() -> None:
    linked = discs()[:LINKED]
    alone = discs()[LINKED:]
    bottom = max(y + radius for _, y, radius in linked)

    assert all(y > bottom for _, y, _ in alone)
    assert alone[2][0] < alone[0][0] < alone[1][0]


def test_the_same_network_gives_the_same_places() -> None:
    assert clustered_layout(*grouped()) == clustered_layout(*grouped())


def test_a_large_network_is_laid_out_so() -> None:
    network = nx.relabel_nodes(nx.connected_caveman_graph(30, 25), str)
    places = free_layout(network)
    caves = [[places[str(25 * cave + member)] for member in range(25)] for cave in range(30)]
    middles = [tuple(fmean(axis) for axis in zip(*cave, strict=True)) for cave in caves]
    wide = max(
        math.dist(middle[:2], place[:2])
        for middle, cave in zip(middles, caves, strict=True)
        for place in cave
    )

    assert fmean(math.dist(a[:2], b[:2]) for a, b in combinations(middles, 2)) > 2 * wide
