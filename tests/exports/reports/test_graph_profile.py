"""The statistics of a graph in another vocabulary."""

from __future__ import annotations

from pathlib import Path

from yuqiao.exports.reports.entity import about_text
from yuqiao.exports.reports.statistics import overview_text
from yuqiao.graph.stores.open_store import open_store

ZOO = """@prefix ex: <http://example.org/> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
ex:zebra a ex:Animal ; rdfs:label "Zebra"@en, "斑马"@zh ; ex:eats ex:apple, ex:grass ; ex:age 4 .
ex:Animal rdfs:label "animal"@en, "动物"@zh ."""


def test_classes_properties_languages_links_and_namespaces_are_counted(tmp_path: Path) -> None:
    graph = tmp_path / "zoo.ttl"
    graph.write_text(ZOO, "utf-8")

    assert overview_text(open_store(graph), "en") == (
        """What the graph holds
  statements (triples)            8
  entities                        2
  links between entities          2

Classes, with the number of instances
  ex:Animal (animal)          1

Properties, with the number of statements
  rdfs:label          4
  ex:eats             2
  ex:age              1
  rdf:type            1

Languages of texts
  en          2
  zh          2

Namespaces of entities
  http://example.org/          2
"""
    )
    assert "ex:Animal (动物)" in overview_text(open_store(graph), "zh")


def test_a_description_names_the_class_even_if_it_has_no_label(tmp_path: Path) -> None:
    graph = tmp_path / "people.ttl"
    graph.write_text(
        """@prefix foaf: <http://xmlns.com/foaf/0.1/> .
        <urn:x/a> a foaf:Person ; foaf:name "Alice" ; foaf:age 33 .""",
        "utf-8",
    )

    assert about_text(open_store(graph), "Alice", "en").splitlines()[:3] == [
        "Alice",
        "foaf:Person",
        "<urn:x/a>",
    ]
