"""Canonical names for blank nodes, independent of the names and the order in the input.

RDFC-1.0 (https://www.w3.org/TR/rdf-canon/) over lines of N-Quads. Its work can grow with the
factorial of the blank nodes that look alike, and its depth with the longest chain of them, so both
are bounded here: beyond that, the canonical hash is rejected, and files are written with names by
refinement (:mod:`yuqiao.graph.rdf.color_refinement`), which gives equal names to equal graphs as
well, except for graphs that are made to defeat it.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import permutations

from pyoxigraph import Quad, Triple

from yuqiao.graph.errors import LimitReached
from yuqiao.graph.rdf.color_refinement import refined_names
from yuqiao.graph.rdf.nquads import END, parts_of, write_nquads_lines

MOST_STEPS = 10_000
"""Number of times that the paths from a blank node are followed; real graphs need a handful."""

MOST_DEEP = 200
"""Length to which a path of blank nodes that look alike is followed."""

_PLACES = ((0, b"s"), (2, b"o"), (3, b"g"))
_WORD = re.compile(rb'"(?:[^"\\]|\\.)*"|<(?![<(])[^>]*>|(_:[^\s>]+)')

Line = tuple[bytes, bytes, bytes, bytes]


def canonical_lines(
    statements: Iterable[Triple] | Iterable[Quad], algorithm: str = "sha256"
) -> list[bytes]:
    r"""Return statements in canonical form: lines of N-Quads in order, each once.

    Language tags are in small letters, as the engine keeps them.

    :raises LimitReached: when too many blank nodes look alike

    >>> from pyoxigraph import BlankNode, NamedNode
    >>> canonical_lines([Triple(BlankNode("x"), NamedNode("urn:p"), BlankNode("y"))])
    [b'_:c14n1 <urn:p> _:c14n0 .\n']
    """
    ground, blank = split_by_blank(statements)
    names = canonical_names(blank, algorithm)
    return sorted({line + END for line in (*ground, *renamed(blank, names))})


def lines_for_writing(statements: Iterable[Triple] | Iterable[Quad]) -> list[bytes]:
    """Return statements as :func:`canonical_lines`, whatever their blank nodes look like."""
    ground, blank = split_by_blank(statements)
    return _in_order(ground, blank)


def lines_in_order(text: bytes) -> list[bytes]:
    r"""Return the lines of a text of N-Quads or N-Triples as :func:`lines_for_writing`.

    >>> lines_in_order(b"_:z <urn:p> <urn:b> .\n<urn:a> <urn:p> _:z .\n")
    [b'<urn:a> <urn:p> _:c14n0 .\n', b'_:c14n0 <urn:p> <urn:b> .\n']
    """
    ground: list[bytes] = []
    blank: list[bytes] = []
    for line in text.split(END)[:-1]:
        (blank if b"_:" in line else ground).append(line)
    return _in_order(ground, blank)


def _in_order(ground: list[bytes], blank: list[bytes]) -> list[bytes]:
    names = names_for_writing(blank)
    return sorted({line + END for line in (*ground, *renamed(blank, names))})


def canonical_hash(statements: Iterable[Triple] | Iterable[Quad], algorithm: str = "sha256") -> str:
    """Return the hash of the canonical form: equal for equal graphs, however they are written.

    :param algorithm: ``sha256`` or ``sha384``, for the names of blank nodes as well

    :raises LimitReached: when too many blank nodes look alike

    >>> canonical_hash([])
    'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'
    """
    digest = hashlib.new(algorithm)
    for line in canonical_lines(statements, algorithm):
        digest.update(line)
    return digest.hexdigest()


def split_by_blank(
    statements: Iterable[Triple] | Iterable[Quad],
) -> tuple[list[bytes], list[bytes]]:
    """Return the lines without, and those with a blank node (or what looks like one in a text)."""
    ground: list[bytes] = []
    blank: list[bytes] = []

    def take(lines: list[bytes], may_be_blank: bool) -> None:
        if not may_be_blank:
            ground.extend(lines)
            return
        for line in lines:
            (blank if b"_:" in line else ground).append(line)

    write_nquads_lines(statements, take)
    return ground, blank


def names_for_writing(lines: Iterable[bytes]) -> dict[bytes, bytes]:
    """Return each blank node of some lines its name in a file: the canonical one if possible."""
    found = mentions(lines)
    try:
        return _Canon(found, "sha256").names()
    except LimitReached:
        return refined_names(found)


def canonical_names(lines: Iterable[bytes], algorithm: str = "sha256") -> dict[bytes, bytes]:
    """Return each blank node of some lines its canonical name.

    :raises LimitReached: when too many blank nodes look alike
    """
    return _Canon(mentions(lines), algorithm).names()


def renamed(lines: Iterable[bytes], names: Mapping[bytes, bytes]) -> Iterator[bytes]:
    """Return lines with other names for their blank nodes."""

    def name(found: re.Match[bytes]) -> bytes:
        return names[found[1]] if found[1] else found[0]

    return (_WORD.sub(name, line) for line in lines)


def blank_nodes(line: bytes) -> list[bytes]:
    """Return the blank nodes of a line, in order.

    >>> blank_nodes(b'_:a <p> <<( <x> <y_:z> _:b )>>'), blank_nodes(b'<x> <p> "_:a"')
    ([b'_:a', b'_:b'], [])
    """
    return [node for node in _WORD.findall(line) if node]


def mentions(lines: Iterable[bytes]) -> dict[bytes, list[Line]]:
    """Return the lines in which each blank node occurs."""
    found: dict[bytes, list[Line]] = {}
    for line in sorted(set(lines)):
        parts = parts_of(line)
        for node in dict.fromkeys(blank_nodes(line)):
            found.setdefault(node, []).append(parts)
    return found


class _Issuer:
    """Issues numbered names, in the order of the requests."""

    def __init__(self, prefix: bytes, names: Mapping[bytes, bytes] | None = None) -> None:
        self._prefix = prefix
        self.names = dict(names or {})

    def issue(self, node: bytes) -> bytes:
        return self.names.setdefault(node, self._prefix + str(len(self.names)).encode())

    def copy(self) -> _Issuer:
        return _Issuer(self._prefix, self.names)


class _Canon:
    """The algorithm, step by step as the recommendation has it."""

    def __init__(self, mentions: Mapping[bytes, list[Line]], algorithm: str) -> None:
        self._mentions = mentions
        self._algorithm = algorithm
        self._canonical = _Issuer(b"_:c14n")
        self._first: dict[bytes, bytes] = {}
        self._steps = 0

    def names(self) -> dict[bytes, bytes]:
        """Assign a name to every blank node (section 4.4.3)."""
        alike: dict[bytes, list[bytes]] = {}
        for node in self._mentions:
            self._first[node] = self._hash_first_degree(node)
            alike.setdefault(self._first[node], []).append(node)
        for _, nodes in sorted(alike.items()):
            if len(nodes) == 1:
                self._canonical.issue(nodes[0])
        for _, nodes in sorted(alike.items()):
            if len(nodes) > 1:
                self._name_alike(nodes)
        return self._canonical.names

    def _name_alike(self, nodes: list[bytes]) -> None:
        paths: list[tuple[bytes, _Issuer]] = []
        for node in nodes:
            if node not in self._canonical.names:
                issuer = _Issuer(b"_:b")
                issuer.issue(node)
                paths.append(self._hash_n_degree(node, issuer, 0))
        for _, issuer in sorted(paths, key=lambda path: path[0]):
            for node in issuer.names:
                self._canonical.issue(node)

    def _hash_first_degree(self, node: bytes) -> bytes:
        """Hash the lines of a node, in which all others look the same (section 4.6.3)."""

        def seen(found: re.Match[bytes]) -> bytes:
            if not found[1]:
                return found[0]
            return b"_:a" if found[1] == node else b"_:z"

        def term(text: bytes) -> bytes:
            if text[:3] == b"<<(":
                return _WORD.sub(seen, text)
            return text if text[:2] != b"_:" else b"_:a" if text == node else b"_:z"

        lines = (
            b" ".join([term(s), p, term(o), term(g)] if g else [term(s), p, term(o)]) + END
            for s, p, o, g in self._mentions[node]
        )
        return self._hashed(b"".join(sorted(lines)))

    def _hash_related(self, node: bytes, line: Line, issuer: _Issuer, place: bytes) -> bytes:
        """Hash how a node is related to another (section 4.7.3)."""
        name = self._canonical.names.get(node) or issuer.names.get(node) or self._first[node]
        return self._hashed(place + (b"" if place == b"g" else line[1]) + name)

    def _hash_n_degree(self, node: bytes, issuer: _Issuer, depth: int) -> tuple[bytes, _Issuer]:
        """Hash the neighbourhood of a node (section 4.8.3)."""
        self._steps += 1
        if self._steps > MOST_STEPS or depth > MOST_DEEP:
            raise LimitReached(
                "too many blank nodes of the graph look alike, so that its canonical form would "
                f"take too long (more than {MOST_STEPS:,} steps, or paths of more than "
                f"{MOST_DEEP}); give them IRIs"
            )
        data = b""
        for related, nodes in sorted(self._related(node, issuer).items()):
            path, issuer = self._best_path(nodes, issuer, depth)
            data += related + path
        return self._hashed(data), issuer

    def _related(self, node: bytes, issuer: _Issuer) -> dict[bytes, list[bytes]]:
        related: dict[bytes, list[bytes]] = {}
        for line in self._mentions[node]:
            for place, letter in _PLACES:
                other = line[place]
                if other[:2] == b"_:" and other != node:
                    hashed = self._hash_related(other, line, issuer, letter)
                    related.setdefault(hashed, []).append(other)
        return related

    def _best_path(self, nodes: list[bytes], issuer: _Issuer, depth: int) -> tuple[bytes, _Issuer]:
        best: tuple[bytes, _Issuer] | None = None
        for order in permutations(nodes):
            self._steps += len(nodes) if len(nodes) > 2 else 0
            found = self._path(order, issuer.copy(), depth, best[0] if best else b"")
            if found is not None and (best is None or found[0] < best[0]):
                best = found
        assert best is not None  # the first order is never given up
        return best

    def _path(
        self, order: tuple[bytes, ...], issuer: _Issuer, depth: int, best: bytes
    ) -> tuple[bytes, _Issuer] | None:
        """Follow one order of related nodes; None as soon as it cannot be the best."""
        path, further = b"", []
        for node in order:
            if node in self._canonical.names:
                path += self._canonical.names[node]
            else:
                if node not in issuer.names:
                    further.append(node)
                path += issuer.issue(node)
            if best and len(path) >= len(best) and path > best:
                return None
        for node in further:
            hashed, issuer_after = self._hash_n_degree(node, issuer, depth + 1)
            path += issuer.issue(node) + b"<" + hashed + b">"
            issuer = issuer_after
            if best and len(path) >= len(best) and path > best:
                return None
        return path, issuer

    def _hashed(self, data: bytes) -> bytes:
        return hashlib.new(self._algorithm, data).hexdigest().encode()
