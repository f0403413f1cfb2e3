"""The engine agrees with pySHACL, the reference: on the vocabulary's shapes and on generated ones."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from pyshacl import validate as pyshacl_validate
from rdflib import SH, BNode, Graph
from rdflib.term import Node

from shape_faults import FAULTS, PHYSICS, broken
from yuqiao.exports.reports.validation.write import format_validation
from yuqiao.graph.validation.report import ValidationReport
from yuqiao.graph.validation.validator import named_data, validate
from yuqiao.ontology.files import read

FIELDS = (SH.focusNode, SH.value, SH.resultSeverity, SH.sourceConstraintComponent)


def results(report: Graph) -> Counter[tuple[str, ...]]:
    """Return the results of a report, without what two engines may write differently."""

    def text(node: Node | None) -> str:
        return "" if node is None or isinstance(node, BNode) else node.n3()

    return Counter(
        tuple(text(report.value(result, field)) for field in FIELDS)
        for result in report.objects(None, SH.result)
    )


def ours(report: ValidationReport) -> Counter[tuple[str, ...]]:
    """Return the results of ours, through Turtle."""
    return results(Graph().parse(data=format_validation(report, "turtle", ""), format="turtle"))


def reference(data: Graph, shapes: Graph) -> Counter[tuple[str, ...]]:
    """Return the results of pySHACL."""
    _, report, text = pyshacl_validate(data, shacl_graph=shapes, inplace=True)
    assert isinstance(report, Graph), text
    return results(report)


@pytest.mark.slow
def test_on_the_vocabulary_with_its_faults(tmp_path: Path) -> None:
    file = tmp_path / "graph.nt"
    parts = [broken(fault, number) for number, fault in enumerate(FAULTS[::24])]
    graph = Graph().parse(data=PHYSICS, format="turtle")
    for part in parts:
        graph.parse(data=part, format="nt")
    file.write_text(graph.serialize(format="nt"), "utf-8")
    for name in ("def.ttl", "schemes.ttl"):
        graph.parse(data=read(name), format="turtle")

    found = ours(validate(named_data(str(file))))

    assert sum(found.values()) >= len(parts)
    assert found == reference(graph, Graph().parse(data=read("shapes.ttl"), format="turtle"))


HEAD = """@prefix ex: <http://example.org/> . @prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
<http://example.org/> sh:declare [ sh:prefix "ex" ; sh:namespace "http://example.org/"^^xsd:anyURI ] .
"""
VALUES = (
    *(f"ex:n{number}" for number in range(6)),
    *("_:b0", "_:b1", "1", "2", "3", "1.5", '"a"', '"ab"', '"a"@en', '"b"@en'),
    *('"a"@de', '"x"^^xsd:integer'),
)
PATHS = (
    *("ex:p", "ex:q", "[ sh:inversePath ex:p ]", "( ex:p ex:q )"),
    *("[ sh:alternativePath ( ex:p ex:q ) ]", "[ sh:zeroOrMorePath ex:p ]"),
    *("[ sh:oneOrMorePath ex:p ]", "[ sh:zeroOrOnePath ex:q ]", "( ex:p [ sh:inversePath ex:q ] )"),
)
ASKED = (
    *("sh:class ex:C", "sh:class ex:D", "sh:datatype xsd:integer", "sh:datatype xsd:string"),
    *("sh:nodeKind sh:IRI", "sh:nodeKind sh:BlankNodeOrIRI", "sh:nodeKind sh:Literal"),
    *("sh:minInclusive 2", "sh:maxExclusive 2", "sh:minLength 2", "sh:maxLength 1"),
    *('sh:pattern "^a"', 'sh:pattern "A" ; sh:flags "i"', 'sh:languageIn ( "en" )'),
    *("sh:in ( ex:n0 1 'a' )", "sh:hasValue ex:n1", "sh:hasValue 1"),
    *("sh:equals ex:q", "sh:disjoint ex:q", "sh:not [ sh:nodeKind sh:IRI ]"),
    *("sh:node [ sh:property [ sh:path ex:q ; sh:minCount 1 ] ]", "sh:closed true"),
    *("sh:or ( [ sh:nodeKind sh:Literal ] [ sh:class ex:C ] )",),
    *("sh:and ( [ sh:nodeKind sh:IRI ] [ sh:class ex:C ] )",),
    *("sh:xone ( [ sh:nodeKind sh:IRI ] [ sh:class ex:C ] [ sh:class ex:D ] )",),
    *("sh:property [ sh:path ex:q ; sh:maxCount 1 ]",),
)


def sparql(query: str) -> str:
    """Return a SPARQL constraint."""
    return f'sh:sparql [ sh:prefixes <http://example.org/> ; sh:select "{query}" ]'


OF_PROPERTIES = (
    *("sh:minCount 1", "sh:maxCount 1", "sh:uniqueLang true"),
    *("sh:qualifiedValueShape [ sh:nodeKind sh:IRI ] ; sh:qualifiedMinCount 1",),
    *("sh:qualifiedValueShape [ sh:class ex:C ] ; sh:qualifiedMaxCount 0",),
    sparql("SELECT DISTINCT $this ?value { $this $PATH ?value FILTER(!isIRI(?value)) }"),
)
OF_NODES = (
    sparql("SELECT DISTINCT $this { $this ex:p ?v FILTER NOT EXISTS { ?v ex:q ?w . ?w ex:p ?z } }"),
    sparql("SELECT DISTINCT $this { $this ex:p ?v } GROUP BY $this HAVING(COUNT(?v) > 1)"),
    sparql("SELECT DISTINCT $this ?value { { $this ex:p ?value } UNION { ?value ex:q $this } }"),
)
TARGETS = (
    *("sh:targetClass ex:C", "sh:targetNode ex:n0, ex:n9", "sh:targetSubjectsOf ex:p"),
    *("sh:targetObjectsOf ex:q", "sh:targetNode 1, 'a'"),
)


def sample(choose: random.Random, asked: tuple[str, ...]) -> list[str]:
    """Return two requirements of different kinds: a shape may have most of them once only."""
    first = choose.choice(asked)
    kind = first.split()[0]
    return [first, choose.choice([one for one in asked if one.split()[0] != kind])]


def generated(seed: int) -> tuple[str, str]:
    """Return a graph and shapes."""
    choose = random.Random(seed)
    pick: Callable[[tuple[str, ...]], str] = choose.choice
    subjects = VALUES[:8]
    triples = [f"{pick(subjects)} {pick(('ex:p', 'ex:q'))} {pick(VALUES)} ." for _ in range(18)]
    triples += [f"{pick(subjects)} a {pick(('ex:C', 'ex:D'))} ." for _ in range(4)]
    triples.append("ex:D rdfs:subClassOf ex:C .")
    shapes = []
    for number in range(4):
        asked = sample(choose, (*ASKED, *OF_NODES))
        nested = " ; ".join(sample(choose, (*ASKED, *OF_PROPERTIES)))
        shapes.append(
            f"ex:S{number} a sh:NodeShape ; {pick(TARGETS)} ; {' ; '.join(asked)} ; "
            f"sh:property [ sh:path {pick(PATHS)} ; {nested} ] ."
        )
    return HEAD + "\n".join(triples), HEAD + "\n".join(shapes)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(40))
def test_on_generated_graphs(seed: int, tmp_path: Path) -> None:
    data, shapes = generated(seed)
    (tmp_path / "data.ttl").write_text(data)
    (tmp_path / "shapes.ttl").write_text(shapes)
    graphs = [Graph().parse(data=text, format="turtle") for text in (data, shapes)]

    asked = named_data(str(tmp_path / "shapes.ttl"))
    report = validate(named_data(str(tmp_path / "data.ttl")), asked)

    assert ours(report) == reference(*graphs)
