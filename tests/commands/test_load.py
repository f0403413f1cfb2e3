"""yuqiao load and update: what they do, and one line for whatever goes wrong."""

from __future__ import annotations

import bz2
import gzip
import json
import lzma
import os
import pty
import re
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
import zstandard

import yuqiao
from command_line import run_command
from yuqiao.graph.stores.results import Solutions

pytestmark = pytest.mark.slow


YUQIAO = [sys.executable, "-m", "yuqiao"]
TURTLE = "@prefix ex: <http://example.org/> . ex:a ex:name '桥' , '渝' . ex:b ex:name '桥' .\n"
TRIPLES = (
    '<http://example.org/a> <http://example.org/name> "桥" .\n'
    '<http://example.org/a> <http://example.org/name> "渝" .\n'
)


def run(*arguments: str, cwd: Path, stdin: bytes = b"") -> tuple[int, str, str]:
    """Return exit code, standard output, and standard error of a command, without its seconds."""
    ended = run_command(*arguments, cwd=cwd, stdin=stdin)
    said = re.sub(r"in \d+\.\d s", "in N s", ended.stderr.decode())
    return ended.returncode, ended.stdout.decode(), said


def rows(folder: Path, query: str) -> list[tuple[object, ...]]:
    answer = yuqiao.open(folder).query(query)
    assert isinstance(answer, Solutions)
    return sorted(answer.values())


ALL = "SELECT (STR(?s) AS ?of) ?o { ?s ?p ?o }"


@pytest.fixture
def here(tmp_path: Path) -> Path:
    (tmp_path / "a.ttl").write_text(TURTLE, "utf-8")
    (tmp_path / "b.nt").write_text(TRIPLES, "utf-8")
    (tmp_path / "broken.nt").write_text(TRIPLES + '<http://example.org/a> "x" .\n', "utf-8")
    return tmp_path


def test_a_load_replaces_what_was_there_and_says_so(here: Path) -> None:
    first = run("load", "a.ttl", "--into", "db", cwd=here)
    second = run("load", "b.nt", "--into", "db", cwd=here)

    assert first == (0, "", "db: 3 triples, from 1 file in N s\n")
    assert second == (0, "", "db: 2 triples, from 1 file in N s; they replace 3\n")
    assert rows(here / "db", ALL) == [
        ("http://example.org/a", "桥"),
        ("http://example.org/a", "渝"),
    ]


def test_a_load_can_add(here: Path) -> None:
    run("load", "b.nt", "--into", "db", cwd=here)

    added = run("load", "a.ttl", "--into", "db", "--add", cwd=here)

    assert added == (0, "", "db: 3 triples, 1 of them new, from 1 file in N s\n")


def test_files_and_folders_are_loaded_together(here: Path) -> None:
    (here / "more").mkdir()
    (here / "more" / "c.ttl").write_text("<urn:c> <urn:p> 1 .")
    (here / "more" / "notes.txt").write_text("no RDF")

    loaded = run("load", "a.ttl", "b.nt", "more", "--into", "db", cwd=here)

    assert loaded == (0, "", "db: 4 triples, from 3 files in N s\n")


def test_quiet_says_nothing(here: Path) -> None:
    assert run("load", "a.ttl", "--into", "db", "--quiet", cwd=here) == (0, "", "")
    update = ("update", "--graph", "db", "CLEAR ALL", "--quiet")
    assert run(*update, cwd=here) == (0, "", "")
    assert len(yuqiao.open(here / "db")) == 0


def test_standard_input_is_loaded(here: Path) -> None:
    loaded = run("load", "-", "--as", "turtle", "--into", "db", cwd=here, stdin=TURTLE.encode())

    assert loaded == (0, "", "db: 3 triples, from 1 file in N s\n")


PACKED: dict[str, Callable[[bytes], bytes]] = {
    ".gz": gzip.compress,
    ".bz2": bz2.compress,
    ".xz": lzma.compress,
    ".zst": zstandard.compress,
}


@pytest.mark.parametrize("extension", PACKED)
def test_a_compressed_file_is_loaded(extension: str, here: Path) -> None:
    pack = PACKED[extension]
    packed = pack(TURTLE.encode()) + pack("ex:c ex:name '重庆' .".encode())
    (here / f"two.ttl{extension}").write_bytes(packed)

    loaded = run("load", f"two.ttl{extension}", "--into", "db", cwd=here)

    assert loaded == (0, "", "db: 4 triples, from 1 file in N s\n")


