"""The fetching of what a query needs: the smallest pattern first, the others restricted by it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, cast

import pyoxigraph
from pyoxigraph import BlankNode, NamedNode

from yuqiao.graph.stores.union.holdings import MOST_VALUES, Fetch, Holdings
from yuqiao.graph.stores.union.pattern import Pattern

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from yuqiao.graph.stores.union.needs import GroupNeeds

_FEW = 500  # values with which a pattern is asked for without counting it first
_WORTH = 20  # triples a value saves at least; for fewer, all of a pattern is fetched

_IRI = re.compile(r'[^\x00-\x20<>"{}|^`\\]*')  # what can stand in a query

_Known = dict[str, frozenset[str]]
"""The IRIs that a variable can have in a solution, by variable; none when it restricts nothing."""


class Retrieval:
    """What a query needs is fetched into the holdings.

    :param holdings: where it is held
    """

    def __init__(self, holdings: Holdings) -> None:
        self._holdings = holdings
        self.fetches: list[Fetch] = []

    def fetch(self, needs: GroupNeeds, around: Mapping[str, frozenset[str]] | None = None) -> None:
        """Fetch what a group needs.

        :param around: the values by which its rows will be joined
        """
        known: _Known = dict(around or {})
        for variable, values in needs.values:
            known[variable] = values & known.get(variable, values)
        if not self._fetch_joined(needs, known):
            return  # it has no solution, whatever else it holds
        for pattern in needs.whole:
            self._record(self._holdings.fetch(pattern))
        for part in needs.parts:
            self.fetch(part.group, {name: known[name] for name in part.certain if name in known})

    def fetch_described(self, iris: Iterable[str]) -> None:
        """Fetch what is said of entities, for a DESCRIBE."""
        pattern, values = Pattern("?s", (), "?o"), sorted(set(iris))
        if len(values) > MOST_VALUES:
            self._record(self._holdings.fetch(pattern))
        elif values:
            self._record(self._holdings.fetch_for(pattern, "?s", values))

    def _fetch_joined(self, needs: GroupNeeds, known: _Known) -> bool:
        """Fetch the patterns of a join; return whether they have a solution.

        :param known: receives the values of their variables
        """
        pending, done = list(needs.joined), list[Pattern]()
        wanted = {name for part in needs.parts for name in part.certain}
        while pending:
            pattern = self._next(pending, known)
            pending.remove(pattern)
            self._fetch_one(pattern, known)
            done.append(pattern)
            useful = wanted.union(*(each.variables for each in pending))
            if not self._learn(_connected(pattern, done), known, useful):
                return False
        return True

    def _next(self, pending: list[Pattern], known: _Known) -> Pattern:
        """Choose what to fetch next: what has few values, else what is smallest."""
        restricted = [(_fewest(each, known), each) for each in pending]
        few = [(len(known[name]), each) for name, each in restricted if name is not None]
        few = [(number, each) for number, each in few if number <= _FEW]
        if few:
            return min(few, key=lambda each: each[0])[1]
        if len(pending) == 1:
            return pending[0]
        return min(pending, key=lambda each: sum(self._holdings.counts(each)))

    def _fetch_one(self, pattern: Pattern, known: _Known) -> None:
        name = _fewest(pattern, known)
        if name is not None and not self._is_worth_all(pattern, len(known[name])):
            self._record(self._holdings.fetch_for(pattern, name, known[name]))
        else:
            self._record(self._holdings.fetch(pattern))

    def _is_worth_all(self, pattern: Pattern, values: int) -> bool:
        """Return whether all of a pattern is fetched rather than block after block."""
        if values <= _FEW:
            return False
        return sum(self._holdings.counts(pattern)) < _WORTH * values

    def _learn(self, joined: list[Pattern], known: _Known, useful: set[str]) -> bool:
        """Find the values of the variables of patterns in what is held.

        :return: whether there is a solution
        """
        body = " ".join(each.body(number) for number, each in enumerate(joined))
        if not self._holdings.store.query(f"ASK {{ {body} }}"):
            return False
        bound = frozenset[str]().union(*(each.variables for each in joined))
        for name in sorted(useful & bound):
            values = self._values(name, body)
            if values is not None:
                known[name] = values & known.get(name, values)
        return True

    def _values(self, name: str, body: str) -> frozenset[str] | None:
        query = f"SELECT DISTINCT {name} {{ {body} }} LIMIT {MOST_VALUES + 1}"
        return _iris(cast("pyoxigraph.QuerySolutions", self._holdings.store.query(query)))

    def _record(self, fetch: Fetch | None) -> None:
        if fetch is not None:
            self.fetches.append(fetch)


def _fewest(pattern: Pattern, known: _Known) -> str | None:
    """Return the variable of a pattern with the fewest values; None when none restricts it."""
    names = sorted(name for name in pattern.variables if name in known)
    return min(names, key=lambda name: len(known[name]), default=None)


def _connected(pattern: Pattern, done: list[Pattern]) -> list[Pattern]:
    """Return the patterns that share variables with a pattern, directly or through others."""
    found, names = [pattern], set(pattern.variables)
    rest = [each for each in done if each is not pattern]
    while near := [each for each in rest if names & each.variables]:
        found += near
        names = names.union(*(each.variables for each in near))
        rest = [each for each in rest if each not in near]
    return found


def _iris(rows: pyoxigraph.QuerySolutions) -> frozenset[str] | None:
    """Return the IRIs among the values of a variable; None when they restrict nothing.

    Servers write numbers, dates and languages in several ways, and do not know the blank nodes of
    others; those of a member are all held as soon as it has one.
    """
    terms = [row[0] for row in rows]
    if len(terms) > MOST_VALUES:
        return None
    found = set()
    for term in terms:
        if isinstance(term, NamedNode):
            if not _IRI.fullmatch(term.value):
                return None  # from a database that another program filled without checking
            found.add(f"<{term.value}>")
        elif not isinstance(term, BlankNode):
            return None
    return frozenset(found)
