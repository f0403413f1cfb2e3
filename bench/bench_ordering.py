"""How long ORDER BY, MIN and MAX take in Yuqiao's order, against the engine's, by kind of term."""

from __future__ import annotations

import random
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import cast

import pyoxigraph
from pyoxigraph import Literal, NamedNode, Quad

from yuqiao.graph.sparql.prepare import ordered
from yuqiao.graph.stores.memory import MemoryStore

ROWS = 20_000
RUNS = 5
_XSD = "http://www.w3.org/2001/XMLSchema#"
_VALUE = NamedNode("http://e/value")
_LETTERS = "abcdefghij "
_QUERIES = {
    "ORDER BY": "SELECT ?s ?v { ?s <http://e/value> ?v } ORDER BY ?v",
    "LIMIT 10": "SELECT ?s ?v { ?s <http://e/value> ?v } ORDER BY ?v LIMIT 10",
    "MAX": "SELECT (MAX(?v) AS ?m) { ?s <http://e/value> ?v }",
}


def _typed(text: str, name: str) -> Literal:
    return Literal(text, datatype=NamedNode(_XSD + name))


def _date(drawn: random.Random) -> str:
    return f"{drawn.randint(1900, 2030)}-{drawn.randint(1, 12):02}-{drawn.randint(1, 28):02}"


def _words(drawn: random.Random) -> str:
    return "".join(drawn.choices(_LETTERS, k=20))


_KINDS: dict[str, Callable[[random.Random], Literal | NamedNode]] = {
    "text": lambda drawn: Literal(_words(drawn)),
    "tagged text": lambda drawn: Literal(_words(drawn), language="en"),
    "integers": lambda drawn: Literal(drawn.randint(0, 10**9)),
    "decimals": lambda drawn: _typed(f"{drawn.random() * 1e6:.3f}", "decimal"),
    "dates": lambda drawn: _typed(_date(drawn), "date"),
    "dateTimes": lambda drawn: _typed(f"{_date(drawn)}T{drawn.randint(10, 23)}:00:00Z", "dateTime"),
    "years": lambda drawn: _typed(str(drawn.randint(1900, 2030)), "gYear"),
    "IRIs": lambda drawn: NamedNode(f"http://example.org/thing/{drawn.randint(0, 10**9)}"),
}


@dataclass(frozen=True)
class _Turn:
    """The processor time of reading the graph, and of one query: the engine's own, ours, again."""

    read: float
    engine: float
    first: float
    again: float


def _row(kind: str, query: str, turns: Sequence[_Turn]) -> str:
    """Write the row of a table: times the engine's own."""
    read = statistics.median((turn.read + turn.first) / (turn.read + turn.engine) for turn in turns)
    first = statistics.median(turn.first / turn.engine for turn in turns)
    again = [turn.again / turn.engine for turn in turns]
    ratios = read, first, min(again), statistics.median(again), max(again)
    return f"| {kind} | {query} | {' | '.join(f'{ratio:.2f}' for ratio in ratios)} |"


def _file(kind: str) -> bytes:
    drawn, term = random.Random(1), _KINDS[kind]
    quads = (Quad(NamedNode(f"http://e/{number}"), _VALUE, term(drawn)) for number in range(ROWS))
    return cast("bytes", pyoxigraph.serialize(quads, format=pyoxigraph.RdfFormat.N_TRIPLES))


def _seconds(store: MemoryStore, query: str, *, own_order: bool = False) -> float:
    start = time.process_time()
    text = query if own_order else ordered(query, {}, store.are_of_one_kind)
    for _ in store.oxigraph.query(text):  # type: ignore[union-attr]
        pass
    return time.process_time() - start


def _turn(file: bytes, query: str) -> _Turn:
    oxigraph, start = pyoxigraph.Store(), time.process_time()
    oxigraph.load(file, format=pyoxigraph.RdfFormat.N_TRIPLES)
    read = time.process_time() - start
    store = MemoryStore(oxigraph, {})
    return _Turn(
        read, _seconds(store, query, own_order=True), _seconds(store, query), _seconds(store, query)
    )


def section() -> str:
    """Measure, and give the result as Markdown."""
    rows = []
    for kind in _KINDS:
        file = _file(kind)
        for name, query in _QUERIES.items():
            rows.append(_row(kind, name, [_turn(file, query) for _ in range(RUNS)]))
    said = (
        f"{ROWS:,} rows in memory whose values are of one kind, {RUNS} runs in turn: how many times"
        " the processor time of the engine's own order, which is none where kinds are mixed. The"
        " first query about a property looks at the kinds of its values; later ones need not, until"
        " the graph changes. That first look reads each value once, as MAX does, so it cannot cost"
        " less than such a query; it costs little beside reading the graph, as the first column"
        " shows."
    )
    return "\n".join(
        [
            "## The order of an answer",
            "",
            said,
            "",
            "| values | query | read, then first | first | min | median | max |",
            "| --- | --- | --: | --: | --: | --: | --: |",
            *rows,
        ]
    )


if __name__ == "__main__":
    print(section())
