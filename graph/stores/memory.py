"""A graph held in this process: Oxigraph in memory."""

from __future__ import annotations

import os
from copy import copy
from operator import attrgetter
from types import MappingProxyType
from typing import TYPE_CHECKING, cast
from weakref import WeakValueDictionary

import pyoxigraph
from pyoxigraph import DefaultGraph, NamedNode, Quad, QueryBoolean, QueryTriples

from yuqiao.graph.errors import QueryError
from yuqiao.graph.rdf.terms import Term
from yuqiao.graph.sparql.prepare import ordered, prepared
from yuqiao.graph.stores.file_load import read_path
from yuqiao.graph.stores.results import Answer, Solutions, Triples
from yuqiao.graph.stores.store import Store
from yuqiao.ontology.namespaces import query_prefixes

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence
    from typing import Self, TypeAlias

    import rdflib
    from pyoxigraph import BlankNode, QuerySolutions, Triple

    _Graphs: TypeAlias = list[NamedNode | BlankNode] | None
    _EngineAnswer: TypeAlias = QuerySolutions | QueryTriples | QueryBoolean

    from yuqiao.graph.stores.value_kinds import ValueKinds

_MOST_KEPT, _LONGEST_KEPT = 256, 1 << 16  # queries, and characters of one
_HAS_TRIPLE_TERMS = """
ASK {
  { ?reifier <http://www.w3.org/1999/02/22-rdf-syntax-ns#reifies> ?term }
  UNION
  { { SELECT ?o { ?s ?p ?o } LIMIT 100000 } FILTER(isTRIPLE(?o)) }
}"""


