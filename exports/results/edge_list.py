r"""Write query results as an edge list that networkx reads, one edge a line.

``networkx.read_edgelist(path, delimiter="\t", comments=None, create_using=networkx.MultiDiGraph)``
reads the network: a line is source, target and a Python dictionary of attributes, separated by
tabs (https://networkx.org/documentation/stable/reference/readwrite/edgelist.html).

Rows are edges from ``?source`` to ``?target``, or from their first column to their second; their
other columns are attributes. A triple is an edge from its subject to its object, its key being the
predicate. IRIs and text are written as they are; a tab, a line break or a backslash within a node
is written ``\t``, ``\n``, ``\r`` or ``\\``.
"""

from __future__ import annotations

import math
from decimal import Decimal
from typing import IO, TYPE_CHECKING

from pyoxigraph import BlankNode, Literal

from yuqiao.graph.errors import OutputError
from yuqiao.graph.rdf.literals import python_value
from yuqiao.graph.rdf.prefixes import PrefixMap

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from pyoxigraph import Triple

    from yuqiao.graph.rdf.terms import Term
    from yuqiao.graph.stores.results import Solutions

_ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})
_MOST_DIGITS = 4000  # of a whole number that Python can read back


def write_row_edges(solutions: Solutions, out: IO[bytes]) -> str | None:
    """Write rows as edges; return a warning if some rows are not edges.

    :raises OutputError: if there are fewer than two columns
    """
    names = solutions.variables
    if len(names) < 2:
        raise OutputError(
            "edges need two columns, ?source and ?target or the first two; the query has "
            f"{len(names)}"
        )
    ends = _end_columns(names)
    others = [(place, name) for place, name in enumerate(names) if place not in ends]
    left_out = 0
    for row in solutions:
        source, target = row[ends[0]], row[ends[1]]
        if source is None or target is None:
            left_out += 1
            continue
        found = ((name, row[place]) for place, name in others)
        data = {name: _value(term) for name, term in found if term is not None}
        out.write(_line(_node(source), _node(target), data if others else None))
    return _warning(left_out, "without a source or a target") if left_out else None


def write_triple_edges(
    triples: Iterable[Triple], out: IO[bytes], prefixes: Mapping[str, str]
) -> str | None:
    """Write triples as edges; return a warning if some are not, as their object is a literal."""
    short = PrefixMap(prefixes)
    left_out = 0
    for triple in triples:
        if isinstance(triple.object, Literal):
            left_out += 1
            continue
        predicate = triple.predicate.value
        data = {"key": short.compress(predicate) or predicate, "predicate": predicate}
        out.write(_line(_node(triple.subject), _node(triple.object), data))
    return _warning(left_out, "whose object is a literal") if left_out else None


def _end_columns(names: tuple[str, ...]) -> tuple[int, int]:
    if "source" in names and "target" in names:
        return names.index("source"), names.index("target")
    return 0, 1


def _line(source: str, target: str, data: Mapping[str, object] | None) -> bytes:
    written = "" if data is None else f"\t{data!r}"
    return f"{source}\t{target}{written}\n".encode()


def _node(term: object) -> str:
    if isinstance(term, BlankNode):
        return f"_:{term.value}"
    return str(getattr(term, "value", term)).translate(_ESCAPES)


def _value(term: Term) -> object:
    """Convert a term to a value that Python writes and reads back unchanged."""
    value = python_value(term)
    if isinstance(value, Decimal):
        return float(value)
    plain = isinstance(value, bool) or (isinstance(value, float) and math.isfinite(value))
    if plain or (isinstance(value, int) and len(term.value) < _MOST_DIGITS):
        return value
    return f"_:{term.value}" if isinstance(term, BlankNode) else term.value


def _warning(count: int, why: str) -> str:
    return f"left out {count:,} {why}, which {'is no edge' if count == 1 else 'are no edges'}"
