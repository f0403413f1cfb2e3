"""An rdflib Dataset over an endpoint, queried through our own client.

rdflib's own client would send credentials to another host on a redirect, and mistake a truncated
response for a short one. This module imports rdflib at its head, so it is itself imported only by
functions that need it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph
from rdflib import BNode, Dataset, Graph, Literal, URIRef, Variable
from rdflib.plugins.stores.sparqlstore import SPARQLStore
from rdflib.query import Result

from yuqiao.graph.stores.results import Solutions

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from pyoxigraph import Triple
    from rdflib.term import Identifier

    from yuqiao.graph.rdf.terms import Term
    from yuqiao.graph.stores.results import Answer, Triples

    Query = Callable[[str, str | None], Answer]


def dataset_over(address: str, prefixes: Mapping[str, str], query: Query) -> Dataset:
    """Return a Dataset that queries an endpoint for what is read from it.

    :param query: runs a query on a graph of the endpoint, given by its IRI, or on the default graph
    """
    dataset = Dataset(store=_Endpoint(address, query), default_union=True)
    for prefix, namespace in prefixes.items():
        dataset.bind(prefix, namespace, replace=True)
    return dataset


class _Endpoint(SPARQLStore):
    """rdflib's store for endpoints, with our own client."""

    def __init__(self, address: str, answer: Query) -> None:
        super().__init__(address)
        self._answer = answer

    def _query(
        self, query: str, default_graph: str | None = None, named_graph: str | None = None
    ) -> Result:
        graph = None if default_graph is None or isinstance(default_graph, BNode) else default_graph
        answer = self._answer(query, graph)
        if isinstance(answer, bool):
            result = Result("ASK")
            result.askAnswer = answer
        elif isinstance(answer, Solutions):
            result = _rows(answer)
        else:
            result = Result("CONSTRUCT")
            result.graph = _graph(answer)
        return result


def _rows(answer: Solutions) -> Result:
    result = Result("SELECT")
    result.vars = [Variable(name) for name in answer.variables]
    result.bindings = [
        {
            variable: _node(term)
            for variable, term in zip(result.vars, row, strict=True)
            if term is not None
        }
        for row in answer
    ]
    return result


def _graph(triples: Triples) -> Graph:
    graph = Graph()
    for triple in triples:
        graph.add((_node(triple.subject), _node(triple.predicate), _node(triple.object)))
    return graph


def _node(term: Term | Triple) -> Identifier:
    if isinstance(term, pyoxigraph.NamedNode):
        return URIRef(term.value)
    if isinstance(term, pyoxigraph.BlankNode):
        return BNode(term.value)
    if not isinstance(term, pyoxigraph.Literal):
        raise TypeError("rdflib has no term for a triple")
    if term.language:
        return Literal(term.value, lang=term.language)
    return Literal(term.value, datatype=URIRef(term.datatype.value))
