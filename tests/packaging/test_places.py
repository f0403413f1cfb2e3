"""The program is for any place: of Chongqing speak the facts, their examples, and what names them."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PLACE = re.compile("chongqing|重庆|重慶", re.IGNORECASE)
ALLOWED = {
    "__init__.py": "the description of the package and of the graph that it brings along",
    "api.py": "the name of the graph that it brings along",
    "cli.py": "the description of the program",
    "graph/stores/open_store.py": "the file of the graph that it brings along",
    "commands/maintain.py": "how that graph is copied",
}
DEFAULTS = re.compile(r"^# param (?!\w+@).*", re.MULTILINE)
"""Lines of a question with the default of a parameter, which is an example from the bundled graph."""


def code() -> list[Path]:
    """Return the modules of the package, without those of the facts."""
    folders = ("graph", "exports", "web", "commands", "shell", "ontology")
    found = [path for folder in folders for path in (ROOT / folder).rglob("*.py")]
    return sorted([*found, *ROOT.glob("*.py")])


def texts_of(path: Path) -> Iterator[str]:
    """Return the texts of a module that are neither docstrings, with their examples, nor help."""
    tree = ast.parse(path.read_text("utf-8"))
    told = {
        id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)
    }  # docstrings: those of commands are their help, with examples of the bundled graph
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in told:
            yield node.value


def test_no_module_names_the_place() -> None:
    naming = {
        path.relative_to(ROOT).as_posix()
        for path in code()
        if any(PLACE.search(text) for text in texts_of(path))
    }

    assert naming <= set(ALLOWED)


@pytest.mark.parametrize(
    "pattern",
    [
        "ontology/*.ttl",
        "ontology/*.jsonld",
        "ontology/rules/*.rq",
        "ontology/questions/*.rq",
        "web/templates/*.html",
        "web/static/*.js",
        "exports/network/page/[!v]*/*.js",
        "exports/network/page/*.html",
        "exports/**/messages.json",
        "graph/**/messages.json",
    ],
)
def test_no_rule_shape_question_or_page_names_the_place(pattern: str) -> None:
    naming = [
        path.relative_to(ROOT).as_posix()
        for path in ROOT.glob(pattern)
        if PLACE.search(DEFAULTS.sub("", path.read_text("utf-8")))
    ]

    assert naming == []
