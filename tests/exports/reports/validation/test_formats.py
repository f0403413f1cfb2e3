"""A validation report in each format, read by what others made for it."""

from __future__ import annotations

import json
import re
from pathlib import Path
from xml.etree import ElementTree

import pytest
from rdflib import RDF, SH, Graph, Literal, URIRef

from yuqiao.exports.formats import RDF as RDF_FORMATS
from yuqiao.exports.reports.validation.text import coverage_lines, report_summary
from yuqiao.exports.reports.validation.write import format_validation
from yuqiao.graph.validation.report import ValidationReport
from yuqiao.graph.validation.validator import named_data, validate

DATA = """
@prefix ex: <http://example.org/> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
ex:a a ex:Person ; rdfs:label "Ann <b>"@en ; ex:age "young" .
ex:b a ex:Person ; ex:age 7, 8 .
ex:c a ex:Person ; ex:age 5 ; ex:note "|_x_|" .
"""
SHAPES = """
@prefix ex: <http://example.org/> . @prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
ex:Age a sh:NodeShape ; sh:targetClass ex:Person ;
    sh:property [ sh:path ex:age ; sh:datatype xsd:integer ; sh:maxCount 1 ] ;
    sh:property [ sh:path ex:note ; sh:maxCount 0 ; sh:severity sh:Warning ;
        sh:message "No notes."@en, "请勿填写备注。"@zh-Hans ] .
ex:Cars a sh:NodeShape ; sh:targetClass ex:Car ; sh:nodeKind sh:IRI .
"""
TEXT = {
    "en": """Violation: The value must be a valid xsd:integer.
  http://example.org/a (Ann <b>)  ex:age young
Violation: There must be at most 1.
  http://example.org/b  ex:age
Warning: No notes.
  http://example.org/c  ex:note
""",
    "zh": """违规：取值须为有效的 xsd:integer。
  http://example.org/a (Ann <b>)  ex:age young
违规：至多有1个取值。
  http://example.org/b  ex:age
警告：请勿填写备注。
  http://example.org/c  ex:note
""",
}
TAGS = {"en": "en", "zh": "zh-Hans"}


def report_in(lang: str, folder: Path) -> ValidationReport:
    """Return the report about the data."""
    (folder / "data.ttl").write_text(DATA, "utf-8")
    (folder / "shapes.ttl").write_text(SHAPES, "utf-8")
    data, shapes = (named_data(str(folder / f"{name}.ttl")) for name in ("data", "shapes"))
    return validate(data, shapes, TAGS[lang])


@pytest.mark.parametrize("lang", TEXT)
def test_text_has_each_message_once_and_in_one_language(lang: str, tmp_path: Path) -> None:
    report = report_in(lang, tmp_path)

    assert format_validation(report, "text", "data.ttl", lang).decode() == TEXT[lang]


@pytest.mark.parametrize(
    ("lang", "summary", "coverage"),
    [
        (
            "en",
            "2 violations, 1 warning; 1 shape checked on 3 nodes",
            "nothing in the graph matches the target of ex:Cars",
        ),
        (
            "zh",
            "2个违规、1个警告；检查了1条校验规则、3个节点",
            "图谱中没有以下规则的校验对象：ex:Cars",
        ),
    ],
)
def test_it_says_what_was_checked_and_what_was_not(
    lang: str, summary: str, coverage: str, tmp_path: Path
) -> None:
    report = report_in(lang, tmp_path)

    assert report_summary(report, lang) == summary
    assert list(coverage_lines(report, lang)) == [coverage]


def test_it_says_when_nothing_was_checked() -> None:
    report = ValidationReport((), ())

    assert report_summary(report) == "no findings; nothing was checked"
    assert list(coverage_lines(report)) == ["no shape has a target"]


def test_json_has_all_fields(tmp_path: Path) -> None:
    document = json.loads(format_validation(report_in("en", tmp_path), "json", "data.ttl"))

    assert document["conforms"] is False
    assert document["results"][0] == {
        "severity": "Violation",
        "thing": "http://example.org/a",
        "message": "The value must be a valid xsd:integer.",
        "value": "young",
        "path": "ex:age",
        "name": "Ann <b>",
        "place": "",
        "shape": "ex:Age",
        "component": "DatatypeConstraintComponent",
    }
    assert document["shapes"] == [
        {"shape": "ex:Age", "nodes": 3, "results": 3},
        {"shape": "ex:Cars", "nodes": 0, "results": 0},
    ]


