"""Validation: good data gives no finding, bad data gives findings a curator can act on."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph
import pytest
from pyoxigraph import NamedNode

import yuqiao
from yuqiao.graph.stores.memory import MemoryStore
from yuqiao.graph.validation.report import ValidationReport
from yuqiao.graph.validation.validator import named_data, store_data, validate

NAMELESS = """
@prefix p: <https://w3id.org/yuqiao/id/partnership/> .
@prefix schema: <https://schema.org/> .
p:x a schema:Corporation .
"""
NAMELESS_FINDINGS = {
    "en": [
        "The Chinese name is missing, or its tag is 'zh' instead of 'zh-Hans'.",
        "The English name is missing.",
    ],
    "zh-Hans": ["缺少中文名称，或语言标记为 zh 而非 zh-Hans。", "缺少英文名称。"],
}
VOCABULARY = "@prefix yq: <https://w3id.org/yuqiao/def#> . "
XSD = "@prefix xsd: <http://www.w3.org/2001/XMLSchema#> . "
PARTNERSHIP = "<https://w3id.org/yuqiao/id/partnership/x> a yq:Partnership ; "


def checked(text: str, lang: str = "en") -> ValidationReport:
    """Validate a graph in Turtle against the shapes of the vocabulary."""
    store = pyoxigraph.Store()
    store.load(text, pyoxigraph.RdfFormat.TURTLE)
    return validate(store_data(MemoryStore(store, {})), None, lang)


@pytest.mark.slow
def test_the_bundled_graph_has_nothing_to_find() -> None:
    report = yuqiao.open().validate()

    assert report.results == ()
    assert report.conforms
    assert report.unmatched == ()


@pytest.mark.parametrize("lang", NAMELESS_FINDINGS)
def test_findings_say_what_to_do_in_either_language(lang: str) -> None:
    found = checked(NAMELESS, lang)

    assert [(each.severity, each.thing, each.path, each.shape) for each in found] == [
        (
            "Violation",
            "https://w3id.org/yuqiao/id/partnership/x",
            "skos:prefLabel",
            "shp:BilingualLabel",
        )
    ] * 2
    assert [each.message for each in found] == NAMELESS_FINDINGS[lang]


def test_a_message_in_both_languages_is_shown_in_one() -> None:
    english, chinese = (
        [
            found.message
            for found in checked(VOCABULARY + PARTNERSHIP + ".", lang)
            if "tatus" in found.message or "状态" in found.message
        ]
        for lang in ("en", "zh-Hans")
    )

    assert english == ["No status record. Add one; use the status 'unknown' if need be."]
    assert chinese == ["缺少状态记录；不清楚时请填“未知”。"]


HOSTILE = {
    "backslash": (r'yq:form "programme \\" .', "programme \\", "no accepted claim"),
    "ill-typed": (
        'yq:annualIntake "abc"^^xsd:integer .',
        "abc",
        "Give at most one annual intake, as a whole number above zero.",
    ),
    "duration": ('yq:annualIntake "P1Y"^^xsd:duration .', "P1Y", "no accepted claim"),
    "signalling": (
        'yq:unheardOf "sNaN"^^xsd:decimal .',
        "sNaN",
        "The value is not one of the datatype xsd:decimal.",
    ),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_values_that_break_other_tools_become_findings(name: str) -> None:
    content, value, message = HOSTILE[name]

    found = checked(VOCABULARY + XSD + PARTNERSHIP + content)

    assert any(each.value == value and message in each.message for each in found)


def test_a_graph_cannot_switch_its_own_validation_off(tmp_path: Path) -> None:
    evil = VOCABULARY.replace("w3id.org/yuqiao", "evil.example") + VOCABULARY.replace("yq:", "y:")
    (tmp_path / "graph.ttl").write_text(evil + PARTNERSHIP.replace(" yq:", " y:") + "a y:X .")

    found = validate(named_data(str(tmp_path / "graph.ttl")))

    [prefix] = [each for each in found if each.thing == "https://evil.example/def#"]
    assert prefix.message == (
        "The graph declares the prefix yq: so, but is checked as https://w3id.org/yuqiao/def#. "
        "Correct the prefix, or name the base of the vocabulary."
    )
    assert "The English name is missing." in {each.message for each in found}


SHAPES = """
@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix ex: <http://example.org/> .
ex:Numbers a sh:NodeShape ; sh:targetSubjectsOf ex:n ;
  sh:property [ sh:path ex:n ; sh:datatype xsd:byte ; sh:pattern "^0" ; sh:in ( "01"^^xsd:byte ) ] .
ex:People a sh:NodeShape ; sh:targetClass ex:Person ; sh:nodeKind sh:IRI .
"""


@pytest.mark.parametrize("how", ["file", "python"])
def test_literals_are_compared_as_the_file_has_them(how: str, tmp_path: Path) -> None:
    data, shapes = tmp_path / "data.ttl", tmp_path / "shapes.ttl"
    data.write_text(
        '<urn:a> <http://example.org/n> "01"^^<http://www.w3.org/2001/XMLSchema#byte> .'
        "<urn:b> <http://example.org/n> 1 ."
    )
    shapes.write_text(SHAPES)

    if how == "file":
        report = validate(named_data(str(data)), named_data(str(shapes)))
    else:
        report = yuqiao.open(data).validate(shapes=str(shapes))

    assert {each.thing for each in report} == {"urn:b"}
    assert [each.message for each in report] == [
        "The value must be a valid xsd:byte.",
        "The value must be one of the listed ones.",
        "The value must match the pattern ^0.",
    ]
    assert report.unmatched == ("ex:People",)
    assert [(each.shape, each.nodes) for each in report.shapes] == [
        ("ex:Numbers", 2),
        ("ex:People", 0),
    ]


def test_what_the_graph_has_no_more_is_not_checked(tmp_path: Path) -> None:
    data, shapes = tmp_path / "data.ttl", tmp_path / "shapes.ttl"
    data.write_text('<urn:a> <http://example.org/n> "1"^^<http://www.w3.org/2001/XMLSchema#byte> .')
    shapes.write_text(SHAPES)
    graph = yuqiao.open(data)

    graph.update("DELETE WHERE { ?x ?p ?y }")

    assert graph.validate(shapes=str(shapes)).unmatched == ("ex:Numbers", "ex:People")


@pytest.mark.slow
def test_a_finding_names_the_cell_of_its_table(tmp_path: Path) -> None:
    from shutil import copytree

    from yuqiao import data

    copytree(Path(next(iter(data.__path__))) / "tables", tmp_path / "tables")
    graph = yuqiao.open()
    [(thing, name)] = graph.select(
        "SELECT ?p ?n { ?p a yq:JointProgramme ; skos:prefLabel ?n FILTER(LANG(?n) = 'en') } "
        "ORDER BY ?p LIMIT 1"
    )
    assert isinstance(thing, NamedNode)
    lines = (tmp_path / "tables" / "partnerships.csv").read_text("utf-8").splitlines()
    slug = thing.value.rpartition("/")[2]
    number = next(n for n, line in enumerate(lines, 1) if line.startswith(f"{slug},"))
    text = "".join(f"{triple} .\n" for triple in graph.triples() if triple.object != name)
    (tmp_path / "graph.nt").write_text(text, "utf-8")

    [found] = [
        each
        for each in validate(named_data(str(tmp_path / "graph.nt")))
        if each.path == "skos:prefLabel"
    ]

    assert (found.place, found.message) == (
        f"partnerships.csv:{number}:name_en",
        "The English name is missing.",
    )
