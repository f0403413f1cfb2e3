"""Nodes and partners are where their graph says, and nowhere if it says nothing that can be true."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

from networks import network_of
from yuqiao.graph.errors import QueryError
from yuqiao.graph.labels import Label
from yuqiao.graph.network.model import Place
from yuqiao.graph.network.spec import NetworkSpec
from yuqiao.graph.stores.open_store import open_store

FOREIGN = """
PREFIX geo: <http://www.w3.org/2003/01/geo/wgs84_pos#>
PREFIX schema: <https://schema.org/>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX : <https://example.org/>
:oslo geo:lat 59.9 ; geo:long 10.7 ; rdfs:label "Oslo"@en ; :twin :rome, :moon, :words, :lima .
:rome schema:geo [ schema:latitude "41.9" ; schema:longitude "12.5" ] .
:lima schema:location :peru . :peru geo:lat -12.05 ; geo:long -77.04 ; rdfs:label "Peru"@en .
:moon geo:lat 91 ; geo:long 0 .
:words geo:lat "north" ; geo:long 0 .
"""


def test_a_graph_of_another_vocabulary_has_the_places_it_gives(tmp_path: Path) -> None:
    path = tmp_path / "twins.ttl"
    path.write_text(FOREIGN, "utf-8")
    places = NetworkSpec().drawing(open_store(path)).places

    assert {iri.rpartition("/")[2]: place for iri, place in places.items()} == {
        "oslo": Place("https://example.org/oslo", Label("Oslo", "Oslo"), 59.9, 10.7),
        "rome": Place("https://example.org/rome", Label("rome", "rome"), 41.9, 12.5),
        "lima": Place("https://example.org/peru", Label("Peru", "Peru"), -12.05, -77.04),
        "peru": Place("https://example.org/peru", Label("Peru", "Peru"), -12.05, -77.04),
    }


def test_a_school_is_in_its_district_or_else_in_the_city() -> None:
    network = network_of()
    places = [
        network.places[node] for node, kind in network.graph.nodes(data="kind") if kind == "school"
    ]
    districts = Counter(place.label.en for place in places)
    points = {place.label.en: (place.latitude, place.longitude) for place in places}

    assert all(place.within is None for place in places)
    assert (districts["Beibei District"], districts["Shapingba District"]) == (1, 6)
    assert points["Chongqing"] == (29.56026, 106.55771)
    assert points["Shapingba District"] == (29.541144, 106.456878)


def test_a_place_without_coordinates_has_those_of_the_wider_one(tmp_path: Path) -> None:
    path = tmp_path / "district.ttl"
    path.write_text(
        "@prefix : <https://example.org/> . @prefix schema: <https://schema.org/> ."
        ":school schema:location :district ; :near :other . :district schema:containedInPlace :city ."
        ":city schema:latitude 29.5 ; schema:longitude 106.5 .",
        "utf-8",
    )
    place = NetworkSpec().drawing(open_store(path)).places["https://example.org/school"]

    assert (place.label.en, place.within, place.latitude) == (
        "district",
        Label("city", "city"),
        29.5,
    )


def test_years_and_places_are_those_of_the_properties_named(tmp_path: Path) -> None:
    path = tmp_path / "people.ttl"
    path.write_text(
        "@prefix ex: <http://example.org/> . @prefix geo: <http://www.w3.org/2003/01/geo/wgs84_pos#> ."
        "@prefix xsd: <http://www.w3.org/2001/XMLSchema#> . ex:a ex:knows ex:b, ex:c ."
        'ex:a ex:born "1901-02-03"^^xsd:date, "1899"^^xsd:gYear ; ex:home ex:oslo .'
        'ex:b ex:born "1910" . ex:c ex:born "unknown" . ex:oslo geo:lat 59.9 ; geo:long 10.7 .',
        "utf-8",
    )
    graph = open_store(path)
    query = "CONSTRUCT { ?a ex:knows ?b } WHERE { ?a ex:knows ?b }"
    spec = NetworkSpec(sparql=query, year="ex:born", place="ex:home")
    network = spec.drawing(graph)
    ex = "http://example.org/"
    years = {node: own.get("year") for node, own in network.graph.nodes(data=True)}
    assert years == {f"{ex}a": 1899, f"{ex}b": 1910, f"{ex}c": None}
    assert {node: place.latitude for node, place in network.places.items()} == {f"{ex}a": 59.9}


@pytest.mark.parametrize(
    ("year", "said"),
    [
        ("ex:gone", "no statement of this graph has the property ex:gone"),
        ("born", '"born" is not a property; expected an IRI, or a name such as dct:date'),
        ("ex:knows", "ex:knows says no year of any node of this network"),
    ],
)
def test_a_property_that_says_no_year_is_named(year: str, said: str, tmp_path: Path) -> None:
    path = tmp_path / "people.ttl"
    path.write_text("@prefix ex: <http://example.org/> . ex:a ex:knows ex:b .", "utf-8")
    graph = open_store(path)
    query = "CONSTRUCT { ?a ex:knows ?b } WHERE { ?a ex:knows ?b }"
    with pytest.raises(QueryError, match=re.escape(said)):
        NetworkSpec(sparql=query, year=year).drawing(graph)


def test_partnerships_have_their_own_years_and_places() -> None:
    with pytest.raises(QueryError, match="years of approval and their places already"):
        NetworkSpec(year="dcterms:date").drawing(open_store())
