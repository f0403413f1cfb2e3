"""Network files read by libraries of JavaScript: Cytoscape.js, and graphology for GEXF and GraphML."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from node import node
from yuqiao.exports.network.network_files import plain, write_network
from yuqiao.graph.network.model import Network
from yuqiao.graph.network.spec import NetworkSpec
from yuqiao.graph.stores.open_store import open_store

ADDED = {"id", "value", "name", "label", "source", "target", "key", "color", "x", "y", "z"}
"""What a format or a library adds to the attributes of a node or an edge."""


@pytest.fixture(scope="module")
def network() -> Network:
    wanted = NetworkSpec(projection="school-country", onto="school")
    return wanted.network(open_store())


def own(attributes: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in attributes.items() if name not in ADDED}


@pytest.mark.parametrize("form", ["cytoscape", "gexf", "graphml", "json-graph"])
def test_a_library_of_javascript_finds_all_of_it(
    network: Network, form: str, tmp_path: Path
) -> None:
    file = tmp_path / f"network.{form}"
    write_network(network, form, file)

    found = json.loads(node("networks.mjs", form, file))

    expected = plain(network)
    assert {name: own(told) for name, told in found["nodes"]} == {
        name: own(told) for name, told in expected.nodes(data=True)
    }
    assert {frozenset(ends): own(told) for *ends, told in found["edges"]} == {
        frozenset(ends): own(told) for *ends, told in expected.edges(data=True)
    }


@pytest.mark.parametrize("form", ["cytoscape", "gexf", "graphml", "json-graph"])
def test_a_library_of_javascript_finds_directions_parallel_edges_and_loops(
    form: str, tmp_path: Path
) -> None:
    graph, file = tmp_path / "graph.ttl", tmp_path / f"network.{form}"
    graph.write_text(
        "@prefix ex: <urn:x/> . ex:a ex:likes ex:a, ex:b ; ex:hates ex:b . ex:b ex:likes ex:a .",
        "utf-8",
    )
    write_network(NetworkSpec().network(open_store(graph)), form, file)

    found = json.loads(node("networks.mjs", form, file))

    assert found.get("type", "directed") == "directed"
    assert sorted((one, told["relation"], other) for one, other, told in found["edges"]) == [
        ("urn:x/a", "ex:hates", "urn:x/b"),
        ("urn:x/a", "ex:likes", "urn:x/a"),
        ("urn:x/a", "ex:likes", "urn:x/b"),
        ("urn:x/b", "ex:likes", "urn:x/a"),
    ]


@pytest.mark.parametrize("form", ["gexf", "graphml"])
def test_names_are_labels(network: Network, form: str, tmp_path: Path) -> None:
    file = tmp_path / f"network.{form}"
    write_network(network, form, file)

    found = dict(json.loads(node("networks.mjs", form, file))["nodes"])

    assert found["https://w3id.org/yuqiao/id/organisation/swu"]["label"] == "Southwest University"
