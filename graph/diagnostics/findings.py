"""Findings about a query: a part, what is wrong with it, and a suggested change."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from yuqiao.graph.sparql.ast import Node, Span
from yuqiao.graph.spelling import nearest

if TYPE_CHECKING:
    from collections.abc import Iterable


@dataclass(frozen=True)
class Change(Span):
    """A replacement for a span of a query."""

    text: str


@dataclass(frozen=True)
class Hint:
    """A suggestion.

    :param text: for a person
    :param change: the same as a change to the query, if it is one
    """

    text: str
    change: Change | None = None


@dataclass(frozen=True)
class FailingSubquery:
    """The smallest parts of a query that together have no match.

    :param parts: in the order of the text
    :param why: what is wrong with them, for a person
    """

    parts: tuple[Span, ...]
    why: str
    hints: tuple[Hint, ...] = ()


def changed(text: str, findings: Iterable[FailingSubquery]) -> str | None:
    """Apply the first change of each finding to a query; None if there is none.

    >>> hints = (Hint("look"), Hint("write b", Change(5, 6, "b")))
    >>> changed("ASK {a}", [FailingSubquery((), "a is nothing", hints)])
    'ASK {b}'
    """
    firsts = [
        next((hint.change for hint in finding.hints if hint.change), None) for finding in findings
    ]
    changes = sorted({change for change in firsts if change}, key=lambda change: change.start)
    pieces, copied = [], 0
    for change in changes:
        if change.start >= copied:
            pieces += [text[copied : change.start], change.text]
            copied = change.end
    return "".join([*pieces, text[copied:]]) if changes else None


def near_variable(node: Node, known: Iterable[str]) -> tuple[Hint, ...]:
    """Suggest the known variable whose name is nearest to that of a variable.

    >>> near_variable(Node(0, 5, "variable", "?nmae"), ["name", "n"])[0].text
    'did you mean ?name?'
    """
    near = nearest(node.text[1:], sorted(known))
    if not near:
        return ()
    return (Hint(f"did you mean ?{near[0]}?", Change(node.start, node.end, f"?{near[0]}")),)


def listed(texts: Iterable[str], last: str = "and", most: int = 3) -> str:
    """Join a few texts into a phrase.

    >>> listed(["a", "b", "c", "d", "e"]), listed(["a", "b"], "or")
    ('a, b, c and 2 more', 'a or b')
    """
    found = list(texts)
    shown = found if len(found) <= most + 1 else [*found[:most], f"{len(found) - most} more"]
    if len(shown) == 1:
        return shown[0]
    joiner = last if len(shown) == len(found) else "and"
    return f"{', '.join(shown[:-1])} {joiner} {shown[-1]}"
