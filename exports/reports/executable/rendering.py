"""A report with its answers, as Markdown or as one HTML file that works offline."""

from __future__ import annotations

import base64
import mimetypes
import re
from html import escape
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

from yuqiao.exports.network.picture.svg import draw_svg
from yuqiao.exports.reports.executable.report_source import markdown_reader
from yuqiao.exports.safe_text import harmless
from yuqiao.exports.site.pages.bars import answer_bars
from yuqiao.exports.site.pages.html import Markup, element, joined, safe_link
from yuqiao.graph.errors import InputError
from yuqiao.graph.labels import LANGUAGES, Label
from yuqiao.graph.rdf.literals import literal_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from yuqiao.exports.reports.executable.answers import (
        GraphIdentity,
        ReportAnswers,
        ReportTable,
    )
    from yuqiao.exports.reports.executable.report_source import Block, ReportSource
    from yuqiao.graph.network.model import CitedSource
    from yuqiao.graph.rdf.terms import Term

FORMS = ("html", "markdown")
"""What a report can be rendered as."""

_WORDS = {
    "data": Label("Data", "数据"),
    "sources": Label("Sources", "来源"),
    "graph": Label("Graph", "图谱"),
    "as-of": Label("As of", "截至"),
    "triples": Label("Triples", "三元组"),
    "hash": Label("Canonical hash (RDFC-1.0, SHA-256)", "规范散列（RDFC-1.0，SHA-256）"),
    "not-hashed": Label("not computed: the graph is on a server", "未计算：图谱在服务器上"),
    "more": Label("and {} more rows", "另有{}行"),
    "none": Label("No rows.", "没有结果。"),
    "query": Label("Query", "查询"),
}
_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~&])")
_NUMBER = re.compile(r"[+-]?[0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?")


def render_report(
    source: ReportSource, answers: ReportAnswers, graph: GraphIdentity, form: str
) -> str:
    """Return a report with its answers.

    :param form: one of :data:`FORMS`
    :raises InputError: with file and line, when a query cannot be answered or shown
    """
    if form == "markdown":
        return _MarkdownReport(source, answers, graph).text()
    return _HtmlReport(source, answers, graph).text()


class _Words:
    def __init__(self, lang: str) -> None:
        self.lang = lang

    def __call__(self, key: str) -> str:
        return _WORDS[key].text(self.lang)


class _MarkdownReport:
    """Writes a report as Markdown: its source, with answers in place of queries."""

    def __init__(self, source: ReportSource, answers: ReportAnswers, graph: GraphIdentity) -> None:
        self._source = source
        self._answers = answers
        self._graph = graph
        self._word = _Words(answers.lang)

    def text(self) -> str:
        """Return the whole report."""
        lines = _with_values(self._source, self._answers)
        parts: list[str] = []
        done = 0
        for block in self._source.blocks:
            parts += lines[done : block.line - 1]
            shown = self._shown(block)
            done = block.end - 1
            if shown and parts and parts[-1].strip():
                parts.append("")  # else it would go on with the paragraph before it
            parts += shown
            if shown and done < len(lines) and lines[done].strip():
                parts.append("")
        parts += lines[done:]
        return "\n".join([*parts, "", *self._origin()]) + "\n"

    def _shown(self, block: Block) -> list[str]:
        if block.show == "nothing":
            self._answers.table(block)
            return []
        title = [f"**{_escaped(block.title)}**", ""] if block.title else []
        if block.show == "network":
            self._answers.network(block)
        return [*title, *self._table(self._answers.table(block), block.rows)]

    def _table(self, table: ReportTable, most: int) -> list[str]:
        if not table.rows:
            return [self._word("none")]
        numbers = [_is_number(row[at] for row in table.rows) for at in range(len(table.heads))]
        rows = [[_escaped(head) for head in table.heads]]
        rows.append(["---:" if number else "---" for number in numbers])
        for row in table.rows[:most]:
            rows.append([self._cell(term) for term in row])
        lines = ["| " + " | ".join(row) + " |" for row in rows]
        more = len(table.rows) - most
        return [*lines, "", self._word("more").format(more)] if more > 0 else lines

    def _cell(self, term: Term | None) -> str:
        shown = _escaped(self._answers.name(term))
        address = safe_link(getattr(term, "value", "")) if _is_iri(term) else None
        return _link(shown, address) if address else shown

    def _origin(self) -> list[str]:
        lines = [f"## {self._word('data')}", ""]
        lines += [f"- {head}: {_escaped(value)}" for head, value in _facts(self._graph, self._word)]
        if self._answers.sources:
            lines += ["", f"### {self._word('sources')}", ""]
            lines += [f"1. {self._source_line(each)}" for each in self._answers.sources]
        return lines

    def _source_line(self, each: CitedSource) -> str:
        name = _escaped(each.title.text(self._answers.lang))
        address = safe_link(each.url) or safe_link(each.iri)
        told = [
            _link(name, address) if address else name,
            each.publisher.text(self._answers.lang),
            each.date,
        ]
        return ". ".join([told[0], *(_escaped(text) for text in told[1:] if text)])


