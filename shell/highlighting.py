"""Colours of a query while it is typed: Pygments reads SPARQL, and few colours tell it apart."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from prompt_toolkit.lexers import Lexer, PygmentsLexer, SimpleLexer
from prompt_toolkit.styles import Style
from pygments.lexers.rdf import SparqlLexer

if TYPE_CHECKING:
    from collections.abc import Callable

    from prompt_toolkit.document import Document
    from prompt_toolkit.formatted_text import StyleAndTextTuples

STYLE = Style.from_dict(
    {
        "pygments.keyword": "bold",
        "pygments.name.function": "bold",
        "pygments.name.variable": "ansimagenta",
        "pygments.literal": "ansigreen",
        "pygments.comment": "italic",
        "pygments.name.label": "underline",
        "dot-command": "bold",
        "prompt": "bold",
        # A menu in the terminal's own two colours is readable on a light and on a dark one.
        "completion-menu": "noreverse bg:default fg:default",
        "completion-menu.completion": "noreverse bg:default fg:default",
        "completion-menu.completion.current": "reverse",
        "completion-menu.meta.completion": "noreverse bg:default fg:default italic",
        "completion-menu.meta.completion.current": "reverse",
        "scrollbar.background": "bg:default",
        "scrollbar.button": "reverse",
    }
)
"""Only the sixteen colours that each terminal shows so that they can be read."""

_WORD = re.compile(r"\s*\.\w*")


class ShellLexer(Lexer):
    """Colours SPARQL as SPARQL, and a dot command as one.

    >>> from prompt_toolkit.document import Document
    >>> ShellLexer().lex_document(Document(".help"))(0)
    [('class:dot-command', '.help')]
    """

    def __init__(self) -> None:
        self._sparql = PygmentsLexer(SparqlLexer)
        self._dot_command = SimpleLexer("class:dot-command")

    def lex_document(self, document: Document) -> Callable[[int], StyleAndTextTuples]:
        """Return the coloured lines of what is typed."""
        if _WORD.match(document.text):
            return self._dot_command.lex_document(document)
        return self._sparql.lex_document(document)