def test_markdown_keeps_the_text_of_the_data_as_text(tmp_path: Path) -> None:
    text = format_validation(report_in("en", tmp_path), "markdown", "data.ttl").decode()

    assert r"| http://example.org/a (Ann \<b\>) | ex:age young |" in text
    assert text.count("## ") == 3
    assert "No notes." in text


def test_the_page_keeps_the_text_of_the_data_as_text_and_asks_for_nothing(tmp_path: Path) -> None:
    text = format_validation(report_in("zh", tmp_path), "html", "data.ttl", "zh").decode()

    assert "Ann &lt;b&gt;" in text
    assert "<b>" not in text
    assert '<html lang="zh-Hans">' in text
    assert re.findall(r"(?:src|href)=", text) == []


def test_junit_has_a_case_for_each_shape(tmp_path: Path) -> None:
    written = format_validation(report_in("en", tmp_path), "junit", "data.ttl")

    [suite] = ElementTree.fromstring(written)
    age, cars = suite
    assert suite.attrib == {
        "name": "data.ttl",
        "tests": "2",
        "failures": "1",
        "errors": "0",
        "skipped": "1",
    }
    assert (age.get("name"), [each.tag for each in age]) == ("ex:Age", ["failure", "system-out"])
    assert len((age[0].text or "").splitlines()) == 2
    assert (cars.get("name"), [each.tag for each in cars]) == ("ex:Cars", ["skipped"])


def test_sarif_has_a_level_and_a_place_for_each_result(tmp_path: Path) -> None:
    document = json.loads(format_validation(report_in("en", tmp_path), "sarif", "data.ttl"))

    [run] = document["runs"]
    assert [result["level"] for result in run["results"]] == ["error", "error", "warning"]
    for result in run["results"]:
        assert run["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == result["ruleId"]
        [location] = result["locations"]
        assert location["physicalLocation"]["artifactLocation"] == {"uri": "data.ttl"}
    [note] = run["invocations"][0]["toolExecutionNotifications"]
    assert note["message"]["text"] == "nothing in the graph matches the target of ex:Cars"


# A report is in the default graph: TriG is then Turtle, and N-Quads are N-Triples.
READERS = {"rdfxml": "xml", "ntriples": "nt", "trig": "turtle", "nquads": "nt", "jsonld": "json-ld"}


@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # of rdflib's reader of JSON-LD
@pytest.mark.parametrize("form", RDF_FORMATS.names)
def test_the_standard_report_is_read_again(form: str, tmp_path: Path) -> None:
    written = format_validation(report_in("en", tmp_path), form, "data.ttl")

    graph = Graph().parse(data=written, format=READERS.get(form, form))
    found = {
        (str(graph.value(result, SH.focusNode)), str(graph.value(result, SH.resultPath)))
        for result in graph.objects(None, SH.result)
    }

    assert found == {
        ("http://example.org/a", "http://example.org/age"),
        ("http://example.org/b", "http://example.org/age"),
        ("http://example.org/c", "http://example.org/note"),
    }
    assert (None, RDF.type, URIRef(SH.ValidationReport)) in graph
    messages = [text for text in graph.objects(None, SH.resultMessage) if isinstance(text, Literal)]
    assert {text.language for text in messages} == {"en", "zh-Hans"}


def test_a_long_standard_report_takes_no_longer_in_proportion(tmp_path: Path) -> None:
    people = "".join(f"<urn:{number}> a <urn:P> .\n" for number in range(3_000))
    (tmp_path / "data.ttl").write_text(people)
    (tmp_path / "shapes.ttl").write_text(
        "@prefix sh: <http://www.w3.org/ns/shacl#> . "
        "<urn:S> sh:targetClass <urn:P> ; sh:nodeKind sh:Literal ."
    )
    data, shapes = (named_data(str(tmp_path / f"{name}.ttl")) for name in ("data", "shapes"))

    written = format_validation(validate(data, shapes), "turtle", "data.ttl")

    assert written.count(b"sh:ValidationResult") == 3_000
    assert b"<urn:yuqiao:result:2999>" in written
