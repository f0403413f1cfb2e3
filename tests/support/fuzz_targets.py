"""What the fuzzers run: each target takes the bytes of an input from a stranger.

An input is handled when it is answered, or refused by a YuqiaoError whose text is clean. Anything
else is a finding: another exception, a signal that ends the process, too much time or memory, or
RDF that differs once it has been written and read again.
"""

from __future__ import annotations

import faulthandler
import io
import os
import re
import resource
import signal
import tempfile
import traceback
import warnings
from collections.abc import Callable, Mapping
from contextlib import suppress
from functools import cache
from pathlib import Path

import httpx

import yuqiao
from small_tables import small_tables, table_bytes, write_small_tables
from yuqiao.exports.rdf.build_file import build_file
from yuqiao.exports.rdf.write import serialise, write_dataset
from yuqiao.exports.results.write import write_answer
from yuqiao.graph.errors import LimitReached, TableErrors, YuqiaoError
from yuqiao.graph.rdf.canonicalization import canonical_lines
from yuqiao.graph.rdf.formats import RDF_FORMATS
from yuqiao.graph.rdf.parsing import statements
from yuqiao.graph.rdf.sources import RdfSource
from yuqiao.graph.stores.endpoint.stream import Rows, read_results, read_triples
from yuqiao.graph.stores.memory import MemoryStore
from yuqiao.graph.tables.csvw import METADATA
from yuqiao.graph.tables.mapping import Reader
from yuqiao.graph.tables.metadata import read_metadata
from yuqiao.graph.tables.reader import read_table
from yuqiao.graph.validation.file_check import check_file

HERE = Path(__file__).parent
SMALL = HERE / "two-partnerships.ttl"
SEEDS = HERE / "fuzz_seeds"

SECONDS = 20
"""Time of the processor that an input may take, and ten times that in all."""

_MEMORY = 4 * 2**30
_ROWS = 1000
_UNCLEAN = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_NOT_IN_NAMES = re.compile(r"[^\w.-]|^\.+")
_TABLE_PLACE = re.compile(r"[\w.-]+(:\d+(:.+)?)?: |[\w.-]+.* is in no table")
_JSON, _XML = "application/sparql-results+json", "application/sparql-results+xml"
_ADDRESS = "http://127.0.0.1:1/sparql"


@cache
def _graph() -> yuqiao.KnowledgeGraph:
    return yuqiao.open(SMALL)


def _query(data: bytes) -> None:
    graph, text = _graph(), data.decode("utf-8", "replace")
    answer = graph.query(text)
    if not isinstance(answer, bool):
        answer = answer.limit(_ROWS)
    triples = not isinstance(answer, bool) and hasattr(answer, "to_networkx")
    write_answer(answer, io.BytesIO(), "turtle" if triples else "table", {})
    graph.lint(text)


def _update(data: bytes) -> None:
    MemoryStore.read(str(SMALL)).update(data.decode("utf-8", "replace"))


def _rdf(name: str) -> Callable[[bytes], None]:
    def run(data: bytes) -> None:
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / f"a{RDF_FORMATS[name].extension}"
            source = RdfSource(str(file), "a", RDF_FORMATS[name].engine)
            file.write_bytes(data)
            check_file(source)
            prefixes: dict[str, str] = {}
            quads = list(statements(source, prefixes))
            for written in (name, "turtle" if name == "ntriples" else name):
                with file.open("wb") as out:
                    write_dataset(quads, out, written, prefixes)
                again = RdfSource(str(file), "a", RDF_FORMATS[written].engine)
                before, after = canonical_lines(quads), canonical_lines(statements(again))
                assert before == after, f"written as {written}, {set(before) ^ set(after)} differ"

    return run


def _answer(kind: str) -> Callable[[bytes], None]:
    def run(data: bytes) -> None:
        headers = {"content-type": kind, "content-length": str(len(data))}
        answer = httpx.Response(200, headers=headers, stream=httpx.ByteStream(data))
        if "sparql" not in kind:
            list(read_triples(answer, _ADDRESS))
            return
        found = read_results(answer, _ADDRESS)
        if isinstance(found, Rows):
            list(found)

    return run


