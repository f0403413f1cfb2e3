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


def test_the_bundled_graph_has_nothing_to_find() -> None:
    assert findings(yuqiao.open()) == []


@pytest.mark.parametrize("lang", NAMELESS_FINDINGS)
def test_findings_say_what_to_do_in_either_language(lang: str) -> None:
    oxigraph = pyoxigraph.Store()
    oxigraph.load(NAMELESS, pyoxigraph.RdfFormat.TURTLE)

    assert findings(MemoryStore(oxigraph, {}), lang) == [
        ValidationResult("Violation", "https://w3id.org/yuqiao/id/partnership/x", message)
        for message in NAMELESS_FINDINGS[lang]
    ]


def test_the_command_ends_with_one_when_there_is_a_violation(tmp_path: Path) -> None:
    file = tmp_path / "graph.ttl"
    file.write_text(NAMELESS, "utf-8")

    ended = CliRunner().invoke(main, ["validate", "--graph", str(file)])

    assert ended.exit_code == 1
    assert ended.stderr == "2 findings\n"
    assert ended.stdout.splitlines()[1] == (
        "Violation\thttps://w3id.org/yuqiao/id/partnership/x\tThe English name is missing."
    )
