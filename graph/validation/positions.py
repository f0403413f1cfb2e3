"""Terms of a file with their positions."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class TermPosition:
    """A term, prefix, tag or literal of a file, with its position.

    :param kind: ``iri``, ``prefix`` (one that is used without being declared), ``namespace`` (of a
        prefix that is declared), ``language``, or ``literal``
    :param text: the IRI, the prefix, the namespace, the tag, or the text of the literal
    :param datatype: of a literal, its IRI
    """

    kind: str
    text: str
    line: int
    column: int
    datatype: str = ""


class Positions:
    r"""Turns offsets, which only grow, into lines and columns.

    >>> places = Positions("ab\ncd")
    >>> places.at(1), places.at(4)
    ((1, 2), (2, 2))
    """

    def __init__(self, text: str) -> None:
        self._text = text
        self._line = 1
        self._start = 0
        self._seen = 0

    def at(self, offset: int) -> tuple[int, int]:
        """Return line and column of an offset."""
        breaks = self._text.count("\n", self._seen, offset)
        if breaks:
            self._line += breaks
            self._start = self._text.rfind("\n", self._seen, offset) + 1
        self._seen = max(self._seen, offset)
        return self._line, offset - self._start + 1
