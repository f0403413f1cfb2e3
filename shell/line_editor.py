"""The line editor: when Enter runs a query, its keys, its history."""

from __future__ import annotations

import os
import re
from itertools import pairwise
from typing import TYPE_CHECKING

from yuqiao.graph.errors import QueryError
from yuqiao.graph.sparql.guards import reject_deep_nesting, reject_long_chains
from yuqiao.graph.sparql.lexer import tokens
from yuqiao.graph.sparql.validation import can_begin, is_query

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from prompt_toolkit.history import History
    from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent

INDENT = "  "
_MODIFIER_WORD = re.compile("ORDER|GROUP|LIMIT|OFFSET|HAVING|VALUES", re.IGNORECASE)
_MODIFIER = re.compile(r"\s*(?:(?:ORDER|GROUP)\s+BY|LIMIT|OFFSET|HAVING|VALUES)\b", re.IGNORECASE)


def is_finished(text: str, prefixes: Mapping[str, str]) -> bool:
    """Return whether a text is complete, or cannot be completed.

    >>> is_finished("SELECT ?x WHERE {", {}), is_finished("SELECT ?x WHERE { ?x a ?y }", {})
    (False, True)
    >>> is_finished("SELECT ?x WHERE { ?x a }", {}), is_finished(".help", {})
    (True, True)
    """
    if not text.strip() or text.lstrip().startswith("."):
        return True
    try:
        reject_deep_nesting(text)
        reject_long_chains(text)
    except QueryError:  # which is reported when it runs
        return True
    return is_query(text, prefixes) or not can_begin(text, prefixes)


def may_go_on(text: str, prefixes: Mapping[str, str]) -> bool:
    r"""Return whether a complete query of several lines could still get solution modifiers.

    >>> may_go_on("SELECT * {\n ?s ?p ?o }", {}), may_go_on("SELECT * { ?s ?p ?o }", {})
    (True, False)
    >>> may_go_on("SELECT * { ?s ?p ?o }\nORDER BY ?s", {}), may_go_on("ASK {}\nLIMIT 1", {})
    (True, False)
    """
    if "\n" not in text.strip():
        return False
    words = [
        token.text.upper() for token in tokens(text) if token.kind == "word" or token.text == "}"
    ]
    after = words[len(words) - words[::-1].index("}") :] if "}" in words else []
    forms = {"SELECT", "CONSTRUCT", "DESCRIBE"}
    return "LIMIT" not in after and bool(forms & set(words)) and is_query(text, prefixes)


def with_modifiers(text: str, earlier: str, prefixes: Mapping[str, str]) -> str:
    r"""Return the query that an entry of solution modifiers alone goes on with; else the entry.

    :param earlier: what was entered before

    >>> with_modifiers("LIMIT 3", "SELECT * { ?s ?p ?o }", {})
    'SELECT * { ?s ?p ?o }\nLIMIT 3'
    >>> with_modifiers("LIMIT 3", ".help", {})
    'LIMIT 3'

    A modifier stands where SPARQL has it, and instead of an earlier one of its kind:

    >>> with_modifiers("ORDER BY ?s", "SELECT * { ?s ?p ?o } LIMIT 3", {})
    'SELECT * { ?s ?p ?o } ORDER BY ?s\nLIMIT 3'
    >>> with_modifiers("LIMIT 5", "SELECT * { ?s ?p ?o } ORDER BY ?s LIMIT 3", {})
    'SELECT * { ?s ?p ?o } ORDER BY ?s LIMIT 5\n'
    """
    if not _MODIFIER.match(text) or not is_query(earlier, prefixes):
        return text
    whole = [f"{earlier}\n{text}"]
    starts = _modifier_starts(earlier)
    whole += [f"{earlier[:start]}{text}\n{earlier[start:]}" for start in starts]
    whole += [
        f"{earlier[:start]}{text}\n{earlier[end:]}"
        for start, end in pairwise([*starts, len(earlier)])
    ]
    return next((each for each in whole if is_query(each, prefixes)), text)


