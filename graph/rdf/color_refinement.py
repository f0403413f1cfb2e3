"""Names for blank nodes by refinement of colours, in time that grows little faster than the graph.

Nodes begin with the colour of their lines; a colour is split wherever its nodes differ
in their neighbours, until none is. Where nodes still share one, any of them becomes different, and
it goes on. So two nodes that look alike for ever are named in any order: mostly the graph is the
same either way (a ring, equal branches); it need not be for graphs that are made to defeat this,
such as strongly regular ones, and then the names depend on those the graph came with.
"""

from __future__ import annotations

import heapq
from collections.abc import Mapping

Line = tuple[bytes, bytes, bytes, bytes]
_Edge = tuple[bytes, bytes]  # how a neighbour is reached, and the neighbour


def refined_names(mentions: Mapping[bytes, list[Line]]) -> dict[bytes, bytes]:
    """Assign names to blank nodes.

    :param mentions: the lines in which each of them occurs, as subject, predicate, object and graph

    >>> chain = [(b"_:x", b"<p>", b"_:y", b""), (b"_:y", b"<p>", b"_:z", b"")]
    >>> names = refined_names({b"_:x": chain[:1], b"_:y": chain, b"_:z": chain[1:]})
    >>> sorted(names.items())
    [(b'_:x', b'_:r0'), (b'_:y', b'_:r1'), (b'_:z', b'_:r2')]
    """
    colours = _Colours(mentions)
    colours.settle()
    return {node: b"_:r" + str(colour).encode() for node, colour in colours.of.items()}


class _Colours:
    """The colour of each node, as a number, and the nodes of each colour."""

    def __init__(self, mentions: Mapping[bytes, list[Line]]) -> None:
        self._edges = {node: _edges(node, lines) for node, lines in mentions.items()}
        looks: dict[tuple[Line, ...], list[bytes]] = {}
        for node, lines in mentions.items():
            looks.setdefault(_look(node, lines), []).append(node)
        ordered = sorted(looks.items())
        self._nodes = [dict.fromkeys(nodes) for _, nodes in ordered]
        self.of = {node: colour for colour, nodes in enumerate(self._nodes) for node in nodes}
        self._shared = [colour for colour, nodes in enumerate(self._nodes) if len(nodes) > 1]

    def settle(self) -> None:
        """Refine until every node has a colour of its own."""
        self._refine(set(self.of))
        while self._shared:
            colour = self._shared[0]
            if len(self._nodes[colour]) == 1:
                heapq.heappop(self._shared)
                continue
            one, _ = self._nodes[colour].popitem()
            self._recolour(colour, [one])
            self._refine({one})

    def _refine(self, changed: set[bytes]) -> None:
        while changed:
            seen: dict[bytes, list[tuple[bytes, int]]] = {}
            for node in changed:
                for way, other in self._edges[node]:
                    seen.setdefault(other, []).append((way, self.of[node]))
            split: dict[int, dict[tuple[tuple[bytes, int], ...], list[bytes]]] = {}
            for node, neighbours in seen.items():
                if len(self._nodes[self.of[node]]) > 1:
                    groups = split.setdefault(self.of[node], {})
                    groups.setdefault(tuple(sorted(neighbours)), []).append(node)
            changed = set()
            for colour, groups in sorted(split.items()):
                changed.update(self._split(colour, groups))

    def _split(
        self, colour: int, groups: Mapping[tuple[tuple[bytes, int], ...], list[bytes]]
    ) -> list[bytes]:
        """Assign new colours where the nodes of a colour differ; the largest group keeps the old.

        That bounds the work, as in Hopcroft's partition of automata: a node that changes its colour
        is then in a group of half the size at most.
        """
        ordered = [nodes for _, nodes in sorted(groups.items())]
        seen = sum(map(len, ordered))
        largest = max(ordered, key=len)  # the first of these
        others = len(self._nodes[colour]) - seen
        if others < len(largest):
            ordered.remove(largest)
            if others:
                known = {node for nodes in groups.values() for node in nodes}
                ordered.append([node for node in self._nodes[colour] if node not in known])
        for nodes in ordered:
            self._recolour(colour, nodes)
        return [node for nodes in ordered for node in nodes]

    def _recolour(self, colour: int, nodes: list[bytes]) -> None:
        new = len(self._nodes)
        for node in nodes:
            self._nodes[colour].pop(node, None)
        self._nodes.append(dict.fromkeys(nodes))
        self.of.update(dict.fromkeys(nodes, new))
        if len(nodes) > 1:
            heapq.heappush(self._shared, new)


def _look(node: bytes, lines: list[Line]) -> tuple[Line, ...]:
    """Return the lines of a node, with one name for it and another for all other blank nodes."""

    def seen(part: bytes) -> bytes:
        if part[:2] != b"_:":
            return part
        return b"_:a" if part == node else b"_:z"

    return tuple(sorted((seen(s), p, seen(o), seen(g)) for s, p, o, g in lines))


def _edges(node: bytes, lines: list[Line]) -> list[_Edge]:
    """Return the neighbours of a node, each with the way back from it."""
    return [
        (way + line[1], line[place])
        for line in lines
        for way, place in ((b"s ", 0), (b"o ", 2), (b"g ", 3))
        if line[place][:2] == b"_:" and line[place] != node
    ]
