"""The concept schemes: names in both languages, no loose ends, fields up to the broad field."""

from __future__ import annotations

import csv
from importlib.resources import files
from typing import TYPE_CHECKING

import pytest
from rdflib import DCTERMS, RDF, SKOS, Graph, Literal, URIRef

from yuqiao.ontology.files import read
from yuqiao.ontology.namespaces import prefixes

if TYPE_CHECKING:
    from rdflib.term import Node

SCHEMES = Graph().parse(data=read("schemes.ttl"), format="turtle")
TERMS = prefixes()
ISCED = TERMS["isced"]
ISCED_SCHEME = URIRef(ISCED + "25831c2")
NAMED = sorted(
    str(node)
    for kind in (SKOS.Concept, SKOS.ConceptScheme, SKOS.Collection)
    for node in SCHEMES.subjects(RDF.type, kind)
)
FIELDS = sorted(str(node)[len(ISCED) :] for node in SCHEMES.subjects(SKOS.inScheme, ISCED_SCHEME))


def slugs(scheme: str) -> set[str]:
    """Return the slugs of the concepts of a scheme."""
    node = URIRef(TERMS["sch"] + scheme)
    return {str(concept).rpartition("/")[2] for concept in SCHEMES.subjects(SKOS.inScheme, node)}


def languages(node: Node, predicate: URIRef) -> list[str]:
    """Return the languages in which a property of a concept is stated, in order."""
    values = SCHEMES.objects(node, predicate)
    return sorted(value.language or "" for value in values if isinstance(value, Literal))


@pytest.mark.parametrize("name", NAMED)
def test_every_concept_scheme_and_group_has_one_name_in_each_language(name: str) -> None:
    assert languages(URIRef(name), SKOS.prefLabel) == ["en", "zh-Hans"]


def test_what_is_explained_is_explained_in_both_languages() -> None:
    for predicate in (SKOS.definition, SKOS.scopeNote):
        for node in set(SCHEMES.subjects(predicate, None)):
            assert languages(node, predicate) == ["en", "zh-Hans"]


def test_every_concept_is_in_one_scheme_that_stands_here() -> None:
    schemes = set(SCHEMES.subjects(RDF.type, SKOS.ConceptScheme))
    for concept in SCHEMES.subjects(RDF.type, SKOS.Concept):
        [scheme] = SCHEMES.objects(concept, SKOS.inScheme)
        assert scheme in schemes


def test_the_top_concepts_are_those_without_a_broader_one() -> None:
    for scheme in set(SCHEMES.subjects(RDF.type, SKOS.ConceptScheme)) - {ISCED_SCHEME}:
        tops = set(SCHEMES.objects(scheme, SKOS.hasTopConcept))
        members = set(SCHEMES.subjects(SKOS.inScheme, scheme))
        assert tops == {node for node in members if not SCHEMES.value(node, SKOS.broader)}


@pytest.mark.parametrize("language", ["en", "zh-Hans"])
def test_no_two_concepts_of_an_own_scheme_share_a_name(language: str) -> None:
    for scheme in set(SCHEMES.subjects(RDF.type, SKOS.ConceptScheme)) - {ISCED_SCHEME}:
        names = [
            str(label)
            for concept in SCHEMES.subjects(SKOS.inScheme, scheme)
            for label in SCHEMES.objects(concept, SKOS.prefLabel)
            if isinstance(label, Literal) and label.language == language
        ]
        assert sorted(names) == sorted(set(names))


@pytest.mark.parametrize(
    ("scheme", "expected"),
    [
        ("form", "institution programme"),
        ("level", "diploma bachelor postgraduate master doctor"),
        ("route", "ministry local-filed"),
        ("legal-basis", "regulations provisional-regulations"),
        ("register-entry", "listed listed-as-ended not-listed"),
        ("status", "approved enrolment-stopped ended unknown"),
        ("finding", "evidence-published unknown not-looked-for too-early"),
        ("basis", "reported register computed inferred"),
        ("review", "accepted rejected open superseded"),
        ("confidence", "high medium low"),
        ("stem-flag", "stem mixed non-stem undetermined"),
        ("organisation-type", "university vocational-college conservatory"),
        ("sector", "public private"),
        ("discipline", ""),
    ],
)
def test_the_closed_lists_are_these(scheme: str, expected: str) -> None:
    assert slugs(scheme) == set(expected.split())


@pytest.mark.parametrize("code", FIELDS)
def test_every_field_of_education_reaches_its_broad_field(code: str) -> None:
    node = URIRef(ISCED + code)
    assert SCHEMES.value(node, SKOS.notation) == Literal(code)
    broader = [str(wider)[len(ISCED) :] for wider in SCHEMES.objects(node, SKOS.broader)]
    assert broader == ([code[:-1]] if len(code) > 2 else [])
    assert set(broader) <= set(FIELDS)


def test_all_ten_broad_fields_stand_here() -> None:
    assert [code for code in FIELDS if len(code) == 2] == [f"{n:02}" for n in range(1, 11)]


def test_stem_is_three_broad_fields_and_the_wider_group_five() -> None:
    def members(group: str) -> set[str]:
        nodes = SCHEMES.objects(URIRef(TERMS["fld"] + group), SKOS.member)
        return {str(node)[len(ISCED) :] for node in nodes}

    assert members("stem") == {"05", "06", "07"}
    wider = "science-engineering-agriculture-medicine"
    assert members(wider) == {"05", "06", "07", "08", "09"}


def test_every_source_of_a_scheme_is_in_the_table_of_sources() -> None:
    table = files("yuqiao.data").joinpath("tables", "sources.csv").read_text("utf-8-sig")
    known = {TERMS["s"] + row["id"] for row in csv.DictReader(table.splitlines())}
    assert {str(source) for source in SCHEMES.objects(None, DCTERMS.source)} <= known
