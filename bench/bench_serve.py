"""Ask servers the thirty questions over HTTP, from one and from eight clients.

python bench/bench_serve.py [--seconds N] [--rounds N] [--million]

Each client keeps its connection and asks one question after the other, as JSON. ``fresh`` makes
every query new by a comment, so that no cache answers; ``same`` repeats the queries, with the
``If-None-Match`` that a browser would send. The servers run side by side on the same graph, and are
asked in turn for some seconds in each round, so that what else the machine does meets all alike;
the time of the processors counts only what a server itself does.
"""

from __future__ import annotations

import argparse
import http.client
import multiprocessing
import statistics
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote, urlsplit

import psutil

import yuqiao
from support.synthetic import graph as synthetic
from support.timing import ROOT
from yuqiao.graph.questions.catalogue import questions
from yuqiao.graph.sparql.bindings import bind

sys.path.insert(0, str(ROOT / "tests" / "support"))

from sparql_servers import ENGINES
from yuqiao_servers import yuqiao_server

MILLION = 1_006_000
SERVERS = ("oxigraph", "fuseki", "yuqiao")
_ACCEPT = "application/sparql-results+json, text/turtle;q=0.5"


@dataclass
class Figures:
    """What was measured of a server in one way of asking.

    :param processor: seconds of all its processes
    """

    times: list[float] = field(default_factory=list)
    seconds: float = 0.0
    processor: float = 0.0

    def row(self) -> str:
        """Return the cells of a row of the table."""
        times = sorted(self.times)
        median, high = statistics.median(times), times[int(len(times) * 0.99)]
        return (
            f"{len(times) / self.seconds:.0f} | {median * 1000:.1f} | {high * 1000:.1f} | "
            f"{self.processor / len(times) * 1000:.1f}"
        )


def queries(graph: yuqiao.KnowledgeGraph) -> list[str]:
    """Return the questions with their defaults, and with the prefixes that other servers need."""
    texts = []
    for question in questions():
        text = bind(*question.bind(lang="en", store=graph, values={}))
        used = [name for name in graph.prefixes if f"{name}:" in text]
        heads = (f"PREFIX {name}: <{graph.prefixes[name]}>\n" for name in used)
        texts.append("".join(heads) + text)
    return texts


def client(url: str, texts: list[str], seconds: float, fresh: bool, number: int) -> list[float]:
    """Ask for some seconds, and return how long each answer took.

    :param number: that of the client, which begins with another question
    :raises RuntimeError: when a server does not answer
    """
    parts = urlsplit(url)
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=300)
    tags: dict[int, str] = {}
    times: list[float] = []
    begun = time.time_ns()
    end = time.perf_counter() + seconds
    while time.perf_counter() < end:
        which = (len(times) + number * 4) % len(texts)
        text = texts[which] + f"\n# {begun} {number} {len(times)}" * fresh
        headers = {"Accept": _ACCEPT}
        if which in tags and not fresh:
            headers["If-None-Match"] = tags[which]
        started = time.perf_counter()
        connection.request("GET", f"{parts.path}?query={quote(text)}", headers=headers)
        answer = connection.getresponse()
        content = answer.read()
        times.append(time.perf_counter() - started)
        if answer.status not in {200, 304}:
            raise RuntimeError(f"{url}: {answer.status} {content[:200]!r}")
        if tag := answer.headers.get("ETag"):
            tags[which] = tag
    return times


@dataclass(frozen=True)
class Asked:
    """A server that runs.

    :param process: the id of its first process
    """

    url: str
    process: int

    def processor(self) -> float:
        """Return the seconds that its processes have used."""
        first = psutil.Process(self.process)
        spent = [each.cpu_times() for each in (first, *first.children(recursive=True))]
        return float(sum(each.user + each.system for each in spent))


def measure(
    server: Asked, texts: list[str], seconds: float, fresh: bool, clients: int, into: Figures
) -> None:
    """Have some clients ask a server, and add what was measured."""
    before = server.processor()
    with multiprocessing.Pool(clients) as pool:
        jobs = [(server.url, texts, seconds, fresh, number) for number in range(clients)]
        into.times += [each for times in pool.starmap(client, jobs, 1) for each in times]
    into.seconds += seconds
    into.processor += server.processor() - before


def main() -> None:
    """Print one row of a table for each server, way of asking and number of clients."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--seconds", type=float, default=4.0)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--million", action="store_true")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch, ExitStack() as running:
        file = Path(scratch, "graph.nt")
        if chosen.million:
            synthetic.write(synthetic.partnerships_for(MILLION), 1, file)
        else:
            yuqiao.open().write(file)
        texts = queries(yuqiao.open(file))
        asked = {}
        for name in SERVERS:
            Path(scratch, name).mkdir()
            asked[name] = running.enter_context(server_of(name, file, Path(scratch, name)))
            client(asked[name].url, texts, chosen.seconds, True, 0)  # to warm up
        ways = [(fresh, clients) for fresh in (True, False) for clients in (1, 8)]
        found: defaultdict[tuple[str, bool, int], Figures] = defaultdict(Figures)
        for _ in range(chosen.rounds):
            for fresh, clients in ways:
                for name in SERVERS:
                    into = found[name, fresh, clients]
                    measure(asked[name], texts, chosen.seconds, fresh, clients, into)
    print("| server | queries | clients | answers a second | median (ms) | 99 % (ms) | processor |")
    print("| --- | --- | ---: | ---: | ---: | ---: | ---: |")
    for fresh, clients in ways:
        for name in SERVERS:
            way = "fresh" if fresh else "same"
            print(f"| {name} | {way} | {clients} | {found[name, fresh, clients].row()} |")


@contextmanager
def server_of(name: str, file: Path, folder: Path) -> Iterator[Asked]:
    """Start a server on the graph."""
    if name == "yuqiao":
        with yuqiao_server(folder, "--graph", str(file)) as server:
            yield Asked(f"{server.address}sparql", server.process.pid)
        return
    with ENGINES[name](file, folder) as served:
        yield Asked(served.url, served.process.pid)


if __name__ == "__main__":
    main()