KINDS = {".gz": "gzip", ".bz2": "bzip2", ".xz": "xz", ".zst": "Zstandard"}


@pytest.mark.parametrize("extension", PACKED)
@pytest.mark.parametrize("cut", [True, False], ids=["cut off", "not compressed"])
def test_a_damaged_file_is_refused(extension: str, cut: bool, here: Path) -> None:
    data = PACKED[extension](TRIPLES.encode() * 20_000)[:-7] if cut else TRIPLES.encode()
    (here / f"a.nt{extension}").write_bytes(data)
    run("load", "a.ttl", "--into", "db", cwd=here)

    refused = run("load", f"a.nt{extension}", "--into", "db", cwd=here)

    kind = KINDS[extension]
    message = f"yuqiao: a.nt{extension}: damaged, or not compressed with {kind}\n"
    assert refused == (2, "", message)
    assert len(yuqiao.open(here / "db")) == 3


def test_zstandard_is_asked_for_when_it_is_missing(here: Path) -> None:
    (here / "a.nt.zst").write_bytes(zstandard.compress(TRIPLES.encode()))
    (here / "zstandard.py").write_text("raise ImportError")

    load = [*YUQIAO, "load", "a.nt.zst", "--into", "db"]
    ended = subprocess.run(load, capture_output=True, cwd=here, check=False)

    message = "a.nt.zst: reading Zstandard needs the package zstandard: pip install 'yuqiao[zst]'"
    assert (ended.returncode, ended.stderr.decode()) == (2, f"yuqiao: {message}\n")
    assert not (here / "db").exists()


def test_each_file_can_be_a_graph_of_its_own_too(here: Path) -> None:
    (here / "重.ttl").write_text("<urn:x> <urn:p> [ <urn:q> 1 ] .")

    loaded = run("load", "b.nt", "重.ttl", "--graph-names", "http://g/", "--into", "db", cwd=here)

    assert loaded == (0, "", "db: 4 triples, from 2 files in N s\n")
    graphs = "SELECT (STR(?g) AS ?name) (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g"
    assert rows(here / "db", graphs) == [("http://g/%E9%87%8D.ttl", 2), ("http://g/b.nt", 2)]
    same_node = "ASK { <urn:x> <urn:p> ?node GRAPH ?g { ?node <urn:q> 1 } }"
    assert yuqiao.open(here / "db").query(same_node) is True


def test_files_of_one_name_are_not_put_into_one_graph(here: Path) -> None:
    for folder in ("sub", "all/x", "all/y"):
        (here / folder).mkdir(parents=True)
        (here / folder / "b.nt").write_text(f"<urn:{folder[-1]}> <urn:p> <urn:o> .")
    named = ("--graph-names", "http://g/", "--into", "db")

    assert run("load", "b.nt", "sub/b.nt", *named, cwd=here) == (
        2,
        "",
        (
            "yuqiao: b.nt and sub/b.nt would be one graph, as both are called b.nt; name the "
            "folder that holds both, or rename one\n"
        ),
    )
    assert not (here / "db").exists()
    assert run("load", "all", *named, cwd=here)[0] == 0
    graphs = "SELECT (STR(?g) AS ?name) ?s { GRAPH ?g { ?s ?p ?o } }"
    assert rows(here / "db", graphs) == [("http://g/x/b.nt", "urn:x"), ("http://g/y/b.nt", "urn:y")]


def test_named_graphs_are_part_of_the_graph_itself(here: Path) -> None:
    (here / "a.trig").write_text("GRAPH <urn:g> { <urn:a> <urn:p> 1 } <urn:b> <urn:p> 2 .")

    assert run("load", "a.trig", "--into", "db", cwd=here)[0] == 0

    assert rows(here / "db", ALL) == [("urn:a", 1), ("urn:b", 2)]
    assert rows(here / "db", "SELECT ?o { GRAPH <urn:g> { ?s ?p ?o } }") == [(1,)]


def test_the_prefixes_of_the_files_are_known_to_queries(here: Path) -> None:
    run("load", "a.ttl", "--into", "db", cwd=here)

    assert run("query", "ASK { ex:a ex:name '桥' }", "--graph", "db", cwd=here)[1] == "true\n"


