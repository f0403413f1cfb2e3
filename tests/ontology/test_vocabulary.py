"""What every term of the vocabulary has, and that nothing is used which is not declared."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest
from pyoxigraph import RdfFormat, parse
from rdflib import DCTERMS, OWL, RDF, RDFS, SKOS, XSD, BNode, Graph, Literal, URIRef

from yuqiao import __version__
from yuqiao.ontology.files import read
from yuqiao.ontology.namespaces import prefixes

if TYPE_CHECKING:
    from rdflib.term import Node

YQ = prefixes()["yq"]
KINDS = (OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty)
BUILT_IN = (str(RDF), str(RDFS), str(OWL), str(XSD))
FILES = ("def.ttl", "schemes.ttl", "shapes.ttl")


def graph(*names: str) -> Graph:
    """Parse files of the vocabulary into one graph."""
    whole = Graph()
    for name in names:
        whole.parse(data=read(name), format="turtle")
    return whole


DEFINED = graph("def.ttl")
DECLARED = {term for kind in KINDS for term in DEFINED.subjects(RDF.type, kind)}
OWN = sorted(str(term)[len(YQ) :] for term in DECLARED if str(term).startswith(YQ))


def languages(term: Node, predicate: URIRef) -> list[str]:
    """Return the languages in which a property of a term is stated, in order."""
    values = DEFINED.objects(term, predicate)
    return sorted(value.language or "" for value in values if isinstance(value, Literal))


@pytest.mark.parametrize("name", FILES)
def test_both_parsers_read_the_same_number_of_triples(name: str) -> None:
    assert len(graph(name)) == len(set(parse(read(name).encode(), RdfFormat.TURTLE)))


def test_the_vocabulary_names_its_version_and_imports_nothing() -> None:
    ontology = URIRef(YQ.removesuffix("#"))
    assert DEFINED.value(ontology, OWL.versionInfo) == Literal(__version__)
    assert DEFINED.value(ontology, OWL.versionIRI) == URIRef(f"{ontology}/{__version__}")
    assert DEFINED.value(ontology, OWL.priorVersion) == URIRef(f"{ontology}/0.1.0")
    assert f"version {__version__}." in str(DEFINED.value(ontology, DCTERMS.bibliographicCitation))
    assert list(DEFINED.objects(None, OWL.imports)) == []


@pytest.mark.parametrize("name", OWN)
def test_every_own_term_has_one_kind_and_a_label_and_comment_in_both_languages(name: str) -> None:
    term = URIRef(YQ + name)
    assert len({kind for kind in DEFINED.objects(term, RDF.type) if kind in KINDS}) == 1
    assert languages(term, RDFS.label) == ["en", "zh-Hans"]
    assert languages(term, RDFS.comment) == ["en", "zh-Hans"]
    assert DEFINED.value(term, RDFS.isDefinedBy) == URIRef(YQ.removesuffix("#"))


@pytest.mark.parametrize("language", ["en", "zh-Hans"])
@pytest.mark.parametrize("kind", ["classes", "properties"])
def test_no_two_own_terms_of_a_kind_share_a_label(kind: str, language: str) -> None:
    own = {URIRef(YQ + name) for name in OWN}
    classes = {term for term in own if (term, RDF.type, OWL.Class) in DEFINED}
    terms = classes if kind == "classes" else own - classes
    labels = [
        str(label)
        for term in terms
        for label in DEFINED.objects(term, RDFS.label)
        if isinstance(label, Literal) and label.language == language
    ]
    assert sorted(labels) == sorted(set(labels))


@pytest.mark.parametrize("name", ["def.ttl", "schemes.ttl"])
def test_every_predicate_and_class_in_use_is_declared(name: str) -> None:
    whole = graph(name)
    used = set(whole.predicates()) | set(whole.objects(None, RDF.type))
    for predicate in (RDFS.domain, RDFS.range, RDFS.subClassOf, RDFS.subPropertyOf):
        used |= set(whole.objects(None, predicate))
    undeclared = {
        str(term)
        for term in used - DECLARED
        if not isinstance(term, BNode) and not str(term).startswith(BUILT_IN)
    }
    assert undeclared == set()


@pytest.mark.parametrize("name", [*FILES, "context.jsonld"])
def test_every_own_term_that_is_mentioned_is_declared(name: str) -> None:
    text = re.sub(r"(?m)^#.*$", "", read(name))
    mentioned = set(re.findall(rf"\byq:(\w+)|{re.escape(YQ)}(\w+)", text))
    assert {short or long for short, long in mentioned} - set(OWN) == set()


def test_dates_and_stated_values_stay_outside_the_logic() -> None:
    """OWL 2 has no datatype for days, months and years: in a data property they stop a reasoner."""
    terms = prefixes()
    dated = (
        "yq:asOf yq:firstIntake yq:statedValue schema:validFrom schema:validThrough "
        "schema:datePublished schema:foundingDate dcterms:date pav:retrievedOn"
    )
    for name in dated.split():
        prefix, _, local = name.partition(":")
        term = URIRef(terms[prefix] + local)
        assert (term, RDF.type, OWL.AnnotationProperty) in DEFINED


def test_the_files_move_to_another_base() -> None:
    for name in (*FILES, "context.jsonld"):
        assert "w3id.org/yuqiao" not in read(name, "https://data.example.org/register/")


def test_the_context_offers_every_own_term() -> None:
    context = json.loads(read("context.jsonld"))["@context"]
    offered = {
        value.get("@id", "") if isinstance(value, dict) else value for value in context.values()
    }
    assert {f"yq:{name}" for name in OWN} - offered == set()


def test_concepts_and_classes_of_concepts_agree() -> None:
    """A scheme of levels, industries, indicators or criteria holds only concepts of that class."""
    schemes = graph("schemes.ttl")
    scheme = prefixes()["sch"]
    for name, kind in {
        "level": "EducationLevel",
        "industry": "Industry",
        "indicator": "Indicator",
        "criterion": "EvaluationCriterion",
    }.items():
        members = set(schemes.subjects(SKOS.inScheme, URIRef(scheme + name)))
        assert members == set(schemes.subjects(RDF.type, URIRef(YQ + kind)))


@pytest.mark.slow
@pytest.mark.parametrize("name", ["def.ttl", "schemes.ttl", "shapes.ttl"])
def test_the_vocabulary_of_every_register_cites_no_source_of_one(name: str) -> None:
    assert "/id/source/" not in read(name)
    assert " s:" not in read(name)
