"""Every query of the W3C that the engine takes is read into parts, and its triples are triples."""

from __future__ import annotations

import pyoxigraph
import pytest

from manifest import GROUPS, Case, cases
from yuqiao.graph.patterns import Triple, parse_query, parts

KINDS = ("QueryEvaluationTest", "CSVResultFormatTest", "PositiveSyntaxTest11")
QUERIES = [case for group in GROUPS for case in cases(group) if case.kind in KINDS]


@pytest.mark.parametrize("case", QUERIES, ids=lambda case: case.iri)
def test_a_right_query_is_read(case: Case) -> None:
    text = f"BASE <file:///{case.input.name}>\n{case.input.read_text('utf-8')}"

    query = parse_query(text)

    prologue = text[: query.start]
    for part in parts(query):
        if isinstance(part, Triple):
            pyoxigraph.Store().query(f"{prologue} ASK {{ {part.text} }}")
