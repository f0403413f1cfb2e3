"""What ``yuqiao query`` takes besides the query: values, prefixes, hosts, a limit on rows."""

from __future__ import annotations

import socket
import subprocess
import sys
from pathlib import Path

import pyoxigraph
import pytest

from command_line import run_command
from yuqiao.commands.query_input import query_text
from yuqiao.graph.errors import QueryError
from yuqiao.graph.stores.memory import MemoryStore

YUQIAO = [sys.executable, "-m", "yuqiao"]
NUMBERS = "SELECT ?n { VALUES ?n { 1 2 3 } }"
TRIPLES = "CONSTRUCT { o:cqu yq:n ?n } WHERE { VALUES ?n { 1 2 3 } }"


def run(*arguments: str, cwd: Path | None = None, stdin: bytes = b"") -> tuple[int, str, str]:
    """Return the exit code, standard output, and standard error of a command."""
    ended = run_command(*arguments, cwd=cwd, stdin=stdin)
    return ended.returncode, ended.stdout.decode(), ended.stderr.decode()


@pytest.mark.slow
@pytest.mark.parametrize(
    ("query", "values", "rows"),
    [
        (
            "SELECT ?p { ?p yq:foreignPartner ?partner }",
            ["partner=o:novosibirsk"],
            "?p\n<https://w3id.org/yuqiao/id/partnership/cqu-novosibirsk-physics>\n",
        ),
        ("SELECT ?n { VALUES ?n { 1 2 } FILTER(?n > ?least) }", ["least=1.5"], "?n\n2\n"),
        ("SELECT ?x { BIND(?t AS ?x) }", ["t=) } DROP ALL #"], '?x\n") } DROP ALL #"\n'),
        ("SELECT ?a ?b {}", ["a=x", "b='1'@en"], '?a\t?b\n"x"\t"1"@en\n'),
    ],
)
def test_a_value_is_bound(query: str, values: list[str], rows: str) -> None:
    given = [word for value in values for word in ("-p", value)]

    assert run("query", query, *given) == (0, rows, "")


@pytest.mark.slow
def test_a_value_for_no_variable_is_refused() -> None:
    asked = run("query", "SELECT ?n { ?n a ?kind }", "-p", "kin=yq:Claim")

    assert asked == (2, "", "yuqiao: the query has no variable ?kin to bind\n")


def test_prefixes_can_be_pasted_into_a_query(tmp_path: Path) -> None:
    (tmp_path / "a.ttl").write_text("@prefix foaf: <urn:mine#> . foaf:a foaf:b foaf:c .", "utf-8")
    code, printed, _ = run("query", "--prefixes", "--graph", "a.ttl", cwd=tmp_path)

    assert code == 0
    assert "PREFIX foaf: <urn:mine#>\n" in printed
    assert "PREFIX wdt: <http://www.wikidata.org/prop/direct/>\n" in printed
    asked = f"{printed}ASK {{ foaf:a foaf:b foaf:c }}".encode()
    assert run("query", "--graph", "a.ttl", cwd=tmp_path, stdin=asked) == (0, "true\n", "")


@pytest.mark.slow
@pytest.mark.parametrize("form", ["tsv", "csv", "json", "xml", "table", "markdown", "edges"])
def test_an_answer_is_cut_and_says_so(form: str) -> None:
    query = "SELECT ?n ?m { VALUES (?n ?m) { (1 UNDEF) (2 '\\n') (3 3) } } "
    if form == "edges":
        query = query.replace("UNDEF", "1")
    cut = run("query", query, "--limit-rows", "2", "--as", form)
    whole = run("query", query.replace("(3 3)", ""), "--as", form)

    assert cut == (3, whole[1], "yuqiao: truncated to 2 rows\n")


@pytest.mark.slow
@pytest.mark.parametrize("query", [NUMBERS, TRIPLES])
def test_as_many_as_there_are_is_no_cut(query: str) -> None:
    assert run("query", query, "--limit-rows", "3") == run("query", query)


def test_triples_are_cut_and_the_file_is_written(tmp_path: Path) -> None:
    asked = run("query", TRIPLES, "--limit-rows", "1", "-o", "a.nt", cwd=tmp_path)

    assert asked == (3, "", "a.nt: truncated to 1 triple\n")
    assert (tmp_path / "a.nt").read_text().count("\n") == 1


@pytest.mark.slow
def test_what_is_beyond_the_limit_is_not_computed() -> None:
    endless = "SELECT ?a { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
    code, rows, remark = run("query", endless, "--limit-rows", "5", "--timeout", "600")

    assert (code, rows.count("\n"), remark) == (3, 6, "yuqiao: truncated to 5 rows\n")


