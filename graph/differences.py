"""What changed from one graph to another: triple by triple, and thing by thing.

Blank nodes have no names that last, so triples that hold one are compared in the smallest parts
that stand for themselves: those that are linked through blank nodes. Each part is put into
canonical form (:mod:`yuqiao.graph.canonical`), and is in both graphs or not. So two graphs are the
same here when they are isomorphic (https://www.w3.org/TR/rdf11-concepts/#graph-isomorphism), and a
list or an OWL restriction that stayed is not reported because another one changed.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pyoxigraph import BlankNode, Triple

from yuqiao.graph.canonical import canonical_names, names_for_writing, renamed, split_by_blank
from yuqiao.graph.changed_things import ThingChange, changed_things
from yuqiao.graph.local import LocalStore
from yuqiao.graph.statements import parts_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from yuqiao.graph.store import Store


@dataclass(frozen=True)
class Differences:
    """What is in one of two graphs and not in the other.

    :param old_triples: how many the old graph has; ``new_triples`` likewise
    :param gone: what only the old graph has, as lines of N-Triples without their ends, in order;
        its blank nodes are named as in the old graph's own export
    :param come: what only the new graph has; its blank nodes have names that are new in the old one
    :param things: what changed, thing by thing
    """

    old_triples: int
    new_triples: int
    gone: tuple[bytes, ...]
    come: tuple[bytes, ...]
    things: tuple[ThingChange, ...]

    def __bool__(self) -> bool:
        """Tell whether the graphs differ."""
        return bool(self.gone or self.come)


def differences(old: Store, new: Store) -> Differences:
    """Compare two graphs.

    :raises yuqiao.graph.errors.LimitReached: when a graph has a part whose many blank nodes look
        alike, so that no form of it can be told to be the same

    >>> import yuqiao
    >>> bool(differences(yuqiao.open(), yuqiao.open()))
    False
    """
    before, after = set(old.triples()), set(new.triples())
    gone, come = _changed(before, after)
    if not gone and not come:
        return Differences(len(before), len(after), (), (), ())
    earlier, later = _worded(old, before, new), _worded(new, after, old)
    things = tuple(changed_things(earlier, later, before, after))
    return Differences(len(before), len(after), gone, come, things)


def _worded(store: Store, triples: Iterable[Triple], other: Store) -> Store:
    """Give a store the prefixes of another when its own name no term in it.

    N-Triples declare none, and the vocabulary may stand on a base of one's own.
    """
    own = store.prefixes["yq"]
    if own == other.prefixes["yq"] or not isinstance(store, LocalStore):
        return store
    if any(triple.predicate.value.startswith(own) for triple in triples):
        return store
    return LocalStore(store.oxigraph, other.prefixes)


def _changed(
    before: set[Triple], after: set[Triple]
) -> tuple[tuple[bytes, ...], tuple[bytes, ...]]:
    """Give the lines that went and those that came."""
    gone, old_blank = split_by_blank(t for t in before if t not in after or _holds_blank(t))
    come, new_blank = split_by_blank(t for t in after if t not in before or _holds_blank(t))
    old_parts, new_parts = parts(old_blank), parts(new_blank)
    names = names_for_writing(old_blank)
    for part in _unmatched(old_parts, new_parts):
        gone += renamed(part.lines, names)
    count = 0
    for part in _unmatched(new_parts, old_parts):
        fresh = {node: b"_:n%d" % number for number, node in enumerate(part.nodes, count)}
        come += renamed(part.lines, fresh)
        count += len(fresh)
    return tuple(sorted(gone)), tuple(sorted(come))


@dataclass(frozen=True)
class Part:
    """Statements that are linked through blank nodes, and stand for themselves.

    :param form: the statements in canonical form
    :param lines: the statements as they came
    :param nodes: their blank nodes, in order of their canonical names
    """

    form: tuple[bytes, ...]
    lines: tuple[bytes, ...]
    nodes: tuple[bytes, ...]


def parts(lines: Iterable[bytes]) -> list[Part]:
    """Split statements where no blank node links them; in order of their canonical form.

    >>> [part.nodes for part in parts([b"_:a <p> _:b", b"_:b <p> <x>", b"_:c <p> <x>"])]
    [(b'_:c',), (b'_:b', b'_:a')]
    """
    groups = _Groups()
    held = list(lines)
    for line in held:
        groups.join(_blank_nodes(line))
    together: dict[bytes, list[bytes]] = {}
    for line in held:
        nodes = _blank_nodes(line)
        together.setdefault(groups.of(nodes[0]) if nodes else line, []).append(line)
    return sorted(map(_part, together.values()), key=lambda part: part.form)


def _part(lines: list[bytes]) -> Part:
    names = canonical_names(lines)
    form = tuple(sorted(renamed(lines, names)))
    return Part(form, tuple(lines), tuple(sorted(names, key=lambda node: _number(names[node]))))


def _number(name: bytes) -> int:
    return int(name.removeprefix(b"_:c14n"))


def _blank_nodes(line: bytes) -> list[bytes]:
    return [part for part in parts_of(line) if part.startswith(b"_:")]


def _unmatched(some: Iterable[Part], others: Iterable[Part]) -> Iterator[Part]:
    """Give the parts that have no like among the others; one like stands for one part."""
    left = Counter(part.form for part in others)
    for part in some:
        if left[part.form]:
            left[part.form] -= 1
        else:
            yield part


class _Groups:
    """Which names belong together: the forest of disjoint sets."""

    def __init__(self) -> None:
        self._above: dict[bytes, bytes] = {}

    def of(self, name: bytes) -> bytes:
        """Give the name that stands for a group."""
        while (above := self._above.setdefault(name, name)) != name:
            self._above[name] = name = self._above[above]
        return name

    def join(self, names: list[bytes]) -> None:
        """Put names into one group."""
        for name in names[1:]:
            self._above[self.of(name)] = self.of(names[0])


def _holds_blank(triple: Triple) -> bool:
    return isinstance(triple.subject, BlankNode) or isinstance(triple.object, BlankNode)
