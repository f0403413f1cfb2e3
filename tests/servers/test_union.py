"""Virtuoso, Fuseki and the Oxigraph server as unequal members of one graph, each with a shard.

What is answered is compared with the same graph in one file. Statements with blank nodes are in one
shard: a blank node of one graph is none of another's.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pyoxigraph
import pytest
from pyoxigraph import BlankNode, Quad, RdfFormat

import yuqiao
from server_comparison import given, said
from sparql_servers import ENGINES
from yuqiao import EndpointError, KnowledgeGraph
from yuqiao.graph.questions.catalogue import questions

BUNDLED = Path(__file__).parents[2] / "data" / "chongqing.ttl"
SHARES = {"virtuoso": 5, "fuseki": 3, "oxigraph": 2}


@pytest.fixture(scope="module")
def members(tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[str]]:
    """Start the three servers, each with its share of the bundled graph."""
    drawn = random.Random(21)
    shards: dict[str, list[Quad]] = {engine: [] for engine in SHARES}
    for quad in pyoxigraph.parse(path=str(BUNDLED)):
        has_blank = isinstance(quad.subject, BlankNode) or isinstance(quad.object, BlankNode)
        (engine,) = drawn.choices([*SHARES], [*SHARES.values()])
        shards["fuseki" if has_blank else engine].append(quad)
    with ExitStack() as running:
        urls = []
        for engine, quads in shards.items():
            folder = tmp_path_factory.mktemp(engine)
            file = folder / "shard.nt"
            pyoxigraph.serialize(quads, str(file), format=RdfFormat.N_TRIPLES)
            server = tmp_path_factory.mktemp(f"{engine}-server")
            urls.append(running.enter_context(ENGINES[engine](file, server)).url)
        yield urls


@pytest.fixture(scope="module")
def here() -> KnowledgeGraph:
    return yuqiao.open(BUNDLED)


@pytest.fixture(scope="module")
def there(members: list[str]) -> KnowledgeGraph:
    return yuqiao.open(members)


@pytest.mark.parametrize("question", [question.name for question in questions()])
def test_a_question(here: KnowledgeGraph, there: KnowledgeGraph, question: str) -> None:
    assert given(there.ask(question)) == given(here.ask(question))


@pytest.mark.parametrize(
    "command",
    [
        "stats",
        "about country:DEU --lang zh",
        "about o:swu",
        "view -o -",
        "export --as ntriples",
    ],
)
def test_a_command(members: list[str], command: str) -> None:
    options = [word for url in members for word in ("--graph", url)]

    assert said(*command.split(), *options) == said(*command.split(), "--graph", str(BUNDLED))


def test_nothing_differs(members: list[str]) -> None:
    options = [word for url in members for word in ("--graph", url)]

    assert said("diff", str(BUNDLED), *options) == said("diff", str(BUNDLED), str(BUNDLED))


def test_a_member_that_is_gone_is_named(members: list[str]) -> None:
    gone = "http://127.0.0.1:9/sparql"

    with pytest.raises(EndpointError, match=gone):
        yuqiao.open([*members, gone]).ask("stem-flags")
