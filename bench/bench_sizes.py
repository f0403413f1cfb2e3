"""Load a synthetic graph into each engine and ask it every question: bench/bench_sizes.py.

    python bench/bench_sizes.py --triples 1000000
    python bench/bench_sizes.py --file graph.nt --engine directory --engine virtuoso

One row of a table for each engine: seconds of the load, as the clock and as the processor has them,
the disk it takes, the most memory it holds while it is asked, and the questions, each asked twice
and timed the second time. A question that takes longer than --limit is stopped, and said.
"""

from __future__ import annotations

import argparse
import json
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from threading import Timer

import psutil

from support.synthetic import graph as synthetic
from support.timing import ROOT, YUQIAO
from yuqiao.graph.questions.catalogue import questions

sys.path.insert(0, str(ROOT / "tests" / "support"))

from sparql_servers import oxigraph, virtuoso


@dataclass(frozen=True)
class Loaded:
    """A graph that can be asked.

    :param graph: what ``--graph`` takes
    :param process: the server; None where the asking process holds the graph
    """

    graph: str
    seconds: float
    processor: float
    process: psutil.Process | None = None


@dataclass(frozen=True)
class Asked:
    """What the questions took.

    :param seconds: of the second time, by question
    :param stopped: the questions that took longer than the limit
    """

    seconds: dict[str, float]
    stopped: list[str]
    megabytes: float


@contextmanager
def directory(file: Path, folder: Path) -> Iterator[Loaded]:
    """Load the graph with ``yuqiao load``."""
    before, started = _processor(), time.perf_counter()
    command = [YUQIAO, "load", "--quiet", str(file), "--into", str(folder / "graph")]
    subprocess.run(command, check=True)
    yield Loaded(str(folder / "graph"), time.perf_counter() - started, _processor() - before)


@contextmanager
def oxigraph_server(file: Path, folder: Path) -> Iterator[Loaded]:
    """Load the graph with ``oxigraph load`` and ``oxigraph optimize``, and serve it."""
    before = _processor()
    with oxigraph(file, folder) as served:
        process = psutil.Process(served.process.pid)
        yield Loaded(served.url, served.load_seconds, _processor() - before, process)


@contextmanager
def virtuoso_server(file: Path, folder: Path, buffers: int) -> Iterator[Loaded]:
    """Load the graph with Virtuoso's bulk loader."""
    with virtuoso(file, folder, buffers=buffers) as served:
        process = psutil.Process(served.process.pid)
        times = process.cpu_times()
        yield Loaded(served.url, served.load_seconds, times.user + times.system, process)


def _processor() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def ask_all(graph: str, limit: float) -> Asked:
    """Ask every question in a process of its own, which is ended where one takes too long."""
    waiting = [question.name for question in questions()]
    asked = Asked({}, [], 0.0)
    while waiting:
        command = [sys.executable, str(ROOT / "bench" / "support" / "asked.py"), graph, *waiting]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
            assert process.stdout is not None
            while waiting:
                timer = Timer(2 * limit, process.kill)
                timer.start()
                line = process.stdout.readline()
                timer.cancel()
                name = waiting.pop(0)
                if not line:
                    asked.stopped.append(name)
                    break
                _, _, seconds, _, megabytes = json.loads(line)
                asked.seconds[name] = seconds
                asked = Asked(asked.seconds, asked.stopped, max(asked.megabytes, megabytes))
    return asked


def row(name: str, loaded: Loaded, folder: Path, limit: float) -> str:
    """Ask the questions, and return the row of an engine."""
    disk = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / 1e9
    asked = ask_all(loaded.graph, limit)
    megabytes = asked.megabytes
    if loaded.process is not None:
        status = Path(f"/proc/{loaded.process.pid}/status").read_text("utf-8")
        megabytes = int(status.partition("VmHWM:")[2].split()[0]) / 1024
    slowest = max(asked.seconds, key=asked.seconds.__getitem__, default="")
    stopped = ", ".join(asked.stopped) or "none"
    return (
        f"| {name} | {loaded.seconds:.0f} | {loaded.processor:.0f} | {disk:.2f} | {megabytes:.0f} "
        f"| {len(asked.seconds)} | {sum(asked.seconds.values()):.1f} "
        f"| {asked.seconds.get(slowest, 0):.1f} `{slowest}` | {stopped} |"
    )


def main() -> None:
    """Read the command line and print the table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    source = parser.add_mutually_exclusive_group(required=True)
    source.add_argument("--triples", type=int, help="of the graph to make")
    source.add_argument("--file", type=Path, help="a graph made by bench/synthetic.py")
    parser.add_argument("--engine", action="append", help="directory, oxigraph or virtuoso")
    parser.add_argument("--limit", type=float, default=300, help="seconds a question may take")
    parser.add_argument("--buffers", type=int, default=40_000, help="of Virtuoso, 8 KB each")
    parser.add_argument("--folder", type=Path, help="where the databases are made")
    given = parser.parse_args()
    engines: dict[str, Callable[[Path, Path], object]] = {
        "directory": directory,
        "oxigraph": oxigraph_server,
        "virtuoso": partial(virtuoso_server, buffers=given.buffers),
    }
    print("| engine | load (s) | of the processor | disk (GB) | memory (MB) | answered | in (s) "
          "| slowest (s) | stopped |")  # fmt: skip
    print("| --- | ---: | ---: | ---: | ---: | ---: | ---: | --- | --- |", flush=True)
    with tempfile.TemporaryDirectory(dir=given.folder) as scratch:
        file = given.file.resolve() if given.file else Path(scratch, "graph.nt")
        if not given.file:
            synthetic.write(synthetic.partnerships_for(given.triples), 1, file)
        for name in given.engine or engines:
            folder = Path(scratch, name)
            folder.mkdir()
            with engines[name](file, folder) as loaded:  # type: ignore[attr-defined]
                print(row(name, loaded, folder, given.limit), flush=True)
            shutil.rmtree(folder)


if __name__ == "__main__":
    main()
