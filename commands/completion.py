"""Completion of arguments and options in bash, zsh and fish.

The command line asks for it with ``eval "$(_YUQIAO_COMPLETE=bash_source yuqiao)"``; see
https://click.palletsprojects.com/en/stable/shell-completion/.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from click.shell_completion import CompletionItem

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import click


def complete_files(_: click.Context, __: click.Parameter, typed: str) -> list[CompletionItem]:
    """Let the shell complete the name of a file or folder."""
    return [CompletionItem(typed, type="file")]


def complete_formats(
    formats: Sequence[str],
) -> Callable[[click.Context, click.Parameter, str], list[CompletionItem]]:
    """Return the completion of a format."""

    def complete(_: click.Context, __: click.Parameter, typed: str) -> list[CompletionItem]:
        return [CompletionItem(name) for name in formats if name.startswith(typed.lower())]

    return complete


def complete_questions(_: click.Context, __: click.Parameter, typed: str) -> list[CompletionItem]:
    """Complete the name of a question; shells that can show its title do."""
    from yuqiao.graph.labels import language_tag
    from yuqiao.graph.questions.catalogue import questions
    from yuqiao.graph.translation import current_language

    tag = language_tag(current_language())
    return [
        CompletionItem(question.name, help=question.title[tag])
        for question in questions()
        if question.name.startswith(typed)
    ]


def complete_parameters(_: click.Context, __: click.Parameter, typed: str) -> list[CompletionItem]:
    """Complete the parameters of the question on the line.

    It is looked for in the words: click parses no argument of a line that ends in ``-p``.
    """
    from yuqiao.graph.labels import language_tag
    from yuqiao.graph.questions.catalogue import questions
    from yuqiao.graph.translation import current_language

    tag = language_tag(current_language())
    words = os.environ.get("COMP_WORDS", "").split()
    return [
        CompletionItem(f"{parameter.name}=", help=parameter.description[tag])
        for question in questions()
        if question.name in words
        for parameter in question.parameters
        if parameter.name.startswith(typed)
    ]
