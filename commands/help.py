"""Help pages in the language of the user, and lines on standard error."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import click

from yuqiao.graph.translation import current_language, translate

if TYPE_CHECKING:
    from collections.abc import Iterable

_INDENT = 2
_WIDEST_TERM = 30  # columns of an option, after which its text begins on a line of its own
_EXTRA = re.compile(r"  \[([^\[\]]*)\]$")
_IN_USAGE = {"[OPTIONS]": "[选项]...", "COMMAND [ARGS]...": "命令 [参数]..."}


_ALLOWED_HOST = re.compile(r"allow the host (\S+) if you trust it")
"""What a message says to do, for which the command line has an option."""


def report(message: str) -> None:
    """Print a message on standard error: translated, and without control characters."""
    from yuqiao.exports.safe_text import harmless

    message = _ALLOWED_HOST.sub(r"--allow-host \1 allows it", message)
    message = message.replace("raise the fetch limit", "raise --fetch-limit")
    click.echo("\n".join(map(harmless, translate(message).split("\n"))), err=True)


def print_line(line: str) -> None:
    """Print a line on standard output, without control characters."""
    from yuqiao.exports.safe_text import harmless

    click.echo(harmless(line))


class LocalizedHelp(click.HelpFormatter):
    """Formats help in the language of the user; lines break at no hyphen, and between Chinese."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        """Write the usage line."""
        if current_language() == "zh":
            prefix = "用法："
            for english, chinese in _IN_USAGE.items():
                args = args.replace(english, chinese)
        super().write_usage(prog, args, prefix)

    def write_heading(self, heading: str) -> None:
        """Write the heading of a section."""
        colon = "：" if current_language() == "zh" else ":"
        self.write(f"{'':>{self.current_indent}}{translate(heading)}{colon}\n")

    def write_text(self, text: str) -> None:
        """Write paragraphs; those marked with ``\\b`` keep their lines."""
        for number, paragraph in enumerate(re.split(r"\n\s*\n", text.strip())):
            if number:
                self.write("\n")
            if paragraph.startswith("\b"):
                lines = [translate(line) for line in paragraph[1:].strip("\n").split("\n")]
            else:
                from yuqiao.exports.text_layout import wrap_prose

                lines = list(wrap_prose(translate(paragraph), self.width - self.current_indent))
            self.write("".join(f"{'':{self.current_indent}}{line}\n" for line in lines))

    def write_dl(
        self, rows: Iterable[tuple[str, str]], col_max: int = _WIDEST_TERM, col_spacing: int = 2
    ) -> None:
        """Write terms and what they mean in two columns."""
        from yuqiao.exports.text_layout import display_width, wrap_prose

        rows = list(rows)
        first = min(max(display_width(term) for term, _ in rows), col_max) + col_spacing
        indent = self.current_indent + first
        for term, meaning in rows:
            lines = list(wrap_prose(_meaning(meaning), max(self.width - indent, 10)))
            gap = first - display_width(term)
            head = f"{term}{'':{gap}}" if gap >= col_spacing else f"{term}\n{'':{indent}}"
            rest = "".join(f"{'':{indent}}{line}\n" for line in lines[1:])
            self.write(f"{'':{self.current_indent}}{head}{lines[0] if lines else ''}\n{rest}")


class LocalizedContext(click.Context):
    """A context whose help is in the language of the user."""

    formatter_class = LocalizedHelp


def _meaning(text: str) -> str:
    """Translate the help of an option, and the word that click adds to it in brackets."""
    extra = _EXTRA.search(text)
    return (
        f"{translate(text[: extra.start()])} [{translate(extra[1])}]" if extra else translate(text)
    )