class MemoryStore(Store):
    """A graph in memory.

    :param oxigraph: the store underneath; its default graph is queried
    :param prefixes: the graph's own prefixes, which override those of the vocabulary
    :param allow_hosts: hosts that SERVICE may call: see :mod:`yuqiao.graph.sparql.federation`

    >>> import pyoxigraph
    >>> graph = MemoryStore(pyoxigraph.Store(), {"ex": "http://example.org/"})
    >>> graph.query("ASK { ex:a ?p ?o }")
    False
    """

    is_canonical = False  # whether its files are known to have no literal that the engine rewrites

    database: str | None = None
    """The folder of the Oxigraph database underneath; None for a graph in memory."""

    _dataset: tuple[_Graphs, _Graphs] = (None, None)

    def __init__(
        self,
        oxigraph: pyoxigraph.Store,
        prefixes: Mapping[str, str],
        allow_hosts: Collection[str] = (),
    ) -> None:
        self.oxigraph = oxigraph
        self._is_lent = False
        self.allow_hosts = frozenset(allow_hosts)
        self._prefixes = MappingProxyType(query_prefixes() | dict(prefixes))

    @classmethod
    def read(cls, path: str | Sequence[str], allow_hosts: Collection[str] = ()) -> MemoryStore:
        """Read an RDF file, or every RDF file of a folder, into memory; or several of these.

        Named graphs are kept, and their triples are also added to the default graph: the engine's
        own union would return a triple once for each graph that contains it.

        :raises yuqiao.graph.errors.InputError: when it cannot be read; with file, line and column
        """
        oxigraph = pyoxigraph.Store()
        prefixes = read_path(oxigraph, path, is_canonical=cls.is_canonical)
        if any(True for _ in oxigraph.named_graphs()):
            oxigraph.extend([Quad(q.subject, q.predicate, q.object) for q in oxigraph])
        store = cls(oxigraph, prefixes, allow_hosts)
        paths = (path,) if isinstance(path, str) else tuple(path)
        if not cls.is_canonical and all(os.path.isfile(p) or os.path.isdir(p) for p in paths):
            store._source = paths
        return store

    @property
    def oxigraph(self) -> pyoxigraph.Store:
        """The engine that holds the graph; who changes it calls :meth:`_lend_engine`."""
        return self._oxigraph

    @oxigraph.setter
    def oxigraph(self, oxigraph: pyoxigraph.Store) -> None:
        self._oxigraph = oxigraph
        self._forget()

    def _forget(self) -> None:
        """Forget what was found about values, and so how queries are ordered: these may change."""
        self._kinds: ValueKinds | None = None
        self._ordered: dict[str, str] = {}

    @property
    def engine(self) -> pyoxigraph.Store:
        """The engine that holds the graph."""
        return self.oxigraph

    def _lend_engine(self) -> pyoxigraph.Store:
        """Return the engine for whom may change the graph, so that no kind of value is kept."""
        self._is_lent = True
        self._forget()
        return self.oxigraph

    def are_of_one_kind(self, predicates: Collection[str]) -> bool:
        """Return whether the engine's own order of the objects of predicates is total."""
        if self._is_lent or not predicates:
            return not predicates
        if self._kinds is None:
            self._kinds = self._value_kinds()
        return self._kinds.are_of_one(predicates)

    def _value_kinds(self) -> ValueKinds:
        from yuqiao.graph.stores.value_kinds import MOST_ON_DISK, ValueKinds

        return ValueKinds(self.oxigraph, MOST_ON_DISK if self.database else None)

    @property
    def prefixes(self) -> Mapping[str, str]:
        """The prefixes of the graph over those of the vocabulary."""
        return self._prefixes

    def query(self, sparql: str, bindings: Mapping[str, Term] | None = None) -> Answer:
        """Answer a SPARQL 1.1 query; a call to a host that is not allowed is rejected.

        :param bindings: a term for each variable, by name, to be used in its place
        :raises yuqiao.graph.errors.QueryError: when the query is invalid; the message shows where
        """
        text = prepared(sparql, bindings, self._prefixes, self.allow_hosts)
        try:
            answer = self._evaluate(text)
        except SyntaxError as error:
            from yuqiao.graph.sparql.syntax_errors.explain import explain_bound_error
            from yuqiao.graph.sparql.validation import parsing_error

            own = (
                parsing_error(text, self._prefixes) or error
            )  # with positions in the text as written
            raise QueryError(
                explain_bound_error(sparql, bindings or {}, own, self._prefixes)
            ) from error
        except (RuntimeError, OSError) as error:
            raise self._failure(error) from error
        if isinstance(answer, QueryBoolean):
            return bool(answer)
        found = self._watched(answer)
        if isinstance(answer, QueryTriples):
            return Triples(cast("QueryTriples", found), self._prefixes)
        return Solutions(
            cast("QuerySolutions", found),
            self._prefixes,
            lambda: self._may_have_triple_terms(text),
        )

    def _may_have_triple_terms(self, query: str) -> bool:
        """Return whether an answer may have triple terms: those of a large graph are reified."""
        if "<<" in query or "TRIPLE" in query.upper():
            return True
        return not self.is_canonical and bool(self.oxigraph.query(_HAS_TRIPLE_TERMS))

    def with_dataset(self, default: Sequence[str], named: Sequence[str]) -> Self:
        """Return the store with another dataset, which also takes the place of a query's FROM.

        :param default: the IRIs of the graphs whose union is the default graph
        :param named: the IRIs of the named graphs
        :raises yuqiao.graph.errors.QueryError: when one is not an IRI
        """
        made = copy(self)
        made._dataset = (_graph_names(default), _graph_names(named))
        return made

    def _asked(self, text: str, prefixes: dict[str, str]) -> _EngineAnswer:
        default, named = self._dataset

        def ask(ordered_text: str) -> _EngineAnswer:
            return self.oxigraph.query(
                ordered_text,
                prefixes=prefixes,
                default_graph=None if default is None else [*default],
                named_graphs=named,
            )

        found = self._in_order(text, prefixes)
        try:
            return ask(found)
        except SyntaxError:
            right = ordered(text, prefixes, self.are_of_one_kind)
            if right == found:
                raise
            self._keep(text, right)
            return ask(right)

    def _in_order(self, text: str, prefixes: dict[str, str]) -> str:
        """Return a query as the engine takes it, mostly; that of one asked before is kept."""
        found = self._ordered.get(text)
        if found is None:
            found = ordered(text, prefixes, self.are_of_one_kind, checked=False)
            self._keep(text, found)
        return found

    def _keep(self, text: str, found: str) -> None:
        if len(self._ordered) == _MOST_KEPT:
            self._ordered.pop(next(iter(self._ordered)))
        if len(text) <= _LONGEST_KEPT:
            self._ordered[text] = found

    def _evaluate(self, text: str) -> _EngineAnswer:
        prefixes = dict(self._prefixes)
        try:
            return self._asked(text, prefixes)
        except SyntaxError:
            from yuqiao.graph.sparql.aliases import inline_aliases

            plain = inline_aliases(text, prefixes)
            if plain == text:
                raise
            return self._asked(plain, prefixes)

    def _failure(self, error: RuntimeError | OSError) -> QueryError:
        """Return the error for what the engine lacks, or for a failure of an allowed host."""
        if self.allow_hosts:
            from yuqiao.graph.sparql.federation import is_unreadable, service_failure

            if isinstance(error, OSError) or is_unreadable(error):
                return service_failure(error, self.allow_hosts)
        return QueryError(f"the query cannot be answered: {error}")

    def _watched(self, answer: QuerySolutions | QueryTriples) -> object:
        if not self.allow_hosts:
            return answer
        from yuqiao.graph.sparql.federation import Called

        return Called(answer, hosts=self.allow_hosts)

    def update(self, sparql: str, bindings: Mapping[str, Term] | None = None) -> None:
        """Change the graph by a SPARQL 1.1 update, wholly or not at all.

        A graph read from a file is changed in memory; the file is not.

        :param bindings: a term for each variable, by name, to be used in its place
        :raises yuqiao.graph.errors.QueryError: when the update is invalid, or would read from an
            address that is not allowed
        """
        from yuqiao.graph.stores.update import run_update

        self._forget()
        run_update(self.oxigraph, sparql, bindings, self._prefixes, self.allow_hosts)

    def triples(self) -> Iterator[Triple]:
        """Return every triple once, in no particular order."""
        quads = self.oxigraph.quads_for_pattern(None, None, None, DefaultGraph())
        return map(attrgetter("triple"), quads)

    def quads(self) -> Iterator[Quad]:
        """Return every statement with its graph, those of named graphs twice."""
        return iter(self.oxigraph)

    def __len__(self) -> int:
        ((number,),) = self.select("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }")
        return int(number.value) if number else 0

    def to_rdflib(self) -> rdflib.Dataset:
        """Return an rdflib Dataset over this very store, through oxrdflib: nothing is copied."""
        from oxrdflib import OxigraphStore
        from rdflib import Dataset

        dataset = Dataset(store=OxigraphStore(store=self._lend_engine()))
        for prefix, namespace in self._prefixes.items():
            dataset.bind(prefix, namespace, replace=True)
        return dataset


