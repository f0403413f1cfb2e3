"""Streams that are closed, interrupts, odd names: one clear line each, and no traceback."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import psutil
import pyoxigraph
import pytest

import yuqiao
from waiting import wait_until
from yuqiao.graph.errors import QueryError
from yuqiao.graph.sparql.guards import reject_long_operations
from yuqiao.graph.stores.memory import MemoryStore

YUQIAO = f"{sys.executable} -m yuqiao"
REFUSED = {
    "query 'ASK {}' >&-": "standard output is closed; name a file with -o",
    "stats >&-": "standard output: closed, or not writable",
    "query <&-": "the query is empty",
    "stats --graph 'https://[bad'": (
        "https://[bad: not an address of a SPARQL endpoint: Invalid IPv6 URL"
    ),
    "about $(printf '\\377')": "the name contains bytes that are not UTF-8",
    "about ''": "the name is empty",
}


@pytest.mark.slow
@pytest.mark.parametrize("command", REFUSED)
def test_what_cannot_work_is_refused_in_one_line(command: str, tmp_path: Path) -> None:
    ended = subprocess.run(
        ["sh", "-c", f"{YUQIAO} {command}"], capture_output=True, cwd=tmp_path, check=False
    )

    assert (ended.returncode, ended.stderr.decode()) == (2, f"yuqiao: {REFUSED[command]}\n")


@pytest.mark.slow
def test_a_page_needs_no_standard_output(tmp_path: Path) -> None:
    ended = subprocess.run(
        ["sh", "-c", f"{YUQIAO} view -o page.html >&-"],
        capture_output=True,
        cwd=tmp_path,
        check=False,
    )

    assert ended.returncode == 0
    assert (tmp_path / "page.html").is_file()


@pytest.mark.slow
def test_a_page_can_be_standard_output(tmp_path: Path) -> None:
    ended = subprocess.run(
        ["sh", "-c", f"{YUQIAO} view -o -"], capture_output=True, cwd=tmp_path, check=True
    )

    assert ended.stdout.startswith(b"<!doctype html>")
    assert ended.stderr.startswith(b"standard output: ")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.slow
def test_an_interrupt_ends_a_query_at_once(tmp_path: Path) -> None:
    query = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
    running = subprocess.Popen([*YUQIAO.split(), "query", query], cwd=tmp_path)
    wait_until(lambda: psutil.Process(running.pid).cpu_times().user > 1)  # not at its start
    running.send_signal(signal.SIGINT)

    assert running.wait(timeout=20) == -signal.SIGINT


@pytest.mark.slow
@pytest.mark.parametrize(
    "query",
    [
        "SELECT ?x { " + "OPTIONAL { ?x ?y ?z } " * 3000 + "}",
        "SELECT (1" + "+1" * 20000 + " AS ?x) {}",
        "ASK { ?x " + "<u:a>/" * 10000 + "<u:b> ?y }",
    ],
)
def test_a_query_that_would_overflow_the_engine_is_refused(query: str) -> None:
    with pytest.raises(QueryError, match="more than 1,000 clauses and operators"):
        yuqiao.open().query(query)


def test_a_graph_may_be_named_by_a_path_object(tmp_path: Path) -> None:
    file = tmp_path / "one.ttl"
    file.write_text("<urn:a> <urn:b> <urn:c> .")

    assert len(yuqiao.open(file)) == 1


def test_a_default_that_another_register_lacks_is_told(tmp_path: Path) -> None:
    file = tmp_path / "one.ttl"
    file.write_text("<urn:a> <urn:b> <urn:c> .")

    with pytest.raises(
        QueryError, match=r"this is the question.s default: give the parameter partnership a value"
    ):
        yuqiao.open(file).ask("evidence-of-quality")


@pytest.mark.parametrize(
    ("update", "left"),
    [
        ("INSERT DATA { " + "ex:a ex:b ex:c . " * 1500 + "}", 2),
        (";".join(["DELETE WHERE { ?s ex:a ?o . }"] * 1500), 0),
    ],
)
def test_data_and_operations_may_be_any_number(update: str, left: int) -> None:
    store = MemoryStore(pyoxigraph.Store(), {"ex": "http://example.org/"})
    store.update("INSERT DATA { ex:a ex:a ex:a }")

    store.update(update)

    assert len(store) == left


def test_an_operation_of_too_many_clauses_is_refused_after_data_and_others() -> None:
    long = "DELETE WHERE { " + "?s ex:a ?o . " * 1001 + "}"

    with pytest.raises(QueryError, match="an operation has more than 1,000 clauses and operators"):
        reject_long_operations(f"INSERT DATA {{ ex:a ex:b ex:c . }} ; {long}")
