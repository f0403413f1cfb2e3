"""The page's payload: every fact with its evidence, and nothing that is not in the network."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import networkx as nx
import pytest

from networks import network_of
from yuqiao.exports.network.page.document import STYLE, render_page, shared_files
from yuqiao.exports.network.page.payload import page_payload
from yuqiao.graph.errors import OutputError
from yuqiao.graph.network.model import Network

TUITION = "Notice fixing tuition for Chinese-foreign cooperative institutions and programmes of "
TUITION += "Chongqing University and other schools (渝发改收费〔2025〕1066号)"
EXAMPLE = Path(__file__).parents[3] / "support" / "two-partnerships.ttl"


@pytest.fixture(scope="module")
def data() -> dict[str, Any]:
    return page_payload(network_of())


def named(things: list[dict[str, Any]], english: str) -> dict[str, Any]:
    return next(each for each in things if each["en"] == english)


def said(data: dict[str, Any], claims: list[int]) -> list[tuple[str, str, str, str]]:
    """Return claims in words: their source, date, basis and review."""
    return [
        (
            "; ".join(data["sources"][number]["en"] for number in claim["sources"]),
            claim["date"],
            claim["basis"]["en"],
            claim["review"]["en"],
        )
        for claim in (data["claims"][index] for index in claims)
    ]


@pytest.mark.slow
def test_a_fact_of_a_partnership_has_its_sources_with_date_basis_and_review(
    data: dict[str, Any],
) -> None:
    iri = "https://w3id.org/yuqiao/id/partnership/cqu-novosibirsk-physics"
    physics = next(each for each in data["partnerships"] if each["iri"] == iri)

    assert physics["facts"]["tuition"] == [{"en": "53000", "zh": "53000"}]
    assert said(data, physics["evidence"]["tuition"]) == [
        (TUITION, "2025-08-27", "Reported by a source", "Accepted")
    ]
    assert {"name", "school", "university", "discipline", "level", "approved"} <= {
        *physics["evidence"]
    }


def test_a_partnership_says_what_it_is_chosen_by(data: dict[str, Any]) -> None:
    iri = "https://w3id.org/yuqiao/id/partnership/cqu-novosibirsk-physics"
    physics = next(each for each in data["partnerships"] if each["iri"] == iri)
    keys = ("level", "form", "stem", "status", "fields", "countries", "year", "ended")

    assert {key: physics[key] for key in keys} == {
        "level": ["bachelor"],
        "form": ["programme"],
        "stem": ["stem"],
        "status": ["approved"],
        "fields": ["053"],
        "countries": ["RUS"],
        "year": 2025,
        "ended": False,
    }
    assert {data["nodes"][number]["kind"] for number in physics["nodes"]} == {
        "school",
        "university",
        "country",
        "discipline",
    }


def test_terms_have_names_in_both_languages_those_of_most_partnerships_first(
    data: dict[str, Any],
) -> None:
    assert list(data["terms"]) == [
        "level",
        "form",
        "stem",
        "status",
        "fields",
        "countries",
        "schools",
    ]
    assert data["terms"]["level"] == {
        "bachelor": {"en": "Bachelor", "zh": "本科"},
        "diploma": {"en": "Vocational diploma", "zh": "高等专科"},
        "master": {"en": "Master", "zh": "硕士"},
    }
    assert next(iter(data["terms"]["countries"])) == "AUS"


def test_a_university_has_its_facts_with_the_claims_behind_them(data: dict[str, Any]) -> None:
    brunel = named(data["nodes"], "Brunel University of London")

    assert {fact: [each["en"] for each in labels] for fact, labels in brunel["facts"].items()} == {
        "country": ["United Kingdom"],
        "place": ["London"],
        "founded": ["1966"],
    }
    assert brunel["evidence"].keys() == brunel["facts"].keys()
    assert all(said(data, claims) for claims in brunel["evidence"].values())
    assert (brunel["country"], brunel["level"]) == ("GBR", "bachelor")


def test_every_node_has_every_measure_and_each_says_how_it_was_found(data: dict[str, Any]) -> None:
    assert all(list(node["measures"]) == list(data["measures"]) for node in data["nodes"])
    assert data["measures"]["degree"] == {
        "en": "Degree",
        "zh": "度",
        "method": {
            "en": "degree: the number of neighbours; exact",
            "zh": "度：相邻节点的数目；精确值",
        },
    }
    swu = named(data["nodes"], "Southwest University")
    assert swu["measures"]["degree"] == sum(
        swu["id"] in (edge["from"], edge["to"]) for edge in data["edges"]
    )


def test_numbers_lead_to_what_there_is(data: dict[str, Any]) -> None:
    used = {number for node in data["nodes"] for number in node["sources"]}
    used |= {number for each in data["partnerships"] for number in each["sources"]}
    used |= {number for claim in data["claims"] for number in claim["sources"]}

    assert used == set(range(len(data["sources"])))
    for edge in data["edges"]:
        for number in edge["partnerships"]:
            assert {edge["from"], edge["to"]} <= {*data["partnerships"][number]["nodes"]}


def test_schools_linked_by_what_they_share_say_what_that_is() -> None:
    network = network_of(projection="school-university", onto="school")
    data = page_payload(network)

    assert [[data["shared"][each]["en"] for each in edge["shared"]] for edge in data["edges"]] == [
        ["University of Tasmania"],
        ["Coventry University"],
    ]
    for edge in data["edges"]:
        behind = {
            number for each in edge["shared"] for number in data["shared"][each]["partnerships"]
        }
        assert behind == set(edge["partnerships"])


def test_what_is_around_a_thing_brings_its_partnerships_only() -> None:
    data = page_payload(network_of(focus="Russia", hops=1))

    assert len(data["nodes"]) == 9
    assert {key for each in data["partnerships"] for key in each["countries"]} == {"RUS"}


@pytest.mark.slow
@pytest.mark.parametrize("hops", [0, 1, 2, 3])
def test_partners_outside_a_neighbourhood_are_named(hops: int) -> None:
    network = network_of(focus="CQU", hops=hops)
    data = page_payload(network)
    whole = page_payload(network_of())
    ends = {
        each["iri"]: [whole["nodes"][number] for number in each["nodes"]]
        for each in whole["partnerships"]
    }
    nodes = {node["id"]: node for node in data["nodes"]}

    for each in data["partnerships"]:
        known = [nodes[number] for number in each["nodes"]]
        for kind in ("school", "university", "country"):
            names = {node["en"] for node in known if node["kind"] == kind}
            names |= {label["en"] for label in each.get("partners", {}).get(kind, ())}
            assert names == {node["en"] for node in ends[each["iri"]] if node["kind"] == kind}
    focal = named(data["nodes"], "Chongqing University")
    assert len(focal["partnerships"]) == 7
    assert (hops > 1) == (len(data["partnerships"]) > 7)
    for node in data["nodes"]:
        assert set(node["partnerships"]) <= set(range(len(data["partnerships"])))
        assert node["current"] == sum(
            not data["partnerships"][number]["ended"] for number in node["partnerships"]
        )


def test_a_projection_names_the_partners_it_leaves_out() -> None:
    data = page_payload(network_of(projection="school-country"))
    physics = next(
        each for each in data["partnerships"] if each["iri"].endswith("/cqu-novosibirsk-physics")
    )

    assert physics["partners"] == {
        "university": [
            {"en": "Novosibirsk State University", "zh": "俄罗斯新西伯利亚国家研究型国立大学"}
        ]
    }


def test_a_graph_without_claims_is_told_without() -> None:
    data = page_payload(network_of(EXAMPLE))

    assert (data["claims"], data["layout"]) == ([], "lens")
    assert [each["en"] for each in data["sources"]] == ["The list"]


@pytest.mark.slow
def test_a_large_network_leaves_out_what_is_empty_and_needs_no_lens() -> None:
    network = Network(nx.path_graph(1501))
    data = page_payload(network)

    assert data["layout"] == "free"
    assert set(data["nodes"][0]) == {
        *("id", "kind", "en", "zh", "iri", "current", "x", "y", "side", "measures")
    }
    assert "sigma" in render_page(network)


@pytest.mark.parametrize(
    "graph",
    [
        nx.Graph(),
        nx.empty_graph(["https://example.org/alone"]),
        nx.empty_graph(3),
        nx.Graph([("a", "a"), ("a", "b")]),
        nx.MultiDiGraph([("a", "b"), ("a", "b"), ("b", "a")]),
        nx.Graph([("urn:x:a", "http://example.org/#frag"), ("", "http://example.org/")]),
    ],
    ids=["nothing", "one-node", "no-edges", "a-loop", "parallel-edges", "odd-names"],
)
def test_any_network_of_networkx_is_encoded(graph: nx.Graph) -> None:
    network = Network(graph)
    data = page_payload(network)

    assert len(data["nodes"]) == graph.number_of_nodes()
    assert len(data["edges"]) == graph.number_of_edges()
    json.dumps(data, allow_nan=False)
    for renderer in ("vis", "sigma"):
        assert render_page(network, renderer=renderer).startswith("<!doctype html>")


def test_a_renderer_that_is_none_is_refused() -> None:
    with pytest.raises(OutputError, match="d3 is not a renderer; expected one of vis, sigma"):
        render_page(Network(nx.Graph()), renderer="d3")


def test_pages_may_share_their_scripts() -> None:
    page = render_page(Network(nx.path_graph(2)), assets="../assets/")
    named = [part.partition('"')[0] for part in page.split('src="')[1:]]

    assert f'<link rel="stylesheet" href="../assets/{STYLE}">' in page
    assert {name.removeprefix("../assets/") for name in named} < set(shared_files())
    assert len(page) < 0.1 * len(render_page(Network(nx.path_graph(2))))


def test_a_network_of_another_vocabulary_is_told_in_its_own_words(tmp_path: Path) -> None:
    graph = tmp_path / "graph.ttl"
    graph.write_text(
        """@prefix ex: <http://example.org/> . @prefix dct: <http://purl.org/dc/terms/> .
        @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
        ex:it a <http://www.w3.org/ns/dcat#Dataset> ; dct:title "Zoo" .
        ex:zebra a ex:Animal ; rdfs:label "Zebra" ; ex:eats ex:apple ; ex:age 4 .
        ex:eats rdfs:label "eats"@en, "吃"@zh . ex:apple ex:near ex:zebra .""",
        "utf-8",
    )

    data = page_payload(network_of(graph))

    ends = [
        (data["nodes"][edge["from"]]["en"], edge["relation"], data["nodes"][edge["to"]]["en"])
        for edge in data["edges"]
    ]
    assert data["directed"]
    assert ends == [("Zebra", "ex:eats", "apple"), ("apple", "ex:near", "Zebra")]
    assert data["title"] == {"en": "Zoo", "zh": "Zoo"}
    assert data["names"]["relations"]["ex:eats"] == {"en": "eats", "zh": "吃"}
    assert data["hues"] == {
        "foreign": True,
        "kinds": {"Animal": "hue-1"},
        "relations": {"ex:eats": "hue-2", "ex:near": "hue-3"},
    }
    assert named(data["nodes"], "Zebra")["values"] == [
        {"name": "ex:age", "en": "age", "zh": "age", "values": [{"en": "4", "zh": "4"}]}
    ]
    page = render_page(network_of(graph))
    assert "<title>Zoo</title>" in page
    assert "SELECT ?source ?edge ?target" in page


def test_edges_read_forward(data: dict[str, Any]) -> None:
    kinds = {
        tuple(data["nodes"][edge[end]]["kind"] for end in ("from", "to")) for edge in data["edges"]
    }

    assert kinds == {
        ("school", "university"),
        ("university", "country"),
        ("school", "discipline"),
    }
