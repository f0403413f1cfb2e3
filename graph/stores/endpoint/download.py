"""The whole graph of an endpoint, read through queries, and known to be whole.

A server may cut what it gives without a word, so the triples are counted against what the server
itself counts.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from yuqiao.graph.errors import EndpointError
from yuqiao.graph.messages import counted
from yuqiao.graph.stores.endpoint.errors import RowLimitError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from yuqiao.graph.rdf.terms import Term
    from yuqiao.graph.stores.endpoint.store import EndpointStore
    from yuqiao.graph.stores.results import Solutions

_ALL = "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }"
_ALL_ROWS = "SELECT DISTINCT ?s ?p ?o WHERE { ?s ?p ?o }"
_PREDICATES = "SELECT DISTINCT ?p WHERE { ?s ?p ?o }"
_DISTINCT = f"SELECT (COUNT(*) AS ?n) WHERE {{ {{ {_ALL_ROWS} }} }}"


def whole_graph(store: EndpointStore) -> Iterator[Triple]:
    """Give every triple of a server's default graph once.

    :raises yuqiao.graph.errors.EndpointError: at their end, when the server counts more
    """
    stated = len(store)  # which also tells whose server it is
    given = 0
    for triple in _from_virtuoso(store) if store.is_virtuoso else _constructed(store):
        given += 1
        yield triple
    if given >= stated:
        return
    now = store.number(_DISTINCT)  # a triple in two graphs may have been counted twice
    if given < now:
        raise EndpointError(
            f"{store.address}: the answer was cut short after "
            f"{counted(given, 'triple')}; the endpoint counts {now:,}"
        )


def _constructed(store: EndpointStore) -> Iterator[Triple]:
    return iter(cast("Iterator[Triple]", store.query(_ALL)))


def _from_virtuoso(store: EndpointStore) -> Iterator[Triple]:
    """Read rows, which Virtuoso says when it cuts; then predicate by predicate.

    Its labels of blank nodes are the same from query to query.
    """
    try:
        rows = cast("Solutions", store.query(_ALL_ROWS))
    except RowLimitError:
        yield from _by_predicate(store)
        return
    for subject, predicate, object_ in rows:
        yield _triple(subject, predicate, object_)


def _by_predicate(store: EndpointStore) -> Iterator[Triple]:
    for (predicate,) in list(cast("Solutions", store.query(_PREDICATES))):
        pairs = store.query(f"SELECT DISTINCT ?s ?o WHERE {{ ?s {predicate} ?o }}")
        for subject, object_ in cast("Solutions", pairs):
            yield _triple(subject, predicate, object_)


def _triple(subject: Term | None, predicate: Term | None, object_: Term | None) -> Triple:
    assert isinstance(subject, NamedNode | BlankNode)
    assert isinstance(predicate, NamedNode)
    assert isinstance(object_, NamedNode | BlankNode | Literal)
    return Triple(subject, predicate, object_)