class _HtmlReport:
    """Writes a report as one HTML file, which loads nothing and runs nothing."""

    def __init__(self, source: ReportSource, answers: ReportAnswers, graph: GraphIdentity) -> None:
        self._source = source
        self._answers = answers
        self._graph = graph
        self._word = _Words(answers.lang)
        self._blocks = {block.line: block for block in source.blocks}

    def text(self) -> str:
        """Return the whole file."""
        reader = markdown_reader()
        tokens = reader.parse("\n".join(_with_values(self._source, self._answers)))
        parts: list[str] = []
        held: list[object] = []
        for token in tokens:
            block = (
                self._blocks.get(token.map[0] + 1) if token.type == "fence" and token.map else None
            )
            if block is None:
                self._embed_images(token)
                held.append(token)
                continue
            parts.append(reader.renderer.render(held, reader.options, {}))  # type: ignore[arg-type]
            held = []
            parts.append(self._shown(block))
        parts.append(reader.renderer.render(held, reader.options, {}))  # type: ignore[arg-type]
        parts.append(joined(list(self._origin())))
        return _PAGE.format(
            policy=_POLICY,
            style=files(__package__).joinpath("report.css").read_text("utf-8"),
            tag=LANGUAGES[self._answers.lang],
            title=escape(harmless(self._source.title)),
            body="\n".join(parts),
        )

    def _shown(self, block: Block) -> Markup:
        table = self._answers.table(block)
        if block.show == "nothing":
            return Markup("")
        title = element("figcaption", block.title) if block.title else None
        query = element("details", element("summary", self._word("query")),
                        element("pre", element("code", table.query.strip())))  # fmt: skip
        return joined([element("figure", title, *self._drawn(block, table), query), Markup("\n")])

    def _drawn(self, block: Block, table: ReportTable) -> Iterator[Markup]:
        if block.show == "network":
            drawing = draw_svg(self._answers.network(block), lang=self._answers.lang)
            data = base64.b64encode(drawing.svg.encode()).decode()
            yield element(
                "img", src=f"data:image/svg+xml;base64,{data}", alt=drawing.description,
                width=str(round(drawing.width)), height=str(round(drawing.height)),
            )  # fmt: skip
            return
        if block.show == "bars":
            bars = answer_bars(self._answers.name, table.heads, table.rows)
            if bars is None:
                raise InputError(
                    f"{self._source.path}:{block.line}: the answer has no bars: they need two or "
                    "more rows, a name in the first column and numbers from 0 in another"
                )
            yield bars
        yield self._table(table, block.rows)

    def _table(self, table: ReportTable, most: int) -> Markup:
        if not table.rows:
            return element("p", self._word("none"))
        heads = [element("th", head, scope="col") for head in table.heads]
        rows = [element("tr", [self._cell(term) for term in row]) for row in table.rows[:most]]
        more = len(table.rows) - most
        remark = element("p", self._word("more").format(more)) if more > 0 else None
        whole = element("table", element("thead", element("tr", heads)), element("tbody", rows))
        return element("div", whole, remark, class_="wide", tabindex="0")

    def _cell(self, term: Term | None) -> Markup:
        shown = self._answers.name(term)
        address = safe_link(getattr(term, "value", "")) if _is_iri(term) else None
        number = "number" if _is_number([term]) else None
        return element("td", element("a", shown, href=address) if address else shown, class_=number)

    def _embed_images(self, token: object) -> None:
        """Put images into the file; those that are elsewhere would be loaded from there."""
        line = (getattr(token, "map", None) or [0])[0] + 1
        for child in getattr(token, "children", None) or []:
            if child.type == "image":
                child.attrs["src"] = self._image(str(child.attrs["src"]), line)

    def _image(self, address: str, line: int) -> str:
        place = f"{self._source.path}:{line}"
        if re.match(r"[A-Za-z][\w+.-]*:|//", address):
            raise InputError(
                f"{place}: the image {address} is elsewhere, and the report would not work "
                "offline; name a file"
            )
        kind = mimetypes.guess_type(address)[0] or ""
        try:
            content = Path(self._source.path).parent.joinpath(address).read_bytes()
        except (OSError, ValueError) as error:
            raise InputError(f"{place}: the image {address} cannot be read: {error}") from None
        if not kind.startswith("image/"):
            raise InputError(f"{place}: {address} is not an image by its extension")
        return f"data:{kind};base64,{base64.b64encode(content).decode()}"

    def _origin(self) -> Iterator[Markup]:
        yield element("h2", self._word("data"))
        facts = [
            element("div", element("dt", head), element("dd", value))
            for head, value in _facts(self._graph, self._word)
        ]
        yield element("dl", facts)
        if self._answers.sources:
            yield element("h2", self._word("sources"))
            yield element(
                "ol", [element("li", self._source_item(s)) for s in self._answers.sources]
            )

    def _source_item(self, each: CitedSource) -> Markup:
        name = each.title.text(self._answers.lang)
        address = safe_link(each.url) or safe_link(each.iri)
        shown = element("a", name, href=address) if address else name
        return joined(
            [
                shown,
                *(
                    f". {text}"
                    for text in (each.publisher.text(self._answers.lang), each.date)
                    if text
                ),
            ]
        )


