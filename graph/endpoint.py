"""A graph behind an address: any SPARQL 1.1 endpoint, asked over HTTP.

The protocol is https://www.w3.org/TR/sparql11-protocol/, "query via POST with URL-encoded
parameters", which every server takes. Nothing is sent twice: a failure is reported as it is.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING, cast
from urllib.parse import urlsplit, urlunsplit

import pyoxigraph
from pyoxigraph import QueryResultsFormat, QuerySolutions, RdfFormat

from yuqiao.graph.answers import Answer, Solutions, Term, Triples
from yuqiao.graph.binding import bind
from yuqiao.graph.errors import EndpointError, InputError
from yuqiao.graph.store import Store
from yuqiao.graph.tokens import tokens
from yuqiao.ontology.terms import query_prefixes

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import httpx
    import rdflib
    from pyoxigraph import Triple

_RESULTS = "application/sparql-results+json"
_TRIPLES = {
    "application/n-triples": RdfFormat.N_TRIPLES,
    "text/turtle": RdfFormat.TURTLE,
    "application/turtle": RdfFormat.TURTLE,
    "text/plain": RdfFormat.N_TRIPLES,
}
_CONNECT_SECONDS = 10.0
_SHOWN = 300  # characters of a server's own words


class EndpointStore(Store):
    """A graph on a server.

    :param url: the address of the endpoint, http or https

    >>> EndpointStore("http://someone:secret@example.org/sparql").address
    'http://example.org/sparql'
    """

    def __init__(self, url: str) -> None:
        self._url = url
        try:
            parts = urlsplit(url)
        except ValueError as error:
            raise InputError(f"{url}: not an address of a SPARQL endpoint: {error}") from error
        host = parts.netloc.rpartition("@")[2]
        self.address = urlunsplit(parts._replace(netloc=host))  # without a password, for messages

    @property
    def prefixes(self) -> Mapping[str, str]:
        """The prefixes of the vocabulary; a server does not tell its own."""
        return query_prefixes()

    def query(self, sparql: str, bindings: Mapping[str, Term] | None = None) -> Answer:
        """Have the server answer a SPARQL query.

        :raises yuqiao.graph.errors.EndpointError: when it is down, refuses, or answers something
            else than SPARQL results; the message has the server's own words, shortened
        """
        text = _with_prefixes(bind(sparql, bindings or {}), self.prefixes)
        wants_triples = any(token.is_word("CONSTRUCT", "DESCRIBE") for token in tokens(text))
        answer = self._post(text, ", ".join(_TRIPLES) if wants_triples else _RESULTS)
        return self._triples(answer) if wants_triples else self._solutions(answer)

    def triples(self) -> Iterator[Triple]:
        """Give every triple of the server's default graph."""
        return iter(cast("Triples", self.query("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }")))

    def __len__(self) -> int:
        counted = cast("Solutions", self.query("SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }"))
        ((number,),) = counted.values()
        return cast("int", number)

    def to_rdflib(self) -> rdflib.Dataset:
        """Give an rdflib Dataset that asks the server for what is read from it."""
        from rdflib import Dataset
        from rdflib.plugins.stores.sparqlstore import SPARQLStore

        store = SPARQLStore(self._url, returnFormat="json", method="POST_FORM")
        return Dataset(store=store, default_union=True)

    def _post(self, sparql: str, accept: str) -> httpx.Response:
        import httpx

        timeout = httpx.Timeout(None, connect=_CONNECT_SECONDS)
        try:
            answer = httpx.post(
                self._url, data={"query": sparql}, headers={"Accept": accept}, timeout=timeout
            )
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise EndpointError(
                f"{self.address}: taken for a SPARQL endpoint, but it cannot be asked: {error}"
            ) from error
        if not answer.is_success:
            raise EndpointError(
                f"{self.address}: the endpoint answered {answer.status_code} "
                f"{answer.reason_phrase}{_own_words(answer)}"
            )
        if _media_type(answer) in {"text/html", "application/xhtml+xml"}:
            raise EndpointError(
                f"{self.address}: answered with a web page, not with SPARQL results; is this the "
                "address of the endpoint itself?"
            )
        return answer

    def _solutions(self, answer: httpx.Response) -> Solutions | bool:
        try:
            found = pyoxigraph.parse_query_results(answer.content, QueryResultsFormat.JSON)
            if not isinstance(found, QuerySolutions):
                return bool(found)
            for _ in found:  # to its end: a damaged answer is an error, never fewer rows
                pass
        except (SyntaxError, ValueError) as error:
            raise self._unreadable(answer, "SPARQL results in JSON") from error
        again = pyoxigraph.parse_query_results(answer.content, QueryResultsFormat.JSON)
        return Solutions(cast("QuerySolutions", again))

    def _triples(self, answer: httpx.Response) -> Triples:
        syntax = _TRIPLES.get(_media_type(answer))
        if syntax is None:
            raise self._unreadable(answer, "N-Triples or Turtle")
        try:
            return Triples([quad.triple for quad in pyoxigraph.parse(answer.content, syntax)])
        except (SyntaxError, ValueError) as error:
            raise self._unreadable(answer, "N-Triples or Turtle") from error

    def _unreadable(self, answer: httpx.Response, expected: str) -> EndpointError:
        kind = _media_type(answer) or "no type"
        return EndpointError(
            f"{self.address}: its answer ({kind}) cannot be read as {expected}{_own_words(answer)}"
        )


def _with_prefixes(sparql: str, known: Mapping[str, str]) -> str:
    """Declare the known prefixes a query uses and does not declare, on its first line."""
    found = tokens(sparql)
    declared = {token.text[:-1] for before, token in pairwise(found) if before.is_word("PREFIX")}
    used = {token.text.partition(":")[0] for token in found if token.kind == "name"}
    wanted = sorted((used & known.keys()) - declared)
    return "".join(f"PREFIX {name}: <{known[name]}> " for name in wanted) + sparql


def _media_type(answer: httpx.Response) -> str:
    return str(answer.headers.get("content-type", "")).partition(";")[0].strip().lower()


def _own_words(answer: httpx.Response) -> str:
    text = re.sub(r"<(style|script)\b.*?</\1\s*>|<[^>]*>", " ", answer.text, flags=re.DOTALL)
    words = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    if not words:
        return ""
    return f": {words[:_SHOWN]}…" if len(words) > _SHOWN else f": {words}"
