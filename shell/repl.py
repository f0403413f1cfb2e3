"""The loop of the prompt: a line editor on a terminal; without one, all of standard input."""

from __future__ import annotations

import signal
import sys
from typing import TYPE_CHECKING

from yuqiao.graph.labels import label_language
from yuqiao.shell.entries import entries
from yuqiao.shell.interpreter import enter, enter_all
from yuqiao.shell.line_editor import history, keys, with_modifiers
from yuqiao.shell.session import Session

if TYPE_CHECKING:
    from prompt_toolkit import PromptSession

    from yuqiao.shell.graph_handle import OpenedGraph

PROMPT = "yuqiao> "
CONTINUATION = "     -> "

_WELCOME = """\
Yuqiao, {graph}.
Type SPARQL: Enter runs a complete query, Tab completes names and labels.
.questions lists the predefined questions; .help shows all commands."""


def run_shell(graph: OpenedGraph, *, lang: str, form: str | None, seconds: float | None) -> int:
    """Run the prompt until it is left, or standard input ends.

    :param lang: ``en`` or ``zh``
    :param form: the format of all results
    :param seconds: the time limit of a query
    :return: the exit status: 2 if standard input is not a terminal and something in it was wrong
    :raises yuqiao.graph.errors.YuqiaoError: if there is no such language, or format
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
        session.report("end each query with an empty line, and the input with Ctrl-D")
    piped = decoded(sys.stdin.buffer.read(), "standard input")
    enter_all(session, entries(piped, session.graph.prefixes))
    return 2 if session.failed else 0


def _at_a_terminal(session: Session) -> None:
    editor = line_editor(session)
    session.note(_WELCOME.format(graph=session.graph))
    earlier, going_on = "", True
    while going_on:
        text = None
        try:
            text = with_modifiers(_typed(editor, session), earlier, session.graph.prefixes)
            going_on, earlier = enter(session, text), text
        except KeyboardInterrupt:
            if text is not None:  # else what was being typed is dropped
                session.report_cancelled()
        except EOFError:
            return


def _typed(editor: PromptSession[str], session: Session) -> str:
    """Return what is typed. Ctrl-C is a key until Enter is pressed, and a signal from then on.

    A signal that arrives while the editor restores the terminal is noted, so that it is not lost.
    """
    noted: list[int] = []
    before = signal.signal(signal.SIGINT, lambda number, _: noted.append(number))
    try:
        text = editor.prompt(handle_sigint=False)
    finally:
        signal.signal(signal.SIGINT, before)
    if noted:
        session.report_cancelled()
    return "" if noted else text


def line_editor(session: Session) -> PromptSession[str]:
    """Create the line editor of a session."""
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
        history=history(session.note),
        key_bindings=keys(lambda: session.graph.prefixes),
        completer=GraphCompleter(session),
        complete_while_typing=True,
        enable_open_in_editor=True,
        tempfile_suffix=".rq",
    )
