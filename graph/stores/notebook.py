"""Results in a notebook: one small HTML table that contains only text and links."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode

from yuqiao.graph.language_tags import cased_language_tag
from yuqiao.graph.messages import printable
from yuqiao.graph.rdf.prefixes import PrefixMap
from yuqiao.graph.rdf.terms import term_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from pyoxigraph import Triple

    from yuqiao.graph.rdf.terms import Term
    from yuqiao.graph.stores.rows import Row

_LONGEST = 200  # characters of a cell


def html_table(
    names: Sequence[str],
    rows: Sequence[Row | Triple] | None,
    most: int,
    prefixes: Mapping[str, str],
) -> str:
    """Return rows as an HTML table; IRIs are links where they are web addresses.

    :param rows: one more than ``most`` means that there are more; None once they have been read
    :param most: the maximum number of rows to show

    >>> print(html_table(("n",), [(Literal("<b>", language="en"),)], 20, {}))
    <table><thead><tr><th>n</th></tr></thead><tbody><tr><td>&lt;b&gt; <small>en</small></td></tr>\
</tbody></table>
    """
    if rows is None:
        return "<p>Already read; run the query again to see the result.</p>"
    short = PrefixMap(prefixes)
    head = _row("th", (escape(name) for name in names))
    body = "".join(_row("td", (_cell(term, short) for term in row)) for row in rows[:most])
    more = f"<p>The first {most}; there are more.</p>" if len(rows) > most else ""
    return f"<table><thead>{head}</thead><tbody>{body}</tbody></table>{more}"


def _row(tag: str, cells: Iterable[str]) -> str:
    return "<tr>" + "".join(f"<{tag}>{cell}</{tag}>" for cell in cells) + "</tr>"


def _cell(term: Term | None, short: PrefixMap) -> str:
    if term is None:
        return ""
    if isinstance(term, NamedNode):
        shown = _text(short.compress(term.value) or f"<{term.value}>")
        if not term.value.lower().startswith(("http://", "https://")):
            return shown
        return f'<a href="{escape(term.value)}" rel="noreferrer">{shown}</a>'
    if not isinstance(term, Literal):
        return _text(term_text(term))
    language = (
        f" <small>{escape(cased_language_tag(term.language))}</small>" if term.language else ""
    )
    return _text(term.value) + language


def _text(text: str) -> str:
    """Escape a text, without the characters that would reverse or hide parts of it."""
    text = f"{text[:_LONGEST]}…" if len(text) > _LONGEST else text
    return escape(printable(text))
