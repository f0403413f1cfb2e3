"""What completion asks of the graph: kept, in both senses, and never waited for long."""

from __future__ import annotations

import asyncio
import os
import signal
import threading
from collections.abc import Callable, Mapping
from typing import cast

import psutil
import pytest

from yuqiao.graph.entities.term_usage import Use
from yuqiao.graph.stores.store import Store
from yuqiao.ontology.namespaces import prefixes
from yuqiao.shell.completion.candidates import Lookup
from yuqiao.shell.completion.lookups import Lookups
from yuqiao.shell.graph_handle import OpenedGraph, open_graph

CLASSES = Lookup("classes")


def asked_and_left(
    graph: OpenedGraph, *lookups: Lookup
) -> tuple[Mapping[Lookup, list[Use]], set[int]]:
    """Query as the line editor does, in a loop that ends when a line is entered.

    Beside the answers stand the child processes that were left behind, dead or alive. Other tests
    of this process may have servers running, so only what has come since counts.
    """
    before = children()
    found = asyncio.run(Lookups(graph).of(lookups))
    return found, children() - before


def children() -> set[int]:
    """Return the identifiers of this process's children, dead or alive."""
    return {child.pid for child in psutil.Process().children()}


@pytest.mark.slow
def test_several_things_are_looked_up_at_once() -> None:
    graph = open_graph(None)
    found, left = asked_and_left(graph, CLASSES, Lookup("named", ("西南",)))

    assert found[CLASSES][0].label("en") == "claim"
    assert found[Lookup("named", ("西南",))][0].label("en") == "Southwest University"
    assert not left


class Deadly:
    """What kills the process that writes it."""

    def __reduce__(self) -> str:
        os.kill(os.getpid(), signal.SIGKILL)
        return ""


class CutShort(Lookup):
    """A lookup whose child is killed in the middle of its answer."""

    def made(self, store: Store) -> list[Use]:
        return cast("list[Use]", ["x" * 2**20, Deadly()])


def test_an_answer_that_is_cut_short_is_none() -> None:
    lookup = CutShort("classes")

    assert asked_and_left(open_graph(None), lookup) == ({lookup: []}, set())


@pytest.mark.slow
def test_who_does_not_answer_is_not_waited_for(serve: Callable[..., str]) -> None:
    silence = threading.Event()

    def respond(query: str) -> tuple[int, str, bytes]:
        silence.wait()
        return 500, "text/plain", query.encode()

    graph = OpenedGraph(serve(respond), "an endpoint", prefixes(), None, None)

    assert asked_and_left(graph, CLASSES) == ({}, set())
    silence.set()
