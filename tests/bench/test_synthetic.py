"""The synthetic graph is like the bundled one: valid, consistent, and every question finds answers."""

from __future__ import annotations

import gzip
import subprocess
import sys
from pathlib import Path

import pyoxigraph
import pytest

import yuqiao
from support.synthetic import graph as synthetic
from support.synthetic.links import QUERY
from yuqiao import KnowledgeGraph
from yuqiao.graph.entities.statistics import overview
from yuqiao.graph.network.spec import NetworkSpec
from yuqiao.graph.questions.catalogue import Question, questions
from yuqiao.graph.stores.memory import MemoryStore
from yuqiao.graph.stores.results import Solutions, Triples
from yuqiao.graph.tables.build import apply_rules
from yuqiao.graph.validation.validator import store_data, validate
from yuqiao.ontology.namespaces import BASE

pytestmark = pytest.mark.scale


PROGRAM = Path(__file__).parents[2] / "bench" / "synthetic.py"


def store_of(partnerships: int, seed: int = 1) -> pyoxigraph.Store:
    """Load a synthetic graph; a line that is no N-Triples fails."""
    store = pyoxigraph.Store()
    text = "".join(synthetic.lines(partnerships, seed))
    store.bulk_load(text.encode(), format=pyoxigraph.RdfFormat.N_TRIPLES)
    return store


@pytest.fixture(scope="module")
def graph() -> KnowledgeGraph:
    return KnowledgeGraph(MemoryStore(store_of(200), {}), "a synthetic graph")


def test_the_same_number_and_seed_give_the_same_bytes() -> None:
    command = [sys.executable, str(PROGRAM), "--partnerships", "75", "--seed", "7"]
    runs = [subprocess.run(command, check=True, capture_output=True).stdout for _ in range(2)]

    assert runs[0] == runs[1] == "".join(synthetic.lines(75, 7)).encode()
    assert runs[0] != "".join(synthetic.lines(75, 8)).encode()


def test_a_compressed_file_holds_the_same(tmp_path: Path) -> None:
    synthetic.write(75, 1, tmp_path / "graph.nt.gz")

    assert gzip.decompress((tmp_path / "graph.nt.gz").read_bytes()).decode() == "".join(
        synthetic.lines(75)
    )


def test_no_triple_comes_twice() -> None:
    lines = "".join(synthetic.lines(200)).splitlines()

    assert len(lines) == len(set(lines)) == synthetic.triples_of(200)


@pytest.mark.parametrize(
    ("triples", "error"),
    [(60_100, 0.005), pytest.param(100_000, 0.02, id="where two numbers lead to each other")],
)
def test_about_as_many_triples_as_were_asked_for(triples: int, error: float) -> None:
    partnerships = synthetic.partnerships_for(triples)

    assert synthetic.triples_of(partnerships) == pytest.approx(triples, rel=error)


def test_fewer_than_75_are_refused() -> None:
    with pytest.raises(ValueError, match="at least 75"):
        next(synthetic.lines(74))


@pytest.mark.parametrize(("partnerships", "seed"), [(75, 1), (250, 2)])
def test_the_rules_derive_nothing_that_is_not_there(partnerships: int, seed: int) -> None:
    store = store_of(partnerships, seed)
    before = len(store)

    apply_rules(store, BASE)

    assert len(store) == before


def test_the_shapes_find_nothing() -> None:
    report = validate(store_data(MemoryStore(store_of(75), {})))

    assert report.results == ()


@pytest.mark.parametrize("question", questions(), ids=lambda question: question.name)
def test_every_question_finds_an_answer(question: Question, graph: KnowledgeGraph) -> None:
    answer = graph.ask(question.name)

    assert isinstance(answer, (Solutions, Triples))
    assert list(answer)


def test_the_numbers_are_in_the_proportions_of_the_bundled_graph(graph: KnowledgeGraph) -> None:
    numbers = overview(graph)
    forms = {count.thing.value.rpartition("/")[2]: count.all for count in numbers.by["form"]}
    statuses = {count.thing.value.rpartition("/")[2]: count.all for count in numbers.statuses}

    assert sum(forms.values()) == 200
    assert forms["programme"] > 3 * forms["institution"] > 0
    assert statuses["approved"] > 10 * statuses["ended"] > 0
    assert 300 < numbers.triples / 200 < 500


def test_degrees_are_skewed(graph: KnowledgeGraph) -> None:
    counts = [count.all for count in overview(graph).by["country"]]

    assert counts[0] > 5 * counts[len(counts) // 2]


def test_a_network_has_as_many_nodes_and_edges_as_asked_for(tmp_path: Path) -> None:
    command = [sys.executable, str(PROGRAM), "--network", "200", "500", "-o", "network.nt"]
    subprocess.run(command, check=True, cwd=tmp_path)
    network = NetworkSpec(sparql=QUERY).network(yuqiao.open(tmp_path / "network.nt"))

    assert (len(network), network.graph.number_of_edges()) == (200, 500)
