"""How long ORDER BY, MIN and MAX take in Yuqiao's order, against the engine's, by kind of term."""

from __future__ import annotations

import random
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass

import pyoxigraph
from pyoxigraph import Literal, NamedNode, Quad

from yuqiao.graph.sparql.prepare import ordered

ROWS = 100_000
RUNS = 7
_XSD = "http://www.w3.org/2001/XMLSchema#"
_VALUE = NamedNode("http://e/value")
_LETTERS = "abcdefghij "
_QUERIES = {
    "ORDER BY": "SELECT ?s ?v { ?s <http://e/value> ?v } ORDER BY ?v",
    "ORDER BY, LIMIT 10": "SELECT ?s ?v { ?s <http://e/value> ?v } ORDER BY ?v LIMIT 10",
    "MIN": "SELECT (MIN(?v) AS ?m) { ?s <http://e/value> ?v }",
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
    "few texts": lambda drawn: Literal(f"text {drawn.randint(1, 20)}"),
    "tagged text": lambda drawn: Literal(_words(drawn), language="en"),
    "integers": lambda drawn: Literal(drawn.randint(0, 10**9)),
    "few integers": lambda drawn: Literal(drawn.randint(1, 20)),
    "decimals": lambda drawn: _typed(f"{drawn.random() * 1e6:.3f}", "decimal"),
    "dates": lambda drawn: _typed(_date(drawn), "date"),
    "dateTimes": lambda drawn: _typed(f"{_date(drawn)}T{drawn.randint(10, 23)}:00:00Z", "dateTime"),
    "years": lambda drawn: _typed(str(drawn.randint(1900, 2030)), "gYear"),
    "IRIs": lambda drawn: NamedNode(f"http://example.org/thing/{drawn.randint(0, 10**9)}"),
}


@dataclass(frozen=True)
class Ratio:
    """How many times the processor time of the engine's own order, in runs taken in turn."""

    kind: str
    query: str
    runs: tuple[float, ...]

    @property
    def row(self) -> str:
        """The row of a table."""
        least, middle, most = min(self.runs), statistics.median(self.runs), max(self.runs)
        return f"| {self.kind} | {self.query} | {least:.2f} | {middle:.2f} | {most:.2f} |"


def _store(kind: str) -> pyoxigraph.Store:
    drawn, store = random.Random(1), pyoxigraph.Store()
    term = _KINDS[kind]
    store.extend(
        Quad(NamedNode(f"http://e/{number}"), _VALUE, term(drawn)) for number in range(ROWS)
    )
    return store


def _seconds(store: pyoxigraph.Store, query: str) -> float:
    start = time.process_time()
    for _ in store.query(query):  # type: ignore[union-attr]
        pass
    return time.process_time() - start


def section() -> str:
    """Measure, and give the result as Markdown."""
    ratios = []
    for kind in _KINDS:
        store = _store(kind)
        for name, query in _QUERIES.items():
            ours = ordered(query, {})
            turns = [(_seconds(store, query), _seconds(store, ours)) for _ in range(RUNS)]
            ratios.append(Ratio(kind, name, tuple(own / theirs for theirs, own in turns)))
    said = (
        f"{ROWS:,} rows of one kind in memory, {RUNS} runs in turn: how many times the processor"
        " time of the engine's own order, which is none where kinds are mixed."
    )
    return "\n".join(
        [
            "## The order of an answer",
            "",
            said,
            "",
            "| values | query | min | median | max |",
            "| --- | --- | --- | --- | --- |",
            *(ratio.row for ratio in ratios),
        ]
    )


if __name__ == "__main__":
    print(section())
