"""The line editor: when a query is finished, its keys, its history."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from yuqiao.graph.errors import QueryError
from yuqiao.graph.sparql.guards import refuse_deep_nesting, refuse_long_chains
from yuqiao.graph.sparql.lexer import tokens
from yuqiao.graph.sparql.validation import can_begin, is_query

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from prompt_toolkit.history import History
    from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent

INDENT = "  "


def is_finished(text: str, prefixes: Mapping[str, str]) -> bool:
    """Tell whether Enter runs what was typed: it is whole, or nothing more would make it right.

    >>> is_finished("SELECT ?x WHERE {", {}), is_finished("SELECT ?x WHERE { ?x a ?y }", {})
    (False, True)
    >>> is_finished("SELECT ?x WHERE { ?x a }", {}), is_finished(".help", {})
    (True, True)
    """
    if not text.strip() or text.lstrip().startswith("."):
        return True
    try:
        refuse_deep_nesting(text)
        refuse_long_chains(text)
    except QueryError:  # which is told when it runs
        return True
    return is_query(text, prefixes) or not can_begin(text, prefixes)


def depth(text: str) -> int:
    """Count the brackets of a text that are open.

    >>> depth('SELECT * { ?s ?p ")" FILTER(?s')
    2
    """
    marks = [token.text for token in tokens(text) if token.kind == "mark"]
    return sum((mark in "([{") - (mark in ")]}") for mark in marks)


def history(note: Callable[[str], None]) -> History:
    """Open the history of this user, which nobody else may read.

    :param note: told in one line when there can be none
    """
    from prompt_toolkit.history import FileHistory, InMemoryHistory

    path = history_file()
    try:
        os.makedirs(os.path.dirname(path), mode=0o700, exist_ok=True)
        os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600))
        os.chmod(path, 0o600)
    except OSError as error:
        note(f"no history is kept: {path}: {error.strerror}")
        return InMemoryHistory()
    return FileHistory(path)


def history_file() -> str:
    """Give the place of the history, in the folder for state of the XDG specification.

    See https://specifications.freedesktop.org/basedir-spec/latest/: a relative path in
    ``XDG_STATE_HOME`` does not count.
    """
    state = os.environ.get("XDG_STATE_HOME", "")
    if not os.path.isabs(state):
        state = os.path.join(os.path.expanduser("~"), ".local", "state")
    return os.path.join(state, "yuqiao", "history")


def keys(prefixes: Callable[[], Mapping[str, str]]) -> KeyBindings:
    """Give the keys that differ from those of the usual line editor.

    Enter runs a query that is finished, and else begins a new line; on an empty line it runs what
    there is. Alt-Enter (Esc, then Enter) always runs it; Ctrl-O always begins a new line.

    :param prefixes: those of the graph at the moment
    """
    from prompt_toolkit.key_binding import KeyBindings

    bindings = KeyBindings()

    @bindings.add("enter")
    def _(event: KeyPressEvent) -> None:
        buffer = event.current_buffer
        if buffer.complete_state and buffer.complete_state.current_completion:
            buffer.complete_state = None  # Enter takes the chosen completion
        elif _ends_on_empty_line(buffer.text) or is_finished(buffer.text, prefixes()):
            buffer.validate_and_handle()
        else:
            _begin_line(event)

    @bindings.add("escape", "enter")
    def _(event: KeyPressEvent) -> None:
        event.current_buffer.validate_and_handle()

    @bindings.add("c-o")
    def _(event: KeyPressEvent) -> None:
        _begin_line(event)

    @bindings.add("}")
    def _(event: KeyPressEvent) -> None:
        buffer = event.current_buffer
        line = buffer.document.current_line_before_cursor
        if line and not line.strip():  # a closing brace stands below what it closes
            buffer.delete_before_cursor(min(len(INDENT), len(line)))
        buffer.insert_text("}")

    return bindings


def _ends_on_empty_line(text: str) -> bool:
    return "\n" in text and not text.rpartition("\n")[2].strip()


def _begin_line(event: KeyPressEvent) -> None:
    buffer = event.current_buffer
    buffer.insert_text("\n" + INDENT * max(0, depth(buffer.document.text_before_cursor)))
