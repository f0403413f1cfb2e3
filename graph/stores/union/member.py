"""One of the graphs that are queried as one: it counts triples, and is asked for them."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, TypeVar, cast

from pyoxigraph import BlankNode, Quad, Triple

from yuqiao.graph.errors import EndpointError
from yuqiao.graph.messages import counted
from yuqiao.graph.stores.endpoint.download import SkippedStatements

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from yuqiao.graph.stores.store import Store
    from yuqiao.graph.stores.union.pattern import Pattern

_Subject = TypeVar("_Subject")

HAS_BLANK = "FILTER(isBlank(?s) || isBlank(?o)) "
"""What restricts all triples to those with a blank node."""

_BATCH = 20_000  # triples that are handed on at once


@dataclass(frozen=True)
class Request:
    """What a member is asked for.

    :param restriction: what a triple must fulfil beside the pattern, as the beginning of a group
    :param takes_blank: whether triples with blank nodes are wanted: the labels of a server hold
        within one answer, so that all of them must come in one
    """

    pattern: Pattern
    restriction: str = ""
    takes_blank: bool = False


class Member:
    """A graph among others.

    :param number: its place among them, from 1
    :param name: what it is called in messages
    :param store: the graph itself
    :param is_remote: whether it is behind an endpoint
    """

    def __init__(self, number: int, name: str, store: Store, *, is_remote: bool) -> None:
        self.number = number
        self.name = name
        self.store = store
        self.is_remote = is_remote
        self.has_blank = False  # as far as its answers show

    def count(self, request: Request, *, distinct: bool = False) -> int:
        """Return the number of triples that match.

        :raises yuqiao.graph.errors.EndpointError: when it fails, gives no number, or gives a triple
            of which it counts none
        """
        number = self._counted(request, distinct=distinct)
        if number or not self.is_remote or not self._gives_one(request):
            return number
        again = self._counted(request, distinct=distinct)  # it may have changed meanwhile
        if not again:
            raise EndpointError(
                f"{self.name}: counts no triple of {request.pattern.body().rstrip(' .')}, but "
                "gives one; its answers contradict each other"
            )
        return again

    def _gives_one(self, request: Request) -> bool:
        one = request.pattern.construct(request.restriction, most=1)
        return any(True for _ in self.store.construct(one))

    def _counted(self, request: Request, *, distinct: bool) -> int:
        text = request.pattern.count(request.restriction, distinct=distinct)
        rows = list(self.store.select(text).values())
        number = rows[0][0] if len(rows) == 1 and len(rows[0]) == 1 else None
        if isinstance(number, str) and number.isdecimal():  # in CSV, numbers are text
            return int(number)
        if not isinstance(number, int) or number < 0:
            raise EndpointError(f"{self.name}: did not answer with a number where it was to count")
        return number

    def fetch(self, request: Request, stated: int, receive: Callable[[list[Quad]], None]) -> None:
        """Ask for triples, and hand them on with blank nodes of its own.

        :param stated: the number that it counts
        :param receive: takes some of the triples at a time
        :raises yuqiao.graph.errors.EndpointError: when it fails, gives fewer than it counts, or
            gives others than it was asked for
        """
        if not stated:
            return
        given, skipped = 0, SkippedStatements()
        with skipped.counted():
            found = iter(self.store.construct(request.pattern.construct(request.restriction)))
        while some := list(islice(found, _BATCH)):
            given += len(some)
            receive([*self._wanted(some, request)])
        if self.is_remote and given + skipped.count != stated:
            self._check(request, given + skipped.count, stated)

    def quads(self) -> Iterator[Quad]:
        """Return every statement with its graph, with blank nodes of its own."""
        for quad in self.store.quads():
            subject, thing = self._apart(quad.subject), self._apart(quad.object)
            yield Quad(subject, quad.predicate, thing, quad.graph_name)

    def _check(self, request: Request, given: int, stated: int) -> None:
        """Compare what it gave with what it counts now: it may have changed meanwhile."""
        now = self.count(request, distinct=given < stated)
        if given < now:
            raise EndpointError(
                f"{self.name}: the answer was cut short after {counted(given, 'triple')}; the "
                f"endpoint counts {now:,}"
            )
        if given > max(now, stated):
            raise EndpointError(
                f"{self.name}: gave more triples than it counts ({given:,} for {now:,}); its "
                "answers contradict each other"
            )

    def _wanted(self, triples: Iterable[Triple], request: Request) -> Iterator[Quad]:
        pattern = request.pattern
        for triple in triples:
            if self.is_remote and not _matches(triple, pattern):
                raise EndpointError(
                    f"{self.name}: gave a triple that it was not asked for, {triple}"
                )
            if _has_blank(triple):
                self.has_blank = True
                if not request.takes_blank:
                    continue
            yield Quad(self._apart(triple.subject), triple.predicate, self._apart(triple.object))

    def _apart(self, term: _Subject) -> _Subject:
        """Return a term with its blank nodes named after the member."""
        if isinstance(term, BlankNode):
            return cast("_Subject", BlankNode(f"m{self.number}x{term.value}"))
        if not isinstance(term, Triple):
            return term
        if self.is_remote and _has_blank(term):
            raise EndpointError(
                f"{self.name}: has a triple term with a blank node, which cannot be fetched for a "
                "query of several graphs"
            )
        subject, thing = self._apart(term.subject), self._apart(term.object)
        return cast("_Subject", Triple(subject, term.predicate, thing))


def _matches(triple: Triple, pattern: Pattern) -> bool:
    if pattern.subject.startswith("<") and str(triple.subject) != pattern.subject:
        return False
    if pattern.thing.startswith("<") and str(triple.object) != pattern.thing:
        return False
    return not pattern.predicates or str(triple.predicate) in pattern.predicates


def _has_blank(triple: Triple) -> bool:
    return any(
        isinstance(term, BlankNode) or (isinstance(term, Triple) and _has_blank(term))
        for term in (triple.subject, triple.object)
    )
