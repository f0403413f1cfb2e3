"""The hierarchy among other links, which the picture of a thesaurus follows."""

from __future__ import annotations

import networkx as nx
import pytest

from yuqiao.exports.network.layout.free import free_layout
from yuqiao.exports.network.layout.tree_links import hierarchy_of

TREE = [(number, (number - 1) // 3) for number in range(1, 40)]


def network_of(**relations: list[tuple[int, int]]) -> nx.MultiDiGraph:
    graph = nx.MultiDiGraph()
    graph.add_nodes_from(range(40))
    for relation, links in relations.items():
        graph.add_edges_from(links, relation=relation)
    return graph


@pytest.mark.parametrize(
    ("relations", "links"),
    [
        ({"broader": TREE}, 39),
        ({"broader": TREE, "inScheme": [(number, 0) for number in range(1, 40)]}, 39),
        ({"narrower": [(upper, lower) for lower, upper in TREE], "related": [(30, 5)]}, 39),
        ({"inScheme": [(number, 0) for number in range(1, 40)]}, 0),
        ({"next": [(number, (number + 1) % 40) for number in range(40)]}, 0),
        ({"next": [(number, number + 1) for number in range(39)]}, 0),
        ({"knows": [*TREE, (39, 1)]}, 0),
    ],
    ids=["tree", "scheme", "downwards", "membership", "ring", "chain", "two above"],
)
def test_one_relation_puts_nodes_below_others(
    relations: dict[str, list[tuple[int, int]]], links: int
) -> None:
    found = hierarchy_of(network_of(**relations))

    assert len(found) == links
    assert all((lower, upper) in TREE for upper, lower in found)


def test_other_links_do_not_change_the_picture_of_a_hierarchy() -> None:
    related = [(number, number + 7) for number in range(5, 30)]

    assert free_layout(network_of(broader=TREE, related=related)) == free_layout(
        network_of(broader=TREE)
    )
