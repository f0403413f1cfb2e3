"""Whatever is wrong, one clear message on stderr, exit code 2, and nothing half-written."""

from __future__ import annotations

import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from command_line import run_command
from yuqiao.graph.questions.catalogue import questions

QUERY = "SELECT * { ?s ?p ?o }"


YUQIAO = [sys.executable, "-m", "yuqiao"]


def run(*arguments: str | bytes, cwd: Path, stdin: bytes = b"") -> tuple[int, bytes, str]:
    """Return the exit code, standard output, and standard error of a command."""
    ended = run_command(*arguments, cwd=cwd, stdin=stdin)
    return ended.returncode, ended.stdout, ended.stderr.decode()


GRAPHS = {
    "no-such.ttl": "no-such.ttl: taken for a file or a folder, but there is none",
    "empty": (
        "empty: a folder without RDF files; expected some of .ttl, .nt, .rdf, .owl, .rdfs, .jsonld, "
        ".trig, .nq, or a directory with a loaded graph"
    ),
    "notes.docx": (
        "notes.docx: not known as an RDF file by its extension; expected one of .ttl, .nt, .rdf, "
        ".owl, .rdfs, .xml, .jsonld, .json, .trig, .nq, .html, .htm, .xhtml"
    ),
    "broken.ttl": "broken.ttl:2:12: The prefix ex: has not been declared",
    "folder": "folder/broken.ttl:2:12: The prefix ex: has not been declared",
    "laughs.rdf": "laughs.rdf:1:1841: the entity &e8; is more than 20 entities deep",
    "/proc/self/mem": (
        "/proc/self/mem: not known as an RDF file by its extension; expected one of .ttl, .nt, "
        ".rdf, .owl, .rdfs, .xml, .jsonld, .json, .trig, .nq, .html, .htm, .xhtml"
    ),
}


@pytest.mark.slow
@pytest.mark.parametrize("graph", GRAPHS)
def test_a_graph_that_cannot_be_read(graph: str, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "folder").mkdir()
    (tmp_path / "notes.docx").write_bytes(b"PK\x03\x04")
    for place in (tmp_path, tmp_path / "folder"):
        (place / "broken.ttl").write_text("<urn:a> <urn:b>\n  <urn:c>, ex:d .", "utf-8")
    entities = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 30))
    (tmp_path / "laughs.rdf").write_text(f'<!DOCTYPE r [<!ENTITY e0 "ha">{entities}]><r>&e29;</r>')

    code, out, error = run("query", QUERY, "--graph", graph, "-o", "rows.csv", cwd=tmp_path)

    assert (code, out, error) == (2, b"", f"yuqiao: {GRAPHS[graph]}\n")
    assert not (tmp_path / "rows.csv").exists()


@pytest.mark.slow
@pytest.mark.parametrize(
    ("arguments", "stdin", "message"),
    [
        (
            ["query", "SELECT * { ?s a }"],
            b"",
            (
                'the query is wrong at line 1, column 17: unexpected "}"; a triple has three parts; add the missing one, such as ?value\n'
                "SELECT * { ?s a }\n                ^"
            ),
        ),
        (["query"], b"", "the query is empty"),
        (
            ["query", QUERY, "-f", "query.rq"],
            b"",
            "the query is given twice: as an argument and as a file; leave one out",
        ),
        (
            ["query", "-f", "none.rq"],
            b"",
            "none.rq: the query cannot be read (No such file or directory)",
        ),
        (["query", "-f", "."], b"", ".: the query cannot be read (Is a directory)"),
        (
            ["query"],
            b"SELECT *\n{ ?s ?p 'caf\xe9' }",
            "standard input:2: the query is not UTF-8 text (byte 0xe9); save it as UTF-8",
        ),
        (
            ["query", b"ASK { ?s ?p '\xff' }"],
            b"",
            "the argument:1: the query is not UTF-8 text (byte 0xff); save it as UTF-8",
        ),
        (
            ["query", QUERY, "--as", "jsn"],
            b"",
            (
                "jsn is not a format; did you mean json? Expected, for rows, one of table, csv, tsv, "
                "json, xml, markdown, parquet, arrow, edges; for triples, one of turtle, ntriples, "
                "rdfxml, jsonld, trig, nquads, edges"
            ),
        ),
        (
            ["query", "SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }"],
            b"",
            (
                "SERVICE would send a part of this query to 127.0.0.1:9, and is refused; "
                "--allow-host 127.0.0.1:9 allows it\n"
                "SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }\n           ^"
            ),
        ),
        (
            ["ask", "partnerships-by-contry"],
            b"",
            'no question is named "partnerships-by-contry"; did you mean partnerships-by-country?',
        ),
        (
            ["questions", "杠"],
            b"",
            f'no question is named "杠"; expected one of {", ".join(one.name for one in questions())}',
        ),
        (
            ["questions", "--lang", "fr"],
            b"",
            '"fr" is not a display language; expected en or zh',
        ),
        (
            ["ask", "gaps", "-p", "country=NZ"],
            b"",
            "the question gaps has no parameter country; it takes none",
        ),
        (
            ["ask", "form-and-sources", "-p", "partnership"],
            b"",
            '"partnership" is not a parameter; expected name=value',
        ),
        (
            ["ask", "form-and-sources", "-p", "partnership=cqu"],
            b"",
            'partnership: "cqu" is not the name, slug or IRI of a yq:Partnership in the graph',
        ),
    ],
)
def test_a_query_or_question_that_is_wrong(
    arguments: list[str | bytes], stdin: bytes, message: str, tmp_path: Path
) -> None:
    code, out, error = run(*arguments, stdin=stdin, cwd=tmp_path)

    assert (code, out, error) == (2, b"", f"yuqiao: {message}\n")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.slow
