"""The vocabulary under the rules of OWL 2 RL: no contradiction, and the inferences that are meant."""

from __future__ import annotations

from pathlib import Path

import pytest
from owlrl import DeductiveClosure, OWLRL_Semantics
from rdflib import OWL, RDF, Graph, URIRef

from yuqiao.ontology.files import read
from yuqiao.ontology.namespaces import prefixes

SAMPLE = (Path(__file__).parent / "physics.ttl").read_text("utf-8")


def term(name: str) -> URIRef:
    """Return the IRI of a prefixed name."""
    prefix, _, local = name.partition(":")
    return URIRef(prefixes()[prefix] + local)


def closure(more: str, *texts: str) -> Graph:
    """Close the vocabulary under OWL 2 RL, with some triples more and some files of Turtle."""
    graph = Graph().parse(data=read("def.ttl"), format="turtle")
    for text in texts:
        graph.parse(data=text, format="turtle")
    declared = "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in prefixes().items())
    graph.parse(data=declared + more, format="turtle")
    DeductiveClosure(OWLRL_Semantics).expand(graph)
    return graph


def errors(graph: Graph) -> list[str]:
    """List what the rules object to: owlrl writes it into the graph as error messages."""
    return [str(text) for _, predicate, text in graph if str(predicate).endswith("error")]


@pytest.fixture(scope="module")
def closed() -> Graph:
    """Close the vocabulary, the schemes and one whole programme."""
    return closure("", read("schemes.ttl"), SAMPLE)


@pytest.mark.slow
def test_nothing_contradicts(closed: Graph) -> None:
    assert errors(closed) == []
    assert set(closed.subjects(RDF.type, OWL.Nothing)) == set()


@pytest.mark.slow
def test_no_two_things_become_one(closed: Graph) -> None:
    same = ((one, other) for one, other in closed.subject_objects(OWL.sameAs) if one != other)
    own = [pair for pair in same if str(pair[0]).startswith("https://w3id.org/yuqiao/")]
    assert own == []


@pytest.mark.slow
def test_the_closure_gives_the_inverses_and_the_wider_properties(closed: Graph) -> None:
    for subject, predicate, value in (
        ("p:physics", "schema:provider", "o:novosibirsk"),
        ("p:physics", "yq:hasApproval", "ap:physics"),
        ("o:novosibirsk", "org:linkedTo", "o:cqu"),
        ("cl:form", "yq:contradicts", "cl:form-in-article"),
    ):
        assert (term(subject), term(predicate), term(value)) in closed


@pytest.mark.slow
def test_the_class_follows_from_the_form() -> None:
    graph = closure("p:other a yq:Partnership ; yq:form form:institution .")
    assert (term("p:other"), RDF.type, term("yq:JointInstitution")) in graph
    assert (term("p:other"), RDF.type, term("schema:EducationalOrganization")) in graph


@pytest.mark.slow
def test_the_shortcuts_follow_from_the_partners() -> None:
    graph = closure(
        "p:other yq:chinesePartner o:swu ; yq:foreignPartner o:otago ."
        " o:otago yq:country country:NZL ."
    )
    assert (term("o:swu"), term("yq:partnersWith"), term("o:otago")) in graph
    assert (term("o:otago"), term("yq:partnersWith"), term("o:swu")) in graph
    assert (term("p:other"), term("yq:partnerCountry"), term("country:NZL")) in graph


@pytest.mark.slow
@pytest.mark.parametrize(
    "mistake",
    [
        "p:x a yq:Partnership ; yq:form form:programme, form:institution .",
        "p:x a yq:JointProgramme, yq:Claim .",
        "cl:x a yq:StatisticalClaim, yq:StatusRecord .",
        "dis:x a yq:Discipline, yq:Industry .",
        "p:x yq:chinesePartner o:x . o:x a skos:Concept . o:x yq:foreignPartner o:x .",
    ],
)
def test_what_cannot_be_both_is_noticed(mistake: str) -> None:
    assert errors(closure(mistake)) != []
