"""Download the whole graph of an endpoint through queries, and check that it is complete.

A server may truncate a response silently, so the triples are counted against the server's own
count.
"""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Protocol

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from yuqiao.graph.errors import EndpointError
from yuqiao.graph.messages import counted
from yuqiao.graph.rdf.sources import current_read_options, read_options
from yuqiao.graph.stores.endpoint.errors import RowLimitError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from yuqiao.graph.rdf.terms import Term
    from yuqiao.graph.stores.results import Solutions, Triples

_ALL = "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }"
_ALL_ROWS = "SELECT DISTINCT ?s ?p ?o WHERE { ?s ?p ?o }"
_PREDICATES = "SELECT DISTINCT ?p WHERE { ?s ?p ?o }"
_DISTINCT = f"SELECT (COUNT(*) AS ?n) WHERE {{ {{ {_ALL_ROWS} }} }}"


class Server(Protocol):
    """The interface of an endpoint's store that a download uses."""

    address: str
    is_virtuoso: bool

    def __len__(self) -> int: ...

    def select(self, sparql: str) -> Solutions:
        """Answer a SELECT query."""

    def construct(self, sparql: str) -> Triples:
        """Answer a CONSTRUCT query."""

    def number(self, sparql: str) -> int:
        """Answer a query that returns one number."""


def whole_graph(store: Server) -> Iterator[Triple]:
    """Return every triple of a server's default graph once.

    :raises yuqiao.graph.errors.EndpointError: after the last one, when the server counts more
    """
    stated = len(store)  # this also detects Virtuoso
    given, skipped = 0, SkippedStatements()
    with skipped.counted():
        triples = _from_virtuoso(store, skipped) if store.is_virtuoso else store.construct(_ALL)
    for triple in triples:
        given += 1
        yield triple
    if given + skipped.count >= stated:
        return
    now = store.number(_DISTINCT)  # a triple in two graphs may have been counted twice
    if given + skipped.count < now:
        raise EndpointError(
            f"{store.address}: the answer was cut short after {counted(given, 'triple')}; the "
            f"endpoint counts {now:,}"
        )


class SkippedStatements:
    """The number of statements that are no RDF and are left out on request."""

    def __init__(self) -> None:
        self.count = 0

    @contextmanager
    def counted(self) -> Iterator[None]:
        """Count also what an answer that is asked for meanwhile leaves out later."""
        options = current_read_options()
        skip = options.skip
        if skip is None:
            yield
            return

        def counting(message: str) -> None:
            self.count += 1
            skip(message)

        with read_options(replace(options, skip=counting)):
            yield


def _from_virtuoso(store: Server, skipped: SkippedStatements) -> Iterator[Triple]:
    """Read rows, which Virtuoso does not truncate silently; else predicate by predicate.

    Its labels of blank nodes are the same from query to query.
    """
    try:
        with skipped.counted():
            rows = store.select(_ALL_ROWS)
    except RowLimitError:
        yield from _by_predicate(store, skipped)
        return
    for subject, predicate, object_ in rows:
        yield _triple(store, subject, predicate, object_)


def _by_predicate(store: Server, skipped: SkippedStatements) -> Iterator[Triple]:
    for (predicate,) in list(store.select(_PREDICATES)):
        with skipped.counted():
            pairs = store.select(f"SELECT DISTINCT ?s ?o WHERE {{ ?s {predicate} ?o }}")
        for subject, object_ in pairs:
            yield _triple(store, subject, predicate, object_)


def _triple(
    store: Server, subject: Term | None, predicate: Term | None, object_: Term | None
) -> Triple:
    if (
        isinstance(subject, NamedNode | BlankNode)
        and isinstance(predicate, NamedNode)
        and isinstance(object_, NamedNode | BlankNode | Literal | Triple)
    ):
        return Triple(subject, predicate, object_)
    raise EndpointError(f"{store.address}: a row that was to be a triple is none")