def test_an_endpoint_that_is_down(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]

    code, out, error = run("query", QUERY, "--graph", f"http://127.0.0.1:{port}/", cwd=tmp_path)

    assert (code, out, error) == (
        2,
        b"",
        (
            f"yuqiao: http://127.0.0.1:{port}/: taken for a SPARQL endpoint, but it cannot be asked: "
            "nothing listens there (connection refused)\n"
        ),
    )


@pytest.mark.slow
@pytest.mark.parametrize(
    ("status", "kind", "body", "message"),
    [
        (410, "text/plain", b"moved out", "the endpoint answered 410 Gone: moved out"),
        (
            200,
            "text/html",
            b"<h1>Hello</h1>",
            (
                "answered with a web page, not with SPARQL results; is this the address of the "
                "endpoint itself?"
            ),
        ),
    ],
)
def test_an_endpoint_that_does_not_answer_in_sparql(
    status: int,
    kind: str,
    body: bytes,
    message: str,
    serve: Callable[[Callable[[str], tuple[int, str, bytes]]], str],
    tmp_path: Path,
) -> None:
    url = serve(lambda _: (status, kind, body))

    code, out, error = run("query", QUERY, "--graph", url, cwd=tmp_path)

    assert (code, out, error) == (2, b"", f"yuqiao: {url}: {message}\n")


@pytest.mark.slow
@pytest.mark.parametrize("command", [["query", QUERY], ["ask", "partnerships-by-country"]])
@pytest.mark.parametrize(
    ("output", "message"),
    [
        ("none/rows.csv", "none/rows.csv: the folder none does not exist; make it first"),
        (".", ".: is a folder; name a file to write"),
        ("/sys/rows.csv", "/sys/rows.csv: permission to write there was refused"),
        ("/dev/full", "/dev/full: no space is left to write it"),
    ],
)
def test_an_output_that_cannot_be_written(
    command: list[str], output: str, message: str, tmp_path: Path
) -> None:
    code, out, error = run(*command, "-o", output, cwd=tmp_path)

    assert (code, out, error) == (2, b"", f"yuqiao: {message}\n")
    assert list(tmp_path.iterdir()) == []


def test_a_full_disk_leaves_the_old_file(tmp_path: Path) -> None:
    (tmp_path / "rows.csv").write_text("old")
    script = (
        "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))\n"
        f"from yuqiao.cli import main; main(['query', {QUERY!r}, '-o', 'rows.csv'])"
    )

    ended = subprocess.run(
        [sys.executable, "-B", "-c", script], capture_output=True, cwd=tmp_path, check=False
    )

    assert (ended.returncode, ended.stdout) == (2, b"")
    assert ended.stderr.decode() == "yuqiao: rows.csv: no space is left to write it\n"
    assert [path.name for path in tmp_path.iterdir()] == ["rows.csv"]
    assert (tmp_path / "rows.csv").read_text() == "old"


@pytest.mark.parametrize(
    ("command", "reason"),
    [
        (["query", QUERY], "no space is left to write it"),
        (["questions"], "No space left on device"),
    ],
)
def test_standard_output_that_is_full(command: list[str], reason: str) -> None:
    with open("/dev/full", "wb") as full:
        ended = subprocess.run(
            [*YUQIAO, *command], stdout=full, stderr=subprocess.PIPE, check=False
        )

    assert (ended.returncode, ended.stderr.decode()) == (2, f"yuqiao: standard output: {reason}\n")
