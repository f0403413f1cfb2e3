"""Bars beside the table of an answer, with the names that a page has for entities."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode

from yuqiao.exports.site.pages.bars import MOST_BARS, answer_bars
from yuqiao.graph.rdf.literals import literal_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from yuqiao.exports.site.pages.html import Markup
    from yuqiao.exports.site.pages.localization import Locale
    from yuqiao.graph.rdf.terms import Term


__all__ = ["MOST_BARS", "answer_chart"]


def answer_chart(
    locale: Locale, variables: Sequence[str], rows: Sequence[Sequence[Term | None]]
) -> Markup | None:
    """Draw the numbers of an answer as bars, under the names of a page."""

    def name(term: Term) -> str:
        if isinstance(term, NamedNode):
            return locale.name(term)
        return literal_text(term) if isinstance(term, Literal) else str(term)

    return answer_bars(name, variables, rows)
