"""Changes from one graph to another: triple by triple, and entity by entity.

Blank nodes have no names that last, so triples that hold one are compared in the smallest parts
that stand for themselves: those that are linked through blank nodes. Each part is put into
canonical form (:mod:`yuqiao.graph.rdf.canonicalization`), and is in both graphs or not. So two
graphs are the same here when they are isomorphic
(https://www.w3.org/TR/rdf11-concepts/#graph-isomorphism), and a list or an OWL restriction that
stayed is not reported because another one changed.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from yuqiao.graph.diff.entity_changes import EntityChange, changed_entities
from yuqiao.graph.errors import LimitReached
from yuqiao.graph.rdf.canonicalization import (
    blank_nodes,
    canonical_names,
    mentions,
    names_for_writing,
    renamed,
    split_by_blank,
)
from yuqiao.graph.rdf.color_refinement import refined_names
from yuqiao.graph.rdf.nquads import parts_of
from yuqiao.graph.stores.memory import MemoryStore

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pyoxigraph import Quad, Triple

    from yuqiao.graph.stores.store import Store


@dataclass(frozen=True)
class GraphDiff:
    """The statements of one of two graphs that are not in the other.

    :param old_triples: how many the old graph has; ``new_triples`` likewise
    :param gone: what only the old graph has, as lines of N-Quads without their ends, in order;
        its blank nodes are named as in the old graph's own export
    :param come: what only the new graph has; its blank nodes have names that are new in the old one
    :param things: the changes of each entity
    """

    old_triples: int
    new_triples: int
    gone: tuple[bytes, ...]
    come: tuple[bytes, ...]
    things: tuple[EntityChange, ...]

    def __bool__(self) -> bool:
        """Return whether the graphs differ."""
        return bool(self.gone or self.come)

    def named_graphs(self) -> dict[str, tuple[int, int]]:
        """Return how many statements went and came in each named graph that changed, by its name.

        >>> GraphDiff(1, 0, (b"<urn:a> <urn:b> <urn:c> <urn:g>",), (), ()).named_graphs()
        {'<urn:g>': (1, 0)}
        """
        gone, come = (Counter(parts_of(line)[3].decode() for line in of) for of in self._sides)
        return {name: (gone[name], come[name]) for name in sorted({*gone, *come}) if name}

    @property
    def _sides(self) -> tuple[tuple[bytes, ...], tuple[bytes, ...]]:
        return self.gone, self.come


@dataclass(frozen=True)
class _Graph:
    """A graph as lines of N-Quads without their ends.

    :param ground: those without a blank node
    :param blank: those with one
    """

    ground: frozenset[bytes]
    blank: tuple[bytes, ...]

    @classmethod
    def of(cls, statements: Iterable[Triple] | Iterable[Quad]) -> _Graph:
        ground, maybe = split_by_blank(statements)
        blank = tuple(dict.fromkeys(line for line in maybe if blank_nodes(line)))
        plain = (line for line in maybe if not blank_nodes(line))
        return cls(frozenset([*ground, *plain]), blank)

    def __len__(self) -> int:
        return len(self.ground) + len(self.blank)

    @property
    def triples(self) -> tuple[bytes, ...]:
        """The lines without the names of their graphs, each once."""
        return tuple(dict.fromkeys(map(_triple, (*self.ground, *self.blank))))


def differences(
    old: Store,
    new: Store,
    old_statements: Iterable[Quad] | None = None,
    new_statements: Iterable[Quad] | None = None,
) -> GraphDiff:
    """Compare two graphs.

    :param old_statements: of the old graph, if it has more than its triples: named graphs, and
        literals as they are written; ``new_statements`` likewise
    :raises yuqiao.graph.errors.LimitReached: when a graph has a part whose many blank nodes look
        alike, so that no form of it can be shown to be the same

    >>> import yuqiao
    >>> bool(differences(yuqiao.open(), yuqiao.open()))
    False
    """
    before = _Graph.of(old.triples() if old_statements is None else old_statements)
    after = _Graph.of(new.triples() if new_statements is None else new_statements)
    gone, come = _changed(before, after)
    if not gone and not come:
        return GraphDiff(len(before), len(after), (), (), ())
    changed = {line.split(b" ", 1)[0] for line in (*gone, *come) if not line.startswith(b"_:")}
    earlier = (_with_known_prefixes(old, before.triples, new), before.triples)
    later = (_with_known_prefixes(new, after.triples, old), after.triples)
    things = tuple(changed_entities(earlier, later, changed))
    return GraphDiff(len(before), len(after), gone, come, things)


def _triple(line: bytes) -> bytes:
    return b" ".join(parts_of(line)[:3])


def _with_known_prefixes(store: Store, lines: Iterable[bytes], other: Store) -> Store:
    """Return a store the prefixes of another when its own name no term in it.

    N-Triples declare none, and the vocabulary may have another base.
    """
    own = store.prefixes["yq"]
    if own == other.prefixes["yq"] or store.engine is None:
        return store
    start = b"<" + own.encode()
    if any(line.split(b" ", 2)[1].startswith(start) for line in lines):
        return store
    return MemoryStore(store.engine, other.prefixes)


def _changed(before: _Graph, after: _Graph) -> tuple[tuple[bytes, ...], tuple[bytes, ...]]:
    """Return the lines that went and those that came."""
    gone, come = list(before.ground - after.ground), list(after.ground - before.ground)
    old_parts, new_parts = _unmatched(
        blank_node_components(before.blank), blank_node_components(after.blank)
    )
    names = names_for_writing(before.blank) if old_parts else {}
    for part in old_parts:
        gone += renamed(part.lines, names)
    count = 0
    for part in new_parts:
        fresh = {node: b"_:n%d" % number for number, node in enumerate(part.nodes, count)}
        come += renamed(part.lines, fresh)
        count += len(fresh)
    return tuple(sorted(gone)), tuple(sorted(come))


@dataclass(frozen=True)
class BlankNodeComponent:
    """Statements that are linked through blank nodes, independent of all others.

    :param form: the statements in canonical form
    :param lines: the statements as they came
    :param nodes: their blank nodes, in order of their canonical names
    :param sure: whether every part that is the same has this form; else it had too many blank
        nodes that look alike, and one that is the same may have another
    """

    form: tuple[bytes, ...]
    lines: tuple[bytes, ...]
    nodes: tuple[bytes, ...]
    sure: bool = True

    @property
    def look(self) -> tuple[bytes, ...]:
        """The statements without the names of their blank nodes: of equal parts, the same."""
        return tuple(sorted(renamed(self.lines, dict.fromkeys(self.nodes, b"_:"))))


def blank_node_components(lines: Iterable[bytes]) -> list[BlankNodeComponent]:
    """Split statements where no blank node links them; in order of their canonical form.

    >>> lines = [b"_:a <p> _:b", b"_:b <p> <x>", b"_:c <p> <x>"]
    >>> [part.nodes for part in blank_node_components(lines)]
    [(b'_:c',), (b'_:b', b'_:a')]
    """
    groups = _Groups()
    held = list(lines)
    for line in held:
        groups.join(blank_nodes(line))
    together: dict[bytes, list[bytes]] = {}
    for line in held:
        nodes = blank_nodes(line)
        together.setdefault(groups.of(nodes[0]) if nodes else line, []).append(line)
    return sorted(map(_part, together.values()), key=lambda part: part.form)


def _part(lines: list[bytes]) -> BlankNodeComponent:
    try:
        names, sure = canonical_names(lines), True
    except LimitReached:
        names, sure = refined_names(mentions(lines)), False
    form = tuple(sorted(renamed(lines, names)))
    nodes = tuple(sorted(names, key=lambda node: (len(names[node]), names[node])))
    return BlankNodeComponent(form, tuple(lines), nodes, sure)


def _unmatched(
    some: Iterable[BlankNodeComponent], others: Iterable[BlankNodeComponent]
) -> tuple[list[BlankNodeComponent], list[BlankNodeComponent]]:
    """Return the parts of each side that have no match on the other; each matches one.

    :raises LimitReached: when two that are left may be the same
    """
    left, right = list(some), list(others)
    of_left, of_right = (Counter(part.form for part in side) for side in (left, right))
    old, new = list(_surplus(left, of_right)), list(_surplus(right, of_left))
    unsure = {part.look for part in old if not part.sure}
    unsure &= {part.look for part in new} if unsure else set()
    if unsure:
        raise LimitReached(
            "too many blank nodes of the graphs look alike to tell whether they are the same; give "
            "them IRIs"
        )
    return old, new


def _surplus(
    parts_: Iterable[BlankNodeComponent], others: Counter[tuple[bytes, ...]]
) -> Iterator[BlankNodeComponent]:
    for part in parts_:
        if others[part.form]:
            others[part.form] -= 1
        else:
            yield part


class _Groups:
    """Disjoint sets of names (union-find)."""

    def __init__(self) -> None:
        self._above: dict[bytes, bytes] = {}

    def of(self, name: bytes) -> bytes:
        """Return the representative of a group."""
        while (above := self._above.setdefault(name, name)) != name:
            self._above[name] = name = self._above[above]
        return name

    def join(self, names: list[bytes]) -> None:
        """Merge names into one group."""
        for name in names[1:]:
            self._above[self.of(name)] = self.of(names[0])
