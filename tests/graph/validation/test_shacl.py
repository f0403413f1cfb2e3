"""Validation: good data gives no finding, bad data gives findings a curator can act on."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph
import pytest
from click.testing import CliRunner

import yuqiao
from yuqiao.cli import main
from yuqiao.graph.stores.memory import MemoryStore
from yuqiao.graph.validation.shacl import ValidationResult, findings

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


@pytest.mark.slow
def test_the_bundled_graph_has_nothing_to_find() -> None:
    assert findings(yuqiao.open()) == []


@pytest.mark.slow
@pytest.mark.parametrize("lang", NAMELESS_FINDINGS)
def test_findings_say_what_to_do_in_either_language(lang: str) -> None:
    oxigraph = pyoxigraph.Store()
    oxigraph.load(NAMELESS, pyoxigraph.RdfFormat.TURTLE)

    assert findings(MemoryStore(oxigraph, {}), lang) == [
        ValidationResult("Violation", "https://w3id.org/yuqiao/id/partnership/x", message)
        for message in NAMELESS_FINDINGS[lang]
    ]


@pytest.mark.slow
def test_a_message_in_both_languages_is_shown_in_one() -> None:
    text = (
        "<https://w3id.org/yuqiao/id/partnership/x> a <https://w3id.org/yuqiao/def#Partnership> ."
    )
    graph = MemoryStore(pyoxigraph.Store(), {})
    graph.oxigraph.load(text, pyoxigraph.RdfFormat.TURTLE)

    english, chinese = (
        [
            found.message
            for found in findings(graph, lang)
            if "tatus" in found.message or "状态" in found.message
        ]
        for lang in ("en", "zh-Hans")
    )

    assert english == ["No status record. Add one; use the status 'unknown' if need be."]
    assert chinese == ["缺少状态记录；不清楚时请填“未知”。"]


def test_the_command_ends_with_one_when_there_is_a_violation(tmp_path: Path) -> None:
    file = tmp_path / "graph.ttl"
    file.write_text(NAMELESS, "utf-8")

    ended = CliRunner().invoke(main, ["validate", "--graph", str(file)])

    assert ended.exit_code == 1
    assert ended.stderr == "2 findings\n"
    assert ended.stdout.splitlines()[1] == (
        "Violation\thttps://w3id.org/yuqiao/id/partnership/x\tThe English name is missing."
    )


VOCABULARY = "@prefix yq: <https://w3id.org/yuqiao/def#> . "
XSD = "@prefix xsd: <http://www.w3.org/2001/XMLSchema#> . "
PARTNERSHIP = "<https://w3id.org/yuqiao/id/partnership/x> a yq:Partnership ; "
INTEGER = "The value is not one of the datatype http://www.w3.org/2001/XMLSchema#integer."
HOSTILE = {
    "backslash": (
        VOCABULARY + PARTNERSHIP + r'yq:form "programme \\" .',
        "programme \\",
        "no accepted claim",
    ),
    "ill-typed": (
        VOCABULARY + XSD + PARTNERSHIP + 'yq:annualIntake "abc"^^xsd:integer .',
        "abc",
        INTEGER,
    ),
    "duration": (
        VOCABULARY + XSD + PARTNERSHIP + 'yq:annualIntake "P1Y"^^xsd:duration .',
        "P1Y",
        "no accepted claim",
    ),
    "signalling": (
        VOCABULARY + XSD + PARTNERSHIP + 'yq:annualTuition "sNaN"^^xsd:decimal .',
        "sNaN",
        INTEGER.replace("integer", "decimal"),
    ),
}


@pytest.mark.slow
@pytest.mark.parametrize("name", HOSTILE)
def test_values_that_break_other_tools_become_findings(name: str, tmp_path: Path) -> None:
    content, value, message = HOSTILE[name]
    (tmp_path / "graph.ttl").write_text(content, "utf-8")

    found = findings(MemoryStore.read(str(tmp_path / "graph.ttl")))

    assert any(each.value == value and message in each.message for each in found)


@pytest.mark.slow
def test_a_graph_cannot_switch_its_own_validation_off(tmp_path: Path) -> None:
    evil = VOCABULARY.replace("w3id.org/yuqiao", "evil.example") + VOCABULARY.replace("yq:", "y:")
    (tmp_path / "graph.ttl").write_text(evil + PARTNERSHIP.replace(" yq:", " y:") + "a y:X .")

    found = findings(MemoryStore.read(str(tmp_path / "graph.ttl")))

    [prefix] = [each for each in found if each.thing == "https://evil.example/def#"]
    assert prefix.message == (
        "The graph declares the prefix yq: so, but is checked as https://w3id.org/yuqiao/def#. "
        "Correct the prefix, or name the base of the vocabulary."
    )
    assert "The English name is missing." in {each.message for each in found}


def test_what_shacl_cannot_see_is_said() -> None:
    oxigraph = pyoxigraph.Store()
    oxigraph.update(
        "INSERT DATA { <urn:a> <urn:p> <<( <urn:b> <urn:q> <<( <urn:c> <urn:q> 'x'@en--rtl )>> )>>,"
        " 'y'@ar--rtl }"
    )

    found = findings(MemoryStore(oxigraph, {"yq": "https://w3id.org/yuqiao/def#"}))

    term = '<<( <urn:b> <urn:q> <<( <urn:c> <urn:q> "x"@en--rtl )>> )>>'
    said = "The value is a triple term, which SHACL cannot check."
    assert found == [ValidationResult("Warning", "urn:a", said, term)]
