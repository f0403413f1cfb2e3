"""Triples of a response that are no RDF, left out on request.

The engine goes on after them. What a server wrote in place of the rest is no such triple: it ends
the response, and stays an error.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from yuqiao.graph.messages import printable
from yuqiao.graph.rdf.parsing import right_statements

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pyoxigraph import Quad

_ENGINE_PLACE = re.compile(r"^Parser error at line .*?columns? \d+(?: and (?:column )?\d+)?: ")
_LONGEST = 300  # characters of a message; the engine's may quote the response


def good_triples(
    quads: Iterator[Quad],
    address: str,
    skip: Callable[[str], None],
    is_cut: Callable[[], bool],
) -> Iterator[Quad]:
    """Yield the triples of a response that are right.

    :param skip: called with place and reason of each triple that is left out
    :param is_cut: whether a mistake at the end stands for all that the server did not send
    :raises SyntaxError: that mistake
    """
    mistakes = _Mistakes(address, skip)
    for quad in right_statements(quads, mistakes.add):
        mistakes.report()
        yield quad
    if mistakes.last is not None and is_cut():
        raise mistakes.last
    mistakes.report()


class _Mistakes:
    """Reports each mistake once it is known that the response goes on after it."""

    def __init__(self, address: str, skip: Callable[[str], None]) -> None:
        self._address = address
        self._skip = skip
        self.last: SyntaxError | None = None

    def add(self, error: SyntaxError) -> None:
        """Note a mistake; one at the place of the last means that there is no going on."""
        if self.last is not None and str(self.last) == str(error):
            raise error
        self.report()
        self.last = error

    def report(self) -> None:
        """Report the last mistake, if it was not reported."""
        if self.last is not None:
            said = _ENGINE_PLACE.sub("", printable(str(self.last.args[0])))[:_LONGEST]
            place = "" if self.last.lineno is None else f"line {self.last.lineno:,}: "
            self._skip(f"{self._address}: {place}{said}")
        self.last = None