def test_progress_is_shown_on_a_terminal(here: Path) -> None:
    (here / "many.nt").write_text("".join(f'<urn:a> <urn:p> "{n}" .\n' for n in range(300_000)))
    terminal, inside = pty.openpty()
    with subprocess.Popen(
        [*YUQIAO, "load", "many.nt", "--into", "db"],
        cwd=here,
        stderr=inside,
        env=os.environ | {"TERM": "xterm"},
    ) as loading:
        os.close(inside)
        shown = b""
        with suppress(OSError):  # Linux tells so that the other end is closed
            while piece := os.read(terminal, 65536):
                shown += piece
        os.close(terminal)
    lines = shown.decode().split("\r\x1b[K")

    assert loading.returncode == 0
    assert re.fullmatch(r"\[[#.]{24}\] +\d+%  [\d,]+ triples(  [\d,]+/s)?(  .*)?", lines[1])
    assert re.fullmatch(r"db: 300,000 triples, from 1 file in \d+\.\d s\r\n", lines[-1])


REFUSED_LOADS = {
    "nothing.ttl --into db": "nothing.ttl: no such file",
    "broken.nt --into db": ("broken.nt:3:24: The predicate of a triple must be an IRI"),
    "a.ttl broken.nt --into db": ("broken.nt:3:24: The predicate of a triple must be an IRI"),
    "a.ttl --into .": (
        ".: holds other things than a graph that yuqiao loaded; name a new or an empty directory"
    ),
    "a.ttl --into a.ttl": "a.ttl: is a file; name a new or an empty directory",
    "a.ttl --into no/db": "no/db: the folder HERE/no does not exist; make it first",
    "a.ttl --into /sys/db": "/sys/db: cannot be made (Operation not permitted)",
    "- --into db": "standard input needs its format, such as turtle",
    "- - --as turtle --into db": "standard input is named twice; it can be read once",
    "a.ttl --as docx --into db": (
        "docx is not a format for RDF; expected one of turtle, ntriples, rdfxml, jsonld, trig, "
        "nquads, html"
    ),
    "a.ttl --graph-names here --into db": (
        "here: not an IRI; expected one such as http://example.org/graph/, to be followed by the "
        "name of each file"
    ),
}


@pytest.mark.parametrize("earlier", [True, False], ids=["over a graph", "into nothing"])
@pytest.mark.parametrize("command", REFUSED_LOADS)
def test_a_load_that_is_refused_changes_nothing(command: str, earlier: bool, here: Path) -> None:
    if earlier:
        run("load", "b.nt", "--into", "db", cwd=here)
    before = sorted(os.listdir(here)), earlier and sorted(os.listdir(here / "db"))

    refused = run("load", *command.split(), cwd=here)

    message = REFUSED_LOADS[command].replace("HERE", str(here))
    assert refused == (2, "", f"yuqiao: {message}\n")
    assert (sorted(os.listdir(here)), earlier and sorted(os.listdir(here / "db"))) == before
    if earlier:
        assert len(yuqiao.open(here / "db")) == 2


def test_a_second_writer_is_refused(here: Path) -> None:
    run("load", "b.nt", "--into", "db", cwd=here)
    with subprocess.Popen(
        [*YUQIAO, "load", "-", "--as", "turtle", "--into", "db"], cwd=here, stdin=subprocess.PIPE
    ) as first:
        while not (here / "db" / "generation-000002").exists():
            assert first.poll() is None
        others = [
            run("load", "a.ttl", "--into", "db", cwd=here),
            run("update", "--graph", "db", "CLEAR ALL", cwd=here),
        ]
        meanwhile = len(yuqiao.open(here / "db"))
        first.communicate(TURTLE.encode())

    message = "yuqiao: db: another yuqiao is writing to it; try again when it has ended\n"
    assert others == [(2, "", message)] * 2
    assert meanwhile == 2
    assert first.returncode == 0
    assert len(yuqiao.open(here / "db")) == 3


FULL = """
mount -t tmpfs -o size=3m tmpfs disk
{python} -m yuqiao load small.nt --into disk/db --quiet || exit 99
{python} -m yuqiao load large.nt --into disk/db
echo $? $(ls disk/db)
{python} -m yuqiao query 'SELECT (COUNT(*) AS ?n) {{ ?s ?p ?o }}' --graph disk/db
{python} -m yuqiao load large.nt --into disk/new
echo $? $(ls disk)
"""


