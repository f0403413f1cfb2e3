"""Completion by position, from the graph itself, as at the prompt."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypedDict

from yuqiao.graph.errors import YuqiaoError
from yuqiao.shell.completion.candidates import Cursor, Lookup, candidates, wanted
from yuqiao.web.editor.checks import undeclared_prefixes

if TYPE_CHECKING:
    from collections.abc import Mapping

    from yuqiao.graph.entities.term_usage import Use
    from yuqiao.web.served_graph import ServedGraph

_MOST = 100  # entries of a menu
_MOST_KEPT = 500  # lookups whose results a worker keeps

_FOUND: dict[Lookup, list[Use]] = {}
"""The results of a worker's lookups; it ends when the graph changes."""


class Menu(TypedDict):
    """A menu for the cursor.

    ``word`` is the length of the word that is being typed; each entry is its text, a note, and the
    declaration that the query lacks for it, if any.
    """

    word: int
    entries: list[tuple[str, str, str]]


def completed(graph: ServedGraph, before: str, after: str, lang: str) -> Menu:
    """Return the menu at a cursor.

    :param before: the query before the cursor
    :param after: the query after it
    """
    store = graph.store
    cursor = Cursor(before, after, store.prefixes)
    found = {}
    for lookup in wanted(cursor):
        if lookup not in _FOUND:
            if len(_FOUND) >= _MOST_KEPT:
                _FOUND.clear()
            try:
                _FOUND[lookup] = lookup.made(store)
            except YuqiaoError:  # a server that cannot answer it: a shorter menu
                continue
        found[lookup] = _FOUND[lookup]
    word = cursor.position.word
    menu = [each for each in candidates(cursor, found, lang) if each.text != word][:_MOST]
    lacking = {}
    if cursor.position.kind != "prologue":
        used = " ".join(each.text for each in menu)
        lacking = undeclared_prefixes(f"{before} {after} {used}", store.prefixes)
    return {
        "word": len(word),
        "entries": [(each.text, each.about, _declaration(each.text, lacking)) for each in menu],
    }


def _declaration(text: str, lacking: Mapping[str, str]) -> str:
    prefix, colon, _ = text.partition(":")
    return f"PREFIX {prefix}: <{lacking[prefix]}>\n" if colon and prefix in lacking else ""