def _modifier_starts(query: str) -> list[int]:
    """Return where the solution modifiers of a query begin, which come after its last brace."""
    found = list(tokens(query))
    last = max((at for at, token in enumerate(found) if token.text == "}"), default=len(found))
    return [token.start for token in found[last:] if _MODIFIER_WORD.fullmatch(token.text)]


def depth(text: str) -> int:
    """Count the brackets of a text that are open.

    >>> depth('SELECT * { ?s ?p ")" FILTER(?s')
    2
    """
    marks = [token.text for token in tokens(text) if token.kind == "mark"]
    return sum((mark in "([{") - (mark in ")]}") for mark in marks)


def history(note: Callable[[str], None]) -> History:
    """Open the history of this user, which no other user may read.

    :param note: called with one line if there can be none
    """
    from prompt_toolkit.history import FileHistory, InMemoryHistory

    path = history_file()
    try:
        os.makedirs(os.path.dirname(path), mode=0o700, exist_ok=True)
        os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600))
        os.chmod(path, 0o600)
    except OSError as error:
        note(f"the history is not stored: {path}: {error.strerror}")
        return InMemoryHistory()
    return FileHistory(path)


def history_file() -> str:
    """Return the path of the history, in the folder for state of the XDG specification.

    See https://specifications.freedesktop.org/basedir-spec/latest/: a relative path in
    ``XDG_STATE_HOME`` does not count.
    """
    state = os.environ.get("XDG_STATE_HOME", "")
    if not os.path.isabs(state):
        state = os.path.join(os.path.expanduser("~"), ".local", "state")
    return os.path.join(state, "yuqiao", "history")


def keys(prefixes: Callable[[], Mapping[str, str]]) -> KeyBindings:
    """Return the keys that differ from those of the usual line editor.

    Enter runs a complete query, otherwise it begins a new line; on an empty line it runs what there
    is. A query of several lines without LIMIT could go on with ORDER BY or LIMIT, so it takes a
    second Enter; so does one of one line when what goes on is typed already. Alt-Enter (Esc, then
    Enter) always runs it; Ctrl-O always begins a new line. While the history is searched, Enter
    takes what was found.

    :param prefixes: those of the current graph
    """
    from prompt_toolkit.filters import is_searching
    from prompt_toolkit.key_binding import KeyBindings

    bindings = KeyBindings()

    @bindings.add("enter", filter=~is_searching)
    def _(event: KeyPressEvent) -> None:
        buffer = event.current_buffer
        if buffer.complete_state and buffer.complete_state.current_completion:
            buffer.complete_state = None  # Enter takes the chosen completion
        elif _MODIFIER.match(_typed_ahead(event)):
            _begin_line(event)
        elif _ends_on_empty_line(buffer.text) or _runs(buffer.text, prefixes()):
            buffer.validate_and_handle()
        else:
            _begin_line(event)

    @bindings.add("escape", "enter", filter=~is_searching)
    def _(event: KeyPressEvent) -> None:
        event.current_buffer.validate_and_handle()

    @bindings.add("c-o")
    def _(event: KeyPressEvent) -> None:
        _begin_line(event)

    @bindings.add("}")
    def _(event: KeyPressEvent) -> None:
        buffer = event.current_buffer
        line = buffer.document.current_line_before_cursor
        if line and not line.strip():  # a closing brace goes below what it closes
            buffer.delete_before_cursor(min(len(INDENT), len(line)))
        buffer.insert_text("}")

    return bindings


def _runs(text: str, prefixes: Mapping[str, str]) -> bool:
    return is_finished(text, prefixes) and not may_go_on(text, prefixes)


def _typed_ahead(event: KeyPressEvent) -> str:
    """Return what was typed, or sent by a program, before Enter was taken."""
    return "".join(key.data for key in event.app.key_processor.input_queue)


def _ends_on_empty_line(text: str) -> bool:
    return "\n" in text and not text.rpartition("\n")[2].strip()


def _begin_line(event: KeyPressEvent) -> None:
    buffer = event.current_buffer
    buffer.insert_text("\n" + INDENT * max(0, depth(buffer.document.text_before_cursor)))
