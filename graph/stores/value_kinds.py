"""Whether the objects of predicates are all of one kind, which the engine orders well by itself.

Its own order is quicker than the total one of :mod:`yuqiao.graph.sparql.ordering.keys`, and the
same for terms of one of these kinds. What was found is kept until the graph changes.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, TypeAlias

import pyoxigraph
from pyoxigraph import Literal, NamedNode, Triple

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

MOST_ON_DISK = 200_000
"""Objects of a predicate that a query looks at; of one that has more the writer records the kind.

In memory all are looked at: that takes less than a tenth of the time that reading them took.
"""

Kinds: TypeAlias = dict[str, str | None]
"""By predicate, the test that all its objects pass; None when they are of several kinds."""

_XSD = "http://www.w3.org/2001/XMLSchema#"
_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_NODES = "isIRI(?v) || isBLANK(?v)"
_TEXT = "STRLEN(?v) >= 0"  # an error for anything but text
_EXACT = "isNUMERIC(?v) && !COALESCE(isNUMERIC(?v / 0), false)"  # only floats divide by zero


def _moments(datatype: str, zone: str, first: str) -> str:
    """Write the test of dates with a timezone, or without: the engine compares these well.

    :param first: a date before them; that a term is one with such a timezone is shown by the
        difference, or else by the comparison
    """
    since = f'"{first}{zone}"^^<{_XSD}{datatype}>'
    if datatype in {"date", "dateTime"}:
        return f"isLITERAL(?v - {since})"
    return f'?v >= {since} && TZ(?v) {"!=" if zone else "="} ""'


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
_PLAIN = {  # of these, as of datatypes that it does not know, the engine compares the text
    *(f"{_XSD}{name}" for name in ("anyURI", "hexBinary", "base64Binary", "language", "token")),
    *(f"{_RDF}{name}" for name in ("HTML", "XMLLiteral", "JSON")),
}
_ZONED = re.compile(r"Z$|[+-][0-9]{2}:[0-9]{2}$")


def predicate_counts(oxigraph: pyoxigraph.Store) -> dict[str, int]:
    """Return how many statements each predicate of a store has, in all its graphs.

    >>> store = pyoxigraph.Store()
    >>> store.update("INSERT DATA { <t:a> <t:n> 1, 2 GRAPH <t:g> { <t:a> <t:n> 3 } }")
    >>> predicate_counts(store)
    {'t:n': 3}
    """
    rows = oxigraph.query(f"SELECT ?p (COUNT(*) AS ?n) {{ {_held(oxigraph, '?p')} }} GROUP BY ?p")
    return {row["p"].value: int(row["n"].value) for row in rows}  # type: ignore[union-attr]


def _held(oxigraph: pyoxigraph.Store, predicate: NamedNode | str) -> str:
    """Write the pattern of a predicate's statements, in all graphs of a store."""
    held = f"?s {predicate} ?v"
    if any(True for _ in oxigraph.named_graphs()):
        return f"{{ {held} }} UNION {{ GRAPH ?g {{ {held} }} }}"
    return held


class ValueKinds:
    """The kinds of the objects of a store, which must not change meanwhile.

    :param most: how many objects of a predicate are looked at; None for all
    :param known: the kinds that were recorded earlier
    """

    def __init__(
        self,
        oxigraph: pyoxigraph.Store,
        most: int | None = None,
        known: Mapping[str, str | None] | None = None,
    ) -> None:
        self._oxigraph = oxigraph
        self._most = most
        self._known: Kinds = dict(known or {})

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

    def of(self, predicates: Collection[str]) -> Kinds:
        """Return the kinds of the objects of some predicates.

        >>> store = pyoxigraph.Store()
        >>> store.update("INSERT DATA { <t:a> <t:n> 'one' ; <t:m> 1, 'one' }")
        >>> ValueKinds(store).of(["t:n", "t:m"])
        {'t:n': 'STRLEN(?v) >= 0', 't:m': None}
        """
        return {predicate: self._kind(NamedNode(predicate)) for predicate in predicates}

    def _kind(self, predicate: NamedNode) -> str | None:
        """Return the test that all objects of a predicate pass; empty when there are none."""
        first = next(self._oxigraph.quads_for_pattern(None, predicate, None), None)
        if first is None:
            return ""
        test = _test(first.object)
        if test is None:
            return None
        held = _held(self._oxigraph, predicate)
        if self._most is not None and self._ask(f"{{ SELECT * {{ {held} }} OFFSET {self._most} }}"):
            return None
        return None if self._ask(f"{held} FILTER(!COALESCE({test}, false))") else test

    def _ask(self, pattern: str) -> bool:
        return bool(self._oxigraph.query(f"ASK {{ {pattern} }}"))


def _test(term: Literal | NamedNode | pyoxigraph.BlankNode | Triple) -> str | None:
    """Return the test that the terms of a term's kind pass; None when the engine has no order."""
    if not isinstance(term, Literal):
        return None if isinstance(term, Triple) else _NODES
    datatype = term.datatype.value
    if datatype in _EARLY:
        zone = "Z" if _ZONED.search(term.value) else ""
        return _moments(datatype.removeprefix(_XSD), zone, _EARLY[datatype])
    if datatype not in _PLAIN and datatype.startswith((_XSD, _RDF)):
        return _TESTS.get(datatype)
    return f"DATATYPE(?v) = {term.datatype}"
