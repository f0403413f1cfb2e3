"""Whether the objects of predicates are all of one kind, which the engine orders well by itself.

Its own order is quicker than the total one of :mod:`yuqiao.graph.sparql.ordering.keys`, and the
same for terms of one of these kinds. What was found is kept until the graph changes.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, cast

import pyoxigraph
from pyoxigraph import Literal, NamedNode, QuerySolutions, Triple

if TYPE_CHECKING:
    from collections.abc import Collection

MOST = 200_000
"""Objects of a predicate that are looked at; of one that has more the kind stays unknown."""

_XSD = "http://www.w3.org/2001/XMLSchema#"
_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_FEW = 1_000  # objects, among which those of another kind are mostly found
_NODES = "isIRI(?v) || isBLANK(?v)"
_TEXT = "STRLEN(?v) >= 0"  # an error for anything but text
_EXACT = f"isNUMERIC(?v) && DATATYPE(?v) IN (<{_XSD}integer>, <{_XSD}decimal>)"


def _moments(datatype: str, zone: str, first: str) -> str:
    """Write the test of dates with a timezone, or without: the engine compares these well.

    :param first: a date before them; that it compares at all shows that a text is a date
    """
    sign = "!=" if zone else "="
    return f'?v >= "{first}{zone}"^^<{_XSD}{datatype}> && TZ(?v) {sign} ""'


_TESTS = {
    f"{_XSD}string": _TEXT,
    f"{_RDF}langString": _TEXT,
    f"{_RDF}dirLangString": _TEXT,
    f"{_XSD}integer": _EXACT,
    f"{_XSD}decimal": _EXACT,
    f"{_XSD}double": f"isNUMERIC(?v) && DATATYPE(?v) = <{_XSD}double>",
    f"{_XSD}float": f"isNUMERIC(?v) && DATATYPE(?v) = <{_XSD}float>",
    f"{_XSD}boolean": f"DATATYPE(?v) = <{_XSD}boolean>",
}
_EARLY = {
    f"{_XSD}date": "0000-01-01",
    f"{_XSD}dateTime": "0000-01-01T00:00:00",
    f"{_XSD}gYear": "0000",
    f"{_XSD}gYearMonth": "0000-01",
}
_ZONED = re.compile(r"Z$|[+-][0-9]{2}:[0-9]{2}$")


class ValueKinds:
    """The kinds of the objects of a store, which must not change meanwhile."""

    def __init__(self, oxigraph: pyoxigraph.Store) -> None:
        self._oxigraph = oxigraph
        self._known: dict[str, str | None] = {}

    def are_of_one(self, predicates: Collection[str]) -> bool:
        """Return whether all objects of some predicates are known to be of one kind.

        >>> store = pyoxigraph.Store()
        >>> store.update("INSERT DATA { <t:a> <t:n> 1, 2.5 ; <t:m> 1, 'one' }")
        >>> kinds = ValueKinds(store)
        >>> kinds.are_of_one(["t:n"]), kinds.are_of_one(["t:m"]), kinds.are_of_one([])
        (True, False, True)
        """
        found = set()
        for predicate in predicates:
            if predicate not in self._known:
                self._known[predicate] = self._kind(NamedNode(predicate))
            kind = self._known[predicate]
            if kind is None:
                return False
            found.add(kind)
        return len(found - {""}) <= 1

    def _kind(self, predicate: NamedNode) -> str | None:
        """Return the test that all objects of a predicate pass; empty when there are none."""
        first = next(self._oxigraph.quads_for_pattern(None, predicate, None), None)
        if first is None:
            return ""
        test = _test(first.object)
        if test is None:
            return None
        few = self._passing(predicate, test, _FEW)
        found = self._passing(predicate, test, MOST + 1) if few == _FEW else few
        return test if 0 < found <= MOST else None

    def _passing(self, predicate: NamedNode, test: str, most: int) -> int:
        """Return the number of objects of a predicate if they all pass a test, else 0."""
        held = f"?s {predicate} ?v"
        if any(True for _ in self._oxigraph.named_graphs()):
            held = f"{{ {held} }} UNION {{ GRAPH ?g {{ {held} }} }}"
        rows = self._oxigraph.query(
            f"SELECT (MIN({test}) AS ?passed) (COUNT(*) AS ?n)"
            f" {{ {{ SELECT ?v {{ {held} }} LIMIT {most} }} }}"
        )
        passed, number = next(cast("QuerySolutions", rows))
        return int(number.value) if passed == Literal(True) else 0


def _test(term: Literal | NamedNode | pyoxigraph.BlankNode | Triple) -> str | None:
    """Return the test that the terms of a term's kind pass; None when the engine has no order."""
    if not isinstance(term, Literal):
        return None if isinstance(term, Triple) else _NODES
    datatype = term.datatype.value
    if datatype in _EARLY:
        zone = "Z" if _ZONED.search(term.value) else ""
        return _moments(datatype.removeprefix(_XSD), zone, _EARLY[datatype])
    if datatype in _TESTS or datatype.startswith((_XSD, _RDF)):
        return _TESTS.get(datatype)
    return f"DATATYPE(?v) = {term.datatype}"
