"""Property paths: read from shapes, followed in a graph, and written as SPARQL and as RDF."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from pyoxigraph import BlankNode, NamedNode

from yuqiao.graph.errors import InputError
from yuqiao.ontology.namespaces import SHACL

if TYPE_CHECKING:
    from collections.abc import Collection

    from yuqiao.graph.rdf.terms import Term
    from yuqiao.graph.validation.shacl.columns import Columns


@dataclass(frozen=True)
class PredicatePath:
    """One property."""

    predicate: NamedNode


@dataclass(frozen=True)
class InversePath:
    """A path followed backwards."""

    path: Path


@dataclass(frozen=True)
class SequencePath:
    """Paths one after the other."""

    parts: tuple[Path, ...]


@dataclass(frozen=True)
class AlternativePath:
    """Any of several paths."""

    parts: tuple[Path, ...]


@dataclass(frozen=True)
class RepeatedPath:
    """A path any number of times, at least once or at most once.

    :param mark: ``*``, ``+`` or ``?``
    """

    path: Path
    mark: str


Path: TypeAlias = PredicatePath | InversePath | SequencePath | AlternativePath | RepeatedPath

_REPEATED = {"zeroOrMorePath": "*", "oneOrMorePath": "+", "zeroOrOnePath": "?"}
_NAMES = {mark: name for name, mark in _REPEATED.items()}


def read_path_of_shape(node: Term, shapes: Columns, seen: frozenset[Term] = frozenset()) -> Path:
    """Read a property path.

    :raises InputError: when the node is no path, or one that contains itself
    """
    if isinstance(node, NamedNode):
        return PredicatePath(node)
    if not isinstance(node, BlankNode) or node in seen:
        raise InputError(f"sh:path {node} is no property path")
    inside = seen | {node}
    members = shapes.list_of(node)
    if members is not None:
        if len(members) < 2:
            raise InputError("sh:path is a list of fewer than two paths")
        return SequencePath(tuple(read_path_of_shape(each, shapes, inside) for each in members))
    kinds = ("inversePath", "alternativePath", *_REPEATED)
    found = [
        (kind, value)
        for kind in kinds
        for value in shapes.values(NamedNode(SHACL + kind)).get(node, ())
    ]
    if len(found) != 1:
        raise InputError(f"sh:path is no property path; expected a property or one of {kinds}")
    kind, value = found[0]
    if kind == "inversePath":
        return InversePath(read_path_of_shape(value, shapes, inside))
    if kind in _REPEATED:
        return RepeatedPath(read_path_of_shape(value, shapes, inside), _REPEATED[kind])
    parts = shapes.list_of(value) or []
    if len(parts) < 2:
        raise InputError("sh:alternativePath is no list of at least two paths")
    return AlternativePath(tuple(read_path_of_shape(each, shapes, inside) for each in parts))


def follow(path: Path, node: Term, graph: Columns, *, back: bool = False) -> Collection[Term]:
    """Return the nodes a path leads to from a node, each once.

    :param back: follow it from its end to its beginning
    """
    if isinstance(path, PredicatePath):
        column = graph.subjects if back else graph.values
        return column(path.predicate).get(node, ())
    if isinstance(path, InversePath):
        return follow(path.path, node, graph, back=not back)
    if isinstance(path, AlternativePath):
        return {end: None for part in path.parts for end in follow(part, node, graph, back=back)}
    if isinstance(path, SequencePath):
        ends: Collection[Term] = (node,)
        for part in reversed(path.parts) if back else path.parts:
            ends = {end: None for each in ends for end in follow(part, each, graph, back=back)}
        return ends
    return _repeated(path, node, graph, back=back)


def _repeated(path: RepeatedPath, node: Term, graph: Columns, *, back: bool) -> Collection[Term]:
    found: dict[Term, None] = {} if path.mark == "+" else {node: None}
    if path.mark == "?":
        return {**found, **dict.fromkeys(follow(path.path, node, graph, back=back))}
    todo = [node]
    while todo:
        for end in follow(path.path, todo.pop(), graph, back=back):
            if end not in found:
                found[end] = None
                todo.append(end)
    return found


def path_text(path: Path) -> str:
    """Return a path as SPARQL has it.

    >>> p = PredicatePath(NamedNode("urn:p"))
    >>> path_text(SequencePath((InversePath(p), RepeatedPath(p, "*"))))
    '(^<urn:p>/(<urn:p>)*)'
    """
    if isinstance(path, PredicatePath):
        return str(path.predicate)
    if isinstance(path, InversePath):
        return f"^{path_text(path.path)}"
    if isinstance(path, RepeatedPath):
        return f"({path_text(path.path)}){path.mark}"
    sign = "/" if isinstance(path, SequencePath) else "|"
    return f"({sign.join(map(path_text, path.parts))})"
