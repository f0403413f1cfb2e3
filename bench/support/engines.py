"""Run all questions of the catalogue on one engine, in one process, and print the seconds as JSON.

    python bench/support/engines.py memory GRAPH.nt
    python bench/support/engines.py disk DIRECTORY DATABASE
    python bench/support/engines.py rdflib GRAPH.nt

The first two ask Yuqiao and pyoxigraph alone, in turn, with the same SPARQL; both write the rows as
TSV to nowhere, and read the triples of the one CONSTRUCT. rdflib only gives its rows. A question
that is done within a hundredth of a second is asked several times for one figure.
"""

from __future__ import annotations

import gc
import json
import os
import signal
import sys
import time
from collections.abc import Callable
from io import BytesIO
from typing import TYPE_CHECKING, Any

from pyoxigraph import QueryResultsFormat, QuerySolutions, QueryTriples, RdfFormat, Store

import yuqiao
from yuqiao.exports.results.write import write_answer
from yuqiao.graph.questions.catalogue import questions
from yuqiao.graph.sparql.bindings import bind
from yuqiao.graph.stores.memory import MemoryStore
from yuqiao.graph.stores.results import Triples

if TYPE_CHECKING:
    from rdflib import Graph

RUNS = 5
CUT = 10
"""Seconds after which rdflib is stopped; such a question is asked once."""

_SHORT = 0.01
Measured = dict[str, Any]


def texts() -> dict[str, str]:
    """Return each question as plain SPARQL: its defaults bound, the prefixes it uses declared."""
    bundled = yuqiao.open()
    found = {}
    for question in questions():
        text = bind(*question.bind(lang="en", store=bundled, values={}))
        declared = [
            f"PREFIX {name}: <{iri}>\n"
            for name, iri in sorted(bundled.prefixes.items())
            if f"{name}:" in text
        ]
        found[question.name] = "".join(declared) + text
    return found


def _seconds(work: Callable[[], int], times: int) -> float:
    start = time.perf_counter()
    for _ in range(times):
        work()
    return (time.perf_counter() - start) / times


def _with_yuqiao(graph: MemoryStore, text: str) -> int:
    answer, out = graph.query(text), BytesIO()
    if isinstance(answer, Triples):
        return sum(1 for _ in answer)
    write_answer(answer, out, "tsv", {})
    return out.getvalue().count(b"\n") - 1


def _with_pyoxigraph(store: Store, text: str) -> int:
    answer, out = store.query(text), BytesIO()
    if isinstance(answer, QueryTriples):
        return sum(1 for _ in answer)
    assert isinstance(answer, QuerySolutions), "no question of the catalogue is an ASK"
    answer.serialize(out, format=QueryResultsFormat.TSV)
    return out.getvalue().count(b"\n") - 1


def side_by_side(graph: MemoryStore, store: Store) -> Measured:
    """Query Yuqiao and pyoxigraph in turn."""
    measured: Measured = {}
    for name, text in texts().items():

        def ours(text: str = text) -> int:
            return _with_yuqiao(graph, text)

        def theirs(text: str = text) -> int:
            return _with_pyoxigraph(store, text)

        rows = ours(), theirs()
        if rows[0] != rows[1]:
            raise SystemExit(f"the answers to {name} differ; there is nothing to time")
        times = max(1, int(_SHORT / _seconds(theirs, 1)))
        runs = [(_seconds(ours, times), _seconds(theirs, times)) for _ in range(RUNS)]
        measured[name] = {
            "rows": rows[0],
            "yuqiao": [run[0] for run in runs],
            "pyoxigraph": [run[1] for run in runs],
        }
    return measured


def with_rdflib(path: str) -> Measured:
    """Query rdflib, each question in a process of its own that can be stopped."""
    from rdflib import Graph

    asked = texts()
    graph = Graph()
    graph.parse(path, format="nt")
    gc.freeze()  # so that the children share the memory
    return {name: {"rdflib": _in_child(graph, text)} for name, text in asked.items()}


def _in_child(graph: Graph, text: str) -> list[float] | str:
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        signal.alarm(CUT * RUNS)
        os.write(writing, json.dumps(_rdflib_runs(graph, text)).encode())
        os._exit(0)
    os.close(writing)
    with open(reading, "rb") as pipe:
        answer = pipe.read()
    os.waitpid(child, 0)
    found: list[float] | str = json.loads(answer) if answer else "cut"
    return found


def _rdflib_runs(graph: Graph, text: str) -> list[float] | str:
    def work() -> int:
        return len(list(graph.query(text)))

    signal.alarm(CUT)
    try:
        first = _seconds(work, 1)
    except TypeError:  # it cannot put a row without a value in order
        return "fails"
    signal.alarm(CUT * RUNS)
    return [_seconds(work, max(1, int(_SHORT / first))) for _ in range(RUNS)]


def main(kind: str, *paths: str) -> Measured:
    """Measure one kind of store."""
    if kind == "rdflib":
        return with_rdflib(paths[0])
    if kind == "disk":
        graph = yuqiao.open(paths[0])
        assert isinstance(graph, MemoryStore), "a directory is a local store"
        return side_by_side(graph, Store.read_only(paths[1]))
    store = Store()
    store.bulk_load(path=paths[0], format=RdfFormat.N_TRIPLES)
    return side_by_side(MemoryStore(store, {}), store)


if __name__ == "__main__":
    print(json.dumps(main(*sys.argv[1:])))
