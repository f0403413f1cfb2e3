"""What is entered at the prompt: a query, or a dot command."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yuqiao.graph.errors import YuqiaoError
from yuqiao.graph.sparql.lexer import tokens
from yuqiao.shell.dot_commands import run_dot_command

if TYPE_CHECKING:
    from collections.abc import Iterable

    from yuqiao.shell.session import Session


def enter(session: Session, text: str) -> bool:
    """Run a query or a dot command; print its error, if it has one.

    :return: whether the session goes on
    :raises KeyboardInterrupt: if it was cancelled
    """
    try:
        if text.lstrip().startswith("."):
            return enter_all(session, run_dot_command(session, text.strip()))
        if tokens(text):
            session.run_query(text, {})
    except YuqiaoError as error:
        session.report_mistake(str(error))
    return True


def enter_all(session: Session, texts: Iterable[str] | None) -> bool:
    """Enter texts one after another; None ends the session.

    :return: whether the session goes on
    """
    return texts is not None and all(enter(session, text) for text in texts)
