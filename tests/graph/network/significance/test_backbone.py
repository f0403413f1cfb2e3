"""The disparity filter gives the values of its definition."""

from __future__ import annotations

import networkx as nx
import pytest

from yuqiao.graph.network.significance.backbone import disparity


def chance(weights: list[int], own: int) -> float:
    """Return equation 2 of Serrano et al., as the integral it is: 1 - (k - 1) * integral to p."""
    edges, share, steps = len(weights), own / sum(weights), 20_000
    width = share / steps
    area = sum((1 - (step + 0.5) * width) ** (edges - 2) for step in range(steps)) * width
    return 1 - (edges - 1) * area


@pytest.mark.parametrize("weights", [[8, 1, 1], [3, 3, 3, 3], [20, 1, 5, 2, 1]])
def test_the_edges_of_a_star_are_as_rare_as_by_the_definition(weights: list[int]) -> None:
    star = nx.Graph()
    star.add_weighted_edges_from([("hub", f"leaf{at}", each) for at, each in enumerate(weights)])
    expected = [chance(weights, each) for each in weights]

    assert list(disparity(star).values()) == pytest.approx(expected, abs=1e-6)


def test_the_end_to_which_an_edge_means_more_counts() -> None:
    network = nx.Graph()
    network.add_weighted_edges_from([("a", "b", 9), ("a", "c", 9), ("b", "d", 1), ("c", "e", 3)])

    assert disparity(network) == pytest.approx(
        {("a", "b"): 0.1, ("a", "c"): 0.25, ("b", "d"): 0.9, ("c", "e"): 0.75}
    )


def test_an_edge_between_two_that_have_no_other_is_no_backbone() -> None:
    assert disparity(nx.Graph([("a", "b")])) == {("a", "b"): 1.0}
