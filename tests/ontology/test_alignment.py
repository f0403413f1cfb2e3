"""The alignment names terms that exist, on both sides."""

from __future__ import annotations

import pytest
from rdflib import SDO, SKOS, Graph, URIRef

from yuqiao.ontology.files import read
from yuqiao.ontology.namespaces import prefixes

YQ, SCHEMA = prefixes()["yq"], prefixes()["schema"]
MAPPINGS = {SKOS.closeMatch, SKOS.broadMatch, SKOS.relatedMatch}

ELM = "http://data.europa.eu/snb/model/elm/"
VIVO = "http://vivoweb.org/ontology/core#"
CERIF = "https://w3id.org/cerif/"
KNOWN = {
    # European Learning Model 3.2.0: rdf/ontology/ELM.ttl, commit 0b22f42
    *(ELM + name for name in ("Accreditation", "LearningAchievementSpecification")),
    *(ELM + name for name in ("LearningOpportunity", "Organisation", "accreditation")),
    *(ELM + name for name in ("accreditingAgent", "countryCode", "duration", "educationLevel")),
    *(ELM + name for name in ("educationSubject", "ISCEDFCode", "landingPage", "priceDetail")),
    *(ELM + name for name in ("providedBy", "status")),
    # VIVO core: vivo.owl of vivo-ontologies/vivo-ontology
    *(VIVO + name for name in ("College", "Program", "University")),
    # CERIF: OpenAIRE guidelines for CRIS managers 1.1, Organisations; CERIF vocabulary of types
    CERIF + "model#OrganisationUnit",
    CERIF + "vocab/OrganisationTypes#University",
}

TRIPLES = [
    triple for triple in Graph().parse(data=read("alignment.ttl"), format="turtle")
    if triple[1] in MAPPINGS
]  # fmt: skip
OWN = {
    str(term)
    for term in Graph().parse(data=read("def.ttl"), format="turtle").subjects()
    if isinstance(term, URIRef)
}


@pytest.mark.parametrize("term", sorted({str(subject) for subject, _, _ in TRIPLES}))
def test_what_is_aligned_is_declared(term: str) -> None:
    assert term in OWN


@pytest.mark.parametrize("term", sorted({str(other) for _, _, other in TRIPLES}))
def test_what_it_is_aligned_with_exists(term: str) -> None:
    if term.startswith(SCHEMA):
        assert SDO[term.removeprefix(SCHEMA)] == URIRef(term)
    else:
        assert term in KNOWN


def test_each_vocabulary_is_aligned() -> None:
    others = {str(other) for _, _, other in TRIPLES}

    assert {other for other in others if not other.startswith(SCHEMA)} == KNOWN
    assert len(TRIPLES) == 33
