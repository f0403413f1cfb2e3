"""Ask servers the questions of the catalogue over HTTP, from one and from eight clients.

python bench/bench_serve.py [--seconds N] [--rounds N] [--million]
python bench/bench_serve.py --soak SECONDS

Each client keeps its connection and asks one question after the other, as JSON. A new
query differs in a comment, so that no cache answers; a repeated one has the ``If-None-Match`` that
a browser would send. The servers run side by side on the same graph, and are
asked in turn for some seconds in each round, so that what else the machine does meets all alike;
the time of the processors counts only what a server itself does. As one question takes a hundred
times as long as another, the last column compares each answer with the median of its question.
In the last rows one client asks while another waits for a query that never ends; each server is
started anew for them and runs alone, as some go on with such a query when nobody waits any more.

``--soak`` asks Yuqiao alone with eight clients, and prints the memory of its processes.
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
from contextlib import ExitStack, contextmanager, nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote, urlsplit

import psutil

import yuqiao
from support.million import Million, million
from support.timing import ROOT, claim
from yuqiao.graph.questions.catalogue import questions
from yuqiao.graph.sparql.bindings import bind

sys.path.insert(0, str(ROOT / "tests" / "support"))

from sparql_servers import LASTING
from yuqiao_servers import SLOW, yuqiao_server

_SAID = """\
The {questions} questions over HTTP as JSON, {rounds} rounds of {seconds:.0f} s in turn, on
connections that are kept; clients and servers share the processors. New queries differ in a
comment, so that no cache answers; repeated ones are asked with the tag of the answer before. The
slow query joins everything with everything; for the last rows each server runs alone. "Processor"
is the time of all processes of a server for an answer."""
_OURS, _ON_DISK = "yuqiao", "yuqiao (directory)"
_ACCEPT = "application/sparql-results+json, text/turtle;q=0.5"


@dataclass
class Figures:
    """What was measured of a server in one way of asking.

    :param processor: seconds of all its processes
    """

    times: list[tuple[int, float]] = field(default_factory=list)
    seconds: float = 0.0
    processor: float = 0.0

    def row(self) -> str:
        """Return the cells of a row of the table."""
        by_question = defaultdict(list)
        for question, took in self.times:
            by_question[question].append(took)
        medians = {each: statistics.median(times) for each, times in by_question.items()}
        median = statistics.median(took for _, took in self.times)
        return (
            f"{len(self.times) / self.seconds:.0f} | {median * 1000:.1f} | "
            f"{self.high(0.95) * 1000:.1f} | {self.high(0.99) * 1000:.1f} | "
            f"{self.processor / len(self.times) * 1000:.1f} | "
            f"{high([took / medians[question] for question, took in self.times], 0.99):.1f}"
        )

    def high(self, share: float) -> float:
        """Return the seconds within which a share of the answers came."""
        return high([took for _, took in self.times], share)


def high(times: list[float], share: float) -> float:
    """Return what a share of some numbers is not above."""
    return sorted(times)[int(len(times) * share)]


def queries(graph: yuqiao.KnowledgeGraph) -> list[str]:
    """Return the questions with their defaults, and with the prefixes that other servers need."""
    texts = []
    for question in questions():
        text = bind(*question.bind(lang="en", store=graph, values={}))
        used = [name for name in graph.prefixes if f"{name}:" in text]
        heads = (f"PREFIX {name}: <{graph.prefixes[name]}>\n" for name in used)
        texts.append("".join(heads) + text)
    return texts


def client(
    url: str, texts: list[str], seconds: float, fresh: bool, number: int
) -> list[tuple[int, float]]:
    """Ask for some seconds, and return each question's number and how long its answer took.

    :param number: that of the client, which begins with another question
    :raises RuntimeError: when a server does not answer
    """
    parts = urlsplit(url)
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=300)
    tags: dict[int, str] = {}
    times: list[tuple[int, float]] = []
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
        times.append((which, time.perf_counter() - started))
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


def section(graph: Million | None = None, seconds: float = 4.0, rounds: int = 3) -> str:
    """Measure, and give the result as Markdown.

    :param graph: a million triples, which Yuqiao serves from the file and from a directory; None
        for the bundled graph
    """
    with tempfile.TemporaryDirectory() as scratch, ExitStack() as running:
        file = graph.file if graph else Path(scratch, "graph.nt")
        served = dict.fromkeys(("oxigraph", "fuseki", _OURS), file)
        if graph is None:
            yuqiao.open().write(file)
        else:
            served[_ON_DISK] = graph.directory
        texts = queries(yuqiao.open(served.get(_ON_DISK, file)))
        asked = {}
        for name, data in served.items():
            asked[name] = running.enter_context(server_of(name, data, new_folder(scratch)))
            client(asked[name].url, texts, seconds, True, 0)  # to warm up
        found = compared(asked, texts, seconds, rounds)
        running.close()
        for name in [*served] * rounds:
            with server_of(name, served[name], new_folder(scratch)) as server:
                beside_slow(name, server, texts, seconds, found)
    return "\n".join(
        [
            f"## Serving {'a million triples' if graph else 'the bundled graph'}",
            "",
            _SAID.format(questions=len(texts), rounds=rounds, seconds=seconds),
            "",
            table(found, [*served]),
            "",
            *(line for name in served if name.startswith(_OURS) for line in claims(found, name)),
        ]
    )


Found = dict[tuple[str, str, int], Figures]
"""What was measured, by server, way of asking and number of clients."""

_WAYS = (("new", 1), ("new", 8), ("repeated", 1), ("repeated", 8))
_ALONE, _BESIDE = ("new, alone", 1), ("new, beside a slow one", 1)


def new_folder(scratch: str) -> Path:
    """Return an empty folder."""
    return Path(tempfile.mkdtemp(dir=scratch))


def compared(asked: dict[str, Asked], texts: list[str], seconds: float, rounds: int) -> Found:
    """Ask all servers in all ways, in turn."""
    found: Found = defaultdict(Figures)
    for _ in range(rounds):
        for way, clients in _WAYS:
            for name, server in asked.items():
                into = found[name, way, clients]
                measure(server, texts, seconds, way == "new", clients, into)
    return found


def beside_slow(name: str, server: Asked, texts: list[str], seconds: float, into: Found) -> None:
    """Ask a server without, and then with, another client that waits for a slow query."""
    client(server.url, texts, seconds, True, 0)  # to warm up
    measure(server, texts, seconds, True, 1, into[name, *_ALONE])
    with slow_query(server):
        measure(server, texts, seconds, True, 1, into[name, *_BESIDE])


def table(found: Found, servers: list[str]) -> str:
    """Write what was measured of some servers."""
    head = (
        *("server", "queries", "clients", "answers a second", "median (ms)", "95 % (ms)"),
        *("99 % (ms)", "processor (ms)", "99 % to the median of its question"),
    )
    lines = [f"| {' | '.join(head)} |", f"| --- | --- |{' ---: |' * (len(head) - 2)}"]
    for way, clients in (*_WAYS, _ALONE, _BESIDE):
        for name in servers:
            lines.append(f"| {name} | {way} | {clients} | {found[name, way, clients].row()} |")
    return "\n".join(lines)


def claims(found: Found, name: str) -> Iterator[str]:
    """Yield what is claimed of a server of ours, and whether it holds."""
    for way, clients in _WAYS:
        ours, oxigraph, fuseki = (
            len(found[each, way, clients].times) for each in (name, "oxigraph", "fuseki")
        )
        least = 0.5 if way == "new" else 1.0
        told = f"{name}, {way}, {clients} {'client' if clients == 1 else 'clients'}"
        yield claim(
            f"{told}: at least {least} times as many answers as Oxigraph's server; measured "
            f"{ours / oxigraph:.2f}",
            ours / oxigraph >= least,
        )
        yield claim(
            f"{told}: more answers than Fuseki; measured {ours / fuseki:.1f} times as many",
            ours > fuseki,
        )
    for clients in (1, 8):
        spread, peer = (
            found[each, "new", clients].high(0.99) / found[each, "new", clients].high(0.5)
            for each in (name, "oxigraph")
        )
        yield claim(
            f"{name}, new, {'1 client' if clients == 1 else '8 clients'}: 99 % within 3 times the "
            f"median of all questions; measured {spread:.1f}, Oxigraph's server {peer:.1f}",
            spread <= 3,
        )
    alone, beside = (found[name, *way].high(0.95) for way in (_ALONE, _BESIDE))
    yield claim(
        f"{name}: a slow query makes the 95th percentile of others at most 1.5 times as long; "
        f"measured {beside / alone:.2f}",
        beside / alone <= 1.5,
    )


@contextmanager
def slow_query(server: Asked) -> Iterator[None]:
    """Have a client wait for a query that takes longer than it waits, and go away."""
    parts = urlsplit(server.url)
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port)
    connection.request("GET", f"{parts.path}?query={quote(SLOW)}")
    time.sleep(0.5)
    yield
    connection.close()


def soak(server: Asked, texts: list[str], seconds: float) -> None:
    """Ask with eight clients for long, half of them new queries, and print the memory."""
    print("| seconds | answers | memory of the server (MB) | of all its processes (MB) |")
    print("| ---: | ---: | ---: | ---: |")
    answers, begun = 0, time.monotonic()
    while (passed := time.monotonic() - begun) < seconds:
        for fresh in (True, False):
            into = Figures()
            measure(server, texts, min(15.0, seconds / 8), fresh, 8, into)
            answers += len(into.times)
        first = psutil.Process(server.process)
        each = [process.memory_full_info() for process in (first, *first.children(recursive=True))]
        own, shared = each[0].uss / 1e6, sum(one.pss for one in each) / 1e6
        print(f"| {passed:.0f} | {answers:,} | {own:.1f} | {shared:.1f} |", flush=True)


@contextmanager
def server_of(name: str, graph: Path, folder: Path) -> Iterator[Asked]:
    """Start a server on the graph: a file, or for Yuqiao a directory too."""
    if name.startswith(_OURS):
        with yuqiao_server(folder, "--graph", str(graph)) as server:
            yield Asked(f"{server.address}sparql", server.process.pid)
        return
    with LASTING[name](graph, folder) as served:
        yield Asked(served.url, served.process.pid)


def main() -> None:
    """Print the section of the page, or ask for long."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--seconds", type=float, default=4.0)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--million", action="store_true")
    parser.add_argument("--soak", type=float, default=0.0)
    chosen = parser.parse_args()
    if chosen.soak:
        with tempfile.TemporaryDirectory() as scratch:
            file = Path(scratch, "graph.nt")
            yuqiao.open().write(file)
            with server_of("yuqiao", file, Path(scratch)) as server:
                soak(server, queries(yuqiao.open(file)), chosen.soak)
        return
    with million() if chosen.million else nullcontext() as graph:
        print(section(graph, chosen.seconds, chosen.rounds))


if __name__ == "__main__":
    main()
