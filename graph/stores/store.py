"""The protocol of a graph that answers SPARQL, which everything else talks to.

A store may live in memory, on disk, or behind an address; a caller need not know which.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, TypeVar

from yuqiao.graph.errors import QueryError
from yuqiao.graph.stores.results import Solutions, Triples

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import pyoxigraph
    import rdflib
    from pyoxigraph import Quad, Triple

    from yuqiao.graph.rdf.terms import Term
    from yuqiao.graph.stores.results import Answer

_Form = TypeVar("_Form")


class Store(ABC):
    """A store that answers SPARQL queries."""

    @property
    @abstractmethod
    def prefixes(self) -> Mapping[str, str]:
        """The prefixes a query may use undeclared: the graph's own over the vocabulary's."""

    _source: tuple[str, ...] | None = None
    """The files or folders that were read, if they can be read again and may differ in literals."""

    @property
    def engine(self) -> pyoxigraph.Store | None:
        """The engine that holds the graph in this process; None for a graph on a server."""
        return None

    def _lend_engine(self) -> pyoxigraph.Store | None:
        """Return the engine for whom may change the graph through it."""
        return self.engine

    def reopen(self) -> None:  # noqa: B027 - most stores need not
        """Open anew what a forked process must not share with its parent: files and locks."""

    @abstractmethod
    def query(self, sparql: str, bindings: Mapping[str, Term] | None = None) -> Answer:
        """Answer a SPARQL 1.1 query.

        :param sparql: the query; it may use :attr:`prefixes` without declaring them
        :param bindings: a term for each variable, by name, used in its place
        :raises yuqiao.graph.errors.QueryError: when the query is wrong or would reach outside
        :raises yuqiao.graph.errors.EndpointError: when a remote store fails to answer
        """

    def select(self, sparql: str, bindings: Mapping[str, Term] | None = None) -> Solutions:
        """Answer a SELECT query.

        :raises yuqiao.graph.errors.QueryError: as :meth:`query`, or when it is not a SELECT
        """
        return of_form(Solutions, self.query(sparql, bindings), "SELECT", "rows")

    def construct(self, sparql: str, bindings: Mapping[str, Term] | None = None) -> Triples:
        """Answer a CONSTRUCT or DESCRIBE query.

        :raises yuqiao.graph.errors.QueryError: as :meth:`query`, or when it is neither
        """
        return of_form(Triples, self.query(sparql, bindings), "CONSTRUCT or DESCRIBE", "triples")

    def exists(self, sparql: str, bindings: Mapping[str, Term] | None = None) -> bool:
        """Answer an ASK query.

        :raises yuqiao.graph.errors.QueryError: as :meth:`query`, or when it is not an ASK
        """
        return of_form(bool, self.query(sparql, bindings), "ASK", "true or false")

    def update(self, sparql: str, bindings: Mapping[str, Term] | None = None) -> None:
        """Change the graph by a SPARQL 1.1 update, wholly or not at all.

        Only a graph in memory, and one in a directory that ``yuqiao load`` made, can be changed.

        :param bindings: a term for each variable, by name, used in its place
        :raises yuqiao.graph.errors.QueryError: when the update is wrong, or this graph cannot be
            changed
        """
        raise QueryError(
            "a graph behind an endpoint is not changed from here; send the update to the server's "
            "own address for updates"
        )

    @abstractmethod
    def triples(self) -> Iterator[Triple]:
        """Return every triple of the graph once, in no particular order."""

    def quads(self) -> Iterator[Quad]:
        """Return every statement with its graph; one of a named graph is in the graph itself too.

        Statements that a server has only in named graphs are not included.
        """
        from pyoxigraph import Quad

        return (Quad(t.subject, t.predicate, t.object) for t in self.triples())

    @abstractmethod
    def __len__(self) -> int:
        """Return the number of triples."""

    @abstractmethod
    def to_rdflib(self) -> rdflib.Dataset:
        """Return an rdflib Dataset over this store, without copying it.

        Its default graph holds the triples; rdflib's own SPARQL engine is not used.
        """


def of_form(form: type[_Form], answer: Answer, expected: str, wanted: str) -> _Form:
    """Return an answer of a form.

    :raises yuqiao.graph.errors.QueryError: when the query has another form

    >>> of_form(Solutions, True, "SELECT", "rows")
    Traceback (most recent call last):
    yuqiao.graph.errors.QueryError: the query returns true or false; expected rows, from SELECT
    """
    if isinstance(answer, form):
        return answer
    got = {Solutions: "rows", Triples: "triples"}
    found = next((got[kind] for kind in got if isinstance(answer, kind)), "true or false")
    del answer  # else the traceback holds it, and another thread may free it
    raise QueryError(f"the query returns {found}; expected {wanted}, from {expected}")
