"""Queries and dot commands in a text: on standard input, or in a file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yuqiao.shell.line_editor import is_finished

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


def entries(text: str, prefixes: Mapping[str, str]) -> Iterator[str]:
    r"""Split a text into dot commands, each a line, and queries.

    A query ends at an empty line, once it is complete, and at the end of the text.

    >>> list(entries(".lang zh\nSELECT * {\n\n?s ?p ?o }\n\nASK {}", {}))
    ['.lang zh', 'SELECT * {\n\n?s ?p ?o }', 'ASK {}']
    """
    query: list[str] = []
    for line in text.splitlines():
        begun = "\n".join(query)
        if not begun.strip() and line.startswith("."):
            yield line
        elif begun.strip() and not line.strip() and is_finished(begun, prefixes):
            yield begun
            query = []
        else:
            query.append(line)
    if "".join(query).strip():
        yield "\n".join(query)
