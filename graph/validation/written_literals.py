"""Literals of a graph in memory, given back the characters they have in its file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyoxigraph import Literal, Triple

from yuqiao.graph.rdf.literals import rewritten_literals, stored_literal
from yuqiao.graph.stores.file_graph import FileGraph

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence


def with_written_literals(triples: Iterable[Triple], source: Sequence[str]) -> Iterator[Triple]:
    """Yield triples of a store, their literals as written in the file it was read from.

    What is no longer in the store is not given back, and what the file lacks stays as it is.

    :param source: the files, or folders or archives of them
    """
    stated = list(FileGraph(source).triples())
    changed = {literal: stored_literal(literal) for literal in rewritten_literals(stated)}
    if not changed:
        yield from triples
        return
    written: dict[object, set[Literal]] = {}
    for triple in stated:
        value = triple.object
        if isinstance(value, Literal):
            stored = changed.get(value, value)
            for key in ((triple.predicate, stored), (triple.subject, triple.predicate, stored)):
                written.setdefault(key, set()).add(value)
    for triple in triples:
        found = written.get((triple.predicate, triple.object), set())
        if len(found) > 1:  # a blank node has another label in the store, and is not found
            found = written.get((triple.subject, triple.predicate, triple.object), set())
        if not isinstance(triple.object, Literal) or not found:
            yield triple
            continue
        for value in found:
            yield Triple(triple.subject, triple.predicate, value)
