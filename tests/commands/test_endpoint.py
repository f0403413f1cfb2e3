"""A server that breaks off: what was written, what is said, and the exit code."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from command_line import run_text

Serve = Callable[[Callable[[str], tuple[int, str, bytes]]], str]
ROW = b'{"s":{"type":"uri","value":"urn:a"}}'
TRIPLE = b"<urn:a> <urn:b> <urn:c> .\n"


def broken(query: str) -> tuple[int, str, bytes]:
    """Return two rows or triples, and then an excuse."""
    if "CONSTRUCT" in query:
        return 200, "application/n-triples", TRIPLE * 2 + b"out of memory"
    body = b'{"head":{"vars":["s"]},"results":{"bindings":[' + ROW + b"," + ROW + b" out of memory"
    return 200, "application/sparql-results+json", body


def yuqiao(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the command line as a script does."""
    return run_text(*arguments, environment=environment)


ROWS_SEEN = {
    "csv": "s\r\nurn:a\r\nurn:a\r\n",
    "tsv": "?s\n<urn:a>\n<urn:a>\n",
    "markdown": "| s |\n| --- |\n| &lt;urn:a&gt; |\n| &lt;urn:a&gt; |\n",
}


@pytest.mark.slow
@pytest.mark.parametrize("form", ["csv", "tsv", "json", "xml", "markdown", "table"])
def test_rows_that_break_off(form: str, serve: Serve, tmp_path: Path) -> None:
    url, target = serve(broken), tmp_path / "rows"
    query = ("query", "--graph", url, "--as", form, "SELECT ?s { ?s ?p ?o }")

    shown, kept = yuqiao(*query), yuqiao(*query, "-o", str(target))

    reason = f"yuqiao: {url}: the server stopped after 2 rows and wrote: out of memory\n"
    assert (shown.returncode, shown.stderr) == (2, reason)
    assert (kept.returncode, kept.stderr, kept.stdout) == (2, reason, "")
    assert list(tmp_path.iterdir()) == []
    assert ROWS_SEEN.get(form, shown.stdout) == shown.stdout


@pytest.mark.slow
@pytest.mark.parametrize("form", ["turtle", "ntriples", "jsonld"])
def test_triples_that_break_off(form: str, serve: Serve, tmp_path: Path) -> None:
    url, target = serve(broken), tmp_path / "triples"

    kept = yuqiao(
        *("query", "--graph", url, "--as", form, "CONSTRUCT WHERE { ?s ?p ?o }"),
        *("-o", str(target)),
    )

    reason = f"yuqiao: {url}: the server stopped after 2 triples and wrote: out of memory\n"
    assert (kept.returncode, kept.stderr, kept.stdout) == (2, reason, "")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.slow
@pytest.mark.parametrize("command", ["export", "stats", "view", "about x", "query ASK{}"])
def test_a_password_in_the_address_or_beside_its_host_is_one_line(
    command: str, tmp_path: Path
) -> None:
    name, *rest = command.split()
    options = ["-o", str(tmp_path / "page.html")] if name == "view" else []

    address = yuqiao(name, *rest, *options, "--graph", "http://li:gehe1m@127.0.0.1:1/sparql")
    unnamed = yuqiao(
        name, *rest, *options, "--graph", "http://127.0.0.1:1/sparql", YUQIAO_TOKEN="gehe1m"
    )

    assert (address.returncode, unnamed.returncode) == (2, 2)
    assert address.stderr.startswith("yuqiao: http://127.0.0.1:1/sparql: a user or password in ")
    assert unnamed.stderr.startswith("yuqiao: YUQIAO_TOKEN is set, but not YUQIAO_AUTH_HOST: ")
    assert "gehe1m" not in address.stderr + unnamed.stderr
    assert (address.stderr.count("\n"), unnamed.stderr.count("\n")) == (1, 1)


def test_nothing_but_what_is_needed_is_imported(serve: Serve) -> None:
    url = serve(lambda _: (200, "application/sparql-results+json", b'{"head":{},"boolean":true}'))
    script = (
        "import sys; from yuqiao.cli import main\n"
        "try: main(['query', '--graph', sys.argv[1], 'ASK {}'])\n"
        "except SystemExit: print(sorted({'rdflib', 'networkx', 'pyvis', 'igraph'} & set(sys.modules)))"
    )

    done = subprocess.run(
        [sys.executable, "-c", script, url], capture_output=True, text=True, check=True
    )

    assert done.stdout.splitlines() == ["true", "[]"]