def test_a_full_disk_leaves_the_earlier_graph_and_nothing_else(here: Path) -> None:
    (here / "disk").mkdir()
    (here / "small.nt").write_text('<urn:a> <urn:p> "1" .\n')
    numbers = (os.urandom(40).hex() for _ in range(60_000))
    (here / "large.nt").write_text("".join(f'<urn:a> <urn:p> "{n}" .\n' for n in numbers))

    ended = subprocess.run(
        [
            "unshare",
            "--user",
            "--map-root-user",
            "--mount",
            "sh",
            "-c",
            FULL.format(python=sys.executable),
        ],
        capture_output=True,
        cwd=here,
        check=False,
    )

    message = "no space is left to write it; what it held is untouched"
    assert ended.stderr.decode().splitlines() == [
        f"yuqiao: disk/db: {message}",
        f"yuqiao: disk/new: {message}",
    ]
    assert ended.stdout.decode() == "2 generation-000001 yuqiao-store.json\n?n\n1\n2 db\n"


def test_an_update_tells_what_it_changed(here: Path) -> None:
    run("load", "a.ttl", "--into", "db", cwd=here)
    (here / "change.ru").write_text("INSERT DATA { ex:c ex:name '重庆' }", "utf-8")

    by_file = run("update", "--graph", "db", "-f", "change.ru", cwd=here)
    by_argument = run(
        "update", "--graph", "db", "DELETE WHERE { ?s ex:name ?n }", "-p", "n='桥'", cwd=here
    )
    by_pipe = run("update", "--graph", "db", cwd=here, stdin=b"CLEAR DEFAULT")

    assert by_file == (0, "", "db: 3 triples before, 4 now\n")
    assert by_argument == (0, "", "db: 4 triples before, 2 now\n")
    assert by_pipe == (0, "", "db: 2 triples before, 0 now\n")


REFUSED_UPDATES = {
    "--graph db": "the update is empty",
    "CLEAR+ALL": (
        "name the directory to change; the bundled graph is not changed, but a copy can be: "
        "yuqiao export -o chongqing.ttl, then yuqiao load chongqing.ttl --into DIR"
    ),
    "CLEAR+ALL --graph a.ttl": (
        "a.ttl: a file is not changed; load it first: yuqiao load a.ttl --into DIR"
    ),
    "CLEAR+ALL --graph .": (
        ".: a folder that yuqiao load did not make is not changed; load it first: yuqiao load . "
        "--into DIR"
    ),
    "CLEAR+ALL --graph none": "none: there is no such directory; make it with yuqiao load",
    "CLEAR+ALL --graph https://example.org/sparql": (
        "https://example.org/sparql: a server's graph is not changed from here; send the update to "
        "its own address for updates"
    ),
    "LOAD+<file:///etc/passwd> --graph db": (
        "LOAD would read from an address that is not http(s)://host, and is refused\n"
        "LOAD <file:///etc/passwd>\n^"
    ),
    "LOAD+<http://127.0.0.1:7/x> --graph db": (
        "LOAD would read from 127.0.0.1:7, and is refused; --allow-host 127.0.0.1:7 allows it\n"
        "LOAD <http://127.0.0.1:7/x>\n^"
    ),
    "INSERT+DATA+{+<urn:a>+<urn:b>+} --graph db": (
        'the update is wrong at line 1, column 31: "}" cannot stand here\n'
        "INSERT DATA { <urn:a> <urn:b> }\n                              ^"
    ),
    "ASK+{} --graph db": (
        "the update is wrong at line 1, column 1: ASK asks, and changes nothing; ask it as a query"
        "\nASK {}\n^"
    ),
}


@pytest.mark.parametrize("command", REFUSED_UPDATES)
def test_an_update_that_is_refused_changes_nothing(command: str, here: Path) -> None:
    run("load", "a.ttl", "--into", "db", cwd=here)
    before = json.loads((here / "db" / "yuqiao-store.json").read_text())
    arguments = [argument.replace("+", " ") for argument in command.split()]

    refused = run("update", *arguments, cwd=here)

    assert refused == (2, "", f"yuqiao: {REFUSED_UPDATES[command]}\n")
    assert json.loads((here / "db" / "yuqiao-store.json").read_text()) == before
    assert len(os.listdir(here / "db")) == 2


def test_an_update_is_stopped_at_its_limit(here: Path) -> None:
    (here / "many.nt").write_text("".join(f'<urn:{n}> <urn:p> "{n}" .\n' for n in range(2000)))
    run("load", "many.nt", "--into", "db", cwd=here)
    endless = "INSERT { ?a <urn:q> ?n } WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?n }"

    stopped = run("update", "--graph", "db", endless, "--timeout", "0.5", cwd=here)

    assert (stopped[0], stopped[1]) == (3, "")
    assert len(os.listdir(here / "db")) == 2
    assert len(yuqiao.open(here / "db")) == 2000