def _metadata(data: bytes) -> None:
    group = read_metadata(data.decode("utf-8", "replace"), METADATA)
    problems: list[str] = []
    with tempfile.TemporaryDirectory() as folder:
        for table in group.tables:
            file = Path(folder) / table.file
            file.parent.mkdir(parents=True, exist_ok=True)
            names = ",".join(f'"{column.name}"' for column in table.columns)
            rows = ("1" * 40, "a;b", "en", "yq:form", "http://e/a b", "=1,\N{SNOWMAN}")
            cells = (",".join([f'"{row}"'] * len(table.columns)) for row in rows)
            file.write_text("\n".join([names, *cells]), "utf-8")
            reader = Reader(group, "https://example.org/", problems)
            for row in read_table(Path(folder), table, problems) or ():
                list(reader.statements(row))


def _tables(data: bytes) -> None:
    """Build tables of which one is replaced: its name is the first line, the rest its content."""
    name, _, content = data.partition(b"\n")
    with tempfile.TemporaryDirectory() as made:
        folder, built = Path(made) / "tables", Path(made) / "graph.ttl"
        folder.mkdir()
        built.write_text("as before")
        write_small_tables(folder)
        (folder / (_NOT_IN_NAMES.sub("", name.decode("utf-8", "ignore"))[:100] or "a")).write_bytes(
            content
        )
        before = {file.name: file.read_bytes() for file in folder.iterdir()}
        try:
            build_file(str(folder), str(built))
        except TableErrors as error:
            for problem in error.problems:
                assert _TABLE_PLACE.match(problem), f"{problem!r} has no place"
            assert before == {file.name: file.read_bytes() for file in folder.iterdir()}
            assert built.read_text() == "as before"
            raise


TARGETS: Mapping[str, Callable[[bytes], None]] = {
    "query": _query,
    "update": _update,
    **{name: _rdf(name) for name in RDF_FORMATS},
    "answer-json": _answer(_JSON),
    "answer-xml": _answer(_XML),
    "answer-turtle": _answer("text/turtle"),
    "answer-ntriples": _answer("application/n-triples"),
    "metadata": _metadata,
    "tables": _tables,
}


def seeds_of(target: str) -> list[bytes]:
    """Return the inputs that a target's own are made from, in a fixed order."""
    own = [path.read_bytes() for path in sorted(SEEDS.glob(f"{target}*"))]
    name = target.removeprefix("answer-")
    graph = _graph()
    if target == "query":
        own += [question.sparql.encode() for question in yuqiao.open().questions()]
    elif name in RDF_FORMATS:
        own += [path.read_bytes() for path in sorted(SEEDS.glob(f"{name}*")) if target != name]
        own.append(serialise(graph.triples(), name, {"yq": "https://example.org/def#"}))
    elif name in {"json", "xml"}:
        out = io.BytesIO()
        write_answer(graph.select("SELECT * { ?s ?p ?o } LIMIT 30"), out, name, {})
        own += [out.getvalue(), b'{"head": {}, "boolean": true}']
    elif target == "tables":
        own += [
            b"%s\n%s" % (file.encode(), table_bytes(rows)) for file, rows in small_tables().items()
        ]
    elif target == "metadata":
        own.append((Path(next(iter(yuqiao.data.__path__))) / "tables" / METADATA).read_bytes())
    return own


def warm_up(target: str) -> None:
    """Run the seeds of a target here, so that processes made from this one import nothing."""
    for data in seeds_of(target):
        with suppress(YuqiaoError), warnings.catch_warnings():
            warnings.simplefilter("ignore")
            TARGETS[target](data)


def run_apart(target: str, data: bytes) -> str:
    """Run an input in a process of its own; return what went wrong, or nothing.

    The process has limits, and may be ended by a signal.
    """
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        _run_as_child(target, data, writing)
    os.close(writing)
    with os.fdopen(reading, "rb") as said:
        told = said.read().decode("utf-8", "replace")
    status = os.waitpid(child, 0)[1]
    if os.WIFSIGNALED(status):
        return f"ended by {signal.Signals(os.WTERMSIG(status)).name}"
    return told


def _run_as_child(target: str, data: bytes, writing: int) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS + 1))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    faulthandler.disable()
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.alarm(10 * SECONDS)
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for standard in (1, 2):
        os.dup2(nowhere, standard)
    said = ""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            TARGETS[target](data)
    except LimitReached:
        pass
    except YuqiaoError as error:
        if _UNCLEAN.search(str(error)):
            said = f"a message that is not clean: {str(error)!r}"
    except BaseException:  # noqa: BLE001 - a panic of the engine is no Exception
        said = traceback.format_exc()
    os.write(writing, said.encode("utf-8", "replace")[-4000:])
    os._exit(0)
