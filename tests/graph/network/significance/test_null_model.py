"""Null models give what was published of known networks, and sample all networks alike."""

from __future__ import annotations

import math
from collections import Counter
from itertools import combinations, product

import networkx as nx
import pytest

from networks import network_of
from yuqiao.graph.errors import QueryError
from yuqiao.graph.network.significance.nestedness import nestedness
from yuqiao.graph.network.significance.null_model import cohesion, incidence_of, null_model
from yuqiao.graph.network.significance.rewiring import rewirings

FINCHES = """
00111111110111111
11111111110101100
11111111111101100
00111001010110111
11101111110101100
00000000001010000
00111111100101100
00000000000100000
00111111110100100
00111111110101100
00111011010000000
00110000000000000
11111111111111111
"""
"""Which of 13 species of Darwin's finches lives on which of 17 islands (Sanderson 2000)."""


def rows_of(matrix: str) -> list[set[int]]:
    return [{at for at, sign in enumerate(line) if sign == "1"} for line in matrix.split()]


def mean_squared_sharing(rows: list[set[int]]) -> float:
    """Return S squared of Roberts and Stone: the mean squared number of islands of two species."""
    shared = [len(one & other) ** 2 for one, other in combinations(rows, 2)]
    return sum(shared) / len(shared)


def test_nestedness_is_that_of_the_example_of_its_authors() -> None:
    rows = rows_of("10111 11100 01110 11000 11000")  # Almeida-Neto et al. 2008, figure 1

    assert nestedness(rows) == pytest.approx(58.33, abs=0.01)


@pytest.mark.slow
def test_finches_share_islands_as_unequally_as_published() -> None:
    """Chen, Diaconis, Holmes and Liu (JASA 100, 2005, 109): 53.1, and p = 0.0004 +- 0.00028."""
    finches = rows_of(FINCHES)
    found = [mean_squared_sharing(rows) for rows in rewirings(finches, 12_000, seed=1)]
    rarer = sum(value >= 53.115 for value in found) / len(found)

    assert mean_squared_sharing(finches) == pytest.approx(53.115, abs=0.001)
    assert 0 < rarer < 0.0004 + 3 * 0.00028


def test_a_rewiring_is_each_network_of_the_same_degrees_equally_often() -> None:
    rows = [{0, 1}, {0, 2}, {1}, {3}]
    all_rows = product(*(combinations(range(4), len(row)) for row in rows))
    of_same_degrees = [
        each
        for each in all_rows
        if Counter(number for row in each for number in row) == {0: 2, 1: 2, 2: 1, 3: 1}
    ]
    draws = 200 * len(of_same_degrees)
    drawn = Counter(
        tuple(tuple(sorted(row)) for row in found) for found in rewirings(rows, draws, seed=7)
    )
    squares = sum((drawn[each] - 200) ** 2 / 200 for each in of_same_degrees)

    assert set(drawn) == set(of_same_degrees)
    assert squares < 2 * len(of_same_degrees)  # chi squared, whose mean is one less than that


def test_southern_women_form_groups_that_chance_would_not() -> None:
    """They are the core and primary members of Davis, Gardner and Gardner (1941, 148-150)."""
    davis = incidence_of(nx.davis_southern_women_graph())
    found = {each.name: each for each in null_model(davis, draws=200, seed=1)}
    first = cohesion(davis, draws=200)[0]
    women = nx.davis_southern_women_graph().graph["top"]  # in the order of Davis et al.

    assert found["modularity"].z > 5
    assert abs(found["nestedness"].z) < 1
    assert 1 < found["concentration"].z < 2.5
    assert [name for name in women if name in first.members] == women[:7]
    assert first.as_high == 1 / 201
    assert null_model(davis, draws=20, seed=1) == null_model(davis, draws=20, seed=1)


def test_observed_modularity_is_that_of_networkx() -> None:
    davis = nx.davis_southern_women_graph()
    incidence = incidence_of(davis)
    (modularity,) = (each for each in null_model(incidence, draws=1) if each.name == "modularity")
    groups = [set(each.members) for each in cohesion(incidence, draws=1)]

    assert modularity.observed == pytest.approx(nx.community.modularity(davis, groups))


@pytest.mark.parametrize(
    ("edges", "kinds", "message"),
    [
        (
            [("a", "b")],
            {"a": "x", "b": "x"},
            "a null model requires a two-mode network, whose edges join two kinds of node; this one has 1: x",
        ),
        (
            [("a", "b"), ("b", "c")],
            {"a": "x", "b": "x", "c": "y"},
            "a null model requires a two-mode network; this one links a and b, which are both of kind 'x'",
        ),
    ],
)
def test_a_network_of_one_mode_has_none(
    edges: list[tuple[str, str]], kinds: dict[str, str], message: str
) -> None:
    network = nx.Graph(edges)
    nx.set_node_attributes(network, kinds, "kind")

    with pytest.raises(QueryError) as error:
        incidence_of(network)

    assert str(error.value) == message


def test_networks_that_cannot_vary_have_no_z_score() -> None:
    star = nx.star_graph(3)
    nx.set_node_attributes(star, {node: str(node == 0) for node in star}, "kind")
    (nested, *_) = null_model(incidence_of(star), draws=5)

    assert (nested.observed, nested.deviation, nested.as_high, nested.as_low) == (0, 0, 1, 1)
    assert math.isnan(nested.z)


def test_the_bundled_schools_and_countries_nest_less_than_by_chance() -> None:
    network = network_of(projection="school-country")
    (nested, *_) = null_model(incidence_of(network.graph, network.modes), draws=200)

    assert nested.z < -2
    assert nested.as_low < 0.05
