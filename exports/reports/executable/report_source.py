"""The source of a report: Markdown with blocks of SPARQL, and values in its sentences.

A block is fenced code in the language ``sparql``. Comments at its head say what becomes of it::

    ```sparql
    # name: countries
    # show: bars
    # title: Partnerships by country
    SELECT ?country (COUNT(?p) AS ?partnerships) ...
    ```

A question of the catalogue takes the place of a query: ``# question: NAME``, its parameters are
``# with NAME: VALUE``. In a sentence, ``{{countries}}`` is the first value of the first row of a
named block, ``{{countries.partnerships}}`` that of a column, and code that begins with ``sparql``
is a query for one value.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from yuqiao.graph.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from markdown_it import MarkdownIt

SHOWN = ("table", "bars", "network", "nothing")
"""What a block can become."""

_KEYS = ("name", "show", "title", "question", "rows")
_ENTRY = re.compile(r"#\s*(?P<key>with \w+|\w+):\s+(?P<value>.*\S)\s*")
_NAME = re.compile(r"[A-Za-z][\w-]*")
_INLINE = re.compile(
    r"(?P<ticks>`+)(?P<code>.+?)(?<!`)(?P=ticks)(?!`)"
    r"|\{\{\s*(?P<name>[A-Za-z][\w-]*)(?:\.(?P<column>\w+))?\s*\}\}"
)


@dataclass(frozen=True)
class Block:
    """A query in a report.

    :param line: the line of its first fence
    :param end: the line after its last fence
    :param query: its text, with the comments at its head; empty lines stand for what was left out
    :param values: the parameters of its question
    :param rows: the largest number of rows that are shown
    """

    line: int
    end: int
    query: str
    name: str = ""
    show: str = "table"
    title: str = ""
    question: str = ""
    values: Mapping[str, str] | None = None
    rows: int = 100


@dataclass(frozen=True)
class InlineValue:
    """A place in a sentence where a value stands.

    :param line: its line
    :param start: its first column, counted from 0
    :param end: the column after it
    :param block: the name of the block that it is taken from, or nothing
    :param column: the column of that block; nothing for the first
    :param query: a query of its own, or nothing
    """

    line: int
    start: int
    end: int
    block: str = ""
    column: str = ""
    query: str = ""


@dataclass(frozen=True)
class ReportSource:
    """A report that has been read.

    :param path: its file, for messages
    :param lines: its text
    """

    path: str
    lines: tuple[str, ...]
    blocks: tuple[Block, ...]
    values: tuple[InlineValue, ...]

    @property
    def title(self) -> str:
        """Its first heading, or the name of its file."""
        heads = (line[2:].strip() for line in self.lines if line.startswith("# "))
        return next(heads, "") or re.split(r"[/\\]", self.path)[-1].rpartition(".")[0]


def markdown_reader() -> MarkdownIt:
    """Return the reader of Markdown: CommonMark with tables, without HTML.

    :raises InputError: if it is not installed
    """
    try:
        from markdown_it import MarkdownIt
    except ModuleNotFoundError:
        raise InputError(
            "reports need a reader of Markdown: pip install 'yuqiao[report]'"
        ) from None
    return MarkdownIt("commonmark", {"html": False}).enable("table")


def read_report(text: str, path: str) -> ReportSource:
    """Read a report.

    :param path: what to name in errors
    :raises InputError: with file and line, when a block or a value is malformed
    """
    lines = tuple(text.splitlines())
    blocks: list[Block] = []
    code: set[int] = set()  # lines that hold no sentence
    for token in markdown_reader().parse(text):
        if token.type not in {"fence", "code_block"} or token.map is None:
            continue
        start, end = token.map
        code.update(range(start, end))
        if token.type == "fence" and token.info.split()[:1] == ["sparql"]:
            if token.level:
                raise InputError(
                    f"{path}:{start + 1}: a block of SPARQL stands within a list or a quotation; "
                    "begin it at the start of a line"
                )
            blocks.append(_block(token.content, start + 1, end + 1, path))
    _check_names(blocks, path)
    sentences = ((n, line) for n, line in enumerate(lines, 1) if n - 1 not in code)
    values = tuple(value for n, line in sentences for value in _values(line, n))
    known = {block.name for block in blocks if block.name}
    for value in values:
        if value.block and value.block not in known:
            instead = f"; expected one of {', '.join(sorted(known))}" if known else ""
            place = f"{path}:{value.line}:{value.start + 1}"
            raise InputError(f'{place}: no block is named "{value.block}"{instead}')
    return ReportSource(path, lines, tuple(blocks), values)


def _block(content: str, line: int, end: int, path: str) -> Block:
    entries: dict[str, str] = {}
    values: dict[str, str] = {}
    text = content.split("\n")
    for number, comment in enumerate(text):
        if not comment.startswith("#"):
            break
        found = _ENTRY.fullmatch(comment)
        if found is None:
            continue
        key, place = found["key"], f"{path}:{line + 1 + number}"
        kind = values if key.startswith("with ") else entries
        name = key.removeprefix("with ")
        if kind is entries and key not in _KEYS:
            raise InputError(
                f"{place}: {key} is not known here; expected {', '.join(_KEYS)} or with"
            )
        if name in kind:
            raise InputError(f"{place}: {key} is given twice")
        kind[name] = found["value"]
        text[number] = ""
    return _checked(entries, values, Block(line, end, "\n".join(text)), path)


def _checked(
    entries: Mapping[str, str], values: Mapping[str, str], plain: Block, path: str
) -> Block:
    place = f"{path}:{plain.line}"
    show, rows = entries.get("show", "table"), entries.get("rows", str(plain.rows))
    name, question = entries.get("name", ""), entries.get("question", "")
    if show not in SHOWN:
        raise InputError(
            f"{place}: {show} is not what a block can show; expected {', '.join(SHOWN)}"
        )
    if not re.fullmatch("[1-9][0-9]{0,8}", rows):
        raise InputError(f"{place}: {rows} is not a number of rows; expected such as 20")
    if name and not _NAME.fullmatch(name):
        raise InputError(f"{place}: {name} is not a name; expected letters, digits, _ and -")
    written = re.sub(r"(?m)^\s*#.*$", "", plain.query).strip()
    if bool(written) == bool(question):
        contents = "has a query and a question" if written else "has no query and no question"
        raise InputError(f"{place}: the block {contents}; expected one of the two")
    if values and not question:
        raise InputError(f"{place}: parameters need a question")
    return Block(
        plain.line, plain.end, plain.query, name, show, entries.get("title", ""), question,
        values, int(rows),
    )  # fmt: skip


def _check_names(blocks: list[Block], path: str) -> None:
    seen: dict[str, int] = {}
    for block in blocks:
        if block.name in seen:
            first = seen[block.name]
            raise InputError(
                f"{path}:{block.line}: a second block is named {block.name}, as that of line "
                f"{first}"
            )
        if block.name:
            seen[block.name] = block.line


def _values(line: str, number: int) -> Iterator[InlineValue]:
    for found in _INLINE.finditer(line):
        code = (found["code"] or "").strip()
        if found["name"]:
            yield InlineValue(number, *found.span(), found["name"], found["column"] or "")
        elif re.match(r"sparql\s", code):
            yield InlineValue(number, *found.span(), query=code.removeprefix("sparql").strip())