_READ: WeakValueDictionary[str | Sequence[str], MemoryStore] = WeakValueDictionary()
"""The bundled graph by its path, as long as a store of it lives."""


class BundledStore(MemoryStore):
    """The bundled graph, which cannot be changed, so that it is read once for all that use it."""

    is_canonical = True
    _path: str | Sequence[str]
    _first: MemoryStore  # which is held, and with it what was read, as long as this one lives

    @classmethod
    def read(cls, path: str | Sequence[str], allow_hosts: Collection[str] = ()) -> MemoryStore:
        """Read the file, unless another store has, whose engine this one then shares."""
        first = _READ.get(path)
        if first is None:
            first = _READ[path] = super().read(path, allow_hosts)
        store = cls(first.oxigraph, first.prefixes, allow_hosts)
        store._first, store._path = first, path
        return store

    def _lend_engine(self) -> pyoxigraph.Store:
        """Return an engine of its own, for whom may change the graph."""
        if not self._is_lent:
            self.oxigraph = super().read(self._path).oxigraph
        return super()._lend_engine()

    def update(self, sparql: str, bindings: Mapping[str, Term] | None = None) -> None:
        """Reject the update.

        :raises yuqiao.graph.errors.QueryError: always
        """
        raise QueryError(
            "the bundled graph is not changed; write a copy of it to a file, and open the copy"
        )


def _graph_names(iris: Sequence[str]) -> _Graphs:
    try:
        return [NamedNode(iri) for iri in iris]
    except ValueError as error:
        raise QueryError(f"the name of a graph is not an IRI: {error}") from None
