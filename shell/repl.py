"""The loop of the shell: a line editor on a terminal; without one, all of standard input."""

from __future__ import annotations

import signal
import sys
from typing import TYPE_CHECKING

from yuqiao.graph.labels import label_language
from yuqiao.shell.line_editor import history, is_finished, keys
from yuqiao.shell.session import Session
from yuqiao.shell.styles import faint

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from prompt_toolkit import PromptSession

    from yuqiao.shell.graph_handle import OpenedGraph

PROMPT = "yuqiao> "
CONTINUATION = "     -> "

_WELCOME = """\
Yuqiao, {graph}.
Type SPARQL: Enter runs a complete query, Tab completes names and labels.
.questions lists what can be asked without SPARQL; .help shows all commands."""


def run_shell(graph: OpenedGraph, *, lang: str, form: str | None, seconds: float | None) -> int:
    """Ask a graph until the person leaves, or standard input ends.

    :param lang: ``en`` or ``zh``
    :param form: a format for all answers
    :param seconds: that a query may take
    :return: the exit code: 2 when standard input is no terminal and something in it was wrong
    :raises yuqiao.graph.errors.YuqiaoError: when there is no such language, or format
    """
    label_language(lang)
    session = Session(graph, lang=lang, seconds=seconds)
    session.answer_as(form or "auto")
    if sys.stdin.isatty() and sys.stdout.isatty():
        session.by_hand = True
        _at_a_terminal(session)
        return 0
    from yuqiao.graph.sparql.guards import decoded

    if sys.stdin.isatty():
        session.tell("an empty line after each query, then Ctrl-D: nothing is asked before")
    for text in entries(decoded(sys.stdin.buffer.read(), "standard input"), session.graph.prefixes):
        if not session.enter(text):
            break
    return 2 if session.failed else 0


def _at_a_terminal(session: Session) -> None:
    editor = line_editor(session)
    session.tell(faint(_WELCOME.format(graph=session.graph)))
    going_on = True
    while going_on:
        text = None
        try:
            text = _typed(editor, session)
            going_on = session.enter(text)
        except KeyboardInterrupt:
            if text is not None:  # else what was being typed is given up
                session.tell_cancelled()
        except EOFError:
            return


def _typed(editor: PromptSession[str], session: Session) -> str:
    """Let a person type; Ctrl-C is a key until Enter is pressed, and a signal from then on.

    One that comes as the editor is still putting its things away is noted, for it must not be lost.
    """
    noted: list[int] = []
    before = signal.signal(signal.SIGINT, lambda number, _: noted.append(number))
    try:
        text = editor.prompt(handle_sigint=False)
    finally:
        signal.signal(signal.SIGINT, before)
    if noted:
        session.tell_cancelled()
    return "" if noted else text


def line_editor(session: Session) -> PromptSession[str]:
    """Make the line editor of a session."""
    from prompt_toolkit import PromptSession

    from yuqiao.shell.completion.completer import GraphCompleter
    from yuqiao.shell.highlighting import STYLE, ShellLexer

    return PromptSession(
        [("class:prompt", PROMPT)],
        prompt_continuation=[("class:prompt", CONTINUATION)],
        multiline=True,
        lexer=ShellLexer(),
        style=STYLE,
        include_default_pygments_style=False,
        history=history(lambda note: session.tell(faint(note))),
        key_bindings=keys(lambda: session.graph.prefixes),
        completer=GraphCompleter(session),
        complete_while_typing=True,
        enable_open_in_editor=True,
        tempfile_suffix=".rq",
    )


def entries(text: str, prefixes: Mapping[str, str]) -> Iterator[str]:
    r"""Split what comes without a terminal: a line with a dot command, or a query.

    A query ends at an empty line, once it is finished, and at the end.

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
