"""Bars beside the table of an answer, drawn before delivery, so that they need no script."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pyoxigraph import Literal

from yuqiao.exports.site.pages.html import Markup, element, joined

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from yuqiao.graph.rdf.terms import Term

MOST_BARS = 40
"""Rows that are drawn; the table has the others."""

_MOST_COLUMNS = 2
_NUMBERS = ("integer", "decimal", "double", "float", "int", "long", "nonNegativeInteger")
_WIDTH, _NAMES, _FIGURES = 760, 270, 60  # of the drawing, and what names and figures take of it
_BAR, _GAP = 15, 9
_LONGEST_NAME = 34


@dataclass(frozen=True)
class _Bars:
    """What is drawn.

    :param columns: the names of the columns of numbers
    :param rows: the name of each row, and its numbers
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[str, tuple[float, ...]], ...]

    @property
    def most(self) -> float:
        """The largest number."""
        return max(max(numbers) for _, numbers in self.rows)


def answer_bars(
    name: Callable[[Term], str], variables: Sequence[str], rows: Sequence[Sequence[Term | None]]
) -> Markup | None:
    """Draw the numbers of an answer as bars; None where rows have no names or no numbers.

    Drawn are the first two columns of numbers that are not negative, each row under the names
    before them.

    :param name: what a term is called
    """
    bars = _bars(name, variables, rows[:MOST_BARS])
    if bars is None:
        return None
    step = _BAR * len(bars.columns) + _GAP
    height = step * len(bars.rows)
    drawn = [
        _row(name, numbers, place * step, bars.most)
        for place, (name, numbers) in enumerate(bars.rows)
    ]
    names = ", ".join(bars.columns)
    picture = element(
        "svg",
        drawn,
        viewBox=f"0 0 {_WIDTH} {height}",
        class_="bars",
        role="img",
        aria_label=names,
    )
    keys = [element("li", name, class_=f"bar-{place}") for place, name in enumerate(bars.columns)]
    scrolled = element("div", picture, class_="wide", tabindex="0", role="region", aria_label=names)
    return joined([element("ul", keys, class_="bar-keys"), scrolled])


def _bars(
    name: Callable[[Term], str], variables: Sequence[str], rows: Sequence[Sequence[Term | None]]
) -> _Bars | None:
    numeric = [at for at in range(len(variables)) if _is_numeric(row[at] for row in rows)]
    if not numeric or numeric[0] == 0 or len(rows) < 2:
        return None
    shown = numeric[:_MOST_COLUMNS]
    named = [
        (
            " · ".join(name(term) for term in row[: numeric[0]] if term is not None),
            tuple(float(str(getattr(row[at], "value", 0))) for at in shown),
        )
        for row in rows
    ]
    if not any(any(numbers) for _, numbers in named):
        return None
    return _Bars(tuple(variables[at] for at in shown), tuple(named))


def _is_numeric(column: Iterable[Term | None]) -> bool:
    found = list(column)
    return all(
        isinstance(term, Literal)
        and term.datatype.value.rpartition("#")[2] in _NUMBERS
        and _is_drawn(term.value)
        for term in found
    )


def _is_drawn(number: str) -> bool:
    try:
        return 0 <= float(number) < float("inf")
    except ValueError:
        return False


def _row(name: str, numbers: Sequence[float], top: int, most: float) -> Markup:
    middle = top + (_BAR * len(numbers) + 8) // 2
    short = name if len(name) <= _LONGEST_NAME else name[: _LONGEST_NAME - 1] + "…"
    label = element("text", short, x=str(_NAMES - 10), y=str(middle), text_anchor="end")
    bars = []
    for place, number in enumerate(numbers):
        width = (_WIDTH - _NAMES - _FIGURES) * number / most
        y = top + place * _BAR
        bars.append(
            element(
                "rect", x=str(_NAMES), y=str(y), width=f"{max(width, 1):.1f}",
                height=str(_BAR - 2), rx="2", class_=f"bar-{place}",
            )
        )  # fmt: skip
        figure = f"{number:,.6g}" if number != int(number) else f"{int(number):,}"
        bars.append(element("text", figure, x=f"{_NAMES + width + 7:.1f}", y=str(y + _BAR - 4)))
    told = ", ".join(f"{number:g}" for number in numbers)
    return element("g", element("title", f"{name}: {told}"), label, bars)