def test_a_ready_question_is_cut_too() -> None:
    code, rows, remark = run("ask", "partnerships-by-country", "--limit-rows", "1", "--as", "csv")

    assert (code, rows.splitlines()[0], remark) == (
        3,
        "country,current,all",
        "yuqiao: truncated to 1 row\n",
    )


def test_a_dash_is_standard_output_and_nothing_is_no_file(tmp_path: Path) -> None:
    assert run("query", NUMBERS, "-o", "-", cwd=tmp_path) == (0, "?n\n1\n2\n3\n", "")
    assert run("query", NUMBERS, "-o", "", cwd=tmp_path) == (
        2,
        "",
        "yuqiao: -o has an empty name; name a file, or - for standard output\n",
    )
    assert list(tmp_path.iterdir()) == []


def test_a_format_may_be_in_capitals() -> None:
    assert run("query", NUMBERS, "--as", "CSV") == (0, "n\r\n1\r\n2\r\n3\r\n", "")


@pytest.mark.slow
def test_a_host_that_is_named_is_called_and_no_other() -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        host = f"127.0.0.1:{free.getsockname()[1]}"
    query = f"SELECT * {{ SERVICE <http://{host}/> {{ ?s ?p ?o }} }}"

    code, _, told = run("query", query, "--allow-host", host)
    assert (code, told.partition(" does not answer")[0]) == (2, f"yuqiao: the SERVICE at {host}")
    code, _, told = run("query", query, "--allow-host", "127.0.0.1:1")
    refused = f"SERVICE would send a part of this query to {host}, and is refused; "
    assert (code, told.split("\n")[0]) == (
        2,
        f"yuqiao: {refused}--allow-host {host} allows it",
    )


def test_a_query_too_large_is_refused(tmp_path: Path) -> None:
    large = "ASK {}" + " " * 4_000_000
    (tmp_path / "large.rq").write_text(large)
    told = (
        " has more than 4,000,000 characters; put long lists of values into an RDF file of their "
        "own, and query a folder with both\n"
    )

    assert run("query", "-f", "large.rq", cwd=tmp_path) == (2, "", f"yuqiao: large.rq{told}")
    assert run("query", stdin=large.encode()) == (2, "", f"yuqiao: standard input{told}")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--prefixes", "--lint"], "--prefixes cannot be combined with --lint"),
        (["--prefixes", "-o", "FILE"], "--prefixes cannot be combined with -o"),
        (["ASK {}", "--lint", "--spreadsheet"], "--spreadsheet cannot be combined with --lint"),
        (
            ["ASK {}", "--why-empty", "--limit-rows", "3"],
            "--limit-rows cannot be combined with --why-empty",
        ),
    ],
)
def test_no_option_is_passed_over_in_silence(
    options: list[str], message: str, tmp_path: Path
) -> None:
    given = [str(tmp_path / "a.txt") if option == "FILE" else option for option in options]
    command = [sys.executable, "-m", "yuqiao", "query", *given]

    ended = subprocess.run(command, capture_output=True, text=True, check=False)

    assert ended.returncode == 2
    assert ended.stderr == f"yuqiao: {message}; see yuqiao query --help\n"
    assert list(tmp_path.iterdir()) == []


def test_the_name_of_a_file_does_not_steer_the_terminal() -> None:
    command = [sys.executable, "-m", "yuqiao", "stats", "--graph", "a\x1b[31m\x9b.ttl"]

    ended = subprocess.run(command, capture_output=True, text=True, check=False)

    assert ended.returncode == 2
    assert ended.stderr == (
        "yuqiao: a\\x1b[31m\\x9b.ttl: taken for a file or a folder, but there is none\n"
    )


@pytest.mark.parametrize(
    ("what", "instead"),
    [
        ("query", "put long lists of values into an RDF file of their own, and query a folder"),
        ("update", "put the triples into an RDF file, and add that file to the graph"),
    ],
)
def test_one_limit_counts_characters_not_bytes(what: str, instead: str, tmp_path: Path) -> None:
    file = tmp_path / "long.rq"
    file.write_text("重" * 4_000_000, encoding="utf-8")
    assert len(query_text(None, str(file), what)) == 4_000_000

    file.write_text("重" * 4_000_001, encoding="utf-8")
    with pytest.raises(QueryError, match=f"more than 4,000,000 characters; {instead}"):
        query_text(None, str(file), what)


def test_an_update_from_python_has_the_same_limit() -> None:
    store = MemoryStore(pyoxigraph.Store(), {})

    with pytest.raises(QueryError, match="the update has more than 4,000,000 characters"):
        store.update(" " * 4_000_001)
