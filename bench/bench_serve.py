"""Ask servers the thirty questions over HTTP, from one and from eight clients.

python bench/bench_serve.py [--seconds N] [--million]

Each client keeps its connection and asks one question after the other, as JSON. ``fresh`` makes
every query new by a comment, so that no cache answers; ``same`` repeats the queries, with the
``If-None-Match`` that a browser would send. The peers answer in the same run, on the same graph.
"""

from __future__ import annotations

import argparse
import http.client
import multiprocessing
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote, urlsplit

import yuqiao
from support.synthetic import graph as synthetic
from support.timing import ROOT
from yuqiao.graph.questions.catalogue import questions
from yuqiao.graph.sparql.bindings import bind

sys.path.insert(0, str(ROOT / "tests" / "support"))

from sparql_servers import ENGINES
from yuqiao_servers import yuqiao_server

MILLION = 1_006_000


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

    :raises RuntimeError: when a server does not answer
    """
    parts = urlsplit(url)
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=300)
    tags: dict[int, str] = {}
    times: list[float] = []
    end = time.perf_counter() + seconds
    while time.perf_counter() < end:
        which = len(times) % len(texts)
        text = f"{texts[which]}\n# {number} {len(times)}" if fresh else texts[which]
        headers = {"Accept": "application/sparql-results+json, text/turtle;q=0.5"}
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


def measured(url: str, texts: list[str], seconds: float, fresh: bool, clients: int) -> str:
    """Return a row's figures: answers a second, median and 99th percentile in milliseconds."""
    client(url, texts, seconds / 4, fresh, -1)  # to warm up
    with multiprocessing.Pool(clients) as pool:
        jobs = [(url, texts, seconds, fresh, number) for number in range(clients)]
        times = sorted(time for each in pool.starmap(client, jobs) for time in each)
    median, high = statistics.median(times), times[int(len(times) * 0.99)]
    return f"{len(times) / seconds:.0f} | {median * 1000:.1f} | {high * 1000:.1f}"


def main() -> None:
    """Print one row of a table for each server, way of asking and number of clients."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--seconds", type=float, default=10.0)
    parser.add_argument("--million", action="store_true")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        file = Path(scratch, "graph.nt")
        if chosen.million:
            synthetic.write(synthetic.partnerships_for(MILLION), 1, file)
        else:
            yuqiao.open().write(file)
        texts = queries(yuqiao.open(file))
        print("| server | queries | clients | answers a second | median (ms) | 99 % (ms) |")
        print("| --- | --- | ---: | ---: | ---: | ---: |")
        for name in ("oxigraph", "fuseki", "yuqiao"):
            folder = Path(scratch, name)
            folder.mkdir()
            with address_of(name, file, folder) as url:
                for fresh in (True, False):
                    for clients in (1, 8):
                        figures = measured(url, texts, chosen.seconds, fresh, clients)
                        way = "fresh" if fresh else "same"
                        print(f"| {name} | {way} | {clients} | {figures} |", flush=True)


@contextmanager
def address_of(name: str, file: Path, folder: Path) -> Iterator[str]:
    """Start a server on the graph, and yield the address of its endpoint."""
    if name == "yuqiao":
        with yuqiao_server(folder, "--graph", str(file)) as server:
            yield f"{server.address}sparql"
        return
    with ENGINES[name](file, folder) as served:
        yield served.url


if __name__ == "__main__":
    main()
