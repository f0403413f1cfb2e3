"""A graph held in this process: Oxigraph in memory."""

from __future__ import annotations

import os
from types import MappingProxyType
from typing import TYPE_CHECKING

import pyoxigraph
from pyoxigraph import QueryBoolean, QuerySolutions

from yuqiao.graph.errors import QueryError
from yuqiao.graph.reading import read_file, read_folder
from yuqiao.graph.store import Answer, Solutions, Store, Term, Triples
from yuqiao.ontology.terms import prefixes as vocabulary_prefixes

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import rdflib
    from pyoxigraph import Triple


class LocalStore(Store):
    """A graph in memory.

    Files with named graphs are asked as one graph, the union of all of them.

    :param oxigraph: the store underneath
    :param prefixes: the graph's own prefixes, which come before those of the vocabulary

    >>> import pyoxigraph
    >>> graph = LocalStore(pyoxigraph.Store(), {"ex": "http://example.org/"})
    >>> graph.query("ASK { ex:a ?p ?o }")
    False
    """

    def __init__(self, oxigraph: pyoxigraph.Store, prefixes: Mapping[str, str]) -> None:
        self.oxigraph = oxigraph
        self._prefixes = MappingProxyType(vocabulary_prefixes() | dict(prefixes))
        self._union = next(oxigraph.named_graphs(), None) is not None

    @classmethod
    def read(cls, path: str) -> LocalStore:
        """Read an RDF file, or every RDF file of a folder, into memory.

        :raises yuqiao.graph.errors.InputError: when it cannot be read; with file, line and column
        """
        oxigraph = pyoxigraph.Store()
        read = read_folder if os.path.isdir(path) else read_file
        return cls(oxigraph, read(oxigraph, path))

    @property
    def prefixes(self) -> Mapping[str, str]:
        """The prefixes of the graph over those of the vocabulary."""
        return self._prefixes

    def query(self, sparql: str, bindings: Mapping[str, Term] | None = None) -> Answer:
        """Answer a SPARQL 1.1 query; a call to another address is refused.

        :param bindings: a term for each variable, by name, to be used in its place
        :raises yuqiao.graph.errors.QueryError: when the query is wrong; the message shows where
        """
        text = _prepared(sparql, bindings)
        try:
            answer = self.oxigraph.query(
                text,
                prefixes=dict(self._prefixes),
                use_default_graph_as_union=self._union and not _names_its_graphs(text),
            )
        except SyntaxError as error:
            from yuqiao.graph.syntax import explain

            raise QueryError(explain(text, error, self._prefixes)) from error
        if isinstance(answer, QueryBoolean):
            return bool(answer)
        return Solutions(answer) if isinstance(answer, QuerySolutions) else Triples(answer)

    def triples(self) -> Iterator[Triple]:
        """Give every triple once, in no order to rely on."""
        if not self._union:
            return (q.triple for q in self.oxigraph.quads_for_pattern(None, None, None))
        distinct = {q.triple: None for q in self.oxigraph.quads_for_pattern(None, None, None)}
        return iter(distinct)

    def __len__(self) -> int:
        if not self._union:
            return len(self.oxigraph)
        return sum(1 for _ in self.triples())

    def to_rdflib(self) -> rdflib.Dataset:
        """Give an rdflib Dataset over this very store, through oxrdflib: nothing is copied."""
        from oxrdflib import OxigraphStore
        from rdflib import Dataset

        dataset = Dataset(store=OxigraphStore(store=self.oxigraph), default_union=self._union)
        for prefix, namespace in self._prefixes.items():
            dataset.bind(prefix, namespace, replace=True)
        return dataset


def _prepared(sparql: str, bindings: Mapping[str, Term] | None) -> str:
    """Refuse what reaches outside, and bind; what a plain query does not need is not imported."""
    try:
        sparql.encode()
    except UnicodeEncodeError as error:
        raise QueryError("the query is not text: it holds half of a character") from error
    lowered = sparql.lower()
    if "service" in lowered or "\\u" in lowered:
        from yuqiao.graph.syntax import refuse_outside_calls

        refuse_outside_calls(sparql)
    if not bindings:
        return sparql
    from yuqiao.graph.binding import bind

    return bind(sparql, bindings)


def _names_its_graphs(sparql: str) -> bool:
    """Tell whether a query says by FROM what it reads; the engine's union would overrule it."""
    from yuqiao.graph.tokens import tokens

    return any(token.is_word("FROM") for token in tokens(sparql))
