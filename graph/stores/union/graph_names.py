"""The names of several graphs that are opened as one."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, TypeAlias

from yuqiao.graph.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterable

GraphName: TypeAlias = "str | os.PathLike[str] | Iterable[str | os.PathLike[str]] | None"
"""What a graph is opened by: one name, several, or none for the bundled graph."""

PlainName: TypeAlias = "str | tuple[str, ...] | None"
"""The same as text."""


def single_name(graph: GraphName) -> PlainName:
    """Return the name of a graph as a text, or those of several that are one graph.

    :raises yuqiao.graph.errors.InputError: when a list of names is empty, or has one twice

    >>> single_name(["a.ttl"]), single_name(["a.ttl", "http://example.org/sparql"])
    ('a.ttl', ('a.ttl', 'http://example.org/sparql'))
    """
    if graph is None or isinstance(graph, str | os.PathLike):
        return None if graph is None else os.fspath(graph)
    names = tuple(os.fspath(name) for name in graph)
    if not names:
        raise InputError("no graph is named; name one, or leave the list out")
    places = [name if is_address(name) else os.path.realpath(name) for name in names]
    for name, place in zip(names, places, strict=True):
        if places.count(place) > 1:
            raise InputError(f"{name}: named twice; a graph is a member of another once")
    return names if len(names) > 1 else names[0]


def names_in(text: str) -> list[str]:
    """Return the names in a text, with spaces between them, unless it is all one path.

    >>> names_in("a.ttl http://example.org/sparql")
    ['a.ttl', 'http://example.org/sparql']
    """
    return [text] if os.path.exists(text) else text.split()


def is_address(name: str) -> bool:
    """Return whether a graph is behind an endpoint, judging by its name.

    >>> is_address("HTTPS://example.org/sparql"), is_address("http.ttl")
    (True, False)
    """
    return name.lower().startswith(("http://", "https://"))
