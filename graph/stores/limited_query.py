"""Answer a query in a child process, which a limit on time or memory can stop."""

from __future__ import annotations

import tempfile
from typing import IO, TYPE_CHECKING, cast

import pyoxigraph
from pyoxigraph import Quad, QueryResultsFormat, QuerySolutions, RdfFormat

from yuqiao.graph.limits import Limits, memory_of, reject_where_impossible, run_limited, seconds_of
from yuqiao.graph.stores.results import Solutions, Triples

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from yuqiao.graph.rdf.terms import Term
    from yuqiao.graph.stores.results import Answer
    from yuqiao.graph.stores.store import Store

_ROWS, _TRIPLES, _TRUE, _FALSE = b"R", b"T", b"1", b"0"


def answer_within(
    store: Store,
    sparql: str,
    bindings: Mapping[str, Term] | None,
    timeout: float | None,
    memory: int | str | None,
) -> Answer:
    """Answer a query within limits; the whole result is stored on disk before it is returned.

    :param timeout: seconds; None for no limit
    :param memory: bytes, or a text such as ``2G``; None for no limit
    :raises yuqiao.graph.errors.LimitReached: when a limit stopped it
    :raises yuqiao.graph.errors.YuqiaoError: as for the store, or when the system has no such limits

    >>> from yuqiao.graph.stores.open_store import open_store
    >>> answer_within(open_store(), "ASK { ?p a yq:JointInstitution }", None, 60, None)
    True
    """
    limits = Limits(
        None if timeout is None else seconds_of(str(timeout)),
        None if memory is None else memory_of(str(memory)),
    )
    reject_where_impossible(limits)
    held = _Held()

    def work() -> None:
        store.reopen()
        _send(store.query(sparql, bindings), held.file)
        held.file.flush()

    run_limited(work, limits)
    held.file.seek(0)
    return _received(held, store.prefixes)


class _Held:
    """A file that a result is read from; it is closed when the result is garbage-collected."""

    def __init__(self) -> None:
        self.file = tempfile.TemporaryFile()  # noqa: SIM115

    def read(self, size: int = -1) -> bytes:
        """Return the next bytes."""
        return self.file.read(size)

    def __del__(self) -> None:
        self.file.close()


def _send(answer: Answer, out: IO[bytes]) -> None:
    if isinstance(answer, bool):
        out.write(_TRUE if answer else _FALSE)
    elif isinstance(answer, Triples):
        out.write(_TRIPLES)
        pyoxigraph.serialize(cast("Iterable[Quad]", answer), out, RdfFormat.N_TRIPLES)
    else:
        out.write(_ROWS)
        rows = answer.engine_rows()
        assert rows is not None, "nobody has read from it"
        rows.serialize(out, QueryResultsFormat.JSON)


def _received(held: _Held, prefixes: Mapping[str, str]) -> Answer:
    kind, rest = held.read(1), cast("IO[bytes]", held)
    if kind in {_TRUE, _FALSE}:
        return kind == _TRUE
    if kind == _TRIPLES:
        quads = pyoxigraph.parse(rest, RdfFormat.N_TRIPLES)
        return Triples((quad.triple for quad in quads), prefixes)
    found = pyoxigraph.parse_query_results(rest, QueryResultsFormat.JSON)
    assert isinstance(found, QuerySolutions)
    return Solutions(found, prefixes)
