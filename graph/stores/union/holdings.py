"""What was fetched from the members of a graph: true triples of theirs, in memory.

What is held is used again by later queries for a minute, so that one command sees one state.
"""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from dataclasses import dataclass
from threading import Lock
from typing import TYPE_CHECKING

import pyoxigraph
from pyoxigraph import Quad

from yuqiao.graph.errors import LimitReached, YuqiaoError
from yuqiao.graph.limits import waiting_for
from yuqiao.graph.stores.union.member import HAS_BLANK, Member, Request
from yuqiao.graph.stores.union.pattern import EVERYTHING, Pattern, restriction

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Sequence


_LIFETIME = 60.0  # seconds
_BLOCK = 500  # values in one request

MOST_VALUES = 200 * _BLOCK
"""Values of a variable that are asked for one block after the other; more restrict nothing."""


@dataclass(frozen=True)
class Fetch:
    """What was asked of the members, or would be.

    :param variable: the variable whose values restricted it; None for all of it
    :param values: the number of these values
    :param counts: what each member counts, in their order
    :param seconds: how long it took
    """

    pattern: Pattern
    variable: str | None
    values: int
    counts: tuple[int, ...]
    seconds: float = 0.0


class Holdings:
    """The triples that are held.

    :param members: the graphs they are from
    :param most: the largest number that may be fetched
    """

    def __init__(self, members: Sequence[Member], most: int) -> None:
        self.store = pyoxigraph.Store()
        self._members = members
        self._most = most
        self._begun = time.monotonic()
        self._held = 0
        self._lock = Lock()
        self._whole: set[Pattern] = set()
        self._values: dict[tuple[Pattern, str], set[str]] = {}
        self._counts: dict[Pattern, tuple[int, ...]] = {}
        self._blank_held: set[int] = set()

    @property
    def is_stale(self) -> bool:
        """Whether they are too old to be used again."""
        return time.monotonic() - self._begun > _LIFETIME

    @property
    def is_empty(self) -> bool:
        """Whether nothing has been fetched."""
        return not self._held

    def counts(self, pattern: Pattern) -> tuple[int, ...]:
        """Return the number of triples of a pattern at each member."""
        return _sums(self._count_of(each.widened) for each in pattern.each)

    def _count_of(self, pattern: Pattern) -> tuple[int, ...]:
        if pattern not in self._counts:
            self._counts[pattern] = self._asked(lambda member: member.count(Request(pattern)))
        return self._counts[pattern]

    def has_whole(self, pattern: Pattern) -> bool:
        """Return whether all triples of a pattern are held."""
        if EVERYTHING in self._whole or pattern.widened in self._whole:
            return True
        alone = (Pattern("?s", (predicate,), "?o") for predicate in pattern.predicates)
        return bool(pattern.predicates) and all(each in self._whole for each in alone)

    def fetch(self, pattern: Pattern) -> Fetch | None:
        """Fetch all triples of a pattern; None when they are held.

        :raises yuqiao.graph.errors.LimitReached: when they are too many
        :raises yuqiao.graph.errors.EndpointError: when a member fails
        """
        if self.has_whole(pattern):
            return None
        started = time.perf_counter()
        counts = self.counts(pattern)
        for each in pattern.each:
            if not self.has_whole(each):
                self._fetch_whole(each)
        self._complete_blank(pattern)
        return Fetch(pattern, None, 0, counts, time.perf_counter() - started)

    def _fetch_whole(self, pattern: Pattern) -> None:
        counts = self.counts(pattern)
        self._reserve(sum(counts), pattern)
        request = Request(pattern.widened)
        self._asked(lambda member: self._fetched(member, request, counts[member.number - 1]))
        self._whole.add(pattern.widened)

    def fetch_for(self, pattern: Pattern, variable: str, values: Collection[str]) -> Fetch | None:
        """Fetch the triples of a pattern whose variable has one of some values.

        :param variable: one of the pattern's
        :param values: IRIs in angle brackets
        :raises yuqiao.graph.errors.LimitReached: as :meth:`fetch`
        """
        if self.has_whole(pattern):
            return None
        started = time.perf_counter()
        found = [self._fetch_values(each, variable, values) for each in pattern.each]
        asked = [counts for counts in found if counts is not None]
        if not asked:
            return None
        self._complete_blank(pattern)
        seconds = time.perf_counter() - started
        return Fetch(pattern, variable, len(values), _sums(asked), seconds)

    def _fetch_values(
        self, pattern: Pattern, variable: str, values: Collection[str]
    ) -> tuple[int, ...] | None:
        """Fetch the triples for those of the values that were not asked for before."""
        place = pattern.widened_name(variable)
        known = self._values.setdefault((pattern.widened, place), set())
        new = sorted(set(values) - known)
        if not new or self.has_whole(pattern):
            return None
        blocks = [new[at : at + _BLOCK] for at in range(0, len(new), _BLOCK)]
        requests = [Request(pattern.widened, restriction(place, block)) for block in blocks]

        def fetched(member: Member) -> int:
            return sum(self._counted(member, request, pattern) for request in requests)

        counts = self._asked(fetched)
        known.update(new)
        return counts

    def _counted(self, member: Member, request: Request, pattern: Pattern) -> int:
        count = member.count(request)
        self._reserve(count, pattern)
        self._fetched(member, request, count)
        return count

    def _fetched(self, member: Member, request: Request, count: int) -> None:
        member.fetch(request, count, self._receive)

    def _receive(self, quads: Iterable[Quad]) -> None:
        self.store.extend(quads)

    def _reserve(self, count: int, pattern: Pattern) -> None:
        with self._lock:
            if self._held + count > self._most:
                raise FetchLimitError(pattern, self._held + count, self._most)
            self._held += count

    def _complete_blank(self, pattern: Pattern) -> None:
        """Fetch all triples with blank nodes of the members that were seen to have some."""
        new = [m for m in self._members if m.has_blank and m.number not in self._blank_held]
        if not new:
            return
        request = Request(EVERYTHING, HAS_BLANK, takes_blank=True)

        def fetched(member: Member) -> int:
            count = member.count(request)
            self._reserve(count, pattern)
            self._fetched(member, request, count)
            return count

        self._asked(fetched, new)
        self._blank_held |= {member.number for member in new}

    def _asked(
        self, ask: Callable[[Member], int | None], members: Sequence[Member] | None = None
    ) -> tuple[int, ...]:
        """Ask each member, those on servers at the same time, and return the answers in order.

        :raises yuqiao.graph.errors.YuqiaoError: that of the first member that fails
        """
        members = self._members if members is None else members
        with ThreadPoolExecutor(max(1, len(members))) as pool:
            waiting = {
                member.number: pool.submit(copy_context().run, _guarded, ask, member)
                for member in members
                if member.is_remote
            }
            found = [
                waiting[member.number].result() if member.is_remote else _guarded(ask, member)
                for member in members
            ]
        failed = next((each for each in found if isinstance(each, YuqiaoError)), None)
        if failed is not None:
            raise failed
        return tuple(each for each in found if isinstance(each, int))


def _sums(counts: Iterable[tuple[int, ...]]) -> tuple[int, ...]:
    """Return the sum for each member."""
    return tuple(map(sum, zip(*counts, strict=True)))


class FetchLimitError(LimitReached):
    """A query needs more triples of the members than may be fetched.

    :param count: how many it needs, as far as is known
    """

    def __init__(self, pattern: Pattern, count: int, most: int) -> None:
        super().__init__(pattern, count, most)
        self.pattern = pattern
        self.count = count
        self.most = most


def _guarded(ask: Callable[[Member], int | None], member: Member) -> int | YuqiaoError:
    """Return the answer of a member, or its failure without the frames that hold its rows.

    These may only be freed in the thread that made them.
    """
    try:
        if not member.is_remote:
            return ask(member) or 0
        with waiting_for(member.name):
            return ask(member) or 0
    except FetchLimitError as error:
        return FetchLimitError(error.pattern, error.count, error.most)
    except YuqiaoError as error:
        return type(error)(str(error))
