"""What is said of a piece of a query that the engine takes, and that is probably not meant."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from yuqiao.graph.spelling import nearest

if TYPE_CHECKING:
    from collections.abc import Iterable

    from yuqiao.graph.sparql.ast import Span


@dataclass(frozen=True, order=True)
class LintWarning:
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


def warn(part: Span, message: str, hint: str = "") -> LintWarning:
    """LintWarning on a part of a query."""
    return LintWarning(part.start, part.end, message, hint)


def nearest_variable(name: str, known: Iterable[str]) -> str:
    """Say which of the known variables was probably meant; nothing when none is near.

    >>> nearest_variable("shcool", ["name", "school"])
    'did you mean ?school?'
    """
    near = nearest(name, sorted(known))
    return f"did you mean ?{near[0]}?" if near else ""
