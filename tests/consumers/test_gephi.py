"""Network files opened by the toolkit of Gephi: counts, directions, names and types of attributes."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

import pytest

from java import java
from yuqiao.exports.network.network_files import plain, write_network
from yuqiao.graph.network.model import Network
from yuqiao.graph.network.spec import NetworkSpec
from yuqiao.graph.stores.open_store import open_store

PEOPLE = """@prefix ex: <urn:x/> . @prefix foaf: <http://xmlns.com/foaf/0.1/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
ex:a foaf:name "Ann" ; ex:age 33 ; ex:since "2016"^^xsd:gYear ; ex:likes ex:a, ex:b ; ex:hates ex:b .
ex:b foaf:name "Ben" ; ex:likes ex:a . ex:c foaf:name "Alone" .
"""
Found = dict[str, list[list[str]]]


@pytest.fixture(scope="module")
def networks(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Network]:
    graph = tmp_path_factory.mktemp("graphs") / "people.ttl"
    graph.write_text(PEOPLE, "utf-8")
    return {
        "people": NetworkSpec().network(open_store(graph)),
        "register": NetworkSpec(projection="school-country").network(open_store()),
    }


@pytest.fixture(scope="module")
def opened(
    networks: dict[str, Network], tmp_path_factory: pytest.TempPathFactory
) -> dict[str, Found]:
    """Return what Gephi finds in each file, all of which one process opens."""
    folder = tmp_path_factory.mktemp("files")
    files = [folder / f"{name}.{form}" for name in networks for form in ("gexf", "graphml")]
    for file in files:
        write_network(networks[file.stem], file.suffix[1:], file)
    found: dict[str, Found] = {}
    for line in java("OpenWithGephi", *files).stdout.splitlines():
        what, *told = line.split("\t")
        if what == "file":
            current = found[Path(told[0]).name] = defaultdict(list)
        else:
            current[what].append(told)
    return found


@pytest.mark.parametrize("form", ["gexf", "graphml"])
@pytest.mark.parametrize("name", ["people", "register"])
def test_gephi_finds_the_same_nodes_edges_and_directions(
    networks: dict[str, Network], opened: dict[str, Found], name: str, form: str
) -> None:
    expected, found = plain(networks[name]), opened[f"{name}.{form}"]
    way = "directed" if expected.is_directed() else "undirected"

    assert sorted(row[:2] for row in found["node"]) == sorted(
        [str(node), own["label"]] for node, own in expected.nodes(data=True)
    )
    assert sorted((*sorted(row[:2]), row[3], float(row[4])) for row in found["edge"]) == sorted(
        (*sorted((one, other)), own["label"], float(own["weight"]))
        for one, other, own in expected.edges(data=True)
    )
    assert {row[2] for row in found["edge"]} == {way}
    if way == "directed":
        assert sorted(row[:2] for row in found["edge"]) == sorted(
            [one, other] for one, other in expected.edges()
        )


@pytest.mark.parametrize("form", ["gexf", "graphml"])
def test_gephi_finds_numbers_and_years_as_numbers(opened: dict[str, Found], form: str) -> None:
    people, register = (opened[f"{name}.{form}"]["of nodes"][0] for name in ("people", "register"))

    assert {"ex_age Long", "ex_since Long", "degree Long", "pagerank Double"} <= set(people)
    assert {"founded Long", "year Long", "current Long", "label_zh String"} <= set(register)
