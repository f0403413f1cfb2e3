"""The menu of the line editor: queries by cursor position, dot commands by their arguments."""

from __future__ import annotations

from typing import TYPE_CHECKING

from prompt_toolkit.completion import Completer, Completion

from yuqiao.shell.completion.candidates import Cursor, candidates, wanted
from yuqiao.shell.completion.lookups import Lookups

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Iterable

    from prompt_toolkit.completion import CompleteEvent
    from prompt_toolkit.document import Document

    from yuqiao.shell.session import Session

_SHOWN = 60  # columns of the note beside a term


class GraphCompleter(Completer):
    """Completes from the graph that a session queries.

    :param session: its graph and language may change
    """

    def __init__(self, session: Session) -> None:
        self._session = session
        self._graph = session.graph
        self._lookups = Lookups(session.graph)

    def get_completions(
        self, document: Document, complete_event: CompleteEvent
    ) -> Iterable[Completion]:
        """Return nothing: the graph is only queried without blocking the editor."""
        return ()

    async def get_completions_async(
        self, document: Document, complete_event: CompleteEvent
    ) -> AsyncGenerator[Completion, None]:
        """Yield the menu at the cursor; for an empty word, only when Tab is pressed."""
        if self._graph is not self._session.graph:
            self._graph = self._session.graph
            self._lookups = Lookups(self._graph)
        before = document.text_before_cursor
        if before.lstrip().startswith("."):
            from yuqiao.shell.completion.dot_commands import dot_candidates, dot_wanted

            line = before.lstrip()
            found = await self._lookups.of(dot_wanted(line))
            word, menu = dot_candidates(line, found, self._session.lang, self._graph.prefixes)
        else:
            cursor = Cursor(before, document.text_after_cursor, self._graph.prefixes)
            word = cursor.position.word
            if not word and not complete_event.completion_requested:
                return
            menu = candidates(cursor, await self._lookups.of(wanted(cursor)), self._session.lang)
        for candidate in menu:
            if candidate.text != word:
                yield Completion(
                    candidate.text, -len(word), display_meta=_shortened(candidate.about)
                )


def _shortened(text: str) -> str:
    return text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"
