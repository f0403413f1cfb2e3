"""What is said of a piece of a query that the engine takes, and that is probably not meant."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from yuqiao.graph.spelling import nearest

if TYPE_CHECKING:
    from collections.abc import Iterable

    from yuqiao.graph.sparql.ast import Part


@dataclass(frozen=True, order=True)
class Remark:
    """A remark on a piece of a query.

    :param start: where it begins, as an offset into the text
    :param end: the offset after its last character
    :param message: what is wrong, and why it matters
    :param hint: what to do; empty when nothing better is known
    """

    start: int
    end: int
    message: str
    hint: str = ""

    @property
    def said(self) -> str:
        """Message and hint as one line."""
        return f"{self.message}; {self.hint}" if self.hint else self.message


def remark(part: Part, message: str, hint: str = "") -> Remark:
    """Remark on a part of a query."""
    return Remark(part.start, part.end, message, hint)


def meant(name: str, known: Iterable[str]) -> str:
    """Say which of the known variables was probably meant; nothing when none is near.

    >>> meant("shcool", ["name", "school"])
    'did you mean ?school?'
    """
    near = nearest(name, sorted(known))
    return f"did you mean ?{near[0]}?" if near else ""
