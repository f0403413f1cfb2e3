"""A lint warning: a part of a valid query that is probably not intended."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from yuqiao.graph.spelling import nearest

if TYPE_CHECKING:
    from collections.abc import Iterable

    from yuqiao.graph.sparql.ast import Span


@dataclass(frozen=True, order=True)
class LintWarning:
    """A warning on a part of a query.

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
    def text(self) -> str:
        """Message and hint as one line."""
        return f"{self.message}; {self.hint}" if self.hint else self.message


def warn(part: Span, message: str, hint: str = "") -> LintWarning:
    """Return a warning on a part of a query."""
    return LintWarning(part.start, part.end, message, hint)


def nearest_variable(name: str, known: Iterable[str]) -> str:
    """Suggest the known variable with the nearest name; empty when none is near.

    >>> nearest_variable("shcool", ["name", "school"])
    'did you mean ?school?'
    """
    near = nearest(name, sorted(known))
    return f"did you mean ?{near[0]}?" if near else ""
