"""Questions of the catalogue as SQL over the folder of tables, and their answers from the graph."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from string import Template

from pyoxigraph import Literal

from yuqiao import KnowledgeGraph
from yuqiao.graph.rdf.literals import literal_text
from yuqiao.graph.stores.results import Triples

TABLES = ("statements", "entities", "partnerships", "claims", "nodes", "edges")
_STEP = re.compile(r"^-- (view|question): (\S+)\n(.*?)(?=\n\n--|\Z)", re.MULTILINE | re.DOTALL)
_WITHOUT = {"open-claims": 3}
"""The columns of an answer from which on SQL has none: the notes."""


@dataclass(frozen=True)
class SqlCatalogue:
    """The views to make first, and the questions, by name."""

    views: dict[str, str]
    questions: dict[str, str]

    @classmethod
    def read(cls, prefixes: Mapping[str, str], unnest: str = "UNNEST") -> SqlCatalogue:
        """Read them for a graph's prefixes and an engine's name of the function."""
        text = Path(__file__).with_name("catalogue.sql").read_text("utf-8")
        text = Template(text).substitute(prefixes).replace("UNNEST(", f"{unnest}(")
        found = cls({}, {})
        for kind, name, sql in _STEP.findall(text):
            (found.views if kind == "view" else found.questions)[name] = sql.strip()
        return found


def comparable(rows: list[list[object]]) -> list[list[str]]:
    """Return rows as sorted text."""
    return sorted(["" if cell is None else str(cell) for cell in row] for row in rows)


def answered(graph: KnowledgeGraph, name: str) -> list[list[str]]:
    """Return what the graph answers to a question, as the SQL has it."""
    answer = graph.question(name)
    if isinstance(answer, Triples):
        return comparable([[_text(term) for term in triple] for triple in answer])
    assert not isinstance(answer, bool), "no question of these is an ASK"
    rows = [[_text(term) for term in row] for row in answer]
    if name in _WITHOUT:
        rows = [[*row[: _WITHOUT[name]], None] for row in rows]
    return comparable(rows)


def _text(term: object) -> object:
    if isinstance(term, Literal):
        return literal_text(term)
    return getattr(term, "value", None)
