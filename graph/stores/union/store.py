"""Several graphs queried as one: files, directories made by ``yuqiao load``, and endpoints.

An answer is that of the union, or an error that names the member. The parts of the graph that a
query needs are fetched from its members, and the query is answered where they are held: see
:mod:`yuqiao.graph.stores.union.needs` for which parts these are.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

import pyoxigraph
from pyoxigraph import NamedNode

from yuqiao.graph.errors import LimitReached, QueryError
from yuqiao.graph.messages import line_and_column
from yuqiao.graph.rdf.iris import checked_iri
from yuqiao.graph.rdf.sources import ReadOptions
from yuqiao.graph.sparql.aliases import inline_aliases
from yuqiao.graph.sparql.ast import PatternError
from yuqiao.graph.sparql.parser import parse_query
from yuqiao.graph.sparql.prepare import prepared
from yuqiao.graph.sparql.validation import is_query
from yuqiao.graph.stores.memory import MemoryStore
from yuqiao.graph.stores.store import Store
from yuqiao.graph.stores.union.forecast import forecast
from yuqiao.graph.stores.union.holdings import FetchLimitError, Holdings
from yuqiao.graph.stores.union.needs import GroupNeeds, QueryNeeds, needs_of
from yuqiao.graph.stores.union.pattern import EVERYTHING
from yuqiao.graph.stores.union.retrieval import Retrieval
from yuqiao.ontology.namespaces import query_prefixes

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
    from typing import TypeVar

    import rdflib
    from pyoxigraph import Triple

    from yuqiao.graph.rdf.terms import Term
    from yuqiao.graph.stores.results import Answer
    from yuqiao.graph.stores.union.holdings import Fetch
    from yuqiao.graph.stores.union.member import Member

    _T = TypeVar("_T")

_WHOLE = QueryNeeds(GroupNeeds(whole=(EVERYTHING,)))


class UnionStore(Store):
    """Several graphs as one.

    :param members: its graphs; blank nodes of one are none of another's
    :param allow_hosts: hosts that SERVICE may call
    :param most_fetched: the largest number of triples that may be fetched
    """

    def __init__(
        self,
        members: Sequence[Member],
        allow_hosts: Collection[str] = (),
        most_fetched: int = ReadOptions.most_fetched,
    ) -> None:
        self.members = tuple(members)
        self.allow_hosts = frozenset(allow_hosts)
        self._most = most_fetched
        known = query_prefixes()
        for member in self.members:
            known |= dict(member.store.prefixes)
        self._prefixes = MappingProxyType(known)
        self._forget()
        self._dataset: pyoxigraph.Store | None = None

    @property
    def prefixes(self) -> Mapping[str, str]:
        """The prefixes of the members over those of the vocabulary; those of a later one win."""
        return self._prefixes

    def reopen(self) -> None:
        """Open anew what the members must not share with another process."""
        for member in self.members:
            member.store.reopen()

    def query(self, sparql: str, bindings: Mapping[str, Term] | None = None) -> Answer:
        """Answer a SPARQL 1.1 query over all members together.

        :raises yuqiao.graph.errors.QueryError: when it is wrong, or asks for named graphs where a
            member is on a server
        :raises yuqiao.graph.errors.EndpointError: when a member fails; named in the message
        :raises yuqiao.graph.errors.LimitReached: when it needs too many triples of the members
        """
        text, needs = self.needs(sparql, bindings)
        if needs.has_named_graphs:
            return self._answering(self._whole_dataset()).query(sparql, bindings)
        held, _ = self.fetched(text, needs)
        return self._answering(held).query(sparql, bindings)

    def needs(self, sparql: str, bindings: Mapping[str, Term] | None) -> tuple[str, QueryNeeds]:
        """Return the text of a query with its terms bound, and what it needs.

        :raises yuqiao.graph.errors.QueryError: when it is wrong
        """
        text = prepared(sparql, bindings, self._prefixes, self.allow_hosts)
        if not is_query(text, self._prefixes):
            plain = inline_aliases(text, self._prefixes)
            if not is_query(plain, self._prefixes):
                self._answering(pyoxigraph.Store()).query(sparql, bindings)  # raises the error
            text = plain
        try:
            return text, needs_of(parse_query(text, self._prefixes))
        except PatternError:
            return text, _WHOLE

    def fetched(self, text: str, needs: QueryNeeds) -> tuple[pyoxigraph.Store, list[Fetch]]:
        """Fetch what a query needs; return where it is held, and what was fetched.

        :param text: of the query
        :raises yuqiao.graph.errors.LimitReached: when it is too much
        """
        return self._within_limit(text, lambda held: self._retrieved(held, text, needs))

    def forecast(self, needs: QueryNeeds) -> list[Fetch]:
        """Return what would be fetched for a query; the members only count."""
        return list(forecast(Holdings(self.members, self._most), needs.group))

    def _retrieved(
        self, held: Holdings, text: str, needs: QueryNeeds
    ) -> tuple[pyoxigraph.Store, list[Fetch]]:
        retrieval = Retrieval(held)
        retrieval.fetch(needs.group)
        if needs.described:
            retrieval.fetch_described(self._described(held, text, needs.described))
        return held.store, retrieval.fetches

    def _described(self, held: Holdings, text: str, names: tuple[str, ...]) -> Iterator[str]:
        """Return the entities that a DESCRIBE with a pattern describes, before its LIMIT."""
        query = parse_query(text, self._prefixes)
        assert query.where is not None, "its variables are bound by a pattern"
        body = f"{text[: query.start]}SELECT DISTINCT {' '.join(names)} {query.cut(query.where)}"
        rows = self._answering(held.store).select(body)
        found = (term for row in rows for term in row if isinstance(term, NamedNode))
        return (str(checked_iri(term.value)) for term in found)

    def _within_limit(self, text: str, fetch: Callable[[Holdings], _T]) -> _T:
        """Fetch something; if there is no room beside what is held, that is forgotten first."""
        if self._held.is_stale:
            self._forget()
        had_nothing = self._held.is_empty
        try:
            return fetch(self._held)
        except FetchLimitError as error:
            self._forget()
            if had_nothing:
                raise _too_much(error, text) from None
        except BaseException:
            self._forget()  # it is not known what of it is whole
            raise
        try:
            return fetch(self._held)
        except FetchLimitError as error:
            self._forget()
            raise _too_much(error, text) from None

    def _forget(self) -> None:
        self._held = Holdings(self.members, self._most)

    def _answering(self, store: pyoxigraph.Store) -> MemoryStore:
        return MemoryStore(store, self._prefixes, self.allow_hosts)

    def _whole_dataset(self) -> pyoxigraph.Store:
        """Return a store of all statements with their graphs, where no member is on a server."""
        remote = next((member for member in self.members if member.is_remote), None)
        if remote is not None:
            raise QueryError(
                "GRAPH, FROM and FROM NAMED cannot be answered over several graphs while one of "
                f"them is on a server, {remote.name}; leave them out, or query it alone"
            )
        if self._dataset is None:
            store = pyoxigraph.Store()
            for member in self.members:
                store.extend(member.quads())
                if len(store) > self._most:
                    raise LimitReached(
                        f"a query of named graphs needs more than {self._most:,} statements of the "
                        "members, which is the fetch limit; ask for less, or raise the fetch limit"
                    )
            self._dataset = store
        return self._dataset

    def _everything(self) -> MemoryStore:
        def fetch(held: Holdings) -> pyoxigraph.Store:
            held.fetch(EVERYTHING)
            return held.store

        return self._answering(self._within_limit("", fetch))

    def triples(self) -> Iterator[Triple]:
        """Return every triple of the members once.

        :raises yuqiao.graph.errors.LimitReached: when they are too many
        """
        return self._everything().triples()

    def __len__(self) -> int:
        return len(self._everything().oxigraph)

    def to_rdflib(self) -> rdflib.Dataset:
        """Return an rdflib Dataset that queries the members for what is read from it."""
        from yuqiao.graph.stores.endpoint.rdflib_store import dataset_over

        def answer(sparql: str, _: str | None) -> Answer:
            return self.query(sparql)

        return dataset_over("union:", self.prefixes, answer)

    def update(self, sparql: str, bindings: Mapping[str, Term] | None = None) -> None:
        """Reject the update.

        :raises yuqiao.graph.errors.QueryError: always
        """
        raise QueryError("several graphs queried as one are not changed; change the one it is for")


def _too_much(error: FetchLimitError, text: str) -> LimitReached:
    pattern, place = error.pattern, ""
    if text:
        line, column = line_and_column(text, pattern.start)
        place = f" (line {line}, column {column})"
    what = "the whole graph" if pattern.is_everything else pattern.body().rstrip(" .")
    return LimitReached(
        f"{what}{place} needs {error.count:,} triples of the members, and the fetch limit is "
        f"{error.most:,}; ask for less, or raise the fetch limit"
    )
