"""Apache Spark takes over where one machine ends: SQL and GraphX on a cluster over our tables."""

from __future__ import annotations

import json
from collections import defaultdict
from pathlib import Path
from typing import Any

import igraph
import networkx as nx
import pytest

import yuqiao
from spark_cluster import run_on_spark
from support.synthetic import graph as synthetic
from support.table_questions import SqlCatalogue, answered, comparable
from yuqiao import KnowledgeGraph
from yuqiao.exports.tables.folder import write_tables

pytestmark = [pytest.mark.consumers, pytest.mark.scale, pytest.mark.slow]

PARTNERSHIPS = 150


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> KnowledgeGraph:
    """Make a synthetic graph."""
    file = tmp_path_factory.mktemp("graph") / "graph.nt"
    synthetic.write(PARTNERSHIPS, 1, file)
    return yuqiao.open(str(file))


@pytest.fixture(scope="module")
def found(graph: KnowledgeGraph, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """Run the questions and the network on a master and two workers."""
    folder = tmp_path_factory.mktemp("spark")
    write_tables(graph, folder / "tables")
    catalogue = SqlCatalogue.read(graph.prefixes, "explode")
    asked = {"views": catalogue.views, "questions": catalogue.questions}
    (folder / "queries.json").write_text(json.dumps(asked), "utf-8")
    program = Path(__file__).with_name("spark_tables.py")
    done = run_on_spark(program, folder, folder / "tables", folder / "queries.json", folder)
    assert isinstance(done, dict)
    return done


def test_each_question_is_answered_as_the_graph_does(
    found: dict[str, Any], graph: KnowledgeGraph
) -> None:
    assert len(found["answers"]) == 13
    for name, rows in found["answers"].items():
        assert comparable(rows) == answered(graph, name), name


def test_both_workers_took_part(found: dict[str, Any]) -> None:
    assert found["executors"] == 2


def test_components_and_pagerank_are_those_of_networkx_and_igraph(
    found: dict[str, Any], graph: KnowledgeGraph
) -> None:
    network = nx.Graph(graph.to_networkx().edges())

    grouped = defaultdict(set)
    for node, component in found["components"].items():
        grouped[component].add(node)
    expected = list(map(set, nx.connected_components(network)))
    assert sorted(grouped.values(), key=min) == sorted(expected, key=min)
    ranks = igraph.Graph.from_networkx(network).pagerank(damping=0.85)
    assert found["ranks"] == pytest.approx(dict(zip(network, ranks, strict=True)), abs=5e-4)
