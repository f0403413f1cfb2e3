"""The network: which nodes and edges a graph gives, and which partnerships stand behind them."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from networks import network_of
from yuqiao.graph.labels import Label
from yuqiao.graph.network.builder import build_network
from yuqiao.graph.network.model import CitedSource, Network, Partnership
from yuqiao.graph.stores.open_store import open_store

EXAMPLE = Path(__file__).parents[2] / "support" / "two-partnerships.ttl"
E = "https://example.org/id/"
PHYSICAL_SCIENCES = "http://data.europa.eu/snb/isced-f/053"


@pytest.fixture(scope="module")
def example() -> Network:
    return build_network(open_store(EXAMPLE))


@pytest.fixture(scope="module")
def bundled() -> Network:
    return network_of()


def test_nodes_of_any_base_come_by_kind_with_names_in_both_languages(example: Network) -> None:
    found = [
        (own["kind"], iri, own["label_en"], own["label_zh"])
        for iri, own in example.graph.nodes(data=True)
    ]
    assert found == [
        ("discipline", PHYSICAL_SCIENCES, "Physical sciences", "物质科学"),
        ("discipline", f"{E}music", "Music", "音乐"),
        ("school", f"{E}home", "Home College", "本地学院"),
        ("university", f"{E}away", "Away University", "Away University"),
        ("university", f"{E}distant", "远方大学", "远方大学"),
        ("country", f"{E}far", "Farland", "远国"),
    ]


def test_edges_name_the_partnerships_behind_them(example: Network) -> None:
    both, old = f"{E}physics-and-music", f"{E}old-music"
    found = {
        (one, other): (own["relation"], own["partnerships"], own["current"])
        for one, other, own in example.graph.edges(data=True)
    }
    assert found == {
        (PHYSICAL_SCIENCES, f"{E}home"): ("subject", (both,), 1),
        (f"{E}music", f"{E}home"): ("subject", (old, both), 1),
        (f"{E}home", f"{E}away"): ("partner", (both,), 1),
        (f"{E}home", f"{E}distant"): ("partner", (old,), 0),
        (f"{E}away", f"{E}far"): ("place", (both,), 1),
        (f"{E}distant", f"{E}far"): ("place", (old,), 0),
    }


def test_a_node_carries_what_is_known_of_it(example: Network) -> None:
    assert example.graph.nodes[f"{E}home"] == {
        "kind": "school",
        "label_en": "Home College",
        "label_zh": "本地学院",
        "aliases": ("HC",),
        "links": ("https://home.example/",),
        "members": (),
        "sources": (),
        "partnerships": (f"{E}old-music", f"{E}physics-and-music"),
        "current": 1,
        "country": f"{E}far",
        "level": f"{E}bachelor",
    }
    assert example.graph.nodes[PHYSICAL_SCIENCES]["members"] == (
        Label("Optics", "光学"),
        Label("Physics", "物理学"),
    )


def test_partnerships_and_sources_come_with_their_facts(example: Network) -> None:
    known = example.partnerships
    assert list(known) == [f"{E}old-music", f"{E}physics-and-music"]
    assert known[f"{E}physics-and-music"] == Partnership(
        iri=f"{E}physics-and-music",
        label=Label("Physics and music", "物理与音乐"),
        schools=(f"{E}home",),
        universities=(f"{E}away",),
        disciplines=(f"{E}music", f"{E}optics", f"{E}physics"),
        industries=(),
        taught=(Label("Music", "音乐"), Label("Optics", "光学"), Label("Physics", "物理学")),
        ended=False,
        facts={"level": (Label("Bachelor", "本科"),)},
        page="https://example.org/register/1",
        sources=(f"{E}list",),
        terms={
            "level": (f"{E}bachelor",),
            "country": (f"{E}far",),
            "field": (PHYSICAL_SCIENCES, f"{E}music"),
        },
    )
    assert known[f"{E}old-music"].facts == {"status": (Label("Ended", "终止办学"),)}
    assert example.sources == {
        f"{E}list": CitedSource(
            iri=f"{E}list",
            title=Label("The list", "The list"),
            url="https://example.org/list",
            publisher=Label("The ministry", "The ministry"),
            date="",
        )
    }
    assert example.date == "2020-01-01"


def test_an_empty_graph_gives_an_empty_network(tmp_path: Path) -> None:
    path = tmp_path / "empty.ttl"
    path.write_text("<https://example.org/a> <https://example.org/b> 1 .", "utf-8")
    network = build_network(open_store(path))

    assert len(network) == 0
    assert network == Network(network.graph)


def test_the_bundled_network_has_every_partner_country_and_field(bundled: Network) -> None:
    kinds = Counter(kind for _, kind in bundled.graph.nodes(data="kind"))
    assert kinds == {"discipline": 20, "school": 33, "university": 65, "country": 16}
    assert len(bundled.partnerships) == 85


def test_every_bridge_of_the_graph_is_an_edge_and_no_other(bundled: Network) -> None:
    rows = open_store().query(
        "SELECT DISTINCT ?s ?u { ?p yq:chinesePartner ?s ; yq:foreignPartner ?u }"
    )
    asked = {frozenset(term.value for term in row) for row in rows}  # type: ignore[union-attr]
    drawn = {
        frozenset((one, other))
        for one, other, relation in bundled.graph.edges(data="relation")
        if relation == "partner"
    }
    assert drawn == asked


def test_no_edge_and_no_node_is_without_evidence(bundled: Network) -> None:
    known = bundled.partnerships
    for _, own in bundled.graph.nodes(data=True):
        assert own["partnerships"]
        assert set(own["partnerships"]) <= set(known)
    for _, _, own in bundled.graph.edges(data=True):
        assert own["partnerships"]
        assert own["current"] == sum(not known[iri].ended for iri in own["partnerships"])
    assert all(each.sources for each in known.values())
