"""The JSON-LD context: short keys become the terms they stand for."""

from __future__ import annotations

import json

import pytest
from pyoxigraph import RdfFormat, Triple, parse
from rdflib import Graph

from yuqiao.ontology.files import read
from yuqiao.ontology.namespaces import prefixes

CONTEXT = json.loads(read("context.jsonld"))["@context"]


def expand(document: dict[str, object]) -> set[Triple]:
    """Read a JSON document with the context."""
    text = json.dumps({"@context": CONTEXT, **document})
    return {quad.triple for quad in parse(text, RdfFormat.JSON_LD)}


def expected(turtle: str) -> set[Triple]:
    """Read Turtle that may use every prefix of the vocabulary."""
    declared = "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in prefixes().items())
    return {quad.triple for quad in parse(declared + turtle, RdfFormat.TURTLE)}


def test_a_partnership_in_short_keys() -> None:
    graph = expand(
        {
            "id": "p:cqu-novosibirsk-physics",
            "type": ["Partnership", "JointProgramme"],
            "form": "sch:form/programme",
            "name": {"en": "Physics programme", "zh-hans": "物理学专业本科教育项目"},
            "chinesePartner": ["o:cqu"],
            "foreignPartner": ["o:novosibirsk"],
            "level": ["lvl:bachelor"],
            "discipline": ["dis:physics-b"],
            "registerEntry": "lst:listed",
            "partnerCountry": [f"{prefixes()['country']}RUS"],
            "unknownValueFor": ["firstIntake", "dcterms:date"],
            "approval": [{"id": "ap:cqu-novosibirsk-physics", "type": "Approval"}],
            "source": ["s:s-crs-moe-list"],
        }
    )
    wanted = expected("""
        p:cqu-novosibirsk-physics a yq:Partnership, yq:JointProgramme ;
            yq:form form:programme ;
            skos:prefLabel "Physics programme"@en, "物理学专业本科教育项目"@zh-hans ;
            yq:chinesePartner o:cqu ;
            yq:foreignPartner o:novosibirsk ;
            yq:level lvl:bachelor ;
            yq:discipline dis:physics-b ;
            yq:registerEntry lst:listed ;
            yq:partnerCountry country:RUS ;
            yq:unknownValueFor yq:firstIntake, dcterms:date ;
            dcterms:source s:s-crs-moe-list .
        ap:cqu-novosibirsk-physics a yq:Approval ;
            yq:approvalOf p:cqu-novosibirsk-physics .
    """)
    assert graph == wanted


def test_figures_and_dates_keep_their_datatypes() -> None:
    graph = expand(
        {
            "id": "p:swu-westa",
            "annualIntake": 100,
            "annualTuition": 60000,
            "durationYears": 4,
            "firstIntake": {"@value": "2016", "@type": "xsd:gYear"},
            "studyModel": {"en": "two years in China, then Perth or Tasmania"},
            "registerPage": "https://www.crs.jsj.edu.cn/aproval/detail/2165",
            "confidence": "conf:high",
        }
    )
    wanted = expected("""
        p:swu-westa yq:annualIntake 100 ;
            yq:annualTuition 60000 ;
            yq:durationYears 4 ;
            yq:firstIntake "2016"^^xsd:gYear ;
            yq:studyModel "two years in China, then Perth or Tasmania"@en ;
            yq:registerPage <https://www.crs.jsj.edu.cn/aproval/detail/2165> ;
            yq:confidence conf:high .
    """)
    assert graph == wanted


def test_a_claim_names_its_property_by_the_short_key() -> None:
    graph = expand(
        {
            "id": "cl:x",
            "type": "Claim",
            "about": "o:cqu",
            "aboutProperty": "ministryCode",
            "statedValue": "4150010611",
            "asOf": {"@value": "2026-11-23", "@type": "xsd:date"},
            "review": "rev:accepted",
        }
    )
    wanted = expected("""
        cl:x a yq:Claim ;
            schema:about o:cqu ;
            yq:aboutProperty yq:ministryCode ;
            yq:statedValue "4150010611" ;
            yq:asOf "2026-11-23"^^xsd:date ;
            yq:review rev:accepted .
    """)
    assert graph == wanted


def test_every_key_stands_for_an_iri_of_a_known_vocabulary() -> None:
    namespaces = set(prefixes())
    for key, value in CONTEXT.items():
        if isinstance(value, dict):
            iri = value.get("@id") or value["@reverse"]
            assert iri.partition(":")[0] in namespaces, key


def test_the_namespaces_of_the_context_are_those_of_the_package() -> None:
    given = {
        key: value
        for key, value in CONTEXT.items()
        if isinstance(value, str) and value.startswith("http")
    }
    # a key can be a namespace or a property, not both
    taken_by_a_property = {"country", "form", "sector"}
    assert given == {
        key: value for key, value in prefixes().items() if key not in taken_by_a_property
    }


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")
def test_rdflib_reads_the_context_too() -> None:
    """Its JSON-LD parser warns of a class that it uses itself."""
    document = {
        "@context": CONTEXT,
        "id": "o:cqu",
        "hostRegion": "pl:chongqing",
        "ministryCode": "41",
    }
    graph = Graph().parse(data=json.dumps(document), format="json-ld")

    read_by_rdflib = {" ".join(term.n3() for term in triple) for triple in graph}
    turtle = 'o:cqu yq:hostRegion pl:chongqing ; yq:ministryCode "41" .'
    assert read_by_rdflib == {str(triple) for triple in expected(turtle)}
