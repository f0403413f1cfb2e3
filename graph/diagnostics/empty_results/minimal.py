"""The minimal part of a pattern that has no match.

The search is QuickXplain (Junker 2004, https://cdn.aaai.org/AAAI/2004/AAAI04-027.pdf): halves are
tried before single pieces, so that few probes are needed when the part is small. Pieces that share
no variable are probed separately: together they would form a cross product, and neither can make
the other fail.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from yuqiao.graph.sparql.ast import Element, Node, Span, walk

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence


@dataclass(frozen=True)
class Piece:
    """A pattern element in the search for the minimal failing part.

    :param element: of the query
    :param text: in a probe
    :param variables: those it mentions, blank nodes included
    """

    element: Element
    text: str
    variables: frozenset[str]


def piece(element: Element, text: str, constants: Collection[str]) -> Piece:
    """Wrap an element as a piece.

    :param constants: the variables that are bound to one term, and so connect nothing
    """
    names = {
        part.text[1:]
        for part in walk(element)
        if isinstance(part, Node) and part.kind in {"variable", "blank"}
    }
    return Piece(element, text, frozenset(names.difference(constants)))


def components(pieces: Sequence[Piece]) -> list[list[Piece]]:
    """Split pieces into those that are connected by variables; each part in the same order.

    >>> from yuqiao.graph.sparql.parser import parse_query
    >>> group = parse_query("ASK { ?a <t:p> ?b . ?c <t:p> ?d . ?b <t:p> 1 }").where
    >>> pieces = [piece(element, element.text, ()) for element in group.elements]
    >>> [[one.text for one in part] for part in components(pieces)]
    [['?a <t:p> ?b', '?b <t:p> 1'], ['?c <t:p> ?d']]
    """
    found: list[tuple[frozenset[str], list[int]]] = []
    for place, one in enumerate(pieces):
        names, members = one.variables, [place]
        apart = []
        for other in found:
            if other[0] & names:
                names, members = names | other[0], members + other[1]
            else:
                apart.append(other)
        found = [*apart, (names, sorted(members))]
    ordered = sorted(members for _, members in found)
    return [[pieces[place] for place in members] for members in ordered]


def first_failing(pieces: Sequence[Piece], fails: Callable[[list[Piece]], bool]) -> int:
    """Return the length of the shortest prefix of the pieces that fails; all together do."""
    good, bad = 0, len(pieces)
    while bad - good > 1:
        middle = (good + bad) // 2
        if fails(list(pieces[:middle])):
            bad = middle
        else:
            good = middle
    return bad


def smallest(
    pieces: Sequence[Piece], fails: Callable[[list[Piece]], bool], always: Sequence[Piece] = ()
) -> list[Piece]:
    """Return a minimal subset of pieces that fails, in their order.

    No piece of it can be left out; another subset, as small or smaller, may fail too.

    :param fails: whether a subset, in the order of the pieces, has no match
    :param always: pieces that precede them in each subset; alone, they do not fail
    """

    def failing(background: list[int], grown: bool, left: list[int]) -> list[int]:
        if grown and fails([*always, *(pieces[place] for place in sorted(background))]):
            return []
        if len(left) == 1:
            return left
        half = len(left) // 2
        first, second = left[:half], left[half:]
        of_second = failing(background + first, True, second)
        return failing(background + of_second, bool(of_second), first) + of_second

    end = first_failing(pieces, lambda chosen: fails([*always, *chosen]))
    last = [end - 1]
    chosen = failing(last, True, list(range(end - 1))) if end > 1 else []
    return [pieces[place] for place in sorted([*chosen, *last])]


def places(chosen: Sequence[Piece]) -> tuple[Span, ...]:
    """Return the positions of the pieces in the query."""
    return tuple(one.element for one in chosen)
