"""A server beside the graph it was loaded with, and when two answers are the same."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from click.testing import CliRunner
from pyoxigraph import Literal

import yuqiao
from yuqiao import KnowledgeGraph
from yuqiao.cli import main
from yuqiao.graph.rdf.literals import python_value
from yuqiao.graph.rdf.terms import Term
from yuqiao.graph.stores.results import Answer, Solutions, Triples


@dataclass(frozen=True)
class Beside:
    """A graph in a file and on a server.

    :param engine: the name of the server's software
    :param size: ``bundled`` or ``large``
    :param local: the file itself, or what ``yuqiao load`` made of it
    """

    engine: str
    size: str
    file: Path
    local: Path
    url: str

    @property
    def here(self) -> KnowledgeGraph:
        """The graph in this process, read once for all tests."""
        return _read(self.local)

    @property
    def there(self) -> KnowledgeGraph:
        """The graph on the server."""
        return yuqiao.open(self.url)

    def said_here(self, *command: str) -> bytes:
        """Return what a command prints of the graph in the file."""
        return _facts_and_claims(self.local, *command)

    def said_there(self, *command: str) -> bytes:
        """Return what a command prints of the graph on the server."""
        return said(*command, "--graph", self.url)


@cache
def _read(local: Path) -> KnowledgeGraph:
    return yuqiao.open(local)


@cache
def _facts_and_claims(local: Path, *command: str) -> bytes:
    return said(*command, "--graph", str(local))


def said(*arguments: str) -> bytes:
    """Run a command that is to end well, and give what it prints."""
    ended = CliRunner().invoke(main, arguments)
    assert ended.exit_code == 0, ended.stderr
    return ended.stdout_bytes


def given(answer: Answer) -> object:
    """Return all of an answer, to be compared: rows in their order, triples in any."""
    if isinstance(answer, Solutions):
        return answer.variables, [[same_value(term) for term in row] for row in answer]
    return sorted(map(str, answer)) if isinstance(answer, Triples) else answer


def same_value(term: Term | None) -> object:
    """Return what two ways to write a number or a truth value have in common; else the term."""
    if isinstance(term, Literal) and not isinstance(python_value(term), str):
        return term.datatype, python_value(term)
    return term
