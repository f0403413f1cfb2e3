"""A graph on a server: any SPARQL 1.1 endpoint, queried over HTTP.

An incomplete response is an error, never a short result: see
:mod:`yuqiao.graph.stores.endpoint.stream` for responses that break off,
:mod:`yuqiao.graph.stores.endpoint.virtuoso` for responses that a server truncates, and
:mod:`yuqiao.graph.stores.endpoint.download` for the graph as a whole.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from pyoxigraph import Literal

from yuqiao.graph.errors import EndpointError, QueryError
from yuqiao.graph.rdf.iris import checked_iri
from yuqiao.graph.rdf.terms import Term
from yuqiao.graph.sparql.bindings import bind
from yuqiao.graph.sparql.lexer import Token, tokens
from yuqiao.graph.stores.endpoint.client import Connection
from yuqiao.graph.stores.endpoint.errors import QueryRejectedError, RowLimitError
from yuqiao.graph.stores.endpoint.stream import (
    RESULTS,
    TRIPLES,
    Rows,
    read_results,
    read_triples,
)
from yuqiao.graph.stores.endpoint.virtuoso import (
    ASK_VARIABLE,
    is_incomplete,
    is_virtuoso,
    probe,
    row_limit,
)
from yuqiao.graph.stores.results import Answer, Solutions, Triples
from yuqiao.graph.stores.store import Store
from yuqiao.ontology.namespaces import prefixes as vocabulary_prefixes

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import httpx
    import rdflib
    from pyoxigraph import Triple

_BRIEF = 200  # characters of a server's message, where we can add an explanation
_FORMS = ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE")


class EndpointStore(Store):
    """A graph on a server.

    :param url: the address of the endpoint, http or https
    :raises yuqiao.graph.errors.InputError: when it is not an address, or contains a password

    >>> EndpointStore("https://example.org/sparql").address
    'https://example.org/sparql'
    """

    def __init__(self, url: str) -> None:
        self._connection = Connection(url)
        self.address = self._connection.address  # without possible secrets, for messages
        self.is_virtuoso = False  # as far as its responses show
        self._whole_triples = 0  # a number that the server is known not to truncate

    @property
    def prefixes(self) -> Mapping[str, str]:
        """The prefixes of the vocabulary; a server does not publish its own."""
        return vocabulary_prefixes()

    def query(self, sparql: str, bindings: Mapping[str, Term] | None = None) -> Answer:
        """Have the server answer a SPARQL query; its rows and triples are read as they arrive.

        :raises yuqiao.graph.errors.EndpointError: when it is down, rejects the query, or returns
            something other than SPARQL results, with the server's own message, shortened; also
            while rows or triples are read, when they break off
        """
        bound = bind(_text(sparql), bindings or {})
        try:
            return self.answer(_with_prefixes(bound, self.prefixes))
        except QueryRejectedError as error:
            raise self._explained(error, bound, sparql, bindings or {}) from error

    def answer(self, sparql: str, default_graph: str | None = None) -> Answer:
        """Have the server answer a query unchanged, with prefixes that it declares itself.

        :param default_graph: the IRI of the graph to query, if not the endpoint's own choice
        :raises EndpointError: as :meth:`query`
        """
        with self._connection.secrets_hidden():
            return self._answer(sparql, default_graph)

    def _answer(self, sparql: str, default_graph: str | None) -> Answer:
        form = _form(sparql)
        hidden = self._connection.secrets_hidden
        if form in {"CONSTRUCT", "DESCRIBE"}:
            answer = self._request(sparql, TRIPLES, default_graph)
            triples = read_triples(answer, self.address, hidden)
            return Triples(self._untruncated(triples), self.prefixes)
        found = read_results(self._request(sparql, RESULTS, default_graph), self.address, hidden)
        if form == "ASK":
            return self._truth(found)
        if isinstance(found, bool):
            raise EndpointError(f"{self.address}: answered true or false where rows were due")
        return Solutions(found, self.prefixes, lambda: True)

    def _request(self, sparql: str, accept: str, default_graph: str | None) -> httpx.Response:
        """Send a query, and return the response unless the server says that it is incomplete."""
        answer = self._connection.query(sparql, accept, default_graph)
        self.is_virtuoso = is_virtuoso(answer.headers)
        limit = row_limit(answer.headers, sparql)
        if limit is None and not is_incomplete(answer.headers):
            return answer
        answer.close()
        if limit is None:
            raise EndpointError(
                f"{self.address}: the answer was cut short by the time limit of the endpoint; ask "
                "for less"
            )
        raise RowLimitError(
            f"{self.address}: gives at most {limit:,} rows and would cut this answer short; ask in "
            "parts, with LIMIT and OFFSET"
        )

    def triples(self) -> Iterator[Triple]:
        """Return every triple of the server's default graph, and verify that they are all."""
        from yuqiao.graph.stores.endpoint.download import whole_graph

        return whole_graph(self)

    def __len__(self) -> int:
        return self.number("SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }")

    def number(self, sparql: str) -> int:
        """Have the server answer a query with one number.

        :raises EndpointError: when the response is anything else
        """
        answer = self.query(sparql)
        rows = list(answer.values()) if isinstance(answer, Solutions) else []
        if len(rows) == 1 and len(rows[0]) == 1 and isinstance(rows[0][0], int):
            return rows[0][0]
        raise EndpointError(f"{self.address}: did not answer with a number where it was to count")

    def to_rdflib(self) -> rdflib.Dataset:
        """Return an rdflib Dataset that queries the server for what is read from it."""
        from yuqiao.graph.stores.endpoint.rdflib_store import dataset_over

        return dataset_over(self.address, self.prefixes, self.answer)

    def _truth(self, found: Rows | bool) -> bool:
        if isinstance(found, bool):
            return found
        if [variable.value for variable in found.variables] != [ASK_VARIABLE]:
            raise EndpointError(f"{self.address}: answered rows where true or false was due")
        return any(term == Literal(1) for row in found for term in row)

    def _untruncated(self, triples: Iterator[Triple]) -> Iterator[Triple]:
        """Return the triples of a CONSTRUCT; reject their end where Virtuoso has truncated them."""
        with self._connection.secrets_hidden():
            if self.is_virtuoso:
                triples = self._counted(triples)
            yield from triples

    def _counted(self, triples: Iterator[Triple]) -> Iterator[Triple]:
        count = 0
        for triple in triples:
            count += 1
            yield triple
        if count <= self._whole_triples:
            return
        answer = self._connection.query(probe(count), RESULTS)
        answer.close()
        if answer.headers.get("x-sparql-maxrows") == str(count - 1):
            raise RowLimitError(
                f"{self.address}: the answer was cut short after {count:,} triples, by the row "
                "limit of the endpoint; ask in parts, with LIMIT and OFFSET"
            )
        self._whole_triples = count

    def _explained(
        self, error: QueryRejectedError, bound: str, sparql: str, bindings: Mapping[str, Term]
    ) -> EndpointError:
        """Add our own explanation of the error, with a caret, to the server's message."""
        from yuqiao.graph.sparql.guards import reject_deep_nesting, reject_long_chains
        from yuqiao.graph.sparql.validation import parsing_error

        try:
            reject_deep_nesting(bound)  # which would crash the engine's parser, used below
            reject_long_chains(bound)
        except QueryError:
            return error
        mistake = parsing_error(bound, self.prefixes)
        if mistake is None:
            return error
        from yuqiao.graph.sparql.syntax_errors.explain import explain_bound_error

        said = f"{str(error)[:_BRIEF]}…" if len(str(error)) > _BRIEF else str(error)
        return QueryRejectedError(
            f"{said}\n{explain_bound_error(sparql, bindings, mistake, self.prefixes)}"
        )


def _text(sparql: str) -> str:
    try:
        sparql.encode()
    except UnicodeEncodeError as error:
        raise QueryError("the query is not text: it holds half of a character") from error
    return sparql


def _form(sparql: str) -> str:
    """Return which of the four forms a query has; an unknown one is left to the server."""
    return next((t.text.upper() for t in tokens(sparql) if t.is_word(*_FORMS)), "SELECT")


def _with_prefixes(sparql: str, known: Mapping[str, str]) -> str:
    """Declare the known prefixes a query uses and does not declare, on its first line."""
    found = tokens(sparql)
    declared = {_prefix(token) for before, token in pairwise(found) if before.is_word("PREFIX")}
    used = {_prefix(token) for token in found if token.kind == "name"}
    wanted = sorted((used & known.keys()) - declared)
    return "".join(f"PREFIX {name}: {checked_iri(known[name])} " for name in wanted) + sparql


def _prefix(token: Token) -> str:
    return token.text.partition(":")[0]
