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
_BAR = 15  # pixels from one to the next of a row
_LONGEST = 84  # per cent of the width; the rest is for figures


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
    keys = [element("li", name, class_=f"bar-{place}") for place, name in enumerate(bars.columns)]
    drawn = [_row(name, numbers, bars) for name, numbers in bars.rows]
    listed = element("ul", drawn, class_="bars", aria_label=", ".join(bars.columns))
    return joined([element("ul", keys, class_="bar-keys"), listed])


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


def _row(name: str, numbers: Sequence[float], bars: _Bars) -> Markup:
    """Draw a row: lengths are shares of the room there is, so that a narrow screen cuts none."""
    figures = [
        f"{number:,.0f}" if number == int(number) else f"{number:,.6g}" for number in numbers
    ]
    told = ", ".join(f"{each} {figure}" for each, figure in zip(bars.columns, figures, strict=True))
    drawn: list[Markup] = []
    for place, (number, figure) in enumerate(zip(numbers, figures, strict=True)):
        top, share = place * _BAR, f"{max(_LONGEST * number / bars.most, 0.2):.1f}%"
        drawn += [
            element("rect", y=str(top), width=share, height=str(_BAR - 2), rx="2",
                    class_=f"bar-{place}"),
            element("text", figure, x=share, dx="7", y=str(top + _BAR - 4)),
        ]  # fmt: skip
    height = str(_BAR * len(numbers))
    picture = element("svg", drawn, width="100%", height=height, role="img", aria_label=told)
    return element("li", element("span", name), picture)
