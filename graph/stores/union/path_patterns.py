"""Property paths taken apart into the triple patterns that they need."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from yuqiao.graph.sparql.ast import PatternError
from yuqiao.graph.sparql.lexer import tokens

if TYPE_CHECKING:
    from collections.abc import Iterator

    from yuqiao.graph.sparql.ast import Node
    from yuqiao.graph.sparql.lexer import Token


@dataclass(frozen=True)
class Link:
    """One IRI."""

    iri: str


@dataclass(frozen=True)
class Inverse:
    """``^path``."""

    inner: Path


@dataclass(frozen=True)
class Sequence:
    """``path/path``."""

    steps: tuple[Path, ...]


@dataclass(frozen=True)
class Alternatives:
    """``path|path``."""

    ways: tuple[Path, ...]


@dataclass(frozen=True)
class Repeated:
    """``path*``, ``path+`` or ``path?``."""

    inner: Path
    sign: str


@dataclass(frozen=True)
class Negated:
    """``!iri`` or ``!(iri|^iri)``.

    :param is_inverse: whether it also takes triples against their direction
    """

    is_inverse: bool = False


Path: TypeAlias = Link | Inverse | Sequence | Alternatives | Repeated | Negated


def parse_path(node: Node) -> Path:
    """Parse a property path of a syntax tree.

    :raises yuqiao.graph.sparql.ast.PatternError: when it is none

    >>> from yuqiao.graph.sparql.parser import parse_query
    >>> [triple] = parse_query("ASK { ?s <t:p>/^<t:q>* ?o }").where.elements
    >>> parse_path(triple.path)
    Sequence(steps=(Link(iri='t:p'), Inverse(inner=Repeated(inner=Link(iri='t:q'), sign='*'))))
    """
    reader = _PathReader(tokens(node.text), iter(node.iris))
    found = reader.alternatives()
    if reader.next is not None:
        raise PatternError(f"{node.text} is no property path")
    return found


def links(path: Path) -> Iterator[str]:
    """Yield every IRI that a path follows; one that is negated is not among them."""
    match path:
        case Link():
            yield path.iri
        case Inverse() | Repeated():
            yield from links(path.inner)
        case Sequence():
            for step in path.steps:
                yield from links(step)
        case Alternatives():
            for way in path.ways:
                yield from links(way)


def has_negated(path: Path) -> bool:
    """Return whether a path, or one within it, takes all IRIs but some."""
    match path:
        case Inverse() | Repeated():
            return has_negated(path.inner)
        case Sequence():
            return any(map(has_negated, path.steps))
        case Alternatives():
            return any(map(has_negated, path.ways))
    return isinstance(path, Negated)


def may_be_empty(path: Path) -> bool:
    """Return whether a path leads from a node to itself without a triple.

    >>> may_be_empty(Repeated(Link("t:p"), "*")), may_be_empty(Repeated(Link("t:p"), "+"))
    (True, False)
    """
    match path:
        case Inverse():
            return may_be_empty(path.inner)
        case Sequence():
            return all(map(may_be_empty, path.steps))
        case Alternatives():
            return any(map(may_be_empty, path.ways))
        case Repeated():
            return path.sign != "+" or may_be_empty(path.inner)
    return False


class _PathReader:
    """A method for each rule of the grammar of property paths.

    :param iris: the IRIs of the path in order, written out
    """

    def __init__(self, found: list[Token], iris: Iterator[Node]) -> None:
        self._tokens = found
        self._iris = iris

    @property
    def next(self) -> str | None:
        """The text of the next token; None at the end."""
        return self._tokens[0].text if self._tokens else None

    def alternatives(self) -> Path:
        """Read paths with ``|`` between them."""
        ways = [self._sequence()]
        while self._took("|"):
            ways.append(self._sequence())
        return ways[0] if len(ways) == 1 else Alternatives(tuple(ways))

    def _took(self, text: str) -> bool:
        if self.next != text:
            return False
        self._tokens = self._tokens[1:]
        return True

    def _sequence(self) -> Path:
        steps = [self._element()]
        while self._took("/"):
            steps.append(self._element())
        return steps[0] if len(steps) == 1 else Sequence(tuple(steps))

    def _element(self) -> Path:
        if self._took("^"):
            return Inverse(self._element())
        if self._took("!"):
            before = len(self._tokens)
            taken = list(self._tokens)
            self._primary()
            taken = taken[: before - len(self._tokens)]
            return Negated(any(token.text == "^" for token in taken))
        inner = self._primary()
        for sign in "*+?":
            if self._took(sign):
                return Repeated(inner, sign)
        return inner

    def _primary(self) -> Path:
        if self._took("^"):  # in a negated set
            return Inverse(self._primary())
        if self._took("("):
            inner = self.alternatives()
            if not self._took(")"):
                raise PatternError("a bracket of a property path is not closed")
            return inner
        if self.next is None:
            raise PatternError("a property path ends too early")
        self._tokens = self._tokens[1:]
        iri = next(self._iris, None)
        if iri is None:
            raise PatternError("a property path has a sign that is no IRI")
        return Link(iri.iri)
