"""Colours on the terminal, few enough to be read on a light and on a dark one.

There are none where the reader or the terminal wants none: https://no-color.org/ and ``TERM=dumb``.
"""

from __future__ import annotations

import os
import sys


def coloured() -> bool:
    """Return whether both output streams support colours."""
    wanted = not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
    return wanted and sys.stdout.isatty() and sys.stderr.isatty()


def faint(text: str) -> str:
    """Style a text as a note beside the answer."""
    return _in_style("2", text)


def alarming(text: str) -> str:
    """Style a text as an error."""
    return _in_style("31", text)


def _in_style(code: str, text: str) -> str:
    if not coloured():
        return text
    return "\n".join(f"\x1b[{code}m{line}\x1b[0m" if line else "" for line in text.split("\n"))