def _facts(graph: GraphIdentity, word: _Words) -> list[tuple[str, str]]:
    found = [
        (word("graph"), graph.title),
        (word("as-of"), graph.date),
        (word("triples"), f"{graph.triples:,}"),
        (word("hash"), graph.hash or word("not-hashed")),
    ]
    return [(head, value) for head, value in found if value]


def _with_values(source: ReportSource, answers: ReportAnswers) -> list[str]:
    """Return the lines of a report with the values in its sentences."""
    lines = list(source.lines)
    for value in reversed(source.values):
        line = lines[value.line - 1]
        shown = _escaped(answers.value(value))
        lines[value.line - 1] = line[: value.start] + shown + line[value.end :]
    return lines


def _escaped(text: str) -> str:
    """Write a text so that Markdown shows it as it is."""
    return _SPECIAL.sub(r"\\\1", " ".join(harmless(text).split()))


def _link(shown: str, address: str) -> str:
    plain = re.fullmatch(r"[^\s()<>\\]+", address)
    return f"[{shown}]({address})" if plain else f"[{shown}](<{address}>)"


def _is_iri(term: Term | None) -> bool:
    from pyoxigraph import NamedNode

    return isinstance(term, NamedNode)


def _is_number(column: Sequence[Term | None] | Iterator[Term | None]) -> bool:
    texts = [literal_text(term) for term in column if term is not None]
    return bool(texts) and all(text and _NUMBER.fullmatch(text) for text in texts)


_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; "
    "form-action 'none'"
)
_PAGE = """<!doctype html>
<html lang="{tag}"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>
{style}</style></head>
<body>
{body}
</body></html>
"""
